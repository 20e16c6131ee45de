"""An issued unit form is taken from what was typed on its sheet of days; its Phụ lục 01 follows from that.

Some programs save a file without calculating it (LibreOffice that believes what the file held, libraries, phones): then
the official sheet still shows nothing, or another day. What was typed counts, the official sheet is only a check: where
the two differ its cells are calculated here, by the form's own formulas, and it is said.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TypeGuard

from xlpy.core.dates import dates_in_title
from xlpy.core.day_sheet import Day, Days
from xlpy.core.forms import CHOSEN_LABEL, FORM_01, NOTE_WORDS, TOTAL_KEYS
from xlpy.core.grid import ErrorValue, Grid, Position, Uncached, Value, cell_name
from xlpy.core.locate import Table, find_tables, row_label, title_texts
from xlpy.core.records import KINDS, Column, Kind, Measure
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import clipped, key, tidy
from xlpy.core.text import day as written

_DRIFT = 1e-9
"""By which two sums of the same fractions may differ."""


def as_typed(sheets: Sequence[Grid], days: Days | None) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """The sheets of an issued form with Phụ lục 01 as its `days` make it; they themselves where they agree.

    A difference is a problem (`NOT_RECALCULATED`) at the first cell that differs.
    """
    if days is None or not days.days:
        # Nothing was typed: formulas that nobody calculated have nothing to say either.
        return tuple(sheets if days is None else map(_without_uncached, sheets)), ()
    grids, problems = list(sheets), list[Problem]()
    for place, grid in enumerate(sheets):
        tables = () if grid is days.grid else find_tables(grid)
        if len(tables) != 1:
            continue
        cells = _calculated(tables[0], days)
        differing = [position for position, value in cells.items() if not _same(grid.cells.get(position), value)]
        if not differing:
            continue
        kept = {position: value for position, value in grid.cells.items() if position not in cells}
        grids[place] = grid._replace(cells=kept | {at: value for at, value in cells.items() if value is not None})
        first = min(differing)
        source, read = Source(grid.file, grid.sheet, cell_name(*first)), _told(grid.cells.get(first))
        values = {
            "day": _shown(tables[0], days).day,
            "sheet": days.grid.sheet,
            "read": read,
            "count": len(differing),
        }
        problems.append(Problem(Fault.NOT_RECALCULATED, source, values))
    return tuple(grids), tuple(problems)


def _without_uncached(grid: Grid) -> Grid:
    return grid._replace(cells={at: value for at, value in grid.cells.items() if not isinstance(value, Uncached)})


def _shown(table: Table, days: Days) -> Day:
    """The day that Phụ lục 01 is to show: the one chosen above it, else the last one with an entry."""
    chosen = _chosen(table)
    return next((entry for entry in days.days if entry.day == chosen), days.days[-1])


def _chosen(table: Table) -> date | None:
    asked: int | None = None
    for (row, _), value in title_texts(table):
        if isinstance(value, str) and key(value).startswith(key(CHOSEN_LABEL)):
            asked = row
        elif row == asked and isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value
    return None


def _calculated(table: Table, days: Days) -> dict[Position, Value | None]:
    """Each cell of Phụ lục 01 that follows from what was typed, with what it holds then."""
    shown = _shown(table, days)
    figures = dict(_figures(days, shown))
    cells: dict[Position, Value | None] = {}
    last = table.first_row
    for number, line in ((number, line) for number, line in table.rows.items() if number >= table.first_row):
        _, label = row_label(table, line)
        if not label:
            continue
        for column, value in figures.items():
            if column in table.columns:
                # The TỔNG line adds up one line: a text in it is none of its sum.
                cells[number, table.columns[column]] = (
                    value if key(label) not in TOTAL_KEYS or _is_number(value) else None
                )
        last = number
        if key(label) in TOTAL_KEYS:
            break
    cells.update(_title(table, shown.day))
    cells.update(_note(table, shown, last))
    return cells


def _figures(days: Days, shown: Day) -> Iterator[tuple[Column, Value | None]]:
    """The figures of a day by the form's own formulas; nothing of a sum over a cell that shows an error."""
    sums: dict[Measure, list[Value | None]] = {measure: [] for measure in Measure}
    for kind in KINDS:
        total = days.totals[kind]
        entered = _sum([days.before[kind], *(day.typed.get(kind) for day in days.days if day.day <= shown.day)])
        figures = {
            Measure.TOTAL: total,
            Measure.TODAY: shown.typed.get(kind),
            Measure.ENTERED: entered,
            Measure.REMAINING: _left(total, entered),
        }
        for measure, value in figures.items():
            sums[measure].append(value)
            if not isinstance(value, ErrorValue):
                yield (kind, measure), value
    for measure, values in sums.items():
        needed = len(KINDS) if measure in (Measure.TOTAL, Measure.REMAINING) else 1
        whole = _sum(values) if sum(map(_is_number, values)) >= needed else None
        if not isinstance(whole, ErrorValue):
            yield (Kind.SUM, measure), whole


def _left(total: Value | None, entered: int | float | ErrorValue) -> Value | None:
    if isinstance(entered, ErrorValue):
        return entered
    return total - entered if _is_number(total) else None


def _is_number(value: Value | None) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _sum(values: Sequence[Value | None]) -> int | float | ErrorValue:
    """SUM as spreadsheets have it: texts and truth values count as nothing, an error makes an error."""
    error = next((value for value in values if isinstance(value, ErrorValue)), None)
    return sum(value for value in values if _is_number(value)) if error is None else error


def _title(table: Table, day: date) -> Iterator[tuple[Position, Value]]:
    """The cell that names the day, saying this one."""
    for position, value in title_texts(table):
        text = value.formula if isinstance(value, Uncached) else value
        if isinstance(text, str) and "tính đến ngày" in key(text):
            if isinstance(value, Uncached) or [found.value for found in dates_in_title(text)] != [day]:
                yield position, f"{FORM_01.title} {FORM_01.as_of.format(date=written(day))}"
            return


def _note(table: Table, day: Day, last: int) -> Iterator[tuple[Position, Value]]:
    """The note of the day, in the line below TỔNG where Phụ lục 01 shows it."""
    note = day.note
    shown = {at: value for at, value in table.grid.cells.items() if at[0] == last + 1}
    if isinstance(note, str) and tidy(note) and not any(key(note) in key(str(value)) for value in shown.values()):
        yield (last + 1, table.unit_column or 0), f"{NOTE_WORDS}{note}"


def _same(there: Value | None, value: Value | None) -> bool:
    if _is_number(there) and _is_number(value):
        return abs(there - value) < _DRIFT
    return there == value


def _told(value: Value | None) -> str:
    if isinstance(value, Uncached):
        return "công thức chưa tính"
    return "trống" if value is None else clipped(str(value), 30)
