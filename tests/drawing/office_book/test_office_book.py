"""The office's workbook: the same bytes each time, clean for Office, and formulas that say what the journal says."""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, time, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from oletools.olevba import VBA_Parser
from openpyxl import load_workbook
from openpyxl.utils.cell import get_column_letter, range_boundaries
from openpyxl.worksheet.cell_range import CellRange
from openxml_audit import OpenXmlValidator
from python_calamine import CalamineWorkbook
from pyvbaanalysis import cli as pyvbaanalysis

import xlpy
from tests.core.plan.test_sheets import SMALL
from tests.drawing.office_book.test_macros import OURS, content_type, issues
from tests.kit.calc import PDFTOTEXT, SSCONVERT, Calc, Document, Locked, recalculation_differences
from tests.kit.folders import FIRST, SECOND, THIRD, form, new_folder, press, put, put_all, works, wrong
from xlpy.app.folder import Folder
from xlpy.app.set_up import build_workbook
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.forms import COLUMNS_01, FORM_01, FORM_SHEET, MISMATCH_SHEET
from xlpy.core.office_book import (
    CHANGES_SHEET,
    CONTROL_SHEET,
    FINDINGS_SHEET,
    GUIDE_SHEET,
    HISTORY_SHEET,
    MACHINES_SHEET,
    MOVES_SHEET,
    PROGRESS_SHEET,
    ROSTER_SHEET,
    SETTINGS_SHEET,
    TASKS_SHEET,
    TEAMS_SHEET,
)
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Figures, Kind, Measure, with_sum
from xlpy.core.source import Severity
from xlpy.core.text import clock, number
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.office_book.macros import MACROS, WORKBOOK
from xlpy.drawing.office_book.names import sheets
from xlpy.drawing.office_book.signs import state
from xlpy.drawing.office_book.views import history_view, serial
from xlpy.drawing.office_book.whole import Views, draw_office_book
from xlpy.journal import Journal
from xlpy.rules.gathering import cause_lines
from xlpy.shipped import shipped

APPENDIX = "Phụ lục 02"
APPENDICES = ("Phụ lục 02", "Phụ lục 03", "Phụ lục 04")
NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NEVER = date(2023, 6, 1)


class Past(NamedTuple):
    """A folder with three days behind it: its plan's workbook drawn with its journal."""

    folder: Folder
    standings: Mapping[date, Standing]
    path: Path


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sổ")


@pytest.fixture(scope="module")
def calc(here: Path, needs_office: None, needs_slow: None) -> Iterator[Calc]:
    with Calc(here, "vi-VN") as calc:
        yield calc


@pytest.fixture(scope="module")
def default(here: Path) -> Path:
    """The workbook as shipped, built anew."""
    build_workbook(here / "Hotich.xlsm", None, None)
    return here / "Hotich.xlsm"


def test_no_line_of_the_guide_is_cut(calc: Calc, default: Path) -> None:
    with closing(calc.open(default)) as document:
        assert document.too_low(GUIDE_SHEET) == []


@pytest.fixture(scope="module")
def past(here: Path, plan: Plan) -> Past:
    """Three days: all in; one missing, one refused, one late; and a quiet one."""
    folder = new_folder(here / "viec")
    first, second, third = works(plan)
    put_all(folder, plan, first)
    press(folder, FIRST)
    put_all(folder, plan, second, [code for code in second if code not in ("690", "698", "691")])
    put(folder, "binh long.xlsx", form(plan, second["690"], **wrong(Kind.BIRTH, Measure.ENTERED, 1)), plan, SECOND)
    put(folder, "bu gia map.xlsx", form(plan, second["691"]), plan, SECOND, time(15, 7))
    press(folder, SECOND)
    put_all(folder, plan, third, ["691", "696", "698"])
    press(folder, THIRD)
    path = folder.path / "Hotich-moi.xlsm"
    build_workbook(path, None, folder)
    with Journal.reading(folder.journal) as journal:
        standings = {day: standing for day in journal.days() if (standing := journal.standing(day))}
    assert list(standings) == [FIRST, SECOND, THIRD]
    statuses = {unit.unit: unit.status for unit in standings[SECOND].units}
    assert (statuses["690"], statuses["698"]) == (Status.REFUSED, Status.MISSING)
    assert [unit.unit for unit in standings[SECOND].units if unit.late] == ["691"]
    return Past(folder, standings, path)


@pytest.fixture(scope="module")
def small(here: Path) -> Path:
    """For another plan: two levels, two appendices."""
    (here / "nhỏ.json").write_text(json.dumps(SMALL), encoding="utf-8")
    build_workbook(here / "nhỏ.xlsm", here / "nhỏ.json", None)
    return here / "nhỏ.xlsm"


@pytest.fixture(params=["default", "past", "small"])
def any_book(request: pytest.FixtureRequest) -> Path:
    found = request.getfixturevalue(request.param)
    return found.path if isinstance(found, Past) else found


@pytest.fixture(scope="module")
def opened(calc: Calc, default: Path) -> Iterator[list[Document]]:
    """The shipped workbook as it was left open by a test that only looked at it, or nothing."""
    left: list[Document] = []
    yield left
    for document in left:
        document.close()


@pytest.fixture
def shown(calc: Calc, default: Path, opened: list[Document]) -> Iterator[Document]:
    """The shipped workbook, opened anew where a test has typed into it."""
    document = opened.pop() if opened else calc.open(default)
    yield document
    if document.changed:
        document.close()
    else:
        opened.append(document)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def worksheets(path: Path) -> Iterator[tuple[str, ElementTree.Element]]:
    for name, data in parts(path).items():
        if name.startswith("xl/worksheets/sheet"):
            yield name, ElementTree.fromstring(data)


def entries(path: Path) -> list[tuple[object, ...]]:
    """All that a package says of its parts, but on what system it was packed: Windows and Linux build the same workbook."""
    with zipfile.ZipFile(path) as package:
        return [
            (
                part.filename,
                part.CRC,
                part.compress_size,
                part.date_time,
                part.external_attr,
                part.flag_bits,
                part.extra,
            )
            for part in package.infolist()
        ]


# -- The file ------------------------------------------------------------------------------------------------------


def test_two_builds_are_the_same_and_the_committed_file_is_one_of_them(default: Path, here: Path) -> None:
    build_workbook(here / "again.xlsm", None, None)
    assert (here / "again.xlsm").read_bytes() == default.read_bytes()
    committed = shipped("workbook/Hotich.xlsm")
    assert {name for name, data in parts(committed).items() if parts(default).get(name) != data} == set()
    assert entries(committed) == entries(default)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_builds_the_same_bytes(seed: str, past: Past, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from xlpy.app.folder import Folder;"
        "from xlpy.app.set_up import build_workbook; build_workbook(Path(sys.argv[1]), None, Folder(Path(sys.argv[2])))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(xlpy.__file__).parent.parent), "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", script, str(tmp_path / "a.xlsm"), str(past.folder.path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, env=environment)
    assert (tmp_path / "a.xlsm").read_bytes() == past.path.read_bytes()


def test_the_auditor_of_packages_finds_nothing(any_book: Path) -> None:
    assert OpenXmlValidator(max_errors=0).validate(any_book).errors == []


def test_merged_cells_do_not_overlap(any_book: Path) -> None:
    for name, sheet in worksheets(any_book):
        areas = [CellRange(cell.get("ref")) for cell in sheet.iter(f"{NS}mergeCell")]
        for place, one in enumerate(areas):
            assert [str(other) for other in areas[:place] if not one.isdisjoint(other)] == [], name


def test_validations_do_not_overlap_and_are_no_longer_than_excel_takes(any_book: Path) -> None:
    for name, sheet in worksheets(any_book):
        seen: list[CellRange] = []
        for rule in sheet.iter(f"{NS}dataValidation"):
            for area in (CellRange(part) for part in rule.get("sqref", "").split()):
                assert [str(other) for other in seen if not area.isdisjoint(other)] == [], name
                seen.append(area)
            for attribute, limit in (("errorTitle", 32), ("promptTitle", 32), ("error", 255), ("prompt", 255)):
                assert len(rule.get(attribute, "")) <= limit, (name, rule.attrib)
            for formula in (rule.find(f"{NS}formula1"), rule.find(f"{NS}formula2")):
                assert formula is None or len(formula.text or "") <= 255, (name, rule.attrib)


def test_shared_strings_are_counted_right(any_book: Path) -> None:
    strings = ElementTree.fromstring(parts(any_book)["xl/sharedStrings.xml"])
    used = [
        int(cell.findtext(f"{NS}v", "-1"))
        for _, sheet in worksheets(any_book)
        for cell in sheet.iter(f"{NS}c")
        if cell.get("t") == "s"
    ]
    items = strings.findall(f"{NS}si")
    assert (int(strings.get("count", 0)), int(strings.get("uniqueCount", 0))) == (len(used), len(items))
    assert set(used) == set(range(len(items)))
    texts = ["".join(item.itertext()) for item in items]
    assert len(set(texts)) == len(texts)


KNOWN: Mapping[str, str] = {
    "alignment": "horizontal vertical wrapText indent textRotation shrinkToFit",
    "autoFilter": "ref",
    "c": "r s t",
    "cfRule": "type dxfId priority stopIfTrue",
    "col": "min max width style hidden customWidth outlineLevel collapsed",
    "conditionalFormatting": "sqref",
    "dataValidation": "type operator allowBlank showInputMessage showErrorMessage errorTitle error promptTitle prompt sqref",
    "dataValidations": "count",
    "definedName": "name localSheetId hidden",
    "dimension": "ref",
    "f": "",
    "hyperlink": "ref id location display",
    "drawing": "id",
    "legacyDrawing": "id",
    "mergeCell": "ref",
    "mergeCells": "count",
    "pageMargins": "left right top bottom header footer",
    "pageSetUpPr": "fitToPage",
    "pageSetup": "paperSize orientation fitToHeight fitToWidth blackAndWhite",
    "pane": "xSplit ySplit topLeftCell activePane state",
    "printOptions": "horizontalCentered",
    "protection": "locked hidden",
    "row": "r spans ht s customFormat customHeight hidden outlineLevel dyDescent",
    "selection": "pane activeCell sqref",
    "sheet": "name sheetId state id",
    "sheetFormatPr": "defaultRowHeight customHeight zeroHeight outlineLevelRow outlineLevelCol dyDescent",
    "sheetPr": "codeName",
    "sheetProtection": "sheet objects scenarios formatCells formatColumns formatRows sort autoFilter selectLockedCells",
    "sheetView": "workbookViewId tabSelected showGridLines showRowColHeaders topLeftCell",
    "workbookPr": "codeName defaultThemeVersion",
}
"""Attributes of the standard (ECMA-376, 18.2 and 18.3) that a workbook of ours may have; the auditor does not look."""


def test_no_element_has_an_attribute_that_the_standard_does_not_know(any_book: Path) -> None:
    trees = [tree for _, tree in worksheets(any_book)] + [ElementTree.fromstring(parts(any_book)["xl/workbook.xml"])]
    strange = {
        (element.tag.removeprefix(NS), name)
        for tree in trees
        for element in tree.iter()
        for name in element.attrib
        if element.tag.removeprefix(NS) in KNOWN
        and name.rpartition("}")[2] not in KNOWN[element.tag.removeprefix(NS)].split()
    }
    assert strange == set()


# -- The macros and the buttons ------------------------------------------------------------------------------------


def code_names(path: Path) -> dict[str, str]:
    """Code name → tab, as the workbook's parts say."""
    book = load_workbook(path)
    return {str(sheet.sheet_properties.codeName): sheet.title for sheet in book.worksheets}


@pytest.mark.parametrize("which", ["default", "small"])
def test_the_project_has_its_two_modules_and_one_for_each_sheet(which: str, request: pytest.FixtureRequest) -> None:
    path: Path = request.getfixturevalue(which)
    parser = VBA_Parser(str(path))
    try:
        modules = [stream.removeprefix("VBA/") for _, stream, _, _ in parser.extract_macros()]
    finally:
        parser.close()
    assert sorted(modules) == sorted(["HoTich", "xlwings", WORKBOOK, *code_names(path)])
    assert b'codeName="ThisWorkbook"' in parts(path)["xl/workbook.xml"]


def test_the_code_names_are_those_that_the_macros_use(default: Path, plan: Plan) -> None:
    assert code_names(default) == sheets(plan)
    types = ElementTree.fromstring(parts(default)["[Content_Types].xml"])
    assert content_type(types, "/xl/vbaProject.bin") == "application/vnd.ms-office.vbaProject"
    assert content_type(types, "/xl/workbook.xml") == "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def test_the_analysers_find_nothing_in_the_macros(
    default: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pyvbaanalysis.main([str(default), "--only", "HoTich", "--fail-level", "warning"]) == 0, capsys.readouterr()
    assert issues(tmp_path, OURS.read_text(encoding="ascii")) == []


def test_there_is_a_button_for_every_macro_and_none_is_printed(default: Path) -> None:
    xdr, a = (f"{{http://schemas.openxmlformats.org/drawingml/2006/{name}}}" for name in ("spreadsheetDrawing", "main"))
    buttons = {}
    drawings = [data for name, data in parts(default).items() if name.startswith("xl/drawings/drawing")]
    for anchor in (anchor for data in drawings for anchor in ElementTree.fromstring(data).iter(f"{xdr}twoCellAnchor")):
        shape, box = anchor.find(f"{xdr}sp"), anchor.find(f"{xdr}sp/{xdr}nvSpPr/{xdr}cNvPr")
        if shape is None:
            continue  # a chart
        data = anchor.find(f"{xdr}clientData")
        assert data is not None and data.get("fPrintsWithSheet") == "0"
        assert box is not None
        if shape.get("macro"):
            form = shape.find(f"{xdr}spPr/{a}prstGeom")
            assert form is not None and form.get("prst") == "roundRect"
            buttons[shape.get("macro")] = box.get("descr")
            assert str(box.get("descr")).casefold() in "".join(shape.itertext()).casefold()
    assert buttons == {f"[0]!{macro}": caption for macro, caption in MACROS.items()}
    assert len(buttons) == 9


# -- The figures ---------------------------------------------------------------------------------------------------


def test_libreoffice_computes_what_is_stored(any_book: Path, calc: Calc) -> None:
    assert recalculation_differences(any_book, calc) == []


@pytest.mark.slow
@pytest.mark.gnumeric
def test_gnumeric_computes_what_is_stored(any_book: Path, tmp_path: Path) -> None:
    # As gnumeric_differences does, but its file has a cell for each line that a list may ever have: too slow a read.
    assert SSCONVERT
    target = tmp_path / "out.xlsx"
    subprocess.run([SSCONVERT, "--recalc", str(any_book), str(target)], check=True, capture_output=True, timeout=120)
    computed = CalamineWorkbook.from_path(str(target))
    shown, written = load_workbook(any_book, data_only=True), load_workbook(any_book)
    tried = 0
    for sheet in written.worksheets:
        rows = computed.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                old, new = shown[sheet.title][cell.coordinate].value, rows[cell.row - 1][cell.column - 1]
                if isinstance(old, int | float) or isinstance(new, int | float):
                    assert old == pytest.approx(new), (sheet.title, cell.coordinate)
                    tried += 1
    assert tried > 30


def cell_of(document: Document, name: str) -> tuple[str, str]:
    """Sheet and address of a defined name."""
    content = document._model.NamedRanges.getByName(name).Content
    found = re.fullmatch(r"\$'?(.+?)'?\.\$([A-Z]+)\$(\d+)", content)
    assert found, content
    return found[1], found[2] + found[3]


def row_of(document: Document, sheet: str, words: str) -> int:
    """The line of a unit, or of TỔNG."""
    return next(row for row, cells in enumerate(document.block(sheet, "A1:B60"), 1) if words in cells)


def seen(document: Document, sheet: str, area: str) -> list[list[str]]:
    """What cells show, if their columns are wide enough; without the room that their formats leave at the line."""
    left, top, right, bottom = range_boundaries(area)
    cells = document._range(sheet, area)
    return [
        [str(cells.getCellByPosition(column, row).String).strip() for column in range(right - left + 1)]
        for row in range(bottom - top + 1)
    ]


def printed(value: int | None, dash: bool) -> str:
    return "" if value is None else "-" if dash and value == 0 else number(value)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_appendices_show_what_the_plan_prints_to_the_digit(place: int, shown: Document) -> None:
    level = json.loads(default_text())["levels"][place]
    sheet, dash = APPENDICES[place], place > 0
    names = {unit["code"]: unit["name"] for unit in json.loads(default_text())["units"]["children"]}
    first = 8
    last = first + len(level["targets"])
    for row, line in zip(seen(shown, sheet, f"A{first}:P{last - 1}"), level["targets"], strict=True):
        issued = line["printed"]
        pairs = [printed(line[part][kind], dash) for kind in KINDS for part in ("books", "cases")]
        sums = [printed(issued["books"], dash), printed(issued["cases"], dash)]
        rest = [number(issued["machines"]), number(issued["per_day"]), number(issued["days"])]
        assert row[1:15] == [line.get("name") or names[line["code"]], *pairs, *sums, *rest]
    (total,) = seen(shown, sheet, f"A{last}:P{last}")
    assert total[0] == "TỔNG"
    issued = level["printed"]
    assert [total[10], total[11], total[13]] == [printed(issued[name], dash) for name in ("books", "cases", "per_day")]


def test_phu_luc_02_shows_the_figures_that_everybody_knows(shown: Document) -> None:
    (total,) = seen(shown, APPENDIX, "A19:P19")
    assert total[3] == "1.013.355"
    assert total[15] == "▲ Tính chung cần 128 máy, có 111"
    row = row_of(shown, APPENDIX, "Huyện Phú Riềng")
    (cells,) = seen(shown, APPENDIX, f"C{row}:P{row}")
    assert [cells[place] for place in (1, 3, 5, 7)] == [""] * 4
    assert cells[12:] == ["0", "▲ Có Sổ, chưa có số trường hợp"]
    assert seen(shown, "Phụ lục 03", "G8:H8") == [["-", "-"]]


def test_more_machines_shorten_the_days_and_clear_the_note(shown: Document) -> None:
    row = row_of(shown, APPENDIX, "Thành phố Đồng Xoài")
    assert seen(shown, APPENDIX, f"M{row}:P{row}") == [["8", "1.600", "338", "▲ Không kịp: cần 51 máy, có 8"]]
    shown.type(APPENDIX, f"M{row}", 51)
    assert seen(shown, APPENDIX, f"M{row}:P{row}") == [["51", "10.200", "53", ""]]


def test_the_norm_changes_days_notes_and_the_head_that_names_it(shown: Document) -> None:
    row = row_of(shown, APPENDIX, "Thành phố Đồng Xoài")
    assert "200 trường hợp/máy/ngày" in str(shown.cell(APPENDIX, "N5")).replace("\xa0", " ")
    shown.type(*cell_of(shown, "DinhMuc"), 300)
    assert seen(shown, APPENDIX, f"M{row}:P{row}") == [["8", "2.400", "225", "▲ Không kịp: cần 34 máy, có 8"]]
    for sheet in APPENDICES:
        assert "300 trường hợp/máy/ngày" in str(shown.cell(sheet, "N5")).replace("\xa0", " ")
    assert shown.cell(APPENDIX, "P19") == ""


def test_rounded_up_a_part_of_a_day_is_a_day(shown: Document) -> None:
    row = row_of(shown, APPENDIX, "Huyện Bù Đăng")
    assert shown.cell(APPENDIX, f"O{row}") == 47
    shown.type(*cell_of(shown, "LamTron"), "lên")
    assert shown.cell(APPENDIX, f"O{row}") == 48


def test_the_campaign_decides_who_is_late(shown: Document) -> None:
    row = row_of(shown, APPENDIX, "Huyện Bù Gia Mập")
    assert shown.cell(APPENDIX, f"P{row}") == ""
    shown.type(*cell_of(shown, "TruocNgay"), date(2023, 7, 14))
    assert shown.cell(*cell_of(shown, "SoNgayDot")) == 53
    assert shown.cell(APPENDIX, f"P{row}") == "▲ Không kịp: cần 9 máy, có 8"


def test_number_date_and_issuer_of_the_plan_stand_on_every_sheet(shown: Document) -> None:
    shown.type(*cell_of(shown, "SoKeHoach"), "99/KH-UBND")
    shown.type(*cell_of(shown, "NgayKeHoach"), date(2024, 12, 31))
    shown.type(*cell_of(shown, "CoQuanBanHanh"), "UBND thành phố")
    words = "Kế hoạch số 99/KH-UBND ngày 31/12/2024 của UBND thành phố)"
    for sheet in (FORM_SHEET, *APPENDICES):
        assert shown.cell(sheet, "A3") == f"(kèm theo {words}"
    assert shown.cell(CONTROL_SHEET, "Q2") == "Sở Tư pháp  ·  Kế hoạch 99/KH-UBND"


def test_what_is_not_an_input_is_locked(shown: Document) -> None:
    for sheet, address in ((APPENDIX, "O8"), (FORM_SHEET, "C8"), (CONTROL_SHEET, "D13"), (HISTORY_SHEET, "A2")):
        with pytest.raises(Locked):
            shown.type(sheet, address, 1)


# -- The days ------------------------------------------------------------------------------------------------------

BOARD_ROW = 13
FORM_ROW = 8


def blank(value: object) -> object:
    return "" if value is None else value


def expected_form(standing: Standing) -> list[list[object]]:
    """Phụ lục 01 of a day, from its journal: the units' figures and TỔNG."""
    lines = [*(with_sum(unit.figures) for unit in standing.units), standing.total]
    names = [head.name for head in FORM_01.columns if head.name in COLUMNS_01]
    return [[blank(line[COLUMNS_01[name][0]].get(COLUMNS_01[name][1])) for name in names] for line in lines]


def expected_board(standing: Standing) -> list[list[object]]:
    """The board of a day: status, hours, counts of findings, sums."""

    def line(unit: UnitDay) -> list[object]:
        whole = with_sum(unit.figures)[Kind.SUM]
        found = [
            sum(
                finding.unit == unit.unit and finding.severity is severity for finding in cause_lines(standing.findings)
            )
            for severity in (Severity.ERROR, Severity.WARNING)
        ]
        hour = clock(unit.receipt.received_at) if unit.receipt else "–"
        return [
            state(unit),
            hour.removesuffix(f" ngày {standing.date.day}/{standing.date.month}/{standing.date.year}"),
            *(count or "" for count in found),
            blank(whole.today),
            whole.entered,
            whole.remaining,
            whole.entered / whole.total if whole.total else "",
        ]

    return [line(unit) for unit in standing.units]


def assert_shows(document: Document, standing: Standing) -> None:
    """Điều khiển and Phụ lục 01 show this day and no other."""
    units = len(standing.units)
    form_rows = document.block(FORM_SHEET, f"C{FORM_ROW}:V{FORM_ROW + units}")
    assert form_rows == expected_form(standing)
    board = document.block(CONTROL_SHEET, f"D{BOARD_ROW}:L{BOARD_ROW + units - 1}")
    assert [[*line[:5], *line[6:]] for line in board] == expected_board(standing)
    day = standing.date
    assert f"(tính đến ngày {day.day}/{day.month}/{day.year})" in str(document.cell(FORM_SHEET, "A2"))
    assert document.cell(CONTROL_SHEET, "E2") == f"{standing.reported}/{units} đơn vị   ·   ngày đã qua"
    assert document.cell(CONTROL_SHEET, f"D{BOARD_ROW + units}") == f"{standing.reported}/{units} đơn vị"
    missing = units - standing.reported
    assert document.cell(CONTROL_SHEET, "Q8") == (f"Gọi {missing} đơn vị" if missing else "Soạn thư")
    note = document.cell(FORM_SHEET, f"B{FORM_ROW + units + 1}")
    assert bool(note) == (standing.reported < units)


def test_any_past_day_shows_exactly_as_it_stood(past: Past, calc: Calc) -> None:
    with closing(calc.open(past.path)) as document:
        assert cell_of(document, "NgayBaoCao") == (CONTROL_SHEET, "D2")
        assert document.cell(CONTROL_SHEET, "D2") == serial(THIRD)
        for day in (THIRD, FIRST, SECOND):
            document.type(CONTROL_SHEET, "D2", day)
            assert_shows(document, past.standings[day])
        whole = document.block(CONTROL_SHEET, "F24:L24")[0]
        board = expected_board(past.standings[SECOND])
        assert whole[:2] == [sum(int(str(line[place] or 0)) for line in board) for place in (2, 3)]
        total = past.standings[SECOND].total[Kind.SUM]
        assert [whole[2], *whole[4:6]] == [total.today, total.entered, total.remaining]
        assert whole[6] == pytest.approx(total.entered / total.total)


def test_a_day_that_was_never_merged_shows_the_plan_and_nothing_else(past: Past, calc: Calc, plan: Plan) -> None:
    with closing(calc.open(past.path)) as document:
        document.type(CONTROL_SHEET, "D2", NEVER)
        rows = document.block(FORM_SHEET, f"C{FORM_ROW}:V{FORM_ROW + 11}")
        for row, target in zip(rows, plan.tracked.targets, strict=False):
            totals = [plan.total(target.unit.code, kind) for kind in KINDS]
            assert row == [cell for total in (*totals, sum(totals)) for cell in (total, "", "", "")]
        assert rows[11][16:] == [plan.tracked.cases, "", "", ""]
        board = document.block(CONTROL_SHEET, f"D{BOARD_ROW}:O{BOARD_ROW + 11}")
        assert board[:11] == [["– Chưa tổng hợp", "–", *[""] * 10]] * 11
        assert board[11] == ["0/11 đơn vị", *[""] * 11]
        assert document.cell(FORM_SHEET, "B20") == "Ngày này chưa tổng hợp."
        assert document.cell(CONTROL_SHEET, "E2") == "0/11 đơn vị   ·   ngày đã qua"
        assert document.cell(CONTROL_SHEET, "L2") == "Ngày này chưa tổng hợp"
        assert document.cell(CONTROL_SHEET, "Q8") == "Đổi Ngày báo cáo"
        assert document.cell(CONTROL_SHEET, "Q9") == "Ngày đã qua: gõ ngày hôm nay. Xem lại ngày này: Làm mới."


def test_what_comes_next_on_a_day_that_is_not_merged_is_to_merge_it_where_it_is_today(past: Past, calc: Calc) -> None:
    with closing(calc.open(past.path)) as document:
        today = date.today()  # the formulas' own clock
        for day in (today, today + timedelta(days=1)):
            document.type(CONTROL_SHEET, "D2", day)
            assert document.cell(CONTROL_SHEET, "Q8") == "Bấm Tổng hợp"
            assert document.cell(CONTROL_SHEET, "Q9") == "Chép tệp nhận được vào thư mục “den” trước."
        document.type(CONTROL_SHEET, "D2", today - timedelta(days=1))
        assert document.cell(CONTROL_SHEET, "Q8") == "Đổi Ngày báo cáo"


def test_rows_added_below_the_history_are_seen(past: Past, calc: Calc, here: Path) -> None:
    days = [past.standings[day] for day in (FIRST, SECOND)]
    path = here / "hai ngày.xlsm"
    path.write_bytes(draw_office_book(json.loads(default_text()), Views(days, days[-1].findings)))
    with closing(calc.open(path)) as document:
        document.unprotect(HISTORY_SHEET)
        document.type(CONTROL_SHEET, "D2", THIRD)
        assert document.cell(CONTROL_SHEET, f"D{BOARD_ROW}") == "– Chưa tổng hợp"
        rows = [
            tuple(serial(value) if isinstance(value, date) else blank(value) for value in cells)
            for cells in history_view([past.standings[THIRD]])
        ]
        first = 2 + 2 * 44
        area = f"A{first}:{get_column_letter(len(rows[0]))}{first + len(rows) - 1}"
        document._range(HISTORY_SHEET, area).setDataArray(tuple(rows))
        assert_shows(document, past.standings[THIRD])
        document.type(CONTROL_SHEET, "D2", FIRST)
        assert_shows(document, past.standings[FIRST])


def test_a_plan_changed_later_does_not_change_a_past_day(past: Past, calc: Calc) -> None:
    with closing(calc.open(past.path)) as document:
        row = row_of(document, APPENDIX, "Huyện Bù Đăng")
        document.type(APPENDIX, f"D{row}", 1)
        assert_shows(document, past.standings[THIRD])


def links(path: Path) -> Iterator[tuple[str, str]]:
    """Where the lines of Kiểm tra lead: file ("" for the workbook itself) and place in it."""
    for row in load_workbook(path)[FINDINGS_SHEET].iter_rows(min_row=5):
        for cell in row:
            if isinstance(cell.value, str) and (found := re.match(r'=HYPERLINK\("([^"]*)"', cell.value)):
                file, _, place = found[1].partition("#")
                yield file, place
            elif cell.hyperlink:
                target = unquote(cell.hyperlink.target or "")
                file, _, place = target.partition("#")
                yield file, place or str(cell.hyperlink.location or "")


def test_every_link_leads_to_a_cell_that_is_there(past: Past, here: Path) -> None:
    for path in (past.path, _of_second_day(past)):
        found = list(links(path))
        assert found
        assert any(file for file, _ in found)
        for file, place in found:
            target = path.parent / file if file else path
            assert target.is_file(), file
            if not place:
                continue
            sheet, address = re.fullmatch(r"'?(.+?)'?!([A-Z]+\d+)(?::[A-Z]+\d+)?", place).groups()  # type: ignore[union-attr]
            book = load_workbook(target)
            assert sheet in book.sheetnames, (file, place)
            assert book[sheet][address].row


def _of_second_day(past: Past) -> Path:
    """The workbook as it was on the day with a refused file."""
    with Journal.reading(past.folder.journal) as journal:
        archived = {item.receipt.name: item.archived for item in journal.taken()}
    days = [past.standings[day] for day in (FIRST, SECOND)]
    path = past.folder.path / "hôm qua.xlsm"
    path.write_bytes(draw_office_book(json.loads(default_text()), Views(days, days[-1].findings, archived)))
    return path


def test_the_findings_are_those_of_the_day_shown(past: Past) -> None:
    sheet = load_workbook(_of_second_day(past), data_only=True)[FINDINGS_SHEET]
    rows = list(sheet.iter_rows(min_row=5, max_col=8, values_only=True))
    findings = cause_lines(past.standings[SECOND].findings)
    assert len(findings) < len(past.standings[SECOND].findings)  # what follows from another stands under it
    assert sheet["B1"].value == "KIỂM TRA 23/5/2023"
    assert sheet["E1"].value.startswith("Gọi 2 đơn vị, nhắc 1 đơn vị")
    told = [(row[2], row[4]) for row in rows if row[2]]
    assert sorted(code for code, _ in told) == sorted(finding.code for finding in findings)
    for finding in findings:
        assert any(code == finding.code and finding.message in text for code, text in told)


# -- How it looks --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def finished(past: Past, here: Path, plan: Plan) -> Path:
    """The campaign's last day: everything entered, the largest figures there will ever be, most of them that day."""
    last = past.standings[FIRST]
    units = tuple(
        unit._replace(
            figures={
                kind: Figures(plan.total(unit.unit, kind), plan.total(unit.unit, kind), plan.total(unit.unit, kind))
                for kind in KINDS
            }
        )
        for unit in last.units
    )
    days = [last, Standing(date(2023, 12, 30), units, past.standings[SECOND].findings)]
    path = here / "xong.xlsm"
    path.write_bytes(draw_office_book(json.loads(default_text()), Views(days, days[-1].findings)))
    return path


@pytest.mark.slow
def test_no_figure_is_too_long_for_its_column(finished: Path, calc: Calc) -> None:
    with closing(calc.open(finished)) as document:
        tried = 0
        for sheet in (CONTROL_SHEET, FORM_SHEET, *APPENDICES, FINDINGS_SHEET, HISTORY_SHEET, SETTINGS_SHEET):
            longest: dict[str, tuple[int, str]] = {}
            values = [(address, value) for address, value in document.cells(sheet) if isinstance(value, int | float)]
            for address, value in values:
                column = address.rstrip("0123456789")
                longest[column] = max(longest.get(column, (0, "")), (len(str(value)), address))
            for size, address in longest.values():
                if size > 1:
                    tried += 1
                    assert "#" not in document.text(sheet, address), (sheet, address)
        assert tried > 60


def pages(document: Document, path: Path) -> tuple[list[str], list[tuple[int, int]]]:
    """What each page says, without spaces (letters are set apart by hand in print), and its size in millimetres."""
    assert PDFTOTEXT
    document.save_as(path)
    text = subprocess.run([PDFTOTEXT, str(path), "-"], check=True, capture_output=True, encoding="utf-8").stdout
    info = subprocess.run(
        [PDFTOTEXT.replace("pdftotext", "pdfinfo"), "-l", "99", str(path)],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    sizes = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", info)
    millimetres = [(round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) for width, height in sizes]
    return ["".join(page.split()) for page in text.split("\f")[:-1]], millimetres


def test_every_sheet_is_one_page_wide_and_repeats_its_heads(past: Past, calc: Calc, tmp_path: Path) -> None:
    with closing(calc.open(past.path)) as document:
        texts, sizes = pages(document, tmp_path / "a.pdf")
    a4, a3 = (297, 210), (420, 297)
    assert len(texts) == len(sizes)

    def of(*heads: str) -> list[int]:
        """The pages that have all these words."""
        wanted = ["".join(head.split()) for head in heads]
        return [page for page, text in enumerate(texts) if all(head in text for head in wanted)]

    one = {
        CONTROL_SHEET: (of("Ngày báo cáo", "VIỆC TIẾP THEO", "Đơn vị", "Người báo, giờ"), a4),
        PROGRESS_SHEET: (of("TIẾN ĐỘ NHẬP DỮ LIỆU", "Đánh giá", "Báo cáo từng ngày"), a4),
        MACHINES_SHEET: (of("PHƯƠNG ÁN BỐ TRÍ MÁY", "HIỆN NAY", "Cho mượn"), a4),
        FORM_SHEET: (of("PHỤ LỤC 01", "SỐ TT", "Biểu mẫu: 01", "Còn lại"), a4),
        MISMATCH_SHEET: (of("TRƯỜNG HỢP THEO DÕI RIÊNG"), a4),
        TASKS_SHEET: (of("NHIỆM VỤ CỦA KẾ HOẠCH"), a4),
        TEAMS_SHEET: (of("TỔ NHẬP LIỆU", "mỗi máy một Tổ"), a4),
        ROSTER_SHEET: (of("BẢNG PHÂN CA"), a4),
        MOVES_SHEET: (of("MÁY", "Đang cho mượn", "Với mã"), a4),
        CHANGES_SHEET: (of("THAY ĐỔI ĐƠN VỊ", "Thấy gì"), a4),
        **{sheet: (of(sheet.upper(), "SỐ TT", "GHI CHÚ"), a4) for sheet in APPENDICES},
    }
    for sheet, (found, size) in one.items():
        assert len(found) == 1, sheet
        assert sizes[found[0]] == size
    for heads, size, least in (
        (("Ngày", "Đơn vị", "Tình trạng", "Trang tính", "Có xác nhận"), a3, 2),
        (("Mức", "Mã", "Nội dung", "Việc cần làm", "Người nghe"), a4, 1),
    ):
        found = of(*heads)
        assert len(found) >= least
        assert found == list(range(found[0], found[-1] + 1))
        assert {sizes[page] for page in found} == {size}
    rest = set(range(len(texts))) - {page for found, _ in one.values() for page in found}
    assert all(
        any(words in texts[page] for words in ("THIẾTLẬP", "Thuộcmã", "MỖIBUỔICHIỀU", "Tìnhtrạng", "Nộidung"))
        for page in rest
    )
    assert len(texts) < 25


@pytest.mark.slow
def test_the_sheets_say_how_they_print(any_book: Path) -> None:
    book = load_workbook(any_book)
    for sheet in book.worksheets:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.page_setup.orientation == "landscape"
    titles = {sheet.title: sheet.print_title_rows for sheet in book.worksheets if sheet.print_title_rows}
    assert titles[FORM_SHEET] == "$5:$7"
    assert titles[HISTORY_SHEET] == "$1:$1"
    assert titles[FINDINGS_SHEET] == "$4:$4"
