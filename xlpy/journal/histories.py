"""Each unit's accepted days, fetched as far back as somebody asks: on most days nobody asks beyond the last dozen."""

from collections.abc import Container, Iterator, Mapping, Sequence, Sized
from datetime import date
from operator import itemgetter
from typing import Any, TypeAlias, overload

from xlpy.core.campaign.mix import REPORTS
from xlpy.core.records import AcceptedDay
from xlpy.journal import rows
from xlpy.journal.engine import Engine
from xlpy.journal.schema import tables_of

Reasons: TypeAlias = Mapping[tuple[int, str], str]

_ACCEPTED = "u.status IN ('received', 'manual')"
_DAY = "u.run, latest.date, u.unit, u.file, u.sheet, u.cell, u.sha256, u.by_name, u.status, u.received_at"
_REASONS = "SELECT run, unit, reason FROM zero_reason"
_FIGURES = "kind, total, today, entered, today_cell, entered_cell"
_RECENT = REPORTS + 1
"""Days before the day that are fetched in any case: those that a form's mix of kinds is held against, and one more."""
_ONE_BY_ONE = 8
"""Units that are looked up by themselves. Each costs a look over the whole journal, and so do all of them together."""


class Histories:
    """The accepted days of a journal by the last run of each date. Use it while the journal is open and unchanged."""

    def __init__(self, db: Engine) -> None:
        self._db = db
        self._whole: dict[str, tuple[AcceptedDay, ...]] = {}
        self._figures: dict[tuple[int, str], list[Sequence[Any]]] | None = None
        self._days: dict[str, list[Sequence[Any]]] = {}
        self._reasons: Reasons = {}
        """(run, unit) → why its day is zero. Few days have one: all are fetched."""
        if "zero_reason" in tables_of(db.version()):
            self._reasons = {(run, unit): reason for run, unit, reason in db.execute(_REASONS)}

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
        query = "SELECT id, date FROM latest WHERE date < ? ORDER BY date"
        runs: dict[int, str] = dict(self._db.execute(query, (day.isoformat(),)).fetchall())
        if not runs:
            return {}
        counts = f"SELECT u.unit, count(*) FROM unit_day u WHERE {_ACCEPTED} AND {_in(runs)} GROUP BY u.unit"
        many = dict(self._db.execute(counts, tuple(runs)).fetchall())
        recent = self._recent(many, runs)
        return {unit: _Days(self, unit, recent[unit], count) for unit, count in many.items()}

    def _recent(self, many: Mapping[str, int], runs: Mapping[int, str]) -> Mapping[str, Sequence[AcceptedDay]]:
        """The last accepted days of units that have so `many` in these runs, oldest first: _RECENT of them, or all."""
        found: dict[str, list[AcceptedDay]] = {unit: [] for unit in many}
        lacking = set(many)
        # From the last run backwards, so many at a time: most units lack nothing after the first time.
        left = list(runs.items())
        while left and lacking:
            left, some = left[:-_RECENT], dict(left[-_RECENT:])
            for unit, days in self._of_runs(some, lacking).items():
                found[unit][:0] = days
            lacking = {unit for unit in lacking if len(found[unit]) < min(many[unit], _RECENT)}
        return found

    def _of_runs(self, runs: Mapping[int, str], units: Container[str]) -> Mapping[str, Sequence[AcceptedDay]]:
        """What these runs, given with their days, accepted of some units, oldest first."""
        figures: dict[tuple[int, str], list[Sequence[Any]]] = {}
        told = f"SELECT u.run, u.unit, {_FIGURES} FROM figure u WHERE {_in(runs)} ORDER BY u.rowid"
        for run, unit, *row in self._db.execute(told, tuple(runs)):
            if unit in units:
                figures.setdefault((run, unit), []).append(row)
        # Joining them with their days takes several times as long as looking the days up here.
        query = f"SELECT {_DAY.replace('latest.date', 'u.run')} FROM unit_day u WHERE {_ACCEPTED} AND {_in(runs)}"
        found = [(run, runs[run], *row) for run, _, *row in self._db.execute(query, tuple(runs))]
        days: dict[str, list[AcceptedDay]] = {}
        for row in sorted(found, key=itemgetter(1)):
            if row[2] in units:
                days.setdefault(row[2], []).append(_accepted(row, figures, self._reasons))
        return days

    def after(self, day: date) -> Mapping[str, AcceptedDay]:
        """Each unit's first accepted day after `day`."""
        return self._first(">", day)

    def on(self, day: date) -> Mapping[str, AcceptedDay]:
        """What of each unit is accepted for the day itself."""
        return self._first("=", day)

    def _first(self, which: str, day: date) -> Mapping[str, AcceptedDay]:
        """Each unit's first accepted day of those."""
        ends = f"""WITH ends AS (SELECT date, run, unit FROM (
                       SELECT latest.date AS date, u.run AS run, u.unit AS unit,
                           row_number() OVER (PARTITION BY u.unit ORDER BY latest.date) AS place
                       FROM unit_day u JOIN latest ON latest.id = u.run
                       WHERE {_ACCEPTED} AND latest.date {which} ?) AS placed WHERE place = 1) """
        found = self._db.execute(
            f"{ends} SELECT {_DAY} FROM ends latest JOIN unit_day u ON u.run = latest.run AND u.unit = latest.unit "
            "ORDER BY latest.date",
            (day.isoformat(),),
        ).fetchall()
        figures: dict[tuple[int, str], list[Sequence[Any]]] = {}
        if found:
            told = f"{ends} SELECT ends.run, ends.unit, {_FIGURES} FROM ends JOIN figure USING (run, unit)"
            for run, unit, *row in self._db.execute(f"{told} ORDER BY figure.rowid", (day.isoformat(),)):
                figures.setdefault((run, unit), []).append(row)
        return {row[2]: _accepted(row, figures, self._reasons) for row in found}

    def _made(self, unit: str) -> Iterator[AcceptedDay]:
        figures = self._figures
        if figures is not None:
            days = self._days.get(unit, [])
        else:
            query = f"""SELECT {_DAY} FROM unit_day u JOIN latest ON latest.id = u.run
                        WHERE {_ACCEPTED} AND u.unit = ? ORDER BY latest.date"""
            days = self._db.execute(query, (unit,)).fetchall()
            figures = _by_unit(self._db, "AND unit = ?", (unit,))
        return (_accepted(row, figures, self._reasons) for row in days)

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


def _in(runs: Sized) -> str:
    return f"u.run IN ({', '.join('?' * len(runs))})"


def _by_unit(db: Engine, which: str, values: Sequence[str]) -> dict[tuple[int, str], list[Sequence[Any]]]:
    found: dict[tuple[int, str], list[Sequence[Any]]] = {}
    query = f"SELECT run, unit, {_FIGURES} FROM figure WHERE run IN (SELECT id FROM latest) {which}"
    for run, unit, *row in db.execute(query, values):
        found.setdefault((run, unit), []).append(row)
    return found


def _accepted(
    row: Sequence[Any], figures: Mapping[tuple[int, str], Sequence[Sequence[Any]]], reasons: Reasons
) -> AcceptedDay:
    run, day, unit, file, sheet, cell, digest, by_name, status, received_at = row
    return rows.accepted_day(
        unit,
        day,
        figures[run, unit],
        (file, sheet, cell),
        digest,
        by_name=bool(by_name),
        phoned=status == "manual",
        reason=reasons.get((run, unit)),
        received_at=received_at,
    )
