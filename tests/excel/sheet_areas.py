"""Merged areas, panes, filters and every other reference to cells on a sheet."""

from collections.abc import Iterator
from typing import Any

from tests.excel.areas import Area, overlaps, read_area, read_cell
from tests.excel.complaint import Complaint
from tests.excel.package import Package

_ONE = ("mergeCell", "hyperlink", "autoFilter", "dimension", "sortState", "f", "ignoredError", "protectedRange")
_PANES = {"topLeft": "", "topRight": "x", "bottomLeft": "y", "bottomRight": "xy"}
"""Pane → the splits that make one."""


def sheet_areas(package: Package) -> Iterator[Complaint]:
    """All worksheets."""
    for _, part in package.sheets():
        tree = package.trees[part]
        for element in tree.iter(*_ONE):
            if element.get("ref") and read_area(element.get("ref")) is None:
                yield Complaint(part, element.tag, "reference-bad", element.get("ref"))
        for element in tree.iter("selection", "conditionalFormatting", "dataValidation", "ignoredError"):
            for text in element.get("sqref", "").split():
                if read_area(text) is None:
                    yield Complaint(part, element.tag, "reference-bad", text)
        yield from _merged(part, tree)
        for view in tree.iterfind("sheetViews/sheetView"):
            yield from _pane(part, view)


def merged(tree: Any) -> list[tuple[str, Area]]:
    """The merged areas of a sheet."""
    found = [cell.get("ref", "") for cell in tree.iterfind("mergeCells/mergeCell")]
    return [(text, area) for text in found if (area := read_area(text))]


def _merged(part: str, tree: Any) -> Iterator[Complaint]:
    areas = merged(tree)
    for text, area in areas:
        if (area.top, area.left) == (area.bottom, area.right):
            yield Complaint(part, text, "merge-single", "one cell")
    for one, other in overlaps(areas):
        yield Complaint(part, other, "merge-overlap", f"meets {one}")


def _pane(part: str, view: Any) -> Iterator[Complaint]:
    pane = view.find("pane")
    splits = {axis for axis in "xy" if pane is not None and float(pane.get(f"{axis}Split") or 0) > 0}
    if pane is not None:
        if not splits:
            yield Complaint(part, "pane", "pane", "no split")
        elif not set(_PANES.get(pane.get("activePane", "topLeft"), "?")) <= splits:
            yield Complaint(part, "pane", "pane", f"{pane.get('activePane')} with {sorted(splits)}")
        if pane.get("topLeftCell") and read_cell(pane.get("topLeftCell")) is None:
            yield Complaint(part, "pane", "reference-bad", pane.get("topLeftCell"))
    seen = set()
    for selection in view.iterfind("selection"):
        name = selection.get("pane", "topLeft")
        if not set(_PANES.get(name, "?")) <= splits:
            yield Complaint(part, "selection", "pane", f"{name} with {sorted(splits)}")
        elif name in seen:
            yield Complaint(part, "selection", "pane", f"{name} twice")
        seen.add(name)
