"""The reader's process as the other side sees it: how it is started, bounded, and asked what it has used.

What it says when it dies goes to a file without a name (on Windows: one that is gone with the last who holds it), so
that nothing is left in the temporary folder, whoever is killed when.
"""

import multiprocessing
import sys
import tempfile
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, BinaryIO

from xlpy.doors.files.worker import MOST_MEMORY, serve
from xlpy.programs import safe_start

_LONGEST_WORDS, _MOST_LINES = 120, 3
_FIRST_OF_SEVERAL = "PanicException"

IS_FORKED = "fork" in multiprocessing.get_all_start_methods()
"""A forked worker has what we have loaded already; where there is no fork, it starts from nothing and takes longer."""

_PROCESSES = multiprocessing.get_context("fork") if IS_FORKED else multiprocessing.get_context("spawn")


class Worker:
    """A started process and the pipe to it. Raises OSError where none can be started."""

    pipe: Connection

    def __init__(self) -> None:
        self._words: BinaryIO = tempfile.TemporaryFile(prefix="hotich-")  # noqa: SIM115
        try:
            self.pipe, theirs = _PROCESSES.Pipe()
            words = self._words.name if sys.platform == "win32" else self._words.fileno()
            self._process: BaseProcess = _PROCESSES.Process(target=serve, args=(theirs, self.pipe, words), daemon=True)
            with safe_start():
                self._process.start()
        except BaseException:
            self._words.close()
            raise
        theirs.close()
        self._bound: Any = None
        if sys.platform == "win32":
            from xlpy.doors.files.windows_job import Job

            with suppress(OSError):  # the worker minds its end itself; this is the second lock
                self._bound = Job(self._process.sentinel, MOST_MEMORY)

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid or 0

    def cpu_time(self) -> float | None:
        """Seconds of processor that it has used so far; None where this system does not tell."""
        try:
            if sys.platform == "win32":
                from xlpy.doors.files.windows_job import cpu_time

                return cpu_time(self._process.sentinel)
            if sys.platform == "linux":
                return time.clock_gettime((~self.pid << 3) | 2)  # as clock_getcpuclockid(3) makes it
        except OSError:
            pass
        return None

    def is_waiting_its_turn(self) -> bool:
        """Whether it wants a processor and others have it; False where this system does not tell."""
        if sys.platform != "linux":
            return False
        try:
            stat = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            return False
        return stat.rpartition(")")[2].split()[:1] == ["R"]

    def last_words(self) -> tuple[str, str]:
        """How it ended, for people, and the last line that it left on standard error, for whoever looks into it."""
        self._process.join(timeout=1)  # one that aborts takes a moment to be gone
        self.stop()
        self._words.seek(0)
        lines = [line.strip() for line in self._words.read().decode("utf-8", "replace").splitlines()]
        told = [line[:_LONGEST_WORDS] for line in lines if line and not line.startswith("note:")]
        # A library that compares two values writes three lines, of which the first says what happened.
        start = next((at for at in range(len(told) - 1, -1, -1) if _FIRST_OF_SEVERAL in told[at]), -1)
        line = "; ".join(told[start:][:_MOST_LINES])
        memory = "đòi quá nhiều bộ nhớ; " if "memory allocation" in line or line == "MemoryError" else ""
        return f"{memory}mã dừng {self._process.exitcode}", line

    def stop(self) -> None:
        """End it: it has answered, or never will; nobody waits for it to notice."""
        self.pipe.close()
        self._process.kill()
        self._process.join()

    def close(self) -> None:
        """End it and forget what it said."""
        self.stop()
        self._words.close()
        self._bound = None
