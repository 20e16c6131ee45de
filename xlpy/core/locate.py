"""Find Phụ lục 01 on a sheet, wherever it stands: the header tree is recognised by its words, not by its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlpy.core.forms import KIND_BY_KEY, KIND_LABELS, MEASURE_BY_KEY, MEASURE_LABELS, UNIT_KEYS
from xlpy.core.grid import Grid, Position, Value, cell_name
from xlpy.core.records import KINDS, Column, Kind, Measure
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import key, tidy

# A row is the lower header row when at least this many of its cells are measures: a form with only
# "trong ngày" and "đã nhập" for the four kinds has eight; a lost column or two still leaves a form to talk about.
_FEWEST_MEASURES = 5
_HEADER_HEIGHT = 3
"""How far above the measures the kinds may stand; an inserted line must not hide them."""


@dataclass(frozen=True, slots=True)
class Table:
    """A Phụ lục 01 as found: its columns by meaning, its rows, and what is wrong with its header.

    `rows` are those below the header that hold anything: (row, {column: value}).
    """

    grid: Grid
    columns: Mapping[Column, int]
    unit_column: int | None
    title_bottom: int
    first_row: int
    last_row: int
    problems: tuple[Problem, ...]

    @property
    def source(self) -> Source:
        """The sheet and the cell where the columns begin."""
        return Source(self.grid.file, self.grid.sheet, cell_name(self.first_row - 1, self.left))

    @property
    def left(self) -> int:
        """The first column of figures."""
        return min(self.columns.values())

    @property
    def right(self) -> int:
        """The last column of figures."""
        return max(self.columns.values())

    def place(self, row: int, column: int) -> Source:
        """A cell of this sheet."""
        return Source(self.grid.file, self.grid.sheet, cell_name(row, column))


def find_tables(grid: Grid) -> tuple[Table, ...]:
    """Every Phụ lục 01 on the sheet, from the top."""
    rows = dict(grid.rows())
    headers = [row for row, cells in rows.items() if len(_measures(cells)) >= _FEWEST_MEASURES]
    ends = [*(row - _HEADER_HEIGHT for row in headers[1:]), max(rows, default=0) + 1]
    # Two forms one below the other: the first ends where the second's header begins.
    return tuple(_table(grid, rows, row, end) for row, end in zip(headers, ends, strict=False))


def _measures(cells: Mapping[int, Value]) -> dict[int, Measure]:
    return {
        column: MEASURE_BY_KEY[label]
        for column, value in cells.items()
        if isinstance(value, str) and (label := key(value)) in MEASURE_BY_KEY
    }


def _table(grid: Grid, rows: Mapping[int, Mapping[int, Value]], header: int, end: int) -> Table:
    measures = _measures(rows[header])
    kinds = dict(_kinds(rows, header))
    columns: dict[Column, int] = {}
    problems: list[Problem] = []
    for column, measure in sorted(measures.items()):
        kind = next((kinds[left] for left in sorted(kinds, reverse=True) if left <= column), None)
        if kind is None:
            continue
        if (kind, measure) in columns:
            # Two columns under one kind: a kind's heading was renamed or lost, so its columns fall to the left one.
            problems.append(
                Problem(
                    Fault.COLUMN_TWICE,
                    Source(grid.file, grid.sheet, cell_name(header, column)),
                    {
                        "kind": KIND_LABELS[kind],
                        "column": MEASURE_LABELS[measure],
                        "first": cell_name(header, columns[kind, measure]),
                    },
                )
            )
            continue
        columns[kind, measure] = column
    for kind in KINDS:
        for measure in (Measure.TODAY, Measure.ENTERED):
            if (kind, measure) not in columns:
                problems.append(
                    Problem(
                        Fault.COLUMN_MISSING,
                        Source(grid.file, grid.sheet, cell_name(header, min(measures))),
                        {"kind": KIND_LABELS[kind], "column": MEASURE_LABELS[measure]},
                    )
                )
    top = min(
        (row for row in range(max(0, header - _HEADER_HEIGHT), header) if _header_like(rows.get(row, {}))),
        default=header,
    )
    unit_column = _unit_column(rows, top, header, min(measures))
    return Table(
        grid=grid,
        columns=columns or {(Kind.SUM, measure): column for column, measure in measures.items()},
        unit_column=unit_column,
        title_bottom=top,
        first_row=header + 1,
        last_row=end,
        problems=tuple(problems),
    )


def _kinds(rows: Mapping[int, Mapping[int, Value]], header: int) -> Iterator[tuple[int, Kind]]:
    """Column → kind, from the nearest row above the measures that names any."""
    for row in range(header - 1, max(-1, header - 1 - _HEADER_HEIGHT), -1):
        found = {
            column: KIND_BY_KEY[label]
            for column, value in rows.get(row, {}).items()
            if isinstance(value, str) and (label := key(value)) in KIND_BY_KEY
        }
        if len(found) > 1:
            yield from found.items()
            return


def _header_like(cells: Mapping[int, Value]) -> bool:
    labels = {key(value) for value in cells.values() if isinstance(value, str)}
    return bool(labels & UNIT_KEYS or labels & KIND_BY_KEY.keys() or any("số hoá dữ liệu" in label for label in labels))


def _unit_column(rows: Mapping[int, Mapping[int, Value]], top: int, header: int, first: int) -> int | None:
    for row in range(top, header + 1):
        for column, value in rows.get(row, {}).items():
            if column < first and isinstance(value, str) and key(value) in UNIT_KEYS:
                return column
    return None


def title_texts(table: Table) -> Iterator[tuple[Position, Value]]:
    """Cells above the table's header, from the top."""
    for position, value in sorted(table.grid.cells.items(), key=lambda item: item[0]):
        if position[0] < table.title_bottom:
            yield position, value


def row_label(table: Table, cells: Mapping[int, Value]) -> tuple[int, str]:
    """A row's name and the column it stands in: that of ĐƠN VỊ, or the last text left of the figures.

    "TỔNG" is often merged over the first two columns and so stands in the first.
    """
    if table.unit_column is not None and isinstance(cells.get(table.unit_column), str):
        return table.unit_column, tidy(str(cells[table.unit_column]))
    texts = [(column, tidy(value)) for column, value in cells.items() if column < table.left and isinstance(value, str)]
    return texts[-1] if texts else (table.unit_column or 0, "")
