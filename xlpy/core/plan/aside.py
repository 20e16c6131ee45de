"""What the office keeps beside the figures, on sheets of their own."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from xlpy.core.plan.changes import CHANGES_SIDE, Change, parse_change
from xlpy.core.plan.elsewhere import Elsewhere, parse_elsewhere
from xlpy.core.plan.moves import MOVES_SIDE, Move, parse_move
from xlpy.core.plan.side_sheets import SideSheet, UnreadCell, rows_of
from xlpy.core.plan.tasks import TASKS_SIDE, Task, parse_task
from xlpy.core.plan.teams import SHIFTS_SIDE, TEAMS_SIDE, Teams, parse_teams
from xlpy.core.text import key

SIDE_SHEETS: Mapping[str, SideSheet] = {
    "tasks": TASKS_SIDE,
    "shifts": SHIFTS_SIDE,
    "teams": TEAMS_SIDE,
    "moves": MOVES_SIDE,
    "changes": CHANGES_SIDE,
}
"""Where each stands in the plan's JSON."""


class Aside(NamedTuple):
    """The side sheets' contents; the folders of other levels, and what the day's run found in them."""

    tasks: tuple[Task, ...] = ()
    unread: tuple[UnreadCell, ...] = ()
    teams: Teams = Teams()
    folders: tuple[str, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    moves: tuple[Move, ...] = ()
    changes: tuple[Change, ...] = ()


def lacking(sheets: Iterable[str]) -> tuple[str, ...]:
    """The side sheets, where a workbook with these sheets is of before and has none of them."""
    absent = gone(sheets)
    return absent if len(absent) == len({side.sheet for side in SIDE_SHEETS.values()}) else ()


def gone(sheets: Iterable[str]) -> tuple[str, ...]:
    """The side sheets that are not among these: where others of them are, somebody deleted or renamed them."""
    known = frozenset(map(key, sheets))
    return tuple(dict.fromkeys(side.sheet for side in SIDE_SHEETS.values() if key(side.sheet) not in known))


def parse_aside(data: Mapping[str, Any]) -> Aside:
    """From the plan's JSON."""
    return Aside(
        tasks=tuple(parse_task(row, line) for row, line in rows_of(data.get("tasks", []), TASKS_SIDE)),
        unread=tuple(UnreadCell(**cell) for cell in data.get("unread", ())),
        teams=parse_teams(data),
        folders=tuple(data.get("folders", {}).get("levels", ())),
        elsewhere=tuple(parse_elsewhere(one) for one in data.get("elsewhere", ())),
        moves=tuple(parse_move(row, line) for row, line in rows_of(data.get("moves", []), MOVES_SIDE)),
        changes=tuple(parse_change(row, line) for row, line in rows_of(data.get("changes", []), CHANGES_SIDE)),
    )
