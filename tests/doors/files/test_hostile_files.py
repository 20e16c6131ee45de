"""Files that are not what they seem: each is refused or warned of by name, and none harms the next."""

import base64
import gzip
import json
import os
import re

import pytest

from tests.kit.crafted import container, xls, xlsb
from tests.kit.desk import DAY, FILE, FORM, MIB, Desk, figures, measure
from tests.kit.forms import as_ods, as_xls
from tests.kit.hostile import (
    MACROS,
    MAIN,
    SHEET,
    STRINGS,
    STYLES,
    TYPES,
    WORKBOOK,
    body_of,
    declared,
    flipped,
    holed,
    locked,
    pack,
    remade,
    renamed,
    swapped,
    understated,
    unpack,
    with_another,
    with_formula,
    with_part,
    without_part,
)
from xlpy.core.consolidate import Verdict
from xlpy.core.source import Fault
from xlpy.doors.files.workbook import read_workbook
from xlpy.shell.main import main

DOCTYPE = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
TABLE = "<table><tr><td>ĐƠN VỊ</td><td>68.082</td></tr></table>"


# F01–F03: bytes lost on the way


def test_an_empty_attachment_is_refused_as_empty(desk: Desk) -> None:
    desk.refuses(b"", "TT01", FILE, "0 byte", "gửi lại")


@pytest.mark.parametrize("end", [100, 3500, -1], ids=["hardly begun", "half", "all but the last byte"])
def test_a_truncated_attachment_is_refused_as_incomplete(desk: Desk, good: bytes, end: int) -> None:
    desk.refuses(good[:end], "TT02", "thiếu phần cuối", "thử tải lại tệp đính kèm")


def test_a_truncated_workbook_of_excel_97_is_incomplete_and_not_of_another_program(desk: Desk, good: bytes) -> None:
    book = as_xls(desk.read(good).grids[0])
    for end in (len(book) - 600, len(book) // 2, 700, 300):
        desk.refuses(book[:end], "TT02", "thiếu phần cuối", file="bu dang 22-5.xls")


def test_a_flipped_byte_in_a_part_is_refused_with_the_part(desk: Desk, good: bytes) -> None:
    body = body_of(good, SHEET)
    desk.refuses(flipped(good, body.start + len(body) // 2), "TT02", SHEET)


def test_a_hole_of_zeros_is_refused_with_the_part(desk: Desk, good: bytes) -> None:
    for part in (SHEET, STRINGS, WORKBOOK):
        desk.refuses(holed(good, part), "TT02", part)


def test_whichever_byte_is_flipped_the_figures_are_true_or_none(desk: Desk, good: bytes) -> None:
    # The sheet's bytes and the package's directory; what comes through is harmless (a date of the zip, say).
    places = [*range(0, 60, 4), *body_of(good, SHEET)[::25], *range(len(good) - 900, len(good), 7)]
    files = [(desk.save(flipped(good, at)), FILE) for at in places]
    judged = [desk.decided(snapshot) for snapshot in desk.reader.read(files)]
    assert len(judged) == len(places)
    assert any(item.verdict is Verdict.REFUSE for item in judged)
    for item in judged:
        assert item.verdict is Verdict.REFUSE or figures(item) == desk.truth


def test_a_package_without_its_workbook_or_sheet_is_refused_with_the_part(desk: Desk, good: bytes) -> None:
    for part in (SHEET, WORKBOOK, TYPES):
        desk.refuses(without_part(good, part), "TT02", part, "không có phần này")


# F04–F07: something else under the name of a workbook


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", "PDF"),
        ("STT;ĐƠN VỊ;Tổng\n1;Huyện Bù Đăng;68.082\n".encode(), "CSV"),
        ("STT\tĐƠN VỊ\n".encode("utf-16"), "CSV"),
        (pack([("[Content_Types].xml", b"<a/>"), ("word/document.xml", b"<a/>")]), "Word"),
        (pack([("bu dang.xlsx", b"PK\x03\x04")]), "nén zip"),
        (base64.b64encode(b"PK\x03\x04\x14\x00\x06\x00"), "base64"),
        (gzip.compress(b"PK\x03\x04"), "gzip"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (container({"WordDocument": b"\xec\xa5"}), "Word 97–2003"),
        (bytes(range(256)), "không nhận ra"),
    ],
    ids=["pdf", "csv", "unicode text", "docx", "zip", "base64", "gzip", "png", "doc", "noise"],
)
def test_another_content_is_refused_by_its_own_name(desk: Desk, data: bytes, kind: str) -> None:
    desk.refuses(data, "TT03", kind, "Nội dung tệp là")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML 2003"),
        (
            b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
            ".fods",
        ),
    ],
    ids=["xml 2003", "flat odf"],
)
def test_a_workbook_that_only_office_programs_read_is_a_limit_of_ours(desk: Desk, data: bytes, kind: str) -> None:
    finding = desk.refuses(data, "TT18", kind, "Excel có thể vẫn mở được")
    assert ".xlsx mới" in finding.fix


@pytest.mark.parametrize("before", [b"\r\n", b"\xef\xbb\xbf", b"\n\n\t "], ids=["line end", "mark", "blanks"])
def test_blanks_before_a_package_are_no_fault(desk: Desk, good: bytes, before: bytes) -> None:
    desk.accepts(before + good)


def test_words_before_a_package_make_it_none(desk: Desk, good: bytes) -> None:
    desk.refuses(b"HTTP/1.1 200 OK\r\n\r\n" + good, "TT03", "không phải tệp Excel", "không nhận ra")


@pytest.mark.parametrize("extension", [".xls", ".xlsm", ".xlsb", ".ods"])
def test_a_wrong_extension_is_warned_of_and_read_by_content(desk: Desk, good: bytes, extension: str) -> None:
    desk.warns(good, "TT06", f"ghi {extension}", "nội dung là .xlsx", file=f"bu dang 22-5{extension}")


def test_a_workbook_saved_as_one_with_macros_that_has_none_is_accepted(desk: Desk, good: bytes) -> None:
    desk.accepts(swapped(good, TYPES, (MAIN, MACROS)), "bu dang 22-5.xlsm")


@pytest.mark.parametrize(
    "page",
    [
        f"<html><body>{TABLE}</body></html>".encode(),
        b"\xef\xbb\xbf\r\n" + f"<!-- Crystal Reports -->\n{TABLE}".encode(),
        f'<?xml version="1.0"?>\n<!DOCTYPE html><html>{TABLE}</html>'.encode(),
        f"<HTML>{TABLE}</HTML>".encode("utf-16"),
        f"MIME-Version: 1.0\nContent-Type: multipart/related\n\n{TABLE}".encode(),
    ],
    ids=["page", "table", "xhtml", "utf-16", "single file"],
)
def test_a_web_page_saved_as_xls_is_refused_with_what_to_do(desk: Desk, page: bytes) -> None:
    desk.refuses(page, "TT04", "HTML", "Save As", "Excel Workbook", file="bu dang 22-5.xls")


def test_an_excel_97_workbook_is_read_with_advice(desk: Desk, good: bytes) -> None:
    (grid,) = desk.read(good).grids
    desk.warns(as_xls(grid), "TT07", ".xls", "lưu dạng .xlsx", file="bu dang 22-5.xls")


def test_a_binary_workbook_is_read_with_advice(desk: Desk, good: bytes) -> None:
    (grid,) = desk.read(good).grids
    desk.warns(xlsb(FORM, grid.cells), "TT07", ".xlsb", "lưu dạng .xlsx", file="bu dang 22-5.xlsb")


def test_a_libreoffice_workbook_is_read_with_advice(desk: Desk, good: bytes) -> None:
    (grid,) = desk.read(good).grids
    desk.warns(as_ods(grid), "TT07", ".ods", "lưu dạng .xlsx", file="bu dang 22-5.ods")


# F08–F09: locks


def test_a_password_to_open_is_named_and_not_taken_for_damage(desk: Desk, good: bytes) -> None:
    encrypted = container({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": os.urandom(5000)})
    old = xls((0x2F, b"\1\0\1\0\1\0" + bytes(48)))
    manifest = b"<manifest><file-entry><encryption-data/></file-entry></manifest>"
    ods = pack(
        [("mimetype", b"application/vnd.oasis"), ("content.xml", b"\x93\x11"), ("META-INF/manifest.xml", manifest)]
    )
    for data in (encrypted, old, ods, locked(good)):
        desk.refuses(data, "TT05", "mật khẩu", "xoá ô mật khẩu")


def test_the_word_workbook_in_a_cell_does_not_make_a_container_a_workbook(desk: Desk) -> None:
    letter = container({"WordDocument": "Workbook EncryptedPackage".encode("utf-16-le")})
    desk.refuses(letter, "TT03", "Word 97–2003")


def test_protection_without_encryption_is_no_fault(desk: Desk, good: bytes) -> None:
    sheet = swapped(good, SHEET, ("</sheetData>", '</sheetData><sheetProtection password="83AF" sheet="1"/>'))
    desk.accepts(swapped(sheet, WORKBOOK, ("<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>')))


# F10–F12: packages that no spreadsheet program writes


def test_a_declared_size_beyond_all_measure_is_refused_with_part_and_sizes(desk: Desk, good: bytes) -> None:
    bomb = declared(good, SHEET, 2**31)
    desk.refuses(bomb, "TT08", SHEET, "khai 2.147.483.648 byte", "chỉ cho phép 100.663.296")


@pytest.mark.proc
@pytest.mark.parametrize("part", [SHEET, STRINGS, STYLES])
def test_a_bomb_that_packs_small_is_refused_before_it_is_unpacked(desk: Desk, good: bytes, part: str) -> None:
    # A hundred MiB of blank cells, millions of strings, millions of styles.
    size = 101 * MIB if part == SHEET else 25 * MIB
    bomb = with_part(good, part, b"<a>" + b"<c/>" * (size // 4) + b"</a>")
    assert len(bomb) < MIB
    desk.refuses(bomb, "TT08", part, "chỉ cho phép")
    cost = measure(desk.save(bomb))
    assert cost.seconds < 2
    assert cost.mebibytes < 100


@pytest.mark.proc
def test_what_a_part_hides_behind_its_declared_size_is_never_unpacked(desk: Desk, good: bytes) -> None:
    bomb = understated(good, STRINGS, unpack(good)[STRINGS], bytes(100 * MIB))
    assert len(bomb) < MIB
    desk.accepts(bomb)
    assert measure(desk.save(bomb)).mebibytes < 100


def test_too_many_parts_are_refused(desk: Desk, good: bytes) -> None:
    many = pack([*unpack(good).items(), *((f"xl/media/{number}.png", b"") for number in range(20_000))])
    desk.refuses(many, "TT08", "mục lục", "20.010 phần", "chỉ cho phép 20.000")


def test_what_is_read_of_a_package_has_a_bound_in_all(good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = [len(data) for name, data in unpack(good).items() if not name.startswith(("docProps/", "xl/theme/"))]
    monkeypatch.setattr("xlpy.doors.files.parts.MOST_BYTES", sum(sizes))
    assert not read_workbook(good, FILE).problems
    monkeypatch.setattr("xlpy.doors.files.parts.MOST_BYTES", sum(sizes) - 1)
    (problem,) = read_workbook(good, FILE).problems
    assert (problem.fault, problem.values["part"]) == (Fault.UNSAFE_PACKAGE, "cả tệp")


def test_a_false_count_of_strings_is_refused_before_the_reader_asks_for_the_memory(desk: Desk, good: bytes) -> None:
    for name, quote in (("uniqueCount", '"'), ("count", "'")):
        false = f" {name}={quote}99999999999{quote}"
        quoted = remade(good, STRINGS, lambda text: re.sub(rf' {name}="\d+"', false, text))  # noqa: B023
        desk.refuses(quoted, "TT08", STRINGS, "99999999999 chuỗi")
        desk.refuses(
            renamed(quoted, STRINGS, "xl/SHAREDSTRINGS.XML"), "TT08", "xl/SHAREDSTRINGS.XML", "99999999999 chuỗi"
        )


@pytest.mark.parametrize("part", [SHEET, STRINGS, WORKBOOK, STYLES, TYPES, "_rels/.rels"])
def test_a_doctype_in_any_part_that_is_read_is_refused_with_the_part(desk: Desk, good: bytes, part: str) -> None:
    evil = remade(good, part, lambda text: text.replace("?>", f"?>{DOCTYPE}", 1))
    desk.refuses(evil, "TT08", part, "DOCTYPE")


def test_an_entity_that_reads_a_file_of_ours_is_refused(desk: Desk, good: bytes) -> None:
    outside = b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>'
    desk.refuses(with_part(good, STYLES, outside), "TT08", STYLES, "DOCTYPE")


def read_as(name: str) -> str:
    """How Python's zipfile gives the name of a part: on Windows every backslash is a slash."""
    return name.replace(os.sep, "/")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused_with_the_name(desk: Desk, good: bytes) -> None:
    for name in (SHEET, SHEET.upper(), SHEET.replace("/", "\\")):
        desk.refuses(with_another(good, name), "TT08", read_as(name), "hai phần cùng tên")


@pytest.mark.parametrize("name", ["../../bao-cao.xlsx", "xl\\..\\..\\a.xml", "C:/Windows/a.dll"])
def test_a_path_out_of_the_package_is_refused_with_the_path(desk: Desk, good: bytes, name: str) -> None:
    desk.refuses(with_another(good, name), "TT08", read_as(name), "trỏ ra ngoài")


# F14: what lies in an inbox and is no report


@pytest.mark.parametrize(
    "name",
    ["~$bu dang 22-5.xlsx", ".~lock.bu dang.xlsx#", "~WRL0001.tmp", "a.xlsx.crdownload", "Thumbs.db", "desktop.ini"],
)
def test_what_programs_leave_in_a_folder_is_listed_and_passed_over(
    desk: Desk, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = desk.save(b"\x05Nguyen", name)
    code = main(["kiem-tra", "-C", str(desk.folder), str(path), "--ngay", DAY.isoformat(), "--json"])
    (told,) = json.loads(capsys.readouterr().out)["files"]
    assert code == 0
    assert (told["file"], told["verdict"]) == (name, "ignore")
    assert [finding["code"] for finding in told["findings"]] == ["TT10"]


# F15: what would do something if it were run


def test_macros_are_warned_of_and_never_run(desk: Desk, good: bytes) -> None:
    macros = with_part(swapped(good, TYPES, (MAIN, MACROS)), "xl/vbaProject.bin", b"Auto_Open")
    desk.warns(macros, "TT11", "macro", "không chạy", file="bu dang 22-5.xlsm")
    sheet = with_part(good, "xl/macrosheets/sheet1.xml", b"<macrosheet/>")
    desk.warns(sheet, "TT11", "macro")


@pytest.mark.parametrize(
    "formula",
    [
        "[1]Sheet1!$A$1",
        "&apos;[So lieu 2022.xlsx]Sheet1&apos;!A1",
        "cmd|&apos;/c calc&apos;!A1",
        "_xlfn.WEBSERVICE(&quot;http://a.example&quot;)",
        "RTD(&quot;a.b&quot;,,&quot;c&quot;)",
    ],
)
def test_a_formula_that_reaches_out_is_warned_of_with_its_cell(
    desk: Desk, good: bytes, births: int, formula: str
) -> None:
    finding = desk.warns(
        with_formula(good, "D8", formula, str(births)), "TT11", "ra ngoài tệp", "không cập nhật liên kết"
    )
    assert (finding.source.sheet, finding.source.cell) == (FORM, "D8")


@pytest.mark.parametrize(
    "formula",
    ["E8-0", "SUM(Sheet2!A1:A9)", "&apos;Thang 5&apos;!B2", "Bang1[[#This Row],[2023]]", "A1&amp;&quot;|&quot;"],
)
def test_a_formula_within_the_workbook_is_no_link(desk: Desk, good: bytes, births: int, formula: str) -> None:
    desk.accepts(with_formula(good, "D8", formula, str(births)))


def test_links_that_no_cell_shows_are_warned_of_with_the_file(desk: Desk, good: bytes) -> None:
    desk.warns(with_another(good, "xl/externalLinks/externalLink1.xml"), "TT11", "liên kết tới tệp khác")
    desk.warns(with_another(good, "xl/connections.xml"), "TT11", "kết nối lấy dữ liệu")
