"""BM: the form. Is there one Phụ lục 01, of one unit, for the day in question?"""

from collections.abc import Iterator
from datetime import date

from xlpy.core.forms import CHOSEN_LABEL, KIND_LABELS
from xlpy.core.plan.levels import level_named
from xlpy.core.plan.plan import Level
from xlpy.core.records import KINDS, AcceptedDay, Kind, Measure
from xlpy.core.source import Fault, Severity, Source
from xlpy.core.text import command, fill, key, merging, number
from xlpy.rules.form_date import DATE_MISSING, DATES_DIFFER
from xlpy.rules.rule import OFFICE_PART, Case, Example, OnIssued, Violation, fault_rule, rule
from xlpy.rules.twin import Twin

_BASIS = "Kế hoạch 188/KH-UBND, IV.6: báo cáo theo Phụ lục 01, hằng ngày"
_TYPED = ((date(2023, 5, 22), (1245, 310, 95, 1)), (date(2023, 5, 23), (250, 60, 20, 1)))
_GOOD = (Example("Một biểu Phụ lục 01 của Huyện Bù Đăng, tính đến ngày 23/5/2023."),)

_MOST_CHANGES = 2
"""Kinds whose figures are quoted where a day has others."""

FORM_NOT_FOUND = fault_rule(
    Fault.FORM_NOT_FOUND,
    code="BM01",
    title="Không tìm thấy biểu Phụ lục 01",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Không trang tính nào có hàng tiêu đề của biểu Phụ lục 01; đã xem: {sheets}.",
    fix="Đề nghị đơn vị gửi đúng biểu Phụ lục 01, giữ nguyên hàng tiêu đề.",
    why="Biểu được nhận ra bằng chữ trong hàng tiêu đề, không phải bằng tên trang tính hay vị trí.",
    good=_GOOD,
    bad=(Example("Tệp không có trang nào chứa biểu.", sheets=0),),
)
SEVERAL_FORMS = fault_rule(
    Fault.SEVERAL_FORMS,
    code="BM02",
    title="Có nhiều biểu Phụ lục 01",
    severity=Severity.ERROR,
    basis=_BASIS,
    of_the_shape=True,
    says="Tệp có nhiều biểu Phụ lục 01 có số liệu: {places}.",
    fix="Đề nghị đơn vị chỉ để lại biểu của ngày báo cáo, hoặc ghi rõ ngày ở từng biểu.",
    why="Khi hai biểu cùng có thể là báo cáo của ngày, không ai được chọn thay đơn vị.",
    good=_GOOD,
    bad=(Example("Hai trang cùng có biểu của ngày 23/5.", sheets=2),),
)
COLUMN_MISSING = fault_rule(
    Fault.COLUMN_MISSING,
    code="BM03",
    title="Biểu thiếu cột",
    severity=Severity.ERROR,
    basis=_BASIS,
    of_the_shape=True,
    says="Hàng tiêu đề thiếu cột “{column}” của “{kind}”.",
    fix="Đề nghị đơn vị khôi phục hàng tiêu đề theo biểu Phụ lục 01 rồi gửi lại.",
    why="Thiếu tiêu đề thì không biết con số thuộc loại Sổ nào.",
    good=_GOOD,
    bad=(Example("Tiêu đề cột bị xoá.", cells={"H6": "Cột H"}),),
)
COLUMN_TWICE = fault_rule(
    Fault.COLUMN_TWICE,
    code="BM04",
    title="Tiêu đề cột lặp lại",
    severity=Severity.ERROR,
    basis=_BASIS,
    of_the_shape=True,
    says="Dưới “{kind}” có hai cột “{column}” (cột kia ở ô {first}); có thể tên một loại đăng ký đã đổi.",
    fix="Đề nghị đơn vị khôi phục hàng tiêu đề, gửi lại.",
    why="Mất tên một loại đăng ký thì các cột của loại đó bị hiểu nhầm sang loại bên trái.",
    good=_GOOD,
    bad=(Example("Ô “Đăng ký kết hôn” bị đổi tên.", cells={"G5": "Mục hai"}),),
)
ROW_UNKNOWN = fault_rule(
    Fault.ROW_UNKNOWN,
    code="BM07",
    title="Dòng có số liệu của đơn vị lạ",
    severity=Severity.ERROR,
    basis=_BASIS,
    of_the_shape=True,
    says="Dòng “{read}” có số liệu nhưng không phải đơn vị nào của Kế hoạch.",
    fix="Đề nghị đơn vị sửa tên hoặc xoá dòng rồi gửi lại.{alike}",
    why="Bỏ qua dòng lạ là bỏ sót số liệu; cộng vào là cộng nhầm đơn vị.",
    good=_GOOD,
    bad=(Example("Tên gõ sai một chữ.", label="Huyện Bù Đang"),),
)
ROW_TWICE = fault_rule(
    Fault.ROW_TWICE,
    code="BM08",
    title="Đơn vị có hai dòng số liệu",
    severity=Severity.ERROR,
    basis=_BASIS,
    of_the_shape=True,
    says="“{read}” có hai dòng số liệu; dòng kia ở ô {first}.",
    fix="Đề nghị đơn vị chỉ giữ một dòng rồi gửi lại.",
    why="Không biết dòng nào đúng, và cộng cả hai thì tính gấp đôi.",
    good=_GOOD,
    bad=(
        Example(
            "Dòng bị chép thành hai.",
            cells={
                "B8": "Huyện Bù Đăng",
                "D8": 250,
                "E8": 1495,
                "H8": 60,
                "I8": 370,
                "L8": 20,
                "M8": 115,
                "P8": 1,
                "Q8": 2,
            },
        ),
    ),
)
ROW_EMPTY = fault_rule(
    Fault.ROW_EMPTY,
    code="BM09",
    title="Biểu chưa điền số liệu",
    severity=Severity.ERROR,
    basis=_BASIS,
    says="Không thấy số trong ngày hay Tổng đã nhập của {unit}. Ô trống không tính là 0.",
    fix="Đề nghị đơn vị điền số liệu (không có thì gõ 0) rồi gửi lại.",
    issued=OnIssued(fix="Đề nghị đơn vị gõ số ở trang “{day_sheet}” (không có thì gõ 0), lưu rồi gửi lại."),
    why="Chưa báo cáo khác với báo cáo số 0: số 0 phải do đơn vị ghi ra.",
    good=_GOOD,
    bad=(
        Example(
            "Cả dòng để trống.",
            cells={
                f"{kind}.{measure}": None
                for kind in ("birth", "marriage", "death", "adoption")
                for measure in ("today", "entered", "remaining")
            },
        ),
    ),
)
PART_MISSING = fault_rule(
    Fault.PART_MISSING,
    code="BM17",
    title="Biểu theo xã thiếu xã",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Thiếu số liệu {count}/{of} xã, phường, thị trấn: {names}.",
    fix="Đề nghị đơn vị bổ sung dòng còn sót; không có thì ghi 0.",
    why="Biểu liệt kê theo xã mà sót một xã thì tổng của huyện thiếu, và dòng TỔNG cũng thiếu theo nên không lộ ra.",
    good=_GOOD,
    bad=(Example("Chỉ có một xã.", label="Xã Bom Bo"),),
)
OTHERS_FILLED = fault_rule(
    Fault.OTHERS_FILLED,
    code="BM18",
    title="Có số liệu ở dòng của đơn vị khác",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Dòng của {names} cũng có số liệu; chỉ lấy dòng của {unit}.",
    fix="Không phải gửi lại. Lần sau đề nghị đơn vị chỉ điền dòng của mình.",
    why="Biểu điền tiếp trên bản tổng hợp cũ mang theo số liệu của đơn vị khác; số đó có thể đã cũ.",
    good=_GOOD,
    bad=(
        Example(
            "Điền trên bản tổng hợp cũ của tỉnh.",
            cells={"B8": "Huyện Đồng Phú", "D8": 12, "E8": 12, "H8": 3, "I8": 3, "L8": 1, "M8": 1, "P8": 0, "Q8": 0},
        ),
    ),
)
NOT_RECALCULATED = fault_rule(
    Fault.NOT_RECALCULATED,
    code="BM22",
    title="Trang Phụ lục 01 chưa tính lại",
    severity=Severity.WARNING,
    basis="Biểu mẫu đã cấp: trang Phụ lục 01 tự lập từ trang Nhập hằng ngày",
    says="Biểu ghi {read}, trang “{sheet}” ngày {day} gõ khác ({count} ô). Đã lấy số đã gõ.",
    fix="Không phải gửi lại. Trước khi in: bấm Ctrl+Shift+F9, lưu.",
    why="Có chương trình lưu tệp mà không tính lại công thức; số đơn vị gõ vào mới là số đơn vị báo cáo.",
    good=(Example("Hai trang khớp nhau.", typed=_TYPED),),
    bad=(
        Example(
            "Trang Phụ lục 01 còn trống.",
            typed=_TYPED,
            cells={"birth.today": None, "birth.entered": None, "marriage.today": None},
        ),
    ),
)
MERGED_FIGURES = fault_rule(
    Fault.MERGED_FIGURES,
    code="BM14",
    title="Ô số liệu nằm trong vùng gộp",
    severity=Severity.ERROR,
    basis=_BASIS,
    of_the_shape=True,
    says="Số “{column}” của “{kind}” nằm trong vùng gộp, có thể che số khác.",
    fix="Đề nghị đơn vị bỏ gộp ô (Unmerge Cells), kiểm tra số rồi gửi lại.",
    why="Ô gộp chỉ hiện số ở góc trên bên trái; các số khác bị che nhưng vẫn còn.",
    good=_GOOD,
    bad=(Example("Hai ô số liệu bị gộp làm một.", merged=("D7:E7",)),),
)


_MEND_THE_DAY = (
    "Ghi nhầm thì đề nghị đơn vị sửa ngày, gửi lại. (Người tổng hợp: nếu ngày ghi đúng thì chạy: {command}.)"
)
_TYPE_OR_CLEAR = (
    "Đề nghị đơn vị gõ số ở dòng {day}, xoá ô “{chosen}”, lưu, gửi lại. "
    "(Người tổng hợp: nếu ngày ghi đúng thì chạy: {command}.)"
)


@rule(
    code="BM15",
    title="Báo cáo của ngày khác",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    of_the_day=True,
    says="Biểu ghi ngày {written}, cần báo cáo ngày {day}.{known}",
    fix=_MEND_THE_DAY,
    issued=OnIssued(says="Biểu đang ở ngày {written}, cần báo cáo ngày {day}.{known}", fix=_TYPE_OR_CLEAR),
    good=_GOOD,
    bad=(
        Example("Biểu của hôm trước.", as_of="(tính đến ngày 22/5/2023)", file="bu dang.xlsx"),
        Example("Gõ nhầm năm: khi ấy chưa có Kế hoạch.", as_of="(tính đến ngày 23/5/2022)", file="bu dang.xlsx"),
    ),
)
def other_day(case: Case) -> Iterator[Violation]:
    """Số liệu của ngày khác cộng vào hôm nay sẽ tính hai lần hoặc bỏ sót một ngày."""
    written = case.submission.date
    if written is not None and written < case.day and not any(day == written for day, _ in case.same_bytes):
        values = {
            "written": written,
            "day": case.day,
            "known": _known(case, written),
            "command": command(merging(written)),
            "chosen": CHOSEN_LABEL,
        }
        place, says, fix = case.submission.day_place, "", _TYPE_OR_CLEAR if case.submission.by_days else _MEND_THE_DAY
        if untyped := _untyped(case):
            place, says, fix = untyped, _NOT_TYPED, _TYPE_IT
        # Before there was a plan nobody reported by it: no day is to be merged that a mistyped year names.
        if written < case.plan.document.date:
            fix = _NO_SUCH_DAY
        elif _says_nothing_new(case, written) or _named_for(case):
            fix = fix.partition(OFFICE_PART)[0]
        yield Violation(place, values, fix=fill(fix, values), says=says)


_NO_SUCH_DAY = "Đề nghị đơn vị sửa ngày, gửi lại."
_NOT_TYPED = "Số ngày {day} chưa gõ, dòng cuối có số là ngày {written}.{known}"
_TYPE_IT = (
    "Đề nghị đơn vị gõ số ở dòng {day}, lưu, gửi lại. (Người tổng hợp: nếu gửi cho ngày {written} thì chạy: {command}.)"
)


def _untyped(case: Case) -> Source | None:
    """Where the day's figures are to be typed, of a form that we issued that shows the last line that has any."""
    lines = case.submission.days
    if lines is None or not lines.days or lines.days[-1].day != case.submission.date:
        return None
    return Source(lines.file, lines.sheet, lines.cell(case.day, KINDS[0])) if lines.days[-1].day < case.day else None


def _named_for(case: Case) -> bool:
    """Whether the file's name has the day, where the form shows another one: it was not sent for that one."""
    differ = (problem for problem in case.submission.problems if problem.fault is Fault.DATES_DIFFER)
    return any(case.day in problem.values.values() for problem in differ)


def said_better(case: Case) -> frozenset[str]:
    """Codes of what need not be said of a form, since another finding says what to do."""
    blank = not case.submission.has_figures  # it has no day either
    untyped = _untyped(case) and _named_for(case)
    return frozenset({DATE_MISSING.code} if blank else {DATES_DIFFER.code} if untyped else ())


def _known(case: Case, written: date) -> str:
    """What the day that a form names has of its unit already."""
    accepted = _accepted(case, written)
    if case.unit is None or not case.submission.has_figures:
        return ""
    if accepted is None:
        return fill(" Ngày {day} chưa có báo cáo của đơn vị.", {"day": written})
    changes = [change for kind in KINDS if (change := _change(case, accepted, kind))]
    if not changes:
        return "" if _untyped(case) else fill(" Ngày {day} đã tiếp nhận đúng số này.", {"day": written})
    told = "; ".join(changes[:_MOST_CHANGES]) + ("…" if len(changes) > _MOST_CHANGES else "")
    return fill(" Ngày {day} đã tiếp nhận số khác: {changes}.", {"day": written, "changes": told})


def _accepted(case: Case, written: date) -> AcceptedDay | None:
    # From the last day backwards: what lies farther back than the day is not fetched for it.
    last = next((item for item in reversed(case.history) if item.date <= written), None)
    return last if last and last.date == written else None


def _says_nothing_new(case: Case, written: date) -> bool:
    """Whether the day that a form names has these figures already: nothing would come of merging it again."""
    accepted = _accepted(case, written)
    same = accepted is not None and not any(_change(case, accepted, kind) for kind in KINDS)
    return same and case.submission.has_figures


def _change(case: Case, accepted: AcceptedDay, kind: Kind) -> str:
    """What a form says otherwise than what was accepted: the running total, the figure of the day where only that."""
    for measure in (Measure.ENTERED, Measure.TODAY):
        said, old = case.submission.value(kind, measure), accepted.figures[kind].get(measure)
        if said is not None and old is not None and said != old:
            return f"{KIND_LABELS[kind]} {number(old)} → {number(said)}"
    return ""


@rule(
    code="BM16",
    title="Báo cáo của ngày chưa tới",
    severity=Severity.ERROR,
    basis=_BASIS,
    of_the_day=True,
    says="Biểu ghi ngày {written}, sau ngày tổng hợp {day}.",
    fix="Đề nghị đơn vị sửa ngày ở tiêu đề rồi gửi lại. (Người tổng hợp: nếu đúng ngày thì tổng hợp lại ngày ấy.)",
    twins=(Twin("date", "AND(COUNTA({all_today})>0,{date}>{now})"),),
    issued=OnIssued(fix="Đề nghị đơn vị xoá số ở dòng {written}, gõ ở dòng {day}, xoá ô “{chosen}”, lưu rồi gửi lại."),
    good=_GOOD,
    bad=(Example("Biểu ghi ngày mai.", as_of="(tính đến ngày 24/5/2023)", file="bu dang.xlsx"),),
)
def future_day(case: Case) -> Iterator[Violation]:
    """Chưa ai nhập được trường hợp nào của ngày mai: hoặc ghi nhầm ngày, hoặc chọn nhầm ngày tổng hợp."""
    written = case.submission.date
    if written is not None and written > case.day:
        yield Violation(case.submission.day_place, {"written": written, "day": case.day})


@rule(
    code="BM19",
    title="Biểu mẫu cấp cho Kế hoạch khác",
    severity=Severity.INFO,
    basis="Mã ẩn của biểu mẫu đã cấp",
    once=True,
    says="Biểu mẫu cấp cho Kế hoạch {issued}, nay là Kế hoạch {number}.",
    fix="Cấp lại biểu mẫu cho đơn vị (hotich bieu-mau).",
    good=(Example("Biểu của kế hoạch 188/KH-UBND.", cells={"AC1": "hotich:mau=1;ke-hoach=188/KH-UBND;don-vi=696"}),),
    bad=(Example("Biểu của kế hoạch năm trước.", cells={"AC1": "hotich:mau=1;ke-hoach=51/KH-UBND;don-vi=696"}),),
)
def issued_for_another_plan(case: Case) -> Iterator[Violation]:
    """Chỉ tiêu khoá sẵn trong biểu cũ có thể đã khác; số liệu vẫn đọc được."""
    issued, number = case.submission.issued_for, case.plan.document.number
    if issued and key(issued) != key(number):
        yield Violation(case.submission.source, {"issued": issued, "number": number})


@rule(
    code="BM21",
    title="Biểu của cấp khác",
    severity=Severity.ERROR,
    basis="Phụ lục 01 theo dõi Sổ của Phụ lục 02; các cấp khác có chỉ tiêu riêng",
    of_the_day=True,
    of_the_shape=True,
    says="{why} {level} (Phụ lục {appendix}); cần báo cáo {own}.",
    fix="Đề nghị đơn vị gửi lại biểu {own}. (Người tổng hợp: chép sang thư mục {level}.)",
    good=_GOOD,
    bad=(
        Example(
            "Biểu số liệu cấp huyện.",
            cells={"birth.total": 12, "marriage.total": 52, "death.total": 0, "adoption.total": 0},
        ),
        Example("Tiêu đề ghi cấp huyện.", as_of="(cấp huyện) (tính đến ngày 23/5/2023)"),
        Example(
            "Biểu mẫu cấp huyện đã cấp.", cells={"AC1": "hotich:mau=2;ke-hoach=188/KH-UBND;don-vi=696;cap=district"}
        ),
    ),
)
def another_levels_form(case: Case) -> Iterator[Violation]:
    """Số của cấp khác là của Sổ khác: cộng vào đây thì cả hai cấp cùng sai, và mọi phép so sánh với ngày trước đều lệch."""
    said = level_named(case.plan, case.submission.level) if case.submission.level else None
    if said is not None:
        if said is not case.plan.tracked:
            yield Violation(case.submission.source, _another_level(case, "Biểu này của", said))
        return
    row = next(iter(case.submission.rows), None)
    if row is None or case.unit is None or len(case.submission.rows) > 1:
        return
    read = {kind: value for kind in KINDS if (value := row.value(kind, Measure.TOTAL)) is not None}
    own = case.plan.targets[case.unit]
    if len(read) < 2 or all(value == own.cases[kind] for kind, value in read.items()):
        return
    tracked = case.plan.tracked
    for level in case.plan.levels:
        target = next((target for target in level.targets if target.unit.code == case.unit), None)
        if target is None or level is tracked or not any(read.values()):
            continue
        if all(value == target.cases[kind] for kind, value in read.items()):
            values = _another_level(case, "Tổng số đúng bằng chỉ tiêu", level)
            yield Violation(row.counts[KINDS[0], Measure.TOTAL].source, values)


def _another_level(case: Case, why: str, level: Level) -> dict[str, object]:
    own = case.plan.tracked
    return {
        "why": why,
        "level": level.name,
        "appendix": level.appendix,
        "own": own.name,
    }
