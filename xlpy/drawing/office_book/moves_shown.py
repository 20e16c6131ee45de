"""What the formulas of the sheet Máy give, so that the workbook is right as it is drawn.

They go by the plan as it was typed and add up what the lines say; of a unit that changes, they know nothing from then on.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from xlpy.core.plan.moves import BACK, WORD_OF, Known, Move, What, level_of, told_until
from xlpy.core.plan.plan import Level, Plan, Target
from xlpy.core.plan.tree import dated
from xlpy.core.text import day as written


class Line(NamedTuple):
    """A line of the day's table: which unit, at which level, where the appendix has its machines.

    `since` and `until`: the day on which a change made the unit what it is, and the one on which another changed it.
    """

    level: Level
    place: int
    target: Target
    since: date | None = None
    until: date | None = None

    def is_on(self, day: date) -> bool:
        """Whether the unit is there on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    @property
    def key(self) -> str:
        return f"{self.level.name}|{self.target.unit.code}"


class Shown(NamedTuple):
    """What Python knows of the lines that count, on the day shown: the values of the formulas.

    `told` is what the lines say, `moved` how many of these machines were there.

    `left`: machines in use by level, unit and day of a line, as long as the unit is the one that the plan was typed with. `lines`: of a unit, those that speak of its machines' check.
    `counted`: the lines by the identity of what was typed. `same`: how many say the same.
    """

    day: date
    told: Callable[[str, str, What, date], int]
    moved: Callable[[str, str, What, date], int]
    told_of_loans: Mapping[bool, Callable[[str, str, What, date], int]]
    left: Mapping[tuple[str, str, date], int]
    lines: Mapping[tuple[str, str], int]
    counted: Mapping[int, Known]
    same: Mapping[tuple[object, ...], int]


def carried_out(known: Iterable[Known], there: Mapping[int, int]) -> tuple[Known, ...]:
    """Lines with as many machines as were there to be moved. `there`: of those that could not be carried out whole, by
    the identity of what was typed."""
    return tuple(one._replace(machines=there.get(id(one.move), one.machines)) for one in known)


def shown_on(plan: Plan, known: Sequence[Known], day: date, there: Mapping[int, int]) -> Shown:
    """Of the lines that count, the values on a day. `there` as for `carried_out`."""
    until = [one for one in known if one.day <= day]
    now = {(line.level.level, line.target.unit.code): line.target.machines for line in units_of(plan)}
    changed: dict[str, date] = {}
    for on, changes in dated(plan.aside.changes):
        for one_change in changes:
            for code in (one_change.old, one_change.new):
                changed.setdefault(code, on)
    left: dict[tuple[str, str, date], int] = {}
    for one in known:
        for code, change in one.effects():
            if (one.level, code) in now:
                now[one.level, code] += change
                left[one.level, code, one.day] = now[one.level, code]
    return Shown(
        day,
        told_until(known),
        told_until(carried_out(known, there)),
        {named: told_until(one for one in known if bool(one.move.other) == named) for named in (True, False)},
        {place: count for place, count in left.items() if place[2] < changed.get(place[1], date.max)},
        told_of_checks(until),
        {id(one.move): one for one in known},
        Counter(map(_line, known)),
    )


def told_of_checks(lines: Iterable[Known]) -> Counter[tuple[str, str]]:
    """Level and unit → how many of these lines speak of machines of it that must be checked, or were."""
    lines = tuple(lines)
    own = Counter((one.level, one.move.code) for one in lines if one.what in (What.RECEIVED, What.CHECKED))
    others = Counter((one.level, one.move.other) for one in lines if one.what in (What.LENT, What.HANDED_ON))
    return own + others


def units_of(plan: Plan) -> list[Line]:
    """The units of all levels, as the plan was typed."""
    return [Line(level, place, target) for level in plan.levels for place, target in enumerate(level.targets)]


def values(
    plan: Plan, names: Iterable[str], move: Move | None, shown: Shown, there: Mapping[int, int]
) -> Mapping[str, Any]:
    """What the formulas of a line give, in the workbook as drawn. `there`: `UnitsEver.there`."""
    one = shown.counted.get(id(move))
    level = level_of(plan, move) if move is not None else None
    named = level.name if level else move.level if move else ""
    found: dict[str, Any] = dict.fromkeys(names, 0) | dict.fromkeys(
        ("key", "other_key", "left", "other_left", "joined"), ""
    )
    if move is None:
        return found
    typed = (move.day, move.code, move.level, move.what, move.machines, move.other)
    found["any"] = sum(value not in (None, "") for value in typed)
    found |= {"key": f"{named}|{move.code}" if move.code else ""}
    found |= {"other_key": f"{named}|{move.other}" if move.other else ""}
    if one is None:
        return found
    changes = dict(one.effects())
    for name, code in (("left", move.code), ("other_left", move.other)):
        if code in changes:
            found[name] = shown.left.get((one.level, code, one.day), "")
    found |= {"counts": 1, "effect": changes[move.code], "other_effect": changes.get(move.other, 0)}
    part = there.get(id(move), one.machines)
    for name, effect in (("moved", "effect"), ("other_moved", "other_effect")):
        found[name] = found[effect] // one.machines * part
    if (gone := BACK.get(one.what)) is not None:
        told = shown.told_of_loans[bool(move.other)] if one.what is What.RETURNED else shown.told
        found["back"], found["went"] = (told(one.level, move.code, kind, one.day) for kind in (one.what, gone))
    serial = (one.day - date(1899, 12, 30)).days
    found["joined"] = f"{found['key']}|{serial}|{WORD_OF[one.what]}|{one.machines}|{move.other}"
    found["same"] = shown.same[_line(one)]
    return found


def _line(one: Known) -> tuple[object, ...]:
    return one.level, one.move.code, one.day, one.what, one.machines, one.move.other


def whose(plan: Plan, lines: Iterable[Line], one: Known | None) -> str:
    """The unit of a line, and the other one; of a code the first of `lines`."""
    if one is None:
        return ""
    names: dict[str, str] = {}
    for line in lines:
        if line.level.level == one.level:
            names.setdefault(line.target.unit.code, plain_name(plan, line))
    own, other = (names.get(code, code) for code in (one.move.code, one.move.other))
    return own + (f" ↔ {other}" if other else "")


def plain_name(plan: Plan, line: Line) -> str:
    """A unit of the level that the folder follows by its name alone."""
    own = line.level.level == plan.tracked_level
    return line.target.unit.name if own else f"{line.target.unit.name} ({line.level.name})"


def named_unit(plan: Plan, line: Line) -> str:
    """The same with its days, where a change ends it or makes it."""
    name = plain_name(plan, line)
    since = f"từ {written(line.since)}" if line.since else ""
    until = f"đến {written(line.until - timedelta(days=1))}" if line.until else ""
    days = " ".join(filter(None, (since, until)))
    return f"{name} ({days})" if days else name
