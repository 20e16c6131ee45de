"""What Tóm tắt said in reports of the third layout, by the projection. Nothing here is to be changed."""

from collections.abc import Iterator
from datetime import date, timedelta

from xlpy.core.before import Before
from xlpy.core.campaign.outlook import SURE, Course, Promise, Short, short_of_machines, weeks
from xlpy.core.campaign.projection import LEAST_DAYS, LEAST_REPORTS, UnitProjection
from xlpy.core.consolidate import Standing
from xlpy.core.plan.plan import Plan
from xlpy.core.text import formal_day, number
from xlpy.drawing.report.layout_2_sentences import short_name, short_names
from xlpy.drawing.report.layout_3_words import compared, unheard, without_cases
from xlpy.drawing.report.sentences import repeatedly
from xlpy.drawing.report.summary import MOST_NAMED, Told, beside, due
from xlpy.drawing.report.words import LEGEND, listed
from xlpy.drawing.words import percent

_MOST_HELPED = 2
"""Units to which machines are given by name."""


def told(plan: Plan, standing: Standing, before: Before, whole: Course) -> Told:
    """The sentences of a day."""
    return Told(
        list(_points(plan, standing, before, whole)),
        f"(*) Điểm phần trăm, so với tỷ lệ cần đạt {due(whole)} nếu chia đều số ngày. Số nghiêng: giữ theo lần báo cáo "
        "trước. Dự kiến xong: ngày mà khả năng xong trước hay sau ngang nhau. Kịp hạn: khả năng kịp từ 80%; sát hạn: "
        "từ 50%; tính theo nhịp nhập những ngày qua, đúng nếu nhịp không giảm dần, máy thêm "
        f"nhập như máy hiện có.\n{LEGEND}",
        list(_asks(plan, standing, before, whole)),
    )


def _points(plan: Plan, standing: Standing, before: Before, whole: Course) -> Iterator[str]:
    """What was entered; how far it has come; when it ends, why then, and what would be enough."""
    total, units = whole.total, f"{standing.reported}/{len(standing.units)} đơn vị có báo cáo"
    if total.today is None:
        yield f"Chưa có số liệu trong ngày{_last_week(standing, whole)}; {units}."
    else:
        told = f"Trong ngày nhập {number(total.today)} trường hợp{compared(standing, before, whole)}"
        yield f"{told}{_last_week(standing, whole)}; {units}."
    if not total.total:
        yield "Kế hoạch chưa giao số trường hợp."
        return
    so_far = f"{percent(total.entered, total.total)} (cần {due(whole)})"
    yield f"Đến {_short(standing.date)}: {so_far}, {beside(whole, short_names(whole))}."
    yield "".join(_ending(plan, standing.date, whole))


def _last_week(standing: Standing, whole: Course) -> str:
    found = weeks(whole, standing.date)
    if found is None:
        return ""
    change = found.last - found.before
    told = f"tăng {number(change)} so với" if change > 0 else f"giảm {number(-change)} so với" if change else "bằng"
    return f"; 7 ngày qua {number(found.last)}, {told} 7 ngày trước đó"


def _ending(plan: Plan, day: date, whole: Course) -> Iterator[str]:
    """When all is entered, why not in time, and what would be enough; parts of one text."""
    total, last = whole.total, plan.deadline - timedelta(days=1)
    if total.remaining <= 0:
        yield "Đã nhập xong."
        return
    if not whole.days_left:
        yield f"Đã hết thời hạn (trước ngày {formal_day(plan.deadline)}), còn {number(total.remaining)} trường hợp."
        return
    late = [unit for unit in whole.pressing if unit.promise is Promise.LATE]
    names = listed([short_name(unit.name) for unit in late], MOST_NAMED)
    if total.promise is Promise.UNKNOWN:
        yield _unknown(whole)
        if late:
            yield f" Có khả năng chậm: {names}."
    else:
        assert whole.foretold is not None
        yield f"Với nhịp những ngày qua, {_finish(whole.foretold.total, day)}, {_in_time(whole.foretold.total, last)}"
        yield f"; vì {names}." if late else "."
    yield from _enough(whole, late=bool(late))


def _unknown(whole: Course) -> str:
    """Why nobody can tell yet when all is entered."""
    names = [short_name(unit.name) for unit in whole.units if unit.promise is Promise.UNKNOWN]
    rule = f"cần ít nhất {LEAST_REPORTS} báo cáo trong {LEAST_DAYS} ngày, ngày gần nhất không quá 2 tuần"
    if len(names) == sum(unit.promise is not Promise.NO_WORK for unit in whole.units):
        return f"Chưa đủ số liệu để dự kiến ngày xong ({rule})."
    return f"Chưa dự kiến được ngày xong: {listed(names, MOST_NAMED)} chưa đủ số liệu ({rule})."


def _finish(total: UnitProjection, day: date) -> str:
    if total.p50 is None:
        return "hơn một năm nữa mới xong"
    ends = [_short(one, day) for one in (total.p10, total.p90) if one is not None]
    return f"xong {_short(total.p50, day)}" + (f" ({'–'.join(ends)})" if len(ends) == 2 else "")


def _in_time(total: UnitProjection, last: date) -> str:
    chance = total.chance or 0.0
    told = "dưới 1%" if chance < 0.01 else "trên 99%" if chance > 0.99 else f"{round(100 * chance)}%"
    if total.p50 is None or total.p50 > last:
        return "quá hạn" if chance < 0.01 else f"quá hạn (khả năng kịp {told})"
    return f"{'kịp hạn' if chance >= SURE else 'sát hạn'} (khả năng kịp {told})"


def _enough(whole: Course, *, late: bool) -> Iterator[str]:
    """The machines with which the units that will be late would not be."""
    codes = {unit.unit for unit in whole.units if unit.promise is Promise.LATE}
    short = [one for one in short_of_machines(whole) if one.unit in codes and not one.at_norm]
    if late and len(short) == len(codes):
        named = ", ".join(f"{number(one.lacking)} máy cho {short_name(one.name)}" for one in short[:_MOST_HELPED])
        rest = sum(one.lacking for one in short[_MOST_HELPED:])
        others = f" và {number(rest)} máy cho {len(short) - _MOST_HELPED} đơn vị khác" if rest else ""
        yield f" Thêm {named}{others} thì kịp."


def _short(day: date, beside_day: date | None = None) -> str:
    """22/6; with the year where that is another one than that of the day beside it."""
    return f"{day.day}/{day.month}" + (f"/{day.year}" if beside_day and day.year != beside_day.year else "")


def _asks(plan: Plan, standing: Standing, before: Before, whole: Course) -> Iterator[str]:
    """What needs somebody above the office: machines that are too few, missing targets, silence, lateness again."""
    if short := short_of_machines(whole):
        named = "; ".join(_lacking(plan, one) for one in short[:MOST_NAMED])
        rest = len(short) - MOST_NAMED
        yield f"Thiếu máy: {named}{f' và {rest} đơn vị khác' if rest > 0 else ''}."
    yield from without_cases(plan, whole)
    yield from unheard(standing)
    if again := repeatedly(standing, before):
        named = listed([f"{short_name(unit.name)} ({times} ngày)" for unit, times in again], MOST_NAMED)
        yield f"Nhiều lần muộn hoặc không có báo cáo trong {len(before.days) + 1} ngày qua: {named}."


def _lacking(plan: Plan, one: Short) -> str:
    how = f", theo {number(plan.norm)} trường hợp/máy/ngày" if one.at_norm else ""
    return f"{short_name(one.name)} có {number(one.machines)}, cần {number(one.needed)} máy{how}"
