"""What Tóm tắt said in reports of the second layout, by the pace of the day. Nothing here is to be changed."""

from collections.abc import Iterator, Mapping

from xlpy.core.before import Before
from xlpy.core.campaign.outlook import Course, Promise
from xlpy.core.consolidate import Standing
from xlpy.core.plan.plan import Plan
from xlpy.core.text import formal_day, number
from xlpy.core.units import as_entry, in_sentence, parse_name
from xlpy.drawing.report.layout_2_course import short_of_machines
from xlpy.drawing.report.layout_3_words import compared, unheard, without_cases
from xlpy.drawing.report.summary import MOST_NAMED, Told, beside, due
from xlpy.drawing.report.words import LEGEND, listed
from xlpy.drawing.words import percent

_MOST_ASKED = 2
"""How many units are asked help for, each in a line of its own."""


def short_name(name: str) -> str:
    """A unit's name without its level, as it was told then."""
    written = in_sentence(name)
    level = parse_name(name).level
    return written.removeprefix(level).strip() if level else written


def short_names(whole: Course) -> Mapping[str, str]:
    """The units' short names as they were told until the fourth layout: two may be alike."""
    return {unit.unit: short_name(unit.name) for unit in whole.units}


def told(plan: Plan, standing: Standing, before: Before, whole: Course) -> Told:
    """The sentences of a day."""
    return Told(
        list(_points(plan, standing, before, whole)),
        f"(*) Điểm phần trăm, so với tỷ lệ phải đạt {due(whole)} nếu chia đều số ngày. "
        f"Số nghiêng: giữ theo lần báo cáo trước. Dự kiến theo tốc độ trong ngày.\n{LEGEND}",
        list(_asks(plan, standing, whole)),
    )


def _points(plan: Plan, standing: Standing, before: Before, whole: Course) -> Iterator[str]:
    total, units = whole.total, f"{standing.reported}/{len(standing.units)} đơn vị có báo cáo"
    if total.today is None:
        yield f"Chưa có số liệu trong ngày; {units}."
    else:
        yield f"Trong ngày nhập {number(total.today)} trường hợp{compared(standing, before, whole)}; {units}."
    if not total.total:
        yield "Kế hoạch chưa giao số trường hợp."
        return
    compared_to_plan = beside(whole, short_names(whole))
    yield f"Đạt {percent(total.entered, total.total)}, theo tiến độ phải đạt {due(whole)}: {compared_to_plan}."
    if not whole.days_left and total.remaining > 0:
        yield f"Đã hết thời hạn (trước ngày {formal_day(plan.deadline)}), còn {number(total.remaining)} trường hợp."
    elif total.remaining <= 0:
        yield "Đã nhập xong."
    elif total.today is None:
        yield "Chưa đủ số liệu để dự kiến ngày xong."
    else:
        yield f"Nếu giữ tốc độ như trong ngày: {_promised(whole)}."


def _promised(whole: Course) -> str:
    def count(*promises: Promise) -> int:
        return sum(unit.promise in promises for unit in whole.units)

    late = [short_name(unit.name) for unit in whole.pressing if unit.promise is Promise.LATE]
    parts = [f"{count(Promise.IN_TIME, Promise.DONE)} đơn vị kịp hạn"]
    if close := count(Promise.CLOSE):
        parts.append(f"{close} sát hạn")
    if late:
        parts.append(f"{len(late)} có khả năng chậm ({listed(late, MOST_NAMED)})")
    if unknown := count(Promise.UNKNOWN):
        parts.append(f"{unknown} chưa rõ")
    return "; ".join(parts)


def _asks(plan: Plan, standing: Standing, whole: Course) -> Iterator[str]:
    """What needs somebody above the office: machines that are too few, targets that are missing, reports that are."""
    short = short_of_machines(plan, whole)
    for one in short[:_MOST_ASKED]:
        yield (
            f"{as_entry(one.name)}: có {number(one.machines)} máy, để kịp hạn cần {number(one.needed)} máy "
            f"({number(plan.norm)} trường hợp/máy/ngày)."
        )
    if rest := [short_name(one.name) for one in short[_MOST_ASKED:]]:
        yield f"Thiếu máy còn có: {listed(rest, MOST_NAMED)}."
    yield from without_cases(plan, whole)
    yield from unheard(standing)
