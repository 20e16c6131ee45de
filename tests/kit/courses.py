"""Campaigns in figures alone, under regimes that real ones may follow, each until its last unit is done."""

import math
import random
from collections.abc import Mapping
from datetime import date, timedelta

from xlpy.core.campaign.series import Reports
from xlpy.core.plan.plan import Plan, Target
from xlpy.core.records import Kind

Regime = Mapping[str, float]

REGIMES: Mapping[str, Regime] = {
    "steady": {},
    "no weekends": {"saturday": 0.0, "sunday": 0.0},
    "full weekends": {"saturday": 1.0, "sunday": 1.0},
    "learning": {"learning": 0.5},
    "hard cases last": {"last_quarter": 0.7},
    "fatigue": {"fatigue": 0.005},
    "power cuts": {"cuts": 3},
    "holidays": {"holidays": 3},
    "uneven": {"noise": 0.3, "idle": 0.1},
    "a fifth not reported": {"silent": 0.2},
}
"""What each regime changes of a steady one."""


def campaign_of(plan: Plan, regime: str, seed: int) -> list[tuple[Reports, date]]:
    """Each unit's reports until it is done, and the day on which it is. Units of the plan without cases are left out.

    A unit's target is drawn anew, so that it ends between the 40th and the 65th day at its pace: the plan's own would
    have some done in a week and others in a year.
    """
    dice = random.Random(f"{regime} {seed}")
    rules = REGIMES[regime]
    weekend = (rules.get("saturday", dice.uniform(0.4, 0.7)), rules.get("sunday", dice.uniform(0.1, 0.4)))
    lost = {dice.randrange(10, 60) for _ in range(int(rules.get("holidays", 0)))}
    for _ in range(int(rules.get("cuts", 0))):
        begin = dice.randrange(10, 60)
        lost |= {begin, begin + 1}
    return [_unit(plan, target, rules, weekend, lost, dice) for target in plan.tracked.targets if target.total_cases]


def _unit(
    plan: Plan, target: Target, rules: Regime, weekend: tuple[float, float], lost: set[int], dice: random.Random
) -> tuple[Reports, date]:
    pace = target.machines * plan.norm * dice.uniform(0.6, 1.1)
    total = int(pace * dice.uniform(34, 54))
    known: dict[date, Mapping[Kind, int]] = {}
    entered, number, mood = 0, 0, 0.0
    while entered < total:
        day = plan.start + timedelta(days=number)
        if number % 7 == 0:
            mood += dice.gauss(0, 0.05)
        share = weekend[day.weekday() - 5] if day.weekday() >= 5 else 1.0
        share *= min(1.0, 0.4 + 0.1 * number)  # the first days are slow
        share *= 1 - rules.get("learning", 0) * math.exp(-number / 12)
        share *= max(0.4, 1 - rules.get("fatigue", 0) * number)
        if entered > 0.75 * total:
            share *= rules.get("last_quarter", 1)
        idle = number in lost or dice.random() < rules.get("idle", 0.02)
        noise = math.exp(mood + dice.gauss(0, rules.get("noise", 0.12)))
        cases = 0 if idle else int(pace * share * noise)
        entered += max(0, min(cases, target.machines * plan.largest_norm, total - entered))
        number += 1
        if dice.random() >= rules.get("silent", 0.03) or entered == total:
            known[day] = {Kind.BIRTH: entered}
        if number > 1_000:
            break
    return Reports(target.unit.code, target.unit.name, target.machines, {Kind.BIRTH: total}, known), day
