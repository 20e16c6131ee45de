"""Tables: their names, their areas, and heads that say what the cells say."""

from collections.abc import Iterator
from typing import Any

from tests.excel.areas import Area, overlaps, read_area
from tests.excel.cells import cell_texts, decoded, length, shared_texts
from tests.excel.complaint import Complaint
from tests.excel.names import defined, is_name
from tests.excel.package import Package, linked
from tests.excel.sheet_areas import merged


def tables(package: Package) -> Iterator[Complaint]:
    """All tables of the workbook."""
    taken = {item.get("name", "").casefold() for item in defined(package) if item.get("localSheetId") is None}
    ids: set[str] = set()
    texts = shared_texts(package)
    for _, part in package.sheets():
        tree = package.trees[part]
        areas: list[tuple[str, Area]] = []
        heads: dict[tuple[int, int], str] | None = None
        for item in tree.iterfind("tableParts/tablePart"):
            link = package.links.get(part, {}).get(linked(item))
            if link is None or link.target not in package.trees:
                continue  # told as a relationship
            table = package.trees[link.target]
            name, number, area = table.get("displayName", ""), table.get("id", ""), read_area(table.get("ref", ""))
            if not is_name(name) or name.casefold() in taken:
                yield Complaint(link.target, name, "table-name", "bad" if name.casefold() not in taken else "taken")
            if number in ids or not number.isdigit() or int(number) < 1:
                yield Complaint(link.target, name, "table-id", number)
            taken.add(name.casefold())
            ids.add(number)
            if area is None:
                yield Complaint(link.target, name, "reference-bad", table.get("ref", ""))
                continue
            areas.append((name, area))
            if heads is None:
                heads = cell_texts(package, part, texts)
            yield from _columns(link.target, table, name, area, heads)
            yield from _extent(link.target, table, name, area)
        yield from _neighbours(part, tree, areas)


def _columns(part: str, table: Any, name: str, area: Area, heads: dict[tuple[int, int], str]) -> Iterator[Complaint]:
    columns = [column.get("name", "") for column in table.iterfind("tableColumns/tableColumn")]
    numbers = [column.get("id") for column in table.iterfind("tableColumns/tableColumn")]
    wide = area.right - area.left + 1
    if len(columns) != wide:
        yield Complaint(part, name, "table-columns", f"{len(columns)} columns, {wide} wide")
    folded = [column.casefold() for column in columns]
    if len(set(folded)) < len(folded) or "" in columns or len(set(numbers)) < len(numbers):
        yield Complaint(part, name, "table-columns", "twice or empty")
    if any(length(column) > 255 for column in columns):
        yield Complaint(part, name, "table-columns", "a name > 255")
    if int(table.get("headerRowCount") or 1):
        for at, column in enumerate(columns[:wide], area.left):
            shown = heads.get((area.top, at))
            if shown is None or decoded(shown) != decoded(column):
                yield Complaint(part, name, "table-head", f"{column!r}, the cell says {shown!r}")


def _extent(part: str, table: Any, name: str, area: Area) -> Iterator[Complaint]:
    head, total = int(table.get("headerRowCount") or 1), int(table.get("totalsRowCount") or 0)
    if area.bottom - area.top + 1 < head + total + 1:
        yield Complaint(part, name, "table-small", table.get("ref", ""))
    filter_ = table.find("autoFilter")
    if filter_ is not None:
        wanted = area._replace(bottom=area.bottom - total)
        if read_area(filter_.get("ref", "")) != wanted or not head:
            yield Complaint(part, name, "table-filter", f"{filter_.get('ref')} in {table.get('ref')}")


def _neighbours(part: str, tree: Any, areas: list[tuple[str, Area]]) -> Iterator[Complaint]:
    for one, other in overlaps(areas):
        yield Complaint(part, other, "table-overlap", f"meets {one}")
    filter_ = tree.find("autoFilter")
    own = read_area(filter_.get("ref", "")) if filter_ is not None else None
    for name, area in areas:
        if own and own.meets(area):
            yield Complaint(part, name, "table-overlap", f"meets the sheet's filter {filter_.get('ref')}")
        for text, cells in merged(tree):
            if cells.meets(area):
                yield Complaint(part, name, "merge-table", text)
