"""A sheet Hướng dẫn: a heading and numbered lines, for the unit form and the office's workbook alike."""

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from xlpy.core.office_book import GUIDE_SHEET
from xlpy.drawing.inputs import protect
from xlpy.drawing.sheet import A4, Book, row_height

_WIDTH, _LETTERS = 112, 100
"""Of a line: in the digits of the workbook's own font, and in letters of the font that it is written in."""


def draw_lines(book: Book, heading: str, lines: Sequence[str]) -> Worksheet:
    """The sheet with its lines, each as high as it needs."""
    sheet = book.sheet(GUIDE_SHEET, A4)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, _WIDTH)
    sheet.write_string(0, 1, heading, book.format(bold=True, font_size=14))
    sheet.set_row(0, 26)
    text = book.format(text_wrap=True, font_size=13, valign="top")
    for row, line in enumerate(lines, 2):
        sheet.write_number(row, 0, row - 1, book.format(align="center", valign="top", font_size=13))
        sheet.write_string(row, 1, line, text)
        sheet.set_row(row, 6 + row_height(((line, _LETTERS),), 17))
    protect(sheet)
    return sheet
