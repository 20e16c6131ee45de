"""A screen that nobody looks at (Xvfb), a hand to click on it (xdotool), and the office's workbook open there.

`python -m tests.kit.screen [docs/hinh/so-bam-nut.png]` presses Tổng hợp there on a made-up day and photographs it.
"""

import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread, Timer
from typing import Any, NamedTuple, Self
from unittest.mock import patch

import xlwings as xw

from tests.kit.calc import GUARDED
from xlpy import libreoffice
from xlpy.app.set_up import start
from xlpy.core.office_book import CONTROL_SHEET
from xlpy.demo.day import make_day
from xlpy.doors.disk.plan_file import default_plan
from xlpy.drawing.office_book.macros import MACROS

PICTURE = Path(__file__).parents[2] / "docs" / "hinh" / "so-bam-nut.png"
WIDTH, HEIGHT = 1366, 768
"""The office's usual screen."""
PATIENCE = 15.0
"""Seconds that a window or a cell is waited for."""

_XVFB, _XDOTOOL = shutil.which("Xvfb"), shutil.which("xdotool")
_SPREADSHEET, _MOST_PARTS = 84, 20
"""A role of com.sun.star.accessibility, and how many parts of a window are looked at."""
_DOTS = 96
"""Of the screen, an inch."""
_POSITION_AND_SIZE = 15  # com.sun.star.awt.PosSize
_BOARD_HEIGHT = 495
"""Pixels from the sheet's upper edge down to where its text ends."""


class Screen:
    """One Xvfb on a display of its own, which is this process's display meanwhile."""

    def __enter__(self) -> Self:
        assert _XVFB and _XDOTOOL, "a test that looks at a screen is marked with `screen`"
        self._folder = tempfile.mkdtemp(prefix="screen-")
        self._process = subprocess.Popen(
            [
                *("sh", "-c", GUARDED, "sh", _XVFB, "-displayfd", "1", "-fbdir", self._folder),
                *("-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-dpi", str(_DOTS), "-nolisten", "tcp"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        assert self._process.stdout
        display = self._process.stdout.readline().decode().strip()
        if not display:
            self.__exit__()
            raise RuntimeError("Xvfb does not start")
        # Of the looks that LibreOffice can have, the one that every machine has. Titles of windows are Vietnamese.
        settings = {"DISPLAY": f":{display}", "SAL_USE_VCLPLUGIN": "gen", "LC_ALL": "C.UTF-8"}
        self._environment = patch.dict(os.environ, settings)
        self._environment.start()
        return self

    def __exit__(self, *_: object) -> None:
        if hasattr(self, "_environment"):
            self._environment.stop()
        self._process.terminate()  # politely, since it removes its socket
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(5)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def group(self) -> int:
        """The number of its group of processes."""
        return self._process.pid

    def point(self, x: int, y: int) -> None:
        """The mouse over a place."""
        self._xdotool("mousemove", str(x), str(y))

    def click(self, x: int, y: int) -> None:
        """The left button of the mouse."""
        self._xdotool("mousemove", str(x), str(y), "click", "1")

    @contextmanager
    def answering(self, title: str) -> Iterator[list[str]]:
        """Press Enter on every window of this title that comes up meanwhile; their numbers are in what is yielded."""
        answered: list[str] = []
        over = Event()
        own = Thread(target=self._answer, args=(title, over, answered))
        own.start()
        try:
            yield answered
        finally:
            over.set()
            own.join()

    @property
    def pixels(self) -> bytes:
        """What is on the screen, as X keeps it (XWD)."""
        return (Path(self._folder) / "Xvfb_screen0").read_bytes()

    def photograph(self, top: int = 0, bottom: int = HEIGHT) -> bytes:
        """What is on the screen between two heights, as a PNG."""
        return _png(self.pixels, top, bottom)

    def _answer(self, title: str, over: Event, answered: list[str]) -> None:
        while not over.wait(0.05):
            for window in self._xdotool("search", "--onlyvisible", "--name", f"^{title}$").split():
                self._xdotool("windowfocus", window, "key", "Return")
                if window not in answered:
                    answered.append(window)

    @staticmethod
    def _xdotool(*words: str) -> str:
        # A search that finds nothing fails, and so does a window that closes meanwhile.
        done = subprocess.run([str(_XDOTOOL), *words], capture_output=True, encoding="utf-8", timeout=PATIENCE)
        return done.stdout


def _png(xwd: bytes, top: int, bottom: int) -> bytes:
    """The pixels of a screen between two heights made a PNG."""
    size, *_ = header = struct.unpack(">25I", xwd[:100])
    width, line, colours = header[4], header[12], header[19]
    assert header[11] == 32, "bits a pixel"
    start = size + 12 * colours
    pixels = bytearray()
    rows = range(top, min(bottom, header[5]))
    for row in rows:
        seen = xwd[start + row * line :][: 4 * width]
        shown = bytearray(3 * width)
        shown[0::3], shown[1::3], shown[2::3] = seen[2::4], seen[1::4], seen[0::4]  # blue comes first
        pixels += b"\0" + shown
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, len(rows), 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(pixels, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


class Shown(NamedTuple):
    """The office's workbook, open on a screen."""

    screen: Screen
    app: xw.App
    book: xw.Book

    @property
    def window(self) -> Any:
        """The workbook's view."""
        return self.book.impl.controller

    def settle(self) -> None:
        """Wait until all is drawn. Before that a button is only painted, and a click on it goes to the cell below."""
        toolkit = self.app.impl.service("awt.Toolkit")
        deadline = time.monotonic() + PATIENCE
        before = b""
        while before != (now := self.screen.pixels):
            assert time.monotonic() < deadline, "the screen does not come to rest"
            before = now
            time.sleep(0.2)
            toolkit.processEventsToIdle()

    def buttons(self) -> dict[str, tuple[int, int]]:
        """Where the middle of each button of the sheet in front is on the screen, by its caption."""
        page = self.window.ActiveSheet.DrawPage
        left, top = self.origin()
        scale = self.window.ZoomValue / 100 * _DOTS / 2540
        found = {}
        for shape in map(page.getByIndex, range(page.Count)):
            if shape.Description in MACROS.values():
                at, size = shape.Position, shape.Size
                x, y = at.X + size.Width / 2, at.Y + size.Height / 2
                found[shape.Description] = (left + round(x * scale), top + round(y * scale))
        return found

    def origin(self) -> tuple[int, int]:
        """Where on the screen the sheet begins: the upper pane of its frozen rows."""
        own = self.window.Frame.ComponentWindow.AccessibleContext
        parts = [own.getAccessibleChild(place).AccessibleContext for place in range(own.AccessibleChildCount)]
        inner = [
            part.getAccessibleChild(place).AccessibleContext
            for part in parts
            for place in range(min(part.AccessibleChildCount, _MOST_PARTS))
        ]
        panes = [part.LocationOnScreen for part in inner if part.AccessibleRole == _SPREADSHEET]
        first = min(panes, key=lambda place: (place.Y, place.X))
        return first.X, first.Y

    def command(self, name: str) -> None:
        """A command of LibreOffice's menus."""
        self.app.impl.service("frame.DispatchHelper").executeDispatch(self.window.Frame, name, "", 0, ())

    def run(self, command: str, title: str) -> str:
        """Run what a button passes to Python as if this workbook had called; returns what the message box said."""
        told = len(libreoffice.alerts(self.app))
        self.book.set_mock_caller()
        stuck = Timer(4 * PATIENCE, self.app.kill)
        stuck.start()
        try:
            with self.screen.answering(title) as answered:
                exec(command, {})
        finally:
            stuck.cancel()
            del xw.Book._mock_caller
        (alert,) = libreoffice.alerts(self.app)[told:]
        assert alert.title == title
        assert len(answered) == 1, "the message box was not seen"
        return alert.prompt


@contextmanager
def shown(path: Path) -> Iterator[Shown]:
    """A workbook in a Vietnamese LibreOffice that fills the screen and runs macros."""
    with Screen() as screen:
        app = libreoffice.start(headless=False, locale="vi-VN", macros=True)
        try:
            there = Shown(screen, app, app.books.open(path))
            there.window.Frame.ContainerWindow.setPosSize(0, 0, WIDTH, HEIGHT, _POSITION_AND_SIZE)
            yield there
        finally:
            try:
                app.quit()
            except xw.XlwingsError:  # a window stands open and asks something, such as what to do with a faulty macro
                app.kill()


def photograph(path: Path) -> None:
    """The board of a made-up day, as Tổng hợp leaves it."""
    with tempfile.TemporaryDirectory(prefix="screen-") as scratch:
        folder = start(Path(scratch) / "viec", None)
        make_day(folder.inbox, default_plan().plan)
        with shown(folder.workbook) as there:
            there.book.sheets[CONTROL_SHEET].activate()
            there.run("import xlpy.buttons; xlpy.buttons.tong_hop()", "Tổng hợp")
            there.command(".uno:Sidebar")
            there.window.ShowPageBreaks = False
            there.screen.point(*there.buttons()["Tổng hợp"])
            there.settle()
            _, top = there.origin()
            path.write_bytes(there.screen.photograph(top, top + _BOARD_HEIGHT))


if __name__ == "__main__":
    photograph(Path(sys.argv[1]) if sys.argv[1:] else PICTURE)
    print(Path(sys.argv[1]) if sys.argv[1:] else PICTURE)
