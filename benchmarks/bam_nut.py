"""How long from the press of Tổng hợp in an open workbook to the finished board? LibreOffice, 11 files.

    python benchmarks/bam_nut.py [--presses 7]

LibreOffice is up and the workbook open, as at 14:10 in an office. A press by RunPython starts a Python of its own, and
that start is in its time; in turn with them, in the same run, go presses handed over to `hotich truc`. Every press has
a fresh journal and blank views, so that everything is read, decided and written anew. Then the same with nothing new:
the day is merged already, and the views show it.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep, time
from typing import TYPE_CHECKING

from tong_hop import prepare

from xlpy import libreoffice
from xlpy.app.folder import Folder
from xlpy.app.on_duty import post_of
from xlpy.app.press import press

if TYPE_CHECKING:
    import xlwings as xw

PRESS = """
import json, sys, time
started = float(sys.argv[1])
marks = {}
def mark(name):
    marks[name] = time.time()
from xlpy.app.open_workbook import without_tables
with without_tables():  # no office has them
    from xlpy import libreoffice
import xlpy.buttons, xlpy.app.desk, xlpy.app.merge.merge_day, xlpy.doors.live.book
mark("import")
book = next(book for book in libreoffice.attach(sys.argv[2]).books if book.name == "Hotich.xlsm")
book.set_mock_caller()
mark("find the workbook")
def after(owner, name, label):
    work = getattr(owner, name)
    def wrapped(*arguments, **options):
        result = work(*arguments, **options)
        mark(label)
        return result
    setattr(owner, name, wrapped)
after(xlpy.app.desk.Desk, "_cleared", "read plan and board")
after(xlpy.app.merge.merge_day, "consolidate", "read files, decide, record, report")
after(xlpy.doors.live.book.LiveBook, "write", "write the views, recalculate")
xlpy.buttons.tong_hop()
mark("tell, and end")
previous = started
parts = {}
for name, at in sorted(marks.items(), key=lambda item: item[1]):
    parts[name] = at - previous
    previous = at
print(json.dumps(parts))
"""


def clear(folder: Folder) -> None:
    """What a press left behind, so that the next one starts from nothing."""
    for path in sorted((*folder.path.glob("bao-cao/**/*"), *folder.path.glob("da-nhan/**/*")), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    for name in ("nhat-ky.sqlite", "nhat-ky.dang-chay", ".ke-hoach-da-doc", ".lan-truoc"):
        (folder.path / name).unlink(missing_ok=True)


def blank(folder: Folder, book: "xw.Book") -> None:
    """The same, and the views of the open workbook show that nothing is there."""
    clear(folder)
    with redirect_stderr(StringIO()):  # where nobody sits, boxes are printed
        press("lam_moi", book)


RESIDENT = """
import sys
import xlpy.app.open_workbook as open_workbook
from xlpy.cli import run
pipe = sys.argv.pop(1)
open_workbook._pipe = lambda _: pipe
run()
"""


@contextmanager
def on_duty(folder: Folder, pipe: str) -> Iterator[None]:
    """`hotich truc` meanwhile."""
    command = [sys.executable, "-P", "-c", RESIDENT, pipe, "truc", "-C", str(folder.path)]
    resident = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while post_of(folder).who() is None:
            sleep(0.05)
        yield
    finally:
        resident.terminate()
        resident.wait()


def by_truc(folder: Folder) -> float:
    """Seconds from before the request is written until the board is."""
    post = post_of(folder)
    began = perf_counter()
    if not post.ask("tong_hop"):
        raise RuntimeError("nobody took the press")
    while post.is_busy():
        sleep(0.001)
    return perf_counter() - began


def by_run_python(pipe: str) -> dict[str, float]:
    """Seconds of each part of a press in a Python that is started for it."""
    command = [sys.executable, "-c", PRESS, repr(time()), pipe]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    parts: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return parts


def main() -> None:
    """Time presses of both kinds in turn, and print the medians."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--presses", type=int, default=7)
    presses = parser.parse_args().presses
    started, handed, idle_started, idle_handed = [], [], [], []
    with TemporaryDirectory() as room, libreoffice.start(locale="vi-VN") as app:
        folder, _ = prepare(Path(room) / "viec")
        book = app.books.open(str(folder.workbook))
        pipe = libreoffice.pipe(app)
        with on_duty(folder, pipe):
            for number in range(presses + 1):
                blank(folder, book)
                one = by_run_python(pipe)
                same = by_run_python(pipe)
                blank(folder, book)
                other = by_truc(folder)
                again = by_truc(folder)
                if number:  # the first ones warm caches
                    started.append(one)
                    idle_started.append(sum(same.values()))
                    handed.append(other)
                    idle_handed.append(again)
    print(f"{'milliseconds, median':44}{presses:3} presses, load {os.getloadavg()[0]:.1f}")
    for name in started[0]:
        print(f"  {name:40}{1000 * median(run[name] for run in started):8.0f}")
    whole = median(sum(run.values()) for run in started)
    print(f"  {'by RunPython, from press to board':40}{1000 * whole:8.0f}")
    print(f"  {'by hotich truc, from request to board':40}{1000 * median(handed):8.0f}")
    print(f"  {'ratio':40}{median(handed) / whole:8.2f}")
    print(f"  {'nothing new, by RunPython':40}{1000 * median(idle_started):8.0f}")
    print(f"  {'nothing new, by hotich truc':40}{1000 * median(idle_handed):8.0f}")


if __name__ == "__main__":
    main()
