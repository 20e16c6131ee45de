"""The open workbook on a day on which units have changed: it merges for those there are, and says that it is drawn for others."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kit.folders import FIRST, HANDS, NOW, SECOND, new_folder, put, works
from tests.live.conftest import Seat
from xlpy.app.folder import NEW_WORKBOOK, Folder
from xlpy.app.redrawn import drawn_for_others
from xlpy.core.office_book import CONTROL_SHEET
from xlpy.core.plan.dated import of_day
from xlpy.core.plan.plan import Plan
from xlpy.demo.clerks import write_form
from xlpy.doors.disk.plan_file import default_text, read_plan_book
from xlpy.doors.files.workbook import read_workbook
from xlpy.drawing.office_book.whole import draw_office_book
from xlpy.journal import Journal

pytestmark = pytest.mark.slow


def test_a_day_after_a_change_is_merged_and_the_workbook_says_for_whom_it_was_drawn(
    sit: Callable[[Folder], Seat], tmp_path: Path, plan: Plan
) -> None:
    folder = new_folder(tmp_path / "viec")
    change = {"day": SECOND.isoformat(), "old": "698", "new": "695"}
    folder.workbook.write_bytes(draw_office_book({**json.loads(default_text()), "changes": [change]}))
    for code in ("691", "695"):
        put(folder, HANDS[code].file, write_form(plan, works(plan)[0][code], HANDS[code], seed=3), plan, FIRST)
    seat = sit(folder)
    assert "vẽ theo đơn vị trước khi thay đổi" not in seat.desk.consolidate(NOW)
    seat.doc.type(CONTROL_SHEET, "D2", SECOND)
    text = seat.desk.consolidate(NOW.replace(day=SECOND.day))
    assert "còn vẽ theo đơn vị trước khi thay đổi" in text
    assert "Sổ vẽ lại đã nằm ở Hotich-moi.xlsm" in text
    new = folder.path / NEW_WORKBOOK
    drawn, first = read_workbook(new.read_bytes(), NEW_WORKBOOK), new.stat().st_mtime_ns
    board = next(grid for grid in drawn.grids if grid.sheet == CONTROL_SHEET)
    assert not drawn_for_others(board, of_day(read_plan_book(drawn).plan, SECOND))
    assert "đã nằm ở Hotich-moi.xlsm" in seat.desk.consolidate(NOW.replace(day=SECOND.day))
    assert new.stat().st_mtime_ns == first  # somebody may have begun to work in it
    new.write_bytes(draw_office_book(json.loads(default_text())))
    assert "Kế hoạch trong đó khác sổ này" in seat.desk.consolidate(NOW.replace(day=SECOND.day))
    with Journal.reading(folder.journal) as journal:
        standing = journal.standing(SECOND)
    assert standing is not None
    assert len(standing.units) == 10
    assert "698" not in {unit.unit for unit in standing.units}
