"""Make hostile workbooks out of a good one, by changing its parts, its cells or the zip package itself."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
WORKBOOK = "xl/workbook.xml"
STYLES = "xl/styles.xml"
TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
DATE_FORMAT = '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
_CENTRAL, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"

# -- packages ------------------------------------------------------------------------------------------------------


def unpack(data: bytes) -> dict[str, bytes]:
    """A package's parts by name, in their order."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def pack(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A package of these parts; names may come twice."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, data in parts:
            info = zipfile.ZipInfo(name)
            info.filename = name  # which on Windows would be given slashes for backslashes
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, data)
    return stream.getvalue()


def with_part(good: bytes, name: str, data: bytes) -> bytes:
    """One part put in or replaced."""
    return pack({**unpack(good), name: data}.items())


def with_another(good: bytes, name: str, data: bytes = b"<a/>") -> bytes:
    """One entry more in the package, whatever its name."""
    return pack([*unpack(good).items(), (name, data)])


def without_part(good: bytes, name: str) -> bytes:
    """One part lost."""
    return pack((other, data) for other, data in unpack(good).items() if other != name)


def renamed(good: bytes, old: str, new: str) -> bytes:
    """A part under another name."""
    return pack((new if name == old else name, data) for name, data in unpack(good).items())


def swapped(good: bytes, part: str, *pairs: tuple[str, str]) -> bytes:
    """Words of a part changed; each must be there."""
    text = unpack(good)[part].decode()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return with_part(good, part, text.encode())


def remade(good: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """A part changed as a whole."""
    return with_part(good, part, change(unpack(good)[part].decode()).encode())


# -- the zip itself ------------------------------------------------------------------------------------------------


def flipped(data: bytes, at: int) -> bytes:
    """One bit of one byte turned."""
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


def body_of(data: bytes, part: str) -> range:
    """Where a part's packed bytes lie."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        info = package.getinfo(part)
    name, extra = struct.unpack_from("<HH", data, info.header_offset + 26)
    first = info.header_offset + 30 + name + extra
    return range(first, first + info.compress_size)


def holed(data: bytes, part: str, size: int = 512) -> bytes:
    """A sector of zeros in the middle of a part, as a failing disk leaves it."""
    body = body_of(data, part)
    first = body.start + max(0, len(body) - size) // 2
    last = min(first + size, body.stop)
    return data[:first] + bytes(last - first) + data[last:]


def declared(data: bytes, part: str, size: int) -> bytes:
    """The package says that a part unpacks to `size` bytes."""
    changed = bytearray(data)
    name = part.encode()
    for signature, name_at, size_at in ((_LOCAL, 30, 22), (_CENTRAL, 46, 24)):
        place = next(at for at in _places(data, signature) if data[at + name_at :].startswith(name))
        struct.pack_into("<I", changed, place + size_at, size)
    return bytes(changed)


def understated(good: bytes, part: str, shown: bytes, hidden: bytes) -> bytes:
    """A part that declares the size and check sum of its first bytes only, and goes on behind them."""
    data = with_part(good, part, shown + hidden)
    changed = bytearray(declared(data, part, len(shown)))
    name = part.encode()
    for signature, name_at, sum_at in ((_LOCAL, 30, 14), (_CENTRAL, 46, 16)):
        place = next(at for at in _places(data, signature) if data[at + name_at :].startswith(name))
        struct.pack_into("<I", changed, place + sum_at, zlib.crc32(shown))
    return bytes(changed)


def locked(data: bytes) -> bytes:
    """Every entry marked as encrypted, as a zip program does with a password."""
    changed = bytearray(data)
    for signature, flags_at in ((_LOCAL, 6), (_CENTRAL, 8)):
        for place in _places(data, signature):
            changed[place + flags_at] |= 1
    return bytes(changed)


def _places(data: bytes, signature: bytes) -> Iterator[int]:
    return (match.start() for match in re.finditer(re.escape(signature), data))


# -- cells ---------------------------------------------------------------------------------------------------------


def with_cell(good: bytes, address: str, xml: str) -> bytes:
    """The XML of one cell instead of what was there."""
    cell = re.compile(rf'<c r="{address}"(?: [^>]*)?(?:/>|>.*?</c>)')
    row = re.compile(rf'(<row r="{address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"[^>]*>.*?)(</row>)')

    def change(text: str) -> str:
        if cell.search(text):
            return cell.sub(lambda _: xml, text, count=1)
        if row.search(text):
            return row.sub(lambda match: match[1] + xml + match[2], text, count=1)
        number = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return text.replace("</sheetData>", f'<row r="{number}">{xml}</row></sheetData>')

    return remade(good, SHEET, change)


def with_number(good: bytes, address: str, written: str, *, style: int = 0) -> bytes:
    """A number as it stands in the XML."""
    return with_cell(good, address, f'<c r="{address}" s="{style}"><v>{written}</v></c>')


def with_text(good: bytes, address: str, text: str) -> bytes:
    """A text; its XML must be escaped already."""
    return with_cell(good, address, text_cell(address, text))


def text_cell(address: str, text: str) -> str:
    """The XML of a cell with a text."""
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def with_formula(good: bytes, address: str, formula: str, value: str | None) -> bytes:
    """A formula with the value that Excel would have stored, or without one."""
    stored = "" if value is None else f"<v>{value}</v>"
    return with_cell(good, address, f'<c r="{address}"><f>{formula}</f>{stored}</c>')


def with_date_format(good: bytes) -> tuple[bytes, int]:
    """A style for dates, and its number."""
    count = int(re.findall(r'<cellXfs count="(\d+)"', unpack(good)[STYLES].decode())[0])
    changed = swapped(
        good,
        STYLES,
        (f'<cellXfs count="{count}">', f'<cellXfs count="{count + 1}">'),
        ("</cellXfs>", f"{DATE_FORMAT}</cellXfs>"),
    )
    return changed, count


def with_dimension(good: bytes, reference: str) -> bytes:
    """The sheet says that it reaches from here to there."""
    return remade(good, SHEET, lambda text: re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="{reference}"', text))


def rows_of(text: str) -> list[str]:
    """The rows of a sheet's XML."""
    return re.findall(r"<row .*?</row>", text)


# -- sheets --------------------------------------------------------------------------------------------------------


def with_sheets(good: bytes, sheets: Mapping[str, str]) -> bytes:
    """More sheets with the same cells as the first: name → attributes such as state="hidden"."""
    parts = unpack(good)
    entries, relations, types = "", "", ""
    for place, (name, attributes) in enumerate(sheets.items(), 50):
        parts[f"xl/worksheets/sheet{place}.xml"] = parts[SHEET]
        entries += f'<sheet name="{name}" sheetId="{place}" {attributes} r:id="rId{place}"/>'
        relations += (
            f'<Relationship Id="rId{place}" Target="worksheets/sheet{place}.xml" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
        )
        types += (
            f'<Override PartName="/xl/worksheets/sheet{place}.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        )
    for part, end, more in (
        (WORKBOOK, b"</sheets>", entries),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", relations),
        (TYPES, b"</Types>", types),
    ):
        parts[part] = parts[part].replace(end, more.encode() + end)
    return pack(parts.items())


def painted(good: bytes, rows: int, columns: int) -> bytes:
    """Blank cells with a format, as of someone who coloured the whole sheet."""
    letters = [chr(65 + at // 26 - 1).strip("@") + chr(65 + at % 26) for at in range(columns)]
    line = "".join(f'<c r="{letter}#" s="3"/>' for letter in letters)
    blanks = "".join(f'<row r="{row}">{line.replace("#", str(row))}</row>' for row in range(100, 100 + rows))
    return swapped(good, SHEET, ("</sheetData>", f"{blanks}</sheetData>"))


def columns_swapped(good: bytes, rows: range, first: str, second: str) -> bytes:
    """Two columns in each other's place, in some rows."""

    def change(text: str) -> str:
        for row in rows:
            for old, new in ((first, "@"), (second, first), ("@", second)):
                text = text.replace(f'<c r="{old}{row}"', f'<c r="{new}{row}"')
        return text

    return remade(good, SHEET, change)
