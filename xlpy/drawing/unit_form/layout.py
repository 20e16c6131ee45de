"""Where everything stands in a unit's form: rows, columns, days, and the hidden columns that reckon for the visible ones."""

from collections.abc import Iterator
from datetime import date, timedelta

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from xlpy.core.forms import DAY_FORM, DAY_SHEET, mark
from xlpy.core.plan.levels import beside, own_level
from xlpy.core.plan.plan import Plan, Target
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.text import formal_day, office_hour
from xlpy.core.units import Unit, as_entry, short_name

DAYS_AFTER = 30
"""Work goes on after a deadline that is missed, and the form must not end with it."""
VERSION = 3
"""Of the form, in its mark; `core.day_sheet` reads them all."""
LINES = 6
"""How much is told of what is wrong above the days; what is beyond them is counted."""
SLOTS = len(KINDS) + 1
"""What may be wrong in a day's row: a thing a kind, and one of the day."""
FACTS = (
    *("mark", "office", "now", "here", "first", "last", "before", "live", "typed", "until"),
    *("errors", "looks", "blanks", "chosen"),
    *(f"{what}{line}" for line in range(1, LINES + 1) for what in ("rank", "slot", "place", "cause")),
    "counts",
    "shorts",
)
"""Hidden cells that the whole form shares (`facts`), from the top of their column; below the last stand more short words."""


class Layout:
    """A unit's form: its plan, and the place of each figure on the sheet of days (rows and columns from 0)."""

    state_row, progress_row, first_line_row = 1, 2, 3
    header_row = first_line_row + LINES // 2 + 1
    targets_row = header_row + DAY_FORM.header_rows
    entered_row, left_row = targets_row + 1, targets_row + 2
    opening_row = left_row + 1
    first_row = opening_row + 1

    def __init__(self, plan: Plan, unit: Unit, target: Target | None) -> None:
        self.plan = plan
        self.unit = unit
        self.target = target
        level = own_level(plan)
        self.level = beside(plan)
        """What stands behind the unit's name and the form's title where the form is not of the plan's first level."""
        self.mark = mark(unit.code, plan.document.number, VERSION, level.level if level else "")
        self.count = plan.campaign_days + DAYS_AFTER
        self.last_row = self.first_row + self.count - 1
        self._columns = {head.name: column for column, head in enumerate(DAY_FORM.columns)}
        self.entered_column = len(DAY_FORM.columns)
        self.cause_column = self.entered_column + len(KINDS)
        self.rank_column = self.cause_column + SLOTS
        self.filled_column = self.rank_column + SLOTS
        self.near_column = self.filled_column + 1
        self.fact_column = self.near_column + 1

    @property
    def titles(self) -> dict[str, str]:
        """What the titles of the forms name."""
        document = self.plan.document
        return {
            "number": document.number,
            "plan_date": formal_day(document.date),
            "issuer": document.issuer,
            "unit": self.unit.name,
        }

    def days(self) -> Iterator[tuple[int, date]]:
        """Row and day."""
        for place in range(self.count):
            yield self.first_row + place, self.plan.start + timedelta(days=place)

    def named(self, name: str) -> int:
        """A visible column: "day", "birth.today", "check"."""
        return self._columns[name]

    def typed(self, kind: Kind) -> int:
        """The column that a kind is typed into."""
        return self._columns[f"{kind}.{Measure.TODAY}"]

    @property
    def last(self) -> int:
        """The last visible column."""
        return len(DAY_FORM.columns) - 1

    def cell(self, column: int | str, row: int) -> str:
        """A cell, its column fixed: "$E9"."""
        return f"${xl_col_to_name(self._columns[column] if isinstance(column, str) else column)}{row + 1}"

    def fixed(self, column: int | str, row: int) -> str:
        """A cell that stays the same wherever a formula is copied: "$E$9"."""
        place = self._columns[column] if isinstance(column, str) else column
        return str(xl_rowcol_to_cell(row, place, row_abs=True, col_abs=True))

    def inputs(self, row: int) -> str:
        """The day's four cells to type into."""
        return f"{self.cell(self.typed(KINDS[0]), row)}:{self.cell(self.typed(KINDS[-1]), row)}"

    def entered(self, kind: Kind, row: int) -> str:
        """The hidden cell with what was entered by the end of a row's day."""
        return self.cell(self.entered_column + KINDS.index(kind), row)

    def column(self, column: int | str, *, first: int | None = None, width: int = 1) -> str:
        """A column (or several) of the days on their own sheet, from the first day's row if not told otherwise."""
        left = self._columns[column] if isinstance(column, str) else column
        top = self.first_row if first is None else first
        return f"{self.fixed(left, top)}:{self.fixed(left + width - 1, self.last_row)}"

    def whole(self, column: int | str) -> str:
        """A column of days from another sheet: "'Nhập hằng ngày'!$E$9:$E$92"."""
        return f"'{DAY_SHEET}'!{self.column(column)}"

    def fact(self, name: str) -> str:
        """A hidden cell that the whole form shares."""
        return self.fixed(self.fact_column, FACTS.index(name))

    def total(self, kind: Kind) -> int | None:
        """Cases to enter; None where the unit types them itself."""
        return None if self.target is None else self.target.cases[kind] or 0

    @property
    def whole_total(self) -> int | None:
        """Cases to enter of all kinds; None where the unit types them itself."""
        return None if self.target is None else self.target.total_cases

    @property
    def last_day(self) -> date:
        """The last day in time."""
        return self.plan.deadline - timedelta(days=1)

    @property
    def hour(self) -> str:
        """The hour before which a unit sends its form, as the plan writes hours."""
        return office_hour(self.plan.units_report_before)

    @property
    def place(self) -> str:
        """The place that a letter of the unit is dated from: its name without the word for its level."""
        return as_entry(short_name(self.unit.name))

    @property
    def most_a_day(self) -> int | None:
        """Cases that the unit's machines can enter in a day, by the higher of the two norms; None where unknown."""
        return None if self.target is None else self.plan.most_per_day(self.target)

    def typed_before(self, place: str) -> str:
        """A formula, without "=": the place of the last day before another with an entry; 0 where there is none."""
        filled = self.column(self.filled_column)
        return f'IF(COUNTIF({filled},"<"&{place})=0,0,LARGE({filled},COUNTIF({filled},">="&{place})+1))'

    def most(self, row: int) -> str | None:
        """Cases that a row's report may speak of, as a formula without "=": a day's, where every day has its report,
        else those of the days since the row before with an entry, as the office reckons; None where unknown."""
        if self.most_a_day is None:
            return None
        if self.plan.period.is_daily or not self.most_a_day:
            return str(self.most_a_day)
        place = row - self.first_row + 1
        above = f"{self.fixed(self.filled_column, self.first_row)}:{self.cell(self.filled_column, row - 1)}"
        return f"{self.most_a_day}*{f'({place}-MAX({above}))' if place > 1 else place}"
