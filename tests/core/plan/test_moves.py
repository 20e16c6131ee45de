"""Machines that come and go: the plan as it is on a day, from what is typed on the sheet Máy."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.plan.test_sheets import sheets_of, with_cells
from tests.kit.laws import law
from xlpy.core.grid import Snapshot, Value
from xlpy.core.office_book import MOVES_SHEET
from xlpy.core.plan.dated import machines_by_day, machines_of, of_day
from xlpy.core.plan.moves import What
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.doors.disk.plan_file import default_text, read_plan, read_plan_book
from xlpy.drawing.office_book.whole import draw_office_book
from xlpy.rules.plan import check_plan
from xlpy.rules.tasks import check_aside

START = date(2023, 5, 22)
BU_DANG, DONG_XOAI = "696", "689"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return sheets_of(draw_office_book(json.loads(default_text())))


def with_moves(*lines: Mapping[str, Any]) -> Plan:
    return parse_plan({**json.loads(default_text()), "moves": list(lines)})


def line(day: int, code: str, what: str, count: int, **more: object) -> dict[str, Any]:
    return {"day": date(2023, 5, day).isoformat(), "code": code, "what": what, "count": count, **more}


def used(plan: Plan, day: int) -> tuple[int, int]:
    """Machines of Bù Đăng and Đồng Xoài at the end of a day of May."""
    machines = machines_of(of_day(plan, date(2023, 5, day)))
    return machines[BU_DANG], machines[DONG_XOAI]


def test_machines_are_those_of_the_day() -> None:
    plan = with_moves(
        line(24, BU_DANG, "lent", 3, other=DONG_XOAI),
        line(25, DONG_XOAI, "broken", 1),
        line(27, DONG_XOAI, "mended", 1),
        line(29, BU_DANG, "returned", 2, other=DONG_XOAI),
        line(30, DONG_XOAI, "received", 16),
        line(31, DONG_XOAI, "checked", 16),
    )
    assert [used(plan, day) for day in (23, 24, 25, 27, 29, 30, 31)] == [
        (16, 8),
        (13, 11),
        (13, 10),
        (13, 11),
        (15, 9),
        (15, 25),
        (15, 25),
    ]
    assert of_day(plan, date(2023, 5, 30)).tracked.machines == 127


def test_the_plan_of_one_day_asked_for_another_is_that_other() -> None:
    plan = with_moves(line(24, BU_DANG, "broken", 3))
    late = of_day(plan, date(2023, 5, 24))
    assert used(late, 23) == (16, 8)
    assert used(of_day(late, date(2023, 5, 24)), 24) == (13, 8)


def test_a_plan_without_the_sheet_is_the_plan_itself(plan: Plan) -> None:
    assert of_day(plan, START) is plan


def test_a_level_that_is_named_has_its_own_machines() -> None:
    plan = with_moves(
        line(23, BU_DANG, "received", 4, level="cấp huyện"), line(23, "70", "broken", 1, level="province")
    )
    today = of_day(plan, date(2023, 5, 23))
    assert [level.machines for level in today.levels] == [111, 15, 0]


@pytest.mark.parametrize(
    "broken",
    [
        {"code": "699"},
        {"day": None},
        {"what": None},
        {"count": None},
        {"count": 0},
        {"level": "cấp thôn"},
        {"other": "699"},
        {"other": BU_DANG},
    ],
    ids=str,
)
def test_a_line_that_is_not_known_whole_counts_for_nobody(broken: Mapping[str, Any]) -> None:
    whole = {**line(23, BU_DANG, "lent", 3, other=DONG_XOAI), **broken}
    plan = with_moves({name: value for name, value in whole.items() if value is not None})
    assert used(plan, 23) == (16, 8)
    assert {finding.code for finding in check_aside(plan, date(2023, 5, 23))} & {"MA01", "MA02"}


def test_fewer_than_none_is_none_and_told() -> None:
    plan = with_moves(line(23, DONG_XOAI, "broken", 9))
    assert used(plan, 23) == (16, 0)
    (found,) = [one for one in check_aside(plan, date(2023, 5, 23)) if one.code == "MA04"]
    assert (found.source.sheet, found.source.cell) == (MOVES_SHEET, "E6")


def test_promised_machines_close_what_the_plan_contradicts(plan: Plan) -> None:
    assert "KH12" in {finding.code for finding in check_plan(plan)}
    there = with_moves(line(25, DONG_XOAI, "received", 10), line(26, DONG_XOAI, "received", 6))
    closed = {day: "KH12" not in {f.code for f in check_plan(of_day(there, date(2023, 5, day)))} for day in (25, 26)}
    assert closed == {25: False, 26: True}


def test_days_of_one_plan_have_their_own_machines() -> None:
    text = json.dumps({**json.loads(default_text()), "moves": [line(24, BU_DANG, "broken", 3)]})
    days = [date(2023, 5, day) for day in (23, 24)]
    found = machines_by_day([(days[0], default_text()), (days[0], text), (days[1], text)])
    assert [found[day][BU_DANG] for day in days] == [16, 13]


# -- the sheet -----------------------------------------------------------------------------------------------------


def typed(snapshot: Snapshot, **cells: Value | None) -> Plan:
    return read_plan_book(with_cells(snapshot, MOVES_SHEET, **cells)).plan


def test_what_is_typed_is_read_with_its_line(snapshot: Snapshot) -> None:
    cells: dict[str, Value | None] = {
        "A6": date(2023, 5, 23),
        "B6": "696",
        "D6": "cho mượn",
        "E6": 2.0,
        "F6": "689",
        "G6": "theo công văn",
        "A8": "24/5/2023",
        "B8": 689.0,
        "C8": "cấp huyện",
        "D8": "Nhận về",
        "E8": 1.0,
    }
    first, second = typed(snapshot, **cells).aside.moves
    assert (first.day, first.code, first.what, first.machines, first.other, first.row) == (
        date(2023, 5, 23),
        "696",
        What.LENT,
        2,
        "689",
        6,
    )
    assert (second.day, second.code, second.level, second.what, second.row) == (
        date(2023, 5, 24),
        "689",
        "cấp huyện",
        What.RECEIVED,
        8,
    )
    again = read_plan_book(with_cells(snapshot, MOVES_SHEET, **cells))
    assert read_plan(again.text, "sổ").plan.aside == again.plan.aside  # as the schema has it
    drawn = read_plan_book(sheets_of(draw_office_book(json.loads(again.text)))).plan
    assert [move._replace(row=0) for move in drawn.aside.moves] == [first._replace(row=0), second._replace(row=0)]


@pytest.mark.parametrize(
    ("cell", "value", "wanted"),
    [
        ("A6", "31/4/2023", "ngày, ví dụ 22/5/2023"),
        ("D6", "mất", "một trong: nhận về, chuyển đi, hỏng, sửa xong, cho mượn, được trả lại, đã kiểm tra an ninh"),
        ("E6", "hai", "số nguyên từ 0 đến 100.000"),
    ],
)
def test_a_slip_is_told_once_with_its_cell(snapshot: Snapshot, cell: str, value: Value, wanted: str) -> None:
    cells: dict[str, Value | None] = {"A6": date(2023, 5, 23), "B6": "696", "D6": "hỏng", "E6": 1.0}
    cells[cell] = value
    plan = typed(snapshot, **cells)
    assert [(one.sheet, one.cell, one.wanted) for one in plan.aside.unread] == [(MOVES_SHEET, cell, wanted)]
    assert [finding.code for finding in check_aside(plan, START)] == ["KH14"]  # one bad cell is one finding
    assert used(plan, 31) == (16, 8)


def test_a_workbook_without_the_sheet_says_so(snapshot: Snapshot) -> None:
    less = snapshot._replace(grids=tuple(grid for grid in snapshot.grids if grid.sheet != MOVES_SHEET))
    plan = read_plan_book(less).plan
    assert [(cell.sheet, cell.wanted) for cell in plan.aside.unread] == [(MOVES_SHEET, "trang “Máy”")]
    assert plan.aside._replace(unread=()) == read_plan_book(snapshot).plan.aside  # an empty sheet is the same plan


# -- laws ----------------------------------------------------------------------------------------------------------

MOVE = st.fixed_dictionaries(
    {
        "day": st.integers(0, 20).map(lambda after: (START + timedelta(after)).isoformat()),
        "code": st.sampled_from(["696", "689", "690"]),
        "what": st.sampled_from(["received", "handed-on", "lent", "returned"]),
        "count": st.integers(1, 5),
        "other": st.sampled_from(["691", "692"]),
    }
)


@law(light=True)
@given(st.lists(MOVE, max_size=12), st.integers(0, 25))
def test_between_units_no_machine_is_lost_or_doubled(moves: list[dict[str, Any]], after: int) -> None:
    plan = with_moves(*moves)
    day = START + timedelta(after)
    if not any(finding.code == "MA04" for finding in check_aside(plan, day)):
        assert of_day(plan, day).tracked.machines == plan.tracked.machines


@law(light=True)
@given(st.lists(MOVE, max_size=8), st.randoms())
def test_the_order_of_the_lines_changes_nothing(moves: list[dict[str, Any]], random: Any) -> None:
    shuffled = random.sample(moves, len(moves))
    for after in (0, 7, 20):
        day = START + timedelta(after)
        one, other = (machines_of(of_day(with_moves(*lines), day)) for lines in (moves, shuffled))
        assert one == other
