"""What an operating system's error means, in words that tell a person what to do; and files that are no files."""

import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

_WAITS = (0.1, 0.2, 0.4, 0.8)
"""Seconds between tries at what another program holds: a scanner lets go within one or two."""

_Result = TypeVar("_Result")

HELD = "đang mở ở chương trình khác"
NOT_A_FILE = "không phải tệp thường (đường dẫn tắt, ống nối hoặc thiết bị)"

_NETWORK = (
    "ESTALE ETIMEDOUT ENETDOWN ENETUNREACH ENETRESET EHOSTDOWN EHOSTUNREACH ECONNRESET ECONNABORTED ECONNREFUSED "
    "ENOTCONN EPIPE EREMOTEIO ENOLINK ECOMM"
)
_WORDS = {
    "ENOENT ENOTDIR": "không còn ở đó, vừa bị chuyển đi hoặc đổi tên",
    "EBUSY ETXTBSY EAGAIN EDEADLK": HELD,
    "EACCES EPERM": "máy không cho quyền mở",
    "EROFS": "ổ đĩa chỉ cho đọc",
    "EIO": "ổ đĩa hoặc ổ mạng báo lỗi đọc ghi",
    _NETWORK: "ổ mạng mất kết nối",
    "ELOOP": NOT_A_FILE,
    "EISDIR": "là thư mục, không phải tệp",
    "ENXIO ENODEV EOPNOTSUPP": NOT_A_FILE,
    "EINVAL EILSEQ": "hệ thống không đọc được tệp này (tên lạ, ổ mạng hoặc tệp chỉ có trên đám mây)",
    "ENAMETOOLONG": "tên hoặc đường dẫn quá dài",
    "EMFILE ENFILE": "máy đang mở quá nhiều tệp cùng lúc",
    "ENOMEM": "máy hết bộ nhớ",
    "ENOSPC EDQUOT": "ổ đĩa hết chỗ trống",
    "EFBIG EOVERFLOW": "tệp quá lớn",
}
_BY_NUMBER = {
    number: words for names, words in _WORDS.items() for name in names.split() if (number := getattr(errno, name, None))
}
_BY_WINDOWS = {
    32: HELD,  # ERROR_SHARING_VIOLATION
    33: HELD,  # ERROR_LOCK_VIOLATION
    1224: HELD,  # ERROR_USER_MAPPED_FILE
    5: "máy không cho quyền mở, hoặc tệp đang mở ở chương trình khác",  # ERROR_ACCESS_DENIED stands for both
    53: "ổ mạng mất kết nối",
    59: "ổ mạng mất kết nối",
    64: "ổ mạng mất kết nối",
    112: "ổ đĩa hết chỗ trống",
    206: "tên hoặc đường dẫn quá dài",
    225: "phần mềm diệt virus chặn tệp này",  # ERROR_VIRUS_INFECTED
    226: "phần mềm diệt virus đã xoá tệp này",
    362: "tệp chỉ có trên đám mây, phần mềm đồng bộ không chạy",
    395: "phần mềm đồng bộ không cho mở tệp",
}
"""By the number of Windows, which tells more than the one that Python makes of it."""


def why(error: OSError) -> str:
    """Why a file could not be had, for people: a part of a sentence, without the file's name."""
    if words := _BY_WINDOWS.get(getattr(error, "winerror", None) or 0):
        return words
    if error.errno in _BY_NUMBER:
        return _BY_NUMBER[error.errno]
    if isinstance(error, PermissionError):  # as made by our own hands, without a number
        return HELD
    return f"hệ thống báo lỗi số {error.errno}" if error.errno else "hệ thống báo lỗi"


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
