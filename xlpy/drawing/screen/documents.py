"""Results as JSON for other programs. Keys are English and stand in the contract; words for people are Vietnamese."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from xlpy.core.consolidate import Judged, Standing, UnitDay
from xlpy.core.plan.changes import Change
from xlpy.core.plan.dated import reckon
from xlpy.core.plan.moves import Move, level_of
from xlpy.core.plan.plan import Level, Plan
from xlpy.core.plan.tasks import Task
from xlpy.core.records import FiguresByKind, Kind, Measure, with_sum
from xlpy.core.source import Finding

SCHEMA = 1
HISTORY_COLUMNS = (
    "date",
    "unit",
    "name",
    "kind",
    "status",
    "total",
    "today",
    "entered",
    "remaining",
    "file",
    "sheet",
    "cell",
    "sha256",
    "level",
    "late",
)


def figures_document(figures: FiguresByKind) -> dict[str, Any]:
    """{kind: {total, today, entered, remaining}} for the four kinds and their sum; `today` may be null."""
    return {kind.value: {measure.value: figures[kind].get(measure) for measure in Measure} for kind in Kind}


def finding_document(finding: Finding) -> dict[str, Any]:
    """One finding."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "unit": finding.unit,
        "file": finding.source.file,
        "sheet": finding.source.sheet,
        "cell": finding.source.cell,
        "message": f"{finding.title}. {finding.message}",
        "fix": finding.fix,
        "count": finding.stands_for,
        "because": finding.because or None,
    }


def standing_document(standing: Standing, report: str, level: str, told: Iterable[Finding] = ()) -> dict[str, Any]:
    """The result of a day. `report` is where the report workbook stands, relative to the working folder.

    `level` is the one that the folder follows.

    `told` is what a run says of other days, beside the day's result.
    """
    return {
        "schema": SCHEMA,
        "date": standing.date.isoformat(),
        "expected": len(standing.units),
        "reported": standing.reported,
        "report": report,
        "units": [_unit_document(unit, level) for unit in standing.units],
        "total": figures_document(standing.total),
        "findings": [finding_document(finding) for finding in (*told, *standing.findings)],
    }


def held_document(day: date, findings: Iterable[Finding]) -> dict[str, Any]:
    """Why a day was not recorded: what that would do to other days."""
    return {
        "schema": SCHEMA,
        "date": day.isoformat(),
        "recorded": False,
        "findings": [finding_document(finding) for finding in findings],
    }


def _unit_document(unit: UnitDay, level: str) -> dict[str, Any]:
    receipt = unit.receipt
    source = {"file": unit.source.file, "sheet": unit.source.sheet, "sha256": receipt.sha256} if receipt else None
    return {
        "code": unit.unit,
        "name": unit.name,
        "level": level,
        "status": unit.status.value,
        "late": unit.late,
        "received_at": receipt.received_at.isoformat(timespec="seconds") if receipt and receipt.received_at else None,
        "source": source,
        "figures": figures_document(with_sum(unit.figures)),
    }


def checked_document(
    checked: Iterable[tuple[str, Judged, FiguresByKind | None]], shared: Iterable[Finding] = ()
) -> dict[str, Any]:
    """The result of checking files without recording anything. `shared` is said of several files at once."""
    return {
        "schema": SCHEMA,
        "files": [
            {
                "file": name,
                "unit": judged.unit,
                "date": judged.submission.date.isoformat() if judged.submission and judged.submission.date else None,
                "verdict": judged.verdict.value,
                "replaced": judged.moot,
                "figures": figures_document(with_sum(figures)) if figures else None,
                "findings": [finding_document(finding) for finding in judged.findings],
            }
            for name, judged, figures in checked
        ],
        "findings": [finding_document(finding) for finding in shared],
    }


def plan_document(plan: Plan, findings: Iterable[Finding]) -> dict[str, Any]:
    """The plan with what follows from it."""
    return {
        "schema": SCHEMA,
        "norm": plan.norm,
        "start": plan.start.isoformat(),
        "deadline": plan.deadline.isoformat(),
        "campaign_days": plan.campaign_days,
        "levels": [_level_document(plan, level) for level in plan.levels],
        "tasks": [_task_document(task) for task in plan.aside.tasks],
        "moves": [_move_document(plan, move) for move in plan.aside.moves],
        "changes": [
            _change_document(change, in_force=step.handover is not None)
            for step in reckon(plan).steps
            for change in step.changes
        ],
        "findings": [finding_document(finding) for finding in findings],
    }


def _change_document(change: Change, *, in_force: bool) -> dict[str, Any]:
    """A line of the sheet Thay đổi đơn vị; not in force: something of that day's changes is lacking."""
    return {
        "date": change.day.isoformat() if change.day else None,
        "old": change.old or None,
        "new": change.new or None,
        "name": change.name or None,
        "in_force": in_force,
    }


def _move_document(plan: Plan, move: Move) -> dict[str, Any]:
    """A line of the sheet Máy; null where a cell of it is not known, and it counts for nobody."""
    level = level_of(plan, move)
    return {
        "date": move.day.isoformat() if move.day else None,
        "level": level.level if level else None,
        "unit": move.code or None,
        "what": move.what.value if move.what else None,
        "machines": move.machines,
        "other": move.other or None,
    }


def _task_document(task: Task) -> dict[str, Any]:
    start, before, done_on = (
        None if day is None else day.isoformat() for day in (task.start, task.before, task.done_on)
    )
    return {
        "number": task.number,
        "name": task.name,
        "owner": task.owner,
        "partners": task.partners,
        "start": start,
        "before": before,
        "state": task.state.value if task.state else None,
        "done_on": done_on,
        "note": task.note,
    }


def _level_document(plan: Plan, level: Level) -> dict[str, Any]:
    return {
        "level": level.level,
        "appendix": level.appendix,
        "units": [
            {
                "code": target.unit.code,
                "name": target.unit.name,
                "books": target.total_books,
                "cases": target.total_cases,
                "machines": target.machines,
                "per_day": plan.per_day(target),
                "days": plan.days(target),
                "machines_needed": plan.machines_for(target.total_cases),
                "people_needed": plan.aside.teams.people_for(target.machines),
            }
            for target in level.targets
        ],
        "total": {
            "books": level.books,
            "cases": level.cases,
            "machines": level.machines,
            "per_day": level.machines * plan.norm,
            "people_needed": plan.aside.teams.people_for(level.machines),
        },
    }


def history_rows(standings: Iterable[Standing], level: str) -> list[dict[str, Any]]:
    """The journal's figures, one row a unit, day and kind; `today` is null where nothing was accepted.

    `level` is that of the plan whose books they are about: units have the same codes at each.
    """
    return [
        {
            "date": standing.date.isoformat(),
            "unit": unit.unit,
            "name": unit.name,
            "kind": kind.value,
            "status": unit.status.value,
            **{measure.value: unit.figures[kind].get(measure) for measure in Measure},
            "file": unit.source.file,
            "sheet": unit.source.sheet,
            "cell": unit.cells[kind][1] if unit.cells else "",
            "sha256": unit.receipt.sha256 if unit.receipt else "",
            "level": level,
            "late": unit.late,
        }
        for standing in standings
        for unit in standing.units
        for kind in unit.figures
    ]
