"""What the system says when a file cannot be written, read or replaced, in the office's words and at its true cause."""

import errno
import os
import re
import sys
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path


class Trouble(Enum):
    """Why the system refused."""

    FULL = auto()
    HELD = auto()
    READ_ONLY = auto()
    NO_RIGHT = auto()
    GONE = auto()
    OTHER = auto()


_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
_GONE = {
    getattr(errno, name)
    for name in ("ENOENT", "ENODEV", "ENXIO", "ESTALE", "EHOSTDOWN", "ENETDOWN", "ENOTCONN", "ETIMEDOUT")
    if hasattr(errno, name)
}
_FULL_ON_WINDOWS = {39, 112, 1295}  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED
_HELD_ON_WINDOWS = {32, 33, 1224}  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION, ERROR_USER_MAPPED_FILE
_GONE_ON_WINDOWS = {53, 59, 64, 67, 1231}  # a share that is away, under its several names

_ACCESS_DENIED = 5

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
    "ENOSPC EDQUOT": "ổ đĩa đầy",
    "EFBIG EOVERFLOW": "tệp quá lớn",
}
_BY_NUMBER = {
    number: words for names, words in _WORDS.items() for name in names.split() if (number := getattr(errno, name, None))
}
_BY_WINDOWS = {
    32: HELD,  # ERROR_SHARING_VIOLATION
    33: HELD,  # ERROR_LOCK_VIOLATION
    1224: HELD,  # ERROR_USER_MAPPED_FILE
    _ACCESS_DENIED: "máy không cho quyền mở, hoặc tệp đang mở ở chương trình khác",  # it stands for both
    53: "ổ mạng mất kết nối",
    59: "ổ mạng mất kết nối",
    64: "ổ mạng mất kết nối",
    112: "ổ đĩa đầy",
    206: "tên hoặc đường dẫn quá dài",
    225: "phần mềm diệt virus chặn tệp này",  # ERROR_VIRUS_INFECTED
    226: "phần mềm diệt virus đã xoá tệp này",
    362: "tệp chỉ có trên đám mây, phần mềm đồng bộ không chạy",
    395: "phần mềm đồng bộ không cho mở tệp",
}
"""By the number of Windows, which tells more than the one that Python makes of it."""


_UNFINISHED = re.compile(r"\.hotich-(?:[0-9]+-(.+)|.*)")

_PROBE = 1 << 16
"""Bytes that must find room for the disk not to be called full."""

FULL_ADVICE = "Xoá bớt tệp không cần trên ổ ấy (đừng xoá nhat-ky.sqlite, da-nhan, bao-cao)"


def trouble(error: OSError, path: Path | None = None) -> Trouble:
    """Why the system refused; `path` is what was to be written, where the error itself does not say."""
    code = _number_of_windows(error, path)
    if error.errno in _FULL or code in _FULL_ON_WINDOWS:
        return Trouble.FULL
    if code in _HELD_ON_WINDOWS or error.errno in (errno.ETXTBSY, errno.EBUSY):
        return Trouble.HELD
    if error.errno == errno.EROFS:
        return Trouble.READ_ONLY
    if code in _GONE_ON_WINDOWS or error.errno in _GONE:
        return Trouble.GONE
    if isinstance(error, PermissionError):
        return _refused(path or _named(error))
    return Trouble.OTHER


def _number_of_windows(error: OSError, path: Path | None = None) -> int | None:
    """Windows' own number of an error, where there is one.

    Python's `open` goes through C, which says "permission denied" of whatever Windows refuses; and Windows says "access
    denied" of a file that cannot be replaced because it is open elsewhere. So Windows is asked again, for that file.
    """
    code: int | None = getattr(error, "winerror", None)
    if sys.platform != "win32" or not isinstance(error, PermissionError) or code not in (None, _ACCESS_DENIED):
        return code
    path = path or _named(error)
    if path is None or not path.is_file():
        return code
    import _winapi

    everybody_may, that_exists, to_delete = 7, 3, 0x10000
    try:
        # One by one: who may not write is told so even of a file that is held, and reading was perhaps all he wanted.
        for access in (_winapi.GENERIC_READ, _winapi.GENERIC_WRITE, to_delete):
            _winapi.CloseHandle(_winapi.CreateFile(str(path), access, everybody_may, 0, that_exists, 0, 0))
    except OSError as refused:
        return refused.winerror
    return 32  # let go since: nothing else changes of itself


def _refused(path: Path | None) -> Trouble:
    """Windows says "access denied" of a file that is open elsewhere, too: what else could it be that refuses?"""
    if path is None or not os.access(path.parent, os.W_OK):
        return Trouble.NO_RIGHT
    if path.is_dir():
        return Trouble.NO_RIGHT
    if path.exists() and not os.access(path, os.R_OK):
        return Trouble.NO_RIGHT
    if path.exists():
        return Trouble.HELD if os.access(path, os.W_OK) else Trouble.READ_ONLY
    return Trouble.NO_RIGHT


def _named(error: OSError) -> Path | None:
    name = error.filename2 or error.filename
    if not isinstance(name, str | bytes):
        return None
    path = Path(os.fsdecode(name))
    if unfinished := _UNFINISHED.fullmatch(path.name):  # people know what it was to become, or its folder
        return path.with_name(unfinished[1]) if unfinished[1] else path.parent
    return path


def told(error: OSError, name: str = "", path: Path | None = None) -> str:
    """Two short sentences: what is the matter with the file of that name, and what to do; the second begins "…"."""
    name = name or str(path or _named(error) or "Thư mục làm việc")
    match trouble(error, path):
        case Trouble.FULL:
            return f"{name}: ổ đĩa đầy, không ghi được. {FULL_ADVICE} rồi chạy lại."
        case Trouble.HELD:
            return f"{name}: {HELD}. Đóng tệp ở chương trình ấy rồi chạy lại."
        case Trouble.READ_ONLY:
            return f"{name}: tệp hoặc ổ đĩa đang đặt chỉ đọc. Bỏ chế độ chỉ đọc (Properties) rồi chạy lại."
        case Trouble.NO_RIGHT:
            return f"{name}: không có quyền đọc hoặc ghi ở đây. Xin quyền đối với thư mục này rồi chạy lại."
        case Trouble.GONE:
            return f"{name}: không tới được chỗ này. Kiểm tra ổ đĩa mạng, thư mục còn đó không, rồi chạy lại."
        case _:
            return f"{name}: {in_words(error)}. Kiểm tra ổ đĩa rồi chạy lại."


def in_words(error: OSError) -> str:
    """What the system says of a file, for people: a part of a sentence, without the file's name."""
    if words := _BY_WINDOWS.get(_number_of_windows(error) or 0):
        return words
    if error.errno in _BY_NUMBER:
        return _BY_NUMBER[error.errno]
    if isinstance(error, PermissionError):  # as made by our own hands, without a number
        return HELD
    return f"hệ điều hành báo lỗi số {error.errno}" if error.errno else "hệ điều hành báo lỗi"


def refused_to_write(path: Path) -> OSError | None:
    """What the system says when a file is opened to be written to and a neighbour is made; None where it lets us.

    Nothing of the file is changed.
    """
    probe = path.with_name(f".hotich-thu-{os.getpid()}")
    try:
        with probe.open("xb") as stream:
            stream.write(b"\0" * _PROBE)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            with path.open("rb+"):
                pass
    except OSError as error:
        return error
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    return None
