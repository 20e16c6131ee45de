"""The way to the journal's server is encrypted where its address asks for that, and an unknown server is not spoken to."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.kit.folders import FIRST, new_folder, press, put_all, works
from tests.kit.postgres import Cluster, a_cluster, free_port
from xlpy.app.folder import ADDRESS_FILE
from xlpy.core.plan.plan import Plan
from xlpy.journal.errors import JournalUnreachable
from xlpy.journal.opening import opened_to_read
from xlpy.journal.place import Server
from xlpy.journal.postgres import connected

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


class Guarded(NamedTuple):
    """A server with a certificate for "localhost", signed by itself; the port that it listens at."""

    cluster: Cluster
    port: int
    root: Path

    def address(self, host: str, query: str) -> str:
        return f"postgresql+psycopg://hotich@{host}:{self.port}/postgres?{query}"


@pytest.fixture(scope="module")
def guarded(needs_postgres: None) -> Iterator[Guarded]:
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    with a_cluster() as made:
        data = made.place / "data"
        certificate, key = data / "server.crt", data / "server.key"
        request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        names = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
        subprocess.run(["openssl", *request, *names], check=True, capture_output=True)
        owner = data.stat()
        for path in (certificate, key):
            os.chown(path, owner.st_uid, owner.st_gid)
        key.chmod(0o600)
        root = made.place / "root.crt"
        shutil.copy(certificate, root)
        port = free_port()
        made.start("-c listen_addresses=localhost", f"-c port={port}", "-c ssl=on")
        yield Guarded(made, port, root)
        made.stop("immediate")


def test_a_server_whose_certificate_is_known_is_spoken_to_in_secret(
    guarded: Guarded, tmp_path: Path, plan: Plan
) -> None:
    address = guarded.address("localhost", f"sslmode=verify-full&sslrootcert={guarded.root}")
    with connected(Server(address, tmp_path)) as engine:
        assert engine.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone() == (True,)
        assert not engine.overheard
    folder = new_folder(tmp_path / "viec")
    (folder.path / ADDRESS_FILE).write_text(address, encoding="utf-8")
    put_all(folder, plan, works(plan)[0])
    assert press(folder, FIRST).standing.reported == 11


@pytest.mark.parametrize(
    ("host", "query", "why"),
    [
        ("localhost", "sslmode=verify-full&sslrootcert={nowhere}", "chưa có chứng thư gốc"),
        ("127.0.0.1", "sslmode=verify-full&sslrootcert={root}", "chứng thư của nó không đúng"),
        ("localhost", "sslmode=verify-ca&sslrootcert={other}", "chứng thư của nó không đúng"),
    ],
    ids=["no root", "another name", "another root"],
)
def test_one_whose_certificate_is_not_is_refused_in_words(
    guarded: Guarded, tmp_path: Path, host: str, query: str, why: str
) -> None:
    other = tmp_path / "other.crt"
    request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=other"]
    subprocess.run(
        ["openssl", *request, "-keyout", str(tmp_path / "key"), "-out", str(other)], check=True, capture_output=True
    )
    places = {"nowhere": tmp_path / "khong_co.crt", "root": guarded.root, "other": other}
    server = Server(guarded.address(host, query.format(**places)), tmp_path)
    with pytest.raises(JournalUnreachable) as refused, opened_to_read(server):
        pass
    assert why in str(refused.value)


def test_a_server_without_encryption_is_not_spoken_to_where_the_address_asks_for_it(tmp_path: Path) -> None:
    with a_cluster() as made:
        port = free_port()
        made.start("-c listen_addresses=127.0.0.1", f"-c port={port}")
        try:
            address = f"postgresql+psycopg://hotich@127.0.0.1:{port}/postgres?sslmode=require"
            with (
                pytest.raises(JournalUnreachable, match="không nhận đường nối mã hoá"),
                opened_to_read(Server(address, tmp_path)),
            ):
                pass
        finally:
            made.stop("immediate")
