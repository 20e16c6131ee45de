"""What lies in the archive, read: a copy that another program holds is waited for and never judged."""

import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from xlpy.core.grid import Snapshot
from xlpy.core.source import Fault, Problem, Source
from xlpy.doors.disk.inbox import CopyHeld
from xlpy.doors.files.reader import Reader

_WAITS = (0.2, 0.4, 0.8, 1.6)
"""Seconds between tries at an archived copy that another program holds."""


def read_copies(
    reader: Reader,
    copies: Mapping[str, tuple[Path, str]],
    answers: Iterable[Snapshot],
    names: Mapping[str, str],
) -> Iterator[tuple[str, Snapshot]]:
    """Archived copies as they were read, with their SHA-256; one that is gone or no longer what came is told as lost.

    `copies` are path and name for messages, `answers` what the reader says of them, in their order; `names` are the
    copies as the journal names them. None is kept here: a day's files would fill the memory. Raises CopyHeld where one
    cannot be read for longer than a moment.
    """
    asked = list(copies)
    for wait in (*_WAITS, None):
        held: dict[str, str] = {}
        for digest, answer in zip(asked, answers, strict=True):
            if (reason := _unread(answer)) and not _is_gone(answer):
                held[digest] = reason
            else:
                yield digest, _whole(answer, digest, names[digest])
        if not held:
            return
        asked = list(held)
        if wait is None:
            raise CopyHeld(copies[asked[0]][0], held[asked[0]])
        time.sleep(wait)
        answers = reader.read([copies[digest] for digest in asked])


def _unread(snapshot: Snapshot) -> str:
    """Why a copy could not be opened; "" where it could."""
    reasons = (problem.values.get("reason") for problem in snapshot.problems if problem.fault is Fault.CANNOT_OPEN)
    return str(next(reasons, ""))


def _is_gone(snapshot: Snapshot) -> bool:
    return any(problem.values.get("gone") for problem in snapshot.problems)


def _whole(snapshot: Snapshot, digest: str, name: str) -> Snapshot:
    if snapshot.sha256 in ("", digest) and not _unread(snapshot):
        return snapshot
    return Snapshot(snapshot.file, problems=(Problem(Fault.ARCHIVE_LOST, Source(snapshot.file), {"path": name}),))
