"""What was typed on the sheet of days counts, whatever the official sheet of the file still shows."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from xlpy.core.forms import DAY_SHEET, FORM_SHEET
from xlpy.core.grid import Grid, Snapshot, Value
from xlpy.core.plan.plan import Plan
from xlpy.core.reading import Submission, read_submissions
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.source import Fault
from xlpy.doors.files.workbook import read_workbook
from xlpy.drawing.unit_form import draw_unit_form

UNIT, FIRST_ROW, INPUTS = "696", 14, "DEFG"
FIRST, SECOND = date(2023, 5, 22), date(2023, 5, 23)
TYPED = {FIRST: (2110, 600, 150, 3), SECOND: (300, 70, 30, 0)}


def typed(plan: Plan, cells: dict[str, Any], official: dict[str, Any] | None = None) -> Snapshot:
    """An issued form into which a program that calculates nothing has put these cells."""
    unit = next(unit for unit in plan.senders if unit.code == UNIT)
    book = load_workbook(BytesIO(draw_unit_form(plan, unit)))
    for sheet, wanted in ((DAY_SHEET, cells), (FORM_SHEET, official or {})):
        for address, value in wanted.items():
            book[sheet][address] = value
    kept = BytesIO()
    book.save(kept)
    return read_workbook(kept.getvalue(), "bu dang.xlsx")


def days(*wanted: date) -> dict[str, Any]:
    """The cells of these days as a clerk types them."""
    return {
        f"{column}{FIRST_ROW + (day - FIRST).days}": figure
        for day in wanted
        for column, figure in zip(INPUTS, TYPED[day], strict=True)
    }


def read(plan: Plan, snapshot: Snapshot) -> Submission:
    (submission,) = read_submissions(snapshot, plan.senders, year=2023, start=plan.start)
    return submission


def figures(submission: Submission, measure: Measure) -> list[int | None]:
    return [submission.value(kind, measure) for kind in KINDS]


def test_a_form_that_was_never_calculated_is_what_was_typed(plan: Plan) -> None:
    submission = read(plan, typed(plan, days(FIRST, SECOND)))
    assert submission.date == SECOND
    assert figures(submission, Measure.TODAY) == [300, 70, 30, 0]
    assert figures(submission, Measure.ENTERED) == [2410, 670, 180, 3]
    assert submission.value(Kind.SUM, Measure.TODAY) == 400
    assert submission.value(Kind.BIRTH, Measure.REMAINING) == plan.total(UNIT, Kind.BIRTH) - 2410
    assert [problem.fault for problem in submission.problems] == [Fault.NOT_RECALCULATED]


def test_an_older_day_is_shown_where_it_was_chosen(plan: Plan) -> None:
    submission = read(plan, typed(plan, days(FIRST, SECOND), {"G1": FIRST}))
    assert submission.date == FIRST
    assert figures(submission, Measure.ENTERED) == [2110, 600, 150, 3]


def test_a_day_that_the_official_sheet_still_shows_is_not_todays(plan: Plan) -> None:
    shown = {"A4": "Kết quả nhập dữ liệu Sổ hộ tịch (tính đến ngày 22/5/2023)", "D10": 2110, "E10": 2110}
    submission = read(plan, typed(plan, days(FIRST, SECOND), shown))
    assert submission.date == SECOND
    assert figures(submission, Measure.ENTERED) == [2410, 670, 180, 3]


def test_what_is_no_number_stays_what_was_typed(plan: Plan) -> None:
    cells = days(FIRST) | {f"D{FIRST_ROW}": "như trên"}
    submission = read(plan, typed(plan, cells))
    assert Fault.NOT_A_NUMBER in [problem.fault for problem in submission.problems]


def test_a_blank_kind_is_blank_and_keeps_its_running_total(plan: Plan) -> None:
    cells = days(FIRST, SECOND)
    del cells[f"G{FIRST_ROW + 1}"]
    submission = read(plan, typed(plan, cells))
    assert figures(submission, Measure.TODAY) == [300, 70, 30, None]
    assert submission.value(Kind.ADOPTION, Measure.ENTERED) == 3


def test_the_note_of_the_day_goes_with_a_correction(plan: Plan) -> None:
    cells = days(FIRST, SECOND) | {f"D{FIRST_ROW + 1}": -5, f"M{FIRST_ROW + 1}": "Ngày 22/5 nhập trùng 5 trường hợp"}
    submission = read(plan, typed(plan, cells))
    assert "nhập trùng 5" in submission.note
    assert Fault.CORRECTION in [problem.fault for problem in submission.problems]


@pytest.mark.parametrize("cells", [{}, {"M14": "chưa nhập"}], ids=["untouched", "only a note"])
def test_a_form_into_which_nothing_was_typed_is_left_as_it_is(plan: Plan, cells: dict[str, Value]) -> None:
    submission = read(plan, typed(plan, cells))
    assert not submission.has_figures
    assert Fault.NOT_RECALCULATED not in [problem.fault for problem in submission.problems]


def test_a_sheet_of_days_without_the_mark_is_none_of_ours(plan: Plan) -> None:
    snapshot = typed(plan, days(FIRST))
    bare = tuple(
        Grid(grid.file, grid.sheet, {at: value for at, value in grid.cells.items() if "hotich:" not in str(value)})
        for grid in snapshot.grids
    )
    submission = read(plan, snapshot._replace(grids=bare))
    assert Fault.NOT_RECALCULATED not in [problem.fault for problem in submission.problems]
