"""A server for the journal on Linux, for tests on Windows' Python, which cannot start a PostgreSQL.

Where it is stands in the environment: HOTICH_SERVER, the address of an empty database.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.kit.needs import POSTGRES
from tests.kit.postgres import a_cluster, free_port


@contextmanager
def server() -> Iterator[Mapping[str, str]]:
    """What a test's environment must say while the server is there; nothing where this machine has none."""
    if POSTGRES is None:
        yield {}
        return
    with a_cluster() as made:
        port = free_port()
        made.start("-c listen_addresses=127.0.0.1", f"-c port={port}")
        try:
            yield {"HOTICH_SERVER": f"postgresql+psycopg://hotich@127.0.0.1:{port}/postgres"}
        finally:
            made.stop("immediate")
