"""What the journal says: every question that is put to it. Whether it is whole was asked when it was opened."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from xlpy.core.receipt import Receipt
from xlpy.journal import dispatch
from xlpy.journal.dispatch import Dispatch
from xlpy.journal.engine import Engine
from xlpy.journal.schema import column_names, tables_of
from xlpy.journal.taken import Taken, from_row, letter_from_row, read_hour

if TYPE_CHECKING:  # `rows` brings half the core with it: not before there is a result to read
    from xlpy.core.before import Before
    from xlpy.core.consolidate import SentBack, Standing
    from xlpy.core.mismatches import Mismatches
    from xlpy.core.records import AcceptedDay
    from xlpy.journal.histories import Histories
    from xlpy.journal.mismatches import MismatchLines

_AT_ONCE = 500
"""Contents asked for in one question; SQLite takes no more than 999 values on old systems."""


class Queries:
    """What may be asked of an open journal."""

    def __init__(self, connection: Engine) -> None:
        self._db = connection
        self._known_mismatches: MismatchLines | None = None

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """Several looks at one and the same state, whatever another run writes meanwhile."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("ROLLBACK")

    @property
    def _mismatches(self) -> "MismatchLines":
        if self._known_mismatches is None:
            from xlpy.journal.mismatches import MismatchLines

            self._known_mismatches = MismatchLines(self._db)
        return self._known_mismatches

    def known_plan(self, digest: str) -> str | None:
        """The text of a plan that was used before (and so was checked), by its SHA-256."""
        row = self._db.execute("SELECT text FROM plan WHERE sha256 = ?", (digest,)).fetchone()
        return row[0] if row else None

    def taken(self) -> tuple[Taken, ...]:
        """Every file ever taken in, oldest first."""
        return self._taken("TRUE", ())

    def taken_for(self, day: date) -> tuple[Taken, ...]:
        """The files taken in that count on `day`, oldest first; with them what the office accepted by name for it."""
        accepted = {digest for _, digest in self.acceptances(day)}
        found = self.taken_perhaps_for(day)
        return tuple(item for item in found if item.belongs_to(day) or item.receipt.sha256 in accepted)

    def taken_perhaps_for(self, day: date) -> tuple[Taken, ...]:
        """The files taken in that count on `day`, or may once their names say so, oldest first."""
        may = "date = ? OR form_date = ? OR (form_date IS NULL AND date > ?)"
        return tuple(item for item in self._taken(may, [day.isoformat()] * 3) if item.may_belong_to(day))

    def taken_as(self, digests: Iterable[str]) -> tuple[Taken, ...]:
        """The files taken in that have one of these contents (SHA-256), of one content the oldest first."""
        wanted = list(dict.fromkeys(digests))
        some = (wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE))
        return tuple(
            item for these in some for item in self._taken(f"sha256 IN ({', '.join('?' * len(these))})", these)
        )

    def archived(self, digest: str) -> str:
        """The copy in the archive of a content (SHA-256), as its last receipt names it; "" where it never came."""
        query = "SELECT archived FROM receipt WHERE sha256 = ? ORDER BY id DESC LIMIT 1"
        row = self._db.execute(query, (digest,)).fetchone()
        return row[0] if row else ""

    def _taken(self, which: str, values: Sequence[str]) -> tuple[Taken, ...]:
        names = "name, sha256, received_at, date, form_date, path, modified_ns, size, archived"
        letters = {}
        with self._at_once():
            if self._db.version() > 1:
                of_these = f"WHERE receipt IN (SELECT id FROM receipt WHERE {which})"
                told = self._db.execute(
                    f"SELECT {', '.join(column_names('letter')[1:])} FROM letter {of_these}", values
                )
                machines: dict[int, str] = {}
                if self._has("automatic"):
                    machines = dict(self._db.execute("SELECT receipt, kind FROM automatic").fetchall())
                letters = {number: letter_from_row(row, machines.get(number)) for number, *row in told}
            found = self._db.execute(f"SELECT id, {names} FROM receipt WHERE {which} ORDER BY id", values).fetchall()
        return tuple(from_row(row, letters.get(number)) for number, *row in found)

    def dispatches(self) -> tuple[Dispatch, ...]:
        """What was sent out, or tried to, oldest first."""
        return dispatch.read(self._db) if self._db.version() > 1 else ()

    def acceptances(self, day: date) -> frozenset[tuple[str, str]]:
        """(unit, SHA-256) that the office accepted by name for a day."""
        found = self._db.execute("SELECT unit, sha256 FROM acceptance WHERE date = ?", (day.isoformat(),))
        return frozenset((unit, digest) for unit, digest in found)

    def withdrawals(self, day: date) -> Mapping[str, str]:
        """SHA-256 → unit, of the files of figures told by telephone that the office withdrew for a day."""
        if not self._has("withdrawn"):
            return {}
        return dict(self._db.execute("SELECT sha256, unit FROM withdrawn WHERE date = ?", (day.isoformat(),)))

    def weighed_since(self, day: date) -> frozenset[Receipt]:
        """Files first taken in for `day` that name an earlier day, and that a run for that earlier day has weighed."""
        query = """SELECT r.name, r.sha256, r.received_at FROM receipt r JOIN latest ON latest.date = r.form_date
                   WHERE r.date = ? AND r.form_date < r.date AND r.run <= latest.id"""
        found = self._db.execute(query, (day.isoformat(),))
        return frozenset(Receipt(name, digest, read_hour(at)) for name, digest, at in found)

    def recorded_after(self, day: date) -> Mapping[date, Mapping[str, tuple[str, Receipt | None]]]:
        """For each later date that was merged: unit → its status, and the file that counted or was refused."""
        query = """SELECT latest.date, u.unit, u.status, u.file, u.sha256, u.received_at
                   FROM unit_day u JOIN latest ON latest.id = u.run
                   WHERE latest.date > ? ORDER BY latest.date"""
        found: dict[date, dict[str, tuple[str, Receipt | None]]] = {}
        for later, unit, status, file, digest, at in self._db.execute(query, (day.isoformat(),)):
            receipt = Receipt(file, digest, read_hour(at)) if digest is not None else None
            found.setdefault(date.fromisoformat(later), {})[unit] = (status, receipt)
        return found

    def sent_back(self, since: date, day: date) -> "Mapping[str, SentBack]":
        """Each unit's file that was last refused on a day from `since` to before `day`, as these days last recorded it.

        Not what such a day had itself from a day before it, and not what was told by telephone.
        """
        from xlpy.core.consolidate import SentBack
        from xlpy.core.office_book import CONTROL_SHEET

        query = """SELECT u.unit, latest.date, u.file, u.sheet, u.sha256, u.received_at
                   FROM unit_day u JOIN latest ON latest.id = u.run
                   WHERE u.status = 'refused' AND u.sheet <> ? AND latest.date >= ? AND latest.date < ?
                   AND EXISTS (SELECT 1 FROM receipt r WHERE r.sha256 = u.sha256 AND r.name = u.file
                       AND (r.date = latest.date OR r.form_date = latest.date
                            OR (r.form_date IS NULL AND r.date > latest.date)))
                   ORDER BY latest.date"""
        found = {}
        for unit, on, file, sheet, digest, at in self._db.execute(
            query, (CONTROL_SHEET, since.isoformat(), day.isoformat())
        ):
            receipt = Receipt(file, digest, read_hour(at))
            found[unit] = SentBack(date.fromisoformat(on), receipt, sheet)
        return found

    def merged_since(self, day: date) -> tuple[date, ...]:
        """Earlier dates that were merged after `day` last was."""
        query = "SELECT date FROM latest WHERE date < ? AND id > ? ORDER BY date"
        found = self._db.execute(query, (day.isoformat(), self._last_run(day)))
        return tuple(date.fromisoformat(row[0]) for row in found)

    def seen_by(self, day: date, earlier: date) -> "Standing | None":
        """The result of an earlier date as it stood when `day` was last merged; None where it had none."""
        query = "SELECT max(id) FROM run WHERE date = ? AND id < ?"
        (run,) = self._db.execute(query, (earlier.isoformat(), self._last_run(day))).fetchone()
        return self._standing_of(run, earlier) if run else None

    def accepted_days(self) -> "Mapping[str, tuple[AcceptedDay, ...]]":
        """Each unit's accepted days by the last run of each date, oldest first."""
        with self._at_once():
            return self.histories().all()

    def histories(self) -> "Histories":
        """The same, as far as somebody asks. Good until the next run is recorded."""
        from xlpy.journal.histories import Histories

        return Histories(self._db)

    def standing(self, day: date) -> "Standing | None":
        """The result of a date as last recorded, None where it was never merged."""
        run = self._last_run(day)
        return None if run is None else self._standing_of(run, day)

    def anchor(self, day: date) -> str:
        """The first letters of the hash of a date's last run, which covers all runs before it; "" for none."""
        found = self._db.execute("SELECT substr(hash, 1, 16) FROM run WHERE id = ?", (self._last_run(day),)).fetchone()
        return found[0] if found else ""

    def past_standings(self, day: date) -> "Iterator[Standing]":
        """Every result that a date ever had, oldest first."""
        for (run,) in self._db.execute("SELECT id FROM run WHERE date = ? ORDER BY id", (day.isoformat(),)).fetchall():
            yield self._standing_of(run, day)

    def _standing_of(self, run: int, day: date) -> "Standing":
        from xlpy.journal import rows

        content = {
            table: self._db.execute(
                f"SELECT {', '.join(column_names(table)[1:])} FROM {table} WHERE run = ? ORDER BY rowid", (run,)
            ).fetchall()
            for table in ("unit_day", "figure", "finding", "gathered", "zero_reason")
            if table in tables_of(self._db.version())
        }
        return rows.standing(day, content, self._mismatches.said(run))

    def followed_apart(self, standing: "Standing") -> "Mismatches":
        """The cases that units follow apart, as they are known to the day of a result that stands here."""
        from xlpy.core.mismatches import merged

        run = self._last_run(standing.date) or 0
        return merged(self._mismatches.before(standing.date, run), standing.mismatches)

    def before(self, day: date) -> "Before":
        """What the last run of a date could see of earlier days, for that day's report."""
        from xlpy.journal.before import before

        return before(self._db, day, self._last_run(day) or 0, self._mismatches)

    def _same_before(self, standing: "Standing") -> bool:
        """Whether a run for the day, made now, would see of earlier days what the day's last run saw."""
        from xlpy.journal.before import before

        if not self.merged_since(standing.date):
            return True
        (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM run").fetchone()
        return self.before(standing.date) == before(self._db, standing.date, last + 1, self._mismatches)

    def plan_text(self, day: date) -> str | None:
        """The plan in force when a date was last merged."""
        query = "SELECT plan.text FROM run JOIN plan ON plan.sha256 = run.plan WHERE run.id = ?"
        row = self._db.execute(query, (self._last_run(day),)).fetchone()
        return row[0] if row else None

    def plan_in_force(self, day: date) -> str | None:
        """The plan as it was on a day that is over: of its last run before a later day had reports.

        None where no later day has any, so that the plan of today is the day's too, or where nothing tells. A later
        day without a report may have been pressed by mistake.
        """
        query = """SELECT plan.text FROM run JOIN plan ON plan.sha256 = run.plan
                   WHERE run.date <= ? AND run.id < (
                       SELECT min(r.id) FROM run r JOIN unit_day u ON u.run = r.id
                       WHERE r.date > ? AND u.status IN ('received', 'manual'))
                   ORDER BY run.date DESC, run.id DESC LIMIT 1"""
        row = self._db.execute(query, (day.isoformat(), day.isoformat())).fetchone()
        return row[0] if row else None

    def last_plan(self) -> str | None:
        """The text of the plan of the last run, whatever its date; None where there was none."""
        row = self._db.execute(
            "SELECT plan.text FROM run JOIN plan ON plan.sha256 = run.plan ORDER BY run.id DESC LIMIT 1"
        ).fetchone()
        return row[0] if row else None

    def days(self) -> tuple[date, ...]:
        """The dates merged so far, oldest first."""
        return tuple(date.fromisoformat(row[0]) for row in self._db.execute("SELECT date FROM latest ORDER BY date"))

    def _has(self, table: str) -> bool:
        return table in tables_of(self._db.version())

    def last_of(self, day: date) -> tuple[int, int]:
        """The numbers of a day's last run and of the last sending for it; 0 for none."""
        step = None
        if self._db.version() > 1:
            step = self._db.execute("SELECT max(id) FROM dispatch WHERE date = ?", (day.isoformat(),)).fetchone()[0]
        return self._last_run(day) or 0, step or 0

    def run_hashes(self) -> tuple[str, ...]:
        """The hashes of all runs, oldest first: as far as two journals have the same, they are one."""
        return tuple(row[0] for row in self._db.execute("SELECT hash FROM run ORDER BY id"))

    def days_of_last_runs(self, count: int) -> tuple[date, ...]:
        """The days that runs were last made for, the last first."""
        query = "SELECT date FROM latest ORDER BY id DESC LIMIT ?"
        return tuple(date.fromisoformat(row[0]) for row in self._db.execute(query, (count,)))

    def _last_run(self, day: date) -> int | None:
        row = self._db.execute("SELECT id FROM latest WHERE date = ?", (day.isoformat(),)).fetchone()
        return row[0] if row else None
