"""The chart of Tóm tắt, and the figures behind it on a sheet that is not shown."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from xlpy.core.campaign.outlook import Course
from xlpy.core.plan.plan import Plan
from xlpy.drawing.curve import Size, Table, s_curve
from xlpy.drawing.report.summary_page import Page
from xlpy.drawing.sheet import A4, DATE, NUMBER, Book
from xlpy.drawing.words import percent

CURVE_SHEET = "Số liệu biểu đồ"
BAND = "Vùng 80% khả năng"
_HEADS: Mapping[str, str] = {
    "day": "Ngày",
    "done": "Đã nhập",
    "required": "Phải đạt",
    "capacity": "Theo định mức",
    "middle": "Dự báo",
    "low": "Dự báo, cận dưới",
    "band": BAND,
}
_WIDTH, _HEIGHT = 660, 240
_POINTS = 24
_TITLE = "Đã nhập (nét đậm), phải đạt và dự báo (trường hợp)"


def draw_curve(book: Book, page: Page, plan: Plan, day: date, whole: Course, band: str = BAND) -> None:
    """The chart at the page's row, which grows as high as it is."""
    if not whole.total.total:
        return
    days = list(_days(plan, day))
    page.gap(6)
    chart = s_curve(
        book.workbook, _table(whole, len(days)), _TITLE, Size(_WIDTH, _HEIGHT), {**_names(plan, whole), "band": band}
    )
    page.sheet.insert_chart(page.row, 0, chart, {"object_position": 2, "description": _TITLE})
    page.gap(_HEIGHT * 0.75 + 4)


def draw_curve_data(book: Book, plan: Plan, day: date, whole: Course, band: str = BAND) -> None:
    """The figures, a day a row."""
    sheet = book.sheet(CURVE_SHEET, A4)
    for column, label in enumerate({**_HEADS, "band": band}.values()):
        sheet.set_column(column, column, 18)
        sheet.write_string(0, column, label, book.format(bold=True, text_wrap=True, border=1))
    figure, on = book.format(num_format=NUMBER), book.format(num_format=DATE)
    for row, (when, values) in enumerate(_rows(plan, day, whole), 1):
        sheet.write_datetime(row, 0, when, on)
        for column, value in enumerate(values, 1):
            if value is not None:
                sheet.write_number(row, column, value, figure)
    sheet.hide()


def _table(whole: Course, days: int) -> Table:
    foretold = whole.foretold is not None and bool(whole.foretold.course)
    shown = [name for name in list(_HEADS)[1:] if foretold or name not in ("middle", "low", "band")]
    return Table(CURVE_SHEET, 1, days, 0, {name: list(_HEADS).index(name) for name in shown})


def _days(plan: Plan, day: date) -> Iterator[date]:
    """From the first day, or an earlier trial, to the last in time, or a later day: so many as make a smooth line."""
    first, last = min(plan.start, day), max(plan.deadline - timedelta(days=1), day)
    days = (last - first).days
    step = max(1, days // _POINTS)
    for number in sorted({*range(0, days + 1, step), (day - first).days, days}):
        yield first + timedelta(days=number)


def _rows(plan: Plan, day: date, whole: Course) -> Iterator[tuple[date, tuple[int | None, ...]]]:
    total, days = whole.total.total, plan.campaign_days
    a_day = plan.tracked.machines * plan.norm
    assert whole.foretold is not None
    foretold = {one.day: one for one in whole.foretold.course}
    entered = _entered(whole, day)
    known, now = sorted(entered), 0
    for on in _days(plan, day):
        number = max(0, min(days, (on - plan.start).days + 1))
        while known and known[0] <= on:
            now = entered[known.pop(0)]
        then = foretold.get(on)
        if on <= day:
            # The band lies flat on what was entered: a blank would be drawn as a fall to 0.
            rest: tuple[int | None, ...] = (now if on == day else None, now, 0)
            done: int | None = now
        else:
            rest = (then.middle, then.low, then.high - then.low) if then else (None, None, None)
            done = None
        yield on, (done, total * number // days, min(total, a_day * number), *rest)


def _entered(whole: Course, day: date) -> Mapping[date, int]:
    """What all units had entered at the end of each day on which any reported."""
    totals: dict[str, int] = {}
    found: dict[date, int] = {}
    reported = sorted(
        (on, reports.unit, sum(kinds.values()))
        for reports in whole.reports
        for on, kinds in reports.entered.items()
        if on <= day
    )
    for on, unit, entered in reported:
        totals[unit] = entered
        found[on] = sum(totals.values())
    return found


def _names(plan: Plan, whole: Course) -> Mapping[str, str]:
    """What the legend says of each line: where it ends, too."""
    total = whole.total.total
    capacity = percent(min(total, plan.tracked.machines * plan.norm * plan.campaign_days), total)
    course = whole.foretold.course if whole.foretold is not None else ()
    foretold = f" {percent(course[-1].middle, total)}" if course else ""
    return {
        **_HEADS,
        "done": f"{_HEADS['done']} {percent(whole.total.entered, total)}",
        "capacity": f"{_HEADS['capacity']} {capacity}",
        "middle": f"{_HEADS['middle']}{foretold}",
    }
