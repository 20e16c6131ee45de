"""How earlier forecasts fared: each day's projection beside what the reports of the days after it say."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from statistics import fmean
from typing import NamedTuple

from xlpy.core.campaign.projection import Projection, Terms, project
from xlpy.core.campaign.series import Reports


class Trial(NamedTuple):
    """An earlier day's forecast beside what happened.

    `foreseen`, `happened`: cases of all `units` with a forecast, entered by the last day known. `inside`: units whose
    figure lies in their 80 % range. `days_off`: mean difference, in days, between the end foretold and the one that
    came, over the `finished` units; None where none is.
    """

    day: date
    units: int
    foreseen: int
    happened: int
    inside: int
    finished: int
    days_off: float | None

    @property
    def error(self) -> float:
        """Of the cases foreseen, as a share of what happened."""
        return (self.foreseen - self.happened) / self.happened if self.happened else 0.0


def trials(terms: Terms, reports: Sequence[Reports], days: Iterable[date], last: date) -> Iterator[Trial]:
    """The trials of so many days against what the last one knew. Days without a forecast are left out."""
    # The range is told for the last day in time: a deadline after the last day known asks just for that day.
    asked = terms._replace(deadline=last + timedelta(days=1))
    for day in days:
        trial = _trial(project(asked, reports, day), reports, last)
        if day < last and trial.units:
            yield trial


def _trial(foretold: Projection, reports: Sequence[Reports], last: date) -> Trial:
    foreseen = happened = inside = units = 0
    off: list[int] = []
    for unit, known in zip(foretold.units, reports, strict=True):
        if unit.by_deadline is None:
            continue
        became = sum(known.until(last).last_entered.values())
        low, middle, high = unit.by_deadline
        units, foreseen, happened = units + 1, foreseen + middle, happened + became
        inside += low <= became <= high
        finished = known.until(last).finished
        if unit.p50 and finished:
            off.append(abs((unit.p50 - finished).days))
    return Trial(foretold.day, units, foreseen, happened, inside, len(off), fmean(off) if off else None)
