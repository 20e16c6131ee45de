"""What the days before a change of the units say of the units after it: running totals, carried over to the last case.

Of units that became one, the sums on days on which all of them had reported. Of a unit that was split, the shares that
the office gave, as of its last report: how each day's work was shared nobody knows, and nobody guesses.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from xlpy.core.plan.tree import Handover, Part
from xlpy.core.records import KINDS, Kind


class Point(NamedTuple):
    """A unit's running totals at the end of a day, and what was entered on it: None where nobody said, or could say.

    `by_name`, `phoned`: it rests on a report that was accepted by name, or told by telephone.
    """

    entered: Mapping[Kind, int]
    today: Mapping[Kind, int | None]
    by_name: bool = False
    phoned: bool = False


Series: TypeAlias = Mapping[date, Point]
"""A unit's days, oldest first."""


class Uneven(NamedTuple):
    """A unit whose shares are not its last running total: from `day` on, of a kind, shared out and entered."""

    day: date
    old: str
    kind: Kind
    shared: int
    entered: int


class Carried(NamedTuple):
    """Each unit's days as they are for the units after the changes, and where shares were not what there was."""

    days: Mapping[str, Series]
    uneven: tuple[Uneven, ...] = ()


def affected(handovers: Iterable[Handover]) -> frozenset[str]:
    """The units whose days are not, or not all, their own."""
    found: set[str] = set()
    for handover in handovers:
        found |= handover.gone
        for new, parts in handover.parts.items():
            found.add(new)
            found.update(part.old for part in parts)
    return frozenset(found)


def carry(days: Mapping[str, Series], handovers: Sequence[Handover]) -> Carried:
    """The days of `affected` units, carried through the handovers, which are in the order of their days.

    Units that are gone have none.
    """
    current: dict[str, dict[date, Point]] = {}
    uneven: list[Uneven] = []
    units = affected(handovers)
    begins = [date.min, *(handover.day for handover in handovers)]
    ends = [*begins[1:], date.max]
    for handover, since, until in zip((None, *handovers), begins, ends, strict=True):
        if handover is not None:
            uneven.extend(_uneven(handover, current))
            carried = {new: _taken(parts, current, handover.day) for new, parts in handover.parts.items()}
            for code in handover.gone:
                current.pop(code, None)
            current |= carried
        for code in units:
            own = {day: point for day, point in days.get(code, {}).items() if since <= day < until}
            if own:
                current[code] = {**current.get(code, {}), **own}
    return Carried({code: series for code, series in current.items() if series}, tuple(uneven))


def _last(series: Series) -> date:
    return max(series)


def _taken(parts: Sequence[Part], current: Mapping[str, Series], day: date) -> dict[date, Point]:
    """The days of a unit that takes over these parts on `day`."""
    known = [current.get(part.old, {}) for part in parts]
    if len(parts) == 1 and parts[0].entered is None:
        return dict(known[0])
    shared = any(part.entered is not None for part in parts)
    if not any(known):
        return {}
    found: dict[date, Point] = {}
    if not shared and all(known):
        together = set(known[0]).intersection(*known[1:])
        for one in sorted(together):
            found[one] = _sum([series[one] for series in known])
    # Where somebody has not reported as late as the others, the sum is as old as the oldest of them: nothing between
    # it and the day of the change is vouched for.
    last = min(_last(series) for series in known if series)
    if not all(known):
        last = min(last, day - timedelta(days=2))
    if last not in found or any(_last(series) != last for series in known if series):
        found[last] = _latest(parts, known)
    return {one: found[one] for one in sorted(found) if one <= last}


def _sum(points: Sequence[Point]) -> Point:
    today: dict[Kind, int | None] = {}
    for kind in KINDS:
        told = [point.today[kind] for point in points]
        today[kind] = None if None in told else sum(figure or 0 for figure in told)
    return Point(
        {kind: sum(point.entered[kind] for point in points) for kind in KINDS},
        today,
        any(point.by_name for point in points),
        any(point.phoned for point in points),
    )


def _latest(parts: Sequence[Part], known: Sequence[Series]) -> Point:
    """Running totals alone: what was entered on which day is not known of it."""
    entered = dict.fromkeys(KINDS, 0)
    for part, series in zip(parts, known, strict=True):
        taken = part.entered if part.entered is not None else series[_last(series)].entered if series else {}
        for kind in KINDS:
            entered[kind] += taken.get(kind, 0)
    return Point(entered, dict.fromkeys(KINDS))


def _uneven(handover: Handover, current: Mapping[str, Series]) -> Iterable[Uneven]:
    shares: dict[str, list[Mapping[Kind, int]]] = {}
    for parts in handover.parts.values():
        for part in parts:
            if part.entered is not None:
                shares.setdefault(part.old, []).append(part.entered)
    for old, many in shares.items():
        series = current.get(old, {})
        for kind in KINDS:
            shared = sum(one.get(kind, 0) for one in many)
            entered = series[_last(series)].entered[kind] if series else 0
            if shared != entered:
                yield Uneven(handover.day, old, kind, shared, entered)
