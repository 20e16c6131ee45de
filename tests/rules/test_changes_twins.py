"""The twins of the sheet Thay đổi đơn vị, and what it says of a line: the same in a spreadsheet and in Python."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.kit.calc import Calc, Document
from xlpy.core.office_book import CHANGES_SHEET, VIEW_SHEETS
from xlpy.core.plan.changes import CHANGES_SIDE, SHARES, Change
from xlpy.core.plan.dated import reckon
from xlpy.core.plan.plan import Plan
from xlpy.core.plan.tree import Lack
from xlpy.doors.disk.plan_file import read_plan_book
from xlpy.doors.files.workbook import read_workbook
from xlpy.drawing.office_book.changes import SPARE, Places
from xlpy.rules.rule import RULES
from xlpy.rules.tasks import check_aside
from xlpy.shipped import shipped

pytestmark = pytest.mark.slow

FIRST, LAST = 5, 5 + SPARE - 1
ROWS = range(FIRST, FIRST + 10)
TWINS = [(code, twin) for code in ("DV01", "DV02") for twin in RULES[code].twins]
COLUMNS = [column.name for column in CHANGES_SIDE.columns]

Typed = dict[str, "str | float | date | None"]


def line(row: int, day: int | None, old: str, new: str, name: str = "", **shares: float | None) -> Typed:
    cells: Typed = {f"B{row}": old, f"C{row}": new, f"D{row}": name}
    cells[f"A{row}"] = None if day is None else date(2023, 6, day)
    for column, value in shares.items():
        cells[f"{'ABCDEFGHIJKLMNOPQR'[COLUMNS.index(column)]}{row}"] = value
    return {cell: value for cell, value in cells.items() if value not in (None, "")}


def split(row: int, new: str, *shares: float, **other: float | None) -> Typed:
    told = dict(zip((*(column for column in SHARES if column[:5] != "books"), "machines"), shares, strict=True))
    return line(row, 1, "696", new, f"Huyện {new}", **{**told, **other})


EAST = (100_000, 20_000, 8_000, 20, 1_000, 300, 95, 1, 10)
WEST = (15_614, 7_011, 614, 5, 245, 10, 0, 0, 6)

SCENES: dict[str, Typed] = {
    "nothing typed": {},
    "as it should be": split(6, "6961", *EAST)
    | split(7, "6962", *WEST)
    | line(8, 1, "689", "690")
    | line(9, 5, "691", "700", "Huyện Mới")
    | line(10, 5, "698", "700")
    | line(11, 9, "690", "690", "Thị xã Bình Long Mới"),
    "cells that lack": split(6, "6961", *EAST, cases_birth=None, books_birth=700)
    | split(7, "6962", *WEST, machines=None)
    | line(9, 5, "691", "700")
    | line(10, None, "698", "690")
    | line(11, 9, "", "690"),
    "sums that do not": split(6, "6961", *EAST, cases_death=8_001)
    | split(7, "6962", *WEST, entered_adoption=6, cases_birth=15_613),
    "a machine too few": split(6, "6961", *EAST) | split(7, "6962", *WEST, machines=5),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, needs_office: None) -> Iterator[Document]:
    with Calc(tmp_path_factory.mktemp("doi")) as calc, closing(calc.open(shipped("workbook/Hotich.xlsm"))) as document:
        document.unprotect(CHANGES_SHEET)
        yield document


def letters(place: int) -> str:
    first, second = divmod(place, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)


def must_say(plan: Plan, change: Change | None, lacks: Mapping[int, list[Lack]]) -> str:
    """What the sheet must say of a line, by what cannot be carried out of it."""
    if change is None:
        return ""
    blank = [lack for lack in lacks.get(change.row, ()) if not lack.wrong]
    count = len(blank) + (change.day is None) + (0 if change.day else (not change.old) + (not change.new))
    if count:
        return f"▲ Còn thiếu {count} ô"
    together = [one.row for one in plan.aside.changes if (one.day, one.old) == (change.day, change.old)]
    wrong = [
        lack
        for row in together
        for lack in lacks.get(row, ())
        if lack.wrong and lack.column in (*SHARES, "machines") and (row == change.row or lack.column[:7] != "entered")
    ]
    return "▲ Số chia chưa khớp" if wrong else "● Đủ, khớp Phụ lục"


def test_every_twin_of_the_sheet_is_tried() -> None:
    assert {twin for _, twin in TWINS} == {
        twin for code, rule in RULES.items() if code[:2] == "DV" for twin in rule.twins
    }


@pytest.mark.parametrize("scene", SCENES)
def test_sheet_and_python_say_the_same_of_every_line(scene: str, book: Document, tmp_path: Path, plan: Plan) -> None:
    typed, places = SCENES[scene], Places(plan, FIRST, LAST)
    try:
        for cell, value in typed.items():
            book.type(CHANGES_SHEET, cell, value, literal=isinstance(value, str))
        for place, (_, twin) in enumerate(TWINS):
            for row in ROWS:
                formula = twin.formula(places.of_line(row))
                book.set_formula(CHANGES_SHEET, f"{letters(41 + place)}{row + 1}", f"=IFERROR({formula},FALSE)")
        book.save_as(tmp_path / "a.xlsx")
        read = read_plan_book(read_workbook((tmp_path / "a.xlsx").read_bytes(), "a.xlsx", VIEW_SHEETS)).plan
        assert read.aside.unread == ()
        lacks: dict[int, list[Lack]] = {}
        for step in reckon(read).steps:
            for lack in step.lacks:
                lacks.setdefault(lack.change.row, []).append(lack)
        for place, (code, twin) in enumerate(TWINS):
            told = book.block(CHANGES_SHEET, f"{letters(41 + place)}6:{letters(41 + place)}{ROWS[-1] + 1}")
            coloured = {row + 1 for row, (value,) in zip(ROWS, told, strict=True) if value == 1}
            column = twin.at.removeprefix("change_")
            expected = {
                row
                for row, many in lacks.items()
                for lack in many
                if lack.column == column and lack.wrong == (code == "DV02")
            }
            if column == "day":
                expected = {change.row for change in read.aside.changes if change.day is None}
            if code == "DV02" and not column.startswith("entered_"):  # all parts are coloured, the last is told
                assert bool(coloured) == bool(expected), twin
            else:
                assert coloured == expected, (code, twin.at)
        by_row = {change.row: change for change in read.aside.changes}
        words = [value for (value,) in book.block(CHANGES_SHEET, f"S6:S{ROWS[-1] + 1}")]
        assert words == [must_say(read, by_row.get(row + 1), lacks) for row in ROWS]
        found = {finding.code for finding in check_aside(read) if finding.code[:2] == "DV"}
        assert found == {"cells that lack": {"DV01"}, "sums that do not": {"DV02"}, "a machine too few": {"DV02"}}.get(
            scene, set()
        )
    finally:
        for cell in typed:
            book.type(CHANGES_SHEET, cell, None)


def test_wrong_entries_are_stopped_while_they_are_typed(book: Document) -> None:
    kinds = {cell: book.validation(CHANGES_SHEET, cell).type for cell in ("A6", "B6", "C6", "E6", "Q45", "R6")}
    assert kinds == {"A6": "DATE", "B6": "CUSTOM", "C6": "ANY", "E6": "WHOLE", "Q45": "WHOLE", "R6": "ANY"}
