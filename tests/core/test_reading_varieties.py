"""One test for each way in which clerks make the form: all are read, and the figures are the truth."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.forms import (
    BU_DANG,
    CHON_THANH,
    DAY,
    DONG_XOAI,
    FILE,
    LOC_NINH,
    NAMELESS,
    PHUOC_LONG,
    Office,
    as_ods,
    as_xls,
    as_xlsm,
    as_xlsx,
    figures_of,
    remade,
    rows_moved,
    warnings_of,
    with_cells,
    with_column,
    with_row,
)
from tests.kit.laws import law
from xlpy.core.forms import FORM_01, OPEN_DATE
from xlpy.core.grid import Area, Grid, Snapshot, cell_name
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.text import bare
from xlpy.demo.clerks import DATE_STYLES, NUMBER_STYLES, decomposed, shortened, shouted, without_level

TITLE, CITATION = "A2", "A4"
HEADER, KINDS_ROW, MEASURES, LINE = 5, 6, 7, 8
"""Rows of a form with nothing above it, as Excel counts: its header's three, and the first below."""
COMMUNES = 16
"""Of Huyện Bù Đăng; their TỔNG stands below them."""
FOOT = LINE + COMMUNES
FIGURES = range(2, 22)


# Where the form stands


def test_the_sheets_name_does_not_matter(office: Office) -> None:
    office.accepts(office.form(sheet="Sheet1"))


def test_rows_above_and_columns_left_of_the_form(office: Office) -> None:
    submission = office.accepts(office.form(rows_above=5, columns_left=3))
    assert submission.source.cell == "F12"
    assert submission.place(Kind.BIRTH, Measure.TODAY).cell == "G13"


def test_other_sheets_beside_the_form(office: Office) -> None:
    office.accepts(office.form(sheets_before=("Theo dõi máy", "Danh sách")))


def test_a_blank_specimen_beside_the_form(office: Office) -> None:
    filled = office.sheet()
    figures = {cell_name(LINE - 1, column): None for column in FIGURES}
    specimen = remade(with_cells(filled, {**figures, TITLE: FORM_01.title}), sheet="Mẫu")
    office.accepts(as_xlsx(specimen, filled))


def test_one_sheet_a_day_of_which_the_days_is_taken(office: Office) -> None:
    yesterday = office.sheet(work=office.first[BU_DANG], sheet="Ngày 22")
    today = office.sheet(sheet="Ngày 23")
    office.accepts(as_xlsx(yesterday, today), "bu dang.xlsx")
    office.accepts(as_xlsx(yesterday, today), "bu dang 23-5.xlsx")


def test_one_form_a_day_below_the_other_on_one_sheet(office: Office) -> None:
    yesterday, today = office.sheet(work=office.first[BU_DANG]), office.sheet()
    below = {(row + 20, column): value for (row, column), value in today.cells.items()}
    both = remade(yesterday, cells={**yesterday.cells, **below})
    assert office.accepts(as_xlsx(both), "bu dang.xlsx").date_source.cell == "A22"


def test_a_letterhead_with_the_districts_name_and_the_day(office: Office) -> None:
    office.accepts(
        as_xlsx(
            with_cells(
                office.sheet(rows_above=3),
                {"A1": "UBND HUYỆN BÙ ĐĂNG\nPHÒNG TƯ PHÁP", "M1": "Bù Đăng, ngày 23 tháng 05 năm 2023"},
            )
        )
    )


def test_notes_and_signatures_below_the_form(office: Office) -> None:
    office.accepts(
        office.form(
            notes_below=("Nơi nhận: Sở Tư pháp", "Đồng Xoài, ngày 24 tháng 5 năm 2023", "NGƯỜI LẬP BIỂU", "Trần Thị B")
        )
    )


def test_signatures_that_stand_below_the_figures(office: Office) -> None:
    below = {"D10": "Bù Đăng, ngày 23 tháng 5 năm 2023", "E11": "TRƯỞNG PHÒNG", "E13": "(đã ký)"}
    office.accepts(as_xlsx(with_cells(office.sheet(), below)))


# The header


def test_a_header_without_merged_cells(office: Office) -> None:
    office.accepts(as_xlsx(remade(office.sheet(), merged=())))


def test_a_header_whose_parted_cells_each_repeat_the_name(office: Office) -> None:
    sheet = office.sheet()
    repeated = {
        cell_name(row, column): sheet.cells[area.top, area.left]
        for area in sheet.merged
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    }
    office.accepts(as_xlsx(with_cells(remade(sheet, merged=()), repeated)))


def test_a_header_of_an_excel_table_where_no_two_columns_are_called_the_same(office: Office) -> None:
    sheet = remade(office.sheet(), merged=())
    numbered = {
        cell_name(MEASURES - 1, column): f"{sheet.cells[MEASURES - 1, column]}{1 + (column - 2) // 4}"
        for column in FIGURES
        if column > 5
    }
    names = {"A5": None, "B5": None, "A7": "Column1", "B7": "ĐƠN VỊ"}
    office.accepts(as_xlsx(with_cells(sheet, {**numbered, **names})))


@pytest.mark.parametrize("right", [1, 2, 3])
def test_a_kinds_name_that_stands_over_the_middle_of_its_columns(office: Office, right: int) -> None:
    sheet = remade(office.sheet(), merged=())
    places = {column: column + right for column in range(2, 22, 4)}
    office.accepts(as_xlsx(_columns_moved(sheet, places, rows=(KINDS_ROW,))))


@pytest.mark.parametrize("lines", [1, 2])
def test_empty_lines_between_the_header_rows(office: Office, lines: int) -> None:
    sheet = office.sheet()
    for _ in range(lines):
        sheet = with_row(sheet, MEASURES)
    office.accepts(as_xlsx(sheet))


def test_a_form_of_only_the_days_figures_and_the_running_totals(office: Office) -> None:
    sheet = office.sheet()
    kept = {
        at: value
        for at, value in sheet.cells.items()
        if at[0] < MEASURES - 1 or at[1] < 2 or (at[1] % 4 in (3, 0) and at[1] < 18)
    }
    office.accepts(as_xlsx(remade(sheet, cells=kept)))


def test_another_table_with_some_of_the_forms_words(office: Office) -> None:
    words = {
        "A1": "ĐƠN VỊ",
        "B1": "Tổng số",
        "C1": "Đã nhập",
        "D1": "Còn lại",
        "E1": "Tổng số",
        "F1": "Ghi chú",
        "B2": 5,
    }
    office.accepts(as_xlsx(with_cells(Grid("", "Theo dõi máy", {}), words), office.sheet()))


def test_an_empty_line_between_title_and_header_and_one_below_the_header(office: Office) -> None:
    office.accepts(as_xlsx(with_row(with_row(office.sheet(), LINE), HEADER)))


@pytest.mark.parametrize(
    "written",
    [
        lambda place: f"({place})",
        lambda place: place,
        lambda place: -place,  # what Excel makes of a typed (3)
        lambda place: f"({place})=({place - 3})-({place - 1})" if place % 4 == 2 else f"({place})",
    ],
)
def test_a_line_that_numbers_the_columns(office: Office, written: object) -> None:
    assert callable(written)
    numbers = {cell_name(LINE - 1, column): written(column + 1) for column in FIGURES}
    office.accepts(as_xlsx(with_cells(with_row(office.sheet(), LINE), {"A8": "A", "B8": "B", **numbers})))


def test_columns_put_in_without_a_header(office: Office) -> None:
    sheet = with_column(with_column(office.sheet(), 5), 3)
    office.accepts(as_xlsx(with_cells(sheet, {"C8": 99, "F8": 99, "F9": "x"})))


def test_a_column_of_words_between_name_and_figures(office: Office) -> None:
    sheet = with_cells(with_column(office.sheet(), 3), {"C5": "Người nhập", "C8": "Trần Thị B"})
    assert [row.label for row in office.accepts(as_xlsx(sheet), NAMELESS).rows] == ["Huyện Bù Đăng"]


def test_measures_in_another_order(office: Office) -> None:
    backwards = {column: 2 + 4 * ((column - 2) // 4) + 3 - (column - 2) % 4 for column in FIGURES}
    sheet = remade(office.sheet(), merged=())
    office.accepts(as_xlsx(_columns_moved(sheet, backwards, rows=(MEASURES, LINE))))


def test_kinds_in_another_order(office: Office) -> None:
    backwards = {column: 2 + 4 * (4 - (column - 2) // 4) + (column - 2) % 4 for column in FIGURES}
    sheet = remade(office.sheet(), merged=())
    office.accepts(as_xlsx(_columns_moved(sheet, backwards, rows=(KINDS_ROW, MEASURES, LINE))))


def test_the_name_before_the_number(office: Office) -> None:
    sheet = remade(office.sheet(), merged=())
    office.accepts(as_xlsx(_columns_moved(sheet, {0: 1, 1: 0}, rows=(HEADER, LINE))))


def test_other_words_for_kinds_and_measures(office: Office) -> None:
    words = {"C6": "KHAI SINH", "G6": "Kết  hôn", "K6": "Khai tử", "O6": "Nuôi con nuôi", "S6": "Tổng cộng"}
    words |= {"D7": "Trong ngày", "E7": "Luỹ kế", "H7": "Nhập trong ngày", "I7": "Đã nhập", "F7": decomposed("Còn lại")}
    office.accepts(as_xlsx(with_cells(office.sheet(), words)))


# The lines


def test_all_units_listed_and_the_others_left_blank(office: Office) -> None:
    office.accepts(office.form(lines="all"), NAMELESS.replace(".", " 23-5."))


def test_all_units_listed_and_the_others_at_zero(office: Office) -> None:
    office.accepts(office.form(lines="all", others="zero"), NAMELESS)


def test_all_units_listed_and_the_others_at_a_dash(office: Office) -> None:
    office.accepts(office.form(lines="all", others="zero", dash=True), NAMELESS)


def test_all_units_listed_and_spaces_left_where_others_had_figures(office: Office) -> None:
    spaces = {f"{column}{row}": " " for column in "DEHILMPQ" for row in (8, 10, 18)}
    office.accepts(as_xlsx(with_cells(office.sheet(lines="all"), spaces)), NAMELESS)


def test_rows_of_other_units_hidden(office: Office) -> None:
    office.accepts(office.form(lines="all", others="zero", hidden_rows=True), NAMELESS)


def test_blank_rows_between_the_units(office: Office) -> None:
    sheet = office.sheet(lines="all")
    for row in (LINE + 2, LINE + 1):
        sheet = with_row(sheet, row)
    office.accepts(as_xlsx(sheet))


def test_only_the_senders_line(office: Office) -> None:
    office.accepts(office.form(lines="own"))


def test_the_senders_line_and_the_same_again_as_total(office: Office) -> None:
    sheet = office.sheet()
    total = {cell_name(LINE, column): sheet.cells[LINE - 1, column] for column in FIGURES}
    office.accepts(as_xlsx(with_cells(sheet, {**total, "A9": "TỔNG"})))


def test_one_line_a_commune_with_a_total(office: Office) -> None:
    submission = office.accepts(office.form(lines="parts"))
    assert len(submission.rows) == COMMUNES
    assert submission.total is not None
    assert submission.place(Kind.BIRTH, Measure.TODAY).cell == "D8:D23"


def test_a_kind_that_no_commune_reports_is_not_zero(office: Office) -> None:
    blank = {f"{column}{row}": None for column in "PQ" for row in range(LINE, FOOT + 1)}
    judged = office.judged(as_xlsx(with_cells(office.sheet(lines="parts"), blank)))
    assert judged.submission is not None
    assert figures_of(judged.submission)[Kind.ADOPTION] == (None, None)


def test_one_communes_line_with_a_total(office: Office) -> None:
    sheet = office.sheet(lines="parts")
    others = {cell_name(row - 1, column): None for row in range(LINE + 1, FOOT) for column in FIGURES}
    all_by_one = {cell_name(LINE - 1, column): sheet.cells.get((FOOT - 1, column)) for column in FIGURES}
    office.accepts(as_xlsx(with_cells(sheet, {**others, **all_by_one})), NAMELESS, warned={"BM17"})


def test_one_line_a_commune_with_the_communes_own_totals(office: Office) -> None:
    submission = office.accepts(office.form(lines="parts", others="zero"))
    assert all(row.value(Kind.SUM, Measure.REMAINING) is not None for row in submission.rows)


def test_one_line_a_commune_without_a_total(office: Office) -> None:
    foot = {cell_name(FOOT - 1, column): None for column in range(22)}
    submission = office.accepts(as_xlsx(with_cells(office.sheet(lines="parts"), foot)))
    assert submission.total is None


@pytest.mark.parametrize("name", ["Huyện Bù Đăng", "Bù Đăng", "TỔNG CỘNG:", "Toàn huyện"])
def test_communes_with_another_name_for_their_total(office: Office, name: str) -> None:
    submission = office.accepts(as_xlsx(with_cells(office.sheet(lines="parts"), {f"B{FOOT}": name})))
    assert submission.total is not None
    assert len(submission.rows) == COMMUNES


def test_the_districts_own_line_above_its_communes_and_a_total_below(office: Office) -> None:
    sheet = with_row(office.sheet(lines="parts"), LINE)
    own = {cell_name(LINE - 1, column): sheet.cells.get((FOOT, column)) for column in FIGURES}
    submission = office.accepts(as_xlsx(with_cells(sheet, {**own, "B8": "Huyện Bù Đăng"})), NAMELESS)
    assert len(submission.rows) == COMMUNES


def test_the_total_above_the_communes(office: Office) -> None:
    sheet = office.sheet(lines="parts")
    down = {row: row + 1 for row in range(LINE, FOOT)}
    submission = office.accepts(as_xlsx(rows_moved(sheet, {FOOT: LINE, **down})))
    assert submission.total is not None
    assert submission.total.source.cell == "B8"


def test_the_name_merged_over_two_columns(office: Office) -> None:
    sheet = office.sheet()
    merged = (*sheet.merged, Area(LINE - 1, 0, LINE - 1, 1))
    office.accepts(as_xlsx(with_cells(remade(sheet, merged=merged), {"A8": "Huyện Bù Đăng", "B8": None})), NAMELESS)


def test_a_hidden_sheet_is_read_and_told_of(office: Office) -> None:
    judged = office.judged_sheets(Snapshot(FILE, "", (remade(office.sheet(), visible=False),)))
    assert judged.usable
    assert warnings_of(judged) == {"BM13"}


def test_the_total_over_number_and_name(office: Office) -> None:
    sheet = with_cells(office.sheet(lines="parts"), {f"A{FOOT}": "TỔNG", f"B{FOOT}": None})
    assert office.accepts(as_xlsx(sheet)).total is not None


# The figures


def test_formulas_with_stored_results(office: Office) -> None:
    submission = office.accepts(office.form(formulas=True))
    assert not submission.counts[Kind.BIRTH, Measure.REMAINING].typed


@pytest.mark.parametrize("style", ["dots", "spaces", "no-break", "decimals", "full-width"])
def test_numbers_as_text(office: Office, style: str) -> None:
    office.accepts(office.form(numbers=style), warned={"SL08"})


def test_a_dash_for_zero(office: Office) -> None:
    assert office.second[BU_DANG].today[Kind.ADOPTION] == 0
    office.accepts(office.form(dash=True))


def test_remaining_left_blank(office: Office) -> None:
    office.accepts(office.form(blank_remaining=True))


def test_a_blank_is_read_as_not_reported_and_the_rest_is_taken(office: Office) -> None:
    judged = office.judged(
        office.form(overrides={(Kind.DEATH, Measure.TODAY): None, (Kind.DEATH, Measure.ENTERED): None})
    )
    assert judged.usable
    assert judged.submission is not None
    work = office.second[BU_DANG]
    truth = {kind: (work.today[kind], work.entered[kind]) for kind in KINDS}
    assert figures_of(judged.submission) == {**truth, Kind.DEATH: (None, None)}


@pytest.mark.parametrize(
    "habit",
    [
        {"note_beside": "Đính chính: ngày 22/5 nhập trùng một trường hợp"},
        {"notes_below": ("Ghi chú: ngày 22/5 nhập trùng một trường hợp con nuôi.",)},
    ],
)
def test_a_negative_figure_with_a_note_corrects_the_day_before(office: Office, habit: Mapping[str, object]) -> None:
    work = office.second[BU_DANG]
    corrected = replace(
        work,
        today={**work.today, Kind.ADOPTION: -1},
        entered={**work.entered, Kind.ADOPTION: work.entered[Kind.ADOPTION] - 1},
    )
    submission = office.accepts(office.form(work=corrected, **habit), work=corrected, warned={"SL04"})
    assert "nhập trùng" in submission.note


# Names


@pytest.mark.parametrize(
    ("unit", "written"),
    [
        (BU_DANG, decomposed("Huyện Bù Đăng")),
        (BU_DANG, "HUYỆN BÙ ĐĂNG"),
        (BU_DANG, "H. Bù Đăng"),
        (BU_DANG, "H.Bù Đăng"),
        (BU_DANG, "Bù Đăng"),
        (BU_DANG, "  Huyện   Bù\u00a0Đăng "),
        (BU_DANG, "Huyện Bù\nĐăng"),
        (BU_DANG, "Huyện Bù Ðăng"),  # the Icelandic letter of old keyboards
        (PHUOC_LONG, "TX. Phước Long"),
        (PHUOC_LONG, "TX Phước Long"),
        (DONG_XOAI, "TP. Đồng Xoài"),
        (DONG_XOAI, "Tp.Đồng Xoài"),
        (DONG_XOAI, "thành phố đồng xoài"),
        (CHON_THANH, "Huyện Chơn Thành"),
    ],
)
def test_the_units_name_in_another_spelling(office: Office, unit: str, written: str) -> None:
    assert written != office.plan.targets[unit].unit.name
    office.accepts(office.form(unit, spell=lambda _: written), NAMELESS, unit=unit)


@pytest.mark.parametrize("spell", [shouted, decomposed, shortened, without_level])
def test_communes_names_in_another_spelling(office: Office, spell: object) -> None:
    office.accepts(office.form(LOC_NINH, lines="parts", spell=spell), NAMELESS, unit=LOC_NINH)


def test_the_tone_mark_in_its_other_place(office: Office) -> None:
    def spell(name: str) -> str:
        return name.replace("Hòa", "Hoà").replace("Thủy", "Thuỷ")

    for unit, moved in ((LOC_NINH, "Xã Lộc Hoà"), (PHUOC_LONG, "Phường Long Thuỷ")):
        submission = office.accepts(office.form(unit, lines="parts", spell=spell), NAMELESS, unit=unit)
        assert moved in [row.label for row in submission.rows]


@pytest.mark.parametrize("bullet", ["1. ", "1.", "(1) ", "1) ", "- ", "+ "])
def test_a_number_or_a_dash_before_the_name(office: Office, bullet: str) -> None:
    office.accepts(office.form(spell=lambda name: f"{bullet}{name}"), NAMELESS)
    office.accepts(
        office.form(LOC_NINH, lines="parts", spell=lambda name: bullet + shortened(name)), unit=LOC_NINH, file=NAMELESS
    )


# The day


@pytest.mark.parametrize(
    "written",
    [
        "(tính đến ngày 23/5/2023)",
        "(tính đến ngày 23/05/2023)",
        "(tính đến ngày 23-05-2023)",
        "(tính đến ngày 23.5.2023)",
        "(tính đến ngày 23 / 5 / 2023)",
        "(tính đến ngày 23 tháng 5 năm 2023)",
        "(tính đến ngày 23 tháng 05 năm 2023)",
        decomposed("(Tính đến ngày 23 tháng 5 năm 2023)"),
        "(kèm theo Kế hoạch số 188/KH-UBND ngày 04/4/2023 của UBND tỉnh) (tính đến ngày 23/5/2023)",
        "kèm theo Kế hoạch số 188/KH-UBND ngày 04/4/2023 của UBND tỉnh, tính đến ngày 23/5/2023",
        "(tính đến ngày 23/5/2023), thực hiện Kế hoạch số 188/KH-UBND ngày 04 tháng 4 năm 2023",
    ],
)
def test_the_day_in_the_title(office: Office, written: str) -> None:
    sheet = with_cells(office.sheet(), {TITLE: f"{FORM_01.title} {written}"})
    office.accepts(as_xlsx(sheet), "bu dang.xlsx")


def test_the_day_in_a_cell_of_its_own(office: Office) -> None:
    assert office.accepts(office.form(date_in_cell=True), "bu dang.xlsx").date_source.cell == "B3"


def test_the_day_and_the_hour_in_a_cell_of_its_own(office: Office) -> None:
    sheet = office.sheet(date_style="open")
    office.accepts(as_xlsx(with_cells(sheet, {"C3": datetime(2023, 5, 23, 13, 30)})), "bu dang.xlsx")


@pytest.mark.parametrize(
    "file",
    [
        "bu dang 23-5.xlsx",
        "bu dang 23.5.xlsx",
        "bu dang 23_05.xlsx",
        "bu dang 23.5.2023.xlsx",
        "bu dang 23-05-23.xlsx",
        "bu dang 20230523.xlsx",
        "bu dang 23052023.xlsx",
        "bu dang 2023-05-23.xlsx",
        "bu dang 2023-5-23.xlsx",
        "PL01_BuDang_23.5 (2).xlsx",
        "PL-01-23-05-2023-bu dang.xlsx",
        "4-4 bu dang 23-5.xlsx",
    ],
)
def test_the_day_left_open_in_the_title_and_told_by_the_files_name(office: Office, file: str) -> None:
    submission = office.accepts(office.form(date_style="open"), file)
    assert submission.date_source.file == file
    assert not submission.date_source.cell


def test_the_plans_day_in_the_title_is_not_the_reports(office: Office) -> None:
    sheet = office.sheet(date_style="open")
    assert "ngày 4/4/2023" in str(sheet.cells[3, 0])
    assert OPEN_DATE in str(sheet.cells[1, 0])
    office.accepts(as_xlsx(with_cells(sheet, {"A3": "Kế hoạch 188/KH-UBND ngày 04/4/2023"})))


# Whose it is, by one piece of evidence alone


def _no_name(_: str) -> str:
    return ""


def test_the_unit_by_the_issued_forms_mark_alone(office: Office) -> None:
    office.accepts(office.form(spell=_no_name, marked=True), NAMELESS)


def test_the_unit_by_its_line_alone(office: Office) -> None:
    office.accepts(office.form(), NAMELESS)


@pytest.mark.parametrize(
    "written", ["UBND HUYỆN BÙ ĐĂNG", "Phòng Tư pháp H.Bù Đăng", "Đơn vị: Bù Đăng", "huyện Bù Đăng, tỉnh Bình Phước"]
)
def test_the_unit_by_the_title_alone(office: Office, written: str) -> None:
    office.accepts(as_xlsx(with_cells(office.sheet(spell=_no_name), {"A3": written})), NAMELESS)


def test_the_unit_by_its_communes_alone(office: Office) -> None:
    office.accepts(office.form(lines="parts"), NAMELESS)


@pytest.mark.parametrize(
    "file",
    [
        "Bù Đăng.xlsx",
        decomposed("Huyện Bù Đăng.xlsx"),
        "bu dang.xlsx",
        "BuDang_PL01.xlsx",
        "PL01-HuyenBuDang.xlsx",
        "Báo cáo bu dang.xlsx",
        "H.Bu Dang (1).xlsx",
        "den/23-5/BU DANG.XLSX",
    ],
)
def test_the_unit_by_the_files_name_alone(office: Office, file: str) -> None:
    office.accepts(office.form(spell=_no_name), file)


@pytest.mark.parametrize("number", ["1", "01.", "(1)", "I"])
def test_a_number_typed_as_text_is_no_name(office: Office, number: str) -> None:
    office.accepts(as_xlsx(with_cells(office.sheet(spell=_no_name), {"A8": number})))


# Formats


def test_a_workbook_with_macros(office: Office) -> None:
    office.accepts(as_xlsm(office.form()), "bu dang 23-5.xlsm", warned={"TT11"})


def test_a_workbook_of_excel_97(office: Office) -> None:
    office.accepts(as_xls(office.sheet()), "bu dang 23-5.xls", warned={"TT07"})


def test_a_workbook_of_libreoffice(office: Office) -> None:
    office.accepts(as_ods(office.sheet()), "bu dang 23-5.ods", warned={"TT07"})


def test_a_workbook_under_the_extension_of_another_format(office: Office) -> None:
    office.accepts(office.form(), "bu dang 23-5.xls", warned={"TT06"})


# All of it


HABITS = st.fixed_dictionaries(
    {
        "lines": st.sampled_from(["own", "all", "parts"]),
        "others": st.sampled_from(["blank", "zero"]),
        "date_style": st.sampled_from(list(DATE_STYLES)),
        "numbers": st.sampled_from(list(NUMBER_STYLES)),
        "dash": st.booleans(),
        "formulas": st.booleans(),
        "spell": st.sampled_from([str, shouted, decomposed, shortened, without_level]),
        "rows_above": st.integers(0, 4),
        "columns_left": st.integers(0, 4),
        "hidden_rows": st.booleans(),
        "notes_below": st.sampled_from([(), ("Nơi nhận: Sở Tư pháp", "Ngày 24 tháng 5 năm 2023", "(đã ký)")]),
        "sheets_before": st.sampled_from([(), ("Bìa",)]),
        "unit_in_title": st.booleans(),
        "date_in_cell": st.booleans(),
        "marked": st.booleans(),
        "blank_remaining": st.booleans(),
    }
)


@law(light=True)
@given(data=st.data(), habits=HABITS)
def test_any_habits_together_tell_the_truth(office: Office, data: st.DataObject, habits: Mapping[str, object]) -> None:
    unit = data.draw(
        st.sampled_from([unit for unit in office.plan.senders if office.second[unit.code].entered[Kind.BIRTH]])
    )
    file = f"{bare(unit.name)} {DAY.day}-{DAY.month}.xlsx"
    as_text = {"SL08"} if habits["numbers"] != "numeric" else set()
    office.accepts(office.form(unit.code, **habits), file, unit=unit.code, warned=as_text)


def _columns_moved(grid: Grid, places: Mapping[int, int], rows: tuple[int, ...]) -> Grid:
    """The sheet with the cells of some rows (as Excel counts) in other columns: from → to."""
    cells = {
        (row, places.get(column, column) if row + 1 in rows else column): value
        for (row, column), value in grid.cells.items()
    }
    return remade(grid, cells=cells)


def test_a_day_that_excel_shows_as_its_number(office: Office) -> None:
    sheet = with_cells(office.sheet(date_style="open"), {"A3": "Tính đến ngày", "B3": 45069})
    office.accepts(as_xlsx(sheet), warned={"BM24"})
