"""Where units stand beside the plan: what is due, who will be in time, who needs a word first, what would be enough."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from xlpy.core.before import NOTHING, Before
from xlpy.core.campaign.outlook import Course, Promise, Weeks, course, short_of_machines, weeks
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


def after(plan: Plan, paces: Mapping[str, int], day: date = DAY) -> tuple[Standing, Before]:
    """Units that entered so many births on each day from the start to `day`, the others never."""
    days = [plan.start + timedelta(days=number) for number in range((day - plan.start).days + 1)]
    totals = {
        code: {on: {**dict.fromkeys(KINDS, 0), Kind.BIRTH: pace * number} for number, on in enumerate(days, 1)}
        for code, pace in paces.items()
    }
    now = standing(plan, {code: (pace, totals[code][day][Kind.BIRTH]) for code, pace in paces.items()}, day)
    earlier = {code: {on: kinds for on, kinds in there.items() if on < day} for code, there in totals.items()}
    return now, Before((), day - timedelta(days=1), dict(paces), earlier)


def seen(plan: Plan, paces: Mapping[str, int], day: date = DAY) -> Course:
    return course(plan, *after(plan, paces, day))


def promise(plan: Plan, code: str, pace: int, day: date = DAY) -> Promise:
    return next(unit.promise for unit in seen(plan, {code: pace}, day).units if unit.unit == code)


def test_what_is_due_grows_evenly_and_each_day_counts_whole(plan: Plan) -> None:
    whole = course(plan, standing(plan, {}), NOTHING)
    assert (whole.day_number, whole.days, whole.days_left) == (26, 54, 28)
    assert whole.total.due == 1_373_508 * 26 // 54
    assert course(plan, standing(plan, {}, plan.start - timedelta(days=1)), NOTHING).total.due == 0
    assert course(plan, standing(plan, {}, plan.deadline), NOTHING).total.due == 1_373_508


@pytest.mark.parametrize(
    ("pace", "expected"),
    [
        (1_400, Promise.DONE),  # Phước Long: 34.677 cases
        (800, Promise.IN_TIME),
        (642, Promise.CLOSE),  # just what an even share of the days asks for
        (580, Promise.LATE),
        (0, Promise.LATE),
    ],
)
def test_a_unit_is_in_time_by_the_projection(plan: Plan, pace: int, expected: Promise) -> None:
    assert promise(plan, "688", pace) is expected


def test_after_too_few_reports_nobody_can_tell(plan: Plan) -> None:
    assert promise(plan, "688", 800, plan.start + timedelta(days=8)) is Promise.UNKNOWN
    assert course(plan, standing(plan, {}), NOTHING).units[0].promise is Promise.UNKNOWN


def test_with_no_day_left_what_is_not_done_is_late(plan: Plan) -> None:
    last = plan.deadline - timedelta(days=1)
    assert promise(plan, "688", 100, last) is Promise.LATE
    assert {unit.promise for unit in course(plan, standing(plan, {}, plan.deadline), NOTHING).units} == {
        Promise.LATE,
        Promise.NO_WORK,
    }


def test_a_unit_that_the_plan_gives_nothing_has_no_promise_to_keep(plan: Plan) -> None:
    assert promise(plan, "698", 0) is Promise.NO_WORK


def test_who_needs_a_word_most_stands_first(plan: Plan) -> None:
    ranked = [unit.unit for unit in seen(plan, {"688": 900, "689": 1_000, "691": 1_500, "692": 2_950}).pressing]
    assert ranked[:2] == ["689", "691"]  # more than a year; some days late
    assert ranked[-2:] == ["688", "698"]  # in time; nothing to do


def test_a_change_compares_only_units_that_both_days_know(plan: Plan) -> None:
    before = Before((), DAY - timedelta(days=1), {"688": 800, "690": 100})
    whole = course(plan, standing(plan, {"688": (900, 20_000), "691": (1_500, 40_000)}), before)
    assert {unit.unit: unit.change for unit in whole.units if unit.change is not None} == {"688": 100}
    assert (whole.total.change, whole.compared) == (100, 1)
    assert course(plan, standing(plan, {"688": (900, 20_000)}), NOTHING).total.change is None


def test_machines_are_too_few_at_the_units_own_pace(plan: Plan) -> None:
    short = short_of_machines(seen(plan, {"688": 900, "689": 1_600}))
    assert short[0].name == "Thành phố Đồng Xoài"
    # 200 a machine and day: as the plan's norm; what is left asks for 17.803 a day.
    assert short[0].machines == 8
    assert 88 <= short[0].needed <= 105
    assert not short[0].at_norm
    assert "688" not in {one.unit for one in short}
    assert short_of_machines(course(plan, standing(plan, {}, plan.deadline), NOTHING)) == []


def test_where_nothing_is_known_machines_are_too_few_by_the_norm(plan: Plan) -> None:
    short = short_of_machines(course(plan, standing(plan, {}), NOTHING))
    assert (short[0].needed, short[0].at_norm) == (-(-540_075 // (200 * 28)), True)


def test_the_fastest_and_the_slowest_are_ranked_by_what_they_need(plan: Plan) -> None:
    whole = seen(plan, {"688": 900, "689": 1_000, "691": 1_500, "692": 2_950})
    assert [unit.unit for unit in whole.fastest] == ["688", "692"]
    assert [unit.unit for unit in whole.slowest] == ["689", "691"]
    assert seen(plan, {}).fastest == seen(plan, {}).slowest == []


def test_two_weeks_are_compared_by_what_was_entered_in_each(plan: Plan) -> None:
    whole = seen(plan, {"688": 900, "691": 100})
    assert weeks(whole, DAY) == Weeks(7_000, 7_000)
    early = plan.start + timedelta(days=12)
    assert weeks(seen(plan, {"688": 900}, early), early) is None


def test_a_week_counts_what_a_unit_told_only_later(plan: Plan) -> None:
    now, before = after(plan, {"688": 900})
    silent = {on: kinds for on, kinds in before.accepted["688"].items() if (DAY - on).days >= 7}
    whole = course(plan, now, before._replace(accepted={"688": silent}))
    assert weeks(whole, DAY) == Weeks(6_300, 6_300)


def test_names_stand_in_sentences_at_the_head_of_lines_and_in_addresses() -> None:
    assert in_sentence("Thành Phố  Đồng Xoài") == "thành phố Đồng Xoài"
    assert as_entry("Thành phố Đồng Xoài") == "Thành phố Đồng Xoài"
    assert as_entry("Sở Tư pháp") == in_sentence("Sở Tư pháp") == authority("Sở Tư pháp") == "Sở Tư pháp"
    assert authority("Huyện Bù Đăng") == "Ủy ban nhân dân huyện Bù Đăng"
    assert authority("Thị trấn Đức Phong") == "Ủy ban nhân dân thị trấn Đức Phong"


def test_a_letters_dates_have_a_zero_before_small_days_and_the_first_two_months() -> None:
    dates = (date(2023, 4, 4), date(2022, 1, 6), date(2023, 12, 22))
    assert [formal_day(day) for day in dates] == ["04/4/2023", "06/01/2022", "22/12/2023"]
