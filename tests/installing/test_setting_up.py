"""Cài đặt, run again and again; what only Windows can do is told, not fatal."""

import os
import sys
from pathlib import Path

import pytest

from xlpy.app.folder import WORKBOOK
from xlpy.installing import setting_up
from xlpy.installing.setting_up import COULD_NOT, DONE, set_up
from xlpy.installing.sweeping import LIST, LISTS


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bundle's folder, whose Python this one pretends to be."""
    program = tmp_path / "Hotich" / "chuong-trinh"
    (program / LISTS).mkdir(parents=True)
    for name in (LIST, f"{LISTS}/1.txt"):
        (program / name).write_text(f"{LIST}\n{LISTS}/1.txt\n", encoding="utf-8")
    monkeypatch.setattr(sys, "executable", str(program / "python.exe"))
    for name in ("TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    return program.parent


@pytest.fixture(autouse=True)
def no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows the desktop of whoever runs the tests would get shortcuts."""

    def nothing(_: object) -> Path:
        raise OSError("no desktop")

    monkeypatch.setattr(setting_up, "make", nothing)


def test_a_first_time_makes_the_folder_and_says_what_it_could_not(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set_up() == DONE
    said = capsys.readouterr().out
    work = home.parent / "Hotich-viec"
    assert f"Thư mục làm việc: {work} (mới tạo)" in said
    assert f"Lối tắt “Tổng hợp”: không tạo được (no desktop); mở thẳng {work / 'Tong hop.cmd'}" in said
    assert "Tự kiểm:" in said
    assert (work / WORKBOOK).exists()


def test_a_second_time_changes_nothing_of_the_office(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    set_up()
    work = home.parent / "Hotich-viec"
    (work / WORKBOOK).write_bytes(b"what the office has in it")
    before = {path: path.read_bytes() for path in work.rglob("*") if path.is_file()}
    assert set_up() == DONE
    assert "(đã có sẵn, giữ nguyên số liệu)" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in work.rglob("*") if path.is_file()} == before


def test_a_record_that_is_gone_stops_it_in_one_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    set_up()
    (home.parent / "Hotich-viec").rename(home.parent / "di cho khac")
    capsys.readouterr()
    assert set_up() == COULD_NOT
    said = capsys.readouterr().out
    assert said.startswith("Chưa cài được. Không thấy thư mục làm việc của lần trước")
    assert len(said.splitlines()) == 1
    assert not (home.parent / "Hotich-viec").exists()


def test_an_old_file_in_use_is_told_with_what_to_close(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "chuong-trinh" / LISTS / "0.txt").write_text("cu.pyd\n", encoding="utf-8")
    (home / "chuong-trinh" / "cu.pyd").write_bytes(b"")

    def held(path: str) -> None:
        raise PermissionError(13, "held", path)

    monkeypatch.setattr(os, "unlink", held)
    assert set_up() == COULD_NOT
    said = capsys.readouterr().out
    assert "cu.pyd" in said
    assert "Đóng Excel" in said
