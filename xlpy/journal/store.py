"""Open, check, read and extend the journal. One transaction a run; SQLite's own lock keeps a second run out.

The rollback journal (not WAL) is used: working folders lie on office network shares.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlpy import __version__
from xlpy.journal import dispatch
from xlpy.journal.dispatch import Dispatch
from xlpy.journal.schema import LATER_TABLES, TABLES, VERSION, column_names, script, tables_of, upgrade
from xlpy.journal.taken import Taken, as_letter_row, as_row, from_row, letter_from_row

if TYPE_CHECKING:  # `rows` brings half the core with it: not before there is a result to write or read
    from xlpy.core.consolidate import Standing
    from xlpy.core.records import AcceptedDay

_FIRST_HASH = "0" * 64


class JournalDamaged(Exception):
    """The journal is broken or was edited by hand. The message names the first bad record."""


class JournalTooNew(Exception):
    """A newer version of the program wrote this journal."""


class JournalBusy(Exception):
    """Another run is at work. The message says whose and since when."""


class Journal:
    """A working folder's journal. Use `Journal.reading` to look, `Journal.writing` for a run."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    # -- opening -------------------------------------------------------------------------------------------------

    @classmethod
    @contextmanager
    def reading(cls, path: Path) -> Iterator["Journal"]:
        """The journal as it stands, or an empty one where there is none. Raises JournalDamaged."""
        target = f"{path.absolute().as_uri()}?mode=ro" if path.exists() else ":memory:"
        with closing(sqlite3.connect(target, uri=True, isolation_level=None)) as connection:
            journal = cls(connection)
            if target == ":memory:":
                for statement in script():
                    connection.execute(statement)
            else:
                with _speaking_of(path):
                    journal._verify()
            yield journal

    @classmethod
    @contextmanager
    def writing(cls, path: Path) -> Iterator["Journal"]:
        """The journal held for one run: a second one is refused until this one ends.

        What `record` adds stands when `commit` returns; leaving without it changes nothing. Raises
        JournalBusy, JournalDamaged, JournalTooNew, sqlite3.OperationalError (no room, no right to write).
        """
        owner = path.with_suffix(".dang-chay")
        fresh = not path.exists()
        connection = sqlite3.connect(path, isolation_level=None, timeout=0.5)
        journal = cls(connection)
        committed = False
        try:
            with _speaking_of(path):
                connection.execute("PRAGMA synchronous = FULL")
                try:
                    connection.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    if "locked" in str(error):
                        raise JournalBusy(_owner_of(owner)) from error
                    raise
                _sign(owner)
                empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
                # Not executescript: it would end the transaction that keeps a second run out.
                for statement in script() if empty else ():
                    connection.execute(statement)
                journal._verify()
                for statement in upgrade(version) if (version := journal._version()) < VERSION else ():
                    connection.execute(statement)
            yield journal
            committed = not connection.in_transaction
        finally:
            holder = connection.in_transaction or committed
            connection.close()
            if holder:
                owner.unlink(missing_ok=True)
                if fresh and not committed:
                    path.unlink(missing_ok=True)

    def _verify(self) -> None:
        """The version is ours, the file is whole, and no row was edited."""
        version = self._version()
        if version > VERSION:
            raise JournalTooNew(f"nhật ký dùng bản {version}, chương trình này chỉ biết đến bản {VERSION}")
        check = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if check != "ok":
            raise JournalDamaged(str(check))
        previous, known = _FIRST_HASH, set()
        written = {table: self._by_run(table) for table in tables_of(version)}
        for run in self._db.execute(
            "SELECT id, date, made_at, program, plan, previous_hash, hash FROM run ORDER BY id"
        ):
            content = {table: rows.get(run[0], []) for table, rows in written.items()}
            if run[5] != previous or _digest(run[:5], content, previous) != run[6]:
                raise JournalDamaged(f"lần chạy số {run[0]} (ngày {run[1]}, lúc {run[2]}) đã bị sửa")
            previous = run[6]
            known.add(run[0])
        if stray := {run for rows in written.values() for run in rows} - known:
            raise JournalDamaged(f"có dòng ghi thêm bằng tay, mang số lần chạy {min(stray)} không hề có")
        if version > 1 and (wrong := dispatch.first_wrong(self._db)) is not None:
            raise JournalDamaged(f"dòng gửi thư số {wrong} đã bị sửa")

    def _version(self) -> int:
        version: int = self._db.execute("PRAGMA user_version").fetchone()[0]
        return version

    def _by_run(self, table: str) -> dict[int, list[Sequence[Any]]]:
        names = column_names(table)
        at = names.index("run")
        found: dict[int, list[Sequence[Any]]] = {}
        for row in self._db.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY rowid"):
            found.setdefault(row[at], []).append(list(row))
        return found

    # -- looking -------------------------------------------------------------------------------------------------

    def known_plan(self, digest: str) -> str | None:
        """The text of a plan that was used before (and so was checked), by its SHA-256."""
        row = self._db.execute("SELECT text FROM plan WHERE sha256 = ?", (digest,)).fetchone()
        return row[0] if row else None

    def taken(self) -> tuple[Taken, ...]:
        """Every file ever taken in, oldest first."""
        names = "name, sha256, received_at, date, form_date, path, modified_ns, size, archived"
        letters = {}
        if self._version() > 1:
            told = self._db.execute(f"SELECT {', '.join(column_names('letter')[1:])} FROM letter")
            letters = {number: letter_from_row(row) for number, *row in told}
        found = self._db.execute(f"SELECT id, {names} FROM receipt ORDER BY id")
        return tuple(from_row(row, letters.get(number)) for number, *row in found)

    def dispatches(self) -> tuple[Dispatch, ...]:
        """What was sent out, or tried to, oldest first."""
        return dispatch.read(self._db) if self._version() > 1 else ()

    def acceptances(self, day: date) -> frozenset[tuple[str, str]]:
        """(unit, SHA-256) that the office accepted by name for a day."""
        found = self._db.execute("SELECT unit, sha256 FROM acceptance WHERE date = ?", (day.isoformat(),))
        return frozenset((unit, digest) for unit, digest in found)

    def accepted_days(self) -> "Mapping[str, tuple[AcceptedDay, ...]]":
        """Each unit's accepted days by the last run of each date, oldest first."""
        from xlpy.journal import rows

        figures = self._by_unit("figure", "unit, kind, total, today, entered, today_cell, entered_cell")
        found: dict[str, list[AcceptedDay]] = {}
        query = """SELECT u.run, latest.date, u.unit, u.file, u.sheet, u.cell, u.sha256, u.by_name, u.status
                   FROM unit_day u JOIN latest ON latest.id = u.run
                   WHERE u.status IN ('received', 'manual') ORDER BY latest.date"""
        for run, day, unit, file, sheet, cell, digest, by_name, status in self._db.execute(query):
            found.setdefault(unit, []).append(
                rows.accepted_day(
                    unit,
                    day,
                    figures[run, unit],
                    (file, sheet, cell),
                    digest,
                    by_name=bool(by_name),
                    phoned=status == "manual",
                )
            )
        return {unit: tuple(days) for unit, days in found.items()}

    def _by_unit(self, table: str, names: str) -> dict[tuple[int, str], list[Sequence[Any]]]:
        found: dict[tuple[int, str], list[Sequence[Any]]] = {}
        for row in self._db.execute(f"SELECT run, {names} FROM {table} WHERE run IN (SELECT id FROM latest)"):
            found.setdefault((row[0], row[1]), []).append(row[2:])
        return found

    def standing(self, day: date) -> "Standing | None":
        """The result of a date as last recorded, None where it was never merged."""
        run = self._last_run(day)
        return None if run is None else self._standing_of(run, day)

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
            for table in ("unit_day", "figure", "finding", "gathered")
            if table in tables_of(self._version())
        }
        return rows.standing(day, content)

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

    def _last_run(self, day: date) -> int | None:
        row = self._db.execute("SELECT id FROM latest WHERE date = ?", (day.isoformat(),)).fetchone()
        return row[0] if row else None

    # -- adding --------------------------------------------------------------------------------------------------

    def record(
        self,
        standing: "Standing",
        plan: tuple[str, str],
        taken: Iterable[Taken],
        accepted: Iterable[tuple[str, str]],
        made_at: datetime,
    ) -> bool:
        """Add a run: the result, its plan (SHA-256, text), files first seen, units accepted by name.

        Returns False, and adds nothing, where all of this stands in the journal already.
        """
        from xlpy.journal import rows

        taken, accepted = tuple(taken), tuple(accepted)
        digest, text = plan
        last = self._db.execute("SELECT plan FROM run WHERE id = ?", (self._last_run(standing.date),)).fetchone()
        if not taken and not accepted and last == (digest,) and self.standing(standing.date) == standing:
            return False
        number, previous = self._db.execute(
            "SELECT coalesce(max(id), 0) + 1, max(hash) FROM run WHERE id = (SELECT max(id) FROM run)"
        ).fetchone()
        previous = previous or _FIRST_HASH
        day = standing.date.isoformat()
        content: dict[str, list[Sequence[Any]]] = {
            "plan": [] if self.known_plan(digest) is not None else [[digest, number, text]],
            "receipt": [],
            "acceptance": [[number, day, unit, sha] for unit, sha in accepted],
            **rows.of_standing(number, standing),
            "letter": [],
        }
        next_id = self._db.execute("SELECT coalesce(max(id), 0) FROM receipt").fetchone()[0] + 1
        for place, item in enumerate(taken, next_id):
            content["receipt"].append(as_row(place, number, item))
            if item.letter is not None:
                content["letter"].append(as_letter_row(place, number, item.letter))
        run = (number, day, made_at.isoformat(timespec="seconds"), __version__, digest)
        self._db.execute(
            "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?)", (*run, previous, _digest(run, content, previous))
        )
        for table in (*TABLES, *LATER_TABLES):
            marks = ", ".join("?" * len(column_names(table)))
            self._db.executemany(f"INSERT INTO {table} VALUES ({marks})", content[table])
        return True

    def note(self, sending: Dispatch) -> None:
        """Add a step of a sending. It stands when `commit` returns."""
        dispatch.add(self._db, sending)

    @property
    def open(self) -> bool:
        """Whether a run is under way that has not been made to stand."""
        return self._db.in_transaction

    def commit(self, backup: Path | None = None) -> None:
        """Make the run stand, then copy the journal to `backup`."""
        self._db.execute("COMMIT")
        if backup is None:
            return
        backup.parent.mkdir(parents=True, exist_ok=True)
        temporary = backup.with_name(f".hotich-{backup.name}")
        with closing(sqlite3.connect(temporary)) as copy:
            copy.execute("PRAGMA synchronous = OFF")
            self._db.backup(copy)
        temporary.replace(backup)


def _digest(run: Sequence[Any], content: Mapping[str, Sequence[Sequence[Any]]], previous: str) -> str:
    tables: list[Any] = [content[table] for table in TABLES]
    tables.extend([table, content[table]] for table in LATER_TABLES if content.get(table))
    text = json.dumps([previous, list(run), tables], ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


@contextmanager
def _speaking_of(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "no such" not in str(error):
            raise
        raise JournalDamaged(f"{path.name}: {error}") from error


def _sign(owner: Path) -> None:
    machine = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "?")
    text = f"{machine} · {os.getpid()} · {datetime.now():%H:%M:%S %d/%m/%Y}"
    with suppress(OSError):
        owner.write_text(text, encoding="utf-8")


def _owner_of(owner: Path) -> str:
    with suppress(OSError):
        machine, process, since = owner.read_text(encoding="utf-8").split(" · ")
        return f"máy {machine}, tiến trình {process}, từ {since} (ghi ở {owner.name})"
    return f"không rõ ai (không đọc được {owner.name})"
