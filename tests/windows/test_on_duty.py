"""`hotich truc` on Windows' files: what is open there cannot be deleted, what is held cannot be read, and windows count.

There is no Excel here. A window of the class of Excel's stands in for it as far as `truc` looks at one before it takes a
press; behind it there is no workbook, which is a line on the screen.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.kit.windows import ALONE, PATIENCE, held, hotich, start
from xlpy.app.folder import Folder
from xlpy.app.on_duty import post_of
from xlpy.doors.disk import duty
from xlpy.doors.disk.duty import Request, clock_now

pytestmark = pytest.mark.windows

_UNSEEN = -3  # HWND_MESSAGE: a window that needs no screen


def until(there: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + PATIENCE
    while not (found := there()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


class Resident:
    """One that was started, and its lines."""

    def __init__(self, folder: Folder) -> None:
        self.process = start("truc", "-C", folder.path)
        self.said: list[str] = []
        Thread(target=self._listen, daemon=True).start()
        self.until("Đang trực nút")

    def _listen(self) -> None:
        assert self.process.stdout
        self.said.extend(line.decode("utf-8").rstrip() for line in self.process.stdout)

    def until(self, words: str) -> str:
        line: str = until(lambda: next((line for line in self.said if words in line), ""))
        return line


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Folder:
    place = tmp_path / "Hộ tịch Bù Đăng & 100% xong"
    place.mkdir()
    shutil.copy(made / "Hotich.xlsm", place)
    return Folder(place)


@pytest.fixture
def resident(folder: Folder) -> Iterator[Resident]:
    one = Resident(folder)
    yield one
    one.process.kill()
    one.process.wait()


@pytest.fixture
def window() -> Iterator[int]:
    """The number of a window of Excel's class."""
    import win32gui

    kind = win32gui.WNDCLASS()
    kind.lpszClassName = "XLMAIN"
    kind.lpfnWndProc = {}
    made = win32gui.RegisterClass(kind)
    number: int = win32gui.CreateWindow(made, "Hotich.xlsm - Excel", 0, 0, 0, 0, 0, _UNSEEN, 0, 0, None)
    yield number
    win32gui.DestroyWindow(number)
    win32gui.UnregisterClass("XLMAIN", None)


def test_one_begins_a_second_is_told_and_it_ends_when_told(folder: Folder, resident: Resident) -> None:
    second = hotich("truc", "-C", folder.path)
    assert second.code == 2
    assert f"(tiến trình {resident.process.pid}, từ " in second.err
    mark = folder.duty / "Hotich.xlsm.truc"
    with pytest.raises(PermissionError):
        mark.unlink()  # as a macro would that believes nobody is there
    assert hotich("truc", "-C", folder.path, "--thoi").out.strip() == "Đã nghỉ trực nút."
    assert resident.process.wait(PATIENCE) == 0
    assert list(folder.duty.iterdir()) == []


def test_one_that_was_ended_by_force_leaves_the_place_to_the_next(folder: Folder, resident: Resident) -> None:
    resident.process.kill()
    resident.process.wait()
    post = post_of(folder)
    assert post.who() is None
    (folder.duty / "Hotich.xlsm.truc").unlink()  # nobody holds it now: the macro may
    two = Resident(folder)
    assert post.who() is not None
    two.process.kill()
    two.process.wait()


def test_a_press_from_excels_window_is_taken_and_from_another_it_is_not(
    folder: Folder, resident: Resident, window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duty, "PATIENCE", 10.0)  # Wine takes its time
    post = post_of(folder)
    assert post.ask("lam_moi", window)
    assert "Hotich.xlsm: chưa mở trong Excel" in resident.until("Làm mới · ")
    until(lambda: not post.is_busy())
    monkeypatch.setattr(duty, "PATIENCE", 1.0)
    assert not post.ask("tong_hop", window + 4)
    assert not post.ask("tong_hop", 0)
    assert not post.ask("exec", window)
    assert not [line for line in resident.said if "Tổng hợp" in line]
    assert resident.process.poll() is None


def test_a_request_that_a_scanner_holds_is_taken_once_it_is_let_go(
    folder: Folder, resident: Resident, window: int
) -> None:
    written, asked = (folder.duty / f"rad0A1B2.tmp{end}" for end in ("", ".bam"))
    written.write_bytes(Request("lam_moi", "Hotich.xlsm", clock_now(), window).text.encode("utf-16"))
    with held(written, ALONE):
        with pytest.raises(PermissionError):
            written.rename(asked)
        time.sleep(0.2)
    written.write_bytes(Request("lam_moi", "Hotich.xlsm", clock_now() + 5, window).text.encode("utf-16"))
    written.rename(asked)
    resident.until("Làm mới · ")
    until(lambda: not asked.exists())
