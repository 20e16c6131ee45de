"""What every sheet drawn here shares: one font, one set of formats, one way to draw a form's header."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlpy.core.forms import Form

FONT = "Times New Roman"
A3, A4 = 8, 9
NUMBER = "#,##0"
_BASE: Mapping[str, Any] = {"font_name": FONT, "font_size": 12, "valign": "vcenter"}


class Book:
    """A workbook being drawn in memory. The same calls give the same bytes: `made` is its only date."""

    def __init__(self, title: str, made: date) -> None:
        self._buffer = BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.workbook = xlsxwriter.Workbook(self._buffer, options)
        self.workbook.set_properties({"title": title, "created": datetime.combine(made, time())})
        self.workbook.set_calc_mode("auto")
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
        """A cell format over the base font; the same properties give the same format."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format({**_BASE, **properties})
        return self._formats[key]

    def sheet(self, name: str, paper: int) -> Worksheet:
        """A landscape sheet, one page wide, numbered pages, margins for a binder."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.5, top=0.7, bottom=0.6)
        sheet.set_footer(f'&C&"{FONT},Regular"&11Trang &P/&N')
        return sheet

    def close(self) -> bytes:
        """The finished workbook."""
        self.workbook.close()
        return self._buffer.getvalue()


def row_height(texts: Iterable[tuple[str, float]], line: float = 16.5) -> float:
    """Points that a row needs for wrapped texts, each with its column's width in characters.

    A library that writes workbooks cannot measure letters: Times New Roman runs a little narrower than one a
    character, long words break early, and the two about cancel.
    """
    return line * max(1, *(-(-len(text) // max(1, int(width))) for text, width in texts))


def merge(sheet: Worksheet, area: tuple[int, int, int, int], text: str, style: Format) -> None:
    """Text over an area (top, left, bottom, right), merged where it is more than one cell."""
    top, left, bottom, right = area
    if (top, left) == (bottom, right):
        sheet.write_string(top, left, text, style)
    else:
        # A merged area is written as text: a name that begins with "=" must not become a formula.
        sheet.merge_range(top, left, bottom, right, "", style)
        sheet.write_string(top, left, text, style)


def draw_header(book: Book, sheet: Worksheet, form: Form, top: int, values: Mapping[str, str], *, left: int = 0) -> int:
    """The form's header tree with its first cell at (top, left); returns the first row below it."""
    style = book.format(bold=True, font_size=11, align="center", text_wrap=True, border=1)
    for cell in form.header():
        label = cell.label.format_map(values)
        merge(sheet, (top + cell.top, left + cell.left, top + cell.bottom, left + cell.right), label, style)
    for column, head in enumerate(form.columns, left):
        sheet.set_column(column, column, head.width)
    return top + form.header_rows
