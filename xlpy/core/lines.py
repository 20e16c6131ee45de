"""The rows under a form's header: which are units, which are parts of one, which is TỔNG, which are only words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from xlpy.core.forms import TOTAL_KEYS, head_key
from xlpy.core.grid import ErrorValue, Value
from xlpy.core.locate import Table, row_label
from xlpy.core.numbers import read_number
from xlpy.core.records import Kind, Measure
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import clipped, tidy
from xlpy.core.unit_suggestions import suggestions
from xlpy.core.units import Unit, Units, in_sentence, units_in_label

# Excel takes "(3)" for minus three; "(6)=(3)-(5)" tells how the column is computed.
_PLACE_NUMBER = re.compile(r"[(-]?(\d{1,3})(?:\.0)?\)?(?: ?= ?[\d()+– -]+)?")


class Line(NamedTuple):
    """A row under the header. `entered`: anything stands under "trong ngày" or "đã nhập"; `filled`: not only zeros."""

    row: int
    cells: Mapping[int, Value]
    label: str
    label_place: Source
    filled: bool
    entered: bool
    wordy: bool
    """Its figures' cells hold only words: a signature, a date, a remark."""

    @property
    def is_total(self) -> bool:
        return head_key(self.label) in TOTAL_KEYS


_MOST_NAMES = 3
_MOST_MERGED = 10
"""Rows over which the cell of a name may be merged."""

Named: TypeAlias = tuple[Line, tuple[Unit, ...]]
"""A line and the units that its name may stand for."""


class Sorted(NamedTuple):
    """The lines by what they are.

    `own` are lines of senders, `parts` lines of senders' parts; beside parts, a sender's line is their sum. `parents`
    are the senders that have all those parts. `others` have figures and no name that the plan knows.
    """

    own: tuple[Named, ...]
    parts: tuple[Line, ...]
    parents: tuple[Unit, ...]
    total: Line | None
    others: tuple[Line, ...]


def read_lines(table: Table) -> tuple[Line, ...]:
    """The rows of a table that hold anything, but for the line that numbers the columns."""
    tested = [
        column
        for (kind, measure), column in table.columns.items()
        if measure in (Measure.TODAY, Measure.ENTERED) and kind is not Kind.SUM
    ]
    lines: list[Line] = []
    under = _under_merged_names(table)
    left, right = table.left, table.right
    for row, cells in table.rows.items():
        if not table.first_row <= row < table.last_row:
            continue
        column, label = row_label(table, cells)
        if not label and lines and lines[-1].row >= under.get(row, row):
            label = lines[-1].label
        if _is_numbering(table, cells, label):
            continue
        readings = [reading for c in tested if not (reading := read_number(cells.get(c))).blank]
        figures = [value for c, value in cells.items() if left <= c <= right]
        lines.append(
            Line(
                row,
                cells,
                label,
                table.place(row, column),
                filled=any(reading.value != 0 for reading in readings),
                entered=bool(readings),
                wordy=all(_is_word(value, label) for value in figures),
            )
        )
    return tuple(lines)


def _under_merged_names(table: Table) -> dict[int, int]:
    """Row → the row of the name that stands for it too, because the name's cell is merged over both."""
    column = table.unit_column
    return {
        row: area.top
        for area in table.grid.merged
        if column is not None and area.left <= column <= area.right and area.bottom - area.top < _MOST_MERGED
        for row in range(area.top + 1, area.bottom + 1)
    }


def _is_word(value: Value, label: str) -> bool:
    """Whether a cell under the figures holds none: words, or on a line without a name an error that is nobody's."""
    if isinstance(value, ErrorValue):
        return not label
    return isinstance(value, str) and read_number(value).fault is Fault.NOT_A_NUMBER


def _is_numbering(table: Table, cells: Mapping[int, Value], label: str) -> bool:
    """The line "(1) (2) (3) …" under the header: every cell of figures holds a number of its own, in order."""
    if len(label) > 4:
        return False
    written = [
        _PLACE_NUMBER.fullmatch(tidy(str(cells[column])))
        for column in sorted(table.columns.values())
        if column in cells
    ]
    numbers = [int(match[1]) for match in written if match]
    if len(written) < 8 or len(numbers) < len(written):
        return False
    return all(after - before in (1, 2) for before, after in pairwise(numbers))


def sort_lines(lines: Sequence[Line], senders: Units) -> Sorted:
    """Tell the lines apart by their names.

    A line that can be a part and no sender makes the form a list of parts: "Lộc Ninh" beside communes is the
    town, beside districts the district.
    """
    named = [(line, units_in_label(line.label, senders)) for line in lines if not line.is_total]
    owners = {line.row: senders.owners(line.label) for line, _ in named if line.label}
    telling = [line for line, own in named if line.entered and not own and owners.get(line.row)]
    total = next((line for line in lines if line.is_total), None)
    if not telling:
        others = tuple(line for line, own in named if line.entered and not own and not line.wordy)
        return Sorted(tuple(item for item in named if item[1]), (), (), total, others)
    parts = tuple(line for line, _ in named if line.entered and owners.get(line.row))
    rows = {line.row for line in parts}
    sums = tuple(item for item in named if item[1] and item[0].entered and item[0].row not in rows)
    # "Huyện Bù Đăng" at the foot of its communes is their TỔNG.
    total = total or next((line for line, _ in sums), None)
    others = tuple(
        line for line, own in named if line.entered and not own and not owners.get(line.row) and not line.wordy
    )
    return Sorted(sums, parts, _common([owners[line.row] for line in telling]), total, others)


def _common(sets: Sequence[tuple[Unit, ...]]) -> tuple[Unit, ...]:
    """The senders that have all the parts; where there are none, those of the first (the stranger is told of later)."""
    left = sets[0]
    for other in sets[1:]:
        left = tuple(unit for unit in left if unit in other) or left
    return left


def choose_lines(
    unit: Unit | None, found: Sorted, senders: Units, form: Source
) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    """The lines that are a unit's figures, and what is wrong with them. `form` is where the form begins."""
    if unit is None:
        return (), tuple(_stranger(line, senders) for line in found.others if line.label)
    if found.parts:
        chosen = tuple(line for line in found.parts if units_in_label(line.label, unit.parts))
        rows = {line.row for line in chosen}
        strangers = [line for line in (*found.parts, *found.others) if line.row not in rows]
        keys = [units_in_label(line.label, unit.parts)[0].code for line in chosen]
        return chosen, (
            *(_stranger(line, unit.parts) for line in strangers),
            *_twice(chosen, keys),
            *_absent(unit, keys, form),
        )
    mine = tuple(line for line, named in found.own if unit in named and line.entered)
    nameless = tuple(line for line in found.others if not line.label)
    if not mine and not found.own and len(nameless) == 1:
        mine, nameless = nameless, ()  # a form for one unit, whose line has no name
    problems = [_stranger(line, senders) for line in found.others if line.label or line in nameless]
    problems.extend(_twice(mine, [unit.code] * len(mine)))
    if not mine and not problems:
        problems.append(Problem(Fault.ROW_EMPTY, form, {"unit": in_sentence(unit.name)}))
    rest = [line for line, named in found.own if line.filled and unit not in named]
    if rest:
        others = ", ".join(in_sentence(clipped(line.label)) for line in rest[:_MOST_NAMES])
        values = {"names": others, "unit": in_sentence(unit.name)}
        problems.append(Problem(Fault.OTHERS_FILLED, rest[0].label_place, values))
    return mine[:1], tuple(problems)


def _stranger(line: Line, candidates: Sequence[Unit]) -> Problem:
    near = " hoặc ".join(suggestions(line.label, candidates)) if line.label else ""
    values = {"read": clipped(line.label) or "(không ghi tên)", "near": near}
    return Problem(Fault.ROW_UNKNOWN, line.label_place, values)


def _absent(unit: Unit, keys: Sequence[str], form: Source) -> Iterator[Problem]:
    """The parts of a unit that its list does not have, or has without a figure."""
    names = [part.name for part in unit.children if part.code not in keys]
    if names:
        more = f" và {len(names) - _MOST_NAMES} nơi khác" if len(names) > _MOST_NAMES else ""
        values = {
            "count": len(names),
            "of": len(unit.children),
            "names": ", ".join(map(in_sentence, names[:_MOST_NAMES])) + more,
        }
        yield Problem(Fault.PART_MISSING, form, values)


def _twice(lines: Sequence[Line], keys: Sequence[str]) -> Iterator[Problem]:
    seen: dict[str, Line] = {}
    for line, code in zip(lines, keys, strict=True):
        if code in seen:
            values = {"read": clipped(line.label), "first": seen[code].label_place.cell}
            yield Problem(Fault.ROW_TWICE, line.label_place, values)
        seen.setdefault(code, line)


def label_cells(lines: Sequence[Line]) -> str:
    """Where the names of some lines stand, for a message."""
    return ", ".join(line.label_place.cell for line in lines[:3]) + (", …" if len(lines) > 3 else "")
