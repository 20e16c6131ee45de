"""The file door: workbooks on disk → Snapshots, read in a separate process."""

import json
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Timer

from xlpy.core.grid import Snapshot
from xlpy.core.source import Fault, Problem, Source

PATIENCE = 20.0
"""Seconds that one file may take; an ordinary one takes a few thousandths."""

_AHEAD = 32
"""Requests sent before their answers are read: enough to keep the worker busy, too few to fill a pipe."""


class Reader:
    """Reads workbooks in a worker process, started at once so that it warms up while the caller prepares.

    A worker that dies or hangs costs the file it was reading; the next files get a new one. Use as a context.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._process = self._start()

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, files: Sequence[tuple[Path, str]]) -> Iterator[Snapshot]:
        """A snapshot for each (path, name for messages), in order."""
        sent = 0
        for done, (_, name) in enumerate(files):
            try:
                sent = self._send(files, sent, done + _AHEAD)
                yield self._receive()
            except (OSError, EOFError, pickle.UnpicklingError):
                yield Snapshot(name, problems=(self._post_mortem(name),))
                sent = done + 1
        self._stop()

    def _send(self, files: Sequence[tuple[Path, str]], sent: int, until: int) -> int:
        stdin = self._process.stdin
        assert stdin is not None
        for path, name in files[sent:until]:
            stdin.write(json.dumps({"path": str(path), "file": name}).encode() + b"\n")
            sent += 1
        stdin.flush()
        return sent

    def _receive(self) -> Snapshot:
        assert self._process.stdout is not None
        watchdog = Timer(self._patience, self._process.kill)
        watchdog.start()
        try:
            snapshot: Snapshot = pickle.load(self._process.stdout)
        finally:
            watchdog.cancel()
        return snapshot

    def _post_mortem(self, name: str) -> Problem:
        self._stop()
        status = self._process.returncode
        self._process = self._start()
        killed = status is not None and abs(status) == 9
        reason = f"quá {self._patience:g} giây" if killed else f"mã dừng {status}"
        return Problem(Fault.READER_FAILED, Source(name), {"reason": reason})

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "xlpy.doors.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def _stop(self) -> None:
        process = self._process
        for stream in (process.stdin, process.stdout):
            if stream is not None and not stream.closed:
                try:
                    stream.close()
                except OSError:
                    pass  # the worker is gone and its pipe with it
        try:
            process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def read_files(files: Iterable[tuple[Path, str]]) -> list[Snapshot]:
    """Snapshots of the files given, read in one worker."""
    with Reader() as reader:
        return list(reader.read(tuple(files)))
