"""The file door: workbooks on disk → Snapshots, read in a separate process."""

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from xlpy.core.grid import Snapshot
from xlpy.core.source import Fault, Problem, Source
from xlpy.doors.files.worker import serve

if TYPE_CHECKING:
    from xlpy.doors.files.containers import Opened

PATIENCE = 20.0
"""Seconds that one file may take; an ordinary one takes a few thousandths."""

_AHEAD = 4000
"""Bytes of requests sent before their answers are read: enough to keep the worker busy, and no more than the
smallest pipe holds (Windows: 4 KiB), so that nobody waits to write to one who waits to write back."""

_LONGEST_WORDS = 120

Request: TypeAlias = tuple[Path, str, tuple[str, ...] | None]
"""A file, its name for messages, sheets to skip; None in their place asks what the file holds."""

Answer = TypeVar("Answer")

# A forked worker has what we have loaded already; where there is no fork, it starts from nothing and takes longer.
_PROCESSES = (
    multiprocessing.get_context("fork")
    if "fork" in multiprocessing.get_all_start_methods()
    else multiprocessing.get_context("spawn")
)


class Reader:
    """Reads workbooks in a worker process, started at once so that it warms up while the caller prepares.

    A worker that dies or hangs costs the file it was reading; the next files get a new one. Use as a context.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        handle, self._last_words = tempfile.mkstemp(prefix="hotich-")
        os.close(handle)
        self._process, self._pipe = self._start()

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        Path(self._last_words).unlink(missing_ok=True)

    def read(self, files: Sequence[tuple[Path, str]], skip: Iterable[str] = ()) -> Iterator[Snapshot]:
        """A snapshot for each (path, name for messages), in order. The worker begins at once, not when asked.

        Sheets named in `skip` are not read. All answers must be taken before more is asked.
        """
        requests: list[Request] = [(path, name, tuple(skip)) for path, name in files]

        def unread(name: str, problem: Problem) -> Snapshot:
            return Snapshot(name, problems=(problem,))

        return self._answers(requests, self._send(requests, 0, 0) if requests else 0, unread)

    def open(self, files: Sequence[tuple[Path, str]]) -> "Iterator[Opened]":
        """What letters and archives hold, for each (path, name for messages), in order; as with `read`."""
        from xlpy.doors.files.containers import Opened

        requests: list[Request] = [(path, name, None) for path, name in files]

        def unopened(_: str, problem: Problem) -> Opened:
            return Opened(True, problems=(problem,))

        return self._answers(requests, self._send(requests, 0, 0) if requests else 0, unopened)

    def _answers(
        self, files: Sequence[Request], sent: int, failed: Callable[[str, Problem], Answer]
    ) -> Iterator[Answer]:
        """`failed` makes the answer for a file that the worker did not survive."""
        for done, (_, name, _skip) in enumerate(files):
            if done:
                sent = self._send(files, done, sent)
            try:
                if not self._pipe.poll(self._patience):
                    raise TimeoutError
                answer: Any = self._pipe.recv()
                yield answer
            except (OSError, EOFError) as error:
                yield failed(name, self._post_mortem(name, isinstance(error, TimeoutError)))
                sent = done + 1

    def _send(self, files: Sequence[Request], done: int, sent: int) -> int:
        """Send what may go ahead beside the unanswered requests, but at least one; returns how many were sent."""
        ahead = sum(_length(file) for file in files[done:sent])
        while sent < len(files) and (sent == done or ahead + _length(files[sent]) <= _AHEAD):
            with suppress(OSError):  # the worker is dead; which file it died of shows when the answers end
                self._pipe.send((str(files[sent][0]), *files[sent][1:]))
            ahead += _length(files[sent])
            sent += 1
        return sent

    def _post_mortem(self, name: str, too_slow: bool) -> Problem:
        if not too_slow:
            self._process.join(timeout=1)  # a worker that aborts takes a moment to be gone
        self._stop()
        reason = f"quá {self._patience:g} giây" if too_slow else f"mã dừng {self._process.exitcode}"
        if not too_slow and (said := self._heard()):
            reason = f"{reason}; {said}"
        self._process, self._pipe = self._start()
        return Problem(Fault.READER_FAILED, Source(name), {"reason": reason})

    def _heard(self) -> str:
        """The last line that the worker left on standard error."""
        lines = Path(self._last_words).read_bytes().decode("utf-8", "replace").splitlines()
        said = (line.strip() for line in reversed(lines))
        return next((line[:_LONGEST_WORDS] for line in said if line and not line.startswith("note:")), "")

    def _start(self) -> tuple[BaseProcess, Connection]:
        Path(self._last_words).write_bytes(b"")
        ours, theirs = _PROCESSES.Pipe()
        process = _PROCESSES.Process(target=serve, args=(theirs, ours, self._last_words), daemon=True)
        process.start()
        theirs.close()
        return process, ours

    def _stop(self) -> None:
        self._pipe.close()
        self._process.kill()  # it has answered, or never will; nobody waits for it to notice
        self._process.join()


def _length(file: Request) -> int:
    """About the bytes of a request."""
    path, name, skip = file
    return 2 * (len(str(path)) + len(name) + sum(map(len, skip or ()))) + 64
