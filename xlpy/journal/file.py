"""The journal in a file of SQLite's."""

import sqlite3
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from xlpy.journal.engine import Shape
from xlpy.journal.errors import JournalBusy
from xlpy.journal.schema import script, upgrade

READERS_WAIT = 10.0
"""Seconds. A look takes moments."""


class FileEngine(sqlite3.Connection):
    """A connection to such a file. Made by `connect`."""

    def version(self) -> int:
        number: int = self.execute("PRAGMA user_version").fetchone()[0]
        return number

    def is_empty(self) -> bool:
        return not self.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]

    def bring_to(self, version: int) -> None:
        # Not executescript: it would end the transaction that keeps a second run out.
        for statement in script(version) if self.is_empty() else upgrade(self.version(), version):
            self.execute(statement)

    def fault(self) -> str:
        # Not quick_check: it passes over the indexes, by which plans and files are found.
        check: str = self.execute("PRAGMA integrity_check(1)").fetchone()[0]
        return "" if check == "ok" else check

    def shape(self) -> Shape:
        found = self.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'")
        return {(kind, name): (table, sql) for kind, name, table, sql in found}

    def shape_of(self, version: int) -> Shape:
        return _shape_of(version)

    def size(self) -> int:
        pages, each = (self.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_count", "page_size"))
        return int(pages * each)

    def content(self, digest: str) -> None:
        """None: received files lie in the folder."""

    def contents_lacking(self) -> tuple[()]:
        """None."""
        return ()

    def copy_into(self, copy: "FileEngine", older: Path) -> None:  # noqa: ARG002 - pages are copied fast
        self.backup(copy)

    def commit_run(self) -> None:
        """And wait a moment for those who are looking. Raises JournalBusy, sqlite3.Error."""
        self.execute(f"PRAGMA busy_timeout = {round(READERS_WAIT * 1000)}")
        try:
            self.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise JournalBusy("một chương trình khác đang đọc nhật ký và không buông ra") from error
            raise


def connect(path: Path, options: str, patience: float = 5.0) -> FileEngine:
    """A connection; `options` are those of SQLite's URIs, `patience` the seconds that a held file is waited for."""
    return _engine(address(path, options), patience)


def in_memory(version: int) -> FileEngine:
    """An empty journal that lies nowhere."""
    engine = _engine("file::memory:", 0)
    engine.bring_to(version)
    return engine


def address(path: Path, options: str) -> str:
    """A file as SQLite's URIs name it. Not `as_uri`: of a share it makes an authority, which SQLite refuses."""
    place = path.absolute().as_posix()
    return f"file://{'' if place.startswith('/') else '/'}{quote(place)}?{options}"


@lru_cache
def _shape_of(version: int) -> Shape:
    with closing(in_memory(version)) as made:
        return made.shape()


def _engine(uri: str, patience: float) -> FileEngine:
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=patience, factory=FileEngine)
