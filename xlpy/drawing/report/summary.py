"""Tóm tắt: what the report's first page says, for who has half a minute."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from xlpy.core.campaign.outlook import Course, Outlook, Promise
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.forms import FORM_01
from xlpy.core.plan.plan import Plan
from xlpy.core.text import number
from xlpy.core.units import as_entry
from xlpy.drawing.changed_units import changed_units
from xlpy.drawing.overdue import overdue_tasks
from xlpy.drawing.reasons import counted, reasons_of
from xlpy.drawing.report.layout_2_look import CHANGE, SECOND
from xlpy.drawing.report.tables import Row, Value
from xlpy.drawing.report.words import finish, promise, report
from xlpy.drawing.whole_plan import whole_plan
from xlpy.drawing.words import NOTHING, percent

MOST_UNITS = 20
"""So many lines stand on the page; the units that can wait are summed up in one more."""
MOST_NAMED = 4
"""Units that a sentence names, before it counts the others."""
_HEADS = SECOND.heads["summary"]


class Card(NamedTuple):
    """A figure that stands out: what it is, the figure, a word beside it."""

    label: str
    value: Value
    note: str
    format: str = ""


class Wording(NamedTuple):
    """What a layout says otherwise than another, its sentences aside.

    `change` is the format of a rise or fall, `day` writes a day without its year, `promises` sums up how many units
    will be in time.
    """

    ask_head: str
    whole_plan: Callable[[Plan], str]
    with_figures: str
    change: str
    day: Callable[[date], str]
    promises: Callable[[Course], str]


class Told(NamedTuple):
    """What is said of a day in sentences: the points at the head, the note below the table, what is asked for."""

    points: Sequence[str]
    footnote: str
    asks: Sequence[str]


class Summary(NamedTuple):
    """What the page says. `total` is the last line, by column."""

    points: Sequence[str]
    cards: Sequence[Card]
    rows: Sequence[Row]
    total: Mapping[str, Value]
    footnote: str
    asks: Sequence[str]
    ask_head: str
    total_label: str = FORM_01.total_label
    change: str = CHANGE


def summary_of(
    plan: Plan, standing: Standing, whole: Course, told: Told, wording: Wording, also: Sequence[str] = ()
) -> Summary:
    """What there is to say of a day; `also` are more points."""
    points = (*told.points, *_of_the_plan(plan, standing, wording), *also)
    return Summary(
        [f"{place}. {text}" for place, text in enumerate(points, 1)],
        list(_cards(plan, standing, whole, wording)),
        list(_rows(standing, whole, wording)),
        _total(standing, whole, wording),
        told.footnote,
        [f"{place}. {text}" for place, text in enumerate(told.asks, 1)],
        wording.ask_head,
        change=wording.change,
    )


def _of_the_plan(plan: Plan, standing: Standing, wording: Wording) -> Iterator[str]:
    """What concerns the plan and not the level alone; and why nothing was entered, where units said it."""
    if told := whole_plan(plan, standing):
        yield f"{wording.whole_plan(plan)}: {told}."
    if reasons := reasons_of(standing):
        yield f"Báo số 0 có lý do: {counted(reasons, 'đơn vị')}."
    if late := overdue_tasks(plan, standing.date):
        yield f"Nhiệm vụ của Kế hoạch đã quá hạn: {late}."
    for told in changed_units(plan, standing.date):
        yield f"{told}."


def due(whole: Course) -> str:
    """The share that should be entered by the day."""
    return percent(whole.day_number, whole.days)


def beside(whole: Course, short: Mapping[str, str]) -> str:
    """How far all are behind or ahead, and the one unit that is behind by more than all together.

    `short`: the units' names as they are told within a sentence, by code.
    """
    ahead = whole.total.ahead
    told = f"{'chậm' if ahead < 0 else 'nhanh'} {number(abs(ahead))} trường hợp" if ahead else "đúng tiến độ"
    worst = min(whole.units, key=lambda unit: unit.ahead)
    others = ahead - worst.ahead
    if ahead < 0 < others:
        told += f"; riêng {short[worst.unit]} chậm {number(-worst.ahead)}, nơi khác nhanh {number(others)}"
    return told


def _cards(plan: Plan, standing: Standing, whole: Course, wording: Wording) -> Iterator[Card]:
    total = whole.total
    needed = f"cần {number(whole.needed)}/ngày" if whole.needed is not None else "đã hết thời hạn"
    yield Card("Trong ngày", NOTHING if total.today is None else total.today, needed)
    yield Card("Tổng đã nhập", total.entered, f"trên {number(total.total)}")
    yield Card("Tỷ lệ", percent(total.entered, total.total), f"phải đạt {due(whole)}")
    compared = f"cùng {whole.compared} đơn vị" if whole.compared else "chưa so sánh được"
    yield Card(
        "So với hôm trước",
        NOTHING if total.change is None else total.change,
        compared,
        wording.change.replace("_)", ""),
    )
    last = plan.deadline - timedelta(days=1)
    done = "Đã xong" if total.remaining <= 0 < total.total else finish(total, standing.date, wording.day)
    if whole.foretold is not None and whole.foretold.total.chance is not None and total.finish is None:
        done = "hơn 1 năm"
    yield Card("Dự kiến xong", done, f"hạn {last.day}/{last.month}/{last.year}")


def _rows(standing: Standing, whole: Course, wording: Wording) -> Iterator[Row]:
    by_code = {unit.unit: unit for unit in standing.units}
    ranked = whole.pressing
    shown = ranked if len(ranked) <= MOST_UNITS else ranked[: MOST_UNITS - 1]
    for place, unit in enumerate(shown, 1):
        yield _row(place, unit, by_code[unit.unit], standing, (whole, wording))
    if rest := ranked[len(shown) :]:
        reported = sum(by_code[unit.unit].accepted for unit in rest)
        yield Row(
            {
                **dict.fromkeys(_HEADS),
                "unit": f"{len(rest)} đơn vị khác",
                "report": f"{reported} {wording.with_figures}",
                "today": sum(unit.today or 0 for unit in rest) if reported else None,
                "entered": sum(unit.entered for unit in rest),
                "share": percent(sum(unit.entered for unit in rest), sum(unit.total for unit in rest)),
                "promise": "xem trang Tình hình",
            },
            {},
        )


def _row(place: int, unit: Outlook, day: UnitDay, standing: Standing, told: tuple[Course, Wording]) -> Row:
    whole, wording = told
    given = unit.total > 0
    bad = day.late or day.status in (Status.REFUSED, Status.MISSING)
    roles = {"report": "report_bad"} if bad else {}
    roles |= {"promise": "promise_bad"} if unit.promise in (Promise.LATE, Promise.CLOSE) else {}
    roles |= {} if day.accepted else {"entered": "carried"}
    return Row(
        {
            "number": place,
            "unit": as_entry(unit.name),
            "report": report(day, standing.date, wording.day),
            "today": unit.today,
            "change": unit.change,
            "entered": unit.entered if given else None,
            "share": percent(unit.entered, unit.total) if given else "",
            "ahead": _points_ahead(unit, whole) if given else "",
            "finish": finish(unit, standing.date, wording.day) if given else "",
            "promise": promise(unit),
        },
        {},
        roles,
    )


def _points_ahead(unit: Outlook, whole: Course) -> str:
    """Tenths of a percentage point that the unit is ahead (+) or behind (−) of what is due, halves away from zero."""
    over = 1000 * (unit.entered * whole.days - unit.total * whole.day_number)
    under = unit.total * whole.days
    tenths = (2 * abs(over) + under) // (2 * under)
    told = f"{number(tenths // 10)},{tenths % 10}"
    return told if not tenths else f"{'+' if over > 0 else '−'}{told}"


def _total(standing: Standing, whole: Course, wording: Wording) -> Mapping[str, Value]:
    total = whole.total
    return {
        "report": f"{standing.reported}/{len(standing.units)} đơn vị",
        "today": total.today,
        "change": total.change,
        "entered": total.entered,
        "share": percent(total.entered, total.total) if total.total else "",
        "ahead": _points_ahead(total, whole) if total.total else "",
        "finish": finish(total, standing.date, wording.day),
        "promise": wording.promises(whole),
    }
