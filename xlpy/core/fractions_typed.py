"""A fraction is told where it was typed: it makes fractions of all that is computed from it, which nobody can mend."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from xlpy.core.day_sheet import Lines
from xlpy.core.forms import KIND_LABELS
from xlpy.core.numbers import read_number
from xlpy.core.records import KINDS, Column, Kind, Measure, Row
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import formal_day

_FOLLOWS: Mapping[Measure, tuple[Measure, ...]] = {
    Measure.TOTAL: (),
    Measure.TODAY: (Measure.ENTERED,),
    Measure.ENTERED: (Measure.TODAY,),
    Measure.REMAINING: (Measure.TOTAL, Measure.TODAY, Measure.ENTERED),
}
"""From what of its kind a figure may be computed."""
_ORDER = tuple(Measure)


def told_where_typed(
    problems: Sequence[Problem], rows: Sequence[Row], days: Lines | None, day: date | None
) -> tuple[Problem, ...]:
    """A form's problems without the fractions of cells that a formula computed from another fraction.

    `days` are the lines of an issued form's sheet of days: what those before `day` hold is told there.
    """
    if not any(problem.fault is Fault.FRACTION for problem in problems):
        return tuple(problems)
    earlier = list(_of_earlier_lines(days, day)) if days is not None and day is not None else []
    faulty = {problem.source for problem in problems if problem.fault is Fault.FRACTION}
    kinds = None if days is None else frozenset(kind for kind, _ in earlier)
    followers = {source for row in rows for source in _followers(row, faulty, kinds)}
    told = [one for one in problems if one.fault is not Fault.FRACTION or one.source not in followers]
    return (*told, *(problem for _, problem in earlier))


def _followers(row: Row, faulty: set[Source], earlier: frozenset[Kind] | None) -> Iterator[Source]:
    """The computed cells of a line whose fraction comes from another cell's.

    `earlier`: of an issued form, where all is computed, the kinds that have a fraction on an earlier line.
    """
    broken = {column for column, count in row.counts.items() if count.source in faulty}
    typed = {column for column in broken if row.counts[column].typed and earlier is None}
    for kind, measure in broken - typed:
        own = KINDS if kind is Kind.SUM else (kind,)
        causes: set[Column] = {(each, cause) for each in own for cause in _FOLLOWS[measure]}
        if kind is Kind.SUM:
            causes |= {(each, measure) for each in own}
        # What is computed may be computed from what stands left of it; a cycle is nobody's cause.
        first = {
            cause for cause in causes & broken if kind is Kind.SUM or _ORDER.index(cause[1]) < _ORDER.index(measure)
        }
        if (
            first
            or causes & typed
            or (measure in (Measure.ENTERED, Measure.REMAINING) and (earlier or frozenset()).intersection(own))
        ):
            yield row.counts[kind, measure].source


def _of_earlier_lines(days: Lines, day: date) -> Iterator[tuple[Kind, Problem]]:
    """The fractions on the lines before a day's."""
    for entry in days.days:
        if entry.day < day:
            for kind, value in entry.typed.items():
                reading = read_number(value)
                if isinstance(value, float) and reading.fault is Fault.FRACTION:
                    line = f"dòng {formal_day(entry.day)}"
                    values = {"kind": KIND_LABELS[kind], "column": line, "read": value, "hint": reading.hint}
                    source = Source(days.file, days.sheet, days.cell(entry.day, kind))
                    yield kind, Problem(Fault.FRACTION, source, values)
