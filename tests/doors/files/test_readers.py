"""Many files are shared among reading processes: as if one had read them all, in the same order."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doors.files.test_hostile_readers import PANIC, needs_signals
from tests.kit.desk import Desk
from xlpy.doors.files import readers as door
from xlpy.doors.files.reader import Reader, ReaderUnavailable
from xlpy.doors.files.readers import Readers


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> Iterator[Readers]:
    monkeypatch.setattr(door, "_WORTH_ONE", 10)
    with Readers(most=3) as readers:
        yield readers


def many(path: Path, count: int = 90) -> list[tuple[Path, str]]:
    return [(path, f"{number}.xlsx") for number in range(count)]


def of(reader: Reader) -> int:
    return reader.pid


def test_answers_come_in_the_order_in_which_was_asked(desk: Desk, good: bytes, three: Readers) -> None:
    files = many(desk.save(good))
    with Reader() as alone:
        expected = list(alone.read(files))
    assert list(three.read(files)) == expected
    assert len({three.pid, *map(of, three._others)}) == 3


def test_a_file_that_one_of_them_dies_of_costs_only_itself(desk: Desk, good: bytes, three: Readers) -> None:
    bad = {7, 8, 9, 60}
    panic, path = desk.save(PANIC, "xau.xls"), desk.save(good)
    files = [(panic if number in bad else path, f"{number}.xlsx") for number in range(90)]
    snapshots = list(three.read(files))
    assert [snapshot.file for snapshot in snapshots] == [name for _, name in files]
    assert {place for place, snapshot in enumerate(snapshots) if not snapshot.grids} == bad


@needs_signals
def test_one_that_somebody_ends_costs_no_file(desk: Desk, good: bytes, three: Readers) -> None:
    coming = three.read(many(desk.save(good)))
    snapshots = [next(coming)]
    for reader in three._others:
        os.kill(reader.pid, signal.SIGKILL)
    snapshots.extend(coming)
    assert [snapshot.file for snapshot in snapshots] == [name for _, name in many(Path())]
    assert all(snapshot.grids for snapshot in snapshots)


def test_what_an_archive_holds_is_one_readers_so_that_its_time_is_counted_together() -> None:
    names = [f"a.zip/{number}.xlsx" if number % 4 == 1 else f"{number}.xlsx" for number in range(60)]
    turns = door._dealt([(Path(), name) for name in names], 3)
    assert len({turn for turn, name in zip(turns, names, strict=True) if name.startswith("a.zip")}) == 1
    assert set(turns) == {0, 1, 2}


def test_time_that_an_archive_has_used_is_known_to_all_of_them(three: Readers, desk: Desk, good: bytes) -> None:
    three._spent["a.zip"] = three._patience
    path = desk.save(good)
    files = [*many(path), *((path, f"a.zip/{number}.xlsx") for number in range(3))]
    snapshots = list(three.read(files))
    assert [bool(snapshot.grids) for snapshot in snapshots] == [True] * 90 + [False] * 3


def test_a_day_of_a_province_starts_no_second_process(desk: Desk, good: bytes) -> None:
    with Readers(most=8) as readers:
        list(readers.read(many(desk.save(good), 11)))
        assert not readers._others


def test_there_are_no_more_than_processors(desk: Desk, good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "processors", lambda: 2)
    monkeypatch.setattr(door, "_WORTH_ONE", 10)
    with Readers() as readers:
        list(readers.read(many(desk.save(good))))
        assert len(readers._others) == 1


def test_where_no_more_processes_can_be_started_fewer_read(
    desk: Desk, good: bytes, three: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = Reader.__init__

    def only_the_first(reader: Reader, *given: object) -> None:
        if not isinstance(reader, Readers):
            raise ReaderUnavailable("hết chỗ")
        started(reader, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Reader, "__init__", only_the_first)
    files = many(desk.save(good))
    assert [snapshot.file for snapshot in three.read(files)] == [name for _, name in files]
    assert not three._others


def test_all_of_them_end_with_the_work(desk: Desk, good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "_WORTH_ONE", 10)
    with Readers(most=2) as readers:
        next(readers.read(many(desk.save(good))))
        processes = [reader._worker._process for reader in (readers, *readers._others)]
        assert all(process.is_alive() for process in processes)
    assert not any(process.is_alive() for process in processes)
