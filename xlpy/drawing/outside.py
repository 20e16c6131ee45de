"""Templates that reach out of themselves are refused: what they fetch would be printed and sent in the office's name.

A Word or Excel file can name a template, a picture or a workbook that lies elsewhere, take in other files by a field,
or carry a program. None of it is needed to restyle a letter or a report.
"""

from collections.abc import Iterator
from xml.etree import ElementTree
from zipfile import BadZipFile

from xlpy.core.text import clipped, tidy
from xlpy.drawing.faults import OR_ANEW, TemplateError
from xlpy.drawing.shipping import parts

_LINKED = {
    "attachedTemplate": "mẫu nằm ngoài tệp",
    "image": "ảnh nằm ngoài tệp",
    "externalLink": "liên kết tới tệp khác",
    "externalLinkPath": "liên kết tới tệp khác",
    "oleObject": "đối tượng nhúng (OLE)",
    "package": "tệp nhúng",
    "aFChunk": "tài liệu chèn nguyên tệp",
    "subDocument": "tài liệu con",
    "frame": "khung lấy trang khác",
    "connections": "kết nối dữ liệu",
    "vbaProject": "macro",
    "control": "điều khiển ActiveX",
}
_ALWAYS = frozenset({"externalLink", "oleObject", "package", "aFChunk", "connections", "vbaProject", "control"})
"""Kinds that are refused wherever they point; the others where they point out of the file."""

_FIELDS = frozenset(
    {"DDE", "DDEAUTO", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "EMBED", "DATABASE", "RD"}
)
"""Fields of Word that take in other files. `MACROBUTTON` and `HYPERLINK` do nothing until somebody clicks."""

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_WORD = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"


def must_stay_inside(template: bytes, name: str) -> None:
    """Raises TemplateError where a .docx or .xlsx template reaches out of itself, naming what does and where."""
    try:
        found = list(dict.fromkeys(_reaching_out(parts(template))))
    except (BadZipFile, ElementTree.ParseError, RuntimeError, NotImplementedError, OSError, ValueError):
        return  # who reads it says that it is broken
    if found:
        raise TemplateError(f"{name}: có {'; '.join(found[:5])}. Bỏ phần ấy đi rồi lưu lại, {OR_ANEW}")


def _reaching_out(package: dict[str, bytes]) -> Iterator[str]:
    for part, data in package.items():
        lowered = part.lower()
        if lowered.endswith(".rels"):
            yield from _links(data)
        elif lowered.startswith("word/") and lowered.endswith(".xml"):
            yield from _fields(data)


def _links(data: bytes) -> Iterator[str]:
    for element in ElementTree.fromstring(data):
        kind = element.get("Type", "").rpartition("/")[2]
        target = tidy(element.get("Target", ""))
        outside = element.get("TargetMode", "") == "External"
        if kind in _ALWAYS or (outside and kind != "hyperlink"):
            told = _LINKED.get(kind, "liên kết ra ngoài tệp")
            yield f"{told} ({clipped(target)})" if target else told


def _fields(data: bytes) -> Iterator[str]:
    """The fields that take in other files: their words may lie in many pieces."""
    waiting: list[list[str]] = []
    for element in ElementTree.fromstring(data).iter():
        tag = element.tag.removeprefix(_WORD).removeprefix(_STRICT_WORD)
        told = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
        if tag == "fldSimple":
            yield from _told(told.get("instr", ""))
        elif tag == "instrText" and waiting:
            waiting[-1].append(element.text or "")
        elif tag == "fldChar" and told.get("fldCharType") == "begin":
            waiting.append([])
        elif tag == "fldChar" and told.get("fldCharType") == "end" and waiting:
            yield from _told("".join(waiting.pop()))
    for words in waiting:  # a field without an end is one all the same
        yield from _told("".join(words))


def _told(words: str) -> Iterator[str]:
    first = words.split(maxsplit=1)[0].upper() if words.split() else ""
    if first in _FIELDS:
        yield f"trường {first} lấy nội dung từ nơi khác ({clipped(tidy(words))})"
