"""Which of the plan's levels is meant, and the plan as it is for who follows another level than the communes'.

The form is the same for all of them. Each level has its own working folder: its units, totals, machines and days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from xlpy.core.plan.period import Period, default_every
from xlpy.core.plan.plan import Level, Plan
from xlpy.core.text import bare, key


def level_named(plan: Plan, words: str) -> Level | None:
    """The level that words name: its code, its name with or without "cấp" and accents, or its appendix."""
    wanted = {key(words), key(f"cấp {words}")}
    for level in plan.levels:
        names = {key(level.level), key(level.name), key(level.appendix)}
        if wanted & (names | {bare(key(level.name))}) or bare(f"cấp {words}") == bare(level.name):
            return level
    return None


def own_level(plan: Plan) -> Level | None:
    """The level that the plan follows, where it is not the first: what then has to be said on forms and in marks."""
    return None if plan.tracked is plan.levels[0] else plan.tracked


def beside(plan: Plan) -> str:
    """What stands behind a unit's name, or the day of its report, where that alone would mean the first level's:
    " (cấp huyện)"; "" for the first level."""
    level = own_level(plan)
    return f" ({level.name})" if level else ""


def tracking(plan: Plan, level: Level) -> Plan:
    """The same plan, followed at another level."""
    if level.level == plan.tracked_level:
        return plan
    codes = {target.unit.code for target in level.targets}
    extra = {code: most for code, most in plan.extra_machines.items() if code in codes and level is plan.levels[0]}
    period = Period(plan.start, default_every(first_level=level is plan.levels[0]))
    return replace(plan, tracked_level=level.level, stated_tracked_cases=None, extra_machines=extra, period=period)


def tracking_data(data: Mapping[str, Any], level: str) -> dict[str, Any]:
    """`tracking` in the plan's JSON: what the plan's text says of the level that it was issued for is left out."""
    if data["form"]["level"] == level:
        return dict(data)
    form = {name: value for name, value in data["form"].items() if name != "stated_cases"} | {"level": level}
    stated = {name: value for name, value in data.get("stated", {}).items() if name != "extra_machines"}
    reporting = {name: value for name, value in data["reporting"].items() if name not in ("period", "asked")}
    told = {**data, "form": form, "stated": stated, "reporting": reporting}
    if "moves" in data:  # a line that names no level is of the one that was followed
        told["moves"] = [{**line, "level": line.get("level", data["form"]["level"])} for line in data["moves"]]
    if "changes" in data:  # how a unit of one level was split says nothing of another one
        told["changes"] = [line for line in data["changes"] if _is_whole(line, data["changes"])]
    return told


def _is_whole(line: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> bool:
    return sum((one.get("day"), one.get("old")) == (line.get("day"), line.get("old")) for one in lines) == 1
