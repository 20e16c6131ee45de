"""LK01–LK03, LK16: a running total follows the last accepted day, as far as that day vouches for it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from xlpy.core.forms import CHOSEN_LABEL, KIND_LABELS
from xlpy.core.records import KINDS, AcceptedDay, Kind, Measure
from xlpy.core.source import Severity, Source
from xlpy.core.text import fill, formal_day, number
from xlpy.core.vouching import Doubt, Doubtful, doubtful, exchanged
from xlpy.rules.earlier_lines import Changed, changed_lines
from xlpy.rules.rule import Before, Case, Example, OnIssued, Violation, rule

_BASIS = "Kế hoạch 188/KH-UBND, IV.1.3 và IV.6: theo dõi tiến độ hằng ngày; Phụ lục 01"

_DAY = date(2023, 5, 22)
_TWO_DAYS_AGO = Before(date(2023, 5, 21), (1245, 310, 95, 1), (1245, 310, 95, 1))
_GOOD = (Example("Hôm trước 1.245, trong ngày 250, tổng đã nhập 1.495."),)

_LIED = Before(_DAY, (4245, 310, 95, 1), (245, 310, 95, 1))
"""An opening balance of 4.000 births that never were."""
_BY_NAME = Before(_DAY, (1245, 310, 95, 1), (245, 310, 95, 1), by_name=True)
_EXCHANGED = (
    Before(date(2023, 5, 21), (1000, 280, 85, 1), (1000, 280, 85, 1)),
    Before(_DAY, (1245, 290, 115, 1), (245, 10, 30, 0)),
)
"""30 marriages and 10 deaths, each told in the other's column."""
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
    says="{kind}: Tổng đã nhập ghi {entered}, {least} {sum}.",
    fix="Đề nghị đơn vị đối chiếu ô {today_cell}, {cell} với số ngày {since}, ngày nào sai thì sửa, gửi lại biểu ngày ấy.",
    issued=OnIssued(
        says="{kind}: biểu cộng được {entered}, đúng ra {expected} (đến {since} đã tiếp nhận {previous}, trong ngày {today}).",
        fix="Đề nghị đơn vị gõ lại đúng số đã báo ở các dòng trước ngày {day}. Số đã báo mới sai: chọn ngày ấy ở ô “{chosen}”, lưu, gửi lại.",
    ),
    good=(
        *_GOOD,
        Example("Hôm trước để trống: phần tăng thêm là của ngày ấy.", before=_BLANK, cells={"birth.entered": 1795}),
    ),
    bad=(
        Example("Đảo hai chữ số.", cells={"birth.entered": 1459}),
        Example(
            "Sau ngày chưa có báo cáo, tổng đã nhập vẫn thiếu.", before=(_TWO_DAYS_AGO,), cells={"birth.entered": 1400}
        ),
        Example("Ô trong ngày để trống, tổng đã nhập vẫn tăng.", cells={"birth.today": None}),
    ),
)
def entered_does_not_follow(case: Case) -> Iterator[Violation]:
    """Tổng đã nhập chép lại hay gõ nhầm làm mất hoặc tính hai lần công việc mà đến cuối đợt mới lộ ra."""
    for kind, last in _broken(case):
        today = case.submission.value(kind, Measure.TODAY)
        if _went_down(case, kind, last) or _doubt(case, kind):
            continue  # LK02 and LK16 say it better
        if changed := list(changed_lines(case, kind)):
            yield from (_of_a_line(kind, line) for line in changed)
            continue
        values = _values(case, kind, last)
        added = ", ô trong ngày còn trống" if today is None else f" + {number(today)}"
        values |= {
            "today": "để trống" if today is None else today,
            "least": "đúng ra" if case.vouched(kind) else "ít nhất",
            "sum": f"{number(values['expected'])}: {number(last.figures[kind].entered)} ({values['place']}){added}",
        }
        at_fault = Measure.TODAY if today is None else Measure.ENTERED
        yield Violation(case.submission.place(kind, at_fault), values, fix=case.remedy)


@rule(
    code="LK02",
    title="Tổng đã nhập giảm so với ngày trước",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="{kind}: Tổng đã nhập giảm từ {previous} ({place}) còn {entered}.",
    fix="Nhầm thì đề nghị đơn vị đối chiếu ô {cell} với số ngày {since}, sửa, gửi lại biểu ngày sai. Đính chính: gõ số âm ở ô {today_cell}, lý do ở GHI CHÚ.",
    issued=OnIssued(
        says="{kind}: biểu cộng được {entered}, ngày {since} đã tiếp nhận {previous}.",
        fix="Đề nghị đơn vị gõ lại đúng số đã báo ở các dòng trước ngày {day}. Đính chính: gõ số âm ở dòng {day}, ghi lý do ở GHI CHÚ. Số đã báo mới sai: chọn ngày ấy ở ô “{chosen}”, lưu, gửi lại.",
    ),
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
        if not _went_down(case, kind, last) or _doubt(case, kind):
            continue
        if changed := list(changed_lines(case, kind)):
            yield from (_of_a_line(kind, line) for line in changed)
            continue
        values = _values(case, kind, last)
        yield Violation(case.submission.place(kind, Measure.ENTERED), values, fix=case.remedy)


_CHANGED_LINE = "{kind}, dòng {line}: đã báo {reported}, biểu ghi {now}."
_AS_REPORTED = (
    "Đề nghị đơn vị gõ lại {reported} ở dòng {line}, lưu, gửi lại. "
    "Số đã báo mới sai: chọn ngày {line} ở ô “{chosen}”, lưu, gửi lại."
)


def _of_a_line(kind: Kind, line: Changed) -> Violation:
    """A line of the sheet of days that says another figure than was reported of its day."""
    values = {"kind": KIND_LABELS[kind], "line": line.day, "reported": line.reported, "now": line.now}
    return Violation(line.cell, values, fix=fill(_AS_REPORTED, values | {"chosen": CHOSEN_LABEL}), says=_CHANGED_LINE)


@rule(
    code="LK03",
    title="Có số nhập trong những ngày chưa có báo cáo",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="{why}; Tổng đã nhập tăng thêm: {surplus}.",
    fix="Tính cho những ngày ấy; có số từng ngày thì đề nghị đơn vị gửi bù.",
    good=(
        *_GOOD,
        Example(
            "Báo cáo thứ Sáu hằng tuần: ngày nghỉ giữa kỳ không phải báo.",
            before=(_TWO_DAYS_AGO,),
            cells={"birth.today": 100},
            plan={"reporting.period": "friday"},
        ),
    ),
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
    surplus = {kind: surplus_of(case, kind) for kind in filter(case.submission.read, KINDS)}
    rose = {kind: more for kind, more in surplus.items() if more > 0 and not case.vouched(kind)}
    if rose and not _in_turn(case, last):
        told = ", ".join(f"{KIND_LABELS[kind]} {number(more)}" for kind, more in rose.items())
        values = {"why": _begun_large(_since(case, last)), "surplus": told}
        yield Violation(case.submission.place(next(iter(rose)), Measure.ENTERED), values)


@rule(
    code="LK16",
    title="Không nối tiếp số đã tiếp nhận trước đây",
    severity=Severity.ERROR,
    basis=_BASIS,
    overridable=True,
    says="{kind}: ngày {since} tiếp nhận {accepted}{where}, {why}; theo đó Tổng đã nhập là {expected}, biểu ghi {entered} (trong ngày {today}). Có thể số ngày {since} sai.",
    fix="Hỏi đơn vị số nào đúng. Hôm nay đúng: --chap-nhan {unit}. Ngày {mended} phải sửa: hotich tong-hop --ngay {iso} --chap-nhan {unit}, rồi tổng hợp lại hôm nay.",
    asks="Đề nghị xem lại số ngày nêu trên và số hôm nay; ngày nào sai thì gửi lại biểu ngày ấy và gọi {office}.",
    good=(*_GOOD, Example("Gõ nhầm hôm nay, biểu tự mâu thuẫn.", before=(_LIED,), cells={"birth.entered": 459})),
    bad=(
        Example(
            "Số nhập trước đợt gõ thừa, hôm nay đúng.",
            before=(_LIED,),
            cells={"birth.entered": 495, "birth.remaining": 115119, "sum.entered": 982, "sum.remaining": 150282},
        ),
        Example(
            "Hôm trước số kết hôn và khai tử đổi chỗ, hôm nay đúng.",
            before=_EXCHANGED,
        ),
        Example(
            "Ngày trước tiếp nhận có xác nhận.",
            before=(_BY_NAME,),
            cells={"birth.entered": 1395, "birth.remaining": 114219, "sum.entered": 1882, "sum.remaining": 149382},
        ),
    ),
)
def earlier_figure_is_doubtful(case: Case) -> Iterator[Violation]:
    """Số sai đã tiếp nhận làm mọi báo cáo đúng sau đó phải trả lại; lỗi phải chỉ về ngày gây ra nó."""
    for kind, last in _broken(case):
        if (found := _doubt(case, kind)) is None:
            continue
        values = _values(case, kind, last) | {
            "since": found.day.date,
            "mended": found.since or found.day.date,
            "iso": (found.since or found.day.date).isoformat(),
            "accepted": found.day.figures[kind].entered,
            "where": where_accepted(found.day, kind),
            "why": _why(found),
            "today": case.submission.value(kind, Measure.TODAY) or 0,
            "unit": case.unit,
        }
        fix = fill(_TOLD_AGAIN, values) if found.why is Doubt.PHONED else ""
        yield Violation(case.submission.place(kind, Measure.ENTERED), values, fix=fix)


_TOLD_AGAIN = (
    "Hỏi đơn vị số nào đúng. Hôm nay đúng: --chap-nhan {unit}. "
    "Ngày {since} nghe nhầm, gõ nhầm: gõ lại số ngày ấy, tổng hợp ngày ấy rồi tổng hợp lại hôm nay."
)
_WHY: Mapping[Doubt, str] = {
    Doubt.BY_NAME: "số này tiếp nhận có xác nhận",
    Doubt.PHONED: "số này báo qua điện thoại",
    Doubt.OPENING: "gồm số nhập trước đợt chưa đối chiếu được",
    Doubt.AFTER_GAP: "gồm số của những ngày chưa có báo cáo",
    Doubt.CARRIED: "số chuyển sang khi đổi đơn vị",
    Doubt.EXCHANGED: "có thể đã đổi chỗ với",
}


def _why(found: Doubtful) -> str:
    if found.with_kind is None:
        return _WHY[found.why]
    since = f" từ ngày {formal_day(found.since)}" if found.since and found.since != found.day.date else ""
    return f"{_WHY[found.why]} {KIND_LABELS[found.with_kind]}{since}"


def _in_turn(case: Case, last: AcceptedDay) -> bool:
    """Whether days without a report are all that lies between, and none of them had to have one."""
    period = case.plan.period
    return bool(case.skipped) and not last.by_name and not period.missed(last.date, case.day)


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
    short = -surplus_of(case, kind)
    return _exchanged(case, kind, short) or doubtful(case.history, kind, short)


def _exchanged(case: Case, kind: Kind, short: int) -> Doubtful | None:
    """The days before on which two kinds seem to have changed places: no case was lost, one has what the other lacks."""
    moved = [other for other in KINDS if other is not kind and case.submission.read(other) and surplus_of(case, other)]
    if len(moved) != 1 or surplus_of(case, moved[0]) != short or not all(map(case.vouched, (kind, *moved))):
        return None
    return exchanged(case.history, kind, moved[0], short)


def _values(case: Case, kind: Kind, last: AcceptedDay) -> dict[str, Any]:
    previous = last.figures[kind].entered
    return {
        "kind": KIND_LABELS[kind],
        "since": last.date,
        "previous": previous,
        "place": f"{formal_day(last.date)}{_within(last, kind)}",
        "day": case.day,
        "cell": case.submission.place(kind, Measure.ENTERED).cell,
        "today_cell": case.submission.place(kind, Measure.TODAY).cell,
        "entered": case.submission.value(kind, Measure.ENTERED),
        "expected": previous + (case.submission.value(kind, Measure.TODAY) or 0),
    }


def where_accepted(day: AcceptedDay, kind: Kind) -> str:
    """The cell and the file of an accepted running total, to stand behind its day: " (ô E7, “bu dang 22-5.xlsx”)"."""
    within = _within(day, kind).removeprefix(", ")
    return f" ({within})" if within else ""


def _within(day: AcceptedDay, kind: Kind) -> str:
    """Where an accepted figure stands: ", ô E7, “bu dang 22-5.xlsx”"."""
    place: Source = day.place(kind)
    return (f", ô {place.cell}" if place.cell else "") + (f", “{place.file}”" if place.file else "")


def _begun_large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _since(case: Case, last: AcceptedDay) -> str:
    """Why the last accepted day does not say what a running total must be."""
    period = case.plan.period
    if missed := period.missed(last.date, case.day):
        return f"sau ngày {formal_day(last.date)} có {period.counted(len(missed))} chưa có báo cáo"
    if last.by_name:
        return f"số ngày {formal_day(last.date)} tiếp nhận có xác nhận"
    return f"ngày {formal_day(last.date)} chưa có số ở ô này"
