"""Macros: a project where the file says there is one, and names that Excel cannot mistake."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree
from oletools.olevba import VBA_Parser

from tests.excel.areas import read_cell
from tests.excel.cells import length
from tests.excel.complaint import Complaint
from tests.excel.package import BOOKS, Package

_CODE_NAME = re.compile(r"[^\W\d_]\w*")
_PROCEDURE = re.compile(
    r"^\s*(?:(?:Public|Private|Friend)\s+)?(?:Static\s+)?(?:Sub|Function|Property\s+(?:Get|Let|Set))\s+(\w+)",
    re.IGNORECASE | re.MULTILINE,
)
_R1C1 = re.compile(r"R\d*(C\d*)?|C\d*", re.IGNORECASE)
_NAME = re.compile(r'^Attribute VB_Name = "([^"]+)"', re.MULTILINE)
_CALLED = re.compile(r"(?:\[0\]!|'[^']*'!|[\w.]+!)?(?:(\w+)\.)?(\w+)")
_MACRO_IN_VML = re.compile(rb"<x:FmlaMacro>([^<]*)</x:FmlaMacro>")


def modules(package: Package) -> dict[str, str]:
    """Module → source of the workbook's project; none if it has no project, or one that nobody can read."""
    found: dict[str, str] = {}
    for part in package.of("vbaProject"):
        parser: Any = VBA_Parser("vbaProject.bin", data=package.parts[part])
        try:
            for _, stream, _, source in parser.extract_macros():
                named = _NAME.search(source)
                found[named[1] if named else stream.rpartition("/")[2]] = source
        finally:
            parser.close()
    return found


def functions(sources: Mapping[str, str]) -> frozenset[str]:
    """What formulas may call of the workbook's own, in capitals."""
    return frozenset(name.upper() for source in sources.values() for name in _PROCEDURE.findall(source))


def macros(package: Package, sources: Mapping[str, str]) -> Iterator[Complaint]:
    """The project, the code names and what calls macros."""
    has_project = any(package.of("vbaProject"))
    kind = package.types.get(package.book, "")
    if kind in BOOKS and BOOKS[kind] != has_project:
        yield Complaint(package.book, "", "vba-missing", f"{kind}, {'a' if has_project else 'no'} project")
    yield from _code_names(package, sources)
    taken = {name.casefold() for name in sources}
    procedures = {name.casefold() for source in sources.values() for name in _PROCEDURE.findall(source)}
    for module, source in sources.items():
        for name in _PROCEDURE.findall(source):
            if name.casefold() in taken:
                yield Complaint("xl/vbaProject.bin", module, "vba-macro-name", f"{name} is a module, too")
            elif read_cell(name.upper()) or _R1C1.fullmatch(name):
                yield Complaint("xl/vbaProject.bin", module, "vba-macro-name", f"{name} is a cell, too")
    for part, called in _called(package):
        found = _CALLED.fullmatch(called)
        if not found or found[2].casefold() not in procedures or (found[1] and found[1].casefold() not in taken):
            yield Complaint(part, called, "vba-macro-missing", "no such macro")


def _code_names(package: Package, sources: Mapping[str, str]) -> Iterator[Complaint]:
    tree = package.trees.get(package.book)
    named = [(package.book, item) for item in tree.iterfind("workbookPr")] if tree is not None else []
    named += [(part, item) for _, part in package.sheets() for item in package.trees[part].iterfind("sheetPr")]
    known, seen = {name.casefold() for name in sources}, set()
    for part, item in named:
        name = item.get("codeName")
        if name is None:
            continue
        if not _CODE_NAME.fullmatch(name) or length(name) > 31:
            yield Complaint(part, name, "vba-code-name", "bad")
        if name.casefold() in seen:
            yield Complaint(part, name, "vba-code-name", "twice")
        elif sources and name.casefold() not in known:
            yield Complaint(part, name, "vba-code-name", "no such module")
        seen.add(name.casefold())


def _called(package: Package) -> Iterator[tuple[str, str]]:
    """(part, macro) of each button; one of another workbook is left alone."""
    found = [
        (part, call.decode("utf-8", "replace"))
        for part in package.of("vmlDrawing")
        for call in _MACRO_IN_VML.findall(package.parts[part])
    ]
    for part, tree in package.trees.items():
        found += [(part, item.get("macro", "")) for item in tree.iter(etree.Element) if item.get("macro")]
    yield from ((part, call) for part, call in found if call and not re.match(r"\[[1-9]", call))
