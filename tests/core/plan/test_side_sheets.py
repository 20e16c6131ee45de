"""Sheets beside the plan's tables: what is typed there comes back, and a slip is told with its cell and stops nothing."""

import json
from copy import deepcopy
from datetime import date

import pytest

from tests.core.plan.test_sheets import sheet, sheets_of, with_cells
from xlpy.core.grid import Grid, Snapshot, Value
from xlpy.core.office_book import CHANGES_SHEET, MOVES_SHEET, TASKS_SHEET, TEAMS_SHEET
from xlpy.core.plan.aside import lacking
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.plan.tasks import TASKS_SIDE, TaskState, overdue
from xlpy.core.plan.teams import Role
from xlpy.doors.disk.plan_file import default_text, read_plan_book
from xlpy.drawing.office_book.whole import draw_office_book
from xlpy.rules.plan import check_plan


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return sheets_of(draw_office_book(json.loads(default_text())))


def typed(snapshot: Snapshot, **cells: Value | None) -> Plan:
    """The plan with cells of Nhiệm vụ typed otherwise."""
    return read_plan_book(with_cells(snapshot, TASKS_SHEET, **cells)).plan


def without(snapshot: Snapshot, name: str) -> Snapshot:
    return snapshot._replace(grids=tuple(grid for grid in snapshot.grids if grid.sheet != name))


def test_the_plan_has_its_seven_tasks_with_their_days(snapshot: Snapshot) -> None:
    tasks = read_plan_book(snapshot).plan.aside.tasks
    assert [task.number for task in tasks] == list("1234567")
    assert [task.before for task in tasks] == [date(2023, 5, 19)] * 3 + [date(2023, 7, 15)] * 3 + [None]
    assert [task.start for task in tasks] == [None] * 3 + [date(2023, 5, 22)] * 3 + [None]
    assert all(task.name and task.owner and task.state is None for task in tasks)


def test_what_is_typed_is_read_with_its_line(snapshot: Snapshot) -> None:
    plan = typed(snapshot, G6=" Xong ", H6="18/5/2023", G7="đang làm", A15=8.0, B15="Việc mới", F15=date(2023, 6, 1))
    first, second, new = plan.aside.tasks[0], plan.aside.tasks[1], plan.aside.tasks[-1]
    assert (first.state, first.done_on) == (TaskState.DONE, date(2023, 5, 18))
    assert second.state is TaskState.UNDER_WAY
    assert (new.number, new.name, new.before, new.row) == ("8", "Việc mới", date(2023, 6, 1), 15)
    assert plan.aside.unread == ()


def test_columns_are_found_by_their_heads_wherever_they_stand(snapshot: Snapshot) -> None:
    grid = sheet(snapshot, TASKS_SHEET)
    moved = grid._replace(cells={(row + 2, column + 3): value for (row, column), value in grid.cells.items()})
    grids = tuple(moved if one.sheet == TASKS_SHEET else one for one in snapshot.grids)
    tasks = read_plan_book(snapshot._replace(grids=grids)).plan.aside.tasks
    assert [task.row for task in tasks] == list(range(8, 15))
    assert tasks[:] == tuple(task._replace(row=task.row + 2) for task in read_plan_book(snapshot).plan.aside.tasks)


@pytest.mark.parametrize(
    ("cell", "value", "read", "wanted"),
    [
        ("F6", "19/5/20233", "19/5/20233", "ngày, ví dụ 22/5/2023"),
        ("E9", 12.5, "12,5", "ngày, ví dụ 22/5/2023"),
        ("G8", "gần xong", "gần xong", "một trong: chưa làm, đang làm, xong"),
        ("H8", "31/2/2023", "31/2/2023", "ngày, ví dụ 22/5/2023"),
    ],
)
def test_a_slip_is_told_with_its_cell_and_the_rest_holds(
    snapshot: Snapshot, cell: str, value: Value, read: str, wanted: str
) -> None:
    plan = typed(snapshot, **{cell: value})
    assert [one[:4] for one in plan.aside.unread] == [(TASKS_SHEET, cell, read, wanted)]
    assert len(plan.aside.tasks) == 7
    assert plan.tracked.cases == 1_373_508


def test_a_head_that_is_gone_is_told_and_its_column_alone_is_unknown(snapshot: Snapshot) -> None:
    plan = typed(snapshot, G5=None, G6="xong", H6=date(2023, 5, 18))
    assert [(one.cell, one.wanted) for one in plan.aside.unread] == [("A5", "cột “Tình trạng”")]
    assert plan.aside.tasks[0].state is None
    assert plan.aside.tasks[0].done_on == date(2023, 5, 18)


def test_without_any_head_the_sheet_is_told_as_a_whole(snapshot: Snapshot) -> None:
    plan = typed(snapshot, **{f"{column}5": None for column in "ABCDEFGHI"})
    assert [(one.sheet, one.cell) for one in plan.aside.unread] == [(TASKS_SHEET, "")]
    assert plan.aside.tasks == ()


def test_a_sheet_that_is_gone_is_known_and_the_plan_holds(snapshot: Snapshot) -> None:
    less = without(snapshot, TASKS_SHEET)
    assert lacking(grid.sheet for grid in less.grids) == lacking(grid.sheet for grid in snapshot.grids) == ()
    plan = read_plan_book(less).plan
    assert plan.aside.tasks == ()
    (told,) = [finding for finding in check_plan(plan) if finding.code == "KH14"]
    assert (told.source.sheet, told.message) == (
        TASKS_SHEET,
        "Không tìm thấy trang “Nhiệm vụ”: những gì ghi ở đó không được tính.",
    )


def test_a_workbook_of_before_has_none_of_the_sheets_and_nothing_is_wrong_with_it(snapshot: Snapshot) -> None:
    sheets = (TASKS_SHEET, TEAMS_SHEET, MOVES_SHEET, CHANGES_SHEET)
    less = snapshot
    for gone in sheets:
        less = without(less, gone)
    assert set(lacking(grid.sheet for grid in less.grids)) == set(sheets)
    assert read_plan_book(less).plan.aside.unread == ()


def test_a_blank_line_between_is_no_task(snapshot: Snapshot) -> None:
    blank: dict[str, Value | None] = {f"{column}8": None for column in "ABCDEFGHI"}
    plan = typed(snapshot, **blank)
    assert [(task.number, task.row) for task in plan.aside.tasks][:4] == [("1", 6), ("2", 7), ("4", 9), ("5", 10)]
    # Drawn again it stands without the gap, and says the same.
    text = json.loads(read_plan_book(with_cells(snapshot, TASKS_SHEET, **blank)).text)
    again = read_plan_book(sheets_of(draw_office_book(text))).plan
    assert [task._replace(row=0) for task in again.aside.tasks] == [task._replace(row=0) for task in plan.aside.tasks]


@pytest.mark.parametrize(
    ("state", "done_on", "day", "over"),
    [
        (None, None, date(2023, 6, 1), 0),  # nobody has said how it stands
        ("waiting", None, date(2023, 5, 18), 0),
        ("waiting", None, date(2023, 5, 19), 1),  # “trước 19/5”: that day is too late
        ("under-way", None, date(2023, 5, 22), 4),
        ("done", None, date(2023, 6, 1), 0),
        ("done", "2023-05-25", date(2023, 5, 24), 6),  # on that day it was not done yet
        ("done", "2023-05-25", date(2023, 5, 25), 0),
    ],
)
def test_a_task_is_overdue_when_it_is_said_not_to_be_done(
    state: str | None, done_on: str | None, day: date, over: int
) -> None:
    data = deepcopy(json.loads(default_text()))
    data["tasks"][2] |= {name: value for name, value in (("state", state), ("done_on", done_on)) if value}
    tasks = parse_plan(data).aside.tasks
    assert tasks[2].days_over(day) == over
    assert [task.number for task in overdue(tasks, day)] == (["3"] if over else [])


def test_no_cell_of_a_side_sheet_stops_the_plan(snapshot: Snapshot) -> None:
    """Whatever stands in a cell, the plan is read, and each cell is either a value or told."""
    odd: tuple[Value, ...] = (True, -1, 1e300, float("1.5"), "", "=1+1", "x" * 40_000, date(1899, 1, 1), "\x00")
    for column in TASKS_SIDE.columns:
        letter = "ABCDEFGHI"[TASKS_SIDE.columns.index(column)]
        for value in odd:
            plan = typed(snapshot, **{f"{letter}6": value})
            assert plan.tracked.machines == 111
            json.dumps(plan.aside.unread)


# -- Tổ nhập liệu --------------------------------------------------------------------------------------------------

FIRST = 12
"""The row of the first unit, Huyện Bù Gia Mập."""


def staffed(snapshot: Snapshot, **cells: Value | None) -> Plan:
    """The plan with cells of Tổ nhập liệu typed."""
    return read_plan_book(with_cells(snapshot, TEAMS_SHEET, **cells)).plan


def test_the_plan_has_three_shifts_of_four_and_teams_of_twelve(snapshot: Snapshot) -> None:
    teams = read_plan_book(snapshot).plan.aside.teams
    hours = [(f"{shift.start:%H:%M}", f"{shift.end:%H:%M}", shift.needed) for shift in teams.shifts]
    assert hours == [("06:00", "12:00", 4), ("12:00", "17:00", 4), ("17:00", "22:00", 4)]
    assert [list(shift.roles.values()) for shift in teams.shifts] == [[1, 1, 2]] * 3
    assert teams.people_a_team == 12
    assert teams.people_for(111 + 11 + 1) == 1_476
    assert teams.crews == ()  # nobody has said anything yet


def test_a_line_is_read_with_its_unit_level_and_row(snapshot: Snapshot) -> None:
    plan = staffed(snapshot, **{f"E{FIRST + 1}": 16.0, f"F{FIRST + 1}": "16", f"N{FIRST + 11}": 2.0})
    first, second = plan.aside.teams.crews
    assert (first.unit, first.level, first.teams, first.row) == ("696", "cấp xã", 16, FIRST + 1)
    assert first.people == ({Role.JUSTICE: 16, Role.POLICE: 0, Role.OTHERS: 0}, None, None)
    assert (second.unit, second.level, second.teams) == ("691", "cấp huyện", None)
    assert second.people[2] == {Role.JUSTICE: 0, Role.POLICE: 0, Role.OTHERS: 2}


def test_a_shift_of_which_nothing_is_said_is_not_short(snapshot: Snapshot) -> None:
    plan = staffed(snapshot, **{f"E{FIRST}": 8.0, f"F{FIRST}": 8.0, f"G{FIRST}": 8.0, f"H{FIRST}": 15.0})
    (crew,) = plan.aside.teams.crews
    (short,) = plan.aside.teams.shortages(crew, 8)
    assert (short.shift.number, short.has, short.needs) == ("1", 31, 32)
    assert short.roles == ((Role.OTHERS, 15, 16),)


def test_more_people_asked_for_in_a_shift_need_more_people(snapshot: Snapshot) -> None:
    plan = staffed(snapshot, G6=5.0, F7=3.0)
    teams = plan.aside.teams
    assert [shift.needed for shift in teams.shifts] == [5, 5, 4]  # the larger of the whole and its roles
    assert teams.people_for(10) == 140


@pytest.mark.parametrize(
    ("cell", "value", "wanted"),
    [
        ("B6", "6 giờ kém", "giờ, ví dụ 14:00"),
        ("G7", "bốn", "số nguyên từ 0 đến 100.000"),
        (f"E{FIRST}", -1.0, "số nguyên từ 0 đến 100.000"),
        (f"H{FIRST + 3}", 1.5, "số nguyên từ 0 đến 100.000"),
    ],
)
def test_a_slip_among_the_teams_is_told_with_its_cell(snapshot: Snapshot, cell: str, value: Value, wanted: str) -> None:
    plan = staffed(snapshot, **{cell: value})
    assert [(one.sheet, one.cell, one.wanted) for one in plan.aside.unread] == [(TEAMS_SHEET, cell, wanted)]
    assert plan.tracked.cases == 1_373_508


def test_what_is_tried_and_not_meant_is_no_part_of_the_plan(snapshot: Snapshot) -> None:
    tried = read_plan_book(with_cells(snapshot, TEAMS_SHEET, **{f"R{FIRST}": 51.0}))
    assert tried.text == read_plan_book(snapshot).text


def test_what_is_typed_stands_in_a_workbook_that_is_made_anew(snapshot: Snapshot) -> None:
    file = read_plan_book(with_cells(snapshot, TEAMS_SHEET, **{f"E{FIRST + 22}": 1.0, f"K{FIRST + 9}": 12.0}))
    again = read_plan_book(sheets_of(draw_office_book(json.loads(file.text))))
    assert json.loads(again.text) == json.loads(file.text)


def test_without_the_sheet_no_shift_is_known_and_nothing_is_asked_for(snapshot: Snapshot) -> None:
    plan = read_plan_book(without(snapshot, TEAMS_SHEET)).plan
    assert plan.aside.teams.shifts == ()
    assert not [finding for finding in check_plan(plan) if finding.code.startswith("TO")]


def test_a_grid_without_cells_has_no_rows() -> None:
    from xlpy.core.plan.side_sheets import read_side

    read = read_side(Grid("a.xlsm", TASKS_SHEET, cells={}), TASKS_SIDE)
    assert read.rows == ()
    assert len(read.unread) == 1
