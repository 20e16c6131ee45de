"""The workbook that an office has had since before the board changed: it goes on merging, and becomes a new one."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kit.folders import FIRST, NOW, new_folder, press, put_all
from tests.live.conftest import Seat
from tests.live.test_desk import form_is_the_standing, history_is_the_journal, is_told_in_one_box, standings
from xlpy.app.folder import Folder
from xlpy.app.set_up import build_workbook
from xlpy.app.typed_in import OLDER
from xlpy.core.consolidate import Status
from xlpy.core.office_book import CONTROL_SHEET, FINDINGS_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS
from xlpy.demo.truth import Work
from xlpy.doors.disk.plan_file import PlanFile, default_text, read_plan_book
from xlpy.doors.files.workbook import read_workbook
from xlpy.drawing.words import FIRST_STATUS_WORDS

pytestmark = pytest.mark.slow

BEFORE = Path(__file__).parent / "older" / "Hotich.xlsm"
"""As version 0.1 built it."""


@pytest.fixture
def older(sit: Callable[[Folder], Seat], tmp_path: Path, plan: Plan, days: list[dict[str, Work]]) -> Seat:
    folder = new_folder(tmp_path / "viec")
    shutil.copy(BEFORE, folder.workbook)
    put_all(folder, plan, days[0], ["691", "696"])
    return sit(folder)


def test_it_merges_with_what_was_typed_where_one_typed_then(older: Seat) -> None:
    row = next(row for row in range(11, 22) if older.doc.cell(CONTROL_SHEET, f"S{row}") == "695")
    for column, figure in zip("LMNO", (12, 3, 0, 1), strict=True):
        older.doc.type(CONTROL_SHEET, f"{column}{row}", figure)
    older.doc.type(CONTROL_SHEET, f"P{row}", "Chị Hoa, 13h40", literal=True)
    text = older.desk.consolidate(NOW)
    is_told_in_one_box(text)
    assert text.endswith(OLDER)
    (standing,) = standings(older.folder)
    unit = next(unit for unit in standing.units if unit.unit == "695")
    assert unit.status is Status.MANUAL
    assert [unit.figures[kind].today for kind in KINDS] == [12, 3, 0, 1]
    assert unit.cells is not None and {today for today, _ in unit.cells.values()} == {f"{c}{row}" for c in "LMNO"}
    assert older.doc.block(CONTROL_SHEET, f"L{row}:P{row}") == [[""] * 5]
    history_is_the_journal(older, FIRST_STATUS_WORDS)
    form_is_the_standing(older, standing)
    assert older.doc.cell(CONTROL_SHEET, f"C{row}") == "Nhập tay"
    assert older.doc.cell(CONTROL_SHEET, "D4") == "Đã có số liệu: 3/11 đơn vị"
    assert older.doc.block(FINDINGS_SHEET, "B4:F4")[0] == ["Mức", "Mã", "Ô", "Nội dung", "Việc cần làm"]
    assert "Không có gì mới" in older.desk.consolidate(NOW)


def test_what_was_told_is_withdrawn_there(older: Seat) -> None:
    older.doc.type(CONTROL_SHEET, "L11", 5)
    older.doc.type(CONTROL_SHEET, "P11", "bỏ", literal=True)
    with pytest.raises(Exception, match=rf"{CONTROL_SHEET}!P11: ghi “bỏ” mà bốn ô bên trái còn số"):
        older.desk.consolidate(NOW)


def test_a_new_workbook_is_made_of_it(tmp_path: Path, plan: Plan, days: list[dict[str, Work]]) -> None:
    folder = new_folder(tmp_path / "viec")
    shutil.copy(BEFORE, folder.workbook)
    put_all(folder, plan, days[0], ["691", "696"])
    press(folder, FIRST)
    build_workbook(tmp_path / "mới.xlsm", None, folder)
    new, before = ((read_workbook(path.read_bytes(), path.name)) for path in (tmp_path / "mới.xlsm", BEFORE))
    assert "Nhiệm vụ" not in {grid.sheet for grid in before.grids}
    ours = json.loads(default_text())
    known = {name: ours[name] for name in ("tasks", "shifts")}
    assert json.loads(_text(read_plan_book(new))) == json.loads(_text(read_plan_book(before))) | known


def _text(file: PlanFile) -> str:
    return file.text
