"""The open workbook on a day on which units have changed: it merges for those there are, and says that it is drawn for others."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kit.folders import FIRST, HANDS, NOW, SECOND, new_folder, put, works
from tests.live.conftest import Seat
from xlpy.app.folder import Folder
from xlpy.core.office_book import CONTROL_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.demo.clerks import write_form
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.office_book import draw_office_book
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
    with Journal.reading(folder.journal) as journal:
        standing = journal.standing(SECOND)
    assert standing is not None
    assert len(standing.units) == 10
    assert "698" not in {unit.unit for unit in standing.units}
