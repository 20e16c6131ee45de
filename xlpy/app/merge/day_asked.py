"""Which day a press is for. One that stands in the journal by mistake stands there for good."""

from collections.abc import Iterator, Sequence
from datetime import date

from xlpy.app.folder import CannotDo
from xlpy.core.plan.plan import Plan
from xlpy.core.text import day as written


def come(day: date, today: date) -> date:
    """A day that was asked for, unless it is yet to come. Raises CannotDo."""
    if day > today:
        raise CannotDo(
            f"Ngày {written(day)} chưa tới (đồng hồ máy: hôm nay {written(today)}), chưa ai có số liệu để tổng hợp. "
            "Xem lại ngày, đồng hồ máy rồi chạy lại."
        )
    return day


def by_the_clock(plan: Plan, today: date, merged: Sequence[date]) -> date:
    """The day that it is, where nobody asked for one. `merged` are the days merged so far.

    Raises CannotDo where the clock cannot be right: it lies before a campaign of which days are merged.
    """
    if today < plan.start and (begun := max((day for day in merged if day >= plan.start), default=None)):
        raise CannotDo(
            f"Đồng hồ máy chỉ ngày {written(today)}, trước ngày đầu của đợt {written(plan.start)}, mà đã tổng hợp đến "
            f"ngày {written(begun)}. Chưa ghi gì. Chỉnh đồng hồ máy rồi chạy lại."
        )
    return today


def outside(plan: Plan, day: date) -> Iterator[str]:
    """What should be known of a day that the plan does not speak of: trials come before, late work after."""
    if not plan.start <= day < plan.deadline:
        campaign = f"từ {written(plan.start)}, trước {written(plan.deadline)}"
        yield (
            f"Ngày {written(day)} nằm ngoài đợt của kế hoạch ({campaign}). Nhầm ngày thì tổng hợp lại với ngày đúng; "
            "không gõ ngày thì xem lại đồng hồ máy."
        )
