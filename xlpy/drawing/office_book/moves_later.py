"""The units that a change makes, on the sheet Máy: which, from which day to which, and what they began with.

A unit that takes over of another one is a line of its own from that day on. What it began with is what Python reckoned
when the workbook was drawn; what the lines of Máy say after that day is added by its formulas.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from xlpy.core.plan.dated import Reckoned, reckon
from xlpy.core.plan.moves import Known, What, told_until
from xlpy.core.plan.plan import Level, Plan, Target
from xlpy.drawing.office_book.moves_shown import Line, told_of_checks, units_of


class Begun(NamedTuple):
    """What a unit had at the end of the first day on which it was what it is: `told`, how many lines spoke of checks."""

    used: int = 0
    broken: int = 0
    lent: int = 0
    checked: int = 0
    told: int = 0


class Later(NamedTuple):
    """A unit that came by a change, with what it began with."""

    line: Line
    begun: Begun


def lines_of(plan: Plan, known: Sequence[Known]) -> tuple[list[Line], list[Later]]:
    """The units that the plan was typed with, each with the day on which it became another one; and those that came."""
    open_lines = {(line.level.level, line.target.unit.code): line for line in units_of(plan)}
    typed, ended = list(open_lines), dict[tuple[str, str], Line]()
    later: list[Later] = []
    came: dict[tuple[str, str], int] = {}
    issued = plan.issued or plan
    for step in reckon(issued).steps if issued.aside.changes else ():
        if step.handover is None:
            continue
        before, after = reckon(issued, step.day - timedelta(days=1)), reckon(issued, step.day)
        for level, was, now in _changed(before, after):
            for code in dict.fromkeys((*was, *now)):
                place = level.level, code
                if code in was and place in came:
                    at = came[place]
                    later[at] = later[at]._replace(line=later[at].line._replace(until=step.day))
                elif code in was and place not in ended:
                    ended[place] = open_lines[place]._replace(until=step.day)
            for code, target in now.items():
                came[level.level, code] = len(later)
                line = Line(level, 0, target, since=step.day)
                later.append(Later(line, _begun(line, after, level, known)))
    return [ended.get(place, open_lines[place]) for place in typed], later


def _changed(before: Reckoned, after: Reckoned) -> Iterator[tuple[Level, dict[str, Target], dict[str, Target]]]:
    """By level: the units that are no more what they were, and those that have become what they are."""
    for old, new in zip(before.tree.levels, after.tree.levels, strict=True):
        was, now = ({target.unit.code: target for target in level.targets} for level in (old, new))
        gone = {code: target for code, target in was.items() if code not in now or not _same(target, now[code])}
        come = {code: target for code, target in now.items() if code not in was or not _same(was[code], target)}
        if gone or come:
            yield new, gone, come


def _same(one: Target, other: Target) -> bool:
    return (one.unit.name, one.cases, one.books) == (other.unit.name, other.cases, other.books)


def _begun(line: Line, after: Reckoned, level: Level, known: Sequence[Known]) -> Begun:
    assert line.since is not None
    on, code = line.since, line.target.unit.code
    told = told_until(known)
    lineage = after.ledger.lineage(level.level, code)
    owners = Counter(one for target in level.targets for one in after.ledger.lineage(level.level, target.unit.code))
    # What a unit had broken or lent that was split is nobody's until it comes back.
    alone = {one: last for one, last in lineage.items() if owners[one] == 1 or one == code}

    def out(went: What, back: What) -> int:
        days = ((one, min(last, on)) for one, last in alone.items())
        return sum(told(level.level, one, went, last) - told(level.level, one, back, last) for one, last in days)

    checked = sum(told(level.level, one, What.CHECKED, min(last, on)) for one, last in lineage.items())
    lines = told_of_checks(one for one in known if one.day <= on)
    return Begun(
        line.target.machines,
        max(0, out(What.BROKEN, What.MENDED)),
        max(0, out(What.LENT, What.RETURNED)),
        checked,
        sum(lines[level.level, one] for one in lineage),
    )


def now(later: Later, known: Iterable[Known], day: date) -> Begun | None:
    """What a unit that came by a change has at the end of a day; None while it is not there."""
    line = later.line
    assert line.since is not None
    if not line.is_on(day):
        return None
    since = [one for one in known if line.since < one.day <= day]
    level, code = line.level.level, line.target.unit.code
    told = told_until(since)
    used = sum(change for one in since if one.level == level for unit, change in one.effects() if unit == code)

    def out(went: What, back: What) -> int:
        return told(level, code, went, day) - told(level, code, back, day)

    begun = later.begun
    return Begun(
        max(0, begun.used + used),
        max(0, begun.broken + out(What.BROKEN, What.MENDED)),
        max(0, begun.lent + out(What.LENT, What.RETURNED)),
        begun.checked + told(level, code, What.CHECKED, day),
        begun.told + told_of_checks(since)[level, code],
    )
