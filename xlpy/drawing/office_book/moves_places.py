"""The cells of the sheet Máy by what they mean, those of formulas beside those that are typed, and the areas that formulas
add up."""

from collections.abc import Mapping

from xlsxwriter.utility import xl_col_to_name, xl_range_abs

from xlpy.core.plan.moves import MOVES_SIDE, WORD_OF, What
from xlpy.core.plan.settings import DEADLINE, START
from xlpy.drawing.office_book.changes import NEW_CODES
from xlpy.drawing.office_book.moves_used import KEY_COLUMN, STATE_COLUMN, USED_COLUMN

UNIT, LEFT = len(MOVES_SIDE.columns), len(MOVES_SIDE.columns) + 1
"""Beside a line: whose machines, and how many are in use at the end of its day."""
STATE_HEADS = ("Đơn vị", "Theo Phụ lục", "Đang dùng", "Đang hỏng", "Đang cho mượn", "Đã kiểm tra an ninh")
STATE_WIDTHS = (186, 58, 58, 58, 66, 72)
assert STATE_COLUMN + len(STATE_HEADS) == KEY_COLUMN
TOLD = KEY_COLUMN + 1
_HIDDEN = (
    "key",
    "other_key",
    "counts",
    "effect",
    "other_effect",
    "any",
    "back",
    "went",
    "other_left",
    "joined",
    "same",
)
_FIRST_HIDDEN = TOLD + 1
assert _FIRST_HIDDEN + len(_HIDDEN) == USED_COLUMN
NAME = USED_COLUMN + 1
"""A unit's name without its days."""
THERE = ("there_of", "there", "moved", "other_moved")
"""Of a line that could not be carried out whole: what it said when it was reckoned, and how many machines were there to be
moved; and what a line moves."""


def _area(*corners: int) -> str:
    return str(xl_range_abs(*corners))


class Places:
    """Cells of the sheet by what they mean, and the areas that formulas add up."""

    def __init__(self, first: int, last: int, last_unit: int, tracked: str) -> None:
        self.first, self.last = first, last
        self._last_unit, self.tracked = last_unit, tracked
        names = {column.name: at for at, column in enumerate(MOVES_SIDE.columns)}
        self.column = {**names, "left": LEFT} | {name: _FIRST_HIDDEN + at for at, name in enumerate(_HIDDEN)}
        self.column |= {name: NAME + 1 + at for at, name in enumerate(THERE)}

    def at(self, name: str, row: int) -> str:
        return f"${xl_col_to_name(self.column[name])}{row + 1}"

    def area(self, name: str) -> str:
        column = self.column[name]
        return _area(self.first, column, self.last, column)

    def of_units(self, column: int) -> str:
        return _area(self.first, column, self._last_unit, column)

    def key(self, row: int, name: str = "code") -> str:
        """ "cấp xã|696" of a line's unit, or of the other one."""
        level = self.at("level", row)
        return f'IF({level}="","{self.tracked}",{level})&"|"&{self.at(name, row)}'

    def sum_until(self, key: str, day: str, what: What | None = None, other: str = "", *, typed: bool = False) -> str:
        """What the lines until a day change at a unit; or, of one kind of work, how many machines they name.

        `other`: what must stand under Với mã, as SUMIFS has it. `typed`: as if all were there that the lines move.
        """
        days = f'{self.area("day")},"<="&{day}'
        if what is not None:
            named = f",{self.area('other')},{other}" if other else ""
            return (
                f'SUMIFS({self.area("count")},{self.area("key")},{key},{days},{self.area("what")},"{WORD_OF[what]}",'
                f"{self.area('counts')},1{named})"
            )
        own, others = ("effect", "other_effect") if typed else ("moved", "other_moved")
        return (
            f"SUMIFS({self.area(own)},{self.area('key')},{key},{days})"
            f"+SUMIFS({self.area(others)},{self.area('other_key')},{key},{days})"
        )

    def out_until(self, key: str, day: str, went: What, back: What) -> str:
        """How many machines of a unit went and are not back until a day, of those that were there to be moved."""
        moved = (
            f'SUMIFS({self.area("moved")},{self.area("key")},{key},{self.area("day")},"<="&{day},'
            f'{self.area("what")},"{WORD_OF[what]}")'
            for what in (went, back)
        )
        return f"-({'+'.join(moved)})"

    def told_until(self, key: str, day: str) -> str:
        """How many lines until a day speak of a unit's machines that must be checked, or were."""
        days = f'{self.area("day")},"<="&{day},{self.area("counts")},1,{self.area("what")}'
        kinds = ("key", (What.RECEIVED, What.CHECKED)), ("other_key", (What.LENT, What.HANDED_ON))
        return "+".join(
            f'COUNTIFS({self.area(name)},{key},{days},"{WORD_OF[what]}")' for name, whats in kinds for what in whats
        )

    def of_line(self, row: int) -> Mapping[str, str]:
        """The places of the rules about a line."""
        names = (
            *("day", "code", "what", "count", "other", "left", "any", "back", "went"),
            *("other_left", "same", "effect", "other_effect"),
        )
        return {
            **{f"move_{name}": self.at(name, row) for name in names},
            "move_key": self.at("key", row),
            "move_other_key": self.at("other_key", row),
            "move_units": self.of_units(KEY_COLUMN),
            "move_new": NEW_CODES,
            "move_start": START.name,
            "move_deadline": DEADLINE.name,
        }

    def of_unit(self, row: int) -> Mapping[str, str]:
        """The places of the rule about what a unit has."""
        columns = {"unit_used": STATE_COLUMN + 2, "unit_checked": STATE_COLUMN + 5, "unit_told": TOLD}
        return {name: f"${xl_col_to_name(column)}{row + 1}" for name, column in columns.items()}
