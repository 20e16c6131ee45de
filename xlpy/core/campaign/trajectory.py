"""The trajectory that a unit's work will take: how much is entered after so many days, and with what certainty.

A lognormal law in closed form. What is asked of it are medians, ranges and the chance to be in time.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate, islice
from math import erf, exp, log, sqrt
from typing import NamedTuple

from xlpy.core.campaign.pace import Drift, WorkingPace, drifted
from xlpy.core.campaign.series import Weight

EIGHTY = 1.2816
"""Standard deviations on either side of the median that hold four cases of five."""

_DIGITS = 9
"""Logarithms differ in their last digits from one machine's library to another's; what is told must not."""
_FAR = 90
"""Days on which it is asked whether there will be an end at all, before it is looked for any farther."""
_DRIFT_SQUARE, _MOST_DRIFT, _ALWAYS = 0.2, 0.09, 0.0025


class Work:
    """Working days' worth of work in the first so many days to come, reckoned as far as it is asked for.

    Most units end within weeks; the year after the deadline is looked at only for those that do not.
    """

    def __init__(self, drift: Drift, weight: Weight, last_day: date, days: int) -> None:
        self.days = days
        self._known: list[float] = []
        self._rest = self._counted(drift, weight, last_day)

    def _counted(self, drift: Drift, weight: Weight, last_day: date) -> Iterator[float]:
        return accumulate(
            weight(last_day + timedelta(days=number)) * factor
            for number, factor in enumerate(drifted(drift, self.days), start=1)
        )

    def __call__(self, days: int) -> float:
        """In the first so many days, from 1 on; beyond the last that is looked at, nothing more is done."""
        days = min(days, self.days)
        if days > len(self._known):
            self._known += islice(self._rest, days - len(self._known))
        return self._known[days - 1] if days else 0.0


class Trajectory(NamedTuple):
    """From the last report on. `capacity`: cases a day that no machine exceeds. `level`: cases in a working day."""

    last_day: date
    remaining: int
    capacity: int
    work: Work
    pace: WorkingPace
    drift: Drift
    level: float

    def median(self, days: int) -> float:
        """Cases entered in so many days after the last report, were there no end of them."""
        return min(self.level * self.work(days), float(self.capacity * days)) if days > 0 else 0.0

    def spread(self, days: int) -> float:
        """Standard deviation of the logarithm of what is entered in so many days."""
        noise = 2 * self.pace.noise * (1 / (self.pace.known_days + 0.5) + 1 / max(self.work(days), 1.0))
        return sqrt(noise + min(_MOST_DRIFT, _DRIFT_SQUARE * self.drift.weekly_square * days / 7) + _ALWAYS)

    def score(self, days: int, cases: int | None = None) -> float | None:
        """By how many standard deviations the median exceeds what is left (or so many cases) after so many days.

        None where the machines cannot do it at all.
        """
        wanted = self.remaining if cases is None else cases
        if days < 1 or days * self.capacity < wanted or not self.level * self.work(days):
            return None
        return round(log(self.level * self.work(days) / wanted) / self.spread(days), _DIGITS)

    def chance(self, days: int) -> float:
        """That all is entered after so many days."""
        if self.remaining <= 0:
            return 1.0
        score = self.score(days)
        return 0.0 if score is None else normal(score)

    def day_of(self, chance: float, cases: int | None = None) -> date | None:
        """The first day by which all (or so many cases) is entered with this chance; None beyond the horizon."""
        return self.days_of((chance,), cases)[0]

    def days_of(self, chances: Sequence[float], cases: int | None = None) -> tuple[date | None, ...]:
        """The same for chances that rise."""
        found: list[date | None] = []
        days = 1
        for wanted in map(deviations, chances):
            while days <= self.work.days and not self._reaches(wanted, days, cases):
                days += 1
                if days == _FAR and not self._reaches(wanted, self.work.days, cases):
                    days = self.work.days + 1
            found.append(self.last_day + timedelta(days=days) if days <= self.work.days else None)
        return tuple(found)

    def _reaches(self, wanted: float, days: int, cases: int | None) -> bool:
        score = self.score(days, cases)
        return score is not None and score >= wanted

    def range(self, days: int) -> tuple[float, float, float]:
        """Cases entered in so many days: lower bound, median and upper bound of 80 %; never more than is left."""
        if days < 1 or self.remaining <= 0:
            return 0.0, 0.0, 0.0
        most = min(float(self.remaining), float(days * self.capacity))
        expected, apart = self.level * self.work(days), exp(round(EIGHTY * self.spread(days), _DIGITS))
        return min(most, expected / apart), min(most, expected), min(most, expected * apart)


def trajectory_of(
    pace: WorkingPace, drift: Drift, weight: Weight, *, last_day: date, remaining: int, capacity: int, horizon: date
) -> Trajectory:
    """The trajectory after a unit's last report, looked at until a horizon."""
    work = Work(drift, weight, last_day, max(0, (horizon - last_day).days))
    level = pace.level * pace.works * exp(drift.daily * pace.age)
    return Trajectory(last_day, remaining, capacity, work, pace, drift, level)


def normal(score: float) -> float:
    """The share of a normal law below so many standard deviations."""
    return (1 + erf(score / sqrt(2))) / 2


def deviations(chance: float) -> float:
    """The inverse of `normal` for the chances that are asked for."""
    return {0.1: -EIGHTY, 0.5: 0.0, 0.8: 0.8416, 0.9: EIGHTY}[chance]
