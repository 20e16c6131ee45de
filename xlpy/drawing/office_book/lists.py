"""Kiểm tra and Nhật ký: lists that the buttons fill and the formulas read.

Formats belong to whole columns, and lines appear around what is filled: so rows that a button adds look the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlpy.core.consolidate import Standing
from xlpy.core.office_book import (
    FINDING_HEADS,
    FINDINGS_ROW,
    FINDINGS_SHEET,
    HISTORY_HEADS,
    HISTORY_ROW,
    HISTORY_SHEET,
    PLACE_COLUMN,
)
from xlpy.core.plan.plan import Plan
from xlpy.core.source import SEVERITY_LABELS, Finding, Severity
from xlpy.drawing.inputs import protect
from xlpy.drawing.office_book.views import Link, Shown, findings_view, history_view, place_words
from xlpy.drawing.report.look import SHADES
from xlpy.drawing.sheet import A3, A4, DATE, NUMBER, Book, merge, row_height
from xlpy.rules.gathering import cause_lines

_MESSAGE, _FIX = 7, 8
_SEVERITY = 2
_LAST_ROW = 20_000
"""As far as lines are drawn around rows: five years of a province."""
_DATES, _NUMBERS = (
    ("Ngày", "Giữ số ngày"),
    ("STT", "Tổng số", "Trong ngày", "Tổng đã nhập", "Còn lại", "Lỗi", "Cảnh báo"),
)


def draw_findings(
    book: Book, plan: Plan, findings: Sequence[Finding], day: date | None, archived: Mapping[str, str]
) -> None:
    """What was found, each line with a link to its cell."""
    sheet = book.sheet(FINDINGS_SHEET, A4)
    last = len(FINDING_HEADS) - 1
    merge(sheet, (0, 0, 0, last), "KẾT QUẢ KIỂM TRA", book.format(bold=True, align="center", font_size=14))
    sheet.set_row(0, 26)
    formats = _draw_heads(book, sheet, FINDINGS_ROW - 1, FINDING_HEADS, wrap=True)
    formats[PLACE_COLUMN] = book.format(
        text_wrap=True, valign="top", align="left", indent=1, font_color="#0563C1", underline=1
    )
    sheet.set_column(PLACE_COLUMN, PLACE_COLUMN, FINDING_HEADS[PLACE_COLUMN][1], formats[PLACE_COLUMN])
    names = {unit.code: unit.name for unit in plan.root.walk()}
    rows = list(findings_view(findings, day, names, archived))
    for row, (line, finding) in enumerate(zip(rows, cause_lines(findings), strict=True), FINDINGS_ROW):
        for column, value in enumerate(line):
            if isinstance(value, Link):
                sheet.write_formula(row, column, value, formats[column], place_words(finding))
            else:
                _write(sheet, row, column, value, formats[column])
        texts = [(str(line[column] or ""), FINDING_HEADS[column][1]) for column in (5, _MESSAGE, _FIX)]
        sheet.set_row(row, 6 + row_height(texts))
    for severity in (Severity.ERROR, Severity.WARNING):
        criteria = f'=$C{FINDINGS_ROW + 1}="{SEVERITY_LABELS[severity]}"'
        # With the frame's lines: of two formats on a cell some programs show only the first.
        look = book.workbook.add_format({"bg_color": SHADES[severity], "border": 1})
        options = {"type": "formula", "criteria": criteria, "format": look}
        sheet.conditional_format(FINDINGS_ROW, _SEVERITY, _LAST_ROW, _SEVERITY + 1, options)
    _frame(book, sheet, FINDINGS_ROW, last)
    sheet.autofilter(FINDINGS_ROW - 1, 0, max(FINDINGS_ROW + len(rows) - 1, FINDINGS_ROW), last)
    sheet.freeze_panes(FINDINGS_ROW, 0)
    sheet.repeat_rows(FINDINGS_ROW - 1)
    protect(sheet)


def draw_history(book: Book, standings: Sequence[Standing]) -> None:
    """The journal's figures: a plain block from the first cell, which formulas read by whole columns."""
    sheet = book.sheet(HISTORY_SHEET, A3)
    formats = _draw_heads(book, sheet, 0, HISTORY_HEADS, wrap=False)
    row = 0
    for row, cells in enumerate(history_view(standings), HISTORY_ROW):
        for column, value in enumerate(cells):
            _write(sheet, row, column, value, formats[column])
    last = len(HISTORY_HEADS) - 1
    _frame(book, sheet, HISTORY_ROW, last)
    sheet.autofilter(0, 0, max(row, HISTORY_ROW), last)
    # The key is for formulas only.
    sheet.set_column(0, 0, HISTORY_HEADS[0][1], formats[0], {"hidden": True})
    sheet.freeze_panes(HISTORY_ROW, 4)
    sheet.repeat_rows(0)
    protect(sheet)


def _draw_heads(book: Book, sheet: Worksheet, row: int, heads: Iterable[tuple[str, float]], *, wrap: bool) -> list[Any]:
    """Heads, widths, and the formats of the columns."""
    style = book.format(bold=True, align="center", text_wrap=True, border=1, bg_color="#E7E6E6")
    formats = []
    for column, (label, width) in enumerate(heads):
        look: dict[str, Any] = {"valign": "top"} if wrap else {}
        if label in _DATES:
            look |= {"num_format": DATE, "align": "center"}
        elif label in _NUMBERS:
            look |= {"num_format": NUMBER, "align": "right"}
        else:
            look |= {"align": "left", "indent": 1, "text_wrap": wrap}
        formats.append(book.format(**look))
        sheet.set_column(column, column, width, formats[-1])
        sheet.write_string(row, column, label, style)
    sheet.set_row(row, 32)
    return formats


def _frame(book: Book, sheet: Worksheet, top: int, last: int) -> None:
    options = {
        "type": "formula",
        "criteria": f'=$B{top + 1}&$D{top + 1}<>""',
        "format": book.workbook.add_format({"border": 1}),
    }
    sheet.conditional_format(top, 0, _LAST_ROW, last, options)


def _write(sheet: Worksheet, row: int, column: int, value: Shown, style: Any) -> None:
    match value:
        case None:
            sheet.write_blank(row, column, None, style)
        case str():
            sheet.write_string(row, column, value, style)
        case date():
            sheet.write_datetime(row, column, value, style)
        case int():
            sheet.write_number(row, column, value, style)
