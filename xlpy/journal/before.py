"""The days before a day as its report tells of them, read from the journal."""

import sqlite3
from datetime import date

from xlpy.core.before import DAYS, Before, Glance
from xlpy.core.consolidate import ACCEPTED, Status

_RUNS = """SELECT date, max(id) FROM run WHERE date < ? AND id < ? GROUP BY date ORDER BY date DESC LIMIT ?"""


def before(db: sqlite3.Connection, day: date, run: int) -> Before:
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
        query = "SELECT unit, sum(today) FROM figure WHERE run = ? AND today IS NOT NULL GROUP BY unit"
        counted = dict(db.execute(query, (last,)).fetchall())
        entered = {unit: counted[unit] for unit in accepted[last] if unit in counted}
    return Before(tuple((on, units[number]) for number, on in dates.items()), dates.get(last or 0), entered)
