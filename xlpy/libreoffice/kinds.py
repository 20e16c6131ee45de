"""What the numbers of a block stand for: mere numbers, days, hours, truth values. LibreOffice says it by formats alone.

A sheet has dozens of formats, and to be handed each takes a thousandth of a second. One collection of cells is kept
instead, and filled with the cells in question: of those it tells at once the format that they have in common, or that
they have several. Then it is asked of one half, and of the other. To ask of more cells than those in question is right,
too: whatever they hold, that is their format.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from xlpy.libreoffice.bridge import struct
from xlpy.libreoffice.formats import Formats, Kind

if TYPE_CHECKING:
    from xlpy.libreoffice.books import Book

Rows = list[list[Any]]
Place = tuple[int, int]
"""(row, column), both from 0."""

_NUMBER_RESULT = 1  # com.sun.star.sheet.FormulaResult
_DAY_OR_HOUR = 2  # com.sun.star.sheet.CellFlags.DATETIME
_MIXED = "AMBIGUOUS_VALUE"  # com.sun.star.beans.PropertyState
_FEW = 6
"""So many areas are asked one by one where they differ: columns side by side mostly do."""
_MANY = 100
"""More areas than these are asked as whole columns, from the first to the last."""
_MOST_REMEMBERED = 10_000
_MOST_QUESTIONS = 30
"""Where formats change from cell to cell, it is faster to be handed them all."""


class Area(NamedTuple):
    """A rectangle of a sheet, counted from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def places(self) -> Iterator[Place]:
        """Each cell."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column

    def halves(self) -> "list[Area]":
        """The area in two; a cell as it is."""
        top, left, bottom, right = self
        if right > left:
            middle = (left + right) // 2
            return [Area(top, left, bottom, middle), Area(top, middle + 1, bottom, right)]
        if bottom > top:
            middle = (top + bottom) // 2
            return [Area(top, left, middle, right), Area(middle + 1, left, bottom, right)]
        return [self]


class Asked:
    """A workbook's collection of cells that are asked for their format together."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._cells = _collection(model)
        self._held: tuple[Any, ...] = ()
        self._last: dict[tuple[int, Area], int] = {}

    def clear(self) -> None:
        """Hold nothing, whatever became meanwhile of what was held: rows and sheets come and go."""
        self._empty(self._cells.RangeAddresses)

    def format(self, at: Any, areas: Sequence[Area]) -> int | None:
        """LibreOffice's number of the format that all cells of areas have; None where they have several."""
        self._empty(self._held)
        self._hold(at, areas)
        key = _format(self._cells)
        if key is not None:
            self._last.update({(at.Sheet, area): key for area in areas})
        return key

    def set_format(self, at: Any, areas: Sequence[Area], key: int) -> None:
        """Give the cells of areas a format."""
        self.clear()
        self._hold(at, areas)
        self._cells.NumberFormat = key

    def _hold(self, at: Any, areas: Iterable[Area]) -> None:
        self._held = _addresses(at, areas)
        self._cells.addRangeAddresses(self._held, False)

    def _empty(self, held: tuple[Any, ...]) -> None:
        self._held = ()
        if len(held) <= _MANY:
            # Somebody may put rows in at this very moment: then it is another area that is held.
            with suppress(Exception):
                self._cells.removeRangeAddresses(held)
                return
        self._cells = _collection(self._model)  # it goes through all that it holds for each that it is to leave out

    def likely(self, at: Any, areas: Sequence[Area]) -> list[list[Area]]:
        """Areas that had one format when they were last asked, together: so few questions mostly do."""
        if len(self._last) > _MOST_REMEMBERED:
            self._last.clear()
        groups: dict[int | None, list[Area]] = {}
        for area in areas:
            groups.setdefault(self._last.get((at.Sheet, area)), []).append(area)
        return list(groups.values())


def kinds_read(book: "Book", cells: Any, rows: Sequence[Sequence[Any]]) -> Mapping[Place, Kind]:
    """Of a block with these values: which of its numbers are no mere numbers, by their place in the block."""
    numbers = sum(isinstance(value, float) for values in rows for value in values)
    if not numbers:
        return {}
    at = cells.RangeAddress
    if numbers <= _FEW:
        return kinds_of(book, cells, at, _places(rows, lambda value: isinstance(value, float)))
    found: dict[Place, Kind] = {}
    unlike: list[Area] = []
    # A truth value is 0 or 1, with a format that says so.
    maybe = set(_places(rows, lambda value: isinstance(value, float) and value in (0.0, 1.0)))

    def ask(some: Any) -> list[Area]:
        if areas := [_within(at, area) for area in some.RangeAddresses]:
            maybe.difference_update(*(area.places() for area in areas))
            if (key := _format(some)) is None:
                unlike.extend(areas)
            else:
                found.update(_of_kind(areas, book.formats.kind(key)))
        return areas

    computed = ask(cells.queryFormulaCells(_NUMBER_RESULT))
    if numbers > sum(isinstance(rows[row][column], float) for area in computed for row, column in area.places()):
        ask(cells.queryContentCells(_DAY_OR_HOUR))
    found.update(_kinds(book, cells, at, [*unlike, *rectangles(maybe)]))
    return found


def _places(rows: Sequence[Sequence[Any]], wanted: Callable[[Any], bool]) -> Iterator[Place]:
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if wanted(value):
                yield row, column


def kinds_of(book: "Book", cells: Any, at: Any, places: Iterable[Place]) -> Mapping[Place, Kind]:
    """What numbers at places of a block stand for, or will, where they are no mere numbers. `at`: its address."""
    return dict(_kinds(book, cells, at, rectangles(places)))


def rectangles(places: Iterable[Place]) -> list[Area]:
    """Places as few areas: what stands below each other in a column, and columns side by side that go as far."""
    runs: list[Area] = []
    top = column = -1
    bottom = -2
    for next_column, row in [*sorted((column, row) for row, column in places), (-1, -1)]:
        if next_column == column and row == bottom + 1:
            bottom = row
            continue
        if column >= 0:
            runs.append(Area(top, column, bottom, column))
        top, column, bottom = row, next_column, row
    found: list[Area] = []
    wide: dict[tuple[int, int, int], int] = {}
    for run in runs:
        before = wide.pop((run.top, run.bottom, run.left - 1), None)
        if before is None:
            before = len(found)
            found.append(run)
        else:
            found[before] = found[before]._replace(right=run.right)
        wide[run.top, run.bottom, run.right] = before
    return found


def _kinds(book: "Book", cells: Any, at: Any, areas: list[Area]) -> Iterator[tuple[Place, Kind]]:
    """The places of areas of a block that are no mere numbers."""
    if not areas:
        return
    formats, asked = book.formats, book.asked
    areas = areas if len(areas) <= _MANY else _columns(areas)
    waiting = asked.likely(at, areas)
    asked.clear()
    questions = 0
    while waiting:
        part = waiting.pop()
        if questions == _MOST_QUESTIONS:
            yield from _handed(cells, at, formats, [area for some in (*waiting, part) for area in some])
            return
        questions += 1
        key = asked.format(at, part)
        if key is not None:
            yield from _of_kind(part, formats.kind(key))
            continue
        part = part if len(part) > 1 else part[0].halves()
        if len(part) <= _FEW:
            waiting += [[area] for area in part]
        else:
            waiting += [part[: len(part) // 2], part[len(part) // 2 :]]


def _columns(areas: Iterable[Area]) -> list[Area]:
    """For each column one area, from the top of the first that it is part of to the end of the last."""
    found: dict[int, Area] = {}
    for area in areas:
        for column in range(area.left, area.right + 1):
            one = found.get(column, area)
            found[column] = Area(min(one.top, area.top), column, max(one.bottom, area.bottom), column)
    return list(found.values())


def _of_kind(areas: Iterable[Area], kind: Kind) -> Iterator[tuple[Place, Kind]]:
    if kind is not Kind.NUMBER:
        yield from ((place, kind) for area in areas for place in area.places())


def _handed(cells: Any, at: Any, formats: Formats, areas: Iterable[Area]) -> Iterator[tuple[Place, Kind]]:
    """The same by all formats that the block has."""
    wanted = {place for area in areas for place in area.places()}
    unique = cells.getUniqueCellFormatRanges()
    for number in range(unique.getCount()):
        group = unique.getByIndex(number)
        kind = formats.kind(group.NumberFormat)
        if kind is not Kind.NUMBER:
            for area in group.RangeAddresses:
                yield from ((place, kind) for place in _within(at, area).places() if place in wanted)


def _collection(model: Any) -> Any:
    return model.createInstance("com.sun.star.sheet.SheetCellRanges")


def _format(cells: Any) -> int | None:
    return None if cells.getPropertyState("NumberFormat").value == _MIXED else int(cells.NumberFormat)


def _within(at: Any, area: Any) -> Area:
    return Area(
        area.StartRow - at.StartRow,
        area.StartColumn - at.StartColumn,
        area.EndRow - at.StartRow,
        area.EndColumn - at.StartColumn,
    )


def _addresses(at: Any, areas: Iterable[Area]) -> tuple[Any, ...]:
    """Areas of a block as LibreOffice takes them."""
    return tuple(
        struct(
            "table.CellRangeAddress",
            Sheet=at.Sheet,
            StartRow=at.StartRow + area.top,
            StartColumn=at.StartColumn + area.left,
            EndRow=at.StartRow + area.bottom,
            EndColumn=at.StartColumn + area.right,
        )
        for area in areas
    )
