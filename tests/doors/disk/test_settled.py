"""Watching the inbox: a file counts when it is whole, and not while it is on its way."""

import io
import os
import time
import zipfile
from pathlib import Path
from threading import Thread

import pytest
import xlwt
from xlsxwriter import Workbook

from tests.kit.crafted import container
from xlpy.doors.disk.settled import PATIENCE, SETTLED, Watch


def workbook(rows: int = 3) -> bytes:
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(rows):
            sheet.write(row, 0, f"ô {row * row}")
    return stream.getvalue()


def old_workbook() -> bytes:
    stream = io.BytesIO()
    book = xlwt.Workbook()
    sheet = book.add_sheet("PL01")
    for row in range(500):
        sheet.write(row, 0, f"o {row * row}")
    book.save(stream)
    return stream.getvalue()


def packed(name: str, data: bytes, comment: bytes = b"") -> bytes:
    """A zip that holds a file as it is, not compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(name, data)
        package.comment = comment
    return stream.getvalue()


KINDS = {
    "a.xlsx": workbook(),
    "a.xls": old_workbook(),
    "a.msg": container({"__properties_version1.0": b"x" * 9000}),
    "a.zip": packed("a.xlsx", workbook()),
    "rong.zip": b"PK\x05\x06" + bytes(18),
    "a.eml": b"MIME-Version: 1.0\r\n\r\n",
    "a.pdf": b"%PDF-1.7",
    "trang web.xls": b"<html><table></table></html>",
}


def put(inbox: Path, name: str, data: bytes) -> Path:
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def settled(watch: Watch, now: float = 0) -> set[str]:
    """Names of the files that are not ready after they stood still for as long as they must."""
    watch.look(now)
    return {path.name for path in watch.look(now + SETTLED).waiting}


def test_an_empty_inbox_has_nothing_new(tmp_path: Path) -> None:
    seen = Watch(tmp_path).look(0)
    assert (seen.changed, seen.waiting) == (False, frozenset())


def test_an_inbox_that_is_not_there_has_nothing_new(tmp_path: Path) -> None:
    assert not Watch(tmp_path / "mat").look(0).changed


@pytest.mark.parametrize("name", KINDS)
def test_a_whole_file_is_ready_once_it_stood_still(tmp_path: Path, name: str) -> None:
    path = put(tmp_path, name, KINDS[name])
    watch = Watch(tmp_path)
    for now in (0, 1, SETTLED - 0.01):
        seen = watch.look(now)
        assert (seen.changed, seen.waiting) == (False, {path})
    seen = watch.look(SETTLED)
    assert (seen.changed, seen.waiting) == (True, frozenset())


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.msg", "a.zip"])
def test_every_beginning_of_a_file_is_waited_for(tmp_path: Path, name: str) -> None:
    data = KINDS[name]
    path = tmp_path / name
    watch = Watch(tmp_path)
    cuts = [*range(8, len(data), 512), *range(len(data) - 30, len(data))]
    for number, cut in enumerate(cuts):
        path.write_bytes(data[:cut])
        assert settled(watch, number * 10) == {name}, cut
    path.write_bytes(data)
    assert settled(watch, len(cuts) * 10) == set()


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.zip"])
def test_a_copy_for_which_room_was_made_beforehand_is_waited_for(tmp_path: Path, name: str) -> None:
    data = KINDS[name]
    for share in (0, 600, len(data) // 2):
        put(tmp_path, name, data[:share].ljust(len(data), b"\0"))
        os.utime(tmp_path / name, (1, 1))  # such copies have the time of the original, too
        assert settled(Watch(tmp_path)) == {name}, share


def test_a_copy_that_goes_on_under_the_same_size_and_time_is_seen_whole(tmp_path: Path) -> None:
    data = KINDS["a.xlsx"]
    path = put(tmp_path, "a.xlsx", bytes(len(data)))
    os.utime(path, (1, 1))
    watch = Watch(tmp_path)
    watch.look(0)
    seen = watch.look(PATIENCE)
    assert seen.changed
    watch.acted_on(seen)
    path.write_bytes(data)
    os.utime(path, (1, 1))
    assert watch.look(PATIENCE + 1).changed


@pytest.mark.parametrize("data", [packed("a.xlsx", b"1", "đã nén".encode()), workbook() + bytes(3000)])
def test_a_comment_and_trailing_zeros_are_no_fault(tmp_path: Path, data: bytes) -> None:
    put(tmp_path, "a.zip", data)
    assert settled(Watch(tmp_path)) == set()


def test_a_truncated_file_that_stays_is_handed_on_after_the_patience_and_once(tmp_path: Path) -> None:
    path = put(tmp_path, "a.xlsx", KINDS["a.xlsx"][:-100])
    watch = Watch(tmp_path)
    watch.look(0)
    seen = watch.look(PATIENCE - 0.01)
    assert (seen.changed, seen.waiting) == (False, {path})
    seen = watch.look(PATIENCE)
    assert (seen.changed, seen.waiting) == (True, frozenset())
    watch.acted_on(seen)
    assert not watch.look(PATIENCE + 1).changed
    path.write_bytes(KINDS["a.xlsx"])
    assert watch.look(PATIENCE + 2).waiting == {path}
    assert watch.look(PATIENCE + 2 + SETTLED).changed


def test_what_nobody_acted_on_stays_new(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx", KINDS["a.xlsx"])
    watch = Watch(tmp_path)
    settled(watch)
    seen = watch.look(5)
    assert seen.changed
    assert watch.look(6).changed
    watch.acted_on(seen)
    assert not watch.look(7).changed


def test_a_file_that_becomes_ready_while_the_caller_acts_is_new_afterwards(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx", KINDS["a.xlsx"])
    watch = Watch(tmp_path)
    settled(watch)
    seen = watch.look(5)
    put(tmp_path, "b.xlsx", KINDS["a.xlsx"])
    settled(watch, 6)
    watch.acted_on(seen)
    assert watch.look(9).changed


def test_a_replaced_file_is_new(tmp_path: Path) -> None:
    path = put(tmp_path, "a.xlsx", KINDS["a.xlsx"])
    watch = Watch(tmp_path)
    watch.look(0)
    watch.acted_on(watch.look(SETTLED))
    path.write_bytes(workbook(rows=50))
    seen = watch.look(10)
    assert (seen.changed, seen.waiting) == (False, {path})
    assert watch.look(10 + SETTLED).changed


def test_a_file_that_vanishes_is_nothing_new_and_settles_again_when_it_is_back(tmp_path: Path) -> None:
    path = put(tmp_path, "a.xlsx", KINDS["a.xlsx"])
    watch = Watch(tmp_path)
    watch.look(0)
    watch.acted_on(watch.look(SETTLED))
    path.unlink()
    seen = watch.look(10)
    assert (seen.changed, seen.waiting) == (False, frozenset())
    put(tmp_path, "a.xlsx", workbook(rows=50))
    assert watch.look(11).waiting == {path}


def test_a_clock_that_was_put_back_keeps_no_file_waiting(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx", KINDS["a.xlsx"])
    watch = Watch(tmp_path)
    watch.look(10_000)
    watch.look(6_400)
    assert watch.look(6_400 + SETTLED).changed


def test_subfolders_count_and_what_programs_leave_behind_does_not(tmp_path: Path) -> None:
    put(tmp_path, "22-5/a.xlsx", KINDS["a.xlsx"])
    for name in ("~$a.xlsx", "b.xlsx.crdownload", "Thumbs.db"):
        put(tmp_path, name, b"1")
    seen = Watch(tmp_path).look(0)
    assert {path.name for path in seen.waiting} == {"a.xlsx"}


@pytest.mark.modes
def test_a_locked_file_is_waited_for_then_handed_on_and_new_once_it_opens(tmp_path: Path) -> None:
    path = put(tmp_path, "a.xlsx", KINDS["a.xlsx"])
    path.chmod(0)
    watch = Watch(tmp_path)
    watch.look(0)
    assert watch.look(PATIENCE - 1).waiting == {path}
    seen = watch.look(PATIENCE)
    assert seen.changed
    watch.acted_on(seen)
    path.chmod(0o600)
    assert watch.look(PATIENCE + 1).changed


def test_many_files_are_all_seen(tmp_path: Path) -> None:
    for number in range(300):
        put(tmp_path, f"{number}.xlsx", KINDS["a.xlsx"])
    watch = Watch(tmp_path)
    assert len(watch.look(0).waiting) == 300
    seen = watch.look(SETTLED)
    assert (len(seen.ready), len(seen.waiting)) == (300, 0)


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls"])
def test_a_file_that_comes_in_slow_pieces_is_ready_only_when_whole(tmp_path: Path, name: str) -> None:
    # The writer's pauses are longer than the file must stand still, by a clock that runs thirty times as fast.
    data, fast = KINDS[name], 30
    path = tmp_path / name

    def copy_slowly() -> None:
        with path.open("wb", buffering=0) as stream:
            for start in range(0, len(data), len(data) // 6):
                stream.write(data[start : start + len(data) // 6])
                time.sleep(0.15)

    writer = Thread(target=copy_slowly)
    watch = Watch(tmp_path)
    writer.start()
    waited = 0
    while not (seen := watch.look(time.monotonic() * fast)).changed:
        waited += bool(seen.waiting)
        time.sleep(0.01)
    assert path.read_bytes() == data
    assert waited > 20
    writer.join()
