"""A workbook's sheet as a door saw it: cells by row and column, and nothing of the program that held them."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from xlpy.core.source import Problem


class ErrorValue(NamedTuple):
    """A cell that shows a spreadsheet error, such as `#REF!`."""

    code: str

    def __str__(self) -> str:
        return self.code


class Uncached(NamedTuple):
    """A formula whose result was never stored: the file was written by a program that does not calculate."""

    formula: str

    def __str__(self) -> str:
        return "công thức chưa tính"


Value: TypeAlias = str | int | float | bool | datetime | date | time | timedelta | ErrorValue | Uncached
"""What a cell may hold. A blank cell is absent from the grid; it is never "" and never 0."""

Position: TypeAlias = tuple[int, int]
"""(row, column), both from 0."""


class Area(NamedTuple):
    """A rectangle of cells, corners included."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, position: Position) -> bool:
        """Whether a cell lies in the area."""
        row, column = position
        return self.top <= row <= self.bottom and self.left <= column <= self.right


class Looks(NamedTuple):
    """What of a sheet does not show as it is stored.

    `hidden_rows` and `hidden_columns` are hidden, by hand or by a filter. `formats` are codes of number formats that
    may show something else than the number. `stored` are the numbers behind cells that show a day or an hour.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formats: Mapping[Position, str] = {}
    stored: Mapping[Position, float] = {}


class Grid(NamedTuple):
    """A snapshot of one sheet.

    `cells` holds only cells with content. `formulas` are the positions whose value a formula computed: a
    clerk did not type them. `merged` areas show the value of their first cell.
    """

    file: str
    sheet: str
    cells: Mapping[Position, Value]
    formulas: frozenset[Position] = frozenset()
    merged: tuple[Area, ...] = ()
    visible: bool = True
    looks: Looks = Looks()

    def rows(self) -> Iterator[tuple[int, dict[int, Value]]]:
        """Rows that hold anything, from the top: (row, {column: value})."""
        by_row: dict[int, dict[int, Value]] = {}
        for (row, column), value in sorted(self.cells.items(), key=itemgetter(0)):
            by_row.setdefault(row, {})[column] = value
        yield from by_row.items()


class Snapshot(NamedTuple):
    """A file as a door read it: its sheets, or the problems for which they could not be read.

    `opened`: it is a letter or an archive; the workbooks in it were taken in as files of their own.
    """

    file: str
    sha256: str = ""
    grids: tuple[Grid, ...] = ()
    problems: tuple[Problem, ...] = ()
    opened: bool = False

    def named(self, file: str) -> "Snapshot":
        """The same content under another name, where it was received as several files."""
        if file == self.file:
            return self
        problems = tuple(problem._replace(source=problem.source._replace(file=file)) for problem in self.problems)
        return self._replace(file=file, grids=tuple(grid._replace(file=file) for grid in self.grids), problems=problems)


class Edit(NamedTuple):
    """A block of cells to write: rows of values from its first cell on; None leaves a cell blank.

    `alone`: what stands below the block in its columns goes, as where a list has become shorter. A text that
    begins with "=" is a formula only in `formulas`, positions within the block. `fit`: the rows become as high as their
    texts need.
    """

    sheet: str
    top: int
    left: int
    rows: tuple[tuple[Value | None, ...], ...]
    alone: bool = False
    formulas: frozenset[Position] = frozenset()
    fit: bool = False


def column_name(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(65 + digit) + name
    return name


def column_of(name: str) -> int:
    """A → 0, Z → 25, AA → 26; capital letters or small ones."""
    column = 0
    for letter in name.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1


@lru_cache(maxsize=4096)
def cell_name(row: int, column: int) -> str:
    """(8, 4) → E9."""
    return f"{column_name(column)}{row + 1}"


def cell_order(cell: str) -> tuple[int, str, int, str]:
    """Where a cell comes in its sheet, by its name: E2 before E10 before AA1. Of several, the first; none, last."""
    found = _CELL.match(cell)
    if found is None:
        return len(cell) + _LONGEST_COLUMN, "", 0, cell
    column, row = found.groups()
    return len(column), column, int(row), cell


_LONGEST_COLUMN = 3
_CELL = re.compile(rf"([A-Z]{{1,{_LONGEST_COLUMN}}})(\d+)")


def range_name(first: Position, last: Position) -> str:
    """((8, 4), (23, 4)) → E9:E24."""
    start, end = cell_name(*first), cell_name(*last)
    return start if start == end else f"{start}:{end}"
