"""The journal's days by the units of a day, where units have changed since: for rules, report and forecast."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from xlpy.core.before import Before
from xlpy.core.carrying import Point, Uneven, affected, carry
from xlpy.core.office_book import CHANGES_SHEET
from xlpy.core.plan.dated import handovers_until
from xlpy.core.plan.plan import Plan
from xlpy.core.plan.tree import Handover
from xlpy.core.records import KINDS, AcceptedDay, Figures, Kind
from xlpy.core.source import Source


class CarriedHistory(NamedTuple):
    """Each unit's accepted days, oldest first; and where the shares of a split are not what had been entered."""

    days: Mapping[str, Sequence[AcceptedDay]]
    uneven: tuple[Uneven, ...] = ()


def carried_history(plan: Plan, history: Mapping[str, Sequence[AcceptedDay]], day: date) -> CarriedHistory:
    """The accepted days before `day`, by the units of that day. Where no unit has changed they are the same object."""
    handovers = handovers_until(plan, day)
    if not handovers:
        return CarriedHistory(history)
    touched = affected(handovers)
    own = {code: {item.date: item for item in history.get(code, ())} for code in touched}
    points = {code: {on: _point(item) for on, item in items.items()} for code, items in own.items()}
    said = {id(point): own[code][on] for code, series in points.items() for on, point in series.items()}
    carried = carry(points, handovers)
    found = {code: days for code, days in history.items() if code not in touched}
    for code, series in carried.days.items():
        found[code] = [
            item if (item := said.get(id(point))) and item.unit == code else _accepted(plan, code, on, point, item)
            for on, point in series.items()
        ]
    return CarriedHistory(found, carried.uneven)


def until_it_changes(plan: Plan, day: date, later: Mapping[str, AcceptedDay]) -> Mapping[str, AcceptedDay]:
    """Of each unit's first accepted day after `day`, those on which the unit is still the one that it is on `day`."""
    handovers = [one for one in handovers_until(plan, date.max) if one.day > day]
    if not handovers:
        return later
    changed: dict[str, date] = {}
    for handover in handovers:
        for code in affected([handover]):
            changed.setdefault(code, handover.day)
    return {code: item for code, item in later.items() if item.date < changed.get(code, date.max)}


def carried_totals(
    plan: Plan, entered: Mapping[str, Mapping[date, Mapping[Kind, int]]], day: date
) -> Mapping[str, Mapping[date, Mapping[Kind, int]]]:
    """Unit → day → kind → cases entered by its end, by the units of `day`."""
    handovers = handovers_until(plan, day)
    if not handovers:
        return entered
    touched = affected(handovers)
    points = {
        code: {on: Point(totals, dict.fromkeys(KINDS)) for on, totals in sorted(entered.get(code, {}).items())}
        for code in touched
    }
    carried = carry(points, handovers).days
    return {
        **{code: days for code, days in entered.items() if code not in touched},
        **{code: {on: point.entered for on, point in series.items()} for code, series in carried.items()},
    }


def carried_before(plan: Plan, before: Before, day: date) -> Before:
    """What a report tells of earlier days, by the units of its own day."""
    handovers = handovers_until(plan, day)
    if not handovers:
        return before
    since = [one for one in handovers if before.previous is None or one.day > before.previous]
    return before._replace(
        entered=_summed(before.entered, since),
        accepted=carried_totals(plan, before.accepted, day),
        machines=machines_then(plan, before.machines),
    )


def machines_then(plan: Plan, machines: Mapping[date, Mapping[str, int]]) -> dict[date, Mapping[str, int]]:
    """Machines of days, by the units of the day that the plan is of: day → unit → machines."""
    handovers = handovers_until(plan, plan.as_of) if plan.as_of is not None else ()
    return {on: _summed(known, [one for one in handovers if one.day > on]) for on, known in machines.items()}


def _summed(counts: Mapping[str, int], handovers: Sequence[Handover]) -> Mapping[str, int]:
    """Counts of a day by the units of a later one, where they are known: what was split is not."""
    found = dict(counts)
    for handover in handovers:
        new = {
            code: sum(found[part.old] for part in parts)
            for code, parts in handover.parts.items()
            if all(part.entered is None and part.old in found for part in parts)
        }
        for code in (*handover.gone, *handover.parts):
            found.pop(code, None)
        found |= new
    return found


def _point(item: AcceptedDay) -> Point:
    return Point(
        {kind: item.figures[kind].entered for kind in KINDS},
        {kind: item.figures[kind].today if item.said(kind) or item.phoned else None for kind in KINDS},
        item.by_name,
        item.phoned,
    )


def _accepted(plan: Plan, code: str, day: date, point: Point, said: AcceptedDay | None) -> AcceptedDay:
    """A carried day; `said` is the very day of the one unit that it was taken over from, where it is that."""
    if said is not None:
        return said._replace(unit=code)
    figures = {kind: Figures(plan.total(code, kind), point.today[kind], point.entered[kind]) for kind in KINDS}
    return AcceptedDay(
        code, day, figures, Source(sheet=CHANGES_SHEET), "", {}, by_name=point.by_name, phoned=point.phoned
    )
