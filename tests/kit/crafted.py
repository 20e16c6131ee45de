"""Files made from nothing, byte by byte: containers of Excel 97–2003 and workbooks of Excel's binary format."""

import struct
from collections.abc import Mapping

from tests.kit.hostile import pack
from xlpy.core.grid import Position, Value

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512


def container(streams: Mapping[str, bytes]) -> bytes:
    """An OLE container: one sector of allocation table, the directory, then the streams."""
    directory_sectors = -(-(len(streams) + 1) // 4)
    table = [_FAT, *range(2, directory_sectors + 1), _END]
    entries = [_entry("Root Entry", kind=5, child=1 if streams else _FREE, right=_FREE, start=_END, size=0)]
    bodies = b""
    for place, (name, data) in enumerate(streams.items(), 1):
        padded = data.ljust(4096, b"\0")  # shorter streams would need a second table
        padded = padded.ljust(-(-len(padded) // _SECTOR) * _SECTOR, b"\0")
        start, count = len(table), len(padded) // _SECTOR
        table.extend((*range(start + 1, start + count), _END))
        right = place + 1 if place < len(streams) else _FREE
        entries.append(_entry(name, kind=2, child=_FREE, right=right, start=start, size=len(padded)))
        bodies += padded
    assert len(table) <= 128
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    directory = b"".join(entries).ljust(directory_sectors * _SECTOR, b"\0")
    return head + struct.pack("<128I", *table, *[_FREE] * (128 - len(table))) + directory + bodies


def _entry(name: str, *, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    return written.ljust(64, b"\0") + struct.pack(
        "<HBB3I16xI16xIQ", len(written) + 2, kind, 1, _FREE, right, child, 0, start, size
    )


# -- Excel 97–2003 -------------------------------------------------------------------------------------------------

_BEGIN_BOOK = 5
_BEGIN_SHEET = 16


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _begin(what: int) -> bytes:
    return _record(0x809, struct.pack("<4HII", 0x600, what, 0, 0, 0, 6))


def xls(*records: tuple[int, bytes]) -> bytes:
    """An Excel 97–2003 workbook whose globals hold just these records."""
    return container({"Workbook": _begin(_BEGIN_BOOK) + b"".join(_record(*record) for record in records) + _record(10)})


def xls_of_numbers(numbers: Mapping[Position, float]) -> bytes:
    """An Excel 97–2003 workbook with one sheet of numbers."""
    cells = b"".join(
        _record(0x203, struct.pack("<3Hd", row, column, 0, value)) for (row, column), value in numbers.items()
    )

    def sheet(start: int) -> bytes:
        return _record(0x85, struct.pack("<I3B", start, 0, 0, 1) + b"\0S")

    before = _begin(_BEGIN_BOOK) + sheet(0) + _record(10)
    book = _begin(_BEGIN_BOOK) + sheet(len(before)) + _record(10)
    return container({"Workbook": book + _begin(_BEGIN_SHEET) + cells + _record(10)})


# -- .xlsb ---------------------------------------------------------------------------------------------------------

_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin" \
ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>"""


def xlsb(sheet: str, cells: Mapping[Position, Value]) -> bytes:
    """A binary workbook with one sheet of texts and numbers."""
    book = b"".join(
        (
            _binary(131),
            _binary(143),
            _binary(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide(sheet)),
            _binary(144),
            _binary(132),
        )
    )
    last_row, last_column = (max(at[part] for at in cells) for part in (0, 1))
    data = _binary(129) + _binary(148, struct.pack("<4I", 0, last_row, 0, last_column)) + _binary(145)
    row = -1
    for (at, column), value in sorted(cells.items(), key=lambda item: item[0]):
        if at != row:
            row = at
            data += _binary(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        place = struct.pack("<II", column, 0)
        if isinstance(value, str):
            data += _binary(6, place + _wide(value))
        else:
            assert isinstance(value, int | float)
            data += _binary(5, place + struct.pack("<d", value))
    data += _binary(146) + _binary(130)
    return pack(
        {
            "[Content_Types].xml": _TYPES.encode(),
            "_rels/.rels": _RELATIONS.format(kind="officeDocument", target="xl/workbook.bin").encode(),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": _RELATIONS.format(kind="worksheet", target="worksheets/sheet1.bin").encode(),
            "xl/worksheets/sheet1.bin": data,
        }.items()
    )


def _binary(kind: int, data: bytes = b"") -> bytes:
    return _varied(kind) + _varied(len(data)) + data


def _varied(value: int) -> bytes:
    written = b""
    while value > 0x7F:
        written += bytes([value & 0x7F | 0x80])
        value >>= 7
    return written + bytes([value])


def _wide(text: str) -> bytes:
    written = text.encode("utf-16-le")
    return struct.pack("<I", len(written) // 2) + written
