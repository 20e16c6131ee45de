"""What blocks of cells hold, to LibreOffice and back: a block is one call, however large it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from xlpy.core.grid import cell_name
from xlpy.libreoffice.formats import Kind
from xlpy.libreoffice.formulas import position
from xlpy.libreoffice.kinds import Area, kinds_of, kinds_read, rectangles
from xlpy.libreoffice.values import CellError, Value, format_for, number, shown

if TYPE_CHECKING:
    from xlpy.libreoffice.books import Book

Rows = list[list[Any]]

_CODES = {503: "#NUM!", 519: "#VALUE!", 523: "#NUM!", 524: "#REF!", 525: "#NAME?", 532: "#DIV/0!", 32767: "#N/A"}
_ANY_RESULT = 1 | 2 | 4  # com.sun.star.sheet.FormulaResult


def read(book: "Book", cells: Any) -> Rows:
    """A block's values in one call; more calls only for what the block has of numbers and errors."""
    rows: Rows = [list(row) for row in cells.getDataArray()]
    for (row, column), kind in kinds_read(book, cells, rows).items():
        rows[row][column] = shown(rows[row][column], kind, book.formats.epoch)
    for (row, column), code in find_errors(cells, rows).items():
        rows[row][column] = CellError(code)
    return rows


def find_errors(cells: Any, rows: Iterable[Sequence[Any]] | None = None) -> dict[tuple[int, int], str]:
    """The error cells of a block: place in the block → Excel's word. LibreOffice gives their values as nothing."""
    found = {}
    for row, values in enumerate(cells.getDataArray() if rows is None else rows):
        for column, value in enumerate(values):
            if value is None:
                cell = cells.getCellByPosition(column, row)
                shown = str(cell.String)
                # "Err:502" and its like are words of LibreOffice alone.
                found[row, column] = _CODES.get(cell.getError()) or (shown if shown.startswith("#") else "#VALUE!")
    return found


def write(book: "Book", cells: Any, rows: Sequence[Sequence[Value]], origin: Any = None) -> None:
    """Fill a block in one call; more calls only for formulas and for formats that show dates and truth values as such.

    As in Excel, a text that begins with "=" is a formula, and a leading apostrophe says that the rest is a text.
    `origin` is the cell that relative references were written for, else each formula is written for its own cell.
    """
    at = cells.RangeAddress
    if not any(_is_formula(value) for row in rows for value in row):
        cells.setDataArray(tuple(tuple(_datum(value, book.formats.epoch) for value in row) for row in rows))
    else:
        cells.setFormulaArray(
            tuple(
                tuple(
                    book.translator.to_libreoffice(
                        value, position(at.Sheet, at.StartRow + row, at.StartColumn + column), origin
                    )
                    if isinstance(value, str) and _is_formula(value)
                    else _keyed_in(_datum(value, book.formats.epoch))
                    for column, value in enumerate(values)
                )
                for row, values in enumerate(rows)
            )
        )
    if any(value is not None and not isinstance(value, str) for row in rows for value in row):
        _format(book, cells, rows)


def read_formulas(book: "Book", cells: Any) -> list[list[str]]:
    """Formulas as Excel writes them, and what is typed in other cells, in one call and a further one a formula."""
    at = cells.RangeAddress
    rows = [[str(text).removeprefix("'") for text in row] for row in cells.getFormulaArray()]
    if any(_is_formula(text) for row in rows for text in row):
        for area in cells.queryFormulaCells(_ANY_RESULT).RangeAddresses:  # a text may begin with "=" too
            for row in range(area.StartRow, area.EndRow + 1):
                for column in range(area.StartColumn, area.EndColumn + 1):
                    text = rows[row - at.StartRow][column - at.StartColumn].strip("{}")
                    excel = book.translator.to_excel(text, position(at.Sheet, row, column))
                    rows[row - at.StartRow][column - at.StartColumn] = excel
    return rows


def typed_rows(book: "Book", areas: Mapping[str, Area]) -> Iterator[Rows]:
    """What stands in an area of each of some sheets, "=" for any formula: a few calls each, however large."""
    written = (
        "$'{}'.{}:{}".format(
            sheet.replace("'", "''"), cell_name(area.top, area.left), cell_name(area.bottom, area.right)
        )
        for sheet, area in areas.items()
    )
    # In one call: each object that is handed over costs as much as what it holds.
    for cells, area in zip(book.all_sheets.getCellRangesByName(";".join(written)), areas.values(), strict=True):
        rows = [list(row) for row in cells.getDataArray()]
        for one in cells.queryFormulaCells(_ANY_RESULT).RangeAddresses:
            width = one.EndColumn - one.StartColumn + 1
            for row in range(one.StartRow - area.top, one.EndRow - area.top + 1):
                rows[row][one.StartColumn - area.left : one.EndColumn - area.left + 1] = ["="] * width
        yield rows


def _is_formula(value: object) -> bool:
    return isinstance(value, str) and value.startswith("=") and len(value) > 1


def _datum(value: Value, epoch: datetime) -> str | float:
    datum = number(value, epoch)
    return datum.removeprefix("'") if isinstance(datum, str) else datum


def _keyed_in(datum: str | float) -> str:
    """What one would type for it."""
    return repr(datum) if isinstance(datum, float) else datum and f"'{datum}"


def _format(book: "Book", cells: Any, rows: Sequence[Sequence[Value]]) -> None:
    """Formats for what was written, where the cells have none that shows it for what it is."""
    at = cells.RangeAddress
    written = {
        (row, column): value
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value is not None and not isinstance(value, str)
    }
    kinds = kinds_of(book, cells, at, written)
    wanted: dict[str, list[tuple[int, int]]] = {}
    for place, value in written.items():
        if code := format_for(value, kinds.get(place, Kind.NUMBER)):
            wanted.setdefault(code, []).append(place)
    for code, places in wanted.items():
        book.asked.set_format(at, rectangles(places), book.formats.key(code))
