"""A finding of an issued form stands at the cell that the clerk types into, never at a locked one."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from xlpy.core.forms import DAY_SHEET, FORM_SHEET
from xlpy.core.grid import Grid
from xlpy.core.plan.plan import Plan
from xlpy.core.source import Finding, Severity, Source
from xlpy.doors.files.workbook import read_workbook
from xlpy.drawing.unit_form import draw_unit_form
from xlpy.drawing.unit_form.typed import where_typed

DAY = date(2023, 5, 23)
VERSION_1 = Path(__file__).parents[1] / "core" / "issued" / "mau-1.xlsx"


def finding(code: str, cell: str, fix: str = "", sheet: str = FORM_SHEET) -> Finding:
    return Finding(code, Severity.ERROR, Source("bu dang.xlsx", sheet, cell), "", "", fix, "696")


@pytest.fixture(scope="module", params=[1, 2])
def form(request: pytest.FixtureRequest, plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == 1:
        return VERSION_1
    path = tmp_path_factory.mktemp("form") / "form.xlsx"
    path.write_bytes(draw_unit_form(plan, next(unit for unit in plan.senders if unit.code == "696")))
    return path


@pytest.fixture(scope="module")
def sheets(form: Path) -> tuple[Grid, ...]:
    return read_workbook(form.read_bytes(), "bu dang.xlsx").grids


def test_every_figure_of_the_official_form_leads_to_a_cell_that_is_open(form: Path, sheets: tuple[Grid, ...]) -> None:
    book = load_workbook(form)
    columns = [cell.column_letter for cell in book[FORM_SHEET][10] if cell.column <= 22]
    for column in columns:
        for row in (4, 10, 11):
            (moved,) = where_typed([finding("CD02", f"{column}{row}")], sheets, DAY)
            assert moved.source.sheet == DAY_SHEET
            assert not book[DAY_SHEET][moved.source.cell].protection.locked, (column, row, moved.source)


def test_the_remedy_names_the_same_cell(form: Path, sheets: tuple[Grid, ...]) -> None:
    (moved,) = where_typed([finding("CD01", "D10", "Ô D10 ghi 95, có thể là 953; đối chiếu ô E10.")], sheets, DAY)
    cell = "D10" if form == VERSION_1 else "D15"
    assert moved.source.cell == cell
    assert moved.fix == f"Ô {cell} ghi 95, có thể là 953; đối chiếu ô {cell}."


def test_what_follows_from_a_typed_figure_is_not_told_twice(sheets: tuple[Grid, ...]) -> None:
    told = where_typed([finding("SL02", "D10"), finding("SL02", "E10"), finding("CD02", "Q10")], sheets, DAY)
    assert [item.code for item in told] == ["SL02", "CD02"]


def test_sums_of_a_typed_figure_accuse_no_other_cell(sheets: tuple[Grid, ...]) -> None:
    told = where_typed([finding("SL03", "H10"), finding("SL03", "T10"), finding("SL03", "U11")], sheets, DAY)
    assert [item.source.cell for item in told] == [where_typed([finding("SL03", "H10")], sheets, DAY)[0].source.cell]


def test_what_stands_elsewhere_and_a_day_without_a_row_stay_as_they_are(sheets: tuple[Grid, ...]) -> None:
    other = [finding("TT05", "", sheet=""), finding("SL01", "D9", sheet="Trang khác")]
    assert where_typed(other, sheets, DAY) == tuple(other)
    late = [finding("SL02", "D10")]
    assert where_typed(late, sheets, date(2030, 1, 1)) == tuple(late)
    assert where_typed(late, (), DAY) == tuple(late)
