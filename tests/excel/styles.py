"""The workbook's styles: every number leads to something that is there."""

import re
from collections.abc import Iterator
from typing import Any

from tests.excel.cells import length
from tests.excel.complaint import Complaint
from tests.excel.package import Package

MOST_FORMATS = 65_430
LARGEST_FONT = 409.0
FIRST_OWN = 164
"""Number formats below are Excel's own, though a workbook may reword some."""
_COLOUR = re.compile(r"[0-9A-Fa-f]{8}")
_PARTS = {"fontId": "fonts/font", "fillId": "fills/fill", "borderId": "borders/border"}


def styles(package: Package) -> Iterator[Complaint]:
    """The styles part."""
    for part in package.of("styles"):
        tree = package.trees[part]
        yield from _number_formats(part, tree)
        there = {attribute: len(tree.findall(path)) for attribute, path in _PARTS.items()}
        parents = len(tree.findall("cellStyleXfs/xf"))
        own = {item.get("numFmtId") for item in tree.iterfind("numFmts/numFmt")}
        for kind in ("cellStyleXfs", "cellXfs"):
            for place, look in enumerate(tree.iterfind(f"{kind}/xf")):
                yield from _format(part, f"{kind} {place}", look, there, own)
                if kind == "cellXfs" and parents and int(look.get("xfId") or 0) >= parents:
                    yield Complaint(part, f"{kind} {place}", "style-index", f"xfId {look.get('xfId')} of {parents}")
        if len(tree.findall("cellXfs/xf")) > MOST_FORMATS:
            yield Complaint(part, "cellXfs", "style-many", str(len(tree.findall("cellXfs/xf"))))
        yield from _named(part, tree, parents)
        for size in tree.iter("sz"):
            if not 1 <= float(size.get("val") or 0) <= LARGEST_FONT:
                yield Complaint(part, "sz", "style-many", f"font size {size.get('val')}")
        for colour in tree.iter("color", "fgColor", "bgColor", "rgbColor"):
            if colour.get("rgb") is not None and not _COLOUR.fullmatch(colour.get("rgb")):
                yield Complaint(part, colour.tag, "style-colour", colour.get("rgb"))


def _number_formats(part: str, tree: Any) -> Iterator[Complaint]:
    seen: set[str] = set()
    for item in tree.iterfind("numFmts/numFmt"):
        number, code = item.get("numFmtId", ""), item.get("formatCode", "")
        if number in seen or not number.isdigit():
            yield Complaint(part, number, "number-format", "twice")
        seen.add(number)
        if not 1 <= length(code) <= 255:
            yield Complaint(part, number, "number-format", f"{length(code)} characters")
        if code.count('"') % 2 and '\\"' not in code:
            yield Complaint(part, number, "number-format", f"quotes that do not close: {code}")


def _format(part: str, place: str, look: Any, there: dict[str, int], own: set[str | None]) -> Iterator[Complaint]:
    for attribute, count in there.items():
        if int(look.get(attribute) or 0) >= count:
            yield Complaint(part, place, "style-index", f"{attribute} {look.get(attribute)} of {count}")
    number = look.get("numFmtId")
    if number is not None and int(number) >= FIRST_OWN and number not in own:
        yield Complaint(part, place, "number-format", f"{number} is not there")
    alignment = look.find("alignment")
    if alignment is not None:
        turn, indent = int(alignment.get("textRotation") or 0), int(alignment.get("indent") or 0)
        if not (0 <= turn <= 180 or turn == 255) or not 0 <= indent <= 250:
            yield Complaint(part, place, "style-alignment", f"turned {turn}, indented {indent}")


def _named(part: str, tree: Any, parents: int) -> Iterator[Complaint]:
    seen: set[str] = set()
    for style in tree.iterfind("cellStyles/cellStyle"):
        name = style.get("name", "")
        if int(style.get("xfId") or 0) >= parents:
            yield Complaint(part, name, "style-index", f"xfId {style.get('xfId')} of {parents}")
        if name and name.casefold() in seen:
            yield Complaint(part, name, "style-name-twice", name)
        seen.add(name.casefold())
