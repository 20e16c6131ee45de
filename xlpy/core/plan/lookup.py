"""Units by their totals and by their addresses: found at once, however many units a plan has."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

from xlpy.core.records import KINDS, Kind
from xlpy.core.text import key

Totals: TypeAlias = frozenset[tuple[Kind, int]]
"""Kinds with their totals."""


class Lookup:
    """Of a plan: `cases` are the senders' totals in their order, `addresses` those of units by code."""

    def __init__(self, cases: Sequence[Mapping[Kind, int | None]], addresses: Mapping[str, Sequence[str]]) -> None:
        self._cases, self._addresses = cases, addresses

    @cached_property
    def with_two_totals(self) -> Mapping[Totals, Sequence[int]]:
        """Two kinds with their totals → the places of the first two senders that have both; totals of 0 tell nobody."""
        found: dict[Totals, list[int]] = {}
        for place, cases in enumerate(self._cases):
            told = [(kind, total) for kind in KINDS if (total := cases[kind] or 0)]
            for pair in combinations(told, 2):
                places = found.setdefault(frozenset(pair), [])
                if len(places) < 2:
                    places.append(place)
        return found

    @cached_property
    def _writers(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for code, known in self._addresses.items():
            for address in known:
                found.setdefault(key(address), set()).add(code)
        return {address: frozenset(codes) for address, codes in found.items()}

    def unit_of(self, sender: str) -> str | None:
        """The code of the unit whose address this is; None where it is nobody's, or several units'."""
        codes = self._writers.get(key(sender), frozenset()) if sender else frozenset()
        return next(iter(codes)) if len(codes) == 1 else None
