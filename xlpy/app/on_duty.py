"""Trực: one process that stays, has everything loaded, and carries out the presses that it is handed.

Nothing of the office is kept from one press to the next: plan, settings, journal and files are read anew each time, as
by a process that was started for the press. What is saved is the start alone.
"""

import gc
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import NamedTuple

from xlpy import __version__
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.press import BUTTONS, press
from xlpy.doors.disk.duty import AlreadyOnDuty, OnDuty, Post, Request
from xlpy.doors.disk.stamps import stamp_at
from xlpy.programs import own_command

_LOOKS, _LOOKS_FAR = 0.03, 1.0
"""Seconds between two looks for presses, and between two looks at the program and at what was left lying."""
_REST = 10
"""How often the time of a look is waited for before the next: on a share that answers slowly they come seldom."""
_STOPPING, _BETWEEN = 30.0, 0.2
_MOST_IN_LIBREOFFICE = 300
"""Presses after which the process begins again: LibreOffice's bridge keeps each name it is asked, 0.1 MB a press."""
_OWN_VERSION = Path(__file__).parents[1] / "__init__.py"


class Carried(NamedTuple):
    """A press that was carried out. `told` is what the person was told, `seconds` from its being taken to the board."""

    title: str
    told: str
    seconds: float


class Ended(NamedTuple):
    """Why nobody is on duty any more. `anew`: somebody should begin anew; `again`: the process itself will."""

    why: str
    anew: bool = False
    again: bool = False


class _Taken(NamedTuple):
    request: Request
    path: Path
    at: float


def post_of(folder: Folder) -> Post:
    """Where presses on the folder's workbook are handed over on this PC."""
    return Post(folder.duty, folder.workbook.name)


def handed_over(folder: Folder, button: str) -> bool:
    """Hand a press to whoever is on duty, and wait until it is carried out; False where nobody has taken it."""
    post = post_of(folder)
    if not post.ask(button):
        return False
    while post.is_busy() and post.who() is not None:
        time.sleep(_LOOKS)
    return True


def stop(folder: Folder) -> OnDuty | None:
    """Have whoever is on duty end, after the press that is under way; returns who it was. Raises CannotDo."""
    post = post_of(folder)
    who = post.who()
    if who is None:
        return None
    post.ask_to_stop()
    until = time.monotonic() + _STOPPING
    while post.who() is not None:
        if time.monotonic() > until:
            raise CannotDo(
                f"Trực nút (tiến trình {who.pid}) chưa nghỉ sau {_STOPPING:.0f} giây: có thể hộp trả lời còn mở trên "
                "Hotich.xlsm. Bấm OK ở hộp ấy, hoặc đóng cửa sổ Trực nút, rồi chạy lại."
            )
        time.sleep(_BETWEEN)
    return who


class Duty:
    """A turn of duty for a working folder. `told` hears of each press before its message box is shown."""

    def __init__(self, folder: Folder, told: Callable[[Carried], None]) -> None:
        self._folder = folder
        self._told = told
        self._post = post_of(folder)
        self._waiting: SimpleQueue[_Taken | Ended] = SimpleQueue()
        self._over = threading.Event()
        self._looking = threading.Lock()

    def begin(self) -> int:
        """Be on duty; returns how many presses an earlier one left half done. Raises CannotDo, OSError."""
        self._folder.must_exist()
        if not self._folder.workbook.exists():
            raise CannotDo(f"{self._folder.workbook}: không có tệp này; tạo bằng lệnh: {own_command()} bat-dau")
        if who := self._post.who():
            raise self._taken_by(who)
        _load()
        try:
            self._post.take_up(__version__)
        except AlreadyOnDuty as error:
            raise self._taken_by(self._post.who()) from error
        return self._post.tidy()

    def _taken_by(self, who: OnDuty | None) -> CannotDo:
        since = f" (tiến trình {who.pid}, từ {who.began})" if who and who.pid else ""
        place = self._folder.path.absolute()
        return CannotDo(f"{place}: trên máy này đã có một cửa sổ Trực nút cho thư mục này{since}; giữ cửa sổ ấy.")

    def serve(self) -> Ended:
        """Carry presses out, one by one, until there is a reason to end. Nobody is on duty afterwards."""
        looking = threading.Thread(target=self._look, daemon=True)
        looking.start()
        bridged = 0
        try:
            while True:
                try:
                    item = self._waiting.get(timeout=_LOOKS_FAR)  # in between Ctrl+C is heard, on Windows too
                except Empty:
                    continue
                if isinstance(item, Ended):
                    return item
                self._carry_out(item)
                if not item.request.window and (bridged := bridged + 1) >= _MOST_IN_LIBREOFFICE:
                    self.end("", again=True)
        finally:
            self.end("")
            looking.join()
            self._post.lay_down()

    def end(self, why: str, *, again: bool = False) -> None:
        """Take no more presses; those that were taken are carried out. May be called from any thread, and twice."""
        with self._looking:
            if not self._over.is_set():
                self._over.set()
                self._waiting.put(Ended(why, again=again))

    # -- presses ---------------------------------------------------------------------------------------------------

    def _carry_out(self, taken: _Taken) -> None:
        from xlpy.app.errors import explain
        from xlpy.app.open_workbook import calling_book

        button = BUTTONS[taken.request.button]

        def done(told: str) -> None:
            self._post.finish(taken.path)
            self._told(Carried(button.title, told, time.monotonic() - taken.at))

        try:
            press(taken.request.button, calling_book(self._folder, taken.request.window), done)
        except Exception as error:  # the workbook is gone: there is no box to tell it in
            done(explain(error, self._folder.path))
        finally:
            # What is left of Excel's objects would keep it from ending when a person closes it.
            gc.collect()

    def _look(self) -> None:
        """Look until the end. Whoever cannot look any more is not on duty: buttons must not wait for him."""
        from xlpy.app.errors import explain

        try:
            self._keep_looking()
        except Exception as error:
            self._over.set()
            self._waiting.put(Ended(f"{explain(error, self._folder.path)} Đã nghỉ; mở lại Trực nút.", anew=True))

    def _keep_looking(self) -> None:
        """Take what comes, at once, also while a press is carried out: who asks waits for two seconds only."""
        program, far = stamp_at(_OWN_VERSION), time.monotonic()
        took = 0.0
        while not self._over.wait(min(max(_LOOKS, _REST * took), _LOOKS_FAR)):
            with self._looking:
                if self._over.is_set():  # what is taken now would be carried out by nobody
                    return
                began = time.monotonic()
                try:
                    self._take_what_came()
                except OSError:
                    far = 0.0  # the place is gone, or out of reach for a moment
                took = time.monotonic() - began
                if time.monotonic() - far < _LOOKS_FAR:
                    continue
                far = time.monotonic()
                if why := self._reason_to_end(program):
                    self._over.set()
                    self._waiting.put(why)

    def _take_what_came(self) -> None:
        for path, request in self._post.requests():
            if request and self._may(request) and self._post.take(path):
                self._waiting.put(_Taken(request, path, time.monotonic()))

    def _may(self, request: Request) -> bool:
        """Whether this is a press for us: what a button does, from an Excel on this desktop."""
        return request.button in BUTTONS and (sys.platform != "win32" or is_excel(request.window))

    def _reason_to_end(self, program: str) -> Ended | None:
        self._post.sweep()
        if self._post.is_to_stop():
            return Ended("Đã nghỉ theo lệnh.")
        if stamp_at(_OWN_VERSION) != program and (now := _installed()) not in ("", __version__):
            return Ended(f"Đã cài Hotich {now}, cửa sổ này còn là {__version__}: nghỉ. Mở lại Trực nút.", anew=True)
        if not self._post.is_mine:
            if not self._folder.workbook.exists():
                return Ended(f"{self._folder.workbook}: không còn tệp này, đã nghỉ.", anew=True)
            try:
                self._post.lay_down()
                self._post.take_up(__version__)
            except AlreadyOnDuty:
                return Ended("Đã có một cửa sổ Trực nút khác cho thư mục này: nghỉ.", anew=True)
            except OSError:
                return None  # a share that is away for a moment
        return None


def _load() -> None:
    """All that a press needs, so that none waits for it."""
    from xlpy.app.open_workbook import load_program

    load_program()
    import xlpy.app.desk
    import xlpy.app.errors
    import xlpy.app.merge.decide
    import xlpy.app.merge.merge_day
    import xlpy.app.merge.publish
    import xlpy.app.plan_of_folder
    import xlpy.doors.disk.plan_file
    import xlpy.rules.plan  # noqa: F401


def is_excel(window: int) -> bool:
    """Whether a number is that of a window of an Excel on this desktop. Other people's Excel have other desktops."""
    if sys.platform != "win32":
        return False
    import win32gui  # comes with xlwings

    with suppress(Exception):
        return bool(win32gui.GetClassName(window) == "XLMAIN")
    return False


def _installed() -> str:
    """The version that lies on the disk; "" where that cannot be told, as in the middle of an installation."""
    with suppress(OSError):
        for line in _OWN_VERSION.read_text(encoding="utf-8").splitlines():
            if line.startswith("__version__"):
                return line.partition("=")[2].strip().strip("\"'")
    return ""
