"""How PostgreSQL is spoken to: the way to it, placeholders, and what its text cannot hold."""

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import URL

from xlpy.journal.opening import machine
from xlpy.journal.postgres_tables import SCHEMA

_ANSWERS_WITHIN = 5
"""Seconds, of a server that is called."""
_SETTINGS = {
    "search_path": SCHEMA,
    # Several looks are at one and the same state. Whoever writes asks for another: see `held_to_write`.
    "default_transaction_isolation": "repeatable\\ read",
    # A PC that lost its power holds nobody up for two hours, as the system's own setting would have it.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
_NUL, _MARK = "\0", "\ue000"
"""PostgreSQL's text cannot hold a NUL, SQLite's can: it is stored as the mark and 0, the mark itself as it and 1."""


class Answer:
    """Rows as SQLite hands them out."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._rows = [tuple(map(_read, row)) for row in rows]
        self._left = iter(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return self._left

    def fetchone(self) -> Any:
        return next(self._left, None)

    def fetchall(self) -> list[Any]:
        return list(self._left)


def called(url: URL) -> dict[str, Any]:
    """What libpq is told beside the address. An office's own word on the same counts."""
    asked = url.query.get("options", "")
    settings = (f"-c {name}={value}" for name, value in _SETTINGS.items())
    told = {
        "connect_timeout": _ANSWERS_WITHIN,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 30_000,
        "application_name": f"hotich {machine()[:40]} {os.getpid()}",
    }
    return {
        **{name: value for name, value in told.items() if name not in url.query},
        "options": " ".join([*settings, *((asked,) if isinstance(asked, str) else asked)]),
        "prepare_threshold": None,  # an office's pooler would not know the statements of another connection
    }


def in_its_words(statement: str) -> str:
    """A statement with `?` for a value, as psycopg takes it."""
    return statement.replace("%", "%%").replace("?", "%s")


def stored(value: Any) -> Any:
    """A value as it is kept."""
    if isinstance(value, str) and (_NUL in value or _MARK in value):
        return value.replace(_MARK, f"{_MARK}1").replace(_NUL, f"{_MARK}0")
    return value


def _read(value: Any) -> Any:
    if isinstance(value, str) and _MARK in value:
        return value.replace(f"{_MARK}0", _NUL).replace(f"{_MARK}1", _MARK)
    return value
