"""Workbooks that Excel takes as they are, with one of everything: what the planted faults are bent from."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache

import xlsxwriter

from xlpy.drawing.office_book.macros import WORKBOOK, vba_project

SHEETS = {"TrangSoLieu": "Số liệu", "TrangDanhSach": "Sổ 'gốc' cũ"}
_CHAIN = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="C4" i="1"/><c r="C5"/></calcChain>"""
_CONTROL = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" objectType="Button" lockText="1"/>"""
_TYPES = (
    '<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/>'
    '<Override PartName="/xl/ctrlProps/ctrlProp1.xml" ContentType="application/vnd.ms-excel.controlproperties+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTROLS = (
    '<legacyDrawing r:id="rId{drawing}"/><controls><control shapeId="{shape}" r:id="rId90" name="Button 1"/></controls>'
)


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a package, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def picture() -> io.BytesIO:
    """A PNG of one grey dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    dots = zlib.compress(b"\0\x80")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", dots) + chunk(b"IEND", b""))


@cache
def rich(macros: bool = False) -> bytes:
    """Two sheets with cells of each type, a table, rules, notes, a picture, links, names, a calculation chain.

    With macros: the project, code names, a button as a control.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    first, second = (book.add_worksheet(name) for name in SHEETS.values())
    bold = book.add_format({"bold": True, "num_format": "#,##0.00", "font_color": "#FF0000", "bg_color": "#FFFF00"})
    first.write_row("A1", ["Đơn vị", "Sổ", "Trang"])
    first.write_row("A2", ["Bù Đăng", 12, True])
    first.write_number("B3", 1.5, bold)
    first.write_formula("C3", "=NA()", None, "#N/A")
    first.write_formula("C4", '=IF(SUM(B2:B3)>10,"có","không")', None, "có")
    first.write_formula("C5", "='Sổ ''gốc'' cũ'!A1+Chung", bold, 1)
    first.merge_range("A8:C9", "Gộp", bold)
    first.set_column("A:B", 20)
    first.set_column("C:C", 12, bold)
    first.set_row(9, 30, bold)
    first.data_validation(
        "B2:B5",
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": 9,
            "error_title": "Sai",
            "error_message": "Số",
        },
    )
    first.data_validation("D2", {"validate": "list", "source": ["có", "không"], "input_message": "Chọn"})
    first.conditional_format(
        "B2:B5", {"type": "cell", "criteria": "between", "minimum": 1, "maximum": 2, "format": bold}
    )
    first.conditional_format("B2:B5", {"type": "formula", "criteria": "=$B2>5", "format": bold})
    first.write_comment("A2", "Đã kiểm", {"author": "Chị Lan"})
    first.write_comment("A3", "Đã kiểm")
    first.write_url("A5", "https://example.org/a", string="ngoài")
    first.write_url("A6", "internal:'Sổ ''gốc'' cũ'!A1", string="trong")
    first.insert_image("E2", "a.png", {"image_data": picture()})
    first.insert_image("E9", "b.png", {"image_data": picture(), "x_scale": 2})
    first.freeze_panes(1, 1)
    first.print_area("A1:C9")
    first.repeat_rows(0, 1)
    book.define_name("Chung", "='Số liệu'!$B$3")
    book.define_name("'Số liệu'!Rieng", "='Số liệu'!$B$2")
    columns = [{"header": "Mã"}, {"header": "Số"}, {"header": "Đôi", "formula": "=Bang[[#This Row],[Số]]*2"}]
    second.add_table("A3:C6", {"name": "Bang", "columns": columns, "data": [["a", 1], ["b", 2], ["c", 3]]})
    second.write_number("A1", 0)
    second.autofilter("E1:F5")
    if macros:
        book.add_vba_project(io.BytesIO(vba_project(SHEETS)), is_stream=True)
        book.set_vba_name(WORKBOOK)
        for sheet, code in zip((first, second), SHEETS, strict=True):
            sheet.set_vba_name(code)
        first.insert_button("G2", {"macro": "TongHop", "caption": "Tổng hợp", "width": 90, "height": 30})
    book.close()
    return packed(_completed(unpacked(stream.getvalue()), macros))


def _completed(parts: dict[str, bytes], macros: bool) -> dict[str, bytes]:
    """With what XlsxWriter does not write: a calculation chain, the properties of a control."""
    if not macros:
        types = _TYPES.replace(_TYPES[_TYPES.index("<Override", 1) : -len("</Types>")], "")
    else:
        types = _TYPES
        rels, sheet = "xl/worksheets/_rels/sheet1.xml.rels", "xl/worksheets/sheet1.xml"
        shape = min(re.findall(rb'id="_x0000_s(\d+)"', parts["xl/drawings/vmlDrawing1.vml"]), key=int).decode()
        link = (
            f'<Relationship Id="rId90" Type="{_OFFICE}/ctrlProp" Target="../ctrlProps/ctrlProp1.xml"/></Relationships>'
        )
        parts[rels] = parts[rels].replace(b"</Relationships>", link.encode())
        found = re.search(rb'<legacyDrawing r:id="rId(\d+)"/>', parts[sheet])
        assert found
        control = _CONTROLS.format(drawing=found[1].decode(), shape=shape)
        parts[sheet] = parts[sheet].replace(found[0], control.encode())
        parts["xl/ctrlProps/ctrlProp1.xml"] = _CONTROL.encode()
    link = f'<Relationship Id="rId90" Type="{_OFFICE}/calcChain" Target="calcChain.xml"/></Relationships>'
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", link.encode())
    parts["xl/calcChain.xml"] = _CHAIN.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", types.encode())
    return parts
