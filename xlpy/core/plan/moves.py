"""Machines that come and go (II.4): the sheet Máy, a line a move. The plan's machines are the start."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from xlpy.core.office_book import MOVES_SHEET
from xlpy.core.plan.settings import SettingKind
from xlpy.core.plan.side_sheets import MOST_AT_ONE_PLACE, Column, SideSheet
from xlpy.core.text import key

if TYPE_CHECKING:
    from xlpy.core.plan.plan import Level, Plan


class What(StrEnum):
    """What becomes of machines."""

    RECEIVED = "received"
    HANDED_ON = "handed-on"
    BROKEN = "broken"
    MENDED = "mended"
    LENT = "lent"
    RETURNED = "returned"
    CHECKED = "checked"


MOVE_WORDS: Mapping[str, str] = {
    "nhận về": What.RECEIVED.value,
    "chuyển đi": What.HANDED_ON.value,
    "hỏng": What.BROKEN.value,
    "sửa xong": What.MENDED.value,
    "cho mượn": What.LENT.value,
    "được trả lại": What.RETURNED.value,
    "đã kiểm tra an ninh": What.CHECKED.value,
}
"""Words in the cell → value in the plan."""
WORD_OF: Mapping[What, str] = {What(value): word for word, value in MOVE_WORDS.items()}

EFFECT: Mapping[What, int] = {
    What.RECEIVED: 1,
    What.HANDED_ON: -1,
    What.BROKEN: -1,
    What.MENDED: 1,
    What.LENT: -1,
    What.RETURNED: 1,
    What.CHECKED: 0,
}
"""By how much each machine of a line changes the number in use at its unit."""
AT_THE_OTHER: frozenset[What] = frozenset({What.RECEIVED, What.HANDED_ON, What.LENT, What.RETURNED})
"""Where another unit is named, as many leave it or come to it: one line a move, and no machine is there twice."""
BACK: Mapping[What, What] = {What.RETURNED: What.LENT, What.MENDED: What.BROKEN}
"""What can only be as many as went the other way before."""

MOVES_SIDE = SideSheet(
    MOVES_SHEET,
    (
        Column("day", "Ngày", SettingKind.DATE),
        Column("code", "Mã"),
        Column("level", "Cấp"),
        Column("what", "Việc", SettingKind.CHOICE, MOVE_WORDS),
        Column("count", "Số máy", SettingKind.NUMBER, most=MOST_AT_ONE_PLACE),
        Column("other", "Với mã"),
        Column("note", "Ghi chú"),
    ),
    head_row=4,
)


class Move(NamedTuple):
    """One line. What was not typed, or not understood, is None or "": such a line counts for nobody.

    `level` "" is the level that the folder follows; `other` the unit that machines come from or go to, at the same
    level; `row` the line's, as a spreadsheet counts.
    """

    day: date | None
    code: str
    level: str
    what: What | None
    machines: int | None
    other: str
    row: int

    @property
    def whole(self) -> bool:
        """Whether day, work and number are all known."""
        return self.day is not None and self.what is not None and bool(self.machines)


class Known(NamedTuple):
    """A line that counts, with the level that it speaks of."""

    move: Move
    level: str
    day: date
    what: What
    machines: int

    def effects(self) -> Iterator[tuple[str, int]]:
        """Unit → by how much its machines in use change."""
        change = EFFECT[self.what] * self.machines
        yield self.move.code, change
        if self.move.other and self.what in AT_THE_OTHER:
            yield self.move.other, -change


def parse_move(row: int, data: Mapping[str, Any]) -> Move:
    """A move from its line in the plan's JSON."""
    return Move(
        date.fromisoformat(data["day"]) if "day" in data else None,
        data.get("code", ""),
        data.get("level", ""),
        What(data["what"]) if "what" in data else None,
        data.get("count"),
        data.get("other", ""),
        row,
    )


def level_of(plan: "Plan", move: Move) -> "Level | None":
    """The level that a line speaks of; None where the plan has none of that name."""
    if not move.level:
        return plan.tracked
    return next((one for one in plan.levels if key(move.level) in (key(one.level), key(one.name))), None)


def known_moves(plan: "Plan", codes: Mapping[str, frozenset[str]]) -> tuple[Known, ...]:
    """The lines that count, in the order of their days. `codes`: level → units that it has at any time."""
    found = []
    for move in plan.aside.moves:
        level = level_of(plan, move)
        if level is None or not move.whole or move.code not in codes[level.level]:
            continue
        if move.other and (move.other not in codes[level.level] or move.other == move.code):
            continue
        assert move.day is not None
        assert move.what is not None
        found.append(Known(move, level.level, move.day, move.what, move.machines or 0))
    return tuple(sorted(found, key=lambda one: one.day))


def told_until(moves: Iterable[Known]) -> Callable[[str, str, What, date], int]:
    """How many machines of a unit were told to be of a kind of work until the end of a day: (level, code, what, day).

    `moves` in the order of their days.
    """
    days: dict[tuple[str, str, What], list[date]] = {}
    sums: dict[tuple[str, str, What], list[int]] = {}
    for one in moves:
        place = one.level, one.move.code, one.what
        days.setdefault(place, []).append(one.day)
        so_far = sums.setdefault(place, [0])
        so_far.append(so_far[-1] + one.machines)

    def until(level: str, code: str, what: What, day: date) -> int:
        place = level, code, what
        return sums[place][bisect_right(days[place], day)] if place in days else 0

    return until
