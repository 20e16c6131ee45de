"""What every sheet drawn here shares: one font, one set of formats, one way to draw a form's header."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

from xlpy.core.forms import Form
from xlpy.drawing.report.look import A3 as A3
from xlpy.drawing.report.look import A4 as A4
from xlpy.drawing.report.look import BASE, HEAD, PAGE, Properties
from xlpy.drawing.report.look import DATE as DATE
from xlpy.drawing.report.look import FONT as FONT
from xlpy.drawing.report.look import NUMBER as NUMBER


class _ComputedBlank(str):
    """The result "" of a formula. For a plain "" XlsxWriter leaves the type out, as if nothing had been computed."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


_BLANK = _ComputedBlank()


HIGHEST_ROW = 409.0
"""Points that Excel allows a row; it repairs a file that says more."""


class Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose formulas carry every result, also the blank one; its rows are no higher than Excel takes."""

    def set_row(self, row: int, height: float | None = None, *look: Any, **more: Any) -> Any:
        """As XlsxWriter's."""
        return super().set_row(row, None if height is None else min(height, HIGHEST_ROW), *look, **more)

    def _write_formula(self, row: int, col: int, formula: str, cell_format: Any = None, value: Any = 0) -> Any:
        result = _BLANK if isinstance(value, str) and not value else value
        if formula.startswith("{"):
            return super()._write_formula(row, col, formula, cell_format, result)
        if self._check_dimensions(row, col):
            raise ValueError(f"no cell at row {row}, column {col}")
        # As XlsxWriter, but that it looks first for each of forty younger functions: see _prepare_formula.
        self.table[row][col] = CellFormulaTuple(self._prepare_formula(formula), cell_format, result)
        return 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        """As it stands. XlsxWriter looks for each of thirty younger functions of Excel in each formula, which took half
        of a workbook's time; none of them is used here, since older programs have none (tests/excel sees to that)."""
        return formula.removeprefix("{").removeprefix("=").removesuffix("}")


class Book:
    """A workbook being drawn in memory. The same calls give the same bytes: `made` is its only date.

    `normal`: the font by whose digits programs measure columns; where it is told, columns are drawn by pixels.
    """

    def __init__(self, title: str, made: date, normal: Properties | None = None) -> None:
        self._buffer = BytesIO()
        options: dict[str, Any] = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        if normal is not None:
            options["default_format_properties"] = dict(normal)  # XlsxWriter changes it
        self.workbook = xlsxwriter.Workbook(self._buffer, options)
        self.workbook.set_properties({"title": title, "created": datetime.combine(made, time())})
        self.workbook.set_calc_mode("auto")
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
        """A cell format over the base font; the same properties give the same format."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format({**BASE, **properties})
        return self._formats[key]

    def sheet(self, name: str, paper: int, page: Properties = PAGE, kind: type[Sheet] = Sheet) -> Worksheet:
        """A sheet, one page wide, with a look's page: landscape, numbered, margins for a binder, if not told."""
        sheet = self.workbook.add_worksheet(name, kind)
        if page["landscape"]:
            sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=page["left"], right=page["right"], top=page["top"], bottom=page["bottom"])
        sheet.set_header(page["header"], {"margin": page["header_margin"]})
        sheet.set_footer(page["footer"], {"margin": page["footer_margin"]})
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


def put(sheet: Worksheet, row: int, column: int, value: int | str | None, style: Format) -> None:
    """A value into a cell. None leaves it blank: nothing was reported, which is not 0."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)


def draw_header(
    book: Book,
    sheet: Worksheet,
    form: Form,
    top: int,
    values: Mapping[str, str],
    *,
    left: int = 0,
    styles: Sequence[Properties] = (),
    widths: Mapping[str, float] | None = None,
    formulas: Mapping[str, tuple[str, str]] = {},
) -> int:
    """The form's header tree with its first cell at (top, left); returns the first row below it.

    `styles` are the formats of its rows from above, `widths` those of its columns by name, where they are restyled.
    `formulas`, each with its value, stand in place of labels.
    """
    for cell in form.header():
        style = book.format(**(styles[min(cell.top, len(styles) - 1)] if styles else HEAD))
        area = (top + cell.top, left + cell.left, top + cell.bottom, left + cell.right)
        if cell.label in formulas:
            formula, value = formulas[cell.label]
            sheet.merge_range(*area, "", style)
            sheet.write_formula(*area[:2], formula, style, value)
        else:
            merge(sheet, area, cell.label.format_map(values), style)
    for column, head in enumerate(form.columns, left):
        sheet.set_column(column, column, widths[head.name] if widths else head.width)
    return top + form.header_rows
