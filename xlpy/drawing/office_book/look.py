"""How the sheets of the office's workbook look, on the screen and on paper."""

from collections.abc import Mapping
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlpy.drawing.palette import AMBER, AMBER_INK, BRICK, MIST, NAVY, PALE, WHITE, YELLOW, YELLOW_EDGE
from xlpy.drawing.report.look import FONT, PAGE
from xlpy.drawing.sheet import Book
from xlpy.drawing.words import LATE, MISSING, PHONED, REFUSED, WELL

CHIPS: Mapping[str, Mapping[str, Any]] = {
    WELL: {"bg_color": MIST, "font_color": NAVY},
    PHONED: {"bg_color": MIST, "font_color": NAVY, "italic": True},
    LATE: {"bg_color": AMBER, "font_color": AMBER_INK, "bold": True},
    REFUSED: {"bg_color": BRICK, "font_color": WHITE, "bold": True},
    MISSING: {"bg_color": WHITE, "font_color": BRICK, "bold": True, "border": 1, "border_color": BRICK},
}
"""Sign → how a state that begins with it is shown."""

SIGNED = '"▲ "#,##0_);"▼ "#,##0_);"–"_)'
DAY, MONTH = "d/m", "m/yyyy"
WORDS = "_)@"
"""A hair of room at the left of words in a printed grid."""

TYPED: Mapping[str, Any] = {"bg_color": YELLOW, "border": 1, "border_color": YELLOW_EDGE, "locked": 0}
TOTAL: Mapping[str, Any] = {"top": 2, "top_color": NAVY, "bold": True, "bg_color": PALE}


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
