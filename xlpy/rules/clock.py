"""TG: the hour of receipt, and who has not reported."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from xlpy.core.consolidate import Status
from xlpy.core.source import Severity, Source
from xlpy.core.text import command, formal_day, office_hour, received_words
from xlpy.rules.rule import Case, DayCase, Example, Scope, Violation, rule

_BASIS = "Kế hoạch 188/KH-UBND, IV.5.4 và IV.6: trước 14 giờ 00 phút hàng ngày"
_MONDAYS = {"reporting.period": "monday"}


@rule(
    code="TG01",
    title="Báo cáo muộn",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.DAY,
    says="Nhận lúc {at}, hạn trước {before}. Báo muộn không phải lý do trả lại.",
    fix="Lần sau đề nghị đơn vị gửi trước {hour}.",
    good=(Example("Nhận lúc 13:59.", received=time(13, 59)),),
    bad=(Example("Nhận lúc 14:00.", received=time(14, 0)),),
)
def late(case: DayCase) -> Iterator[Violation]:
    """Sở Tư pháp phải báo cáo trước 15 giờ; tệp đến sau 14 giờ còn ít thời gian để kiểm tra."""
    if case.unit_day.late and case.unit_day.receipt is not None:
        due = _due(case)
        hour = office_hour(case.plan.units_report_before)
        received = case.unit_day.receipt.received_at
        on_the_day = received is not None and received.date() == due == case.day
        values = {
            "at": received_words(received, case.day),
            "before": hour if on_the_day else f"{hour} ngày {formal_day(due)}",
            "hour": hour,
        }
        yield Violation(case.unit_day.source, values)


def _due(case: DayCase) -> date:
    """The day by which the report was owed: the day itself, unless the level does not report daily."""
    return case.plan.period.due(case.day) or case.day


@rule(
    code="TG05",
    title="Không rõ giờ nhận",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.DAY,
    says="Không có giờ nhận, giờ không đọc được hoặc chưa tới; không tính là báo cáo muộn.",
    fix="Xem giờ trong hộp thư, đồng hồ máy; có tệp khác thì hỏi đơn vị tệp nào gửi sau.",
    ours=True,
    good=(Example("Thư ghi giờ nhận."),),
    bad=(Example("Giờ của thư không đọc được.", received=None),),
)
def hour_unknown(case: DayCase) -> Iterator[Violation]:
    """Đoán giờ thì đơn vị gửi đúng hạn có khi bị ghi là muộn, và bản sửa có khi thua bản cũ."""
    receipt = None if case.sent_back else case.unit_day.receipt
    if receipt is not None and receipt.received_at is None:
        yield Violation(case.unit_day.source)


@rule(
    code="TG02",
    title="Chưa có báo cáo",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.DAY,
    says="Chưa nhận được báo cáo ngày {day}.{standing}",
    fix="Gọi đơn vị, đề nghị gửi ngay.",
    ours=True,
    good=(
        Example("Đã nhận báo cáo."),
        Example("Báo cáo thứ Sáu hằng tuần, hôm nay thứ Ba.", absent=True, plan={"reporting.period": "friday"}),
        Example(
            "Báo cáo khi có yêu cầu, chưa ngày nào được yêu cầu.", absent=True, plan={"reporting.period": "on-request"}
        ),
    ),
    bad=(
        Example("Không có tệp nào của đơn vị.", absent=True),
        Example(
            "Báo cáo thứ Hai hằng tuần: hết ngày thứ Hai vẫn chưa có, thứ Ba vẫn còn nợ.",
            absent=True,
            before=(),
            plan=_MONDAYS,
        ),
    ),
)
def missing(case: DayCase) -> Iterator[Violation]:
    """Đơn vị chưa báo cáo thì số trong ngày để trống, tổng đã nhập giữ theo lần báo cáo trước. Đơn vị chưa đến kỳ thì không nợ gì."""
    if case.unit_day.status is Status.MISSING and not case.came:
        yield Violation(case.unit_day.source, {"day": _due(case), "standing": _still(case)})


def _still(case: DayCase) -> str:
    """Which figures stand of a unit without a report, as the end of what is said of it."""
    since = case.unit_day.carried_from
    return f" Tổng đã nhập giữ theo ngày {formal_day(since)}." if since else ""


@rule(
    code="TG06",
    title="Chưa có bản sửa",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.DAY,
    says="Báo cáo ngày {day} đã trả lại để sửa, chưa nhận bản sửa.{standing}",
    fix="Gọi đơn vị, đề nghị sửa, gửi lại ngay. Các lỗi: xem trang Kiểm tra ngày {on}, hoặc chạy: {command}.",
    ours=True,
    good=(
        Example("Báo cáo thứ Hai hằng tuần, thứ Ba đã nhận bản sửa.", sent_back=date(2023, 5, 22), plan=_MONDAYS),
        Example("Báo cáo hằng ngày: báo cáo hôm nay là báo cáo khác.", absent=True),
    ),
    bad=(
        Example(
            "Báo cáo thứ Hai hằng tuần, thứ Hai bị trả lại, thứ Ba chưa có bản sửa.",
            absent=True,
            before=(),
            sent_back=date(2023, 5, 22),
            plan=_MONDAYS,
        ),
    ),
)
def not_mended(case: DayCase) -> Iterator[Violation]:
    """Đơn vị đã gửi, đang phải sửa: gọi để giục bản sửa, không phải để hỏi vì sao chưa báo cáo."""
    if case.sent_back is not None and not case.came:
        values = {
            "day": _due(case),
            "standing": _still(case),
            "on": case.sent_back.on,
            "command": command(f"bao-cao --ngay {case.sent_back.on.isoformat()} --day-du"),
        }
        yield Violation(Source(case.sent_back.receipt.name), values)


_CLOCK_TELLS = timedelta(days=60)
"""An hour of receipt further than this behind the form's day is no evidence: a copy's, or that of a wrong clock."""


@rule(
    code="TG03",
    title="Tệp đến trước ngày ghi trên biểu",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="Biểu ghi ngày {written}, tệp {came}.",
    fix="Ghi nhầm thì đề nghị đơn vị sửa ngày, gửi lại. (Người tổng hợp: nếu ngày ghi đúng thì tiếp nhận có xác nhận: --chap-nhan.)",
    asks="Ghi nhầm ngày thì đề nghị sửa, gửi lại. Đúng ngày thì gửi lại tệp này hoặc gọi {office}.",
    good=(
        Example("Tệp của ngày 23/5 nhận ngày 23/5."),
        Example("Nhận ngày 23/5, lần tổng hợp bù cho ngày 22/5 đã thấy tệp.", first_seen=date(2023, 5, 22)),
    ),
    bad=(
        Example("Tệp của ngày 23/5 nhận từ hôm trước.", came=date(2023, 5, 22)),
        Example(
            "Giờ của tệp không nói gì; lần tổng hợp ngày 22/5 đã thấy tệp.",
            came=date(2026, 11, 29),
            first_seen=date(2023, 5, 22),
        ),
    ),
)
def before_its_day(case: Case) -> Iterator[Violation]:
    """Biểu ghi nhầm ngày mai, hôm nay đã trả lại, không thể tự thành báo cáo của ngày mai mà không ai hỏi lại."""
    written = case.submission.date
    if written is None or written != case.day or case.submission.phoned or (case.letter and case.letter.hour):
        return  # of what came by mail, TM08 says it
    received = case.receipt.received_at and case.receipt.received_at.astimezone(case.plan.timezone)
    no_evidence = received is None or received.date() - written > _CLOCK_TELLS
    if received is not None and received.date() < written:
        came = f"nhận lúc {received_words(received)}"
    elif case.first_seen is not None and case.first_seen < written and no_evidence:
        came = f"đã có từ lần tổng hợp ngày {formal_day(case.first_seen)}"
    else:
        return
    yield Violation(case.submission.day_place, {"written": written, "came": came})


EARLY = before_its_day
