"""Figures that must not get in, told over days: what is said on the day, and of the right file that comes after."""

import json
from typing import Any

import pytest

from tests.kit.filled import FIRST, FOOT, FOURTH, SECOND, THIRD, UNIT, Filled, Four, Lines, at, lines
from xlpy.core.consolidate import Judged, Verdict
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.source import Finding, Severity

BIRTH, MARRIAGE = Kind.BIRTH, Kind.MARRIAGE
TOTAL, TODAY, ENTERED, REMAINING = Measure


@pytest.fixture
def unit(plan: Plan) -> Filled:
    return Filled(plan)


def errors(judged: Judged) -> list[Finding]:
    return [finding for finding in judged.findings if finding.severity is Severity.ERROR]


def codes(judged: Judged) -> set[str]:
    return {finding.code for finding in judged.findings if finding.severity is not Severity.INFO}


def good(unit: Filled, today: Four, entered: Four) -> Lines:
    return lines(unit.plan, today, entered)


def derived(unit: Filled, today: Four, entered: Four) -> Lines:
    """A form of which every sum follows what was typed, right or wrong."""
    return lines(unit.plan, today, entered)


# -- bounds ------------------------------------------------------------------------------------------------------------


def test_an_opening_balance_that_no_day_made_is_refused_and_the_right_report_after_it_is_taken(unit: Filled) -> None:
    judged = unit.sent(FIRST, derived(unit, (466, 200, 30, 0), (4666, 200, 30, 0)))
    (error,) = errors(judged)
    assert (error.code, error.source.cell) == ("LK15", "E7")
    assert "4.200" in error.message
    assert "16 máy (trước ngày đầu tính một phần mười ngày) tối đa 480" in error.message  # of 4.800
    assert unit.sent(SECOND, good(unit, (500, 200, 30, 0), (966, 400, 60, 0))).verdict is Verdict.ACCEPT


def test_a_lie_that_was_accepted_is_named_when_the_right_report_comes(unit: Filled) -> None:
    unit.sent(FIRST, derived(unit, (466, 200, 30, 0), (4666, 200, 30, 0)), named=True)
    (error,) = errors(unit.sent(SECOND, good(unit, (500, 200, 30, 0), (966, 400, 60, 0))))
    assert error.code == "LK16"
    for words in ("22/5/2023", "ô E7, “bu dang 22-05.xlsx”", "4.666"):
        assert words in error.message
    for words in (f"--chap-nhan {UNIT}", "--ngay 2023-05-22"):
        assert words in error.fix


def test_a_jump_after_a_skipped_day_beyond_twice_the_machines_is_refused_until_accepted(unit: Filled) -> None:
    unit.sent(FIRST, good(unit, (1000, 200, 30, 0), (1000, 200, 30, 0)))
    jump = good(unit, (1200, 220, 30, 0), (93_200, 640, 90, 0))
    assert [error.code for error in errors(unit.judged(THIRD, jump))] == ["LK15"]
    assert unit.judged(THIRD, jump, named=True).verdict is Verdict.WARN


@pytest.mark.parametrize(
    ("births", "told"),
    [(4800, set()), (5200, set()), (5300, {"LK06"}), (9599, {"LK06"}), (9600, {"LK15"}), (19_200, {"LK15"})],
)
def test_a_day_is_measured_by_its_machines(unit: Filled, births: int, told: set[str]) -> None:
    assert codes(unit.judged(FIRST, good(unit, (births, 0, 0, 0), (births, 0, 0, 0)))) == told


def test_the_machines_are_those_of_the_day(unit: Filled, plan: Plan) -> None:
    unit.plan = plan.changed(machines={UNIT: 2})
    form = good(unit, (4000, 0, 0, 0), (4000, 0, 0, 0))
    assert codes(unit.judged(FIRST, form)) == {"LK15"}
    unit.in_force = plan
    assert unit.judged(FIRST, form).verdict is Verdict.ACCEPT


# -- blanks ------------------------------------------------------------------------------------------------------------


def test_after_a_kind_was_left_blank_the_next_right_file_is_taken(unit: Filled) -> None:
    unit.sent(FIRST, good(unit, (1000, 200, 30, 0), (1000, 200, 30, 0)))
    blank: dict[Any, int | None] = {**good(unit, (1100, 210, 30, 0), (2100, 410, 60, 0))}
    blank |= {at(BIRTH, measure): None for measure in Measure}
    judged = unit.sent(SECOND, blank)
    assert "CD04" not in codes(judged)
    assert judged.usable
    later = unit.sent(THIRD, good(unit, (1200, 220, 30, 0), (3300, 630, 90, 0)))
    assert (later.verdict, codes(later)) == (Verdict.WARN, {"LK03"})
    again = unit.judged(FOURTH, good(unit, (100, 0, 0, 0), (3500, 630, 90, 0)))
    assert [error.code for error in errors(again)] == ["LK01"]


def test_a_running_total_that_followed_from_the_day_vouches_for_nothing(unit: Filled) -> None:
    unit.sent(FIRST, good(unit, (1000, 200, 30, 0), (1000, 200, 30, 0)))
    unit.sent(SECOND, {**good(unit, (100, 210, 30, 0), (1100, 410, 60, 0)), at(BIRTH, ENTERED): None})
    assert unit.history[-1].figures[BIRTH].entered == 1100
    assert codes(unit.judged(THIRD, good(unit, (1200, 220, 30, 0), (3300, 630, 90, 0)))) == {"LK03"}


def test_a_blank_cell_that_can_have_only_one_value_is_named_and_its_neighbour_is_not(unit: Filled) -> None:
    unit.sent(FIRST, good(unit, (100, 20, 3, 0), (100, 20, 3, 0)))
    (error,) = errors(unit.judged(SECOND, {**good(unit, (110, 21, 3, 0), (210, 41, 6, 0)), at(BIRTH, TODAY): None}))
    assert (error.code, error.source.cell, error.fix) == (
        "LK01",
        "D7",
        "Ô D7 còn trống, có thể là 110; đề nghị đối chiếu.",
    )


# -- repairs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("follows", [True, False], ids=["remaining follows", "remaining is right"])
def test_a_swapped_total_is_named_whether_or_not_what_remains_follows_it(unit: Filled, follows: bool) -> None:
    unit.sent(FIRST, good(unit, (100, 20, 3, 0), (100, 20, 3, 0)))
    form = good(unit, (110, 21, 3, 0), (210, 41, 6, 0))
    form[at(BIRTH, ENTERED)] = 201
    form[at(BIRTH, REMAINING)] += 9 * follows
    (error,) = errors(unit.judged(SECOND, form))
    assert (error.code, error.fix) == ("LK01", "Ô E7 ghi 201, có thể là 210; đề nghị đối chiếu.")


def test_after_a_gap_a_total_that_is_too_low_must_be_at_least(unit: Filled) -> None:
    unit.sent(FIRST, good(unit, (100, 20, 3, 0), (100, 20, 3, 0)))
    (error,) = errors(unit.judged(THIRD, good(unit, (120, 21, 3, 0), (210, 41, 6, 0))))
    assert error.code == "LK01"
    assert "ít nhất 220" in error.message


@pytest.mark.parametrize("skipped", [True, False], ids=["after a gap", "first report"])
def test_where_no_day_before_vouches_the_form_itself_refuses_the_cell_it_contradicts(
    unit: Filled, skipped: bool
) -> None:
    if skipped:
        unit.sent(FIRST, good(unit, (100, 20, 3, 0), (100, 20, 3, 0)))
    form = good(unit, (110, 21, 3, 0), (310, 61, 9, 0))
    form[at(BIRTH, ENTERED)] = 810
    (error,) = errors(unit.judged(THIRD, form))
    assert (error.code, error.source.cell, error.fix) == (
        "CD06",
        "E7",
        "Ô E7 ghi 810, có thể là 310; đề nghị đối chiếu.",
    )
    assert unit.judged(THIRD, form, named=True).usable


def test_the_total_line_is_checked_in_every_column(unit: Filled) -> None:
    form = good(unit, (466, 200, 30, 2), (466, 200, 30, 2))
    form[at(BIRTH, TOTAL, FOOT)] += 36
    (finding,) = unit.judged(FIRST, form).findings
    assert (finding.code, finding.source.cell) == ("CD05", "C8")


# -- the plan's totals -------------------------------------------------------------------------------------------------


def test_totals_of_another_unit_are_refused_by_its_name_and_not_to_be_accepted(unit: Filled) -> None:
    form = good(unit, (555, 66, 7, 0), (555, 66, 7, 0))
    for kind in KINDS:
        form[at(kind, TOTAL)] = unit.plan.total("691", kind)
    judged = unit.judged(FIRST, form)
    (error,) = errors(judged)
    assert error.code == "KH13"
    assert "huyện Bù Gia Mập" in error.message
    assert "KH01" not in codes(judged)
    assert unit.judged(FIRST, form, named=True).verdict is Verdict.REFUSE


def test_one_total_that_is_another_units_may_be_chance(unit: Filled) -> None:
    form = good(unit, (5, 6, 7, 0), (5, 6, 7, 0))
    form[at(MARRIAGE, TOTAL)] = unit.plan.total("691", MARRIAGE)
    assert not errors(unit.judged(FIRST, form))


def test_a_day_in_thousands_is_refused_with_what_was_probably_meant(unit: Filled) -> None:
    form = {place: round(value / 1000) for place, value in good(unit, (466, 20, 3, 0), (24_366, 620, 43, 0)).items()}
    judged = unit.judged(THIRD, form)
    (error,) = (error for error in errors(judged) if error.code == "SL13")
    for words in ("115.614", "116", "ô E7 ghi 24", "24.000"):
        assert words in error.message


# -- not too strict ----------------------------------------------------------------------------------------------------


def test_zeros_are_told_on_the_third_day_and_then_once_a_week(unit: Filled) -> None:
    unit.sent(FIRST, good(unit, (10, 0, 0, 0), (10, 0, 0, 0)))
    told = []
    for number in range(1, 18):
        day = FIRST.fromordinal(FIRST.toordinal() + number)
        if "LK05" in codes(unit.sent(day, good(unit, (0, 0, 0, 0), (10, 0, 0, 0)))):
            told.append(number)
    assert told == [3, 10, 17]


def test_zeros_are_no_news_where_less_than_a_days_work_is_left(plan_data: dict[str, Any]) -> None:
    data = json.loads(json.dumps(plan_data))
    for level in data["levels"]:
        for target in level["targets"]:
            if target["code"] == UNIT and level["level"] == data["form"]["level"]:
                target["cases"] = {"birth": 4000, "marriage": 10, "death": 10, "adoption": 10}
    unit = Filled(parse_plan(data))
    unit.sent(FIRST, good(unit, (0, 0, 0, 0), (0, 0, 0, 0)))
    for day in (SECOND, THIRD, FOURTH):
        assert unit.sent(day, good(unit, (0, 0, 0, 0), (0, 0, 0, 0))).verdict is Verdict.ACCEPT
