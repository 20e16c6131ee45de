"""How often the units of a level report, and on which days one owes a report: nobody is missing who owes nothing."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from xlpy.core.text import number

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


class Every(StrEnum):
    """How often. A named weekday is the day by which a week's report is due."""

    DAY = "daily"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    SEVEN_DAYS = "every-7-days"
    """Counted from the first day of the campaign."""
    ON_REQUEST = "on-request"


_WEEKDAYS = tuple(Every)[1:8]

PERIOD_WORDS: Mapping[str, str] = {
    "hằng ngày": Every.DAY.value,
    "thứ Hai hằng tuần": Every.MONDAY.value,
    "thứ Ba hằng tuần": Every.TUESDAY.value,
    "thứ Tư hằng tuần": Every.WEDNESDAY.value,
    "thứ Năm hằng tuần": Every.THURSDAY.value,
    "thứ Sáu hằng tuần": Every.FRIDAY.value,
    "thứ Bảy hằng tuần": Every.SATURDAY.value,
    "Chủ nhật hằng tuần": Every.SUNDAY.value,
    "7 ngày một lần": Every.SEVEN_DAYS.value,
    "khi có yêu cầu": Every.ON_REQUEST.value,
}
"""Words in the cell → value in the plan's JSON."""


class Period(NamedTuple):
    """When a level's units owe a report: `every` so often, and for each of the days `asked` besides.

    A week's report is any that was accepted in the seven days to the day on which it is due; what is owed stays owed
    until it comes. For a day that was asked for, figures of an earlier one do not do.
    """

    start: date
    every: Every = Every.DAY
    asked: tuple[date, ...] = ()

    @property
    def is_daily(self) -> bool:
        """Whether every day has its report."""
        return self.every is Every.DAY

    @property
    def words(self) -> str:
        """How often, as Thiết lập says it."""
        return next(words for words, every in PERIOD_WORDS.items() if every == self.every)

    def due(self, day: date) -> date | None:
        """The last day, to `day`, on which reports were due; None where none was yet."""
        return max((one for one in (self._in_turn(day), self._asked(day)) if one is not None), default=None)

    def owes(self, day: date, last: date | None) -> bool:
        """Whether a unit still owes a report on `day`, before anything of that day; `last` is its last report's day."""
        since = self.since(day)
        return since is not None and (last is None or last < since)

    def since(self, day: date) -> date | None:
        """The first day whose report would do for what is owed on `day`; None where nothing is."""
        turn, asked = self._in_turn(day), self._asked(day)
        begun = None if turn is None else self._begun(turn)
        return max((one for one in (begun, asked) if one is not None), default=None)

    def missed(self, last: date, day: date) -> tuple[date, ...]:
        """The days on which a report was due that went by after a unit's `last` one, oldest first.

        Not the one that a report of `day` is for, however late: what is owed stays owed until it comes.
        """
        until = self.due(day)
        if until is None:
            return ()
        found = {one for one in self.asked if last < one < until}
        turn = self._in_turn(until - _DAY)
        while turn is not None and last < self._begun(turn):
            found.add(turn)
            turn = self._in_turn(turn - _DAY)
        return tuple(sorted(found))

    def counted(self, missed: int) -> str:
        """So many reports that are not there, as people say it: days, or turns where not every day has its report."""
        many = f"{missed:02d}" if missed < 10 else number(missed)
        return f"{many} {'ngày' if self.is_daily else 'kỳ'}"

    def _begun(self, turn: date) -> date:
        """The first day whose report does for a turn. A trial before the campaign is no report of its first week."""
        return turn if self.is_daily else max(turn - (_WEEK - _DAY), self.start)

    def days_of(self, day: date, last: date | None) -> int:
        """How many days a report of `day` may speak of as one: more than one only where not every day has its own.

        Where a unit has not reported yet, they are those since the campaign began.
        """
        before = self.start - _DAY if last is None else last
        return 1 if self.is_daily else max(1, (day - before).days)

    def _in_turn(self, day: date) -> date | None:
        if self.is_daily:
            return day
        if self.every is Every.ON_REQUEST or day < self.start:
            return None
        if self.every is Every.SEVEN_DAYS:
            weeks = (day - self.start) // _WEEK
            return self.start + weeks * _WEEK if weeks else None
        due = day - _DAY * ((day.weekday() - _WEEKDAYS.index(self.every)) % _WEEK.days)
        return due if due >= self.start else None

    def _asked(self, day: date) -> date | None:
        return max((one for one in self.asked if one <= day), default=None)


def default_every(*, first_level: bool) -> Every:
    """Where nothing is set: the plan's first level reports daily (IV.6), the others at the end of the working week."""
    return Every.DAY if first_level else Every.FRIDAY


def parse_period(data: Mapping[str, Any]) -> Period:
    """From the plan's JSON."""
    reporting, tracked = data["reporting"], data["form"]["level"]
    every = reporting.get("period") or default_of(data, tracked)
    asked = tuple(sorted(map(date.fromisoformat, reporting.get("asked", ()))))
    return Period(date.fromisoformat(data["campaign"]["start"]), Every(every), asked)


def default_of(data: Mapping[str, Any], level: str) -> Every:
    """How often a level of the plan's JSON reports where that is not set."""
    levels = data.get("levels", ())
    return default_every(first_level=not levels or levels[0].get("level") == level)
