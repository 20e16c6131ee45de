"""References to cells: read as Excel reads them in a file, and compared."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

ROWS, COLUMNS = 1_048_576, 16_384
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_AREA = re.compile(r"\$?([A-Z]{1,3})?\$?([1-9][0-9]{0,6})?:\$?([A-Z]{1,3})?\$?([1-9][0-9]{0,6})?")


class Area(NamedTuple):
    """Rows and columns from 1, both ends within."""

    top: int
    left: int
    bottom: int
    right: int

    def meets(self, other: "Area") -> bool:
        """Whether they share a cell."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


def column_number(letters: str) -> int:
    """A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def read_cell(text: str) -> tuple[int, int] | None:
    """(row, column) of "E9", None where it is no cell of the grid."""
    found = _CELL.fullmatch(text)
    if not found:
        return None
    row, column = int(found[2]), column_number(found[1])
    return (row, column) if row <= ROWS and column <= COLUMNS else None


def read_area(text: str) -> Area | None:
    """An area, a cell, whole columns or whole rows; None where it is none of them, or runs backwards."""
    cell = read_cell(text)
    if cell:
        return Area(*cell, *cell)
    found = _AREA.fullmatch(text)
    if not found:
        return None
    first, top, last, bottom = found.groups()
    if bool(first) != bool(last) or bool(top) != bool(bottom) or not (first or top):
        return None
    area = Area(
        int(top or 1),
        column_number(first) if first else 1,
        int(bottom or ROWS),
        column_number(last) if last else COLUMNS,
    )
    fits = area.top <= area.bottom <= ROWS and area.left <= area.right <= COLUMNS
    return area if fits else None


def overlaps(areas: Iterable[tuple[str, Area]]) -> Iterator[tuple[str, str]]:
    """Pairs of areas that share a cell. Sorted by their tops, each is compared with those that reach down to it."""
    open_: list[tuple[str, Area]] = []
    for name, area in sorted(areas, key=lambda item: item[1]):
        open_ = [(other, theirs) for other, theirs in open_ if theirs.bottom >= area.top]
        yield from ((other, name) for other, theirs in open_ if theirs.meets(area))
        open_.append((name, area))
