"""Prove a journal: it is whole, its tables, views and triggers are ours, and no row was edited."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from xlpy.journal import dispatch
from xlpy.journal.engine import Engine
from xlpy.journal.errors import JournalDamaged, JournalTooNew
from xlpy.journal.schema import LATER_TABLES, TABLES, VERSION, column_names, tables_of

FIRST_HASH = "0" * 64
"""What stands for the run before the first."""

_NOT_THE_FILES_FAULT = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)
"""Primary result codes that speak of the disk, of rights, or of another program."""

_BROKEN = "tệp bị hỏng ở bên trong"
_NO_TABLES = "không đọc được như một nhật ký"
_READS_AS = {sqlite3.SQLITE_NOTADB: "không phải tệp nhật ký", sqlite3.SQLITE_CORRUPT: _BROKEN}
"""What SQLite says in English of a file that is not, or is no longer, one of its own."""


def verify(db: Engine) -> None:
    """Raises JournalTooNew, JournalDamaged with the first record that is not as it was written."""
    number = db.version()
    if number > VERSION:
        raise JournalTooNew(f"nhật ký dùng bản {number}, chương trình này chỉ biết đến bản {VERSION}")
    if check := db.fault():
        raise JournalDamaged(f"{_BROKEN} (kỹ thuật: {check})")
    previous, known = FIRST_HASH, set()
    written = {table: _by_run(db, table) for table in tables_of(number)}
    for run in db.execute("SELECT id, date, made_at, program, plan, previous_hash, hash FROM run ORDER BY id"):
        content = {table: rows.get(run[0], []) for table, rows in written.items()}
        if run[5] != previous or digest(run[:5], content, previous) != run[6]:
            raise JournalDamaged(f"lần chạy số {run[0]} (ngày {run[1]}, lúc {run[2]}) đã bị sửa")
        previous = run[6]
        known.add(run[0])
    if stray := {run for rows in written.values() for run in rows} - known:
        raise JournalDamaged(f"có dòng ghi thêm bằng tay, mang số lần chạy {min(stray)} không hề có")
    if number > 1 and (wrong := dispatch.first_wrong(db)) is not None:
        raise JournalDamaged(f"dòng gửi thư số {wrong} đã bị sửa")
    _same_schema(db, number)


def digest(run: Sequence[Any], content: Mapping[str, Sequence[Sequence[Any]]], previous: str) -> str:
    """A run's hash: its own row, its rows by table, and the run before."""
    tables: list[Any] = [content[table] for table in TABLES]
    tables.extend([table, content[table]] for table in LATER_TABLES if content.get(table))
    text = json.dumps([previous, list(run), tables], ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


@contextmanager
def speaking_of(name: str) -> Iterator[None]:
    """What SQLite says of a file that it cannot make sense of is JournalDamaged. The disk's own troubles pass."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is not None and code & 0xFF in _NOT_THE_FILES_FAULT:
            raise
        raise JournalDamaged(
            f"{name}: {_READS_AS.get((code or 0) & 0xFF) or f'{_NO_TABLES} (kỹ thuật: {error})'}"
        ) from error
    except (TypeError, ValueError, OverflowError) as error:  # a value that no version of ours wrote
        raise JournalDamaged(f"{name}: có giá trị không đọc được") from error


def _same_schema(db: Engine, number: int) -> None:
    """A view or a trigger put in the place of ours would change what is read or written, and no row would tell."""
    there, expected = db.shape(), db.shape_of(number)
    for kind, name in sorted(there.keys() | expected.keys()):
        if there.get((kind, name)) != expected.get((kind, name)):
            raise JournalDamaged(f"cấu trúc nhật ký ({kind} {name}) không như chương trình tạo ra")


def _by_run(db: Engine, table: str) -> dict[int, list[Sequence[Any]]]:
    names = column_names(table)
    at = names.index("run")
    found: dict[int, list[Sequence[Any]]] = {}
    for row in db.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY rowid"):
        found.setdefault(row[at], []).append(list(row))
    return found
