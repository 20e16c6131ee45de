"""Look over a package before a reader is let near it, and hand on only what was looked over.

The reader (calamine) is fast, but a false count can make it ask for all memory, and it trusts what a package says
of itself. So the package is checked first (sizes, names, DOCTYPE, encodings, stray cells), what the reader does
not tell is noted, and the reader is given a package made anew from the checked parts. Nothing is interpreted.
"""

import re
from collections.abc import Iterator, Mapping
from posixpath import normpath
from typing import NamedTuple

from xlpy.core.source import Fault, Problem, Source
from xlpy.doors.files.cells import SheetFacts, scan_sheet, scan_strings
from xlpy.doors.files.fonts import find_old_fonts
from xlpy.doors.files.parts import Part, Parts, Rejected, damaged, elements, make_package, parse

_WORKBOOK = "xl/workbook.xml"
_TYPES = "[Content_Types].xml"
_STYLES = "xl/styles.xml"
_STRINGS = "xl/sharedStrings.xml"
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^<>]*>(?:\s*</(?:\w+:)?dimension\s*>)?")
_ACTIVE = (
    ("vbaproject.bin", "macro"),
    ("xl/macrosheets/", "macro"),
    ("basic/", "macro"),
    ("xl/connections.", "kết nối lấy dữ liệu từ nơi khác"),
    ("xl/embeddings/", "tệp khác nhúng bên trong"),
    ("xl/activex/", "nút điều khiển ActiveX"),
)
_EXTERNAL_LINKS = "xl/externallinks/"


class Package(NamedTuple):
    """A package found safe: `data` is what the reader may have.

    `content` is "xlsx" or "xlsm" as the package itself says. `sheets` are the worksheets' facts by name.
    """

    content: str
    data: bytes
    sheets: Mapping[str, SheetFacts]
    problems: tuple[Problem, ...]


def inspect_package(parts: Parts, file: str, skip: frozenset[str] = frozenset()) -> Package:
    """Check an .xlsx or .xlsm and gather the facts of its sheets, but for those to `skip`, which are left out.

    Raises Rejected with the problem to tell.
    """
    whole = Source(file)
    kept: dict[str, Part] = {}

    def keep(name: str) -> Part:
        return kept.setdefault(name.casefold(), parts.read(name, whole))

    types = {
        attributes.get("PartName", "").casefold(): attributes.get("ContentType", "")
        for attributes in elements(keep(_TYPES), whole, "Override")
    }
    parse(keep("_rels/.rels"), whole)
    sheets = _sheet_parts(keep(_WORKBOOK), keep("xl/_rels/workbook.xml.rels"), parts, whole)
    strings = scan_strings(keep(_STRINGS), whole) if _STRINGS in parts else []
    if _STYLES in parts:
        parse(keep(_STYLES), whole)
    fonts = find_old_fonts(kept.get(_STYLES), kept.get(_STRINGS.casefold()), whole)
    problems = list(_active_parts(parts, whole))
    facts = {}
    left_out = {name.casefold() for sheet, name in sheets.items() if sheet in skip}
    for sheet, name in sheets.items():
        if sheet in skip:
            continue
        place = Source(file, sheet)
        part = parts.read(name, place)
        facts[sheet], found = scan_sheet(part, place, strings, fonts)
        problems.extend(found)
        kept[name.casefold()] = _without_dimension(part) if facts[sheet].odd_dimension else part
    if not any(problem.source.cell for problem in problems) and any(n.startswith(_EXTERNAL_LINKS) for n in parts):
        problems.append(Problem(Fault.ACTIVE_CONTENT, whole, {"found": "liên kết tới tệp khác"}))
    for name in parts:
        if name not in kept and name not in left_out and name.endswith((".xml", ".rels")):
            parse(parts.read(name, whole), whole)  # the reader does not need it
    macros = "macroenabled" in types.get(f"/{_WORKBOOK}", "").casefold()
    return Package("xlsm" if macros else "xlsx", make_package(iter(kept.values())), facts, tuple(problems))


def inspect_other(parts: Parts, file: str) -> tuple[bytes, tuple[Problem, ...]]:
    """Check an .xlsb or .ods as far as that goes without reading its cells. Returns what the reader may have."""
    whole = Source(file)
    kept: list[Part] = []
    if "META-INF/manifest.xml" in parts:
        manifest = parts.read("META-INF/manifest.xml", whole)
        if elements(manifest, whole, "encryption-data"):
            raise Rejected(Problem(Fault.PASSWORD, whole))
    for name in parts:
        if name.endswith((".xml", ".rels")):
            kept.append(parts.read(name, whole))
            parse(kept[-1], whole)
        elif name == "mimetype" or (name.endswith(".bin") and not name.endswith("vbaproject.bin")):
            kept.append(parts.read(name, whole))
    return make_package(iter(kept)), tuple(_active_parts(parts, whole))


def _active_parts(parts: Parts, whole: Source) -> Iterator[Problem]:
    found = (words for pattern, words in _ACTIVE if any(pattern in name for name in parts))
    for words in dict.fromkeys(found):
        yield Problem(Fault.ACTIVE_CONTENT, whole, {"found": words})


def _sheet_parts(workbook: Part, relations: Part, parts: Parts, whole: Source) -> dict[str, str]:
    """Sheet name → part, for worksheets."""
    targets = {
        attributes["Id"]: attributes.get("Target", "")
        for attributes in elements(relations, whole, "Relationship")
        if "Id" in attributes and attributes.get("Type", "").endswith("/worksheet")
    }
    sheets: dict[str, str] = {}
    folded: set[str] = set()
    for attributes in elements(workbook, whole, "sheet"):
        target, name = targets.get(attributes.get("id", "")), attributes.get("name", "")
        if target is None:
            continue
        part = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
        if part not in parts:
            raise damaged(Source(whole.file, name), part, "không có phần này")
        if name.casefold() in folded:
            raise damaged(Source(whole.file, name), workbook.name, f"có hai trang tính cùng tên “{name}”")
        folded.add(name.casefold())
        sheets[name] = part
    return sheets


def _without_dimension(part: Part) -> Part:
    """The reader stops at an extent that it cannot read, and needs none."""
    return Part(part.name, _DIMENSION.sub(b"", part.data, count=1))
