"""The plan as it is on a day: with the machines that have come and gone until then.

What the office typed stays as it is: the plan's JSON that a run keeps has all days in it.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from xlpy.core.plan.moves import known_moves, moved
from xlpy.core.plan.plan import Level, Plan, parse_plan


def of_day(plan: Plan, day: date) -> Plan:
    """The plan as it is at the end of a day. Where nothing in it has a day it is the plan itself.

    Of a plan that is already one of a day, it is what the office typed that is asked again.
    """
    issued = plan.issued or plan
    if not issued.aside.moves:
        return issued
    return replace(issued, levels=_levels(issued, day), issued=issued)


def machines_by_day(plans: Iterable[tuple[date, str]]) -> dict[date, Mapping[str, int]]:
    """Of days and the JSON of the plan of each, only the machines of the units that report: day → unit → machines.

    Plans change rarely: each is read once, and made a plan of only where its machines come and go.
    """
    read: dict[str, Callable[[date], Mapping[str, int]]] = {}
    found = {}
    for day, text in plans:
        if text not in read:
            read[text] = _machines_of(json.loads(text))
        found[day] = read[text](day)
    return found


def _machines_of(data: Mapping[str, Any]) -> Callable[[date], Mapping[str, int]]:
    if "moves" in data:
        plan = parse_plan(data)
        return lambda day: machines_of(of_day(plan, day))
    tracked = next(level for level in data["levels"] if level["level"] == data["form"]["level"])
    machines = {line["code"]: line["machines"] for line in tracked["targets"]}
    return lambda _: machines


def machines_of(plan: Plan) -> Mapping[str, int]:
    """The machines of the units that report."""
    return {code: target.machines for code, target in plan.targets.items()}


def codes_by_level(plan: Plan) -> Mapping[str, frozenset[str]]:
    """The units that each level has at any time."""
    return {level.level: frozenset(target.unit.code for target in level.targets) for level in plan.levels}


def _levels(plan: Plan, day: date) -> tuple[Level, ...]:
    moves = [move for move in known_moves(plan, codes_by_level(plan)) if move.day <= day]
    return tuple(_with_machines(level, moved(moves, level.level)) for level in plan.levels)


def _with_machines(level: Level, changes: Mapping[str, int]) -> Level:
    """Fewer than none is told by a rule (MA04), and counts as none."""
    return level._replace(
        targets=tuple(
            target._replace(machines=max(0, target.machines + changes.get(target.unit.code, 0)))
            for target in level.targets
        )
    )
