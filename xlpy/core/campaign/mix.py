"""How today's cases fall to the kinds, against how they used to: what a swapped or forgotten column disturbs.

A weak sign, which ranks reports for a person's eye and judges none: a unit may well turn to another book.
"""

from collections.abc import Sequence
from math import exp, log, sqrt
from statistics import median
from typing import NamedTuple

REPORTS = 12
"""Days that make what is usual."""
LEAST_REPORTS = 6
ERRATIC = 0.5
"""From this median deviation on (in logarithms of a share) a kind goes up and down as it likes, and tells nothing."""


class Contrast(NamedTuple):
    """The kind that stands out most. `score`: by how many times what is usual; `expected`: cases that were usual."""

    place: int
    score: float
    expected: int


def contrast(today: Sequence[int], past: Sequence[Sequence[int]]) -> Contrast | None:
    """Today's cases of the kinds still open, and those of the days before, oldest first, of the same kinds.

    `past` reaches back to the day on which a kind was last finished. None where too little is known, where nothing was
    entered, or where the unit's kinds are erratic.
    """
    usual = [day for day in past[-REPORTS:] if sum(day) > 0]
    if len(usual) < LEAST_REPORTS or len(today) < 2 or sum(today) <= 0:
        return None
    best: Contrast | None = None
    for place, cases in enumerate(today):
        if not cases and any(not day[place] for day in usual):
            continue
        shares = [_share(day, place) for day in usual]
        middle = median(shares)
        off = [abs(share - middle) for share in shares]
        if median(off) >= ERRATIC:
            return None
        expected = max(0.0, exp(middle) * (sum(today) + 2) - 2)
        spread = max(sqrt(median(off) ** 2 + 0.08**2 + 1 / (expected + 4)), max(off) / 2)
        score = abs(_share(today, place) - middle) / spread
        if best is None or score > best.score:
            best = Contrast(place, score, round(expected))
    return best


def _share(day: Sequence[int], place: int) -> float:
    return log((max(0, day[place]) + 2) / (max(0, sum(day)) + 2))
