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


def sent_for_a_day_gone_by(folder: Folder, plan: Plan) -> Work:
    """The first and the third day pressed, then the second day's right report put in, which tells of this work."""
    first, second, third = works(plan)
    for day in (first, third):
        put_all(folder, plan, day, [UNIT])
    press(folder, FIRST)
    press(folder, THIRD)
    put(folder, "gui bu.xlsx", form(plan, second[UNIT]), plan, THIRD, time(9))
    return second[UNIT]


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
    second = sent_for_a_day_gone_by(folder, plan)
    put(folder, "gui bu sai.xlsx", form(plan, with_births(second, more)), plan, THIRD, time(hour))
    once = press(folder, SECOND, agrees=lambda _: True)
    twice = press(folder, SECOND, agrees=lambda _: True)
    assert once.standing.units[0].status is Status.RECEIVED
    assert twice.standing == once.standing
    assert not twice.changed


def test_a_slip_beside_the_right_report_for_a_day_gone_by_reads_the_same_on_a_second_press(
    folder: Folder, plan: Plan
) -> None:
    second = sent_for_a_day_gone_by(folder, plan)
    less = {**second.entered, Kind.BIRTH: second.entered[Kind.BIRTH] - 70}
    slip = Work(UNIT, SECOND, second.today, less)
    put(folder, "gui bu sai.xlsx", form(plan, slip), plan, THIRD, time(10))
    once = press(folder, SECOND, agrees=lambda _: True)
    assert "LK01" in {finding.code for finding in once.standing.findings}
    twice = press(folder, SECOND, agrees=lambda _: True)
    assert twice.standing == once.standing
    assert not twice.changed


def test_a_correction_counts_at_once_where_what_it_corrects_has_fallen_with_the_day_before(
    folder: Folder, plan: Plan
) -> None:
    first, second, third, fourth = works(plan, 4)
    put(folder, "ngay 1.xlsx", form(plan, first[UNIT]), plan, FIRST)
    press(folder, FIRST)
    for work in (third[UNIT], fourth[UNIT]):  # nothing vouches for the totals after a day without a report
        wrong = {**work.entered, Kind.BIRTH: work.entered[Kind.BIRTH] + 90}
        put(folder, f"{work.day}.xlsx", form(plan, Work(UNIT, work.day, work.today, wrong)), plan, work.day)
        assert press(folder, work.day).standing.units[0].accepted
    put(folder, "ngay 2.xlsx", form(plan, second[UNIT]), plan, fourth[UNIT].day, time(15))
    put(folder, "ngay 3 sua.xlsx", form(plan, third[UNIT]), plan, fourth[UNIT].day, time(15))
    press(folder, SECOND, agrees=lambda _: True)
    once = press(folder, THIRD, agrees=lambda _: True)
    (unit, *_) = once.standing.units
    assert unit.receipt is not None and unit.receipt.name == "ngay 3 sua.xlsx"
    assert not press(folder, THIRD, agrees=lambda _: True).changed


def test_a_correction_that_the_office_took_by_name_reads_the_same_on_a_second_press(folder: Folder, plan: Plan) -> None:
    first, second, _ = works(plan)
    put(folder, "ngay 1.xlsx", form(plan, first[UNIT]), plan, FIRST)
    press(folder, FIRST)
    put(folder, "ngay 2.xlsx", form(plan, second[UNIT]), plan, SECOND)
    press(folder, SECOND)
    put(folder, "ngay 1 sua.xlsx", form(plan, with_births(first[UNIT], -90)), plan, SECOND)
    once = press(folder, FIRST, accept=[UNIT], agrees=lambda _: True)
    assert once.standing.units[0].by_name
    assert "LK10" in {finding.code for finding in once.standing.findings}
    twice = press(folder, FIRST, agrees=lambda _: True)
    assert twice.standing == once.standing
    assert not twice.changed
