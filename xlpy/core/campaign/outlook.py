"""Where each unit stands beside the plan on a day: what should be entered by now, and whether it will be in time.

The pace is that of the day (`forecast`). Figures are whole numbers: nothing is in time by rounding.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import IntEnum
from typing import NamedTuple

from xlpy.core.before import Before
from xlpy.core.campaign.forecast import Pace, forecast
from xlpy.core.consolidate import Standing, UnitDay
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, with_sum

_SPARE = 3
"""Who finishes on one of so many last days has none to lose."""


class Promise(IntEnum):
    """Whether a unit will be in time at the day's pace, the most pressing first."""

    LATE = 0
    UNKNOWN = 1
    """Nothing was accepted for the day."""
    CLOSE = 2
    IN_TIME = 3
    DONE = 4
    NO_WORK = 5
    """The plan gives it nothing to enter."""


class Outlook(NamedTuple):
    """A unit's day beside the plan; of all units together it has no code and no name. Counts are cases of all kinds.

    `change` is what was entered more than on the day before, None where one of the two is not known. `due` is what
    should have been entered by the end of the day, were the work spread evenly. `finish` is the last day of entry at
    the day's pace, `days_late` how many days that is after the last one in time; None where nobody can tell.
    """

    unit: str
    name: str
    total: int
    today: int | None
    change: int | None
    entered: int
    due: int
    finish: date | None
    promise: Promise
    days_late: int | None

    @property
    def remaining(self) -> int:
        return self.total - self.entered

    @property
    def ahead(self) -> int:
        """Cases entered more than due; below 0 where the unit is behind."""
        return self.entered - self.due


class Course(NamedTuple):
    """A day of the campaign: every unit in the order of the form, and all together.

    `day_number` counts the campaign's days from 1, 0 before it; `days_left` are those after the day. `compared` is how
    many units have figures both for the day and for the one before.
    """

    units: tuple[Outlook, ...]
    total: Outlook
    day_number: int
    days: int
    days_left: int
    needed: int | None
    """Cases that all units together must enter on each day that is left; None where none is left."""
    compared: int

    @property
    def pressing(self) -> Sequence[Outlook]:
        """The units, those that most need a word first: by promise, then by how late, then by how far behind."""
        return sorted(self.units, key=_urgency)


def course(plan: Plan, standing: Standing, before: Before) -> Course:
    """How the campaign stands on a day."""
    paces = forecast(plan, standing)
    days = plan.campaign_days
    number = min(max((standing.date - plan.start).days + 1, 0), days)
    last = plan.deadline - timedelta(days=1)

    def outlook(pace: Pace, total: int, entered: int, change: int | None) -> Outlook:
        promise = _promise(pace, total, last)
        late = (pace.finish - last).days if pace.finish and promise is Promise.LATE else None
        due = total * number // days
        return Outlook(pace.unit, pace.name, total, pace.today, change, entered, due, pace.finish, promise, late)

    changes = _changes(standing, before.entered)
    units = []
    for unit, pace in zip(standing.units, paces.units, strict=True):
        whole = with_sum(unit.figures)[Kind.SUM]
        units.append(outlook(pace, whole.total, whole.entered, changes.get(unit.unit)))
    whole = standing.total[Kind.SUM]
    total = outlook(paces.total, whole.total, whole.entered, sum(changes.values()) if changes else None)
    return Course(tuple(units), total, number, days, paces.total.days_left, paces.total.needed, len(changes))


class Short(NamedTuple):
    """A unit whose machines cannot be in time at the plan's norm: how many it has, how many it would take."""

    name: str
    machines: int
    needed: int


def short_of_machines(plan: Plan, whole: Course) -> Sequence[Short]:
    """The units that have too few machines for what is left, those that lack most first."""
    found = [
        Short(unit.name, plan.targets[unit.unit].machines, -(-unit.remaining // (plan.norm * whole.days_left)))
        for unit in whole.units
        if whole.days_left and unit.remaining > 0
    ]
    return sorted((one for one in found if one.needed > one.machines), key=lambda one: one.machines - one.needed)


def _changes(standing: Standing, entered: Mapping[str, int]) -> Mapping[str, int]:
    def today(unit: UnitDay) -> int | None:
        return with_sum(unit.figures)[Kind.SUM].today

    return {
        unit.unit: now - entered[unit.unit]
        for unit in standing.units
        if unit.unit in entered and (now := today(unit)) is not None
    }


def _promise(pace: Pace, total: int, last: date) -> Promise:
    if not total:
        return Promise.NO_WORK
    if pace.done:
        return Promise.DONE
    if pace.on_track is None:
        return Promise.UNKNOWN
    if not pace.on_track:
        return Promise.LATE
    assert pace.finish is not None
    return Promise.CLOSE if (last - pace.finish).days < _SPARE else Promise.IN_TIME


def _urgency(unit: Outlook) -> tuple[int, bool, int, int]:
    finish = unit.finish.toordinal() if unit.finish else 0
    return unit.promise, unit.finish is not None and unit.promise is Promise.LATE, -finish, unit.ahead
