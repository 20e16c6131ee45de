"""The mailbox's password: from the environment or the system's own store of passwords, never from a file of ours."""

import os
import re
from typing import NamedTuple

from xlpy.doors.mail.servers import MailServerError

VARIABLE = "HOTICH_MAT_KHAU_THU"
_SERVICE = "hotich"

WRONG_PASSWORD = (
    "Kiểm tra “Tên đăng nhập hộp thư” ở Thiết lập; lưu lại mật khẩu bằng lệnh: hotich thu --mat-khau, "
    f"hay sửa biến môi trường {VARIABLE} nếu dùng biến ấy (có nơi cần mật khẩu ứng dụng riêng cho thư)."
)

_KNOWN_STORES = {
    "keyring.backends.Windows": "Windows Credential Manager",
    "keyring.backends.macOS": "Keychain của macOS",
    "keyring.backends.SecretService": "Secret Service của màn hình Linux",
    "keyring.backends.libsecret": "Secret Service của màn hình Linux",
    "keyring.backends.kwallet": "KWallet",
}
_NOT_STORES = ("keyring.backends.fail", "keyring.backends.null")
_PLAIN = re.compile("plain ?text|uncrypted|keyrings\\.alt\\.(?!.*encrypted)", re.IGNORECASE)


class Store(NamedTuple):
    """Where this PC keeps passwords; `name` is "" for nowhere. `plain`: as text, for whoever can read the file."""

    name: str
    plain: bool = False

    @property
    def warning(self) -> str:
        """What a person should know who is about to keep a password there; "" where all is well."""
        if not self.plain:
            return ""
        return (
            f"Kho mật khẩu của máy ({self.name}) ghi mật khẩu thành chữ đọc được trên đĩa: ai đọc được tệp ấy thì có "
            f"mật khẩu. Nên gỡ gói keyrings.alt để dùng kho của hệ điều hành, hoặc dùng biến môi trường {VARIABLE}."
        )


def store() -> Store:
    """The store in which this PC would keep a password."""
    import keyring
    from keyring.backends.chainer import ChainerBackend

    found = keyring.get_keyring()
    if isinstance(found, ChainerBackend):  # it asks one after the other: the first keeps
        found = next(iter(found.backends), found)
    module, name = type(found).__module__, type(found).__qualname__
    if module.startswith(_NOT_STORES):
        return Store("")
    return Store(_KNOWN_STORES.get(module, f"{module}.{name}"), _PLAIN.search(f"{module}.{name}") is not None)


class NoPassword(MailServerError):
    """There is no password for the account, or no store to keep it in. The message says how to give it."""


def password_of(account: str) -> str:
    """The password of an account: HOTICH_MAT_KHAU_THU where it is set, else the system's store. Raises NoPassword."""
    if given := os.environ.get(VARIABLE):
        return given
    import keyring
    from keyring.errors import KeyringError, NoKeyringError

    try:
        kept = keyring.get_password(_SERVICE, account)
    except NoKeyringError:
        raise NoPassword(f"Chưa có mật khẩu của {account}. {_NO_STORE}") from None
    except KeyringError as error:
        raise NoPassword(_closed(f"Chưa đọc được mật khẩu của {account}", error)) from None
    if not kept:
        raise NoPassword(
            f"Chưa có mật khẩu của {account}. Cất một lần bằng lệnh: hotich thu --mat-khau; "
            f"hoặc đặt biến môi trường {VARIABLE}."
        )
    return kept


def keep_password(account: str, password: str) -> None:
    """Keep a password in the system's store, instead of the one it had. Raises NoPassword."""
    import keyring
    from keyring.errors import KeyringError, NoKeyringError

    if not password:
        raise NoPassword(f"Chưa lưu gì cho {account}: mật khẩu gõ vào còn trống.")
    try:
        keyring.set_password(_SERVICE, account, password)
        kept = keyring.get_password(_SERVICE, account)
    except NoKeyringError:
        raise NoPassword(f"Chưa lưu được mật khẩu của {account}. {_NO_STORE}") from None
    except KeyringError as error:
        raise NoPassword(_closed(f"Chưa lưu được mật khẩu của {account}", error)) from None
    if kept != password:  # a store that takes everything and keeps nothing
        raise NoPassword(f"Chưa lưu được mật khẩu của {account}. {_NO_STORE}")


_NO_STORE = (
    "Máy này không có kho mật khẩu (Windows và máy Linux có màn hình thì có sẵn); "
    f"đặt biến môi trường {VARIABLE} trước khi chạy."
)


def _closed(what: str, error: Exception) -> str:
    # By its name only: what a store says of itself may quote what it was given.
    return f"{what}: kho mật khẩu của máy đang khoá hoặc từ chối ({type(error).__name__}). Mở khoá rồi chạy lại."
