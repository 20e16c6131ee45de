"""The process that reads workbooks and may die of one: a hostile file must not take the day's merge with it."""

import faulthandler
import os
import sys
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.core.grid import Snapshot
from xlpy.core.receipt import CONTAINERS
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import number

if TYPE_CHECKING:
    from xlpy.doors.files.containers import Opened

MOST_MEMORY = 1024**3
MOST_FILE_BYTES = 64 * 1024**2


def serve(pipe: Connection, other_end: Connection, last_words: str) -> None:
    """Answer requests until the other side closes, or is no more.

    A request is a path, its name for messages, and the sheets to skip, and is answered with a Snapshot; or None in
    place of the sheets to ask what the file holds, as Opened. What the process says when it dies goes to the file
    `last_words`.
    """
    other_end.close()  # a fork has it too; while anyone holds it open, the end of the caller would go unnoticed
    sys.stderr = Path(last_words).open("a", encoding="utf-8")  # noqa: SIM115 - for as long as the process lives
    os.dup2(sys.stderr.fileno(), 2)  # the reader is no Python and writes past it
    os.environ["RUST_BACKTRACE"] = "0"
    faulthandler.disable()  # its many lines would hide the reader's one
    sys.tracebacklimit = 0  # who started us reads the last line only
    _limit_memory()
    while True:
        try:
            path, file, skip = pipe.recv()
        except EOFError:
            return
        pipe.send(_open(Path(path), file) if skip is None else _read(Path(path), file, frozenset(skip)))


def _read(path: Path, file: str, skip: frozenset[str]) -> Snapshot:
    from xlpy.doors.files.workbook import read_workbook  # only here: the other process has no use for the reader

    data = _bytes(path, file)
    if isinstance(data, Problem):
        return Snapshot(file, problems=(data,))
    if path.suffix.lower() in CONTAINERS:
        from xlpy.doors.files.containers import open_container

        opened = open_container(data, file)
        if opened.container:
            return Snapshot(file, sha256(data).hexdigest(), problems=opened.problems, opened=True)
    return read_workbook(data, file, skip)


def _open(path: Path, file: str) -> "Opened":
    from xlpy.doors.files.containers import Opened, open_container

    data = _bytes(path, file)
    return Opened(True, problems=(data,)) if isinstance(data, Problem) else open_container(data, file)


def _bytes(path: Path, file: str) -> bytes | Problem:
    try:
        size = path.stat().st_size
        if size > MOST_FILE_BYTES:
            values = {"part": "cả tệp", "reason": f"dài {number(size)} byte, chỉ cho phép {number(MOST_FILE_BYTES)}"}
            return Problem(Fault.UNSAFE_PACKAGE, Source(file), values)
        return path.read_bytes()
    except OSError as error:
        return Problem(Fault.CANNOT_OPEN, Source(file), {"reason": error.strerror or type(error).__name__})


def _limit_memory() -> None:
    try:
        import resource  # not on Windows
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = MOST_MEMORY if most == resource.RLIM_INFINITY else min(MOST_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
