"""What Điều khiển reckons from the days behind the one shown, as its formulas do: each value once in Python, once there.

The sheet's formulas follow the date that is typed; these are the values that the workbook is drawn with.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from xlpy.core.consolidate import Standing
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, FiguresByKind, Kind, with_sum

DAYS = 10
"""Days of the small charts, the one shown last."""
PACE_DAYS = 7
"""Days that a pace is the mean of."""
FEWEST = 5
"""With fewer of them reported, nobody can tell when the work is done."""
LAST_DATE = 2_958_465
"""31/12/9999, the last day that spreadsheets know."""
_EPOCH = date(1899, 12, 30)


def needed(remaining: int | None, left: int) -> int | None:
    """Cases a day, rounded up, that finish what remains in the days left; None where nothing is known, or no day left."""
    if remaining is None:
        return None
    if remaining <= 0:
        return 0
    return -(-remaining // left) if left else None


class Trend(NamedTuple):
    """A unit's cases of the last days, oldest first, None where none were accepted; and what is left to enter."""

    today: Sequence[int | None]
    total: int
    remaining: int | None

    @property
    def change(self) -> int | None:
        """Against the day before, where both reported."""
        now, before = self.today[-1], self.today[-2]
        return None if now is None or before is None else now - before

    @property
    def _week(self) -> Sequence[int]:
        return [value for value in self.today[-PACE_DAYS:] if value is not None]

    @property
    def pace(self) -> float | None:
        """Cases a day in the last week's reports; None where too few came to tell."""
        return sum(self._week) / len(self._week) if len(self._week) >= FEWEST else None

    def needed(self, left: int) -> int | None:
        """Cases a day that finish in time."""
        return needed(self.remaining, left)

    def finish(self, from_day: date) -> int | str | None:
        """The last day of entry at this pace, as spreadsheets count days; in words where there is none."""
        if self.remaining is None or not self.total:
            return None
        if self.remaining <= 0:
            return "xong"
        if self.pace is None or self.pace <= 0:
            return "–"
        days = -(-self.remaining * len(self._week) // sum(self._week))
        return min(LAST_DATE, (from_day - _EPOCH).days - 1 + days)


class Trends(NamedTuple):
    """All units' trends on the day shown, by code, and what holds for all."""

    day: date
    units: Mapping[str, Trend]
    from_day: date
    left: int
    share_due: float

    @property
    def by_day(self) -> Sequence[int | None]:
        """All units together."""
        days = [[one.today[day] for one in self.units.values()] for day in range(DAYS)]
        return [sum(known) if (known := [value for value in day if value is not None]) else None for day in days]


def trends(plan: Plan, standings: Sequence[Standing], day: date) -> Trends:
    """What the days up to `day` tell, oldest first."""
    known = {standing.date: standing for standing in standings}
    days = [known.get(day - timedelta(back)) for back in reversed(range(DAYS))]
    from_day = max(day + timedelta(1), plan.start)
    due = min(plan.campaign_days, max(0, (day - plan.start).days + 1)) / plan.campaign_days if plan.campaign_days else 1
    figures = [{unit.unit: unit.figures for unit in standing.units} if standing else {} for standing in days]
    units = {unit.code: _trend(plan, unit.code, figures) for unit in plan.senders}
    return Trends(day, units, from_day, max(0, (plan.deadline - from_day).days), due)


def _trend(plan: Plan, code: str, days: Sequence[Mapping[str, FiguresByKind]]) -> Trend:
    sums = [with_sum(figures[code])[Kind.SUM] if code in figures else None for figures in days]
    last = sums[-1]
    total = last.total if last else sum(plan.total(code, kind) for kind in KINDS)
    return Trend([one.today if one else None for one in sums], total, last.remaining if last else None)
