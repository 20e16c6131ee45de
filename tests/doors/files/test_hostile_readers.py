"""Files that the reader dies of, hangs on, or should not even begin with: the others are read all the same."""

import json
import os
import signal
import sys
import time
from datetime import datetime
from itertools import count
from mmap import mmap
from threading import Event, Thread
from time import sleep
from types import SimpleNamespace

import pytest

from tests.kit.crafted import xls, xlsb
from tests.kit.desk import DAY, FILE, MIB, Desk, figures
from tests.kit.hostile import SHEET, swapped
from xlpy.core.consolidate import Verdict
from xlpy.doors.files import reader as door
from xlpy.doors.files.reader import Reader
from xlpy.doors.files.worker import MOST_MEMORY
from xlpy.shell.main import main

PANIC = xls((0x85, b""))
"""A record too short for what the reader takes from it: it panics."""


def abort() -> bytes:
    """Two cells at the corners of a binary sheet: the reader asks for all cells in between."""
    return xlsb("S", {(0, 0): 1.0, (1_048_575, 16_383): 1.0})


def test_a_reader_that_panics_costs_only_the_file_it_read(desk: Desk, good: bytes) -> None:
    files = [(desk.save(data, name), name) for data, name in ((good, "1.xlsx"), (PANIC, FILE), (good, FILE))]
    snapshots = tuple(desk.reader.read(files))
    before, panicked, after = (desk.decided(snapshot) for snapshot in snapshots)
    (finding,) = panicked.findings
    assert (finding.code, finding.source.file, panicked.verdict) == ("TT09", FILE, Verdict.REFUSE)
    # What the reader said last is for whoever looks into it, and no word of it for people.
    assert "out of range" in str(snapshots[1].problems[0].values["said"])
    assert "out of range" not in str(finding) and "mã dừng 1" in finding.message
    assert figures(before) == figures(after) == desk.truth


def test_a_reader_that_aborts_for_memory_is_reported(desk: Desk) -> None:
    finding = desk.refuses(abort(), "TT09", "quá nhiều bộ nhớ", file="bu dang 22-5.xlsb")
    assert "-6" in finding.message or sys.platform == "win32"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the reader does not begin with its caller's memory")
def test_what_memory_the_caller_has_taken_already_is_not_the_files(desk: Desk, good: bytes) -> None:
    with mmap(-1, 2 * MOST_MEMORY), Reader() as reader:
        (snapshot,) = reader.read([(desk.save(good), FILE)])
        (huge,) = reader.read([(desk.save(abort(), "lon.xlsb"), "lon.xlsb")])
    assert figures(desk.decided(snapshot)) == desk.truth
    assert "quá nhiều bộ nhớ" in str(desk.decided(huge).findings[0])


def test_of_many_files_ahead_the_reader_dies_of_one_and_only_that_one_is_blamed(desk: Desk, good: bytes) -> None:
    bad = {7, 8, 60}
    names = [f"{number}.xls{'' if number in bad else 'x'}" for number in range(90)]
    files = [(desk.save(PANIC if name.endswith("xls") else good, name), name) for name in names]
    coming = desk.reader.read(files)
    snapshots = [next(coming)]
    sleep(0.3)  # the worker goes ahead and dies while nobody has read its answers
    snapshots.extend(coming)
    assert [snapshot.file for snapshot in snapshots] == names
    assert {place for place, snapshot in enumerate(snapshots) if not snapshot.grids} == bad


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(desk: Desk, good: bytes) -> None:
    long = swapped(
        good, SHEET, ("</sheetData>", "".join(f'<row r="{n}"/>' for n in range(500, 900_000)) + "</sheetData>")
    )
    with Reader(patience=0.2) as reader:
        late, after = reader.read([(desk.save(long), "lau.xlsx"), (desk.save(good), FILE)])
    (finding,) = desk.decided(late).findings
    assert (finding.code, finding.source.file) == ("TT09", "lau.xlsx")
    assert "quá 0.2 giây" in finding.message
    assert figures(desk.decided(after)) == desk.truth


def test_what_a_letter_or_an_archive_holds_has_one_time_for_all(desk: Desk, good: bytes) -> None:
    # Each file alone takes a quarter of the patience; the tenth is not read any more, the next archive is.
    rows = "".join(f'<row r="{number}"/>' for number in range(500, 60_000))
    slow = desk.save(swapped(good, SHEET, ("</sheetData>", f"{rows}</sheetData>")))
    with Reader(patience=60) as reader:
        next(reader.read([(slow, FILE)]))
        begun = reader._used  # with what a reader needs to begin
        next(reader.read([(slow, FILE)]))
        alone = reader._used - begun
    with Reader(patience=3 * alone) as reader:
        names = [f"ngày 22/goi.zip/{number}.xlsx" for number in range(12)]
        snapshots = list(reader.read([(slow, name) for name in names]))
        (other,) = reader.read([(desk.save(good), f"khac.zip/{FILE}")])
    read = [bool(snapshot.grids) for snapshot in snapshots]
    assert read == sorted(read, reverse=True)
    assert 1 <= read.count(True) < 6
    (finding,) = desk.decided(snapshots[-1]).findings
    assert (finding.code, finding.source.file) == ("TT09", names[-1])
    assert "cho tất cả tệp trong “ngày 22/goi.zip”" in finding.message
    assert other.grids


needs_signals = pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="stops and kills a process by signals")


@needs_signals
def test_a_busy_machine_makes_no_file_too_slow(desk: Desk, good: bytes) -> None:
    rows = "".join(f'<row r="{number}"/>' for number in range(500, 120_000))
    path = desk.save(swapped(good, SHEET, ("</sheetData>", f"{rows}</sheetData>")))
    with Reader(patience=4) as reader:
        pid, done = reader.pid, Event()

        def keep_from_working() -> None:
            while not done.wait(0.01):
                os.kill(pid, signal.SIGSTOP)
                sleep(0.3)
                os.kill(pid, signal.SIGCONT)

        busy = Thread(target=keep_from_working)
        busy.start()
        begun = time.monotonic()
        try:
            (snapshot,) = reader.read([(path, FILE)])
        finally:
            done.set()
            busy.join()
    assert time.monotonic() - begun > 4
    assert snapshot.grids


@needs_signals
def test_a_reader_that_stands_still_is_no_fault_of_the_file(desk: Desk, good: bytes) -> None:
    path = desk.save(good)
    with Reader(patience=0.5) as reader:
        list(reader.read([(path, FILE)]))
        os.kill(reader.pid, signal.SIGSTOP)
        still, after = reader.read([(path, FILE), (path, FILE)])
    (finding,) = desk.decided(still).findings
    assert finding.code == "TT13"
    assert "không trả lời sau 0.5 giây" in finding.message
    assert figures(desk.decided(after)) == desk.truth


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only the clock tells what a process has used")
def test_hours_in_which_the_machine_slept_are_nobodys(monkeypatch: pytest.MonkeyPatch, desk: Desk, good: bytes) -> None:
    """A laptop that is closed, a machine on which others have every processor."""
    hours = count(step=1000.0)
    monkeypatch.setattr(door, "_LOOK_EVERY", 0.001)
    monkeypatch.setattr(door, "time", SimpleNamespace(monotonic=lambda: next(hours)))
    with Reader() as reader:
        reader.try_out()
        (snapshot,) = reader.read([(desk.save(good), FILE)])
    assert snapshot.grids
    assert next(hours) > 3000  # it was looked at more than once


@needs_signals
def test_a_reader_that_somebody_ends_costs_no_file(desk: Desk, good: bytes) -> None:
    files = [(desk.save(good, f"{number}.xlsx"), f"{number}.xlsx") for number in range(9)]
    with Reader() as reader:
        coming = reader.read(files)
        snapshots = [next(coming)]
        os.kill(reader.pid, signal.SIGKILL)
        snapshots.extend(coming)
    assert all(snapshot.grids for snapshot in snapshots)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe that nobody writes to")
def test_a_pipe_is_no_file_and_is_not_waited_for(desk: Desk, good: bytes) -> None:
    pipe = desk.save(b"", "treo.xlsx").with_name("ong.xlsx")
    os.mkfifo(pipe)
    hung, after = desk.reader.read([(pipe, "treo.xlsx"), (desk.save(good), FILE)])
    (finding,) = desk.decided(hung).findings
    assert (finding.code, finding.source.file) == ("TT13", "treo.xlsx")
    assert "không phải tệp thường" in finding.message
    assert figures(desk.decided(after)) == desk.truth


def test_a_file_longer_than_any_report_is_not_even_opened(desk: Desk) -> None:
    path = desk.save(b"PK\x03\x04")
    os.truncate(path, 65 * MIB)
    (snapshot,) = desk.reader.read([(path, FILE)])
    (finding,) = desk.decided(snapshot).findings
    assert finding.code == "TT08"
    assert "dài 68.157.440 byte, chỉ cho phép 67.108.864" in finding.message


def test_the_shell_goes_on_after_a_reader_died_and_ends_with_one(
    desk: Desk, good: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [desk.save(PANIC, "xau.xls"), desk.save(good, FILE)]
    in_time = datetime(2023, 5, 22, 13, tzinfo=desk.plan.timezone).timestamp()
    for path in paths:
        os.utime(path, (in_time, in_time))
    code = main(["kiem-tra", "-C", str(desk.folder), *map(str, paths), "--ngay", DAY.isoformat(), "--json"])
    told = json.loads(capsys.readouterr().out)["files"]
    assert code == 1
    assert [(item["file"], item["verdict"]) for item in told] == [("xau.xls", "refuse"), (FILE, "accept")]
