"""The twins of the sheet Máy: a cell is coloured where, and only where, Python reports the rule; its figures are Python's."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.kit.calc import Calc, Document
from xlpy.core.office_book import CHANGES_SHEET, CONTROL_SHEET, MOVES_SHEET, TEAMS_SHEET, VIEW_SHEETS
from xlpy.core.plan.dated import of_day
from xlpy.core.plan.plan import Plan
from xlpy.doors.disk.plan_file import read_plan_book
from xlpy.doors.files.workbook import read_workbook
from xlpy.drawing.office_book.moves import SPARE
from xlpy.drawing.office_book.moves_places import Places
from xlpy.rules.rule import RULES
from xlpy.rules.tasks import check_aside
from xlpy.shipped import shipped

pytestmark = pytest.mark.slow

FIRST, LAST = 5, 5 + SPARE - 1
ROWS, UNITS = range(FIRST, FIRST + 12), range(FIRST, FIRST + 23)
DAYS = tuple(date(2023, 5, day) for day in (22, 23, 24, 26))
LINE_TWINS = [(code, twin) for code in ("MA01", "MA02", "MA03", "MA04", "MA06", "MA07") for twin in RULES[code].twins]
FREE = ["AK", "AL", "AM", "AN", "AO", "AP", "AQ", "AR", "AS", "AT", "AU", "AV"]
CHECKED = "AX"

Typed = dict[str, "str | float | date | None"]


def line(row: int, day: int | None, code: str | None, what: str | None, count: float | None, **more: str) -> Typed:
    cells: Typed = {f"B{row}": code, f"D{row}": what, f"E{row}": count}
    cells[f"A{row}"] = None if day is None else date(2023, 5, day)
    return {cell: value for cell, value in (cells | {f"{at}{row}": v for at, v in more.items()}).items() if value}


SCENES: dict[str, Typed] = {
    "nothing typed": {},
    "moves as they should be": line(6, 23, "696", "cho mượn", 3, F="689")
    | line(7, 24, "689", "hỏng", 1)
    | line(8, 26, "689", "sửa xong", 1)
    | line(9, 26, "696", "được trả lại", 3, F="689")
    | line(10, 22, "689", "nhận về", 16)
    | line(11, 23, "689", "đã kiểm tra an ninh", 30)
    | line(12, 23, "696", "nhận về", 2, C="cấp huyện")
    | line(14, 24, "70", "chuyển đi", 1, C="cấp tỉnh"),
    "slips": line(6, 23, "699", "nhận về", 3)
    | line(7, None, "689", "hỏng", 1)
    | line(8, 24, "689", "sửa xong", 2)
    | line(9, 24, "696", "được trả lại", 1, F="696")
    | line(10, 23, "696", "cho mượn", 17)
    | line(11, 23, "691", None, 4)
    | line(12, 23, "691", "nhận về", None)
    | line(13, 24, "690", "nhận về", 7, F="698")
    | line(14, 24, "690", "nhận về", 7, F="698")
    | line(15, 24, "697", "được trả lại", 3, F="601"),
    "loans that say with whom, and come back from nobody": line(6, 23, "696", "cho mượn", 2, F="689")
    | line(7, 24, "696", "được trả lại", 2)
    | line(8, 23, "690", "cho mượn", 1)
    | line(9, 24, "690", "được trả lại", 1, F="691")
    | line(10, 23, "691", "chuyển đi", 99, F="690"),
    "a year that is a slip": {**line(6, 23, "696", "nhận về", 2), "A6": date(2022, 5, 23)}
    | {**line(7, 23, "696", "nhận về", 2), "A7": date(2032, 5, 23)},
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, needs_office: None) -> Iterator[Document]:
    with Calc(tmp_path_factory.mktemp("may")) as calc, closing(calc.open(shipped("workbook/Hotich.xlsm"))) as document:
        document.unprotect(MOVES_SHEET)
        document.unprotect(CHANGES_SHEET)
        for place, (_, twin) in enumerate(LINE_TWINS):
            for row in ROWS:
                formula = twin.formula(_line(row))
                document.set_formula(MOVES_SHEET, f"{FREE[place]}{row + 1}", f"=IFERROR({formula},FALSE)")
        (checked,) = RULES["MA05"].twins
        for row in UNITS:
            document.set_formula(MOVES_SHEET, f"{CHECKED}{row + 1}", f"={checked.formula(_places().of_unit(row))}")
        yield document


def _places() -> Places:
    return Places(FIRST, LAST, UNITS[-1], "cấp xã")


def _line(row: int) -> dict[str, str]:
    return dict(_places().of_line(row))


def test_every_twin_of_the_sheet_is_tried() -> None:
    tried = {twin for _, twin in LINE_TWINS} | set(RULES["MA05"].twins)
    assert tried == {twin for code, rule in RULES.items() if code.startswith("MA") for twin in rule.twins}


@pytest.mark.parametrize("scene", SCENES)
def test_sheet_and_python_say_the_same_of_every_line(scene: str, book: Document, tmp_path: Path) -> None:
    typed = SCENES[scene]
    try:
        for cell, value in typed.items():
            book.type(MOVES_SHEET, cell, value, literal=isinstance(value, str))
        book.save_as(tmp_path / "a.xlsx")
        plan = read_plan_book(read_workbook((tmp_path / "a.xlsx").read_bytes(), "a.xlsx", VIEW_SHEETS)).plan
        assert plan.aside.unread == ()
        found = {(finding.code, finding.source.cell) for finding in check_aside(plan)}
        tried = 0
        for place, (code, twin) in enumerate(LINE_TWINS):
            told = book.block(MOVES_SHEET, f"{FREE[place]}{FIRST + 1}:{FREE[place]}{ROWS[-1] + 1}")
            at = _line(FIRST)[twin.at].replace("$", "").rstrip("0123456789")
            cells = {f"{at}{row + 1}" for row, (value,) in zip(ROWS, told, strict=True) if value == 1}
            expected = {cell for known, cell in found if known == code and cell.rstrip("0123456789") == at}
            if code == "MA06":  # Python tells the second of two lines, the sheet colours both
                assert bool(cells) == bool(expected)
            else:
                assert cells == expected, (code, twin)
            tried += len(cells)
        assert tried == {"nothing typed": 0, "moves as they should be": 0, "slips": 12, "a year that is a slip": 2}.get(
            scene, 4
        )
        short = any(code == "MA04" for code, _ in found)
        assert ("chỉ tính số máy có thật" in str(book.cell(MOVES_SHEET, "A3"))) == short
        for day in DAYS:
            book.type(CONTROL_SHEET, "D2", day)
            if not short:
                _same_machines(book, of_day(plan, day))
                _same_checks(book, plan, day)
    finally:
        for cell in typed:
            book.type(MOVES_SHEET, cell, None)


def _same_machines(book: Document, plan: Plan) -> None:
    used = [target.machines for level in plan.levels for target in level.targets]
    assert [value for (value,) in book.block(MOVES_SHEET, f"M6:M{UNITS[-1] + 1}")] == used
    assert str(book.cell(MOVES_SHEET, "A3")).split(": ")[1].startswith(f"đang dùng {sum(used)} máy")
    for level, rows in zip(plan.levels, ((8, 18), (8, 18), (8, 8)), strict=True):
        sheet = f"Phụ lục {level.appendix}"
        assert [value for (value,) in book.block(sheet, f"W{rows[0]}:W{rows[1]}")] == [
            t.machines for t in level.targets
        ]
        assert [value for (value,) in book.block(sheet, f"N{rows[0]}:N{rows[1]}")] == [
            plan.per_day(target) for target in level.targets
        ]
    # Tổ nhập liệu and its rules stand on the same machines.
    assert [value for (value,) in book.block(TEAMS_SHEET, "D12:D34")] == used


def _same_checks(book: Document, plan: Plan, day: date) -> None:
    told = {finding.message.split(":")[0] for finding in check_aside(plan, day) if finding.code == "MA05"}
    shown = book.block(MOVES_SHEET, f"K6:K{UNITS[-1] + 1}")
    coloured = book.block(MOVES_SHEET, f"{CHECKED}6:{CHECKED}{UNITS[-1] + 1}")
    found = {str(name) for (name,), (value,) in zip(shown, coloured, strict=True) if value == 1}
    assert found == told


def test_codes_that_come_by_a_change_are_taken_and_changed_units_are_not_reckoned(book: Document) -> None:
    typed = (
        line(6, 25, "700", "nhận về", 3)
        | line(7, 25, "696", "hỏng", 17)
        | line(8, 23, "696", "hỏng", 17)
        | line(9, 23, "689", "cho mượn", 1, F="700")
    )
    change: Typed = {"A6": date(2023, 5, 24), "B6": "689", "C6": "696"}
    change |= {"A7": date(2023, 5, 24), "B7": "690", "C7": "700", "D7": "Huyện Mới"}
    scene = ((CHANGES_SHEET, change), (MOVES_SHEET, typed))
    try:
        for sheet, cells in scene:
            for cell, value in cells.items():
                book.type(sheet, cell, value, literal=isinstance(value, str))
        coloured = {
            row + 1
            for place, (code, _) in enumerate(LINE_TWINS)
            for row, (value,) in zip(
                ROWS, book.block(MOVES_SHEET, f"{FREE[place]}{FIRST + 1}:{FREE[place]}{ROWS[-1] + 1}"), strict=True
            )
            if code in ("MA01", "MA04") and value == 1
        }
        assert coloured == {8}
        assert [value or None for (value,) in book.block(MOVES_SHEET, "I6:I9")] == [None, None, -1, 7]
    finally:
        for sheet, cells in scene:
            for cell in cells:
                book.type(sheet, cell, None)


def test_wrong_entries_are_stopped_while_they_are_typed(book: Document) -> None:
    kinds = {cell: book.validation(MOVES_SHEET, cell).type for cell in ("A6", "B6", "C6", "D6", "E6", "F45", "G6")}
    assert kinds == {
        "A6": "DATE",
        "B6": "CUSTOM",
        "C6": "LIST",
        "D6": "LIST",
        "E6": "WHOLE",
        "F45": "CUSTOM",
        "G6": "ANY",
    }


def test_without_the_sheet_the_appendices_go_by_what_is_typed_there(tmp_path: Path, needs_office: None) -> None:
    with Calc(tmp_path) as calc, closing(calc.open(shipped("workbook/Hotich.xlsm"))) as document:
        before = document.block("Phụ lục 02", "M8:P19")
        document._model.Sheets.removeByName(MOVES_SHEET)
        document.recalculate()
        assert document.block("Phụ lục 02", "M8:P19") == before
        document.type("Phụ lục 02", "M8", 9)
        assert (document.cell("Phụ lục 02", "W8"), document.cell("Phụ lục 02", "N8")) == (9, 1800)
        document.save_as(tmp_path / "a.xlsx")
    plan = read_plan_book(read_workbook((tmp_path / "a.xlsx").read_bytes(), "a.xlsx", VIEW_SHEETS)).plan
    assert plan.tracked.machines == 112
    assert plan.aside.moves == ()
