"""The smallest workbook: who reads it right can read. A reader shows it before it is given what somebody sent."""

from xlpy.core.grid import Snapshot
from xlpy.doors.files.parts import Part, make_package

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_WRITTEN = {(0, 0): "Bù Đăng", (0, 1): 188.0}
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">'
    '<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>Bù Đăng</t></is></c><c r="B1"><v>188</v></c></row></sheetData></worksheet>',
}


def sample() -> bytes:
    """An .xlsx of one sheet with a text and a number."""
    return make_package(Part(name, f"{_HEAD}{text}".encode()) for name, text in _PARTS.items())


def is_sample(read: Snapshot) -> bool:
    """Whether this is what stands in the sample."""
    return not read.problems and [dict(grid.cells) for grid in read.grids] == [_WRITTEN]
