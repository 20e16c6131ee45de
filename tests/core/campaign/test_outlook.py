"""Where units stand beside the plan: what is due, who will be in time, who needs a word first."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from xlpy.core.before import Before
from xlpy.core.campaign.outlook import Course, Promise, course, short_of_machines
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Figures, Kind
from xlpy.core.text import formal_day
from xlpy.core.units import as_entry, authority, in_sentence

DAY = date(2023, 6, 16)
"""The 26th of 54 days."""


def standing(plan: Plan, figures: Mapping[str, tuple[int | None, int]], day: date = DAY) -> Standing:
    """The units named have entered (today, so far), all births; the others have not reported."""

    def unit(code: str, name: str) -> UnitDay:
        today, entered = figures.get(code, (None, 0))
        births = Figures(plan.total(code, Kind.BIRTH), today, entered)
        others = {kind: Figures(plan.total(code, kind), None, 0) for kind in KINDS[1:]}
        status = Status.MISSING if today is None else Status.RECEIVED
        return UnitDay(code, name, status, late=False, figures={Kind.BIRTH: births, **others})

    return Standing(day, tuple(unit(sender.code, sender.name) for sender in plan.senders))


def seen(plan: Plan, figures: Mapping[str, tuple[int | None, int]], before: Before = Before()) -> Course:  # noqa: B008
    return course(plan, standing(plan, figures), before)


def promise(plan: Plan, code: str, figures: tuple[int | None, int]) -> Promise:
    return next(unit.promise for unit in seen(plan, {code: figures}).units if unit.unit == code)


def test_what_is_due_grows_evenly_and_each_day_counts_whole(plan: Plan) -> None:
    whole = seen(plan, {})
    assert (whole.day_number, whole.days, whole.days_left) == (26, 54, 28)
    assert whole.total.due == 1_373_508 * 26 // 54
    assert course(plan, standing(plan, {}, plan.start - timedelta(days=1)), Before()).total.due == 0
    assert course(plan, standing(plan, {}, plan.deadline), Before()).total.due == 1_373_508


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((5_000, 34_677), Promise.DONE),
        ((None, 20_000), Promise.UNKNOWN),
        ((0, 20_000), Promise.LATE),
        ((523, 20_000), Promise.LATE),  # 29 days for 28
        ((525, 20_000), Promise.CLOSE),
        ((570, 20_000), Promise.CLOSE),  # 26 days: two to spare
        ((600, 20_000), Promise.IN_TIME),
    ],
)
def test_a_unit_is_in_time_by_the_pace_of_the_day(
    plan: Plan, figures: tuple[int | None, int], expected: Promise
) -> None:
    assert promise(plan, "688", figures) is expected  # Phước Long, 34.677 cases


def test_a_unit_that_the_plan_gives_nothing_has_no_promise_to_keep(plan: Plan) -> None:
    assert promise(plan, "698", (0, 0)) is Promise.NO_WORK


def test_who_needs_a_word_most_stands_first(plan: Plan) -> None:
    figures = {"688": (900, 20_000), "690": (0, 10_000), "689": (1_000, 40_000), "691": (1_500, 40_000)}
    ranked = [unit.unit for unit in seen(plan, figures).pressing]
    assert ranked[:3] == ["690", "689", "691"]  # never at this pace, in 2024, three days late
    assert ranked[-2:] == ["688", "698"]  # in time; nothing to do


def test_a_change_compares_only_units_that_both_days_know(plan: Plan) -> None:
    before = Before((), DAY - timedelta(days=1), {"688": 800, "690": 100})
    whole = seen(plan, {"688": (900, 20_000), "691": (1_500, 40_000)}, before)
    assert {unit.unit: unit.change for unit in whole.units if unit.change is not None} == {"688": 100}
    assert (whole.total.change, whole.compared) == (100, 1)
    assert seen(plan, {"688": (900, 20_000)}).total.change is None


def test_machines_are_too_few_where_the_norm_cannot_do_it(plan: Plan) -> None:
    short = short_of_machines(plan, seen(plan, {"689": (1_000, 43_060)}))
    assert short[0].name == "Thành phố Đồng Xoài"
    assert (short[0].machines, short[0].needed) == (8, -(-(540_075 - 43_060) // (200 * 28)))
    assert short_of_machines(plan, course(plan, standing(plan, {}, plan.deadline), Before())) == []


def test_names_stand_in_sentences_at_the_head_of_lines_and_in_addresses() -> None:
    assert in_sentence("Thành Phố  Đồng Xoài") == "thành phố Đồng Xoài"
    assert as_entry("Thành Phố Đồng Xoài") == "Thành phố Đồng Xoài"
    assert as_entry("Sở Tư pháp") == in_sentence("Sở Tư pháp") == authority("Sở Tư pháp") == "Sở Tư pháp"
    assert authority("Huyện Bù Đăng") == "Ủy ban nhân dân huyện Bù Đăng"
    assert authority("Thị trấn Đức Phong") == "Ủy ban nhân dân thị trấn Đức Phong"


def test_a_letters_dates_have_a_zero_before_small_days_and_the_first_two_months() -> None:
    dates = (date(2023, 4, 4), date(2022, 1, 6), date(2023, 12, 22))
    assert [formal_day(day) for day in dates] == ["04/4/2023", "06/01/2022", "22/12/2023"]
