"""However many files come, few of them are in memory at once: what a file held goes when it is judged."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.kit.folders import FIRST, form, new_folder, press, put, works
from xlpy.app.check import check
from xlpy.app.folder import Folder
from xlpy.core.consolidate import Judged
from xlpy.core.grid import Grid
from xlpy.core.plan.plan import Plan
from xlpy.doors.files.workbook import read_workbook
from xlpy.rules import day as weighing

MANY = 24


@pytest.fixture
def folder(tmp_path: Path, plan: Plan) -> Folder:
    made = new_folder(tmp_path / "viec")
    for number in range(MANY):
        work = works(plan, 1, seed=number)[0]["696"]
        put(made, f"bu dang {number}.xlsx", form(plan, work, lines="own", sheet="Phụ lục 01"), plan, FIRST)
    return made


@pytest.fixture
def alive(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many sheets were in memory each time that a file was judged."""
    counts: list[int] = []
    judge: Callable[..., Judged] = weighing.judge

    def counted(*given: object) -> Judged:
        judged = judge(*given)
        counts.append(sum(isinstance(one, Grid) for one in gc.get_objects()))
        return judged

    monkeypatch.setattr(weighing, "judge", counted)
    gc.collect()
    return counts


def test_a_merge_keeps_no_file_that_was_judged(folder: Folder, alive: list[int]) -> None:
    press(folder, FIRST)
    assert len(alive) == MANY
    assert max(alive) - min(alive) <= 2
    assert max(alive) < MANY // 2


def test_a_check_keeps_no_file_that_was_judged(folder: Folder, alive: list[int]) -> None:
    check(folder, sorted(folder.inbox.iterdir()), FIRST)
    assert len(alive) == MANY
    assert max(alive) - min(alive) <= 2
    assert max(alive) < MANY // 2


def test_a_sheet_that_was_read_is_gone_without_anybody_looking_for_circles() -> None:
    # The process that reads inherits that nobody does; so what is left over must not grow with what was read.
    def left_over(rows: int) -> int:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("S")
        for row in range(rows):
            sheet.append([row + column for column in range(20)])
        stream = BytesIO()
        book.save(stream)
        data = stream.getvalue()
        read_workbook(data, "a.xlsx")
        gc.collect()
        gc.disable()
        try:
            assert len(read_workbook(data, "a.xlsx").grids[0].cells) == 20 * rows
            return gc.collect()
        finally:
            gc.enable()

    assert left_over(1_000) <= left_over(10) + 50


def test_the_count_sees_files_that_are_kept(folder: Folder, alive: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[object] = []
    named = weighing._under_its_name

    def keep(file: weighing.Came) -> object:
        kept.append(named(file))
        return kept[-1]

    monkeypatch.setattr(weighing, "_under_its_name", keep)
    press(folder, FIRST)
    assert max(alive) >= MANY


@pytest.mark.slow
@pytest.mark.posix
def test_a_hundred_forms_are_not_in_memory_at_once(tmp_path: Path) -> None:
    def megabytes(*units: str) -> int:
        folder = tmp_path / f"{len(units)}"
        hotich = [sys.executable, "-m", "xlpy.cli"]
        subprocess.run(
            [*hotich, "bat-dau", folder, "--ke-hoach", "binh-phuoc-hai-cap"], check=True, capture_output=True
        )
        command = [*hotich, "bieu-mau", "-C", folder, *(("--don-vi", *units) if units else ())]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        assert len(list((folder / "bieu-mau").iterdir())) == (len(units) or 111)
        return used.ru_maxrss // (1024 if sys.platform == "linux" else 1024**2)

    few = megabytes("25222", "25225", "25228")
    assert megabytes() < few + 200  # a form leaves four to be collected
