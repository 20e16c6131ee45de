"""Machines of the day through a press: what a unit can have done is measured by those it had, and the past stays."""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.kit.folders import FIRST, HANDS, SECOND, THIRD, form, new_folder, press, put, put_all, works
from xlpy.app.folder import Folder
from xlpy.app.history import recorded_day, report_again
from xlpy.app.journal_of_folder import reading
from xlpy.app.projection import projection_of, reports_of
from xlpy.core.plan.dated import of_day
from xlpy.core.plan.plan import Plan
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.office_book.whole import draw_office_book
from xlpy.drawing.screen.documents import plan_document

pytestmark = pytest.mark.slow

UNIT = "696"


def with_moves(folder: Folder, *lines: Mapping[str, Any]) -> None:
    folder.workbook.write_bytes(draw_office_book({**json.loads(default_text()), "moves": list(lines)}))


def move(day: date, what: str, count: int, **more: object) -> dict[str, object]:
    return {"day": day.isoformat(), "code": UNIT, "what": what, "count": count, **more}


def test_bounds_follow_the_machines_of_the_day(tmp_path: Path, plan: Plan) -> None:
    def codes(*lines: Mapping[str, Any]) -> set[str]:
        folder = new_folder(tmp_path / f"viec{len(list(tmp_path.iterdir()))}")
        with_moves(folder, *lines)
        work = works(plan)[0][UNIT]
        put(folder, HANDS[UNIT].file, form(plan, work), plan, FIRST)
        return {f.code for f in press(folder, FIRST).standing.findings if f.unit == UNIT}

    entered = sum(works(plan)[0][UNIT].today.values())
    assert entered > 2 * 300 * 2  # what two machines do, doubled
    assert not codes() & {"LK06", "LK15"}
    assert codes(move(FIRST, "broken", 14)) & {"LK06", "LK15"}
    assert not codes(move(SECOND, "broken", 14)) & {"LK06", "LK15"}  # they broke the day after


def test_a_past_day_is_as_it_was_though_a_machine_moved_since(tmp_path: Path, plan: Plan) -> None:
    folder = new_folder(tmp_path / "viec")
    days = works(plan)
    put_all(folder, plan, days[0])
    made = press(folder, FIRST).report.read_bytes()
    with_moves(folder, move(SECOND, "broken", 4))
    put_all(folder, plan, days[1])
    second = press(folder, SECOND)
    assert second.plan.targets[UNIT].machines == 12
    assert recorded_day(folder, FIRST).plan.targets[UNIT].machines == 16
    assert recorded_day(folder, SECOND).plan.targets[UNIT].machines == 12
    assert report_again(folder, FIRST, None)[2].read_bytes() == made
    assert report_again(folder, SECOND, None)[2].read_bytes() == second.report.read_bytes()
    assert not press(folder, SECOND).changed


def test_the_forecast_knows_which_day_had_how_many(tmp_path: Path, plan: Plan) -> None:
    folder = new_folder(tmp_path / "viec")
    with_moves(folder, move(SECOND, "broken", 4), move(THIRD, "mended", 2))
    for day, done in zip((FIRST, SECOND, THIRD), works(plan), strict=True):
        put_all(folder, plan, done)
        press(folder, day)
    for day, machines in ((FIRST, 16), (SECOND, 12), (THIRD, 14), (THIRD + timedelta(days=9), 14)):
        _, foretold = projection_of(folder, day)
        assert {unit.unit: unit.machines for unit in foretold.units}[UNIT] == machines
    with reading(folder) as journal:
        (known,) = [
            one for one in reports_of(of_day(recorded_day(folder, THIRD).plan, THIRD), journal) if one.unit == UNIT
        ]
    assert (known.machines, known.machines_then) == (14, {FIRST: 16, SECOND: 12})


def test_an_unchecked_machine_and_a_line_of_nobody_are_told_with_the_day(tmp_path: Path, plan: Plan) -> None:
    folder = new_folder(tmp_path / "viec")
    with_moves(folder, move(FIRST, "received", 2), {**move(FIRST, "received", 1), "code": "699"})
    put_all(folder, plan, works(plan)[0])
    outcome = press(folder, FIRST)
    told = {f.code: (f.source.sheet, f.source.cell) for f in outcome.standing.findings if f.code.startswith("MA")}
    assert told == {"MA01": ("Máy", "B7"), "MA05": ("Máy", "E6")}
    document = plan_document(outcome.plan, ())
    assert document["moves"][0] == {
        "date": "2023-05-22",
        "level": "commune",
        "unit": UNIT,
        "what": "received",
        "machines": 2,
        "other": None,
    }
    assert next(unit for unit in document["levels"][0]["units"] if unit["code"] == UNIT)["machines"] == 18


def test_a_press_in_a_process_of_its_own_tells_of_the_dated_sheets(tmp_path: Path) -> None:
    """Where nothing else has loaded their rules, as with every press in an office."""
    data = json.loads(default_text())
    data["moves"] = [{"code": "691", "what": "received", "count": 2}]  # no day
    data["changes"] = [
        {"day": "2023-05-22", "old": "691", "new": "692"},
        {"day": "2023-05-22", "old": "692", "new": "691"},
    ]
    folder = new_folder(tmp_path / "viec")
    folder.workbook.write_bytes(draw_office_book(data))
    command = [sys.executable, "-m", "xlpy.cli", "tong-hop", "-C", str(folder.path), "--ngay", "2023-05-22", "--json"]
    root = Path(__file__).parents[2]
    told = json.loads(subprocess.run(command, capture_output=True, encoding="utf-8", cwd=root, check=False).stdout)
    codes = {finding["code"] for finding in told["findings"]}
    assert {"MA02", "DV05", "DV04"} <= codes
    # Two units that would each give the other all they have: nothing changes, and no case is lost.
    assert sum(unit["figures"]["sum"]["total"] for unit in told["units"]) == 1_373_508
