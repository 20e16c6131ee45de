"""Taking in: copies by hash, files that are still growing, names of all kinds."""

import unicodedata
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

import pytest

from xlpy.core.source import Fault
from xlpy.doors.disk.inbox import Arrival, Settling, look, passed_over, take_in


def taken(path: Path, archive: Path, kept: dict[str, Path] | None = None) -> Arrival:
    return take_in(path.parent, path, archive, kept or {}, path.name)


def test_a_file_that_still_grows_is_held(tmp_path: Path) -> None:
    path = tmp_path / "dang chep.xlsx"
    path.write_bytes(b"0" * 20_000_000)
    done = Event()

    def keep_writing() -> None:
        with path.open("ab", buffering=0) as stream:
            while not done.wait(0.001):
                stream.write(b"0" * 1000)

    writer = Thread(target=keep_writing)
    writer.start()
    try:
        arrival = taken(path, tmp_path / "luu")
    finally:
        done.set()
        writer.join()
    assert arrival.problem is not None
    assert arrival.problem.fault is Fault.STILL_COPYING
    assert taken(path, tmp_path / "luu").problem is None


def test_the_copy_is_named_by_its_hash_and_made_once(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"1")
    first = taken(path, tmp_path / "luu")
    digest = sha256(b"1").hexdigest()
    assert (first.sha256, first.archived) == (digest, tmp_path / "luu" / f"{digest[:8]}-a.xlsx")
    again = taken(path, tmp_path / "khac", {digest: first.archived} if first.archived else {})
    assert again.archived == first.archived
    assert not (tmp_path / "khac").exists()


def test_two_files_whose_hashes_begin_alike_are_both_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"1")
    digest = sha256(b"1").hexdigest()
    (tmp_path / "luu").mkdir()
    (tmp_path / "luu" / f"{digest[:8]}-a.xlsx").write_bytes(b"another file, same first eight digits")
    arrival = taken(path, tmp_path / "luu")
    assert arrival.archived == tmp_path / "luu" / f"{digest}-a.xlsx"
    assert arrival.archived.read_bytes() == b"1"


def test_a_file_that_goes_away_meanwhile_is_said(tmp_path: Path) -> None:
    arrival = taken(tmp_path / "vua chuyen di.xlsx", tmp_path / "luu")
    assert arrival.problem is not None
    assert arrival.problem.fault is Fault.CANNOT_OPEN


def test_subfolders_are_looked_into_and_names_kept_as_they_are(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Bù Đốp.xlsx")
    (tmp_path / "ngày 22").mkdir()
    (tmp_path / "ngày 22" / name).write_bytes(b"1")
    (path,) = look(tmp_path)
    arrival = take_in(tmp_path, path, tmp_path / "luu", {}, "x")
    assert arrival.name == f"ngày 22/{name}"


@pytest.mark.parametrize("name", ["~$a.xlsx", "a.tmp", "Thumbs.db", "desktop.ini", ".DS_Store", "a.xlsx.crdownload"])
def test_what_programs_leave_behind_is_passed_over(name: str) -> None:
    assert passed_over(name)


@pytest.mark.parametrize("name", ["a.xlsx", "a$.xlsx", "tmp.xlsx", "thumbs.xlsx", "a.pdf"])
def test_what_people_send_is_not(name: str) -> None:
    assert passed_over(name) is None


def test_a_copy_that_cannot_be_brought_to_the_disk_is_an_error(tmp_path: Path) -> None:
    Settling([]).wait()
    with pytest.raises(FileNotFoundError):
        Settling([tmp_path / "mat.xlsx"]).wait()
