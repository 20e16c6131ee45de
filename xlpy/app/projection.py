"""Dự báo: what the journal's figures promise, and how earlier forecasts of the same journal fared."""

from collections.abc import Mapping, Sequence
from datetime import date

from xlpy.app.folder import CannotDo, Folder
from xlpy.app.journal_of_folder import reading
from xlpy.app.plan_of_folder import plan_of
from xlpy.core.campaign.foreseen import reports_under, terms_of
from xlpy.core.campaign.projection import Projection, project
from xlpy.core.campaign.series import Reports
from xlpy.core.campaign.trials import Trial, trials
from xlpy.core.carried_days import carried_totals, machines_then
from xlpy.core.plan.dated import machines_by_day, of_day
from xlpy.core.plan.plan import Plan
from xlpy.journal import Journal


def projection_of(folder: Folder, day: date | None) -> tuple[Plan, Projection]:
    """The projection at the end of a day, or of the last day merged. Raises CannotDo, PlanError, JournalDamaged."""
    plan, reports, days = _known(folder, day)
    return plan, project(terms_of(plan), reports, day or days[-1])


def reports_of(plan: Plan, journal: Journal) -> tuple[Reports, ...]:
    """Every unit's accepted reports, in the order of the form, under the machines of each day's plan.

    Where the plan is one of a day, of its units: what others had entered before they became these is carried over.
    """
    accepted = {
        unit: {item.date: {kind: figures.entered for kind, figures in item.figures.items()} for item in items}
        for unit, items in journal.accepted_days().items()
    }
    machines = machines_then(plan, _machines_by_day(journal))
    if plan.as_of is None:
        return reports_under(plan, accepted, machines)
    return reports_under(plan, carried_totals(plan, accepted, plan.as_of), machines)


def _machines_by_day(journal: Journal) -> dict[date, Mapping[str, int]]:
    return machines_by_day((day, text) for day in journal.days() if (text := journal.plan_text(day)) is not None)


def _known(folder: Folder, day: date | None = None) -> tuple[Plan, tuple[Reports, ...], Sequence[date]]:
    plan = plan_of(folder).plan
    folder.must_exist()
    with reading(folder) as journal:
        days = journal.days()
        plan = of_day(plan, day or days[-1]) if days else plan
        reports = reports_of(plan, journal)
    if not days:
        raise CannotDo("Nhật ký chưa có ngày nào, nên chưa dự báo được. Tổng hợp ngày đầu tiên trước.")
    return plan, reports, days


def trials_of(folder: Folder) -> tuple[date, tuple[Trial, ...]]:
    """The last day of the journal, and for each earlier day how its forecast fared. Raises as `projection_of`."""
    plan, reports, days = _known(folder)
    return days[-1], tuple(trials(terms_of(plan), reports, days[:-1], days[-1]))
