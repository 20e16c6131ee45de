"""DV: units that merge, split, are renamed or vanish, on the sheet Thay đổi đơn vị. Nothing is shared out by a guess."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from xlpy.core.forms import KIND_LABELS
from xlpy.core.grid import cell_name
from xlpy.core.plan.changes import CHANGES_SIDE, SHARES, Change
from xlpy.core.plan.dated import reckon
from xlpy.core.plan.tree import Lack, Step
from xlpy.core.records import KINDS
from xlpy.core.source import Severity, Source
from xlpy.core.text import clipped, formal_day, key, number
from xlpy.rules.rule import Example, Scope, Violation, rule
from xlpy.rules.tasks import AsideCase
from xlpy.rules.twin import Twin

_BASIS = "Nghị quyết sắp xếp đơn vị hành chính; Kế hoạch 188/KH-UBND, Phụ lục 02"
_HEADS = {column.name: column.label for column in CHANGES_SIDE.columns}


def _line(new: str, cases: Sequence[int], entered: Sequence[int], machines: int, **more: object) -> dict[str, object]:
    shares = dict(zip(SHARES, [*cases, *entered], strict=False))
    return {
        "day": "2023-05-23",
        "old": "696",
        "new": new,
        "name": f"Huyện {new}",
        **shares,
        "machines": machines,
        **more,
    }


_EAST = _line("6961", (100_000, 20_000, 8_000, 20), (1_000, 300, 95, 1), 10)
_WEST = _line("6962", (15_614, 7_011, 614, 5), (245, 10, 0, 0), 6)


def _split(*lines: Mapping[str, Any]) -> Mapping[str, object]:
    return {"changes": [{name: value for name, value in line.items() if value is not None} for line in lines]}


def _place(change: Change, column: str) -> Source:
    at = next(place for place, known in enumerate(CHANGES_SIDE.columns) if known.name == column)
    return Source(sheet=CHANGES_SIDE.sheet, cell=cell_name(change.row - 1, at))


def _steps(case: AsideCase) -> tuple[Step, ...]:
    return reckon(case.plan).steps if case.aside.changes else ()


def _lacks(case: AsideCase, *, wrong: bool) -> Iterator[Lack]:
    unread = {cell.cell for cell in case.aside.unread if cell.sheet == CHANGES_SIDE.sheet}
    for step in _steps(case):
        for lack in step.lacks:
            # A cell that could not be read is told by KH14, and that is its cause.
            if lack.wrong == wrong and _place(lack.change, lack.column).cell not in unread:
                yield lack


_ASKED = (*(column for column in SHARES if not column.startswith("books_")), "machines")
_BOOKS = tuple(column for column in SHARES if column.startswith("books_"))


@rule(
    code="DV01",
    title="Thay đổi đơn vị ghi chưa đủ",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.ASIDE,
    says="{which}: còn thiếu {lacks}. Chưa có hiệu lực.",
    fix="Ghi cho đủ; số chia phải gõ, máy không tự chia.",
    ours=True,
    twins=(
        Twin("change_day", "AND({change_any}>0,NOT(ISNUMBER({change_day})))"),
        Twin("change_old", 'AND({change_any}>0,{change_old}="")'),
        Twin("change_new", 'AND({change_any}>0,{change_new}="")'),
        Twin("change_name", 'AND({change_whole}>0,{change_name}="",{change_known}=0)'),
        *(Twin(f"change_{column}", f'AND({{change_split}}>0,{{change_{column}}}="")') for column in _ASKED),
        *(
            Twin(f"change_{column}", f'AND({{change_split}}>0,{{change_{column}}}="",{{told_{column}}}>0)')
            for column in _BOOKS
        ),
    ),
    good=(
        Example("Tách đôi, ghi đủ số chia.", unit=None, plan=_split(_EAST, _WEST)),
        Example(
            "Nhập vào đơn vị khác: lấy cả, không phải chia.",
            unit=None,
            plan={"changes": [{"day": "2023-06-01", "old": "696", "new": "698"}]},
        ),
    ),
    bad=(
        Example("Tách mà một ô chia để trống.", unit=None, plan=_split(_EAST, {**_WEST, "cases_birth": None})),
        Example("Không có ngày.", unit=None, plan={"changes": [{"old": "696", "new": "698"}]}),
        Example(
            "Đơn vị mới chưa có tên.",
            unit=None,
            plan={"changes": [{"day": "2023-06-01", "old": "696", "new": "700"}]},
        ),
    ),
)
def change_not_whole(case: AsideCase) -> Iterator[Violation]:
    """Chỉ nơi sắp xếp đơn vị biết Sổ nào về đâu. Đoán số chia thì cả hai đơn vị mới đều sai đến hết đợt."""
    unread = {cell.cell for cell in case.aside.unread if cell.sheet == CHANGES_SIDE.sheet}
    for change in case.aside.changes:
        if change.day is None and _place(change, "day").cell not in unread:
            yield Violation(_place(change, "day"), {"which": f"Dòng {change.row}", "lacks": "ngày"})
    of_line: dict[int, list[Lack]] = {}
    for lack in _lacks(case, wrong=False):
        of_line.setdefault(lack.change.row, []).append(lack)
    for lacks in of_line.values():
        change = lacks[0].change
        which = _which(change)
        told = [f"“{_HEADS[lack.column]}”" for lack in lacks if lack.column in (*SHARES, "machines")]
        words = [lack.what for lack in lacks if lack.column not in (*SHARES, "machines")]
        if told:
            more = f" và {len(told) - 2} ô nữa" if len(told) > 2 else ""
            words.append(f"số chia ở cột {', '.join(told[:2])}{more}")
        yield Violation(_place(change, lacks[0].column), {"which": which, "lacks": "; ".join(words)})


@rule(
    code="DV02",
    title="Số chia của đơn vị tách không khớp",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.ASIDE,
    says="{column}: {what}. Chưa có hiệu lực.",
    fix="Sửa cho khớp: các phần cộng lại đúng bằng số của đơn vị cũ.",
    ours=True,
    twins=(
        *(
            Twin(
                f"change_{column}",
                f"AND({{change_first}}>0,COUNTIFS({{all_days}},{{change_day}},{{all_olds}},{{change_old}},{{all_{column}}},"
                f'"<>")={{change_split}},SUMIFS({{all_{column}}},{{all_days}},{{change_day}},{{all_olds}},{{change_old}})'
                f"<>{{whole_{column}}})",
            )
            for column in (*SHARES, "machines")
            if not column.startswith("entered_")
        ),
        *(
            Twin(
                f"change_entered_{kind}",
                f"AND({{change_split}}>0,ISNUMBER({{change_entered_{kind}}}),ISNUMBER({{change_cases_{kind}}}),"
                f"{{change_entered_{kind}}}>{{change_cases_{kind}}})",
            )
            for kind in KINDS
        ),
    ),
    good=(Example("Cộng lại đúng bằng Phụ lục 02.", unit=None, plan=_split(_EAST, _WEST)),),
    bad=(
        Example("Thừa một trường hợp.", unit=None, plan=_split(_EAST, {**_WEST, "cases_birth": 15_615})),
        Example("Thiếu một máy.", unit=None, plan=_split(_EAST, {**_WEST, "machines": 5})),
        Example("Đã nhập nhiều hơn số được giao.", unit=None, plan=_split(_EAST, {**_WEST, "entered_adoption": 6})),
    ),
)
def shares_do_not_add_up(case: AsideCase) -> Iterator[Violation]:
    """Chia ra nhiều hơn hay ít hơn số cũ thì có trường hợp bị tính hai lần, hoặc không ai nhập."""
    for lack in _lacks(case, wrong=True):
        if lack.column in (*SHARES, "machines"):
            yield Violation(_place(lack.change, lack.column), {"column": _HEADS[lack.column], "what": lack.what})


@rule(
    code="DV03",
    title="Số đã nhập chia ra khác báo cáo cuối của đơn vị cũ",
    severity=Severity.ERROR,
    basis=_BASIS,
    scope=Scope.ASIDE,
    says="{unit}, {kind}: chia ra {shared}, đã nhập đến trước ngày {day} là {entered}.",
    fix="Sửa các ô “đã nhập” của đơn vị này; lũy kế toàn tỉnh đang lệch {apart}.",
    ours=True,
    good=(Example("Chia đúng số đã nhập.", unit=None, plan=_split(_EAST, _WEST)),),
    bad=(Example("Thiếu 45 trường hợp đã nhập.", unit=None, plan=_split(_EAST, {**_WEST, "entered_birth": 200})),),
)
def entered_shared_otherwise(case: AsideCase) -> Iterator[Violation]:
    """Việc đã nhập không mất đi và không thành hai khi đơn vị tách ra. Báo cáo ngày trước được sửa sau khi tách thì số chia cũng phải sửa."""
    last = {(change.day, change.old): change for change in case.aside.changes}
    names = {unit.code: unit.name for unit in (case.plan.issued or case.plan).root.walk()}
    for uneven in case.uneven:
        change = last.get((uneven.day, uneven.old))
        if change is not None:
            values = {
                "unit": names.get(uneven.old, uneven.old),
                "kind": KIND_LABELS[uneven.kind],
                "shared": uneven.shared,
                "entered": uneven.entered,
                "day": uneven.day,
                "apart": number(abs(uneven.shared - uneven.entered)),
            }
            yield Violation(_place(change, f"entered_{uneven.kind}"), values)


@rule(
    code="DV04",
    title="Đã tới ngày thay đổi mà chưa có hiệu lực",
    severity=Severity.ERROR,
    basis=_BASIS,
    scope=Scope.ASIDE,
    says="Từ ngày {since} đổi đơn vị ({which}), bảng còn {count} chỗ thiếu hoặc sai; vẫn tính theo đơn vị cũ.",
    fix="Ghi đủ rồi tổng hợp lại.",
    ours=True,
    good=(
        Example("Ghi đủ.", unit=None, plan=_split(_EAST, _WEST)),
        Example(
            "Chưa tới ngày.",
            unit=None,
            plan=_split(*({**line, "machines": None, "day": "2023-05-24"} for line in (_EAST, _WEST))),
        ),
    ),
    bad=(Example("Tới ngày mà còn một ô trống.", unit=None, plan=_split(_EAST, {**_WEST, "machines": None})),),
)
def change_is_due(case: AsideCase) -> Iterator[Violation]:
    """Biểu của đơn vị mới chưa nhận được, đơn vị cũ thì bị coi là chưa báo cáo: phải ghi đủ trước giờ tổng hợp."""
    for step in _steps(case):
        if case.day is not None and step.day <= case.day and step.lacks:
            yield Violation(_place(step.changes[0], "day"), _due(step))


def _due(step: Step) -> Mapping[str, object]:
    names = list(dict.fromkeys(f"{_code(change.old)} → {_code(change.new)}" for change in step.changes))
    which = ", ".join(names[:2]) + (f" và {number(len(names) - 2)} thay đổi nữa" if len(names) > 2 else "")
    return {"since": step.day, "which": which, "count": len(step.lacks)}


def _code(code: str) -> str:
    return clipped(code, 20) or "?"


def _which(change: Change) -> str:
    return f"{_code(change.old)} → {_code(change.new)}" if change.old and change.new else f"Dòng {change.row}"


_LONG_AFTER = timedelta(days=90)


@rule(
    code="DV05",
    title="Dòng đổi đơn vị cần xem lại",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.ASIDE,
    says="{which}: {what}. {effect}.",
    fix="Xem lại ngày, mã, tên ở dòng ấy.",
    ours=True,
    good=(
        Example(
            "Nhập vào đơn vị khác.", unit=None, plan={"changes": [{"day": "2023-06-01", "old": "696", "new": "698"}]}
        ),
        Example(
            "Nhập lại thành đơn vị mới, tên mới.",
            unit=None,
            plan={"changes": [{"day": "2023-06-01", "old": "696", "new": "700", "name": "Huyện Mới"}]},
        ),
    ),
    bad=(
        Example("Mã cũ không có.", unit=None, plan={"changes": [{"day": "2023-06-01", "old": "999", "new": "698"}]}),
        Example(
            "Trước ngày bắt đầu.", unit=None, plan={"changes": [{"day": "2023-05-01", "old": "696", "new": "698"}]}
        ),
        Example("Gõ nhầm năm.", unit=None, plan={"changes": [{"day": "2032-06-01", "old": "696", "new": "698"}]}),
        Example(
            "Hai đơn vị đổi cho nhau trong một ngày.",
            unit=None,
            plan={
                "changes": [
                    {"day": "2023-06-01", "old": "696", "new": "698"},
                    {"day": "2023-06-01", "old": "698", "new": "696"},
                ]
            },
        ),
        Example(
            "Một dòng ghi hai lần.",
            unit=None,
            plan={"changes": [{"day": "2023-06-01", "old": "696", "new": "698"}] * 2},
        ),
        Example(
            "Tên mới trùng tên đơn vị khác.",
            unit=None,
            plan={"changes": [{"day": "2023-06-01", "old": "696", "new": "700", "name": "Thành phố Đồng Xoài"}]},
        ),
    ),
)
def change_to_look_at(case: AsideCase) -> Iterator[Violation]:
    """Mã không có, ngày ngoài đợt, hai việc trong một ngày thì máy không đổi gì. Hai đơn vị một tên thì tệp không ghi mã không biết là của ai."""
    for lack in _lacks(case, wrong=True):
        if lack.column not in (*SHARES, "machines"):
            values = {"which": _which(lack.change), "what": lack.what, "effect": "Chưa có hiệu lực"}
            yield Violation(_place(lack.change, lack.column), values)
    if not case.aside.changes:
        return
    reckoned, plan = reckon(case.plan), case.plan
    called: dict[str, list[str]] = {}
    for target in reckoned.tree.targets.values():
        called.setdefault(key(target.unit.name), []).append(target.unit.code)
    for change in case.aside.changes:
        others = [code for code in called.get(key(change.name), ()) if change.name and code != change.new]
        if others:
            values = {"which": _which(change), "what": f"tên “{clipped(change.name, 40)}” đã là của {others[0]}"}
            yield Violation(_place(change, "name"), {**values, "effect": "Tệp không ghi mã sẽ không rõ của ai"})
        if change.day is not None and change.day >= plan.deadline + _LONG_AFTER:
            values = {
                "which": _which(change),
                "what": f"từ {formal_day(change.day)}, lâu sau hạn {formal_day(plan.deadline)}",
            }
            yield Violation(_place(change, "day"), {**values, "effect": "Đến ngày ấy mới đổi"})
