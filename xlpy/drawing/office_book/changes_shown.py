"""What the hidden columns of the sheet Thay đổi đơn vị give, so that the workbook is right as it is drawn.

They see what was typed on the sheet, in the appendix and on the sheet Máy, no more: what a unit has that came by a change itself, the sheet
does not know. What becomes of a line is reckoned by `xlpy.core.plan.tree`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from xlpy.core.plan.changes import CHANGES_SIDE, SHARES, Change
from xlpy.core.plan.dated import machines_of, of_day
from xlpy.core.plan.plan import Plan, Target
from xlpy.core.records import KINDS, Kind

ADDED = tuple(column for column in (*SHARES, "machines") if not column.startswith("entered_"))
"""Shares that must add up: to what the appendix gives, of machines to those in use on the day before."""
BOOKS = tuple(column for column in SHARES if column.startswith("books_"))
NEEDED = tuple(column for column in (*SHARES, "machines") if column not in BOOKS)
"""Shares that every part of a split must have; books may be unknown, all or none."""
Values: TypeAlias = Mapping[str, int]
"""By the name of a hidden column."""


class _Known(NamedTuple):
    """What formulas look up: who is there, what changes when. Codes are the same in capitals, as a spreadsheet has them."""

    targets: Mapping[str, Target]
    units: frozenset[str]
    came: Mapping[str, date]
    """The first day of which a line names a unit as the new one."""
    went: Mapping[str, date]
    named: frozenset[tuple[date, str]]
    parts: Mapping[tuple[date, str], Sequence[Change]]
    half_said: frozenset[date]
    """Days of which a line lacks a code."""
    used: Callable[[date], Mapping[str, int]]
    """The machines in use before a day."""


def shown(plan: Plan, lines: Sequence[Mapping[str, Any]]) -> list[Values]:
    """The values of each line: `lines` are those of the plan's JSON, whose changes are the plan's."""
    known = _known(plan)
    return [
        _values(change, sum(column.name in line for column in CHANGES_SIDE.columns), known)
        for change, line in zip(plan.aside.changes, lines, strict=True)
    ]


def _known(plan: Plan) -> _Known:
    changes = [change for change in plan.aside.changes if change.day is not None]
    parts: dict[tuple[date, str], list[Change]] = defaultdict(list)
    for change in changes:
        assert change.day is not None
        parts[change.day, _code(change.old)].append(change)
    return _Known(
        {_code(target.unit.code): target for target in plan.tracked.targets},
        frozenset(_code(unit.code) for unit in plan.root.walk()),
        _first_days((change.day, change.new) for change in changes),
        _first_days((change.day, change.old) for change in changes),
        frozenset((change.day, _code(change.new)) for change in changes if change.day and change.new and change.name),
        parts,
        frozenset(change.day for change in changes if change.day and not (change.old and change.new)),
        cache(lambda day: machines_of(of_day(plan, day - timedelta(days=1)))),
    )


def _code(code: str) -> str:
    return code.casefold()


def _first_days(days: Iterable[tuple[date | None, str]]) -> Mapping[str, date]:
    found: dict[str, date] = {}
    for day, code in days:
        if day is not None and code:
            found[_code(code)] = min(day, found.get(_code(code), day))
    return found


def _values(change: Change, filled: int, known: _Known) -> Values:
    day, old, new = change.day, _code(change.old), _code(change.new)
    before = day or date.min
    together = known.parts.get((day, old), ()) if day and old else ()
    whole = day is not None and bool(old and new) and day not in known.half_said
    alone = sum(_code(part.new) == new for part in together) == 1
    came, target = known.came.get(old, date.max) < before, known.targets.get(old)
    split = len(together) if whole and len(together) > 1 and alone and (came or target) else 0
    first = bool(split) and target is not None and not came and not known.went.get(old, date.max) < before
    is_known = new in known.units or known.came.get(new, date.max) < before or (day, new) in known.named
    told = {column: sum(part.share(column) is not None for part in together) for column in (*BOOKS, *ADDED)}
    wholes = {column: _of_plan(target, column) if first and target else 0 for column in ADDED if column != "machines"}
    wholes["machines"] = known.used(before).get(target.unit.code, 0) if first and target else 0
    blank = [column for column in NEEDED if change.share(column) is None]
    blank += [column for column in BOOKS if change.share(column) is None and told[column]]
    missing = [day is None, not old, not new] if filled else []
    lacks = sum(missing) + (whole and not change.name and not is_known) + (len(blank) if split else 0)
    off = [first and told[column] == split and _sum(together, column) != wholes[column] for column in ADDED]
    off += [bool(split) and _more_than_all(change, kind) for kind in KINDS]
    return {
        "any": filled,
        "whole": int(whole),
        "split": split,
        "first": int(first),
        "known": int(is_known),
        **{f"told_{column}": told[column] for column in BOOKS},
        **{f"whole_{column}": wholes[column] for column in ADDED},
        "lacks": lacks,
        "off": sum(off),
    }


def _of_plan(target: Target, column: str) -> int:
    """What the appendix has of a share."""
    part, _, kind = column.partition("_")
    figures: Mapping[Kind, int | None] = getattr(target, part)
    return figures[Kind(kind)] or 0


def _sum(parts: Iterable[Change], column: str) -> int:
    return sum(part.share(column) or 0 for part in parts)


def _more_than_all(change: Change, kind: Kind) -> bool:
    entered, cases = change.entered[kind], change.cases[kind]
    return entered is not None and cases is not None and entered > cases
