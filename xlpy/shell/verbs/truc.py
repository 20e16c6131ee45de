"""Trực: stay, and answer the workbook's buttons, so that none of them has to start a Python."""

import argparse
import gc
import os
import signal
import sys
import threading
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from xlpy.shell.arguments import working_folder
from xlpy.shell.command_line import add_folder
from xlpy.shell.screens import CLEAN, NEEDS_A_PERSON, whole

if TYPE_CHECKING:
    from xlpy.app.on_duty import Carried, Duty

_SECONDS_LEFT = 4.0
"""Windows ends a program five seconds after its window was closed."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    parser.add_argument(
        "--thoi", dest="stop", action="store_true", help="cho cửa sổ đang trực thư mục này nghỉ, rồi thôi"
    )


def run(options: argparse.Namespace) -> int:
    """Be on duty until told otherwise; returns the exit code. Raises CannotDo where somebody else is."""
    from xlpy.app.on_duty import Duty, stop

    folder = working_folder(options)
    folder.must_exist()
    if options.stop:
        who = stop(folder)
        print("Đã nghỉ trực nút." if who else "Không có ai đang trực nút của thư mục này trên máy này.")
        return CLEAN
    duty = Duty(folder, _tell)
    _say("Đang nạp chương trình …")
    broken = duty.begin()
    over = threading.Event()
    _end_when_told(duty, over)
    gc.collect()
    gc.freeze()  # what is loaded now stays; of a press, garbage is collected once it is over
    _say(f"Đang trực nút của {whole(folder.workbook)}. Cứ để cửa sổ này mở (thu nhỏ được); nghỉ: bấm Ctrl+C.")
    if broken:
        _say(f"Lần trực trước tắt giữa chừng {broken} lần bấm: mở Hotich.xlsm, bấm lại nút ấy. Số đã ghi không mất.")
    ended = duty.serve()
    if ended.again:
        os.execv(sys.executable, sys.orig_argv)
    _say(ended.why)
    over.set()
    return NEEDS_A_PERSON if ended.anew else CLEAN


def _tell(carried: "Carried") -> None:
    """A press on one line: what it says first; the rest stands in the box and on the workbook."""
    first = carried.told.partition("\n")[0]
    _say(f"{carried.title} · {carried.seconds:.1f} giây · ".replace(".", ",") + first)


def _say(text: str) -> None:
    """A line with its hour. A window that is gone is no reason to leave a press undone."""
    now = datetime.now()
    with suppress(OSError, ValueError):
        print(f"{now:%H:%M:%S}  {text}", flush=True)


def _end_when_told(duty: "Duty", over: threading.Event) -> None:
    """Ctrl+C, a closed window, the end of the session: the press that is under way is carried out first."""

    def interrupted(*_: Any) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # who presses it again does not want to wait
        # Not from here: a signal comes in the middle of anything, perhaps while the lock is held that ending takes.
        threading.Thread(target=duty.end, args=("Đã nghỉ trực.",)).start()

    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), interrupted)
    if sys.platform == "win32":
        import win32api  # comes with xlwings
        import win32con
        import win32console

        def closed(event: int) -> bool:
            if event not in (win32con.CTRL_CLOSE_EVENT, win32con.CTRL_LOGOFF_EVENT, win32con.CTRL_SHUTDOWN_EVENT):
                return False
            duty.end("Đã nghỉ trực.")
            over.wait(_SECONDS_LEFT)
            return True

        win32api.SetConsoleCtrlHandler(closed, True)
        with suppress(Exception):  # no console of ours
            # A click into the window would begin a selection, and hold whatever is printed until Esc is pressed.
            screen = win32console.GetStdHandle(win32console.STD_INPUT_HANDLE)
            screen.SetConsoleMode(screen.GetConsoleMode() & ~0x0040 | 0x0080)  # ENABLE_QUICK_EDIT_MODE, _EXTENDED_FLAGS
