"""Cells and texts taken by one pattern say what they say element by element, or are left to that."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlpy.core.source import Source
from xlpy.doors.disk.plan_file import default_plan
from xlpy.doors.files import cells, shared
from xlpy.doors.files.cells import Scanned, scan_sheet
from xlpy.doors.files.fonts import NO_OLD_FONTS, OldFonts
from xlpy.doors.files.parts import Part, Rejected
from xlpy.doors.files.plain import plain_cells, plain_strings
from xlpy.doors.files.shared import scan_strings
from xlpy.drawing.unit_form import draw_unit_form

PLACE = Source("a.xlsx", "S")
HEAD = '<?xml version="1.0"?><worksheet xmlns="m" xmlns:x14ac="a"><dimension ref="A1:B9"/><cols><col min="2" max="3" hidden="1"/></cols>'
STRINGS, FORMATS = (True, False, True), {2: "0%"}
FONTS = OldFonts({"3": ".VnTime"}, {"2": "VNI-Times"})
CELLS = (
    '<c r="A1"><v>12</v></c>',
    '<c r="B1" s="2"><v>-1.5e3</v></c>',
    '<c r="C1" s="2" t="n"><v>0</v></c>',
    '<c r="D1" s="3" t="s"><v>0</v></c>',
    '<c r="E1" t="s"><v>1</v></c>',
    '<c r="F1" t="s"><v>2</v></c>',
    '<c r="G1" t="str"><f>A1&amp;"&lt;"</f><v>12&lt;</v></c>',
    '<c r="H1"><f>SUM(A1:B1)</f></c>',
    '<c r="I1"><f t="shared" ref="I1:I2" si="0">A1+1</f><v>13</v></c>',
    '<c r="J1"><f t="shared" si="0"/><v>13</v></c>',
    '<c r="K1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c r="L1" t="b"><v>1</v></c>',
    '<c r="Q1" t="str"><f>A2</f><v></v></c>',
    '<c r="R1" t="str"><f>A2</f></c>',
    '<c r="M1" s="7"/>',
    '<c r="N1" s="1" />',
    '<c r="O1"><v/></c>',
    '<c r="P1" t="str"><v>Hộ tịch</v></c>',
)
ODD = (
    '<c r="A1" t="inlineStr"><is><t>x</t></is></c>',
    '<c t="n"><v>1</v></c>',
    '<c r="A1" t="s"><v>9</v></c>',
    '<c r="A1" t="s"><v>-1</v></c>',
    '<c r="A1"><v> 12 </v></c>',
    '<c r="A1"><v>1,5</v></c>',
    '<c r="A1"><v>1e999</v></c>',
    '<c r="A1" t="e"><v>#SPILL!</v></c>',
    '<c r="ZZ1"><v>1</v></c>',
    '<c r="A20001"><v>1</v></c>',
    '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>',
    '<c r="A1" cm="1"><v>1</v></c>',
    "<c r='A1'><v>1</v></c>",
    '<c r="A1"><f>[1]S!A1</f><v>1</v></c>',
    '<c r="A1"><f>cmd|"/c"!A1</f><v>1</v></c>',
    '<c r="A1" t="str"><v> </v></c>',
    '<c r="A1"><v>1</v><!-- 2 --></c>',
    '<c r="A1" t="str"><v>&nbsp;</v></c>',
    '<c r="A1" t="str"><v>]]></v></c>',
    '<c r="A1" t="str"><v>&#65;</v></c>',
    '<c r="A1"><v>1</v>',
    "</row>",
    "text",
    '<c r="A1" t="x"><v>1</v></c>',
    '</row><c r="A1"/>',
    '</row><row r="2"/><c r="A1"/><row r="4">',
    '</row><row r="2"/><c r="A1"><v>1</v></c><row r="4">',
    "<row>",
)
ROWS = ("", ' spans="1:3"', ' ht="0"', ' hidden="1"', ' ht="15.75" customHeight="1" x14ac:dyDescent="0.25"')
ODD_ROWS = (' r="2"', ' ht="1" ht="2"', ' other:a="1"', " hidden='1'")


def sheet(*rows: str) -> bytes:
    return f'{HEAD}<sheetData>{"".join(rows)}</sheetData><pageMargins left="1"/></worksheet>'.encode()


def row(number: int, cells_: str, attributes: str = "") -> str:
    return f'<row r="{number}"{attributes}>{cells_}</row>'


def scanned(data: bytes, fonts: OldFonts = FONTS) -> Scanned | Rejected:
    try:
        return scan_sheet(Part("xl/worksheets/sheet1.xml", data), PLACE, STRINGS, FORMATS, fonts)
    except Rejected as rejected:
        return rejected


def the_same_element_by_element(data: bytes, fonts: OldFonts = FONTS) -> bool:
    quick = scanned(data, fonts)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cells, "plain_cells", lambda *_: None)
        slow = scanned(data, fonts)
    if isinstance(quick, Rejected) or isinstance(slow, Rejected):
        return isinstance(quick, Rejected) and isinstance(slow, Rejected) and quick.problem == slow.problem
    return quick == slow and [*quick.facts.numbers] == [*slow.facts.numbers]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("attributes", ROWS)
def test_what_office_programs_write_is_plain_and_says_the_same(cell: str, attributes: str) -> None:
    data = sheet(row(1, cell, attributes), '<row r="2" ht="0"/>', row(3, cell.replace('1"', '3"', 1)), '<row r="5" />')
    assert plain_cells(data, STRINGS, FORMATS, FONTS) is not None
    assert the_same_element_by_element(data)
    assert the_same_element_by_element(data, NO_OLD_FONTS)


@pytest.mark.parametrize("cell", ODD)
def test_a_cell_that_differs_in_the_least_is_left_to_who_tells_of_it(cell: str) -> None:
    data = sheet(row(1, cell))
    assert plain_cells(data, STRINGS, FORMATS, FONTS) is None
    assert the_same_element_by_element(data)


@pytest.mark.parametrize("attributes", ODD_ROWS)
def test_so_is_a_row(attributes: str) -> None:
    data = sheet(row(1, CELLS[0], attributes))
    assert plain_cells(data, STRINGS, FORMATS, FONTS) is None
    assert the_same_element_by_element(data)


@pytest.mark.parametrize(
    "changed",
    [
        lambda data: data.replace(b"<cols>", b"<!-- <sheetData></sheetData> --><cols>"),
        lambda data: data.replace(b"<pageMargins", b'<c r="B2"><v>5</v></c><pageMargins'),
        lambda data: data.replace(b"<pageMargins", b"<unclosed><pageMargins"),
        lambda data: data.replace(b"<sheetData>", b"<sheetData><?x?>"),
        lambda data: data.replace(b"H\xe1\xbb\x99", b"H\xff"),
        lambda data: data.replace(b"H\xe1\xbb\x99", b"H\xef\xbf\xbf"),
        lambda data: data.replace(b"<?xml", b"<!DOCTYPE a><?xml"),
        lambda data: data.replace(b"<worksheet", b'<x:worksheet xmlns:x="m"').replace(b"/worksheet", b"/x:worksheet"),
        lambda data: data.replace(b' xmlns:x14ac="a"', b""),
        lambda data: data.replace(b"<dimension", b"<Dimension"),
        lambda data: data.replace(b"A1:B9", b"A0:B9"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data[:-40],
    ],
)
def test_around_the_rows_nothing_is_overlooked(changed: "type[bytes]") -> None:
    data = changed(sheet(row(1, "".join(CELLS), ROWS[-1])))
    assert the_same_element_by_element(data)


@given(st.lists(st.lists(st.sampled_from(CELLS + ODD), max_size=3), max_size=4), st.sampled_from(ROWS + ODD_ROWS))
def test_any_sheet_of_such_cells_says_the_same_both_ways(rows: list[list[str]], attributes: str) -> None:
    written = [row(at, "".join(cells_).replace('1"', f'{at}"', 1), attributes) for at, cells_ in enumerate(rows, 1)]
    assert the_same_element_by_element(sheet(*written))


def test_the_forms_that_we_issue_are_plain() -> None:
    plan = default_plan().plan
    with zipfile.ZipFile(BytesIO(draw_unit_form(plan, plan.senders[0]))) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    strings = [True] * 10_000
    assert all(plain_cells(data, strings, {}, None) is not None for data in sheets)


# -- texts that sheets share -----------------------------------------------------------------------------------------

DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OPENED = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="9" uniqueCount="4">'
TEXTS = (
    "<si><t>Huyện Bù Đăng</t></si>",
    "<si><t></t></si>",
    '<si><t xml:space="preserve">  </t></si>',
    "<si><t>a &amp; b &lt;c&gt;</t></si>",
    "<si><t>\n\t</t></si>",
    "<si><t>\u2003</t></si>",
)
ODD_TEXTS = (
    "<si><r><t>x</t></r></si>",
    '<si><t>x</t><rPh sb="0" eb="1"><t>y</t></rPh></si>',
    "<si/>",
    "<si><t/></si>",
    "<si><t>x</t></si ><!-- y -->",
    "<si><t>&#32;</t></si>",
    "<si><t>&nbsp;</t></si>",
    "<si><t>]]></t></si>",
    "<si><t>x</si></t>",
    "<si><t>\x08</t></si>",
    "<si><t>\uffff</t></si>",
    "<si><t><![CDATA[x]]></t></si>",
    "<si><t xml:space='preserve'>x</t></si>",
    "<si><t>x</t>",
    "text",
)


def told(data: bytes) -> list[bool] | Rejected:
    try:
        return scan_strings(Part("xl/sharedStrings.xml", data), PLACE)
    except Rejected as rejected:
        return rejected


def texts_say_the_same_element_by_element(data: bytes) -> bool:
    quick = told(data)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(shared, "plain_strings", lambda *_: None)
        slow = told(data)
    if isinstance(quick, Rejected) or isinstance(slow, Rejected):
        return isinstance(quick, Rejected) and isinstance(slow, Rejected) and quick.problem == slow.problem
    return quick == slow


def texts(*written: str, declared: str = DECLARED, opened: str = OPENED) -> bytes:
    return f"{declared}{opened}{''.join(written)}</sst>".encode("utf-8", "surrogatepass")


def test_texts_as_office_programs_write_them_are_plain() -> None:
    assert plain_strings(texts(*TEXTS), 9) == [True, False, False, True, False, False]
    assert texts_say_the_same_element_by_element(texts(*TEXTS))


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_a_text_that_differs_in_the_least_is_left_to_who_tells_of_it(text: str) -> None:
    data = texts(TEXTS[0], text)
    assert plain_strings(data, 9) is None
    assert texts_say_the_same_element_by_element(data)


@pytest.mark.parametrize(
    "data",
    [
        texts(*TEXTS, declared=""),
        texts(*TEXTS, declared='<?xml version="1.0" encoding="UTF-16"?>'),
        texts(*TEXTS, declared='<?xml version="1.0" encoding="latin-1"?>'),
        texts(*TEXTS, declared='<!DOCTYPE a><?xml version="1.0"?>'),
        texts(*TEXTS, declared=DECLARED + "<!DOCTYPE a>"),
        texts(*TEXTS, opened=OPENED.replace('"9"', '"999999999"')),
        texts(*TEXTS, opened=OPENED.replace('"9"', '"-1"')),
        texts(*TEXTS, opened=OPENED.replace("count", "x:count", 1)),
        texts(*TEXTS, opened=OPENED.replace("uniqueCount", "count")),
        b"\xef\xbb\xbf" + texts(*TEXTS),
        texts(*TEXTS) + b"<a/>",
        texts(*TEXTS)[:-1],
        texts(*TEXTS).replace("Đ".encode(), b"\xff"),
    ],
)
def test_around_the_texts_nothing_is_overlooked(data: bytes) -> None:
    assert texts_say_the_same_element_by_element(data)


@given(st.lists(st.sampled_from(TEXTS + ODD_TEXTS), max_size=5))
def test_any_texts_say_the_same_both_ways(written: list[str]) -> None:
    assert texts_say_the_same_element_by_element(texts(*written))
