"""Every way in which Windows refuses a file that another program has open is told as that, and no other is."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kit.windows import ALONE, OTHERS_MAY_READ, held
from xlpy.doors.disk.trouble import HELD, Trouble, in_words, told, trouble

pytestmark = pytest.mark.windows

READING: dict[str, Callable[[Path], object]] = {
    "open": lambda path: path.open("rb"),
    "os.open": lambda path: os.open(path, os.O_RDONLY),
}
CHANGING: dict[str, Callable[[Path], object]] = {
    "open to write": lambda path: path.open("rb+"),
    "put another in its place": lambda path: path.with_name("moi.xlsx").replace(path),
    "rename": lambda path: path.rename(path.with_name("khac.xlsx")),
    "delete": lambda path: path.unlink(),
}
EVERY = [(ALONE, name) for name in READING | CHANGING] + [(OTHERS_MAY_READ, name) for name in CHANGING]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "moi.xlsx").write_bytes(b"moi")
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"cu")
    return path


@pytest.mark.parametrize(("share", "way"), EVERY)
def test_what_another_program_has_open_is_told_as_open(file: Path, share: int, way: str) -> None:
    with held(file, share):
        with pytest.raises(PermissionError) as refused:
            (READING | CHANGING)[way](file)
        assert trouble(refused.value) is Trouble.HELD
        assert in_words(refused.value) == HELD
        assert told(refused.value, "a.xlsx").startswith(f"a.xlsx: {HELD}. Đóng tệp")
    assert file.read_bytes() == b"cu"


def test_what_was_let_go_meanwhile_is_told_as_having_been_open(file: Path) -> None:
    with held(file, ALONE), pytest.raises(PermissionError) as refused:
        file.open("rb")
    assert in_words(refused.value) == HELD


def test_a_folder_is_not_called_open(tmp_path: Path) -> None:
    with pytest.raises(PermissionError) as refused:
        tmp_path.open("rb")
    assert HELD not in in_words(refused.value)
