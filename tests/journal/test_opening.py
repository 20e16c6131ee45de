"""Whoever looks into a journal sees the state before a run or after it: beside one, and after one that was killed."""

import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.journal.test_journal import DAY, NOW, PLAN, one_standing, record
from xlpy.journal import Journal, JournalBusy
from xlpy.journal.opening import ROLLBACK, opened_to_read

posix = pytest.mark.skipif(os.name == "nt", reason="forks, and kills itself with a POSIX signal")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nhat-ky.sqlite"


def killed_while_it_wrote(path: Path) -> None:
    """Leave the file half written over, with SQLite's way back beside it, as a run does that is killed at its end."""
    child = os.fork()
    if child == 0:
        db = sqlite3.connect(path, isolation_level=None)
        db.execute("PRAGMA cache_size = 1")  # so that pages go to the file before the end
        db.execute("BEGIN IMMEDIATE")
        rows = [(str(number), "x" * 3000) for number in range(200)]
        db.executemany("INSERT INTO plan VALUES (?, 9, ?)", rows)
        os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    assert path.with_name(path.name + ROLLBACK).stat().st_size


@posix
def test_after_a_run_that_was_killed_at_its_end_the_state_before_is_read(path: Path) -> None:
    record(path, one_standing(5))
    whole = path.read_bytes()
    killed_while_it_wrote(path)
    assert path.read_bytes() != whole
    with Journal.reading(path) as journal:
        assert journal.standing(DAY) == one_standing(5)
    assert path.read_bytes() == whole


@posix
def test_where_nobody_may_write_it_is_read_from_a_copy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(path, one_standing(5))
    killed_while_it_wrote(path)
    before = path.read_bytes()
    connect = sqlite3.connect

    def as_on_a_share_for_reading(target: object, *rest: object, **options: object) -> sqlite3.Connection:
        ours = str(path.absolute()) in str(target)
        return connect(str(target).replace("mode=rw", "mode=ro") if ours else target, *rest, **options)  # type: ignore

    monkeypatch.setattr("xlpy.journal.opening.sqlite3.connect", as_on_a_share_for_reading)
    with Journal.reading(path) as journal:
        assert journal.standing(DAY) == one_standing(5)
    assert path.read_bytes() == before


def test_the_journal_can_lie_on_a_network_share_where_a_shared_memory_file_could_not(path: Path) -> None:
    with Journal.writing(path) as journal:
        journal.record(one_standing(5), PLAN, (), (), NOW)
        journal.commit()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert path.read_bytes()[18:20] == b"\1\1"  # the file itself says: no write-ahead log
    assert {other.name for other in path.parent.iterdir()} == {path.name}


def test_beside_the_first_run_there_is_nothing_yet(path: Path) -> None:
    with Journal.writing(path) as journal:
        journal.record(one_standing(5), PLAN, (), (), NOW)
        with Journal.reading(path) as beside:
            assert beside.days() == ()
        journal.commit()
        with Journal.reading(path) as beside:
            assert beside.days() == (DAY,)


def test_a_reader_that_stays_does_not_stop_a_run(path: Path) -> None:
    record(path, one_standing(5))
    with Journal.reading(path) as beside:
        assert record(path, one_standing(6))
        assert beside.standing(DAY) == one_standing(6)


def test_a_run_waits_for_who_is_looking_just_then(path: Path) -> None:
    record(path, one_standing(5))
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM run").fetchall()
        threading.Timer(1.0, lambda: other.execute("ROLLBACK")).start()
        assert record(path, one_standing(6))


def test_a_program_that_never_lets_go_is_told_and_nothing_is_added(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(path, one_standing(5))
    monkeypatch.setattr("xlpy.journal.file.READERS_WAIT", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM run").fetchall()
        with pytest.raises(JournalBusy, match="đang đọc nhật ký"):
            record(path, one_standing(6))
    with Journal.reading(path) as journal:
        assert journal.standing(DAY) == one_standing(5)


def test_a_first_run_that_was_called_off_takes_nothing_from_one_that_waits(path: Path) -> None:
    with Journal.writing(path):
        pass
    assert not path.exists()
    record(path, one_standing(5))
    with Journal.writing(path):
        pass
    with Journal.reading(path) as journal:
        assert journal.standing(DAY) == one_standing(5)


@pytest.mark.parametrize("name", ["a b", "100% xong", pytest.param("Hộ tịch #1?", marks=pytest.mark.posix), "(1)"])
def test_a_journal_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / "nhat-ky.sqlite"
    path.parent.mkdir()
    record(path, one_standing(5))
    with opened_to_read(path) as connection:
        assert connection is not None
    with Journal.reading(path) as journal:
        assert journal.days() == (DAY,)
    assert [one.name for one in path.parent.iterdir()] == [path.name]
