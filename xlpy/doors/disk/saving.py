"""Write files so that a reader sees the old one or the new one, whole, whatever happens in between."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from xlpy.doors.disk.trouble import Trouble, trouble

TEMPORARY = ".hotich-"
"""How our unfinished files begin; whoever finds one after a power cut may delete it."""

_TRIES = 5
_WAIT = 0.2
"""On Windows a file that is open in Excel cannot be replaced; a scanner lets go of it soon, Excel does not."""
_MOST_NAMES = 100
"""How many files of one name may be open elsewhere before we give up."""


class Pending:
    """Files written in full beside their targets, put in place together by `commit`."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Path, Path]] = []

    def add(self, target: Path, data: bytes) -> None:
        """Prepare `data` for `target`; nothing happens where the target holds just that. Raises OSError."""
        if holds(target, data):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f"{TEMPORARY}{os.getpid()}-{target.name}")
        self._waiting.append((temporary, target))
        temporary.unlink(missing_ok=True)
        with temporary.open("xb") as stream:  # a link planted under this name is not followed
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())

    def commit(self) -> dict[Path, Path]:
        """Put every file in place. Returns target → where it stands instead, for targets that another program holds.

        Raises OSError where one can be put nowhere; the others are in place then.
        """
        moved, failed = {}, None
        for temporary, target in self._waiting:
            try:
                placed = _put(temporary, target)
            except OSError as error:
                failed = error
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)
                continue
            if placed != target:
                moved[target] = placed
        self._waiting.clear()
        if failed is not None:
            raise failed
        return moved

    def discard(self) -> None:
        """Forget what was prepared."""
        for temporary, _ in self._waiting:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        self._waiting.clear()


def write(target: Path, data: bytes) -> Path:
    """Write one file safely; returns where it stands: under the next free name where another program holds the old one.

    Raises OSError.
    """
    pending = Pending()
    try:
        pending.add(target, data)
        return pending.commit().get(target, target)
    except BaseException:
        pending.discard()
        raise


def replace(temporary: Path, target: Path) -> None:
    """Put one file in another's place, and be patient with a program that holds that for a moment. Raises OSError."""
    for attempt in range(_TRIES):
        try:
            temporary.replace(target)
            return
        except PermissionError:
            if attempt == _TRIES - 1:
                raise
            time.sleep(_WAIT)


def remove(target: Path) -> None:
    """Delete a file, and be patient with a program that holds it for a moment. Raises OSError."""
    for attempt in range(_TRIES):
        try:
            target.unlink(missing_ok=True)
            return
        except PermissionError:
            if attempt == _TRIES - 1:
                raise
            time.sleep(_WAIT)


def holds(target: Path, data: bytes) -> bool:
    """Whether a file has just these bytes."""
    try:
        return target.stat().st_size == len(data) and target.read_bytes() == data
    except OSError:
        return False


def standing_for(target: Path) -> list[Path]:
    """A file and those that were saved beside it while another program held it, the newest first."""
    name = re.compile(rf"{re.escape(target.stem)}(?: \(([0-9]{{1,3}})\))?{re.escape(target.suffix)}")
    found = []
    with suppress(OSError):
        for path in target.parent.iterdir():
            if match := name.fullmatch(path.name):
                with suppress(OSError):
                    found.append((path.stat().st_mtime_ns, int(match[1] or 1), path))
    return [path for *_, path in sorted(found, reverse=True)]


def _put(temporary: Path, target: Path) -> Path:
    try:
        replace(temporary, target)
        return target
    except PermissionError as error:
        if trouble(error, target) is Trouble.NO_RIGHT:
            raise
        refused = error
    data = temporary.read_bytes()
    for free in _other_names(target):
        if holds(free, data):  # saved there at an earlier press, and the target is open still
            with suppress(OSError):
                temporary.unlink()
            return free
    for free in _other_names(target):
        if not free.exists():
            temporary.replace(free)
            return free
    raise refused


def _other_names(target: Path) -> Iterator[Path]:
    return (target.with_stem(f"{target.stem} ({number})") for number in range(2, _MOST_NAMES))


def sweep(folder: Path) -> None:
    """Delete unfinished files that a crash left behind."""
    for left in folder.glob(f"{TEMPORARY}*"):
        with suppress(OSError):
            left.unlink(missing_ok=True)
