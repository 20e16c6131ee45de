"""How the screen sheets of the office's workbook look: colours and formats.

Arial is on every Windows, and Liberation Sans has its widths, so that what a Linux screen shows is true.
"""

from collections.abc import Mapping
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlpy.drawing.office_book.signs import LATE, MISSING, PHONED, REFUSED, WELL
from xlpy.drawing.report.look import FONT, PAGE
from xlpy.drawing.sheet import Book

SCREEN = "Arial"
NORMAL: Mapping[str, Any] = {"font_name": SCREEN, "font_size": 10}
"""Its digits are 7 pixels wide, as XlsxWriter reckons."""
INK, MUTED, LINE, PALE = "#1B2733", "#4A5866", "#C9D1D9", "#F2F5F8"
NAVY, BLUE, SKY, MIST = "#12395B", "#1F6CA6", "#A9CBE4", "#E4EFF7"
"""The work, and all that is well."""
AMBER, AMBER_INK = "#FFE3A6", "#5C3A00"
"""Look again."""
BRICK, BRICK_PALE = "#A3300F", "#FADFD5"
"""Do something."""
YELLOW, YELLOW_LINE, YELLOW_EDGE, YELLOW_HEAD = "#FFF7CC", "#A88900", "#D8C874", "#6B5800"
"""Type here, and nothing else."""
HEAD_LINE = "#5F7C96"

CHIPS: Mapping[str, Mapping[str, Any]] = {
    WELL: {"bg_color": MIST, "font_color": NAVY},
    PHONED: {"bg_color": MIST, "font_color": NAVY, "italic": True},
    LATE: {"bg_color": AMBER, "font_color": AMBER_INK, "bold": True},
    REFUSED: {"bg_color": BRICK, "font_color": "#FFFFFF", "bold": True},
    MISSING: {"bg_color": "#FFFFFF", "font_color": BRICK, "bold": True, "border": 1, "border_color": BRICK},
}
"""Sign → how a state that begins with it is shown."""

COUNT = "#,##0_)_)"
"""The room at the right is in the number's format: an indent is lost beside conditional formats."""
SIGNED = '"▲ "#,##0_);"▼ "#,##0_);"–"_)'
SHARE = "0.0%_)_)"
DAY, MONTH = "d/m", "m/yyyy"
WORDS = "_)@"
"""A hair of room at the left of words in a printed grid."""

HEAD: Mapping[str, Any] = {
    "bg_color": NAVY,
    "font_color": "#FFFFFF",
    "bold": True,
    "font_size": 9,
    "align": "center",
    "text_wrap": True,
    "border": 1,
    "border_color": HEAD_LINE,
}
RULE: Mapping[str, Any] = {"bottom": 1, "bottom_color": LINE}
TYPED: Mapping[str, Any] = {"bg_color": YELLOW, "border": 1, "border_color": YELLOW_EDGE, "locked": 0}
TOTAL: Mapping[str, Any] = {"top": 2, "top_color": NAVY, "bold": True, "bg_color": PALE}


def on_screen(book: Book, **look: Any) -> Format:
    """A cell of a sheet that is read on the screen."""
    return book.format(**{"font_name": SCREEN, "font_size": 10, "font_color": INK, **look})


def on_paper(book: Book, **look: Any) -> Format:
    """A cell of a sheet that is printed as an official paper."""
    return book.format(**{"font_name": FONT, "font_size": 11, **look})


def set_widths(sheet: Worksheet, widths: Mapping[int, int]) -> None:
    """Columns by pixels."""
    for column, pixels in widths.items():
        sheet.set_column_pixels(column, column, pixels)


def fill_row(sheet: Worksheet, row: int, columns: range, style: Format) -> None:
    """Blank cells of one look side by side."""
    for column in columns:
        sheet.write_blank(row, column, None, style)


def formula(sheet: Worksheet, area: tuple[int, int, int, int], told: tuple[str, Any], style: Format) -> None:
    """A formula with its value over an area, merged where it is more than a cell."""
    top, left, bottom, right = area
    if (top, left) != (bottom, right):
        sheet.merge_range(top, left, bottom, right, "", style)
    sheet.write_formula(top, left, told[0], style, told[1])


def shade(book: Book, sheet: Worksheet, area: str, criteria: str, *, stop: bool = False, **look: Any) -> None:
    """A look while a formula holds."""
    options: dict[str, Any] = {"type": "formula", "criteria": criteria, "format": book.workbook.add_format(look)}
    if stop:
        options["stop_if_true"] = True
    sheet.conditional_format(area, options)


def chips(book: Book, sheet: Worksheet, area: str, first: str) -> None:
    """Colour states by their first sign; `first` is the first cell of the area, its column fixed."""
    for sign, look in CHIPS.items():
        shade(book, sheet, area, f'=LEFT({first},1)="{sign}"', **look)


def millimetres(sheet: Worksheet, left: float, right: float, top: float, bottom: float) -> None:
    """Margins, with the page's number near the edge."""
    sheet.set_margins(*(side / 25.4 for side in (left, right, top, bottom)))
    sheet.set_footer(PAGE["footer"], {"margin": 0.2})
