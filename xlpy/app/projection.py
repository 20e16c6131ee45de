"""Dự báo: what the journal's figures promise, and how earlier forecasts of the same journal fared."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from xlpy.app.folder import CannotDo, Folder
from xlpy.app.journal_of_folder import reading
from xlpy.app.plan_of_folder import plan_of
from xlpy.core.campaign.foreseen import reports_under, terms_of
from xlpy.core.campaign.projection import Projection, project
from xlpy.core.campaign.series import Reports
from xlpy.core.campaign.trials import Trial, trials
from xlpy.core.plan.plan import Plan, machines_in
from xlpy.journal import Journal


def projection_of(folder: Folder, day: date | None) -> tuple[Plan, Projection]:
    """The projection at the end of a day, or of the last day merged. Raises CannotDo, PlanError, JournalDamaged."""
    plan, reports, days = _known(folder)
    return plan, project(terms_of(plan), reports, day or days[-1])


def reports_of(plan: Plan, journal: Journal) -> tuple[Reports, ...]:
    """Every unit's accepted reports, in the order of the form, under the machines of each day's plan."""
    accepted = {
        unit: {item.date: {kind: figures.entered for kind, figures in item.figures.items()} for item in items}
        for unit, items in journal.accepted_days().items()
    }
    return reports_under(plan, accepted, _machines_by_day(journal))


def _machines_by_day(journal: Journal) -> dict[date, Mapping[str, int]]:
    by_text: dict[str, Mapping[str, int]] = {}
    found: dict[date, Mapping[str, int]] = {}
    for day in journal.days():
        text = journal.plan_text(day)
        if text is not None:
            if text not in by_text:
                by_text[text] = machines_in(json.loads(text))
            found[day] = by_text[text]
    return found


def _known(folder: Folder) -> tuple[Plan, tuple[Reports, ...], Sequence[date]]:
    plan = plan_of(folder).plan
    folder.must_exist()
    with reading(folder) as journal:
        days, reports = journal.days(), reports_of(plan, journal)
    if not days:
        raise CannotDo("Nhật ký chưa có ngày nào, nên chưa dự báo được. Tổng hợp ngày đầu tiên trước.")
    return plan, reports, days


def trials_of(folder: Folder) -> tuple[date, tuple[Trial, ...]]:
    """The last day of the journal, and for each earlier day how its forecast fared. Raises as `projection_of`."""
    plan, reports, days = _known(folder)
    return days[-1], tuple(trials(terms_of(plan), reports, days[:-1], days[-1]))
