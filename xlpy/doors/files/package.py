"""Look over a package before a reader is let near it, and hand on only what was looked over.

The reader (calamine) is fast, but a false count can make it ask for all memory, it trusts what a package says of
itself, and it finds parts by names that not every program uses. So the parts that count are looked up by their
relations, as Excel does, and checked (sizes, DOCTYPE, encodings, stray cells); what the reader does not tell is
noted; and the reader is given a package made anew of those parts alone. Nothing is interpreted.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from xlpy.core.source import Fault, Problem, Source
from xlpy.doors.files.cells import SheetFacts, scan_sheet
from xlpy.doors.files.content import detect
from xlpy.doors.files.fonts import find_old_fonts
from xlpy.doors.files.parts import Part, Parts, Rejected, damaged, elements, make_package, once, parse
from xlpy.doors.files.shared import NO_FORMATS, scan_formats, scan_strings
from xlpy.opc import TYPES_PART, active_parts, relations_part, target_of

_CONVENTIONAL = {"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
"""Where these lie if no relation leads to them: old writers left it out, and nothing else can be meant."""

_ODF_READ = frozenset({"content.xml", "settings.xml", "styles.xml"})
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^<>]*>(?:\s*</(?:\w+:)?dimension\s*>)?")
_CELL = re.compile(rb"(<(?:\w+:)?c(?=[\s/>])[^<>]*?)(\s*/?>)")
_NAMES_FORMAT = re.compile(rb"\ss\s*=")
_MACRO_SHEETS = frozenset({"xlMacrosheet", "xlIntlMacrosheet", "dialogsheet"})
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


class Sheet(NamedTuple):
    """A worksheet: its name as the sender wrote it, whether it is shown, and its facts."""

    name: str
    visible: bool
    facts: SheetFacts


class Package(NamedTuple):
    """A package found safe: `data` is what the reader may have; there, the first of `sheets` is called "1".

    `content` is "xlsx" or "xlsm" as the package itself says.
    """

    content: str
    data: bytes
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]


class _Link(NamedTuple):
    kind: str
    part: str


class _Listed(NamedTuple):
    name: str
    visible: bool
    part: str


def content_of(data: bytes, parts: Parts, file: str) -> str:
    """What a package is: by its root where that is a workbook, else by the names of its parts. Raises Rejected."""
    named = detect(data, frozenset(parts))
    if named == "ods" or "_rels/.rels" not in parts:
        return named
    root = next((link.part for link in _links(parts, "", Source(file)).values() if link.kind == "officeDocument"), "")
    if not root or root not in parts:
        return named
    if root.casefold().endswith(".bin"):
        return "xlsb" if named in ("xlsb", "xlsx") else named
    types = _types(parts, Source(file)) if TYPES_PART in parts else {}
    is_workbook = named in ("xlsb", "xlsx") or "sheet" in types.get(f"/{root.casefold()}", "")
    return "xlsx" if is_workbook else named


def inspect_package(parts: Parts, file: str, skip: frozenset[str] = frozenset()) -> Package:
    """Check an .xlsx or .xlsm and gather the facts of its sheets, but for those to `skip`, which are left out.

    Raises Rejected with the problem to tell.
    """
    whole = Source(file)
    types = _types(parts, whole)
    root = _root(parts, whole)
    links = _links(parts, root, whole)
    workbook = parts.read(root, whole)
    old_dates = any(_true(found.get("date1904", "")) for found in elements(workbook, whole, "workbookPr"))
    shared = {kind: _shared(parts, links, kind, whole) for kind in _CONVENTIONAL}
    strings_part, styles_part = shared["sharedStrings"], shared["styles"]
    strings = scan_strings(strings_part, whole) if strings_part else []
    formats = scan_formats(styles_part, whole) if styles_part else NO_FORMATS
    fonts = find_old_fonts(styles_part, strings_part, whole)
    problems = list(_active(parts, whole, links))
    sheets, copies = [], []
    for listed in _listed(workbook, links, parts, whole):
        if listed.name in skip:
            continue
        place = Source(file, listed.name)
        part = parts.read(listed.part, place, sheet=True)
        if formats.first_shows:
            part = _with_first_format(part)
        scanned = scan_sheet(part, place, strings, formats.codes, fonts)
        problems.extend(scanned.problems)
        copies.append(_without_dimension(scanned.copy) if scanned.facts.odd_dimension else scanned.copy)
        sheets.append(Sheet(listed.name, listed.visible, scanned.facts))
    if any(problem.source.cell for problem in problems):  # the link's cell says more than that there is one
        problems = [problem for problem in problems if problem.values.get("found") != "liên kết tới tệp khác"]
    macros = "macroenabled" in types.get(f"/{root.casefold()}", "").casefold()
    data = make_package(_made_anew(copies, strings_part, styles_part, old_dates=old_dates))
    return Package("xlsm" if macros else "xlsx", data, tuple(sheets), tuple(problems))


def inspect_other(parts: Parts, file: str, content: str) -> tuple[bytes, tuple[Problem, ...]]:
    """Check an .xlsb or .ods as far as that goes without reading its cells. Returns what the reader may have."""
    whole = Source(file)
    kept: list[Part] = []
    if "META-INF/manifest.xml" in parts:
        manifest = parts.read("META-INF/manifest.xml", whole)
        if elements(manifest, whole, "encryption-data"):
            raise Rejected(Problem(Fault.PASSWORD, whole))
    for name in parts:
        if _is_read(name, content):
            part = parts.read(name, whole, sheet=name == "content.xml" or name.startswith("xl/worksheets/"))
            if name.endswith((".xml", ".rels")):
                parse(part, whole)
            kept.append(Part(part.name.replace("\\", "/").lstrip("/"), part.data))
    return make_package(iter(kept)), tuple(_active(parts, whole, {}))


def _is_read(name: str, content: str) -> bool:
    if content == "ods":
        return name == "mimetype" or name in _ODF_READ or name == "meta-inf/manifest.xml"
    return (name.startswith("xl/") and name.endswith((".bin", ".rels")) and not name.endswith("vbaproject.bin")) or (
        name in (TYPES_PART.casefold(), "_rels/.rels")
    )


def _active(parts: Parts, whole: Source, links: Mapping[str, _Link]) -> Iterator[Problem]:
    found = active_parts(parts)
    if any(link.kind in _MACRO_SHEETS for link in links.values()):
        found.append("macro")
    for words in dict.fromkeys(found):
        yield Problem(Fault.ACTIVE_CONTENT, whole, {"found": words})


def _types(parts: Parts, whole: Source) -> Mapping[str, str]:
    """Content types by part, "/xl/workbook.xml" in lower case."""
    part = parts.read(TYPES_PART, whole)
    return once(
        part,
        "types",
        lambda: {
            found.get("PartName", "").casefold(): found.get("ContentType", "")
            for found in elements(part, whole, "Override")
        },
    )


def _root(parts: Parts, whole: Source) -> str:
    """The workbook's part: the one that the package names, whatever else lies in it."""
    named = [link.part for link in _links(parts, "", whole).values() if link.kind == "officeDocument"]
    if not named:
        raise damaged(whole, "_rels/.rels", "không chỉ tới trang tính nào")
    return named[0]


def _links(parts: Parts, source: str, whole: Source) -> Mapping[str, _Link]:
    """What a part refers to within the package, by the references' ids."""
    part = parts.read(relations_part(source), whole)
    return once(
        part,
        ("links", source),
        lambda: {
            found["Id"]: _Link(found.get("Type", "").rpartition("/")[2], target_of(source, found.get("Target", "")))
            for found in elements(part, whole, "Relationship")
            if found.get("Id") and found.get("TargetMode") != "External"
        },
    )


def _shared(parts: Parts, links: Mapping[str, _Link], kind: str, whole: Source) -> Part | None:
    """The workbook's one part of a kind."""
    name = next((link.part for link in links.values() if link.kind == kind), _CONVENTIONAL[kind])
    return parts.read(name, whole) if name in parts else None


def _listed(workbook: Part, links: Mapping[str, _Link], parts: Parts, whole: Source) -> Iterator[_Listed]:
    """The worksheets in their order. Sheets of macros, charts and modules have no cells for us."""
    seen: set[str] = set()
    for found in elements(workbook, whole, "sheet"):
        name, link = found.get("name", ""), links.get(found.get("id", ""))
        if not found.get("id"):
            continue  # a module of Excel 95: listed, and no part of its own
        if link is None:
            raise damaged(Source(whole.file, name), workbook.name, "mục lục của tệp không dẫn tới trang này")
        if link.kind != "worksheet":
            continue
        if link.part not in parts:
            raise damaged(Source(whole.file, name), link.part, "không có phần này")
        if name.casefold() in seen:
            raise damaged(Source(whole.file, name), workbook.name, f"có hai trang tính cùng tên “{name}”")
        seen.add(name.casefold())
        yield _Listed(name, found.get("state", "visible") == "visible", link.part)


def _made_anew(copies: list[Part], strings: Part | None, styles: Part | None, *, old_dates: bool) -> Iterator[Part]:
    """The reader's package: names, relations and types are ours; texts, formats and cells are the sender's."""
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(copies) + 1)
    )
    listed = "".join(f'<sheet name="{at}" sheetId="{at}" r:id="r{at}"/>' for at in range(1, len(copies) + 1))
    for kind, part in (("sharedStrings", strings), ("styles", styles)):
        if part is not None:
            relations += f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
            yield Part(f"xl/{kind}.xml", part.data)
    types = f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"/>'
    root = f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    workbook = f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{int(old_dates)}"/>'
    for name, text in (
        (TYPES_PART, types),
        ("_rels/.rels", f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{root}</Relationships>'),
        ("xl/workbook.xml", f"{_HEAD}{workbook}<sheets>{listed}</sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        ),
    ):
        yield Part(name, text.encode())
    for at, part in enumerate(copies, 1):
        yield Part(f"xl/worksheets/sheet{at}.xml", part.data)


def _true(written: str) -> bool:
    return written.strip() in ("1", "true", "on")


def _with_first_format(part: Part) -> Part:
    """Cells that name no format are of the first; here they say so, since the reader takes them for none."""
    return Part(
        part.name,
        _CELL.sub(
            lambda cell: b'%b s="0"%b' % cell.groups() if not _NAMES_FORMAT.search(cell[1]) else cell[0], part.data
        ),
    )


def _without_dimension(part: Part) -> Part:
    """The reader stops at an extent that it cannot read, and needs none."""
    return Part(part.name, _DIMENSION.sub(b"", part.data, count=1))
