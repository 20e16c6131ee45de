"""xlwings.conf: written as VBA reads it, and nothing else in it lost."""

from pathlib import Path

import pytest

from tests.kit.pcs import PYTHON
from xlpy.selfcheck.conf import CONF, NotWritten, console_python, name_python, named_python


def test_the_file_is_as_xlwings_writes_it(tmp_path: Path) -> None:
    path = name_python(tmp_path, PYTHON, "win32")
    assert path.name == "xlwings.conf"
    assert path.read_bytes() == rb'"INTERPRETER_WIN","C:\Hotich\Python\python.exe"' + b"\r\n"
    assert named_python(path) == PYTHON
    assert list(tmp_path.iterdir()) == [path]


def test_other_settings_stay_byte_for_byte_and_ours_is_said_once(tmp_path: Path) -> None:
    (tmp_path / CONF).write_bytes(
        b'"PYTHONPATH","D:\\th\xe2"\r\n\r\n"interpreter_win","C:\\cu\\python.exe"\n"SHOW CONSOLE","False"\r\n'
    )
    name_python(tmp_path, PYTHON, "win32")
    assert (tmp_path / CONF).read_bytes() == (
        b'"INTERPRETER_WIN","C:\\Hotich\\Python\\python.exe"\r\n"PYTHONPATH","D:\\th\xe2"\r\n"SHOW CONSOLE","False"\r\n'
    )


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    first = name_python(tmp_path, PYTHON, "win32").stat()
    assert name_python(tmp_path, PYTHON, "win32").stat().st_mtime_ns == first.st_mtime_ns


@pytest.mark.parametrize("python", [r"C:\Users\Nguyễn\python.exe", r"C:\100%\python.exe"])
def test_a_path_that_vba_cannot_read_is_not_written(tmp_path: Path, python: str) -> None:
    with pytest.raises(NotWritten, match=r"C:\\Hotich\\Python") as raised:
        name_python(tmp_path, python, "win32")
    assert python in str(raised.value)
    assert "\n" not in str(raised.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_on_other_systems_nothing_is_written_and_the_other_way_is_named(tmp_path: Path, platform: str) -> None:
    with pytest.raises(NotWritten, match="hotich tong-hop"):
        name_python(tmp_path, "/usr/bin/python3", platform)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_plain_text_is_left_alone(tmp_path: Path) -> None:
    before = '"SHOW CONSOLE","True"\r\n'.encode("utf-16")
    (tmp_path / CONF).write_bytes(before)
    with pytest.raises(NotWritten, match="Đổi tên"):
        name_python(tmp_path, PYTHON, "win32")
    assert (tmp_path / CONF).read_bytes() == before


def test_a_byte_order_mark_that_hides_the_first_setting_from_vba_goes(tmp_path: Path) -> None:
    path = tmp_path / CONF
    path.write_text(f'"INTERPRETER_WIN","{PYTHON}"\n', encoding="utf-8-sig")
    assert named_python(path) is None
    name_python(tmp_path, PYTHON, "win32")
    assert named_python(path) == PYTHON
    assert path.read_bytes().count(b"INTERPRETER_WIN") == 1


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f'"INTERPRETER_WIN","{PYTHON}"\n', PYTHON),
        (f"interpreter_win, {PYTHON}\r\n", PYTHON),
        (f'"SHOW CONSOLE","False"\n"INTERPRETER_WIN","{PYTHON}"\n"INTERPRETER_WIN","D:\\x.exe"\n', PYTHON),
        (f'\n"INTERPRETER_WIN","{PYTHON}"\n', None),
        ('"SHOW CONSOLE","False"\n', None),
        ('"INTERPRETER_WIN"\n', None),
        ("", None),
    ],
)
def test_the_file_is_read_item_by_item_as_vba_does(tmp_path: Path, text: str, named: str | None) -> None:
    (tmp_path / CONF).write_text(text, encoding="ascii")
    assert named_python(tmp_path / CONF) == named


def test_a_file_that_is_not_there_names_nothing(tmp_path: Path) -> None:
    assert named_python(tmp_path / CONF) is None


def test_the_python_without_a_window_is_named_by_its_sister() -> None:
    assert console_python(r"C:\Hotich\Python\pythonw.exe") == PYTHON
    assert console_python(PYTHON) == PYTHON


def test_where_another_program_holds_the_file_no_second_one_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def elsewhere(target: Path, data: bytes) -> Path:
        placed = target.with_name("xlwings (2).conf")
        placed.write_bytes(data)
        return placed

    monkeypatch.setattr("xlpy.selfcheck.conf.write", elsewhere)
    with pytest.raises(NotWritten, match="đang giữ"):
        name_python(tmp_path, PYTHON, "win32")
    assert list(tmp_path.iterdir()) == []
