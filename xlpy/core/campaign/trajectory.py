"""The trajectory that a unit's work will take: how much is entered after so many days, and with what certainty.

A lognormal law in closed form. What is asked of it are medians, ranges and the chance to be in time.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from math import erf, exp, log, sqrt
from typing import NamedTuple

from xlpy.core.campaign.pace import Drift, WorkingPace, drifted
from xlpy.core.campaign.series import Weight

EIGHTY = 1.2816
"""Standard deviations on either side of the median that hold four cases of five."""

_DIGITS = 9
"""Logarithms differ in their last digits from one machine's library to another's; what is told must not."""
_DRIFT_SQUARE, _MOST_DRIFT, _ALWAYS = 0.2, 0.09, 0.0025


class Trajectory(NamedTuple):
    """From the last report on. `work[j - 1]`: working days' worth of work in the first j days; `median` of cases.

    `capacity`: cases a day that no machine exceeds.
    """

    last_day: date
    remaining: int
    capacity: int
    work: Sequence[float]
    pace: WorkingPace
    drift: Drift
    level: float

    def median(self, days: int) -> float:
        """Cases entered in so many days after the last report, were there no end of them."""
        return min(self.level * self.work[days - 1], float(self.capacity * days)) if days > 0 else 0.0

    def spread(self, days: int) -> float:
        """Standard deviation of the logarithm of what is entered in so many days."""
        noise = 2 * self.pace.noise * (1 / (self.pace.known_days + 0.5) + 1 / max(self.work[days - 1], 1.0))
        return sqrt(noise + min(_MOST_DRIFT, _DRIFT_SQUARE * self.drift.weekly_square * days / 7) + _ALWAYS)

    def score(self, days: int, cases: int | None = None) -> float | None:
        """By how many standard deviations the median exceeds what is left (or so many cases) after so many days.

        None where the machines cannot do it at all.
        """
        wanted = self.remaining if cases is None else cases
        if days < 1 or days * self.capacity < wanted or not self.level * self.work[days - 1]:
            return None
        return round(log(self.level * self.work[days - 1] / wanted) / self.spread(days), _DIGITS)

    def chance(self, days: int) -> float:
        """That all is entered after so many days."""
        if self.remaining <= 0:
            return 1.0
        score = self.score(days)
        return 0.0 if score is None else normal(score)

    def day_of(self, chance: float, cases: int | None = None) -> date | None:
        """The first day by which all (or so many cases) is entered with this chance; None beyond the horizon."""
        wanted = deviations(chance)
        for days in range(1, len(self.work) + 1):
            score = self.score(days, cases)
            if score is not None and score >= wanted:
                return self.last_day + timedelta(days=days)
        return None

    def entered(self, days: int, deviation: float = 0.0) -> float:
        """Cases entered in so many days: the median, or so many standard deviations beside it; never more than left."""
        if days < 1 or self.remaining <= 0:
            return 0.0
        expected = self.level * self.work[days - 1] * exp(round(deviation * self.spread(days), _DIGITS))
        return min(float(self.remaining), expected, float(days * self.capacity))


def trajectory_of(
    pace: WorkingPace, drift: Drift, weight: Weight, *, last_day: date, remaining: int, capacity: int, horizon: date
) -> Trajectory:
    """The trajectory after a unit's last report, looked at until a horizon."""
    days = max(0, (horizon - last_day).days)
    factors = drifted(drift, days)
    work = tuple(
        accumulate(weight(last_day + timedelta(days=number)) * factor for number, factor in enumerate(factors, start=1))
    )
    level = pace.level * pace.works * exp(drift.daily * pace.age)
    return Trajectory(last_day, remaining, capacity, work, pace, drift, level)


def normal(score: float) -> float:
    """The share of a normal law below so many standard deviations."""
    return (1 + erf(score / sqrt(2))) / 2


def deviations(chance: float) -> float:
    """The inverse of `normal` for the chances that are asked for."""
    return {0.1: -EIGHTY, 0.5: 0.0, 0.8: 0.8416, 0.9: EIGHTY}[chance]
