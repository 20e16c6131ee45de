"""Sheets out of shape: what can be read is read in full, what cannot is refused with its place."""

import re
import unicodedata

import pytest

from tests.kit.crafted import xls_of_numbers
from tests.kit.desk import FILE, FORM, Desk, figures, measure
from tests.kit.hostile import (
    SHEET,
    STRINGS,
    WORKBOOK,
    columns_swapped,
    painted,
    remade,
    rows_of,
    swapped,
    text_cell,
    unpack,
    with_cell,
    with_dimension,
    with_number,
    with_part,
    with_sheets,
    with_text,
)
from xlpy.core.consolidate import Verdict
from xlpy.core.records import Kind, Measure
from xlpy.doors.files.reader import PATIENCE

# S01–S03: which sheet


def test_a_workbook_without_the_form_is_refused_with_the_sheets_it_has(desk: Desk, good: bytes) -> None:
    heads = ("Tổng số", "Số liệu nhập trong ngày", "Tổng đã nhập", "Còn lại")
    other = swapped(good, STRINGS, *((head, f"Cột {place}") for place, head in enumerate(heads)))
    desk.refuses(other, "BM01", "hàng tiêu đề", f"“{FORM}”")


def test_a_renamed_sheet_is_no_fault_for_the_form_is_known_by_its_header(desk: Desk) -> None:
    desk.accepts(desk.form(sheet="Trang tính1"))


@pytest.mark.parametrize(
    "name", [f"{FORM} ", FORM.upper() + ".", unicodedata.normalize("NFD", FORM)], ids=["space", "capitals", "NFD"]
)
def test_two_sheets_with_a_form_are_refused_with_both_names(desk: Desk, good: bytes, name: str) -> None:
    finding = desk.refuses(with_sheets(good, {name: ""}), "BM02", f"{FORM}!C7", f"{name}!C7")
    assert finding.source.sheet == name


def test_two_sheets_of_one_name_are_refused_with_the_name(desk: Desk, good: bytes) -> None:
    desk.refuses(with_sheets(good, {FORM.lower(): ""}), "TT02", "hai trang tính cùng tên", FORM.lower())


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_form_is_read_with_a_warning(desk: Desk, good: bytes, state: str) -> None:
    hidden = swapped(good, WORKBOOK, ('sheetId="1"', f'sheetId="1" state="{state}"'))
    assert desk.warns(hidden, "BM13", "ẩn").source.sheet == FORM


def test_a_hidden_copy_of_the_form_is_not_preferred_to_the_one_people_see(desk: Desk, good: bytes) -> None:
    desk.refuses(with_sheets(good, {"Cũ": 'state="veryHidden"'}), "BM02", "Cũ!C7 (trang đang ẩn)")


# S04–S07: columns and rows


def test_columns_in_another_order_are_read_by_their_headings(desk: Desk, good: bytes) -> None:
    desk.accepts(columns_swapped(good, range(7, 9), "D", "E"))


def test_a_renamed_heading_is_refused_with_the_column(desk: Desk, good: bytes) -> None:
    finding = desk.refuses(with_text(good, "E7", "Cột E"), "BM03", "Tổng đã nhập", "Đăng ký sinh")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "C7")


@pytest.mark.parametrize("above", [2, 30])
@pytest.mark.parametrize("left", [0, 5])
def test_a_form_that_stands_lower_or_further_right_is_found(desk: Desk, above: int, left: int) -> None:
    desk.accepts(desk.form(rows_above=above, columns_left=left))


def test_a_strange_row_among_the_units_is_refused_with_its_name(desk: Desk, good: bytes) -> None:
    cells = "".join(f'<c r="{column}9"><v>1</v></c>' for column in "DEHILMPQ")
    strange = with_cell(good, "B9", text_cell("B9", "Huyện Bù Đốp 2") + cells)
    finding = desk.refuses(strange, "BM07", "Huyện Bù Đốp 2", "Tên gần giống")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "B9")


def test_a_unit_written_twice_is_refused_with_both_places(desk: Desk, good: bytes) -> None:
    cells = "".join(f'<c r="{column}9"><v>1</v></c>' for column in "DEHILMPQ")
    twice = with_cell(good, "B9", text_cell("B9", "Huyện Bù Đăng") + cells)
    finding = desk.refuses(twice, "BM08", "ô B8")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "B9")


def test_a_name_merged_over_two_lines_stands_for_both(desk: Desk, good: bytes) -> None:
    second = with_number(good, "D9", "0")
    merged = remade(
        second, SHEET, lambda text: re.sub("<mergeCells[^>]*>", lambda m: m[0] + '<mergeCell ref="B8:B9"/>', text)
    )
    finding = desk.refuses(merged, "BM08", "Huyện Bù Đăng", "B8")
    assert finding.source.cell == "B9"


def test_a_unit_of_another_province_or_district_is_refused_with_its_cell(desk: Desk, good: bytes) -> None:
    finding = desk.refuses(with_text(good, "B8", "Huyện Đạ Huoai"), "BM07", "Huyện Đạ Huoai")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "B8")
    assert "Tên gần giống" not in finding.fix  # there is none
    ambiguous = with_text(good, "B8", "Huyện Lộc Ninh")
    finding = desk.refuses(ambiguous, "BM06", "B8", "Huyện Lộc Ninh", "Huyện Bù Đăng", f"“{FILE}”")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "B8")


def test_a_commune_of_another_district_among_its_own_is_refused_with_its_cell(desk: Desk) -> None:
    form = desk.form(lines="parts", unit_in_title=True)
    finding = desk.refuses(with_text(form, "B9", "Thị trấn Tân Phú"), "BM07", "Thị trấn Tân Phú")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "B9")


def test_a_commune_left_out_is_told_by_the_sum(desk: Desk) -> None:
    form = desk.form(lines="parts", unit_in_title=True)
    short = remade(form, SHEET, lambda text: text.replace(rows_of(text)[-2], ""))
    judged = desk.judged(short)
    assert {"CD05", "KH01"} & {finding.code for finding in judged.findings}
    assert judged.verdict is Verdict.WARN


# S08–S12: what the XML says of itself


@pytest.mark.parametrize("reference", ["A1", "B2:A1", "A1:XFD1048576", "A99:B100", "rác", "", "A0:B0"])
def test_a_false_extent_costs_no_cell(desk: Desk, good: bytes, reference: str) -> None:
    (expected,) = desk.read(good).grids
    (grid,) = desk.read(with_dimension(good, reference)).grids
    assert grid.cells == expected.cells
    desk.accepts(with_dimension(good, reference))


@pytest.mark.proc
@pytest.mark.parametrize("address", ["XFD1048576", "Z1048576"])
def test_a_stray_value_far_away_is_refused_at_once_with_its_cell(desk: Desk, good: bytes, address: str) -> None:
    stray = with_number(good, address, "1")
    finding = desk.refuses(stray, "TT14", "GR20000")
    assert (finding.source.sheet, finding.source.cell) == (FORM, address)
    cost = measure(desk.save(stray))
    assert cost.seconds < 2
    assert cost.mebibytes < 300


def test_a_stray_value_in_the_old_format_is_refused_with_its_cell(desk: Desk) -> None:
    finding = desk.refuses(xls_of_numbers({(0, 0): 1.0, (25_000, 3): 2.0}), "TT14", "GR20000", file="bu dang 22-5.xls")
    assert (finding.source.sheet, finding.source.cell) == ("S", "D25001")


def test_a_format_without_value_far_away_is_no_fault(desk: Desk, good: bytes) -> None:
    desk.accepts(with_cell(good, "XFD1048576", '<c r="XFD1048576" s="3"></c>'))


@pytest.mark.proc
def test_millions_of_painted_blanks_are_accepted_in_bounded_time_and_memory(desk: Desk, good: bytes) -> None:
    form = painted(good, rows=60_000, columns=40)
    cost = measure(desk.save(form))
    assert cost.snapshot.grids[0].cells == desk.read(good).grids[0].cells
    assert desk.decided(cost.snapshot).verdict is Verdict.ACCEPT
    assert cost.seconds < PATIENCE
    assert cost.mebibytes < 400


def test_more_cells_than_any_form_has_are_refused(desk: Desk, good: bytes) -> None:
    cells = "".join(
        f'<row r="{row}">{"".join(f"<c><v>{column}</v></c>" for column in range(190))}</row>'
        for row in range(100, 100 + 1_600)
    )
    desk.refuses(swapped(good, SHEET, ("</sheetData>", f"{cells}</sheetData>")), "TT08", FORM, "300.000 ô")


def test_rows_and_cells_out_of_order_are_read_in_their_places(desk: Desk, good: bytes) -> None:
    def upside_down(text: str) -> str:
        rows = rows_of(text)
        return text.replace("".join(rows), "".join(reversed(rows)))

    def right_to_left(text: str) -> str:
        row = rows_of(text)[-1]
        cells = re.findall(r"<c .*?(?:/>|</c>)", row)
        return text.replace("".join(cells), "".join(reversed(cells)))

    desk.accepts(remade(good, SHEET, upside_down))
    desk.accepts(remade(good, SHEET, right_to_left))


def test_cells_without_addresses_are_counted_along_the_row(desk: Desk, good: bytes) -> None:
    nameless = remade(good, SHEET, lambda text: re.sub(r'<c r="[A-Z]+\d+"', "<c", text))
    assert desk.read(nameless).grids[0].cells == desk.read(good).grids[0].cells
    desk.accepts(nameless)


def test_rows_without_numbers_are_counted_down_the_sheet(desk: Desk, good: bytes) -> None:
    desk.accepts(remade(good, SHEET, lambda text: re.sub(r'(<c|<row) r="[A-Z]*\d+"', r"\1", text)))


def test_a_cell_written_twice_is_refused_with_its_address(desk: Desk, good: bytes) -> None:
    twice = with_cell(good, "D8", '<c r="D8"><v>1</v></c><c r="D8"><v>2</v></c>')
    finding = desk.refuses(twice, "TT08", "ghi hai lần")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "D8")


def test_a_row_written_twice_is_refused_with_its_first_cell(desk: Desk, good: bytes) -> None:
    doubled = remade(good, SHEET, lambda text: text.replace(rows_of(text)[-1], rows_of(text)[-1] * 2))
    finding = desk.refuses(doubled, "TT08", "ghi hai lần")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "A8")


@pytest.mark.parametrize("address", ["$D$8", "8", "D0", "D8:E9", "AAAA8"])
def test_an_address_that_is_none_is_refused_as_written(desk: Desk, good: bytes, address: str) -> None:
    finding = desk.refuses(with_cell(good, "D8", f'<c r="{address}"><v>1</v></c>'), "TT08", f"“{address}”")
    assert finding.source.sheet == FORM


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_sheet_in_utf_16_is_refused_and_never_an_empty_district(desk: Desk, good: bytes, encoding: str) -> None:
    text = unpack(good)[SHEET].decode().replace("UTF-8", "UTF-16")
    finding = desk.refuses(with_part(good, SHEET, text.encode(encoding)), "TT08", SHEET, "UTF-16")
    assert finding.source.sheet == FORM


def test_a_sheet_in_an_old_code_page_is_refused_with_its_name(desk: Desk, good: bytes) -> None:
    finding = desk.refuses(swapped(good, SHEET, ("UTF-8", "windows-1258")), "TT08", SHEET, "windows-1258")
    assert finding.source.sheet == FORM


def test_a_sheet_whose_xml_breaks_off_is_refused_with_its_part(desk: Desk, good: bytes) -> None:
    finding = desk.refuses(remade(good, SHEET, lambda text: text[:-200]), "TT02", SHEET, "XML sai ở dòng")
    assert finding.source.sheet == FORM


def test_a_sheet_with_prefixed_names_is_read_as_any_other(desk: Desk, good: bytes) -> None:
    prefixed = remade(good, SHEET, lambda text: re.sub(r"<(/?)(\w)", r"<\1x:\2", text).replace("xmlns=", "xmlns:x="))
    desk.accepts(prefixed)


# What two ways of reading see differently is not believed


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="D8"><v><![CDATA[2017]]></v></c>',
        '<c r="D8"><v>20&#49;7</v></c>',
        '<c r="D8"><v>20<!-- 1 -->17</v></c>',
        '<c r="D8"><v>1</v><v>2017</v></c>',
        '<c r="D8"><v>20<x/>17</v></c>',
    ],
)
def test_a_figure_read_differently_by_two_ways_is_refused_with_its_cell(desk: Desk, good: bytes, cell: str) -> None:
    finding = desk.refuses(with_cell(good, "D8", cell), "TT02", "hai cách", "D8")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "D8")


def test_a_second_table_of_cells_that_the_reader_passes_over_is_refused(desk: Desk, good: bytes) -> None:
    more = '</sheetData><sheetData><row r="9"><c r="D9"><v>3</v></c></row></sheetData>'
    finding = desk.refuses(swapped(good, SHEET, ("</sheetData>", more)), "TT02", "hai cách")
    assert finding.source.cell == "D9"


@pytest.mark.parametrize("index", ["-1", "99", "x", "1.0"])
def test_a_string_that_is_not_there_is_refused_with_its_cell(desk: Desk, good: bytes, index: str) -> None:
    finding = desk.refuses(with_cell(good, "B8", f'<c r="B8" t="s"><v>{index}</v></c>'), "TT02", f"“{index}”")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "B8")


def test_a_kind_of_cell_that_nobody_knows_is_refused_with_its_cell(desk: Desk, good: bytes) -> None:
    finding = desk.refuses(with_cell(good, "D8", '<c r="D8" t="zzz"><v>1</v></c>'), "TT08", "zzz")
    assert (finding.source.sheet, finding.source.cell) == (FORM, "D8")


def test_cells_in_a_comment_are_no_cells(desk: Desk, good: bytes) -> None:
    desk.accepts(swapped(good, SHEET, ("<sheetData>", '<sheetData><!-- <c r="D8"><v>1</v></c> --><!-- <c> -->')))


def test_blank_texts_are_blank_for_both_ways(desk: Desk, good: bytes) -> None:
    spaced = with_text(with_cell(good, "X8", '<c r="X8" t="str"><v> </v></c>'), "Y8", " ")
    judged = desk.accepts(with_cell(spaced, "Z8", '<c r="Z8" t="inlineStr"><is><t/></is></c>'))
    assert judged.submission is not None
    assert judged.submission.value(Kind.BIRTH, Measure.TODAY) == figures(judged)[Kind.BIRTH][0]
