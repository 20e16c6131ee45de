"""The form that a unit fills in: a sheet with one row a day to type into, the official form that shows one day,
and a list of cases that are followed apart.

An .xlsx without macros, for Excel 2013 and later, WPS and LibreOffice.
"""

from xlpy.core.plan.plan import Plan, Target
from xlpy.core.units import Unit
from xlpy.drawing.palette import NORMAL
from xlpy.drawing.sheet import Book
from xlpy.drawing.unit_form.days import draw_days
from xlpy.drawing.unit_form.guide import draw_guide
from xlpy.drawing.unit_form.layout import Layout
from xlpy.drawing.unit_form.mismatches import draw_mismatches
from xlpy.drawing.unit_form.official import draw_official


def draw_unit_form(plan: Plan, unit: Unit) -> bytes:
    """The form of one unit of the plan's tree, of any level. The same plan and unit give the same bytes."""
    target = target_of(plan, unit)
    book = Book(f"Phụ lục 01, {unit.name}", plan.start, NORMAL)
    layout = Layout(plan, unit, target)
    days = draw_days(book, layout)
    draw_official(book, layout)
    draw_mismatches(book, layout)
    draw_guide(book, layout)
    days.activate()
    return book.close()


def target_of(plan: Plan, unit: Unit) -> Target | None:
    """What the plan gives a unit to enter, first at the level that the daily form follows.

    None where the plan gives it nothing of its own (a commune, whose cases stand in its district's line): then the
    unit types its totals itself.
    """
    levels = (plan.tracked, *(level for level in plan.levels if level is not plan.tracked))
    return next((target for level in levels for target in level.targets if target.unit.code == unit.code), None)
