"""Whether a file is the one that was looked at before, told without reading it."""

import os
import time
from pathlib import Path

_FINE, _COARSE = 20_000_000, 3_000_000_000
"""Nanoseconds after which a change gets another time: most disks' clocks tick every few thousandths of a second, some
(FAT) every other second. Those tell whole seconds."""
_SECOND = 1_000_000_000


def stamp_of(stat: os.stat_result) -> str:
    """Size, time of change, inode, and time at which the system noted a change: Linux lets nobody set that one."""
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ino} {stat.st_ctime_ns}"


def stamp_at(path: Path) -> str:
    """The same of what lies at a path; "" where nothing can be told."""
    try:
        return stamp_of(path.stat())
    except OSError:
        return ""


def left_to_settle(stat: os.stat_result, seen_ns: int) -> int:
    """Nanoseconds, from when it was looked at, in which a change may leave the stamp as it is; 0 for none."""
    last = max(stat.st_mtime_ns, stat.st_ctime_ns)
    return max(0, last + (_FINE if last % _SECOND else _COARSE) - seen_ns)


def settled_stamp(path: Path) -> str:
    """The stamp, once no change can hide behind it: a moment is waited for. "" where that would take longer."""
    try:
        while wait := left_to_settle(stat := path.stat(), time.time_ns()):
            if wait > _FINE:
                return ""
            time.sleep(wait / _SECOND)
        return stamp_of(stat)
    except OSError:
        return ""


def database_stamp(path: Path) -> str:
    """The stamp of a database of SQLite, with how often it was written; "" where it cannot be read.

    No moment need be waited for: every commit counts on (https://www.sqlite.org/fileformat.html, 1.3.7), unless the
    database is in WAL mode, which this program's are not.
    """
    try:
        with path.open("rb") as stream:
            counted = stream.read(_COUNTER.stop)[_COUNTER]
    except OSError:
        return ""
    stamp = stamp_at(path)
    return f"{stamp} {counted.hex()}" if stamp and counted else ""


_COUNTER = slice(24, 28)
