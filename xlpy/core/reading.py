"""From sheets to submissions: which form, whose, of which day, and what each cell says.

Nothing is judged against the plan or the days before, and nothing is guessed: what cannot be read becomes a
`Problem` with its cell, and the other cells are read all the same, so that a clerk sees every fault at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from string import ascii_uppercase
from typing import NamedTuple

from xlpy.core.dates import serial
from xlpy.core.day_sheet import Days, Lines, find_days
from xlpy.core.formats import shown_as
from xlpy.core.forms import (
    DAY_SHEET,
    KIND_LABELS,
    MEASURE_LABELS,
    MEASURE_WORDS,
    NOTE_KEYS,
    NOTE_STARTS,
    PHONED,
    parse_mark,
)
from xlpy.core.fractions_typed import told_where_typed
from xlpy.core.grid import Grid, Snapshot, Value, cell_name, range_name
from xlpy.core.identify import MARK, Evidence, decide_date, decide_sender, level_in_title, name_evidence
from xlpy.core.lines import Line, Sorted, choose_lines, label_cells, read_lines, sort_lines
from xlpy.core.locate import Table, find_tables, title_texts
from xlpy.core.mismatch_sheet import MismatchSheet, find_mismatches
from xlpy.core.numbers import read_number
from xlpy.core.reason_cell import as_quoted, phoned_reason, read_reason
from xlpy.core.records import KINDS, Column, Count, Kind, Measure, Row
from xlpy.core.source import NOWHERE, Fault, Problem, Source
from xlpy.core.text import clipped, key, tidy
from xlpy.core.typed import as_typed
from xlpy.core.units import Unit, Units, units_mentioned
from xlpy.core.zero_reasons import ZeroReason

_UNDERSTOOD = (Fault.TEXT_NUMBER, Fault.DASH)
"""Faults of cells whose number is known all the same."""
_MISTAKES_DOTS = (Fault.FRACTION, Fault.AMBIGUOUS_SEPARATOR)
"""What shows that dots and commas were taken for each other: then a whole number beside it may be wrong as well."""


_WITH_MISMATCHES = frozenset({"3"})
"""Versions of issued forms that have the sheet Theo dõi riêng."""


class Unread(NamedTuple):
    """A cell of a form that could not be read: which column's, why, and what stands there."""

    column: Column
    source: Source
    fault: Fault
    read: object


class Submission(NamedTuple):
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
    issued_for: str = ""
    """The number of the plan for which the form was issued, where it has a mark."""
    by_days: bool = False
    """A form that we issued: its figures were typed on its sheet of days, Phụ lục 01 follows and is locked."""
    days: Lines | None = None
    """The lines of that sheet; None of another form."""
    phoned: bool = False
    """Typed in by the office for a unit that telephoned: only what was entered on the day."""
    unread: tuple[Unread, ...] = ()
    """Cells that follow from others or from the plan and could not be read: nothing is taken from them."""
    level: str = ""
    """The level that the form says it is of, by its mark or in brackets in its title; "" where it says nothing."""
    reason: ZeroReason | None = None
    """Why nothing was entered on the day, where the unit chose a reason."""
    reason_place: Source = NOWHERE
    mismatches: MismatchSheet | None = None
    """The sheet Theo dõi riêng; None where the file has none."""
    lacks_mismatches: bool = False
    """A form that was issued with that sheet, and has it no more."""

    def value(self, kind: Kind, measure: Measure) -> int | None:
        """A figure of the unit; None where it was left blank or could not be read."""
        count = self.counts.get((kind, measure))
        return count.value if count else None

    def place(self, kind: Kind, measure: Measure) -> Source:
        """The cell of a figure, or the form where there is none."""
        count = self.counts.get((kind, measure))
        return count.source if count else self.source

    def read(self, kind: Kind) -> bool:
        """Whether what stands under "trong ngày" and "đã nhập" of a kind could be read (a blank can)."""
        return not any(
            (count := self.counts.get((kind, measure))) and count.unread for measure in (Measure.TODAY, Measure.ENTERED)
        )

    @property
    def is_zero(self) -> bool:
        """Whether the unit says that nothing at all was entered on the day: a blank says nothing."""
        return all(self.value(kind, Measure.TODAY) == 0 for kind in KINDS)

    @property
    def day_place(self) -> Source:
        """Where the day is written; the form's first cell where only the file's name tells it."""
        return self.date_source if self.date_source.cell else self.source

    @property
    def has_figures(self) -> bool:
        """Whether anything at all stands under "trong ngày" or "đã nhập"."""
        return any(
            (count := self.counts.get((kind, measure))) is not None and (count.value is not None or count.unread)
            for kind in KINDS
            for measure in (Measure.TODAY, Measure.ENTERED)
        )


def read_submissions(
    snapshot: Snapshot, senders: Units, *, year: int, start: date, named: Unit | None = None
) -> tuple[Submission, ...]:
    """Every Phụ lục 01 in a file, in the order of its sheets; blank specimens beside a filled form are left out.

    `senders` are the units that may report; `year` completes dates such as "22-5" in a file's name; `start` is
    the first day of the campaign; `named` is the unit that the office says the file is of, whatever it shows.
    """
    texts = (value for grid in snapshot.grids for value in grid.cells.values() if isinstance(value, str))
    marks = [found for text in texts if (found := parse_mark(text)) is not None]
    phoned = any(PHONED in mark for mark in marks)
    issued = next((mark["ke-hoach"] for mark in marks if mark.get("ke-hoach")), "")
    codes = {mark.get("don-vi", "") for mark in marks}
    marked = tuple(senders.ever.by_code[code] for code in codes if code in senders.ever.by_code)
    ours = any("mau" in mark for mark in marks)
    days = find_days(snapshot.grids) if ours else None
    lines = days.lines if days is not None else None
    grids, stale = as_typed(snapshot.grids, days) if ours else (snapshot.grids, ())
    level = next((mark["cap"] for mark in marks if mark.get("cap")), "")
    by_days = ours and any(grid.sheet == DAY_SHEET for grid in grids)
    submissions = [
        _read_table(
            table,
            senders,
            marked,
            named,
            year=year,
            start=start,
            phoned=phoned,
            stale=[problem for problem in stale if problem.source.sheet == Source(sheet=grid.sheet).sheet],
        )._replace(issued_for=issued, by_days=by_days, days=lines)
        for grid in grids
        for table in find_tables(grid)
    ]
    if level:
        submissions = [submission._replace(level=level) for submission in submissions]
    mismatches = find_mismatches(snapshot.grids)
    lacks = mismatches is None and any(mark.get("mau", "") in _WITH_MISMATCHES for mark in marks)
    if mismatches is not None or lacks:
        submissions = [each._replace(mismatches=mismatches, lacks_mismatches=lacks) for each in submissions]
    if days is not None and days.reason_column is not None:
        submissions = [_with_reason(submission, days) for submission in submissions]
    elif phoned:
        submissions = [_with_phoned_reason(submission, snapshot.grids) for submission in submissions]
    submissions = [
        one._replace(problems=told_where_typed(one.problems, one.rows, lines, one.date)) for one in submissions
    ]
    filled = [submission for submission in submissions if submission.has_figures]
    return tuple(filled or submissions)


def _with_reason(submission: Submission, days: Days) -> Submission:
    """A form with the reason that was chosen in its day's row."""
    day = submission.date
    entry = next((entry for entry in days.days if entry.day == day), None)
    if entry is None or day is None:
        return submission
    return _reasoned(submission, entry.reason, Source(days.grid.file, days.grid.sheet, days.reason_cell(day)))


def _with_phoned_reason(submission: Submission, grids: Sequence[Grid]) -> Submission:
    """What was told by telephone, with the reason that the office chose in the unit's row, where there is one."""
    grid = next((grid for grid in grids if grid.sheet == submission.source.sheet), None)
    row = submission.place(KINDS[0], Measure.TODAY).cell.lstrip(ascii_uppercase)
    if grid is None or not row or not submission.has_figures:
        return submission  # without figures the place is no row of the unit's
    cell = phoned_reason(grid, int(row) - 1)
    return submission if cell is None else _reasoned(submission, cell.value, submission.source.at(cell.name))


def _reasoned(submission: Submission, value: Value | None, place: Source) -> Submission:
    reason, problem = read_reason(value, place)
    if problem is not None:
        return submission._replace(problems=(*submission.problems, problem))
    return submission if reason is None else submission._replace(reason=reason, reason_place=place)


def _read_table(
    table: Table,
    senders: Units,
    marked: tuple[Unit, ...],
    named: Unit | None,
    *,
    year: int,
    start: date,
    phoned: bool,
    stale: Sequence[Problem],
) -> Submission:
    grid = table.grid
    title = [(table.place(*position), value) for position, value in title_texts(table)]
    day, day_source, problems = decide_date(title, grid.file, table.source, senders, year=year, start=start)
    faults = [*table.problems, *stale, *problems]
    if not grid.visible:
        faults.append(Problem(Fault.HIDDEN_SHEET, Source(grid.file, grid.sheet)))
    lines = read_lines(table)
    found = sort_lines(lines, senders.ever)
    evidence = _evidence(table, title, found, marked, senders.ever)
    unit, unit_problem = decide_sender(evidence, senders, table.source)
    candidates: frozenset[str] = frozenset()
    if unit_problem:
        faults.append(unit_problem)
        candidates = frozenset(unit.code for piece in evidence for unit in piece.units)
        unit = named if named and named.code in candidates else None
    chosen, line_faults = choose_lines(unit, found, senders, table.source)
    faults.extend(_hidden(table, chosen))
    note = _note(table, lines)
    rows, cell_faults, unread = _read_rows(table, chosen, noted=bool(note))
    total, _, unread_sums = _read_row(table, found.total, noted=True, sums=True) if found.total else (None, (), ())
    return Submission(
        source=table.source,
        unit=unit,
        date=day,
        date_source=day_source,
        rows=rows,
        total=total,
        counts=_sum_rows(rows),
        note=note,
        problems=(*faults, *line_faults, *(_of_the_day(cell_faults) if phoned else cell_faults)),
        candidates=candidates,
        phoned=phoned,
        unread=(*unread, *unread_sums),
        level=level_in_title(value for _, value in title),
    )


def _of_the_day(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems of what a unit can tell by telephone: its running totals nobody asked for."""
    running = MEASURE_LABELS[Measure.ENTERED]
    return (p for p in problems if not (p.fault is Fault.BLANK and p.values.get("column") == running))


def _hidden(table: Table, lines: Sequence[Line]) -> Iterator[Problem]:
    """Lines and columns of figures that are hidden, by hand or by a filter: who sent the form did not see them."""
    looks = table.grid.looks
    for line in lines:
        if line.row in looks.hidden_rows and line.filled:
            yield Problem(Fault.HIDDEN_FIGURES, line.label_place, {"what": f"dòng “{clipped(line.label)}”"})
    for (kind, measure), column in table.columns.items():
        if measure not in (Measure.TODAY, Measure.ENTERED) or column not in looks.hidden_columns:
            continue
        seen = next((line for line in lines if not read_number(line.cells.get(column)).blank), None)
        if seen is not None:
            what = f"cột “{MEASURE_LABELS[measure]}” của “{KIND_LABELS[kind]}”"
            yield Problem(Fault.HIDDEN_FIGURES, table.place(seen.row, column), {"what": what})


def _evidence(
    table: Table,
    title: Iterable[tuple[Source, Value]],
    found: Sorted,
    marked: tuple[Unit, ...],
    senders: Units,
) -> tuple[Evidence, ...]:
    """What tells the unit, in the order of trust: the form's mark, its lines, its title, its parts, the file's name."""
    # Beside zeros, only the line with figures counts: the specimen has zeros for everyone.
    lines = [item for item in found.own if item[0].filled] or [item for item in found.own if item[0].entered]
    units = tuple(dict.fromkeys(unit for _, named in lines for unit in named))
    cells = label_cells([line for line, _ in lines])
    # One commune's line alone may be the commune's own form, which is not its district's report.
    parents = found.parents if len(found.parts) > 1 or found.total else ()
    return (
        Evidence(MARK, marked, Source(table.grid.file)),
        Evidence("dòng có số liệu", units, table.source.at(cells)),
        _title_evidence(title, senders, table.source),
        Evidence("tên xã, phường", parents, table.source.at(label_cells(found.parts))),
        name_evidence(table.grid.file, senders),
    )


def _title_evidence(title: Iterable[tuple[Source, Value]], senders: Units, form: Source) -> Evidence:
    mentions = {
        source: units
        for source, value in title
        if isinstance(value, str) and (units := units_mentioned(value, senders))
    }
    named = dict.fromkeys(unit for units in mentions.values() for unit in units)
    return Evidence("tiêu đề", tuple(named), next(iter(mentions), form))


def _note(table: Table, lines: Sequence[Line]) -> str:
    """What explains a correction: words right of the table on a line, or a line below that begins as one."""
    for line in lines:
        for column, value in line.cells.items():
            if not isinstance(value, str):
                continue
            text = tidy(value)
            beside = column > table.right and len(text) > 2 and key(text) not in NOTE_KEYS and line.entered
            if beside or (key(text).startswith(NOTE_STARTS) and len(text) > len("Ghi chú: ")):
                return text
    return ""


def _read_rows(
    table: Table, lines: Sequence[Line], *, noted: bool
) -> tuple[tuple[Row, ...], list[Problem], list[Unread]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    unread: list[Unread] = []
    for line in lines:
        row, faults, overlooked = _read_row(table, line, noted=noted)
        rows.append(row)
        problems.extend(faults)
        unread.extend(overlooked)
    return tuple(rows), problems, unread


def _read_row(table: Table, line: Line, *, noted: bool, sums: bool = False) -> tuple[Row, list[Problem], list[Unread]]:
    counts: dict[Column, Count] = {}
    problems: list[Problem] = []
    overlooked: list[Unread] = []
    merged_here = [area for area in table.grid.merged if area.top <= line.row <= area.bottom]
    sheet = Source(table.grid.file, table.grid.sheet)
    for (kind, measure), column in table.columns.items():
        value = line.cells.get(column)
        source = sheet.at(cell_name(line.row, column))
        reading = read_number(value)
        typed = (line.row, column) not in table.grid.formulas
        plain = not merged_here and (line.row, column) not in table.grid.looks.formats
        if plain and reading.fault is None and reading.value is not None and reading.value >= 0:
            counts[kind, measure] = Count(reading.value, source, typed)
            continue  # as most cells: nothing is to be told
        words: dict[str, object] = {
            "kind": KIND_LABELS[kind],
            "column": MEASURE_WORDS[measure],
            "read": as_quoted(value),
        }
        if reading.fault is Fault.DATE_FORMAT and isinstance(value, date | time | timedelta):
            stored = table.grid.looks.stored.get((line.row, column))
            words["stored"] = serial(value) if stored is None else stored
        elif reading.value is not None and (code := table.grid.looks.formats.get((line.row, column))):
            shown = shown_as(code, reading.value)
            if shown is not None:
                problems.append(
                    Problem(Fault.SHOWN_OTHERWISE, source, {**words, "shown": f"“{shown}”" if shown else "trống"})
                )
        follows = sums or measure in (Measure.TOTAL, Measure.REMAINING) or kind is Kind.SUM
        unread = reading.fault is not None and reading.fault not in _UNDERSTOOD
        if reading.fault and unread and follows and reading.fault not in _MISTAKES_DOTS:
            overlooked.append(Unread((kind, measure), source, reading.fault, words["read"]))
        elif reading.fault:
            words |= {"value": reading.value} if reading.fault in _UNDERSTOOD else {"hint": reading.hint}
            problems.append(Problem(reading.fault, source, words))
        elif reading.value is None and measure in (Measure.TODAY, Measure.ENTERED) and kind is not Kind.SUM:
            problems.append(Problem(Fault.BLANK, source, words))
        if reading.value is not None and reading.value < 0 and measure in (Measure.TODAY, Measure.ENTERED):
            # What is left is below zero where too much was entered: that is told of what was entered (CD02).
            allowed = noted and measure is Measure.TODAY
            problems.append(Problem(Fault.CORRECTION if allowed else Fault.NEGATIVE, source, words))
        area = next((area for area in merged_here if area.covers((line.row, column))), None)
        if area is not None and (area.left != area.right or area.top != area.bottom):
            merged = range_name((area.top, area.left), (area.bottom, area.right))
            problems.append(Problem(Fault.MERGED_FIGURES, source.at(merged), words))
        counts[kind, measure] = Count(reading.value, source, typed, unread)
    return Row(line.label, line.label_place, counts), problems, overlooked


def _sum_rows(rows: Sequence[Row]) -> dict[Column, Count]:
    """The unit's figures: its own line, or the sums over its parts with the range they stand in."""
    if len(rows) <= 1:
        return dict(rows[0].counts) if rows else {}
    counts = {}
    for column in rows[0].counts:
        cells = [row.counts[column] for row in rows]
        values = [count.value for count in cells if count.value is not None]
        first, last = cells[0].source, cells[-1].source
        place = first._replace(cell=f"{first.cell}:{last.cell}")
        counts[column] = Count(sum(values) if values else None, place, False, any(count.unread for count in cells))
    return counts
