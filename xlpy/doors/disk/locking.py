"""A file that is somebody's while he lives: the system takes the lock away with the process, however that ends."""

import sys
from typing import BinaryIO

_BEHIND_ALL = 1 << 20
"""Where the lock lies: on Windows nobody else could read the bytes that are locked, and this file has none there."""


def lock(stream: BinaryIO) -> None:
    """Take the lock of an open file, until it is closed. Raises OSError where somebody has it."""
    if sys.platform == "win32":
        import msvcrt

        at = stream.tell()
        stream.seek(_BEHIND_ALL)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        finally:
            stream.seek(at)
    else:
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
