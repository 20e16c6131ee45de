"""The form that a unit fills in: nothing of it moves, nothing overlaps, and a blank stays a blank."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import combinations
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.cell_range import CellRange
from openxml_audit import OpenXmlValidator

import xlpy
from tests.kit.calc import Calc, Document, Locked, gnumeric_differences, recalculation_differences
from tests.kit.unit_forms import (
    CHECK,
    CHOSEN,
    FIRST_ROW,
    LAST_ROW,
    NOTE,
    OPENING_ROW,
    REASON,
    STATE,
    TARGETS_ROW,
    TODAY,
    enter,
    of_the_hour,
    set_today,
)
from xlpy.core.forms import DAY_SHEET, FORM_SHEET, MISMATCH_SHEET, parse_mark
from xlpy.core.mismatch_sheet import MISMATCH_SIDE
from xlpy.core.office_book import GUIDE_SHEET
from xlpy.core.plan.letterhead import Contact
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Kind
from xlpy.core.units import Unit
from xlpy.drawing.unit_form import draw_unit_form
from xlpy.drawing.unit_form.mismatches import DRAWN

GUIDE = "Hướng dẫn"
CODES = ("696", "25222", "70", "698", "689")
"""A district, a commune without a target, the province, a district that the plan gives nothing, and the town."""
UNIT_ROW, TOTAL_ROW, NOTE_CELL = 10, 11, "B12"
LATER_THAN_2010 = (
    *("XLOOKUP", "XMATCH", "FILTER", "LET", "LAMBDA", "TEXTJOIN", "CONCAT", "IFS", "IFNA", "MAXIFS", "MINIFS"),
    *("SWITCH", "UNIQUE", "SORT", "SORTBY", "SEQUENCE", "XOR", "FORMULATEXT", "ISFORMULA", "SHEET", "DAYS", "TAKE"),
)
LOCALISED = ("TEXT",)
"""Its codes for days differ by language."""


def unit(plan: Plan, code: str) -> Unit:
    return next(unit for unit in plan.root.walk() if unit.code == code)


@pytest.fixture(scope="module")
def forms(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("forms")
    paths = {code: folder / f"{code}.xlsx" for code in CODES}
    for code, path in paths.items():
        path.write_bytes(draw_unit_form(plan, unit(plan, code)))
    return paths


@pytest.fixture(scope="module")
def books(forms: Mapping[str, Path]) -> Mapping[str, Workbook]:
    return {code: load_workbook(path) for code, path in forms.items()}


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory, needs_office: None) -> Iterator[Calc]:
    with Calc(tmp_path_factory.mktemp("calc"), "vi-VN") as calc:
        yield calc


@pytest.fixture
def form(calc: Calc, forms: Mapping[str, Path]) -> Iterator[Document]:
    with closing(calc.open(forms["696"])) as document:
        yield document


def test_no_line_of_the_guide_is_cut(form: Document) -> None:
    assert form.too_low(GUIDE_SHEET) == []


def test_the_guide_says_whom_to_ring(plan: Plan, books: Mapping[str, Workbook]) -> None:
    asked = [str(cell.value) for row in books["696"][GUIDE_SHEET] for cell in row if cell.value]
    assert asked[-1].startswith("Đầu mối của Sở Tư pháp: …") and "gọi Sở Tư pháp." in "".join(asked)
    known = replace(plan, contact=Contact(" Nguyễn Văn An", "0271 388 1234"))
    sheet = load_workbook(BytesIO(draw_unit_form(known, unit(plan, "696"))))[GUIDE_SHEET]
    told = [str(cell.value) for row in sheet for cell in row if cell.value]
    assert told[-1] == "Đầu mối của Sở Tư pháp: Nguyễn Văn An  Điện thoại: 0271 388 1234"
    assert any(line.endswith("gọi Sở Tư pháp (Nguyễn Văn An, 0271 388 1234).") for line in told)


def timeless(differences: Iterable[str]) -> list[str]:
    """What is not of the hour."""
    return [said for said in differences if not of_the_hour(*said.partition(":")[0].rsplit("!", 1))]


def official(form: Document) -> list[object]:
    """The unit's figures on Phụ lục 01, kind by kind."""
    return list(form.block(FORM_SHEET, f"C{UNIT_ROW}:V{UNIT_ROW}")[0])


def formulas(book: Workbook) -> Iterator[tuple[str, str, str]]:
    """Sheet, place and text of each formula: in cells, in conditional formats, in validations."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate, str(getattr(cell.value, "text", cell.value))
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                for formula in rule.formula:
                    yield sheet.title, str(area.sqref), formula
        for validation in sheet.data_validations.dataValidation:
            for formula in filter(None, (validation.formula1, validation.formula2)):
                yield sheet.title, str(validation.sqref), str(formula)


def functions(formula: str) -> set[str]:
    """The functions that a formula calls."""
    return set(re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub(r'"[^"]*"', '""', formula)))


def nesting(formula: str) -> int:
    """How deep functions stand within functions."""
    depth = deepest = 0
    for letter in re.sub(r'"[^"]*"', "", formula):
        depth += (letter == "(") - (letter == ")")
        deepest = max(deepest, depth)
    return deepest


def overlapping(areas: Iterable[CellRange]) -> list[tuple[str, str]]:
    return [(one.coord, other.coord) for one, other in combinations(areas, 2) if not one.isdisjoint(other)]


# -- the file ------------------------------------------------------------------------------------------------------


def test_the_same_unit_gives_the_same_bytes(plan: Plan, forms: Mapping[str, Path]) -> None:
    for code in ("696", "25222"):
        assert draw_unit_form(plan, unit(plan, code)) == forms[code].read_bytes()


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_draws_the_same_bytes(seed: str, forms: Mapping[str, Path], tmp_path: Path) -> None:
    script = (
        "import sys; from xlpy.doors.disk.plan_file import default_plan; from xlpy.drawing.unit_form import draw_unit_form\n"
        "plan = default_plan().plan; unit = next(u for u in plan.root.walk() if u.code == '696')\n"
        "sys.stdout.buffer.write(draw_unit_form(plan, unit))"
    )
    path = str(Path(xlpy.__file__).parent.parent)
    drawn = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed},
    )
    assert drawn.stdout == forms["696"].read_bytes()


@pytest.mark.parametrize("code", CODES)
def test_the_auditor_of_packages_finds_nothing(code: str, forms: Mapping[str, Path]) -> None:
    found = OpenXmlValidator(max_errors=0).validate(forms[code])
    assert found.errors == []
    assert found.is_valid


@pytest.mark.gnumeric
@pytest.mark.parametrize("code", [CODES[0], *(pytest.param(code, marks=pytest.mark.slow) for code in CODES[1:])])
def test_the_values_in_the_file_are_what_spreadsheets_compute(
    code: str, forms: Mapping[str, Path], calc: Calc, tmp_path: Path
) -> None:
    assert timeless(recalculation_differences(forms[code], calc)) == []
    assert timeless(gnumeric_differences(forms[code], tmp_path)) == []


@pytest.mark.slow
@pytest.mark.gnumeric
def test_a_filled_form_is_the_same_to_both_spreadsheets(form: Document, calc: Calc, tmp_path: Path) -> None:
    form.type(DAY_SHEET, f"{TODAY[Kind.BIRTH]}{OPENING_ROW}", 1000)
    enter(form, FIRST_ROW, (1245, 310, 95, 1))
    enter(form, FIRST_ROW + 1, (300, 70, None, 0))
    enter(form, FIRST_ROW + 2, (-5, 12, 3, 1), "ngày 22/5 nhập trùng 5")
    path = tmp_path / "filled.xlsx"
    form.save_as(path)
    assert official(form)[:4] == [115614, -5, 2540, 113074]
    assert recalculation_differences(path, calc) == []
    assert gnumeric_differences(path, tmp_path) == []


# -- within Excel's limits -----------------------------------------------------------------------------------------


def test_validations_fit_into_excel(books: Mapping[str, Workbook]) -> None:
    for book in books.values():
        for sheet in book:
            for found in sheet.data_validations.dataValidation:
                assert all(len(str(formula or "")) <= 255 for formula in (found.formula1, found.formula2))
                assert all(len(title or "") <= 32 for title in (found.errorTitle, found.promptTitle))
                assert all(len(words or "") <= 255 for words in (found.error, found.prompt))
                assert found.error
                assert found.errorTitle
                assert found.showErrorMessage
                assert found.errorStyle in (None, "stop")


def test_formulas_fit_into_excel(books: Mapping[str, Workbook]) -> None:
    for book in books.values():
        for sheet, place, formula in formulas(book):
            assert len(formula) <= 8192, (sheet, place)
            assert all(len(text) <= 255 for text in re.findall(r'"((?:[^"]|"")*)"', formula)), (sheet, place)
            assert nesting(formula) <= 64, (sheet, place)


def test_no_formula_is_an_array_formula(forms: Mapping[str, Path]) -> None:
    # LibreOffice, which believes what a file holds, does not calculate those again when their cells change.
    for path in forms.values():
        with ZipFile(path) as package:
            sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
            assert sheets
            assert [name for name in sheets if b't="array"' in package.read(name)] == []


def test_no_two_validations_and_no_two_merged_areas_overlap(books: Mapping[str, Workbook]) -> None:
    for book in books.values():
        for sheet in book:
            validated = [area for found in sheet.data_validations.dataValidation for area in found.sqref.ranges]
            assert overlapping(validated) == []
            assert overlapping(sheet.merged_cells.ranges) == []


def test_formulas_need_no_newer_program_than_excel_2010(books: Mapping[str, Workbook]) -> None:
    for book in books.values():
        for sheet, place, formula in formulas(book):
            called = functions(formula)
            assert not called & {*LATER_THAN_2010, *LOCALISED}, (sheet, place)
            assert "_xl" not in formula, (sheet, place)


def test_the_check_for_functions_sees_them() -> None:
    assert functions('=IF(TEXT(A1,"d")="",_xlfn.XLOOKUP(1,B:B,C:C),"SORT(")') == {"IF", "TEXT", "XLOOKUP"}


# -- locked and open -----------------------------------------------------------------------------------------------


def inputs(code: str) -> set[tuple[str, str]]:
    rows = range(FIRST_ROW, LAST_ROW + 1)
    found = {(DAY_SHEET, f"{column}{row}") for row in rows for column in (*TODAY.values(), NOTE, REASON)}
    found |= {(DAY_SHEET, f"{column}{OPENING_ROW}") for column in TODAY.values()}
    if code == "25222":
        found |= {(DAY_SHEET, f"{column}{TARGETS_ROW}") for column in TODAY.values()}
    lines = range(MISMATCH_SIDE.first_row + 1, MISMATCH_SIDE.first_row + DRAWN + 1)
    found |= {(MISMATCH_SHEET, f"{column}{row}") for row in lines for column in "ABCDEFGHIJ"}
    return found | {(FORM_SHEET, CHOSEN), (FORM_SHEET, "H1")}  # merged


@pytest.mark.parametrize("code", ["696", "25222", "698"])
def test_inputs_are_open_and_all_else_is_locked(code: str, books: Mapping[str, Workbook]) -> None:
    book = books[code]
    cells = [(sheet.title, cell) for sheet in book for row in sheet.iter_rows() for cell in row]
    unlocked = {(title, cell.coordinate) for title, cell in cells if not cell.protection.locked}
    assert unlocked == inputs(code)
    assert not [cell for title, cell in cells if (title, cell.coordinate) in unlocked and cell.data_type == "f"]


def test_every_input_of_figures_is_validated(books: Mapping[str, Workbook]) -> None:
    for code, book in books.items():
        sheet = book[DAY_SHEET]
        areas = [area for found in sheet.data_validations.dataValidation for area in found.sqref.ranges]
        validated = {
            f"{chr(64 + column)}{row}"
            for area in areas
            for row in range(area.min_row, area.max_row + 1)
            for column in range(area.min_col, area.max_col + 1)
        }
        wanted = {cell for title, cell in inputs(code) if title == DAY_SHEET and not cell.startswith(NOTE)}
        assert validated == wanted, code


def test_sheets_are_protected_without_a_password_and_stand_in_their_order(books: Mapping[str, Workbook]) -> None:
    for book in books.values():
        assert book.sheetnames == [DAY_SHEET, FORM_SHEET, MISMATCH_SHEET, GUIDE]
        assert book.active.title == DAY_SHEET
        assert all(sheet.sheet_state == "visible" for sheet in book)
        assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)


def test_a_clerk_can_type_into_inputs_only(form: Document) -> None:
    form.type(DAY_SHEET, f"D{FIRST_ROW}", 250)
    form.type(DAY_SHEET, f"{NOTE}{FIRST_ROW}", "máy hỏng")
    form.type(DAY_SHEET, f"E{OPENING_ROW}", 10)
    form.type(FORM_SHEET, CHOSEN, date(2023, 5, 22))
    places = ("A1", "A2", STATE, "A4", "D10", "B14", "C14", "H14", "I14", "L14", "O14", "S14", "AE1", "AE3", "D98")
    locked = [(DAY_SHEET, place) for place in places]
    locked += [(FORM_SHEET, place) for place in ("A1", "D10", "D11", "B10", "A4", "X1", "X2", "X3", NOTE_CELL)]
    for sheet, place in [*locked, (GUIDE, "B3")]:
        with pytest.raises(Locked):
            form.type(sheet, place, 1)


def test_a_unit_without_a_target_types_its_totals(calc: Calc, forms: Mapping[str, Path]) -> None:
    with closing(calc.open(forms["25222"])) as form:
        enter(form, FIRST_ROW, (3, 2, 1, 0))
        assert official(form)[:4] == ["", 3, 3, ""]
        assert official(form)[-4:] == ["", 6, 6, ""]
        for kind, total in zip(KINDS, (500, 100, 50, 2), strict=True):
            form.type(DAY_SHEET, f"{TODAY[kind]}{TARGETS_ROW}", total)
        assert official(form)[:4] == [500, 3, 3, 497]
        assert official(form)[-4:] == [652, 6, 6, 646]


def test_the_hidden_mark_tells_unit_and_plan(plan: Plan, books: Mapping[str, Workbook]) -> None:
    for code, book in books.items():
        for sheet in (book[DAY_SHEET], book[FORM_SHEET]):
            texts = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
            (found,) = filter(None, map(parse_mark, texts))
            assert (found["don-vi"], found["ke-hoach"], found["mau"]) == (code, plan.document.number, "3")


# -- what it shows -------------------------------------------------------------------------------------------------


def test_an_untouched_form_shows_no_figure_and_no_date(form: Document) -> None:
    assert set(official(form)) == {""}
    assert set(form.block(FORM_SHEET, f"C{TOTAL_ROW}:V{TOTAL_ROW}")[0]) == {""}
    assert "(tính đến ngày ...../...../.....)" in str(form.cell(FORM_SHEET, "A4"))
    assert "Chưa có số liệu" in str(form.cell(FORM_SHEET, "I1"))
    assert form.cell(FORM_SHEET, NOTE_CELL) == ""
    days = form.block(DAY_SHEET, f"D{FIRST_ROW}:{CHECK}{LAST_ROW}")
    assert {value for row in days for value in row} == {""}


def test_the_last_day_with_an_entry_is_shown(form: Document) -> None:
    set_today(form, date(2023, 5, 22))
    enter(form, FIRST_ROW, (1245, 310, 95, 1))
    assert official(form) == [
        *(115614, 1245, 1245, 114369),
        *(27011, 310, 310, 26701),
        *(8614, 95, 95, 8519),
        *(25, 1, 1, 24),
        *(151264, 1651, 1651, 149613),
    ]
    assert official(form) == form.block(FORM_SHEET, f"C{TOTAL_ROW}:V{TOTAL_ROW}")[0]
    assert "(tính đến ngày 22/5/2023)" in str(form.cell(FORM_SHEET, "A4"))
    assert form.cell(FORM_SHEET, "N13") == "Bù Đăng, ngày 22 tháng 5 năm 2023"
    assert str(form.cell(FORM_SHEET, "I1")).startswith("SẴN SÀNG GỬI")
    enter(form, FIRST_ROW + 3, (0, 0, 0, 0))
    assert official(form)[:4] == [115614, 0, 1245, 114369]
    assert "(tính đến ngày 25/5/2023)" in str(form.cell(FORM_SHEET, "A4"))


def test_a_kind_left_blank_has_no_figure_of_the_day_but_its_total(form: Document) -> None:
    enter(form, FIRST_ROW, (1245, 310, 95, 1))
    enter(form, FIRST_ROW + 1, (300, 70, None, 0))
    assert official(form)[8:12] == [8614, "", 95, 8519]
    assert official(form)[12:16] == [25, 0, 1, 24]
    assert official(form)[-4:] == [151264, 370, 2021, 149243]


def test_a_day_with_an_error_is_shown_and_not_the_day_before(form: Document) -> None:
    enter(form, FIRST_ROW, (1245, 310, 95, 1))
    form.type(DAY_SHEET, f"D{FIRST_ROW + 1}", "=1/0")
    assert "(tính đến ngày 23/5/2023)" in str(form.cell(FORM_SHEET, "A4"))
    assert str(form.cell(FORM_SHEET, "I1")).startswith("CHƯA GỬI ĐƯỢC")


def test_an_older_day_can_be_chosen(form: Document) -> None:
    enter(form, FIRST_ROW, (1245, 310, 95, 1))
    enter(form, FIRST_ROW + 1, (-5, 70, 5, 0), "ngày 22/5 nhập trùng 5")
    assert form.cell(FORM_SHEET, NOTE_CELL) == "Ghi chú: ngày 22/5 nhập trùng 5"
    form.type(FORM_SHEET, CHOSEN, date(2023, 5, 22))
    assert official(form)[:4] == [115614, 1245, 1245, 114369]
    assert "(tính đến ngày 22/5/2023)" in str(form.cell(FORM_SHEET, "A4"))
    assert form.cell(FORM_SHEET, NOTE_CELL) == ""
    form.type(FORM_SHEET, CHOSEN, date(2023, 5, 24))
    assert official(form)[1:3] == ["", ""]
    form.type(FORM_SHEET, CHOSEN, None)
    assert official(form)[:4] == [115614, -5, 1240, 114374]


def test_the_day_after_the_deadline_can_still_be_entered(form: Document) -> None:
    enter(form, LAST_ROW, (1, 0, 0, 0))
    assert "(tính đến ngày 13/8/2023)" in str(form.cell(FORM_SHEET, "A4"))


def test_the_widest_figures_fit_into_their_columns(calc: Calc, forms: Mapping[str, Path]) -> None:
    with closing(calc.open(forms["689"])) as form:
        totals = [form.cell(DAY_SHEET, f"{TODAY[kind]}{TARGETS_ROW}") for kind in KINDS]
        enter(form, FIRST_ROW, (0, 0, 0, 0))
        enter(form, FIRST_ROW + 1, totals)  # type: ignore[arg-type]
        for row, columns in ((TARGETS_ROW, "DEFGI"), (12, "DEFGJ"), (FIRST_ROW, "HIJK"), (FIRST_ROW + 1, "DEFGHIJK")):
            shown = {column: form.text(DAY_SHEET, f"{column}{row}") for column in columns}
            assert "###" not in shown.values(), shown
        shown = {column: form.text(FORM_SHEET, f"{column}{TOTAL_ROW}") for column in "CDEGILMPQSTU"}
        assert "###" not in shown.values(), shown
        assert form.text(DAY_SHEET, f"B{LAST_ROW}") == "13/8/2023"
        form.type(FORM_SHEET, CHOSEN, date(2023, 5, 22))
        assert form.text(FORM_SHEET, CHOSEN) == "22/5/2023"
        shown = {column: form.text(FORM_SHEET, f"{column}{UNIT_ROW}") for column in "FV"}
        assert "###" not in shown.values(), shown


# -- in print ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_headers_repeat_and_stay_in_sight(books: Mapping[str, Workbook]) -> None:
    for book in books.values():
        days, official_form = book[DAY_SHEET], book[FORM_SHEET]
        assert days.print_title_rows == "$8:$9"
        # Rows only: a frozen column would cover what stands right of it on a narrow screen.
        assert (days.freeze_panes, official_form.freeze_panes) == (f"A{OPENING_ROW}", f"A{UNIT_ROW}")
        assert days.print_area == f"'{DAY_SHEET}'!$A$2:$N${LAST_ROW}"
        assert official_form.print_area == f"'{FORM_SHEET}'!$A$3:$V$16"
        for sheet, tall in ((days, 0), (official_form, None), (book[GUIDE], None)):
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, tall)
            assert sheet.page_setup.paperSize == 9


@pytest.mark.slow
def test_the_official_form_is_printed_on_one_page_and_every_page_of_days_has_the_header(
    form: Document, tmp_path: Path
) -> None:
    enter(form, FIRST_ROW, (1245, 310, 95, 1), "máy hỏng một giờ")
    path = tmp_path / "form.pdf"
    form.save_as(path)
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True).stdout
    told = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True, encoding="utf-8").stdout
    pages = text.decode("utf-8").rstrip("\f").split("\f")
    assert f"Pages:           {len(pages)}" in told
    official_pages = [page for page in pages if "PHỤ LỤC 01" in page]
    assert len(official_pages) == 1
    assert "NGƯỜI LẬP BIỂU" in official_pages[0]
    assert "THỦ TRƯỞNG ĐƠN VỊ" in official_pages[0]
    assert "Xem ngày" not in official_pages[0]
    guide = [page for page in pages if "CÁCH ĐIỀN BIỂU" in page]
    apart = [page for page in pages if "Chuyển Công an" in page]
    assert len(apart) == 2
    days = [page for page in pages if page not in (*official_pages, *guide, *apart)]
    assert len(guide) == 1
    assert 1 < len(days) <= 4
    assert all("CẢ BỐN LOẠI" in page and "GHI CHÚ" in page for page in days)


@pytest.mark.slow
def test_the_order_in_which_the_rules_were_loaded_changes_no_byte(
    forms: Mapping[str, Path], plan: Plan, tmp_path: Path
) -> None:
    script = (
        "import sys, xlpy.rules.form, xlpy.rules.cell, xlpy.rules.history\n"
        "from xlpy.doors.disk.plan_file import default_plan; from xlpy.drawing.unit_form import draw_unit_form\n"
        "plan = default_plan().plan; open(sys.argv[1], 'wb').write(draw_unit_form(plan, plan.senders[0]))"
    )
    made = tmp_path / "made.xlsx"
    path = str(Path(xlpy.__file__).parent.parent)
    subprocess.run([sys.executable, "-c", script, str(made)], check=True, env={**os.environ, "PYTHONPATH": path})
    assert made.read_bytes() == draw_unit_form(plan, plan.senders[0])


def test_a_name_in_quotation_marks_breaks_no_formula(plan: Plan) -> None:
    quoted = Unit("696", 'Huyện "Anh Hùng"')
    book = load_workbook(BytesIO(draw_unit_form(plan, quoted)))
    told = [cell.value for row in book[FORM_SHEET].iter_rows() for cell in row if "Anh Hùng" in str(cell.value)]
    formulas = [text for text in told if text.startswith("=")]
    assert formulas and all('""Anh Hùng""' in text for text in formulas)
