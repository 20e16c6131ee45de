"""Tiến độ: for any date that is typed its formulas say what the journal says, also of many units and days."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from xlsxwriter.utility import xl_col_to_name

from tests.drawing.office_book.test_layout import plan_of
from tests.kit.calc import Calc, Document, recalculation_differences
from xlpy.core.before import Before
from xlpy.core.campaign.foreseen import foreseen
from xlpy.core.campaign.projection import Projection
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.office_book import CHARTED_SHEET, CONTROL_SHEET, PROGRESS_SHEET
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.receipt import Receipt
from xlpy.core.records import KINDS, Figures, Kind
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.office_book.charted import DONE, IN, PLACE, VERDICT, Charted
from xlpy.drawing.office_book.progress import FIRST_ROW
from xlpy.drawing.office_book.trend import trends
from xlpy.drawing.office_book.views import last_day
from xlpy.drawing.office_book.whole import Views, draw_office_book

DAYS = 24
STATES = (Status.MISSING, Status.REFUSED, Status.MANUAL, Status.NOT_DUE)


def standings(plan: Plan, days: int) -> list[Standing]:
    """Every unit at its own pace; now and then one is late, missing, refused, told by telephone, or owes nothing."""
    entered = {unit.code: dict.fromkeys(KINDS, 0) for unit in plan.senders}
    found = []
    for number in range(days):
        on = plan.start + timedelta(days=number)
        found.append(Standing(on, tuple(_unit(plan, place, number, on, entered) for place in range(len(plan.senders)))))
    return found


def _unit(plan: Plan, place: int, number: int, on: date, entered: dict[str, dict[Kind, int]]) -> UnitDay:
    unit, turn = plan.senders[place], (number * 7 + place * 3) % 29
    status = STATES[turn] if turn < len(STATES) else Status.RECEIVED
    late = turn == 5
    told: dict[Kind, int | None] = dict.fromkeys(KINDS, None)
    if status in (Status.RECEIVED, Status.MANUAL):
        for kind in KINDS:
            total = plan.total(unit.code, kind)
            done = entered[unit.code][kind]
            told[kind] = min(total - done, total * (2 + place % 3) // 150 + (number + place) % 5)
            entered[unit.code][kind] += told[kind] or 0
    receipt = (
        None
        if status in (Status.MISSING, Status.NOT_DUE)
        else Receipt("a.xlsx", f"{number}-{place}", plan.closes_at(on))
    )
    figures = {kind: Figures(plan.total(unit.code, kind), told[kind], entered[unit.code][kind]) for kind in KINDS}
    return UnitDay(unit.code, unit.name, status, late=late, figures=figures, receipt=receipt)


def known_before(all_days: list[Standing], day: Standing) -> Before:
    accepted: dict[str, dict[date, dict[Kind, int]]] = {}
    for one in all_days:
        for unit in one.units:
            if one.date < day.date and unit.accepted:
                kinds = {kind: figures.entered for kind, figures in unit.figures.items()}
                accepted.setdefault(unit.unit, {})[one.date] = kinds
    return Before(accepted=accepted)


def drawn(data: dict[str, Any], days: int, path: Path) -> tuple[Plan, list[Standing], Projection]:
    plan = parse_plan(data)
    known = standings(plan, days)
    foretold = foreseen(plan, known[-1], known_before(known, known[-1]))
    path.write_bytes(draw_office_book(data, Views(known, (), {}, foretold)))
    return plan, known, foretold


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Plan, list[Standing], Projection]:
    path = tmp_path_factory.mktemp("tien-do") / "So.xlsm"
    return path, *drawn(json.loads(default_text()), DAYS, path)


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory, needs_office: None) -> Any:
    with Calc(tmp_path_factory.mktemp("tính"), "vi-VN") as calc:
        yield calc


def values(plan: Plan, known: list[Standing], foretold: Projection | None, day: date) -> Charted:
    shown = last_day([one for one in known if one.date <= day])
    return Charted(plan, shown, trends(plan, known, day), foretold)


def column(document: Document, place: int, rows: int) -> list[object]:
    letter = xl_col_to_name(place)
    return [row[0] for row in document.block(CHARTED_SHEET, f"{letter}2:{letter}{rows + 1}")]


@pytest.mark.office
def test_libreoffice_computes_what_is_stored(
    campaign: tuple[Path, Plan, list[Standing], Projection], calc: Calc
) -> None:
    assert recalculation_differences(campaign[0], calc) == []


@pytest.mark.office
@pytest.mark.parametrize("back", [*(pytest.param(days, marks=pytest.mark.slow) for days in (1, 9)), 20])
def test_an_earlier_day_shows_as_it_stood(
    campaign: tuple[Path, Plan, list[Standing], Projection], calc: Calc, back: int
) -> None:
    path, plan, known, foretold = campaign
    day = known[-1 - back].date
    with closing(calc.open(path)) as document:
        document.type(CONTROL_SHEET, "D2", day)
        told = values(plan, known, foretold, day)
        units = len(plan.senders)
        assert column(document, VERDICT, units) == [unit[VERDICT] for unit in told.by_unit]
        assert column(document, IN, units) == [unit[IN] for unit in told.by_unit]
        assert column(document, PLACE, units) == [unit[PLACE] for unit in told.ranked]
        past = DAYS - back
        assert column(document, DONE, past) == [one[DONE] for one in told.by_day[:past]]
        # The chances are those of the last day, and the sheet says so.
        said = str(document.cell(PROGRESS_SHEET, "B2"))
        assert f"(dự báo hiện có là của {DAYS - 10}/6/2023): bấm Làm mới để dự báo." in said


@pytest.mark.office
def test_the_day_foretold_says_nothing_of_another(
    campaign: tuple[Path, Plan, list[Standing], Projection], calc: Calc
) -> None:
    path, plan, _, foretold = campaign
    with closing(calc.open(path)) as document:
        assert "bấm Làm mới" not in str(document.cell(PROGRESS_SHEET, "B2"))
        late = [unit.name for unit in foretold.units if unit.on_track is False]
        assert late
        shown = [document.cell(PROGRESS_SHEET, f"I{FIRST_ROW + 1 + place}") for place in range(len(plan.senders))]
        assert sum(str(one).startswith("×") for one in shown) == len(late)


@pytest.mark.office
def test_a_day_that_was_never_merged_says_so(
    campaign: tuple[Path, Plan, list[Standing], Projection], calc: Calc
) -> None:
    path, _, known, _ = campaign
    with closing(calc.open(path)) as document:
        document.type(CONTROL_SHEET, "D2", known[-1].date + timedelta(days=2))
        assert document.cell(PROGRESS_SHEET, "B2") == "Ngày này chưa tổng hợp."


def test_signs_tell_who_was_late_missing_or_sent_back(campaign: tuple[Path, Plan, list[Standing], Projection]) -> None:
    path, plan, known, foretold = campaign
    sheet = load_workbook(path, data_only=True)[PROGRESS_SHEET]
    order = [one[PLACE] - 1 for one in values(plan, known, foretold, known[-1].date).ranked]
    signs = {Status.MISSING: "○", Status.REFUSED: "×", Status.MANUAL: "♦", Status.NOT_DUE: "–"}
    for row, place in enumerate(order, FIRST_ROW + 1):
        expected = []
        for one in known:
            unit = one.units[place]
            expected.append(signs.get(unit.status) or ("▲" if unit.late else ""))
        assert [sheet.cell(row, 10 + number).value or "" for number in range(DAYS)] == expected


@pytest.mark.slow
@pytest.mark.office
def test_sixty_units_and_two_hundred_days(tmp_path: Path, calc: Calc) -> None:
    data = plan_of(60)  # of 120 LibreOffice computes two minutes, and the same
    last = date.fromisoformat(data["campaign"]["start"]) + timedelta(days=200)
    data["campaign"]["before"] = last.isoformat()
    drawn(data, 200, tmp_path / "So.xlsm")
    assert recalculation_differences(tmp_path / "So.xlsm", calc) == []


@pytest.mark.slow
def test_a_plan_without_cases_has_no_shares_and_no_error() -> None:
    plan = parse_plan(json.loads(default_text()))
    bare = tuple(
        level._replace(targets=tuple(target._replace(cases=dict.fromkeys(target.cases, 0)) for target in level.targets))
        for level in plan.levels
    )
    plan = replace(plan, levels=bare)
    told = values(plan, standings(plan, 3), None, plan.start + timedelta(days=2))
    assert {unit[VERDICT] for unit in told.by_unit} == {"– Chưa giao"}
    assert told.total == 0


@pytest.mark.office
@pytest.mark.parametrize(
    ("done", "told"), [(100, "Đã nhập 0,1%, "), (-100, "Đã nhập 99,9%, ")], ids=["hardly", "nearly"]
)
def test_a_share_that_is_hardly_anything_or_nearly_all_is_neither_none_nor_all(
    done: int, told: str, plan: Plan, calc: Calc, tmp_path: Path
) -> None:
    """What the formula says is what is stored, and what report and letters say of the same figures."""
    (first,) = standings(plan, 1)
    units = []
    for place, unit in enumerate(first.units):
        births = Figures(total := plan.total(unit.unit, Kind.BIRTH), 0, total if done < 0 else 0)
        figures = {kind: Figures(t := plan.total(unit.unit, kind), 0, t if done < 0 else 0) for kind in KINDS}
        if not place:
            births = births._replace(entered=births.entered + done)
        units.append(unit._replace(status=Status.RECEIVED, figures={**figures, Kind.BIRTH: births}))
    path = tmp_path / "So.xlsm"
    path.write_bytes(draw_office_book(json.loads(default_text()), Views((first._replace(units=tuple(units)),))))
    assert recalculation_differences(path, calc) == []
    assert str(load_workbook(path, data_only=True)[PROGRESS_SHEET]["B2"].value).startswith(told)
