"""Writing files: the old one or the new one, whole; and the next free name where another program holds the old one."""

import os
from pathlib import Path

import pytest

from xlpy.doors.disk.saving import TEMPORARY, Pending, sweep, write


def test_a_file_that_holds_just_that_is_not_touched(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", b"1")
    os.utime(path, (1, 1))
    write(path, b"1")
    assert path.stat().st_mtime == 1


def test_nothing_is_in_place_before_all_is_written(tmp_path: Path) -> None:
    old = write(tmp_path / "a.xlsx", b"old")
    pending = Pending()
    pending.add(old, b"new")
    pending.add(tmp_path / "moi" / "b.json", b"{}")
    assert old.read_bytes() == b"old"
    assert pending.commit() == {}
    assert old.read_bytes() == b"new"
    assert (tmp_path / "moi" / "b.json").read_bytes() == b"{}"


def test_what_was_prepared_can_be_forgotten(tmp_path: Path) -> None:
    pending = Pending()
    pending.add(tmp_path / "a.xlsx", b"1")
    pending.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_is_open_in_excel_is_left_and_the_new_one_gets_the_next_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = write(tmp_path / "Bao_cao.xlsx", b"old")
    write(tmp_path / "Bao_cao (2).xlsx", b"an earlier one")
    replace = Path.replace

    def as_windows_does(self: Path, target: Path) -> Path:
        if target == held:
            raise PermissionError(13, "The process cannot access the file", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", as_windows_does)
    monkeypatch.setattr("xlpy.doors.disk.saving._WAIT", 0)
    assert write(held, b"new") == tmp_path / "Bao_cao (3).xlsx"
    assert held.read_bytes() == b"old"
    assert (tmp_path / "Bao_cao (3).xlsx").read_bytes() == b"new"


def test_what_a_crash_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / f"{TEMPORARY}1-a.xlsx").write_bytes(b"half")
    (tmp_path / "a.xlsx").write_bytes(b"whole")
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
