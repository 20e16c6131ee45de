"""TG: the hour of receipt, and who has not reported."""

from collections.abc import Iterator
from datetime import time

from xlpy.core.consolidate import Status
from xlpy.core.source import Severity
from xlpy.rules.rule import DayCase, Example, Scope, Violation, rule

_BASIS = "KH 188, IV.5.4 và IV.6: trước 14 giờ 00 phút hàng ngày"


@rule(
    code="TG01",
    title="Báo cáo muộn",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.DAY,
    says="Nhận lúc {at}, quy định trước {before} ngày {day}.",
    fix="Nhắc đơn vị gửi đúng giờ.",
    asks="Lần sau gửi trước giờ quy định.",
    good=(Example("Nhận lúc 13:59.", received=time(13, 59)),),
    bad=(Example("Nhận lúc 14:00.", received=time(14, 0)),),
)
def late(case: DayCase) -> Iterator[Violation]:
    """Sở Tư pháp phải báo cáo trước 15 giờ; tệp đến sau 14 giờ còn ít thời gian để kiểm tra."""
    if case.unit_day.late and case.unit_day.receipt is not None:
        values = {
            "at": case.unit_day.receipt.received_at,
            "before": f"{case.plan.units_report_before:%H:%M}",
            "day": case.day,
        }
        yield Violation(case.unit_day.source, values)


@rule(
    code="TG02",
    title="Chưa có báo cáo",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.DAY,
    says="Chưa nhận được báo cáo ngày {day}.{standing}",
    fix="Liên hệ đơn vị, đề nghị gửi ngay.",
    ours=True,
    good=(Example("Đã nhận báo cáo."),),
    bad=(Example("Không có tệp nào của đơn vị.", absent=True),),
)
def missing(case: DayCase) -> Iterator[Violation]:
    """Đơn vị chưa báo cáo thì số trong ngày để trống, tổng đã nhập giữ theo lần báo cáo trước."""
    if case.unit_day.status is Status.MISSING:
        since = case.unit_day.carried_from
        standing = f" Tổng đã nhập giữ theo ngày {since.day}/{since.month}/{since.year}." if since else ""
        yield Violation(case.unit_day.source, {"day": case.day, "standing": standing})
