"""`hotich mo` where there is no Excel: a real LibreOffice on a screen, a profile that nobody has touched, a real click."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.kit.screen import Screen, Shown
from xlpy import libreoffice
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.open_workbook import open_workbook
from xlpy.app.set_up import start
from xlpy.core.office_book import CONTROL_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.demo.day import make_day
from xlpy.doors.live.book import LiveBook

pytestmark = [pytest.mark.office, pytest.mark.screen, pytest.mark.slow]

_PATIENCE = 90.0


def until(there: Callable[[], object]) -> object:
    """What comes to be there, waited for."""
    deadline = time.monotonic() + _PATIENCE
    while not (found := there()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return found


def running(*words: str) -> list[int]:
    """The processes of whose command line these are part."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            line = place.read_bytes().decode(errors="replace")
            if all(word in line for word in words):
                found.append(int(place.parent.name))
    return found


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A person who has never opened LibreOffice. What was started for them is gone afterwards."""
    place = tmp_path / "nhà"
    place.mkdir()
    with Screen(), patch.dict(os.environ, {"HOME": str(place), "XDG_DATA_HOME": str(place / "dữ liệu")}):
        yield place
        for pid in running(place.as_uri()):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until(lambda: not running(place.as_uri()))


@pytest.fixture
def folder(tmp_path: Path, plan: Plan) -> Folder:
    made = start(tmp_path / "việc", None)
    make_day(made.inbox, plan)
    return made


def test_it_opens_without_a_box_and_a_click_on_tong_hop_merges_the_day(home: Path, folder: Folder) -> None:
    began = time.monotonic()
    assert open_workbook(folder) == "LibreOffice"
    assert time.monotonic() - began < _PATIENCE
    (profile,) = (home / "dữ liệu" / "hotich").iterdir()
    app = libreoffice.attach(profile.name.removeprefix("libreoffice-"), 5)
    (book,) = app.books
    screen = Screen.__new__(Screen)  # the mouse alone: the screen is the fixture's
    windows = screen._xdotool("search", "--onlyvisible", "--name", ".").split()
    titles = [screen._xdotool("getwindowname", window).strip() for window in windows]
    assert [title for title in titles if title and "Hotich.xlsm" not in title] == []

    until(lambda: running("xlpy.buttons", str(folder.path)))
    seen = Shown(screen, app, book)
    time.sleep(3)  # the buttons are painted before they can be clicked, and the one who answers them is only starting
    with screen.answering("Tổng hợp") as answered:
        screen.click(*seen.buttons()["Tổng hợp"])
        until(lambda: folder.journal.exists() and answered)
    statuses = LiveBook(book).grid(CONTROL_SHEET).cells.values()
    assert "Đã tiếp nhận" in statuses and "Trả lại để sửa" in statuses

    app.quit()
    until(lambda: not running("xlpy.buttons", str(folder.path)))


def test_a_workbook_that_is_open_elsewhere_is_told_in_words(home: Path, folder: Folder) -> None:
    lock = folder.workbook.with_name(".~lock.Hotich.xlsm#")
    lock.write_text(",lan,MAY-STP,22.05.2023 13:05,file:///home/lan/.config/libreoffice/4;", encoding="utf-8")
    with pytest.raises(CannotDo, match=r"đang mở ở một LibreOffice khác \(lan, máy MAY-STP\).*\.~lock\.Hotich\.xlsm#"):
        open_workbook(folder)
