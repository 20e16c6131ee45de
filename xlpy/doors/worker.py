"""The process that reads workbooks and may die of one: a hostile file must not take the day's merge with it."""

import faulthandler
import os
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from xlpy.core.grid import Snapshot
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import number

MOST_MEMORY = 1024**3
MOST_FILE_BYTES = 64 * 1024**2


def serve(pipe: Connection, other_end: Connection, last_words: str) -> None:
    """Answer requests with Snapshots until the other side closes, or is no more.

    A request is a path, its name for messages, and the sheets to skip. What the process says when it dies goes to
    the file `last_words`.
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
        pipe.send(_read(Path(path), file, frozenset(skip)))


def _read(path: Path, file: str, skip: frozenset[str]) -> Snapshot:
    from xlpy.doors.workbook import read_workbook  # only here: the other process has no use for the reader

    try:
        size = path.stat().st_size
        if size > MOST_FILE_BYTES:
            values = {"part": "cả tệp", "reason": f"dài {number(size)} byte, chỉ cho phép {number(MOST_FILE_BYTES)}"}
            return Snapshot(file, problems=(Problem(Fault.UNSAFE_PACKAGE, Source(file), values),))
        return read_workbook(path.read_bytes(), file, skip)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Snapshot(file, problems=(Problem(Fault.CANNOT_OPEN, Source(file), {"reason": reason}),))


def _limit_memory() -> None:
    try:
        import resource  # not on Windows
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = MOST_MEMORY if most == resource.RLIM_INFINITY else min(MOST_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
