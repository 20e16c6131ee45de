"""A mailbox on Linux for tests on Windows' Python, which reaches this machine's loopback but cannot start a dovecot.

    python -m tests.windows.mailbox COMMAND …

Runs the command while the mailbox is there, and ends as it ended. Where it is stands in the environment:
HOTICH_MAILBOX (host:port, TLS) and HOTICH_MAILBOX_ROOT (the certificate to trust).
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.kit.mailservers import Authority, dovecot


@contextmanager
def mailbox() -> Iterator[Mapping[str, str]]:
    """What a test's environment must say while the mailbox is there."""
    with tempfile.TemporaryDirectory() as place:
        authority = Authority(Path(place))
        with dovecot(authority) as box:
            yield {"HOTICH_MAILBOX": str(box.server), "HOTICH_MAILBOX_ROOT": str(authority.root)}


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the mailbox goes with us
    with mailbox() as where:
        return subprocess.run(command, env={**os.environ, **where}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
