"""LK01–LK09: the form against the days before (lũy kế). A running total must follow the last accepted day."""

from collections.abc import Iterator
from datetime import date

from xlpy.core.forms import KIND_LABELS
from xlpy.core.records import KINDS, Measure
from xlpy.core.source import Severity
from xlpy.core.text import number
from xlpy.rules.rule import Before, Case, Example, Violation, rule
from xlpy.rules.twin import Twin

_BASIS = "KH 188, IV.1.3 và IV.6: theo dõi tiến độ hàng ngày; Phụ lục 01"
_ZERO_DAYS = 3
"""From the third day of zeros in a row the office should ask."""

_DAY = date(2023, 5, 22)
_TWO_DAYS_AGO = Before(date(2023, 5, 21), (1245, 310, 95, 1), (1245, 310, 95, 1))
_GOOD = (Example("Hôm trước 1.245, trong ngày 250, tổng đã nhập 1.495."),)


@rule(
    code="LK01",
    title="Tổng đã nhập không nối tiếp ngày trước",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="{kind}: ngày {since} đã nhập {previous}, trong ngày {today}: tổng đã nhập phải là {expected}, biểu ghi {entered}.",
    fix="Sửa ô “trong ngày” hoặc ô “tổng đã nhập” cho khớp rồi gửi lại.",
    good=_GOOD,
    bad=(
        Example("Đảo hai chữ số.", cells={"birth.entered": 1459}),
        Example("Sau ngày bỏ báo cáo, tổng đã nhập vẫn thiếu.", before=(_TWO_DAYS_AGO,), cells={"birth.entered": 1400}),
    ),
)
def entered_does_not_follow(case: Case) -> Iterator[Violation]:
    """Tổng đã nhập chép lại hay gõ nhầm làm mất hoặc tính hai lần công việc mà đến cuối đợt mới lộ ra."""
    if case.previous is None:
        return
    for kind in filter(case.submission.read, KINDS):
        previous = case.previous.figures[kind].entered
        today, entered = case.submission.value(kind, Measure.TODAY), case.submission.value(kind, Measure.ENTERED)
        if entered is None or (entered < previous and (today or 0) >= 0):
            continue  # LK02 says it better
        surplus = entered - previous - (today or 0)
        if surplus == 0 or (surplus > 0 and case.skipped):
            continue
        values = {
            "kind": KIND_LABELS[kind],
            "since": case.previous.date,
            "previous": previous,
            "today": "để trống" if today is None else today,
            "expected": previous + (today or 0),
            "entered": entered,
        }
        yield Violation(case.submission.place(kind, Measure.ENTERED), values, fix=case.remedy)


@rule(
    code="LK02",
    title="Tổng đã nhập giảm so với ngày trước",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="{kind}: ngày {since} đã nhập {previous}, nay chỉ còn {entered}.",
    fix="Nếu đính chính: ghi số âm ở “trong ngày” và lý do ở ghi chú. Nếu gõ nhầm: sửa lại rồi gửi lại.",
    good=(
        *_GOOD,
        Example(
            "Giảm do đính chính, có số âm và ghi chú.",
            cells={"adoption.today": -1, "adoption.entered": 0, "W7": "Đính chính: ngày 22/5 nhập trùng 1"},
        ),
    ),
    bad=(Example("Tổng đã nhập nhỏ hơn hôm trước.", cells={"birth.today": 25, "birth.entered": 127}),),
)
def entered_went_down(case: Case) -> Iterator[Violation]:
    """Việc đã nhập không mất đi; tổng giảm mà không đính chính là gõ nhầm hoặc chép nhầm biểu cũ."""
    if case.previous is None:
        return
    for kind in KINDS:
        previous = case.previous.figures[kind].entered
        today, entered = case.submission.value(kind, Measure.TODAY), case.submission.value(kind, Measure.ENTERED)
        if entered is not None and entered < previous and (today or 0) >= 0:
            values = {"kind": KIND_LABELS[kind], "since": case.previous.date, "previous": previous, "entered": entered}
            yield Violation(case.submission.place(kind, Measure.ENTERED), values, fix=case.remedy)


@rule(
    code="LK03",
    title="Có số nhập trong những ngày không báo cáo",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="{kind}: sau ngày {since} có {skipped} ngày không báo cáo; tổng đã nhập tăng thêm {surplus} ngoài số trong ngày.",
    fix="Số này được tính là của những ngày không báo cáo. Nếu cần số từng ngày, đề nghị đơn vị gửi bù.",
    asks="Số này được tính là của những ngày không báo cáo. Có số từng ngày thì gửi bù.",
    good=_GOOD,
    bad=(Example("Nghỉ một ngày rồi báo.", before=(_TWO_DAYS_AGO,), cells={"birth.today": 100}),),
)
def surplus_after_skipped_days(case: Case) -> Iterator[Violation]:
    """Đơn vị không báo cáo vẫn làm việc: phần tăng thêm là của những ngày đó, không phải lỗi, nhưng cần biết."""
    if case.previous is None or not case.skipped:
        return
    for kind in filter(case.submission.read, KINDS):
        today, entered = case.submission.value(kind, Measure.TODAY), case.submission.value(kind, Measure.ENTERED)
        if entered is None:
            continue
        surplus = entered - case.previous.figures[kind].entered - (today or 0)
        if surplus > 0:
            values = {
                "kind": KIND_LABELS[kind],
                "since": case.previous.date,
                "skipped": case.skipped,
                "surplus": surplus,
            }
            yield Violation(case.submission.place(kind, Measure.ENTERED), values)


@rule(
    code="LK04",
    title="Gửi lại tệp của ngày trước",
    severity=Severity.ERROR,
    basis=_BASIS,
    of_the_day=True,
    says="Tệp giống hệt từng byte tệp “{name}” đã nhận cho ngày {first}.",
    fix="Đề nghị đơn vị gửi báo cáo ngày {day}.",
    asks="Gửi tệp đã điền số liệu của ngày báo cáo, không gửi lại tệp của ngày trước.",
    good=_GOOD,
    bad=(
        Example(
            "Tệp hôm qua gửi lại.",
            as_of="(tính đến ngày 22/5/2023)",
            file="bu dang.xlsx",
            same_bytes=((_DAY, "bu dang 22-5.xlsx"),),
        ),
    ),
)
def same_file_again(case: Case) -> Iterator[Violation]:
    """Tệp hôm qua đính kèm nhầm vẫn mở được và trông như mới; nhận vào là mất số liệu hôm nay."""
    for day, name in case.same_bytes:
        if day < case.day:
            yield Violation(case.submission.day_place, {"name": name, "first": day, "day": case.day})
            return


@rule(
    code="LK05",
    title="Nhiều ngày liền báo số 0",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Đã {days} ngày liền báo số 0, còn {remaining} trường hợp chưa nhập.",
    fix="Hỏi đơn vị: máy hỏng, thiếu người, hay biểu chưa được điền?",
    twins=(
        Twin(
            "day_sum",
            f"IF(AND(COUNT({{all_today}})=4,COUNT({{last_days}})={_ZERO_DAYS},SUMSQ({{all_today}})=0,SUM({{left}})>0),SUMSQ({{last_days}})=0,FALSE)",
            say="Vướng mắc thì ghi ở cột GHI CHÚ.",
        ),
    ),
    asks="Cho biết vì sao: máy hỏng, thiếu người, hay biểu chưa được điền?",
    good=_GOOD,
    bad=(
        Example(
            "Ba ngày liền số 0.",
            before=(
                Before(date(2023, 5, 20), (1245, 310, 95, 1), (1245, 310, 95, 1)),
                Before(date(2023, 5, 21), (1245, 310, 95, 1), (0, 0, 0, 0)),
                Before(_DAY, (1245, 310, 95, 1), (0, 0, 0, 0)),
            ),
            cells={
                "birth.today": 0,
                "marriage.today": 0,
                "death.today": 0,
                "adoption.today": 0,
                "birth.entered": 1245,
                "marriage.entered": 310,
                "death.entered": 95,
                "adoption.entered": 1,
            },
        ),
    ),
)
def zeros_day_after_day(case: Case) -> Iterator[Violation]:
    """Báo số 0 đúng giờ nhiều ngày liền che mất một đơn vị đã ngừng làm."""
    if any(case.submission.value(kind, Measure.TODAY) != 0 for kind in KINDS):
        return
    zeros = 1
    for accepted in reversed(case.history):
        if accepted.today or (case.day - accepted.date).days != zeros:
            break
        zeros += 1
    remaining = sum(case.totals[kind] - (case.submission.value(kind, Measure.ENTERED) or 0) for kind in KINDS)
    if zeros >= _ZERO_DAYS and remaining > 0:
        yield Violation(case.submission.source, {"days": zeros, "remaining": remaining})


@rule(
    code="LK06",
    title="Số trong ngày vượt sức của số máy",
    severity=Severity.WARNING,
    basis="KH 188, II.4 và II.5: định mức trường hợp/máy/ngày; Phụ lục 02: số máy",
    says="Trong ngày {today} trường hợp; {machines} máy làm đến {norm} trường hợp/máy cũng chỉ được {most}.",
    fix="Kiểm tra lại số trong ngày: có thể là tổng cộng dồn, hoặc số máy thực tế đã khác kế hoạch.",
    twins=(Twin("day_sum", "SUM({day_sum})>{most}", say="Xem lại: có gõ nhầm tổng cộng dồn không."),),
    good=_GOOD,
    bad=(
        Example(
            "Chép tổng đã nhập vào cột trong ngày.",
            before=(),
            cells={
                "birth.today": 5495,
                "birth.entered": 5495,
                "marriage.entered": 60,
                "death.entered": 20,
                "adoption.entered": 1,
            },
        ),
    ),
)
def above_the_machines(case: Case) -> Iterator[Violation]:
    """Con số vượt xa định mức thường là tổng cộng dồn ghi nhầm cột, chứ không phải năng suất."""
    if case.unit is None:
        return
    machines = case.plan.targets[case.unit].machines
    norm = max(case.plan.norm, case.plan.norm_in_text)
    today = sum(case.submission.value(kind, Measure.TODAY) or 0 for kind in KINDS)
    if today > machines * norm:
        largest = max(KINDS, key=lambda kind: case.submission.value(kind, Measure.TODAY) or 0)
        values = {"today": today, "machines": machines, "norm": norm, "most": machines * norm}
        yield Violation(case.submission.place(largest, Measure.TODAY), values)


@rule(
    code="LK07",
    title="Báo cáo đầu tiên có số dư",
    severity=Severity.INFO,
    basis=_BASIS,
    says="{kind}: lần đầu báo cáo, đã nhập sẵn {balance} trước hôm nay.",
    fix="Số này được lấy làm số đầu kỳ của đơn vị.",
    good=_GOOD,
    bad=(Example("Đơn vị bắt đầu trước ngày báo cáo đầu tiên.", before=()),),
)
def opening_balance(case: Case) -> Iterator[Violation]:
    """Đơn vị có thể đã nhập trước khi bắt đầu báo cáo; số đó được nhận, và được nói ra một lần."""
    if case.previous is not None:
        return
    for kind in filter(case.submission.read, KINDS):
        today, entered = case.submission.value(kind, Measure.TODAY), case.submission.value(kind, Measure.ENTERED)
        if entered is not None and entered > (today or 0):
            values = {"kind": KIND_LABELS[kind], "balance": entered - (today or 0)}
            yield Violation(case.submission.place(kind, Measure.ENTERED), values)


@rule(
    code="LK08",
    title="Sửa số liệu của ngày đã có báo cáo sau",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="Ngày {day} đã nhận số liệu của đơn vị và đã có báo cáo ngày {later}; tệp này sửa lại {changes}.",
    fix="Báo cáo đã gửi được giữ nguyên. Nếu thật sự phải sửa ngày {day}, chấp nhận riêng cho đơn vị (--chap-nhan).",
    asks="Báo cáo đã gửi được giữ nguyên. Nếu thật sự phải sửa, gọi cho cơ quan tổng hợp.",
    good=_GOOD,
    bad=(
        Example(
            "Gửi bản sửa của hôm qua sau khi đã có báo cáo hôm nay.",
            cells={"birth.today": 251, "birth.entered": 1496},
            standing=Before(date(2023, 5, 23), (1495, 370, 115, 2), (250, 60, 20, 1)),
            later=Before(date(2023, 5, 24), (1800, 400, 130, 2), (305, 30, 15, 0)),
        ),
    ),
)
def published_day_changed(case: Case) -> Iterator[Violation]:
    """Báo cáo đã gửi cấp trên không được tự đổi; sửa lại phải do người có thẩm quyền quyết định."""
    if case.later is None or case.standing is None:
        return
    changes = []
    for kind in KINDS:
        entered = case.submission.value(kind, Measure.ENTERED)
        old = case.standing.figures[kind].entered
        if entered is not None and entered != old:
            place = case.submission.place(kind, Measure.ENTERED)
            changes.append(f"{KIND_LABELS[kind]} (ô {place.cell}): {number(old)} → {number(entered)}")
    if changes:
        values = {"day": case.day, "later": case.later.date, "changes": "; ".join(changes)}
        yield Violation(case.submission.source, values)


@rule(
    code="LK09",
    title="Số gửi bù vượt số đã báo ngày sau",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="{kind}: gửi bù ngày {day} ghi đã nhập {entered}, nhưng đầu ngày {later} mới có {most}.",
    fix="Sửa số của ngày gửi bù cho không vượt {most} rồi gửi lại.",
    good=_GOOD,
    bad=(Example("Gửi bù quá số ngày sau.", later=Before(date(2023, 5, 24), (1600, 370, 115, 2), (305, 0, 0, 0))),),
)
def above_a_later_day(case: Case) -> Iterator[Violation]:
    """Báo cáo bù cho ngày bỏ trống phải nằm giữa ngày trước và ngày sau nó."""
    if case.later is None or case.standing is not None:
        return
    for kind in KINDS:
        entered = case.submission.value(kind, Measure.ENTERED)
        most = case.later.figures[kind].entered - (case.later.figures[kind].today or 0)
        if entered is not None and entered > most:
            values = {
                "kind": KIND_LABELS[kind],
                "day": case.day,
                "entered": entered,
                "later": case.later.date,
                "most": most,
            }
            yield Violation(case.submission.place(kind, Measure.ENTERED), values)
