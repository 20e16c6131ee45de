"""What the reports so far promise: when each unit will be done, how sure that is, and what would be enough.

Everything follows from the reports and the plan alone: the same journal gives the same projection.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from math import ceil, fsum, sqrt
from statistics import fmean
from typing import NamedTuple

from xlpy.core.campaign.kinds import cases_at_ends
from xlpy.core.campaign.pace import drift_of, pace_of, weekly_changes
from xlpy.core.campaign.series import Entered, Reports, Weight, at_todays_machines, daily
from xlpy.core.campaign.trajectory import Trajectory, normal, trajectory_of
from xlpy.core.campaign.weekdays import measured, usual
from xlpy.core.plan.period import Period
from xlpy.core.records import Kind

DAYS_OF_PACE = 7
DAYS_OF_KINDS = 14
LEAST_DAYS, LEAST_REPORTS = 10, 7
"""Before that nothing can be foretold: measured, a forecast on the third day is wrong by three quarters."""
CHANCES = (0.1, 0.5, 0.8, 0.9)
"""Those whose days are told."""
SILENT_FROM, SILENT_TOO_LONG, STOPPED_FROM = 3, 14, 5
"""Days: of silence that are told, and after which the pace before it says nothing; of zeros that are a stop."""
BEYOND = timedelta(days=366)
"""An end later than a year after the deadline has no date."""
FARTHEST = timedelta(days=3660)
"""A deadline in ten years is as good as none: a slip in its year would have a thousand years reckoned day by day."""


class State(StrEnum):
    """What can be said of a unit."""

    NO_TARGET = "no_target"
    DONE = "done"
    UNKNOWN = "unknown"
    """Too few reports."""
    SILENT = "silent"
    STOPPED = "stopped"
    """Five working days reported as zero."""
    GOING = "going"


class Terms(NamedTuple):
    """What the plan asks: the first day, the first day that is too late, norm and largest norm a machine and day.

    `period`: how often reports are owed; None is every day.
    """

    start: date
    deadline: date
    norm: int
    largest_norm: int
    holidays: Collection[date] = ()
    period: Period | None = None

    @property
    def last_day(self) -> date:
        """The last day in time."""
        return self.deadline - timedelta(days=1)

    def days_left(self, day: date) -> int:
        """Days of the campaign after a day."""
        return max(0, (self.last_day - max(day, self.start - timedelta(days=1))).days)

    def expected(self, total: int, day: date) -> int:
        """Cases that should be entered by the end of a day, were the work shared evenly over the campaign."""
        days = (self.deadline - self.start).days
        return total * max(0, min(days, (day - self.start).days + 1)) // days

    def silent_days(self, day: date, last: date | None) -> int:
        """Days without a report, until a day; none where no report was owed."""
        owes = self.period is None or self.period.owes(day, last)
        return (day - (last or self.start - timedelta(days=1))).days if owes else 0


class UnitProjection(NamedTuple):
    """One unit, seen from a day.

    `pace`: cases a day over the last seven reported days, zeros among them; None without a report. `required`: cases
    a day from the day after on, that are done in time; None where no day is left. `p10`, `p50`, `p80`, `p90`: the first
    day by which all is entered with that chance; None unknown, or beyond a year after the deadline. `chance`: of being
    in time.
    `by_deadline`: cases entered at the end of the last day in time: lower bound, median and upper bound of 80 %.
    `machines_needed`: that are enough for the median to be in time, at the unit's own pace a machine, or at the norm
    where that is not known; None where no day is left. `kinds`: for each kind with anything left, the first day by
    which it is done as likely as not. `in_order`: whether at least half of what was entered in the last two weeks was
    of the first kind, by priority, that had anything left; None where nothing was entered.
    """

    unit: str
    name: str
    state: State
    total: int
    entered: int
    machines: int
    last_day: date | None
    silent_days: int
    expected_today: int
    pace: float | None
    required: int | None
    machines_needed: int | None
    p10: date | None = None
    p50: date | None = None
    p80: date | None = None
    p90: date | None = None
    chance: float | None = None
    by_deadline: tuple[int, int, int] | None = None
    kinds: Mapping[Kind, date | None] = {}
    in_order: bool | None = None

    @property
    def remaining(self) -> int:
        """Cases left; below 0 where the office accepted more than the plan has."""
        return self.total - self.entered

    @property
    def on_track(self) -> bool | None:
        """Whether it is more likely in time than not; None where nothing can be foretold."""
        if self.state in (State.DONE, State.NO_TARGET):
            return True
        return None if self.chance is None else self.chance >= 0.5


class Expected(NamedTuple):
    """Cases of all units at the end of a day to come: lower bound, median and upper bound of 80 %."""

    day: date
    low: int
    middle: int
    high: int


class Projection(NamedTuple):
    """All units in the order of the form, and all together: `total` is done when the last unit is.

    `course`: what all units together will have entered on each day until the last one in time, at most a year
    ahead; empty where a unit with work cannot be foretold.
    """

    day: date
    units: tuple[UnitProjection, ...]
    total: UnitProjection
    course: tuple[Expected, ...] = ()


def project(terms: Terms, reports: Sequence[Reports], day: date, *, by_kind: bool = True) -> Projection:
    """What was known at the end of a day promises. Reports of later days are left out.

    Without `by_kind` the units' `kinds` are left empty.
    """
    known = [one.until(day) for one in reports]
    first = [daily(one, terms.start, usual, terms.largest_norm) for one in known]
    weight = measured(first, day, terms.holidays)
    series = [daily(one, terms.start, weight, terms.largest_norm) for one in known]
    series = [at_todays_machines(one, entered) for one, entered in zip(known, series, strict=True)]
    changes = [weekly_changes(one, terms.start, weight) for one in series]
    units, trajectories = [], []
    for one, entered, own in zip(known, series, changes, strict=True):
        state = _state(terms, one, entered, day, weight)
        trajectory = None
        tells = state in (State.SILENT, State.STOPPED, State.GOING) and (day - entered[-1].day).days < SILENT_TOO_LONG
        if tells and one.machines:
            trajectory = trajectory_of(
                pace_of(entered, terms.start, weight, one.machines * terms.norm),
                drift_of(own, changes),
                weight,
                last_day=entered[-1].day,
                remaining=one.remaining,
                capacity=_capacity(one, terms),
                horizon=_horizon(terms, day),
            )
        unit = _unit(terms, one, state, entered, trajectory, day)
        units.append(unit._replace(kinds=_ends(one, trajectory)) if by_kind and trajectory is not None else unit)
        trajectories.append(trajectory)
    total = _together(terms, units, trajectories, day)
    all_units = list(zip(units, trajectories, strict=True))
    course = () if total.by_deadline is None else tuple(_expected(all_units, on) for on in _days_left(terms, day))
    return Projection(day, tuple(units), total, course)


def _horizon(terms: Terms, day: date) -> date:
    return min(max(terms.deadline, day), day + FARTHEST) + BEYOND


def _days_left(terms: Terms, day: date) -> Iterator[date]:
    last = min(terms.last_day, day + BEYOND)
    return (day + timedelta(days=number) for number in range(1, (last - day).days + 1))


def _expected(units: Iterable[tuple[UnitProjection, Trajectory | None]], on: date) -> Expected:
    """All units together at the end of a day to come."""
    middle = now = left = own = alike = 0.0
    for unit, trajectory in units:
        now += unit.entered
        left += max(0, unit.remaining)
        if trajectory is not None:
            lowest, median, highest = trajectory.range(max(0, (on - trajectory.last_day).days))
            middle += median
            own += ((highest - lowest) / 2) ** 2
            alike += (highest - lowest) / 2
    half = sqrt((1 - _ALIKE) * own + _ALIKE * alike**2)
    low, high = max(0.0, middle - half), min(left, middle + half)
    return Expected(on, round(now + low), round(now + middle), round(now + high))


def _capacity(reports: Reports, terms: Terms) -> int:
    return reports.machines * terms.largest_norm


def _state(terms: Terms, reports: Reports, entered: Sequence[Entered], day: date, weight: Weight) -> State:
    if not reports.total:
        return State.NO_TARGET
    if reports.remaining <= 0:
        return State.DONE
    last = reports.last_day
    if last is None:
        return State.UNKNOWN
    if (last - min(reports.entered)).days + 1 < LEAST_DAYS or len(reports.entered) < LEAST_REPORTS:
        return State.UNKNOWN
    if terms.silent_days(day, last) >= SILENT_FROM:
        return State.SILENT
    zeros = 0.0
    for one in reversed(entered):
        if one.cases > 0:
            break
        zeros += weight(one.day) >= 0.5
    return State.STOPPED if zeros >= STOPPED_FROM else State.GOING


def _unit(
    terms: Terms, reports: Reports, state: State, entered: Sequence[Entered], trajectory: Trajectory | None, day: date
) -> UnitProjection:
    last = reports.last_day
    left = max(0, reports.remaining)
    days_left = terms.days_left(day)
    lately = reports.lately(DAYS_OF_KINDS)
    plain = UnitProjection(
        reports.unit,
        reports.name,
        state,
        reports.total,
        reports.total - reports.remaining,
        reports.machines,
        last,
        terms.silent_days(day, last) if left else 0,
        terms.expected(reports.total, day),
        fmean(one.cases for one in entered[-DAYS_OF_PACE:]) if entered else None,
        _a_day(left, days_left),
        _a_day(left, days_left * terms.norm),
        in_order=_in_order(reports, lately),
    )
    if trajectory is None:
        return plain
    to_deadline = (terms.last_day - trajectory.last_day).days
    median = trajectory.median(to_deadline)
    p10, p50, p80, p90 = trajectory.days_of(CHANCES)
    low, middle, high = (plain.entered + round(cases) for cases in trajectory.range(to_deadline))
    return plain._replace(
        p10=p10,
        p50=p50,
        p80=p80,
        p90=p90,
        chance=round(trajectory.chance(to_deadline), 4),
        by_deadline=(low, middle, high),
        machines_needed=-int(-reports.machines * left // median) if days_left and median else plain.machines_needed,
    )


def _ends(reports: Reports, trajectory: Trajectory) -> dict[Kind, date | None]:
    lately = reports.lately(DAYS_OF_KINDS)
    left = {kind: total - reports.last_entered[kind] for kind, total in reports.totals.items()}
    ends = cases_at_ends(list(left.values()), [float(lately[kind]) for kind in left])
    return {kind: trajectory.day_of(0.5, ceil(end)) for kind, end in zip(left, ends, strict=True) if left[kind] > 0}


def _in_order(reports: Reports, lately: Mapping[Kind, int]) -> bool | None:
    whole = sum(lately.values())
    left_then = {kind: total - reports.last_entered[kind] + lately[kind] for kind, total in reports.totals.items()}
    first = next((kind for kind, left in left_then.items() if left > 0), None)
    return 2 * lately[first] >= whole if whole and first else None


# All units together: what slows one often slows others (a day without power, a slow server), so they vary alike.
_ALIKE = 0.5
_NODES = (
    (0.0, 0.40634920634920635),
    (1.0232556637891326, 0.24409750289493936),
    (2.0768479786778302, 0.04991640676521788),
    (3.2054290028564703, 0.0027891413212317685),
    (4.512745863399783, 2.2345844007746571e-05),
)
"""Gauss–Hermite, nine nodes, for the standard normal law: place, weight; and the same on the other side."""


def _a_day(left: int, days: int) -> int | None:
    """What is left, shared out and rounded up; None where there is work and nobody to share it."""
    return 0 if not left else -(-left // days) if days else None


def _together(
    terms: Terms, units: Sequence[UnitProjection], trajectories: Sequence[Trajectory | None], day: date
) -> UnitProjection:
    left = sum(max(0, unit.remaining) for unit in units)
    days_left = terms.days_left(day)
    paces = [unit.pace for unit in units if unit.pace is not None and unit.total]
    open_units = [
        (unit, trajectory) for unit, trajectory in zip(units, trajectories, strict=True) if unit.remaining > 0
    ]
    last_days = [unit.last_day for unit in units if unit.last_day]
    needed = [unit.machines_needed for unit in units]
    total = UnitProjection(
        "",
        "",
        State.UNKNOWN if left else State.DONE if any(unit.total for unit in units) else State.NO_TARGET,
        sum(unit.total for unit in units),
        sum(unit.entered for unit in units),
        sum(unit.machines for unit in units),
        max(last_days, default=None),
        min((unit.silent_days for unit in units if unit.total), default=0),
        terms.expected(sum(unit.total for unit in units), day),
        fsum(paces) if paces else None,
        _a_day(left, days_left),
        None if None in needed else sum(one for one in needed if one is not None),
    )
    known = [trajectory for _, trajectory in open_units if trajectory is not None]
    if not known or len(known) < len(open_units):
        return total
    by_deadline = _expected(zip(units, trajectories, strict=True), terms.last_day)
    p10, p50, p80, p90 = _last_finish(known, units, _horizon(terms, day))
    return total._replace(
        state=State.GOING,
        p10=p10,
        p50=p50,
        p80=p80,
        p90=p90,
        chance=round(_all_done(known, terms.last_day), 4),
        by_deadline=by_deadline[1:],
    )


def _all_done(trajectories: Sequence[Trajectory], by: date) -> float:
    """The chance that all are done by the end of a day."""
    scores = [trajectory.score((by - trajectory.last_day).days) for trajectory in trajectories]
    if None in scores:
        return 0.0
    common, own = sqrt(_ALIKE), sqrt(1 - _ALIKE)

    def together(place: float) -> float:
        product = 1.0
        for score in scores:
            product *= normal(((score or 0.0) + common * place) / own)
        return product

    return fsum(
        share * (together(place) + together(-place)) if place else share * together(place) for place, share in _NODES
    )


def _last_finish(
    trajectories: Sequence[Trajectory], units: Sequence[UnitProjection], horizon: date
) -> tuple[date | None, ...]:
    """The first day by which all are done, with each of CHANCES: never before any one is with that chance."""
    found: list[date | None] = []
    open_units = [(unit.p10, unit.p50, unit.p80, unit.p90) for unit in units if unit.chance is not None]
    for chance, ends in zip(CHANCES, zip(*open_units, strict=True), strict=True):
        if None in ends:
            return (*found, *(None,) * (len(CHANCES) - len(found)))
        low, step = max(end for end in ends if end is not None) - timedelta(days=1), timedelta(days=1)
        # In growing steps: a day in some weeks is not looked for a year ahead.
        high = low + step
        while high < horizon and _all_done(trajectories, high) < chance:
            low, step = high, 2 * step
            high = min(horizon, high + step)
        if _all_done(trajectories, high) < chance:
            return (*found, *(None,) * (len(CHANCES) - len(found)))
        while (high - low).days > 1:
            middle = low + (high - low) // 2
            low, high = (low, middle) if _all_done(trajectories, middle) >= chance else (middle, high)
        found.append(high)
    return tuple(found)
