"""Rows and cells: in order, within the grid, and each value of its type."""

import re
from collections.abc import Iterator
from typing import Any

from tests.excel.areas import COLUMNS, ROWS, read_cell
from tests.excel.complaint import Complaint
from tests.excel.package import Package

LONGEST_TEXT = 32_767
HIGHEST, WIDEST = 409.5, 255.0
ERRORS = {
    *("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"),
    *("#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#EXTERNAL!", "#BUSY!", "#PYTHON!"),
}
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?\s*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+Z?)?|[\d:.]+")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
FORMS = {"n": _NUMBER, "b": re.compile("0|1|true|false"), "s": re.compile(r"\d+"), "d": _DAY}


def length(text: str) -> int:
    """As Excel counts: in units of UTF-16, an escaped character being one."""
    return len(decoded(text).encode("utf-16-le", "surrogatepass")) // 2


def decoded(text: str) -> str:
    """A text with its _x000A_ and such as characters."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def said_by(item: Any) -> str:
    """What an <si>, <is> or <text> shows: its runs, not the readings of Asian letters."""
    return "".join(text.text or "" for text in item.iter("t") if text.getparent().tag != "rPh")


def shared_texts(package: Package) -> list[str]:
    """The workbook's shared strings."""
    return [said_by(item) for part in package.of("sharedStrings") for item in package.trees[part].iterfind("si")]


def cell_texts(package: Package, part: str, texts: list[str]) -> dict[tuple[int, int], str]:
    """What a sheet's cells of text hold, by row and column."""
    found = {}
    for cell in package.trees[part].iterfind("sheetData/row/c"):
        place = read_cell(cell.get("r", ""))
        kind, value = cell.get("t", "n"), cell.findtext("v", "")
        if place and kind == "s" and value.isdigit() and int(value) < len(texts):
            found[place] = texts[int(value)]
        elif place and kind == "str":
            found[place] = value
        elif place and kind == "inlineStr" and cell.find("is") is not None:
            found[place] = said_by(cell.find("is"))
    return found


def cells(package: Package) -> Iterator[Complaint]:
    """All sheets, and the strings that they share."""
    texts = shared_texts(package)
    for part in package.of("sharedStrings"):
        for place, text in enumerate(texts):
            if length(text) > LONGEST_TEXT:
                yield Complaint(part, str(place), "cell-text-long", f"{length(text)} characters")
    formats = sum(len(package.trees[part].findall("cellXfs/xf")) for part in package.of("styles"))
    for _, part in package.sheets():
        tree = package.trees[part]
        for row in tree.iterfind("sheetData/row"):
            yield from _looks(part, row, "s", formats, row.get("r", ""))
            if not 0 <= float(row.get("ht") or 0) <= HIGHEST:
                yield Complaint(part, row.get("r", ""), "row-height", row.get("ht", ""))
        yield from _columns(part, tree, formats)
        yield from _grid(part, tree, len(texts), formats)


def _columns(part: str, tree: Any, formats: int) -> Iterator[Complaint]:
    last = 0
    for column in tree.iterfind("cols/col"):
        first, end = int(column.get("min", 0)), int(column.get("max", 0))
        if not last < first <= end <= COLUMNS:
            yield Complaint(part, f"col {first}:{end}", "columns-overlap", f"after column {last}")
        if not 0 <= float(column.get("width") or 0) <= WIDEST:
            yield Complaint(part, f"col {first}:{end}", "row-height", column.get("width", ""))
        yield from _looks(part, column, "style", formats, f"col {first}:{end}")
        last = max(last, end)


def _looks(part: str, element: Any, attribute: str, formats: int, place: str) -> Iterator[Complaint]:
    if int(element.get(attribute) or 0) >= max(formats, 1):
        yield Complaint(part, place, "cell-style", f"format {element.get(attribute)} of {formats}")


def _grid(part: str, tree: Any, texts: int, formats: int) -> Iterator[Complaint]:
    above = 0
    for row in tree.iterfind("sheetData/row"):
        number = int(row.get("r") or above + 1)
        if number <= above:
            yield Complaint(part, f"row {number}", "row-order", f"after row {above}")
        if not 1 <= number <= ROWS:
            yield Complaint(part, f"row {number}", "cell-outside", "below the last row")
        above, left = max(above, number), 0
        for cell in row.iterfind("c"):
            name = cell.get("r")
            place = read_cell(name) if name else (number, left + 1)
            if place is None or place[0] != number or place[1] > COLUMNS:
                yield Complaint(part, str(name), "cell-outside", f"in row {number}")
                continue
            if place[1] <= left:
                yield Complaint(part, str(name), "cell-order", f"after column {left}")
            left = max(left, place[1])
            yield from _looks(part, cell, "s", formats, str(name))
            yield from _value(part, cell, str(name), texts)


def _value(part: str, cell: Any, place: str, texts: int) -> Iterator[Complaint]:
    kind, value = cell.get("t", "n"), cell.findtext("v")
    if kind not in (*FORMS, "e", "str", "inlineStr"):
        yield Complaint(part, place, "cell-type", kind)
    elif kind == "inlineStr":
        inside = cell.find("is")
        if inside is not None and length(said_by(inside)) > LONGEST_TEXT:
            yield Complaint(part, place, "cell-text-long", f"{length(said_by(inside))} characters")
    elif kind == "str":
        if value and length(value) > LONGEST_TEXT:
            yield Complaint(part, place, "cell-text-long", f"{length(value)} characters")
    elif not value:
        # A formula that nobody computed has no value, or an empty one.
        if kind == "s" and value is not None:
            yield Complaint(part, place, "string-index", "none")
    elif (kind == "e" and value not in ERRORS) or (kind in FORMS and not FORMS[kind].fullmatch(value)):
        yield Complaint(part, place, "cell-value", f"{value!r} as {kind}")
    elif kind == "s" and int(value) >= texts:
        yield Complaint(part, place, "string-index", f"{value} of {texts}")
