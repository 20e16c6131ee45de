"""What is written into an open workbook: no more than does not stand there, and all of it can be taken back.

The sheet is a model of Excel's as xlwings shows it: a text that is put into a cell is read as if it were keyed in.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from xlpy.core.grid import Edit, ErrorValue, Value
from xlpy.doors.live import blocks

Cell = tuple[int, int]


class Sheet:
    """Cells from (1, 1): what was typed into each, and every call that asked or changed something."""

    def __init__(self, cells: dict[Cell, Any] | None = None) -> None:
        self.cells = cells or {}
        self.calls: list[tuple[str, str]] = []

    @property
    def used_range(self) -> "Range":
        return self.range((1, 1), (max([row for row, _ in self.cells], default=1), 30))

    def range(self, first: Cell, last: Cell) -> "Range":
        return Range(self, first, last)

    def called(self, name: str) -> list[str]:
        return [place for called, place in self.calls if called == name]


class Range:
    def __init__(self, sheet: Sheet, first: Cell, last: Cell) -> None:
        self.sheet, self.first, self.last = sheet, first, last

    @property
    def place(self) -> str:
        return f"R{self.first[0]}C{self.first[1]}:R{self.last[0]}C{self.last[1]}"

    @property
    def last_cell(self) -> Any:
        return type("Last", (), {"row": self.last[0]})

    @property
    def rows(self) -> "Range":
        return self

    def autofit(self) -> None:
        self.sheet.calls.append(("fit", self.place))

    def options(self, *_: object, **__: object) -> "Range":
        return self

    def _read(self, name: str, shown: Callable[[Any], Any]) -> list[list[Any]]:
        self.sheet.calls.append((name, self.place))
        (top, left), (bottom, right) = self.first, self.last
        cells = self.sheet.cells
        return [[shown(cells.get((r, c))) for c in range(left, right + 1)] for r in range(top, bottom + 1)]

    def _write(self, rows: list[list[Any]]) -> None:
        self.sheet.calls.append(("write", self.place))
        assert len(rows) == self.last[0] - self.first[0] + 1
        for row, line in enumerate(rows, self.first[0]):
            assert len(line) == self.last[1] - self.first[1] + 1
            for column, value in enumerate(line, self.first[1]):
                self.sheet.cells[row, column] = value
                if value in (None, ""):
                    del self.sheet.cells[row, column]

    @property
    def value(self) -> list[list[Any]]:
        return self._read("value", _shown)

    @value.setter
    def value(self, rows: list[list[Any]]) -> None:
        self._write(rows)

    @property
    def formula(self) -> list[list[Any]]:
        return self._read("formula", _typed)

    @formula.setter
    def formula(self, rows: list[list[Any]]) -> None:
        self._write(rows)


def _shown(typed: Any) -> Any:
    if isinstance(typed, str):
        return typed[1:] if typed.startswith("'") else "mở" if typed.startswith("=") else typed
    return typed


def _typed(typed: Any) -> Any:
    return "" if typed is None else typed.removeprefix("'") if isinstance(typed, str) else str(typed)


def write(sheet: Sheet, *edits: Edit) -> list[blocks.Change]:
    """Write, as a press does; what had to be."""
    found = list(blocks.changes(sheet, edits))  # type: ignore[arg-type]
    for change in found:
        change.do()
    return found


LINK = '=HYPERLINK("a","mở")'
ROWS: tuple[tuple[Value | None, ...], ...] = (
    ("691", 5, date(2023, 5, 22), None),
    ("=1", 2.5, True, ErrorValue("#N/A")),
    (LINK, None, 1, "x"),
)
EDIT = Edit("S", 2, 1, ROWS, formulas=frozenset({(2, 0)}), fit=True)


def test_what_was_written_once_is_not_written_again() -> None:
    sheet = Sheet()
    assert len(write(sheet, EDIT)) == 1
    assert sheet.cells[3, 2] == "'691"
    assert sheet.cells[3, 4] == datetime(2023, 5, 22)
    assert sheet.cells[4, 2] == "'=1"
    assert sheet.cells[5, 2] == LINK
    assert sheet.called("fit") == ["R3C2:R5C5"]
    sheet.calls.clear()
    assert write(sheet, EDIT) == []
    assert sheet.called("write") == sheet.called("fit") == []


@pytest.mark.parametrize(
    ("place", "there"),
    [
        ((3, 2), 691),
        ((3, 4), 45068),
        ((4, 2), "=1"),
        ((4, 4), 1),
        ((5, 4), True),
        ((5, 2), "'mở"),
        ((5, 2), '=HYPERLINK("b","mở")'),
        ((5, 3), 0),
        ((5, 5), None),
    ],
)
def test_a_cell_that_only_looks_the_same_is_written(place: Cell, there: Any) -> None:
    sheet = Sheet()
    write(sheet, EDIT)
    wanted = dict(sheet.cells)
    sheet.cells[place] = there
    (change,) = write(sheet, EDIT)
    row = place[0]
    assert change.area.place == f"R{row}C2:R{row}C5"  # type: ignore[attr-defined]
    assert {at: value for at, value in sheet.cells.items() if value is not None} == wanted


def test_a_day_by_its_number_stands_where_the_cell_shows_the_day() -> None:
    sheet = Sheet({(1, 2): datetime(2023, 5, 22)})
    assert write(sheet, Edit("S", 0, 1, ((45068,),))) == []
    assert len(write(sheet, Edit("S", 0, 1, ((45069,),)))) == 1


def test_rows_from_the_first_to_the_last_that_differ_are_written_and_what_stood_there_comes_back() -> None:
    sheet = Sheet({(row, 1): f"'{row}" for row in range(1, 21)} | {(9, 2): "=A9+1", (10, 2): "'0912"})
    before = dict(sheet.cells)
    rows = [(str(row), None) for row in range(1, 21)]
    rows[9], rows[10] = ("mười", None), ("11", "x")
    changes = write(sheet, Edit("S", 0, 0, tuple(rows)))
    assert sheet.called("write") == ["R9C1:R11C2"]
    assert sheet.cells[10, 1] == "'mười"
    for change in reversed(changes):
        change.undo()
    assert sheet.cells == before


def test_what_stands_below_a_shorter_list_goes_and_is_not_cleared_twice() -> None:
    sheet = Sheet({(row, 1): f"'{row}" for row in range(1, 6)} | {(7, 2): "'beside"})
    shorter = Edit("S", 0, 0, (("1",), ("2",)), alone=True)
    write(sheet, shorter)
    assert sheet.called("write") == ["R3C1:R5C1"]
    assert sorted(sheet.cells) == [(1, 1), (2, 1), (7, 2)]
    assert write(sheet, shorter) == []


def test_two_edits_of_the_same_cells_leave_what_the_last_one_says() -> None:
    sheet = Sheet({(1, 1): "'old"})
    changes = write(sheet, Edit("S", 0, 0, (("new",),)), Edit("S", 0, 0, (("old",),)))
    assert sheet.cells == {(1, 1): "'old"}
    assert len(changes) == 2
    for change in reversed(changes):
        change.undo()
    assert sheet.cells == {(1, 1): "'old"}


def test_two_edits_of_the_same_cells_do_so_however_large_they_are() -> None:
    sheet = Sheet({(6_000, 1): "'old"})
    long = tuple(("new" if row == 5_999 else None,) for row in range(6_000))
    write(sheet, Edit("S", 0, 0, long), Edit("S", 5_999, 0, (("old",),)))
    assert sheet.cells == {(6_000, 1): "'old"}


def test_a_sheet_is_looked_at_once_for_all_its_edits_unless_they_lie_far_apart() -> None:
    near = [Edit("S", row, 0, (("x", row),)) for row in range(10)]
    sheet = Sheet()
    write(sheet, *near)
    assert (sheet.called("value"), sheet.called("formula")) == (["R1C1:R10C2"], ["R1C1:R10C2"])
    sheet = Sheet()
    write(sheet, near[0], Edit("S", 9_000, 0, (("far",),)))
    assert sheet.called("value") == ["R1C1:R1C2", "R9001C1:R9001C1"]


def test_formulas_below_each_other_are_written_together() -> None:
    sheet = Sheet()
    places = frozenset({(1, 0), (2, 0), (4, 0)})
    write(sheet, Edit("S", 0, 0, tuple((LINK if (row, 0) in places else "x",) for row in range(5)), formulas=places))
    assert sheet.called("write") == ["R1C1:R5C1", "R2C1:R3C1", "R5C1:R5C1"]
    assert [sheet.cells[row, 1] for row in range(1, 6)] == ["'x", LINK, LINK, "'x", LINK]
