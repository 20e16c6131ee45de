"""What the reports promise: cases that can be reckoned by hand, laws for all, and how right it was in campaigns."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.courses import REGIMES, campaign_of
from tests.kit.steps import steps
from xlpy.core.campaign.kinds import cases_at_ends
from xlpy.core.campaign.pace import drift_of
from xlpy.core.campaign.projection import Projection, State, Terms, UnitProjection, project
from xlpy.core.campaign.series import Reports
from xlpy.core.campaign.trajectory import deviations, normal
from xlpy.core.campaign.trials import trials
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Kind
from xlpy.doors.disk.plan_file import default_plan

PLAN: Plan = default_plan().plan
TERMS = Terms(PLAN.start, PLAN.deadline, PLAN.norm, PLAN.largest_norm)


def after(days: int) -> date:
    return PLAN.start + timedelta(days=days)


def unit(entered: Mapping[int, int], total: int = 54_000, machines: int = 10, code: str = "691") -> Reports:
    """Running totals of births by day of the campaign, the first day being 0."""
    known = {after(number): {Kind.BIRTH: cases} for number, cases in entered.items()}
    return Reports(code, code, machines, {Kind.BIRTH: total}, known)


def steady(days: int, a_day: int = 1_000) -> dict[int, int]:
    return {number: a_day * (number + 1) for number in range(days)}


def one(entered: Mapping[int, int], day: int | None = None, total: int = 54_000, machines: int = 10) -> UnitProjection:
    last = max(entered, default=0) if day is None else day
    return project(TERMS, [unit(entered, total, machines)], after(last)).units[0]


# Examples


def test_a_steady_unit_is_done_when_its_pace_says_so() -> None:
    seen = one(steady(20), total=40_000)
    assert seen.state is State.GOING
    assert (seen.entered, seen.remaining, seen.pace) == (20_000, 20_000, 1_000)
    assert seen.p50 is not None
    assert seen.p80 is not None
    assert abs((seen.p50 - after(39)).days) <= 1
    assert seen.p50 <= seen.p80 <= seen.p50 + timedelta(days=4)
    assert seen.on_track


def test_a_deadline_with_a_slip_in_its_year_takes_no_thousand_years_of_steps() -> None:
    known = [unit(steady(20), total=4_000_000)]

    def foretold(year: int) -> Projection:
        return project(TERMS._replace(deadline=PLAN.deadline.replace(year=year)), known, after(19))

    assert steps(lambda: foretold(3023)) <= 1.1 * steps(lambda: foretold(2043))
    assert foretold(3023).total.on_track is not None


def test_what_the_plan_expects_by_today_is_an_even_share_of_its_days() -> None:
    seen = one(steady(27))
    assert seen.expected_today == 27_000
    assert (
        TERMS.expected(54_000, after(-1)),
        TERMS.expected(54_000, after(53)),
        TERMS.expected(54_000, after(99)),
    ) == (
        0,
        54_000,
        54_000,
    )


def test_required_is_what_the_days_from_tomorrow_to_the_last_in_time_ask_for() -> None:
    assert one(steady(27)).required == 1_000  # 27.000 in 27 days, 18/6 to 14/7
    assert one(steady(27, 900)).required == 1_100  # 29.700 in 27 days
    assert one(steady(53, 10)).required == 54_000 - 530
    assert one(steady(54, 10)).required is None


def test_at_twice_the_pace_half_the_machines_are_enough() -> None:
    assert one(steady(20, 1_500), total=81_000).machines_needed == pytest.approx(10, abs=1)
    assert one(steady(20, 750), total=81_000).machines_needed == pytest.approx(24, abs=2)
    assert one(steady(20, 2_500), total=81_000).machines_needed == pytest.approx(4, abs=1)


def test_before_ten_days_or_seven_reports_nothing_is_foretold() -> None:
    assert one(steady(9)).state is State.UNKNOWN
    few = {number: 1_000 * (number + 1) for number in (0, 2, 4, 6, 8, 10)}
    assert one(few).state is State.UNKNOWN
    for seen in (one(steady(9)), one(few)):
        assert (seen.p50, seen.p80, seen.chance, seen.by_deadline, seen.on_track) == (None,) * 5
    assert one(steady(10)).state is State.GOING


def test_a_journal_of_one_day_has_words_and_no_date() -> None:
    seen = project(TERMS, [unit({0: 500}), unit({}, code="696")], PLAN.start)
    assert [one.state for one in seen.units] == [State.UNKNOWN, State.UNKNOWN]
    assert (seen.total.state, seen.total.p50, seen.total.chance, seen.total.pace) == (State.UNKNOWN, None, None, 500)


def test_without_a_target_there_is_nothing_to_foretell() -> None:
    seen = one({}, total=0)
    assert (seen.state, seen.on_track, seen.required, seen.machines_needed) == (State.NO_TARGET, True, 0, 0)


def test_a_finished_unit_is_done_also_when_more_was_accepted_than_the_plan_has() -> None:
    for entered in (54_000, 54_020):
        seen = one({**steady(20), 20: entered})
        assert (seen.state, seen.p50, seen.required, seen.silent_days, seen.on_track) == (State.DONE, None, 0, 0, True)


def test_silence_is_no_pace_and_is_said() -> None:
    seen = one(steady(20), day=25)
    assert (seen.state, seen.silent_days, seen.pace, seen.last_day) == (State.SILENT, 6, 1_000, after(19))
    assert seen.p50 == one(steady(20)).p50  # counted from its last report
    assert one(steady(20), day=21).state is State.GOING


def test_five_working_days_of_zeros_are_a_stop() -> None:
    stopped = steady(20) | dict.fromkeys(range(20, 28), 20_000)
    assert one(stopped).state is State.STOPPED
    assert one({number: cases for number, cases in stopped.items() if number < 24}).state is State.GOING


def test_all_silent_for_weeks_is_told_without_an_absurd_date() -> None:
    seen = project(TERMS, [unit(steady(12), code=code) for code in ("691", "696")], after(300))
    for each in (*seen.units, seen.total):
        assert (each.p50, each.p80, each.chance, each.by_deadline) == (None,) * 4
    assert {(each.state, each.silent_days) for each in seen.units} == {(State.SILENT, 289)}
    assert seen.total.state is State.UNKNOWN


def test_what_was_silent_for_a_fortnight_is_not_foretold_any_more() -> None:
    assert one(steady(20), day=19 + 13).p50
    assert one(steady(20), day=19 + 14).p50 is None


def test_a_hopeless_unit_has_no_date() -> None:
    seen = one(steady(20, 2), total=500_000)
    assert (seen.p50, seen.p80, seen.on_track) == (None, None, False)
    assert seen.chance is not None
    assert seen.chance < 0.001


def test_no_machine_no_promise() -> None:
    seen = one(steady(20), machines=0)
    assert (seen.p50, seen.chance, seen.machines_needed) == (None, None, 5)  # 34.000 in 34 days at 200 a machine


def test_what_no_machine_can_do_has_no_chance() -> None:
    # Ten machines can do 3.000 a day at most; 60.000 are left and nineteen days.
    seen = one(steady(35, 3_000), total=165_001)
    assert seen.chance == 0


def test_the_range_by_the_deadline_holds_the_median_and_never_more_than_the_plan() -> None:
    seen = one(steady(20, 900))
    assert seen.by_deadline is not None
    low, middle, high = seen.by_deadline
    assert 18_000 < low < middle < high <= 54_000


def test_kinds_end_in_the_order_of_what_is_left_of_each() -> None:
    births, marriages, deaths, adoptions = cases_at_ends((100, 50, 30, 0), (60, 20, 20, 0))
    # Deaths are done after 150 cases of all kinds, births (then with the share of deaths) after another ten …
    assert (deaths, adoptions) == (150, 0)
    assert births == pytest.approx(150 + 10 / 0.8)
    assert marriages == pytest.approx(180)


def test_a_kind_that_nobody_enters_waits_until_the_others_are_done() -> None:
    assert cases_at_ends((10, 10), (5, 0)) == (10, 20)
    assert cases_at_ends((10, 10), (0, 0)) == (10, 20)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(-5, 10**4)), min_size=1, max_size=6))
def test_the_last_kind_is_done_when_all_is(kinds: list[tuple[int, int]]) -> None:
    ends = cases_at_ends([left for left, _ in kinds], [float(lately) for _, lately in kinds])
    whole = sum(left for left, _ in kinds)
    assert max(ends) == pytest.approx(whole)
    assert all(end >= left * 0.999999 for end, (left, _) in zip(ends, kinds, strict=True))


def test_kinds_have_dates_of_their_own_and_the_order_of_entry_is_judged() -> None:
    births = {after(n): {Kind.BIRTH: 900 * (n + 1), Kind.DEATH: 100 * (n + 1)} for n in range(20)}
    seen = project(TERMS, [Reports("691", "", 10, {Kind.BIRTH: 30_000, Kind.DEATH: 10_000}, births)], after(19)).units[
        0
    ]
    assert seen.in_order is True
    assert list(seen.kinds) == [Kind.BIRTH, Kind.DEATH]
    assert seen.kinds[Kind.DEATH] == seen.p50
    first = seen.kinds[Kind.BIRTH]
    assert first is not None
    assert seen.p50 is not None
    assert first < seen.p50
    swapped = {day: {Kind.BIRTH: kinds[Kind.DEATH], Kind.DEATH: kinds[Kind.BIRTH]} for day, kinds in births.items()}
    late = Reports("691", "", 10, {Kind.BIRTH: 30_000, Kind.DEATH: 30_000}, swapped)
    assert project(TERMS, [late], after(19)).units[0].in_order is False


def test_drift_is_bounded_and_drawn_towards_that_of_all() -> None:
    assert drift_of((), [()]).daily == 0
    falling = drift_of((-5.0,) * 4, [(-5.0,) * 4])
    assert -0.3 / 7 < falling.daily < 0
    assert falling.weekly_square <= 0.25
    alone, among = drift_of((0.2,), [(0.2,)]), drift_of((0.2,), [(0.2,), *[(-0.2,)] * 10])
    assert among.daily < alone.daily


def test_the_last_finish_is_later_than_any_one_finish() -> None:
    units = [unit(steady(20), 40_000, code=str(number)) for number in range(8)]
    seen = project(TERMS, units, after(19))
    ends = [one.p50 for one in seen.units]
    assert seen.total.p50 is not None
    assert seen.total.p50 >= max(end for end in ends if end)
    assert seen.total.by_deadline is not None
    assert seen.total.remaining == 160_000


def test_normal_and_its_inverse_agree() -> None:
    for chance in (0.5, 0.8, 0.9):
        assert normal(deviations(chance)) == pytest.approx(chance, abs=1e-4)


# Laws

histories = st.lists(st.one_of(st.none(), st.integers(0, 3_300)), min_size=1, max_size=75)


def _running(day_by_day: Sequence[int | None]) -> dict[int, int]:
    known, whole = {}, 0
    for number, cases in enumerate(day_by_day):
        whole += cases or 0
        if cases is not None:
            known[number] = whole
    return known


def _seen(history: Sequence[int | None], total: int) -> Projection:
    return project(
        TERMS, [unit(_running(history), total), unit(steady(len(history)), 70_000, code="696")], after(len(history) - 1)
    )


@settings(deadline=None)
@given(histories, st.integers(0, 200_000))
def test_whatever_was_reported_something_sensible_is_said(history: list[int | None], total: int) -> None:
    seen = _seen(history, total)
    for each in (*seen.units, seen.total):
        if each.p50 and each.p80:
            assert each.p50 <= each.p80
            assert each.p80 <= max(TERMS.deadline, seen.day) + timedelta(days=366)
        assert each.chance is None or 0 <= each.chance <= 1
        if each.by_deadline:
            low, middle, high = each.by_deadline
            left = sum(max(0, one.remaining) for one in (seen.units if each is seen.total else [each]))
            assert each.entered <= low <= middle <= high <= each.entered + left
        if each.last_day and each.unit and each.p50:
            assert each.p50 > each.last_day


@settings(deadline=None)
@given(histories, st.integers(1, 100_000), st.integers(1, 50_000))
def test_more_to_enter_is_never_done_sooner(history: list[int | None], total: int, more: int) -> None:
    less, larger = _seen(history, total).units[0], _seen(history, total + more).units[0]
    if less.p50 and larger.p50:
        assert less.p50 <= larger.p50
    if less.chance is not None and larger.chance is not None:
        assert less.chance >= larger.chance


@settings(deadline=None)
@given(histories, st.integers(1, 100_000), st.randoms(use_true_random=False))
def test_the_order_of_reports_and_units_is_no_matter(
    history: list[int | None], total: int, dice: random.Random
) -> None:
    units = [unit(_running(history), total), unit(steady(len(history)), 70_000, code="696")]
    items = list(units[0].entered.items())
    dice.shuffle(items)
    turned = project(TERMS, [units[1], units[0]._replace(entered=dict(items))], after(len(history) - 1))
    assert turned.units[::-1] == project(TERMS, units, after(len(history) - 1)).units


@settings(deadline=None)
@given(histories, st.integers(1, 100_000))
def test_what_comes_later_does_not_change_what_was_foretold(history: list[int | None], total: int) -> None:
    half = len(history) // 2
    whole, known = unit(_running(history), total), unit(_running(history[: half + 1]), total)
    assert project(TERMS, [whole], after(half)) == project(TERMS, [known], after(half))


# How right it was


def test_forecasts_at_a_third_of_the_campaign_are_better_than_todays_pace_and_as_sure_as_they_say() -> None:
    ours, todays, inside = [], [], []
    for regime in REGIMES:
        for seed in range(3):
            units = campaign_of(PLAN, regime, seed)
            day = after(19)  # a Saturday is the worst day to go by
            seen = project(TERMS, [reports for reports, _ in units], day)
            for each, (reports, end) in zip(seen.units, units, strict=True):
                if each.chance is None:
                    continue
                left = (end - day).days
                ours.append(abs((each.p50 - day).days - left) / left if each.p50 else 1.0)
                yesterday = sum(reports.until(day - timedelta(days=1)).last_entered.values())
                today = each.entered - yesterday
                todays.append(abs(each.remaining / today - left) / left if today > 0 else 1.0)
                last = sum(reports.until(TERMS.last_day).last_entered.values())
                became = reports.total if end < TERMS.deadline else last
                inside.append(each.by_deadline is not None and each.by_deadline[0] <= became <= each.by_deadline[2])
    assert len(ours) > 200
    assert fmean(ours) < 0.5 * fmean(todays)
    assert fmean(ours) < 0.17
    assert 0.7 < fmean(inside) < 0.95


def test_earlier_forecasts_are_held_against_what_came() -> None:
    units = [reports for reports, _ in campaign_of(PLAN, "steady", 1)]
    days = [after(number) for number in range(40)]
    found = list(trials(TERMS, units, days, days[-1]))
    assert [trial.day for trial in found] == days[9:-1]
    assert all(abs(trial.error) < 0.1 for trial in found)
    last = found[-1]
    known = project(TERMS._replace(deadline=after(40)), units, after(38))
    assert last.foreseen == sum(one.by_deadline[1] for one in known.units if one.by_deadline)
    assert sum(trial.inside for trial in found) / sum(trial.units for trial in found) > 0.7


def test_the_kinds_of_the_plan_stand_in_its_order() -> None:
    assert PLAN.priority == KINDS
