"""Days of all sorts to draw a report of, without a journal: what a layout says is in their sentences."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from tests.core.campaign.test_outlook import DAY, after, standing
from xlpy.core.before import NOTHING, Before, Glance
from xlpy.core.consolidate import Standing, Status
from xlpy.core.plan.aside import Aside
from xlpy.core.plan.elsewhere import Elsewhere
from xlpy.core.plan.plan import Plan
from xlpy.core.plan.tasks import Task, TaskState
from xlpy.core.receipt import Receipt
from xlpy.core.source import Finding, Severity, Source

PACES = {"688": 900, "689": 2_300, "690": 1_200, "691": 1_500, "692": 3_300, "693": 1_400, "694": 2_500, "695": 2_000}
PACES |= {"696": 3_200, "697": 1_500}


def found(code: str, unit: str, title: str, message: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(code, severity, Source("a.xlsx", "Phụ lục 01", "D8"), title, message, "Sửa ô D8.", unit)


FINDINGS = (
    found("SL02", "690", "Ô có số lẻ", "Đăng ký sinh, trong ngày: ghi 0,628. Có phải 628?"),
    found("CD01", "695", "Số trong ngày lớn hơn tổng", "Xem ô D16, E16."),
    found("SL08", "688", "Số ghi dưới dạng chữ", "20 ô (C8, D8…).", Severity.WARNING),
    found("SL08", "692", "Số ghi dưới dạng chữ", "15 ô (C8, D8…).", Severity.WARNING),
    found("BM01", "697", "Không rõ ngày", "Tiêu đề ghi “ngày … tháng …”.")._replace(because=""),
    found("CD06", "697", "Các số khác", "Không cộng được.")._replace(because="BM01"),
)


def days(plan: Plan) -> Mapping[str, tuple[Plan, Standing, Before]]:
    """Name → what a report of that day is drawn from."""
    ordinary = after(plan, PACES)
    early = after(plan, PACES, date(2023, 6, 2))
    late = Glance(Status.RECEIVED, late=True)
    glances = tuple((DAY - timedelta(days=back), {"688": late, "690": Glance(Status.MISSING)}) for back in (3, 2, 1))
    task = Task(
        "3", "Bố trí thêm máy vi tính cho các đơn vị", "Sở Tài chính", "", None, date(2023, 5, 19), None, None, "", 2
    )
    aside = Aside(
        tasks=(task._replace(state=TaskState.UNDER_WAY),),
        elsewhere=(Elsewhere("cap-huyen", "district", date(2023, 6, 2), 1_234),),
    )
    return {
        "ordinary": (plan, *ordinary),
        "under ten": (plan, _with_hours(early[0]), early[1]._replace(previous=date(2023, 5, 31))),
        "found and late again": (plan, ordinary[0]._replace(findings=FINDINGS), ordinary[1]._replace(days=glances)),
        "one unknown": (plan, *after(plan, {code: pace for code, pace in PACES.items() if code != "690"})),
        "first": (plan, standing(plan, {"688": (900, 31_043)}, plan.start), NOTHING),
        "nothing": (plan, standing(plan, {}), NOTHING),
        "close": (plan, *after(plan, {code: round(pace * 1.4) for code, pace in PACES.items()})),
        "after the deadline": (plan, standing(plan, {"688": (900, 31_043)}, plan.deadline), NOTHING),
        "the whole plan": (replace(plan, aside=aside), *ordinary),
    }


def _with_hours(day: Standing) -> Standing:
    """A unit late in the evening, another on the next day, the third returned."""

    def at(hour: str) -> Receipt:
        return Receipt("a.xlsx", "ab" * 32, datetime.fromisoformat(f"{hour}+07:00"))

    first, second, third, *others = day.units
    return day._replace(
        units=(
            first._replace(receipt=at("2023-06-02T19:06:00"), late=True),
            second._replace(receipt=at("2023-06-03T08:01:00"), late=True),
            third._replace(receipt=at("2023-06-02T13:01:00"), status=Status.REFUSED),
            *others,
        )
    )
