"""What a file is, by its first bytes and not by its name."""

import re
from pathlib import PurePath

WORKBOOKS = {"xlsx": ".xlsx", "xlsm": ".xlsm", "xlsb": ".xlsb", "xls": ".xls", "ods": ".ods"}
"""Formats that can be read, with the extension each should have."""

SPREADSHEET_EXTENSIONS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods"})

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
_HTML = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|table|meta|body)",
    re.IGNORECASE | re.DOTALL,
)
_HTML_UTF16 = re.compile("^\ufeff?\\s*<(?:!doctype html|html|head|table|meta)", re.IGNORECASE)


def detect(head: bytes, names: frozenset[str] | None = None) -> str:
    """A key of WORKBOOKS, or one of "empty", "password", "html", "zip", or a description in Vietnamese.

    `head` is the whole file or at least what its directory needs; `names` are a zip package's parts, once known.
    """
    if not head:
        return "empty"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _detect_package(names) if names is not None else "zip"
    if head.startswith(_OLE):
        return _detect_ole(head)
    if _HTML.match(head[:4096]) or _HTML_UTF16.match(head[:4096].decode("utf-16", "ignore")):
        return "html"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head[:4096]:
        return "bảng tính dạng XML 2003"
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    return "văn bản hoặc CSV" if _looks_like_text(head[:4096]) else "dạng không nhận ra"


def _detect_package(names: frozenset[str]) -> str:
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/") for name in names):
        return "xlsm" if "xl/vbaProject.bin" in names else "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    for folder, name in (("word/", "tài liệu Word"), ("ppt/", "bài trình chiếu")):
        if any(part.startswith(folder) for part in names):
            return name
    return "tệp nén zip"


def _detect_ole(data: bytes) -> str:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return "password"
    if holds("Workbook") or holds("Book"):
        return "xls"
    if holds("WordDocument"):
        return "tài liệu Word 97–2003"
    if holds("__substg1.0_"):
        return "thư Outlook"
    return "tệp Office 97–2003 không phải bảng tính"


def _looks_like_text(data: bytes) -> bool:
    return not any(byte < 9 or 13 < byte < 32 for byte in data)


def passed_over(name: str) -> str | None:
    """Why a file in the inbox is no report and nobody's fault, or None where it should be read."""
    path = PurePath(name)
    lowered = path.name.lower()
    if lowered.startswith(("~$", ".~lock")):
        return "Tệp tạm của Excel hoặc LibreOffice, có khi sổ tính đang mở"
    if lowered in {"thumbs.db", "desktop.ini", ".ds_store"} or lowered.startswith("."):
        return "Tệp của hệ điều hành"
    if path.suffix.lower() in {".tmp", ".part", ".crdownload", ".partial", ".download"}:
        return "Tệp đang tải dở hoặc tệp tạm"
    return None
