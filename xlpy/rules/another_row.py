"""LK25: figures that follow another unit's last report: typed into its neighbour's line, or sent under its name."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from xlpy.core.forms import KIND_LABELS
from xlpy.core.records import KINDS, AcceptedDay, Measure
from xlpy.core.source import Severity
from xlpy.core.text import number
from xlpy.core.units import in_sentence
from xlpy.rules.rule import Before, Case, Example, Violation, rule

_BASIS = "Kế hoạch 188/KH-UBND, IV.6: kiểm tra, đối chiếu số liệu hằng ngày; Phụ lục 01"
_SPEAKS = 100
"""Cases in all from which on the same running totals of two units are no accident."""

Entered: TypeAlias = tuple[int, ...]
"""Running totals by kind."""


def last_entered(history: Mapping[str, Sequence[AcceptedDay]]) -> Mapping[Entered, str]:
    """The running totals of each unit's last accepted day → its code; those of two units tell of neither."""
    found: dict[Entered, str] = {}
    for unit, days in history.items():
        entered = _of(days[-1]) if days else ()
        if _speaks(entered):
            found[entered] = "" if entered in found else unit
    return found


def _speaks(entered: Entered) -> bool:
    return sum(entered) >= _SPEAKS and sum(map(bool, entered)) > 1


def _of(day: AcceptedDay) -> Entered:
    return tuple(day.figures[kind].entered for kind in KINDS)


@rule(
    code="LK25",
    title="Số liệu nối tiếp báo cáo của đơn vị khác",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    of_the_shape=True,
    says="Đến trước ngày {day}, {kind} đã nhập {before}: đúng số của {other}.",
    fix="Gõ nhầm dòng thì đề nghị đơn vị gõ vào dòng của mình, gửi lại. (Người tổng hợp: nếu số đúng thì tiếp nhận có xác nhận: --chap-nhan.)",
    asks="Gõ nhầm dòng thì đề nghị gõ vào dòng của mình, gửi lại. Số đúng thì gọi {office}.",
    good=(
        Example("Nối tiếp báo cáo hôm trước của mình."),
        Example("Báo cáo đầu tiên, không nối tiếp của ai.", before=()),
    ),
    bad=(
        Example(
            "Sau ngày chưa có báo cáo, số của Bù Gia Mập nằm ở dòng Bù Đăng.",
            before=(Before(date(2023, 5, 21), (900, 200, 60, 1), (900, 200, 60, 1)),),
            others_before={"691": Before(date(2023, 5, 22), (1245, 310, 95, 1), (1245, 310, 95, 1))},
        ),
    ),
)
def continues_another_units(case: Case) -> Iterator[Violation]:
    """Trên biểu có dòng của mọi đơn vị, gõ nhầm dòng bên cạnh thì số vẫn cộng đúng; chỉ số đã nhập đến hôm trước cho biết
    là của ai. Nhất là sau ngày chưa có báo cáo, khi không số nào của chính đơn vị cản lại.
    """
    figures = [(case.submission.value(k, Measure.TODAY), case.submission.value(k, Measure.ENTERED)) for k in KINDS]
    if case.unit is None or any(today is None or entered is None for today, entered in figures):
        return
    before = tuple((entered or 0) - (today or 0) for today, entered in figures)
    if not _speaks(before) or (case.previous is not None and before == _of(case.previous)):
        return
    other = case.last_entered.get(before)
    if other and other != case.unit:
        largest = max(KINDS, key=lambda kind: before[KINDS.index(kind)])
        values = {
            "kind": KIND_LABELS[largest],
            "day": case.day,
            "before": number(before[KINDS.index(largest)]),
            "other": in_sentence(case.plan.targets[other].unit.name),
        }
        yield Violation(case.submission.place(largest, Measure.ENTERED), values)
