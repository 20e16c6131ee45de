"""One bad thing in den is one finding: the others are merged, nothing hangs, nobody else is blamed."""

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from tests.kit.folders import FIRST, HANDS, new_folder, press, put_all, works
from xlpy.app.errors import explain
from xlpy.app.folder import Folder
from xlpy.app.merge.merge_day import Outcome
from xlpy.core.consolidate import Status
from xlpy.core.plan.plan import Plan
from xlpy.core.source import Finding
from xlpy.doors.disk.inbox import CopyHeld
from xlpy.doors.disk.settled import PATIENCE, Watch
from xlpy.doors.disk.trouble import HELD, in_words
from xlpy.journal import Journal

UNITS = ["691", "696"]


@pytest.fixture
def folder(tmp_path: Path, plan: Plan) -> Folder:
    made = new_folder(tmp_path / "viec")
    put_all(made, plan, works(plan)[0], UNITS)
    return made


def only(outcome: Outcome, code: str = "TT13") -> Finding:
    """The one error; both units' reports stand."""
    (found,) = (finding for finding in outcome.standing.findings if finding.code == code)
    assert outcome.standing.reported == len(UNITS)
    return found


def failing(monkeypatch: pytest.MonkeyPatch, part: str, error: OSError, times: int = 10**6) -> list[str]:
    """Every opening of a path with `part` in it fails so many times, in this process and in the reader's."""
    real, seen = os.open, list[str]()

    def fail(path: Any, *rest: Any, **named: Any) -> int:
        if part in str(path) and len(seen) < times:
            seen.append(str(path))
            raise error
        return real(path, *rest, **named)

    monkeypatch.setattr("os.open", fail)
    return seen


NUMBERS = ["EIO", "ESTALE", "ELOOP", "ETIMEDOUT", "EINVAL", "EACCES", "EBUSY", "EHOSTDOWN", "EMFILE", "ENOMEM", "E2BIG"]


@pytest.mark.parametrize("name", NUMBERS)
def test_whatever_the_system_says_of_a_file_the_others_are_merged(
    name: str, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = folder.inbox / "hong.xlsx"
    bad.write_bytes(b"x")
    os.utime(bad, (1_684_735_200, 1_684_735_200))
    error = OSError(getattr(errno, name), "an English word")
    failing(monkeypatch, "hong.xlsx", error)
    found = only(press(folder, FIRST))
    assert found.source.file == "hong.xlsx"
    assert in_words(error) in found.message
    assert "English" not in str(found)


def bad_link(place: Path) -> None:
    (place / "ngoai.xlsx").symlink_to("/etc/passwd")


def round_link(place: Path) -> None:
    (place / "vong.xlsx").symlink_to("vong.xlsx")


def link_to_folder(place: Path) -> None:
    (place / "thu muc").symlink_to("/etc")


def pipe(place: Path) -> None:
    os.mkfifo(place / "ong.xlsx")


def listening(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        here = os.open(place, os.O_RDONLY)
        os.fchdir(here)
        os.close(here)
        one.bind("o.xlsx")


def device(place: Path) -> None:
    try:
        os.mknod(place / "may.xlsx", 0o020644, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root makes a device")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="links, pipes and devices of POSIX")
@pytest.mark.parametrize("make", [bad_link, round_link, link_to_folder, pipe, listening, device])
def test_what_is_no_file_is_told_by_name_and_never_opened(
    make: Callable[[Path], None], folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.path)
    before = {path.name for path in folder.inbox.iterdir()}
    make(folder.inbox)
    (name,) = {path.name for path in folder.inbox.iterdir()} - before
    assert only(press(folder, FIRST)).source.file == name
    watch = Watch(folder.inbox)
    watch.look(0)
    assert watch.look(PATIENCE - 1).waiting == frozenset()


def unlisted(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    real = os.scandir

    def refuse(path: Any = ".") -> Any:
        if Path(path) == folder:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr("os.scandir", refuse)


def test_a_subfolder_that_cannot_be_listed_is_not_an_empty_one(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.inbox / "khoa").mkdir()
    unlisted(monkeypatch, folder.inbox / "khoa")
    found = only(press(folder, FIRST))
    assert found.source.file == "khoa"
    assert "các báo cáo trong đó chưa lấy được" in found.message


def test_an_inbox_that_cannot_be_listed_stops_the_run(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    unlisted(monkeypatch, folder.inbox)
    with pytest.raises(PermissionError) as stopped:
        press(folder, FIRST)
    assert "không có quyền đọc hoặc ghi ở đây" in explain(stopped.value, folder.path)
    with Journal.reading(folder.journal) as journal:
        assert not journal.days()
    assert not Watch(folder.inbox).look(0).changed


def test_a_locked_new_file_keeps_its_own_hour(folder: Folder, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = next(folder.inbox.rglob(HANDS["696"].file))
    failing(monkeypatch, locked.name, PermissionError(errno.EACCES, "Permission denied"))
    outcome = press(folder, FIRST)
    unit = next(one for one in outcome.standing.units if one.unit == "696")
    hours = [unit.receipt.received_at] if unit.receipt else []
    assert all(hour.year == 2023 for hour in hours)
    assert outcome.standing.reported == 1


@pytest.mark.parametrize("number", [32, 33, 1224])
def test_a_file_open_elsewhere_is_said_to_be_so(number: int) -> None:
    error = PermissionError(errno.EACCES, "The process cannot access the file", "den/a.xlsx")
    error.winerror = number  # type: ignore[misc,unused-ignore]
    assert in_words(error) == HELD
    assert (
        explain(error, Path())
        == f"{Path('den/a.xlsx')}: đang mở ở chương trình khác. Đóng tệp ở chương trình ấy rồi chạy lại."
    )


# -- archived copies -------------------------------------------------------------------------------------------------


def held(folder: Folder) -> Path:
    """The archived copy of a day's file, whose original has left the inbox."""
    press(folder, FIRST)
    original = next(folder.inbox.rglob(HANDS["696"].file))
    original.unlink()
    return next(path for path in folder.archive(FIRST).iterdir() if path.name.endswith(HANDS["696"].file))


@pytest.mark.fifo
def test_a_copy_held_for_a_moment_is_waited_for(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = held(folder)
    away = copy.with_name("o cho khac")
    copy.rename(away)
    os.mkfifo(copy)  # there, and not to be read

    def give_back() -> None:
        copy.unlink()
        away.rename(copy)

    timer = Timer(0.5, give_back)
    timer.start()
    outcome = press(folder, FIRST)
    timer.join()
    assert outcome.standing.reported == len(UNITS)
    assert not any(finding.code == "TT15" for finding in outcome.standing.findings)


@pytest.mark.posix  # as POSIX says that it is busy; as Windows does: tests/windows/test_held_files.py
def test_a_copy_that_stays_held_ends_the_run_with_its_name(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = held(folder)
    before = folder.journal.read_bytes()
    monkeypatch.setattr("xlpy.app.merge.copies._WAITS", (0.01,))
    failing(monkeypatch, copy.name, PermissionError(errno.EBUSY, "Device or resource busy"))
    with pytest.raises(CopyHeld) as stopped:
        press(folder, FIRST)
    told = explain(stopped.value, folder.path)
    assert told.startswith(f"da-nhan/2023-05-22/{copy.name}: bản gốc của một tệp đã nhận chưa đọc được (đang mở ở")
    assert "đơn vị không phải gửi lại" in told
    assert folder.journal.read_bytes() == before


def test_a_held_copy_is_not_taken_for_the_file_in_the_inbox(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    press(folder, FIRST)  # the originals lie there still, and are compared with their copies
    copy = next(iter(folder.archive(FIRST).iterdir()))
    monkeypatch.setattr("xlpy.doors.disk.reaching._WAITS", (0.01,))
    failing(monkeypatch, copy.name, PermissionError(errno.EACCES, "Permission denied", str(copy)))
    assert not press(folder, FIRST).changed  # nothing is new, and so nothing is read
    with pytest.raises(CopyHeld) as stopped:
        press(folder, FIRST, thorough=True)
    assert stopped.value.path == copy


def test_a_copy_that_is_gone_is_lost_as_before(folder: Folder) -> None:
    held(folder).unlink()
    outcome = press(folder, FIRST)
    assert [finding.code for finding in outcome.standing.findings if finding.code.startswith("TT")] == ["TT15"]
    assert [unit.status for unit in outcome.standing.units if unit.unit == "691"] == [Status.RECEIVED]
