"""The plan's arithmetic: days, machines, capacity; and the plan of Bình Phước as it was printed."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.forms import BU_DANG, DONG_XOAI, PHU_RIENG, remade
from xlpy.core.plan.plan import Level, Plan, Rounding, Target, parse_plan
from xlpy.core.records import KINDS, Kind

CASES = st.integers(0, 2_000_000)
MACHINES = st.integers(1, 200)
NORMS = st.integers(1, 500)


def _target(plan: Plan, cases: int, machines: int) -> Target:
    return remade(plan.targets[BU_DANG], cases={**dict.fromkeys(KINDS, 0), Kind.BIRTH: cases}, machines=machines)


@given(CASES, MACHINES, NORMS)
def test_rounded_up_the_days_are_the_fewest_that_suffice(plan: Plan, cases: int, machines: int, norm: int) -> None:
    up = plan.changed(norm=norm, rounding=Rounding.UP)
    target = _target(up, cases, machines)
    days = up.days(target)
    assert days is not None
    assert (days - 1) * up.per_day(target) < cases <= days * up.per_day(target)


@given(CASES, MACHINES, NORMS)
def test_rounded_to_the_nearest_the_days_are_at_most_half_a_day_off(
    plan: Plan, cases: int, machines: int, norm: int
) -> None:
    nearest = plan.changed(norm=norm, rounding=Rounding.NEAREST)
    target = _target(nearest, cases, machines)
    days = nearest.days(target)
    assert days is not None
    off = Fraction(cases, machines * norm) - days
    assert Fraction(-1, 2) <= off < Fraction(1, 2)  # a half counts as a whole


@given(CASES, NORMS, st.integers(1, 400))
def test_the_machines_needed_finish_in_time_and_one_fewer_does_not(
    plan: Plan, cases: int, norm: int, campaign: int
) -> None:
    changed = replace(plan.changed(norm=norm), deadline=plan.start + timedelta(days=campaign))
    needed = changed.machines_for(cases)
    assert (needed - 1) * norm * campaign < cases <= needed * norm * campaign


@given(CASES, MACHINES, MACHINES, NORMS)
def test_more_machines_never_take_longer(plan: Plan, cases: int, few: int, more: int, norm: int) -> None:
    few, more = sorted((few, more))
    for rounding in Rounding:
        changed = plan.changed(norm=norm, rounding=rounding)
        slow, fast = changed.days(_target(changed, cases, few)), changed.days(_target(changed, cases, more))
        assert slow is not None
        assert fast is not None
        assert fast <= slow


def test_a_half_day_counts_as_a_whole_one(plan: Plan) -> None:
    assert plan.rounding is Rounding.NEAREST
    assert plan.norm == 200
    assert [plan.days(_target(plan, cases, 1)) for cases in (299, 300, 499, 500, 700)] == [1, 2, 2, 3, 4]


def test_work_without_a_machine_has_no_end_and_no_work_takes_no_day(plan: Plan) -> None:
    assert plan.days(_target(plan, 1, 0)) is None
    assert plan.days(_target(plan, 0, 0)) == 0
    assert plan.machines_for(0) == 0


def test_what_the_plan_prints_as_computed_is_what_follows(plan: Plan) -> None:
    printed = [(target, target.printed) for level in plan.levels for target in level.targets]
    assert len(printed) == 23
    for target, said in printed:
        assert plan.days(target) == said.days
        assert plan.per_day(target) == said.per_day


def test_both_ends_of_the_campaign_are_counted(plan: Plan) -> None:
    assert (plan.start, plan.deadline) == (date(2023, 5, 22), date(2023, 7, 15))
    assert plan.campaign_days == 10 + 30 + 14


def test_one_district_needs_many_more_machines_than_it_has(plan: Plan) -> None:
    target = plan.targets[DONG_XOAI]
    assert target.total_cases == 540_075
    assert plan.machines_for(target.total_cases) == 51  # 540.075 ÷ (200 × 54) = 50,007
    assert target.machines == 8


def test_a_levels_capacity_is_what_its_machines_enter_in_the_campaign(plan: Plan) -> None:
    assert plan.tracked.machines == 111
    assert plan.capacity(plan.tracked) == 111 * 200 * 54


def test_a_levels_sums_are_those_of_its_targets(plan: Plan) -> None:
    level: Level = plan.tracked
    assert level.cases == sum(plan.total(unit.code, kind) for unit in plan.senders for kind in KINDS)
    assert level.books == 14_041


def test_a_blank_in_the_plan_counts_as_none(plan: Plan) -> None:
    assert plan.targets[PHU_RIENG].cases[Kind.BIRTH] is None
    assert plan.total(PHU_RIENG, Kind.BIRTH) == 0
    assert plan.targets[PHU_RIENG].total_cases == 0


def test_reports_close_at_two_in_the_afternoon_of_vietnam(plan: Plan) -> None:
    assert plan.closes_at(date(2023, 5, 22)).isoformat() == "2023-05-22T14:00:00+07:00"


def test_a_changed_plan_still_knows_what_its_tables_print(plan: Plan) -> None:
    changed = plan.changed(norm=300, machines={BU_DANG: 20})
    target = changed.targets[BU_DANG]
    assert (target.machines, changed.norm) == (20, 300)
    assert target.printed == plan.targets[BU_DANG].printed
    assert (changed.printed_per_day(target), changed.per_day(target)) == (3200, 6000)
    assert 47 in changed.printed_days(target)
    assert changed.targets[DONG_XOAI].machines == plan.targets[DONG_XOAI].machines
    assert changed.rounding is plan.rounding
    assert [level.machines for level in changed.levels[1:]] == [level.machines for level in plan.levels[1:]]


def test_a_target_of_a_unit_that_the_tree_lacks_is_refused(plan_data: dict[str, Any]) -> None:
    data = deepcopy(plan_data)
    data["levels"][1]["targets"][0]["code"] = "000"
    with pytest.raises(ValueError, match="Phụ lục 03: mã đơn vị 000"):
        parse_plan(data)


def test_a_target_may_have_a_name_of_its_own(plan: Plan) -> None:
    (province,) = plan.levels[2].targets
    assert (province.unit.code, province.unit.name) == (plan.root.code, "Sở Tư pháp")
    assert plan.root.name == "Tỉnh Bình Phước"
