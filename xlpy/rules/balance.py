"""CD: the form's own balances. What the clerk asserts must hold; what follows from it is only pointed out."""

from collections.abc import Iterator

from xlpy.core.balances import has_own_total
from xlpy.core.forms import KIND_LABELS, MEASURE_WORDS
from xlpy.core.records import KINDS, Kind, Measure, Row
from xlpy.core.source import Severity
from xlpy.rules.rule import Case, Example, OnIssued, Violation, rule
from xlpy.rules.twin import Twin

_BASIS = "Phụ lục 01: Tổng số, Số liệu nhập trong ngày, Tổng đã nhập, Còn lại"
_GOOD = (Example("Đã nhập hôm trước 1.245, trong ngày 250, tổng đã nhập 1.495."),)


@rule(
    code="CD01",
    title="Số trong ngày lớn hơn Tổng đã nhập",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="{kind}: số trong ngày {today} lớn hơn Tổng đã nhập {entered}.",
    fix="Đề nghị đơn vị đối chiếu hai ô; Tổng đã nhập gồm cả số trong ngày.",
    issued=OnIssued(fix="Đề nghị đơn vị đối chiếu số đã gõ ở trang “{day_sheet}”, dòng hôm nay và các dòng trước."),
    twins=(Twin("today", "AND(ISNUMBER({today}),ISNUMBER({entered}),SUM({today})>SUM({entered}))"),),
    good=_GOOD,
    bad=(Example("Tổng đã nhập gõ thiếu chữ số.", cells={"birth.entered": 149}),),
)
def today_above_entered(case: Case) -> Iterator[Violation]:
    """Tổng đã nhập tính từ đầu đợt, gồm cả hôm nay, nên không thể nhỏ hơn số của riêng hôm nay."""
    for kind in KINDS:
        today, entered = case.submission.value(kind, Measure.TODAY), case.submission.value(kind, Measure.ENTERED)
        if today is not None and entered is not None and today > entered:
            values = {"kind": KIND_LABELS[kind], "today": today, "entered": entered}
            yield Violation(case.submission.place(kind, Measure.TODAY), values, fix=case.remedy)


@rule(
    code="CD02",
    title="Tổng đã nhập vượt chỉ tiêu",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="{kind}: Tổng đã nhập {entered}, chỉ tiêu {total}.",
    fix="Đề nghị đơn vị kiểm tra số vừa gõ. (Người tổng hợp: số đúng thì sửa chỉ tiêu ở Phụ lục 02, hoặc tiếp nhận có xác nhận: --chap-nhan.)",
    twins=(
        Twin(
            "entered",
            "AND(ISNUMBER({total}),SUM({entered})>SUM({total}))",
        ),
    ),
    asks="Đề nghị kiểm tra số vừa gõ. Số đúng thì gọi {office} để điều chỉnh chỉ tiêu.",
    good=_GOOD,
    bad=(Example("Gõ thừa một chữ số.", cells={"adoption.entered": 26, "adoption.remaining": None}),),
)
def entered_above_total(case: Case) -> Iterator[Violation]:
    """Không thể nhập nhiều hơn số trường hợp có trong Sổ theo Kế hoạch."""
    for kind in KINDS:
        entered = case.submission.value(kind, Measure.ENTERED)
        if entered is not None and entered > case.totals[kind]:
            values = {"kind": KIND_LABELS[kind], "entered": entered, "total": case.totals[kind]}
            yield Violation(case.submission.place(kind, Measure.ENTERED), values, fix=case.remedy)


@rule(
    code="CD03",
    title="Số còn lại không khớp",
    severity=Severity.WARNING,
    basis=_BASIS,
    derived=True,
    says="{kind}: Tổng số {total} trừ Tổng đã nhập {entered} còn {expected}, biểu ghi {remaining}.",
    fix="Không phải gửi lại: bảng tổng hợp dùng số tính lại {expected}.",
    good=_GOOD,
    bad=(Example("Còn lại của hôm trước.", cells={"birth.remaining": 114369}),),
)
def remaining_is_wrong(case: Case) -> Iterator[Violation]:
    """Còn lại là số suy ra; báo cáo luôn tính lại. Sai ở đây cho biết biểu mất công thức hoặc một ô khác gõ nhầm."""
    alone = len(case.submission.rows) == 1
    for row in case.submission.rows:
        for kind in (*KINDS, Kind.SUM):
            total, entered = row.value(kind, Measure.TOTAL), row.value(kind, Measure.ENTERED)
            remaining = row.value(kind, Measure.REMAINING)
            if entered is None or remaining is None or (total is None and (not alone or kind is Kind.SUM)):
                continue
            if total is not None and total - entered == remaining:
                continue  # it follows, if from a total that KH01 tells of
            if alone:  # what the report says, whatever the form has for the total or the sum
                total, entered = _planned(case, kind), _reported(case, row, kind)
            if total is None or total - entered == remaining:
                continue
            values = {
                "kind": KIND_LABELS[kind],
                "total": total,
                "entered": entered,
                "expected": total - entered,
                "remaining": remaining,
            }
            fix = _doubt(case) or ("" if alone else _OF_A_PART)
            yield Violation(row.counts[kind, Measure.REMAINING].source, values, fix=fix)


_OF_A_PART = "Không phải gửi lại: bảng tổng hợp tự tính số còn lại của cả đơn vị."


def _planned(case: Case, kind: Kind) -> int:
    return sum(case.totals.values()) if kind is Kind.SUM else case.totals[kind]


def _reported(case: Case, row: Row, kind: Kind) -> int:
    """The running total that the report has of a form's only line: a sum is added up, a blank follows from before."""
    if kind is Kind.SUM:
        return sum(_reported(case, row, part) for part in KINDS)
    entered = row.value(kind, Measure.ENTERED)
    if entered is not None:
        return entered
    before = case.previous.figures[kind].entered if case.previous else 0
    return before + (row.value(kind, Measure.TODAY) or 0)


_HEADS = {measure: f"{words[:1].upper()}{words[1:]}" for measure, words in MEASURE_WORDS.items()}
"""The columns, as a sentence begins with them."""


@rule(
    code="CD04",
    title="Cột Tổng khác tổng các loại đăng ký",
    severity=Severity.WARNING,
    basis=_BASIS,
    derived=True,
    says="{column}: bốn loại cộng lại {expected}, cột Tổng ghi {read}.",
    fix="Không phải gửi lại: bảng tổng hợp tự tính cột Tổng, ra {used}.",
    good=_GOOD,
    bad=(Example("Cột Tổng gõ tay, quên sửa.", cells={"sum.today": 330}),),
)
def kinds_do_not_add_up(case: Case) -> Iterator[Violation]:
    """Cột Tổng là số suy ra; báo cáo luôn cộng lại. Lệch ở đây thường do một ô loại đăng ký gõ nhầm."""
    for row in case.submission.rows:
        for measure in Measure:
            whole = row.value(Kind.SUM, measure)
            parts = [row.value(kind, measure) for kind in KINDS]
            if whole is None or None in parts or _unread(row, measure):
                continue  # what a blank cell should say may be just what is missing (SL10)
            expected = sum(part or 0 for part in parts)
            used = _used(case, row, measure, expected)
            slip = _slip_of_totals(case, row, measure)
            if slip and whole in (used, used + slip):
                continue  # it follows, from the plan's totals or from the form's, of which KH01 tells
            if expected != whole:
                values = {"column": _HEADS[measure], "expected": expected, "read": whole, "used": used}
                yield Violation(row.counts[Kind.SUM, measure].source, values, fix=_doubt(case))


def _used(case: Case, row: Row, measure: Measure, expected: int) -> int:
    """What the report says in place of a sum: totals are the plan's, and what is left follows from them."""
    if len(case.submission.rows) > 1 or measure in (Measure.TODAY, Measure.ENTERED):
        return expected
    total = _planned(case, Kind.SUM)
    return total if measure is Measure.TOTAL else total - _reported(case, row, Kind.SUM)


def _slip_of_totals(case: Case, row: Row, measure: Measure) -> int:
    """How far totals that are not the plan's throw a sum off; 0 for what does not follow from totals."""
    if len(case.submission.rows) > 1 or measure in (Measure.TODAY, Measure.ENTERED):
        return 0
    told = {kind: row.value(kind, Measure.TOTAL) for kind in KINDS}
    return sum(total - case.totals[kind] for kind, total in told.items() if total is not None)


def _doubt(case: Case) -> str:
    """Where the slip is likelier in a figure that was taken than in the one that follows from it, say so."""
    found = case.repair
    if found is None:
        return ""
    taken = {case.submission.place(kind, measure) for kind in KINDS for measure in (Measure.TODAY, Measure.ENTERED)}
    parts = {
        row.counts[kind, measure].source
        for row in case.submission.rows
        for kind in KINDS
        for measure in (Measure.TODAY, Measure.ENTERED)
        if (kind, measure) in row.counts
    }
    return case.remedy if found.cell in taken | parts else ""


def _unread(row: Row, measure: Measure) -> bool:
    """A cell that could not be read has its own message; what it throws off needs none."""
    return any((count := row.counts.get((kind, measure))) is not None and count.unread for kind in KINDS)


@rule(
    code="CD05",
    title="Dòng TỔNG khác tổng các dòng",
    severity=Severity.WARNING,
    basis=_BASIS,
    derived=True,
    says="{kind}, {column}: các dòng cộng lại {expected}, dòng TỔNG ghi {read}.",
    fix="Không phải gửi lại: bảng tổng hợp dùng {expected}. Lần sau đề nghị đơn vị xem lại dòng TỔNG.",
    good=_GOOD,
    bad=(Example("Dòng TỔNG gõ tay, quên sửa.", cells={"B8": "TỔNG", "D8": 205, "E8": 1495}),),
)
def rows_do_not_add_up(case: Case) -> Iterator[Violation]:
    """Dòng TỔNG là số suy ra; báo cáo luôn cộng lại. Lệch ở đây cho biết có dòng gõ nhầm hoặc bị bỏ sót."""
    total, own = case.submission.total, has_own_total(case.submission)
    if total is None:
        return
    for (kind, measure), count in total.counts.items():
        parts = [row.value(kind, measure) for row in case.submission.rows]
        whole = case.submission.counts.get((kind, measure))
        if not count.value or all(part is None for part in parts) or (whole and whole.unread):
            continue  # a printed specimen has zeros there
        if len(parts) == 1 and not own and measure in (Measure.TOTAL, Measure.REMAINING):
            continue  # the line of a whole province's specimen, beside one unit's figures
        expected = sum(part or 0 for part in parts)
        if expected != count.value:
            values = {
                "kind": KIND_LABELS[kind],
                "column": MEASURE_WORDS[measure],
                "expected": expected,
                "read": count.value,
            }
            yield Violation(count.source, values, fix=_doubt(case))


@rule(
    code="CD06",
    title="Các số khác trên biểu cùng cho thấy một ô gõ nhầm",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="{kind}: Còn lại, cột Tổng, dòng TỔNG cho thấy ô {cell} là {value}; chưa có ngày trước để đối chiếu.",
    fix="Đề nghị đơn vị đối chiếu ô {cell} rồi gửi lại.",
    good=(*_GOOD, Example("Chỉ một chỗ lệch: chưa biết ô nào sai.", before=(), cells={"birth.remaining": 114110})),
    bad=(Example("Lần đầu báo cáo, tổng đã nhập đảo chữ số.", before=(), cells={"birth.entered": 1459}),),
)
def the_form_points_at_one_cell(case: Case) -> Iterator[Violation]:
    """Không có ngày trước để đối chiếu thì chính biểu làm chứng: nhận số mà cả biểu phủ nhận là nhận số sai."""
    mend = None if all(map(case.vouched, KINDS)) else case.repair
    if mend is None or mend.read is None:
        return
    for row in case.submission.rows:
        for (kind, measure), count in row.counts.items():
            asserted = kind is not Kind.SUM and measure in (Measure.TODAY, Measure.ENTERED)
            if asserted and count.source == mend.cell and not case.vouched(kind):
                values = {"kind": KIND_LABELS[kind], "cell": mend.cell.cell, "read": mend.read, "value": mend.value}
                yield Violation(mend.cell, values, fix=case.remedy)
