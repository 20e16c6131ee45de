"""Drawings, notes and controls: each with the shapes and properties that it needs."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.excel.areas import COLUMNS, ROWS, read_cell
from tests.excel.cells import LONGEST_TEXT, length, said_by
from tests.excel.complaint import Complaint
from tests.excel.package import Package, linked

_SHAPE = re.compile(rb"""<v:shape\s[^>]*?\bid\s*=\s*["']?(_x0000_s\d+)""")
"""Shapes by the ids that Excel gives; LibreOffice calls all of its notes "shape_0", and Excel opens them."""
_ANCHOR = {"col": COLUMNS, "row": ROWS}


def drawings(package: Package) -> Iterator[Complaint]:
    """All worksheets and what is drawn over them."""
    for _, part in package.sheets():
        yield from _legacy(package, part)
    for part in package.of("vmlDrawing"):
        data = package.parts[part]
        for shape, count in Counter(_SHAPE.findall(data)).items():
            if count > 1:
                yield Complaint(part, shape.decode("latin-1"), "drawing-vml", f"{count} shapes of one id")
        if b"<" not in data or b"xml" not in data[:400]:
            yield Complaint(part, "", "drawing-vml", "no XML")
    for part in package.of("drawing"):
        yield from _anchors(part, package.trees.get(part))
    for part in package.of("comments"):
        yield from _notes(part, package.trees[part])


def _legacy(package: Package, part: str) -> Iterator[Complaint]:
    """Notes and controls both need the sheet's legacy drawing; a control needs its shape there."""
    tree, links = package.trees[part], package.links.get(part, {})
    drawing = tree.find("legacyDrawing")
    link = links.get(linked(drawing)) if drawing is not None else None
    shapes = package.parts.get(link.target, b"") if link else b""
    noted = [link.target for link in links.values() if link.kind == "comments" and link.target in package.trees]
    if noted and drawing is None:
        yield Complaint(part, "comments", "drawing-legacy", "notes without a legacy drawing")
    controls = list(tree.iter("control"))
    if controls and drawing is None:
        yield Complaint(part, "controls", "drawing-legacy", "controls without a legacy drawing")
    for control in controls:
        name, number = control.get("name", ""), control.get("shapeId", "")
        if drawing is not None and f"_s{number}".encode() not in shapes:
            yield Complaint(part, name, "drawing-control", f"shape {number} is not in {link.target if link else ''}")
        if links.get(linked(control)) is None:
            yield Complaint(part, name, "drawing-control", "no properties")


def _anchors(part: str, tree: Any) -> Iterator[Complaint]:
    if tree is None:
        return
    for name, limit in _ANCHOR.items():
        for number in tree.iter(f"{{*}}{name}"):
            if number.text and not 0 <= int(number.text) < limit:
                yield Complaint(part, name, "drawing-anchor", number.text)
    ids = Counter(shape.get("id") for shape in tree.iter("{*}cNvPr") if not _chosen_between(shape))
    for number, count in ids.items():
        if count > 1 and number != "0":
            yield Complaint(part, f"cNvPr {number}", "drawing-anchor", f"{count} shapes of one id")


def _chosen_between(shape: Any) -> bool:
    """Whether it stands in mc:AlternateContent, of whose branches one is read."""
    return next(shape.iterancestors("{*}AlternateContent"), None) is not None


def _notes(part: str, tree: Any) -> Iterator[Complaint]:
    authors = len(tree.findall("authors/author"))
    seen = set()
    for note in tree.iterfind("commentList/comment"):
        place = note.get("ref", "")
        if read_cell(place) is None or place in seen:
            yield Complaint(part, place, "note-cell", "twice" if place in seen else "no cell")
        seen.add(place)
        if int(note.get("authorId") or 0) >= authors:
            yield Complaint(part, place, "note-cell", f"author {note.get('authorId')} of {authors}")
        text = note.find("text")
        if text is not None and length(said_by(text)) > LONGEST_TEXT:
            yield Complaint(part, place, "cell-text-long", f"{length(said_by(text))} characters")
