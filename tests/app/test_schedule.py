"""Lịch: what the scheduler of Windows would be told; elsewhere the line for cron."""

import shlex
from datetime import date, time
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import pytest

from xlpy.app.folder import CannotDo, Folder
from xlpy.app.schedule import cron_line, schedule, scheduled, unschedule, watch_task
from xlpy.app.set_up import start
from xlpy.cli import main
from xlpy.doors.disk import scheduler
from xlpy.doors.disk.scheduler import create_command, task_xml
from xlpy.shell.main import parser

DAY = date(2023, 5, 22)
PYTHON = r"C:\Hotich\chuong-trinh\pythonw.exe"
SPACE = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return start(tmp_path / "Hộ tịch & 100%", None)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "available", lambda: True)


def test_the_task_says_what_to_run_when_and_where(folder: Folder) -> None:
    root = ElementTree.fromstring(task_xml(watch_task(folder, time(13, 5), PYTHON)).decode("utf-16").partition("?>")[2])

    def said(path: str) -> str | None:
        return root.findtext(path, namespaces=SPACE)

    assert said(".//t:StartBoundary") == "2023-01-01T13:05:00"
    assert said(".//t:Command") == r"C:\Hotich\chuong-trinh\python.exe"
    assert said(".//t:WorkingDirectory") == str(folder.path)
    words = shlex.split((said(".//t:Arguments") or "").partition("xlpy.cli ")[2])
    options = parser(words).parse_args(words)
    assert (options.verb, options.watch, options.folder) == ("tong-hop", True, folder.path)
    assert said(".//t:LogonType") == "InteractiveToken"


def test_two_folders_have_two_tasks_and_one_folder_one(folder: Folder, tmp_path: Path) -> None:
    other = start(tmp_path / "khac", None)
    names = {watch_task(each, at, PYTHON).name for each in (folder, other) for at in (time(13), time(14))}
    assert len(names) == 2
    assert all(name.isascii() for name in names)


def test_the_hour_of_the_task_is_read_from_what_schtasks_prints(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = task_xml(watch_task(folder, time(13, 5), PYTHON))
    for printed in (data, data.decode("utf-16").encode("cp1258", "replace")):
        monkeypatch.setattr(scheduler, "_run", lambda command, said=printed: (0, said))
        assert scheduler.scheduled_at("x") == time(13, 5)
    monkeypatch.setattr(scheduler, "_run", lambda command: (1, b"ERROR"))
    assert scheduler.scheduled_at("x") is None
    assert not scheduler.take_away("x")


def test_thu_shows_and_sets_nothing(folder: Folder, windows: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "put", lambda task: pytest.fail("was set"))
    told = "\n".join(schedule(folder, time(13), DAY, pretend=True))
    assert "Mỗi ngày lúc 13:00" in told
    assert "đến 15:00" in told
    assert "tong-hop --theo-doi" in told
    assert "schtasks /Create" in told


def test_an_hour_after_the_offices_own_is_told(folder: Folder, windows: None) -> None:
    assert any("chỉ tổng hợp một lần" in line for line in schedule(folder, time(15), DAY, pretend=True))
    assert not any("chỉ tổng hợp một lần" in line for line in schedule(folder, time(14, 59), DAY, pretend=True))


def test_what_schtasks_refuses_is_told_with_the_way_by_hand(
    folder: Folder, windows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "_run", lambda command: (1, b"ERROR: Access is denied."))
    with pytest.raises(CannotDo, match=r"Access is denied.*Task Scheduler"):
        schedule(folder, time(13), DAY)


def test_the_command_replaces_the_folders_earlier_task(folder: Folder) -> None:
    assert create_command(watch_task(folder, time(13), PYTHON), "x.xml")[-1] == "/F"


@pytest.mark.skipif(scheduler.available(), reason="there is a scheduler here, and it would be set")
@pytest.mark.parametrize("words", [["--dat", "13:00"], ["--xoa"], []])
def test_without_windows_the_line_for_cron_is_given(
    folder: Folder, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lich", "-C", str(folder.path), *words]) == 2
    said = capsys.readouterr().err
    assert "schtasks" in said
    assert "0 13 * * * " in said
    assert "tong-hop --theo-doi" in said
    assert "100\\%" in said
    assert len(said.splitlines()) == 1


def test_the_line_for_cron_survives_spaces_and_percents() -> None:
    line = cron_line(PurePosixPath("/srv/Hộ tịch 100%"), time(13, 5), "/usr/bin/python3")
    minute, hour, *_, command = line.split(" ", 5)
    assert (minute, hour) == ("5", "13")
    assert shlex.split(command.replace(r"\%", "%"))[-2:] == ["-C", "/srv/Hộ tịch 100%"]


@pytest.mark.parametrize("hour", ["25:00", "13:60", "một giờ", "13", "", "-1:00"])
def test_an_hour_that_is_none_is_told(hour: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["lich", f"--dat={hour}"])
    assert stopped.value.code == 2
    assert "không phải giờ" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, windows: None) -> None:
    for call in (lambda: schedule(Folder(tmp_path / "x"), time(13), DAY), lambda: scheduled(Folder(tmp_path / "x"))):
        with pytest.raises(CannotDo, match="không có thư mục"):
            call()


def test_taking_away_needs_no_folder(tmp_path: Path, windows: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may have been moved: the task that is left is the reason to take it away."""
    commands = []
    monkeypatch.setattr(scheduler, "_run", lambda command: commands.append(command) or (0, b""))
    assert unschedule(Folder(tmp_path / "x"))
    assert [command[1] for command in commands] == ["/Query", "/Delete"]
