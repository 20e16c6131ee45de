"""Dự báo: what the journal's figures promise, and how earlier forecasts of the same journal fared."""

from collections.abc import Mapping, Sequence
from datetime import date

from xlpy.app.folder import CannotDo, Folder
from xlpy.app.journal_of_folder import reading
from xlpy.app.plan_of_folder import plan_of
from xlpy.core.campaign.projection import Projection, Terms, project
from xlpy.core.campaign.series import Reports
from xlpy.core.campaign.trials import Trial, trials
from xlpy.core.plan.plan import Plan
from xlpy.doors.disk.plan_file import read_plan
from xlpy.journal import Journal


def projection_of(folder: Folder, day: date | None) -> tuple[Plan, Projection]:
    """The projection at the end of a day, or of the last day merged. Raises CannotDo, PlanError, JournalDamaged."""
    plan, reports, days = _known(folder)
    return plan, project(terms_of(plan), reports, day or days[-1])


def terms_of(plan: Plan) -> Terms:
    """What the plan asks of everybody."""
    return Terms(plan.start, plan.deadline, plan.norm, plan.largest_norm)


def reports_of(plan: Plan, journal: Journal) -> tuple[Reports, ...]:
    """Every unit's accepted reports, in the order of the form, under the machines of each day's plan."""
    accepted = journal.accepted_days()
    machines = _machines_by_day(journal)
    return tuple(
        Reports(
            target.unit.code,
            target.unit.name,
            target.machines,
            {kind: target.cases[kind] or 0 for kind in plan.priority},
            {
                item.date: {kind: item.figures[kind].entered for kind in plan.priority}
                for item in accepted.get(target.unit.code, ())
            },
            {
                day: then[target.unit.code]
                for day, then in machines.items()
                if then.get(target.unit.code, target.machines) != target.machines
            },
        )
        for target in plan.tracked.targets
    )


def _machines_by_day(journal: Journal) -> dict[date, Mapping[str, int]]:
    by_text: dict[str, Mapping[str, int]] = {}
    found: dict[date, Mapping[str, int]] = {}
    for day in journal.days():
        text = journal.plan_text(day)
        if text is None:
            continue
        if text not in by_text:
            then = read_plan(text, "nhật ký", trusted=lambda _: True).plan
            by_text[text] = {code: target.machines for code, target in then.targets.items()}
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
