"""What lies in the archive, read: a copy that another program holds is waited for and never judged."""

import time
from collections.abc import Callable, Iterable, Mapping
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
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Snapshot]:
    """Archived copies as they were read, by SHA-256; one that is gone or is no longer what came is told as lost.

    `copies` are path and name for messages, `answers` what the reader says of them, in their order; `names` are the
    copies as the journal names them. Raises CopyHeld where one cannot be read for longer than a moment.
    """
    snapshots: dict[str, Snapshot] = {}
    for digest, answer in zip(copies, answers, strict=True):
        snapshots[digest] = answer
        progress(len(snapshots))
    for wait in _WAITS:
        held = _held(snapshots)
        if not held:
            break
        time.sleep(wait)
        snapshots |= zip(held, reader.read([copies[digest] for digest in held]), strict=True)
    if held := _held(snapshots):
        raise CopyHeld(copies[held[0]][0], _unread(snapshots[held[0]]))
    return {digest: _whole(snapshot, digest, names[digest]) for digest, snapshot in snapshots.items()}


def _held(snapshots: Mapping[str, Snapshot]) -> list[str]:
    return [digest for digest, snapshot in snapshots.items() if _unread(snapshot) and not _is_gone(snapshot)]


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
