"""A unit's pace: how much it enters on a working day, how sure that is, and whether it rises or falls.

Weighted means that forget with the age of a day, drawn towards what the plan's norm promises where little is known.
The constants were fitted on simulated campaigns (docs/du-bao.md tells how well they do).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from math import exp, fsum, log
from typing import NamedTuple

from xlpy.core.campaign.series import Entered, Weight

RAMP_DAYS = 4
"""Learning: the first days of a campaign say little of the others, once there are others."""

_RAMP_IS_LEFT_OUT_AFTER = 9
_HALF_LIFE = 8.0
_NORM_COUNTS_AS = 0.5
_VARIANCE, _VARIANCE_COUNTS_AS = 0.04, 4.0
_WORKED, _WORKED_COUNTS_AS = 58.2, 60.0
_WORKING_DAY = 0.5
"""From this weight on, a day without work is a day that was lost."""
_LARGEST_CHANGE, _LARGEST_SQUARE = 0.3, 0.25


class WorkingPace(NamedTuple):
    """Of the days on which anything was entered: cases a working day, and what is needed to say how sure that is.

    `known_days`: how many days' worth the mean rests on. `noise`: squared coefficient of variation of a day.
    `works`: share of working days on which work is done. `age`: mean age of the days behind it.
    """

    level: float
    known_days: float
    noise: float
    works: float
    age: float


def pace_of(unit: Sequence[Entered], start: date, weight: Weight, norm: float) -> WorkingPace:
    """The pace at a unit's last report. `norm`: cases a day that its machines are planned for."""
    last = unit[-1].day
    days = without_ramp(unit, start)
    worked = [(0.5 ** ((last - one.day).days / _HALF_LIFE), one, weight(one.day)) for one in days if one.cases > 0]
    cases = fsum(k * one.cases for k, one, _ in worked)
    weights = fsum(k * w for k, _, w in worked)
    squares = fsum((k * w) ** 2 for k, _, w in worked)
    known_days = weights**2 / squares if squares else 0.0
    level = (cases + _NORM_COUNTS_AS * norm) / (weights + _NORM_COUNTS_AS)
    mean = cases / weights if weights else 0.0
    spread = fsum(k * (one.cases / mean - w) ** 2 for k, one, w in worked) / weights if mean else 0.0
    noise = (known_days * spread + _VARIANCE * _VARIANCE_COUNTS_AS) / (known_days + _VARIANCE_COUNTS_AS)
    full = [(weight(one.day), one.cases > 0) for one in days if weight(one.day) >= _WORKING_DAY]
    works = (fsum(w for w, at_work in full if at_work) + _WORKED) / (fsum(w for w, _ in full) + _WORKED_COUNTS_AS)
    age = fsum(k * w * (last - one.day).days for k, one, w in worked) / weights if weights else 0.0
    return WorkingPace(level, known_days, noise, works, age)


def without_ramp(unit: Sequence[Entered], start: date) -> Sequence[Entered]:
    """The days that tell of those to come."""
    if not unit or (unit[-1].day - start).days + 1 <= _RAMP_IS_LEFT_OUT_AFTER:
        return unit
    return [one for one in unit if (one.day - start).days >= RAMP_DAYS]


class Drift(NamedTuple):
    """Change of pace: its logarithm a day, and the square of a week's change that cannot be foreseen."""

    daily: float
    weekly_square: float


def weekly_changes(unit: Sequence[Entered], start: date, weight: Weight) -> tuple[float, ...]:
    """Logarithms of a week's pace over that of the week before, back from the last report."""
    days = [one for one in without_ramp(unit, start) if one.cases > 0]
    if not days:
        return ()
    last = unit[-1].day
    weeks: dict[int, tuple[float, float]] = {}
    for one in days:
        number = (last - one.day).days // 7
        cases, weights = weeks.get(number, (0.0, 0.0))
        weeks[number] = cases + one.cases, weights + weight(one.day)
    first = min(one.day for one in without_ramp(unit, start))
    whole = {
        number: cases / weights
        for number, (cases, weights) in weeks.items()
        if weights > 0 and (last - first).days + 1 >= 7 * (number + 1)
    }
    return tuple(log(whole[number] / whole[number + 1]) for number in sorted(whole) if number + 1 in whole)


def drift_of(own: Sequence[float], everybody: Iterable[Sequence[float]]) -> Drift:
    """A unit's drift, drawn towards that of all units; `own` is among `everybody`."""
    of_all = [change for changes in everybody for change in changes]
    common = fsum(map(_bounded, of_all)) / (len(of_all) + 5) / 7
    daily = (20 * common + fsum(map(_bounded, own)) / 7) / (len(own) + 20)
    common_square = (fsum(map(_square, of_all)) + 0.064) / (len(of_all) + 10)
    return Drift(daily, (fsum(map(_square, own)) + 5 * common_square) / (len(own) + 5))


def _bounded(change: float) -> float:
    return max(-_LARGEST_CHANGE, min(_LARGEST_CHANGE, change))


def _square(change: float) -> float:
    return min(change * change, _LARGEST_SQUARE)


_DRIFT_LASTS = 0.95
_LEAST, _MOST = 0.4, 1.6


def drifted(drift: Drift, days: int) -> Iterable[float]:
    """By what the pace is multiplied on each of so many days to come: the drift dies away, and is bounded."""
    lasting, whole = 1.0, 0.0
    for _ in range(days):
        lasting *= _DRIFT_LASTS
        whole += lasting
        yield max(_LEAST, min(_MOST, exp(drift.daily * whole)))
