"""Find Phụ lục 01 on a sheet, wherever it stands: the header tree is recognised by its words, not by its place."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from xlpy.core.forms import (
    DAY_LABEL,
    KIND_BY_KEY,
    KIND_LABELS,
    MEASURE_BY_KEY,
    MEASURE_LABELS,
    UNIT_KEYS,
    head_key,
)
from xlpy.core.grid import Grid, Position, Value, cell_name
from xlpy.core.numbers import read_number
from xlpy.core.records import KINDS, Column, Kind, Measure
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import key, tidy

# A row is the lower header row when at least this many of its cells are measures: a form with only
# "trong ngày" and "đã nhập" for the four kinds has eight; a lost column or two still leaves a form to talk about.
_FEWEST_MEASURES = 5
_HEADER_HEIGHT = 3
"""How far above the measures the kinds may stand; an inserted line must not hide them."""
_NUMBERING = re.compile(r"\(?(?:\d+|[ivx]+)\)?\.?")
"""What SỐ TT holds where it was typed as text: it is no name."""
_BULLET = re.compile(r"^(?:\(?\d+[.)/]|[-+•*])\s*")
"""What may stand before a name in its cell: "1. Xã Lộc An". Roman numbers may not: "X." is short for Xã."""


class Table(NamedTuple):
    """A Phụ lục 01 as found: its columns by meaning, its rows, and what is wrong with its header.

    Its title stands in the rows from `title_top` up to, and without, `title_bottom`, its figures in the columns from
    `left` to `right`; `source` is the sheet and the cell where they begin, `rows` are the sheet's.
    """

    grid: Grid
    rows: "Rows"
    source: Source
    columns: Mapping[Column, int]
    left: int
    right: int
    unit_column: int | None
    title_top: int
    title_bottom: int
    first_row: int
    last_row: int
    problems: tuple[Problem, ...]

    def place(self, row: int, column: int) -> Source:
        """A cell of this sheet."""
        return Source(self.grid.file, self.grid.sheet, cell_name(row, column))


Rows: TypeAlias = Mapping[int, Mapping[int, Value]]
"""Row → column → what stands there, from the top and from the left."""
_Heads: TypeAlias = Mapping[int, Mapping[int, str]]
"""Row → column → what a text says as a header's words."""


def find_tables(grid: Grid) -> tuple[Table, ...]:
    """Every Phụ lục 01 on the sheet, from the top. The unit form's sheet of days has its header, and is none."""
    rows = dict(grid.rows())
    heads = _heads(rows)
    headers = [row for row, first in _headers(heads) if not _of_days(rows, row, first)]
    # Of two forms one below the other, the first ends with its last figures: what follows is the second's title.
    breaks = [_last_figures(rows, heads, header, below) + 1 for header, below in pairwise(headers)]
    areas = zip(headers, [0, *breaks], [*breaks, max(rows, default=0) + 1], strict=False)
    return tuple(_table(grid, rows, heads, header, start, end) for header, start, end in areas)


def find_day_table(grid: Grid) -> Table | None:
    """The unit form's days: the header of Phụ lục 01 over a row a day. None on any other sheet."""
    rows = dict(grid.rows())
    heads = _heads(rows)
    headers = [row for row, first in _headers(heads) if _of_days(rows, row, first)]
    return _table(grid, rows, heads, headers[0], 0, max(rows) + 1) if len(headers) == 1 else None


def _heads(rows: Rows) -> _Heads:
    return {
        row: {column: head_key(value) for column, value in cells.items() if isinstance(value, str)}
        for row, cells in rows.items()
    }


def _headers(heads: _Heads) -> Iterator[tuple[int, int]]:
    """Rows that are the lower one of a header, with the first column of their measures."""
    for row, labels in heads.items():
        if len(labels) >= _FEWEST_MEASURES and len(measures := _measures(labels)) >= _FEWEST_MEASURES:
            yield row, min(measures)


def _of_days(rows: Rows, header: int, first: int) -> bool:
    """Whether the lines under a header are days of one unit: NGÀY stands where ĐƠN VỊ does in Phụ lục 01.

    `first` is the header's first column of measures.
    """
    left = {
        key(value)
        for row in range(header - _HEADER_HEIGHT + 1, header + 1)
        for column, value in rows.get(row, {}).items()
        if column < first and isinstance(value, str)
    }
    return key(DAY_LABEL) in left and not left & UNIT_KEYS


def _last_figures(rows: Rows, heads: _Heads, header: int, below: int) -> int:
    measures = _measures(heads[header])
    figures = [
        row
        for row, cells in rows.items()
        if header < row < below and any(_is_figure(cells.get(column)) for column in measures)
    ]
    return max(figures, default=header)


def _is_figure(value: Value | None) -> bool:
    reading = read_number(value)
    return not reading.blank and reading.fault not in (Fault.NOT_A_NUMBER, Fault.DATE_FORMAT)


def _measures(labels: Mapping[int, str]) -> dict[int, Measure]:
    return {column: MEASURE_BY_KEY[label] for column, label in labels.items() if label in MEASURE_BY_KEY}


def _table(grid: Grid, rows: Rows, heads: _Heads, header: int, start: int, end: int) -> Table:
    measures = _measures(heads[header])
    kinds = dict(_kinds_by_column(measures, dict(_kinds(heads, header))))
    columns: dict[Column, int] = {}
    problems: list[Problem] = []
    for column, measure in sorted(measures.items()):
        kind = kinds.get(column)
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
        (row for row in range(max(0, header - _HEADER_HEIGHT), header) if _header_like(heads.get(row, {}))),
        default=header,
    )
    columns = columns or {(Kind.SUM, measure): column for column, measure in measures.items()}
    left, right = min(columns.values()), max(columns.values())
    return Table(
        grid=grid,
        rows=rows,
        source=Source(grid.file, grid.sheet, cell_name(header, left)),
        columns=columns,
        left=left,
        right=right,
        unit_column=_unit_column(heads, top, header, min(measures)),
        title_top=start,
        title_bottom=top,
        first_row=header + 1,
        last_row=end,
        problems=tuple(problems),
    )


def _kinds(heads: _Heads, header: int) -> Iterator[tuple[int, Kind]]:
    """Column → kind, from the nearest row above the measures that names any."""
    for row in range(header - 1, max(-1, header - 1 - _HEADER_HEIGHT), -1):
        found = {column: KIND_BY_KEY[label] for column, label in heads.get(row, {}).items() if label in KIND_BY_KEY}
        if len(found) > 1:
            yield from found.items()
            return


def _kinds_by_column(measures: Mapping[int, Measure], kinds: Mapping[int, Kind]) -> Iterator[tuple[int, Kind]]:
    """Column of a measure → its kind: the one named above its block, wherever over the block the name stands.

    A block over which no kind is named falls to the kind before it; over which several are, to the nearest left.
    """
    kind: Kind | None = None
    start = 0
    for block in _blocks(measures):
        named = [column for column in sorted(kinds) if start <= column <= block[-1]]
        for column in block:
            over = named if len(named) == 1 else [left for left in named if left <= column]
            kind = kinds[over[-1]] if over else kind
            if kind is not None:
                yield column, kind
        start = block[-1] + 1


def _blocks(measures: Mapping[int, Measure]) -> list[list[int]]:
    """The columns of measures, parted where a measure comes again."""
    blocks: list[list[int]] = [[]]
    for column in sorted(measures):
        if measures[column] in (measures[other] for other in blocks[-1]):
            blocks.append([])
        blocks[-1].append(column)
    return blocks


def _header_like(texts: Mapping[int, str]) -> bool:
    labels = set(texts.values())
    return bool(labels & UNIT_KEYS or labels & KIND_BY_KEY.keys() or any("số hoá dữ liệu" in label for label in labels))


def _unit_column(heads: _Heads, top: int, header: int, first: int) -> int | None:
    for row in range(top, header + 1):
        for column, label in heads.get(row, {}).items():
            if column < first and label in UNIT_KEYS:
                return column
    return None


def title_texts(table: Table) -> Iterator[tuple[Position, Value]]:
    """Cells above the table's header, from the top."""
    for row, cells in table.rows.items():
        if table.title_top <= row < table.title_bottom:
            for column, value in cells.items():
                yield (row, column), value


def row_label(table: Table, cells: Mapping[int, Value]) -> tuple[int, str]:
    """A row's name and the column it stands in: that of ĐƠN VỊ, or the last text left of the figures.

    "TỔNG" is often merged over the first two columns and so stands in the first.
    """
    left = table.left
    texts = {
        column: label
        for column, value in cells.items()
        if column < left and isinstance(value, str) and (label := _BULLET.sub("", tidy(value)).rstrip(" :"))
    }
    if table.unit_column in texts:
        return table.unit_column, texts[table.unit_column]
    names = [(column, label) for column, label in texts.items() if not _NUMBERING.fullmatch(key(label))]
    return names[-1] if names else (table.unit_column or 0, "")
