"""TO: the teams that enter the data, against the plan's shifts, people and machines (II.3.1)."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from xlpy.core.grid import cell_name
from xlpy.core.plan.plan import Plan, Target
from xlpy.core.plan.side_sheets import SideSheet
from xlpy.core.plan.teams import ROLE_LABELS, SHIFTS_SIDE, TEAMS_DRAWN, TEAMS_SIDE, Crew, Role, Shift
from xlpy.core.source import Severity, Source
from xlpy.core.text import key, office_hour
from xlpy.rules.rule import Example, Scope, Violation, rule
from xlpy.rules.twin import Twin

_BASIS = "Kế hoạch 188/KH-UBND, II.3.1 (1)"
_FULL = {
    f"{role}_{shift}": count for shift in (1, 2, 3) for role, count in (("justice", 16), ("police", 16), ("others", 32))
}
"""Sixteen teams for the sixteen machines of Huyện Bù Đăng."""


def _bu_dang(**line: int) -> Mapping[str, object]:
    return {"teams": [{"code": "696", "level": "commune", "teams": 16, **_FULL, **line}]}


def _place(side: SideSheet, row: int, column: str) -> Source:
    names = TEAMS_DRAWN if side is TEAMS_SIDE else [known.name for known in side.columns]
    return Source(sheet=side.sheet, cell=cell_name(row - 1, names.index(column)))


def crews_of(plan: Plan) -> Iterator[tuple[Crew, Target | None, str]]:
    """Each line of the sheet with its unit's target, None where the plan has no such unit at that level; and its level's name."""
    known = {
        (name, target.unit.code): (target, level.name)
        for level in plan.levels
        for name in (key(level.level), key(level.name))
        for target in level.targets
    }
    for crew in plan.aside.teams.crews:
        target, level = known.get((key(crew.level), crew.unit), (None, crew.level))
        yield crew, target, level


def _told(plan: Plan) -> Iterator[tuple[Crew, Target, Mapping[str, object]]]:
    """The lines that can be judged, with what names them in a message."""
    for crew, target, level in crews_of(plan):
        if target is not None:
            yield crew, target, {"unit": target.unit.name, "level": level}


_COUNT = "IF(ISNUMBER({teams}),{teams},{machines})"


def _sum(shift: int) -> str:
    return f"{{justice_{shift}}},{{police_{shift}}},{{others_{shift}}}"


def _told_of(shift: int) -> str:
    return f"COUNT({{justice_{shift}}},{{police_{shift}}},{{others_{shift}}})>0"


def few_in_shift(shift: int) -> str:
    """Whether a shift has too few people, over the places of this family's twins."""
    least = f"MAX({{least_{shift}}},{{least_justice_{shift}}}+{{least_police_{shift}}}+{{least_others_{shift}}})"
    return f"AND({_told_of(shift)},SUM({_sum(shift)})<{_COUNT}*{least})"


def role_lacking(shift: int, role: Role) -> str:
    """Whether enough people are in a shift, but too few of a role."""
    return (
        f"AND({_told_of(shift)},NOT({few_in_shift(shift)}),SUM({{{role}_{shift}}})<{_COUNT}*{{least_{role}_{shift}}})"
    )


@rule(
    code="TO01",
    title="Ca thiếu người",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.PLAN,
    says="{unit} ({level}), ca {shift}: có {has} người, cần {needs} cho {teams} Tổ.",
    fix="Cử thêm {short} người, hoặc bớt máy.",
    twins=tuple(Twin(f"others_{shift}", few_in_shift(shift)) for shift in (1, 2, 3)),
    good=(
        Example("Đủ người ở cả ba ca.", plan=_bu_dang()),
        Example("Chưa ghi gì thì chưa biết, không phải thiếu.", plan={"teams": []}),
    ),
    bad=(Example("Ca 3 chỉ có 60 người cho 16 Tổ.", plan=_bu_dang(others_3=28)),),
)
def too_few_in_a_shift(plan: Plan) -> Iterator[Violation]:
    """Mỗi ca của một Tổ có ít nhất bốn người thì máy mới chạy đủ giờ."""
    for crew, target, named in _told(plan):
        for short in plan.aside.teams.shortages(crew, target.machines):
            if short.has < short.needs:
                shift, needed = short.shift.number, short.needs - short.has
                teams = target.machines if crew.teams is None else crew.teams
                values = {
                    **named,
                    "shift": shift,
                    "has": short.has,
                    "needs": short.needs,
                    "teams": teams,
                    "short": needed,
                }
                place = _place(TEAMS_SIDE, crew.row, f"others_{_nth(plan, short.shift)}")
                yield Violation(place, values, crew.unit)


@rule(
    code="TO02",
    title="Ca đủ người nhưng thiếu thành phần",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.PLAN,
    says="{unit} ({level}), ca {shift}: {role} có {has}, cần {needs}.",
    fix="Đổi người cho đủ thành phần.",
    twins=tuple(Twin(f"{role}_{shift}", role_lacking(shift, role)) for shift in (1, 2, 3) for role in Role),
    good=(Example("Đủ thành phần.", plan=_bu_dang()),),
    bad=(Example("Ca 2 có 15 Công an cho 16 Tổ, đủ người.", plan=_bu_dang(police_2=15, others_2=33)),),
)
def role_missing(plan: Plan) -> Iterator[Violation]:
    """Chỉ Công an có tài khoản phần mềm, chỉ công chức tư pháp xác nhận được Sổ: thiếu một người là cả ca dừng."""
    for crew, target, named in _told(plan):
        for short in plan.aside.teams.shortages(crew, target.machines):
            if short.has >= short.needs:
                nth = _nth(plan, short.shift)
                for role, has, needs in short.roles:
                    values = {
                        **named,
                        "shift": short.shift.number,
                        "role": ROLE_LABELS[role],
                        "has": has,
                        "needs": needs,
                    }
                    yield Violation(_place(TEAMS_SIDE, crew.row, f"{role}_{nth}"), values, crew.unit)


def _nth(plan: Plan, shift: Shift) -> int:
    return plan.aside.teams.shifts.index(shift) + 1


@rule(
    code="TO03",
    title="Nhiều Tổ hơn máy",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.PLAN,
    says="{unit} ({level}): {teams} Tổ, {machines} máy.",
    fix="Mỗi máy một Tổ: bổ sung máy hoặc bớt Tổ.",
    twins=(Twin("teams", "AND(ISNUMBER({teams}),{teams}>{machines})"),),
    good=(Example("16 Tổ, 16 máy.", plan=_bu_dang()),),
    bad=(Example("17 Tổ, 16 máy.", plan=_bu_dang(teams=17)),),
)
def more_teams_than_machines(plan: Plan) -> Iterator[Violation]:
    """Tổ không có máy thì không nhập được."""
    for crew, target, named in _told(plan):
        if crew.teams is not None and crew.teams > target.machines:
            values = {**named, "teams": crew.teams, "machines": target.machines}
            yield Violation(_place(TEAMS_SIDE, crew.row, "teams"), values, crew.unit)


@rule(
    code="TO04",
    title="Ít Tổ hơn máy",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.PLAN,
    says="{unit} ({level}): {teams} Tổ cho {machines} máy.",
    fix="Lập thêm {short} Tổ.",
    twins=(Twin("teams", "AND(ISNUMBER({teams}),{teams}<{machines})"),),
    good=(Example("16 Tổ, 16 máy.", plan=_bu_dang()),),
    bad=(Example("15 Tổ, 16 máy.", plan=_bu_dang(teams=15)),),
)
def fewer_teams_than_machines(plan: Plan) -> Iterator[Violation]:
    """Số Tổ tương ứng với số máy; máy không có Tổ là máy để không."""
    for crew, target, named in _told(plan):
        if crew.teams is not None and crew.teams < target.machines:
            values = {
                **named,
                "teams": crew.teams,
                "machines": target.machines,
                "short": target.machines - crew.teams,
            }
            yield Violation(_place(TEAMS_SIDE, crew.row, "teams"), values, crew.unit)


def _minutes(place: str) -> str:
    """Minutes from midnight of an hour such as 06:00; an error where the cell holds none."""
    return f'(60*LEFT({{{place}}},FIND(":",{{{place}}})-1)+MID({{{place}}},FIND(":",{{{place}}})+1,2))'


@rule(
    code="TO05",
    title="Giờ các ca không nối nhau",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.PLAN,
    says="Ca {shift}: {what}.",
    fix="Sửa giờ các ca cho nối nhau.",
    twins=(
        Twin("shift_end", f"{_minutes('shift_end')}<={_minutes('shift_start')}"),
        Twin("shift_start", f"{_minutes('shift_start')}<>{_minutes('end_before')}"),
    ),
    good=(Example("6–12, 12–17, 17–22 giờ.", unit=None),),
    bad=(
        Example("Ca 2 bắt đầu khi ca 1 chưa hết.", unit=None, plan={"shifts.1.start": "11:30"}),
        Example("Từ 17 giờ đến 18 giờ không có ca nào.", unit=None, plan={"shifts.2.start": "18:00"}),
        Example("Ca hết trước khi bắt đầu.", unit=None, plan={"shifts.2.end": "16:00"}),
    ),
)
def shifts_do_not_meet(plan: Plan) -> Iterator[Violation]:
    """Hai ca chồng nhau thì một máy hai Tổ; hở giờ thì máy để không. Giữa ca cuối và ca đầu hôm sau là giờ nghỉ của Kế hoạch."""
    shifts = plan.aside.teams.shifts
    for shift in shifts:
        if shift.start is not None and shift.end is not None and shift.end <= shift.start:
            what = f"từ {office_hour(shift.start)} mà hết lúc {office_hour(shift.end)}"
            yield Violation(_place(SHIFTS_SIDE, shift.row, "end"), {"shift": shift.number, "what": what})
    for before, shift in pairwise(shifts):
        if before.end is not None and shift.start is not None and before.end != shift.start:
            how = "chồng lên" if shift.start < before.end else "để hở sau"
            what = f"từ {office_hour(shift.start)}, {how} ca {before.number} (hết lúc {office_hour(before.end)})"
            yield Violation(_place(SHIFTS_SIDE, shift.row, "start"), {"shift": shift.number, "what": what})


@rule(
    code="TO06",
    title="Dòng của Tổ không rõ của đơn vị nào",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.PLAN,
    says="Mã “{code}”, “{level}”: {what}.",
    fix="Dùng đúng mã, cấp ở Phụ lục 02–04, mỗi đơn vị một dòng.",
    good=(Example("Mã có ở Phụ lục 02.", plan=_bu_dang()),),
    bad=(
        Example("Mã không có.", unit=None, plan={"teams": [{"code": "699", "level": "commune", "teams": 1}]}),
        Example(
            "Hai dòng một đơn vị.",
            unit=None,
            plan={
                "teams": [
                    {"code": "696", "level": "commune", "teams": 16},
                    {"code": "696", "level": "cấp xã", "teams": 16},
                ]
            },
        ),
    ),
)
def line_of_nobody(plan: Plan) -> Iterator[Violation]:
    """Dòng không rõ của ai thì không tính cho ai."""
    seen: set[tuple[str, str]] = set()
    names = {key(level.level): level.name for level in plan.levels}
    for crew, target, level in crews_of(plan):
        who = (key(level), crew.unit)
        if target is None or who in seen:
            what = "Kế hoạch không có" if target is None else "đã có ở một dòng trên"
            values = {"code": crew.unit, "level": names.get(key(crew.level), crew.level), "what": what}
            yield Violation(_place(TEAMS_SIDE, crew.row, "code"), values)
        seen.add(who)
