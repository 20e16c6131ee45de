"""The plan as it is on a day: with the units that have changed and the machines that have come and gone until then.

What the office typed stays as it is: the plan's JSON that a run keeps has all days in it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from xlpy.core.plan.ledger import Ledger, Settled
from xlpy.core.plan.moves import Known, known_moves
from xlpy.core.plan.plan import Mail, Plan, parse_plan
from xlpy.core.plan.tree import Handover, Step, Tree, dated, take
from xlpy.core.units import Former, Unit


class Reckoned(NamedTuple):
    """A plan followed through its days: the tree at the end of the last one, and the steps that led there.

    `lines` are those of the sheet Máy in the order of their days, as far as each could be carried out.
    """

    tree: Tree
    steps: tuple[Step, ...]
    lines: tuple[Settled, ...]
    ledger: Ledger
    former: tuple[Former, ...] = ()

    @property
    def handovers(self) -> tuple[Handover, ...]:
        """Of the steps that could be carried out."""
        return tuple(step.handover for step in self.steps if step.handover is not None)


def of_day(plan: Plan, day: date) -> Plan:
    """The plan as it is at the end of a day. Where nothing in it has a day it is the plan itself.

    Of a plan that is already one of a day, it is what the office typed that is asked again.
    """
    issued = plan.issued or plan
    if not (issued.aside.moves or issued.aside.changes):
        return issued
    reckoned = reckon(issued, day)
    tree = reckoned.tree
    extra = {code: most for code, most in issued.extra_machines.items() if code in tree.targets}
    mail = _forwarded(issued.mail, reckoned.handovers)
    return replace(
        issued,
        root=tree.root,
        levels=tree.levels,
        extra_machines=extra,
        mail=mail,
        issued=issued,
        as_of=day,
        former=_ended(reckoned),
    )


def _ended(reckoned: Reckoned) -> tuple[Former, ...]:
    """Who reports no more, but for those that another unit is called by, too."""
    now = reckoned.tree.targets
    called = {name for target in now.values() for name in target.unit.spelled}
    return tuple(one for one in reckoned.former if one.unit.code not in now and called.isdisjoint(one.unit.spelled))


def _ends(step: Step, before: Tree, after: Tree) -> Iterator[Former]:
    """Who ends with a step that is carried out."""
    for code in step.handover.gone if step.handover else ():
        new = [change.new for change in step.changes if change.old == code]
        heirs = tuple(after.targets[one].unit.name for one in dict.fromkeys(new) if one in after.targets)
        yield Former(replace(before.targets[code].unit, children=()), step.day, heirs)


def _forwarded(mail: Mail, handovers: Sequence[Handover]) -> Mail:
    """A unit that is another one under a new code is written to where that one was, until it has an address."""
    units = dict(mail.units)
    for handover in handovers:
        for new, parts in handover.parts.items():
            if len(parts) == 1 and parts[0].entered is None and parts[0].old in units:
                units.setdefault(new, units[parts[0].old])
    return mail._replace(units=units) if units != mail.units else mail


def reckon(plan: Plan, day: date = date.max) -> Reckoned:
    """Follow what was typed until the end of a day."""
    issued = plan.issued or plan
    tree = Tree(issued.root, issued.levels, issued.tracked_level)
    moves = [move for move in known_moves(issued, codes_ever(issued)) if move.day <= day]
    ledger = Ledger(issued.levels)
    steps: list[Step] = []
    lines: list[Settled] = []
    former: list[Former] = []
    for on, changes in dated(issued.aside.changes):
        if on > day:
            break
        before = [move for move in moves[len(lines) :] if move.day < on]
        lines += _settle(ledger, before)
        before_it = tree._replace(levels=ledger.written_to(tree.levels)) if lines else tree
        tree, step = take(before_it, on, changes, issued.start)
        if step.handover is not None:
            ledger.hand_over(step, before_it.levels, tree.levels, issued.tracked_level)
            former += _ends(step, before_it, tree)
        steps.append(step)
    lines += _settle(ledger, moves[len(lines) :])
    levels = ledger.written_to(tree.levels) if lines else tree.levels
    return Reckoned(tree._replace(levels=levels), tuple(steps), tuple(lines), ledger, tuple(former))


def _settle(ledger: Ledger, moves: Sequence[Known]) -> list[Settled]:
    """Day by day; `moves` in the order of their days."""
    return [line for _, of_day in groupby(moves, key=lambda move: move.day) for line in ledger.settle(of_day)]


def senders_ever(plan: Plan) -> tuple[Unit, ...]:
    """The units that report as the plan was typed, and those that do after all its changes; of a code the later one."""
    issued = plan.issued or plan
    after = of_day(issued, date.max).senders if issued.aside.changes else ()
    return tuple({unit.code: unit for unit in (*issued.senders, *after)}.values())


def handovers_until(plan: Plan, day: date) -> tuple[Handover, ...]:
    """Whose running totals became whose until the end of a day."""
    return reckon(plan, day).handovers if (plan.issued or plan).aside.changes else ()


def machines_by_day(plans: Iterable[tuple[date, str]]) -> dict[date, Mapping[str, int]]:
    """Of days and the JSON of the plan of each, only the machines of the units that report: day → unit → machines.

    Plans change rarely: each is read once, and made a plan of only where its machines or units have days.
    """
    read: dict[str, Callable[[date], Mapping[str, int]]] = {}
    found = {}
    for day, text in plans:
        if text not in read:
            read[text] = _machines_of(json.loads(text))
        found[day] = read[text](day)
    return found


def _machines_of(data: Mapping[str, Any]) -> Callable[[date], Mapping[str, int]]:
    if "moves" in data or "changes" in data:
        plan = parse_plan(data)
        return lambda day: machines_of(of_day(plan, day))
    tracked = next(level for level in data["levels"] if level["level"] == data["form"]["level"])
    machines = {line["code"]: line["machines"] for line in tracked["targets"]}
    return lambda _: machines


def machines_of(plan: Plan) -> Mapping[str, int]:
    """The machines of the units that report."""
    return {code: target.machines for code, target in plan.targets.items()}


def codes_ever(plan: Plan) -> Mapping[str, frozenset[str]]:
    """The units that each level has at any time, as far as the changes name them."""
    issued = plan.issued or plan
    new = frozenset(change.new for change in issued.aside.changes if change.new)
    return {level.level: new.union(target.unit.code for target in level.targets) for level in issued.levels}
