"""Write files so that a reader sees the old one or the new one, whole, whatever happens in between."""

import os
import time
from collections.abc import Iterable
from pathlib import Path

TEMPORARY = ".hotich-"
"""How our unfinished files begin; whoever finds one after a power cut may delete it."""

_TRIES = 5
_WAIT = 0.2
"""On Windows a file that is open in Excel cannot be replaced; a scanner lets go of it soon, Excel does not."""


class Pending:
    """Files written in full beside their targets, put in place together by `commit`."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Path, Path]] = []

    def add(self, target: Path, data: bytes) -> None:
        """Prepare `data` for `target`; nothing happens where the target holds just that. Raises OSError."""
        if _holds(target, data):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f"{TEMPORARY}{os.getpid()}-{target.name}")
        self._waiting.append((temporary, target))
        with temporary.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())

    def commit(self) -> dict[Path, Path]:
        """Put every file in place. Returns target → where it stands instead, for targets that another program holds."""
        moved = {}
        for temporary, target in self._waiting:
            placed = _replace(temporary, target)
            if placed != target:
                moved[target] = placed
        self._waiting.clear()
        return moved

    def discard(self) -> None:
        """Forget what was prepared."""
        for temporary, _ in self._waiting:
            temporary.unlink(missing_ok=True)
        self._waiting.clear()


def write(target: Path, data: bytes) -> Path:
    """Write one file safely; returns where it stands. Raises OSError."""
    pending = Pending()
    try:
        pending.add(target, data)
    except OSError:
        pending.discard()
        raise
    return pending.commit().get(target, target)


def _holds(target: Path, data: bytes) -> bool:
    try:
        return target.stat().st_size == len(data) and target.read_bytes() == data
    except OSError:
        return False


def _replace(temporary: Path, target: Path) -> Path:
    for attempt in range(_TRIES):
        try:
            temporary.replace(target)
            return target
        except PermissionError:
            if attempt < _TRIES - 1:
                time.sleep(_WAIT)
    for free in _free_names(target):
        if not free.exists():
            temporary.replace(free)
            return free
    raise PermissionError(target)


def _free_names(target: Path) -> Iterable[Path]:
    return (target.with_stem(f"{target.stem} ({number})") for number in range(2, 100))


def sweep(folder: Path) -> None:
    """Delete unfinished files that a crash left behind."""
    for left in folder.glob(f"{TEMPORARY}*"):
        left.unlink(missing_ok=True)
