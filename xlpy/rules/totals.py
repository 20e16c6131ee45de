"""KH01, KH13, SL13: the form's "Tổng số" against the plan's: the unit's own, another unit's, or in thousands."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from xlpy.core.forms import KIND_LABELS
from xlpy.core.records import KINDS, Kind, Measure, Row
from xlpy.core.source import Severity
from xlpy.core.text import number
from xlpy.core.units import Unit, in_sentence
from xlpy.rules.rule import Case, Example, Violation, rule

_BASIS = "Phụ lục 02: số trường hợp giao cho từng đơn vị"
_GOOD = (Example("Đã nhập hôm trước 1.245, trong ngày 250, tổng đã nhập 1.495."),)
_AT_LEAST = 2
"""Kinds whose totals must agree before they tell anything: one may be alike by chance."""
_THOUSAND = 1000


def _line_of_totals(case: Case) -> Row | None:
    """The line that says the unit's totals: its own, or TỔNG under its parts."""
    return case.submission.total if len(case.submission.rows) > 1 else next(iter(case.submission.rows), None)


def _totals(case: Case) -> Mapping[Kind, int]:
    """The totals that the form says and that are not the plan's for the unit."""
    row = _line_of_totals(case)
    told = {kind: row.value(kind, Measure.TOTAL) for kind in KINDS} if row else {}
    return {kind: total for kind, total in told.items() if total is not None and total != case.totals[kind]}


def _whose(case: Case) -> Unit | None:
    """The other unit of the plan whose totals these are."""
    told = {kind: total for kind, total in _totals(case).items() if total > 0}
    if len(told) < _AT_LEAST:
        return None
    others = [
        place
        for pair in combinations(told.items(), _AT_LEAST)
        for place in case.plan.lookup.with_two_totals.get(frozenset(pair), ())
        if case.plan.senders[place].code != case.unit
    ]
    return case.plan.senders[min(others)] if others else None


def _in_thousands(case: Case) -> Mapping[Kind, int]:
    """The totals that are the plan's divided by a thousand, however rounded; none where fewer than two are."""
    told = {
        kind: total
        for kind, total in _totals(case).items()
        if case.totals[kind] >= _THOUSAND
        and case.totals[kind] // _THOUSAND <= total <= -(-case.totals[kind] // _THOUSAND)
    }
    return told if len(told) >= _AT_LEAST else {}


@rule(
    code="KH01",
    title="Tổng số khác chỉ tiêu",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="{kind}: biểu ghi Tổng số {read}, chỉ tiêu {total}.",
    fix="Không phải gửi lại: bảng tổng hợp dùng chỉ tiêu. (Người tổng hợp: đã rà soát lại thì sửa Phụ lục 02.)",
    asks="Không phải gửi lại: bảng tổng hợp dùng chỉ tiêu. Đã rà soát lại Sổ hộ tịch thì báo {office}.",
    good=_GOOD,
    bad=(
        Example(
            "Tổng số của biểu cũ.",
            cells={"birth.total": 115641, "birth.remaining": 114146, "sum.total": 151291, "sum.remaining": 149309},
        ),
    ),
)
def total_is_not_the_plans(case: Case) -> Iterator[Violation]:
    """Tổng số là chỉ tiêu của Kế hoạch, không phải số đơn vị tự ghi; mọi tỷ lệ hoàn thành tính trên đó."""
    row = _line_of_totals(case)
    if row is None or _whose(case) or _in_thousands(case):
        return
    for kind, read in _totals(case).items():
        values = {"kind": KIND_LABELS[kind], "read": read, "total": case.totals[kind]}
        yield Violation(row.counts[kind, Measure.TOTAL].source, values)


@rule(
    code="KH13",
    title="Tổng số là của đơn vị khác",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Tổng số {kinds} là của {other}, không phải của {unit}.",
    fix="Đề nghị đơn vị ghi đúng tên, Tổng số của mình.",
    good=(*_GOOD, Example("Tổng số sai, không phải của ai.", cells={"birth.total": 115641, "marriage.total": 27110})),
    bad=(
        Example(
            "Số liệu của Bù Gia Mập mang tên Bù Đăng.",
            cells={"birth.total": 68082, "marriage.total": 13219, "death.total": 4633, "adoption.total": 7},
        ),
    ),
)
def totals_are_another_units(case: Case) -> Iterator[Violation]:
    """Biểu ghi nhầm tên đơn vị thì số của huyện này thay số của huyện kia; chỉ tiêu cho biết là của ai."""
    row, other = _line_of_totals(case), _whose(case)
    if row is None or other is None or case.unit is None:
        return
    alike = [kind for kind, total in _totals(case).items() if case.plan.total(other.code, kind) == total]
    values = {
        "kinds": ", ".join(
            f"{KIND_LABELS[kind]} {number(case.plan.total(other.code, kind))}" for kind in alike[:_AT_LEAST]
        ),
        "other": in_sentence(other.name),
        "unit": in_sentence(case.plan.targets[case.unit].unit.name),
    }
    yield Violation(row.counts[alike[0], Measure.TOTAL].source, values)


@rule(
    code="SL13",
    title="Số liệu ghi theo nghìn",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Tổng số {kinds} (chỉ tiêu {totals}): biểu ghi theo nghìn{meant}.",
    fix="Đề nghị đơn vị ghi đủ con số.",
    good=(*_GOOD, Example("Tổng số thiếu một chữ số.", cells={"birth.total": 11561, "marriage.total": 2701})),
    bad=(
        Example(
            "24 nghìn ghi là 24.",
            before=(),
            cells={
                "birth.total": 116,
                "birth.today": 4,
                "birth.entered": 24,
                "birth.remaining": 92,
                "marriage.total": 27,
                "death.total": 9,
            },
        ),
    ),
)
def figures_are_in_thousands(case: Case) -> Iterator[Violation]:
    """“24” thay cho 24.366 trông vẫn như một con số; chỉ tiêu cho thấy cả biểu bị chia cho nghìn."""
    row, told = _line_of_totals(case), _in_thousands(case)
    if row is None or not told:
        return
    largest = max(KINDS, key=lambda kind: case.submission.value(kind, Measure.ENTERED) or 0)
    entered = case.submission.value(largest, Measure.ENTERED)
    meant = ""
    if entered:
        cell = case.submission.place(largest, Measure.ENTERED).cell
        meant = f"; ô {cell} ghi {number(entered)}, có thể là {number(entered * _THOUSAND)}"
    values = {
        "kinds": ", ".join(f"{KIND_LABELS[kind]} {number(total)}" for kind, total in list(told.items())[:_AT_LEAST]),
        "totals": ", ".join(number(case.totals[kind]) for kind in list(told)[:_AT_LEAST]),
        "meant": meant,
    }
    yield Violation(row.counts[next(iter(told)), Measure.TOTAL].source, values)
