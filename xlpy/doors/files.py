"""The file door: workbooks on disk → Snapshots, read in a separate process."""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Timer

from xlpy.core.grid import Snapshot
from xlpy.core.source import Fault, Problem, Source

PATIENCE = 20.0
"""Seconds that one file may take; an ordinary one takes a few thousandths."""

_AHEAD = 4000
"""Bytes of requests sent before their answers are read: enough to keep the worker busy, and no more than the
smallest pipe holds (Windows: 4 KiB), so that nobody waits to write to one who waits to write back."""

_LONGEST_WORDS = 120


class Reader:
    """Reads workbooks in a worker process, started at once so that it warms up while the caller prepares.

    A worker that dies or hangs costs the file it was reading; the next files get a new one. Use as a context.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._process = self._start()
        self._too_slow = False

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, files: Sequence[tuple[Path, str]]) -> Iterator[Snapshot]:
        """A snapshot for each (path, name for messages), in order. The worker begins at once, not when asked."""
        requests = [json.dumps({"path": str(path), "file": name}).encode() + b"\n" for path, name in files]
        return self._answers(files, requests, self._send(requests, 0, 0) if requests else 0)

    def _answers(self, files: Sequence[tuple[Path, str]], requests: Sequence[bytes], sent: int) -> Iterator[Snapshot]:
        for done, (_, name) in enumerate(files):
            if done:
                sent = self._send(requests, done, sent)
            try:
                yield self._receive()
            except (OSError, EOFError, pickle.UnpicklingError):
                yield Snapshot(name, problems=(self._post_mortem(name),))
                sent = done + 1

    def _send(self, requests: Sequence[bytes], done: int, sent: int) -> int:
        """Send what may go ahead beside the unanswered requests, but at least one; returns how many were sent."""
        assert self._process.stdin is not None
        until = max(sent, done + 1)
        while until < len(requests) and sum(map(len, requests[done : until + 1])) <= _AHEAD:
            until += 1
        try:
            self._process.stdin.write(b"".join(requests[sent:until]))
            self._process.stdin.flush()
        except OSError:
            pass  # the worker is dead; which file it died of shows when the answers end
        return until

    def _receive(self) -> Snapshot:
        assert self._process.stdout is not None
        watchdog = Timer(self._patience, self._give_up)
        watchdog.daemon = True
        watchdog.start()
        try:
            snapshot: Snapshot = pickle.load(self._process.stdout)
        finally:
            watchdog.cancel()
        return snapshot

    def _give_up(self) -> None:
        self._too_slow = True
        self._process.kill()

    def _post_mortem(self, name: str) -> Problem:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)  # a worker that aborts takes a moment to be gone
        said = self._last_words()
        self._stop()
        reason = f"mã dừng {self._process.returncode}"
        if self._too_slow:
            reason = f"quá {self._patience:g} giây"
        elif said:
            reason = f"{reason}; {said}"
        self._too_slow = False
        self._process = self._start()
        return Problem(Fault.READER_FAILED, Source(name), {"reason": reason})

    def _last_words(self) -> str:
        """The last line that the worker wrote on standard error, advice on debugging left aside."""
        assert self._process.stderr is not None
        self._process.kill()  # dead already, or it has said something that is no answer
        lines = self._process.stderr.read().decode("utf-8", "replace").splitlines()
        telling = (line.strip() for line in reversed(lines) if line.strip() and not line.startswith("note:"))
        return next(telling, "")[:_LONGEST_WORDS]

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "xlpy.doors.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "RUST_BACKTRACE": "0"},  # so that the last line says why
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def _stop(self) -> None:
        process = self._process
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None and not stream.closed:
                with suppress(OSError):  # the worker is gone and its pipe with it
                    stream.close()
        process.kill()  # it has answered, or never will; nobody waits for it to notice
        process.wait()


def read_files(files: Iterable[tuple[Path, str]]) -> list[Snapshot]:
    """Snapshots of the files given, read in one worker."""
    with Reader() as reader:
        return list(reader.read(tuple(files)))
