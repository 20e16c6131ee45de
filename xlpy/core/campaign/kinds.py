"""Which kind of register a unit will be done with when: a place on the trajectory of all its work.

A kind that is done leaves its share of the work to the first kind still open, in the plan's order of priority (II.1.2).
"""

from collections.abc import Sequence


def cases_at_ends(remaining: Sequence[int], lately: Sequence[float]) -> tuple[float, ...]:
    """For each kind, in order of priority, how many cases of all kinds are entered by the time when it is done.

    `lately`: what was entered of each kind in the last two weeks. A kind without anything left is done at 0.
    """
    left = [float(max(0, cases)) for cases in remaining]
    pace = [max(0.0, cases) for cases in lately]
    ends = [0.0] * len(left)
    still_open = [number for number, cases in enumerate(left) if cases]
    done = 0.0
    while still_open:
        shares = _shares(pace, still_open)
        steps = {number: left[number] / share for number, share in shares.items() if share}
        first = min(steps, key=lambda number: (steps[number], number))
        done += steps[first]
        for number, share in shares.items():
            left[number] = 0.0 if number == first else left[number] - share * steps[first]
        ends[first] = done
        still_open.remove(first)
        if still_open:
            pace[still_open[0]] += pace[first]
        pace[first] = 0.0
    return tuple(ends)


def _shares(pace: Sequence[float], still_open: Sequence[int]) -> dict[int, float]:
    whole = sum(pace[number] for number in still_open)
    if not whole:
        return {number: float(number == still_open[0]) for number in still_open}
    return {number: pace[number] / whole for number in still_open}
