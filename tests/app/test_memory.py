"""However many files come, few of them are in memory at once: what a file held goes when it is judged."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kit.folders import FIRST, form, new_folder, press, put, works
from xlpy.app.check import check
from xlpy.app.folder import Folder
from xlpy.core.consolidate import Judged
from xlpy.core.grid import Grid
from xlpy.core.plan.plan import Plan
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


def test_the_count_sees_files_that_are_kept(folder: Folder, alive: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[object] = []
    named = weighing._under_its_name

    def keep(file: weighing.Came) -> object:
        kept.append(named(file))
        return kept[-1]

    monkeypatch.setattr(weighing, "_under_its_name", keep)
    press(folder, FIRST)
    assert max(alive) >= MANY
