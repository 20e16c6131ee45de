"""Every workbook that the product makes, held against what Excel refuses."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font, PatternFill

from tests.core.plan.test_sheets import SMALL
from tests.excel.check import excel_refuses
from tests.kit.folders import FIRST, SECOND, form, new_folder, press, put, put_all, works, wrong
from xlpy.app.folder import Folder
from xlpy.app.merge.merge_day import Outcome
from xlpy.app.set_up import build_workbook, issue_forms
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.source import Finding, Severity, Source
from xlpy.core.units import Unit
from xlpy.drawing.office_book.phoned import draw_phoned, typing_cell
from xlpy.drawing.office_book.whole import Views, draw_office_book
from xlpy.drawing.report.restyled import read_template
from xlpy.drawing.report.template import draw_template
from xlpy.drawing.report.workbook import draw_report
from xlpy.drawing.unit_form import draw_unit_form
from xlpy.shipped import shipped

pytestmark = pytest.mark.slow

LONG = "Ban chỉ đạo “số hoá” & <giấy tờ> 'hộ tịch' của \"tỉnh\", " * 5
"""A name longer than what Excel takes as one text of a formula, with all that must be escaped."""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sổ")


class Past:
    """A folder with two days behind it: one unit refused, one missing."""

    def __init__(self, folder: Folder, outcome: Outcome) -> None:
        self.folder = folder
        self.outcome = outcome


@pytest.fixture(scope="module")
def past(here: Path, plan: Plan) -> Past:
    folder = new_folder(here / "viec")
    first, second, _ = works(plan)
    put_all(folder, plan, first)
    press(folder, FIRST)
    put_all(folder, plan, second, [code for code in second if code not in ("690", "698")])
    put(folder, "=binh long.xlsx", form(plan, second["690"], **wrong(Kind.BIRTH, Measure.ENTERED, 1)), plan, SECOND)
    return Past(folder, press(folder, SECOND))


def plan_of(units: int, **names: str) -> dict[str, Any]:
    """A plan whose root has so many units, each with its line in the first appendix."""
    data = deepcopy(SMALL)
    (line, *_) = data["levels"][0]["targets"]
    codes = [f"{10_000 + place}" for place in range(units)]
    data["levels"][0]["targets"] = [{**line, "code": code} for code in codes]
    data["units"]["children"] = [
        {"code": code, "name": names.get("unit", f"Xã Số {place}")} for place, code in enumerate(codes, 1)
    ]
    data["office"] = names.get("office", data["office"])
    data["plan"]["issuer"] = names.get("office", data["plan"]["issuer"])
    return data


# -- what is shipped -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["workbook/Hotich.xlsm", "templates/bao-cao.xlsx"])
def test_the_shipped_workbooks(name: str) -> None:
    assert excel_refuses(shipped(name).read_bytes()) == []


def test_a_new_folder_has_the_shipped_workbooks_themselves(here: Path) -> None:
    folder = new_folder(here / "moi")
    for name, came in (("Hotich.xlsm", "workbook/Hotich.xlsm"), ("mau/bao-cao.xlsx", "templates/bao-cao.xlsx")):
        assert (folder.path / name).read_bytes() == shipped(came).read_bytes()


# -- forms ---------------------------------------------------------------------------------------------------------


def with_children(code: str, count: int) -> Unit:
    """A district of so many communes."""
    communes = tuple(Unit(f"{code}{place}", f"Xã Số {place}") for place in range(count))
    return Unit(code, f"Huyện {count} xã", children=communes)


@pytest.mark.slow
def test_the_forms_of_units_of_every_level(plan: Plan) -> None:
    """The province, all districts and every eighth commune, with a target of the plan and without."""
    everyone = list(plan.root.walk())
    communes = [unit for unit in everyone if not unit.children and unit not in plan.senders]
    units = [unit for unit in everyone if unit.children or unit in plan.senders] + communes[::8]
    assert len(units) == 1 + 11 + 14
    assert {unit.code: found for unit in units if (found := excel_refuses(draw_unit_form(plan, unit)))} == {}


@pytest.mark.parametrize("count", [0, 1, 120])
def test_the_form_of_a_unit_with_so_many_communes(count: int, plan: Plan) -> None:
    district = with_children("900", count)
    wider = replace(plan, root=replace(plan.root, children=(*plan.root.children, district)))
    assert excel_refuses(draw_unit_form(wider, district)) == []


def test_the_form_of_a_unit_with_a_name_that_must_be_escaped() -> None:
    plan = parse_plan(plan_of(1, unit=LONG[:200], office=LONG))
    assert excel_refuses(draw_unit_form(plan, plan.senders[0])) == []


@pytest.mark.slow
def test_forms_issued_as_files(past: Past, here: Path) -> None:
    issue_forms(past.folder, (), here / "bieu-mau")
    files = sorted((here / "bieu-mau").glob("*.xlsx"))
    assert len(files) == 11
    assert [file.name for file in files if excel_refuses(file.read_bytes())] == []


# -- the office's workbook -----------------------------------------------------------------------------------------


def test_the_workbook_with_the_days_behind_it(past: Past) -> None:
    path = past.folder.path / "Hotich-moi.xlsm"
    build_workbook(path, None, past.folder)
    assert excel_refuses(path.read_bytes()) == []


@pytest.mark.parametrize("units", [1, 3, pytest.param(120, marks=pytest.mark.slow)])
def test_the_workbook_of_a_plan_with_so_many_units(units: int) -> None:
    assert excel_refuses(draw_office_book(plan_of(units))) == []


@pytest.mark.parametrize("before", ["2023-05-23", "2023-06-06", "2024-09-01", "3023-07-15"])
def test_the_workbook_of_a_campaign_that_ends_soon_or_in_a_thousand_years(
    before: str, plan_data: dict[str, Any]
) -> None:
    data = {**plan_data, "campaign": {**plan_data["campaign"], "before": before}}
    assert excel_refuses(draw_office_book(data)) == []


def test_the_workbook_of_an_office_with_a_name_that_must_be_escaped() -> None:
    assert excel_refuses(draw_office_book(plan_of(2, unit=LONG[:200], office=LONG))) == []


def test_findings_longer_than_a_cell(plan_data: dict[str, Any]) -> None:
    """Whatever a file's own texts do to a message."""
    source = Source("=" + "x" * 300 + ".xlsx", "Sổ 'gốc' cũ", "D9")
    words = {"title": "=1+1", "message": "ộ" * 40_000, "fix": "x\x00\x0b" * 10}
    cells = ",".join(f"D{row}" for row in range(9, 200))
    sources = (source, source.at(cells), Source("a.xlsx", "x" * 300, "D9"), Source("b.xlsx", "S", cells))
    found = [Finding("SL03", severity, source, **words) for severity in Severity for source in sources]
    archived = {
        source.file: "da-nhan/2023-05-22/0123abcd-" + "x" * long
        for source, long in zip(sources, (9, 9, 9, 210), strict=True)
    }
    assert excel_refuses(draw_office_book(plan_data, Views(findings=found, archived=archived))) == []


# -- reports -------------------------------------------------------------------------------------------------------


def test_the_report(past: Past) -> None:
    assert excel_refuses(past.outcome.report.read_bytes()) == []


def styles() -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "font", {"font": Font(name="Arial", size=20, bold=True, italic=True, underline="double", color="FF00AA11")}
    yield "fill", {"fill": PatternFill("lightGrid", fgColor="FFAA0000", bgColor="FFFFFFFF")}
    yield "turned", {"alignment": Alignment(textRotation=90, wrap_text=True, indent=3)}
    yield "format", {"number_format": '[Red]#,##0;"không";-'}


@pytest.mark.parametrize("change", [change for _, change in styles()], ids=[name for name, _ in styles()])
def test_a_restyled_report(change: Mapping[str, Any], past: Past, plan: Plan) -> None:
    book = load_workbook(BytesIO(draw_template()))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                for attribute, look in change.items():
                    setattr(cell, attribute, look)
        sheet.column_dimensions["B"].width = 200
    saved = BytesIO()
    book.save(saved)
    look = json.loads(json.dumps(read_template(saved.getvalue(), "bao-cao.xlsx")))
    assert look
    assert excel_refuses(draw_report(replace(plan, look=look), past.outcome.standing)) == []


def test_what_was_told_by_telephone(plan: Plan) -> None:
    told: dict[Kind, Any] = dict.fromkeys(KINDS, 12)
    for note in ("", "=ai\x07 " + "x" * 40_000):
        assert excel_refuses(draw_phoned(plan.senders[0], typing_cell(0), FIRST, told, note)) == []
