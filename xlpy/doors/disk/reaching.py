"""Files of others, reached so that nothing is waited for: no link, no pipe, and a copy that a scanner holds let go."""

import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

from xlpy.doors.disk.trouble import NOT_A_FILE

_WAITS = (0.1, 0.2, 0.4, 0.8)
"""Seconds between tries at what another program holds: a scanner lets go within one or two."""

_Result = TypeVar("_Result")


def is_gone(error: OSError) -> bool:
    """Whether the file is not there; not merely out of reach for a moment."""
    return isinstance(error, FileNotFoundError | NotADirectoryError)


def patiently(action: Callable[[], _Result]) -> _Result:
    """Do it, again after a moment where another program (a virus scanner, a backup) is in the way. Raises OSError."""
    for wait in _WAITS:
        try:
            return action()
        except OSError as error:
            if is_gone(error) or error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
                raise
            time.sleep(wait)
    return action()


def is_plain_file(path: Path) -> bool:
    """Whether this is a file: no link, wherever it leads, no pipe, socket or device. Raises OSError."""
    return stat.S_ISREG(path.lstat().st_mode)


def open_file(path: Path) -> BinaryIO:
    """A file for reading; what is none is never waited for. Raises OSError, with ELOOP for what is no file."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.ELOOP, NOT_A_FILE, str(path))
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    return open(descriptor, "rb")  # noqa: PTH123
