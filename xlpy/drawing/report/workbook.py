"""The provincial report of a day, in the layout that its run recorded."""

from xlpy.core.before import NOTHING, Before
from xlpy.core.consolidate import Standing
from xlpy.core.plan.plan import Plan
from xlpy.drawing.report.look import LAYOUT


def draw_report(plan: Plan, standing: Standing, before: Before = NOTHING) -> bytes:
    """The report workbook of a day. The same standing, plan and earlier days give the same bytes."""
    layout = plan.look.get(LAYOUT, 1)
    if layout == 1:
        from xlpy.drawing.report import layout_1  # only for a report of before

        return layout_1.draw(plan, standing)
    if layout == 2:
        from xlpy.drawing.report import layout_2

        return layout_2.draw(plan, standing, before)
    if layout == 3:
        from xlpy.drawing.report import layout_3

        return layout_3.draw(plan, standing, before)
    from xlpy.drawing.report import layout_4

    return layout_4.draw(plan, standing, before, fitted=layout != 4)
