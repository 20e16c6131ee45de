"""What the form says above the days: may it be sent, what is wrong from the nearest on, how far the unit has come."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from tests.kit.calc import Calc, Document
from tests.kit.unit_forms import (
    ADVICE,
    CHECK,
    CHOSEN,
    FIRST_ROW,
    LINES,
    LINK,
    NOTE,
    OPENING_ROW,
    PROGRESS,
    STATE,
    TARGETS_ROW,
    enter,
    lines,
    set_today,
    state,
    typed,
)
from xlpy.core.forms import DAY_FORM, DAY_SHEET, FORM_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind
from xlpy.drawing.unit_form import draw_unit_form
from xlpy.drawing.unit_form.causes import CAUSES

START = date(2023, 5, 22)
UNIT = "696"
CLEAN = (250, 60, 20, 1)
SCREEN_WIDTH, SCREEN_HEIGHT = 1300, 500
"""Pixels of cells on a screen of 1366×768."""


def day(place: int) -> date:
    """A day of the campaign, from 1."""
    return START + timedelta(days=place - 1)


def row(place: int) -> int:
    return FIRST_ROW + place - 1


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory, needs_office: None, needs_slow: None) -> Iterator[Calc]:
    with Calc(tmp_path_factory.mktemp("calc"), "en-US", untouched=True) as calc:
        yield calc


@pytest.fixture(scope="module")
def issued(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("forms")
    found = {}
    for unit in plan.root.walk():
        if unit.code in (UNIT, "698", "25222", "689"):
            found[unit.code] = folder / f"{unit.code}.xlsx"
            found[unit.code].write_bytes(draw_unit_form(plan, unit))
    return found


@pytest.fixture
def form(calc: Calc, issued: Mapping[str, Path]) -> Iterator[Document]:
    with closing(calc.open(issued[UNIT])) as document:
        yield document


# -- may it be sent ------------------------------------------------------------------------------------------------


def test_a_day_goes_from_untyped_over_half_typed_to_ready(form: Document) -> None:
    set_today(form, day(1))
    assert (state(form), lines(form)) == ("CHƯA GÕ SỐ HÔM NAY", [])
    assert form.cell(DAY_SHEET, ADVICE) == "Gõ bốn số ở dòng 22/5/2023; không có thì gõ 0."
    form.type(DAY_SHEET, typed(Kind.BIRTH, row(1)), 250)
    assert state(form) == "CHƯA GÕ ĐỦ BỐN SỐ"
    assert form.cell(DAY_SHEET, ADVICE) == "Dòng 22/5/2023 còn 3 ô trống; không có thì gõ 0."
    enter(form, row(1), CLEAN)
    assert (state(form), lines(form)) == ("SẴN SÀNG GỬI", [])
    assert form.cell(DAY_SHEET, ADVICE) == "Lưu tệp, gửi Sở Tư pháp trước 14 giờ 00."
    assert form.cell(DAY_SHEET, f"{CHECK}{row(1)}") == "● Hợp lệ."


def test_before_and_after_the_days_of_the_form_it_says_what_the_pc_takes_for_today(form: Document) -> None:
    set_today(form, date(2010, 1, 1))
    assert state(form) == "CHƯA TỚI ĐỢT NHẬP"
    assert form.cell(DAY_SHEET, ADVICE) == "Ngày trên máy tính: 1/1/2010; đợt nhập bắt đầu 22/5/2023."
    set_today(form, date(2024, 1, 1))
    assert state(form) == "CHƯA CÓ DÒNG HÔM NAY"
    assert "1/1/2024; đề nghị Sở Tư pháp cấp biểu mới" in str(form.cell(DAY_SHEET, ADVICE))


def test_a_day_typed_into_the_row_of_tomorrow_is_told_with_what_the_pc_takes_for_today(form: Document) -> None:
    set_today(form, day(3))
    for place in (1, 2, 4):
        enter(form, row(place), CLEAN)
    assert state(form) == "CHƯA GỬI ĐƯỢC"
    assert lines(form) == [
        "× 25/5: ngày chưa tới, ngày trên máy tính: 24/5/2023. Gõ nhầm dòng: xoá, gõ ở dòng hôm nay.",
    ]


def test_an_older_day_that_is_looked_at_keeps_the_form_from_being_sent(form: Document) -> None:
    set_today(form, day(2))
    enter(form, row(1), CLEAN)
    enter(form, row(2), CLEAN)
    form.type(FORM_SHEET, CHOSEN, day(1))
    assert state(form) == "CHƯA GỬI ĐƯỢC"
    assert lines(form) == ["× Trang Phụ lục 01 đang xem ngày 22/5/2023. Xoá ngày ở ô “Xem ngày” của trang ấy."]
    form.type(FORM_SHEET, CHOSEN, day(2))
    assert (state(form), lines(form)) == ("SẴN SÀNG GỬI", [])


# -- what is wrong -------------------------------------------------------------------------------------------------

WRONG = {
    "SL01": ("như trên", "× D15 · Đăng ký sinh 23/5: ghi “như trên”. Gõ bằng chữ số; không có thì gõ 0."),
    "SL02": (68.082, "× D15 · Đăng ký sinh 23/5: ghi 68,082. Gõ số nguyên, không dấu chấm, dấu phẩy."),
    "SL03": (-5, "× D15 · Đăng ký sinh 23/5: ghi -5, chưa có lý do. Ghi lý do ở GHI CHÚ; gõ nhầm thì gõ lại."),
    "SL05": ("=1/0", "× D15 · Đăng ký sinh 23/5: ô báo lỗi công thức. Gõ thẳng con số."),
    "SL09": (-(10**11), "× D15 · Đăng ký sinh 23/5: ghi -100000000000, số quá lớn. Gõ lại số đúng."),
    "LK06": (5500, "▲ 23/5: cả ngày 5.581, vượt mức tối đa 4.800/ngày. Có gõ nhầm Tổng đã nhập không?"),
    "LK15": (9600, "× 23/5: cả ngày 9.681, quá hai lần mức tối đa 4.800/ngày. Gõ lại; số đúng thì gọi Sở Tư pháp."),
}


@pytest.mark.parametrize("code", WRONG)
def test_each_cause_has_its_own_words(code: str, form: Document) -> None:
    figure, words = WRONG[code]
    set_today(form, day(2))
    enter(form, row(1), CLEAN)
    enter(form, row(2), (None, *CLEAN[1:]))
    form.type(DAY_SHEET, typed(Kind.BIRTH, row(2)), figure, literal=code == "SL01")
    assert lines(form) == [words]
    assert f"({code})" in str(form.cell(DAY_SHEET, f"{CHECK}{row(2)}"))


def test_what_is_told_of_the_other_cells_of_a_day(form: Document) -> None:
    set_today(form, day(2))
    enter(form, row(1), CLEAN)
    enter(form, row(2), (-300, -2, None, 25), "ngày 22/5 nhập trùng")
    assert lines(form) == [
        "× D15 · Đăng ký sinh 23/5: trừ quá số đã nhập, Tổng đã nhập còn -50. Gõ lại số đúng.",
        "▲ F15 · Đăng ký khai tử 23/5: còn trống. Không có thì gõ 0.",
        "× G15 · Đăng ký con nuôi 23/5: Tổng đã nhập 26, chỉ tiêu 25. Gõ lại; số đúng thì gọi Sở Tư pháp.",
        "▲ E15 · Đăng ký kết hôn 23/5: ghi -2, có lý do. Đọc lại lý do ở GHI CHÚ; đúng thì gửi.",
    ]
    assert form.cell(DAY_SHEET, f"{CHECK}{row(2)}") == "× Sinh: trừ quá số đã nhập (SL03) và 3 chỗ nữa"


def test_three_days_of_zeros_ask_for_what_holds_the_unit_up(form: Document) -> None:
    set_today(form, day(3))
    for place in (1, 2, 3):
        enter(form, row(place), (0, 0, 0, 0))
    assert state(form) == "SẴN SÀNG GỬI"
    assert form.cell(DAY_SHEET, ADVICE) == "Xem lại 1 điều có dấu ▲, lưu tệp, gửi trước 14 giờ 00."
    assert lines(form) == ["▲ 24/5: ba ngày liền số 0. Chọn lý do ở cột LÝ DO SỐ 0."]


def test_the_nearest_day_comes_first_and_what_is_beyond_the_lines_is_counted(form: Document) -> None:
    set_today(form, day(4))
    enter(form, row(1), CLEAN)
    for place in (2, 3, 4):
        enter(form, row(place), ("a", "b", "c", 0))
    told = lines(form)
    assert [words[:5] for words in told[:5]] == ["× D17", "× E17", "× F17", "× D16", "× E16"]
    assert told[5:] == ["… và 4 điều nữa: xem cột KIỂM TRA."]
    assert form.cell(DAY_SHEET, ADVICE) == "Sửa 9 chỗ nêu dưới đây, rồi lưu tệp, gửi."


def test_what_was_wrong_on_a_day_that_is_past_is_that_days_affair(form: Document) -> None:
    set_today(form, day(2))
    enter(form, row(1), (250, 60, 20, 30))  # too many, and refused then
    enter(form, row(2), (250, 60, 20, -20), "ngày 22/5 gõ nhầm")
    assert state(form) == "SẴN SÀNG GỬI"
    assert str(form.cell(DAY_SHEET, f"{CHECK}{row(1)}")).startswith("× Con nuôi: vượt chỉ tiêu")
    # A text spoils every sum below it, whatever its day.
    form.type(DAY_SHEET, typed(Kind.DEATH, row(1)), "x", literal=True)
    assert state(form) == "CHƯA GỬI ĐƯỢC"
    assert lines(form)[0].startswith("× F14 · Đăng ký khai tử 22/5: ghi “x”")


def test_what_was_entered_before_the_first_day_is_checked_too(form: Document) -> None:
    set_today(form, day(1))
    enter(form, OPENING_ROW, (68.5, None, None, 26))
    enter(form, row(1), (0, 0, 0, 0))
    assert (
        lines(form)[0]
        == "× G14 · Đăng ký con nuôi 22/5: Tổng đã nhập 26, chỉ tiêu 25. Gõ lại; số đúng thì gọi Sở Tư pháp."
    )
    assert "× D13 · Đăng ký sinh trước đợt: ghi 68,5. Gõ số nguyên, không dấu chấm, dấu phẩy." in lines(form)


def test_a_skipped_day_is_said_and_how_to_mend_it_hangs_on_what_came_after(form: Document) -> None:
    set_today(form, day(5))
    enter(form, row(1), CLEAN)
    enter(form, row(3), CLEAN)
    assert lines(form) == [
        "▲ 25/5: chưa gõ. Gõ số của ngày ấy; không nhập được thì gõ bốn số 0.",
        "▲ 23/5: bỏ trống. Gõ bốn số 0; có số thì cộng vào hôm nay, ghi lý do ở GHI CHÚ.",
    ]
    assert form.cell(DAY_SHEET, f"{CHECK}{row(2)}") == "▲ Chưa gõ ngày này"
    assert state(form) == "CHƯA GÕ SỐ HÔM NAY"
    enter(form, row(2), (0, 0, 0, 0))
    enter(form, row(4), CLEAN)
    enter(form, row(5), CLEAN)
    assert (state(form), lines(form)) == ("SẴN SÀNG GỬI", [])


def test_days_before_the_first_that_was_typed_are_skipped_as_those_after_it(form: Document) -> None:
    set_today(form, day(4))
    assert lines(form) == []  # nothing is typed at all: that is said in large letters
    enter(form, row(3), CLEAN)
    enter(form, row(4), CLEAN)
    told = "bỏ trống. Gõ bốn số 0; có số thì cộng vào hôm nay, ghi lý do ở GHI CHÚ."
    assert lines(form) == [f"▲ 23/5: {told}", f"▲ 22/5: {told}"]
    assert form.cell(DAY_SHEET, f"{CHECK}{row(1)}") == "▲ Chưa gõ ngày này"
    assert state(form) == "SẴN SÀNG GỬI"
    enter(form, row(1), (0, 0, 0, 0))
    enter(form, row(2), (0, 0, 0, 0))
    assert lines(form) == []


def test_a_unit_that_begins_late_with_what_it_had_entered_has_skipped_nothing(form: Document) -> None:
    set_today(form, day(20))
    enter(form, row(0), (100, 0, 0, 0))
    enter(form, row(20), CLEAN)
    assert (state(form), lines(form)) == ("SẴN SÀNG GỬI", [])
    enter(form, row(0), (0, 0, 0, 0))
    assert len(lines(form)) == 6
    assert lines(form)[-1] == "… và 14 điều nữa: xem cột KIỂM TRA."


def test_the_words_fit_into_the_screen_and_none_is_longer_than_a_message_may_be() -> None:
    for cause in CAUSES:
        assert len(cause.told) + len("× G100 · Đăng ký con nuôi 31/12: ") <= 160, cause


# -- how far the unit has come -------------------------------------------------------------------------------------


def test_progress_against_the_deadline_is_told_with_what_each_day_needs(form: Document) -> None:
    set_today(form, day(2))
    enter(form, row(1), (1245, 310, 95, 1))
    assert form.cell(DAY_SHEET, PROGRESS) == (
        "Đã nhập 1.651 / 151.264 (1,1%), phải đạt 1,9%.   Từ hôm nay cần 2.823 mỗi ngày để xong 14/7/2023."
    )
    enter(form, row(2), (300, 70, 30, 0))
    assert form.cell(DAY_SHEET, PROGRESS) == (
        "Đã nhập 2.051 / 151.264 (1,4%), phải đạt 3,7%.   "
        "Từ mai cần 2.870 mỗi ngày để xong 14/7/2023; 2 ngày qua bình quân 1.026."
    )
    set_today(form, date(2023, 7, 15))
    assert str(form.cell(DAY_SHEET, PROGRESS)).endswith("Đợt nhập đến hết 14/7/2023, còn 149.213.")


def test_who_has_entered_all_is_told_so(calc: Calc, issued: Mapping[str, Path]) -> None:
    with closing(calc.open(issued[UNIT])) as form:
        set_today(form, day(30))
        enter(form, OPENING_ROW, (115_614, 27_011, 8_614, 25))
        enter(form, row(30), (0, 0, 0, 0))
        assert str(form.cell(DAY_SHEET, PROGRESS)).endswith("Đã nhập đủ chỉ tiêu.")


def test_a_unit_without_targets_is_told_what_to_do(calc: Calc, issued: Mapping[str, Path]) -> None:
    with closing(calc.open(issued["698"])) as form:
        set_today(form, day(1))
        assert "chưa giao chỉ tiêu: hằng ngày gõ bốn số 0" in str(form.cell(DAY_SHEET, PROGRESS))
        enter(form, row(1), (0, 0, 0, 0))
        assert state(form) == "SẴN SÀNG GỬI"
        enter(form, row(1), (1, 0, 0, 0))
        assert lines(form) == [
            "× D14 · Đăng ký sinh 22/5: Tổng đã nhập 1, chỉ tiêu 0. Gõ lại; số đúng thì gọi Sở Tư pháp."
        ]
    with closing(calc.open(issued["25222"])) as form:
        set_today(form, day(1))
        assert "dòng Chỉ tiêu" in str(form.cell(DAY_SHEET, PROGRESS))
        enter(form, row(1), (3, 2, 1, 0))
        assert state(form) == "SẴN SÀNG GỬI"
        enter(form, TARGETS_ROW, (500, 100, 50, 2))
        assert str(form.cell(DAY_SHEET, PROGRESS)).startswith("Đã nhập 6 / 652 (0,9%)")


# -- on the screen -------------------------------------------------------------------------------------------------


def linked(formula: str) -> str:
    """Where the link of a formula leads: the first argument of HYPERLINK."""
    rest = formula.partition("HYPERLINK(")[2]
    depth, quoted = 0, False
    for place, letter in enumerate(rest):
        quoted ^= letter == '"'
        depth += 0 if quoted else (letter == "(") - (letter == ")")
        if letter == "," and not depth and not quoted:
            return rest[:place]
    raise AssertionError(formula)


def test_links_lead_to_todays_row_and_to_what_is_wrong(form: Document, issued: Mapping[str, Path]) -> None:
    set_today(form, day(26))
    enter(form, row(26), (250, "x", 20, 1))
    assert form.cell(DAY_SHEET, LINK) == "► Tới hôm nay 16/6"
    sheet = load_workbook(issued[UNIT])[DAY_SHEET]
    for cell, target in ((LINK, "D39"), (LINES[0], "E39")):
        form.set_formula(DAY_SHEET, "A150", f"={linked(sheet[cell].value)}")
        assert form.cell(DAY_SHEET, "A150") == f"#'{DAY_SHEET}'!{target}"


@pytest.mark.slow
def test_all_columns_are_seen_on_a_small_screen_and_the_head_leaves_room_for_days(plan: Plan) -> None:
    for unit in plan.senders:
        book = load_workbook(BytesIO(draw_unit_form(plan, unit)))
        for name, frozen in ((DAY_SHEET, OPENING_ROW - 1), (FORM_SHEET, 9)):
            sheet = book[name]
            width = 0
            for column in range(1, sheet.max_column + 1):
                found = next((d for d in sheet.column_dimensions.values() if d.min and d.min <= column <= d.max), None)
                assert found is not None, (name, get_column_letter(column))
                width += 0 if found.hidden else round(found.width * 7)
            # LibreOffice draws columns up to a tenth wider.
            assert width * 1.12 <= SCREEN_WIDTH + 30, (name, unit.name, width)
            height = sum((sheet.row_dimensions[number].height or 15) * 4 / 3 for number in range(1, frozen + 1))
            assert height <= SCREEN_HEIGHT - 10 * 22, (name, height)
            assert int(sheet.freeze_panes[1:]) == frozen + 1
        assert {*LINES, STATE, ADVICE, LINK, PROGRESS} <= {
            cell.coordinate for r in book[DAY_SHEET]["A1:M6"] for cell in r
        }
    assert [head.name for head in DAY_FORM.columns][-3:] == ["check", "note", "reason"]


def test_yellow_is_only_where_to_type_now(form: Document, tmp_path: Path) -> None:
    set_today(form, day(3))
    enter(form, row(1), CLEAN)
    book = tmp_path / "seen.xlsx"
    form.save_as(book)
    rules = [
        (str(area.sqref), rule.formula[0])
        for area in load_workbook(book)[DAY_SHEET].conditional_formatting
        for rule in area.rules
        if rule.dxf and rule.dxf.fill and "FFF7CC" in str(rule.dxf.fill.bgColor.rgb)
    ]
    assert {area for area, _ in rules} == {"D13:G13", "D14:G97", "M14:N97"}
    # A cell that is not told to be yellow is white.
    base = load_workbook(book)[DAY_SHEET]["D14"].fill
    assert base.fill_type in (None, "none") or "FFF7CC" not in str(base.fgColor.rgb)


def test_a_form_of_two_hundred_days_and_of_one_has_all_its_rows(plan: Plan, calc: Calc, tmp_path: Path) -> None:
    unit = next(unit for unit in plan.senders if unit.code == UNIT)
    for days in (1, 200):
        longer = replace(plan, deadline=plan.start + timedelta(days=days))
        path = tmp_path / f"{days}.xlsx"
        path.write_bytes(draw_unit_form(longer, unit))
        with closing(calc.open(path)) as form:
            set_today(form, day(days))
            enter(form, row(days), CLEAN)
            assert state(form) == "SẴN SÀNG GỬI"
            enter(form, row(1), (250, 60, 20, "x"))
            assert lines(form)[0].startswith("× G14 · Đăng ký con nuôi 22/5: ghi “x”")
            enter(form, row(days + 30), CLEAN)
            assert "ngày chưa tới" in " ".join(lines(form))


@pytest.mark.slow
def test_a_form_is_read_by_its_values_where_excel_only_shows_it(issued: Mapping[str, Path]) -> None:
    # What came by mail is opened for reading only, and nothing is calculated there.
    sheet = load_workbook(issued[UNIT], data_only=True)[DAY_SHEET]
    assert sheet[STATE].value == "CHƯA GÕ SỐ HÔM NAY"
    assert "Bật Chỉnh sửa (Enable Editing)" in sheet[ADVICE].value
    assert sheet[f"{NOTE}{FIRST_ROW}"].value is None
