"""From sheets to submissions: which form, whose, of which day, and what each cell says.

Nothing is judged against the plan or the days before, and nothing is guessed: what cannot be read becomes a
`Problem` with its cell, and the other cells are read all the same, so that a clerk sees every fault at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from xlpy.core.forms import KIND_LABELS, MEASURE_LABELS, NOTE_KEYS, NOTE_STARTS, TOTAL_KEYS, parse_mark
from xlpy.core.grid import ErrorValue, Grid, Snapshot, Uncached, Value, cell_name, range_name
from xlpy.core.identify import Evidence, decide_date, decide_unit, name_evidence
from xlpy.core.locate import Table, find_tables, row_label, title_texts
from xlpy.core.numbers import read_number
from xlpy.core.records import KINDS, Column, Count, Kind, Measure, Row
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import key, tidy
from xlpy.core.units import Unit, suggestions, units_mentioned, units_named

_SOFT_FAULTS = (Fault.TEXT_NUMBER, Fault.DASH)


@dataclass(frozen=True, slots=True)
class Submission:
    """One Phụ lục 01 as a unit sent it.

    `rows` are the lines that make up the unit's figures: its own line, or one a part (commune) whose sums are
    in `counts`. `total` is the TỔNG line where the form has one. `note` explains a correction.
    """

    source: Source
    unit: Unit | None
    date: date | None
    date_source: Source
    rows: tuple[Row, ...]
    total: Row | None
    counts: Mapping[Column, Count]
    note: str
    problems: tuple[Problem, ...]
    candidates: frozenset[str] = frozenset()
    """Codes of the units that the file may be of, where that could not be decided."""

    def value(self, kind: Kind, measure: Measure) -> int | None:
        """A figure of the unit; None where it was left blank or could not be read."""
        count = self.counts.get((kind, measure))
        return count.value if count else None

    def place(self, kind: Kind, measure: Measure) -> Source:
        """The cell of a figure, or the form where there is none."""
        count = self.counts.get((kind, measure))
        return count.source if count else self.source

    @property
    def has_figures(self) -> bool:
        """Whether anything at all was written under "trong ngày" or "đã nhập"."""
        return any(
            self.value(kind, measure) is not None for kind in KINDS for measure in (Measure.TODAY, Measure.ENTERED)
        )


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the table under the header, before its meaning is settled."""

    row: int
    cells: Mapping[int, Value]
    label: str
    label_column: int
    filled: bool
    """Something other than zero under "trong ngày" or "đã nhập"."""
    entered: bool
    """Anything at all there."""


def read_submissions(
    snapshot: Snapshot, senders: Sequence[Unit], *, year: int, start: date, named: Unit | None = None
) -> tuple[Submission, ...]:
    """Every Phụ lục 01 in a file, in the order of its sheets; blank specimens beside a filled form are left out.

    `senders` are the units that may report; `year` completes dates such as "22-5" in a file's name; `start` is
    the first day of the campaign; `named` is the unit that the office says the file is of, whatever it shows.
    """
    marks = [parse_mark(value) for grid in snapshot.grids for value in grid.cells.values() if isinstance(value, str)]
    marked = next((tuple(u for u in senders if u.code == m.get("don-vi")) for m in marks if m is not None), ())
    found = [
        _read_table(table, senders, marked, named, year=year, start=start)
        for grid in snapshot.grids
        for table in find_tables(grid)
    ]
    filled = [submission for submission in found if submission.has_figures]
    return tuple(filled or found)


def _read_table(
    table: Table, senders: Sequence[Unit], marked: tuple[Unit, ...], named: Unit | None, *, year: int, start: date
) -> Submission:
    grid = table.grid
    title = [(table.place(*position), value) for position, value in title_texts(table)]
    day, day_source, problems = decide_date(title, grid.file, table.source, year=year, start=start)
    faults = [*table.problems, *problems]
    if not grid.visible:
        faults.append(Problem(Fault.HIDDEN_SHEET, Source(grid.file, grid.sheet)))
    lines = _lines(table)
    own, parts, parents, total = _sort_lines(lines, senders)
    evidence = [
        Evidence("mã của biểu", marked, Source(grid.file)),
        _row_evidence(table, own, parts, senders),
        _title_evidence(title, senders),
        Evidence("các xã, phường trong biểu", parents, table.source) if parts else Evidence("", (), table.source),
        name_evidence(grid.file, senders),
    ]
    unit, unit_problem = decide_unit(evidence, table.source)
    candidates: frozenset[str] = frozenset()
    if unit_problem:
        faults.append(unit_problem)
        candidates = frozenset(code for item in evidence for code in (unit.code for unit in item.units))
        unit = named if named and named.code in candidates else None
    chosen, row_faults = _choose(table, unit, own, parts, senders)
    faults.extend(row_faults)
    note = _note(table, lines)
    rows, cell_faults = _read_rows(table, chosen, bool(note))
    faults.extend(cell_faults)
    total_row = None
    if total is not None:
        total_row, _ = _read_row(table, total, noted=True)
    return Submission(
        source=table.source,
        unit=unit,
        date=day,
        date_source=day_source,
        rows=rows,
        total=total_row,
        counts=_sum_rows(rows),
        note=note,
        problems=tuple(faults),
        candidates=candidates,
    )


def _lines(table: Table) -> list[_Line]:
    tested = [
        column
        for (kind, measure), column in table.columns.items()
        if measure in (Measure.TODAY, Measure.ENTERED) and kind is not Kind.SUM
    ]
    lines = []
    for row, cells in table.grid.rows():
        if not table.first_row <= row < table.last_row:
            continue
        column, label = row_label(table, cells)
        if _is_numbering(table, cells, label):
            continue
        values = [cells[c] for c in tested if c in cells]
        lines.append(
            _Line(
                row, cells, label, column,
                filled=any(read_number(value).value != 0 for value in values),
                entered=bool(values),
            )
        )
    return lines


def _is_numbering(table: Table, cells: Mapping[int, Value], label: str) -> bool:
    """The line "(1) (2) (3) …" under the header: every cell of figures holds its own number."""
    numbers = [tidy(str(cells[column])).strip("()") for column in table.columns.values() if column in cells]
    plain = [number.removesuffix(".0") for number in numbers]
    return len(label) <= 4 and len(set(plain)) == len(plain) >= 8 and all(p.isdigit() and int(p) <= 40 for p in plain)


def _is_note(table: Table, line: _Line) -> bool:
    """A line of words below the table: a signature, a date, a remark."""
    values = [value for column, value in line.cells.items() if table.left <= column <= table.right]
    return all(isinstance(value, str) and read_number(value).fault is Fault.NOT_A_NUMBER for value in values)


def _sort_lines(
    lines: Sequence[_Line], senders: Sequence[Unit]
) -> tuple[list[tuple[_Line, tuple[Unit, ...]]], list[tuple[_Line, tuple[Unit, ...]]], tuple[Unit, ...], _Line | None]:
    """Lines that are senders, lines that are parts of senders, the senders of those parts, the TỔNG line."""
    total = next((line for line in lines if key(line.label) in TOTAL_KEYS), None)
    rest = [line for line in lines if line is not total and key(line.label) not in TOTAL_KEYS]
    named = [(line, units_named(line.label, senders)) for line in rest if line.label]
    part_lines: list[tuple[_Line, tuple[Unit, ...]]] = []
    parents: tuple[Unit, ...] = ()
    # A line that can be a part and no sender makes the form a list of parts ("Lộc Ninh" alone may be either).
    for line, own in named:
        if own or not line.entered:
            continue
        owners = tuple(sender for sender in senders if units_named(line.label, sender.children))
        if owners:
            parents = tuple(unit for unit in parents if unit in owners) if part_lines and parents else owners
            part_lines.append((line, owners))
    if part_lines:
        for line, own in named:
            owners = tuple(sender for sender in senders if units_named(line.label, sender.children))
            if own and owners and line.entered:
                part_lines.append((line, owners))
        part_rows = {line.row for line, _ in part_lines}
        part_lines.sort(key=lambda item: item[0].row)
        if total is None:
            total = next((line for line, own in named if own and line.row not in part_rows and line.entered), None)
        return [], part_lines, parents, total
    return [(line, own) for line, own in named if own], [], (), total


def _row_evidence(
    table: Table,
    own: Sequence[tuple[_Line, tuple[Unit, ...]]],
    parts: Sequence[tuple[_Line, tuple[Unit, ...]]],
    senders: Sequence[Unit],
) -> Evidence:
    """The senders whose own lines are filled in: beside zeros, only the line with figures counts."""
    lines = [item for item in own if item[0].filled] or [item for item in own if item[0].entered]
    units = tuple(dict.fromkeys(unit for _, named in lines for unit in named))
    if parts or not lines:
        return Evidence("dòng", (), table.source)
    cells = ", ".join(cell_name(line.row, line.label_column) for line, _ in lines[:3])
    return Evidence("dòng có số liệu", units, table.source.at(cells))


def _title_evidence(title: Iterable[tuple[Source, Value]], senders: Sequence[Unit]) -> Evidence:
    for source, value in title:
        if isinstance(value, str) and (units := units_mentioned(value, senders)):
            return Evidence("tiêu đề", units, source)
    return Evidence("tiêu đề", (), Source())


def _choose(
    table: Table,
    unit: Unit | None,
    own: Sequence[tuple[_Line, tuple[Unit, ...]]],
    parts: Sequence[tuple[_Line, tuple[Unit, ...]]],
    senders: Sequence[Unit],
) -> tuple[list[_Line], list[Problem]]:
    """The lines that are the unit's figures, and what is wrong with the choice."""
    known = {line.row for line, _ in (*own, *parts)}
    problems = []
    strangers = []
    for line in _lines(table):
        if line.row in known or key(line.label) in TOTAL_KEYS or _is_note(table, line):
            continue
        if line.label and line.entered:
            near = suggestions(line.label, [*senders, *(unit.children if unit else ())])
            problems.append(
                Problem(
                    Fault.ROW_UNKNOWN,
                    table.place(line.row, line.label_column),
                    {"read": line.label, "near": " hoặc ".join(near)},
                )
            )
        elif line.entered:
            strangers.append(line)
    if unit is None:
        return [], problems
    if parts:
        chosen = []
        seen: dict[str, _Line] = {}
        for line, _ in parts:
            named = units_named(line.label, unit.children)
            if not named:
                problems.append(
                    Problem(Fault.ROW_UNKNOWN, table.place(line.row, line.label_column), {"read": line.label, "near": ""})
                )
                continue
            problems.extend(_twice(table, seen, named[0].code, line))
            seen.setdefault(named[0].code, line)
            chosen.append(line)
        return chosen, problems
    mine = [line for line, named in own if unit in named and line.entered]
    if not mine and strangers and not own:
        mine = strangers[:1]  # a form for one unit whose line has no name
    elif strangers and not problems:
        problems.extend(
            Problem(Fault.ROW_UNKNOWN, table.place(line.row, line.label_column), {"read": "(để trống)", "near": ""})
            for line in strangers
        )
    seen = {}
    for line in mine:
        problems.extend(_twice(table, seen, unit.code, line))
        seen.setdefault(unit.code, line)
    if not mine:
        problems.append(Problem(Fault.ROW_EMPTY, table.source, {"unit": unit.name}))
    return mine[:1], problems


def _twice(table: Table, seen: Mapping[str, _Line], code: str, line: _Line) -> list[Problem]:
    if code not in seen:
        return []
    return [
        Problem(
            Fault.ROW_TWICE,
            table.place(line.row, line.label_column),
            {"read": line.label, "first": cell_name(seen[code].row, seen[code].label_column)},
        )
    ]


def _note(table: Table, lines: Sequence[_Line]) -> str:
    """What explains a correction: words right of the table on a line, or a line below that begins as one."""
    for line in lines:
        for column, value in line.cells.items():
            if not isinstance(value, str):
                continue
            text = tidy(value)
            beside = column > table.right and len(text) > 2 and key(text) not in NOTE_KEYS and bool(line.entered)
            if beside or (key(text).startswith(NOTE_STARTS) and len(text) > len("Ghi chú: ")):
                return text
    return ""


def _read_rows(table: Table, lines: Sequence[_Line], noted: bool) -> tuple[tuple[Row, ...], list[Problem]]:
    rows, problems = [], []
    for line in lines:
        row, faults = _read_row(table, line, noted)
        rows.append(row)
        problems.extend(faults)
    return tuple(rows), problems


def _read_row(table: Table, line: _Line, noted: bool) -> tuple[Row, list[Problem]]:
    counts: dict[Column, Count] = {}
    problems: list[Problem] = []
    for (kind, measure), column in table.columns.items():
        value = line.cells.get(column)
        source = table.place(line.row, column)
        reading = read_number(value)
        words: dict[str, object] = {"kind": KIND_LABELS[kind], "column": MEASURE_LABELS[measure], "read": _quoted(value)}
        if reading.fault:
            words |= {"value": reading.value} if reading.fault in _SOFT_FAULTS else {"hint": reading.hint}
            problems.append(Problem(reading.fault, source, words))
        elif reading.value is None and measure in (Measure.TODAY, Measure.ENTERED) and kind is not Kind.SUM:
            problems.append(Problem(Fault.BLANK, source, words))
        if reading.value is not None and reading.value < 0:
            allowed = noted and measure is Measure.TODAY
            problems.append(Problem(Fault.CORRECTION if allowed else Fault.NEGATIVE, source, words))
        area = next((area for area in table.grid.merged if (line.row, column) in area), None)
        if area is not None and (area.left != area.right or area.top != area.bottom):
            merged = range_name((area.top, area.left), (area.bottom, area.right))
            problems.append(Problem(Fault.MERGED_FIGURES, source.at(merged), words))
        counts[kind, measure] = Count(reading.value, source, (line.row, column) not in table.grid.formulas)
    return Row(line.label, table.place(line.row, line.label_column), counts), problems


def _quoted(value: Value | None) -> object:
    match value:
        case None:
            return ""
        case ErrorValue():
            return value.code
        case Uncached():
            return f"={value.formula}"
        case _:
            return value


def _sum_rows(rows: Sequence[Row]) -> dict[Column, Count]:
    """The unit's figures: its own line, or the sums over its parts with the range they stand in."""
    if not rows:
        return {}
    if len(rows) == 1:
        return dict(rows[0].counts)
    counts = {}
    for column in rows[0].counts:
        cells = [row.counts[column] for row in rows]
        values = [count.value for count in cells if count.value is not None]
        first, last = cells[0].source, cells[-1].source
        counts[column] = Count(
            sum(values) if values else None, replace(first, cell=f"{first.cell}:{last.cell}"), typed=False
        )
    return counts


