"""The laws that a form's figures must keep, as equations over its cells, and the one cell that would mend them.

An equation is Σ coefficient × cell = constant; a bound is Σ coefficient × cell ≤ constant. When some are
broken, a cell can be the only culprit if it stands in all of them and one value for it satisfies every law.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias, TypeGuard

from xlpy.core.reading import Submission
from xlpy.core.records import KINDS, Count, Kind, Measure, Row
from xlpy.core.source import Source

Terms: TypeAlias = tuple[tuple[Source, int], ...]


class Balance(NamedTuple):
    """Σ coefficient × cell = constant, or ≤ where `bound`. Coefficients are 1 and −1, and no cell comes twice."""

    terms: Terms
    constant: int
    bound: bool = False

    def left_over(self, values: Mapping[Source, int]) -> int:
        """Σ coefficient × cell − constant: 0 (a bound: 0 or less) where the law holds."""
        return sum(factor * values[cell] for cell, factor in self.terms) - self.constant

    def holds(self, values: Mapping[Source, int]) -> bool:
        left = self.left_over(values)
        return left <= 0 if self.bound else left == 0


class Repair(NamedTuple):
    """The smallest mend: one cell, what it says, what it should say."""

    cell: Source
    read: int
    value: int


def repair(submission: Submission, totals: Mapping[Kind, int], previous: Mapping[Kind, int] | None) -> Repair | None:
    """The one typed cell whose change restores every balance, or None where there is none or no single best.

    `totals` are the plan's; `previous` the running totals of the day before, None where days were skipped or
    the unit has no history (then `entered` may hold more than `today` explains).
    """
    values, typed = _cells(submission)
    balances = tuple(_balances(submission, totals, previous))
    broken = [balance for balance in balances if not balance.holds(values)]
    if not any(not balance.bound for balance in broken):
        return None  # a broken bound alone says that something is too large, not how large it should be
    suspects = set.intersection(*({cell for cell, _ in balance.terms} for balance in broken)) & typed
    found = []
    for cell in suspects:
        value = _solve(cell, broken, values)
        if value < 0 <= values[cell]:
            continue
        mended = {**values, cell: value}
        if all(balance.holds(mended) for balance in balances):
            found.append(Repair(cell, values[cell], value))
    found.sort(key=_effort)
    if len(found) > 1 and _effort(found[0]) == _effort(found[1]):
        return None
    return found[0] if found else None


def _effort(item: Repair) -> int:
    return _keystrokes(str(item.read), str(item.value))


def _solve(cell: Source, broken: Sequence[Balance], values: Mapping[Source, int]) -> int:
    balance = next(balance for balance in broken if not balance.bound)
    return values[cell] - dict(balance.terms)[cell] * balance.left_over(values)


def _cells(submission: Submission) -> tuple[dict[Source, int], set[Source]]:
    lines = [*submission.rows, *([submission.total] if submission.total and len(submission.rows) > 1 else [])]
    counts = [count for line in lines for count in line.counts.values()]
    values = {count.source: count.value for count in counts if count.value is not None}
    return values, {count.source for count in counts if count.typed}


def _balances(
    submission: Submission,
    totals: Mapping[Kind, int],
    previous: Mapping[Kind, int] | None,
) -> Iterator[Balance]:
    corrects = bool(submission.note)  # what was done on a day is below zero only where a note explains it
    for row in submission.rows:
        yield from _row_balances(row, {} if len(submission.rows) > 1 else totals, corrects=corrects)
    for kind in KINDS:
        todays = _terms(submission.rows, kind, Measure.TODAY, -1)
        entereds = _terms(submission.rows, kind, Measure.ENTERED, 1)
        if todays and entereds:
            if previous is not None:
                yield Balance((*entereds, *todays), previous[kind])
            yield Balance(entereds, totals[kind], bound=True)
    if submission.total is not None and len(submission.rows) > 1:
        yield from _row_balances(submission.total, totals, corrects=corrects)
        for column, count in submission.total.counts.items():
            parts = _terms(submission.rows, *column, 1)
            if _stands(count) and parts:
                yield Balance((*parts, (count.source, -1)), 0)


def _row_balances(row: Row, totals: Mapping[Kind, int], *, corrects: bool) -> Iterator[Balance]:
    for kind in KINDS:
        today, entered = row.counts.get((kind, Measure.TODAY)), row.counts.get((kind, Measure.ENTERED))
        remaining, total = row.counts.get((kind, Measure.REMAINING)), row.counts.get((kind, Measure.TOTAL))
        if _read(today) and _read(entered):
            yield Balance(((today.source, 1), (entered.source, -1)), 0, bound=True)
            if not corrects:
                yield Balance(((today.source, -1),), 0, bound=True)
        if _stands(remaining) and _read(entered):
            if _read(total):
                yield Balance(((remaining.source, 1), (entered.source, 1), (total.source, -1)), 0)
            elif kind in totals:
                yield Balance(((remaining.source, 1), (entered.source, 1)), totals[kind])
    for measure in Measure:
        whole = row.counts.get((Kind.SUM, measure))
        parts = _terms((row,), None, measure, 1)
        if _stands(whole) and len(parts) == len(KINDS):
            yield Balance((*parts, (whole.source, -1)), 0)


def _terms(rows: Sequence[Row], kind: Kind | None, measure: Measure, factor: int) -> Terms:
    kinds = KINDS if kind is None else (kind,)
    counts = (row.counts.get((one, measure)) for row in rows for one in kinds)
    return tuple((count.source, factor) for count in counts if _read(count))


def _read(count: Count | None) -> TypeGuard[Count]:
    return count is not None and count.value is not None


def _stands(count: Count | None) -> TypeGuard[Count]:
    """A figure that would not change by itself when others are mended: a formula would."""
    return _read(count) and count.typed


def _keystrokes(read: str, meant: str) -> int:
    """Digits to strike, add, change or swap with a neighbour to get from one number to the other."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, left in enumerate(read, 1):
        last, before, row = before, row, [i]
        for j, right in enumerate(meant, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == meant[j - 2] and read[i - 2] == right:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
