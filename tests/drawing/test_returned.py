"""The return workbook: the unit's own file with marks, a note on each, a sheet in front, and nothing else changed."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from odf.opendocument import OpenDocumentSpreadsheet
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openxml_audit import OpenXmlValidator

from tests.kit.calc import Calc
from tests.kit.folders import FIRST, HANDS, form, works, wrong
from tests.kit.hostile import pack, with_another
from tests.kit.laws import law
from tests.kit.returned import (
    MAIN,
    MENDING,
    OFFICE,
    RED,
    SAID,
    YELLOW,
    boxes_of,
    crowded,
    error,
    facts,
    fill_of,
    info,
    notes_of,
    parts,
    repacked,
    returned,
    seen,
    sheet_parts,
    warning,
    with_old_buttons,
    without_marks,
)
from xlpy.core.forms import DAY_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.core.reading import Submission, read_submissions
from xlpy.core.records import Kind, Measure
from xlpy.core.source import Finding, Severity, Source
from xlpy.doors.files.workbook import read_workbook
from xlpy.drawing.returned import CannotReturn, draw_return
from xlpy.drawing.unit_form import draw_unit_form
from xlpy.shipped import shipped

UNIT = "696"
KINDS = ("issued", "filled", "crowded", "libreoffice", "office", "buttons", *HANDS)
PLACED = ((error, "D9"), (warning, "D9"), (warning, "B2:E4"), (info, "C3"), (error, "AB40"))
ALWAYS_CHANGED = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory, needs_office: None) -> Iterator[Calc]:
    with Calc(tmp_path_factory.mktemp("calc"), "vi-VN") as calc:
        yield calc


@pytest.fixture(scope="module")
def files(plan: Plan, calc: Calc, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Every make of file that comes back to units: issued, filled, saved by LibreOffice, by other programs, by hand."""
    folder = tmp_path_factory.mktemp("files")
    unit = next(unit for unit in plan.senders if unit.code == UNIT)
    made = {code: form(plan, work) for code, work in works(plan)[0].items()}
    made["issued"] = draw_unit_form(plan, unit)
    made["crowded"] = crowded()
    made["buttons"] = with_old_buttons("Điều khiển", "Tổng hợp", "Gửi thư")
    made["office"] = shipped("workbook/Hotich.xlsm").read_bytes()
    (folder / "issued.xlsx").write_bytes(made["issued"])
    book = load_workbook(folder / "issued.xlsx")
    for column, figure in zip("DEFG", (1245, 310, 95, 1), strict=True):
        book[DAY_SHEET][f"{column}14"] = figure
    book.save(folder / "filled.xlsx")
    made["filled"] = (folder / "filled.xlsx").read_bytes()
    (folder / "crowded.xlsx").write_bytes(made["crowded"])
    with closing(calc.open(folder / "crowded.xlsx")) as document:
        document.save_as(folder / "saved.xlsx")
    made["libreoffice"] = (folder / "saved.xlsx").read_bytes()
    return made


@pytest.fixture(params=KINDS)
def original(request: pytest.FixtureRequest, files: Mapping[str, bytes]) -> bytes:
    return files[request.param]


def first_sheet(data: bytes) -> str:
    return next(iter(sheet_parts(data)))


def some(data: bytes) -> tuple[Finding, ...]:
    """Findings of each kind on the first and on the last sheet that can be seen, blank cells among them."""
    book = seen(data)
    shown = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return (
        *(make(sheet, cell) for sheet in dict.fromkeys((shown[0], shown[-1])) for make, cell in PLACED),
        error(shown[0], ""),
        warning("", ""),
    )


def audit(data: bytes, path: Path) -> set[str]:
    path.write_bytes(data)
    found = {str(error) for error in OpenXmlValidator(max_errors=0).validate(path).errors}
    # It would have no texts within cells where a file shares none; sharing some would change more of the file.
    return {error for error in found if "inline-string" not in error}


def read(data: bytes, plan: Plan, file: str) -> tuple[Submission, ...]:
    snapshot = read_workbook(data, file)
    assert snapshot.grids, snapshot.problems
    return read_submissions(snapshot, plan.senders, year=2023, start=plan.start)


# -- nothing else is changed ---------------------------------------------------------------------------------------


def test_every_part_that_needs_no_change_is_the_same_to_the_byte(original: bytes) -> None:
    findings = some(original)
    before, after = parts(original), parts(returned(original, *findings))
    assert list(after)[: len(before)] == list(before)
    marked = {sheet_parts(original)[finding.source.sheet] for finding in findings if finding.source.cell}
    theirs = {re.sub(r"([^/]+)$", r"_rels/\1.rels", part) for part in marked}
    notes = {name for name in before if "omments" in name or name.endswith(".vml")}
    for name in before.keys() - ALWAYS_CHANGED - marked - theirs - notes:
        assert after[name] == re.sub(rb' tabSelected="\w+"', b"", before[name]), name


def test_parts_keep_their_dates_and_new_ones_have_none(original: bytes) -> None:
    made = returned(original, *some(original))
    with zipfile.ZipFile(io.BytesIO(original)) as old, zipfile.ZipFile(io.BytesIO(made)) as new:
        kept = [(one.filename, one.date_time, one.compress_type) for one in new.infolist()]
        assert kept[: len(old.infolist())] == [
            (one.filename, one.date_time, one.compress_type) for one in old.infolist()
        ]
        assert {moment for _, moment, _ in kept[len(old.infolist()) :]} == {(1980, 1, 1, 0, 0, 0)}


def test_a_marked_sheet_differs_by_its_marks_alone(original: bytes) -> None:
    made = returned(original, *some(original))
    for sheet in sheet_parts(original):
        assert without_marks(made, sheet) == without_marks(original, sheet)


def test_formats_are_added_after_those_that_are_there(original: bytes) -> None:
    before, after = (
        etree.fromstring(parts(data)["xl/styles.xml"]) for data in (original, returned(original, *some(original)))
    )
    assert [child.tag for child in before] == [child.tag for child in after]
    for old, new in zip(before, after, strict=True):
        kept = [etree.tostring(child, method="c14n") for child in new][: len(old)]
        assert kept == [etree.tostring(child, method="c14n") for child in old], old.tag
        assert new.get("count") in (None, str(len(new)))


@pytest.mark.slow
def test_another_reader_reads_the_same(original: bytes) -> None:
    assert facts(returned(original, *some(original))) == facts(original)


@pytest.mark.slow
def test_the_auditor_of_packages_finds_nothing_new(original: bytes, tmp_path: Path) -> None:
    made = returned(original, *some(original))
    again = returned(made, *some(original)[:2])
    assert audit(made, tmp_path / "made.xlsx") - audit(original, tmp_path / "original.xlsx") == set()
    assert audit(again, tmp_path / "again.xlsx") - audit(original, tmp_path / "original.xlsx") == set()


def test_the_same_file_gives_the_same_bytes(original: bytes) -> None:
    assert returned(original, *some(original)) == returned(original, *some(original))


@pytest.mark.slow
def test_libreoffice_opens_it_with_the_same_values(original: bytes, calc: Calc, tmp_path: Path) -> None:
    sheets = list(sheet_parts(original))
    found = []
    for name, data in (("original.xlsx", original), ("returned.xlsx", returned(original, *some(original)))):
        (tmp_path / name).write_bytes(data)
        with closing(calc.open(tmp_path / name)) as document:
            assert [sheet for sheet in document.sheets if sheet != MENDING] == sheets
            found.append({sheet: dict(document.cells(sheet)) for sheet in sheets})
    assert found[0] == found[1]


def test_macros_and_buttons_stay(files: Mapping[str, bytes]) -> None:
    made = parts(returned(files["office"], error("Điều khiển", "L11")))
    before = parts(files["office"])
    assert made["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]
    assert b"sheet.macroEnabled.main+xml" in made["[Content_Types].xml"]
    assert before["xl/drawings/drawing1.xml"].count(b"macro=") > 1
    assert made["xl/drawings/drawing1.xml"] == before["xl/drawings/drawing1.xml"]
    assert boxes_of(returned(files["office"], error("Điều khiển", "L11"))) == [(10, 11)]


def test_buttons_of_old_excel_stay(files: Mapping[str, bytes]) -> None:
    before = parts(files["buttons"])
    made = parts(returned(files["buttons"], error("Điều khiển", "L11")))
    old, new = before["xl/drawings/vmlDrawing1.vml"], made["xl/drawings/vmlDrawing1.vml"]
    shapes = re.compile(rb"<v:shape .*?</v:shape>", re.DOTALL)
    assert len(shapes.findall(old)) == 2
    assert shapes.findall(new)[:-1] == shapes.findall(old)
    assert b'data="1,2"' in new
    assert b"<x:Row>10</x:Row><x:Column>11</x:Column>" in shapes.findall(new)[-1]
    assert etree.fromstring(new) is not None


# -- what is marked ------------------------------------------------------------------------------------------------


def test_a_cell_has_the_colour_of_the_worst_that_is_said_of_it(files: Mapping[str, bytes]) -> None:
    sheet = "Phụ lục 01"
    made = returned(files["crowded"], info(sheet, "A1"), warning(sheet, "A2"), warning(sheet, "A3"), error(sheet, "A3"))
    assert [fill_of(made, sheet, cell) for cell in ("A1", "A2", "A3", "A4")] == [None, YELLOW, RED, None]


def test_only_the_fill_of_a_cell_is_replaced(files: Mapping[str, bytes]) -> None:
    made = seen(returned(files["crowded"], error("Phụ lục 01", "C3")))["Phụ lục 01"]["C3"]
    assert (made.protection.locked, made.number_format, made.border.left.style) == (False, "#,##0", "double")
    assert (made.font.name, made.font.b, made.value) == ("Arial", True, 9)


def test_all_cells_of_a_range_are_coloured_and_the_first_has_the_note(files: Mapping[str, bytes]) -> None:
    made = returned(files[UNIT], warning("Sheet1", "F12:G14"))
    cells = [f"{column}{row}" for row in (12, 13, 14) for column in "FG"]
    assert {fill_of(made, "Sheet1", cell) for cell in cells} == {YELLOW}
    assert list(notes_of(made, "Sheet1")) == ["F12"]


def test_a_range_without_end_is_coloured_only_so_far(files: Mapping[str, bytes]) -> None:
    made = returned(files[UNIT], warning("Sheet1", "A1:XFD1048576"))
    assert len(parts(made)[sheet_parts(made)["Sheet1"]]) < 400_000


def test_a_mark_within_a_merged_area_goes_to_its_first_cell(files: Mapping[str, bytes]) -> None:
    made = returned(files["crowded"], error("Phụ lục 01", "C11"))
    assert fill_of(made, "Phụ lục 01", "A10") == RED
    assert "A10" in notes_of(made, "Phụ lục 01")


def test_a_note_tells_all_that_is_wrong_with_its_cell(files: Mapping[str, bytes]) -> None:
    made = returned(
        files[UNIT], error("Sheet1", "D9"), warning("Sheet1", "D9", message="Có chữ trong số.", fix="Lần sau gõ số.")
    )
    author, text = notes_of(made, "Sheet1")["D9"]
    assert author == OFFICE
    assert text == (
        "Lỗi SL03. Không cộng đúng\nÔ D9 ghi 1.459.\nViệc cần làm: Gõ lại 1.495.\n\n"
        "Cảnh báo SL08. Không cộng đúng\nCó chữ trong số.\nLưu ý: Lần sau gõ số."
    )


def test_notes_that_are_there_stay_and_ours_is_added_to_them(files: Mapping[str, bytes]) -> None:
    for kind in ("crowded", "libreoffice"):
        made = returned(files[kind], error("Phụ lục 01", "B2"), error("Phụ lục 01", "D4"))
        notes = notes_of(made, "Phụ lục 01")
        author, text = notes["B2"]
        assert author == notes_of(files[kind], "Phụ lục 01")["B2"][0]
        assert text.startswith("Đã kiểm lại\n\nLỗi SL03. Không cộng đúng\n")
        assert notes["D4"][0] == OFFICE
        assert notes_of(made, "Sổ 'gốc' cũ") == notes_of(files[kind], "Sổ 'gốc' cũ")
        assert len(boxes_of(made)) == len(boxes_of(files[kind])) + 1


def test_a_thread_of_comments_is_left_alone(files: Mapping[str, bytes]) -> None:
    name = next(name for name in parts(files["crowded"]) if "comments/comment1" in name)
    threaded = parts(files["crowded"])[name].replace("Chị Lan".encode(), b"tc={5B4E1B8A-0D6B-4C59-8B7A-000000000001}")
    made = returned(repacked(files["crowded"], {name: threaded}), error("Phụ lục 01", "B2"))
    assert parts(made)[name] == threaded
    assert fill_of(made, "Phụ lục 01", "B2") == RED
    told = str(seen(made)[MENDING]["E4"].value)
    assert told.endswith("(Ô đang có trao đổi bằng bình luận nên lời nhắc chỉ ghi ở đây, không ghi vào ô.)")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_and_that_nobody_reads_is_carried_on_once(files: Mapping[str, bytes]) -> None:
    made = returned(with_another(files[UNIT], "docProps/app.xml", b"<a/>"), error("Sheet1", "D9"))
    assert len(parts(made)) == len(zipfile.ZipFile(io.BytesIO(made)).infolist())
    assert fill_of(made, "Sheet1", "D9") == RED


def test_parts_with_backslashes_come_back_with_slashes_that_every_program_finds_them_by(
    files: Mapping[str, bytes],
) -> None:
    odd = pack((name.replace("/", "\\"), data) for name, data in parts(files[UNIT]).items())
    made = returned(odd, error("Sheet1", "D9"))
    assert not any("\\" in info.orig_filename for info in zipfile.ZipFile(io.BytesIO(made)).infolist())
    assert fill_of(made, "Sheet1", "D9") == RED
    assert seen(made).sheetnames[1:] == seen(files[UNIT]).sheetnames


def test_libreoffice_shows_the_notes(files: Mapping[str, bytes], calc: Calc, tmp_path: Path) -> None:
    (tmp_path / "made.xlsx").write_bytes(
        returned(files["crowded"], error("Phụ lục 01", "B2"), error("Phụ lục 01", "D4"))
    )
    with closing(calc.open(tmp_path / "made.xlsx")) as document:
        notes = document._sheet("Phụ lục 01").Annotations
        told = {(note.Position.Row, note.Position.Column): (note.String, note.IsVisible) for note in notes}
    assert told[3, 3] == ("Lỗi SL03. Không cộng đúng\nÔ D4 ghi 1.459.\nViệc cần làm: Gõ lại 1.495.", False)
    assert told[1, 1][0].startswith("Đã kiểm lại")


def test_a_blank_cell_is_made_where_it_belongs_with_the_format_of_its_row_or_column() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("S")
    sheet.set_column("C:C", 12, book.add_format({"num_format": "0.0"}))
    sheet.set_row(4, 20, book.add_format({"bold": True}))
    for cell in ("A1", "E1", "A5", "E9"):
        sheet.write(cell, 1)
    book.close()
    wanted = ("C1", "F1", "C3", "C5", "A9", "C12")
    made = returned(stream.getvalue(), *(error("S", cell) for cell in wanted))
    root = etree.fromstring(parts(made)[sheet_parts(made)["S"]])
    rows = [int(row.get("r")) for row in root.iter(f"{MAIN}row")]
    assert rows == sorted(rows) == [1, 3, 5, 9, 12]
    assert [[cell.get("r") for cell in row] for row in root.iter(f"{MAIN}row")] == [
        ["A1", "C1", "E1", "F1"],
        ["C3"],
        ["A5", "C5"],
        ["A9", "E9"],
        ["C12"],
    ]
    assert root.find(f"{MAIN}dimension").get("ref") == "A1:F12"
    cells = seen(made)["S"]
    assert [cells[cell].number_format for cell in wanted] == ["0.0", "General", "0.0", "General", "General", "0.0"]
    assert [cells[cell].font.b for cell in wanted] == [False, False, False, True, False, False]


def test_cells_that_do_not_say_where_they_are_stay_where_they_were() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet("S").write("A1", 1)
    book.close()
    name = sheet_parts(stream.getvalue())["S"]
    data = b"<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row r='4'><c r='C4'><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row></sheetData>"
    bare = re.sub(rb"<sheetData>.*</sheetData>", data, parts(stream.getvalue())[name])
    made = returned(repacked(stream.getvalue(), {name: bare}), *(error("S", cell) for cell in ("C1", "A2", "A4", "E4")))
    cells = seen(made)["S"]
    assert [cells[cell].value for cell in ("A1", "B1", "C4", "D4", "A5")] == [1, 2, 3, 4, 5]
    assert {fill_of(made, "S", cell) for cell in ("C1", "A2", "A4", "E4")} == {RED}


def test_what_names_no_cell_stands_in_the_list_alone(files: Mapping[str, bytes]) -> None:
    findings = (error("Sheet1", ""), warning("", ""), error("Không có", "A1"), error("Sheet1", "cột D"))
    made = returned(files[UNIT], *findings)
    assert parts(made)[sheet_parts(files[UNIT])["Sheet1"]] == parts(files[UNIT])["xl/worksheets/sheet1.xml"].replace(
        b' tabSelected="1"', b""
    )
    places = [row[1].value for row in seen(made)[MENDING].iter_rows(4, 7)]
    assert places == ["Sheet1", "Cả tệp", "Không có!A1", "Sheet1!cột D"]


# -- the sheet in front --------------------------------------------------------------------------------------------


def test_the_list_stands_in_front_and_is_the_one_sheet_selected(original: bytes) -> None:
    made = returned(original, *some(original))
    book = seen(made)
    assert book.sheetnames == [MENDING, *sheet_parts(original)]
    assert book.active.title == MENDING
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == [MENDING]


def test_the_list_says_where_what_and_how(files: Mapping[str, bytes]) -> None:
    made = returned(files[UNIT], error("Sheet1", "D9"), warning("Sheet1", "F12:F20", fix=""))
    sheet = seen(made)[MENDING]
    assert (sheet["A1"].value, sheet["A2"].value) == SAID
    assert [cell.value for cell in sheet[3][:6]] == ["STT", "Ô", "Mức", "Mã", "Nội dung", "Việc cần làm"]
    assert [cell.value for cell in sheet[4][:6]] == [
        *(1, "Sheet1!D9", "Lỗi", "SL03", "Không cộng đúng. Ô D9 ghi 1.459.", "Gõ lại 1.495."),
    ]
    assert sheet["F5"].value is None
    assert [sheet[f"C{row}"].fill.fgColor.rgb for row in (4, 5)] == [RED, YELLOW]
    assert sheet["B4"].hyperlink.location == "'Sheet1'!D9"
    assert sheet["B5"].hyperlink.location == "'Sheet1'!F12"
    assert sheet.column_dimensions["H"].hidden
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert (sheet.print_area, sheet.print_title_rows) == ("'Cần sửa'!$A$1:$F$5", "$3:$3")


def test_a_long_text_makes_a_row_no_higher_than_excel_takes(files: Mapping[str, bytes]) -> None:
    made = returned(files[UNIT], error("Sheet1", "D9", message="dài lắm " * 500), error("Sheet1", "D10"))
    heights = seen(made)[MENDING].row_dimensions
    assert heights[4].height == 409
    assert heights[5].height < 60


def test_a_link_finds_a_sheet_whose_name_has_an_apostrophe(files: Mapping[str, bytes]) -> None:
    made = returned(files["crowded"], error("Sổ 'gốc' cũ", "A1"))
    assert seen(made)[MENDING]["B4"].hyperlink.location == "'Sổ ''gốc'' cũ'!A1"


def test_a_text_is_never_a_formula_and_holds_nothing_that_cannot_be_seen(
    files: Mapping[str, bytes], calc: Calc, tmp_path: Path
) -> None:
    odd = error("Sheet1", "D9", title="=1+1", message="a\x00\x1b\u202e_x0041_ <b>&", fix="'+cmd|' /C calc'!A1")
    made = returned(files[UNIT], odd)
    sheet = seen(made)[MENDING]
    assert [sheet[cell].data_type for cell in ("E4", "F4")] == ["s", "s"]
    snapshot = read_workbook(made, "x.xlsx")
    assert snapshot.problems == ()
    assert [snapshot.grids[0].cells[3, column] for column in (4, 5)] == ["=1+1. a_x0041_ <b>&", odd.fix]
    (tmp_path / "made.xlsx").write_bytes(made)
    with closing(calc.open(tmp_path / "made.xlsx")) as document:
        assert document.cell(MENDING, "E4") == "=1+1. a_x0041_ <b>&"
        (note,) = document._sheet("Sheet1").Annotations
        assert "=1+1\na_x0041_ <b>&\n" in note.String
    assert notes_of(returned(made), "Sheet1") == {}


def test_a_clerks_own_sheet_of_that_name_is_left_alone() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet("CẦN SỬA").write("A1", "Việc riêng")
    book.close()
    made = returned(stream.getvalue(), error("CẦN SỬA", "A1"))
    assert list(sheet_parts(made)) == ["Cần sửa (2)", "CẦN SỬA"]
    assert list(sheet_parts(returned(made, error("CẦN SỬA", "A2")))) == ["Cần sửa (2)", "CẦN SỬA"]


def test_names_of_a_sheet_stay_with_it(files: Mapping[str, bytes]) -> None:
    made = seen(returned(files["crowded"], error("Phụ lục 01", "A1")))
    assert made["Sổ 'gốc' cũ"].defined_names["Cua_trang"].attr_text == "'Sổ ''gốc'' cũ'!$A$1"
    assert made["Phụ lục 01"].print_area == "'Phụ lục 01'!$A$1:$F$11"


@pytest.mark.slow
def test_each_of_many_findings_has_its_line_and_its_box(files: Mapping[str, bytes], tmp_path: Path) -> None:
    many = [error("Sheet1", f"D{row}") for row in range(1, 1300)]
    made = returned(files[UNIT], *many)
    assert seen(made)[MENDING].max_row == 3 + len(many)
    assert len(boxes_of(made)) == len(notes_of(made, "Sheet1")) == 1000
    assert audit(made, tmp_path / "many.xlsx") == set()


# -- read, mended, sent back ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["filled", *HANDS])
def test_the_same_report_is_read_from_it(code: str, plan: Plan, files: Mapping[str, bytes]) -> None:
    name = HANDS[code].file if code in HANDS else "PL01 696 Huyen Bu Dang.xlsx"
    made = returned(files[code], *some(files[code]))
    before, after = read(files[code], plan, name), read(made, plan, name)
    assert before
    assert after == before
    assert read_workbook(made, name).problems == read_workbook(files[code], name).problems


@pytest.mark.parametrize("code", ["695", "691"])
def test_the_clerk_mends_the_cell_and_sends_the_file_back(code: str, plan: Plan, calc: Calc, tmp_path: Path) -> None:
    work = works(plan)[0][code]
    name = HANDS[code].file
    spoilt = form(plan, work, **wrong(Kind.BIRTH, Measure.TODAY, "12 ca"))
    (before,) = read(spoilt, plan, name)
    count = before.counts[Kind.BIRTH, Measure.TODAY]
    assert count.value is None
    place = count.source
    made = returned(spoilt, error(place.sheet, place.cell))
    (tmp_path / "sent.xlsx").write_bytes(made)
    with closing(calc.open(tmp_path / "sent.xlsx")) as document:
        document.type(place.sheet, place.cell, work.today[Kind.BIRTH])
        document.save_as(tmp_path / "mended.xlsx")
    mended = (tmp_path / "mended.xlsx").read_bytes()
    (after,) = read(mended, plan, name)
    assert after.value(Kind.BIRTH, Measure.TODAY) == work.today[Kind.BIRTH]
    assert (after.unit, after.date, after.problems) == (
        before.unit,
        FIRST,
        tuple(p for p in before.problems if p.source != place),
    )
    # And where something else is wrong by now: the old mark is gone, there is one list.
    other = seen(mended)[place.sheet]["A1"]
    again = returned(mended, warning(place.sheet, other.coordinate))
    assert list(sheet_parts(again)) == [MENDING, *sheet_parts(spoilt)]
    assert fill_of(again, place.sheet, place.cell) is None
    assert list(notes_of(again, place.sheet)) == ["A1"]
    assert boxes_of(again) == [(0, 0)]


def test_a_file_returned_twice_has_the_marks_of_the_second_time_alone(original: bytes) -> None:
    sheet = first_sheet(original)
    once = returned(original, *some(original))
    twice = returned(once, error(sheet, "D5"), info(sheet, "B2"))
    straight = returned(original, error(sheet, "D5"), info(sheet, "B2"))
    assert list(sheet_parts(twice)) == list(sheet_parts(straight))
    assert notes_of(twice, sheet) == notes_of(straight, sheet)
    assert facts(twice) == facts(original)
    assert fills(twice) == fills(straight)
    assert boxes_of(twice) == boxes_of(straight)


def fills(data: bytes) -> dict[tuple[str, str], str | None]:
    """Sheet and cell → its colour, where it is filled."""
    return {
        (sheet.title, cell.coordinate): str(cell.fill.fgColor.rgb)
        for sheet in seen(data).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.patternType
    }


def test_a_file_returned_with_nothing_to_mend_is_as_it_was(original: bytes) -> None:
    clean = returned(returned(original, *some(original)))
    for sheet in sheet_parts(original):
        assert without_marks(clean, sheet) == without_marks(original, sheet)
        assert notes_of(clean, sheet) == notes_of(original, sheet)
    assert {place: fill for place, fill in fills(clean).items() if place[0] != MENDING} == fills(original)


def test_a_colour_that_the_clerk_has_chosen_since_is_left(files: Mapping[str, bytes], tmp_path: Path) -> None:
    made = returned(files[UNIT], error("Sheet1", "D9"), error("Sheet1", "D10"))
    book = load_workbook(io.BytesIO(made))
    book["Sheet1"]["D9"].fill = PatternFill("solid", fgColor="FF92D050")
    book.save(tmp_path / "saved.xlsx")
    again = returned((tmp_path / "saved.xlsx").read_bytes())
    assert [fill_of(again, "Sheet1", cell) for cell in ("D9", "D10")] == ["FF92D050", None]


def test_words_that_the_clerk_has_added_to_our_note_stay(files: Mapping[str, bytes]) -> None:
    made = returned(files[UNIT], error("Sheet1", "D9"))
    name = next(name for name in parts(made) if "comments" in name)
    answered = parts(made)[name].replace(b"</text>", "<r><t>\nĐã sửa</t></r></text>".encode())
    again = returned(repacked(made, {name: answered}))
    assert notes_of(again, "Sheet1")["D9"][1] == "\nĐã sửa"


def test_what_the_clerk_has_put_on_the_list_goes_with_it(files: Mapping[str, bytes], tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(returned(files[UNIT], error("Sheet1", "D9"))))
    book[MENDING]["E4"].comment = Comment("Sửa rồi", "Chị Lan")
    book.save(tmp_path / "saved.xlsx")
    again = returned((tmp_path / "saved.xlsx").read_bytes(), error("Sheet1", "D10"))
    assert notes_of(again, MENDING) == {}
    assert list(notes_of(again, "Sheet1")) == ["D10"]
    assert audit(again, tmp_path / "again.xlsx") <= audit((tmp_path / "saved.xlsx").read_bytes(), tmp_path / "x.xlsx")


def test_a_list_that_was_spoilt_is_still_ours(files: Mapping[str, bytes]) -> None:
    made = returned(files[UNIT], error("Sheet1", "D9"))
    name = sheet_parts(made)[MENDING]
    spoilt = repacked(made, {name: parts(made)[name].replace(b"[{", b"[[")})
    again = returned(spoilt, error("Sheet1", "D10"))
    assert list(sheet_parts(again)) == [MENDING, "Sheet1"]
    assert fill_of(again, "Sheet1", "D10") == RED


def test_a_list_that_the_clerk_moved_comes_back_to_the_front(files: Mapping[str, bytes]) -> None:
    made = returned(files["crowded"], error("Phụ lục 01", "A1"))
    book = load_workbook(io.BytesIO(made))
    book.move_sheet(MENDING, 2)
    stream = io.BytesIO()
    book.save(stream)
    again = returned(stream.getvalue(), error("Phụ lục 01", "A1"))
    assert list(sheet_parts(again)) == [MENDING, "Phụ lục 01", "Sổ 'gốc' cũ"]
    assert facts(again) == facts(files["crowded"])


# -- any findings at all -------------------------------------------------------------------------------------------

CELLS = st.builds(
    lambda column, row: f"{column}{row}", st.sampled_from(["A", "D", "F", "Z", "XFD"]), st.integers(1, 60)
)
PLACES = st.one_of(
    st.just(""),
    CELLS,
    st.builds("{}:{}".format, CELLS.filter(lambda cell: "X" not in cell), CELLS),
    st.text(max_size=6),
)
FINDINGS = st.builds(
    Finding,
    st.just("SL03"),
    st.sampled_from(list(Severity)),
    st.builds(Source, st.just("x.xlsx"), st.sampled_from(["Phụ lục 01", "Sổ 'gốc' cũ", "", "Không có"]), PLACES),
    st.text(max_size=20),
    st.text(max_size=60),
    st.text(max_size=30),
)


@law(40)
@given(first=st.lists(FINDINGS, max_size=5), second=st.lists(FINDINGS, max_size=3))
def test_whatever_is_found_the_values_stay(
    files: Mapping[str, bytes], first: list[Finding], second: list[Finding]
) -> None:
    data = files["crowded"]
    once = draw_return(data, first, OFFICE, SAID)
    twice = draw_return(once, second, OFFICE, SAID)
    for made in (once, twice):
        for sheet in sheet_parts(data):
            assert without_marks(made, sheet) == without_marks(data, sheet)
    grids = {grid.sheet: grid for grid in read_workbook(twice, "x.xlsx").grids}
    for grid in read_workbook(data, "x.xlsx").grids:
        assert grids[grid.sheet] == grid


@law(150)
@given(data=st.data())
def test_whatever_is_damaged_it_is_marked_or_refused(files: Mapping[str, bytes], data: st.DataObject) -> None:
    base = returned(files["crowded"], error("Phụ lục 01", "D9"))
    name = data.draw(st.sampled_from([name for name in parts(base) if not name.startswith("docProps")]))
    text = parts(base)[name]
    pieces = list(re.finditer(rb'"\d+"|\s[\w:]+="[^"]*"|<[^<>]*/>|<[^<>]*>', text))
    piece = data.draw(st.sampled_from(pieces))
    put = data.draw(st.sampled_from([b"", b'"-1"', b'"x"', b'"99999"', b'"99999999999"', b"<", b"\xff"]))
    damaged = repacked(base, {name: text[: piece.start()] + put + text[piece.end() :]})
    with suppress(CannotReturn):
        made = returned(damaged, error("Phụ lục 01", "D9"), warning("Phụ lục 01", "B2:C12"))
        assert parts(made)


# -- what cannot be marked -----------------------------------------------------------------------------------------


def old_xls() -> bytes:
    stream = io.BytesIO()
    book = xlwt.Workbook()
    book.add_sheet("S").write(0, 0, 1)
    book.save(stream)
    return stream.getvalue()


def ods() -> bytes:
    stream = io.BytesIO()
    OpenDocumentSpreadsheet().write(stream)
    return stream.getvalue()


def spoilt(name: str, files: Mapping[str, bytes]) -> bytes:
    data = files[UNIT]
    book = parts(data)["xl/workbook.xml"]
    sheet = parts(data)["xl/worksheets/sheet1.xml"]
    styles = parts(data)["xl/styles.xml"]
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    entity = b'<!DOCTYPE worksheet [<!ENTITY a "aaaa">]>'
    return {
        "nothing": b"",
        "text": b"a;b;c",
        "cut off": data[:2000],
        "an .xls": old_xls(),
        "an .ods": ods(),
        "an .xlsb": repacked(
            data,
            {
                "xl/workbook.bin": b"\x83\x01\x00",
                "_rels/.rels": parts(data)["_rels/.rels"].replace(b"workbook.xml", b"workbook.bin"),
            },
        ),
        "strict": repacked(
            data, {"xl/workbook.xml": book.replace(main, b"http://purl.oclc.org/ooxml/spreadsheetml/main")}
        ),
        "signed": repacked(data, {"_xmlsignatures/origin.sigs": b""}),
        "shared": repacked(data, {"xl/revisions/revisionHeaders.xml": b"<headers/>"}),
        "without a list of sheets": repacked(
            data,
            {
                "xl/workbook.xml": book.replace(b"<sheets>", b'<x:sheets xmlns:x="of another program">').replace(
                    b"</sheets>", b"</x:sheets>"
                )
            },
        ),
        "without a sheet": repacked(data, {"xl/worksheets/sheet1.xml": None}),
        "with a DOCTYPE": repacked(
            data, {"xl/worksheets/sheet1.xml": sheet.replace(b"<worksheet", entity + b"<worksheet", 1)}
        ),
        "broken XML": repacked(data, {"xl/worksheets/sheet1.xml": sheet[:-20]}),
        "without formats": repacked(data, {"xl/worksheets/sheet1.xml": sheet.replace(b' s="', b' s="9')}),
        "formats among others": repacked(data, {"xl/styles.xml": styles.replace(b"<xf ", b"<odd/><xf ")}),
        "fonts among others": repacked(data, {"xl/styles.xml": styles.replace(b"<font>", b"<odd/><font>")}),
    }[name]


@pytest.mark.parametrize(
    "name",
    [
        *("nothing", "text", "cut off", "an .xls", "an .ods", "an .xlsb", "strict", "signed", "shared"),
        *("without a sheet", "without a list of sheets", "with a DOCTYPE", "broken XML", "without formats"),
        *("formats among others", "fonts among others"),
    ],
)
def test_what_cannot_be_marked_is_said(name: str, files: Mapping[str, bytes]) -> None:
    with pytest.raises(CannotReturn) as told:
        returned(spoilt(name, files), error("Sheet1", "D9"))
    assert str(told.value)


def test_a_file_with_a_password_cannot_be_marked(files: Mapping[str, bytes]) -> None:
    data = bytearray(files[UNIT])
    for found in re.finditer(rb"PK\x01\x02", bytes(data)):
        data[found.start() + 8] |= 1
    for found in re.finditer(rb"PK\x03\x04", bytes(data)):
        data[found.start() + 6] |= 1
    with pytest.raises(CannotReturn):
        returned(bytes(data), error("Sheet1", "D9"))


def test_a_drawing_of_old_excel_that_is_no_xml_is_added_to_all_the_same(files: Mapping[str, bytes]) -> None:
    name = "xl/drawings/vmlDrawing1.vml"
    loose = parts(files["buttons"])[name].replace("Tổng hợp".encode(), "Tổng<br>hợp".encode())
    made = returned(repacked(files["buttons"], {name: loose}), error("Điều khiển", "L11"))
    assert parts(made)[name].startswith(loose[:100])
    assert "Tổng<br>hợp".encode() in parts(made)[name]
    assert boxes_of(made) == [(10, 11)]


def test_a_file_without_formats_of_its_own_gets_some(files: Mapping[str, bytes], tmp_path: Path) -> None:
    data = files[UNIT]
    sheet = re.sub(rb' s="\d+"', b"", parts(data)["xl/worksheets/sheet1.xml"])
    links = re.sub(rb"<Relationship [^>]*styles[^>]*/>", b"", parts(data)["xl/_rels/workbook.xml.rels"])
    types = re.sub(rb"<Override [^>]*/xl/styles[^>]*/>", b"", parts(data)["[Content_Types].xml"])
    changes = {
        "xl/worksheets/sheet1.xml": sheet,
        "xl/_rels/workbook.xml.rels": links,
        "[Content_Types].xml": types,
        "xl/styles.xml": None,
    }
    made = returned(repacked(data, changes), error("Sheet1", "D9"))
    assert fill_of(made, "Sheet1", "D9") == RED
    assert audit(made, tmp_path / "made.xlsx") == set()
