"""The sheet of days of an issued unit form: where each day's figures were typed.

A form is filled in until the campaign ends, so those of earlier versions are read too: in version 1 the sheet had the
columns of Phụ lục 01 with a row a day; since version 2 it has a column a kind, and the totals stand above the days;
since version 3 a day has a cell for the reason of a zero.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

from xlpy.core.forms import BEFORE_WORDS, DAY_LABEL, KIND_BY_KEY, NOTE_LABEL, REASON_LABEL, TARGETS_LABEL
from xlpy.core.grid import Grid, Value, cell_name
from xlpy.core.locate import Table, find_day_table
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.text import key

_Row: TypeAlias = Mapping[int, Value]
_HEADER_HEIGHT = 2
"""Rows of the header, in version 2."""


class Day(NamedTuple):
    """A day into whose row something was typed; rows and columns from 0."""

    row: int
    day: date
    typed: Mapping[Kind, Value | None]
    note: Value | None
    reason: Value | None = None
    """Why nothing was entered, as it was chosen or typed."""


class Lines(NamedTuple):
    """The lines of a sheet of days: those with an entry, and where all of them stand."""

    file: str
    sheet: str
    days: Sequence[Day]
    rows: Mapping[date, int]
    columns: Mapping[Kind, int]

    def cell(self, day: date, kind: Kind) -> str:
        """Where a day's cases of a kind are typed; "" where the sheet has no such cell."""
        return _cell(self.rows.get(day), self.columns.get(kind))


class Days(NamedTuple):
    """What was typed on the sheet of days."""

    grid: Grid
    totals: Mapping[Kind, Value | None]
    """Cases to enter."""
    before: Mapping[Kind, Value | None]
    """What was entered before the first day."""
    days: Sequence[Day]
    """The days with an entry, in their order."""
    rows: Mapping[date, int]
    """The row of every day, with or without an entry."""
    columns: Mapping[Kind, int]
    note_column: int | None
    reason_column: int | None = None
    """None in the forms of before."""

    @property
    def lines(self) -> "Lines":
        """What was typed, without the sheet."""
        return Lines(self.grid.file, self.grid.sheet, self.days, self.rows, self.columns)

    def cell(self, day: date, kind: Kind | None) -> str:
        """Where a day's cases of a kind are typed, its note for None; "" where the sheet has no such cell."""
        return self.lines.cell(day, kind) if kind is not None else _cell(self.rows.get(day), self.note_column)

    def reason_cell(self, day: date) -> str:
        """Where the reason for a day's zero is chosen; "" where the sheet has no such cell."""
        return _cell(self.rows.get(day), self.reason_column)


def _cell(row: int | None, column: int | None) -> str:
    return "" if row is None or column is None else cell_name(row, column)


def find_days(sheets: Sequence[Grid]) -> Days | None:
    """The sheet of days among a form's sheets; None where there is none."""
    return next((found for grid in sheets if (found := _with_measures(grid) or _with_kinds(grid))), None)


def _with_measures(grid: Grid) -> Days | None:
    """Version 1: the header of Phụ lục 01, and above the first day a row with totals and what was entered before."""
    table = find_day_table(grid)
    if table is None:
        return None
    rows = table.rows
    heads = _heads(rows, table.title_bottom, table.first_row)
    if key(DAY_LABEL) not in heads:
        return None
    opening = next(
        (cells for row, cells in rows.items() if row >= table.first_row and _day(cells, heads) is None),
        dict[int, Value](),
    )
    return _days(
        grid,
        {kind: _at(opening, table, kind, Measure.TOTAL) for kind in KINDS},
        {kind: _at(opening, table, kind, Measure.ENTERED) for kind in KINDS},
        {kind: column for kind in KINDS if (column := table.columns.get((kind, Measure.TODAY))) is not None},
        heads,
        table.first_row,
    )


def _at(cells: _Row, table: Table, kind: Kind, measure: Measure) -> Value | None:
    column = table.columns.get((kind, measure))
    return None if column is None else cells.get(column)


def _with_kinds(grid: Grid) -> Days | None:
    """Version 2: NGÀY and a column a kind in the header; lines for the totals and for what was entered before."""
    rows = dict(grid.rows())
    for top in rows:
        heads = _heads(rows, top, top + _HEADER_HEIGHT)
        columns = {KIND_BY_KEY[label]: column for label, column in heads.items() if label in KIND_BY_KEY}
        if key(DAY_LABEL) in heads and set(KINDS) <= set(columns):
            below = [cells for row, cells in rows.items() if row >= top + _HEADER_HEIGHT]
            of_kinds = {kind: columns[kind] for kind in KINDS}
            totals = _line(below, key(TARGETS_LABEL), of_kinds)
            before = _line(below, key(BEFORE_WORDS), of_kinds)
            return _days(grid, totals, before, of_kinds, heads, top + _HEADER_HEIGHT)
    return None


def _line(rows: Sequence[_Row], begins: str, columns: Mapping[Kind, int]) -> Mapping[Kind, Value | None]:
    """The figures of the line whose label begins with words."""
    first = min(columns.values())
    for cells in rows:
        labels = (value for column, value in cells.items() if column < first and isinstance(value, str))
        if any(key(label).startswith(begins) for label in labels):
            return {kind: cells.get(column) for kind, column in columns.items()}
    return dict.fromkeys(columns)


def _heads(rows: Mapping[int, _Row], top: int, bottom: int) -> dict[str, int]:
    """The columns of a header's labels."""
    return {
        key(value): column
        for row in range(top, bottom)
        for column, value in rows.get(row, {}).items()
        if isinstance(value, str)
    }


def _day(cells: _Row, heads: Mapping[str, int]) -> date | None:
    value = cells.get(heads[key(DAY_LABEL)])
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


def _days(
    grid: Grid,
    totals: Mapping[Kind, Value | None],
    before: Mapping[Kind, Value | None],
    columns: Mapping[Kind, int],
    heads: Mapping[str, int],
    first_row: int,
) -> Days:
    note_column, reason_column = heads.get(key(NOTE_LABEL)), heads.get(key(REASON_LABEL))
    found = dict(_rows(grid, heads, first_row))
    entries = [
        Day(
            row,
            day,
            {kind: cells.get(column) for kind, column in columns.items()},
            None if note_column is None else cells.get(note_column),
            None if reason_column is None else cells.get(reason_column),
        )
        for day, (row, cells) in sorted(found.items())
        if any(cells.get(column) is not None for column in columns.values())
    ]
    rows = {day: row for day, (row, _) in found.items()}
    return Days(grid, totals, before, entries, rows, columns, note_column, reason_column)


def _rows(grid: Grid, heads: Mapping[str, int], first_row: int) -> Iterator[tuple[date, tuple[int, _Row]]]:
    for row, cells in grid.rows():
        if row >= first_row and (day := _day(cells, heads)) is not None:
            yield day, (row, cells)
