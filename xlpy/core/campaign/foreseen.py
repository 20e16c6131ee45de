"""A day's projection from what its run knew: the plan, the day's result, and what was accepted before it."""

from collections.abc import Mapping, Sequence
from datetime import date

from xlpy.core.before import Before
from xlpy.core.campaign.projection import Projection, Terms, project
from xlpy.core.campaign.series import Reports
from xlpy.core.carried_days import machines_then
from xlpy.core.consolidate import Standing
from xlpy.core.plan.dated import machines_of, of_day
from xlpy.core.plan.plan import Plan, Target
from xlpy.core.records import Kind


def terms_of(plan: Plan) -> Terms:
    """What the plan asks of everybody."""
    return Terms(plan.start, plan.deadline, plan.norm, plan.largest_norm, period=plan.period)


def reports_under(
    plan: Plan, entered: Mapping[str, Mapping[date, Mapping[Kind, int]]], machines: Mapping[date, Mapping[str, int]]
) -> tuple[Reports, ...]:
    """Every unit's reports, in the order of the form. `entered`: unit → day → kind → cases entered by its end.

    `machines` are those of days that were merged under another plan, by unit; on other days they are the plan's own.
    """
    if plan.issued is not None:  # machines come and go under one plan, too
        days = {day for kept in entered.values() for day in kept} - machines.keys()
        machines = {**machines, **machines_then(plan, {day: machines_of(of_day(plan, day)) for day in days})}
    return tuple(_reports(plan, target, entered.get(target.unit.code, {}), machines) for target in plan.tracked.targets)


def _reports(
    plan: Plan,
    target: Target,
    entered: Mapping[date, Mapping[Kind, int]],
    machines: Mapping[date, Mapping[str, int]],
) -> Reports:
    code = target.unit.code
    return Reports(
        code,
        target.unit.name,
        target.machines,
        {kind: target.cases[kind] or 0 for kind in plan.priority},
        {day: {kind: kinds[kind] for kind in plan.priority} for day, kinds in entered.items()},
        {day: then[code] for day, then in machines.items() if then.get(code, target.machines) != target.machines},
    )


def reports_of_day(plan: Plan, standing: Standing, before: Before) -> tuple[Reports, ...]:
    """What was accepted until the end of a day, as its run knew it."""
    entered: dict[str, Mapping[date, Mapping[Kind, int]]] = dict(before.accepted)
    for unit in standing.units:
        if unit.accepted:
            today = {kind: figures.entered for kind, figures in unit.figures.items()}
            entered[unit.unit] = {**entered.get(unit.unit, {}), standing.date: today}
    return reports_under(plan, entered, before.machines)


def foreseen(plan: Plan, standing: Standing, before: Before) -> Projection:
    """What a day promises. The same run gives the same projection, whatever was merged since. Without `kinds`."""
    return foreseen_from(plan, reports_of_day(plan, standing, before), standing.date)


def foreseen_from(plan: Plan, reports: Sequence[Reports], day: date) -> Projection:
    """The same, of the reports until the end of the day."""
    return project(terms_of(plan), reports, day, by_kind=False)
