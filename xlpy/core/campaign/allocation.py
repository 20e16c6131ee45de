"""Which unit should have how many machines: exact answers to three questions, each with its proof.

A unit with w cases and x machines needs w ÷ (norm × x) days, rounded as the plan rounds. So for so many days it needs a
fewest number of machines (`fewest_machines`), and every question is one about sums of these.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from xlpy.core.plan.plan import Rounding, rounded_days

LEXICOGRAPHIC_UNITS = 40
"""Up to so many units the allocation is the best of all that end on the same day; beyond, one with few moves."""

_LONGEST = 10**9


class Goal(StrEnum):
    """What is asked for."""

    EARLIEST = "som-nhat"
    """The last unit is done as early as can be."""
    MOST = "nhieu-nhat"
    """As many units as can be are done in time."""
    FEWEST_MOVES = "it-chuyen"
    """All are done in time, and as few machines as can be are moved."""


class Site(NamedTuple):
    """A unit as machines see it: cases to enter, machines it has, and how many of them it keeps (`floor`)."""

    unit: str
    cases: int
    machines: int
    floor: int


class Terms(NamedTuple):
    """What holds for all: cases a machine and day, rounding of days, days until the deadline, machines from outside."""

    norm: int
    rounding: Rounding
    days: int
    outside: int = 0


class Proof(NamedTuple):
    """Why it cannot be better: for `days` days at least `needed` machines are needed, and there are `there`."""

    days: int
    needed: int
    there: int


class Allocation(NamedTuple):
    """An answer. `machines` and `days` by unit, in the order asked; `days` None where a unit has cases and no machine.

    `moved`: machines that stand where they did not, those from outside (`outside`) among them. `proof` is None where
    nothing better can be thought of: all done in no time, nothing moved, every unit in time.
    """

    goal: Goal
    machines: tuple[int, ...]
    days: tuple[int | None, ...]
    moved: int
    outside: int
    in_time: int
    reached: bool
    proof: Proof | None

    @property
    def last(self) -> int | None:
        """Days until the last unit is done; None where one never is."""
        known = [days for days in self.days if days is not None]
        return max(known, default=0) if len(known) == len(self.days) else None


def fewest_machines(cases: int, days: int, norm: int, rounding: Rounding) -> int:
    """The fewest machines with which so many cases take at most so many days, rounded as the plan rounds."""
    if not cases:
        return 0
    if rounding is Rounding.UP:
        return -(-cases // (norm * days))
    return 2 * cases // (norm * (2 * days + 1)) + 1


def days_of(cases: int, machines: int, norm: int, rounding: Rounding) -> int | None:
    """Days that a unit takes; None with cases and no machine."""
    if not cases:
        return 0
    if not machines:
        return None
    return rounded_days(cases, machines * norm, rounding)


def allocate(goal: Goal, sites: Sequence[Site], terms: Terms) -> Allocation:
    """The best allocation for a goal."""
    return {Goal.EARLIEST: _earliest, Goal.MOST: _most, Goal.FEWEST_MOVES: _fewest_moves}[goal](sites, terms)


def needed_in_all(sites: Sequence[Site], days: int, terms: Terms) -> int:
    """The fewest machines in all with which everybody is done in so many days, none having less than it keeps."""
    return sum(_least(sites, days, terms))


def _least(sites: Sequence[Site], days: int, terms: Terms) -> list[int]:
    norm, rounding = terms.norm, terms.rounding
    needed = [fewest_machines(cases, days, norm, rounding) for _, cases, _, _ in sites]
    return [max(_kept(site), fewest) for site, fewest in zip(sites, needed, strict=True)]


def _kept(site: Site) -> int:
    return min(site.floor, site.machines)


def _there(sites: Sequence[Site], terms: Terms) -> int:
    return sum(site.machines for site in sites) + terms.outside


def _earliest(sites: Sequence[Site], terms: Terms) -> Allocation:
    there = _there(sites, terms)
    if needed_in_all(sites, _LONGEST, terms) > there:
        return _left_alone(Goal.EARLIEST, sites, terms, Proof(_LONGEST, needed_in_all(sites, _LONGEST, terms), there))
    # All machines together would take so many days, half a day less where halves are rounded: fewer are never enough.
    # With half-up rounding a unit can take no day at all; one day is the least that anybody is promised.
    low = max(0, sum(site.cases for site in sites) // (terms.norm * max(1, there)) - 1)
    high = low + 1
    while needed_in_all(sites, high, terms) > there:
        low, high = high, min(2 * high - low + 1, _LONGEST)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if needed_in_all(sites, middle, terms) <= there else (middle, high)
    chosen = _best_of(sites, high, terms) if len(sites) <= LEXICOGRAPHIC_UNITS else _rest_stays(sites, high, terms)
    proof = Proof(low, needed_in_all(sites, low, terms), there) if low else None
    return _answer(Goal.EARLIEST, sites, terms, chosen, reached=True, proof=proof)


def _best_of(sites: Sequence[Site], days: int, terms: Terms) -> tuple[int, ...]:
    """Of all allocations that end in so many days: the slowest unit first, then the next …, then fewest moves.

    Over what is left when each has its least: for every part of it the best so far. What is best of the first units
    stays best whatever the others get, as both orders are kept when the same is added to two sides.
    """
    least = _least(sites, days, terms)
    slack = _there(sites, terms) - sum(least)
    best: dict[int, tuple[tuple[int, ...], int, tuple[int, ...]]] = {0: ((), 0, ())}
    for site, fewest in zip(sites, least, strict=True):
        steps = _worth_having(site, fewest, slack, terms)
        following: dict[int, tuple[tuple[int, ...], int, tuple[int, ...]]] = {}
        for used, (so_far, moves, chosen) in best.items():
            for extra, taken in steps:
                if used + extra > slack:
                    break
                there = fewest + extra
                found = (
                    tuple(sorted((*so_far, taken), reverse=True)),
                    moves + max(0, there - site.machines),
                    (*chosen, there),
                )
                if used + extra not in following or found < following[used + extra]:
                    following[used + extra] = found
        best = following
    return min(best.values())[2]


def _worth_having(site: Site, fewest: int, slack: int, terms: Terms) -> list[tuple[int, int]]:
    """Machines above the fewest that make a unit quicker, with the days it then takes; and those it has already."""
    found: list[tuple[int, int]] = []
    for extra in range(slack + 1):
        there = fewest + extra
        days = days_of(site.cases, there, terms.norm, terms.rounding) or 0
        if not found or days < found[-1][1] or there <= site.machines:
            found.append((extra, days))
    return found


def _rest_stays(sites: Sequence[Site], days: int, terms: Terms) -> tuple[int, ...]:
    return _with_the_rest(sites, _least(sites, days, terms), terms)


def _with_the_rest(sites: Sequence[Site], least: Sequence[int], terms: Terms) -> tuple[int, ...]:
    """What nobody needs stays where it is. What is needed comes from outside first, then from whoever is done first."""
    chosen = [max(fewest, site.machines) for site, fewest in zip(sites, least, strict=True)]
    lacking = sum(chosen) - _there(sites, terms)
    if lacking <= 0:
        return tuple(chosen)

    def ends(place: int) -> tuple[int, int]:
        days = days_of(sites[place].cases, sites[place].machines, terms.norm, terms.rounding)
        return (_LONGEST if days is None else days, place)

    for place in sorted(range(len(sites)), key=ends):
        given = min(lacking, chosen[place] - least[place])
        chosen[place] -= given
        lacking -= given
    return tuple(chosen)


def _fewest_moves(sites: Sequence[Site], terms: Terms) -> Allocation:
    there, needed = _there(sites, terms), needed_in_all(sites, terms.days, terms)
    if needed > there:
        return _left_alone(Goal.FEWEST_MOVES, sites, terms, Proof(terms.days, needed, there))
    least = _least(sites, terms.days, terms)
    return _answer(Goal.FEWEST_MOVES, sites, terms, _with_the_rest(sites, least, terms), reached=True, proof=None)


def _most(sites: Sequence[Site], terms: Terms) -> Allocation:
    pool = _there(sites, terms) - sum(_kept(site) for site in sites)
    wanted = [fewest_machines(site.cases, terms.days, terms.norm, terms.rounding) for site in sites]
    costs = [max(0, fewest - _kept(site)) for site, fewest in zip(sites, wanted, strict=True)]
    moves = [max(0, fewest - site.machines) for site, fewest in zip(sites, wanted, strict=True)]
    by_cost = sorted(range(len(sites)), key=lambda place: (costs[place], moves[place], place))
    count, spent = 0, 0
    while count < len(by_cost) and spent + costs[by_cost[count]] <= pool:
        spent += costs[by_cost[count]]
        count += 1
    cheapest = frozenset(by_cost[:count])
    in_time = _fewest_moved(costs, moves, pool, count) if len(sites) <= LEXICOGRAPHIC_UNITS else cheapest
    least = [max(_kept(site), wanted[place]) if place in in_time else _kept(site) for place, site in enumerate(sites)]
    proof = None
    if count < len(sites):
        one_more = sum(costs[place] for place in by_cost[: count + 1]) + sum(_kept(site) for site in sites)
        proof = Proof(terms.days, one_more, _there(sites, terms))
    return _answer(
        Goal.MOST, sites, terms, _with_the_rest(sites, least, terms), reached=count == len(sites), proof=proof
    )


def _fewest_moved(costs: Sequence[int], moves: Sequence[int], pool: int, count: int) -> frozenset[int]:
    """Of all sets of so many units that the pool pays for, the one that moves least."""
    best: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {(0, 0): (0, ())}
    for place, (cost, moved) in enumerate(zip(costs, moves, strict=True)):
        following = dict(best)
        for (chosen, spent), (so_far, places) in best.items():
            at = (chosen + 1, spent + cost)
            found = (so_far + moved, (*places, place))
            if chosen < count and at[1] <= pool and (at not in following or found < following[at]):
                following[at] = found
        best = following
    return frozenset(min(found for (chosen, _), found in best.items() if chosen == count)[1])


def _left_alone(goal: Goal, sites: Sequence[Site], terms: Terms, proof: Proof) -> Allocation:
    return _answer(goal, sites, terms, tuple(site.machines for site in sites), reached=False, proof=proof)


def _answer(
    goal: Goal, sites: Sequence[Site], terms: Terms, chosen: tuple[int, ...], *, reached: bool, proof: Proof | None
) -> Allocation:
    days = tuple(
        days_of(site.cases, machines, terms.norm, terms.rounding) for site, machines in zip(sites, chosen, strict=True)
    )
    had = sum(site.machines for site in sites)
    return Allocation(
        goal,
        chosen,
        days,
        sum(max(0, machines - site.machines) for site, machines in zip(sites, chosen, strict=True)),
        max(0, sum(chosen) - had),
        sum(one is not None and one <= terms.days for one in days),
        reached,
        proof,
    )
