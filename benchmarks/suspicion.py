"""How often LK23 is right: simulated units whose kinds keep their shares more or less, one report in 77 faulty.

    python benchmarks/suspicion.py [--units 400] [--days 40]

Needs nothing but the package. See README.md.
"""

import argparse
import math
import random
from collections import Counter

from xlpy.core.campaign.mix import contrast

MIXES = {"stable": 0.15, "drifting": 0.30, "erratic": 0.90}
"""Standard deviation of the logarithm of a kind's share from day to day."""
FAULT_RATE = 0.013
USUAL = ((0.62, 0.25, 0.12, 0.01), (0.8, 0.12, 0.07, 0.01), (0.4, 0.35, 0.24, 0.01))


def reports(dice: random.Random, wobble: float, days: int):
    """Day by day (figures, fault or "")."""
    shares, pace = dice.choice(USUAL), dice.uniform(400, 3_000)
    for _ in range(days):
        whole = pace * math.exp(dice.gauss(0, 0.15))
        figures = [
            max(0, round(whole * share * math.exp(dice.gauss(0, wobble)) + dice.gauss(0, 1))) for share in shares
        ]
        fault = ""
        if dice.random() < FAULT_RATE:
            fault = dice.choice(("left out", "swapped", "digit slip"))
            place = dice.randrange(3)
            if fault == "left out":
                figures[place] = 0
            elif fault == "swapped":
                figures[place], figures[(place + 1) % 3] = figures[(place + 1) % 3], figures[place]
            else:
                figures[place] *= 10
        yield figures, fault


def main() -> None:
    """Print, for each mix and threshold, flags in 100 clean reports, precision and recall."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=400)
    parser.add_argument("--days", type=int, default=40)
    options = parser.parse_args()
    print(f"{'mix':10} {'threshold':>9} {'flags/100':>9} {'precision':>9} {'recall':>7}  caught")
    for name, wobble in MIXES.items():
        dice = random.Random(f"suspicion {name}")
        scored = []
        for _ in range(options.units):
            past: list[list[int]] = []
            for figures, fault in reports(dice, wobble, options.days):
                found = contrast(figures, past)
                scored.append((0.0 if found is None else found.score, fault))
                past.append(figures)
        faults = sum(bool(fault) for _, fault in scored)
        for threshold in (3.0, 3.5, 4.0, 5.0, 6.0):
            flagged = [fault for score, fault in scored if score >= threshold]
            right = sum(map(bool, flagged))
            caught = ", ".join(f"{fault} {count}" for fault, count in Counter(filter(None, flagged)).items())
            share = 100 * len(flagged) / len(scored)
            precision = right / len(flagged) if flagged else 0.0
            print(f"{name:10} {threshold:9.1f} {share:9.2f} {precision:9.2f} {right / faults:7.2f}  {caught}")


if __name__ == "__main__":
    main()
