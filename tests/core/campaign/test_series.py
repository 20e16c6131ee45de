"""What was entered on each day, from running totals with holes, corrections and days caught up with."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlpy.core.campaign.series import Reports, at_todays_machines, daily
from xlpy.core.campaign.weekdays import USUAL, measured, usual
from xlpy.core.records import Kind

MONDAY = date(2023, 5, 22)
NORM = 300


def after(days: int) -> date:
    return MONDAY + timedelta(days=days)


def reports(entered: Mapping[int, int], machines: int = 10, total: int = 100_000) -> Reports:
    """Running totals by day of the campaign, the first day being 0."""
    totals = {after(number): {Kind.BIRTH: cases} for number, cases in entered.items()}
    return Reports("691", "Huyện Bù Gia Mập", machines, {Kind.BIRTH: total}, totals)


def cases(entered: Mapping[int, int]) -> list[float]:
    return [one.cases for one in daily(reports(entered), MONDAY, usual, NORM)]


def test_a_day_is_the_difference_of_two_totals() -> None:
    assert cases({0: 100, 1: 250, 2: 250, 3: 300}) == [100, 150, 0, 50]


def test_days_without_a_report_share_what_the_next_one_adds_by_how_much_such_days_see() -> None:
    # Friday was reported, then Monday: Saturday .55, Sunday .25, Monday 1 of 1.8.
    found = daily(reports({4: 500, 7: 500 + 1_800}), MONDAY, usual, NORM)
    assert [round(one.cases) for one in found[5:]] == [550, 250, 1_000]
    assert [one.known for one in found] == [False] * 8


def test_a_first_report_in_the_second_week_is_spread_from_the_start() -> None:
    found = daily(reports({8: 760}), MONDAY, lambda _: 1.0, NORM)
    assert (len(found), found[0].day, round(found[0].cases, 6)) == (9, MONDAY, round(760 / 9, 6))


def test_a_trial_before_the_start_stands_on_its_own_day() -> None:
    found = daily(reports({-3: 5, 0: 25}), MONDAY, lambda _: 1.0, NORM)
    assert [one.day for one in found] == [after(-3), after(-2), after(-1), MONDAY]


def test_cases_taken_back_were_never_entered() -> None:
    assert cases({0: 100, 1: 250, 2: 180, 3: 300}) == [100, 80, 0, 120]


def test_a_figure_below_zero_is_none() -> None:
    assert cases({0: 100, 1: -5, 2: 50}) == [0, 0, 50]


def test_more_than_the_machines_can_do_after_zeros_was_entered_on_those_days_too() -> None:
    assert cases({0: 1_000, 1: 1_000, 2: 1_000, 3: 10_000}) == [1_000, 3_000, 3_000, 3_000]


def test_what_the_machines_can_do_is_left_where_it_was_reported() -> None:
    assert cases({0: 1_000, 1: 1_000, 2: 4_000}) == [1_000, 0, 3_000]


def test_machines_that_came_since_raise_what_was_entered_before() -> None:
    unit = reports({0: 100, 1: 300}, machines=20)._replace(machines_then={MONDAY: 10})
    found = at_todays_machines(unit, daily(unit, MONDAY, usual, NORM))
    assert [one.cases for one in found] == [200, 200]


def test_nothing_reported_is_no_day() -> None:
    assert daily(reports({}), MONDAY, usual, NORM) == ()


@given(st.dictionaries(st.integers(0, 60), st.integers(0, 50_000), min_size=1))
def test_all_days_together_are_the_last_total(entered: dict[int, int]) -> None:
    found = daily(reports(entered), MONDAY, usual, NORM)
    last = max(entered)
    assert fsum(one.cases for one in found) == pytest.approx(entered[last])
    assert [one.day for one in found] == [after(number) for number in range(last + 1)]
    assert all(one.cases >= 0 for one in found)


def test_weekends_weigh_as_usual_while_nothing_is_known() -> None:
    weight = measured([], MONDAY)
    assert [weight(after(number)) for number in range(7)] == [1, 1, 1, 1, 1, USUAL[5], USUAL[6]]


def test_weekends_weigh_what_all_units_did_on_them() -> None:
    # Four weeks in which Saturdays are as full as Mondays, and nobody works on Sundays.
    day = daily(reports({0: 0}), MONDAY, usual, NORM)
    totals, whole = {}, 0
    for number in range(28):
        whole += 0 if after(number).weekday() == 6 else 100
        totals[number] = whole
    unit = daily(reports(totals), MONDAY, usual, NORM)
    one, eleven = measured([unit], after(27)), measured([unit] * 11 + [day], after(27))
    saturday, sunday = after(5), after(6)
    assert one(saturday) == pytest.approx((4 * 1 + 4 * 0.55) / 8)
    assert one(sunday) == pytest.approx((0 + 4 * 0.25) / 8)
    assert 0.9 < eleven(saturday) < 1
    assert 0 < eleven(sunday) < 0.05


def test_a_holiday_weighs_nothing() -> None:
    assert measured([], MONDAY, holidays={after(1)})(after(1)) == 0


def test_what_was_spread_over_a_weekend_does_not_tell_how_full_it_was() -> None:
    totals = {number: 100 * (number + 1) for number in range(40) if after(number).weekday() < 5}
    unit = daily(reports(totals), MONDAY, usual, NORM)
    assert measured([unit] * 11, after(39))(after(5)) == pytest.approx(USUAL[5])
