"""The units that a change makes, on the sheet Máy: which, from which day to which, and what they began with.

A unit that takes over of another one is a line of its own from that day on. What it began with is what Python reckoned
when the workbook was drawn; what the lines of Máy say after that day is added by its formulas.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from xlpy.core.plan.dated import Reckoned, codes_ever, reckon
from xlpy.core.plan.moves import Known, What, known_moves, told_until
from xlpy.core.plan.plan import Level, Plan, Target
from xlpy.core.plan.tree import Handover
from xlpy.drawing.office_book.moves_shown import Line, carried_out, told_of_checks, units_of

Used: TypeAlias = Mapping[tuple[str, str], int]
"""The machines in use on a day, by level and unit."""


def used_on(plan: Plan) -> Used:
    """The machines in use by the plan of a day."""
    return {(level.level, target.unit.code): target.machines for level in plan.levels for target in level.targets}


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


class UnitsEver(NamedTuple):
    """The units of all days: those that the plan was typed with, each with the day on which it became another one; those
    that came by a change. `known`: the lines of Máy that count. `there`: how many machines could be moved, by the
    identity of a line that could not be carried out whole.
    """

    known: tuple[Known, ...]
    typed: tuple[Line, ...]
    later: tuple[Later, ...]
    there: Mapping[int, int]
    places: Mapping[tuple[str, str], int]
    ended: Mapping[tuple[str, str], date | None]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All, in the order of the sheet Máy."""
        return (*self.typed, *(one.line for one in self.later))

    def came(self, level: Level) -> tuple[Line, ...]:
        """Of each code that the plan was typed without, the unit that had it last."""
        typed = {line.target.unit.code for line in self.typed if line.level.level == level.level}
        came = (one.line for one in self.later if one.line.level.level == level.level)
        return tuple({line.target.unit.code: line for line in came if line.target.unit.code not in typed}.values())

    def place(self, level: Level, code: str) -> int:
        """The first line of the sheet Máy that has a code: the one with its machines on any day."""
        return self.places[level.level, code]

    def other_since(self, line: Line) -> date | None:
        """From which day on a unit is no more what the plan was typed with. Under another name alone it is the same."""
        return self.ended[line.level.level, line.target.unit.code]


def units_ever(plan: Plan) -> UnitsEver:
    """The units of all days of a plan."""
    issued = plan.issued or plan
    known = known_moves(issued, codes_ever(issued))
    lines = reckon(issued).lines if issued.aside.moves else ()
    there = {id(one.known.move): one.there for one in lines if one.short or one.stranger}
    typed, later = lines_of(issued, known, there)
    places: dict[tuple[str, str], int] = {}
    for place, line in enumerate((*typed, *(one.line for one in later))):
        places.setdefault((line.level.level, line.target.unit.code), place)
    return UnitsEver(known, tuple(typed), tuple(later), there, places, _ended(typed, later))


def _ended(typed: Iterable[Line], later: Iterable[Later]) -> Mapping[tuple[str, str], date | None]:
    """Of each unit that the plan was typed with, the day from which on it has other figures or is not there."""
    lines = {(line.level.level, line.target.unit.code): line for line in typed}
    ended = {place: line.until for place, line in lines.items()}
    for one in later:  # in the order of their days
        of = one.line
        place = of.level.level, of.target.unit.code
        if place in lines and ended[place] == of.since and same_figures(of.target, lines[place].target):
            ended[place] = of.until
    return ended


def lines_of(plan: Plan, known: Sequence[Known], there: Mapping[int, int]) -> tuple[list[Line], list[Later]]:
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
        for level, was, now in _changed(before, after, step.handover):
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
                later.append(Later(line, _begun(line, after, level, known, there)))
    return [ended.get(place, open_lines[place]) for place in typed], later


def _changed(
    before: Reckoned, after: Reckoned, handover: Handover
) -> Iterator[tuple[Level, dict[str, Target], dict[str, Target]]]:
    """By level: the units that are no more what they were, and those that have become what they are.

    Who takes over nothing but machines has become another one, too.
    """
    for old, new in zip(before.tree.levels, after.tree.levels, strict=True):
        was, now = ({target.unit.code: target for target in level.targets} for level in (old, new))
        takers = handover.parts if new.level == after.tree.tracked else ()
        changed = {code for code in was.keys() & now.keys() if code in takers or not _same(was[code], now[code])}
        gone = {code: target for code, target in was.items() if code not in now or code in changed}
        come = {code: target for code, target in now.items() if code not in was or code in changed}
        if gone or come:
            yield new, gone, come


def _same(one: Target, other: Target) -> bool:
    return one.unit.name == other.unit.name and same_figures(one, other)


def same_figures(one: Target, other: Target) -> bool:
    """Whether two targets have the same cases and books to enter."""
    return (one.cases, one.books) == (other.cases, other.books)


def _begun(line: Line, after: Reckoned, level: Level, known: Sequence[Known], there: Mapping[int, int]) -> Begun:
    assert line.since is not None
    on, code = line.since, line.target.unit.code
    told, moved = told_until(known), told_until(carried_out(known, there))
    lineage = after.ledger.lineage(level.level, code)
    owners = Counter(one for target in level.targets for one in after.ledger.lineage(level.level, target.unit.code))
    # What a unit had broken or lent that was split is nobody's until it comes back.
    alone = {one: last for one, last in lineage.items() if owners[one] == 1 or one == code}

    def out(went: What, back: What) -> int:
        days = ((one, min(last, on)) for one, last in alone.items())
        return sum(moved(level.level, one, went, last) - moved(level.level, one, back, last) for one, last in days)

    checked = sum(told(level.level, one, What.CHECKED, min(last, on)) for one, last in lineage.items())
    lines = told_of_checks(one for one in known if one.day <= on)
    return Begun(
        line.target.machines,
        max(0, out(What.BROKEN, What.MENDED)),
        max(0, out(What.LENT, What.RETURNED)),
        checked,
        sum(lines[level.level, one] for one in lineage),
    )


def now(later: Later, known: Iterable[Known], day: date, used: Used, there: Mapping[int, int]) -> Begun | None:
    """What a unit that came by a change has at the end of a day; None while it is not there. `used` is of that day,
    `there` that of `UnitsEver`."""
    line = later.line
    assert line.since is not None
    if not line.is_on(day):
        return None
    since = [one for one in known if line.since < one.day <= day]
    level, code = line.level.level, line.target.unit.code
    told, moved = told_until(since), told_until(carried_out(since, there))

    def out(went: What, back: What) -> int:
        return moved(level, code, went, day) - moved(level, code, back, day)

    begun = later.begun
    return Begun(
        used[level, code],
        max(0, begun.broken + out(What.BROKEN, What.MENDED)),
        max(0, begun.lent + out(What.LENT, What.RETURNED)),
        begun.checked + told(level, code, What.CHECKED, day),
        begun.told + told_of_checks(since)[level, code],
    )
