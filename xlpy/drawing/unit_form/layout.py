"""Where everything stands in a unit's form: rows, columns, days."""

from collections.abc import Iterator
from datetime import date, timedelta

from xlsxwriter.utility import xl_col_to_name

from xlpy.core.forms import DAY_FORM, DAY_SHEET, mark
from xlpy.core.plan.plan import Plan, Target
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.text import day as written
from xlpy.core.text import office_hour
from xlpy.core.units import Unit, parse_name

DAYS_AFTER = 30
"""Work goes on after a deadline that is missed, and the form must not end with it."""


class Layout:
    """A unit's form: its plan, and the place of each figure on the sheet of days (rows and columns from 0)."""

    header_row = 4
    opening_row = header_row + DAY_FORM.header_rows
    first_row = opening_row + 1

    def __init__(self, plan: Plan, unit: Unit, target: Target | None) -> None:
        self.plan = plan
        self.unit = unit
        self.target = target
        self.mark = mark(unit.code, plan.document.number)
        self.count = plan.campaign_days + DAYS_AFTER
        self.last_row = self.first_row + self.count - 1
        self._columns = {head.name: column for column, head in enumerate(DAY_FORM.columns)}

    @property
    def titles(self) -> dict[str, str]:
        """What the titles of the forms name."""
        document = self.plan.document
        return {
            "number": document.number,
            "plan_date": written(document.date),
            "issuer": document.issuer,
            "unit": self.unit.name,
        }

    def days(self) -> Iterator[tuple[int, date]]:
        """Row and day."""
        for place in range(self.count):
            yield self.first_row + place, self.plan.start + timedelta(days=place)

    def column(self, kind: Kind, measure: Measure) -> int:
        return self._columns[f"{kind}.{measure}"]

    def named(self, name: str) -> int:
        """A column that is no figure: "day", "note", "check"."""
        return self._columns[name]

    def cell(self, kind: Kind, measure: Measure, row: int) -> str:
        """The cell of a figure, its column fixed: "$E9"."""
        return f"${xl_col_to_name(self.column(kind, measure))}{row + 1}"

    def inputs(self, row: int) -> str:
        """The day's four cells to type into, for a function that takes a list."""
        return ",".join(self.cell(kind, Measure.TODAY, row) for kind in KINDS)

    def whole(self, name: str | int) -> str:
        """A column of days on its sheet, from another sheet: "'Nhập hằng ngày'!$E$9:$E$92"."""
        letter = xl_col_to_name(self._columns[name] if isinstance(name, str) else name)
        return f"'{DAY_SHEET}'!${letter}${self.first_row + 1}:${letter}${self.last_row + 1}"

    def total(self, kind: Kind) -> int | None:
        """Cases to enter; None where the unit types them itself."""
        return None if self.target is None else self.target.cases[kind] or 0

    @property
    def hour(self) -> str:
        """The hour before which a unit sends its form, as the plan writes hours."""
        return office_hour(self.plan.units_report_before)

    @property
    def place(self) -> str:
        """The place that a letter of the unit is dated from: its name without the word for its level."""
        level = parse_name(self.unit.name).level.split()
        return " ".join(self.unit.name.split()[len(level) :])

    @property
    def most(self) -> int | None:
        """Cases that the unit's machines can enter in a day by the higher of the two norms; None where unknown."""
        return None if self.target is None else self.plan.most_per_day(self.target)
