"""Where the sheet Máy has the machines of the day that Điều khiển shows: for Phụ lục 02–04 and what follows from them."""

from xlsxwriter.utility import xl_col_to_name, xl_range_abs

from xlpy.core.office_book import MOVES_SHEET
from xlpy.core.plan.moves import MOVES_SIDE
from xlpy.core.plan.plan import Level
from xlpy.drawing.office_book.moves_later import UnitsEver

STATE_COLUMN = len(MOVES_SIDE.columns) + 3
"""Where the table of what each unit has begins: its name, its machines by the appendix, those in use."""
KEY_COLUMN = STATE_COLUMN + 6
"""Hidden from here on: first the units' keys."""
USED_COLUMN = len(MOVES_SIDE.columns) + 22
"""Hidden: what is in use of the unit that has a line's code on the day shown, blank where none has."""


def used_cell(ever: UnitsEver, level: Level, code: str) -> str:
    """The cell with the machines that the unit of a code uses on the day shown."""
    return f"'{MOVES_SHEET}'!${xl_col_to_name(USED_COLUMN)}${MOVES_SIDE.first_row + ever.place(level, code) + 1}"


def used_of_level(ever: UnitsEver, level: Level) -> str:
    """The machines of all units of a level on the day shown, as a formula; "" where no unit comes that has no line in its
    appendix: then they are those of its lines."""
    if not ever.came(level):
        return ""
    first, last = MOVES_SIDE.first_row, MOVES_SIDE.first_row + len(ever.lines) - 1
    keys, used = (f"'{MOVES_SHEET}'!{xl_range_abs(first, at, last, at)}" for at in (KEY_COLUMN, STATE_COLUMN + 2))
    return f'SUMIF({keys},"{level.name}|*",{used})'
