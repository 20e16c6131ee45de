"""The mailbox's password: from the environment or the system's store, and told to nobody."""

import subprocess
import sys
import traceback
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked

from xlpy.doors.mail import passwords as door
from xlpy.doors.mail.passwords import VARIABLE, NoPassword, keep_password, password_of

ACCOUNT, PASSWORD = "hotich@stp.example", "rất bí mật 7"


class Store(KeyringBackend):
    """A store as a PC has one; `locked` as long as nobody has opened it."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked(f"cannot keep {password}")
        self.kept[service, username] = password


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.delenv(VARIABLE, raising=False)
    before, store = keyring.get_keyring(), Store()
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(before)


def test_the_store_is_named_and_one_that_writes_plain_text_is_warned_of(store: Store) -> None:
    assert door.store() == (f"{Store.__module__}.Store", False) and door.store().warning == ""
    plain = type("PlaintextKeyring", (Store,), {"__module__": "keyrings.alt.file"})
    keyring.set_keyring(plain())
    assert door.store().plain and "keyrings.alt" in door.store().warning
    keyring.set_keyring(fail.Keyring())
    assert door.store() == ("", False)


def told(caught: pytest.ExceptionInfo[NoPassword]) -> str:
    text = str(caught.value)
    assert "\n" not in text and ACCOUNT in text
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))
    return text


def test_what_was_kept_is_found_again(store: Store) -> None:
    keep_password(ACCOUNT, "cũ")
    keep_password(ACCOUNT, PASSWORD)
    assert password_of(ACCOUNT) == PASSWORD
    assert store.kept == {("hotich", ACCOUNT): PASSWORD}


def test_the_environment_comes_first(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_password(ACCOUNT, PASSWORD)
    monkeypatch.setenv(VARIABLE, "khác")
    assert password_of(ACCOUNT) == "khác"
    monkeypatch.setenv(VARIABLE, "")
    assert password_of(ACCOUNT) == PASSWORD


def test_without_one_both_ways_to_give_it_are_told(store: Store) -> None:
    with pytest.raises(NoPassword) as caught:
        password_of(ACCOUNT)
    assert "hotich thu --mat-khau" in told(caught) and VARIABLE in told(caught)


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_a_pc_without_a_store_says_so(store: Store, backend: type[KeyringBackend]) -> None:
    keyring.set_keyring(backend())
    with pytest.raises(NoPassword) as caught:
        keep_password(ACCOUNT, PASSWORD)
    assert "không có kho mật khẩu" in told(caught) and VARIABLE in told(caught)
    with pytest.raises(NoPassword, match=VARIABLE):
        password_of(ACCOUNT)


def test_a_locked_store_says_so_and_not_what_it_was_given(store: Store) -> None:
    store.locked = True
    with pytest.raises(NoPassword) as caught:
        keep_password(ACCOUNT, PASSWORD)
    assert "đang khoá" in told(caught)
    with pytest.raises(NoPassword, match="đang khoá"):
        password_of(ACCOUNT)


def test_an_empty_password_is_not_kept(store: Store) -> None:
    keep_password(ACCOUNT, PASSWORD)
    with pytest.raises(NoPassword, match="còn trống"):
        keep_password(ACCOUNT, "")
    assert password_of(ACCOUNT) == PASSWORD


def test_the_store_is_loaded_only_when_asked() -> None:
    loaded = "import sys, xlpy.doors.mail.passwords, xlpy.doors.mail.servers; print('keyring' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, encoding="utf-8", check=True)
    assert run.stdout.strip() == "False"
