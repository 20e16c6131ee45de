"""Results as JSON for other programs. Keys are English and stand in the contract; words for people are Vietnamese."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from xlpy.core.consolidate import Judged, Standing, Status, UnitDay
from xlpy.core.mismatches import Mismatch, Mismatches, count, merged
from xlpy.core.plan.changes import Change
from xlpy.core.plan.dated import reckon
from xlpy.core.plan.elsewhere import UnitElsewhere, has_units, levels_elsewhere, whole_of
from xlpy.core.plan.moves import Move, level_of
from xlpy.core.plan.plan import Level, Plan
from xlpy.core.plan.tasks import Task
from xlpy.core.records import KINDS, FiguresByKind, Kind, Measure, with_sum
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
    "zero_reason",
    "mismatches_open",
    "mismatches_done",
    "owed",
)
NO_MISMATCHES: Mismatches = {}


def figures_document(figures: FiguresByKind) -> dict[str, Any]:
    """{kind: {total, today, entered, remaining}} for the four kinds and their sum; `today` may be null."""
    return {
        kind: {"total": told.total, "today": told.today, "entered": told.entered, "remaining": told.remaining}
        for kind, told in ((kind.value, figures[kind]) for kind in Kind)
    }


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


def standing_document(
    standing: Standing,
    report: str,
    plan: Plan,
    told: Iterable[Finding] = (),
    apart: Mismatches = NO_MISMATCHES,
) -> dict[str, Any]:
    """The result of a day. `report` is where the report workbook stands, relative to the working folder.

    `plan` is the run's: it tells the level that the folder follows, and how far the others were.

    `told` is what a run says of other days, beside the day's result; `apart` are the cases followed apart, to that day.
    """
    return {
        "schema": SCHEMA,
        "date": standing.date.isoformat(),
        "expected": standing.expected,
        "reported": standing.reported,
        "report": report,
        "units": [_unit_document(unit, plan.tracked_level) for unit in standing.units],
        "total": figures_document(standing.total),
        **_levels_document(plan, standing),
        "mismatches": _mismatch_document(apart, standing.date, plan.tracked_level),
        "findings": [finding_document(finding) for finding in (*told, *standing.findings)],
    }


def _levels_document(plan: Plan, standing: Standing) -> dict[str, Any]:
    """The other levels and the whole plan, where the run recorded their units; null is not known, and not 0."""
    if not has_units(plan):
        return {}
    levels = levels_elsewhere(plan)
    whole = whole_of(plan, levels, standing.total[Kind.SUM].entered)
    return {
        "levels": [
            {
                "level": one.level,
                "name": one.name,
                "date": one.day and one.day.isoformat(),
                "total": one.cases,
                "entered": one.entered,
                "units_unknown": one.unknown,
                "units": [_elsewhere_document(unit) for unit in one.units],
            }
            for one in levels
        ],
        "whole_plan": {"total": whole.cases, "entered": whole.entered, "complete": whole.complete},
    }


def _elsewhere_document(unit: UnitElsewhere) -> dict[str, Any]:
    return {
        "code": unit.unit,
        "name": unit.name,
        "date": unit.day and unit.day.isoformat(),
        "figures": {kind.value: {measure.value: unit.get(kind, measure) for measure in Measure} for kind in Kind},
    }


def _mismatch_document(apart: Mismatches, day: date, level: str) -> dict[str, Any]:
    """How many cases are followed apart: in all, and by unit and kind of book."""
    return {
        "total": _count_document([case for cases in apart.values() for case in cases], day),
        "units": [
            {
                "code": code,
                "level": level,
                **_count_document(cases, day),
                "kinds": {
                    kind.value: _count_document([case for case in cases if case.kind is kind], day) for kind in KINDS
                },
            }
            for code, cases in apart.items()
        ],
    }


def _count_document(cases: Iterable[Mismatch], day: date) -> dict[str, Any]:
    found = count(cases, day)
    return {
        "open": found.open,
        "over_7": found.waits_long,
        "over_15": found.waits_too_long,
        "undated": found.undated,
        "done": found.done,
        "states": {state.value: many for state, many in found.states.items()},
    }


def told_status(unit: UnitDay) -> str:
    """A unit's status in the contract's words: who owes nothing is missing there too, and `owed` tells it apart."""
    return (Status.MISSING if unit.status is Status.NOT_DUE else unit.status).value


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
        "status": told_status(unit),
        **({} if unit.status is not Status.NOT_DUE else {"owed": False}),
        "late": unit.late,
        "zero_reason": unit.reason.value if unit.reason else None,
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
                "zero_reason": _reason_of(judged),
                "mismatches": _lines_of(judged),
                "findings": [finding_document(finding) for finding in judged.findings],
            }
            for name, judged, figures in checked
        ],
        "findings": [finding_document(finding) for finding in shared],
    }


def _reason_of(judged: Judged) -> str | None:
    form = judged.submission
    return form.reason.value if form is not None and form.reason is not None and form.is_zero else None


def _lines_of(judged: Judged) -> dict[str, int] | None:
    """How many lines of Theo dõi riêng would be taken, and how many not; null where the file has no such sheet."""
    sheet = judged.submission.mismatches if judged.submission is not None else None
    if sheet is None:
        return None
    taken = sum(line.case is not None for line in sheet.lines)
    return {"taken": taken, "refused": len(sheet.lines) - taken}


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

    `standings` are in the order of their days. `level` is that of the plan whose books they are about: units have the
    same codes at each. Of cases followed apart null is not 0: the unit never said anything of them.
    """
    found: list[dict[str, Any]] = []
    apart: Mismatches = {}
    for standing in standings:
        apart = merged(apart, standing.mismatches) if standing.mismatches else apart
        for unit in standing.units:
            counts = _counts(apart.get(unit.unit), standing.date)
            found.extend(_history_row(standing.date, unit, kind, level, counts) for kind in unit.figures)
    return found


def _counts(cases: Iterable[Mismatch] | None, day: date) -> dict[Kind, tuple[int, int]]:
    """Kind → cases that are open and done; nothing where the unit never said anything of them."""
    if cases is None:
        return {}
    counts = {kind: count([case for case in cases if case.kind is kind], day) for kind in KINDS}
    return {kind: (found.open, found.done) for kind, found in counts.items()}


def _history_row(
    day: date, unit: UnitDay, kind: Kind, level: str, counts: dict[Kind, tuple[int, int]]
) -> dict[str, Any]:
    unfinished, done = counts.get(kind, (None, None))
    return {
        "date": day.isoformat(),
        "unit": unit.unit,
        "name": unit.name,
        "kind": kind.value,
        "status": told_status(unit),
        **{measure.value: unit.figures[kind].get(measure) for measure in Measure},
        "file": unit.source.file,
        "sheet": unit.source.sheet,
        "cell": unit.cells[kind][1] if unit.cells else "",
        "sha256": unit.receipt.sha256 if unit.receipt else "",
        "level": level,
        "late": unit.late,
        "zero_reason": unit.reason.value if unit.reason else None,
        "mismatches_open": unfinished,
        "mismatches_done": done,
        "owed": unit.status is not Status.NOT_DUE,
    }
