"""LK21, LK22: what a day's figures do to the days after it.

A later day is weighed again, by the one judge, as if it were pressed after the day in hand. Nothing of it is recorded:
a day stands as it was made until somebody presses it again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from xlpy.core.consolidate import Standing, UnitDay, accepted_day
from xlpy.core.plan.plan import Plan
from xlpy.core.records import AcceptedDay
from xlpy.core.source import Finding, Severity, Source
from xlpy.core.text import command, merging
from xlpy.rules.day import Came, weigh
from xlpy.rules.judge import Background, with_history
from xlpy.rules.rule import Example, Rule, Scope, Violation, rule

_BASIS = "Kế hoạch 188/KH-UBND, IV.1.3 và IV.6: theo dõi tiến độ hằng ngày; Phụ lục 01"
_COUNTS: Mapping[bool, str] = {True: "đã tiếp nhận", False: "trả lại để sửa"}


def _day_after(*entered: int) -> Example:
    """The report of 24/5 with these running totals, births to adoptions; sums and remainders left to us."""
    kinds = ("birth", "marriage", "death", "adoption")
    cells: dict[str, object] = {f"{kind}.remaining": None for kind in kinds}
    cells |= {f"sum.{measure}": None for measure in ("total", "today", "entered", "remaining")}
    cells |= {f"{kind}.entered": value for kind, value in zip(kinds, entered, strict=True)}
    return Example("", as_of="(tính đến ngày 24/5/2023)", file="bu dang 24-5.xlsx", cells=cells, came=date(2023, 5, 24))


_FOLLOWS, _DOES_NOT_FOLLOW = _day_after(1745, 430, 135, 3), _day_after(1495, 370, 115, 2)


class Flip(NamedTuple):
    """A unit's recorded day that would count where it does not, or no more where it does.

    `earlier` is the day that does it. `source` is the later day's file, `why` what would keep its figures out, "" where
    nothing would.
    """

    earlier: date
    later: date
    unit: str
    name: str
    counts: bool
    source: Source
    why: str


class Seen(NamedTuple):
    """What a later day shows of a unit when it is weighed again."""

    unit_day: UnitDay
    why: str

    @classmethod
    def of(cls, unit: UnitDay, standing: Standing) -> "Seen":
        """A unit's day, and the first error that keeps its figures out."""
        errors = (f for f in standing.findings if f.unit == unit.unit and f.severity is Severity.ERROR)
        first = None if unit.accepted else next((error for error in errors if not error.because), None)
        return cls(unit, f"{first.code} {first.title}" if first else "")

    @property
    def accepted(self) -> bool:
        return self.unit_day.accepted


class LaterDay(NamedTuple):
    """A day after the one in hand: the files that may be of the units in question, and what is known beside them.

    `background` may be without history: that is what changes. `accepted` are the units that counted when it was recorded.
    """

    day: date
    came: Sequence[Came]
    background: Background
    accepted: frozenset[str]


_Days: TypeAlias = Mapping[str, Sequence[AcceptedDay]]
"""Unit → its accepted days, oldest first."""


def weighed_again(
    plan: Plan, later: Iterable[LaterDay], accepted: _Days, units: frozenset[str]
) -> dict[tuple[date, str], Seen]:
    """What pressing each later day in turn would make of `units`, beginning with these accepted days.

    Each file is judged once. `accepted` need not have other units.
    """
    days = {unit: list(accepted.get(unit, ())) for unit in units}
    found: dict[tuple[date, str], Seen] = {}
    for one in later:
        weighed = weigh(plan, one.day, one.came, with_history(one.background, days, one.day), among=units)
        for unit in weighed.standing.units:
            found[one.day, unit.unit] = Seen.of(unit, weighed.standing)
            _put(days[unit.unit], one.day, accepted_day(one.day, unit))
    return found


def replaced(days: Sequence[AcceptedDay], day: date, accepted: AcceptedDay | None) -> list[AcceptedDay]:
    """A unit's accepted days with another one, or none, in the place of `day`."""
    changed = list(days)
    _put(changed, day, accepted)
    return changed


def _put(days: list[AcceptedDay], day: date, accepted: AcceptedDay | None) -> None:
    at = next((place for place, item in enumerate(days) if item.date >= day), len(days))
    there = at < len(days) and days[at].date == day
    days[at : at + there] = [accepted] if accepted is not None else []


def flips(
    day: date,
    later: Iterable[LaterDay],
    would: Mapping[tuple[date, str], Seen],
    would_anyway: Mapping[tuple[date, str], Seen],
) -> Iterator[Flip]:
    """The days and units of which the verdict would be another one, because of `day` and of nothing else.

    `would_anyway` is what pressing the later days again would make of them were `day` as it was: rules and plan may
    have changed since they were recorded.
    """
    counted = {one.day: one.accepted for one in later}
    for (of, unit), seen in would.items():
        if seen.accepted != (unit in counted[of]) and seen.accepted != would_anyway[of, unit].accepted:
            shown = seen.unit_day
            yield Flip(day, of, unit, shown.name, seen.accepted, shown.source, seen.why)


@rule(
    code="LK21",
    title="Kết quả ngày sau đổi theo",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.RUN,
    says="Theo số ngày {earlier}, báo cáo ngày {later} từ {was} thành {would}{why}.",
    fix="Xem lại số ngày {earlier}. Đúng thì tổng hợp lại ngày sau: {command}.",
    ours=True,
    good=(
        Example("Ngày 24/5 nối tiếp số vừa tiếp nhận của ngày 23/5.", others=(_FOLLOWS,)),
        Example("Chưa có ngày sau."),
    ),
    bad=(Example("Ngày 24/5 đã tiếp nhận chỉ nối tiếp khi ngày 23/5 bỏ trống.", others=(_DOES_NOT_FOLLOW,)),),
)
def later_day_changes(flip: Flip) -> Iterator[Violation]:
    """Tiếp nhận bù, sửa ngày cũ làm báo cáo ngày sau hết khớp; phải biết trước khi ghi, không phải hôm sau mới thấy."""
    yield _violation(flip, command(merging(flip.later)))


@rule(
    code="LK22",
    title="Kết quả ngày này đổi vì ngày trước",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.RUN,
    says="Báo cáo ngày {later} từ {was} thành {would}{why}, vì số ngày {earlier} đã đổi.",
    fix="Xem lại số ngày {earlier} ({command}). Đúng thì hỏi đơn vị về báo cáo ngày {later}.",
    ours=True,
    good=(Example("Ngày 24/5 nối tiếp số vừa tiếp nhận của ngày 23/5.", others=(_FOLLOWS,)),),
    bad=(Example("Ngày 23/5 được tiếp nhận sau khi đã tổng hợp ngày 24/5.", others=(_DOES_NOT_FOLLOW,)),),
)
def changed_by_an_earlier_day(flip: Flip) -> Iterator[Violation]:
    """Bấm lại một ngày mà báo cáo đang tiếp nhận thành trả lại thì phải nói rõ vì đâu, không đổ cho tệp hôm ấy."""
    yield _violation(flip, command(merging(flip.earlier)))


def _violation(flip: Flip, command: str) -> Violation:
    values = {
        "earlier": flip.earlier,
        "later": flip.later,
        "was": _COUNTS[not flip.counts],
        "would": _COUNTS[flip.counts],
        "why": f" ({flip.why})" if flip.why else "",
        "command": command,
    }
    return Violation(flip.source, values, flip.unit)


def told(of: Rule, found: Iterable[Flip]) -> tuple[Finding, ...]:
    """What people are told of flips, in the words of one of the two rules."""
    return tuple(of.finding(violation) for flip in found for violation in (of.check(flip) if of.check else ()))
