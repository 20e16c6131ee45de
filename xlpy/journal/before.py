"""The days before a day as its report tells of them, read from the journal."""

from collections.abc import Mapping
from datetime import date

from xlpy.core.before import DAYS, Before, Glance
from xlpy.core.consolidate import ACCEPTED, Status
from xlpy.core.plan.dated import machines_by_day
from xlpy.core.records import Kind
from xlpy.core.zero_reasons import ZeroReason
from xlpy.journal.engine import Engine
from xlpy.journal.mismatches import MismatchLines
from xlpy.journal.schema import tables_of

_RUNS = """SELECT date, max(id) FROM run WHERE date < ? AND id < ? GROUP BY date ORDER BY date DESC LIMIT ?"""
_SEEN = """WITH seen AS (SELECT date, max(id) AS id FROM run WHERE date < ? AND id < ? GROUP BY date)"""
_ACCEPTED = f"""{_SEEN} SELECT seen.date, u.run, u.unit FROM unit_day u JOIN seen ON seen.id = u.run
    WHERE u.status IN ({", ".join(f"'{status}'" for status in ACCEPTED)}) ORDER BY seen.date"""
_ENTERED = f"""{_SEEN} SELECT run, unit, kind, entered FROM figure WHERE run IN (SELECT id FROM seen)"""
_GIVEN = f"""{_SEEN} SELECT reason, count(*) FROM zero_reason WHERE run IN (SELECT id FROM seen)
    GROUP BY reason ORDER BY reason"""
_PLANS = f"""{_SEEN} SELECT seen.date, plan.text FROM seen JOIN run ON run.id = seen.id
    JOIN plan ON plan.sha256 = run.plan
    WHERE NOT EXISTS (SELECT 1 FROM run own WHERE own.id = ? AND own.plan = run.plan) ORDER BY seen.date"""


def before(db: Engine, day: date, run: int, mismatches: MismatchLines) -> Before:
    """What the run of that number, for `day`, could see of earlier days: their last runs before it."""
    found = db.execute(_RUNS, (day.isoformat(), run, DAYS - 1)).fetchall()
    if not found:
        return Before()
    dates = {number: date.fromisoformat(on) for on, number in reversed(found)}
    marks = ", ".join("?" * len(dates))
    units: dict[int, dict[str, Glance]] = {number: {} for number in dates}
    query = f"SELECT run, unit, status, late FROM unit_day WHERE run IN ({marks}) ORDER BY run, place"
    for number, unit, status, late in db.execute(query, tuple(dates)):
        units[number][unit] = Glance(Status(status), bool(late))
    accepted = {
        number: [unit for unit, glance in there.items() if glance.status in ACCEPTED] for number, there in units.items()
    }
    last = next((number for number in reversed(dates) if accepted[number]), None)
    entered = {}
    if last is not None:
        query = "SELECT unit, CAST(sum(today) AS BIGINT) FROM figure WHERE run = ? AND today IS NOT NULL GROUP BY unit"
        counted = dict(db.execute(query, (last,)).fetchall())
        entered = {unit: counted[unit] for unit in accepted[last] if unit in counted}
    return Before(
        tuple((on, units[number]) for number, on in dates.items()),
        dates.get(last or 0),
        entered,
        _accepted(db, day, run),
        _machines(db, day, run),
        _reasons(db, day, run),
        mismatches.before(day, run),
    )


def _machines(db: Engine, day: date, run: int) -> dict[date, Mapping[str, int]]:
    """Of days merged under another plan."""
    found = db.execute(_PLANS, (day.isoformat(), run, run)).fetchall()
    return dict(machines_by_day((date.fromisoformat(on), text) for on, text in found))


def _reasons(db: Engine, day: date, run: int) -> dict[ZeroReason, int]:
    if "zero_reason" not in tables_of(db.version()):
        return {}
    return {ZeroReason(reason): many for reason, many in db.execute(_GIVEN, (day.isoformat(), run))}


def _accepted(db: Engine, day: date, run: int) -> dict[str, dict[date, dict[Kind, int]]]:
    asked = day.isoformat(), run
    by_run: dict[int, dict[str, dict[Kind, int]]] = {}
    found: dict[str, dict[date, dict[Kind, int]]] = {}
    days: dict[str, date] = {}
    for on, number, unit in db.execute(_ACCEPTED, asked):
        if on not in days:
            days[on] = date.fromisoformat(on)
        by_run.setdefault(number, {})[unit] = found.setdefault(unit, {})[days[on]] = {}
    kinds = {kind.value: kind for kind in Kind}
    nobody: dict[str, dict[Kind, int]] = {}
    for number, unit, kind, entered in db.execute(_ENTERED, asked):
        kept = by_run.get(number, nobody).get(unit)
        if kept is not None:
            kept[kinds[kind]] = entered
    return found
