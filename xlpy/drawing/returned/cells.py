"""The cells of a worksheet's part: found, made where they are blank, and given another format."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from xlpy.core.grid import Area, Position, cell_name, column_of, range_name
from xlpy.drawing.returned.package import CannotReturn, Element, Package, main, whole
from xlpy.drawing.returned.styles import Fill, Styles

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_CELLS = 2_000
"""Of one range. A mark on more tells nobody where to look, and every cell of it would be written out."""

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?")
_LENGTH = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,20})?")
_TRUE = ("1", "true")
_DEFAULT_COLUMN, _DEFAULT_ROW = 64, 20


def area_of(reference: str) -> Area | None:
    """The cells of an A1 reference, or None where it is none on a sheet."""
    match = _AREA.fullmatch(reference.strip().upper())
    if match is None:
        return None
    first = int(match[2]) - 1, column_of(match[1])
    last = (int(match[4]) - 1, column_of(match[3])) if match[3] else first
    area = Area(min(first[0], last[0]), min(first[1], last[1]), max(first[0], last[0]), max(first[1], last[1]))
    return area if area.bottom < LAST_ROW and area.right < LAST_COLUMN else None


def cells_of(area: Area) -> Iterator[Position]:
    """Row by row, at most `MOST_CELLS`."""
    width = area.right - area.left + 1
    for number in range(min(MOST_CELLS, width * (area.bottom - area.top + 1))):
        yield area.top + number // width, area.left + number % width


class _Row(NamedTuple):
    element: Element
    cells: dict[int, Element]


class Cells:
    """A worksheet's cells. Raises CannotReturn where the part is not what a spreadsheet program writes."""

    def __init__(self, package: Package, part: str, styles: Styles) -> None:
        self._package = package
        self._part = part
        self._styles = styles
        self.root = package.tree(part)
        self._data = self.root.find(main("sheetData"))
        if self.root.tag != main("worksheet") or self._data is None:
            raise CannotReturn(f"{part} không phải trang tính")
        self._rows: dict[int, _Row] = {}
        number = -1
        for row in self._data.iterfind(main("row")):
            number = whole(row.get("r"), number + 2) - 1
            self._rows[number] = _Row(row, {})
        self._merged = [area for item in self.root.iter(main("mergeCell")) if (area := area_of(item.get("ref", "")))]

    def first(self, position: Position) -> Position:
        """The cell that shows a position: the first of its merged area, or itself."""
        area = next((area for area in self._merged if area.covers(position)), None)
        return (area.top, area.left) if area else position

    def paint(self, position: Position, fill: Fill) -> Fill:
        """Another fill for a cell; returns the one it had."""
        style = self._style(position)
        cell = self._made(position)
        cell.set("s", str(self._styles.filled(style, fill)))
        return self._styles.fill(style)

    def shade(self, position: Position) -> str | None:
        """The colour of a cell that is there and filled with one."""
        if position[0] not in self._rows or position[1] not in self._row(position[0]).cells:
            return None
        return self._styles.shade(self._style(position))

    def width(self, column: int) -> int:
        """Pixels, about."""
        item = self._column(column)
        if item is not None and item.get("hidden") in _TRUE:
            return 0
        written = item.get("width") if item is not None else self._default("defaultColWidth")
        return int(_length(written) * 7 + 5) if written else _DEFAULT_COLUMN

    def height(self, row: int) -> int:
        """Pixels, about."""
        element = self._rows[row].element if row in self._rows else None
        if element is not None and element.get("hidden") in _TRUE:
            return 0
        written = (element.get("ht") if element is not None else None) or self._default("defaultRowHeight")
        return int(_length(written) * 4 / 3) if written else _DEFAULT_ROW

    def _style(self, position: Position) -> int:
        """The format by which a cell is shown: its own, or its row's, or its column's."""
        row = self._row(position[0]) if position[0] in self._rows else None
        if row is not None and position[1] in row.cells:
            return whole(row.cells[position[1]].get("s"))
        if row is not None and row.element.get("customFormat") in _TRUE:
            return whole(row.element.get("s"))
        column = self._column(position[1])
        return whole(column.get("style")) if column is not None else 0

    def _column(self, column: int) -> Element | None:
        for item in self.root.iterfind(f"{main('cols')}/{main('col')}"):
            if whole(item.get("min")) <= column + 1 <= whole(item.get("max")):
                return item
        return None

    def _default(self, name: str) -> str | None:
        found = self.root.find(main("sheetFormatPr"))
        return found.get(name) if found is not None else None

    def _row(self, number: int) -> _Row:
        """A row that is there, its cells looked up."""
        row = self._rows[number]
        column = -1
        if not row.cells:
            for cell in row.element.iterfind(main("c")):
                area = area_of(cell.get("r", ""))
                column = area.left if area else column + 1
                row.cells[column] = cell
        return row

    def _made(self, position: Position) -> Element:
        """A cell, with its row, put where the order wants it if it is not there yet."""
        number, column = position
        self._package.tree(self._part, change=True)
        if number not in self._rows:
            row = etree.Element(main("row"), {"r": str(number + 1)})
            if (self._default("zeroHeight") or "") in _TRUE:
                row.set("hidden", "1")
            later = min((other for other in self._rows if other > number), default=None)
            _insert(self._data, row, self._rows[later].element if later is not None else None, str((later or 0) + 1))
            self._rows[number] = _Row(row, {})
        element, cells = self._row(number)
        if column not in cells:
            cell = etree.Element(main("c"), {"r": cell_name(*position)})
            after = min((other for other in cells if other > column), default=None)
            _insert(element, cell, cells[after] if after is not None else None, cell_name(number, after or 0))
            cells[column] = cell
            element.attrib.pop("spans", None)  # a hint, which may no longer be true
            self._widen(position)
        return cells[column]

    def _widen(self, position: Position) -> None:
        """The extent that the sheet states, so that it is true of the new cell too."""
        stated = self.root.find(main("dimension"))
        area = area_of(stated.get("ref", "")) if stated is not None else None
        if area is not None and not area.covers(position):
            row, column = position
            first = min(area.top, row), min(area.left, column)
            stated.set("ref", range_name(first, (max(area.bottom, row), max(area.right, column))))


def _insert(parent: Element, child: Element, before: Element | None, reference: str) -> None:
    """Put a child before another, which is told its place if it only had it from the one before, or at the end."""
    if before is None:
        last = [item for item in parent if item.tag == child.tag]
        parent.insert(parent.index(last[-1]) + 1 if last else 0, child)
    else:
        if before.get("r") is None:
            before.set("r", reference)
        before.addprevious(child)


def _length(written: str) -> float:
    if not _LENGTH.fullmatch(written):
        raise CannotReturn(f"tệp ghi “{written[:20]}” ở chỗ phải là một số")
    return float(written)
