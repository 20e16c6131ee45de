"""The sheet of days is read in every version that was ever issued, and tells where each figure is typed."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from xlpy.core.day_sheet import find_days
from xlpy.core.forms import DAY_SHEET, FORM_SHEET
from xlpy.core.grid import Snapshot
from xlpy.core.plan.plan import Plan
from xlpy.core.reading import Submission, read_submissions
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.source import Fault
from xlpy.doors.files.workbook import read_workbook
from xlpy.drawing.unit_form import draw_unit_form

UNIT = "696"
VERSION_1 = Path(__file__).parent / "issued" / "mau-1.xlsx"
"""Issued by version 1, three days typed into it and saved in LibreOffice."""
FIRST, THIRD = date(2023, 5, 22), date(2023, 5, 24)


def read(plan: Plan, snapshot: Snapshot) -> Submission:
    (submission,) = read_submissions(snapshot, plan.senders, year=2023, start=plan.start)
    return submission


def figures(submission: Submission, measure: Measure) -> list[int | None]:
    return [submission.value(kind, measure) for kind in KINDS]


def changed(data: bytes, cells: Mapping[str, Any]) -> Snapshot:
    """A form into which a program that calculates nothing has put cells of its sheet of days."""
    book = load_workbook(BytesIO(data))
    for address, value in cells.items():
        book[DAY_SHEET][address] = value
    kept = BytesIO()
    book.save(kept)
    return read_workbook(kept.getvalue(), "bu dang.xlsx")


def current(plan: Plan) -> bytes:
    return draw_unit_form(plan, next(unit for unit in plan.senders if unit.code == UNIT))


def test_a_form_of_version_1_is_still_what_was_typed_into_it(plan: Plan) -> None:
    submission = read(plan, read_workbook(VERSION_1.read_bytes(), "bu dang.xlsx"))
    assert (submission.unit and submission.unit.code, submission.date) == (UNIT, THIRD)
    assert figures(submission, Measure.TODAY) == [280, -5, 25, 1]
    assert figures(submission, Measure.ENTERED) == [2690, 665, 205, 4]
    assert "nhập trùng 5" in submission.note
    assert [problem.fault for problem in submission.problems] == [Fault.CORRECTION]


def test_a_form_of_version_1_that_was_not_calculated_again_is_reckoned_here(plan: Plan) -> None:
    snapshot = changed(VERSION_1.read_bytes(), dict(zip(("D12", "H12", "L12", "P12"), (7, 6, 5, 0), strict=True)))
    submission = read(plan, snapshot)
    assert submission.date == date(2023, 5, 25)
    assert figures(submission, Measure.TODAY) == [7, 6, 5, 0]
    assert figures(submission, Measure.ENTERED) == [2697, 671, 210, 4]
    assert submission.value(Kind.BIRTH, Measure.REMAINING) == plan.total(UNIT, Kind.BIRTH) - 2697
    assert Fault.NOT_RECALCULATED in [problem.fault for problem in submission.problems]


@pytest.mark.parametrize(("version", "birth", "adoption", "note"), [(1, "D11", "P11", "W11"), (2, "D16", "G16", "M16")])
def test_where_each_figure_is_typed_is_read_from_the_form(
    version: int, birth: str, adoption: str, note: str, plan: Plan
) -> None:
    data = VERSION_1.read_bytes() if version == 1 else current(plan)
    days = find_days(read_workbook(data, "x.xlsx").grids)
    assert days is not None
    cells = [days.cell(THIRD, kind) for kind in (Kind.BIRTH, Kind.ADOPTION, None)]
    assert cells == [birth, adoption, note]
    assert days.cell(date(2030, 1, 1), Kind.BIRTH) == ""
    assert [days.totals[kind] for kind in KINDS] == [plan.total(UNIT, kind) for kind in KINDS]


def test_what_was_entered_before_and_the_totals_that_a_unit_typed_are_read(plan: Plan) -> None:
    cells = dict(zip(("D13", "E13", "D14", "E14", "F14", "G14"), (1000, 50, 1, 2, 3, 0), strict=True))
    submission = read(plan, changed(current(plan), cells))
    assert submission.date == FIRST
    assert figures(submission, Measure.ENTERED) == [1001, 52, 3, 0]
    assert figures(submission, Measure.TODAY) == [1, 2, 3, 0]


def test_phu_luc_01_is_no_sheet_of_days(plan: Plan) -> None:
    grids = read_workbook(current(plan), "x.xlsx").grids
    assert find_days([grid for grid in grids if grid.sheet == FORM_SHEET]) is None
    assert find_days([]) is None
