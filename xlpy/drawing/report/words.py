"""What the report says of a unit's day: a sign before every word, so that a photocopy tells states apart."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from xlpy.core.before import Glance
from xlpy.core.campaign.outlook import Outlook, Promise
from xlpy.core.consolidate import Status, UnitDay
from xlpy.core.text import NO_HOUR, formal_day, number
from xlpy.drawing.words import (
    LATE,
    LATE_WORDS,
    MISSING,
    NOTHING,
    PHONED,
    REFUSED,
    STATUS_SIGNS,
    STATUS_WORDS,
    WELL,
)

_NOT_DUE_LEGEND = f"   {NOTHING} chưa đến kỳ"
"""What the legend says besides, where a unit owes nothing."""
LEGEND = (
    f"{WELL} đã tiếp nhận   {LATE} báo cáo muộn   {REFUSED} trả lại để sửa   {MISSING} chưa báo cáo   "
    f"{PHONED} báo qua điện thoại"
)


def legend(states: Iterable[Status]) -> str:
    """What the signs of these states mean: also the one of who owes nothing, where it stands."""
    return LEGEND + (_NOT_DUE_LEGEND if Status.NOT_DUE in states else "")


_SHORT = {Status.REFUSED: "trả lại", Status.MANUAL: "điện thoại"}
_FAR = 365
"""Days after the deadline, from which on it is not told how many: a pace of one day does not reach so far."""


def sign(glance: Glance | UnitDay) -> str:
    """The sign of a unit's day."""
    return LATE if glance.late and glance.status is Status.RECEIVED else STATUS_SIGNS[glance.status]


def status(unit: UnitDay) -> str:
    """How a unit's report stands: "▲ Báo cáo muộn"."""
    if unit.status is Status.RECEIVED and unit.by_name:
        return f"{sign(unit)} Tiếp nhận có xác nhận" + (", muộn" if unit.late else "")
    late = unit.late and unit.status is Status.RECEIVED
    return f"{sign(unit)} {LATE_WORDS if late else STATUS_WORDS[unit.status]}"


def short_day(day: date) -> str:
    """2023-06-02 → "02/6": a formal day without its year."""
    return formal_day(day).rpartition("/")[0]


def hour(unit: UnitDay, day: date, short: Callable[[date], str] = short_day) -> str:
    """When a unit's report came: "13:41", with the day where that is another one."""
    if unit.receipt is None:
        return ""
    at: datetime | None = unit.receipt.received_at
    if at is None:
        return NO_HOUR
    return f"{at:%H:%M}" if at.date() == day else f"{at:%H:%M} {short(at.date())}"


def report(unit: UnitDay, day: date, written: Callable[[date], str] = short_day) -> str:
    """Sign, hour and, where it is not as it should be, a word: "▲ 14:06 muộn"."""
    if unit.status is Status.MISSING:
        return f"{MISSING} chưa báo cáo"
    if unit.status is Status.NOT_DUE:
        return f"{NOTHING} chưa đến kỳ"
    short = _SHORT.get(unit.status) or ("muộn" if unit.late else "xác nhận" if unit.by_name else "")
    return " ".join(part for part in (sign(unit), hour(unit, day, written), short) if part)


def promise(unit: Outlook) -> str:
    """Whether a unit will be in time: "× Chậm 12 ngày"."""
    match unit.promise:
        case Promise.LATE if unit.days_late is None:
            return f"{REFUSED} Chậm hạn"
        case Promise.LATE:
            days = unit.days_late or 0
            return f"{REFUSED} Chậm {f'{number(days)} ngày' if days <= _FAR else 'hơn 1 năm'}"
        case Promise.UNKNOWN:
            return f"{MISSING} Chưa rõ"
        case Promise.CLOSE:
            return f"{LATE} Sát hạn"
        case Promise.IN_TIME:
            return f"{WELL} Kịp hạn"
        case Promise.DONE:
            return f"{WELL} Đã xong"
        case Promise.NO_WORK:
            return f"{NOTHING} Chưa giao"


def finish(unit: Outlook, day: date, short: Callable[[date], str] = short_day) -> str:
    """When a unit will be done at the day's pace: the day, farther off the month or year; "–" where nobody can tell."""
    if unit.finish is None:
        return NOTHING
    if (unit.days_late or 0) > _FAR:
        return f"năm {unit.finish.year}"
    if unit.finish.year == day.year:
        return short(unit.finish)
    return f"{unit.finish.month}/{unit.finish.year}"


def listed(names: Sequence[str], most: int, count: Callable[[int], str] = number) -> str:
    """Names with commas between them; of too many the first, and how many others."""
    shown = ", ".join(names[:most])
    return f"{shown} và {count(len(names) - most)} đơn vị khác" if len(names) > most else shown


def counted(many: int) -> str:
    """2 → "02", as letters write how many there are of what they count."""
    return f"{many:02}" if many < 10 else number(many)
