"""Where the machines are, kept like money: every line of the sheet Máy takes from one account and gives to another.

So no machine is there twice, and none comes of nothing, whatever was typed: a line moves what its giver has, no more.
Only what comes from outside the plan (“nhận về” without a unit) adds to what there is.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from xlpy.core.plan.moves import AT_THE_OTHER, Known, What
from xlpy.core.plan.plan import Level
from xlpy.core.plan.tree import Step, by_old


class Where(StrEnum):
    """What becomes of machines that a unit answers for."""

    USED = "used"
    BROKEN = "broken"
    LENT = "lent"
    """To somebody whom the line does not name."""


class Account(NamedTuple):
    """Machines of a unit of a level. `code` is no unit's where a unit was split: what it had broken is nobody's yet."""

    level: str
    code: str
    where: Where


class Settled(NamedTuple):
    """A line, and how many of its machines were there to be moved. `stranger`: a code that no unit had on its day."""

    known: Known
    there: int
    giver: Account | None = None
    stranger: str = ""

    @property
    def short(self) -> bool:
        """Whether fewer were there than the line says."""
        return not self.stranger and self.there < self.known.machines


class _Transfer(NamedTuple):
    """A line as accounts: None is outside the plan. `also`: where else the giver's may be found."""

    known: Known
    giver: Account | None
    also: tuple[Account, ...]
    taker: Account | None


_Waiting: TypeAlias = dict[Account, deque[_Transfer]]
"""Lines whose giver has too little, by giver."""


class Ledger:
    """The accounts from a plan's first day on. Days are settled in their order."""

    def __init__(self, levels: Sequence[Level]) -> None:
        self._have: dict[Account, int] = defaultdict(int)
        self._also: dict[Account, tuple[Account, ...]] = {}
        self._lineage: dict[tuple[str, str], Mapping[str, date]] = {}
        self._units: set[tuple[str, str]] = set()
        self._open(levels)

    def _open(self, levels: Sequence[Level]) -> None:
        self._units = {(level.level, target.unit.code) for level in levels for target in level.targets}
        for level in levels:
            for target in level.targets:
                self._have[Account(level.level, target.unit.code, Where.USED)] = target.machines

    @property
    def balances(self) -> Mapping[Account, int]:
        """What each account holds."""
        return self._have

    def lineage(self, level: str, code: str) -> Mapping[str, date]:
        """Under which codes a unit's machines were told of, each until which day."""
        return self._lineage.get((level, code), {code: date.max})

    def written_to(self, levels: Sequence[Level]) -> tuple[Level, ...]:
        """The levels with the machines that are in use."""
        return tuple(
            level._replace(
                targets=tuple(
                    target._replace(machines=self._have[Account(level.level, target.unit.code, Where.USED)])
                    for target in level.targets
                )
            )
            for level in levels
        )

    # -- lines ---------------------------------------------------------------------------------------------------------

    def settle(self, lines: Iterable[Known]) -> list[Settled]:
        """Move what the lines of one day say, in whatever order it can be done; what cannot be, as far as it can.

        Who gave before it got still gives on that day what comes later on it. The order of the lines changes nothing.
        """
        found: dict[int, Settled] = {}
        waiting: _Waiting = defaultdict(deque)
        lines = list(lines)
        for known in sorted(lines, key=_rank):
            codes = [known.move.code, *([known.move.other] if known.move.other else [])]
            stranger = next((code for code in codes if (known.level, code) not in self._units), "")
            if stranger or known.what is What.CHECKED:
                found[id(known)] = Settled(known, 0 if stranger else known.machines, stranger=stranger)
                continue
            transfer = self._transfer(known)
            if self._there(transfer) >= known.machines:
                self._move(transfer, known.machines, waiting, found)
            elif transfer.giver is not None:
                waiting[transfer.giver].append(transfer)  # the smallest first, as the lines are
        for transfer in sorted((one for many in waiting.values() for one in many), key=lambda one: _rank(one.known)):
            if id(transfer.known) not in found:
                self._move(transfer, min(self._there(transfer), transfer.known.machines), waiting, found)
        return [found[id(known)] for known in lines]

    def _move(self, transfer: _Transfer, count: int, waiting: _Waiting, found: dict[int, Settled]) -> None:
        """Carry a line out; and, whole, those that waited for what it brings."""
        self._book(transfer, count, found)
        takers = [transfer.taker]
        while takers:
            taker = takers.pop()
            queue = waiting.get(taker) if taker else None
            while queue and (id(queue[0].known) in found or self._there(queue[0]) >= queue[0].known.machines):
                woken = queue.popleft()
                if id(woken.known) not in found:
                    self._book(woken, woken.known.machines, found)
                    takers.append(woken.taker)

    def _there(self, transfer: _Transfer) -> int:
        if transfer.giver is None:
            return transfer.known.machines
        return self._have[transfer.giver] + sum(self._have[account] for account in transfer.also)

    def _book(self, transfer: _Transfer, count: int, found: dict[int, Settled]) -> None:
        left = count
        for account in (*((transfer.giver,) if transfer.giver else ()), *transfer.also):
            taken = min(left, self._have[account])
            self._have[account] -= taken
            left -= taken
        if transfer.taker is not None:
            self._have[transfer.taker] += count
        found[id(transfer.known)] = Settled(transfer.known, count, transfer.giver)

    def _transfer(self, known: Known) -> _Transfer:
        move, level = known.move, known.level
        own = Account(level, move.code, Where.USED)
        other = Account(level, move.other, Where.USED) if move.other and known.what in AT_THE_OTHER else None
        away = {What.BROKEN: Where.BROKEN, What.MENDED: Where.BROKEN, What.LENT: Where.LENT, What.RETURNED: Where.LENT}
        kept = Account(level, move.code, away[known.what]) if known.what in away else None
        beyond = other or kept  # None: outside the plan
        if known.what in (What.HANDED_ON, What.LENT, What.BROKEN):
            return _Transfer(known, own, (), beyond)
        return _Transfer(known, beyond, self._also.get(beyond, ()) if beyond else (), own)

    # -- units that change ---------------------------------------------------------------------------------------------

    def hand_over(self, step: Step, before: Sequence[Level], after: Sequence[Level], tracked: str) -> None:
        """What is broken or lent goes where its unit went; where that was split, to the part that asks first."""
        for level in before:
            codes = {target.unit.code for target in level.targets}
            giving = {old: many for old, many in by_old(step.changes).items() if old in codes}
            if level.level != tracked:  # as the tree has it: how it is split at another level, nobody here knows
                giving = {old: many for old, many in giving.items() if len(many) == 1}
            self._hand_over(
                level.level, step.day, {old: [change.new for change in many] for old, many in giving.items()}
            )
        for account in [account for account in self._have if account.where is Where.USED]:
            del self._have[account]
        self._open(after)

    def _hand_over(self, level: str, day: date, giving: Mapping[str, Sequence[str]]) -> None:
        until = day - timedelta(days=1)
        gone = {(old, where): self._have.pop(Account(level, old, where), 0) for old in giving for where in _KEPT}
        also = {(old, where): self._also.pop(Account(level, old, where), ()) for old in giving for where in _KEPT}
        told = {old: {code: min(until, last) for code, last in self.lineage(level, old).items()} for old in giving}
        for old, news in giving.items():
            for new in news:
                self._lineage[level, new] = {**told[old], **self.lineage(level, new), new: date.max}
            for where in _KEPT:
                heirs = [Account(level, new, where) for new in news]
                if len(heirs) == 1:
                    self._have[heirs[0]] += gone[old, where]
                    shared = also[old, where]
                else:
                    pool = Account(level, f"{old}, {day}", where)
                    self._have[pool] = gone[old, where]
                    shared = (pool, *also[old, where])
                for heir in heirs:
                    self._also[heir] = tuple(dict.fromkeys((*self._also.get(heir, ()), *shared)))


_KEPT = (Where.BROKEN, Where.LENT)


def _rank(known: Known) -> tuple[object, ...]:
    return known.machines, known.level, known.move.code, known.move.other, known.what
