"""The laws that a form's figures must keep, as equations over its cells.

An equation is Σ coefficient × cell = constant; a bound is Σ coefficient × cell ≤ constant. Some cells follow from
others by definition ("còn lại", the sums, the line TỔNG): they are told apart, since a slip may have been carried into
them, as a formula would, or not.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias, TypeGuard

from xlpy.core.reading import Submission
from xlpy.core.records import KINDS, Column, Count, Kind, Measure, Row
from xlpy.core.source import Source

Terms: TypeAlias = tuple[tuple[Source, int], ...]
Values: TypeAlias = Mapping[Source, int]


class Balance(NamedTuple):
    """Σ coefficient × cell = constant, or ≤ where `bound`. No cell comes twice.

    `derived` is the cell that the law defines, where it defines one; `by_history` tells a law that a day before made,
    `checked` whether that day's figure was itself checked by what came before it.
    """

    terms: Terms
    constant: int
    bound: bool = False
    derived: Source | None = None
    by_history: bool = False
    checked: bool = True

    def left_over(self, values: Values) -> int:
        """Σ coefficient × cell − constant: 0 (a bound: 0 or less) where the law holds."""
        total = -self.constant
        for cell, factor in self.terms:  # a loop: some dozens of laws a form, four cells each
            total += factor * values[cell]
        return total

    def holds(self, values: Values) -> bool:
        left = self.left_over(values)
        return left <= 0 if self.bound else left == 0


class Before(NamedTuple):
    """What is known of a kind's running total before the day: `exact` where nothing was skipped since.

    `checked`: that figure was itself checked by what came before it.
    """

    entered: int
    exact: bool = True
    checked: bool = True


class Cells(NamedTuple):
    """The cells of a form that hold a figure, by place: their values, which were typed, which hold nothing."""

    values: Mapping[Source, int]
    typed: frozenset[Source]
    blank: frozenset[Source]
    """Cells of "trong ngày" and "đã nhập" that were left blank."""


def cells_of(submission: Submission) -> Cells:
    """The cells that the laws speak of."""
    counts = {column: count for line in _lines(submission) for column, count in _by_place(line)}
    asserted = {
        count.source
        for row in submission.rows
        for (kind, measure), count in row.counts.items()
        if kind is not Kind.SUM and measure in (Measure.TODAY, Measure.ENTERED)
    }
    return Cells(
        {place: count.value for place, count in counts.items() if count.value is not None},
        frozenset(place for place, count in counts.items() if count.typed and count.value is not None),
        frozenset(
            place
            for place, count in counts.items()
            if place in asserted and count.value is None and not count.unread and count.typed
        ),
    )


def _by_place(line: Row) -> Iterator[tuple[Source, Count]]:
    return ((count.source, count) for count in line.counts.values())


def _lines(submission: Submission) -> list[Row]:
    return [*submission.rows, *([submission.total] if has_own_total(submission) and submission.total else [])]


def has_own_total(submission: Submission) -> bool:
    """Whether the line TỔNG adds up the unit's own lines.

    Below the line of one unit it may be a whole province's: it is the unit's where it repeats most of its figures.
    """
    if submission.total is None or not submission.rows:
        return False
    if len(submission.rows) > 1:
        return True
    own, total = submission.rows[0].counts, submission.total.counts
    both = [column for column in own if column in total and _read(own[column]) and _read(total[column])]
    same = sum(own[column].value == total[column].value for column in both)
    return any(own[column].value for column in both) and 2 * same > len(both)


def balances(
    submission: Submission, totals: Mapping[Kind, int], before: Mapping[Kind, Before], filled: Source | None = None
) -> Iterator[Balance]:
    """Every law over the form's figures. `totals` are the plan's; `filled` is a blank cell, spoken of as if read."""
    laws = _Laws(submission, totals, filled)
    for row in submission.rows:
        yield from laws.of_a_row(row, {} if len(submission.rows) > 1 else totals)
    for kind in KINDS:
        yield from laws.of_the_days(kind, before.get(kind))
    if submission.total is not None and has_own_total(submission):
        yield from laws.of_a_row(submission.total, totals)
        yield from laws.of_the_lines(submission.total)


class _Laws(NamedTuple):
    submission: Submission
    totals: Mapping[Kind, int]
    filled: Source | None

    def reads(self, count: Count | None) -> TypeGuard[Count]:
        return count is not None and (count.value is not None or count.source == self.filled)

    def of_a_row(self, row: Row, totals: Mapping[Kind, int]) -> Iterator[Balance]:
        for kind in KINDS:
            today, entered = row.counts.get((kind, Measure.TODAY)), row.counts.get((kind, Measure.ENTERED))
            remaining, total = row.counts.get((kind, Measure.REMAINING)), row.counts.get((kind, Measure.TOTAL))
            if self.reads(today) and self.reads(entered):
                yield Balance(((today.source, 1), (entered.source, -1)), 0, bound=True)
                if not self.submission.note:  # below zero only where a note explains it
                    yield Balance(((today.source, -1),), 0, bound=True)
            if _read(remaining) and self.reads(entered):
                if _read(total):
                    terms: Terms = ((remaining.source, 1), (entered.source, 1), (total.source, -1))
                    yield Balance(terms, 0, derived=remaining.source)
                elif kind in totals:
                    terms = ((remaining.source, 1), (entered.source, 1))
                    yield Balance(terms, totals[kind], derived=remaining.source)
        for measure in Measure:
            whole = row.counts.get((Kind.SUM, measure))
            parts = self._terms((row,), [(kind, measure) for kind in KINDS], 1)
            if _read(whole) and len(parts) == len(KINDS):
                yield Balance((*parts, (whole.source, -1)), 0, derived=whole.source)

    def of_the_days(self, kind: Kind, before: Before | None) -> Iterator[Balance]:
        todays = self._terms(self.submission.rows, [(kind, Measure.TODAY)], -1)
        entereds = self._terms(self.submission.rows, [(kind, Measure.ENTERED)], 1)
        if not todays or not entereds:
            return
        if before is not None and before.exact:
            yield Balance((*entereds, *todays), before.entered, by_history=True, checked=before.checked)
        elif before is not None:
            at_least = tuple((place, -factor) for place, factor in (*entereds, *todays))
            yield Balance(at_least, -before.entered, bound=True, by_history=True)
        yield Balance(entereds, self.totals[kind], bound=True)

    def of_the_lines(self, total: Row) -> Iterator[Balance]:
        for column, count in total.counts.items():
            parts = self._terms(self.submission.rows, [column], 1)
            if _read(count) and parts:
                yield Balance((*parts, (count.source, -1)), 0, derived=count.source)

    def _terms(self, rows: Sequence[Row], columns: Sequence[Column], factor: int) -> Terms:
        counts = [row.counts.get(column) for row in rows for column in columns]
        return tuple([(count.source, factor) for count in counts if self.reads(count)])


def _read(count: Count | None) -> TypeGuard[Count]:
    return count is not None and count.value is not None


class FormLaws(NamedTuple):
    """A form's cells, and every law over them; `before` is what was known of the day before."""

    cells: Cells
    laws: tuple[Balance, ...]
    before: Mapping[Kind, Before]

    @property
    def contradict_themselves(self) -> bool:
        """Whether a law of the form itself is broken, whatever the days before say."""
        values = self.cells.values
        return any(not law.holds(values) for law in self.laws if not law.bound and not law.by_history)


def laws_of(submission: Submission, totals: Mapping[Kind, int], before: Mapping[Kind, Before]) -> FormLaws:
    """The laws over a form, made once for all that ask for them."""
    return FormLaws(cells_of(submission), tuple(balances(submission, totals, before)), before)
