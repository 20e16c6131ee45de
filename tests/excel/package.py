"""A workbook's package: its parts, their content types and relationships."""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from lxml import etree

from tests.excel.complaint import Complaint

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RELATION = "application/vnd.openxmlformats-package.relationships+xml"
SHEET_ML = "application/vnd.openxmlformats-officedocument.spreadsheetml."
BOOKS = {
    f"{SHEET_ML}sheet.main+xml": False,
    f"{SHEET_ML}template.main+xml": False,
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": True,
    "application/vnd.ms-excel.template.macroEnabled.main+xml": True,
}
"""Content type of a workbook → whether it may have macros."""
TYPES = {
    "worksheet": f"{SHEET_ML}worksheet+xml",
    "chartsheet": f"{SHEET_ML}chartsheet+xml",
    "sharedStrings": f"{SHEET_ML}sharedStrings+xml",
    "styles": f"{SHEET_ML}styles+xml",
    "table": f"{SHEET_ML}table+xml",
    "comments": f"{SHEET_ML}comments+xml",
    "calcChain": f"{SHEET_ML}calcChain+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "drawing": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "vmlDrawing": "application/vnd.openxmlformats-officedocument.vmlDrawing",
    "vbaProject": "application/vnd.ms-office.vbaProject",
    "ctrlProp": "application/vnd.ms-excel.controlproperties+xml",
    "threadedComment": "application/vnd.ms-excel.threadedcomments+xml",
    "pivotTable": f"{SHEET_ML}pivotTable+xml",
}
"""Last word of a relationship's type → content type of its target."""
_BAD_NAME = re.compile(r"[^\x21-\x7e]|\\|//|/\.{1,2}/|/$|\.$|[<>\"|*?]")


class Link(NamedTuple):
    """A relationship. `kind` is the last word of its type, `target` a part's name, or an address that is outside."""

    kind: str
    target: str
    outside: bool


class Package(NamedTuple):
    """All that the checks look at. Elements of the main namespace, also of the strict one, have their bare names."""

    parts: dict[str, bytes]
    trees: dict[str, Any]
    types: dict[str, str]
    links: dict[str, dict[str, Link]]
    book: str
    """The workbook's part, "" if there is none."""

    def of(self, kind: str) -> Iterator[str]:
        """Parts that some relationship of this kind leads to and that are there, in order."""
        found = (link.target for links in self.links.values() for link in links.values() if link.kind == kind)
        yield from dict.fromkeys(target for target in found if target in self.parts)

    def sheets(self) -> list[tuple[str, str]]:
        """(name, part) of each worksheet, in the order of the tabs."""
        tree = self.trees.get(self.book)
        if tree is None:
            return []
        found = []
        for sheet in tree.iterfind("sheets/sheet"):
            link = self.links.get(self.book, {}).get(linked(sheet))
            if link and link.kind == "worksheet" and link.target in self.trees:
                found.append((sheet.get("name", ""), link.target))
        return found


def linked(element: Any) -> str:
    """The r:id of an element."""
    return str(element.get(f"{{{LINKS}}}id") or element.get(f"{{{STRICT_LINKS}}}id") or "")


def read_package(data: bytes) -> tuple[Package, list[Complaint]]:
    """The package of a workbook, and what is wrong with the package itself."""
    said: list[Complaint] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            # XlsxWriter writes one part with a slash in front, and Excel finds it.
            names = [info.filename.removeprefix("/") for info in infos]
            parts = {name: archive.read(info) for name, info in zip(names, infos, strict=True)}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        return Package({}, {}, {}, {}, ""), [Complaint("", "", "package-not-zip", str(error))]
    for name, count in Counter(name.casefold() for name in names).items():
        if count > 1:
            said.append(Complaint(name, "", "package-part-twice", f"{count} times"))
    for name in parts:
        if name != "[Content_Types].xml" and _BAD_NAME.search(name):
            said.append(Complaint(name, "", "package-part-name", repr(name)))
    types = _types(parts, said)
    trees = {name: tree for name in parts if (tree := _tree(name, parts[name], types, said)) is not None}
    links = _links(parts, trees, said)
    book = next((link.target for link in links.get("", {}).values() if link.kind == "officeDocument"), "")
    package = Package(parts, trees, types, links, book)
    said.extend(_mistyped(package))
    return package, said


def _types(parts: dict[str, bytes], said: list[Complaint]) -> dict[str, str]:
    name = "[Content_Types].xml"
    try:
        root = etree.fromstring(parts.get(name, b""))
    except etree.XMLSyntaxError as error:
        said.append(Complaint(name, "", "xml-broken", str(error)))
        return {}
    own: dict[str, str] = {}
    default: dict[str, str] = {}
    for item in root:
        word = etree.QName(item).localname
        known, key = (own, item.get("PartName", "")) if word == "Override" else (default, item.get("Extension", ""))
        key = key.casefold()
        if key in known:
            said.append(Complaint(name, key, "content-type-twice", word))
        known[key] = item.get("ContentType", "")
    there = {f"/{part}".casefold() for part in parts}
    said.extend(Complaint(name, key, "content-type-stray", "no such part") for key in own if key not in there)
    found = {}
    for part in parts:
        kind = own.get(f"/{part}".casefold(), default.get(part.rpartition(".")[2].casefold(), ""))
        if not kind and part != name:
            said.append(Complaint(part, "", "content-type-missing", "neither its own nor its extension's"))
        found[part] = kind
    return found


def _tree(name: str, data: bytes, types: dict[str, str], said: list[Complaint]) -> Any:
    if not (types.get(name, "").endswith("xml") or name.endswith((".xml", ".rels"))):
        return None
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError as error:
        said.append(Complaint(name, "", "xml-broken", str(error)))
        return None
    if root.getroottree().docinfo.doctype:
        said.append(Complaint(name, "", "xml-broken", "a document type"))
    for element in root.iter(f"{{{MAIN}}}*", f"{{{STRICT}}}*"):
        element.tag = etree.QName(element).localname
    return root


def _links(parts: dict[str, bytes], trees: dict[str, Any], said: list[Complaint]) -> dict[str, dict[str, Link]]:
    found: dict[str, dict[str, Link]] = {}
    for name in parts:
        folder, slash, file = name.rpartition("_rels/")
        if not slash or not file.endswith(".rels") or name not in trees:
            continue
        source = folder + file.removesuffix(".rels")
        links = found.setdefault(source, {})
        for item in trees[name]:
            if not isinstance(item.tag, str):
                continue
            key, target = item.get("Id", ""), item.get("Target", "")
            if key in links:
                said.append(Complaint(name, key, "relationship-twice", target))
            outside = item.get("TargetMode") == "External"
            if not outside and not target.startswith("#"):
                path = unquote(target.partition("#")[0])
                target = path[1:] if path.startswith("/") else posixpath.normpath(posixpath.join(folder, path))
                if target not in parts:
                    said.append(Complaint(name, key, "relationship-dangling", target))
            links[key] = Link(item.get("Type", "").rpartition("/")[2], target, outside)
    return found


def _mistyped(package: Package) -> Iterator[Complaint]:
    if package.book not in package.parts:
        yield Complaint("_rels/.rels", "", "relationship-dangling", "no workbook")
    elif package.types[package.book] not in BOOKS:
        yield Complaint(package.book, "", "content-type-wrong", package.types[package.book])
    for kind, wanted in TYPES.items():
        for part in package.of(kind):
            if package.types[part] != wanted:
                yield Complaint(part, "", "content-type-wrong", f"{package.types[part]} for a {kind}")
    for part in package.parts:
        if part.endswith(".rels") and package.types[part] != RELATION:
            yield Complaint(part, "", "content-type-wrong", package.types[part])
