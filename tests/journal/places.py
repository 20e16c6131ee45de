"""The two places where a journal may lie, for tests that hold of both.

The fixture `place` is one after the other.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.kit.postgres import Cluster, of
from xlpy.journal.place import Place, Server

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where nothing is yet: a file that is not there, an empty database."""
    return new_place(request, tmp_path)


def new_place(request: pytest.FixtureRequest, folder: Path) -> Place:
    """For a fixture with the same params."""
    if request.param == "sqlite":
        return folder / "nhat-ky.sqlite"
    server: Cluster = request.getfixturevalue("cluster")
    return Server(server.new_database(), folder)


def rows(place: Place, question: str, request: pytest.FixtureRequest) -> list[tuple[str, ...]]:
    """What a question gets, each value as text, asked past the program."""
    if isinstance(place, Server):
        server: Cluster = request.getfixturevalue("cluster")
        told = server.sql(of(place.address), "SET search_path = hotich", question)
        return [tuple(line.split("|")) for line in told.splitlines()]
    with closing(sqlite3.connect(place)) as db, db:
        return [tuple(map(str, row)) for row in db.execute(question)]


def forced(place: Place, statement: str, request: pytest.FixtureRequest) -> None:
    """Change what the triggers keep, as somebody with a tool for it would."""
    if isinstance(place, Server):
        server: Cluster = request.getfixturevalue("cluster")
        server.sql(
            of(place.address),
            "SET search_path = hotich",
            "DROP FUNCTION refuse_change CASCADE",
            statement,
        )
        return
    with closing(sqlite3.connect(place)) as db, db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute(statement)
