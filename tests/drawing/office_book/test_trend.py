"""What Điều khiển reckons from the last days: in Python when it is drawn, by its formulas for any other date."""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.kit.calc import Calc, recalculation_differences
from xlpy.core.before import NOTHING
from xlpy.core.campaign.foreseen import foreseen
from xlpy.core.campaign.outlook import course
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.office_book import BOARD_ROW, CONTROL_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Figures, Kind
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.office_book.trend import LAST_DATE, Trend, trends
from xlpy.drawing.office_book.views import serial
from xlpy.drawing.office_book.whole import Views, draw_office_book

DAYS = 13
GIVEN = {Status.RECEIVED, Status.MANUAL}


@pytest.fixture(scope="module")
def standings(plan: Plan) -> list[Standing]:
    """Thirteen days: units silent now and then, one that stops, one that takes cases back, one that finishes."""
    entered = {unit.code: dict.fromkeys(KINDS, 0) for unit in plan.senders}
    days = []
    for number in range(DAYS):
        units = []
        for place, unit in enumerate(plan.senders):
            silent = (number + place) % 5 == 0 or (place == 3 and number > 6)
            status = Status.MISSING if silent else Status.MANUAL if place == 9 else Status.RECEIVED
            figures = {}
            for kind in KINDS:
                total = plan.total(unit.code, kind)
                share = 1.0 if place == 5 and number > 9 else (0.009 + 0.0007 * ((number * 7 + place) % 11))
                today = min(total - entered[unit.code][kind], round(total * share))
                today = -3 if place == 1 and number == 12 and kind is Kind.BIRTH else today
                if status in GIVEN:
                    entered[unit.code][kind] += today
                figures[kind] = Figures(total, today if status in GIVEN else None, entered[unit.code][kind])
            units.append(UnitDay(unit.code, unit.name, status, False, figures))
        days.append(Standing(plan.start + timedelta(number), tuple(units)))
    return days


def expected(plan: Plan, standings: Sequence[Standing], day: date) -> list[list[object]]:
    """Change, cases needed a day and the last day, of each unit."""
    found = trends(plan, [one for one in standings if one.date <= day], day)
    blank = [(one.change, one.needed(found.left), one.finish(found.from_day)) for one in found.units.values()]
    return [["" if value is None else value for value in line] for line in blank]


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory, needs_office: None, needs_slow: None) -> Iterator[Calc]:
    with Calc(tmp_path_factory.mktemp("nhịp"), "vi-VN") as calc:
        yield calc


def test_the_formulas_say_it_of_every_day(plan: Plan, standings: list[Standing], calc: Calc, tmp_path: Path) -> None:
    path = tmp_path / "đợt.xlsm"
    path.write_bytes(draw_office_book(json.loads(default_text()), Views(standings)))
    assert recalculation_differences(path, calc) == []
    last = BOARD_ROW + len(plan.senders)
    with closing(calc.open(path)) as document:
        for day in (standings[-1].date, standings[7].date, standings[4].date, standings[0].date):
            document.type(CONTROL_SHEET, "D2", day)
            board = document.block(CONTROL_SHEET, f"I{BOARD_ROW + 1}:O{last}")
            assert [[line[0], line[5], line[6]] for line in board] == expected(plan, standings, day)
            whole = next(course(plan, one, NOTHING) for one in standings if one.date == day)
            assert document.cell(CONTROL_SHEET, f"N{last + 1}") == whole.needed
        finishes = [line[2] for line in expected(plan, standings, standings[-1].date)]
        assert {"", "–", "xong"} < set(map(str, finishes)) | {""}
        assert any(isinstance(value, int) for value in finishes)


WEEK = (None, None, None, 100, 110, 90, None, 100, 120, 80)


def test_a_pace_is_the_mean_of_the_weeks_reports() -> None:
    assert Trend(WEEK, 10_000, 1_000).pace == 100
    assert Trend((*WEEK[:7], None, *WEEK[8:]), 10_000, 1_000).pace == 100
    assert Trend((None,) * 6 + (100, 100, 100, 100), 10_000, 1_000).pace is None  # too few to tell


@pytest.mark.parametrize(
    ("remaining", "finish"),
    [
        (1_000, serial(date(2023, 6, 1)) + 9),  # ten days, the first of them 1/6
        (1_001, serial(date(2023, 6, 1)) + 10),
        (0, "xong"),
        (-5, "xong"),
        (None, None),
        (10**12, LAST_DATE),
    ],
)
def test_the_last_day_of_entry(remaining: int | None, finish: object) -> None:
    assert Trend(WEEK, 10_000, remaining).finish(date(2023, 6, 1)) == finish


def test_where_nobody_can_tell_nothing_is_told() -> None:
    silent = Trend((None,) * 10, 500, 500)
    assert (silent.change, silent.pace, silent.finish(date(2023, 6, 1))) == (None, None, "–")
    assert Trend((0,) * 10, 500, 500).finish(date(2023, 6, 1)) == "–"
    assert Trend((None,) * 10, 0, 0).finish(date(2023, 6, 1)) is None  # the plan gives nothing


@pytest.mark.parametrize(
    ("remaining", "left", "needed"), [(1_000, 9, 112), (1_000, 10, 100), (0, 0, 0), (-4, 3, 0), (10, 0, None)]
)
@pytest.mark.slow
def test_cases_a_day_that_finish_in_time(remaining: int, left: int, needed: int | None) -> None:
    assert Trend(WEEK, 10_000, remaining).needed(left) == needed


@pytest.mark.slow
def test_what_is_needed_is_as_the_projection_reckons(plan: Plan, standings: list[Standing]) -> None:
    told, other = trends(plan, standings, standings[-1].date), foreseen(plan, standings[-1], NOTHING)
    accepted = {unit.unit for unit in standings[-1].units if unit.accepted}
    assert accepted
    for unit in other.units:
        assert unit.unit not in accepted or told.units[unit.unit].needed(told.left) == unit.required
