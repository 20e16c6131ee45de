"""A run that is killed before any one of its steps on the disk: the next press makes everything as it should be."""

import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.kit.folders import FIRST, SECOND, new_folder, press, put_all, works
from tests.kit.killed import CAN_TRACE, steps_until
from xlpy.app.folder import Folder, report_in
from xlpy.core.plan.plan import Plan
from xlpy.journal import Journal

pytestmark = pytest.mark.skipif(not CAN_TRACE, reason="follows a child's system calls as Linux on x86-64 numbers them")

UNITS = ["691", "696", "694", "688"]


def made_ready(folder: Folder, plan: Plan) -> None:
    """A folder with one day merged and the files of the next."""
    first, second, _ = works(plan)
    put_all(folder, plan, first, UNITS)
    press(folder, FIRST)
    put_all(folder, plan, second, UNITS[:3])


def rows(path: Path) -> list[str]:
    """Everything that a journal says."""
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


def state(folder: Folder, *days: object) -> Mapping[str, object]:
    """What must be the same however a run went: figures, report, result document, archive and copies."""
    found: dict[str, object] = {"journal": rows(folder.journal), "rolling": rows(folder.rolling_copy)}
    for day in (FIRST, SECOND):
        if folder.backup(day).exists():
            found[f"copy {day}"] = rows(folder.backup(day))
        for path in (report_in(folder.reports(day), day), folder.reports(day) / f"Ket_qua_{day}.json"):
            if path.exists():
                found[path.name] = path.read_bytes()
    found["archive"] = sorted(folder.shown(path) for path in (folder.path / "da-nhan").rglob("*") if path.is_file())
    found["left"] = sorted(folder.shown(path) for path in folder.path.rglob(".hotich-*"))
    return found


@pytest.mark.slow
def test_a_run_killed_before_any_step_on_the_disk_is_made_up_for_at_the_next_press(tmp_path: Path, plan: Plan) -> None:
    # In memory where there is such a place: a disk that is waited for five thousand times takes minutes.
    memory = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else tmp_path
    with TemporaryDirectory(dir=memory) as place:
        second = _killed_everywhere(Path(place, "hai"), plan, ready=True)
        first = _killed_everywhere(Path(place, "mot"), plan, ready=False)
    print(f"{second} + {first}")
    assert first + second >= 200


def _killed_everywhere(place: Path, plan: Plan, *, ready: bool) -> int:
    """Kill a run before each of its steps in turn; `ready`: one that is not the folder's first."""
    origin, day = new_folder(place / "goc"), SECOND if ready else FIRST
    if ready:
        made_ready(origin, plan)
    else:
        put_all(origin, plan, works(plan)[0], UNITS[:2])
    whole = Folder(Path(shutil.copytree(origin.path, place / "tron")))
    before = figures_of(whole)
    press(whole, day)
    expected, after = state(whole), figures_of(whole)
    tried = Folder(place / "thu")
    steps = 0
    while True:
        shutil.rmtree(tried.path, ignore_errors=True)
        shutil.copytree(origin.path, tried.path)
        begun, step = steps_until(lambda: press(tried, day), steps + 1)
        if begun <= steps:
            break
        steps += 1
        # Who only looks sees the state before or the state after.
        assert figures_of(tried) in (before, after), (steps, step)
        press(tried, day)
        assert state(tried) == expected, (steps, step)
    return steps


def figures_of(folder: Folder) -> list[object]:
    """What the journal holds, as a reader beside the run finds it."""
    with Journal.reading(folder.journal, folder.copies()) as journal:
        return [journal.standing(day) for day in journal.days()]
