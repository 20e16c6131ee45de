"""Where on Điều khiển the board has what: its columns, shown and hidden, and what more than one line needs."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_col_to_name, xl_range, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from xlpy.core.consolidate import Status
from xlpy.core.forms import FORM_SHEET
from xlpy.core.office_book import BOARD_ROW, CONTROL_SHEET, TYPING
from xlpy.core.records import KINDS, Measure
from xlpy.core.units import Unit, Units
from xlpy.drawing import palette
from xlpy.drawing.office_book.trend import DAYS, Trends
from xlpy.drawing.office_book.views import ShownDay
from xlpy.drawing.palette import on_screen
from xlpy.drawing.sheet import Book
from xlpy.drawing.words import LATE, MISSING, PHONED, REFUSED, WELL

REPORTED = (WELL, LATE, PHONED)
TO_CALL = (REFUSED, MISSING)

NUMBER, UNIT, STATE, HOUR, ERRORS, WARNINGS, TODAY, CHANGE, ENTERED, REMAINING, SHARE, CHART, NEEDED, FINISH = range(
    1, 15
)
CODE = TYPING.code_column
MATCH, SHORT, CALLS, STATUS, IN_TIME_OR_LATE, PACE, LINES = range(CODE + 1, CODE + 8)
SUMS = LINES + DAYS
LAST_HIDDEN = SUMS + DAYS - 1


class Board(NamedTuple):
    """What the rest of Điều khiển needs of the board: its last unit's row and TỔNG's, and what its cells say."""

    last: int
    shown: ShownDay | None
    trends: Trends

    @property
    def total(self) -> int:
        return self.last + 1

    def cells(self, column: int) -> str:
        """A column of all units: "$D$13:$D$23"."""
        return str(xl_range_abs(BOARD_ROW, column, self.last, column))

    def having(self, *signs: str) -> str:
        """How many units' states begin with one of these signs, as a formula."""
        return "+".join(f'COUNTIF({self.cells(STATE)},"{sign}*")' for sign in signs)

    @property
    def reported(self) -> str:
        """How many have figures."""
        return self.having(*REPORTED)

    @property
    def names(self) -> str:
        """The cell with the names of all that have none."""
        return at(CALLS, self.last)

    def sum(self, column: int) -> str:
        """A cell of TỔNG."""
        return at(column, self.total)


def at(column: int, row: int) -> str:
    """A cell with its column fixed: "$D13"."""
    return f"${xl_col_to_name(column)}{row + 1}"


DAYS_LEFT, FROM_DAY = (f"${xl_col_to_name(MATCH)}${row}" for row in (7, 8))
"""Cells of Điều khiển with the days that are left to enter in, and the first of them."""


def needed_words(remaining: str) -> str:
    """The formula for `trend.needed`: of all units it is reckoned of their sum, as the report does."""
    rest, left = remaining, DAYS_LEFT
    return f'IF({rest}="","",IF({rest}<=0,0,IF({left}=0,"",ROUNDUP({rest}/{left},0))))'


def to_call(shown: ShownDay | None, senders: Units, units: Sequence[Unit] | None = None) -> str:
    """The names of those units that owe figures, each after a comma; of all `senders`, or of some of them."""
    known = [(unit, shown.unit(unit.code)) for unit in units or senders] if shown else []
    return "".join(
        f", {senders.short_names[unit.code]}"
        for unit, day in known
        if day and day.status in (Status.REFUSED, Status.MISSING)
    )


def of_form(measure: Measure, row: int) -> str:
    """A cell of the sums on Phụ lục 01."""
    column = 2 + 4 * len(KINDS) + list(Measure).index(measure)
    return f"'{FORM_SHEET}'!${xl_col_to_name(column)}{row + 1}"


def draw_share(book: Book, sheet: Worksheet, row: int, source: int, done: tuple[int, int] | None, **style: Any) -> None:
    """What part of its cases a line has entered."""
    entered, total = of_form(Measure.ENTERED, source), of_form(Measure.TOTAL, source)
    value = done[0] / done[1] if done and done[1] else ""
    formula = f'=IF(OR({entered}="",{total}=0),"",{entered}/{total})'
    sheet.write_formula(row, SHARE, formula, on_screen(book, **style, num_format=palette.SHARE, align="right"), value)


def draw_chart(sheet: Worksheet, row: int) -> None:
    """The ten days as small columns. Where a program has none, the change against the day before still tells."""
    options = {
        "range": f"'{CONTROL_SHEET}'!{xl_range(row, SUMS, row, SUMS + DAYS - 1)}",
        "type": "column",
        "series_color": palette.BLUE,
        "last_point": True,
        "last_color": palette.NAVY,
        "min": 0,
        "show_hidden": True,
    }
    sheet.add_sparkline(row, CHART, options)
