"""MA: machines that come and go, on the sheet Máy (II.4). A line that cannot be counted is told, and counts for nobody."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from xlpy.core.grid import cell_name
from xlpy.core.plan.dated import Reckoned, codes_ever, of_day, reckon
from xlpy.core.plan.ledger import Account, Settled, Where
from xlpy.core.plan.moves import BACK, MOVES_SIDE, WORD_OF, Known, Move, What, level_of, told_until
from xlpy.core.plan.plan import Plan
from xlpy.core.source import Severity, Source
from xlpy.core.text import clipped, formal_day
from xlpy.rules.rule import Example, Scope, Violation, rule
from xlpy.rules.tasks import AsideCase
from xlpy.rules.twin import Twin

_BASIS = "Kế hoạch 188/KH-UBND, II.4"
_BU_DANG, _DONG_XOAI = "696", "689"


def _moves(*lines: dict[str, object]) -> dict[str, object]:
    return {"moves": [{"day": "2023-05-23", "code": _BU_DANG, **line} for line in lines]}


_RECEIVED = {"what": "received", "count": 2}
_CHECKED = {"what": "checked", "count": 18}


def _place(move: Move, column: str) -> Source:
    at = next(place for place, known in enumerate(MOVES_SIDE.columns) if known.name == column)
    return Source(sheet=MOVES_SIDE.sheet, cell=cell_name(move.row - 1, at))


def _code(code: str) -> str:
    """Of what is longer, only the beginning is told: it is no code."""
    return clipped(code, 20)


def _issued(case: AsideCase) -> Plan:
    return case.plan.issued or case.plan


def _comes(place: str) -> str:
    """How often a code comes by a change, a part of a twin: 0 where that sheet was deleted."""
    return f"IFERROR(COUNTIF({{move_new}},{{{place}}}),0)"


@rule(
    code="MA01",
    title="Dòng máy không rõ của đơn vị nào",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.ASIDE,
    says="Mã “{code}”{level}: {what}. Dòng này chưa tính.",
    fix="Ghi đúng mã, cấp ở Phụ lục 02–04.",
    ours=True,
    twins=(
        Twin("move_code", f'AND({{move_code}}<>"",COUNTIF({{move_units}},{{move_key}})=0,{_comes("move_code")}=0)'),
        Twin(
            "move_other",
            'AND({move_other}<>"",OR({move_other}={move_code},AND(COUNTIF({move_units},{move_other_key})=0,'
            f"{_comes('move_other')}=0)))",
        ),
    ),
    good=(
        Example("Mã có ở Phụ lục 02.", unit=None, plan=_moves(_RECEIVED, _CHECKED)),
        Example("Cho đơn vị khác cùng cấp mượn.", unit=None, plan=_moves({"what": "lent", "count": 1, "other": "689"})),
    ),
    bad=(
        Example("Mã không có.", unit=None, plan=_moves({**_RECEIVED, "code": "699"})),
        Example("Cấp không có.", unit=None, plan=_moves({**_RECEIVED, "level": "cấp thôn"})),
        Example("Cho chính mình mượn.", unit=None, plan=_moves({"what": "lent", "count": 1, "other": "696"})),
        Example(
            "Đơn vị đã nhập vào nơi khác.",
            unit=None,
            plan={**_moves(_RECEIVED), "changes": [{"day": "2023-05-22", "old": "696", "new": "698"}]},
        ),
    ),
)
def move_of_nobody(case: AsideCase) -> Iterator[Violation]:
    """Dòng không rõ của ai thì không cộng cho ai; số máy trong ngày, và mọi mức tối đa tính theo máy, sẽ thiếu."""
    codes = codes_ever(_issued(case))
    for move in case.aside.moves:
        level = level_of(_issued(case), move)
        named = {"level": f", cấp “{_code(move.level)}”" if move.level else ""}
        if level is None:
            yield Violation(
                _place(move, "level"), {"code": _code(move.code), **named, "what": "Kế hoạch không có cấp này"}
            )
            continue
        if move.code and move.code not in codes[level.level]:
            what = f"{level.name} không có mã này"
            yield Violation(_place(move, "code"), {"code": _code(move.code), **named, "what": what})
        if move.other and (move.other not in codes[level.level] or move.other == move.code):
            what = "là chính đơn vị ở cột Mã" if move.other == move.code else f"{level.name} không có mã này"
            yield Violation(_place(move, "other"), {"code": _code(move.other), **named, "what": what})
    for line in reckon(_issued(case)).lines if case.aside.moves else ():
        if line.stranger:
            column = "code" if line.stranger == line.known.move.code else "other"
            what = f"ngày {formal_day(line.known.day)} không có đơn vị mang mã này"
            named = {"level": f", cấp “{_code(line.known.move.level)}”" if line.known.move.level else ""}
            yield Violation(_place(line.known.move, column), {"code": _code(line.stranger), **named, "what": what})


@rule(
    code="MA02",
    title="Dòng máy ghi chưa đủ",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.ASIDE,
    says="Còn thiếu {lacks}. Dòng này chưa tính.",
    fix="Ghi đủ ngày, mã, việc và số máy.",
    ours=True,
    twins=(
        Twin("move_day", "AND({move_any}>0,NOT(ISNUMBER({move_day})))"),
        Twin("move_code", 'AND({move_any}>0,{move_code}="")'),
        Twin("move_what", 'AND({move_any}>0,{move_what}="")'),
        Twin("move_count", "AND({move_any}>0,N({move_count})=0)"),
    ),
    good=(Example("Đủ bốn ô.", unit=None, plan=_moves(_RECEIVED, _CHECKED)),),
    bad=(
        Example("Không có ngày.", unit=None, plan={"moves": [{"code": "696", **_RECEIVED}]}),
        Example("Không có số máy.", unit=None, plan=_moves({"what": "broken"})),
    ),
)
def move_not_whole(case: AsideCase) -> Iterator[Violation]:
    """Không biết ngày nào thì không biết số máy của ngày nào; máy không đoán ngày, cũng không đoán số."""
    unread = {cell.cell for cell in case.aside.unread if cell.sheet == MOVES_SIDE.sheet}
    for move in case.aside.moves:
        lacks = [
            (column, word)
            for column, word, there in (
                ("day", "ngày", move.day is not None),
                ("code", "mã đơn vị", bool(move.code)),
                ("what", "việc", move.what is not None),
                ("count", "số máy", bool(move.machines)),
            )
            if not there
        ]
        # A cell that could not be read is told by KH14, and that is its cause.
        if lacks and not any(_place(move, column).cell in unread for column, _ in lacks):
            yield Violation(_place(move, lacks[0][0]), {"lacks": ", ".join(word for _, word in lacks)})


@rule(
    code="MA03",
    title="Trả lại nhiều hơn đã cho mượn, sửa xong nhiều hơn đã hỏng",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.ASIDE,
    says="{unit}: đến ngày {day} {back} {returned} máy, mới {went} {lent}.",
    fix="Xem lại ngày, số máy và Với mã của các dòng ấy.",
    ours=True,
    twins=(Twin("move_count", "AND({move_back}>0,{move_back}>{move_went})"),),
    good=(
        Example(
            "Cho mượn 2, được trả lại 2.",
            unit=None,
            plan=_moves({"what": "lent", "count": 2, "day": "2023-05-22"}, {"what": "returned", "count": 2}),
        ),
    ),
    bad=(
        Example(
            "Cho mượn có ghi Với mã, trả lại không ghi.",
            unit=None,
            plan=_moves(
                {"what": "lent", "count": 2, "day": "2023-05-22", "other": "689"}, {"what": "returned", "count": 2}
            ),
        ),
        Example(
            "Cho mượn 1, được trả lại 2.",
            unit=None,
            plan=_moves({"what": "lent", "count": 1, "day": "2023-05-22"}, {"what": "returned", "count": 2}),
        ),
        Example("Sửa xong máy chưa từng ghi hỏng.", unit=None, plan=_moves({"what": "mended", "count": 1})),
        Example(
            "Trả lại trước ngày cho mượn.",
            unit=None,
            plan=_moves({"what": "returned", "count": 1, "day": "2023-05-22"}, {"what": "lent", "count": 1}),
        ),
    ),
)
def more_back_than_went(case: AsideCase) -> Iterator[Violation]:
    """Máy trả lại mà chưa cho mượn là máy thừa ra trên giấy: mức tối đa trong ngày bị nới cho số gõ nhầm. Cho mượn có ghi Với mã thì lúc trả lại cũng ghi."""
    plan = _issued(case)
    reckoned = reckon(plan)
    named = _names(plan, reckoned)
    known = [line.known for line in reckoned.lines if not line.stranger]
    told = {other: told_until(one for one in known if bool(one.move.other) == other) for other in (True, False)}

    def until(one: Known, what: What) -> int:
        """Of a unit, also under the codes it had before; of loans, those that name the other unit or those that do not."""
        books = [told[bool(one.move.other)]] if one.what is What.RETURNED else list(told.values())
        lineage = reckoned.ledger.lineage(one.level, one.move.code).items()
        return sum(book(one.level, code, what, min(one.day, last)) for book in books for code, last in lineage)

    for line in reckoned.lines:
        one = line.known
        if line.stranger or (went := BACK.get(one.what)) is None:
            continue
        back = until(one, one.what)
        gone = min(until(one, went), back - (one.machines - line.there) if line.short else back)
        if back > gone:
            values = {"back": WORD_OF[one.what], "returned": back, "went": WORD_OF[went], "lent": gone}
            unit = named(one.level, one.move.code)
            yield Violation(_place(one.move, "count"), {**values, "unit": unit, "day": one.day})


def _names(plan: Plan, reckoned: Reckoned) -> Callable[[str, str], str]:
    """Units by level and code: those of the plan, and those that came by a change; as they are called at the end."""
    names = {
        (level.level, target.unit.code): target.unit.name
        for levels in (plan.levels, reckoned.tree.levels)
        for level in levels
        for target in level.targets
    }
    of_levels = {level.level: level.name for level in plan.levels}

    def named(level: str, code: str) -> str:
        name = names.get((level, code), code)
        return name if level == plan.tracked_level else f"{name} ({of_levels[level]})"

    return named


@rule(
    code="MA04",
    title="Máy đi nhiều hơn máy có",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.ASIDE,
    says="{unit}: ngày {day} bớt đi {asked} máy, chỉ có {there}. Chỉ tính {there}.",
    fix="Xem lại các dòng của đơn vị đến ngày ấy, và số máy ở Phụ lục.",
    ours=True,
    twins=(
        Twin(
            "move_count",
            "OR(AND({move_effect}<0,{move_left}<0),AND({move_other_effect}<0,{move_other_left}<0))",
        ),
    ),
    good=(
        Example("Hỏng 16 trên 16 máy.", unit=None, plan=_moves({"what": "broken", "count": 16})),
        Example(
            "Sau khi nhập thêm máy của đơn vị khác.",
            unit=None,
            plan={
                **_moves({"what": "broken", "count": 17}),
                "changes": [{"day": "2023-05-23", "old": "689", "new": "696"}],
            },
        ),
    ),
    bad=(
        Example("Hỏng 17 trên 16 máy.", unit=None, plan=_moves({"what": "broken", "count": 17})),
        Example(
            "Nhận 17 máy của đơn vị chỉ có 16.",
            unit=None,
            plan=_moves({"what": "received", "count": 17, "other": "696", "code": "689"}),
        ),
        Example(
            "Trước khi nhập thêm máy của đơn vị khác.",
            unit=None,
            plan={
                **_moves({"what": "broken", "count": 17}),
                "changes": [{"day": "2023-05-24", "old": "689", "new": "696"}],
            },
        ),
    ),
)
def fewer_than_none(case: AsideCase) -> Iterator[Violation]:
    """Không ai chuyển đi được máy mình không có: nơi nhận chỉ được tính số máy có thật, ngày ghi thế nào cũng vậy."""
    plan = _issued(case)
    reckoned = reckon(plan)
    named = _names(plan, reckoned)
    taken: dict[tuple[Account, date], list[Settled]] = {}
    for line in reckoned.lines:
        if line.giver is not None and line.giver.where is Where.USED:
            taken.setdefault((line.giver, line.known.day), []).append(line)
    for (giver, on), lines in taken.items():
        if any(line.short for line in lines):
            asked, there = sum(line.known.machines for line in lines), sum(line.there for line in lines)
            unit = named(giver.level, giver.code)
            values = {"unit": unit, "day": on, "asked": asked, "there": there}
            for line in lines:  # which of them is the slip, nobody here knows
                yield Violation(_place(line.known.move, "count"), values)


@rule(
    code="MA05",
    title="Máy đang dùng chưa ghi đã kiểm tra an ninh",
    severity=Severity.WARNING,
    basis="Kế hoạch 188/KH-UBND, II.4 và IV.3.1: thiết bị kết nối Cơ sở dữ liệu quốc gia về dân cư phải đã được kiểm tra",
    scope=Scope.ASIDE,
    says="{unit}: đang dùng {used} máy, mới ghi đã kiểm tra an ninh {checked}.",
    fix="Kiểm tra trước khi kết nối; đã kiểm tra thì ghi thêm một dòng “đã kiểm tra an ninh”.",
    ours=True,
    twins=(Twin("unit_checked", "AND({unit_told}>0,{unit_used}>{unit_checked})"),),
    good=(
        Example("Chưa ghi gì về máy của đơn vị thì chưa biết.", unit=None),
        Example("18 máy, đã kiểm tra 18.", unit=None, plan=_moves(_RECEIVED, _CHECKED)),
        Example("Máy ngày mai mới về.", unit=None, plan=_moves({**_RECEIVED, "day": "2023-05-24"})),
    ),
    bad=(
        Example("Nhận về 2 máy, chưa ghi kiểm tra máy nào.", unit=None, plan=_moves(_RECEIVED)),
        Example("18 máy, mới kiểm tra 16.", unit=None, plan=_moves(_RECEIVED, {**_CHECKED, "count": 16})),
    ),
)
def not_checked(case: AsideCase) -> Iterator[Violation]:
    """Máy chưa kiểm tra mà nối vào Cơ sở dữ liệu quốc gia về dân cư là rủi ro an ninh. Đơn vị chưa ghi gì ở trang Máy thì chưa biết, không phải vi phạm."""
    if case.day is None:
        return
    plan = _issued(case)
    reckoned = reckon(plan, case.day)
    named = _names(plan, reckoned)
    known = [line.known for line in reckoned.lines if not line.stranger]
    lines: dict[tuple[str, str], Move] = {}
    for one in known:
        if one.what in (What.RECEIVED, What.CHECKED):
            lines[one.level, one.move.code] = one.move
        elif one.move.other and one.what in (What.LENT, What.HANDED_ON):
            lines[one.level, one.move.other] = one.move
    told = told_until(known)
    today = of_day(plan, case.day)
    for level in today.levels:
        for target in level.targets:
            lineage = reckoned.ledger.lineage(level.level, target.unit.code)
            own = [lines[level.level, code] for code in lineage if (level.level, code) in lines]
            checked = sum(told(level.level, code, What.CHECKED, min(last, case.day)) for code, last in lineage.items())
            if own and target.machines > checked:
                unit = named(level.level, target.unit.code)
                values = {"unit": unit, "used": target.machines, "checked": checked}
                yield Violation(_place(max(own, key=lambda move: (move.day, move.row)), "count"), values)


@rule(
    code="MA06",
    title="Hai dòng máy giống nhau",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.ASIDE,
    says="Dòng {row} giống hệt dòng {first}; cả hai đều được tính.",
    fix="Ghi trùng thì xoá một dòng; đúng là hai lần thì gộp số máy vào một dòng.",
    ours=True,
    twins=(Twin("move_day", "AND({move_any}>0,{move_same}>1)"),),
    good=(Example("Cùng việc, khác ngày.", unit=None, plan=_moves(_RECEIVED, {**_RECEIVED, "day": "2023-05-22"})),),
    bad=(Example("Một dòng gõ hai lần.", unit=None, plan=_moves(_RECEIVED, _RECEIVED)),),
)
def line_twice(case: AsideCase) -> Iterator[Violation]:
    """Một lần giao máy ghi hai dòng thì thành hai lần máy."""
    seen: dict[tuple[object, ...], int] = {}
    for move in case.aside.moves:
        line = (move.day, move.code, move.level, move.what, move.machines, move.other)
        if line in seen and move.whole:
            yield Violation(_place(move, "day"), {"row": move.row, "first": seen[line]})
        seen.setdefault(line, move.row)


_FAR = 90
"""Days beside the campaign within which machines may well come or go back."""


@rule(
    code="MA07",
    title="Ngày của dòng máy xa ngoài đợt",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.ASIDE,
    says="Ngày {day}, đợt từ {start} đến trước {deadline}. Dòng này vẫn tính từ ngày ấy.",
    fix="Xem lại năm của ngày ấy.",
    ours=True,
    twins=(
        Twin(
            "move_day",
            f"AND(ISNUMBER({{move_day}}),OR({{move_day}}<{{move_start}}-{_FAR},{{move_day}}>={{move_deadline}}+{_FAR}))",
        ),
    ),
    good=(
        Example("Giao trước ngày bắt đầu vài ngày.", unit=None, plan=_moves({**_RECEIVED, "day": "2023-05-15"})),
        Example("Thu về sau hạn.", unit=None, plan=_moves({"what": "handed-on", "count": 1, "day": "2023-07-20"})),
    ),
    bad=(
        Example("Gõ nhầm năm trước.", unit=None, plan=_moves({**_RECEIVED, "day": "2022-05-23"})),
        Example("Gõ nhầm năm sau.", unit=None, plan=_moves({**_RECEIVED, "day": "2032-05-23"})),
    ),
)
def day_far_off(case: AsideCase) -> Iterator[Violation]:
    """Gõ nhầm năm thì máy có từ đầu đợt, hoặc không bao giờ có; mức tối đa trong ngày sai mà không ai thấy."""
    plan, far = case.plan, timedelta(days=_FAR)
    for move in case.aside.moves:
        if move.day is not None and not plan.start - far <= move.day < plan.deadline + far:
            values = {"day": move.day, "start": plan.start, "deadline": plan.deadline}
            yield Violation(_place(move, "day"), values)
