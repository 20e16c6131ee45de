"""What report and letter say of the plan's tasks (II.3.3) that should be done by the day and are not."""

from datetime import date

from xlpy.core.plan.plan import Plan
from xlpy.core.plan.tasks import overdue
from xlpy.core.text import clipped, formal_day, number

_MOST_NAMED = 3
_LONGEST = 70
"""Letters of a task's name."""


def overdue_tasks(plan: Plan, day: date) -> str:
    """The overdue tasks in one line: "3. Bố trí thêm máy (trước ngày 19/5/2023)"; blank where there is none.

    The plan is the one that the day's run recorded, with its tasks as they stood then.
    """
    late = overdue(plan.aside.tasks, day)
    named = [
        f"{f'{task.number}. ' if task.number else ''}{clipped(task.name, _LONGEST)} "
        f"(trước ngày {formal_day(task.before)})"
        for task in late[:_MOST_NAMED]
        if task.before
    ]
    more = f" và {number(len(late) - _MOST_NAMED)} nhiệm vụ khác" if len(late) > _MOST_NAMED else ""
    return "; ".join(named) + more
