"""What the report says of the whole plan, where other working folders follow its other levels."""

from xlpy.core.consolidate import Standing
from xlpy.core.plan.elsewhere import LevelElsewhere, levels_elsewhere, whole_of
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind
from xlpy.core.text import formal_day, number
from xlpy.drawing.words import percent


def whole_plan(plan: Plan, standing: Standing) -> str:
    """All levels in one line: "đã nhập 12.345 trên 1.457.884 trường hợp, đạt 0,8%; …"; blank where there is one.

    The plan is the one that the day's run recorded, with what the run found in the other folders.
    """
    levels = levels_elsewhere(plan)
    if not levels:
        return ""
    whole = whole_of(plan, levels, standing.total[Kind.SUM].entered)
    least = "" if whole.complete else "ít nhất "
    return (
        f"đã nhập {least}{number(whole.entered)} trên {number(whole.cases)} trường hợp, "
        f"đạt {least}{percent(whole.entered, whole.cases)}; trong đó {', '.join(map(_level, levels))}"
    )


def _level(level: LevelElsewhere) -> str:
    if level.entered is None or level.day is None:
        return f"{level.name} chưa có số trên {number(level.cases)}"
    return f"{level.name} {number(level.entered)} trên {number(level.cases)} (đến {formal_day(level.day)})"
