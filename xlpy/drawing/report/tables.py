"""The sheets of the report that are tables: Phụ lục 01, and tables with a title, a head and rows as high as needed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from xlpy.core.forms import COLUMNS_01, FORM_01
from xlpy.drawing.letters import lines
from xlpy.drawing.report.look import Layout, Look, filled
from xlpy.drawing.sheet import Book, draw_header, merge, put, row_height

Value: TypeAlias = int | str | None

_COLUMNS = FORM_01.columns
_LAST = len(_COLUMNS) - 1
_LINE = 16.5
"""Points that a line of 12-point letters takes."""


class Line(NamedTuple):
    """A unit's line of Phụ lục 01: values by column. `carried`: its figures are those of an earlier day."""

    values: Mapping[str, Value]
    carried: bool = False


class Row(NamedTuple):
    """A row of the board or of the findings: values by column, as high as the texts in `tall` need it.

    `roles` are those of cells that do not look like their column.
    """

    values: Mapping[str, Value]
    tall: Mapping[str, str]
    roles: Mapping[str, str] = {}


class Signature(NamedTuple):
    """What stands below Phụ lục 01: place and date, what the one who made it is called, who signs."""

    place: str
    maker: str
    position: str
    signer: str


class Form(NamedTuple):
    """What Phụ lục 01 says. Its total line is formulas with the values of `total`, unless it is not to be `summed`.

    `measured`: a line grows with a long name.
    """

    lines: Sequence[Line]
    total: Mapping[str, Value]
    footnotes: Sequence[str]
    total_label: str = FORM_01.total_label
    summed: bool = True
    signature: Signature | None = None
    measured: bool = False


def draw_form(book: Book, layout: Layout, look: Look, titles: Mapping[str, str], form: Form) -> int:
    """Phụ lục 01; returns the row of its total. The template is drawn by the same hand, with its marks for `titles` and
    values.
    """
    cells, heights = look.cells, look.heights
    sheet = book.sheet(layout.sheets["form"], look.pages["form"]["paper"], look.pages["form"])
    for row, name in enumerate(("appendix", "title", "attached", "badge")):
        left = _LAST - layout.badge_columns + 1 if name == "badge" else 0
        text = filled(look.words[f"form.{name}"], titles)
        merge(sheet, (row, left, row, _LAST), text, book.format(**cells[f"form.{name}"]))
        sheet.set_row(row, heights[f"form.{name}"])
    heads = ("form.head_top", "form.head_kind", "form.head_measure")
    first = draw_header(book, sheet, FORM_01, 4, {}, styles=[cells[role] for role in heads], widths=look.widths["form"])
    for row, role in enumerate(heads, 4):
        sheet.set_row(row, heights[role])
    for row, line in enumerate(form.lines, first):
        _draw_line(book, look, sheet, row, line)
        if form.measured:
            name = str(line.values.get("unit") or "")
            sheet.set_row(row, max(look.heights["form.unit"], measured(look, "form", {"unit": name})))
    total_row = first + len(form.lines)
    merge(sheet, (total_row, 0, total_row, 1), form.total_label, book.format(**cells["form.total_label"]))
    _draw_total(sheet, first, total_row, form, book.format(**cells["form.total"]))
    sheet.set_row(total_row, heights["form.total_label"])
    for row, note in enumerate(form.footnotes, total_row + 1):
        sheet.write_string(row, 1, note, book.format(**cells["form.footnote"]))
    sheet.freeze_panes(first, 2)
    sheet.repeat_rows(4, first - 1)
    last = total_row + len(form.footnotes)
    if form.signature is not None:
        last = draw_signature(book, look, sheet, last + 2, form.signature)
    sheet.print_area(0, 0, last, _LAST)
    sheet.center_horizontally()
    return total_row


def draw_signature(book: Book, look: Look, sheet: Worksheet, row: int, signature: Signature) -> int:
    """Who made the sheet and who signs it, side by side below the table; returns the last row."""
    left, right = (0, _LAST // 2), (_LAST // 2 + 1, _LAST)
    merge(sheet, (row, right[0], row, right[1]), signature.place, book.format(**look.cells["form.place"]))
    for (first, last), title, name in ((left, signature.maker, ""), (right, signature.position, signature.signer)):
        merge(sheet, (row + 1, first, row + 1, last), title, book.format(**look.cells["form.position"]))
        merge(sheet, (row + 2, first, row + 2, last), name, book.format(**look.cells["form.signer"]))
    for at, role in enumerate(("form.place", "form.position", "form.signer"), row):
        sheet.set_row(at, look.heights[role])
    return row + 2


def _draw_line(book: Book, look: Look, sheet: Worksheet, row: int, line: Line) -> None:
    figure = book.format(**look.cells["form.carried" if line.carried else "form.figure"])
    sheet.set_row(row, look.heights["form.unit"])
    for column, head in enumerate(_COLUMNS):
        style = figure if head.name in COLUMNS_01 else book.format(**look.cells[f"form.{head.name}"])
        put(sheet, row, column, line.values.get(head.name), style)


def _draw_total(sheet: Worksheet, first: int, row: int, form: Form, style: Format) -> None:
    for column, head in enumerate(_COLUMNS):
        if head.name not in COLUMNS_01:
            continue
        value = form.total.get(head.name)
        if form.summed:
            cells = xl_range(first, column, row - 1, column)
            # Nothing reported is blank, not 0: SUM alone would say 0.
            formula = f'=IF(COUNT({cells})=0,"",SUM({cells}))'
            sheet.write_formula(row, column, formula, style, "" if value is None else value)
        else:
            put(sheet, row, column, value, style)


Height: TypeAlias = Callable[[Look, str, Mapping[str, str]], float]
"""How high a row is, in points: look, sheet, its texts by column."""


def estimated(look: Look, name: str, texts: Mapping[str, str]) -> float:
    """What a row's texts need in points. Larger letters need more, in height and in width."""
    sizes = {column: look.size(f"{name}.{column}") / 12 for column in texts}
    line = _LINE * max(sizes.values())
    return 6 + row_height(((text, look.widths[name][column] / sizes[column]) for column, text in texts.items()), line)


def measured(look: Look, name: str, texts: Mapping[str, str]) -> float:
    """The same, by the widths of the letters themselves."""
    widths = look.widths[name]
    return max(text_height(look, f"{name}.{column}", text, [widths[column]]) for column, text in texts.items())


_EDGES, _INDENT = 3.0, 7.0
"""Points at a cell's edges, and of an indent."""


def text_height(look: Look, role: str, text: str, widths: Iterable[float]) -> float:
    """Points that a row needs for a role's text over columns so many characters wide, with air above and below it."""
    cell, size = look.cells[role], look.size(role)
    room = sum((7 * width + 5) * 0.75 for width in widths) - _EDGES - _INDENT * cell.get("indent", 0)
    return 5 + 1.2 * size * lines(text, room, size, cell.get("bold", False))


def draw_table(
    book: Book,
    layout: Layout,
    look: Look,
    titles: Mapping[str, str],
    name: str,
    rows: Iterable[Row],
    height: Height = estimated,
) -> tuple[Worksheet, int]:
    """A sheet that is one table, its titles in the first two rows; returns it and the row below the table."""
    sheet = book.sheet(layout.sheets[name], look.pages[name]["paper"], look.pages[name])
    heads, widths = layout.heads[name], look.widths[name]
    for place, role in enumerate(layout.titles_of(name)):
        style = book.format(**look.cells[role])
        merge(sheet, (place, 0, place, len(heads) - 1), filled(look.words[role], titles), style)
        sheet.set_row(place, look.heights[role])
    for column, (head, label) in enumerate(heads.items()):
        sheet.set_column(column, column, widths[head])
        sheet.write_string(2, column, label, book.format(**look.cells[f"{name}.head"]))
    sheet.set_row(2, look.heights[f"{name}.head"])
    sheet.freeze_panes(3, 2)
    sheet.repeat_rows(2)
    styles: dict[str, Format] = {}
    place = 2
    for place, row in enumerate(rows, 3):
        for column, head in enumerate(heads):
            role = f"{name}.{row.roles.get(head, head)}"
            if role not in styles:
                styles[role] = book.format(**look.cells[role])
            put(sheet, place, column, row.values[head], styles[role])
        sheet.set_row(place, height(look, name, row.tall))
    return sheet, place + 1
