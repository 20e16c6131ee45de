"""Hyperlinks, every other r:id, and the calculation chain."""

from collections.abc import Iterator

from lxml import etree

from tests.excel.areas import read_cell
from tests.excel.cells import length
from tests.excel.complaint import Complaint
from tests.excel.package import LINKS, STRICT_LINKS, Package, linked

MOST_LINKS = 65_530
LONGEST_ADDRESS, LONGEST_TIP = 2_079, 255
KINDS = {
    "drawing": "drawing",
    "legacyDrawing": "vmlDrawing",
    "legacyDrawingHF": "vmlDrawing",
    "tablePart": "table",
    "hyperlink": "hyperlink",
    "control": "ctrlProp",
    "sheet": "worksheet chartsheet dialogsheet xlMacrosheet",
    "externalReference": "externalLink",
    "pivotCache": "pivotCacheDefinition",
}
"""Element → the types of relationship that its r:id may lead to."""


def links(package: Package) -> Iterator[Complaint]:
    """Every element that names a relationship."""
    for part, tree in package.trees.items():
        if part.endswith(".rels") or part == "[Content_Types].xml":
            continue
        known = package.links.get(part, {})
        for element in tree.iter(etree.Element):
            for name, key in element.items():
                if name.startswith((f"{{{LINKS}}}", f"{{{STRICT_LINKS}}}")) and key:
                    link, tag = known.get(key), str(element.tag)
                    if link is None:
                        yield Complaint(part, tag, "relationship-missing", key)
                    elif tag in KINDS and link.kind not in KINDS[tag].split():
                        yield Complaint(part, tag, "relationship-kind", f"{key} is a {link.kind}")
    for _, part in package.sheets():
        yield from _hyperlinks(package, part)


def _hyperlinks(package: Package, part: str) -> Iterator[Complaint]:
    found = package.trees[part].findall("hyperlinks/hyperlink")
    if len(found) > MOST_LINKS:
        yield Complaint(part, "hyperlinks", "link-many", str(len(found)))
    for item in found:
        place, link = item.get("ref", ""), package.links.get(part, {}).get(linked(item))
        address = link.target if link else item.get("location", "")
        if not address or any(letter < " " for letter in address):
            yield Complaint(part, place, "link-bad", repr(address))
        elif max(length(address), length(item.get("location", ""))) > LONGEST_ADDRESS:
            yield Complaint(part, place, "link-bad", f"{length(address)} characters")
        elif length(item.get("tooltip", "")) > LONGEST_TIP:
            yield Complaint(part, place, "link-bad", f"a tip of {length(item.get('tooltip'))} characters")


def calculation_chain(package: Package) -> Iterator[Complaint]:
    """The order of calculation, where the file has one."""
    book = package.trees.get(package.book)
    for part in package.of("calcChain"):
        with_formulas: dict[str, set[str]] = {}
        for sheet in book.iterfind("sheets/sheet") if book is not None else ():
            link = package.links.get(package.book, {}).get(linked(sheet))
            tree = package.trees.get(link.target) if link else None
            cells = tree.iterfind("sheetData/row/c[f]") if tree is not None else ()
            with_formulas[sheet.get("sheetId", "")] = {cell.get("r", "") for cell in cells}
        sheet_id = ""
        for item in package.trees[part].iterfind("c"):
            sheet_id, cell = item.get("i", sheet_id), item.get("r", "")
            if read_cell(cell) is None or cell not in with_formulas.get(sheet_id, ()):
                yield Complaint(part, f"{sheet_id}!{cell}", "calc-chain", "no formula there")
