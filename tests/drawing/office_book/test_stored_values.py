"""A workbook of a plan whose units and machines change: every cell holds what its formula gives, on every day."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.drawing.office_book.test_moves_later import standing
from tests.excel.engines import ENGINES, differences, unexplained
from tests.kit.calc import Calc, recalculation_differences
from xlpy.core.office_book import CHANGES_SHEET, CONTROL_SHEET, MACHINES_SHEET, TEAMS_SHEET
from xlpy.core.plan.changes import SHARES
from xlpy.core.plan.dated import of_day, reckon
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.records import KINDS
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.office_book.whole import Views, draw_office_book

MERGED, SPLIT, AGAIN, SLIPS = date(2023, 5, 26), date(2023, 5, 29), date(2023, 6, 2), date(2023, 6, 3)
DAYS = [MERGED - timedelta(days=3), MERGED, SPLIT - timedelta(days=1), SPLIT, AGAIN, AGAIN + timedelta(days=4)]
APPENDIX = "Phụ lục 02"
LINES = "8:18"
"""Rows of the first appendix."""


def parts(data: dict[str, Any], changes: list[dict[str, Any]], day: date, code: str) -> tuple[dict[str, int], ...]:
    """What a unit has on the day before, in two: half of its cases, nothing entered yet, half of its machines."""
    target = of_day(parse_plan({**data, "changes": changes}), day - timedelta(days=1)).targets[code]
    whole = {f"cases_{kind}": target.cases[kind] or 0 for kind in KINDS} | {"machines": target.machines}
    columns = [column for column in (*SHARES, "machines") if not column.startswith("books_")]
    first = {column: whole.get(column, 0) // 2 for column in columns}
    return first, {column: whole.get(column, 0) - share for column, share in first.items()}


def plan_data() -> dict[str, Any]:
    """Two districts become a new one; one splits, one half of which splits again and gives to a third; one is renamed;
    lines of Máy before, on and after these days, of units that are not there yet and no more, and of more than there is.
    """
    data = json.loads(default_text())
    data["moves"] = [
        *(_move(day, "698", "received", 2) for day in (24, 26)),
        *(_move(day, "777", "received", day) for day in (24, 26, 28)),
        _move(23, "694", "handed-on", 50),
        _move(25, "694", "received", 3),
        _move(25, "696", "broken", 1),
        _move(27, "777", "handed-on", 2, other="689"),
        _move(29, "6961", "lent", 1, other="689"),
        _move(29, "690", "received", 4),
        _move(30, "689", "lent", 2, other="698"),
        _move(30, "6962", "broken", 99),
        _move(31, "6962", "mended", 98),
        _move(31, "688", "received", 3, other="6961"),
        _move(31, "696", "received", 6, level="district"),
    ]
    changes: list[dict[str, Any]] = [
        {"day": f"{MERGED}", "old": "698", "new": "777", "name": "Huyện Mới"},
        {"day": f"{MERGED}", "old": "692", "new": "777", "name": "Huyện Mới"},
    ]
    east, west = parts(data, changes, SPLIT, "696")
    changes += [
        {"day": f"{SPLIT}", "old": "696", "new": "6961", "name": "Huyện Bù Đăng Đông", **east},
        {"day": f"{SPLIT}", "old": "696", "new": "6962", "name": "Huyện Bù Đăng Tây", **west},
        {"day": f"{SPLIT}", "old": "690", "new": "690", "name": "Thị xã An Lộc"},
    ]
    north, south = parts(data, changes, AGAIN, "6961")
    changes += [
        {"day": f"{AGAIN}", "old": "6961", "new": "6963", "name": "Huyện Bom Bo", **north},
        {"day": f"{AGAIN}", "old": "6961", "new": "688", **south},
        {"day": f"{SLIPS}", "old": "691", "new": "6999"},
        {"day": f"{SLIPS}", "old": "694", "new": "6941", "name": "Huyện Nửa", "cases_birth": 7},
        {"day": f"{SLIPS}", "old": "694", "new": "6942", "machines": 7},
        {"old": "695", "name": "Huyện Chưa Rõ"},
    ]
    people = {"justice_1": 3, "police_1": 9, "others_1": 20}
    teams = [{"code": code, "level": "commune", "teams": 12, **people} for code in ("696", "688", "6962")]
    return {**data, "changes": changes, "teams": teams}


def _move(day: int, code: str, what: str, count: int, **more: str) -> Mapping[str, Any]:
    return {"day": f"2023-05-{day}", "code": code, "what": what, "count": count, **more}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return parse_plan(plan_data())


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory, needs_office: None) -> Iterator[Calc]:
    with Calc(tmp_path_factory.mktemp("doi"), "vi-VN") as calc:
        yield calc


def drawn(plan: Plan, day: date, path: Path) -> Path:
    path.write_bytes(draw_office_book(plan_data(), Views((standing(plan, day),))))
    return path


def test_the_plan_has_what_is_hard(plan: Plan) -> None:
    reckoned = reckon(plan)
    assert any(line.short for line in reckoned.lines)
    assert any(line.stranger for line in reckoned.lines)
    assert [step.day for step in reckoned.steps if step.handover is not None] == [MERGED, SPLIT, AGAIN]
    assert "6999" not in of_day(plan, DAYS[-1]).targets


@pytest.mark.office
@pytest.mark.parametrize("day", [DAYS[-1], *(pytest.param(day, marks=pytest.mark.slow) for day in DAYS[:-1])], ids=str)
def test_every_cell_holds_what_its_formula_gives(day: date, plan: Plan, calc: Calc, tmp_path: Path) -> None:
    assert recalculation_differences(drawn(plan, day, tmp_path / "So.xlsm"), calc) == []


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_another_engine_comes_to_the_same(engine: str, plan: Plan, tmp_path: Path) -> None:
    count, found = differences(drawn(plan, DAYS[-1], tmp_path / "So.xlsm"), engine)
    assert count > 600
    # Their texts of the board follow from what they are known not to do with a journal that has no hours.
    assert [one for one in unexplained(engine, found) if one.sheet != CONTROL_SHEET] == []


@pytest.mark.office
def test_the_machines_follow_the_day_that_is_shown(plan: Plan, calc: Calc, tmp_path: Path) -> None:
    typed = [target.unit.code for target in plan.tracked.targets]
    first, last = LINES.split(":")
    with closing(calc.open(drawn(plan, DAYS[2], tmp_path / "So.xlsm"))) as document:
        for day in DAYS:
            document.type(CONTROL_SHEET, "D2", day)
            now = of_day(plan, day)
            used = {code: target.machines for code, target in now.targets.items()}
            told = [value for (value,) in document.block(APPENDIX, f"W{first}:W{last}")]
            assert told == [used.get(code, "") for code in typed], day
            assert document.cell(APPENDIX, f"W{int(last) + 1}") == now.tracked.machines
            rows = document.block(TEAMS_SHEET, "A12:D60")
            teams = {str(code): value for code, _, level, value in rows if level == plan.tracked.name and value != ""}
            assert teams == used, day
            of_all = sum(level.machines for level in now.levels)
            assert str(document.cell(TEAMS_SHEET, "A3")).startswith(f"Cần {of_all} Tổ")


@pytest.mark.office
def test_of_a_unit_that_is_another_by_now_the_appendix_tells_since_when(plan: Plan, calc: Calc, tmp_path: Path) -> None:
    notes = {code: f"P{8 + place}" for place, code in enumerate(plan.targets)}
    with closing(calc.open(drawn(plan, DAYS[0], tmp_path / "So.xlsm"))) as document:
        document.type(CONTROL_SHEET, "D2", SPLIT)
        told = {code: str(document.cell(APPENDIX, cell)) for code, cell in notes.items()}
        assert told["696"] == "Đổi đơn vị từ 29/5/2023"
        assert told["698"] == told["692"] == "Đổi đơn vị từ 26/5/2023"
        assert "Đổi đơn vị" not in told["690"], "another name alone changes no figure"
        assert [document.cell(APPENDIX, cell.replace("P", "O")) for cell in (notes["696"], notes["698"])] == ["", ""]


@pytest.mark.office
def test_the_proposals_begin_with_the_machines_of_the_day(plan: Plan, calc: Calc, tmp_path: Path) -> None:
    with closing(calc.open(drawn(plan, DAYS[-1], tmp_path / "So.xlsm"))) as document:
        now = of_day(plan, DAYS[-1])
        there = [value for (value,) in document.block(MACHINES_SHEET, f"E14:E{13 + len(now.targets)}")]
        assert there == [target.machines for target in now.tracked.targets]


@pytest.mark.office
def test_of_what_was_not_in_the_plan_the_sheet_does_not_say_that_it_adds_up(
    plan: Plan, calc: Calc, tmp_path: Path
) -> None:
    with closing(calc.open(drawn(plan, DAYS[-1], tmp_path / "So.xlsm"))) as document:
        said = [str(value) for (value,) in document.block(CHANGES_SHEET, "S6:S13")]
        assert said == [*["● Đủ, khớp Phụ lục"] * 5, *["● Đủ ô; khớp: xem Kiểm tra"] * 2, "▲ Còn thiếu 1 ô"]
