"""A day's result as rows of the journal, and back. Reading back what was written gives the same result."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.mismatches import Mismatches
from xlpy.core.receipt import Receipt
from xlpy.core.records import KINDS, AcceptedDay, Figures, Kind
from xlpy.core.source import Finding, Severity, Source
from xlpy.core.zero_reasons import ZeroReason
from xlpy.journal.taken import read_hour


def of_standing(run: int, standing: Standing) -> dict[str, list[Sequence[Any]]]:
    """Rows of `unit_day`, `figure`, `finding`, `gathered` and `zero_reason`."""
    return {
        "unit_day": [_of_unit(run, place, unit) for place, unit in enumerate(standing.units)],
        "figure": [
            [
                run,
                unit.unit,
                kind.value,
                unit.figures[kind].total,
                unit.figures[kind].today,
                unit.figures[kind].entered,
                *(unit.cells[kind] if unit.cells else ("", "")),
            ]
            for unit in standing.units
            for kind in KINDS
        ],
        "finding": [
            [
                run,
                place,
                f.code,
                f.severity.value,
                f.source.file,
                f.source.sheet,
                f.source.cell,
                f.title,
                f.message,
                f.fix,
                f.unit,
            ]
            for place, f in enumerate(standing.findings)
        ],
        "gathered": [
            [run, place, f.stands_for, f.because]
            for place, f in enumerate(standing.findings)
            if f.stands_for > 1 or f.because
        ],
        "zero_reason": [[run, unit.unit, unit.reason.value] for unit in standing.units if unit.reason],
    }


def _of_unit(run: int, place: int, unit: UnitDay) -> Sequence[Any]:
    receipt = unit.receipt
    return [
        run,
        place,
        unit.unit,
        unit.name,
        unit.status.value,
        int(unit.late),
        unit.source.file,
        unit.source.sheet,
        unit.source.cell,
        receipt.sha256 if receipt else None,
        receipt.received_at.isoformat() if receipt and receipt.received_at else None,
        int(unit.by_name),
        unit.carried_from.isoformat() if unit.carried_from else None,
    ]


def standing(day: date, content: Mapping[str, Sequence[Sequence[Any]]], said: Mismatches) -> Standing:
    """A day's result from its rows, each without the number of the run, and what was `said` of cases followed apart."""
    figures: dict[str, dict[Kind, Figures]] = {}
    cells: dict[str, dict[Kind, tuple[str, str]]] = {}
    for unit, kind, total, today, entered, today_cell, entered_cell in content["figure"]:
        figures.setdefault(unit, {})[Kind(kind)] = Figures(total, today, entered)
        cells.setdefault(unit, {})[Kind(kind)] = (today_cell, entered_cell)
    reasons = {unit: ZeroReason(reason) for unit, reason in content.get("zero_reason", ())}
    units = []
    for _, unit, name, status, late, file, sheet, cell, digest, received_at, by_name, carried_from in content[
        "unit_day"
    ]:
        receipt = Receipt(file, digest, read_hour(received_at)) if digest is not None else None
        units.append(
            UnitDay(
                unit,
                name,
                Status(status),
                bool(late),
                figures[unit],
                receipt,
                Source(file, sheet, cell),
                cells[unit] if any(any(pair) for pair in cells[unit].values()) else None,
                bool(by_name),
                date.fromisoformat(carried_from) if carried_from else None,
                reasons.get(unit),
            )
        )
    gathered = {place: (stands_for, because) for place, stands_for, because in content.get("gathered", ())}
    findings = tuple(
        Finding(
            code,
            Severity(severity),
            Source(file, sheet, cell),
            title,
            message,
            fix,
            unit,
            *gathered.get(place, (1, "")),
        )
        for place, code, severity, file, sheet, cell, title, message, fix, unit in content["finding"]
    )
    return Standing(day, tuple(units), findings, said)


_KINDS = {kind.value: kind for kind in Kind}


def accepted_day(
    unit: str,
    day: str,
    figures: Sequence[Sequence[Any]],
    place: tuple[str, str, str],
    digest: str | None,
    *,
    by_name: bool,
    phoned: bool,
    reason: str | None = None,
    received_at: str | None = None,
) -> AcceptedDay:
    """A past day of a unit; `figures` are (kind, total, today, entered, cell of today, cell of entered)."""
    return AcceptedDay(
        unit,
        date.fromisoformat(day),
        {_KINDS[kind]: Figures(total, today, entered) for kind, total, today, entered, *_ in figures},
        Source(*place),
        digest or "",
        {_KINDS[kind]: (today, entered) for kind, *_, today, entered in figures if today or entered},
        by_name,
        phoned,
        ZeroReason(reason) if reason else None,
        read_hour(received_at),
    )
