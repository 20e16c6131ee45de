"""LK04, LK05, LK08, LK09: the form against what came on other days: sent again, zeros on end, corrections."""

from collections.abc import Iterator
from datetime import date

from xlpy.core.forms import KIND_LABELS
from xlpy.core.records import KINDS, AcceptedDay, Kind, Measure
from xlpy.core.source import Severity
from xlpy.core.text import number
from xlpy.rules.following import where_accepted
from xlpy.rules.rule import Before, Case, Example, Violation, rule
from xlpy.rules.twin import Twin
from xlpy.rules.zero_reason import reasons_in

_BASIS = "Kế hoạch 188/KH-UBND, IV.1.3 và IV.6: theo dõi tiến độ hằng ngày; Phụ lục 01"
_ZERO_DAYS = 3
"""From the third day of zeros in a row the office should ask."""
_WEEK = 7

_DAY = date(2023, 5, 22)
_TOTALS = {"birth": 115_614, "marriage": 27_011, "death": 8_614, "adoption": 25}
"""The plan's cases of Huyện Bù Đăng, for examples of a unit that is done."""
_THREE_ZEROS = Example(
    "Ba ngày liền số 0.",
    before=(
        Before(date(2023, 5, 20), (1245, 310, 95, 1), (1245, 310, 95, 1)),
        Before(date(2023, 5, 21), (1245, 310, 95, 1), (0, 0, 0, 0)),
        Before(_DAY, (1245, 310, 95, 1), (0, 0, 0, 0)),
    ),
    cells={
        **{f"{kind}.today": 0 for kind in KINDS},
        **dict(zip((f"{kind}.entered" for kind in KINDS), (1245, 310, 95, 1), strict=True)),
    },
)
_GOOD = (Example("Hôm trước 1.245, trong ngày 250, tổng đã nhập 1.495."),)


@rule(
    code="LK04",
    title="Gửi lại tệp của ngày trước",
    severity=Severity.ERROR,
    basis=_BASIS,
    of_the_day=True,
    says="Tệp giống hệt “{name}” đã gửi ngày {first}.",
    fix="Đề nghị đơn vị gõ số ngày {day}, lưu rồi gửi lại.",
    good=(
        *_GOOD,
        Example(
            "Đã nhập xong, không còn gì đổi; tên tệp mang ngày mới.",
            as_of="(tính đến ngày ...../...../2023)",
            before=(Before(_DAY, (115_614, 27_011, 8_614, 25), (0, 0, 0, 0)),),
            cells={
                f"{kind}.{measure}": value
                for kind, total in _TOTALS.items()
                for measure, value in (("today", 0), ("entered", total), ("remaining", 0))
            },
            same_bytes=((_DAY, "bu dang 22-5.xlsx"),),
        ),
    ),
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
    if case.submission.date == case.day and _finished(case):
        return
    for day, name in case.same_bytes:
        if day < case.day:
            yield Violation(case.submission.day_place, {"name": name, "first": day, "day": case.day})
            return


def _finished(case: Case) -> bool:
    """Whether everything was entered before today: then the same file is true on every day after."""
    return bool(case.totals) and all(
        case.submission.value(kind, Measure.TODAY) == 0 and case.submission.value(kind, Measure.ENTERED) == total
        for kind, total in case.totals.items()
    )


@rule(
    code="LK05",
    title="Nhiều ngày liền báo số 0",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="{days} ngày liền báo 0, còn {remaining} trường hợp chưa nhập.",
    fix="Hỏi đơn vị vướng mắc (máy hỏng, thiếu người) để báo cáo tháo gỡ.",
    twins=(
        Twin(
            "day_sum",
            f"IF(AND(COUNT({{all_today}})=4,COUNT({{last_days}})={_ZERO_DAYS},SUMSQ({{all_today}})=0,"
            f"SUM({{left}})>=MAX(1,{{most}})),AND(SUMSQ({{last_days}})=0,{reasons_in('last_reasons')}=0),FALSE)",
        ),
    ),
    asks="Đề nghị cho biết vướng mắc để {office} báo cáo tháo gỡ.",
    good=(
        *_GOOD,
        _THREE_ZEROS._replace(
            caption="Ba ngày liền số 0, chọn lý do “mất điện”.",
            typed=((date(2023, 5, 23), (0, 0, 0, 0)),),
            reason="mất điện",
        ),
    ),
    bad=(_THREE_ZEROS,),
)
def zeros_day_after_day(case: Case) -> Iterator[Violation]:
    """Báo số 0 đúng giờ nhiều ngày liền che mất một đơn vị đã ngừng làm. Nói ra mỗi tuần một lần, và chỉ khi còn đủ việc
    cho một ngày máy. Ngày đã chọn lý do số 0 thì không hỏi nữa và không tính vào số ngày liền. Cấp không báo cáo hằng
    ngày: hỏi khi đã bảy ngày mà Tổng đã nhập không tăng.
    """
    if not case.submission.is_zero or case.submission.reason is not None:
        return
    remaining = sum(case.totals[kind] - (case.submission.value(kind, Measure.ENTERED) or 0) for kind in KINDS)
    if remaining < max(1, case.machines * case.norm):
        return  # before the days are gone through: who has finished says zero to the end of the campaign
    if not case.plan.period.is_daily:
        if days := _days_without_work(case):
            yield Violation(case.submission.source, {"days": days, "remaining": remaining})
        return
    zeros = 1
    for accepted in reversed(case.history):
        if accepted.today or accepted.reason or (case.day - accepted.date).days != zeros:
            break
        zeros += 1
    if zeros >= _ZERO_DAYS and (zeros - _ZERO_DAYS) % _WEEK == 0:
        yield Violation(case.submission.source, {"days": zeros, "remaining": remaining})


def _days_without_work(case: Case) -> int:
    """Days since the first of the reports in a row that brought nothing, where another week of them is full; else 0.

    Of who does not report daily the running total tells: a day of zero says nothing of the days before it.
    """
    entered = {kind: case.submission.value(kind, Measure.ENTERED) for kind in KINDS}
    first = None
    for accepted in reversed(case.history):
        same = all(entered[kind] in (None, accepted.figures[kind].entered) for kind in KINDS)
        if not same or accepted.today or accepted.reason:
            break
        first = accepted.date
    if first is None or case.previous is None:
        return 0
    days, before = (case.day - first).days, (case.previous.date - first).days
    return days if days // _WEEK > before // _WEEK else 0


@rule(
    code="LK08",
    title="Sửa số liệu của ngày đã có báo cáo sau",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="Ngày {day} đã tiếp nhận, sau đó có báo cáo ngày {later}; tệp này sửa {changes}.",
    fix="Số đã báo cáo giữ nguyên. (Người tổng hợp: nếu phải sửa thì tiếp nhận có xác nhận: --chap-nhan.)",
    asks="Số đã báo cáo giữ nguyên. Phải sửa thì gọi {office}.",
    good=_GOOD,
    bad=(
        Example(
            "Gửi bản sửa của hôm qua sau khi đã có báo cáo hôm nay.",
            cells={"birth.today": 240, "birth.entered": 1485},
            standing=Before(date(2023, 5, 23), (1495, 370, 115, 2), (250, 60, 20, 1)),
            later=Before(date(2023, 5, 24), (1800, 400, 130, 2), (305, 30, 15, 0)),
        ),
    ),
)
def published_day_changed(case: Case) -> Iterator[Violation]:
    """Báo cáo đã gửi cấp trên không được tự đổi; sửa lại phải do người có thẩm quyền quyết định. Tệp đến trước tệp đang
    tính không sửa gì: đã được thay rồi.
    """
    if case.later is None or case.standing is None or _came_before(case, case.standing) or any(_above(case)):
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
    title="Tổng đã nhập vượt số đã báo ngày sau",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="{kind}: Tổng đã nhập {entered}, đầu ngày {later} mới có {most}{where}.",
    fix="Đề nghị đơn vị sửa cho không vượt {most}, gửi lại; hoặc gửi bản sửa ngày {later}.",
    good=_GOOD,
    bad=(Example("Gửi bù quá số ngày sau.", later=Before(date(2023, 5, 24), (1600, 370, 115, 2), (305, 0, 0, 0))),),
)
def above_a_later_day(case: Case) -> Iterator[Violation]:
    """Số của một ngày nhận sau khi đã có báo cáo ngày sau nó phải nằm giữa ngày trước và ngày sau ấy."""
    for kind, later, entered, most in _above(case):
        values = {
            "kind": KIND_LABELS[kind],
            "day": case.day,
            "entered": entered,
            "later": later.date,
            "most": most,
            "where": where_accepted(later, kind),
        }
        place, repair = case.submission.place(kind, Measure.ENTERED), case.repair
        mended = repair is not None and repair.cell == place and repair.value <= most
        # The slip that LK01 or CD06 names is this one too: one cell to mend, told once.
        yield Violation(place, values, fix=case.remedy if mended else "")


def _above(case: Case) -> Iterator[tuple[Kind, AcceptedDay, int, int]]:
    """Kinds of which a form has more than the unit's next accepted day began with: that day, what it has, the most.

    What was accepted for the day stands whatever came later; a file that says the same says nothing new.
    """
    if case.later is None:
        return
    for kind in KINDS:
        entered = case.submission.value(kind, Measure.ENTERED)
        most = case.later.figures[kind].entered - (case.later.figures[kind].today or 0)
        stands = case.standing.figures[kind].entered if case.standing else None
        if entered is not None and entered > most and entered != stands:
            yield kind, case.later, entered, most


def _came_before(case: Case, standing: AcceptedDay) -> bool:
    """Whether a file surely came before the one that stands for the day: pressing the day again must not hold it up."""
    ours, stands = case.receipt.received_at, standing.received_at
    return ours is not None and stands is not None and ours < stands
