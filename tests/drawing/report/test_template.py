"""The templates: what an office restyles in Excel is in the next report, and a mark it lost is named."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, GradientFill, PatternFill, Side
from openpyxl.styles.colors import Color

from tests.kit.folders import FIRST, SECOND, form, new_folder, press, put, put_all, works, wrong
from tests.kit.office import convert
from xlpy.core.consolidate import Standing
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, Measure
from xlpy.core.text import number
from xlpy.doors.disk.plan_file import read_plan
from xlpy.drawing.faults import TemplateError
from xlpy.drawing.mail.text import LETTER, REPORT_MARKS, fill_message
from xlpy.drawing.report import template as template_module
from xlpy.drawing.report.layout_1_template import TEMPLATE_1
from xlpy.drawing.report.layout_2_look import SECOND as LAYOUT_2
from xlpy.drawing.report.layout_2_template import TEMPLATE_2
from xlpy.drawing.report.look import LAYOUT_NOW
from xlpy.drawing.report.marks import Template
from xlpy.drawing.report.restyled import read_template
from xlpy.drawing.report.template import TEMPLATE, draw_template
from xlpy.drawing.report.workbook import draw_report
from xlpy.drawing.shipping import is_fresh
from xlpy.drawing.words import percent
from xlpy.shipped import shipped

SUMMARY, FORM, BOARD = LAYOUT_2.sheets.values()
UNTOUCHED = {"layout": LAYOUT_NOW}
THIN = Side(style="thin")


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> Standing:
    """A second day: nine received, one refused, one missing."""
    folder = new_folder(tmp_path_factory.mktemp("mau") / "viec")
    first, second, _ = works(plan)
    put_all(folder, plan, first)
    press(folder, FIRST)
    put_all(folder, plan, second, [code for code in second if code not in ("690", "698")])
    put(folder, "binh long.xlsx", form(plan, second["690"], **wrong(Kind.BIRTH, Measure.ENTERED, 1)), plan, SECOND)
    return press(folder, SECOND).standing


def nothing(_: Workbook) -> None:
    """No change: saved as it was."""


def restyled(change: Callable[[Workbook], object], template: Template = TEMPLATE_2) -> bytes:
    """The template as an office saved it after a change."""
    book = load_workbook(BytesIO(draw_template(template)))
    change(book)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def drawn(plan: Plan, standing: Standing, change: Callable[[Workbook], object]) -> Workbook:
    """The next report under a changed template, its look gone through JSON as the plan keeps it."""
    look = json.loads(json.dumps(read_template(restyled(change), "bao-cao.xlsx")))
    return load_workbook(BytesIO(draw_report(replace(plan, look=look), standing)))


def values(workbook: bytes) -> list[list[tuple[object, ...]]]:
    return [list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(BytesIO(workbook))]


def complaint(data: bytes) -> str:
    with pytest.raises(TemplateError) as raised:
        read_template(data, "bao-cao.xlsx")
    return str(raised.value)


def test_the_shipped_template_is_the_report_drawn_with_marks() -> None:
    assert is_fresh(shipped(TEMPLATE).read_bytes(), draw_template()), (
        "python -m xlpy.drawing.report.template templates/bao-cao.xlsx"
    )
    assert draw_template() == draw_template()


def test_the_check_knows_a_stale_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bao-cao.xlsx"
    assert template_module.main([str(path), "--check"]) == 1
    assert template_module.main([str(path)]) == 0
    assert template_module.main([str(path), "--check"]) == 0
    path.write_bytes(restyled(nothing))
    assert template_module.main([str(path), "--check"]) == 1
    path.write_bytes(b"?")
    assert template_module.main([str(path), "--check"]) == 1
    assert "stale" in capsys.readouterr().out


def test_an_untouched_template_changes_nothing() -> None:
    assert read_template(shipped(TEMPLATE).read_bytes(), "bao-cao.xlsx") == UNTOUCHED
    assert read_template(draw_template(), "bao-cao.xlsx") == UNTOUCHED
    assert LAYOUT_2.look.changed({}) is LAYOUT_2.look


def test_saving_it_again_changes_nothing() -> None:
    assert read_template(restyled(nothing), "bao-cao.xlsx") == UNTOUCHED


def test_a_restyled_template_is_seen_in_the_next_report(plan: Plan, standing: Standing) -> None:
    def change(book: Workbook) -> None:
        form = book[FORM]
        form["B8"].font = Font(name="Arial", size=14, bold=True, color="FF00AA11")
        form["E8"].fill = PatternFill("solid", fgColor="FFFFEE00")
        form["E9"].font = Font(name="Times New Roman", size=12, italic=False, color="FF595959")
        form["E10"].border = Border(left=THIN, right=THIN, top=THIN, bottom=Side(style="double", color="FFFF0000"))
        form["E10"].number_format = "#,##0.0"
        form["C6"].alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        form["C7"].alignment = Alignment(horizontal="center", vertical="center", text_rotation=90)
        form["A2"] = "TÌNH HÌNH SỐ HOÁ ĐẾN {ngày}, TỈNH BÌNH PHƯỚC"
        form.column_dimensions["B"].width = 33
        form.row_dimensions[8].height = 42
        form.page_margins.left = 1.2
        form.page_setup.paperSize = 8
        form.page_setup.orientation = "portrait"
        form.oddFooter.center.text = "Sở Tư pháp, trang &P"
        form.oddHeader.right.text = "MẬT"
        book[BOARD]["C5"].fill = PatternFill("solid", fgColor="FF00FF00")
        book[BOARD]["A3"].fill = PatternFill("solid", fgColor="FFE7E6E6")
        summary = book[SUMMARY]
        summary[cell_of(summary, "{điều chính}")].font = Font(name="Arial", size=13)

    book = drawn(plan, standing, change)
    form = book[FORM]
    for row in range(8, 19):
        font = form.cell(row, 2).font
        assert (font.name, font.sz, font.b, font.color.rgb) == ("Arial", 14, True, "FF00AA11")
        assert form.row_dimensions[row].height == 42
    assert form["C8"].fill.fgColor.rgb == form["V8"].fill.fgColor.rgb == "FFFFEE00"
    assert not form["C15"].font.i  # Bình Long, refused
    assert form["C15"].font.color.rgb == "FF595959"
    assert (form["D19"].border.bottom.style, form["D19"].border.bottom.color.rgb) == ("double", "FFFF0000")
    assert form["D19"].border.top.style == "thin"
    assert form["D19"].number_format == "#,##0.0"
    assert (form["G6"].alignment.horizontal, form["G6"].alignment.vertical) == ("left", "top")
    assert form["V7"].alignment.textRotation == 90
    assert form["B5"].alignment.textRotation == 0
    assert form["A2"].value == "TÌNH HÌNH SỐ HOÁ ĐẾN 23/5/2023, TỈNH BÌNH PHƯỚC"
    assert form.column_dimensions["B"].width == pytest.approx(33, abs=0.1)
    assert form.page_margins.left == pytest.approx(1.2)
    assert (form.page_setup.paperSize, form.page_setup.orientation) == (8, "portrait")
    assert (form.oddFooter.center.text, form.oddHeader.right.text) == ("Sở Tư pháp, trang &P", "MẬT")
    assert book[BOARD]["C11"].fill.fgColor.rgb == "FF00FF00"
    assert book[BOARD]["C4"].fill.patternType is None
    assert book[BOARD]["A3"].fill.fgColor.rgb == book[BOARD]["H3"].fill.fgColor.rgb == "FFE7E6E6"
    told = next(
        cell for row in book[SUMMARY].iter_rows() for cell in row if str(cell.value).startswith("1. Trong ngày")
    )
    assert (told.font.name, told.font.sz) == ("Arial", 13)


def test_only_what_was_changed_is_kept() -> None:
    def change(book: Workbook) -> None:
        book[FORM]["B8"].font = Font(name="Times New Roman", size=13)
        book[BOARD].column_dimensions["H"].width = 50

    assert read_template(restyled(change), "bao-cao.xlsx") == {
        "layout": LAYOUT_NOW,
        "cells": {"form.unit": {"font_size": 13}},
        "widths": {"board": {"note": 49.29}},
    }


def test_a_template_of_the_first_layout_keeps_the_report_in_it(plan: Plan, standing: Standing) -> None:
    def change(book: Workbook) -> None:
        book[FORM]["B8"].font = Font(name="Arial", size=14)
        book["Kiểm tra"].column_dimensions["G"].width = 70

    look = read_template(restyled(change, TEMPLATE_1), "bao-cao.xlsx")
    assert look == {
        "cells": {"form.unit": {"font_name": "Arial", "font_size": 14}},
        "widths": {"findings": {"message": 69.29}},
    }
    report = load_workbook(BytesIO(draw_report(replace(plan, look=look), standing)))
    assert report.sheetnames == [FORM, BOARD, "Kiểm tra"]
    assert report[FORM]["B8"].font.name == "Arial"


def test_a_template_of_the_first_layout_that_was_only_saved_again_still_is_one() -> None:
    assert read_template(restyled(nothing, TEMPLATE_1), "bao-cao.xlsx") == {}


def test_larger_letters_make_higher_rows(plan: Plan, standing: Standing) -> None:
    def change(book: Workbook) -> None:
        book[BOARD]["H4"].font = Font(name="Times New Roman", size=24)

    def height(book: Workbook) -> float:
        told: float = book[BOARD].row_dimensions[11].height  # Bình Long, refused: it has a note
        return told

    assert height(drawn(plan, standing, change)) > 1.9 * height(drawn(plan, standing, nothing))


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        (Color(theme=1), "FF000000"),
        (Color(theme=0, tint=-0.5), "FF808080"),
        (Color(indexed=10), "FFFF0000"),
        (Color(indexed=64), "FF000000"),
        (Color(theme=40), "FF000000"),  # no such colour: the default stays
        (Color(indexed=200), "FF000000"),
    ],
)
def test_colours_by_theme_and_number(plan: Plan, standing: Standing, colour: Color, expected: str) -> None:
    def change(book: Workbook) -> None:
        book[FORM]["E9"].font = Font(name="Times New Roman", size=12, italic=True, color=colour)

    told = drawn(plan, standing, change)[FORM]["E15"].font.color
    assert (told.rgb if told is not None and told.type == "rgb" else "FF000000") == expected


def test_what_has_no_equal_is_left_as_it_is(plan: Plan, standing: Standing) -> None:
    def change(book: Workbook) -> None:
        book[BOARD]["C5"].fill = GradientFill(stop=("FF000000", "FFFFFFFF"))

    assert read_template(restyled(change), "bao-cao.xlsx") == UNTOUCHED


def test_a_mark_may_move_within_its_sheet(plan: Plan, standing: Standing) -> None:
    def change(book: Workbook) -> None:
        form = book[FORM]
        form["G8"], form["E8"] = form["E8"].value, None
        form["G8"].font = Font(name="Times New Roman", size=12, bold=True)
        form["B8"], form["B9"] = form["B9"].value, form["B8"].value
        form["A1"], form["A3"] = form["A3"].value, form["A1"].value
        del book["Hướng dẫn"]

    form = drawn(plan, standing, change)[FORM]
    assert form["C8"].font.b
    assert form["A1"].value == "PHỤ LỤC 01"
    assert form["A1"].font.i


def test_marks_are_read_as_people_type_them(plan: Plan, standing: Standing) -> None:
    def change(book: Workbook) -> None:
        book[FORM]["A2"] = "Đến ngày {Nga\u0300y }"  # a Mac's letters, a capital, a space
        book[FORM]["B8"] = " {ĐƠN VỊ}"

    assert drawn(plan, standing, change)[FORM]["A2"].value == "Đến ngày 23/5/2023"


def _marks() -> Iterator[tuple[str, str, str]]:
    for sheet, title in LAYOUT_2.sheets.items():
        roles = (role for role in TEMPLATE_2.marks if role.startswith(f"{sheet}."))
        yield from ((title, *TEMPLATE_2.marks[role]) for role in roles)
        words = " ".join(text for role, text in LAYOUT_2.look.words.items() if role.startswith(f"{sheet}."))
        yield from ((title, mark, told) for mark, told in TEMPLATE_2.titles.items() if f"{{{mark}}}" in words)


def cell_of(sheet: Any, text: str) -> str:
    """Where a text stands."""
    return next(str(cell.coordinate) for row in sheet.iter_rows() for cell in row if cell.value == text)


def _without(book: Workbook, title: str, mark: str) -> None:
    for row in book[title].iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and f"{{{mark}}}" in cell.value:
                cell.value = cell.value.replace(f"{{{mark}}}", "") or None


@pytest.mark.parametrize(("title", "mark", "meaning"), list(_marks()), ids=lambda part: str(part))
@pytest.mark.slow
def test_a_lost_mark_is_named(title: str, mark: str, meaning: str) -> None:
    told = complaint(restyled(lambda book: _without(book, title, mark)))
    assert told.startswith(f"bao-cao.xlsx · {title}: thiếu {{{mark}}} ({meaning})")
    assert f"Gõ lại {{{mark}}} vào ô" in told
    assert told.endswith("hoặc xoá tệp rồi chạy hotich bat-dau . để có bản gốc.")


def test_several_lost_marks_are_named_at_once() -> None:
    def change(book: Workbook) -> None:
        _without(book, FORM, "đơn vị")
        _without(book, FORM, "tổng")
        _without(book, BOARD, "ghi chú")

    assert complaint(restyled(change)) == (
        "bao-cao.xlsx · Phụ lục 01: thiếu {đơn vị} (tên đơn vị), thiếu {tổng} (số liệu của dòng tổng); "
        "Tình hình báo cáo: thiếu {ghi chú} (ghi chú của đơn vị). Gõ lại {đơn vị}, {tổng}, {ghi chú} vào ô muốn dùng kiểu chữ ấy, "
        "hoặc xoá tệp rồi chạy hotich bat-dau . để có bản gốc."
    )


@pytest.mark.parametrize("title", LAYOUT_2.sheets.values())
def test_a_lost_sheet_is_named(title: str) -> None:
    def change(book: Workbook) -> None:
        book[title].title = "Sheet1"

    told = complaint(restyled(change))
    assert told.startswith(f"bao-cao.xlsx: thiếu trang “{title}”; tệp có: ")
    assert "Sheet1" in told


def _set(cell: str, text: object) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[FORM][cell] = text

    return change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_set("B17", "PHÓ GIÁM ĐỐC"), "ô B17 có “PHÓ GIÁM ĐỐC”, không vào được báo cáo"),
        (_set("F8", 12), "ô F8 có “12”, không vào được báo cáo"),
        (_set("B8", "{đơn vị} tỉnh"), "ô B8 có “{đơn vị} tỉnh”, không vào được báo cáo"),
        (_set("C6", "Khai sinh"), "thiếu chữ “Đăng ký sinh” ở đầu cột"),
        (_set("A2", "Đến {ngày}, {tháng}"), "ô A2 có dấu {tháng} mà báo cáo không biết"),
    ],
)
def test_what_a_report_would_leave_out_is_told(change: Callable[[Workbook], None], told: str) -> None:
    assert told in complaint(restyled(change))


def test_two_titles_in_one_cell_are_told() -> None:
    def change(book: Workbook) -> None:
        book[FORM]["A2"] = "Đến {ngày}, kế hoạch {số kế hoạch} ngày {ngày kế hoạch} của {cơ quan}"
        book[FORM]["A3"] = None

    assert "đứng chung ô với dấu khác" in complaint(restyled(change))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"<html></html>"])
def test_a_file_that_is_no_workbook_is_told(data: bytes) -> None:
    assert complaint(data).startswith("bao-cao.xlsx: không đọc được tệp mẫu. Mở tệp bằng Excel")


@pytest.mark.office
def test_saved_by_libreoffice_it_still_draws_the_report(plan: Plan, standing: Standing, tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.xlsx"
    path.write_bytes(draw_template())
    (saved,) = convert(path, "xlsx", tmp_path)
    look = read_template(saved.read_bytes(), "bao-cao.xlsx")
    assert set(look) <= {"layout", "pages"}  # no cell, no width, no height looks other than it did
    as_it_came = draw_report(replace(plan, look=UNTOUCHED), standing)
    assert values(draw_report(replace(plan, look=look), standing)) == values(as_it_came)


def test_the_look_travels_with_the_plan(plan_data: dict[str, Any], standing: Standing) -> None:
    look = {"layout": LAYOUT_NOW, "cells": {"form.unit": {"bold": True}}}
    plan = read_plan(json.dumps(plan_data | {"look": look}), "ke-hoach.json").plan
    assert plan.look == look
    assert load_workbook(BytesIO(draw_report(plan, standing)))[FORM]["B8"].font.b


def test_a_look_of_another_version_does_no_harm(plan: Plan, standing: Standing) -> None:
    look = {
        "layout": LAYOUT_NOW,
        "cells": {"form.unit": {"blink": True, "font_size": "big", "bold": 1}, "form.stamp": {"bold": True}},
        "words": {"form.title": None},
        "widths": {"form": {"stamp": 4, "unit": None}, "stamps": {}},
        "heights": 3,
        "pages": {"form": {"paper": "A4", "landscape": "no"}},
        "sounds": {},
    }
    assert draw_report(replace(plan, look=look), standing) == draw_report(replace(plan, look=UNTOUCHED), standing)


def letter() -> str:
    return shipped(LETTER).read_text(encoding="utf-8")


def test_the_letter_says_the_days_result(plan: Plan, standing: Standing) -> None:
    message = fill_message(letter(), "thu.txt", plan, standing, "Bao_cao_PL01_2023-05-23.xlsx")
    total = standing.total[Kind.SUM]
    assert message.subject == "Báo cáo kết quả nhập dữ liệu Sổ hộ tịch đến 14 giờ 00 ngày 23/5/2023 (9/11 đơn vị)"
    assert "{" not in message.body
    for said in (
        "Kính gửi: Đồng chí Tổ trưởng Tổ kiểm tra, hướng dẫn việc nhập dữ liệu hộ tịch\n",
        "Sở Tư pháp báo cáo",
        "Chưa báo cáo: huyện Phú Riềng.",
        "Đang đề nghị chỉnh sửa: thị xã Bình Long.",
        f"nhập trong ngày: {number(total.today or 0)}.",
        f"Tổng đã nhập: {number(total.entered)} trên 1.373.508 trường hợp, đạt {percent(total.entered, total.total)}.",
        "Bao_cao_PL01_2023-05-23.xlsx",
    ):
        assert said in message.body


def test_nobody_reported_is_not_nothing_entered(plan: Plan, tmp_path: Path) -> None:
    empty = press(new_folder(tmp_path / "viec"), FIRST).standing
    body = fill_message(letter(), "thu.txt", plan, empty, "x.xlsx").body
    assert "nhập trong ngày: chưa có số liệu." in body
    assert "Đang đề nghị chỉnh sửa: không có." in body


def test_a_mark_as_it_was_called_before_still_works(plan: Plan, standing: Standing) -> None:
    before = letter().replace("{đang đề nghị chỉnh sửa}", "{bị từ chối}")
    assert fill_message(before, "thu.txt", plan, standing, "x") == fill_message(
        letter(), "thu.txt", plan, standing, "x"
    )


@pytest.mark.parametrize(("mark", "meaning"), REPORT_MARKS.needed.items())
def test_a_mark_lost_from_the_letter_is_named(plan: Plan, standing: Standing, mark: str, meaning: str) -> None:
    with pytest.raises(TemplateError) as raised:
        fill_message(letter().replace(f"{{{mark}}}", ""), "thu.txt", plan, standing, "x.xlsx")
    assert str(raised.value) == (
        f"thu.txt: thiếu {{{mark}}} ({meaning}). Gõ lại {{{mark}}} vào chỗ muốn ghi trong thư, "
        "hoặc xoá tệp rồi chạy hotich bat-dau . để có bản gốc."
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("Tiêu đề:", "Kính gửi", 1), "dòng đầu không phải là “Tiêu đề: …”"),
        (lambda text: "Tiêu đề:  \n" + text.replace("Tiêu đề:", "", 1), "dòng đầu không phải là “Tiêu đề: …”"),
        (lambda text: text + "{ngay}", "có dấu {ngay} mà thư không biết"),
    ],
)
def test_a_letter_that_cannot_be_sent_is_told(
    plan: Plan, standing: Standing, change: Callable[[str], str], told: str
) -> None:
    with pytest.raises(TemplateError) as raised:
        fill_message(change(letter()), "thu.txt", plan, standing, "x.xlsx")
    assert told in str(raised.value)


def test_a_letter_saved_by_notepad_is_the_same(plan: Plan, standing: Standing) -> None:
    saved = "\ufeff" + letter().replace("\n", "\r\n")
    assert fill_message(saved, "thu.txt", plan, standing, "x") == fill_message(letter(), "thu.txt", plan, standing, "x")


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (123, 1000, "12,3%"),
        (1, 8, "12,5%"),
        (12_345, 100_000, "12,3%"),
        (1235, 10_000, "12,4%"),
        (0, 10, "0,0%"),
        (1, 1_000_000, "0,1%"),
        (999_999, 1_000_000, "99,9%"),
        (10, 10, "100,0%"),
        (0, 0, "–"),
    ],
)
def test_a_share_in_percent(part: int, whole: int, told: str) -> None:
    assert percent(part, whole) == told
