"""How much is entered on a Saturday and on a Sunday, measured over all units together."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from math import fsum
from statistics import fmean

from xlpy.core.campaign.series import Entered, Weight

SATURDAY, SUNDAY = 5, 6
USUAL = {SATURDAY: 0.55, SUNDAY: 0.25}
"""Of a weekday's work, before anything is known of a campaign."""

_LOOKING_BACK = timedelta(days=28)
_WEEKDAYS_OF_A_UNIT = 20
_VIRTUAL_RESTS, _VIRTUAL_WEEKDAYS = 4, 20
_MOST, _MOST_OF_ONE_DAY = 1.2, 2.0


def usual(day: date) -> float:
    """The weight of a day of which nothing has been measured yet."""
    return USUAL.get(day.weekday(), 1.0)


def measured(units: Iterable[Sequence[Entered]], until: date, holidays: Collection[date] = ()) -> Weight:
    """The weights of days as the last four weeks of all units show them. A holiday weighs nothing."""
    seen: dict[int, list[float]] = {SATURDAY: [], SUNDAY: [], 0: []}
    for unit in units:
        known = [one for one in unit if one.known and one.day <= until and one.day not in holidays]
        weekdays = [one.cases for one in known if one.day.weekday() < SATURDAY][-_WEEKDAYS_OF_A_UNIT:]
        pace = fmean(weekdays) if weekdays else 0.0
        if not pace:
            continue
        for one in known:
            if until - _LOOKING_BACK < one.day:
                weekday = one.day.weekday()
                seen[weekday if weekday >= SATURDAY else 0].append(min(one.cases / pace, _MOST_OF_ONE_DAY))
    ordinary = (fsum(seen[0]) + _VIRTUAL_WEEKDAYS) / (len(seen[0]) + _VIRTUAL_WEEKDAYS)
    weights = {
        weekday: min(
            (fsum(seen[weekday]) + _VIRTUAL_RESTS * expected) / (len(seen[weekday]) + _VIRTUAL_RESTS) / ordinary, _MOST
        )
        for weekday, expected in USUAL.items()
    }
    return lambda day: 0.0 if day in holidays else weights.get(day.weekday(), 1.0)
