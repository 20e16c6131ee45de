"""Figures of a campaign that could have been: the same seed gives the same campaign."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from xlpy.core.plan.plan import Plan, Target
from xlpy.core.records import KINDS, Kind


@dataclass(frozen=True, slots=True)
class Work:
    """What a unit has done by the end of a day: cases by kind, entered on the day and since the start."""

    unit: str
    day: date
    today: Mapping[Kind, int]
    entered: Mapping[Kind, int]


def campaign(plan: Plan, days: int, seed: int) -> Iterator[dict[str, Work]]:
    """Day by day from the plan's start, every sender's work by code.

    A unit enters 55–105 % of machines × norm a day until nothing is left, births first (II.1.2).
    """
    dice = random.Random(seed)
    entered = {target.unit.code: dict.fromkeys(KINDS, 0) for target in plan.tracked.targets}
    for number in range(days):
        day = plan.start + timedelta(days=number)
        worked = {}
        for target in plan.tracked.targets:
            code = target.unit.code
            today = _share(plan, target, entered[code], int(plan.per_day(target) * dice.uniform(0.55, 1.05)), dice)
            entered[code] = {kind: entered[code][kind] + today[kind] for kind in KINDS}
            worked[code] = Work(code, day, today, dict(entered[code]))
        yield worked


def _share(plan: Plan, target: Target, entered: Mapping[Kind, int], cases: int, dice: random.Random) -> dict[Kind, int]:
    left = {kind: plan.total(target.unit.code, kind) - entered[kind] for kind in KINDS}
    today = {}
    for kind, most in zip(KINDS, (0.72, 0.85, 1.0, 1.0), strict=True):
        part = min(left[kind], int(cases * min(1.0, most * dice.uniform(0.9, 1.1))))
        today[kind] = min(part, 2) if kind is Kind.ADOPTION else part
        cases -= today[kind]
    return today


def by_part(total: int, parts: int, dice: random.Random) -> list[int]:
    """A total spread over a unit's parts (communes): whole, none negative, in no particular proportion."""
    cuts = sorted(dice.randint(0, total) for _ in range(parts - 1))
    return [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]
