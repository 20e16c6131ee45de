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


def lived(plan: Plan, days: int, seed: int) -> Iterator[dict[str, Work]]:
    """As `campaign`, with what happens in eight weeks: a pace of each unit's own, days without power, long days.

    Now and then cases entered twice are taken back: then a kind's `today` is below zero.
    """
    dice = random.Random(seed)
    targets = plan.tracked.targets
    entered = {target.unit.code: dict.fromkeys(KINDS, 0) for target in targets}
    pace = {target.unit.code: dice.uniform(0.6, 0.95) for target in targets}
    still = dict.fromkeys(entered, 0)
    """Days that a unit's machines will yet stand still."""
    rests = dict.fromkeys(entered, False)
    most = plan.norm_in_text / plan.norm
    for number in range(days):
        day = plan.start + timedelta(days=number)
        worked = {}
        for target in targets:
            code = target.unit.code
            fate = dice.random()
            effort = pace[code] * dice.uniform(0.8, 1.2)
            if fate < 0.02 and not rests[code]:
                still[code] = dice.choice((1, 2))
            elif fate > 0.985:
                effort = most * dice.uniform(0.9, 1.03)
            rests[code] = still[code] > 0
            effort, still[code] = (0, still[code] - 1) if still[code] else (effort, 0)
            today = _share(plan, target, entered[code], int(plan.per_day(target) * effort), dice)
            twice = dice.choice((Kind.BIRTH, Kind.MARRIAGE))
            if 0.5 < fate < 0.505 and entered[code][twice] > _WORTH_COUNTING:
                today[twice] = -dice.randint(1, 20)
            entered[code] = {kind: entered[code][kind] + today[kind] for kind in KINDS}
            worked[code] = Work(code, day, today, dict(entered[code]))
        yield worked


_WORTH_COUNTING = 200


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
