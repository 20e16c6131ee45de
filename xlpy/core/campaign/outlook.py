"""Where each unit stands beside the plan on a day: what should be entered by now, and whether it will be in time.

Whether it will is what the projection says: there is one judgement of a unit's time.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import IntEnum
from typing import NamedTuple

from xlpy.core.before import Before
from xlpy.core.campaign.foreseen import foreseen_from, reports_of_day
from xlpy.core.campaign.projection import BEYOND, Projection, State, UnitProjection
from xlpy.core.campaign.series import Reports
from xlpy.core.consolidate import Standing, UnitDay
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Figures, Kind, with_sum

NAMED = 3
"""How many of the fastest, and of the slowest, are named."""
SURE = 0.8
"""From this chance on a unit is in time; below it, and as likely as not, it is close."""
_WEEK = timedelta(days=7)


class Promise(IntEnum):
    """Whether a unit will be in time, the most pressing first."""

    LATE = 0
    UNKNOWN = 1
    """Nobody can tell yet."""
    CLOSE = 2
    IN_TIME = 3
    DONE = 4
    NO_WORK = 5
    """The plan gives it nothing to enter."""


class Outlook(NamedTuple):
    """A unit's day beside the plan; of all units together it has no code and no name. Counts are cases of all kinds.

    `change` is what was entered more than on the day before, None where one of the two is not known. `due` is what
    should have been entered by the end of the day, were the work spread evenly. `finish` is the day by which all is
    entered as likely as not, `days_late` how many days that is after the last one in time; None where nobody can tell.
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


class End(NamedTuple):
    """What is told of a unit's end."""

    finish: date | None
    promise: Promise
    days_late: int | None = None


class Course(NamedTuple):
    """A day of the campaign: every unit in the order of the form, and all together.

    `day_number` counts the campaign's days from 1, 0 before it; `days_left` are those after the day. `compared` is how
    many units have figures both for the day and for the one before. `reports` are what the projection rests on.
    """

    units: tuple[Outlook, ...]
    total: Outlook
    day_number: int
    days: int
    days_left: int
    needed: int | None
    """Cases that all units together must enter on each day that is left; None where none is left."""
    compared: int
    foretold: Projection | None = None
    reports: tuple[Reports, ...] = ()

    @property
    def pressing(self) -> Sequence[Outlook]:
        """The units, those that most need a word first: by promise, then by how late, then by how far behind."""
        return sorted(self.units, key=_urgency)

    @property
    def fastest(self) -> Sequence[UnitProjection]:
        """The three whose pace is the largest share of what they need a day. Units done or never heard do not count.

        Of fewer than six units the upper half, so that none is both fast and slow.
        """
        ranked = sorted(self._ranked, key=lambda one: (-one[0], one[1]))
        return [unit for _, _, unit in ranked[: min(NAMED, (len(ranked) + 1) // 2)]]

    @property
    def slowest(self) -> Sequence[UnitProjection]:
        """The three whose pace is the smallest share of it, the slowest first."""
        fast = self.fastest
        rest = sorted((one for one in self._ranked if one[2] not in fast), key=lambda one: one[:2])
        return [unit for _, _, unit in rest[:NAMED]]

    @property
    def _ranked(self) -> Sequence[tuple[float, int, UnitProjection]]:
        # The days left are the same for all: the pace ranks by the rest as it does by what is needed a day, and in
        # this form after the deadline too.
        return [
            (unit.pace / unit.remaining, place, unit)
            for place, unit in enumerate(self.foretold.units if self.foretold else ())
            if unit.pace is not None and unit.remaining > 0
        ]


def course(plan: Plan, standing: Standing, before: Before) -> Course:
    """How the campaign stands on a day."""
    reports = reports_of_day(plan, standing, before)
    foretold = foreseen_from(plan, reports, standing.date)
    ends = {unit.unit: _end(plan, standing.date, unit) for unit in foretold.units}
    whole = beside_plan(plan, standing, before, ends, _end(plan, standing.date, foretold.total))
    return whole._replace(foretold=foretold, reports=reports)


def beside_plan(plan: Plan, standing: Standing, before: Before, ends: Mapping[str, End], end_of_all: End) -> Course:
    """A day's figures beside what is due by then; `ends` are those of the units, by code."""
    days = plan.campaign_days
    number = min(max((standing.date - plan.start).days + 1, 0), days)
    days_left = max(0, (plan.deadline - max(standing.date + timedelta(days=1), plan.start)).days)

    def outlook(unit: str, name: str, figures: Figures, change: int | None, end: End) -> Outlook:
        due = figures.total * number // days
        return Outlook(
            unit,
            name,
            figures.total,
            figures.today,
            change,
            figures.entered,
            due,
            end.finish,
            end.promise,
            end.days_late,
        )

    changes = _changes(standing, before.entered)
    units = tuple(
        outlook(unit.unit, unit.name, with_sum(unit.figures)[Kind.SUM], changes.get(unit.unit), ends[unit.unit])
        for unit in standing.units
    )
    total = outlook("", "", standing.total[Kind.SUM], sum(changes.values()) if changes else None, end_of_all)
    left = total.remaining
    needed = 0 if left <= 0 else -(-left // days_left) if days_left else None
    return Course(units, total, number, days, days_left, needed, len(changes))


def _end(plan: Plan, day: date, unit: UnitProjection) -> End:
    last = plan.deadline - timedelta(days=1)
    if unit.state is State.NO_TARGET:
        return End(None, Promise.NO_WORK)
    if unit.state is State.DONE:
        return End(None, Promise.DONE)
    if day >= last:
        return End(unit.p50, Promise.LATE, (unit.p50 - last).days if unit.p50 and unit.p50 > last else None)
    if unit.chance is None:
        return End(None, Promise.UNKNOWN)
    if not unit.on_track:
        return End(unit.p50, Promise.LATE, ((unit.p50 or plan.deadline + BEYOND) - last).days)
    return End(unit.p50, Promise.IN_TIME if unit.chance >= SURE else Promise.CLOSE)


class Short(NamedTuple):
    """A unit whose machines will not be in time: how many it has, how many it would take.

    `at_norm`: reckoned by the plan's norm, for nobody knows the unit's own pace yet.
    """

    unit: str
    name: str
    machines: int
    needed: int
    at_norm: bool

    @property
    def lacking(self) -> int:
        return self.needed - self.machines


def short_of_machines(whole: Course) -> Sequence[Short]:
    """The units that have too few machines for what is left, those that lack most first."""
    found = [
        Short(unit.unit, unit.name, unit.machines, unit.machines_needed, unit.chance is None)
        for unit in (whole.foretold.units if whole.foretold else ())
        if unit.machines_needed is not None and unit.machines_needed > unit.machines
    ]
    return sorted(found, key=lambda one: -one.lacking)


class Weeks(NamedTuple):
    """Cases entered in the seven days to a day, and in the seven before them."""

    last: int
    before: int


def weeks(whole: Course, day: date) -> Weeks | None:
    """What all units entered in two weeks, by the totals they last reported; None where there are not two weeks yet."""

    def entered(on: date) -> int:
        return sum(
            sum(reports.entered[last].values())
            for reports in whole.reports
            if (last := max((known for known in reports.entered if known <= on), default=None))
        )

    first = min((known for reports in whole.reports for known in reports.entered), default=day)
    if day - 2 * _WEEK < first - timedelta(days=1):
        return None
    now, week, two = entered(day), entered(day - _WEEK), entered(day - 2 * _WEEK)
    return Weeks(now - week, week - two)


def _changes(standing: Standing, entered: Mapping[str, int]) -> Mapping[str, int]:
    def today(unit: UnitDay) -> int | None:
        return with_sum(unit.figures)[Kind.SUM].today

    return {
        unit.unit: now - entered[unit.unit]
        for unit in standing.units
        if unit.unit in entered and (now := today(unit)) is not None
    }


def _urgency(unit: Outlook) -> tuple[int, bool, int, int]:
    finish = unit.finish.toordinal() if unit.finish else 0
    return unit.promise, unit.finish is not None and unit.promise is Promise.LATE, -finish, unit.ahead
