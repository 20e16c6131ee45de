"""Workbooks as honest programs write them: only the parts that are read must be well made, and relations lead to them."""

import re
from collections.abc import Callable

import pytest

from tests.kit.crafted import container
from tests.kit.desk import FILE, FORM, MIB, Desk
from tests.kit.forms import as_ods
from tests.kit.hostile import (
    SHEET,
    STRINGS,
    STYLES,
    TYPES,
    WORKBOOK,
    pack,
    remade,
    renamed,
    swapped,
    unpack,
    with_another,
    with_cell,
    with_formula,
    with_number,
    with_part,
)

RELATIONS = "xl/_rels/workbook.xml.rels"
ROOT = "_rels/.rels"
TODAY = "D8"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def every_part(good: bytes, change: Callable[[str], str]) -> bytes:
    """The names of all parts changed, their bytes not."""
    return pack((change(name), data) for name, data in unpack(good).items())


def moved(good: bytes, old: str, new: str) -> bytes:
    """A part under another name, where everybody who names it was told."""
    told = {name: data.replace(old.encode(), new.encode()) for name, data in unpack(good).items()}
    short, other = old.removeprefix("xl/").encode(), new.removeprefix("xl/").encode()
    told[RELATIONS] = told[RELATIONS].replace(short, other)
    return renamed(pack(told.items()), old, new)


# -- parts that nobody reads ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("customXml/item1.xml", '<?xml version="1.0" encoding="utf-16"?><DataMashup/>'.encode("utf-16")),
        ("customXml/item2.xml", b'<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'),
        ("docProps/odd.xml", b""),
        ("xl/comments1.xml", b"<not closed"),
        ("xl/media/image1.png", bytes(30 * MIB)),
        ("xl/drawings/a:b.xml", b"<a/>"),
        ("xl/", b""),
        ("xl/workbook.bin", b"\x83\x01\x00"),
    ],
    ids=["utf-16", "doctype", "empty", "broken", "large picture", "colon", "folder", "another workbook"],
)
def test_a_part_that_is_not_read_may_be_anything(desk: Desk, good: bytes, name: str, data: bytes) -> None:
    desk.accepts(with_another(good, name, data))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_not_read_may_be_there_twice(desk: Desk, good: bytes) -> None:
    desk.accepts(with_another(good, "docProps/app.xml"))


def test_what_libreoffice_leaves_empty_is_not_looked_into(desk: Desk, good: bytes) -> None:
    (grid,) = desk.read(good).grids
    odd = with_another(as_ods(grid), "Configurations2/accelerator/current.xml", b"")
    desk.warns(odd, "TT07", ".ods", file="bu dang 22-5.ods")


# -- where parts are -----------------------------------------------------------------------------------------------


def test_the_workbook_is_the_one_that_the_package_names(desk: Desk, good: bytes) -> None:
    other = renamed(moved(good, WORKBOOK, "xl/workbook22.xml"), RELATIONS, "xl/_rels/workbook22.xml.rels")
    desk.accepts(other)
    # Excel opens what the package names, and so do we: the workbook of the usual name is not looked at.
    beside = unpack(other) | {WORKBOOK: b"<not closed", RELATIONS: b"<nor this"}
    desk.accepts(pack(beside.items()))


def test_the_figures_are_those_of_the_workbook_that_the_package_names(desk: Desk, good: bytes) -> None:
    parts = unpack(good)
    parts["xl/other.xml"] = parts[WORKBOOK]
    parts["xl/_rels/other.xml.rels"] = parts[RELATIONS].replace(b"sheet1.xml", b"sheet9.xml")
    parts["xl/worksheets/sheet9.xml"] = unpack(with_number(good, TODAY, "999"))[SHEET]
    parts[ROOT] = parts[ROOT].replace(b"xl/workbook.xml", b"xl/other.xml")
    (grid,) = desk.read(pack(parts.items())).grids
    assert grid.cells[7, 3] == 999


def test_a_package_that_names_no_workbook_is_damaged(desk: Desk, good: bytes) -> None:
    desk.refuses(swapped(good, ROOT, ("/officeDocument", "/somethingElse")), "TT02", "không chỉ tới trang tính nào")


@pytest.mark.parametrize("target", ["/xl/worksheets/sheet1.xml", "./worksheets/sheet1.xml", "worksheets\\sheet1.xml"])
def test_a_target_may_be_absolute_or_begin_here_or_have_backslashes(desk: Desk, good: bytes, target: str) -> None:
    desk.accepts(swapped(good, RELATIONS, ('"worksheets/sheet1.xml"', f'"{target}"')))


@pytest.mark.parametrize(
    "change",
    [lambda name: f"/{name}", lambda name: f"./{name}", lambda name: name.replace("/", "\\"), str.upper],
    ids=["leading slash", "here", "backslashes", "capitals"],
)
def test_names_of_parts_are_found_however_they_are_written(
    desk: Desk, good: bytes, change: Callable[[str], str]
) -> None:
    desk.accepts(every_part(good, change))


@pytest.mark.parametrize(("old", "new"), [(STRINGS, "xl/sharedStrings2.xml"), (STYLES, "xl/styles3.xml")])
def test_texts_and_formats_are_found_by_their_relations(desk: Desk, good: bytes, old: str, new: str) -> None:
    desk.accepts(moved(good, old, new))


@pytest.mark.parametrize("name", ["utf8", "UTF8", "utf-8", "US-ASCII"])
def test_an_encoding_may_be_declared_under_any_of_its_names(desk: Desk, good: bytes, name: str) -> None:
    for part in (SHEET, STRINGS, WORKBOOK, RELATIONS):
        good = remade(good, part, lambda text: f'<?xml version="1.0" encoding="{name}"?>' + text.partition("?>")[2])
    desk.accepts(good)


# -- sheets without cells ------------------------------------------------------------------------------------------


def test_a_module_that_is_listed_as_a_sheet_is_none(desk: Desk, good: bytes) -> None:
    listed = '<sheet name="Module1" sheetId="9" state="veryHidden" r:id=""/></sheets>'
    desk.accepts(swapped(good, WORKBOOK, ("</sheets>", listed)))


def test_a_sheet_of_old_macros_is_warned_of_and_the_form_is_read(desk: Desk, good: bytes) -> None:
    kind = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    listed = swapped(good, WORKBOOK, ("</sheets>", '<sheet name="Macro1" sheetId="9" r:id="rId99"/></sheets>'))
    link = f'<Relationship Id="rId99" Type="{kind}" Target="odd/place.xml"/></Relationships>'
    both = swapped(listed, RELATIONS, ("</Relationships>", link))
    desk.warns(with_part(both, "xl/odd/place.xml", b"<macrosheet/>"), "TT11", "macro")


def test_a_sheet_to_which_nothing_leads_is_damage(desk: Desk, good: bytes) -> None:
    listed = swapped(good, WORKBOOK, ("</sheets>", '<sheet name="Mất" sheetId="9" r:id="rId99"/></sheets>'))
    desk.refuses(listed, "TT02", "không dẫn tới trang này")


@pytest.mark.parametrize("laid_out", [" {} ", "\n  {}\n", "\t{}"])
def test_numbers_that_a_tool_laid_out_in_their_elements_are_read(desk: Desk, good: bytes, laid_out: str) -> None:
    def lay_out(text: str) -> str:
        return re.sub(r"<v>(\d+)</v>", lambda match: f"<v>{laid_out.format(match[1])}</v>", text)

    desk.accepts(remade(good, SHEET, lay_out))


# -- what the reader does not know ---------------------------------------------------------------------------------

NEW = ["#SPILL!", "#CALC!", "#FIELD!", "#GETTING_DATA", "#BLOCKED!", "#CONNECT!", "#PYTHON!", "#BUSY!", "#UNKNOWN!"]


@pytest.mark.parametrize("code", NEW)
def test_an_error_that_excel_has_since_is_told_at_its_cell_where_it_matters(desk: Desk, good: bytes, code: str) -> None:
    error = f'<c r="{{}}" t="e"><f>A1</f><v>{code}</v></c>'
    finding = desk.refuses(with_cell(good, TODAY, error.format(TODAY)), "SL05", code)
    assert (finding.source.sheet, finding.source.cell) == (FORM, TODAY)
    desk.accepts(with_cell(good, "X8", error.format("X8")))
    desk.accepts(with_cell(good, "D40", error.format("D40")))


def test_what_the_reader_cannot_do_is_told_in_vietnamese_and_blames_nobody(desk: Desk) -> None:
    odd = pack([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<a/>")])
    finding = desk.refuses(odd, "TT18", "Excel có thể vẫn mở được", "lưu thành tệp .xlsx mới", file="bu dang 22-5.ods")
    assert "detect" not in str(finding)
    assert "error" not in str(finding).lower()


def test_an_old_workbook_locked_with_a_password_is_told_as_locked(desk: Desk) -> None:
    begin_8 = b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12)
    begin_5 = b"\x09\x08\x08\x00\x00\x05\x05\x00" + bytes(4)
    xor_8, xor_5 = b"\x2f\x00\x06\x00\x00\x00\x12\x34\x56\x78", b"\x2f\x00\x04\x00\x12\x34\x56\x78"
    locked_for_writing = b"\x86\x00\x00\x00"
    for name, stream in (
        ("Workbook", begin_8 + xor_8),
        ("Workbook", begin_8 + locked_for_writing + xor_8),
        ("Book", begin_5 + xor_5),
        ("Book", begin_5 + b"\xe1\x00\x02\x00\xb0\x04" + xor_5),
    ):
        desk.refuses(container({name: stream}), "TT05", "mật khẩu", file="bu dang 22-5.xls")


# -- cells far away that show nothing ------------------------------------------------------------------------------


def test_formulas_filled_down_that_show_nothing_are_no_stray_cells(desk: Desk, good: bytes) -> None:
    rows = "".join(f'<row r="{r}"><c r="C{r}" t="str"><f>""</f><v></v></c></row>' for r in range(19_990, 30_000))
    desk.accepts(swapped(good, SHEET, ("</sheetData>", f"{rows}</sheetData>")))


@pytest.mark.parametrize("address", ["IV1", "B65536"])
def test_a_space_typed_far_away_is_no_stray_cell_and_a_letter_is(desk: Desk, good: bytes, address: str) -> None:
    text = f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{{}}</t></is></c>'
    desk.accepts(with_cell(good, address, text.format(" ")))
    desk.refuses(with_cell(good, address, text.format("a")), "TT14")


# -- what people see is not what is stored -------------------------------------------------------------------------


def shown_by(good: bytes, address: str, code: str, value: str) -> bytes:
    """A number in a cell with a number format of its own."""
    count = unpack(good)[STYLES].decode().partition('<cellXfs count="')[2].partition('"')[0]

    def change(text: str) -> str:
        format_ = f'<numFmt numFmtId="199" formatCode="{code}"/>'
        if "<numFmts" in text:
            text = text.replace("</numFmts>", f"{format_}</numFmts>")
        else:
            text = text.replace("<fonts", f'<numFmts count="1">{format_}</numFmts><fonts', 1)
        look = '<xf numFmtId="199" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        return text.replace("</cellXfs>", f"{look}</cellXfs>").replace(
            f'<cellXfs count="{count}"', f'<cellXfs count="{int(count) + 1}"'
        )

    return with_number(remade(good, STYLES, change), address, value, style=int(count))


@pytest.mark.parametrize(("code", "words"), [("0&quot;000&quot;", "000”"), (";;;", "hiện trống"), ("#,##0,", "hiện “")])
def test_a_format_that_shows_another_number_is_told(
    desk: Desk, good: bytes, births: int, code: str, words: str
) -> None:
    finding = desk.warns(shown_by(good, TODAY, code, str(births)), "SL16", words)
    assert finding.source.cell == TODAY


@pytest.mark.parametrize(
    "code", ["#,##0", "0&quot; TH&quot;", "0;-0;;@", "_(* #,##0_);_(* (#,##0);_(* &quot;-&quot;??_)"]
)
def test_a_format_that_shows_the_number_is_no_matter(desk: Desk, good: bytes, births: int, code: str) -> None:
    desk.accepts(shown_by(good, TODAY, code, str(births)))


def test_a_number_under_an_hours_format_is_shown_as_it_is_stored(desk: Desk, good: bytes) -> None:
    finding = desk.refuses(shown_by(good, TODAY, "hh:mm", "2110"), "SL15", "2.110", "đổi định dạng ô sang Số")
    assert finding.source.cell == TODAY


@pytest.mark.parametrize(
    ("number_format", "code"),
    [('numFmtId="14"', "SL15"), ('numFmtId="199"', "SL16"), ('numFmtId="0"', ""), ('numFmtId="3"', "")],
    ids=["day", "thousands left out", "general", "thousands parted"],
)
def test_a_cell_that_names_no_format_is_of_the_first(
    desk: Desk, good: bytes, births: int, number_format: str, code: str
) -> None:
    def change(text: str) -> str:
        text = text.replace(
            "<fonts", '<numFmts count="1"><numFmt numFmtId="199" formatCode="#,##0,"/></numFmts><fonts', 1
        )
        head, formats, rest = text.partition("<cellXfs")
        return head + formats + rest.replace('numFmtId="0"', number_format, 1)

    plain = with_cell(good, TODAY, f'<c r="{TODAY}"><v>{births}</v></c>')
    found = desk.judged(remade(plain, STYLES, change)).findings
    assert (TODAY in {finding.source.cell for finding in found if finding.code == code}) == bool(code)
    if not code:
        assert not found


def test_a_hidden_line_with_figures_is_told(desk: Desk, good: bytes) -> None:
    for hidden in ('hidden="1"', 'ht="0" customHeight="1"'):
        filtered = remade(good, SHEET, lambda text: text.replace('<row r="8"', f'<row r="8" {hidden}'))  # noqa: B023
        finding = desk.warns(filtered, "BM23", "Huyện Bù Đăng", "đang ẩn hoặc đang lọc")
        assert finding.source.cell == "B8"


def test_a_hidden_line_without_figures_or_of_others_is_no_matter(desk: Desk, good: bytes) -> None:
    desk.accepts(remade(good, SHEET, lambda text: text.replace('<row r="2"', '<row r="2" hidden="1"')))


def test_a_hidden_column_of_figures_is_told(desk: Desk, good: bytes) -> None:
    def change(text: str) -> str:
        head, _, rest = text.partition("<sheetData>")
        hidden = '<cols><col min="4" max="4" width="9" hidden="1"/></cols>'
        return head.partition("<cols>")[0] + hidden + "<sheetData>" + rest

    finding = desk.warns(remade(good, SHEET, change), "BM23", "Số liệu nhập trong ngày")
    assert finding.source.cell == TODAY


def test_a_formulas_drift_is_no_fraction(desk: Desk, good: bytes, births: int) -> None:
    desk.accepts(with_formula(good, TODAY, "1*E8", f"{births}.0000000003"))


def test_the_file_is_named_where_no_cell_is(desk: Desk, good: bytes) -> None:
    assert desk.refuses(with_part(good, TYPES, b"<not closed"), "TT02", TYPES).source.file == FILE
