"""Where a journal lies: in a file, or on a PostgreSQL server that several offices reach."""

from pathlib import Path
from typing import NamedTuple, TypeAlias
from urllib.parse import parse_qs, urlsplit

SCHEME = "postgresql+psycopg"
"""Of an address, as SQLAlchemy reads it: which database, through which driver."""


class Server(NamedTuple):
    """A journal on a server. `address` is an SQLAlchemy URL without password: libpq finds that (PGPASSWORD, ~/.pgpass).

    `folder` is where the copies of received files lie, by the names that the journal has of them.
    """

    address: str
    folder: Path

    @property
    def name(self) -> str:
        """As people read it."""
        parts = urlsplit(self.address)
        asked = parse_qs(parts.query)
        host = parts.hostname or next(iter(asked.get("host", ())), "")
        return f"PostgreSQL {f'{host}/' if host else ''}{parts.path.strip('/')}".rstrip("/ ")


Place: TypeAlias = Path | Server


def what_is_wrong(address: str) -> str:
    """Why a text is no address of a journal, in words that go on after it; "" where it is one."""
    if not address.startswith(f"{SCHEME}://"):
        return f"không phải địa chỉ nhật ký; viết dạng {SCHEME}://tài_khoản@máy_chủ/tên_cơ_sở_dữ_liệu"
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return "không phải địa chỉ nhật ký: phần máy chủ hay cổng viết sai"
    asked = parse_qs(parts.query)
    if parts.password is not None or "password" in asked:
        return (
            "có mật khẩu. Bỏ mật khẩu ra khỏi địa chỉ: mật khẩu để ở tệp .pgpass (Windows: "
            "%APPDATA%\\postgresql\\pgpass.conf) hoặc biến PGPASSWORD của người chạy"
        )
    if not parts.path.strip("/") and "service" not in asked:
        return "thiếu tên cơ sở dữ liệu sau máy chủ"
    return ""
