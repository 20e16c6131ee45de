"""The process that reads workbooks and may die of one: a hostile file must not take the day's merge with it."""

import faulthandler
import os
import signal
import sys
import time
from contextlib import suppress
from hashlib import sha256
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from xlpy.core.grid import Snapshot
from xlpy.core.receipt import CONTAINERS
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import number
from xlpy.doors.disk.reaching import is_gone, open_file
from xlpy.doors.disk.trouble import in_words
from xlpy.programs import module_path

if TYPE_CHECKING:
    from xlpy.doors.files.containers import Opened

MOST_MEMORY = 1024**3
MOST_FILE_BYTES = 64 * 1024**2

_LONGEST_RUN = 30.0
"""Seconds of processor after which a request ends the process though nobody is left to end it."""


class Unfit(NamedTuple):
    """This process cannot read here, whatever the file."""

    reason: str


Request: TypeAlias = "tuple[str, str, tuple[str, ...] | None] | None"


def serve(pipe: Connection, other_end: Connection, last_words: int | str) -> None:
    """Greet, then answer requests until the other side closes, or is no more.

    A request is a path, its name for messages, and the sheets to skip, and is answered with a Snapshot; or None in
    place of the sheets to ask what the file holds, as Opened. None alone asks to load what is rarely needed. Each
    answer, and the greeting (None), comes with the seconds of processor used so far; Unfit takes the place of either
    where this PC cannot read. What the process says when it dies goes to the file `last_words`.
    """
    other_end.close()  # a fork has it too; while anyone holds it open, the end of the caller would go unnoticed
    sys.path[:] = module_path(sys.path)
    _speak_to(last_words)
    Thread(target=_end_with_the_caller, daemon=True).start()
    _limit_memory()
    with suppress(OSError):  # whoever asked is no more
        _say(pipe, _prove())
        while True:
            try:
                request: Request = pipe.recv()
            except EOFError:
                return
            _limit_time()
            try:
                answer = _load_all() if request is None else _answer(*request)
            except ImportError as error:
                answer = Unfit(_told(error))
            _say(pipe, answer)


def _say(pipe: Connection, answer: object) -> None:
    pipe.send((answer, time.process_time()))


def _answer(path: str, file: str, skip: tuple[str, ...] | None) -> "Snapshot | Opened":
    return _open(Path(path), file) if skip is None else _read(Path(path), file, frozenset(skip))


def _prove() -> Unfit | None:
    """Read a small workbook: where even that fails, it is not for anything that somebody sent."""
    try:
        from xlpy.doors.files.sample import is_sample, sample
        from xlpy.doors.files.workbook import read_workbook

        read = read_workbook(sample(), "mau.xlsx")
    except Exception as error:
        return Unfit(_told(error))
    return None if is_sample(read) else Unfit("đọc sai tệp mẫu")


def _load_all() -> Unfit | None:
    """What letters and old workbooks need, too."""
    import olefile  # noqa: F401
    import oxmsg  # noqa: F401

    from xlpy.doors.files import containers, letters  # noqa: F401

    return None


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def _speak_to(last_words: int | str) -> None:
    # On Windows a file that goes with its last handle; who opens it must agree to that.
    flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_TEMPORARY", 0)
    os.dup2(os.open(last_words, flags) if isinstance(last_words, str) else last_words, 2)  # the reader is no Python
    sys.stderr = open(2, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)  # noqa: SIM115
    os.environ["RUST_BACKTRACE"] = "0"
    faulthandler.disable()  # its many lines would hide the reader's one
    sys.tracebacklimit = 0  # who started us reads the last line only


def _end_with_the_caller() -> None:
    caller = parent_process()
    if caller is not None:
        wait([caller.sentinel])
        os._exit(1)


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
        with open_file(path) as stream:
            return stream.read()
    except OSError as error:
        return Problem(Fault.CANNOT_OPEN, Source(file), {"reason": in_words(error), "gone": is_gone(error)})


def _limit_time() -> None:
    """Who waits for an answer ends us sooner. This is for when nobody is left, and the reader lets no thread run."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, _LONGEST_RUN)


def _limit_memory() -> None:
    try:
        import resource  # not on Windows
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = MOST_MEMORY + _memory_at_the_start(resource.getpagesize())
    resource.setrlimit(resource.RLIMIT_AS, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _memory_at_the_start(page: int) -> int:
    """Bytes of address space taken already: a fork has what its caller has, which is no file's doing."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * page
    except OSError:  # not on Linux
        return 0
