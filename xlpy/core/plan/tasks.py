"""The plan's tasks (II.3.3): who carries each, by when, how it stands; on the sheet Nhiệm vụ."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from xlpy.core.office_book import TASKS_SHEET
from xlpy.core.plan.settings import SettingKind
from xlpy.core.plan.side_sheets import Column, SideSheet


class TaskState(StrEnum):
    """How far a task is. Nothing typed is not known, and no state."""

    WAITING = "waiting"
    UNDER_WAY = "under-way"
    DONE = "done"


TASK_STATES: Mapping[str, str] = {
    "chưa làm": TaskState.WAITING.value,
    "đang làm": TaskState.UNDER_WAY.value,
    "xong": TaskState.DONE.value,
}
"""Words in the cell → value in the plan."""

TASKS_SIDE = SideSheet(
    TASKS_SHEET,
    (
        Column("number", "TT"),
        Column("name", "Nhiệm vụ"),
        Column("owner", "Chủ trì"),
        Column("partners", "Phối hợp"),
        Column("start", "Bắt đầu", SettingKind.DATE),
        Column("before", "Xong trước ngày", SettingKind.DATE),
        Column("state", "Tình trạng", SettingKind.CHOICE, TASK_STATES),
        Column("done_on", "Xong ngày", SettingKind.DATE),
        Column("note", "Ghi chú"),
    ),
    head_row=4,
)


class Task(NamedTuple):
    """One task. `before` is the first day that is too late, None where it goes on for good; `row` its line's."""

    number: str
    name: str
    owner: str
    partners: str
    start: date | None
    before: date | None
    state: TaskState | None
    done_on: date | None
    note: str
    row: int

    def done_by(self, day: date) -> bool:
        """Whether it is done on a day. Done without a date is done."""
        return self.state is TaskState.DONE and (self.done_on is None or self.done_on <= day)

    def days_over(self, day: date) -> int:
        """Days after the last day in time, 0 where it is in time, done, or nobody has said how it stands."""
        if self.before is None or self.state is None or self.done_by(day):
            return 0
        return max(0, (day - self.before).days + 1)


def overdue(tasks: Iterable[Task], day: date) -> tuple[Task, ...]:
    """The tasks that should be done by a day, and are said not to be."""
    return tuple(task for task in tasks if task.days_over(day))


def parse_task(row: int, data: Mapping[str, Any]) -> Task:
    """A task from its line in the plan's JSON."""
    start, before, done_on = (
        date.fromisoformat(data[name]) if name in data else None for name in ("start", "before", "done_on")
    )
    state = TaskState(data["state"]) if "state" in data else None
    number, name, owner, partners, note = (
        data.get(field, "") for field in ("number", "name", "owner", "partners", "note")
    )
    return Task(number, name, owner, partners, start, before, state, done_on, note, row)
