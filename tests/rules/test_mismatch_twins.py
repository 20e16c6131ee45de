"""The twins of Theo dõi riêng: in a real spreadsheet a cell is coloured where, and only where, Python tells the rule."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from tests.kit.calc import Calc, Document
from tests.kit.unit_forms import enter, set_today
from xlpy.core.forms import MISMATCH_SHEET
from xlpy.core.mismatch_sheet import MISMATCH_SIDE
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import Receipt
from xlpy.core.source import Finding
from xlpy.doors.files.workbook import read_workbook
from xlpy.drawing.unit_form import draw_unit_form
from xlpy.drawing.unit_form.mismatches import _places
from xlpy.rules.judge import Background, judge
from xlpy.rules.rule import RULES

pytestmark = pytest.mark.slow

DAY = date(2023, 6, 8)
FIRST = MISMATCH_SIDE.first_row + 1
TWINS = [(rule.code, twin) for rule in RULES.values() if rule.code.startswith("TR") for twin in rule.twins]
FOUND = date(2023, 6, 1)
LINES: tuple[tuple[Any, ...], ...] = (
    ("khai sinh", "01/2005", "12", "45", "ngày sinh", FOUND, None, None, None, None),
    ("kết hôn", "Quyển số 2", "7A", "13/2010", "họ tên", FOUND, FOUND, FOUND, FOUND, FOUND),
    ("khai tử", "ĐKKT 3", "tờ 9", "101", "khác", FOUND, date(2023, 6, 2), None, None, date(2023, 6, 8)),
    ("con nuôi", 5, 3, 7, "cha mẹ", FOUND, None, None, None, None),
    ("khai sinh", "Nguyễn Văn An", "1", "1", None, FOUND, None, None, None, None),
    ("khai sinh", "1", "Lan", "Trần Thị Bình 1990", None, FOUND, None, None, None, None),
    ("khai sinh", "1", "quyển", "NGUYỄN VĂN AN", None, FOUND, None, None, None, None),
    ("khai sinh", "079123456789", "285123456", "0912 345 678", None, FOUND, None, None, None, None),
    ("khai sinh", 79123456789, 12345678, 1234567, None, FOUND, None, None, None, None),
    ("khai sinh", "1234/2005", "12345/2005", "12-34-5678", None, FOUND, None, None, None, None),
    ("khai sinh", "079.123.456.789", "1 2 3 4 5 6 7", "Số 1 (2005), tập 3, tờ 4", None, FOUND, None, None, None, None),
    (None, None, None, None, None, FOUND, None, None, None, None),
    ("khai sinh", None, "2", "3", None, FOUND, None, None, None, None),
    ("khai sinh", "1", None, None, None, FOUND, None, None, None, None),
    ("khai sinh", "9", "2", "3", None, None, None, None, None, None),
    ("khai tử", "9", "2", "3", None, FOUND, date(2023, 5, 31), date(2023, 6, 3), date(2023, 6, 2), date(2023, 6, 3)),
    ("khai tử", "9", "2", "4", None, date(2023, 6, 9), None, None, date(2023, 7, 1), None),
    ("khai tử", "9", "2", "4", None, FOUND, None, None, None, None),
    ("khai tử", "10", "2", "4", None, FOUND, None, None, None, None),
)
STATES = {
    6: "– 7 ngày · Mới phát hiện",
    7: "● Xong",
    10: "× Sổ, trang, số: chỉ ghi số",
    17: "▲ Ghi đủ loại sổ, sổ, trang, số",
    20: "▲ chưa ghi ngày phát hiện · Mới phát hiện",
    21: "● Xong",
}


class Typed:
    """The form with all lines typed: the cells that each twin colours, and what Python says of the file."""

    def __init__(self, form: Document, plan: Plan, folder: Path) -> None:
        for row, line in enumerate(LINES, FIRST):
            for column, value in zip("ABCDEFGHIJ", line, strict=True):
                if value is not None:
                    form.type(MISMATCH_SHEET, f"{column}{row}", value, literal=isinstance(value, str))
        enter(form, 31, (10, 4, 2, 0))
        set_today(form, DAY)
        form.unprotect(MISMATCH_SHEET)
        keys = _places(FIRST - 1)["apart_keys"]
        self.coloured: dict[str, set[str]] = {}
        for code, twin in TWINS:
            for row in range(FIRST, FIRST + len(LINES)):
                form.set_formula(MISMATCH_SHEET, "Z1", f"={twin.formula({**_places(row - 1), 'apart_keys': keys})}")
                if form.cell(MISMATCH_SHEET, "Z1") == 1:
                    self.coloured.setdefault(code, set()).add(_places(row - 1)[twin.at].replace("$", ""))
        self.states = {row: str(form.cell(MISMATCH_SHEET, f"K{row}")) for row in STATES}
        self.count = str(form.cell(MISMATCH_SHEET, "A4"))
        form.type(MISMATCH_SHEET, "Z1", None)
        form.save_as(folder / "a.xlsx")
        snapshot = read_workbook((folder / "a.xlsx").read_bytes(), "a.xlsx")
        receipt = Receipt("a.xlsx", snapshot.sha256, datetime.combine(DAY, time(13), plan.timezone))
        self.findings: tuple[Finding, ...] = judge(plan, DAY, receipt, snapshot, Background()).findings
        self.kinds = {
            cell: form.validation(MISMATCH_SHEET, cell).type for cell in ("A6", "B6", "D900", "E6", "F6", "K6")
        }

    def told(self, code: str) -> set[str]:
        return {finding.source.cell for finding in self.findings if finding.code == code}


@pytest.fixture(scope="module")
def typed(plan: Plan, tmp_path_factory: pytest.TempPathFactory, needs_office: None) -> Iterator[Typed]:
    folder = tmp_path_factory.mktemp("rieng")
    issued = folder / "issued.xlsx"
    issued.write_bytes(draw_unit_form(plan, plan.senders.by_code["696"]))
    with Calc(folder, "vi-VN") as calc, closing(calc.open(issued)) as form:
        yield Typed(form, plan, folder)


@pytest.mark.parametrize("code", ["TR01", "TR02", "TR05", "TR07", "TR08"])
def test_sheet_and_python_say_the_same_of_every_cell(code: str, typed: Typed) -> None:
    coloured = typed.coloured[code]
    if code == "TR08":  # of a line that is not taken, Python says only why
        coloured = {cell for cell in coloured if int(cell[1:]) == 20}
    assert coloured == typed.told(code) and coloured


def test_a_line_that_lacks_something_is_told_once_and_coloured_wherever_it_does(typed: Typed) -> None:
    rows = {cell[1:] for cell in typed.coloured["TR03"]}
    assert {cell[1:] for cell in typed.told("TR03")} == rows == {"17", "18", "19"}
    assert typed.told("TR03") <= typed.coloured["TR03"]


def test_both_lines_of_a_case_are_coloured_and_the_lower_is_told(typed: Typed) -> None:
    assert (typed.coloured["TR04"], typed.told("TR04")) == ({"D22", "D23"}, {"D23"})


def test_every_twin_is_tried() -> None:
    assert {code for code, _ in TWINS} == {"TR01", "TR02", "TR03", "TR04", "TR05", "TR07", "TR08"}


def test_the_sheet_tells_how_each_line_stands(typed: Typed) -> None:
    assert typed.states == STATES
    assert typed.count.startswith("Chưa xong ") and typed.count.endswith("Đã xong 3.")


def test_wrong_entries_are_stopped_while_they_are_typed(typed: Typed) -> None:
    assert typed.kinds == {"A6": "LIST", "B6": "CUSTOM", "D900": "CUSTOM", "E6": "LIST", "F6": "DATE", "K6": "ANY"}
