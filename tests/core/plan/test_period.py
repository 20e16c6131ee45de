"""How often a level reports: who owes a report on a day, by a reckoning that goes through the days one by one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlpy.core.consolidate import Choice, Status, consolidate
from xlpy.core.plan.levels import tracking
from xlpy.core.plan.period import PERIOD_WORDS, Every, Period
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, AcceptedDay, Figures
from xlpy.core.source import NOWHERE
from xlpy.doors.disk.plan_file import default_plan

PLAN: Plan = default_plan().plan
START = PLAN.start
MONDAY, FRIDAY = START, START + timedelta(days=4)
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def day(number: int) -> date:
    return START + timedelta(days=number)


def is_due(period: Period, on: date) -> bool:
    """Whether reports are due on this very day, in their turn."""
    if period.every is Every.DAY:
        return True
    if period.every is Every.SEVEN_DAYS:
        return on > START and (on - START).days % 7 == 0
    return on >= START and period.every in WEEKDAYS and on.weekday() == WEEKDAYS.index(period.every)


def owes(period: Period, on: date, reports: Sequence[date]) -> bool:
    """By going through the days: the last turn had none in its days nor since, or the last day asked for none since."""
    days = [START + timedelta(days=number) for number in range((on - START).days + 1)]
    turns = [one for one in days if is_due(period, one)]
    width = 1 if period.every is Every.DAY else 7
    lacking = bool(turns) and not any(turns[-1] - timedelta(days=width - 1) <= report for report in reports)
    asked = [one for one in sorted(period.asked) if one <= on]
    return lacking or (bool(asked) and not any(report >= asked[-1] for report in reports))


PERIODS = st.builds(
    Period,
    st.just(START),
    st.sampled_from(list(Every)),
    st.lists(st.integers(0, 40).map(day), max_size=3, unique=True).map(lambda found: tuple(sorted(found))),
)


@given(PERIODS, st.integers(0, 40), st.sets(st.integers(0, 39), max_size=12))
def test_missing_only_if_owed(period: Period, number: int, reported: set[int]) -> None:
    """A unit without a file is missing where it owes a report, and else in a state of its own; never late."""
    plan, on = replace(PLAN, period=period), day(number)
    before = sorted(day(one) for one in reported if one < number)
    code = plan.senders[0].code
    figures = {kind: Figures(plan.total(code, kind), 0, 0) for kind in KINDS}
    history = {code: AcceptedDay(code, before[-1], figures, NOWHERE, "")} if before else {}
    (unit,) = consolidate(plan, on, [Choice(code, None)], history)
    assert unit.status is (Status.MISSING if owes(period, on, before) else Status.NOT_DUE)
    assert not unit.late


@given(PERIODS, st.integers(0, 40))
def test_who_reports_on_every_due_day_never_owes_anything_between(period: Period, number: int) -> None:
    on = day(number)
    dues = [one for one in map(day, range(number)) if is_due(period, one) or one in period.asked]
    if not dues or is_due(period, on) or on in period.asked:
        return
    assert not period.owes(on, dues[-1])


@given(PERIODS, st.integers(0, 40), st.integers(0, 40))
def test_a_report_is_missed_where_its_turn_went_by_and_the_next_was_due(period: Period, number: int, last: int) -> None:
    on, reported = day(number), day(last)
    if reported >= on:
        return
    days = [START + timedelta(days=one) for one in range((on - START).days + 1)]
    dues = [one for one in days if is_due(period, one) or one in period.asked]
    alone = period._replace(asked=())  # a day that was asked for asks of itself alone, a turn too
    missed = [
        one
        for one in dues[:-1]
        if (is_due(period, one) and owes(alone, one, [reported])) or (one in period.asked and reported < one)
    ]
    assert list(period.missed(reported, on)) == missed


@pytest.mark.parametrize(
    ("every", "words"), [(Every.DAY, "03 ngày"), (Every.FRIDAY, "03 kỳ"), (Every.ON_REQUEST, "03 kỳ")]
)
def test_missed_reports_are_counted_in_the_offices_words(every: Every, words: str) -> None:
    assert Period(START, every).counted(3) == words


@given(st.integers(0, 40), st.sets(st.integers(0, 39), max_size=12))
def test_daily_is_as_it_always_was(number: int, reported: set[int]) -> None:
    last = max((day(one) for one in reported if one < number), default=None)
    assert Period(START).owes(day(number), last)
    assert Period(START).days_of(day(number), last) == 1


@pytest.mark.parametrize(
    ("every", "due"),
    [(Every.FRIDAY, FRIDAY), (Every.MONDAY, MONDAY), (Every.SEVEN_DAYS, MONDAY + timedelta(days=7))],
)
def test_the_first_due_day_is_in_the_campaign(every: Every, due: date) -> None:
    period = Period(START, every)
    assert period.due(due) == due
    assert period.due(due - timedelta(days=1)) is None


def test_what_is_owed_stays_owed_until_it_comes() -> None:
    weekly = Period(START, Every.FRIDAY)
    saturday = FRIDAY + timedelta(days=1)
    assert [weekly.owes(one, None) for one in (FRIDAY - timedelta(days=1), FRIDAY, saturday)] == [False, True, True]
    # Sent on Wednesday it is the week's report; what is sent on Saturday is the next week's.
    assert not weekly.owes(FRIDAY, FRIDAY - timedelta(days=2))
    assert not weekly.owes(FRIDAY + timedelta(days=7), saturday)
    assert weekly.owes(FRIDAY + timedelta(days=7), FRIDAY)


def test_for_a_day_that_was_asked_for_older_figures_do_not_do() -> None:
    asked = Period(START, Every.ON_REQUEST, (FRIDAY,))
    assert not asked.owes(FRIDAY - timedelta(days=1), None)
    assert asked.owes(FRIDAY, FRIDAY - timedelta(days=1))
    assert not asked.owes(FRIDAY + timedelta(days=9), FRIDAY)


def test_the_first_level_reports_daily_and_the_others_at_the_end_of_the_week() -> None:
    assert [tracking(PLAN, level).period.words for level in PLAN.levels] == ["hằng ngày", *["thứ Sáu hằng tuần"] * 2]
    assert sorted(PERIOD_WORDS.values()) == sorted(Every)


def test_a_trial_before_the_campaign_is_no_report_of_its_first_week() -> None:
    period = Period(date(2023, 5, 22), Every.FRIDAY)
    assert period.owes(date(2023, 5, 26), date(2023, 5, 20))
    assert not period.owes(date(2023, 5, 26), date(2023, 5, 22))
