"""Gỡ bỏ asks first, and tells where the record is."""

from pathlib import Path

import pytest

from xlpy.app.folder import CannotDo
from xlpy.installing.places import Places
from xlpy.installing.removing import DONE, NOT_AGREED, say_goodbye


@pytest.fixture
def places(tmp_path: Path) -> Places:
    places = Places(tmp_path / "Hotich", tmp_path / "Hotich-viec")
    places.program.mkdir(parents=True)
    return places


@pytest.mark.parametrize("typed", ["", "y", "khong", "xoa"])
def test_anything_else_than_the_word_removes_nothing(
    places: Places, typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert say_goodbye(places, lambda _: typed) == NOT_AGREED
    assert f"Giữ nguyên: {places.work}" in capsys.readouterr().out


def test_a_window_that_was_closed_removes_nothing(places: Places) -> None:
    def closed(_: str) -> str:
        raise EOFError

    assert say_goodbye(places, closed) == NOT_AGREED


@pytest.mark.posix
def test_a_shortcut_that_cannot_be_deleted_is_told_and_the_rest_goes_on(
    places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    assert say_goodbye(places, lambda _: " GO ") == DONE
    assert "Lối tắt “Sổ Hotich”: không xoá được" in capsys.readouterr().out  # there is no Windows here to do it


@pytest.mark.parametrize("name", ["nhat-ky.sqlite", "nhat-ky.txt"])
def test_a_record_in_the_program_stops_it(places: Places, name: str) -> None:
    (places.program / "viec").mkdir()
    (places.program / "viec" / name).write_bytes(b"")
    with pytest.raises(CannotDo, match="hồ sơ của cơ quan"):
        say_goodbye(places, lambda _: "go")
