"""Names: of sheets, of areas and formulas, and what is printed."""

import re
from collections.abc import Iterator
from typing import Any

from tests.excel.areas import COLUMNS, ROWS, Area, read_area, read_cell
from tests.excel.cells import length
from tests.excel.complaint import Complaint
from tests.excel.package import Package

_SHEET = re.compile(r"[^:\\/?*\[\]\x00-\x1f]{1,31}")
_NAME = re.compile(r"(?!\\\w$)[^\W\d][\w.\\?]*|\\[\w.\\?]{2,}")
_R1C1 = re.compile(r"R\d*(C\d*)?|C\d*", re.IGNORECASE)
_PART = re.compile(r"(?:'((?:[^']|'')+)'|([^'!,()]+))!([^,()!']+)")
BUILT_IN = "_xlnm."


def is_name(text: str) -> bool:
    """Whether a name or a table may be called so."""
    return bool(
        length(text) <= 255
        and _NAME.fullmatch(text)
        and not _R1C1.fullmatch(text)
        and read_cell(text.upper()) is None
        and text.upper() not in ("TRUE", "FALSE")
    )


def defined(package: Package) -> list[Any]:
    """The workbook's defined names."""
    tree = package.trees.get(package.book)
    return [] if tree is None else tree.findall("definedNames/definedName")


def names(package: Package) -> Iterator[Complaint]:
    """The workbook's sheets and its defined names."""
    tree = package.trees.get(package.book)
    if tree is None:
        return
    sheets = tree.findall("sheets/sheet")
    yield from _sheets(package.book, tree, sheets)
    seen: set[tuple[str, str | None]] = set()
    for item in defined(package):
        name, scope, text = item.get("name", ""), item.get("localSheetId"), item.text or ""
        if (name.casefold(), scope) in seen:
            yield Complaint(package.book, name, "name-twice", f"sheet {scope}")
        seen.add((name.casefold(), scope))
        if not is_name(name):
            yield Complaint(package.book, name, "name-bad", repr(name))
        if not text.strip():
            yield Complaint(package.book, name, "name-formula", "empty")
        if scope is not None and not (scope.isdigit() and int(scope) < len(sheets)):
            yield Complaint(package.book, name, "name-scope", scope)
        elif name.startswith(BUILT_IN) and scope is not None:
            yield from _printed(package.book, name, text, sheets[int(scope)].get("name", ""))


def _sheets(book: str, tree: Any, sheets: list[Any]) -> Iterator[Complaint]:
    titles, ids = set(), set()
    for sheet in sheets:
        title, number = sheet.get("name", ""), sheet.get("sheetId", "")
        if not _SHEET.fullmatch(title) or length(title) > 31 or "'" in (title[:1], title[-1:]):
            yield Complaint(book, title, "sheet-name", repr(title))
        if title.casefold() in titles:
            yield Complaint(book, title, "sheet-name-twice", repr(title))
        if number in ids or not number.isdigit() or not 1 <= int(number) <= 65_534:
            yield Complaint(book, title, "sheet-id", number)
        titles.add(title.casefold())
        ids.add(number)
    shown = [place for place, sheet in enumerate(sheets) if sheet.get("state", "visible") == "visible"]
    view = tree.find("bookViews/workbookView")
    active = int(view.get("activeTab") or 0) if view is not None else None
    if not shown:
        yield Complaint(book, "sheets", "sheet-none-visible", "none")
    elif active is not None and active not in shown and (active or 0 not in shown) and active >= len(sheets):
        yield Complaint(book, "workbookView", "sheet-none-visible", f"activeTab {active} of {len(sheets)}")


def areas_of(text: str) -> list[tuple[str, Area | None]] | None:
    """(sheet, area) of each part of "'A'!$A$1:$B$2,'A'!$D:$D"; None where there is more in it than areas."""
    found, at = [], 0
    for part in _PART.finditer(text):
        if part.start() != at:
            return None
        sheet = (part[1] or "").replace("''", "'") or part[2]
        found.append((sheet, read_area(part[3])))
        at = part.end() + 1
    return found if found and at == len(text) + 1 else None


def _printed(book: str, name: str, text: str, sheet: str) -> Iterator[Complaint]:
    """An area whose cells were deleted is #REF!, as Excel itself saves it; one that is computed is left alone."""
    word = name.removeprefix(BUILT_IN)
    code = {"Print_Area": "print-area", "Print_Titles": "print-titles"}.get(word)
    if code is None or "#REF!" in text or "(" in text:
        return
    found = areas_of(text)
    if found is None or any(title.casefold() != sheet.casefold() or area is None for title, area in found):
        yield Complaint(book, f"{sheet}: {name}", code, text)
    elif code == "print-titles":
        areas = [area for _, area in found if area]
        rows = [area for area in areas if (area.left, area.right) == (1, COLUMNS)]
        columns = [area for area in areas if (area.top, area.bottom) == (1, ROWS)]
        if len(rows) + len(columns) != len(areas) or len(rows) > 1 or len(columns) > 1:
            yield Complaint(book, f"{sheet}: {name}", code, text)
