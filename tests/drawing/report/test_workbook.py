"""The report: the official form to the letter, sums that a spreadsheet program agrees with, the same bytes each time."""

import csv
import re
import subprocess
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.kit.folders import FIRST, SECOND, form, new_folder, press, put, put_all, works, wrong
from tests.kit.office import convert
from xlpy.app.merge.merge_day import Outcome
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, Measure, with_sum
from xlpy.drawing.report.workbook import draw_report
from xlpy.rules.gathering import cause_lines

ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> Outcome:
    """A second day: nine received, one refused, one missing."""
    folder = new_folder(tmp_path_factory.mktemp("bao-cao") / "viec")
    first, second, _ = works(plan)
    put_all(folder, plan, first)
    press(folder, FIRST)
    put_all(folder, plan, second, [code for code in second if code not in ("690", "698")])
    faulty = form(plan, second["690"], **wrong(Kind.BIRTH, Measure.ENTERED, 1))
    put(folder, "=binh long.xlsx", faulty, plan, SECOND)
    return press(folder, SECOND)


@pytest.fixture(scope="module")
def sheet(outcome: Outcome) -> Worksheet:
    sheet: Worksheet = load_workbook(outcome.report)["Phụ lục 01"]
    return sheet


def values(outcome: Outcome) -> Worksheet:
    sheet: Worksheet = load_workbook(outcome.report, data_only=True)["Phụ lục 01"]
    return sheet


def test_the_header_is_the_plans_word_for_word(sheet: Worksheet) -> None:
    assert sheet["A1"].value == "PHỤ LỤC 01"
    assert sheet["A2"].value == (
        "Kết quả nhập dữ liệu Sổ hộ tịch trên nền Cơ sở dữ liệu quốc gia về dân cư trên địa bàn (tính đến ngày 23/5/2023)"
    )
    assert sheet["A3"].value == "(kèm theo Kế hoạch số 188/KH-UBND ngày 4/4/2023 của UBND tỉnh)"
    assert [sheet["A5"].value, sheet["B5"].value, sheet["C5"].value] == [
        "SỐ TT",
        "ĐƠN VỊ",
        "KẾT QUẢ SỐ HOÁ DỮ LIỆU HỘ TỊCH",
    ]
    kinds = [sheet.cell(6, column).value for column in (3, 7, 11, 15, 19)]
    assert kinds == ["Đăng ký sinh", "Đăng ký kết hôn", "Đăng ký khai tử", "Đăng ký con nuôi", "Tổng"]
    measures = [sheet.cell(7, column).value for column in range(3, 23)]
    assert measures == ["Tổng số", "Số liệu nhập trong ngày", "Tổng đã nhập", "Còn lại"] * 5
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A5:A7", "B5:B7", "C5:V5", "C6:F6", "S6:V6", "A19:B19"} <= merged


def test_every_unit_stands_in_the_order_of_the_plan(sheet: Worksheet, plan: Plan) -> None:
    assert [sheet.cell(row, 2).value for row in range(8, 19)] == [unit.name for unit in plan.senders]
    assert [sheet.cell(row, 1).value for row in range(8, 19)] == list(range(1, 12))
    assert sheet["A19"].value == "TỔNG"


def test_the_figures_are_those_of_the_standing_and_not_reported_is_blank(outcome: Outcome) -> None:
    sheet = values(outcome)
    for row, unit in enumerate(outcome.standing.units, 8):
        shown = [sheet.cell(row, column).value for column in range(3, 23)]
        figures = with_sum(unit.figures)
        assert shown == [figures[kind].get(measure) for kind in Kind for measure in Measure]
    assert sheet["D15"].value is None  # Bình Long, refused
    assert sheet["D18"].value is None  # Phú Riềng, missing


def test_the_total_line_is_formulas_with_their_values(sheet: Worksheet, outcome: Outcome) -> None:
    shown = values(outcome)
    for column, (kind, measure) in enumerate([(kind, measure) for kind in Kind for measure in Measure], 3):
        letter = sheet.cell(19, column).column_letter
        assert sheet.cell(19, column).value == f'=IF(COUNT({letter}8:{letter}18)=0,"",SUM({letter}8:{letter}18))'
        assert shown.cell(19, column).value == outcome.standing.total[kind].get(measure)


def test_it_prints_on_a3_landscape_one_page_wide_with_its_header_repeated(sheet: Worksheet) -> None:
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert sheet.page_setup.fitToWidth in (None, 1)  # 1 where nothing is said
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$5:$7"
    assert sheet.freeze_panes == "C8"
    assert sheet["C8"].font.name == "Times New Roman"
    assert sheet["C8"].number_format == "#,##0"


def test_who_reported_when_and_what_was_found_have_sheets_of_their_own(outcome: Outcome) -> None:
    book = load_workbook(outcome.report)
    assert book.sheetnames == ["Phụ lục 01", "Tình hình báo cáo", "Kiểm tra"]
    board = book["Tình hình báo cáo"]
    assert board["A1"].value == "TÌNH HÌNH BÁO CÁO NGÀY 23/5/2023: 9/11 ĐƠN VỊ"
    assert [board.cell(row, 3).value for row in (4, 11, 14)] == ["Đã tiếp nhận", "Trả lại để sửa", "Chưa báo cáo"]
    assert board["D4"].value == "13:00 ngày 23/5/2023"
    codes = [row[2].value for row in book["Kiểm tra"].iter_rows(min_row=4) if row[2].value]
    assert codes == [finding.code for finding in cause_lines(outcome.standing.findings)]


def test_what_others_wrote_never_becomes_a_formula(outcome: Outcome) -> None:
    with zipfile.ZipFile(outcome.report) as package:
        formulas = re.findall(
            rb"<f>([^<]*)</f>", b"".join(package.read(name) for name in package.namelist() if "sheet" in name)
        )
    assert len(formulas) == 20
    assert all(formula.startswith(b"IF(COUNT(") for formula in formulas)
    assert load_workbook(outcome.report)["Tình hình báo cáo"]["G11"].value == "=binh long.xlsx"


def test_the_same_standing_gives_the_same_bytes(outcome: Outcome, plan: Plan) -> None:
    assert draw_report(plan, outcome.standing) == outcome.report.read_bytes()


def test_nothing_reported_at_all_leaves_the_days_sum_blank(plan: Plan, tmp_path: Path) -> None:
    folder = new_folder(tmp_path / "viec")
    book = load_workbook(BytesIO(press(folder, date(2023, 5, 22)).report.read_bytes()), data_only=True)
    assert book["Phụ lục 01"]["D19"].value in (None, "")
    assert book["Phụ lục 01"]["C19"].value == 1_013_355


@pytest.mark.office
def test_libreoffice_recalculates_to_the_very_same_figures(outcome: Outcome, tmp_path: Path) -> None:
    files = convert(outcome.report, ALL_SHEETS, tmp_path)
    path = next(path for path in files if "Phụ lục 01" in path.name)
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    total = outcome.standing.total
    expected = [total[kind].get(measure) for kind in Kind for measure in Measure]
    assert [int(re.sub(r"\D", "", cell)) for cell in rows[18][2:22]] == expected
    assert not any(cell.startswith(("#", "Err:")) for row in rows for cell in row)


@pytest.mark.office
def test_printed_by_libreoffice_it_is_three_pages_the_first_on_a3(outcome: Outcome, tmp_path: Path) -> None:
    (path,) = convert(outcome.report, "pdf", tmp_path)
    told = subprocess.run(["pdfinfo", "-l", "9", str(path)], check=True, capture_output=True, encoding="utf-8").stdout
    sizes = [tuple(round(float(side)) for side in pair) for pair in re.findall(r"size:\s*([\d.]+) x ([\d.]+)", told)]
    assert sizes == [(1191, 842), (842, 595), (842, 595)]
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    assert "###" not in text
    assert "Thành Phố Đồng Xoài" in text
