"""LK01–LK03, LK16: a running total follows the last accepted day, as far as that day vouches for it."""

from collections.abc import Iterator, Mapping
from datetime import date

from xlpy.core.forms import KIND_LABELS
from xlpy.core.records import KINDS, AcceptedDay, Kind, Measure
from xlpy.core.source import Severity, Source
from xlpy.core.text import day as written_day
from xlpy.core.text import shown
from xlpy.core.vouching import Doubt, Doubtful, doubtful
from xlpy.rules.rule import Before, Case, Example, Violation, rule

_BASIS = "KH 188, IV.1.3 và IV.6: theo dõi tiến độ hàng ngày; Phụ lục 01"

_DAY = date(2023, 5, 22)
_TWO_DAYS_AGO = Before(date(2023, 5, 21), (1245, 310, 95, 1), (1245, 310, 95, 1))
_GOOD = (Example("Hôm trước 1.245, trong ngày 250, tổng đã nhập 1.495."),)

_LIED = Before(_DAY, (4245, 310, 95, 1), (245, 310, 95, 1))
"""An opening balance of 4.000 births that never were."""
_BY_NAME = Before(_DAY, (1245, 310, 95, 1), (245, 310, 95, 1), by_name=True)
_BLANK = (
    Before(date(2023, 5, 21), (1245, 310, 95, 1), (1245, 310, 95, 1)),
    Before(_DAY, (1245, 310, 95, 1), (None, 0, 0, 0)),
)


@rule(
    code="LK01",
    title="Tổng đã nhập không nối tiếp ngày trước",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="{kind}: ngày {since} đã nhập {previous}{where}, trong ngày {today}: tổng đã nhập {but} biểu ghi {entered}.",
    fix="Sửa ô “trong ngày” hoặc ô “tổng đã nhập” cho khớp rồi gửi lại. Nếu số ngày {since} mới sai: gửi bản sửa của ngày ấy.",
    good=(
        *_GOOD,
        Example("Hôm trước để trống: số dư ra là của ngày ấy.", before=_BLANK, cells={"birth.entered": 1795}),
    ),
    bad=(
        Example("Đảo hai chữ số.", cells={"birth.entered": 1459}),
        Example("Sau ngày bỏ báo cáo, tổng đã nhập vẫn thiếu.", before=(_TWO_DAYS_AGO,), cells={"birth.entered": 1400}),
        Example("Ô trong ngày để trống, tổng đã nhập vẫn tăng.", cells={"birth.today": None}),
    ),
)
def entered_does_not_follow(case: Case) -> Iterator[Violation]:
    """Tổng đã nhập chép lại hay gõ nhầm làm mất hoặc tính hai lần công việc mà đến cuối đợt mới lộ ra."""
    for kind, last in _broken(case):
        today = case.submission.value(kind, Measure.TODAY)
        if _went_down(case, kind, last) or _doubt(case, kind):
            continue  # LK02 and LK16 say it better
        values = _values(case, kind, last)
        least = "phải là" if case.vouched(kind) else "ít nhất là"
        values |= {
            "today": "để trống" if today is None else today,
            "but": "vẫn tăng," if today is None else f"{least} {shown(values['expected'])},",
        }
        at_fault = Measure.TODAY if today is None else Measure.ENTERED
        yield Violation(case.submission.place(kind, at_fault), values, fix=case.remedy)


@rule(
    code="LK02",
    title="Tổng đã nhập giảm so với ngày trước",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="{kind}: ngày {since} đã nhập {previous}{where}, nay chỉ còn {entered}.",
    fix="Nếu đính chính: ghi số âm ở “trong ngày” và lý do ở ghi chú. Nếu gõ nhầm: sửa lại rồi gửi lại. Nếu số ngày {since} "
    "mới sai: gửi bản sửa của ngày ấy.",
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
    for kind, last in _broken(case):
        if _went_down(case, kind, last) and not _doubt(case, kind):
            values = _values(case, kind, last)
            yield Violation(case.submission.place(kind, Measure.ENTERED), values, fix=case.remedy)


@rule(
    code="LK03",
    title="Có số nhập trong những ngày không báo cáo",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="{kind}: {why}; tổng đã nhập tăng thêm {surplus} ngoài số trong ngày.",
    fix="Số này được tính là của những ngày không báo cáo. Nếu cần số từng ngày, đề nghị đơn vị gửi bù.",
    asks="Số này được tính là của những ngày không báo cáo. Có số từng ngày thì gửi bù.",
    good=_GOOD,
    bad=(
        Example("Nghỉ một ngày rồi báo.", before=(_TWO_DAYS_AGO,), cells={"birth.today": 100}),
        Example("Hôm trước để trống ô.", before=_BLANK, cells={"birth.entered": 1795}),
    ),
)
def surplus_after_skipped_days(case: Case) -> Iterator[Violation]:
    """Đơn vị không báo cáo vẫn làm việc: phần tăng thêm là của những ngày đó, không phải lỗi, nhưng cần biết."""
    last = case.previous
    if last is None:
        return
    for kind in filter(case.submission.read, KINDS):
        surplus = surplus_of(case, kind)
        if surplus > 0 and not case.vouched(kind):
            values = {"kind": KIND_LABELS[kind], "why": _since(case, last), "surplus": surplus}
            yield Violation(case.submission.place(kind, Measure.ENTERED), values)


@rule(
    code="LK16",
    title="Không nối tiếp số đã nhận trước đây",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="{kind}: ngày {since} đã nhận {accepted}{where}, {why}; hôm nay trong ngày {today}, tổng đã nhập {entered}, lẽ ra {expected}. "
    "Biểu hôm nay tự nó khớp: có thể số ngày {since} mới sai.",
    fix="Hỏi đơn vị số nào đúng. Hôm nay đúng: chấp nhận riêng cho đơn vị (--chap-nhan {unit}), ngày sau nối tiếp số này. "
    "Ngày {since} phải sửa: nhận bản sửa của ngày ấy (hotich tong-hop --ngay {iso} --chap-nhan {unit}) rồi tổng hợp lại hôm nay.",
    asks="Xem lại số đã gửi ngày được nêu và số hôm nay. Ngày nào sai thì sửa, gửi lại biểu của ngày ấy và gọi cho cơ quan tổng "
    "hợp.",
    good=(*_GOOD, Example("Gõ nhầm hôm nay, biểu tự mâu thuẫn.", before=(_LIED,), cells={"birth.entered": 459})),
    bad=(
        Example(
            "Số dư đầu kỳ gõ thừa, hôm nay đúng.",
            before=(_LIED,),
            cells={"birth.entered": 495, "birth.remaining": 115119, "sum.entered": 982, "sum.remaining": 150282},
        ),
        Example(
            "Ngày trước được chấp nhận riêng.",
            before=(_BY_NAME,),
            cells={"birth.entered": 1395, "birth.remaining": 114219, "sum.entered": 1882, "sum.remaining": 149382},
        ),
    ),
)
def earlier_figure_is_doubtful(case: Case) -> Iterator[Violation]:
    """Số sai đã lỡ nhận làm mọi báo cáo đúng sau đó bị từ chối; lỗi phải được chỉ về ngày gây ra nó."""
    for kind, last in _broken(case):
        if (found := _doubt(case, kind)) is None:
            continue
        values = _values(case, kind, last) | {
            "since": found.day.date,
            "iso": found.day.date.isoformat(),
            "accepted": found.day.figures[kind].entered,
            "where": where_accepted(found.day, kind),
            "why": _WHY[found.why],
            "today": case.submission.value(kind, Measure.TODAY) or 0,
            "unit": case.unit,
        }
        yield Violation(case.submission.place(kind, Measure.ENTERED), values)


_WHY: Mapping[Doubt, str] = {
    Doubt.BY_NAME: "số này được chấp nhận riêng",
    Doubt.PHONED: "số này nhập tay theo điện thoại",
    Doubt.OPENING: "gồm số dư đầu kỳ mà không ngày nào đối chiếu được",
    Doubt.AFTER_GAP: "gồm số của những ngày không báo cáo",
}


def surplus_of(case: Case, kind: Kind) -> int:
    """What a kind's running total rose beyond what was entered today; below zero what it is short of."""
    today, entered = case.submission.value(kind, Measure.TODAY), case.submission.value(kind, Measure.ENTERED)
    before = case.previous.figures[kind].entered if case.previous else 0
    return 0 if entered is None else entered - before - (today or 0)


def _broken(case: Case) -> Iterator[tuple[Kind, AcceptedDay]]:
    """The kinds whose running total the last accepted day contradicts: it fell short, or rose where that is vouched for."""
    if case.previous is None:
        return
    for kind in filter(case.submission.read, KINDS):
        surplus = surplus_of(case, kind)
        if surplus < 0 or (surplus > 0 and case.vouched(kind)):
            yield kind, case.previous


def _went_down(case: Case, kind: Kind, last: AcceptedDay) -> bool:
    today, entered = case.submission.value(kind, Measure.TODAY), case.submission.value(kind, Measure.ENTERED)
    return entered is not None and entered < last.figures[kind].entered and (today or 0) >= 0


def _doubt(case: Case, kind: Kind) -> Doubtful | None:
    """The earlier day that may be wrong instead: only where nothing in today's form points at itself."""
    if case.repair is not None or case.contradicts_itself or case.submission.value(kind, Measure.TODAY) is None:
        return None
    return doubtful(case.history, kind, -surplus_of(case, kind))


def _values(case: Case, kind: Kind, last: AcceptedDay) -> dict[str, object]:
    previous = last.figures[kind].entered
    return {
        "kind": KIND_LABELS[kind],
        "since": last.date,
        "previous": previous,
        "where": where_accepted(last, kind),
        "entered": case.submission.value(kind, Measure.ENTERED),
        "expected": previous + (case.submission.value(kind, Measure.TODAY) or 0),
    }


def where_accepted(day: AcceptedDay, kind: Kind) -> str:
    """The cell and the file of an accepted running total, to stand behind its day."""
    place: Source = day.place(kind)
    return f" (ô {place.cell}, “{place.file}”)" if place.cell else f" (“{place.file}”)" if place.file else ""


def _since(case: Case, last: AcceptedDay) -> str:
    """Why the last accepted day does not say what a running total must be."""
    if case.skipped:
        return f"sau ngày {written_day(last.date)} có {case.skipped} ngày không báo cáo"
    if last.by_name:
        return f"số ngày {written_day(last.date)} được chấp nhận riêng"
    return f"ngày {written_day(last.date)} chưa có số của đơn vị ghi ở ô này"
