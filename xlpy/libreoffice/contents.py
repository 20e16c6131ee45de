"""What blocks of cells hold, to LibreOffice and back: a block is one call, however large it is."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from xlpy.libreoffice.bridge import struct
from xlpy.libreoffice.formats import Formats, Kind
from xlpy.libreoffice.formulas import position
from xlpy.libreoffice.values import CellError, Value, format_for, number, shown

if TYPE_CHECKING:
    from xlpy.libreoffice.books import Book

Rows = list[list[Any]]

_CODES = {503: "#NUM!", 519: "#VALUE!", 523: "#NUM!", 524: "#REF!", 525: "#NAME?", 532: "#DIV/0!", 32767: "#N/A"}
_NUMBER_RESULT, _ANY_RESULT = 1, 1 | 2 | 4  # com.sun.star.sheet.FormulaResult
_MIXED = "AMBIGUOUS_VALUE"  # com.sun.star.beans.PropertyState
_ANY_NUMBER = 1 | 2  # com.sun.star.sheet.CellFlags: VALUE, DATETIME


class Area(NamedTuple):
    """A rectangle within a block, counted from 0, ends included, and what its numbers stand for."""

    kind: Kind
    top: int
    left: int
    bottom: int
    right: int


def read(cells: Any, formats: Formats) -> Rows:
    """A block's values in one call; more calls only for what the block has of dates, truth values and errors."""
    rows: Rows = [list(row) for row in cells.getDataArray()]
    if any(isinstance(value, float) for row in rows for value in row):
        for area in _shown_otherwise(cells, formats):
            for row in rows[area.top : area.bottom + 1]:
                for column in range(area.left, area.right + 1):
                    row[column] = shown(row[column], area.kind, formats.epoch)
    for (row_number, column), code in find_errors(cells, rows).items():
        rows[row_number][column] = CellError(code)
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
    kinds = {
        (row, column): area.kind
        for area in _areas(cells, book.formats)
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    }
    wanted: dict[str, list[tuple[int, int]]] = {}
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            code = format_for(value, kinds.get((row, column), Kind.NUMBER))
            if code:
                wanted.setdefault(code, []).append((column, row))
    at = cells.RangeAddress
    for code, places in wanted.items():
        some = book.model.createInstance("com.sun.star.sheet.SheetCellRanges")
        some.addRangeAddresses(tuple(_runs(at, sorted(places))), True)
        some.NumberFormat = book.formats.key(code)


def _runs(block: Any, places: list[tuple[int, int]]) -> Iterator[Any]:
    """Addresses of the places, a column's neighbours together. Places are (column, row) in order."""
    start = 0
    for index, (column, row) in enumerate(places):
        if index + 1 == len(places) or places[index + 1] != (column, row + 1):
            yield struct(
                "table.CellRangeAddress",
                Sheet=block.Sheet,
                StartColumn=block.StartColumn + column,
                EndColumn=block.StartColumn + column,
                StartRow=block.StartRow + places[start][1],
                EndRow=block.StartRow + row,
            )
            start = index + 1


def _areas(cells: Any, formats: Formats) -> Iterator[Area]:
    """Where in a block numbers are more than numbers."""
    at = cells.RangeAddress
    if cells.getPropertyState("NumberFormat").value != _MIXED:
        groups = [cells]
    else:
        unique = cells.getUniqueCellFormatRanges()
        groups = [unique.getByIndex(number) for number in range(unique.getCount())]
    for group in groups:
        kind = formats.kind(group.NumberFormat)
        if kind is not Kind.NUMBER:
            for area in (at,) if group is cells else group.RangeAddresses:
                yield _within(at, area, kind)


def _shown_otherwise(cells: Any, formats: Formats) -> Iterator[Area]:
    """The same, of the cells that have numbers alone.

    A sheet has dozens of formats, most of them of texts and empty cells, and to ask for each takes a thousandth of a
    second. LibreOffice tells at once which cells have numbers, and mostly these are few areas of one format each.
    """
    at = cells.RangeAddress
    mixed: list[Any] = []
    for some in (cells.queryContentCells(_ANY_NUMBER), cells.queryFormulaCells(_NUMBER_RESULT)):
        areas = some.RangeAddresses
        if areas and some.getPropertyState("NumberFormat").value == _MIXED:
            mixed.extend(areas)
        elif areas and (kind := formats.kind(some.NumberFormat)) is not Kind.NUMBER:
            yield from (_within(at, area, kind) for area in areas)
    if mixed and cells.getUniqueCellFormatRanges().getCount() <= len(mixed):
        yield from _areas(cells, formats)
        return
    for area in mixed:
        top, left = area.StartRow - at.StartRow, area.StartColumn - at.StartColumn
        part = cells.getCellRangeByPosition(left, top, area.EndColumn - at.StartColumn, area.EndRow - at.StartRow)
        for found in _areas(part, formats):
            yield Area(found.kind, found.top + top, found.left + left, found.bottom + top, found.right + left)


def _within(at: Any, area: Any, kind: Kind) -> Area:
    return Area(
        kind,
        area.StartRow - at.StartRow,
        area.StartColumn - at.StartColumn,
        area.EndRow - at.StartRow,
        area.EndColumn - at.StartColumn,
    )
