"""A past day that is pressed again, when later days stand: what came in time is told as it was told then."""

from datetime import time
from pathlib import Path

import pytest

from tests.kit.folders import FIRST, SECOND, THIRD, form, new_folder, press, put, put_all, works
from xlpy.app.folder import Folder
from xlpy.core.consolidate import Status
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind
from xlpy.demo.truth import Work

UNIT = "691"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return new_folder(tmp_path / "viec")


def with_births(work: Work, more: int) -> Work:
    """The same work with so many births more on the day."""
    today = {**work.today, Kind.BIRTH: work.today[Kind.BIRTH] + more}
    entered = {**work.entered, Kind.BIRTH: work.entered[Kind.BIRTH] + more}
    return Work(work.unit, work.day, today, entered)


@pytest.mark.parametrize("again", [False, True], ids=["the draft first", "the draft between twice the same"])
def test_a_draft_that_was_replaced_in_time_is_no_correction_of_what_replaced_it(
    folder: Folder, plan: Plan, again: bool
) -> None:
    first, second, _ = works(plan)
    whole = form(plan, first[UNIT])
    if again:
        put(folder, "bu gia map.xlsx", whole, plan, FIRST, time(9))
    put(folder, "nhap.xlsx", form(plan, with_births(first[UNIT], -50)), plan, FIRST, time(10))
    put(folder, "bu gia map lan cuoi.xlsx", whole, plan, FIRST, time(11))
    before = press(folder, FIRST)
    report = before.report.read_bytes()
    put_all(folder, plan, second, [UNIT])
    press(folder, SECOND)
    after = press(folder, FIRST)
    assert after.standing == before.standing
    assert not after.changed
    assert after.report.read_bytes() == report


@pytest.mark.parametrize("more", [70, -70], ids=["above the later day", "below it"])
@pytest.mark.parametrize("hour", [8, 10], ids=["before the right one", "after it"])
def test_of_two_reports_for_a_day_gone_by_a_second_press_says_the_same(
    folder: Folder, plan: Plan, more: int, hour: int
) -> None:
    first, second, third = works(plan)
    for day in (first, third):
        put_all(folder, plan, day, [UNIT])
    press(folder, FIRST)
    press(folder, THIRD)
    put(folder, "gui bu.xlsx", form(plan, second[UNIT]), plan, THIRD, time(9))
    put(folder, "gui bu sai.xlsx", form(plan, with_births(second[UNIT], more)), plan, THIRD, time(hour))
    once = press(folder, SECOND, agrees=lambda _: True)
    twice = press(folder, SECOND, agrees=lambda _: True)
    assert once.standing.units[0].status is Status.RECEIVED
    assert twice.standing == once.standing
    assert not twice.changed
