"""Kiểm tra and Nhật ký: lists that the buttons fill and the formulas read.

Formats belong to whole columns, and lines appear around what is filled: so rows that a button adds look the same.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlpy.core.consolidate import Standing
from xlpy.core.office_book import (
    CALLED_COLUMN,
    FINDING_HEADS,
    FINDINGS_ROW,
    FINDINGS_SHEET,
    FOLDED,
    HISTORY_HEADS,
    HISTORY_ROW,
    HISTORY_SHEET,
    NOTES_COLUMN,
    REPORT_DATE,
)
from xlpy.drawing import palette
from xlpy.drawing.inputs import protect
from xlpy.drawing.office_book import look
from xlpy.drawing.office_book.findings import GOES_ON, ROOM, Checked, Link, Row, findings_rows, to_do
from xlpy.drawing.office_book.views import Shown, history_view
from xlpy.drawing.palette import on_screen
from xlpy.drawing.sheet import A3, A4, DATE, Book, merge

_LAST_ROW = 20_000
"""As far as lines are drawn around rows: five years of a province."""
_WRAPPED = (4, 5)
_LETTER, _ROW, _HIGHEST = 6, 22, 545
"""Pixels of a letter of Arial 10, rather too many; of a row of one line, and of the highest that Excel allows."""
_LAST_FINDING = 2_000
"""As far as rows of Kiểm tra are coloured."""
_DATES, _NUMBERS = (
    ("Ngày", "Giữ số ngày"),
    ("STT", "Tổng số", "Trong ngày", "Tổng đã nhập", "Còn lại", "Lỗi", "Cảnh báo"),
)


_LONG = ("Tệp",)
"""Words that may be too long to be read where they are shrunk: they are cut, and stand above when clicked."""


def draw_findings(book: Book, checked: Checked) -> None:
    """What was found, unit by unit, each cell with a link to it."""
    sheet = book.sheet(FINDINGS_SHEET, A4)
    formats = _findings_formats(book)
    for column, (_, width) in enumerate(FINDING_HEADS):
        sheet.set_column_pixels(column, column, width, formats[column])
    sheet.set_column(NOTES_COLUMN - 1, NOTES_COLUMN + 3, 8, None, {"hidden": True})
    _draw_findings_heads(book, sheet, checked)
    room = len(FINDING_HEADS)
    sheet.set_column_pixels(room, room, 2, formats[room])
    for row, line in enumerate(findings_rows(checked), FINDINGS_ROW):
        for column, value in enumerate((*line, ROOM)):
            if isinstance(value, Link):
                sheet.write_formula(row, column, value, formats[column], value.words)
            elif value is not None:
                _write(sheet, row, column, value, formats[column])
        sheet.set_row_pixels(row, _finding_height(line))
    _shade_findings(book, sheet)
    sheet.hide_gridlines(2)
    sheet.hide_row_col_headers()
    sheet.set_tab_color(palette.NAVY)
    sheet.freeze_panes(FINDINGS_ROW, 0)
    sheet.repeat_rows(FINDINGS_ROW - 1)
    sheet.print_black_and_white()
    look.millimetres(sheet, 10, 10, 12, 10)
    sheet.set_selection(FINDINGS_ROW, CALLED_COLUMN, FINDINGS_ROW, CALLED_COLUMN)
    protect(sheet)


def _findings_formats(book: Book) -> list[Any]:
    """Of whole columns. Rows have no height of their own: both programs fit them to what a button writes."""
    wrapped = on_screen(book, text_wrap=True, align="left")
    return [
        on_screen(book, bold=True, font_size=11, font_color=palette.NAVY, align="left", indent=1),
        on_screen(book, align="left", indent=1),
        on_screen(book, align="center", font_color=palette.MUTED),
        on_screen(book, align="center", font_color=palette.BLUE, underline=1),
        wrapped,
        wrapped,
        *[on_screen(book, align="center", locked=0, num_format="@")] * 2,
        on_screen(book, font_size=14),
    ]


def _finding_height(line: Row) -> int:
    """Pixels of a row as it is drawn; where a button writes it, the program fits it."""
    texts = ((str(line[column] or ""), FINDING_HEADS[column][1]) for column in _WRAPPED)
    lines = max(-(-len(text) * _LETTER // width) for text, width in texts)
    return min(max(_ROW, 16 * lines + 4), _HIGHEST)


def _draw_findings_heads(book: Book, sheet: Worksheet, checked: Checked) -> None:
    for row, height in enumerate((34, 22, 6, 24)):
        sheet.set_row_pixels(row, height)
    todo, counts = to_do(checked)
    title = {"bg_color": palette.NAVY, "font_color": palette.WHITE}
    merge(sheet, (0, 1, 0, 3), checked.title, on_screen(book, **title, bold=True, font_size=14, indent=1))
    act = {"bg_color": palette.BRICK_PALE, "font_color": palette.BRICK, "bold": True, "font_size": 14, "indent": 1}
    merge(sheet, (0, 4, 0, 5), todo, on_screen(book, **act))
    merge(sheet, (0, CALLED_COLUMN, 0, CALLED_COLUMN + 1), counts, on_screen(book, **title, align="right", indent=1))
    well = '=LEFT($E$1,3)<>"Gọi"'
    look.shade(book, sheet, "E1:F1", well, bg_color=palette.MIST, font_color=palette.NAVY)
    hint = "Xếp theo việc phải làm. Dòng ► là lời đọc qua điện thoại. Bấm vào ô để mở đúng chỗ trong bản gốc đã lưu."
    shown = f'DAY({REPORT_DATE})&"/"&MONTH({REPORT_DATE})&"/"&YEAR({REPORT_DATE})'
    other = f'"Danh sách này không phải của ngày "&{shown}&" đang chọn ở Điều khiển: bấm Làm mới ở đó để xem ngày ấy."'
    formula = f'=IF(OR($B$1="{checked.no_day}",RIGHT($B$1,LEN({shown})+1)=" "&{shown}),"{hint}",{other})'
    look.formula(
        sheet, (1, 1, 1, 7), (formula, hint), on_screen(book, italic=True, font_size=9, font_color=palette.MUTED)
    )
    for column, (label, _) in enumerate(FINDING_HEADS):
        if label:
            sheet.write_string(FINDINGS_ROW - 1, column, label, on_screen(book, **palette.HEAD))


def _shade_findings(book: Book, sheet: Worksheet) -> None:
    """The looks of the rows, by what stands in them: a button writes values and nothing else."""
    first, last = FINDINGS_ROW + 1, _LAST_FINDING
    said = f'OR(LEFT($A{first},1)="►",LEFT($A{first},1)="●",LEFT($A{first},1)="{GOES_ON[0]}")'
    unit = f'=AND($A{first}<>"",NOT({said}))'
    # With its lines each: of two formats on a cell some programs show only the first.
    edge: dict[str, Any] = {"top": 1, "top_color": palette.NAVY}
    typed: dict[str, Any] = {"bg_color": palette.YELLOW, "border": 1, "border_color": palette.YELLOW_EDGE}
    look.shade(book, sheet, f"G{first}:H{last}", unit, **typed)
    look.shade(book, sheet, f"A{first}:F{last}", unit, bg_color=palette.PALE, bold=True, font_color=palette.INK, **edge)
    look.shade(book, sheet, f"A{first}:H{last}", f"={said}", bg_color=palette.MIST)
    look.chips(book, sheet, f"B{first}:B{last}", f"$B{first}")
    look.shade(book, sheet, f"C{first}:H{last}", f'=$B{first}<>""', bottom=1, bottom_color=palette.LINE)


def draw_history(book: Book, standings: Sequence[Standing]) -> None:
    """The journal's figures: a plain block from the first cell, which formulas read by whole columns."""
    sheet = book.sheet(HISTORY_SHEET, A3)
    formats = _draw_history_heads(book, sheet)
    row = 0
    for row, cells in enumerate(history_view(standings), HISTORY_ROW):
        for column, value in enumerate(cells):
            _write(sheet, row, column, value, formats[column])
    last = len(HISTORY_HEADS) - 1
    _frame(book, sheet, HISTORY_ROW, last)
    sheet.autofilter(0, 0, max(row, HISTORY_ROW), last)
    # The key is for formulas only.
    sheet.set_column_pixels(0, 0, HISTORY_HEADS[0][1], formats[0], {"hidden": True})
    sheet.freeze_panes(HISTORY_ROW, 4)
    sheet.repeat_rows(0)
    protect(sheet)


def _draw_history_heads(book: Book, sheet: Worksheet) -> list[Any]:
    """Heads, widths, and the formats of the columns."""
    formats = []
    for column, (label, width) in enumerate(HISTORY_HEADS):
        style: dict[str, Any] = {"align": "left", "num_format": look.WORDS, "shrink": label not in _LONG}
        if label in _DATES:
            style = {"num_format": DATE, "align": "center"}
        elif label in _NUMBERS:
            style = {"num_format": palette.COUNT, "align": "right"}
        formats.append(on_screen(book, **style, font_size=9))
        folded = {"level": 1, "hidden": True} if label in FOLDED else {}
        sheet.set_column_pixels(column, column, width, formats[-1], folded)
        sheet.write_string(0, column, label, on_screen(book, **{**palette.HEAD, "font_size": 8.5}))
    sheet.set_row_pixels(0, 54)
    return formats


def _frame(book: Book, sheet: Worksheet, top: int, last: int) -> None:
    options = {
        "type": "formula",
        "criteria": f'=$B{top + 1}&$D{top + 1}<>""',
        "format": book.workbook.add_format({"border": 1, "border_color": palette.LINE}),
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
