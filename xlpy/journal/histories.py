"""Each unit's accepted days, fetched as far back as somebody asks: on most days nobody asks beyond the last dozen."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, overload

from xlpy.core.campaign.mix import REPORTS
from xlpy.core.records import AcceptedDay
from xlpy.journal import rows

_ACCEPTED = "u.status IN ('received', 'manual')"
_DAY = "u.run, latest.date, u.unit, u.file, u.sheet, u.cell, u.sha256, u.by_name, u.status"
_FIGURES = "kind, total, today, entered, today_cell, entered_cell"
_RECENT = REPORTS + 1
"""Days before the day that are fetched in any case: those that a form's mix of kinds is held against, and one more."""
_ONE_BY_ONE = 8
"""Units that are looked up by themselves. Each costs a look over the whole journal, and so do all of them together."""


class Histories:
    """The accepted days of a journal by the last run of each date. Use it while the journal is open and unchanged."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._whole: dict[str, tuple[AcceptedDay, ...]] = {}
        self._figures: dict[tuple[int, str], list[Sequence[Any]]] | None = None
        self._days: dict[str, list[Sequence[Any]]] = {}

    def all(self) -> Mapping[str, tuple[AcceptedDay, ...]]:
        """Each unit's accepted days, oldest first."""
        self._fetch_all()
        return {unit: self.of(unit) for unit in self._days}

    def of(self, unit: str) -> tuple[AcceptedDay, ...]:
        """A unit's accepted days, oldest first."""
        if unit not in self._whole:
            if len(self._whole) >= _ONE_BY_ONE:
                self._fetch_all()
            self._whole[unit] = tuple(self._made(unit))
        return self._whole[unit]

    def before(self, day: date) -> "Mapping[str, Sequence[AcceptedDay]]":
        """Each unit's accepted days before `day`, oldest first, for the units that have any."""
        counts = f"""SELECT u.unit, count(*) FROM unit_day u JOIN latest ON latest.id = u.run
                     WHERE {_ACCEPTED} AND latest.date < ? GROUP BY u.unit"""
        many = dict(self._db.execute(counts, (day.isoformat(),)).fetchall())
        recent = self._ends("DESC", _RECENT, "<", day)
        return {unit: _Days(self, unit, recent[unit][::-1], count) for unit, count in many.items()}

    def after(self, day: date) -> Mapping[str, AcceptedDay]:
        """Each unit's first accepted day after `day`."""
        return {unit: days[0] for unit, days in self._ends("ASC", 1, ">", day).items()}

    def on(self, day: date) -> Mapping[str, AcceptedDay]:
        """What of each unit is accepted for the day itself."""
        return {unit: days[0] for unit, days in self._ends("ASC", 1, "=", day).items()}

    def _ends(self, order: str, count: int, which: str, day: date) -> dict[str, list[AcceptedDay]]:
        ends = f"""WITH ends AS (SELECT date, run, unit FROM (
                       SELECT latest.date AS date, u.run AS run, u.unit AS unit,
                           row_number() OVER (PARTITION BY u.unit ORDER BY latest.date {order}) AS place
                       FROM unit_day u JOIN latest ON latest.id = u.run
                       WHERE {_ACCEPTED} AND latest.date {which} ?) WHERE place <= {count}) """
        found = self._db.execute(
            f"{ends} SELECT {_DAY} FROM ends latest JOIN unit_day u ON u.run = latest.run AND u.unit = latest.unit "
            f"ORDER BY latest.date {order}",
            (day.isoformat(),),
        ).fetchall()
        figures: dict[tuple[int, str], list[Sequence[Any]]] = {}
        if found:
            told = f"{ends} SELECT ends.run, ends.unit, {_FIGURES} FROM ends JOIN figure USING (run, unit)"
            for run, unit, *row in self._db.execute(f"{told} ORDER BY figure.rowid", (day.isoformat(),)):
                figures.setdefault((run, unit), []).append(row)
        days: dict[str, list[AcceptedDay]] = {}
        for row in found:
            days.setdefault(row[2], []).append(_accepted(row, figures))
        return days

    def _made(self, unit: str) -> Iterator[AcceptedDay]:
        figures = self._figures
        if figures is not None:
            days = self._days.get(unit, [])
        else:
            query = f"""SELECT {_DAY} FROM unit_day u JOIN latest ON latest.id = u.run
                        WHERE {_ACCEPTED} AND u.unit = ? ORDER BY latest.date"""
            days = self._db.execute(query, (unit,)).fetchall()
            figures = _by_unit(self._db, "AND unit = ?", (unit,))
        return (_accepted(row, figures) for row in days)

    def _fetch_all(self) -> None:
        if self._figures is None:
            query = f"""SELECT {_DAY} FROM unit_day u JOIN latest ON latest.id = u.run
                        WHERE {_ACCEPTED} ORDER BY latest.date"""
            for row in self._db.execute(query):
                self._days.setdefault(row[2], []).append(row)
            self._figures = _by_unit(self._db, "", ())


class _Days(Sequence[AcceptedDay]):
    """A unit's accepted days before a day. The last ones are there; whoever wants another one has all fetched."""

    def __init__(self, histories: Histories, unit: str, recent: Sequence[AcceptedDay], count: int) -> None:
        self._histories, self._unit, self._recent, self._count = histories, unit, recent, count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> AcceptedDay: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[AcceptedDay]: ...
    def __getitem__(self, place: int | slice) -> AcceptedDay | Sequence[AcceptedDay]:
        if isinstance(place, int):
            from_the_end = place if place < 0 else place - self._count
            if -len(self._recent) <= from_the_end < 0:
                return self._recent[from_the_end]
        return self._histories.of(self._unit)[: self._count][place]


def _by_unit(db: sqlite3.Connection, which: str, values: Sequence[str]) -> dict[tuple[int, str], list[Sequence[Any]]]:
    found: dict[tuple[int, str], list[Sequence[Any]]] = {}
    query = f"SELECT run, unit, {_FIGURES} FROM figure WHERE run IN (SELECT id FROM latest) {which}"
    for run, unit, *row in db.execute(query, values):
        found.setdefault((run, unit), []).append(row)
    return found


def _accepted(row: Sequence[Any], figures: Mapping[tuple[int, str], Sequence[Sequence[Any]]]) -> AcceptedDay:
    run, day, unit, file, sheet, cell, digest, by_name, status = row
    return rows.accepted_day(
        unit,
        day,
        figures[run, unit],
        (file, sheet, cell),
        digest,
        by_name=bool(by_name),
        phoned=status == "manual",
    )
