"""Tóm tắt as it is drawn: one upright page, from the top."""

from collections.abc import Callable, Mapping, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlpy.drawing.report.layout_2_look import SECOND
from xlpy.drawing.report.look import Look, filled
from xlpy.drawing.report.summary import Card, Summary
from xlpy.drawing.report.tables import Value, text_height
from xlpy.drawing.sheet import Book, merge, put

_HEADS = SECOND.heads["summary"]
_LAST = len(_HEADS) - 1
_CARDS = ((0, 1), (2, 3), (4, 5), (6, 7), (8, 9))
"""First and last column of each figure that stands out."""


def draw_summary(
    book: Book,
    look: Look,
    titles: Mapping[str, str],
    summary: Summary,
    picture: "Callable[[Page], None] | None" = None,
) -> Worksheet:
    """The page. The template is drawn by the same hand, with its marks for `titles` and texts.

    `picture` draws what stands below the table.
    """
    sheet = book.sheet(SECOND.sheets["summary"], look.pages["summary"]["paper"], look.pages["summary"])
    sheet.fit_to_pages(1, 1)
    widths = look.widths["summary"]
    for column, head in enumerate(_HEADS):
        sheet.set_column(column, column, widths[head])
    page = Page(book, look, sheet)
    page.words("parent", titles, (0, 3))
    page.words("as_of", titles, (4, _LAST), keep=True)
    page.next()
    page.words("office", titles, (0, 3))
    page.next()
    page.gap(8)
    for role in ("title", "course", "attached", "recipient"):
        page.words(role, titles, (0, _LAST))
        page.next()
    page.gap(6)
    for text in summary.points:
        page.text("point", text, (0, _LAST))
        page.next()
    page.gap(8)
    _draw_cards(page, summary.cards)
    page.gap(8)
    for column, label in enumerate(_HEADS.values()):
        sheet.write_string(page.row, column, label, page.style("head"))
    page.next(look.heights["summary.head"])
    for row in summary.rows:
        for column, head in enumerate(_HEADS):
            put(sheet, page.row, column, row.values.get(head), page.style(row.roles.get(head, head)))
        page.next(look.heights["summary.unit"])
    _draw_total(page, summary)
    page.text("footnote", summary.footnote, (0, _LAST))
    page.next()
    if picture is not None:
        picture(page)
    if summary.asks:
        page.gap(8)
        page.text("ask_head", summary.ask_head, (0, _LAST))
        page.next()
        for text in summary.asks:
            page.text("ask", text, (0, _LAST))
            page.next()
    sheet.print_area(0, 0, page.row - 1, _LAST)
    sheet.center_horizontally()
    return sheet


class Page:
    """A sheet that is written from the top, a row at a time."""

    def __init__(self, book: Book, look: Look, sheet: Worksheet) -> None:
        self._book, self.look, self.sheet = book, look, sheet
        self._styles: dict[str, Format] = {}
        self.row = 0
        self._height = 0.0

    def style(self, role: str, **more: object) -> Format:
        """The format of a role's cells."""
        if more:
            return self._book.format(**{**self.look.cells[f"summary.{role}"], **more})
        if role not in self._styles:
            self._styles[role] = self._book.format(**self.look.cells[f"summary.{role}"])
        return self._styles[role]

    def words(self, role: str, titles: Mapping[str, str], columns: tuple[int, int], *, keep: bool = False) -> None:
        """A title over columns of this row."""
        self.text(role, filled(self.look.words[f"summary.{role}"], titles), columns, keep=keep)

    def text(self, role: str, text: str, columns: tuple[int, int], *, keep: bool = False) -> None:
        """A text over columns of this row; the row grows with it, unless it is to `keep` its height."""
        merge(self.sheet, (self.row, columns[0], self.row, columns[1]), text, self.style(role))
        if not keep:
            widths = list(self.look.widths["summary"].values())[columns[0] : columns[1] + 1]
            needed = text_height(self.look, f"summary.{role}", text, widths)
            self._height = max(self._height, needed, self.look.heights.get(f"summary.{role}", 0))

    def next(self, height: float | None = None) -> None:
        """To the next row; this one is as high as its texts need it, or as told."""
        self.sheet.set_row(self.row, self._height if height is None else height)
        self.row, self._height = self.row + 1, 0.0

    def gap(self, height: float) -> None:
        """A row of that height without anything."""
        self.next(height)


def _draw_cards(page: Page, cards: Sequence[Card]) -> None:
    for role in ("card_label", "card_value", "card_note"):
        for (first, last), card in zip(_CARDS, cards, strict=True):
            value: Value = {"card_label": card.label, "card_value": card.value, "card_note": card.note}[role]
            shape = {"num_format": card.format} if card.format and role == "card_value" else {}
            style = page.style(role, **shape)
            page.sheet.merge_range(page.row, first, page.row, last, "", style)
            put(page.sheet, page.row, first, value, style)
        page.next(page.look.heights[f"summary.{role}"])


def _draw_total(page: Page, summary: Summary) -> None:
    merge(page.sheet, (page.row, 0, page.row, 1), summary.total_label, page.style("total_label"))
    for column, head in list(enumerate(_HEADS))[2:]:
        value = summary.total.get(head)
        if head == "change":
            style = page.style("total", num_format=summary.change)
        elif head in ("share", "ahead"):
            style = page.style("total", num_format="@_)")
        elif head == "finish":
            style = page.style("total_label")
        else:
            style = page.style("total" if not isinstance(value, str) else "total_text")
        put(page.sheet, page.row, column, value, style)
    page.next(page.look.heights["summary.total_label"])
