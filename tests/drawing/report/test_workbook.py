"""The report: the official form to the letter, sums that a spreadsheet program agrees with, the same bytes each time."""

import csv
import re
import subprocess
import zipfile
from dataclasses import replace
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
from xlpy.core.units import as_entry
from xlpy.drawing.report.workbook import draw_report
from xlpy.journal import Journal

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
    assert sheet["A3"].value == "(kèm theo Kế hoạch số 188/KH-UBND ngày 04/4/2023 của UBND tỉnh)"
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
    assert [sheet.cell(row, 2).value for row in range(8, 19)] == [as_entry(unit.name) for unit in plan.senders]
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


def test_it_prints_lying_one_page_wide_with_its_header_repeated(sheet: Worksheet) -> None:
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.page_setup.fitToWidth in (None, 1)  # 1 where nothing is said
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$5:$7"
    assert sheet.freeze_panes == "C8"
    assert sheet["C8"].font.name == "Times New Roman"
    assert sheet["C8"].number_format == "#,##0_)"


def test_the_summary_comes_first_and_the_sources_are_not_shown(outcome: Outcome) -> None:
    book = load_workbook(outcome.report)
    assert {sheet.title: sheet.sheet_state for sheet in book} == {
        "Tóm tắt": "visible",
        "Phụ lục 01": "visible",
        "Tình hình báo cáo": "visible",
        "Nguồn số liệu": "hidden",
        "Số liệu biểu đồ": "hidden",
    }


def test_who_reported_when_has_a_page_without_files_cells_and_hashes(outcome: Outcome) -> None:
    board = load_workbook(outcome.report)["Tình hình báo cáo"]
    assert board["A1"].value == "TÌNH HÌNH BÁO CÁO NGÀY 23/5/2023"
    assert board["A2"].value == "9/11 đơn vị có số liệu: 9 đúng hạn. 1 trả lại để sửa. 1 chưa báo cáo."
    states = [board.cell(row, 3).value for row in (4, 11, 14)]
    assert states == ["● Đã tiếp nhận", "× Trả lại để sửa", "○ Chưa báo cáo"]
    assert board["D4"].value == "13:00"
    assert [board.cell(row, 7).value for row in (4, 11, 14)] == ["●●", "●×", "●○"]
    assert board["H11"].value == "Số trong ngày lớn hơn Tổng đã nhập; giữ số ngày 22/5/2023"
    told = " ".join(str(cell) for row in board.iter_rows(values_only=True) for cell in row if cell is not None)
    assert not re.search(r"[0-9a-f]{16}|\.xlsx|\b[A-V]\d+\b|\b(CD|LK|SL|TG)\d\d\b", told)


def test_where_each_figure_comes_from_is_kept_out_of_sight(outcome: Outcome) -> None:
    rows = list(load_workbook(outcome.report)["Nguồn số liệu"].iter_rows(min_row=2, values_only=True))
    for row, unit in zip(rows, outcome.standing.units, strict=True):
        assert row[0] == unit.name
        assert (row[1] or "", row[5] or "") == (unit.source.file, unit.receipt.sha256 if unit.receipt else "")
    assert rows[0][3] == "D8, E8, H8, I8, L8, M8, P8, Q8"


def test_what_others_wrote_never_becomes_a_formula(outcome: Outcome) -> None:
    with zipfile.ZipFile(outcome.report) as package:
        formulas = re.findall(
            rb"<f>([^<]*)</f>", b"".join(package.read(name) for name in package.namelist() if "sheet" in name)
        )
    assert len(formulas) == 20
    assert all(formula.startswith(b"IF(COUNT(") for formula in formulas)
    assert load_workbook(outcome.report)["Nguồn số liệu"]["B9"].value == "=binh long.xlsx"


def test_the_same_standing_gives_the_same_bytes(outcome: Outcome) -> None:
    with Journal.reading(outcome.report.parents[2] / "nhat-ky.sqlite") as journal:
        before = journal.before(SECOND)
    assert draw_report(outcome.plan, outcome.standing, before) == outcome.report.read_bytes()
    assert draw_report(outcome.plan, outcome.standing) != outcome.report.read_bytes()  # yesterday is part of it


def test_it_is_signed_below_the_official_form(sheet: Worksheet, outcome: Outcome) -> None:
    told = {cell.value for row in sheet.iter_rows(min_row=20) for cell in row if cell.value}
    assert {"NGƯỜI LẬP BIỂU", "GIÁM ĐỐC", "Bình Phước, ngày 23 tháng 5 năm 2023"} <= told
    signer = replace(outcome.plan, letterhead=outcome.plan.letterhead._replace(signer="Nguyễn Văn An"))
    again = load_workbook(BytesIO(draw_report(signer, outcome.standing)))["Phụ lục 01"]
    assert "Nguyễn Văn An" in {cell.value for row in again.iter_rows(min_row=20) for cell in row}


@pytest.mark.parametrize(("paper", "code", "size"), [("A4", 9, 10), ("A3", 8, 13)])
def test_the_official_form_lies_on_the_paper_that_the_settings_name(
    outcome: Outcome, paper: str, code: int, size: int
) -> None:
    book = load_workbook(BytesIO(draw_report(replace(outcome.plan, form_paper=paper), outcome.standing)))
    setup = {sheet.title: (sheet.page_setup.paperSize, sheet.page_setup.orientation) for sheet in book}
    assert setup["Phụ lục 01"] == (code, "landscape")
    assert book["Phụ lục 01"]["C8"].font.sz == size
    assert setup["Tóm tắt"] == setup["Tình hình báo cáo"] == (9, "portrait")


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
@pytest.mark.parametrize(("paper", "lying"), [("A4", (842, 595)), ("A3", (1191, 842))])
def test_printed_by_libreoffice_it_is_three_pages(
    outcome: Outcome, tmp_path: Path, paper: str, lying: tuple[int, int]
) -> None:
    workbook = tmp_path / "bao-cao.xlsx"
    workbook.write_bytes(draw_report(replace(outcome.plan, form_paper=paper), outcome.standing))
    (path,) = convert(workbook, "pdf", tmp_path)
    told = subprocess.run(["pdfinfo", "-l", "9", str(path)], check=True, capture_output=True, encoding="utf-8").stdout
    sizes = [tuple(round(float(side)) for side in pair) for pair in re.findall(r"size:\s*([\d.]+) x ([\d.]+)", told)]
    assert sizes == [(595, 842), lying, (595, 842)]
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    assert "###" not in text
    assert "Thành phố Đồng Xoài" in text
    assert "SHA-256" not in text and ".xlsx" not in text
