"""A real PostgreSQL of one's own: made for the run in a temporary folder, reached by its socket alone.

The fixtures `cluster` and `database` are everybody's.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from tests.kit.needs import POSTGRES

PASSWORD_USER = "co_mat_khau"
"""An account that the server asks for its password: đúng rồi. All others are let in."""
_DATABASES = count(1)


class Cluster:
    """A server that runs, and can be stopped and started again."""

    def __init__(self, place: Path, programs: Path, user: str | None) -> None:
        self.place, self._programs, self._user = place, programs, user

    def create(self) -> None:
        self._run("initdb", "-D", self._data, "-A", "trust", "-U", "hotich", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        rules = self.place / "data/pg_hba.conf"
        rules.write_text(f"local all {PASSWORD_USER} scram-sha-256\n{rules.read_text('utf-8')}", encoding="utf-8")

    def start(self, *more: str) -> None:
        # Nothing waits for the disk: the machine is not switched off here, and a server that is ended loses nothing so.
        usual = f"-c listen_addresses='' -k {self.place} -c max_connections=40 -c fsync=off"
        settings = " ".join([usual, *more])
        self._run("pg_ctl", "-D", self._data, "-w", "-s", "-l", f"{self.place}/log", "-o", settings, "start")

    def stop(self, how: str = "fast") -> None:
        self._run("pg_ctl", "-D", self._data, "-w", "-s", "-m", how, "stop")

    def new_database(self) -> str:
        """An empty database; returns its address."""
        name = f"viec_{os.getpid()}_{next(_DATABASES)}"
        self.sql("postgres", f"CREATE DATABASE {name}")
        return self.address(name)

    def address(self, database: str, user: str = "hotich") -> str:
        return f"postgresql+psycopg://{user}@/{database}?host={self.place}"

    def sql(self, database: str, *statements: str) -> str:
        """Statements as somebody with the server's own tool would carry them out; returns what it prints."""
        words = [word for one in statements for word in ("-c", one)]
        return self._run(
            "psql", "-h", str(self.place), "-U", "hotich", "-d", database, "-qAtX", "-v", "ON_ERROR_STOP=1", *words
        )

    @property
    def _data(self) -> str:
        return str(self.place / "data")

    def _run(self, program: str, *words: str) -> str:
        done = subprocess.run(
            [self._programs / program, *words],
            user=self._user,
            cwd=self.place,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if program != "pg_ctl" else subprocess.DEVNULL,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert not done.returncode, done.stdout
        return done.stdout


def free_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def of(address: str) -> str:
    """The name of an address's database."""
    return address.partition("@/")[2].partition("?")[0]


@pytest.fixture(scope="session")
def cluster(needs_postgres: None) -> Iterator[Cluster]:
    """The server that most tests share."""
    with a_cluster() as made:
        made.start()
        made.sql("postgres", f"CREATE ROLE {PASSWORD_USER} LOGIN PASSWORD 'đúng rồi'")
        yield made
        made.stop("immediate")


@contextmanager
def a_cluster() -> Iterator[Cluster]:
    """A server of one's own, not started yet; no root may run it."""
    user = "postgres" if os.geteuid() == 0 else None
    place = Path(tempfile.mkdtemp(prefix="hotich-pg-"))  # a socket's path must be short
    if user:
        shutil.chown(place, user)
    place.chmod(0o755)
    assert POSTGRES is not None
    made = Cluster(place, POSTGRES, user)
    try:
        made.create()
        yield made
    finally:
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def database(cluster: Cluster) -> str:
    """The address of an empty database."""
    return cluster.new_database()
