"""One sending at a time, and nobody composing beside it: two at once would each find the other's letter half made."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

from xlpy.app.folder import ANSWERING_LOCK, SENDING_LOCK, CannotDo, Folder
from xlpy.app.journal_place import place_of
from xlpy.journal import JournalBusy
from xlpy.journal.file import address
from xlpy.journal.place import Server

_PATIENCE = 3.0
"""Seconds. A draft is composed in moments; a sending takes longer, and whoever pressed again should be told."""


@contextmanager
def alone(folder: Folder) -> Iterator[None]:
    """Held while a day's letters are made and sent. Raises CannotDo where another program does so."""
    with _held(
        folder,
        SENDING_LOCK,
        "Một lần soạn hay gửi thư khác đang chạy, ở cửa sổ hay máy khác. Chờ xong rồi chạy lại; "
        "báo cáo đã gửi thì không gửi lần nữa.",
    ):
        yield


@contextmanager
def answering_alone(folder: Folder) -> Iterator[None]:
    """Held while units' answers go out: the report's own sending never waits for them. Raises CannotDo."""
    with _held(
        folder,
        ANSWERING_LOCK,
        "Thư trả lời đơn vị đang được gửi ở cửa sổ hay máy khác. Chờ xong rồi chạy lại; "
        "thư đã gửi thì không gửi lần nữa.",
    ):
        yield


@contextmanager
def _held(folder: Folder, name: str, busy: str) -> Iterator[None]:
    folder.must_exist()
    journal = place_of(folder)
    if isinstance(journal, Server):  # offices that share a journal share what was sent
        from xlpy.journal.postgres import ANSWERING, SENDING
        from xlpy.journal.postgres import alone as alone_there

        with ExitStack() as held:
            try:
                held.enter_context(alone_there(journal, SENDING if name == SENDING_LOCK else ANSWERING, _PATIENCE))
            except JournalBusy as error:
                raise CannotDo(busy) from error
            yield
        return
    # An empty file. The lock is SQLite's own, as the journal's is: it works on shares and vanishes with its process.
    place = address(folder.path / name, "mode=rwc")
    with closing(sqlite3.connect(place, uri=True, isolation_level=None, timeout=_PATIENCE)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            raise CannotDo(busy) from error
        yield
