"""Kiểm tra and Nhật ký: lists that the buttons fill and the formulas read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from xlsxwriter.worksheet import Worksheet

from xlpy.core.consolidate import Standing
from xlpy.core.plan import Plan
from xlpy.core.settings import FINDINGS_SHEET, HISTORY_SHEET
from xlpy.core.source import Finding, Severity
from xlpy.drawing.inputs import protect
from xlpy.drawing.sheet import A3, A4, NUMBER, Book, merge, row_height
from xlpy.drawing.views import FINDING_HEADS, HISTORY_HEADS, Shown, findings_view, history_view

_DATE = "d/m/yyyy"
_SHADES = {Severity.ERROR: "#F4B6B6", Severity.WARNING: "#FBE5A3", Severity.INFO: "#FFFFFF"}
FINDINGS_HEADER_ROW = 2
_PLACE, _MESSAGE, _FIX = 6, 7, 8
EMPTY_ROWS = 1
"""A list without a line still has one, so that its filter has somewhere to stand."""


def draw_findings(
    book: Book, plan: Plan, findings: Iterable[Finding], day: date | None, archived: Mapping[str, str]
) -> None:
    """What was found, each line with a link to its cell."""
    sheet = book.sheet(FINDINGS_SHEET, A4)
    last = len(FINDING_HEADS) - 1
    merge(sheet, (0, 0, 0, last), "KẾT QUẢ KIỂM TRA", book.format(bold=True, align="center", font_size=14))
    sheet.set_row(0, 26)
    _draw_heads(book, sheet, FINDINGS_HEADER_ROW, FINDING_HEADS)
    names = {unit.code: unit.name for unit in plan.root.walk()}
    row = FINDINGS_HEADER_ROW
    for row, line in enumerate(findings_view(findings, day, names, archived), FINDINGS_HEADER_ROW + 1):
        for column, value in enumerate(line.cells):
            shade = {"bg_color": _SHADES[line.severity]} if column in (2, 3) else {}
            _write(
                book,
                sheet,
                row,
                column,
                value,
                {
                    "text_wrap": True,
                    "valign": "top",
                    **({"align": "center"} if isinstance(value, int) else {"indent": 1, "align": "left"}),
                    **shade,
                },
            )
        if line.link and line.cells[_PLACE]:
            style = book.format(
                border=1, text_wrap=True, valign="top", align="left", indent=1, font_color="#0563C1", underline=1
            )
            sheet.write_url(row, _PLACE, line.link, style, str(line.cells[_PLACE]))
        texts = [(str(line.cells[column] or ""), FINDING_HEADS[column][1]) for column in (5, _PLACE, _MESSAGE, _FIX)]
        sheet.set_row(row, 6 + row_height(texts))
    sheet.autofilter(FINDINGS_HEADER_ROW, 0, max(row, FINDINGS_HEADER_ROW + EMPTY_ROWS), last)
    sheet.freeze_panes(FINDINGS_HEADER_ROW + 1, 0)
    sheet.repeat_rows(FINDINGS_HEADER_ROW)
    protect(sheet)


def draw_history(book: Book, standings: Sequence[Standing]) -> None:
    """The journal's figures: a plain block from the first cell, which formulas read by whole columns."""
    sheet = book.sheet(HISTORY_SHEET, A3)
    _draw_heads(book, sheet, 0, HISTORY_HEADS)
    row = 0
    for row, cells in enumerate(history_view(standings), 1):
        for column, value in enumerate(cells):
            _write(book, sheet, row, column, value, {"indent": 1} if isinstance(value, str) else {})
    sheet.autofilter(0, 0, max(row, EMPTY_ROWS), len(HISTORY_HEADS) - 1)
    # The key is for formulas only.
    sheet.set_column(0, 0, HISTORY_HEADS[0][1], None, {"hidden": True})
    sheet.freeze_panes(1, 4)
    sheet.repeat_rows(0)
    protect(sheet)


def _draw_heads(book: Book, sheet: Worksheet, row: int, heads: Sequence[tuple[str, float]]) -> None:
    style = book.format(bold=True, align="center", text_wrap=True, border=1, bg_color="#E7E6E6")
    for column, (label, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(row, column, label, style)
    sheet.set_row(row, 32)


def _write(book: Book, sheet: Worksheet, row: int, column: int, value: Shown, look: Mapping[str, object]) -> None:
    match value:
        case None:
            sheet.write_blank(row, column, None, book.format(border=1, **look))
        case str():
            sheet.write_string(row, column, value, book.format(border=1, **look))
        case date():
            style = book.format(**{"border": 1, "num_format": _DATE, **look, "align": "center", "indent": 0})
            sheet.write_datetime(row, column, value, style)
        case int():
            style = book.format(**{"border": 1, "num_format": NUMBER, "align": "right", **look})
            sheet.write_number(row, column, value, style)
