"""The twins of the side sheets: a cell of the real workbook is coloured where, and only where, Python reports the rule;
and what the sheet says of a task is what Python says."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.kit.calc import Calc, Document
from xlpy.core.office_book import CONTROL_SHEET, ROSTER_SHEET, TASKS_SHEET, TEAMS_SHEET, VIEW_SHEETS
from xlpy.doors.disk.plan_file import read_plan_book
from xlpy.doors.files.workbook import read_workbook
from xlpy.drawing.office_book import teams as teams_sheet
from xlpy.drawing.office_book.tasks import _places, verdict
from xlpy.rules.plan import check_plan
from xlpy.rules.rule import RULES
from xlpy.rules.tasks import check_aside
from xlpy.shipped import shipped

pytestmark = pytest.mark.slow

TASK_ROWS = range(5, 20)
TASK_TWINS = [(code, twin) for code in ("NV01", "NV02", "NV03", "NV04") for twin in RULES[code].twins]
DAYS = (date(2023, 5, 18), date(2023, 5, 19), date(2023, 5, 22), date(2023, 7, 14), date(2023, 7, 15))

Typed = dict[str, "str | float | date | None"]
SCENES: dict[str, Typed] = {
    "as issued": {},
    "states": {
        "G6": "xong",
        "H6": date(2023, 5, 18),
        "G7": "đang làm",
        "G8": "chưa làm",
        "G9": "xong",
        "G10": "đang làm",
        "G11": "xong",
        "H11": date(2023, 7, 15),
        "G12": "đang làm",
    },
    "slips": {
        "A7": "1",
        "F9": date(2023, 5, 22),
        "G9": "chưa làm",
        "H10": date(2023, 5, 21),
        "G10": "xong",
        "H11": date(2023, 6, 1),
        "A13": 8,
        "B13": "Việc mới",
        "G14": "xong",
    },
    "an old task without a deadline": {
        "F6": None,
        "G6": "chưa làm",
        "E7": date(2023, 5, 18),
        "G7": "xong",
        "H7": date(2023, 5, 18),
    },
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, needs_office: None) -> Iterator[Document]:
    workbook = shipped("workbook/Hotich.xlsm")
    with Calc(tmp_path_factory.mktemp("hai-ban")) as calc, closing(calc.open(workbook)) as document:
        document.unprotect(TASKS_SHEET)
        for place, (_, twin) in enumerate(TASK_TWINS):
            for row in TASK_ROWS:
                cell = f"{'PQRSTUVW'[place]}{row + 1}"
                document.set_formula(TASKS_SHEET, cell, f"={twin.formula(_places(5, 19) | _row(row))}")
        yield document


def _row(row: int) -> dict[str, str]:
    """The cells of one row; the range of all numbers stays."""
    return {name: cell for name, cell in _places(row, 19).items() if name != "task_numbers"}


@pytest.mark.parametrize("scene", SCENES)
def test_sheet_and_python_say_the_same_of_every_task(scene: str, book: Document, tmp_path: Path) -> None:
    undo = {cell: book.cell(TASKS_SHEET, cell) for cell in SCENES[scene]}
    try:
        for cell, value in SCENES[scene].items():
            book.type(TASKS_SHEET, cell, value, literal=isinstance(value, str) or value is None)
        book.save_as(tmp_path / "a.xlsx")
        data = (tmp_path / "a.xlsx").read_bytes()
        plan = read_plan_book(read_workbook(data, "a.xlsx", VIEW_SHEETS)).plan
        assert plan.aside.unread == ()
        by_row = {task.row: task for task in plan.aside.tasks}
        for day in DAYS:
            book.type(CONTROL_SHEET, "D2", day)
            found = {(finding.code, finding.source.cell) for finding in check_aside(plan, day)}
            for place, (code, twin) in enumerate(TASK_TWINS):
                told = book.block(TASKS_SHEET, f"{'PQRSTUVW'[place]}6:{'PQRSTUVW'[place]}20")
                cells = {
                    _row(row)[twin.at].replace("$", "")
                    for row, (value,) in zip(TASK_ROWS, told, strict=True)
                    if value == 1
                }
                expected = {cell for known, cell in found if known == code}
                if code == "NV03":  # its two twins stand in two columns
                    expected = {cell for cell in expected if cell[0] == _row(5)[twin.at][1]}
                if code == "NV04":  # Python tells the last of the lines, the sheet colours all of them
                    assert bool(cells) == bool(expected)
                    continue
                assert cells == expected, (code, day)
            words = [value for (value,) in book.block(TASKS_SHEET, "J6:J20")]
            assert words == [verdict(by_row.get(row + 1), day) for row in TASK_ROWS], day
            over = sum(str(word).startswith("×") for word in words)
            assert f": {over} nhiệm vụ quá hạn" in str(book.cell(TASKS_SHEET, "A3"))
    finally:
        for cell, value in undo.items():
            book.type(TASKS_SHEET, cell, None if value == "" else value, literal=True)  # type: ignore[arg-type]


def test_wrong_entries_are_stopped_while_they_are_typed(book: Document) -> None:
    kinds = {cell: book.validation(TASKS_SHEET, cell).type for cell in ("E6", "F6", "G6", "H20", "B6")}
    assert kinds == {"E6": "DATE", "F6": "DATE", "G6": "LIST", "H20": "DATE", "B6": "ANY"}
    assert book.validation(TASKS_SHEET, "F9").formula1 == "$E6+1"  # as LibreOffice keeps it for the whole column
    kinds = {cell: book.validation(TEAMS_SHEET, cell).type for cell in ("B6", "D6", "E12", "N34", "R12", "Q12")}
    assert kinds == {"B6": "CUSTOM", "D6": "WHOLE", "E12": "WHOLE", "N34": "WHOLE", "R12": "WHOLE", "Q12": "ANY"}


# -- Tổ nhập liệu --------------------------------------------------------------------------------------------------

TEAM_ROWS = range(11, 34)
TEAM_TWINS = [(code, twin) for code in ("TO01", "TO02", "TO03", "TO04") for twin in RULES[code].twins]
FREE = ["Z", "AA", "AB", "AC", "AD", "AE", "AF", "AG", "AH", "AI", "AJ", "AK", "AL", "AM"]


SHIFT_COLUMNS = ("AO", "AP")
SHIFT_CELLS = {"AO": ("C6", "C7", "C8"), "AP": ("B6", "B7", "B8")}
"""Where the twins of TO05 are tried, and the cells that they colour: the end of a shift, its beginning."""


def test_every_twin_of_the_side_sheets_is_tried() -> None:
    tried = {twin for _, twin in (*TASK_TWINS, *TEAM_TWINS)} | set(RULES["TO05"].twins)
    assert tried == {twin for code, rule in RULES.items() if code[:2] in ("NV", "TO") for twin in rule.twins}
    assert [twin.at for twin in RULES["TO05"].twins] == ["shift_end", "shift_start"]


def full(row: int, teams: int, **other: int) -> Typed:
    """All shifts of a unit with their people, but for some."""
    people = dict(zip("FGHIJKLMN", [teams, teams, 2 * teams] * 3, strict=True)) | other
    return {f"E{row}": teams} | {f"{column}{row}": count for column, count in people.items()}


TEAM_SCENES: dict[str, Typed] = {
    "nothing said": {},
    "all there": full(12, 8) | full(13, 16) | full(34, 1),
    "short here and there": full(12, 8, H=15)
    | full(13, 16, J=15, K=33)
    | full(14, 14)
    | full(15, 6)
    | {"F16": 9, "G16": 9, "N17": 14, "E18": 9},
    "other shifts": {"G6": 5, "D8": 2, "B7": "11:30", "C8": "16:00"} | full(12, 8) | full(13, 16, L=32, N=40),
}


@pytest.fixture(scope="module")
def staff(book: Document) -> Document:
    book.unprotect(TEAMS_SHEET)
    for place, (_, twin) in enumerate(TEAM_TWINS):
        for row in TEAM_ROWS:
            book.set_formula(TEAMS_SHEET, f"{FREE[place]}{row + 1}", f"={twin.formula(teams_sheet._places(row))}")
    for column, twin in zip(SHIFT_COLUMNS, RULES["TO05"].twins, strict=True):
        for shift in (1, 2, 3):
            places = {name: teams_sheet._shift_cell(name[6:], shift) for name in ("shift_start", "shift_end")}
            places["end_before"] = teams_sheet._shift_cell("end", shift - 1) if shift > 1 else "$AZ$1"
            book.set_formula(TEAMS_SHEET, f"{column}{shift + 5}", f"=IFERROR({twin.formula(places)},FALSE)")
    return book


@pytest.mark.parametrize("scene", TEAM_SCENES)
def test_sheet_and_python_say_the_same_of_every_unit(scene: str, staff: Document, tmp_path: Path) -> None:
    typed = TEAM_SCENES[scene]
    undo = {cell: staff.cell(TEAMS_SHEET, cell) for cell in typed}
    try:
        for cell, value in typed.items():
            staff.type(TEAMS_SHEET, cell, value, literal=isinstance(value, str))
        staff.save_as(tmp_path / "a.xlsx")
        plan = read_plan_book(read_workbook((tmp_path / "a.xlsx").read_bytes(), "a.xlsx", VIEW_SHEETS)).plan
        assert plan.aside.unread == ()
        found = {(finding.code, finding.source.cell) for finding in check_plan(plan)}
        tried = 0
        for place, (code, twin) in enumerate(TEAM_TWINS):
            told = staff.block(TEAMS_SHEET, f"{FREE[place]}12:{FREE[place]}34")
            column = teams_sheet._places(0)[twin.at].replace("$", "").rstrip("0123456789")
            cells = {f"{column}{row + 1}" for row, (value,) in zip(TEAM_ROWS, told, strict=True) if value == 1}
            assert cells == {cell for known, cell in found if known == code and cell.rstrip("0123456789") == column}, (
                code
            )
            tried += len(cells)
        assert bool(tried) == (scene not in ("nothing said", "all there"))
        said = {crew.row: (crew, target) for crew, target, _ in teams_sheet.crews_of(plan) if target}
        words = [value for (value,) in staff.block(TEAMS_SHEET, "Q12:Q34")]
        expected = [teams_sheet._short_words(plan, *said[row + 1]) if row + 1 in said else "" for row in TEAM_ROWS]
        assert words == expected
        lacking = sum(bool(word) for word in words)
        assert str(staff.cell(TEAMS_SHEET, "A3")).endswith(f"{lacking} đơn vị còn thiếu.")
        shifts = {cell for code, cell in found if code == "TO05"}
        coloured = {
            cell.replace("$", "")
            for column in SHIFT_COLUMNS
            for cell, (value,) in zip(
                SHIFT_CELLS[column], staff.block(TEAMS_SHEET, f"{column}6:{column}8"), strict=True
            )
            if value == 1
        }
        assert coloured == shifts == ({"B7", "C8"} if scene == "other shifts" else set())
    finally:
        for cell, value in undo.items():
            staff.type(TEAMS_SHEET, cell, None if value == "" else value, literal=True)  # type: ignore[arg-type]


def test_people_follow_the_machines(staff: Document) -> None:
    assert staff.cell(TEAMS_SHEET, "P12") == 96
    before = staff.cell("Phụ lục 02", "M8")
    try:
        staff.type("Phụ lục 02", "M8", 10)
        staff.type(TEAMS_SHEET, "R12", 51)
        assert (staff.cell(TEAMS_SHEET, "P12"), staff.cell(TEAMS_SHEET, "S12")) == (120, 612)
        assert str(staff.cell(TEAMS_SHEET, "A3")).startswith("Cần 125 Tổ, 1.500 người cho 125 máy.")
    finally:
        staff.type("Phụ lục 02", "M8", before)  # type: ignore[arg-type]
        staff.type(TEAMS_SHEET, "R12", None)


def test_the_roster_is_of_the_unit_and_week_that_are_chosen(staff: Document) -> None:
    staff.type(CONTROL_SHEET, "D2", date(2023, 5, 25))
    assert staff.cell(ROSTER_SHEET, "E7") == "Thứ Hai 22/5"
    staff.type(ROSTER_SHEET, "C3", "Huyện Đồng Phú (cấp huyện)", literal=True)
    staff.type(ROSTER_SHEET, "F3", 1)
    assert staff.cell(ROSTER_SHEET, "A5") == "BẢNG PHÂN CA TỔ NHẬP LIỆU SỐ 1/1"
    assert staff.cell(ROSTER_SHEET, "A6") == "Huyện Đồng Phú (cấp huyện)"
    roles = [value for (value,) in staff.block(ROSTER_SHEET, "C8:C13")]
    assert roles == ["Tư pháp - hộ tịch", "Công an", "Lực lượng khác", "Lực lượng khác", "", ""]
    assert staff.validation(ROSTER_SHEET, "C3").type == "LIST"
