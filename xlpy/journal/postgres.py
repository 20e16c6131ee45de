"""The journal on PostgreSQL: SQLAlchemy's engine and psycopg behind what the journal asks of a database.

Loaded only for such an address: SQLAlchemy takes longer to import than a press of eleven files lasts.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from xlpy.journal.copies import Head, head_of, holds
from xlpy.journal.engine import Shape
from xlpy.journal.errors import JournalBusy, JournalUnreachable, JournalUnsure

try:
    import psycopg
    import sqlalchemy
    from psycopg.pq import TransactionStatus
    from sqlalchemy.exc import DBAPIError, PendingRollbackError, SQLAlchemyError
    from sqlalchemy.pool import NullPool
except ImportError as error:
    raise JournalUnreachable(
        f"Máy này chưa cài phần nối với PostgreSQL. Cài bằng lệnh: pip install 'hotich[pg]' (kỹ thuật: {error})"
    ) from error

from xlpy.journal.file import FileEngine, connect
from xlpy.journal.opening import WRITERS_WAIT
from xlpy.journal.place import Server
from xlpy.journal.postgres_errors import is_lost, told
from xlpy.journal.postgres_tables import (
    CONTENTS,
    FIRST,
    FOR_CONTENTS,
    ORDER,
    SCHEMA,
    SHAPE,
    as_shape,
    names_of,
    shape_of,
    statements,
)
from xlpy.journal.postgres_words import Answer, called, in_its_words, stored

WRITING, SENDING, ANSWERING = range(1, 4)
"""What only one may do at a time."""
_KEY = 0x686F7469
"""The first number of an advisory lock, the program's own; the second is one of those."""

_TRIES = 10
"""Looks, a second apart, at whether a run stands after which the server was lost."""


class PostgresEngine:
    """A connection to a journal on a server. Made by `connected`."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._version = 0
        self._stood = False
        """Whether a run was made to stand by this connection: whatever goes wrong afterwards, something was changed."""
        self._call()

    def _call(self) -> None:
        """Raises JournalUnreachable."""
        url = sqlalchemy.make_url(self.server.address)
        # Each connection is a new one, and what it is asked is in the words of psycopg already.
        engine = sqlalchemy.create_engine(
            url, poolclass=NullPool, isolation_level="AUTOCOMMIT", use_native_hstore=False, connect_args=called(url)
        )
        with self._telling():
            self._connection = engine.connect()
            driver = self._connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        self._driver = driver

    @property
    def overheard(self) -> bool:
        """Whether what is said goes over a network, for whoever is on the way to read."""
        host = self._driver.info.host
        near = not host or host.startswith(("/", "@")) or host in ("localhost", "127.0.0.1", "::1")
        return not near and not self._driver.pgconn.ssl_in_use

    @property
    def in_transaction(self) -> bool:
        return self._driver.info.transaction_status not in (TransactionStatus.IDLE, TransactionStatus.UNKNOWN)

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> Answer:
        begun = self.in_transaction
        with self._telling():
            try:
                return self._asked(statement, values)
            except DBAPIError as error:
                if begun or not is_lost(error):
                    raise
        self._call()  # a server that was started anew: nothing of ours was under way
        with self._telling():
            return self._asked(statement, values)

    def _asked(self, statement: str, values: Sequence[Any]) -> Answer:
        result = self._connection.exec_driver_sql(in_its_words(statement), tuple(map(stored, values)))
        return Answer(result.fetchall() if result.returns_rows else [])

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]], /) -> None:
        given = [tuple(map(stored, row)) for row in rows]
        if given:
            with self._telling():
                self._connection.exec_driver_sql(in_its_words(statement), given)

    def close(self) -> None:
        with suppress(SQLAlchemyError):  # one that is lost is closed by its server
            self._connection.close()

    def version(self) -> int:
        if not self._version:  # a journal that has come to a version never goes back
            found = self.execute(
                "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = ?", [SCHEMA]
            )
            self._version = int((found.fetchone() or (None,))[0] or 0)
        return self._version

    def is_empty(self) -> bool:
        return not self._there()

    def bring_to(self, version: int) -> None:
        if not self._has_schema():
            for first in FIRST:
                self.execute(first)
        for statement in FOR_CONTENTS:
            self.execute(statement)
        with self._telling():
            for made in statements(version, self._there()):
                if isinstance(made, str):
                    self._connection.exec_driver_sql(in_its_words(made))
                else:
                    self._connection.execute(made)
        self._version = version

    def fault(self) -> str:
        return ""  # the server proves its own pages

    def shape(self) -> Shape:
        return as_shape(self.execute(SHAPE).fetchall())

    def shape_of(self, version: int) -> Shape:
        return shape_of(version)

    def size(self) -> int:
        return 0

    def copy_into(self, copy: FileEngine, older: Path) -> None:
        """As a file of SQLite's, which is whole without the server. Raises sqlite3.Error, JournalUnreachable."""
        with suppress(sqlite3.Error, TypeError), closing(connect(older, "mode=ro&immutable=1")) as before:
            if before.version() == self.version() and holds(self, head_of(before)):
                before.backup(copy)
        copy.execute("BEGIN")
        own = not self.in_transaction
        if own:
            self.execute("BEGIN")
        try:
            if copy.is_empty():
                copy.bring_to(self.version())
            head = head_of(copy)
            for table, columns in names_of(copy).items():
                number = "run" if "run" in columns else "id"
                last = head.sendings if table == "dispatch" else head.runs
                marks = ", ".join("?" * len(columns))
                question = f"SELECT {', '.join(columns)} FROM {table} WHERE {number} > ? ORDER BY {ORDER}"
                copy.executemany(f"INSERT INTO {table} VALUES ({marks})", self.execute(question, [last]).fetchall())
        finally:
            if own:
                self.execute("ROLLBACK")
        copy.execute("COMMIT")

    def copy_from(self, path: Path) -> None:
        """All that a journal's file has, into a schema that has none."""
        with closing(connect(path, "mode=ro")) as file:
            self.bring_to(file.version())
            for table, columns in names_of(file).items():
                marks = ", ".join("?" * len(columns))
                rows = file.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY rowid").fetchall()
                self.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)

    def set_aside(self) -> str:
        """Give what is there another name, so that nothing is there any more. Returns that name; "" for nothing."""
        if not self._has_schema():
            return ""
        there = {row[0] for row in self.execute("SELECT nspname::text FROM pg_namespace")}
        aside = next(name for n in range(1, 1000) if (name := f"{SCHEMA}_de_rieng_{n}") not in there)
        self.execute(f"ALTER SCHEMA {SCHEMA} RENAME TO {aside}")
        self._version = 0
        return aside

    def commit_run(self) -> None:
        """With the received files that it speaks of. Raises JournalUnreachable, JournalUnsure, OSError."""
        self._put_contents()
        head = head_of(self)
        try:
            self._commit()
        except DBAPIError as error:
            if not is_lost(error) or not self._stands(head):
                raise told(error, self.server.name) from error
            try:
                self._call()
            except JournalUnreachable as gone:
                raise JournalUnsure(f"{self.server.name}: mất nối ngay sau khi ghi") from gone
        self._stood = True

    def _commit(self) -> None:
        self._connection.exec_driver_sql("COMMIT")

    def content(self, digest: str) -> bytes | None:
        """A received file, by its SHA-256."""
        found = self.execute(f"SELECT bytes FROM {CONTENTS}.content WHERE sha256 = ?", [digest]).fetchone()
        return found and bytes(found[0])

    def contents_lacking(self) -> list[tuple[str, str]]:
        return self.execute(
            f"""SELECT r.sha256, min(r.archived) FROM receipt r
                WHERE NOT EXISTS (SELECT 1 FROM {CONTENTS}.content c WHERE c.sha256 = r.sha256)
                GROUP BY r.sha256 ORDER BY 2"""
        ).fetchall()

    def _put_contents(self) -> None:
        """What the server does not have yet. Copies that are gone here are told of by whoever proves the journal."""
        for digest, archived in self.contents_lacking():
            with suppress(FileNotFoundError):
                content = (self.server.folder / archived).read_bytes()
                if sha256(content).hexdigest() == digest:
                    self.execute(f"INSERT INTO {CONTENTS}.content VALUES (?, ?)", [digest, content])

    def _stands(self, head: Head) -> bool:
        """Whether what was being made to stand, with that head, does. Nobody knows before the lock is free: until then
        the server may still be at it. Raises JournalUnsure.
        """
        for left in reversed(range(_TRIES)):
            try:
                with held_to_write(self.server, WRITERS_WAIT) as again:
                    return not again.is_empty() and holds(again, head)
            except (JournalBusy, JournalUnreachable) as error:
                if not left:
                    raise JournalUnsure(f"{self.server.name}: mất nối đúng lúc ghi") from error
                time.sleep(1)
        raise AssertionError

    def _there(self) -> list[str]:
        """Tables and views."""
        found = self.execute(
            "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = ? AND c.relkind IN ('r', 'v')",
            [SCHEMA],
        )
        return [row[0] for row in found]

    def _has_schema(self) -> bool:
        return self.execute("SELECT 1 FROM pg_namespace WHERE nspname = ?", [SCHEMA]).fetchone() is not None

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, PendingRollbackError) as error:
            refused = told(error, self.server.name) if isinstance(error, DBAPIError) else None  # it was lost before
            if self._stood and isinstance(refused, JournalUnreachable | None):
                refused = JournalUnsure(f"{self.server.name}: mất nối sau khi ghi")
            raise refused or JournalUnreachable(f"{self.server.name}: mất nối với máy chủ") from error


@contextmanager
def connected(server: Server) -> Iterator[PostgresEngine]:
    """A connection, to look. Raises JournalUnreachable."""
    with closing(PostgresEngine(server)) as made:
        asked = """SELECT current_setting('server_encoding'),
                          (SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = ?)"""
        encoding, may_look = made.execute(asked, [SCHEMA]).fetchone()
        if encoding != "UTF8":
            raise JournalUnreachable(f"{server.name}: cơ sở dữ liệu phải dùng bảng mã UTF8")
        if may_look is False:  # of what it may not see PostgreSQL says that it is not there
            raise JournalUnreachable(f"{server.name}: tài khoản này không có quyền xem nhật ký")
        yield made


@contextmanager
def held_to_write(server: Server, patience: float) -> Iterator[PostgresEngine]:
    """A connection with a transaction begun that keeps every other run out. Raises JournalBusy, JournalUnreachable.

    The lock goes with the transaction, and that with its process. Not in the readers' isolation: there the wait for the
    lock would be spent on a state in which the run that held it does not stand yet.
    """
    with connected(server) as engine:
        engine.execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
        _lock(engine, "pg_advisory_xact_lock", WRITING, patience)
        try:
            yield engine
        finally:
            with suppress(JournalUnreachable):
                if engine.in_transaction:
                    engine.execute("ROLLBACK")


@contextmanager
def alone(server: Server, what: int, patience: float) -> Iterator[None]:
    """Held while one thing is done that only one may do at a time. Raises JournalBusy, JournalUnreachable."""
    with connected(server) as engine:
        _lock(engine, "pg_advisory_lock", what, patience)
        yield


def put_in_place(server: Server, path: Path) -> str:
    """Make a file's journal that of the server; what is there is set aside. Returns under which name; "" for nothing.

    Raises JournalBusy, JournalUnreachable; then nothing was changed.
    """
    with held_to_write(server, WRITERS_WAIT) as engine:
        aside = engine.set_aside()
        engine.copy_from(path)
        engine.commit_run()
        return aside


def _lock(engine: PostgresEngine, function: str, what: int, patience: float) -> None:
    engine.execute(f"SET lock_timeout = {round(patience * 1000)}")
    try:
        engine.execute(f"SELECT {function}({_KEY}, {what})")
    except JournalBusy:
        if engine.in_transaction:
            engine.execute("ROLLBACK")
        raise JournalBusy(_held_by(engine, what)) from None
    engine.execute("SET lock_timeout = 0")


def _held_by(engine: PostgresEngine, what: int) -> str:
    query = """SELECT a.application_name, coalesce(a.xact_start, a.backend_start)
               FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid JOIN pg_database d ON d.oid = l.database
               WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.granted
               AND l.classid = ? AND l.objid = ?"""
    program, since = engine.execute(query, [_KEY, what]).fetchone() or ("", None)
    words = (program or "").split()
    if len(words) != 3 or words[0] != "hotich" or not isinstance(since, datetime):
        return f"không rõ ai ({engine.server.name} không cho biết)"
    return f"máy {words[1]}, tiến trình {words[2]}, từ {since.astimezone():%H:%M:%S %d/%m/%Y}"
