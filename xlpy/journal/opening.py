"""Open a journal: to look, whatever another run is doing or was killed at; or to write, one run at a time.

Of a file the rollback journal (not WAL) is used: working folders lie on office network shares. What is asked of a
server is in `postgres`, which is loaded only where there is one.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from xlpy.journal.engine import Engine
from xlpy.journal.errors import JournalBusy
from xlpy.journal.file import READERS_WAIT, FileEngine, connect
from xlpy.journal.place import Place, Server

ROLLBACK = "-journal"
"""What SQLite adds to a file's name for its own way back."""

_ASIDE = "de rieng"
"""In the name of a file that was set aside."""

WRITERS_WAIT = 0.5
"""Seconds. A run takes moments to be written down; a second run is told at once."""

_NEEDS_ITS_WAY_BACK = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


@contextmanager
def opened_to_read(place: Place) -> Iterator[Engine | None]:
    """A connection to the journal as its last whole run left it; None where there is none. Raises sqlite3.Error, or
    JournalUnreachable.
    """
    if isinstance(place, Server):
        from xlpy.journal.postgres import connected

        with connected(place) as engine:
            yield engine
        return
    with _file_opened_to_read(place) as file:
        yield file


@contextmanager
def opened_to_write(place: Place) -> Iterator[Engine]:
    """A connection with a transaction begun that keeps every other run out. Raises JournalBusy, sqlite3.Error, or
    JournalUnreachable. Where nothing stands at the end, it is as if there had been no run.
    """
    if isinstance(place, Server):
        from xlpy.journal.postgres import held_to_write

        with held_to_write(place, WRITERS_WAIT) as engine:
            yield engine
        return
    with _file_opened_to_write(place) as file:
        yield file


@contextmanager
def _file_opened_to_read(path: Path) -> Iterator[FileEngine | None]:
    """A run that was killed while it wrote left SQLite's way back beside the file. Whoever opens it next must go that
    way, also to look; where the folder is not ours to write to, that is done on a copy.
    """
    connection, unreadable = _looked_into(path)
    if connection is not None:
        with closing(connection):
            yield connection
        return
    if unreadable is None:
        yield None
        return
    if unreadable.sqlite_errorcode & 0xFF not in _NEEDS_ITS_WAY_BACK or not _way_back(path).exists():
        raise unreadable
    with TemporaryDirectory(prefix="hotich-") as place:
        copy = Path(place, path.name)
        shutil.copyfile(path, copy)
        shutil.copyfile(_way_back(path), _way_back(copy))
        with closing(connect(copy, "mode=rw", READERS_WAIT)) as connection:
            yield connection


def _looked_into(path: Path) -> tuple[FileEngine | None, sqlite3.OperationalError | None]:
    """A connection through which the file can be read, or why there is none; neither where there is no file."""
    connection = None
    try:
        if path.exists():
            connection = connect(path, "mode=rw", READERS_WAIT)
            connection.execute("SELECT count(*) FROM sqlite_master")
        return connection, None
    except sqlite3.OperationalError as error:
        if connection is not None:
            connection.close()
        return None, error if path.exists() else None
    except BaseException:
        if connection is not None:
            connection.close()
        raise


@contextmanager
def _file_opened_to_write(path: Path) -> Iterator[FileEngine]:
    """A file that was not there, and in which nothing stands at the end, is taken away again."""
    owner = path.with_suffix(".dang-chay")
    fresh = not path.exists()
    connection = _begun(path, owner)
    signed = _sign(owner)
    try:
        yield connection
    finally:
        _unsign(owner, signed)
        with suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        if fresh:
            _take_away(connection, path)
        connection.close()
        if fresh and os.name == "nt":  # there SQLite held the file until now
            _take_away(None, path)


def set_aside(path: Path) -> Path:
    """Rename a journal's file, with what SQLite left beside it: a way back of one file would ruin another.

    Returns where it stands now. Raises OSError.
    """
    aside = next(free for n in range(1, 1000) if not (free := path.with_stem(f"{path.stem} ({_ASIDE} {n})")).exists())
    path.rename(aside)
    for ending in (ROLLBACK, "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    return aside


def once_in_the_place_of(path: Path) -> list[Path]:
    """What was set aside from a place, the oldest first."""
    return sorted(path.parent.glob(f"{path.stem} ({_ASIDE} *){path.suffix}"), key=lambda one: (len(one.name), one.name))


def _way_back(path: Path) -> Path:
    return path.with_name(path.name + ROLLBACK)


def _begun(path: Path, owner: Path) -> FileEngine:
    while True:
        connection = connect(path, "mode=rwc", WRITERS_WAIT)
        try:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            connection.close()
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise JournalBusy(_owner_of(owner)) from error
            raise
        except BaseException:
            connection.close()
            raise
        if path.exists():
            return connection
        connection.close()  # a first run that was called off took its file away after we had opened it


def _take_away(connection: FileEngine | None, path: Path) -> None:
    """Delete a file in which nothing stands, while nobody else can have begun to write to it."""
    with suppress(OSError, sqlite3.Error):
        if path.stat().st_size == 0:
            if connection is not None:
                connection.execute("BEGIN IMMEDIATE")
            path.unlink()


def machine() -> str:
    """The name of this machine, by which others know it."""
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "?")


def _sign(owner: Path) -> str:
    """Say who is at work, in a file of our own making: a link that lies there is taken away, never followed."""
    text = f"{machine()} · {os.getpid()} · {datetime.now():%H:%M:%S %d/%m/%Y}"
    with suppress(OSError):
        owner.unlink(missing_ok=True)
        with owner.open("x", encoding="utf-8") as stream:
            stream.write(text)
    return text


def _unsign(owner: Path, signed: str) -> None:
    with suppress(OSError):
        if owner.read_text(encoding="utf-8") == signed:  # not that of a run which began since
            owner.unlink()


def _owner_of(owner: Path) -> str:
    with suppress(OSError, ValueError):
        if owner.is_symlink():
            raise OSError
        where, process, since = owner.read_text(encoding="utf-8").split(" · ")
        return f"máy {where}, tiến trình {process}, từ {since} (ghi ở {owner.name})"
    return f"không rõ ai (không đọc được {owner.name})"
