"""Vietnamese as it was written before Unicode, and workbooks typed so."""

import struct
import unicodedata
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import TypeAlias

from openpyxl import load_workbook
from openpyxl.styles import Font

from tests.kit.crafted import container
from xlpy.core.grid import Position, Value

Encode: TypeAlias = Callable[[str], str]

_TCVN3_RUNS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
"""The standard's table, in runs of codes without a gap."""
_TCVN3 = {seen: chr(first + place) for first, run in _TCVN3_RUNS.items() for place, seen in enumerate(run)}

_VNI_MARKS = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_HATS = {"\u0302": {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}}
_VNI_HATS["\u0306"] = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_VNI_OWN = {"đ": "ñ", "ì": "ì", "í": "í", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}


def tcvn3(text: str) -> str:
    """As typed in .VnTime. A capital with a tone has no code there: the small letter stands for it."""
    return "".join(_TCVN3.get(letter) or _TCVN3.get(letter.lower(), letter) for letter in text)


def vni(text: str) -> str:
    """As typed in VNI-Times."""
    return "".join(map(_vni_letter, text))


def _vni_letter(letter: str) -> str:
    if letter != letter.lower():
        return _vni_letter(letter.lower()).upper()
    if letter in _VNI_OWN:
        return _VNI_OWN[letter]
    base, *marks = unicodedata.normalize("NFD", letter)
    if "\u031b" in marks:
        base = {"o": "ô", "u": "ö"}[base]
    tone = next((mark for mark in marks if mark in _VNI_MARKS), "")
    hat = next((mark for mark in marks if mark in _VNI_HATS), "")
    return base + (_VNI_HATS[hat][tone] if hat else _VNI_MARKS.get(tone, ""))


def half_composed(text: str) -> str:
    """As Vietnamese Windows types: the letter with its hat, the tone as a sign of its own."""
    letters: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        base, *marks = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in marks if mark in _VNI_MARKS)
        hats = "".join(mark for mark in marks if mark not in _VNI_MARKS)
        letters.append(unicodedata.normalize("NFC", base + hats) + tones)
    return "".join(letters)


def western(text: str) -> str:
    """Windows 1258, read by a program that took it for western text."""
    return half_composed(text).encode("cp1258").decode("latin-1")


def misread(encode: Encode) -> Encode:
    """Bytes of an old font, read by a program that took them for Vietnamese Windows' own code."""
    return lambda text: encode(text).encode("latin-1").decode("cp1258")


def typed_in(data: bytes, encode: Encode, font: str = "", capitals: str = "", only: str = "") -> bytes:
    """The workbook with its texts (that of cell `only`) typed so; `capitals` is the font of all-capital texts."""
    book = load_workbook(BytesIO(data))
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if not isinstance(cell.value, str) or (only and cell.coordinate != only):
                continue
            shouted = bool(capitals) and cell.value.isupper()
            cell.value = encode(cell.value.lower() if shouted else cell.value)
            if font:
                cell.font = Font(name=capitals if shouted else font)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def xls_95(cells: Mapping[Position, Value], sheet: bytes, code_page: int, encode: Callable[[str], bytes]) -> bytes:
    """An Excel 5.0/95 workbook: texts are bytes of a code page."""

    def record(kind: int, data: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def begin(what: int) -> bytes:
        return record(0x809, struct.pack("<4H", 0x500, what, 0, 0))

    def front(start: int) -> bytes:
        name = struct.pack("<IBBB", start, 0, 0, len(sheet)) + sheet
        return begin(5) + record(0x42, struct.pack("<H", code_page)) + record(0x85, name) + record(0x0A)

    body = b""
    for (row, column), value in sorted(cells.items(), key=lambda item: item[0]):
        if isinstance(value, str):
            text = encode(value)
            body += record(0x204, struct.pack("<4H", row, column, 0, len(text)) + text)
        else:
            assert isinstance(value, int | float)
            body += record(0x203, struct.pack("<3Hd", row, column, 0, value))
    return container({"Book": front(len(front(0))) + begin(0x10) + body + record(0x0A)})
