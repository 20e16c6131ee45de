"""What a unit entered each day, made of the running totals it reported: days left out, lowered figures and all.

A day without a report is not a day of zero: what the next report adds is spread over the days since the last one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import fsum
from typing import NamedTuple

from xlpy.core.records import Kind

Weight = Callable[[date], float]
"""How much of a working day's work a day sees: 1 on weekdays, less on Saturdays and Sundays, 0 on a holiday."""

_DAY = timedelta(days=1)


class Reports(NamedTuple):
    """A unit's accepted reports. Kinds stand in the plan's order of priority.

    `totals`: cases that the plan gives, by kind. `entered`: day → kind → cases entered by its end. `machines` are those
    of today; `machines_then` those of days on which it had others, as far as that is known.
    """

    unit: str
    name: str
    machines: int
    totals: Mapping[Kind, int]
    entered: Mapping[date, Mapping[Kind, int]]
    machines_then: Mapping[date, int] = {}

    def until(self, day: date) -> "Reports":
        """As it was known at the end of a day."""
        return self._replace(entered={known: kinds for known, kinds in self.entered.items() if known <= day})

    @property
    def total(self) -> int:
        """Cases that the plan gives, all kinds together."""
        return sum(self.totals.values())

    @property
    def last_day(self) -> date | None:
        """The last day reported."""
        return max(self.entered, default=None)

    @property
    def last_entered(self) -> Mapping[Kind, int]:
        """By kind, at the end of the last day reported."""
        return self.entered[max(self.entered)] if self.entered else dict.fromkeys(self.totals, 0)

    @property
    def remaining(self) -> int:
        """Cases left after the last report; below 0 where the office accepted more than the plan has."""
        return self.total - sum(self.last_entered.values())

    @property
    def finished(self) -> date | None:
        """The first day at whose end all was entered."""
        return min((day for day, kinds in self.entered.items() if sum(kinds.values()) >= self.total), default=None)

    def lately(self, days: int) -> dict[Kind, int]:
        """What was entered of each kind in so many days before the last report."""
        last = self.last_day
        if last is None:
            return dict.fromkeys(self.totals, 0)
        older = [day for day in self.entered if day <= last - timedelta(days=days)]
        before = self.entered[max(older)] if older else dict.fromkeys(self.totals, 0)
        return {kind: max(0, cases - before[kind]) for kind, cases in self.last_entered.items()}


class Entered(NamedTuple):
    """Cases entered on a day. `known`: reported for this very day, and not spread over it from a later report."""

    day: date
    cases: float
    known: bool


def daily(reports: Reports, start: date, weight: Weight, largest_norm: int) -> tuple[Entered, ...]:
    """What was entered on each day from the start (or an earlier first report) to the last report.

    A later, lower total lowers the earlier ones: the cases taken back were never entered. More than the machines can
    do (at the largest norm) after days reported as zero was entered on those days too.
    """
    capacity = max((reports.machines, *reports.machines_then.values())) * largest_norm
    if not reports.entered:
        return ()
    days = sorted(reports.entered)
    totals = _never_falling([sum(reports.entered[day].values()) for day in days])
    found: list[Entered] = []
    before, total_before = min(start, days[0]) - _DAY, 0
    for day, total in zip(days, totals, strict=True):
        gap = [before + _DAY * number for number in range(1, (day - before).days + 1)]
        cases = total - total_before
        zeros = 0
        if cases > capacity * len(gap):
            while zeros < len(found) and found[-1 - zeros].known and not found[-1 - zeros].cases:
                zeros += 1
        if zeros:
            gap = [one.day for one in found[-zeros:]] + gap
            del found[-zeros:]
        found += _spread(cases, gap, weight) if len(gap) > 1 else [Entered(day, float(cases), known=True)]
        before, total_before = day, total
    return tuple(found)


def at_todays_machines(reports: Reports, days: Sequence[Entered]) -> tuple[Entered, ...]:
    """What would have been entered with the machines of today: machines that came or went change the pace at once."""
    then = reports.machines_then
    return tuple(
        one._replace(cases=one.cases * reports.machines / then[one.day]) if then.get(one.day) else one for one in days
    )


def _never_falling(totals: Sequence[int]) -> list[int]:
    lowest: list[int] = []
    for total in reversed(totals):
        lowest.append(max(0, min(total, lowest[-1] if lowest else total)))
    return lowest[::-1]


def _spread(cases: int, days: Sequence[date], weight: Weight) -> Iterable[Entered]:
    weights = [weight(day) for day in days]
    whole = fsum(weights)
    shares = [one / whole for one in weights] if whole else [1 / len(days)] * len(days)
    return [Entered(day, cases * share, known=False) for day, share in zip(days, shares, strict=True)]
