"""What PostgreSQL, or the way to it, says when it cannot do what was asked: as the journal's own errors."""

from typing import Final

import psycopg
from sqlalchemy.exc import DBAPIError

from xlpy.journal.errors import JournalBusy, JournalDamaged, JournalUnreachable

_CODES: Final = {
    "28P01": "máy chủ không nhận mật khẩu của tài khoản này",
    "28000": "máy chủ không cho tài khoản này vào",
    "3D000": "máy chủ không có cơ sở dữ liệu tên ấy",
    "42501": "tài khoản này không có quyền làm việc ấy",
    "53100": "ổ đĩa của máy chủ đầy",
    "53200": "máy chủ hết bộ nhớ",
    "53300": "máy chủ đã đủ số người nối vào",
    "25006": "máy chủ chỉ cho đọc (đang là bản dự phòng)",
    "57P03": "máy chủ đang khởi động",
}
"""By SQLSTATE."""
_HELD = "55P03"
_NO_SUCH_THING = ("42P01", "42703", "3F000", "42883")
_PASSWORD = ("password authentication failed", "no password supplied")
_CERTIFICATE = ("certificate verify failed", "root certificate file", "server certificate for")
_NO_ENCRYPTION = ("does not support SSL",)
_NO_DATABASE = ("does not exist",)


def told(error: DBAPIError, name: str) -> JournalBusy | JournalDamaged | JournalUnreachable:
    """An error of the journal of that name. JournalBusy says nothing yet of who holds it."""
    code = getattr(error.orig, "sqlstate", None) or ""
    technical = " ".join(str(error.orig).split())
    if code == _HELD:
        return JournalBusy("")
    if code in _NO_SUCH_THING:
        return JournalDamaged(f"{name}: không đọc được như một nhật ký (kỹ thuật: {technical})")
    why = _CODES.get(code) or ("máy chủ báo lỗi" if code and not is_lost(error) else _of_the_call(technical))
    return JournalUnreachable(f"{name}: {why} (kỹ thuật: {technical})")


def is_lost(error: DBAPIError) -> bool:
    """Whether the connection is gone: what was asked last may have been done or not."""
    code = getattr(error.orig, "sqlstate", None) or ""
    return error.connection_invalidated or (
        isinstance(error.orig, psycopg.OperationalError) and (not code or code.startswith(("08", "57P")))
    )


def _of_the_call(technical: str) -> str:
    """libpq gives no code for a call that failed, only English words, which its translations replace."""
    if any(words in technical for words in _CERTIFICATE):
        return "không tin được máy chủ: chứng thư của nó không đúng, hoặc máy này chưa có chứng thư gốc"
    if any(words in technical for words in _NO_ENCRYPTION):
        return "máy chủ không nhận đường nối mã hoá (hỏi người trông máy chủ bật SSL)"
    if any(words in technical for words in _PASSWORD):
        return "máy chủ không nhận tài khoản hay mật khẩu này"
    if any(words in technical for words in _NO_DATABASE):
        return "máy chủ không có tài khoản hay cơ sở dữ liệu tên ấy"
    return "không nối được tới máy chủ"
