"""A fraction that somebody typed is one thing to mend, whatever is computed from it."""

from datetime import date
from typing import Any

import pytest

from tests.kit.typed import typed_form
from xlpy.core.forms import DAY_SHEET, FORM_SHEET
from xlpy.core.fractions_typed import told_where_typed
from xlpy.core.plan.plan import Plan
from xlpy.core.reading import Submission, read_submissions
from xlpy.core.records import Count, Kind, Measure, Row
from xlpy.core.source import Fault, Problem, Source
from xlpy.doors.files.workbook import read_workbook

FIRST, SECOND = date(2023, 5, 22), date(2023, 5, 23)


def read(plan: Plan, *days: tuple[Any, ...]) -> Submission:
    typed = dict(zip((FIRST, SECOND), days, strict=False))
    snapshot = read_workbook(typed_form(plan, "696", typed), "bu dang.xlsx")
    (form,) = read_submissions(snapshot, plan.senders, year=2023, start=plan.start)
    return form


def fractions(form: Submission) -> list[tuple[str, str]]:
    return [(one.source.sheet, one.source.cell) for one in form.problems if one.fault is Fault.FRACTION]


def test_of_a_fraction_on_the_sheet_of_days_only_the_days_cell_is_asked_about(plan: Plan) -> None:
    assert fractions(read(plan, (1.245, 310, 95, 1))) == [(FORM_SHEET, "D10")]


def test_two_typed_fractions_are_two_things_to_mend(plan: Plan) -> None:
    assert fractions(read(plan, (1.245, 310, 1.5, 1))) == [(FORM_SHEET, "D10"), (FORM_SHEET, "L10")]


def test_a_fraction_on_an_earlier_line_is_told_at_that_line(plan: Plan) -> None:
    form = read(plan, (1.245, 310, 95, 1), (250, 60, 20, 1))
    assert fractions(form) == [(DAY_SHEET, "D14")]
    (one,) = [one for one in form.problems if one.fault is Fault.FRACTION]
    assert one.values["column"] == "dòng 22/5/2023" and one.values["hint"] == 1245


COLUMNS = {
    (Kind.BIRTH, Measure.TODAY): "D7",
    (Kind.BIRTH, Measure.ENTERED): "E7",
    (Kind.BIRTH, Measure.REMAINING): "F7",
    (Kind.DEATH, Measure.REMAINING): "N7",
    (Kind.SUM, Measure.TODAY): "T7",
    (Kind.SUM, Measure.REMAINING): "V7",
}


@pytest.mark.parametrize(
    ("typed", "faulty", "told"),
    [
        ("D7", "D7 E7 F7 T7 V7", "D7"),
        ("D7 E7", "D7 E7 F7 T7", "D7 E7"),  # two were typed
        ("E7", "D7 E7 F7", "E7"),  # the day reckoned from the total
        ("D7 E7 F7 T7 V7", "D7 E7 F7 T7 V7", "D7 E7 F7 T7 V7"),  # all typed: nothing tells which came first
        ("D7", "D7 T7 N7", "D7 N7"),  # another kind's does not follow
        ("", "V7", "V7"),  # a formula that makes a fraction of whole numbers
        ("", "D7 E7 F7 V7", "D7"),  # brought from another sheet
    ],
)
def test_what_follows_is_what_a_formula_may_have_made_of_it(typed: str, faulty: str, told: str) -> None:
    place = Source("a.xlsx", "Sheet1")
    counts = {column: Count(None, place.at(cell), cell in typed.split(), True) for column, cell in COLUMNS.items()}
    problems = [Problem(Fault.FRACTION, place.at(cell)) for cell in faulty.split()]
    left = told_where_typed(problems, [Row("", place, counts)], None, None)
    assert [one.source.cell for one in left] == told.split()
