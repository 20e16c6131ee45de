"""LK10–LK13, LK20: a unit's day once its files are sorted out.

Which replaced which, which contend, which days are empty, what was told by telephone and is no more.
"""

from collections.abc import Iterator
from datetime import date, time

from xlpy.core.forms import KIND_LABELS
from xlpy.core.reading import Submission
from xlpy.core.records import KINDS, Measure
from xlpy.core.source import Fault, Problem, Severity, Source
from xlpy.core.text import formal_day, number
from xlpy.rules.rule import Before, DayCase, Example, Scope, Violation, fault_rule, rule

_BASIS = "Kế hoạch 188/KH-UBND, IV.1.3 và IV.6: theo dõi tiến độ hằng ngày; Phụ lục 01"
_TWO_DAYS_AGO = Before(date(2023, 5, 21), (1245, 310, 95, 1), (1245, 310, 95, 1))
_GOOD = (Example("Một tệp của đơn vị trong ngày, ngày trước có báo cáo."),)

_MENDED = Example(
    "Bản sửa gửi lúc 13:50.", file="bu dang 23-5 (2).xlsx", cells={"birth.today": 251, "birth.entered": 1496}
)
_PHONED = Example(
    "Báo qua điện thoại.", file="nhap-tay/696.xlsx", cells={"birth.today": 240, "birth.entered": 1485}, phoned=True
)
_FRIDAYS, _MONDAYS = {"reporting.period": "friday"}, {"reporting.period": "monday"}
_ONE_HALF = {"death.today": 0, "death.entered": 95, "adoption.today": 0, "adoption.entered": 1}
_OTHER_HALF = {"birth.today": 0, "birth.entered": 1245, "marriage.today": 0, "marriage.entered": 310}


@rule(
    code="LK10",
    title="Tệp gửi sau thay tệp gửi trước",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.DAY,
    says="“{new}” thay “{old}”: {changes}. Giữ cả hai tệp.",
    fix="Không cần làm gì nếu đúng là bản sửa.",
    ours=True,
    good=_GOOD,
    bad=(
        Example("Đơn vị gửi lại bản sửa trong ngày.", received=time(12, 30), others=(_MENDED,)),
        Example(
            "Hai người của một đơn vị, mỗi người gửi hai loại.",
            received=time(12, 30),
            cells=_ONE_HALF,
            others=(Example("", file="bu dang 23-5 (2).xlsx", cells=_OTHER_HALF),),
        ),
    ),
)
def replaced_by_a_later_file(case: DayCase) -> Iterator[Violation]:
    """Bản sửa gửi sau được dùng; người nhận báo cáo biết số nào đã đổi."""
    current = case.choice.current
    if current is None or current.submission is None or not case.choice.replaced:
        return
    old = case.choice.replaced[-1]
    changes = []
    for kind in KINDS:
        for measure in (Measure.TODAY, Measure.ENTERED):
            before = old.submission.value(kind, measure) if old.submission else None
            after = current.submission.value(kind, measure)
            if before != after:
                cell = current.submission.place(kind, measure).cell
                changes.append(f"{cell} {_or_blank(before)} → {_or_blank(after)}")
    values = {
        "new": current.receipt.name,
        "old": old.receipt.name,
        "changes": "; ".join(changes) or "số liệu không đổi",
    }
    fix = _ASK_FOR_ALL if old.submission and _share_a_day(old.submission, current.submission) else ""
    yield Violation(current.submission.source, values, fix=fix)


_ASK_FOR_ALL = "Có vẻ mỗi tệp chỉ có một phần số của ngày. Hỏi đơn vị; nếu đúng thế thì đề nghị gửi một tệp đủ số."


def _share_a_day(old: Submission, new: Submission) -> bool:
    """Whether each of two files has the day's work of some kinds, and neither any of the other's.

    The same figures in other columns are a correction of columns.
    """
    first, second = ([form.value(kind, Measure.TODAY) or 0 for kind in KINDS] for form in (old, new))
    apart = not any(one and other for one, other in zip(first, second, strict=True))
    return apart and any(first) and any(second) and sorted(first) != sorted(second)


def _or_blank(value: int | None) -> str:
    return "trống" if value is None else number(value)


@rule(
    code="LK11",
    title="Hai tệp cùng giờ nhận, số liệu khác nhau",
    severity=Severity.ERROR,
    basis=_BASIS,
    scope=Scope.DAY,
    says="Không rõ tệp nào gửi sau: “{first}”, “{second}”{why}.",
    fix="Gọi đơn vị, đề nghị gửi lại riêng tệp đúng. (Người tổng hợp: hoặc --chap-nhan để lấy “{second}”.)",
    asks="Đề nghị gửi lại riêng tệp đúng, không phải sửa gì trong tệp.",
    good=_GOOD,
    bad=(
        Example("Hai bản cùng giờ.", others=(_MENDED,)),
        Example("Không đọc được giờ nhận của một trong hai bản.", received=None, others=(_MENDED,)),
    ),
)
def two_files_contend(case: DayCase) -> Iterator[Violation]:
    """Chọn đại một tệp là đoán; cả hai chờ người xác nhận."""
    if case.choice.conflict:
        first, second = case.choice.conflict
        dark = next((item.receipt.name for item in (first, second) if item.receipt.received_at is None), "")
        why = f" (không rõ giờ nhận “{dark}”)" if dark else ""
        values = {"first": first.receipt.name, "second": second.receipt.name, "why": why}
        yield Violation(Source(second.receipt.name), values)


@rule(
    code="LK12",
    title="Trước đó còn thiếu báo cáo",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.DAY,
    says="{turns} liền trước chưa có báo cáo được tiếp nhận ({since}).",
    fix="Đề nghị đơn vị gửi bù, hoặc gửi bản sửa; chưa gửi thì để trống, không tính là 0.",
    good=(
        *_GOOD,
        Example("Báo cáo thứ Sáu hằng tuần: ngày 22/5 chưa đến kỳ.", before=(_TWO_DAYS_AGO,), plan=_FRIDAYS),
        Example(
            "Báo cáo thứ Hai hằng tuần: báo cáo của kỳ 22/5, muộn một ngày.", before=(_TWO_DAYS_AGO,), plan=_MONDAYS
        ),
    ),
    bad=(
        Example("Ngày 22/5 chưa có báo cáo.", before=(_TWO_DAYS_AGO,)),
        Example(
            "Báo cáo thứ Hai hằng tuần, ngày 23/5 được yêu cầu báo thêm: kỳ 22/5 chưa có báo cáo.",
            before=(_TWO_DAYS_AGO,),
            plan={**_MONDAYS, "reporting.asked": ["2023-05-23"]},
        ),
    ),
)
def days_without_report(case: DayCase) -> Iterator[Violation]:
    """Ngày không báo cáo không phải ngày làm được số 0; bảng tiến độ phải thấy khoảng trống. Cấp không báo cáo hằng ngày
    thì đếm kỳ báo cáo, không đếm ngày."""
    if not case.history:
        return
    last, period = case.history[-1].date, case.plan.period
    if missed := period.missed(last, case.day):
        ends = dict.fromkeys((missed[0], missed[-1]))
        which = "" if period.is_daily else f"kỳ {' đến '.join(map(formal_day, ends))}; "
        since = f"{which}báo cáo cuối: {formal_day(last)}"
        yield Violation(case.unit_day.source, {"turns": period.counted(len(missed)), "since": since})


@rule(
    code="LK13",
    title="Số báo qua điện thoại khác tệp đã gửi",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.DAY,
    says="{changes}. Đã tiếp nhận số trong tệp.",
    fix="Khác nhiều thì hỏi lại đơn vị; không phải xoá số báo qua điện thoại.",
    asks="Số báo qua điện thoại mới đúng thì đề nghị sửa tệp rồi gửi lại.",
    good=_GOOD,
    bad=(Example("Báo qua điện thoại 240, tệp gửi sau ghi 250.", others=(_PHONED,)),),
)
def phoned_otherwise(case: DayCase) -> Iterator[Violation]:
    """Số báo miệng dễ nghe nhầm, gõ nhầm; có tệp thì lấy tệp, nhưng phải nói ra chỗ khác nhau."""
    current, phoned = case.choice.current, case.choice.phoned
    if current is None or phoned is None or current.submission is None or phoned.submission is None:
        return
    changes = [
        f"{KIND_LABELS[kind]}: điện thoại {number(told)} (ô {phoned.submission.place(kind, Measure.TODAY).cell}), "
        f"tệp ghi {_or_blank(sent)}"
        for kind in KINDS
        if (told := phoned.submission.value(kind, Measure.TODAY)) is not None
        and told != (sent := current.submission.value(kind, Measure.TODAY))
    ]
    if changes:
        yield Violation(phoned.submission.source, {"changes": "; ".join(changes)})


PHONED_WITHDRAWN = fault_rule(
    Fault.PHONED_WITHDRAWN,
    code="LK20",
    title="Số báo qua điện thoại đã rút",
    severity=Severity.INFO,
    basis=_BASIS,
    says="Số báo qua điện thoại này đã rút, không tính nữa. Bản gốc vẫn giữ.",
    fix="Không cần làm gì; có số mới thì gõ lại.",
    why="Nghe nhầm, gõ nhầm dòng thì rút lại; rút lại vẫn còn ghi trong nhật ký số liệu.",
    ours=True,
    good=_GOOD,
    bad=(
        Example(
            "Số gõ nhầm dòng.", file="nhap-tay/696.xlsx", problem=Problem(Fault.PHONED_WITHDRAWN, Source()), unit=None
        ),
    ),
)
