"""How right the projection is: many campaigns in figures alone, under regimes that real ones may follow.

    python benchmarks/forecast.py [--seeds 12] [--days 10 18 20 30 40]

Needs the project's tests beside it: they make the campaigns. See README.md.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.kit.courses import REGIMES, campaign_of
from xlpy.core.campaign.projection import Terms, project
from xlpy.doors.disk.plan_file import default_plan

PLAN = default_plan().plan
TERMS = Terms(PLAN.start, PLAN.deadline, PLAN.norm, PLAN.largest_norm)


class Case(NamedTuple):
    """A unit's forecast beside its end. Errors are shares of the days that were left; without a date, 1."""

    regime: str
    day: int
    ours: float
    today: float
    week: float
    inside: bool
    chance: float
    in_time: bool


def cases(regime: str, seed: int, days: Sequence[int]) -> list[Case]:
    """Every unit of a campaign, foretold on these days of it."""
    units = campaign_of(PLAN, regime, seed)
    return [case for number in days for case in _on(regime, number, PLAN.start + timedelta(days=number - 1), units)]


def _on(regime: str, number: int, day: date, units: Sequence[tuple]) -> Iterator[Case]:
    seen = project(TERMS, [reports for reports, _ in units], day)
    for one, (reports, end) in zip(seen.units, units, strict=True):
        if one.chance is None or one.by_deadline is None or end <= day:
            continue
        left = (end - day).days

        def off(days: float | None, left: int = left) -> float:
            return 1.0 if days is None else abs(days - left) / left

        before = reports.until(day - timedelta(days=1)).last_entered
        today = one.entered - sum(before.values())
        became = reports.total if end < TERMS.deadline else sum(reports.until(TERMS.last_day).last_entered.values())
        yield Case(
            regime,
            number,
            off((one.p50 - day).days if one.p50 else None),
            off(one.remaining / today if today > 0 else None),
            off(one.remaining / one.pace if one.pace else None),
            one.by_deadline[0] <= became <= one.by_deadline[2],
            one.chance,
            end < TERMS.deadline,
        )


def main() -> None:
    """Print the tables of README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--days", type=int, nargs="+", default=[10, 18, 20, 30, 40])
    options = parser.parse_args()
    jobs = list(product(REGIMES, range(options.seeds)))
    with ProcessPoolExecutor() as pool:
        found = [
            case
            for some in pool.map(cases, *zip(*jobs, strict=True), [options.days] * len(jobs), chunksize=4)
            for case in some
        ]
    print(f"{len(jobs)} campaigns, {len(found)} forecasts")
    print(
        "\n| regime | mean error of the days left, by day of the campaign | today's pace | 7 days' | 80 % range right |"
    )
    print("|---|---|---|---|---|")
    for regime in (*REGIMES, "all"):
        here = [case for case in found if regime in (case.regime, "all")]
        by_day = " · ".join(f"{day}: {_mean([case.ours for case in here if case.day == day])}" for day in options.days)
        print(
            f"| {regime} | {by_day} | {_mean([case.today for case in here])} | {_mean([case.week for case in here])} "
            f"| {_mean([float(case.inside) for case in here])} |"
        )
    said = defaultdict(list)
    for case in found:
        said[min(int(10 * case.chance), 9)].append(case.in_time)
    print("\n| chance said | happened | forecasts |\n|---|---|---|")
    for tenth, happened in sorted(said.items()):
        print(f"| {10 * tenth}–{10 * tenth + 10} % | {100 * fmean(happened):.0f} % | {len(happened)} |")
    print(f"\nBrier score of “in time”: {fmean((case.chance - case.in_time) ** 2 for case in found):.3f}")


def _mean(values: Sequence[float]) -> str:
    return f"{100 * fmean(values):.0f} %" if values else "–"


if __name__ == "__main__":
    main()
