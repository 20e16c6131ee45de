"""The day's pace, by which reports of the second layout foretold a unit's end. Nothing here is to be changed.

All in whole numbers: a unit that misses the deadline by one case must not be rounded into time.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from xlpy.core.before import Before
from xlpy.core.campaign.outlook import Course, End, Promise, beside_plan
from xlpy.core.consolidate import Standing
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Figures, Kind, with_sum

_SPARE = 3
"""Who finishes on one of so many last days has none to lose."""


class _Pace(NamedTuple):
    """A unit's pace on a day, all kinds together.

    `today` is None where nothing was reported for the day, which is not 0. `remaining` is below 0 where the office
    accepted more than the plan has. `from_day` is the first day on which the rest can be entered, `days_left` how many
    days there are from then on until the deadline.
    """

    today: int | None
    remaining: int
    from_day: date
    days_left: int

    @property
    def done(self) -> bool:
        """Nothing is left to enter; so it is with a unit that the plan gives nothing."""
        return self.remaining <= 0

    @property
    def days_needed(self) -> int | None:
        """Days at today's pace, the last one counted whole; None where nothing was entered today."""
        if self.done:
            return 0
        return -(-self.remaining // self.today) if self.today and self.today > 0 else None

    @property
    def finish(self) -> date | None:
        """The last day of entry at today's pace; None where nothing is left, nothing was entered, or it never comes."""
        days = self.days_needed
        if not days or days > (date.max - self.from_day).days:
            return None
        return self.from_day + timedelta(days=days - 1)

    @property
    def on_track(self) -> bool | None:
        """Whether today's pace finishes in time; None where the unit did not report, so that nobody can tell."""
        if self.done:
            return True
        if not self.days_left:
            return False
        if self.today is None:
            return None
        return self.days_needed is not None and self.days_needed <= self.days_left


def course(plan: Plan, standing: Standing, before: Before) -> Course:
    """How the campaign stands on a day, if every day to come is like it."""
    from_day = max(standing.date + timedelta(days=1), plan.start)
    days_left = max(0, (plan.deadline - from_day).days)
    last = plan.deadline - timedelta(days=1)

    def end(figures: Figures) -> End:
        pace = _Pace(figures.today, figures.remaining, from_day, days_left)
        promise = _promise(pace, figures.total, last)
        late = (pace.finish - last).days if pace.finish and promise is Promise.LATE else None
        return End(pace.finish, promise, late)

    ends = {unit.unit: end(with_sum(unit.figures)[Kind.SUM]) for unit in standing.units}
    return beside_plan(plan, standing, before, ends, end(standing.total[Kind.SUM]))


def _promise(pace: _Pace, total: int, last: date) -> Promise:
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
