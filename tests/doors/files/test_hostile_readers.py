"""Files that the reader dies of, hangs on, or should not even begin with: the others are read all the same."""

import json
import os
import sys
from time import sleep

import pytest

from tests.kit.crafted import xls, xlsb
from tests.kit.desk import DAY, FILE, MIB, Desk, figures
from xlpy.core.consolidate import Verdict
from xlpy.doors.files.reader import Reader
from xlpy.shell.main import main

PANIC = xls((0x85, b""))
"""A record too short for what the reader takes from it: it panics."""


def abort() -> bytes:
    """Two cells at the corners of a binary sheet: the reader asks for all cells in between."""
    return xlsb("S", {(0, 0): 1.0, (1_048_575, 16_383): 1.0})


def test_a_reader_that_panics_costs_only_the_file_it_read(desk: Desk, good: bytes) -> None:
    files = [(desk.save(data, name), name) for data, name in ((good, "1.xlsx"), (PANIC, FILE), (good, FILE))]
    before, panicked, after = (desk.decided(snapshot) for snapshot in desk.reader.read(files))
    (finding,) = panicked.findings
    assert (finding.code, finding.source.file, panicked.verdict) == ("TT09", FILE, Verdict.REFUSE)
    assert "out of range" in finding.message  # what the reader said last, for whoever looks into it
    assert figures(before) == figures(after) == desk.truth


def test_a_reader_that_aborts_for_memory_is_reported(desk: Desk) -> None:
    finding = desk.refuses(abort(), "TT09", "memory allocation", file="bu dang 22-5.xlsb")
    assert "-6" in finding.message or sys.platform == "win32"


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


@pytest.mark.fifo
def test_a_file_that_never_ends_is_given_up_after_a_while(desk: Desk, good: bytes) -> None:
    pipe = desk.save(b"", "treo.xlsx").with_name("ong.xlsx")
    os.mkfifo(pipe)
    with Reader(patience=2) as reader:
        hung, after = reader.read([(pipe, "treo.xlsx"), (desk.save(good), FILE)])
    (finding,) = desk.decided(hung).findings
    assert (finding.code, finding.source.file) == ("TT09", "treo.xlsx")
    assert "quá 2 giây" in finding.message
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
    code = main(["kiem-tra", "-C", str(desk.folder), *map(str, paths), "--ngay", DAY.isoformat(), "--json"])
    told = json.loads(capsys.readouterr().out)["files"]
    assert code == 1
    assert [(item["file"], item["verdict"]) for item in told] == [("xau.xls", "refuse"), (FILE, "accept")]
