"""What is wrong in many cells of a sheet that the office keeps is one line, with its count and its cells in order."""

import json
from datetime import date
from typing import Any

import pytest

from tests.core.plan.test_sheets import sheets_of, with_cells
from xlpy.core.grid import Snapshot, Value, cell_order
from xlpy.core.office_book import CHANGES_SHEET, MOVES_SHEET, TASKS_SHEET, TEAMS_SHEET
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.source import Finding
from xlpy.doors.disk.plan_file import default_text, read_plan_book
from xlpy.drawing.office_book.whole import draw_office_book
from xlpy.drawing.screen.documents import finding_document
from xlpy.rules.tasks import check_aside

DAY = date(2023, 5, 23)
LINES = 1_000


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return sheets_of(draw_office_book(json.loads(default_text())))


def found(snapshot: Snapshot, sheet: str, cells: dict[str, Value | None]) -> list[Finding]:
    plan = read_plan_book(with_cells(snapshot, sheet, **cells)).plan
    return list(check_aside(plan, DAY))


@pytest.mark.parametrize(
    ("sheet", "column", "first", "wrong", "wanted"),
    [
        (MOVES_SHEET, "E", 6, "ba", "Đề nghị gõ số nguyên từ 0 đến 100.000."),
        (MOVES_SHEET, "E", 6, 1_000_000_000.0, "Đề nghị gõ số nguyên từ 0 đến 100.000."),
        (MOVES_SHEET, "A", 6, "31/4/2023", "Đề nghị gõ ngày, ví dụ 22/5/2023."),
        (MOVES_SHEET, "A", 6, date(2203, 5, 22), "Đề nghị gõ ngày từ 01/01/2000 đến 31/12/2099."),
        (CHANGES_SHEET, "E", 6, 1e12, "Đề nghị gõ số nguyên từ 0 đến 1.000.000.000."),
        (TASKS_SHEET, "F", 6, "mai", "Đề nghị gõ ngày, ví dụ 22/5/2023."),
        (TEAMS_SHEET, "E", 12, -1.0, "Đề nghị gõ số nguyên từ 0 đến 100.000."),
    ],
)
def test_a_thousand_bad_cells_are_one_line(
    snapshot: Snapshot, sheet: str, column: str, first: int, wrong: Value, wanted: str
) -> None:
    cells = {f"{column}{first + n}": wrong for n in range(LINES)}
    (line,) = [finding for finding in found(snapshot, sheet, cells) if finding.code == "KH14"]
    assert (line.stands_for, line.source.sheet, line.fix) == (LINES, sheet, wanted)
    assert line.source.cell.startswith(f"{column}{first}, {column}{first + 1}, ")
    assert line.message.endswith("và 994 chỗ khác.")
    assert finding_document(line)["count"] == LINES


def test_cells_are_told_in_the_order_of_the_sheet(snapshot: Snapshot) -> None:
    (line,) = found(snapshot, MOVES_SHEET, {"E10": "mười", "E7": "bảy", "E8": "tám"})
    assert line.source.cell == "E7, E8, E10"
    assert line.message == "Ô E7: ghi “bảy”, chưa tính; ô E8: ghi “tám”, chưa tính; ô E10: ghi “mười”, chưa tính."


def test_what_asks_for_something_else_is_a_line_of_its_own(snapshot: Snapshot) -> None:
    lines = found(snapshot, MOVES_SHEET, {"A6": "mai", "A7": "kia", "E6": "ba", "E7": "bốn"})
    assert [(line.source.cell, line.stands_for) for line in lines] == [("A6, A7", 2), ("E6, E7", 2)]


def with_moves(lines: list[dict[str, Any]]) -> Plan:
    return parse_plan({**json.loads(default_text()), "moves": lines})


def test_lines_that_cannot_count_are_told_each_or_as_one_where_they_are_many() -> None:
    def told(count: int) -> list[tuple[str, int]]:
        moves = [{"day": "2023-05-23", "code": "69", "what": "broken", "count": n + 1} for n in range(count)]
        return [(f.code, f.stands_for) for f in check_aside(with_moves(moves), DAY)]

    assert told(3) == [("MA01", 1)] * 3
    assert told(LINES) == [("MA01", LINES)]


def test_cells_have_an_order() -> None:
    cells = ["AA1", "E10", "", "B7", "E2, E3", "E2:F9", "cột"]
    assert sorted(cells, key=cell_order) == ["B7", "E2, E3", "E2:F9", "E10", "AA1", "", "cột"]
