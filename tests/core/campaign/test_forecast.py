"""What a day's pace promises: examples that can be reckoned by hand, and laws that hold for all figures."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlpy.core.campaign.forecast import Forecast, Pace, forecast
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Figures, Kind
from xlpy.doors.disk.plan_file import default_plan

PLAN: Plan = default_plan().plan
FIRST, LAST = PLAN.start, PLAN.deadline - timedelta(days=1)
CODES = [unit.code for unit in PLAN.senders]
TOMORROW = FIRST + timedelta(days=1)

Reported = Mapping[str, tuple[int | None, int]]
"""Code → entered today (None: no report), still to enter."""


def standing(reported: Reported, day: date = FIRST) -> Standing:
    """A day on which the units named have these figures, all of them births, and no other unit has any work."""

    def figures(code: str) -> dict[Kind, Figures]:
        today, remaining = reported.get(code, (None, 0))
        entered = max(today or 0, 0)
        births = Figures(entered + remaining, today, entered)
        return {kind: births if kind is Kind.BIRTH else Figures(0, None, 0) for kind in KINDS}

    def unit(code: str) -> UnitDay:
        status = Status.MISSING if reported.get(code, (None, 0))[0] is None else Status.RECEIVED
        return UnitDay(code, PLAN.targets[code].unit.name, status, late=False, figures=figures(code))

    return Standing(day, tuple(unit(code) for code in CODES))


def foretold(reported: Reported, day: date = FIRST) -> Forecast:
    return forecast(PLAN, standing(reported, day))


def pace(today: int | None, remaining: int, day: date = FIRST) -> Pace:
    return foretold({"691": (today, remaining)}, day).units[CODES.index("691")]


def codes(paces: tuple[Pace, ...]) -> list[str]:
    return [pace.unit for pace in paces]


# Examples


def test_days_are_counted_from_tomorrow_to_the_last_day_in_time() -> None:
    assert (FIRST, PLAN.deadline) == (date(2023, 5, 22), date(2023, 7, 15))
    assert pace(1, 1).days_left == 53  # 23/5 to 14/7
    assert pace(1, 1, LAST - timedelta(days=1)).days_left == 1
    assert [pace(1, 1, day).days_left for day in (LAST, PLAN.deadline, date(2024, 1, 1))] == [0, 0, 0]


def test_before_the_campaign_all_its_days_are_left() -> None:
    trial = pace(1, PLAN.campaign_days, date(2023, 5, 1))
    assert trial.days_left == PLAN.campaign_days
    assert trial.finish == LAST


def test_the_pace_of_one_day() -> None:
    one = pace(100, 5_201)
    assert one.needed == 99  # 5.201 in 53 days is 98,1 a day
    assert one.days_needed == 53
    assert one.finish == LAST
    assert one.on_track is True


def test_one_case_more_than_the_pace_can_do_is_a_day_too_late() -> None:
    assert pace(100, 5_300).on_track is True
    one = pace(100, 5_301)
    assert (one.needed, one.days_needed, one.finish, one.on_track) == (101, 54, PLAN.deadline, False)


def test_where_nothing_was_entered_the_end_never_comes() -> None:
    one = pace(0, 10)
    assert (one.days_needed, one.finish, one.on_track) == (None, None, False)


def test_a_correction_downwards_is_no_pace() -> None:
    one = pace(-5, 10)
    assert (one.days_needed, one.finish, one.on_track) == (None, None, False)


def test_an_end_beyond_all_calendars_never_comes() -> None:
    one = pace(1, 10_000_000)
    assert (one.days_needed, one.finish, one.on_track) == (10_000_000, None, False)


def test_of_a_unit_that_did_not_report_nobody_can_tell() -> None:
    one = pace(None, 10)
    assert (one.needed, one.days_needed, one.finish, one.on_track) == (1, None, None, None)


def test_the_last_day_leaves_no_time_for_what_is_left() -> None:
    for today in (None, 0, 10):
        one = pace(today, 10, LAST)
        assert (one.needed, one.on_track) == (None, False)
    assert pace(10, 10, LAST).finish == PLAN.deadline


def test_a_unit_that_has_entered_all_is_done() -> None:
    for today in (None, 0, 10):
        one = pace(today, 0, LAST)
        assert (one.done, one.needed, one.days_needed, one.finish, one.on_track) == (True, 0, 0, None, True)


def test_a_unit_with_more_than_the_plan_has_is_done() -> None:
    assert pace(10, -3).done


def test_a_unit_that_the_plan_gives_nothing_is_done_and_not_slow() -> None:
    assert PLAN.targets["698"].total_cases == 0
    one = foretold({"691": (5, 10), "698": (0, 0)})
    assert one.units[CODES.index("698")].done
    assert "698" not in codes(one.fastest) + codes(one.slowest) + codes(one.too_slow)


def test_the_fastest_are_those_with_the_largest_share_of_what_they_need() -> None:
    one = foretold({code: (place * 10, 1_000) for place, code in enumerate(CODES)} | {CODES[0]: (1, 1)})
    assert codes(one.fastest) == [CODES[0], CODES[10], CODES[9]]
    assert codes(one.slowest) == CODES[1:4]


def test_size_alone_makes_nobody_fast() -> None:
    one = foretold({"689": (1_000, 500_000), "688": (900, 30_000)})
    assert codes(one.fastest) == ["688"]
    assert codes(one.slowest) == ["689"]


def test_equals_stand_in_the_order_of_the_form() -> None:
    one = foretold(dict.fromkeys(reversed(CODES), (2, 100)))
    assert codes(one.fastest) == CODES[:3]
    assert codes(one.slowest) == CODES[3:6]


@pytest.mark.parametrize(("count", "fast", "slow"), [(0, 0, 0), (1, 1, 0), (2, 1, 1), (5, 3, 2), (6, 3, 3), (11, 3, 3)])
def test_of_few_units_none_is_both_fast_and_slow(count: int, fast: int, slow: int) -> None:
    one = foretold({code: (place, 100) for place, code in enumerate(CODES[:count])})
    assert (len(one.fastest), len(one.slowest)) == (fast, slow)
    assert not set(one.fastest) & set(one.slowest)


def test_after_the_deadline_the_ranking_still_holds() -> None:
    late = date(2023, 8, 1)
    one = foretold({"691": (10, 100), "696": (5, 100), "694": (None, 100)}, late)
    assert (codes(one.fastest), codes(one.slowest)) == (["691"], ["696"])
    assert codes(one.too_slow) == ["691", "696", "694"]


def test_all_units_together() -> None:
    total = foretold({"691": (10, 100), "696": (None, 430)}).total
    assert (total.today, total.remaining, total.needed, total.finish) == (10, 530, 10, LAST)


def test_without_any_report_there_is_no_pace_at_all() -> None:
    one = foretold(dict.fromkeys(CODES, (None, 100)))
    assert one.fastest == one.slowest == one.too_slow == ()
    assert (one.total.today, one.total.on_track) == (None, None)


# Laws

amounts = st.one_of(st.none(), st.integers(-20, 3_000))
days = st.integers(-30, 90).map(lambda number: FIRST + timedelta(days=number))
reports = st.dictionaries(st.sampled_from(CODES), st.tuples(amounts, st.integers(-5, 100_000)))


@given(amounts, st.integers(1, 2_000_000), days)
@settings(deadline=None)
def test_what_is_needed_is_just_enough(today: int | None, remaining: int, day: date) -> None:
    one = pace(today, remaining, day)
    if one.needed is not None:
        assert (one.needed - 1) * one.days_left < remaining <= one.needed * one.days_left
    if one.days_needed is not None and today is not None:
        assert (one.days_needed - 1) * today < remaining <= one.days_needed * today


@given(amounts, st.integers(1, 2_000_000), days)
@settings(deadline=None)
def test_in_time_is_as_much_as_needed_and_a_finish_before_the_deadline(
    today: int | None, remaining: int, day: date
) -> None:
    one = pace(today, remaining, day)
    if one.finish is not None:
        assert one.on_track is (one.finish < PLAN.deadline)
    if one.needed is not None and today is not None:
        assert one.on_track is (today >= one.needed)


@given(st.integers(0, 3_000), st.integers(1, 100_000), days)
@settings(deadline=None)
def test_one_more_case_a_day_never_ends_later(today: int, remaining: int, day: date) -> None:
    slow, fast = pace(today, remaining, day), pace(today + 1, remaining, day)
    assert fast.days_needed is not None
    assert slow.days_needed is None or fast.days_needed <= slow.days_needed
    assert not (slow.on_track and not fast.on_track)


@given(reports, days)
@settings(max_examples=150, deadline=None)
def test_nobody_left_out_of_the_lists_beats_those_in_them(reported: Reported, day: date) -> None:
    one = foretold(reported, day)
    fast, slow = set(one.fastest), set(one.slowest)
    ranked = [pace for pace in one.units if pace.today is not None and pace.remaining > 0]
    assert fast | slow <= set(ranked)
    assert not fast & slow
    assert len(fast | slow) == min(6, len(ranked))
    assert len(slow) <= len(fast) <= 3

    def beats(mine: Pace, other: Pace) -> bool:
        """More cases for each one left, multiplied out."""
        assert mine.today is not None and other.today is not None
        return mine.today * other.remaining > other.today * mine.remaining

    assert not any(beats(pace, first) for first in fast for pace in ranked if pace not in fast)
    assert not any(beats(last, pace) for last in slow for pace in ranked if pace not in slow)


@given(reports, days)
@settings(max_examples=150, deadline=None)
def test_all_together_is_the_sum_of_the_units(reported: Reported, day: date) -> None:
    one = foretold(reported, day)
    assert one.total.remaining == sum(pace.remaining for pace in one.units)
    assert one.total.today == (
        sum(pace.today for pace in one.units if pace.today is not None)
        if any(pace.today is not None for pace in one.units)
        else None
    )
    assert codes(one.too_slow) == [code for code in CODES if code in codes(one.too_slow)]
