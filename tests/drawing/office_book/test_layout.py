"""Every sheet of the office's workbook fits its usual screen: 1366×768 with the ribbon open leaves 1300×500 pixels."""

import json
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from itertools import combinations
from typing import Any, NamedTuple
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from xlpy.core.office_book import BOARD_ROW, CONTROL_SHEET, FINDINGS_SHEET, TYPING
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.office_book.buttons import GROUPS
from xlpy.drawing.office_book.macros import MACROS
from xlpy.drawing.office_book.whole import draw_office_book

WIDE, HIGH = 1300, 500
SIZES = (6, 11, pytest.param(120, marks=pytest.mark.slow))
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_EMU = 9525


def plan_of(units: int) -> dict[str, Any]:
    """The province's plan with as many districts."""
    data: dict[str, Any] = json.loads(default_text())
    known = data["units"]["children"]
    more = [
        {**known[place % len(known)], "code": f"{2000 + place}", "name": f"Huyện Mới {place}", "children": []}
        for place in range(len(known), units)
    ]
    data["units"]["children"] = [*known, *more][:units]
    codes = [unit["code"] for unit in data["units"]["children"]]
    for level in data["levels"]:
        targets = level["targets"]
        level["targets"] = [{**targets[place % len(targets)], "code": code} for place, code in enumerate(codes)]
        for target in level["targets"]:
            target.pop("name", None)
    data.get("stated", {}).pop("extra_machines", None)
    data.get("mail", {}).pop("units", None)
    return data


@lru_cache
def drawn(units: int) -> bytes:
    return draw_office_book(plan_of(units))


@lru_cache
def book(units: int) -> Any:
    return load_workbook(BytesIO(drawn(units)))


def column_pixels(sheet: Any) -> list[int]:
    """Of each column that holds something, 0 where it is hidden; the Normal font's digit is 7 pixels wide."""
    widths = {}
    for dimension in sheet.column_dimensions.values():
        for column in range(dimension.min, dimension.max + 1):
            width = 0 if dimension.hidden else int((256 * dimension.width + 128 // 7) / 256 * 7)
            widths[column] = width
    return [widths.get(column, 64) for column in range(1, sheet.max_column + 1)]


def row_pixels(sheet: Any, row: int) -> int:
    height = sheet.row_dimensions[row].height
    return round((15 if height is None else height) * 4 / 3)


@pytest.mark.parametrize("units", SIZES)
def test_no_sheet_is_wider_than_the_screen(units: int) -> None:
    tried = 0
    for sheet in book(units).worksheets:
        if sheet.sheet_state == "visible":
            tried += 1
            assert sum(column_pixels(sheet)) <= WIDE + 2, sheet.title
    assert tried == 17


def test_all_eleven_units_and_their_sum_are_on_one_screen() -> None:
    sheet = book(11)[CONTROL_SHEET]
    total = BOARD_ROW + 11 + 1
    assert sheet.cell(total, 2).value == "TỔNG"
    assert sum(row_pixels(sheet, row) for row in range(1, total + 1)) <= HIGH - 20


@pytest.mark.parametrize("units", SIZES)
def test_the_head_of_the_board_stays_while_one_scrolls_and_leaves_room_for_units(units: int) -> None:
    sheet = book(units)[CONTROL_SHEET]
    assert sheet.freeze_panes == f"A{BOARD_ROW + 1}"  # rows only: what floats over a frozen column would overlap
    head = sum(row_pixels(sheet, row) for row in range(1, BOARD_ROW + 1))
    assert (HIGH - head) // 22 >= 11
    assert [sheet.cell(BOARD_ROW + 1 + place, 3).value for place in range(units)] == [
        unit["name"] for unit in plan_of(units)["units"]["children"]
    ]
    assert sheet.cell(BOARD_ROW + 1 + units, 2).value == "TỔNG"
    for row in range(BOARD_ROW + 1, BOARD_ROW + 1 + units):
        typed = [sheet.cell(row, column + 1) for column in range(TYPING.column, TYPING.note_column + 1)]
        assert not any(cell.protection.locked for cell in typed)


class Box(NamedTuple):
    """Where a shape lies, in pixels."""

    name: str
    left: int
    top: int
    right: int
    bottom: int

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def boxes(units: int) -> Iterator[Box]:
    sheet = book(units)[CONTROL_SHEET]
    columns = column_pixels(sheet)
    with ZipFile(BytesIO(drawn(units))) as package:
        tree = ElementTree.fromstring(package.read("xl/drawings/drawing1.xml"))

    def corner(anchor: ElementTree.Element, name: str) -> tuple[int, int]:
        found = {
            part: int(anchor.findtext(f"{_XDR}{name}/{_XDR}{part}", "0")) for part in ("col", "colOff", "row", "rowOff")
        }
        left = sum(columns[: found["col"]]) + found["colOff"] // _EMU
        top = sum(row_pixels(sheet, row) for row in range(1, found["row"] + 1)) + found["rowOff"] // _EMU
        return left, top

    for anchor in tree.iter(f"{_XDR}twoCellAnchor"):
        named = anchor.find(f"{_XDR}sp/{_XDR}nvSpPr/{_XDR}cNvPr")
        assert named is not None
        yield Box(named.get("descr", ""), *corner(anchor, "from"), *corner(anchor, "to"))


@pytest.mark.parametrize("units", SIZES)
def test_no_button_is_cut_or_covers_another_or_leaves_the_frozen_rows(units: int) -> None:
    found = list(boxes(units))
    on_it = {MACROS[macro] for _, macros in GROUPS for macro in macros}
    assert on_it < {box.name for box in found}
    head = sum(row_pixels(book(units)[CONTROL_SHEET], row) for row in range(1, BOARD_ROW + 1))
    for box in found:
        assert box.right <= WIDE and box.bottom <= head, box
    for one, other in combinations(found, 2):
        assert not one.meets(other), (one, other)


def test_what_is_typed_is_marked_and_prints_white() -> None:
    sheets = book(11)
    for appendix in ("Phụ lục 02", "Phụ lục 03", "Phụ lục 04"):
        sheet = sheets[appendix]
        assert sheet["C8"].fill.fgColor.rgb == "FFFFF7CC"
        assert not sheet["C8"].protection.locked
        assert sheet["K8"].protection.locked
        assert sheet["K8"].fill.fill_type is None
        assert sheet["C8"].number_format.startswith("#,##0_)")  # the figure keeps off the line
    for name in ("Phụ lục 02", "Phụ lục 03", "Phụ lục 04", CONTROL_SHEET, FINDINGS_SHEET, "Thiết lập"):
        assert sheets[name].page_setup.blackAndWhite, name
        assert (sheets[name].page_setup.paperSize, sheets[name].page_setup.orientation) == (9, "landscape")


def test_thiet_lap_prints_only_what_is_filled() -> None:
    sheet = book(11)["Thiết lập"]
    last = int(sheet.print_area.rpartition("$")[2])
    assert sheet.cell(last, 1).value and sheet.cell(last, 2).value
    assert not any(
        sheet.cell(row, column).value for row in range(last + 1, sheet.max_row + 1) for column in range(1, 8)
    )
    assert sheet.max_row > last + 10  # the spare lines
