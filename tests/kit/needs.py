"""What a test needs of the machine, and whether this one has it.

Each need is a pytest marker: `@pytest.mark.office` on a test, or a fixture that asks for `needs_office`, which marks
all tests that use it. A test whose need is not met is skipped for that reason and no other; `-m "not office"` leaves
out those that need LibreOffice. Where HOTICH_REQUIRE_LIBREOFFICE is set, a program that is not there is a failure.
"""

import ctypes
import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest

COLLECTED = pytest.StashKey[list[tuple[pytest.Item, tuple[str, ...]]]]()
"""In pytest's configuration: the tests of the files that it was given, with those that its words then left out, and the
names of each one's markers."""

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SYSTEM_PACKAGES = "/usr/lib/python3/dist-packages"
DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
POSTGRES = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
"""Where Debian keeps the programs of PostgreSQL's server."""
POSIX = os.name == "posix"
WINE = sys.platform == "win32" and hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")


class Need(NamedTuple):
    """`what` reads after "needs"; a `program` can be installed, anything else a system has or has not."""

    what: str
    here: bool
    program: bool = False


def _programs(*names: str) -> bool:
    return all(map(shutil.which, names))


NEEDS = {
    "slow": Need("a minute or more, which HOTICH_NO_SLOW saves", not os.environ.get("HOTICH_NO_SLOW")),
    "office": Need(
        "LibreOffice with its bridge to Python, and poppler to see its pages",
        bool(SOFFICE) and Path(SYSTEM_PACKAGES, "uno.py").exists() and _programs("pdftotext", "pdftoppm", "pdfinfo"),
        program=True,
    ),
    "gnumeric": Need("Gnumeric", _programs("ssconvert"), program=True),
    "screen": Need("a screen to click on (xvfb, xdotool)", _programs("Xvfb", "xdotool"), program=True),
    "dovecot": Need("dovecot, and root to run it", POSIX and bool(DOVECOT) and os.geteuid() == 0, program=True),
    "postgres": Need(
        "PostgreSQL's server, and psycopg and SQLAlchemy to reach it",
        POSIX and POSTGRES is not None and all(map(find_spec, ("psycopg", "sqlalchemy"))),
        program=True,
    ),
    "sdk": Need("Microsoft's Open XML SDK (ooxml-validator, from npm)", _programs("ooxml-validator")),
    "sh": Need("programs that are shell scripts", POSIX),
    "fork": Need("processes that are forks", hasattr(os, "fork")),
    "signals": Need("signals that end a process", POSIX),
    "limits": Need("limits that the system sets a process", POSIX),
    "fifo": Need("a pipe with a name among the files", hasattr(os, "mkfifo")),
    "terminal": Need("a pseudo terminal", POSIX),
    "proc": Need("/proc, which tells of processes", sys.platform == "linux"),
    "byte_names": Need("file names that are bytes and no text", sys.platform == "linux"),
    "modes": Need("files that are locked to their owner, who is not root", POSIX and os.geteuid() != 0),
    "one_case": Need("a file system where letters of either case name the same file", not POSIX),
    "mailbox": Need("a mailbox started beside (tests/windows/mailbox.py)", bool(os.environ.get("HOTICH_MAILBOX"))),
    "server": Need("a server started beside (tests/windows/server.py)", bool(os.environ.get("HOTICH_SERVER"))),
    "venv": Need("Python's module venv, which the embeddable package lacks", find_spec("venv") is not None),
    "posix": Need("a system that is not Windows", POSIX),
    "own_cmd": Need("Windows' own cmd.exe; Wine's takes a percent sign out of %~dp0", not WINE),
    "own_times": Need(
        "a system that tells what another process has used; Wine 8 tells what the asker has",
        sys.platform == "linux" or (sys.platform == "win32" and not WINE),
    ),
    "quick_looks": Need(
        "a system that looks at a folder thousands of times within a minute, as Wine does not", not WINE
    ),
    "change_time": Need("a system that tells when a file was last changed, whatever its date says", POSIX),
    "windows": Need("Windows", sys.platform == "win32"),
}
"""Marker → need."""


def must_be_here(need: Need) -> bool:
    """Whether the machine has promised to have it: a test that is skipped there would be a hole."""
    return need.program and bool(os.environ.get("HOTICH_REQUIRE_LIBREOFFICE"))
