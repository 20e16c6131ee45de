"""Cells of the sheet of days by the names that the rules' twins use."""

from xlpy.core.records import Kind
from xlpy.drawing.unit_form.layout import Layout

SUM_TODAY, SUM_ENTERED, SUM_LEFT = "sum.today", "sum.entered", "sum.remaining"
"""Columns of the four kinds together."""


def before_places(layout: Layout, kind: Kind) -> dict[str, str]:
    """The cells of what was entered before the first day, by the names that twins use."""
    cell = layout.cell(layout.typed(kind), layout.opening_row)
    return {"today": cell, "entered": cell, "total": layout.fixed(layout.typed(kind), layout.targets_row)}


def day_places(layout: Layout, row: int, kind: Kind) -> dict[str, str]:
    """The cells of a day's kind by the names that twins use."""
    day_sum = layout.cell(SUM_TODAY, row)
    places = {
        "today": layout.cell(layout.typed(kind), row),
        "entered": layout.entered(kind, row),
        "total": layout.fixed(layout.typed(kind), layout.targets_row),
        "note": layout.cell("note", row),
        "date": layout.cell("day", row),
        "now": layout.fact("now"),
        "all_today": layout.inputs(row),
        "day_sum": day_sum,
        "left": layout.cell(SUM_LEFT, row),
        "reason": layout.cell("reason", row),
    }
    if row >= layout.first_row + 2:
        # Rows are days, so three rows are three days on end.
        places["last_days"] = f"{layout.cell(SUM_TODAY, row - 2)}:{day_sum}"
        places["last_reasons"] = f"{layout.cell('reason', row - 2)}:{layout.cell('reason', row)}"
    if (most := layout.most(row)) is not None:
        places["most"] = most
        if layout.most_a_day:
            places["twice"] = str(2 * layout.most_a_day) if layout.plan.period.is_daily else f"2*{most}"
    return places
