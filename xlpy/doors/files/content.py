"""What a file is, by its first bytes and not by its name."""

import re
import struct
from io import BytesIO
from itertools import islice

WORKBOOKS = {"xlsx": ".xlsx", "xlsm": ".xlsm", "xlsb": ".xlsb", "xls": ".xls", "ods": ".ods"}
"""Formats that can be read, with the extension each should have."""

SPREADSHEET_EXTENSIONS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods"})

NOT_UNDERSTOOD = frozenset({"tệp dạng XML 2003 của Excel", "tệp dạng XML của LibreOffice (.fods)"})
"""Workbooks all the same: that they cannot be read is a limit of the program."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"%PDF", "tài liệu PDF"),
    (b"\x1f\x8b", "tệp nén gzip"),
    (b"7z\xbc\xaf", "tệp nén 7z"),
    (b"Rar!", "tệp nén RAR"),
    (b"\x89PNG", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPEG"),
    (b"{\\rtf", "tài liệu RTF"),
    (b"UEsDB", "văn bản mã hoá base64"),
)
_PAGE = re.compile("<(?:!doctype html|html|head|table|meta|body|style|div)", re.IGNORECASE)
_MHTML = re.compile(r"^\s*MIME-Version:", re.IGNORECASE)
_GLOBALS = re.compile(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00")
"""The beginning of a workbook's globals: of Excel 5 and 95, or of 97 to 2003."""

_FILEPASS, _FIRST_RECORDS, _MOST_STREAMS = 0x2F, 8, 16

OUTLOOK_PROPERTIES = "__properties_version1.0"
"""The stream that every letter of Outlook has."""

CUT = "cut"
"""A container of Office whose end is missing."""

_OLE_HEAD, _LAST_SECTOR = 512, 0xFFFFFFFA
_HEAD = 4096
_BLANKS = 64


def detect(data: bytes, names: frozenset[str] | None = None) -> str:
    """A key of WORKBOOKS, or one of "empty", "cut", "password", "html", "zip", or a description in Vietnamese.

    `names` are a zip package's parts in lower case, once known; a package is "xlsx" here, with or without macros.
    """
    if not data:
        return "empty"
    # A download or a gateway may put a blank line before a package; its directory counts from its end.
    if data[:_BLANKS].lstrip(b"\r\n\t \xef\xbb\xbf").startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _detect_package(names) if names is not None else "zip"
    if data.startswith(_OLE):
        return _detect_ole(data)
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    text = _decoded(data[:_HEAD])
    if text is None:
        return "dạng không nhận ra"
    if _is_page(text) or _MHTML.match(text):
        return "html"
    if "urn:schemas-microsoft-com:office:spreadsheet" in text:
        return "tệp dạng XML 2003 của Excel"
    if "urn:oasis:names:tc:opendocument:xmlns:office" in text and "<office:document" in text:
        return "tệp dạng XML của LibreOffice (.fods)"
    return "văn bản hoặc CSV"


def _is_page(text: str) -> bool:
    """Whether a page of the web begins here, after what may stand before its first word."""
    rest = text.removeprefix("\ufeff").lstrip()
    if rest.startswith("<?xml"):
        rest = rest.partition(">")[2].lstrip()
    while rest.startswith("<!--"):
        rest = rest.partition("-->")[2].lstrip()
    return _PAGE.match(rest) is not None


def _detect_package(names: frozenset[str]) -> str:
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    for folder, name in (("word/", "tài liệu Word"), ("ppt/", "bài trình chiếu")):
        if any(part.startswith(folder) for part in names):
            return name
    return "tệp nén zip"


def _detect_ole(data: bytes) -> str:
    def holds(stream: str) -> bool:
        # As a directory entry has it: 64 bytes of name, then its length; a cell that says "Book" is another thing.
        name = stream.encode("utf-16-le")
        return name.ljust(64, b"\0") + (len(name) + 2).to_bytes(2, "little") in data

    # Before all else: a letter holds its attachments whole, and so their entries too.
    if holds(OUTLOOK_PROPERTIES) and _is_letter(data):
        return "thư Outlook"
    if holds("EncryptedPackage") or _asks_for_password(data):
        return "password"
    if holds("Workbook") or holds("Book"):
        return "xls"
    if _is_cut(data):
        return CUT
    if holds("WordDocument"):
        return "tài liệu Word 97–2003"
    if holds(OUTLOOK_PROPERTIES):
        return "thư Outlook"
    return "tệp Office 97–2003 không phải của Excel"


def _is_cut(data: bytes) -> bool:
    """Whether the list of what the container holds lies beyond its end: then nobody can tell whose file it was."""
    if len(data) < _OLE_HEAD:
        return True
    (shift,), (first,) = struct.unpack_from("<H", data, 30), struct.unpack_from("<I", data, 48)
    return shift in (9, 12) and first < _LAST_SECTOR and (first + 2 << shift) > len(data)


def _asks_for_password(data: bytes) -> bool:
    """Whether a workbook of Excel 5 to 2003 is locked, by a cipher or by the older XOR: FILEPASS is among its first."""
    for found in islice(_GLOBALS.finditer(data), _MOST_STREAMS):
        at = found.start()
        for _ in range(_FIRST_RECORDS):
            if at + 4 > len(data):
                break
            kind, size = struct.unpack_from("<HH", data, at)
            if kind == _FILEPASS:
                return True
            at += 4 + size
    return False


def _is_letter(data: bytes) -> bool:
    """Whether the container itself is a letter, and not one in a workbook's cell."""
    from olefile import OleFileIO  # rarely needed

    try:
        with OleFileIO(BytesIO(data)) as ole:
            return any(entry.name == OUTLOOK_PROPERTIES for entry in ole.root.kids)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, struct.error):
        return False


def _decoded(head: bytes) -> str | None:
    """The beginning of a text, or None where the bytes are no text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8-sig", "replace") if _looks_like_text(head) else None


def _looks_like_text(data: bytes) -> bool:
    return not any(byte < 9 or 13 < byte < 32 for byte in data)
