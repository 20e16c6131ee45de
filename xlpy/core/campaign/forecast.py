"""At the pace of a day: how many days each unit still needs, and whether that is in time.

All in whole numbers and fractions: a unit that misses the deadline by one case must not be rounded into time.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from xlpy.core.consolidate import Standing
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Figures, Kind, with_sum

NAMED = 3
"""How many of the fastest, and of the slowest, are named."""


class Pace(NamedTuple):
    """A unit's pace on a day, all kinds together; the pace of all units has no code and no name.

    `today` is None where nothing was reported for the day, which is not 0. `remaining` is below 0 where the office
    accepted more than the plan has. `from_day` is the first day on which the rest can be entered, `days_left` how many
    days there are from then on until the deadline.
    """

    unit: str
    name: str
    today: int | None
    remaining: int
    from_day: date
    days_left: int

    @property
    def done(self) -> bool:
        """Nothing is left to enter; so it is with a unit that the plan gives nothing."""
        return self.remaining <= 0

    @property
    def needed(self) -> int | None:
        """Cases a day, rounded up, that finish in time; None where there is work and no day left."""
        if self.done:
            return 0
        return -(-self.remaining // self.days_left) if self.days_left else None

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


class Forecast(NamedTuple):
    """The paces of a day: every unit in the order of the form, and all together."""

    units: tuple[Pace, ...]
    total: Pace

    @property
    def _ranked(self) -> Sequence[tuple[Fraction, int, Pace]]:
        # The days left are the same for all, so today's cases rank by the rest as they do by what is needed a day.
        # In this form that holds after the deadline too.
        return [
            (Fraction(pace.today, pace.remaining), place, pace)
            for place, pace in enumerate(self.units)
            if pace.today is not None and not pace.done
        ]

    @property
    def fastest(self) -> tuple[Pace, ...]:
        """The three that entered most today, as a share of what they need a day. Units done or silent do not count.

        Of fewer than six units the upper half, so that none is both fast and slow.
        """
        ranked = sorted(self._ranked, key=lambda one: (-one[0], one[1]))
        return tuple(pace for _, _, pace in ranked[: min(NAMED, (len(ranked) + 1) // 2)])

    @property
    def slowest(self) -> tuple[Pace, ...]:
        """The three that entered least today in that sense, the slowest first."""
        fast = self.fastest
        rest = sorted((one for one in self._ranked if one[2] not in fast), key=lambda one: one[:2])
        return tuple(pace for _, _, pace in rest[:NAMED])

    @property
    def too_slow(self) -> tuple[Pace, ...]:
        """The units that miss the deadline at today's pace; one that did not report, only once the deadline is past."""
        return tuple(pace for pace in self.units if pace.on_track is False)


def forecast(plan: Plan, standing: Standing) -> Forecast:
    """What a day's figures promise, if every day to come is like it."""
    from_day = max(standing.date + timedelta(days=1), plan.start)
    days_left = max(0, (plan.deadline - from_day).days)

    def pace(unit: str, name: str, figures: Figures) -> Pace:
        return Pace(unit, name, figures.today, figures.remaining, from_day, days_left)

    return Forecast(
        tuple(pace(unit.unit, unit.name, with_sum(unit.figures)[Kind.SUM]) for unit in standing.units),
        pace("", "", standing.total[Kind.SUM]),
    )
