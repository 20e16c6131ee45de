"""What Tóm tắt says of a day: what was entered, how far it has come, when it ends and why, what would be enough."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from xlpy.core.before import Before, Glance
from xlpy.core.campaign.outlook import SURE, Course, Outlook, Promise, Short, short_of_machines, weeks
from xlpy.core.campaign.projection import LEAST_DAYS, LEAST_REPORTS, UnitProjection
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.plan.plan import Plan
from xlpy.core.text import formal_day, number
from xlpy.core.units import in_sentence
from xlpy.drawing.report.summary import MOST_NAMED, Told, Wording, beside, due
from xlpy.drawing.report.words import counted, legend, listed, short_day
from xlpy.drawing.words import percent

_MOST_HELPED = 2
"""Units to which machines are given by name."""
_AT_LEAST = 3
"""So many times of late a unit is named."""


LEAST = f"cần ít nhất {counted(LEAST_REPORTS)} báo cáo, trải ít nhất {counted(LEAST_DAYS)} ngày"
"""Of what a unit is foretold."""
LEAST_THEN = f"cần ít nhất {counted(LEAST_REPORTS)} báo cáo trong {counted(LEAST_DAYS)} ngày"
"""As the fourth layout said it: that many reports within so few days are what is too few."""


def told(
    plan: Plan, standing: Standing, before: Before, whole: Course, short: Mapping[str, str], least: str = LEAST
) -> Told:
    """The sentences of a day. `short`: the units' names as they are told within a sentence, by code."""
    return Told(
        list(points(plan, standing, before, whole, short, least)),
        f"(*) Điểm phần trăm, so với tỷ lệ phải đạt {due(whole)} nếu chia đều số ngày. Số in nghiêng: giữ theo lần báo "
        "cáo trước. Dự kiến xong: ngày có 50% khả năng hoàn thành. Kịp hạn: khả năng kịp từ 80%; sát hạn: từ 50%. "
        "Tính với giả định tốc độ nhập không giảm, máy bổ sung có năng suất như máy hiện có."
        f"\n{legend(unit.status for unit in standing.units)}",
        list(_asks(plan, standing, before, whole)),
    )


def points(
    plan: Plan, standing: Standing, before: Before, whole: Course, short: Mapping[str, str], least: str
) -> Iterator[str]:
    """What was entered; how far it has come; when it ends, why then, and what would be enough; who was not heard."""
    total, units = whole.total, f"{standing.reported}/{len(standing.units)} đơn vị có số liệu"
    if total.today is None:
        yield f"Chưa có số liệu trong ngày{_last_week(standing, whole)}; {units}."
    else:
        told = f"Trong ngày nhập {number(total.today)} trường hợp{_compared(standing, before, whole)}"
        yield f"{told}{_last_week(standing, whole)}; {units}."
    if total.total:
        share, on = percent(total.entered, total.total), short_day(standing.date)
        yield f"Đến ngày {on} đã nhập {share} (phải đạt {due(whole)}), {beside(whole, short)}."
        yield "".join(ending(plan, standing.date, whole, short, least))
    else:
        yield "Kế hoạch chưa giao chỉ tiêu."
    yield from _unheard(standing)


def _compared(standing: Standing, before: Before, whole: Course) -> str:
    """Against the day before: ", tăng 266 so với hôm qua (cùng 8 đơn vị)"; "" where nothing can be compared."""
    change = whole.total.change
    if change is None or before.previous is None:
        return ""
    near = standing.date - before.previous == timedelta(days=1)
    than = "hôm qua" if near else f"ngày {short_day(before.previous)}"
    told = f"tăng {number(change)} so với" if change > 0 else f"giảm {number(-change)} so với" if change else "bằng"
    return f", {told} {than} (cùng {whole.compared} đơn vị)"


def _unheard(standing: Standing) -> Iterator[str]:
    """Names the units without figures for the day."""
    silent = {
        told: [in_sentence(unit.name) for unit in standing.units if unit.status is status]
        for status, told in ((Status.REFUSED, "trả lại để sửa"), (Status.MISSING, "chưa báo cáo"))
    }
    if any(silent.values()):
        told = "; ".join(f"{_listed(names)} ({why})" for why, names in silent.items() if names)
        yield f"Chưa có số liệu trong ngày: {told}."


def _last_week(standing: Standing, whole: Course) -> str:
    found = weeks(whole, standing.date)
    if found is None:
        return ""
    change = found.last - found.before
    told = f"tăng {number(change)} so với" if change > 0 else f"giảm {number(-change)} so với" if change else "bằng"
    return f"; 7 ngày qua {number(found.last)}, {told} 7 ngày trước đó"


def ending(plan: Plan, day: date, whole: Course, short: Mapping[str, str], least: str) -> Iterator[str]:
    """When all is entered, why not in time, and what would be enough; parts of one text."""
    total, last = whole.total, plan.deadline - timedelta(days=1)
    if total.remaining <= 0:
        yield "Đã nhập xong."
        return
    if not whole.days_left:
        yield f"Đã hết thời hạn (trước ngày {formal_day(plan.deadline)}), còn {number(total.remaining)} trường hợp."
        return
    late = [unit for unit in whole.pressing if unit.promise is Promise.LATE]
    names = _listed([short[unit.unit] for unit in late])
    if total.promise is Promise.UNKNOWN:
        yield _unknown(whole, short, least)
        if late:
            yield f" Có khả năng chậm: {names}."
    else:
        assert whole.foretold is not None
        foretold = whole.foretold.total
        yield f"Với tốc độ nhập những ngày qua, {_finish(foretold, day)}, {_in_time(foretold, last)}"
        yield f"; còn chậm ở {names}." if late else "."
    yield from _enough(whole, short, late=bool(late))


def _unknown(whole: Course, short: Mapping[str, str], least: str) -> str:
    """Why nobody can tell yet when all is entered."""
    names = [short[unit.unit] for unit in whole.units if unit.promise is Promise.UNKNOWN]
    if len(names) == sum(unit.promise is not Promise.NO_WORK for unit in whole.units):
        return f"Chưa đủ số liệu để dự kiến ngày hoàn thành ({least})."
    why = f"{least}, báo cáo gần nhất không quá 02 tuần"
    return f"Chưa dự kiến được ngày hoàn thành: {_listed(names)} chưa đủ số liệu ({why})."


def _finish(total: UnitProjection, day: date) -> str:
    if total.p50 is None:
        return "dự kiến hoàn thành sau hơn một năm nữa"
    around = ""
    if total.p10 and total.p90 and total.p10 < total.p90:
        around = f" (từ {_near(total.p10, day)} đến {_near(total.p90, day)})"
    return f"dự kiến hoàn thành ngày {_near(total.p50, day)}{around}"


def _in_time(total: UnitProjection, last: date) -> str:
    chance = total.chance or 0.0
    told = "dưới 1%" if chance < 0.01 else "trên 99%" if chance > 0.99 else f"{round(100 * chance)}%"
    if total.p50 is None or total.p50 > last:
        return "quá thời hạn" if chance < 0.01 else f"quá thời hạn (khả năng kịp {told})"
    return f"{'kịp thời hạn' if chance >= SURE else 'sát thời hạn'} (khả năng kịp {told})"


def _enough(whole: Course, names: Mapping[str, str], *, late: bool) -> Iterator[str]:
    """The machines with which the units that will be late would not be."""
    codes = {unit.unit for unit in whole.units if unit.promise is Promise.LATE}
    short = [one for one in short_of_machines(whole) if one.unit in codes and not one.at_norm]
    if late and len(short) == len(codes):
        named = ", ".join(f"{number(one.lacking)} máy cho {names[one.unit]}" for one in short[:_MOST_HELPED])
        rest = sum(one.lacking for one in short[_MOST_HELPED:])
        others = f" và {number(rest)} máy cho {len(short) - _MOST_HELPED} đơn vị khác" if rest else ""
        yield f" Thêm {named}{others} thì kịp."


def _near(day: date, beside_day: date) -> str:
    """22/6; with the year where that is another one than that of the day beside it."""
    return formal_day(day) if day.year != beside_day.year else short_day(day)


def _listed(names: Sequence[str]) -> str:
    return listed(names, MOST_NAMED, counted)


def _asks(plan: Plan, standing: Standing, before: Before, whole: Course) -> Iterator[str]:
    """What needs somebody above the office: machines that are too few, missing targets, lateness again."""
    if short := short_of_machines(whole):
        yield f"Bổ sung máy: {_lacking(plan, short)}."
    if missing := [unit for unit in whole.units if unit.promise is Promise.NO_WORK]:
        yield f"Giao chỉ tiêu cho {_listed([_has(plan, unit) for unit in missing])}."
    if again := repeatedly(standing, before):
        named = [f"{in_sentence(unit.name)} ({counted(times)} ngày)" for unit, times in again]
        days = counted(len(before.days) + 1)
        yield f"Chấn chỉnh việc báo cáo muộn hoặc không báo cáo trong {days} ngày qua: {_listed(named)}."


def _has(plan: Plan, unit: Outlook) -> str:
    return f"{in_sentence(unit.name)} (đang có {number(plan.targets[unit.unit].machines)} máy)"


def _lacking(plan: Plan, short: Sequence[Short]) -> str:
    """The machines that are too few; the norm once where several are reckoned by it alone."""
    norm = f"định mức {number(plan.norm)} trường hợp/máy/ngày"
    once = len(short) > 1 and all(one.at_norm for one in short)
    named = [
        f"{in_sentence(one.name)} (có {number(one.machines)} máy, cần {number(one.needed)} máy"
        f"{f', {norm}' if one.at_norm and not once else ''})"
        for one in short
    ]
    return f"{_listed(named)}; tính theo {norm}" if once else _listed(named)


def repeatedly(standing: Standing, before: Before) -> Sequence[tuple[UnitDay, int]]:
    """Units that were late or without a report on many of the last days, the day among them: the most often first."""
    times = [
        (unit, _bad(unit) + sum(_bad(glances[unit.unit]) for _, glances in before.days if unit.unit in glances))
        for unit in standing.units
    ]
    return sorted((one for one in times if one[1] >= _AT_LEAST), key=lambda one: -one[1])


def _bad(day: UnitDay | Glance) -> bool:
    return day.late or day.status in (Status.MISSING, Status.REFUSED)


def _whole_plan(plan: Plan) -> str:
    many = "cả ba cấp" if len(plan.levels) == 3 else f"{counted(len(plan.levels))} cấp"
    return f"Toàn bộ Kế hoạch ({many})"


def _promises(whole: Course) -> str:
    """How many units will not be in time; where there is none, how many have nothing to spare, or cannot tell."""
    given = [unit.promise for unit in whole.units if unit.promise is not Promise.NO_WORK]
    if all(promise is Promise.UNKNOWN for promise in given):
        return "chưa rõ" if given else ""
    for worst, told in ((Promise.LATE, "chậm"), (Promise.CLOSE, "sát hạn"), (Promise.UNKNOWN, "chưa rõ")):
        if many := sum(promise is worst for promise in given):
            return f"{many}/{len(given)} {told}"
    return f"{len(given)}/{len(given)} kịp hạn"


SIGNED = '"+"#,##0_);"−"#,##0_);0_)'
WORDS = Wording(
    ask_head="Xin ý kiến chỉ đạo:",
    whole_plan=_whole_plan,
    with_figures="có số liệu",
    change=SIGNED,
    day=short_day,
    promises=_promises,
)
