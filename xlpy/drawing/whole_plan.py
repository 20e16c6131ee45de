"""What the report says of the whole plan, where other working folders follow its other levels."""

from xlpy.core.consolidate import Standing
from xlpy.core.plan.aside import Elsewhere
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind
from xlpy.core.text import formal_day, number
from xlpy.drawing.words import percent


def whole_plan(plan: Plan, standing: Standing) -> str:
    """All levels in one line: "đã nhập 12.345 trên 1.457.884 trường hợp, đạt 0,8%; …"; blank where there is one.

    The plan is the one that the day's run recorded, with what the run found in the other folders.
    """
    elsewhere = plan.aside.elsewhere
    if not elsewhere:
        return ""
    known = {one.level: one for one in elsewhere if one.day}
    cases = sum(level.cases for level in plan.levels)
    entered = standing.total[Kind.SUM].entered + sum(one.entered for one in known.values())
    parts = [
        _level(known.get(level.level), level.name, level.cases)
        for level in plan.levels
        if level.level != plan.tracked_level
    ]
    least = "ít nhất " if len(known) < len(plan.levels) - 1 else ""
    return (
        f"đã nhập {least}{number(entered)} trên {number(cases)} trường hợp, đạt {least}{percent(entered, cases)}; "
        f"trong đó {', '.join(parts)}"
    )


def _level(found: Elsewhere | None, name: str, cases: int) -> str:
    if found is None or found.day is None:
        return f"{name} chưa có số trên {number(cases)}"
    return f"{name} {number(found.entered)} trên {number(cases)} (đến {formal_day(found.day)})"
