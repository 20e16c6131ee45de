"""LK06, LK07, LK14, LK15: what the machines can have done, on a day and where no day before vouches for a figure."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from xlpy.core.forms import KIND_LABELS
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.source import Severity
from xlpy.core.text import formal_day, number
from xlpy.core.vouching import last_said
from xlpy.rules.following import surplus_of
from xlpy.rules.rule import Before, Case, Example, OnIssued, Violation, rule
from xlpy.rules.twin import Twin

_BASIS = "Kế hoạch 188/KH-UBND, II.4 và II.5: định mức trường hợp/máy/ngày; Phụ lục 02: số máy"
_TENTHS = 11
"""A tenth above what the machines can do is a good day, not a mistake."""

_TWO_DAYS_AGO = Before(date(2023, 5, 21), (1245, 310, 95, 1), (1245, 310, 95, 1))
_GOOD = (
    Example("Hôm trước 1.245, trong ngày 250, tổng đã nhập 1.495."),
    Example("Một phần mười trên mức tối đa.", cells={"birth.today": 5199, "birth.entered": 6444}),
)
_ON_FRIDAYS = {"reporting.period": "friday"}
_REST = {"marriage.entered": 60, "death.entered": 20, "adoption.entered": 1}


class Jump(NamedTuple):
    """What a unit's running totals rose by with no day before to vouch for it, all kinds, and what can have been done.

    `largest` is the kind that rose most. `most` are cases that the machines can enter in the `days` since `since`.
    """

    cases: int
    most: int
    days: int
    since: str
    largest: Kind


def jump(case: Case) -> Jump | None:
    """The unvouched rise of a form, None where there is none or no machine to measure it by.

    After an accepted report it is all that was entered since; in a first report what was entered before the day,
    since the campaign began: on its first day no more than a trial, a tenth of what the machines do in a day.
    """
    rose = {
        kind: surplus
        for kind in KINDS
        if (surplus := surplus_of(case, kind)) > 0 and case.submission.read(kind) and not case.vouched(kind)
    }
    if not rose or not case.machines or case.day < case.plan.start:
        return None
    largest = max(rose, key=lambda kind: rose[kind])
    if case.previous is None:
        days = (case.day - case.plan.start).days
        since = f"từ {formal_day(case.plan.start)} đến hôm trước"
        a_day = case.machines * case.norm
        return Jump(sum(rose.values()), max(days * a_day, a_day // 10), days, since, largest)
    told = [said.date for kind in rose if (said := last_said(case.history, kind)) is not None]
    first = min(told, default=case.plan.start)
    days = max(1, (case.day - first).days)
    cases = sum(rose.values()) + _today(case)
    return Jump(cases, days * case.machines * case.norm, days, f"sau ngày {formal_day(first)}", largest)


def _today(case: Case) -> int:
    return sum(case.submission.value(kind, Measure.TODAY) or 0 for kind in KINDS)


@rule(
    code="LK06",
    title="Số trong ngày vượt mức tối đa của số máy",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Trong ngày {today} trường hợp, vượt mức tối đa {most}{a_day} của {machines} máy.",
    fix="Đề nghị đơn vị kiểm tra: có thể đã gõ Tổng đã nhập vào ô trong ngày, hoặc số máy đã đổi.",
    twins=(
        Twin(
            "day_sum",
            f"AND(10*SUM({{day_sum}})>{_TENTHS}*{{most}},SUM({{day_sum}})<2*{{most}})",
        ),
    ),
    good=(
        *_GOOD,
        Example(
            "Báo cáo thứ Sáu hằng tuần: số trong ngày là của hai ngày, trong mức tối đa hai ngày.",
            before=(_TWO_DAYS_AGO,),
            cells={"birth.today": 8000, "birth.entered": 9245},
            plan=_ON_FRIDAYS,
        ),
    ),
    bad=(
        Example(
            "Chép tổng đã nhập vào cột trong ngày.",
            before=(),
            cells={"birth.today": 5495, "birth.entered": 5495} | _REST,
        ),
        Example(
            "Hơn một phần mười trên mức tối đa.", before=(), cells={"birth.today": 5200, "birth.entered": 5200} | _REST
        ),
    ),
)
def above_the_machines(case: Case) -> Iterator[Violation]:
    """Con số vượt xa định mức thường là Tổng đã nhập ghi nhầm cột, chứ không phải năng suất."""
    if case.unit is None:
        return
    today, most = _today(case), _most(case)
    if 10 * today > _TENTHS * most and not _twice(today, most):
        yield Violation(case.submission.place(_largest_today(case), Measure.TODAY), _values(case, today))


def _days(case: Case) -> int:
    """The days that "trong ngày" may speak of: who reports once a week may put the week's work there."""
    return case.plan.period.days_of(case.day, case.previous.date if case.previous else None)


def _most(case: Case) -> int:
    return _days(case) * case.machines * case.norm


def _values(case: Case, today: int) -> dict[str, object]:
    days = _days(case)
    a_day = "/ngày" if days == 1 else f" trong {days:02} ngày"
    values = {"today": today, "machines": case.machines, "norm": case.norm, "most": _most(case)}
    return {**values, "a_day": a_day}


def _largest_today(case: Case) -> Kind:
    return max(KINDS, key=lambda kind: case.submission.value(kind, Measure.TODAY) or 0)


def _twice(cases: int, most: int) -> bool:
    """Where there is no machine at all, nothing can be measured by it."""
    return bool(most) and cases >= 2 * most


@rule(
    code="LK07",
    title="Đơn vị đã nhập trước báo cáo đầu tiên",
    severity=Severity.INFO,
    basis="Kế hoạch 188/KH-UBND, IV.1.3 và IV.6: theo dõi tiến độ hằng ngày; Phụ lục 01",
    says="{kind}: đơn vị đã nhập {balance} trước báo cáo đầu tiên.",
    fix="Không cần làm gì: là số nhập trước đợt, hoặc vào những ngày của đợt mà đơn vị chưa báo cáo.",
    good=_GOOD,
    bad=(Example("Đơn vị bắt đầu trước ngày báo cáo đầu tiên.", before=()),),
)
def opening_balance(case: Case) -> Iterator[Violation]:
    """Đơn vị có thể đã nhập trước khi bắt đầu báo cáo; số đó được tiếp nhận, và được nêu một lần."""
    if case.previous is not None or _beyond(jump(case)):
        return
    fix = "Không cần làm gì: đây là số nhập trước đợt." if case.day <= case.plan.start else ""
    for kind in filter(case.submission.read, KINDS):
        if (balance := surplus_of(case, kind)) > 0:
            values = {"kind": KIND_LABELS[kind], "balance": balance}
            yield Violation(case.submission.place(kind, Measure.ENTERED), values, fix=fix)


def _beyond(found: Jump | None) -> bool:
    return found is not None and 10 * found.cases > _TENTHS * found.most


@rule(
    code="LK14",
    title="Tổng đã nhập tăng quá mức tối đa của số máy",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="{kind} tăng nhiều nhất; cả bốn loại tăng {cases} {since} ({days} ngày), {machines} máy{trial} tối đa {most}.",
    fix="Đề nghị đơn vị xem lại; gõ nhầm thì sửa, gửi lại.",
    issued=OnIssued(fix="Đề nghị đơn vị xem lại số đã gõ ở các dòng đến hôm nay; gõ nhầm thì sửa rồi gửi lại."),
    good=(
        *_GOOD,
        Example("Nghỉ một ngày, số tăng trong mức tối đa.", before=(_TWO_DAYS_AGO,), cells={"birth.entered": 5495}),
    ),
    bad=(
        Example(
            "Nghỉ một ngày, số tăng hơn mức tối đa hai ngày.", before=(_TWO_DAYS_AGO,), cells={"birth.entered": 12245}
        ),
        Example("Số nhập trước đợt hơn mức tối đa một ngày.", before=(), cells={"birth.entered": 6000}),
    ),
)
def jumped_beyond_the_machines(case: Case) -> Iterator[Violation]:
    """Lần đầu báo cáo, hay sau ngày chưa có báo cáo, chỉ có số máy cho biết tổng đã nhập có thể đúng hay không."""
    found = jump(case)
    if found is not None and _beyond(found) and not found.cases >= 2 * found.most:
        yield Violation(case.submission.place(found.largest, Measure.ENTERED), _told(case, found))


def _told(case: Case, found: Jump) -> dict[str, object]:
    return {
        "kind": KIND_LABELS[found.largest],
        "cases": found.cases,
        "since": found.since,
        "days": found.days,
        "machines": case.machines,
        "norm": case.norm,
        "most": found.most,
        "trial": _trial(found),
    }


@rule(
    code="LK15",
    title="Số nhập quá hai lần mức tối đa của số máy",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="{what}; {machines} máy{trial} tối đa {most}.",
    fix="Đề nghị đơn vị xem lại số đã gõ. (Người tổng hợp: nếu số đúng thì tiếp nhận có xác nhận: --chap-nhan.)",
    asks="Đề nghị xem lại số đã gõ; nhầm thì sửa rồi gửi lại. Số đúng thì gọi {office}.",
    twins=(Twin("day_sum", "SUM({all_today})>={twice}"),),
    good=(
        *_GOOD,
        Example(
            "Báo cáo thứ Sáu hằng tuần: số trong ngày là của cả những ngày từ lần báo trước.",
            before=(_TWO_DAYS_AGO._replace(day=date(2023, 5, 19)),),
            cells={"birth.today": 19200, "birth.entered": 20445},
            plan=_ON_FRIDAYS,
        ),
    ),
    bad=(
        Example("Bốn lần mức tối đa trong một ngày.", cells={"birth.today": 19200, "birth.entered": 20445}),
        Example("Nghỉ một ngày, tăng 91.000.", before=(_TWO_DAYS_AGO,), cells={"birth.entered": 92495}),
        Example("Số nhập trước đợt gõ thừa một chữ số.", before=(), cells={"birth.entered": 14955}),
    ),
)
def twice_what_the_machines_can(case: Case) -> Iterator[Violation]:
    """Gấp đôi mức tối đa không phải năng suất: tiếp nhận thì mọi báo cáo đúng sau đó đều phải trả lại."""
    if case.unit is None:
        return
    today, most = _today(case), _most(case)
    if _twice(today, most):
        what = f"Trong ngày {number(today)} trường hợp"
        yield Violation(
            case.submission.place(_largest_today(case), Measure.TODAY),
            _values(case, today) | {"what": what, "trial": ""},
        )
        return
    found = jump(case)
    if found is not None and found.cases >= 2 * found.most:
        told = _told(case, found)
        yield Violation(case.submission.place(found.largest, Measure.ENTERED), told | {"what": _rise(case, found)})


def _trial(found: Jump) -> str:
    return "" if found.days else " (trước ngày đầu tính một phần mười ngày)"


def _rise(case: Case, found: Jump) -> str:
    largest, cases = KIND_LABELS[found.largest], number(found.cases)
    if not found.days:
        start = formal_day(case.plan.start)
        return f"Trước ngày bắt đầu {start} đã có {cases} trường hợp ({largest} nhiều nhất)"
    return f"{largest} tăng nhiều nhất; cả bốn loại tăng {cases} {found.since} ({found.days} ngày)"
