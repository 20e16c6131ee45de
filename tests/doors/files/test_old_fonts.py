"""Forms typed in the fonts of old offices come in with the true figures, and one warning says how they were read."""

import re

import pytest

from tests.kit.desk import FORM, Desk, figures
from tests.kit.forms import as_ods, as_xls
from tests.kit.hostile import STRINGS, STYLES, swapped, unpack, with_cell, with_part, with_text
from tests.kit.old_fonts import Encode, half_composed, misread, tcvn3, typed_in, vni, western, xls_95
from xlpy.core import old_codes
from xlpy.core.consolidate import Verdict
from xlpy.core.grid import Grid
from xlpy.core.source import Severity
from xlpy.doors.files import fonts
from xlpy.doors.files.workbook import read_workbook

XLS = "bu dang 22-5.xls"


def names_of(grid: Grid) -> list[str]:
    return [text for text in grid.cells.values() if isinstance(text, str)]


def codes(desk: Desk, data: bytes, file: str) -> list[str]:
    """Codes of what is told of a file that is taken with the true figures."""
    judged = desk.judged(data, file)
    assert judged.verdict is Verdict.WARN, judged.findings
    assert figures(judged) == desk.truth
    return sorted(finding.code for finding in judged.findings)


@pytest.mark.parametrize(
    ("encode", "font", "capitals", "code"),
    [
        (tcvn3, ".VnTime", "", "TCVN3 (ABC)"),
        (tcvn3, ".VnArial Narrow", ".VnArial NarrowH", "TCVN3 (ABC)"),
        (vni, "VNI-Times", "", "VNI"),
        (misread(tcvn3), ".VnTime", ".VnTimeH", "TCVN3 (ABC)"),
        (misread(vni), "VNI-Times", "", "VNI"),
    ],
)
@pytest.mark.parametrize("lines", ["own", "all", "parts"])
def test_a_form_in_an_old_font_is_taken_with_one_warning(
    desk: Desk, encode: Encode, font: str, capitals: str, code: str, lines: str
) -> None:
    data = typed_in(desk.form(lines=lines, notes_below=("Ghi chú: đã đối chiếu sổ gốc",)), encode, font, capitals)
    finding = desk.warns(
        data,
        "SL14",
        font,
        code,
        "đã chuyển sang Unicode: “PHỤ LỤC 01”" if capitals or encode is vni else "đã chuyển sang Unicode: “P",
    )
    assert finding.source.cell == "A1"


@pytest.mark.parametrize("encode", [tcvn3, vni, western, misread(tcvn3), misread(vni)])
def test_without_the_fonts_name_the_letters_tell(desk: Desk, good: bytes, encode: Encode) -> None:
    desk.warns(typed_in(good, encode, "Times New Roman"), "SL14", "phông chữ cũ")


@pytest.mark.parametrize("encode", [tcvn3, vni])
def test_other_formats_are_told_by_their_letters(desk: Desk, good: bytes, encode: Encode) -> None:
    (grid,) = read_workbook(typed_in(good, encode), "a.xlsx").grids
    held = grid._replace(cells={at: encode(v) if isinstance(v, str) else v for at, v in grid.cells.items()})
    assert codes(desk, as_xls(held), XLS) == ["SL14", "TT07"]
    assert codes(desk, as_ods(held), "bu dang 22-5.ods") == ["SL14", "TT07"]


@pytest.mark.parametrize(
    ("encode", "code_page", "told"),
    [
        (tcvn3, 1252, ["SL14", "TT07"]),
        (tcvn3, 1258, ["SL14", "TT07"]),
        (vni, 1252, ["SL14", "TT07"]),
        (vni, 1258, ["SL14", "TT07"]),
        (western, 1252, ["SL14", "TT07"]),
        (western, 1258, ["TT07"]),
    ],
)
def test_a_workbook_of_excel_95_is_read_whatever_its_code_page(
    desk: Desk, good: bytes, encode: Encode, code_page: int, told: list[str]
) -> None:
    (grid,) = read_workbook(good, "a.xlsx").grids
    data = xls_95(grid.cells, tcvn3(FORM).encode("latin-1"), code_page, lambda text: encode(text).encode("latin-1"))
    assert codes(desk, data, XLS) == told


def test_half_composed_letters_are_unicode(desk: Desk, good: bytes) -> None:
    desk.accepts(typed_in(good, half_composed))
    desk.accepts(typed_in(good, half_composed, ".VnTime"))


@pytest.mark.parametrize(("encode", "font"), [(tcvn3, ".VnTime"), (vni, "VNI-Times"), (tcvn3, "Arial"), (vni, "Arial")])
def test_one_line_typed_anew_in_an_old_font_is_read(desk: Desk, good: bytes, encode: Encode, font: str) -> None:
    line = with_text(good, "A2", "(tính đến ngày 22 tháng 5 năm 2023)")
    finding = desk.warns(
        typed_in(line, encode, font, only="A2"),
        "SL14",
        "1 ô",
        "đã chuyển sang Unicode: “(tính đến ngày 22 tháng 5 năm 2023)”",
        file="a.xlsx",
    )
    assert finding.source.cell == "A2"
    desk.warns(typed_in(good, encode, font, only="B8"), "SL14", "đã chuyển sang Unicode: “Huyện Bù Đăng”")


def test_a_part_of_a_cell_in_an_old_font_is_read(desk: Desk, good: bytes) -> None:
    run = '<r><t xml:space="preserve">Huyện </t></r><r><rPr><rFont val=".VnTime"/></rPr><t>B× Nho, Bï §¨ng</t></r>'
    strings = re.sub(r"<t[^>]*>Huyện Bù Đăng</t>", run.replace("B× Nho, ", ""), unpack(good)[STRINGS].decode())
    assert ".VnTime" in strings
    desk.warns(
        with_part(good, STRINGS, strings.encode()), "SL14", "phông .VnTime", "đã chuyển sang Unicode: “Huyện Bù Đăng”"
    )


@pytest.mark.parametrize(("font", "name"), [(".VnTime", "Bï §¨ng"), ("VNI-Times", "Buø Ñaêng")])
def test_a_part_of_a_text_that_stands_in_its_cell_is_read_by_its_own_font(
    desk: Desk, good: bytes, font: str, name: str
) -> None:
    runs = f'<r><t xml:space="preserve">Huyện </t></r><r><rPr><rFont val="{font}"/></rPr><t>{name}</t></r>'
    data = with_cell(good, "B8", f'<c r="B8" t="inlineStr"><is>{runs}</is></c>')
    finding = desk.warns(data, "SL14", f"phông {font}", "đã chuyển sang Unicode: “Huyện Bù Đăng”")
    assert "1 ô" in finding.message  # the font of one cell is that of no other


def test_unicode_in_cells_of_an_old_font_is_taken_as_it_is(desk: Desk, good: bytes) -> None:
    for font in (".VnTime", ".VnTimeH", "VNI-Times"):
        desk.accepts(typed_in(good, str, font))


def test_figures_are_the_same_in_any_font(desk: Desk, good: bytes) -> None:
    text = typed_in(with_text(good, "D8", "2.017"), tcvn3, ".VnTime")
    judged = desk.judged(text)
    assert {finding.code for finding in judged.findings if finding.severity is not Severity.INFO} == {"SL08", "SL14"}
    assert figures(judged) == desk.truth


def test_a_fault_is_told_in_words_that_can_be_read(desk: Desk, good: bytes) -> None:
    judged = desk.judged(typed_in(with_text(good, "D8", "như trên"), vni, "VNI-Times"))
    (finding,) = (finding for finding in judged.findings if finding.code == "SL01")
    assert (finding.source.cell, "“như trên”" in finding.message) == ("D8", True)
    stranger = desk.judged(typed_in(with_text(good, "B8", "Huyện Bù Đằng"), tcvn3, ".VnTime"), "a.xlsx")
    assert any("“Huyện Bù Đằng”" in finding.message for finding in stranger.findings)


def test_several_sheets_in_old_fonts_are_one_warning(desk: Desk) -> None:
    data = typed_in(desk.form(sheets_before=("Tháng 4", "Tháng 5")), tcvn3, ".VnTime")
    assert [p.values["count"] for p in desk.read(data).problems] == [
        sum(
            not text.isascii()
            for grid in read_workbook(desk.form(sheets_before=("1", "2")), "a").grids
            for text in names_of(grid)
        )
    ]


def test_an_ordinary_file_costs_one_search_of_its_styles_and_a_look_at_each_text(
    good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def called(*_: object) -> None:
        raise AssertionError("more was done")

    monkeypatch.setattr(fonts, "parse", called)
    monkeypatch.setattr(fonts.OldFonts, "of", called)
    monkeypatch.setattr(old_codes, "_weigh", called)
    (grid,) = read_workbook(good, "a.xlsx").grids
    assert "Huyện Bù Đăng" in names_of(grid)


def test_a_format_of_no_font_and_a_font_of_no_name_are_of_no_old_font(desk: Desk, good: bytes) -> None:
    old = typed_in(good, str, ".VnTime")
    desk.accepts(swapped(old, STYLES, ('fontId="', 'fontId="9')))
    desk.accepts(swapped(old, STYLES, ("<name ", "<title ")))
