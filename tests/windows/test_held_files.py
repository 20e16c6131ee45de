"""Files that other programs have open, as only Windows knows it: what a press says, leaves, and makes up for.

One file is new, one of those that a press reads or writes is held, by a program that lets others read (Excel) or lets
nobody in (a virus scanner, a copy under way). Afterwards all is let go, and one press makes everything right.
"""

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.kit.windows import (
    ALONE,
    ARCHIVE,
    BACKUP,
    FIRST,
    JOURNAL,
    OTHERS_MAY_READ,
    REPORT,
    REPORTS,
    RESULT,
    Done,
    contents,
    held,
    hotich,
    leavings,
    press,
)

pytestmark = pytest.mark.windows

NEW = Path("den", "TX Phuoc Long.xlsx")
OPEN = "đang mở ở chương trình khác"
BOTH = pytest.mark.parametrize("share", [ALONE, OTHERS_MAY_READ], ids=["alone", "others may read"])


class Desk(NamedTuple):
    """A folder pressed once, before the last file came; `new` is that file, `old` one that was taken."""

    folder: Path
    new: Path
    old: Path
    right: Path

    def pressed(self, path: Path, share: int) -> Done:
        """Press while a file is held."""
        with held(self.folder / path, share):
            done = press(self.folder)
            assert leavings(self.folder) == []
        return done

    def comes_right(self) -> None:
        """Press once more with nothing held: all is as if nothing had ever been."""
        assert press(self.folder).code == 1
        assert leavings(self.folder) == []
        for path in (REPORT, RESULT):
            assert (self.folder / path).read_bytes() == (self.right / path).read_bytes()
        for verb in (("bao-cao", "--ngay", FIRST), ("lich-su", "--json")):
            here, there = (hotich(*verb, "-C", folder) for folder in (self.folder, self.right))
            assert (here.code, here.err) == (there.code, there.err)
        # The backup is the journal as of its day: both hold the same rows.
        shutil.copy(self.folder / BACKUP, self.folder / JOURNAL)
        assert json.loads(hotich("lich-su", "--json", "-C", self.folder).out) == json.loads(
            hotich("lich-su", "--json", "-C", self.right).out
        )


@pytest.fixture(scope="module")
def begun(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pressed once, without the last file."""
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("dau") / "viec"))
    late = folder / NEW
    shutil.move(late, folder.parent / late.name)
    assert press(folder).code == 1
    shutil.move(folder.parent / late.name, late)
    return folder


@pytest.fixture
def desk(begun: Path, right: Path, tmp_path: Path) -> Iterator[Desk]:
    folder = Path(shutil.copytree(begun, tmp_path / "viec"))
    yield Desk(folder, NEW, next((folder / ARCHIVE).glob("*Dong Xoai*")).relative_to(folder), right)


def units(done: Done) -> str:
    """How many units have figures, as the board says."""
    (line,) = (line for line in done.out.splitlines() if line.startswith("TỔNG"))
    return line.removeprefix("TỔNG").split()[0]


@BOTH
def test_the_report_is_put_beside_the_one_that_is_open_and_only_once(desk: Desk, share: int) -> None:
    with held(desk.folder / REPORT, share):
        said = [press(desk.folder) for _ in range(3)]
        names = sorted(path.name for path in (desk.folder / REPORTS).glob("*.xlsx"))
    assert [done.code for done in said] == [1, 1, 1]
    assert all(f"{REPORT.as_posix()} {OPEN}" in done.err and f"{REPORT.stem} (2).xlsx" in done.err for done in said)
    assert names == [f"{REPORT.stem} (2).xlsx", REPORT.name]
    beside = desk.folder / REPORTS / names[0]
    assert beside.read_bytes() == (desk.right / REPORT).read_bytes()
    desk.comes_right()


@BOTH
def test_the_result_document_is_put_beside_the_one_that_is_open(desk: Desk, share: int) -> None:
    done = desk.pressed(RESULT, share)
    assert (done.code, units(done)) == (1, "8/11")
    assert f"{RESULT.as_posix()} {OPEN}" in done.err
    desk.comes_right()


@BOTH
def test_a_backup_that_is_open_is_a_note_and_made_up_for(desk: Desk, share: int) -> None:
    old = (desk.folder / BACKUP).read_bytes()
    done = desk.pressed(BACKUP, share)
    assert (done.code, units(done)) == (1, "8/11")
    assert BACKUP.as_posix() in done.err.replace("\\", "/") and OPEN in done.err
    assert (desk.folder / BACKUP).read_bytes() == old
    desk.comes_right()
    assert (desk.folder / BACKUP).read_bytes() != old


@BOTH
def test_a_journal_that_is_open_stops_the_run_before_anything_is_changed(desk: Desk, share: int) -> None:
    before = contents(desk.folder)
    before = {name: data for name, data in before.items() if name != JOURNAL.name}
    done = desk.pressed(JOURNAL, share)
    assert done.code == 2
    assert len(done.err.strip().splitlines()) == 1
    assert JOURNAL.name in done.err and OPEN in done.err
    after = contents(desk.folder)
    # An original is archived before anything is decided; it lies there for the next run.
    assert {name: after[name] for name in before} == before
    assert [name for name in after if name not in before and not name.startswith("da-nhan/")] == [JOURNAL.name]
    desk.comes_right()


def test_an_archived_copy_that_nobody_may_read_stops_the_run_and_is_not_judged(desk: Desk) -> None:
    report = (desk.folder / REPORT).read_bytes()
    done = desk.pressed(desk.old, ALONE)
    assert done.code == 2
    assert len(done.err.strip().splitlines()) == 1
    assert desk.old.name in done.err and OPEN in done.err
    assert "TT15" not in done.out + done.err and "CHƯA LẤY" not in done.out + done.err
    assert (desk.folder / REPORT).read_bytes() == report
    desk.comes_right()


def test_an_archived_copy_that_is_let_go_within_a_moment_is_waited_for(desk: Desk) -> None:
    taken, release = threading.Event(), threading.Event()

    def hold() -> None:
        with held(desk.folder / desk.old, ALONE):
            taken.set()
            release.wait(1.5)

    holder = threading.Thread(target=hold)
    holder.start()
    taken.wait()
    done = press(desk.folder)
    release.set()
    holder.join()
    assert (done.code, units(done)) == (1, "8/11")
    desk.comes_right()


@pytest.mark.parametrize("what", ["old", "new"])
def test_a_file_that_others_may_read_is_read(desk: Desk, what: str) -> None:
    done = desk.pressed(getattr(desk, what), OTHERS_MAY_READ)
    assert (done.code, units(done), done.err) == (1, "8/11", press(desk.right).err)
    desk.comes_right()


def test_a_new_file_that_nobody_may_read_is_named_without_an_hour_that_nobody_knows(desk: Desk) -> None:
    done = desk.pressed(desk.new, ALONE)
    said = done.out + done.err
    assert (done.code, units(done)) == (1, "7/11")
    (line,) = (line for line in said.splitlines() if desk.new.name in line)
    assert OPEN in " ".join(said[said.index(line) :].split())  # lines are broken at the width of the screen
    assert "07:00 1/1" not in said and "1970" not in said and "Permission denied" not in said
    desk.comes_right()


@pytest.mark.parametrize("path", [Path("Hotich.xlsm"), Path("mau", "bao-cao.xlsx")], ids=str)
def test_what_the_office_has_open_in_excel_is_read(desk: Desk, path: Path) -> None:
    done = desk.pressed(path, OTHERS_MAY_READ)
    assert (done.code, units(done)) == (1, "8/11")
    desk.comes_right()


@pytest.mark.parametrize("path", [Path("Hotich.xlsm"), Path("mau", "bao-cao.xlsx")], ids=str)
def test_what_nobody_may_read_stops_the_run_with_its_name(desk: Desk, path: Path) -> None:
    report = (desk.folder / REPORT).read_bytes()
    done = desk.pressed(path, ALONE)
    assert done.code == 2
    assert len(done.err.strip().splitlines()) == 1
    assert path.name in done.err and OPEN in done.err
    assert "Permission denied" not in done.err
    assert (desk.folder / REPORT).read_bytes() == report
    desk.comes_right()
