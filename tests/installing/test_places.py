"""Where the program and the record lie: beside each other, and found again when either was moved."""

from pathlib import Path

import pytest

from xlpy.app.folder import WORKBOOK, CannotDo
from xlpy.installing.places import Places, find_places, places_last_used, remember


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "Hotich" / "chuong-trinh").mkdir(parents=True)
    return tmp_path / "Hotich"


def python(home: Path) -> str:
    return str(home / "chuong-trinh" / "python.exe")


def found(home: Path, asked: Path | None = None, **environ: str) -> Path:
    return find_places(python(home), asked, environ).work


def a_record(place: Path) -> Path:
    place.mkdir(parents=True)
    (place / WORKBOOK).write_bytes(b"")
    return place


def test_the_record_lies_beside_what_may_be_deleted(home: Path) -> None:
    assert found(home) == home.parent / "Hotich-viec"


def test_a_program_that_moved_keeps_its_record(home: Path) -> None:
    work = a_record(home.parent / "Hotich-viec")
    remember(Places(home, work))
    moved = home.rename(home.parent / "khac")
    assert found(moved) == work


def test_both_moved_together(home: Path, tmp_path: Path) -> None:
    remember(Places(home, home.parent / "Hotich-viec"))
    place = tmp_path / "o D"
    place.mkdir()
    moved = home.rename(place / "Hotich")
    work = a_record(place / "Hotich-viec")
    assert found(moved) == work


def test_a_record_that_moved_is_not_begun_anew(home: Path) -> None:
    remember(Places(home, home.parent / "Hotich-viec"))
    with pytest.raises(CannotDo, match="kéo thư mục ấy thả lên"):
        found(home)
    elsewhere = a_record(home.parent / "so")
    assert found(home, elsewhere) == elsewhere


def test_one_made_by_hand_inside_is_used_where_it_is(home: Path) -> None:
    inside = a_record(home / "viec")
    assert found(home) == inside


@pytest.mark.parametrize("name", ["khong co", "trong"])
def test_what_is_dropped_must_be_a_working_folder(home: Path, name: str) -> None:
    (home.parent / "trong").mkdir()
    with pytest.raises(CannotDo):
        found(home, home.parent / name)


def test_a_record_in_the_program_would_be_lost(home: Path) -> None:
    with pytest.raises(CannotDo, match="Chuyển ra ngoài"):
        found(home, a_record(home / "chuong-trinh" / "viec"))


def test_what_an_archive_program_unpacked_for_a_click_is_refused(home: Path) -> None:
    with pytest.raises(CannotDo, match="Giải nén"):
        found(home, TEMP=str(home.parent.parent))


def test_for_removal_a_lost_record_is_no_obstacle(home: Path) -> None:
    assert places_last_used(python(home)).work == home.parent / "Hotich-viec"
    remember(Places(home, home.parent / "mat"))
    assert places_last_used(python(home)).work == home.parent / "mat"
