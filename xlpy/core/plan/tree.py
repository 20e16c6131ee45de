"""What a change of the units does to a plan: its tree, its targets, and whose figures are whose from that day on.

Pure reckoning. What one unit gives, others take, to the last case; where that cannot be known, nothing changes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from xlpy.core.plan.changes import CASES, ENTERED, SHARES, Change
from xlpy.core.plan.plan import NOTHING_PRINTED, Level, Target
from xlpy.core.records import KINDS, Kind
from xlpy.core.text import clipped, formal_day, number
from xlpy.core.units import Unit

_QUOTED = 20
"""Letters of a code in a message: what is longer is no code."""


class Part(NamedTuple):
    """What a unit takes over of another one: all of it, or so many entered cases by kind."""

    old: str
    entered: Mapping[Kind, int] | None = None


class Handover(NamedTuple):
    """Whose running totals are whose from a day on. `parts`: new unit → what it takes over; `gone`: units that end."""

    day: date
    parts: Mapping[str, tuple[Part, ...]]
    gone: frozenset[str]


class Lack(NamedTuple):
    """Why a step cannot be carried out: in which column of which line, what; `wrong`: it is there, and cannot be."""

    change: Change
    column: str
    what: str
    wrong: bool = False


class Step(NamedTuple):
    """The changes of one day, carried out together or not at all. `handover` is None where something is lacking."""

    day: date
    changes: tuple[Change, ...]
    lacks: tuple[Lack, ...]
    handover: Handover | None


class Tree(NamedTuple):
    """The part of a plan that changes: the root of its units, its levels, which of them the folder follows."""

    root: Unit
    levels: tuple[Level, ...]
    tracked: str

    @property
    def targets(self) -> Mapping[str, Target]:
        """The tracked level's, by code."""
        level = next(level for level in self.levels if level.level == self.tracked)
        return {target.unit.code: target for target in level.targets}


def dated(changes: Iterable[Change]) -> Iterator[tuple[date, tuple[Change, ...]]]:
    """The changes of each day, the first day first; those without a day are of none."""
    known = sorted((change for change in changes if change.day is not None), key=_day)
    for day, many in groupby(known, key=_day):
        yield day, tuple(many)


def _day(change: Change) -> date:
    assert change.day is not None
    return change.day


def take(tree: Tree, day: date, changes: tuple[Change, ...], start: date) -> tuple[Tree, Step]:
    """The tree after a day's changes, and what they were; the tree as it was where something is lacking.

    `start` is the campaign's first day: what changed before it is in the plan already, or its year is a slip.
    """
    lacks = tuple(_lacks(tree, changes))
    if day < start:
        told = f"trước ngày bắt đầu {formal_day(start)}; đơn vị ở Phụ lục 02 là của ngày ấy"
        lacks = tuple(Lack(change, "day", told, wrong=True) for change in changes)
    if lacks:
        return tree, Step(day, changes, lacks, None)
    moved = _moved(tree, changes)
    return moved, Step(day, changes, (), _handover(tree, day, changes))


def by_old(changes: Iterable[Change]) -> Mapping[str, tuple[Change, ...]]:
    """The lines of each unit that gives something, in the order of the sheet."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.old, []).append(change)
    return {old: tuple(many) for old, many in found.items()}


# -- what is lacking -----------------------------------------------------------------------------------------------


def _lacks(tree: Tree, changes: Sequence[Change]) -> Iterator[Lack]:
    known = {unit.code: unit for unit in tree.root.walk()}
    targets = tree.targets
    named = {change.new for change in changes if change.name}
    for change in changes:
        if not change.old:
            yield Lack(change, "old", "mã cũ")
        elif change.old == tree.root.code or (change.old not in known and change.old not in targets):
            yield Lack(change, "old", f"ngày ấy không có đơn vị mang mã “{clipped(change.old, _QUOTED)}”", wrong=True)
        if not change.new:
            yield Lack(change, "new", "mã mới")
        elif change.new == tree.root.code and change.old in targets:
            yield Lack(
                change, "new", f"{change.new} là {tree.root.name}, không nhận báo cáo của đơn vị nào", wrong=True
            )
        elif change.new not in known and change.new not in targets and change.new not in named:
            yield Lack(change, "name", f"tên của đơn vị mới {clipped(change.new, _QUOTED)}")
    if any(not change.old or not change.new for change in changes):
        return
    ends = {old for old, many in by_old(changes).items() if all(change.new != old for change in many)}
    for change in changes:
        if change.new in ends:  # who gives all it has on a day has nothing to be given to
            yield Lack(change, "new", f"{change.new} không còn từ chính ngày ấy; ghi hai việc ở hai ngày", wrong=True)
    for old, many in by_old(changes).items():
        first: dict[str, Change] = {}
        for change in many:
            if (told := first.setdefault(change.new, change)) is not change:
                yield Lack(change, "new", f"đã ghi ở dòng {told.row}; ghi thừa thì xoá", wrong=True)
        if old in targets and len(many) > 1:
            twice = Counter(change.new for change in many)
            yield from _lacks_of_split(targets[old], [one for one in many if twice[one.new] == 1], len(many))


def _lacks_of_split(target: Target, changes: Sequence[Change], lines: int) -> Iterator[Lack]:
    """A split is told to the last case, or not at all: nothing is shared out by a guess.

    `changes` are those of its `lines` that are not told twice: of others nobody knows which one is meant.
    """
    whole: dict[str, int | None] = {f"{CASES}_{kind}": target.cases[kind] or 0 for kind in KINDS}
    whole |= {f"books_{kind}": target.books[kind] for kind in KINDS} | {"machines": target.machines}
    for column in (*SHARES, "machines"):
        shares = [change.share(column) for change in changes]
        if column.startswith("books_") and all(share is None for share in shares):
            continue  # books are no part of a day's figures: unknown, they stay unknown
        blank = [change for change, share in zip(changes, shares, strict=True) if share is None]
        for change in blank:
            yield Lack(change, column, f"số chia cho {change.new}")
        if (
            not blank
            and len(changes) == lines
            and column in whole
            and sum(share or 0 for share in shares) != (whole[column] or 0)
        ):
            shared = sum(share or 0 for share in shares)
            told = f"{target.unit.name} có {number(whole[column] or 0)}, chia ra {number(shared)}"
            yield Lack(changes[-1], column, told, wrong=True)
    for change in changes:
        for kind in KINDS:
            cases, entered = change.cases[kind], change.entered[kind]
            if cases is not None and entered is not None and entered > cases:
                told = f"{change.new} được chia {number(entered)} đã nhập, chỉ có {number(cases)} trường hợp"
                yield Lack(change, f"{ENTERED}_{kind}", told, wrong=True)


# -- targets -------------------------------------------------------------------------------------------------------


def _moved(tree: Tree, changes: Sequence[Change]) -> Tree:
    units = _Nodes(tree.root)
    names = _names(changes)
    for old, many in by_old(changes).items():
        units.give(old, many, names)
    root = units.unit(tree.root.code)
    by_code = {unit.code: unit for unit in root.walk()}
    levels = tuple(_level(level, changes, by_code, whole_only=level.level != tree.tracked) for level in tree.levels)
    return Tree(root, levels, tree.tracked)


def _level(level: Level, changes: Sequence[Change], units: Mapping[str, Unit], *, whole_only: bool) -> Level:
    """A level's lines after the changes. How units of another folder's level are split, nobody here knows."""
    targets = {target.unit.code: target for target in level.targets}
    giving = {old: many for old, many in by_old(changes).items() if old in targets}
    if whole_only:
        giving = {old: many for old, many in giving.items() if len(many) == 1}
    takers = {change.new for many in giving.values() for change in many}
    taken: dict[str, list[Target]] = {
        code: [targets[code]] for code in takers if code in targets and code not in giving
    }
    for old, many in giving.items():
        for change in many:
            taken.setdefault(change.new, []).append(_share(targets[old], change, whole=len(many) == 1))
    order: dict[str, None] = {}
    for code in targets:
        order |= dict.fromkeys(change.new for change in giving[code]) if code in giving else {code: None}
    return level._replace(
        targets=tuple(
            _sum(_unit(code, taken.get(code) or [targets[code]], units), taken[code])
            if code in taken
            else targets[code]._replace(unit=_renewed(targets[code].unit, units))
            for code in order
        )
    )


def _share(target: Target, change: Change, *, whole: bool) -> Target:
    if whole:
        return target._replace(printed=NOTHING_PRINTED)
    return target._replace(
        books=change.books, cases=change.cases, machines=change.machines or 0, printed=NOTHING_PRINTED
    )


def _sum(unit: Unit, parts: Sequence[Target]) -> Target:
    def add(figures: Iterable[int | None]) -> int | None:
        known = [figure for figure in figures if figure is not None]
        return sum(known) if known else None

    return Target(
        unit,
        {kind: add(part.books[kind] for part in parts) for kind in KINDS},
        {kind: add(part.cases[kind] for part in parts) for kind in KINDS},
        sum(part.machines for part in parts),
    )


def _unit(code: str, parts: Sequence[Target], units: Mapping[str, Unit]) -> Unit:
    return units.get(code) or parts[0].unit


def _renewed(unit: Unit, units: Mapping[str, Unit]) -> Unit:
    """A level may have a name of its own for a unit."""
    now = units.get(unit.code)
    if now is None:
        return unit
    return now if now.name == unit.name else replace(now, name=unit.name)


# -- the tree ------------------------------------------------------------------------------------------------------


class _Called(NamedTuple):
    """The new name of a unit, "" where it keeps the one it has; whether it takes over of one unit alone."""

    name: str
    once: bool


def _names(changes: Sequence[Change]) -> Mapping[str, _Called]:
    names: dict[str, str] = {}
    olds: dict[str, set[str]] = {}
    for change in changes:
        names[change.new] = names.get(change.new) or change.name
        olds.setdefault(change.new, set()).add(change.old)
    return {code: _Called(name, len(olds[code]) == 1) for code, name in names.items()}


class _Nodes:
    """A tree that is being changed: units by code, the codes below each."""

    def __init__(self, root: Unit) -> None:
        self._units = {unit.code: unit for unit in root.walk()}
        self._below = {unit.code: [child.code for child in unit.children] for unit in root.walk()}
        self._above = {child.code: unit.code for unit in root.walk() for child in unit.children}

    def give(self, old: str, changes: Sequence[Change], names: Mapping[str, "_Called"]) -> None:
        """Put the units that take over where the old one was, or leave them where they are."""
        above = self._above.get(old, "")
        if not above:
            return
        takers = list(dict.fromkeys(change.new for change in changes))
        for code in takers:
            self._name(code, names[code], old, alone=len(takers) == 1)
        at = self._below[above].index(old)
        for code in takers:
            if code in self._above and self._above[code] != old:
                continue  # it stands elsewhere, or is the old one itself
            if code in self._above:
                self._below[old].remove(code)
            elif code == self._root(above):
                continue
            self._below[above].insert(at, code)
            self._above[code] = above
            at += 1
        if old in takers:
            return
        left = self._below.pop(old)
        self._below[above].remove(old)
        del self._above[old], self._units[old]
        heir = takers[0] if len(takers) == 1 else above
        for code in left:
            self._below[heir].append(code)
            self._above[code] = heir

    def unit(self, code: str) -> Unit:
        """The unit with all below it, as they are now; the same object where nothing changed."""
        unit, below = self._units[code], tuple(self.unit(child) for child in self._below[code])
        same = len(below) == len(unit.children) and all(map(_is, below, unit.children))
        return unit if same else replace(unit, children=below)

    def _name(self, code: str, called: "_Called", old: str, *, alone: bool) -> None:
        known = self._units.get(code)
        if known is None:
            # A unit under another code and name is still called by its old one, in forms that were issued before.
            was = self._units[old]
            names = (was.name, *was.aliases) if alone and called.once else ()
            self._units[code] = Unit(code, called.name, tuple(name for name in names if name != called.name))
            self._below.setdefault(code, [])
        elif called.name and called.name != known.name:
            aliases = (*known.aliases, known.name) if known.name not in known.aliases else known.aliases
            self._units[code] = replace(known, name=called.name, aliases=aliases)

    def _root(self, code: str) -> str:
        while code in self._above:
            code = self._above[code]
        return code


def _is(one: Unit, other: Unit) -> bool:
    return one is other


# -- running totals ------------------------------------------------------------------------------------------------


def _handover(tree: Tree, day: date, changes: Sequence[Change]) -> Handover:
    targets = tree.targets
    giving = {old: many for old, many in by_old(changes).items() if old in targets}
    takers = dict.fromkeys(change.new for many in giving.values() for change in many)
    parts: dict[str, list[Part]] = {
        code: [Part(code)] if code in targets and code not in giving else [] for code in takers
    }
    for old, many in giving.items():
        for change in many:
            shared = {kind: change.entered[kind] or 0 for kind in KINDS} if len(many) > 1 else None
            parts[change.new].append(Part(old, shared))
    gone = frozenset(giving) - frozenset(takers)
    renamed_alone = {code for code, many in parts.items() if many == [Part(code)]}
    return Handover(day, {code: tuple(many) for code, many in parts.items() if code not in renamed_alone}, gone)
