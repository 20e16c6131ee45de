"""A folder in the system's temporary place that goes when its owner goes, however that ends.

Who is killed cannot tidy up: the next one does it for him. A folder is somebody's while its mark is locked, and the
system takes the lock away with the process.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from xlpy.doors.disk.locking import lock

_PREFIX = "hotich-"
_MARK = ".dang-dung"


class Scratch(NamedTuple):
    """A folder to work in. `lock` is a descriptor: whoever inherits it keeps the folder from being swept."""

    path: Path
    lock: int


@contextmanager
def scratch(kind: str) -> Iterator[Scratch]:
    """A new folder, gone afterwards; those of processes that were killed go first. Raises OSError."""
    _sweep()
    place = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{kind}-"))
    try:
        with (place / _MARK).open("wb") as mark:
            lock(mark)
            yield Scratch(place, mark.fileno())
    finally:
        # An office that was ended may hold its files a moment longer on Windows: then the next one sweeps.
        shutil.rmtree(place, ignore_errors=True)


def _sweep() -> None:
    for mark in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_MARK}"):
        with suppress(OSError):  # in use, or another person's
            with mark.open("r+b") as stream:
                lock(stream)
            shutil.rmtree(mark.parent, ignore_errors=True)
