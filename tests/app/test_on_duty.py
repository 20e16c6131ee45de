"""`hotich truc` as a process, without a workbook that is open: how it begins, ends, is found again, and is not fooled."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import pytest

from xlpy import __version__, cli
from xlpy.app import on_duty
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.on_duty import Carried, Duty, Ended, handed_over, post_of
from xlpy.app.press import BUTTONS
from xlpy.app.set_up import start
from xlpy.doors.disk import duty
from xlpy.installing import setting_up
from xlpy.installing.places import Places

_PATIENCE = 60.0


class Resident:
    """A `hotich truc` that was started, and what it has said so far."""

    def __init__(self, folder: Folder, stdout: int = subprocess.PIPE) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "xlpy.cli", "truc", "-C", str(folder.path)],
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        self.said: list[str] = []
        if self.process.stdout:
            Thread(target=self._listen, daemon=True).start()
            self.until("Đang trực nút")
        else:
            until(lambda: post_of(folder).who())

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line.decode("utf-8").rstrip())

    def until(self, words: str) -> str:
        """The line that says this, waited for."""
        return until(lambda: next((line for line in self.said if words in line), ""))

    def ends(self) -> int:
        return self.process.wait(_PATIENCE)


def until(there: Callable[[], Any]) -> Any:
    """What comes to be there, waited for."""
    deadline = time.monotonic() + _PATIENCE
    while not (found := there()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return found


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no failure."""
    monkeypatch.setattr(duty, "PATIENCE", 9.0)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return start(tmp_path_factory.mktemp("truc") / "Hộ tịch", None)


@pytest.fixture
def folder(made: Folder) -> Iterator[Folder]:
    yield made
    assert post_of(made).who() is None


@pytest.fixture
def residents() -> Iterator[Callable[..., Resident]]:
    """Start them; none outlives the test."""
    started: list[Resident] = []

    def begin(folder: Folder, **options: int) -> Resident:
        started.append(Resident(folder, **options))
        return started[-1]

    yield begin
    for one in started:
        one.process.kill()
        one.process.wait()


# -- beginning and ending --------------------------------------------------------------------------------------------


def test_it_says_what_it_does_and_ends_when_another_window_says_so(
    folder: Folder, residents: Callable[..., Resident], capsys: pytest.CaptureFixture[str]
) -> None:
    one = residents(folder)
    line = one.until("Đang trực nút")
    assert line.endswith(f"Đang trực nút của {folder.workbook}. Cứ để cửa sổ này mở (thu nhỏ được); nghỉ: bấm Ctrl+C.")
    assert cli.main(["truc", "-C", str(folder.path), "--thoi"]) == 0
    assert capsys.readouterr().out == "Đã nghỉ trực nút.\n"
    assert one.ends() == 0
    assert one.until("Đã nghỉ theo lệnh.")
    assert list(folder.duty.iterdir()) == []
    assert cli.main(["truc", "-C", str(folder.path), "--thoi"]) == 0
    assert capsys.readouterr().out == "Không có ai đang trực nút của thư mục này trên máy này.\n"


def test_a_second_one_for_the_same_folder_says_so_and_ends(
    folder: Folder, residents: Callable[..., Resident], capsys: pytest.CaptureFixture[str]
) -> None:
    one = residents(folder)
    assert cli.main(["truc", "-C", str(folder.path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{folder.path}: trên máy này đã có một cửa sổ Trực nút cho thư mục này (tiến trình ")
    assert f"(tiến trình {one.process.pid}, từ " in said
    assert len(said.splitlines()) == 1
    assert one.process.poll() is None


def test_an_installation_has_it_end_first(
    folder: Folder, residents: Callable[..., Resident], capsys: pytest.CaptureFixture[str]
) -> None:
    one = residents(folder)
    places = Places(folder.path.parent, folder.path)
    setting_up._end_duty(places)
    assert capsys.readouterr().out == "Đã cho cửa sổ Trực nút nghỉ. Cần thì mở lại khi cài xong.\n"
    assert one.ends() == 0
    setting_up._end_duty(places)
    assert capsys.readouterr().out == ""


@pytest.mark.signals
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_ctrl_c_and_the_end_of_a_session_end_it_in_order(
    name: str, folder: Folder, residents: Callable[..., Resident]
) -> None:
    one = residents(folder)
    one.process.send_signal(getattr(signal, name))
    assert one.ends() == 0
    assert one.until("Đã nghỉ trực.")
    assert list(folder.duty.iterdir()) == []


def test_a_folder_without_a_workbook_is_not_served(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["truc", "-C", str(tmp_path / "khong-co")]) == 2
    assert "không có thư mục này" in capsys.readouterr().err
    assert cli.main(["truc", "-C", str(tmp_path)]) == 2
    assert "Hotich.xlsm: không có tệp này" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = start(tmp_path / "viec", None)
    capsys.readouterr()
    (folder.path / ".truc").write_bytes(b"")  # as good as no right to write, and stops root as well
    assert cli.main(["truc", "-C", str(folder.path)]) == 2
    told = capsys.readouterr().err
    assert ".truc" in told and len(told.splitlines()) == 1


def test_a_killed_one_costs_no_press_and_the_next_one_tells_what_broke_off(
    folder: Folder, residents: Callable[..., Resident]
) -> None:
    one = residents(folder)
    for end in ("bam", "nhan"):
        (folder.duty / f"rad0A1B2.tmp.{end}").write_bytes(b"")
    (folder.duty / "rad0A1B3.tmp.bam").write_bytes(
        duty.Request("tong_hop", "Hotich.xlsm", duty.clock_now() - 60).text.encode("utf-16")
    )
    one.process.kill()
    one.ends()
    assert not handed_over(folder, "lam_moi")
    two = residents(folder)
    assert "Lần trực trước tắt giữa chừng 1 lần bấm: mở Hotich.xlsm, bấm lại nút ấy." in two.until("tắt giữa chừng")
    time.sleep(0.3)
    assert [path.name for path in folder.duty.iterdir()] == ["Hotich.xlsm.truc"]
    assert not [line for line in two.said if "Tổng hợp" in line]  # what nobody waits for is not carried out


# -- presses ---------------------------------------------------------------------------------------------------------


@pytest.mark.posix
def test_a_press_on_a_workbook_that_is_closed_is_a_line_on_the_screen(
    folder: Folder, residents: Callable[..., Resident]
) -> None:
    one = residents(folder)
    assert handed_over(folder, "lam_moi")
    line = one.until("Làm mới · ")
    assert line[8:].startswith("  Làm mới · 0,")
    assert f"{folder.workbook}: chưa mở trong LibreOffice" in line
    assert handed_over(folder, "tong_hop")
    one.until("Tổng hợp · ")
    assert not post_of(folder).is_busy()


def test_what_is_no_button_is_left_to_who_asked(
    folder: Folder, residents: Callable[..., Resident], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duty, "PATIENCE", 0.3)
    one = residents(folder)
    for name in ("exec", "answer", "__class__", "press"):
        assert not handed_over(folder, name)
    assert one.process.poll() is None
    assert len(one.said) == 2


@pytest.mark.signals
def test_one_that_sleeps_takes_nothing_and_one_that_wakes_takes_what_comes_then(
    folder: Folder, residents: Callable[..., Resident], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = residents(folder)
    one.process.send_signal(signal.SIGSTOP)
    with monkeypatch.context() as patch:
        patch.setattr(duty, "PATIENCE", 0.3)
        assert not handed_over(folder, "lam_moi")
    one.process.send_signal(signal.SIGCONT)
    time.sleep(0.3)
    assert len(one.said) == 2  # what was taken back is not carried out afterwards
    assert handed_over(folder, "tong_hop")
    one.until("Tổng hợp · ")


@pytest.mark.posix
def test_a_screen_that_is_gone_stops_no_press(folder: Folder, residents: Callable[..., Resident]) -> None:
    reading, writing = os.pipe()
    one = residents(folder, stdout=writing)
    os.close(writing)
    os.close(reading)
    assert handed_over(folder, "lam_moi")
    assert handed_over(folder, "lam_moi")
    assert one.process.poll() is None


# -- what one who stays must notice ----------------------------------------------------------------------------------


@pytest.fixture
def served(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Duty, "Queue[str]", "Queue[Ended]"]]:
    """Somebody on duty in this process, whose work is to wait until it is told to go on; what it works on, why it ended."""
    begun: Queue[str] = Queue()
    go_on: Queue[str] = Queue()
    ended: Queue[Ended] = Queue()

    def work(name: str, _: object, done: Callable[[str], None]) -> None:
        begun.put(name)
        done(go_on.get(timeout=_PATIENCE))

    monkeypatch.setattr(on_duty, "press", work)
    monkeypatch.setattr("xlpy.app.open_workbook.calling_book", lambda *_: None)
    monkeypatch.setattr(on_duty, "is_excel", lambda _: True)
    monkeypatch.setattr(on_duty, "_LOOKS_FAR", 0.05)
    told: list[Carried] = []
    one = Duty(folder, told.append)
    one.begin()
    serving = Thread(target=lambda: ended.put(one.serve()))
    serving.start()
    one.go_on, one.told = go_on, told  # type: ignore[attr-defined]
    yield one, begun, ended
    one.end("")
    for _ in range(10):
        go_on.put("")
    serving.join()


def test_presses_are_carried_out_one_by_one_each_once_also_those_that_came_meanwhile(
    folder: Folder, served: tuple[Duty, "Queue[str]", "Queue[Ended]"]
) -> None:
    one, begun, _ = served
    post = post_of(folder)
    assert all(post.ask(name) for name in ("tong_hop", "lam_moi", "lam_moi"))  # taken at once, though the first lasts
    assert begun.get(timeout=_PATIENCE) == "tong_hop"
    assert begun.empty()
    for told in "abc":
        one.go_on.put(told)  # type: ignore[attr-defined]
    assert [begun.get(timeout=_PATIENCE) for _ in range(2)] == ["lam_moi", "lam_moi"]
    carried: list[Carried] = one.told  # type: ignore[attr-defined]
    until(lambda: len(carried) == 3)
    assert [(each.title, each.told) for each in carried] == [("Tổng hợp", "a"), ("Làm mới", "b"), ("Làm mới", "c")]
    assert not post.is_busy()


def test_what_was_taken_is_carried_out_before_the_end(
    folder: Folder, served: tuple[Duty, "Queue[str]", "Queue[Ended]"]
) -> None:
    one, begun, ended = served
    post = post_of(folder)
    assert post.ask("tong_hop") and post.ask("kiem_tra")
    assert begun.get(timeout=_PATIENCE) == "tong_hop"
    one.end("nghỉ")
    assert post.who() is not None  # whoever waits for the end waits for the press
    one.go_on.put("a")  # type: ignore[attr-defined]
    one.go_on.put("b")  # type: ignore[attr-defined]
    assert ended.get(timeout=_PATIENCE) == Ended("nghỉ")
    assert [each.told for each in one.told] == ["a", "b"]  # type: ignore[attr-defined]
    assert post.who() is None


def test_one_of_an_older_version_ends_and_says_so(
    served: tuple[Duty, "Queue[str]", "Queue[Ended]"], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, ended = served
    newer = tmp_path / "__init__.py"
    monkeypatch.setattr(on_duty, "_OWN_VERSION", newer)
    time.sleep(0.3)
    assert ended.empty()  # in the middle of an installation there is no file
    newer.write_text('"""Hotich."""\n\n__version__ = "9.9"\n', encoding="utf-8")
    assert ended.get(timeout=_PATIENCE) == Ended(
        f"Đã cài Hotich 9.9, cửa sổ này còn là {__version__}: nghỉ. Mở lại Trực nút.", anew=True
    )


def test_the_same_version_installed_again_changes_nothing(
    served: tuple[Duty, "Queue[str]", "Queue[Ended]"], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, ended = served
    same = tmp_path / "__init__.py"
    same.write_text(f'__version__ = "{__version__}"\n', encoding="utf-8")
    monkeypatch.setattr(on_duty, "_OWN_VERSION", same)
    time.sleep(0.3)
    assert ended.empty()


@pytest.mark.posix
def test_one_whose_place_was_tidied_away_is_on_duty_again(
    folder: Folder, served: tuple[Duty, "Queue[str]", "Queue[Ended]"]
) -> None:
    one, begun, ended = served
    (folder.duty / "Hotich.xlsm.truc").unlink()
    folder.duty.rmdir()
    until(lambda: post_of(folder).who())
    assert post_of(folder).ask("lam_moi")
    assert begun.get(timeout=_PATIENCE) == "lam_moi"
    one.go_on.put("")  # type: ignore[attr-defined]
    assert ended.empty()


@pytest.mark.posix
def test_a_folder_that_was_moved_is_not_made_anew(
    folder: Folder, served: tuple[Duty, "Queue[str]", "Queue[Ended]"]
) -> None:
    _, _, ended = served
    elsewhere = folder.path.with_name("chuyển đi")
    folder.path.rename(elsewhere)
    try:
        why = ended.get(timeout=_PATIENCE)
        assert why == Ended(f"{folder.workbook}: không còn tệp này, đã nghỉ.", anew=True)
        assert not folder.path.exists()
    finally:
        elsewhere.rename(folder.path)


def test_one_that_cannot_look_any_more_ends_and_says_so(
    folder: Folder, served: tuple[Duty, "Queue[str]", "Queue[Ended]"], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, ended = served
    with monkeypatch.context() as patch:
        patch.setattr(duty.Post, "requests", lambda _: 1 / 0)
        why = ended.get(timeout=_PATIENCE)
    assert why.anew
    assert why.why.endswith("(kỹ thuật: ZeroDivisionError: division by zero). Đã nghỉ; mở lại Trực nút.")
    assert post_of(folder).who() is None


def test_every_button_may_be_asked_for_and_nothing_else(folder: Folder) -> None:
    one = Duty(folder, lambda _: None)
    asked = [duty.Request(name, "Hotich.xlsm", 0) for name in (*BUTTONS, "exec", "tong_hop()", "")]
    if sys.platform != "win32":
        assert [one._may(request) for request in asked] == [True] * len(BUTTONS) + [False] * 3
    else:
        assert not any(one._may(request) for request in asked)  # no window of Excel's has the number 0


def test_stopping_one_that_does_not_end_is_told(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_duty, "_STOPPING", 0.2)
    post = post_of(folder)
    post.take_up(__version__)
    with pytest.raises(CannotDo, match=r"chưa nghỉ sau 0 giây.*Bấm OK ở hộp ấy"):
        on_duty.stop(folder)
    post.lay_down()
    post.tidy()
