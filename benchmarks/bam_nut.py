"""How long from the press of Tổng hợp in an open workbook to the finished board? LibreOffice, 11 files.

    python benchmarks/bam_nut.py [--presses 7]

LibreOffice is up and the workbook open, as at 14:10 in an office; each press starts a Python of its own, as RunPython
does, and includes that start. Every press has a fresh journal, so that everything is read and decided anew.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import time

from tong_hop import prepare

from xlpy import libreoffice
from xlpy.app.folder import Folder

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
after(xlpy.doors.live.book.LiveBook, "write", "write the views")
after(xlpy.doors.live.book.LiveBook, "recalculate", "recalculate")
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


def main() -> None:
    """Time presses and print the medians of their parts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--presses", type=int, default=7)
    presses = parser.parse_args().presses
    with TemporaryDirectory() as room, libreoffice.start(locale="vi-VN") as app:
        folder, _ = prepare(Path(room) / "viec")
        app.books.open(str(folder.workbook))
        runs = []
        for number in range(presses + 1):
            clear(folder)
            command = [sys.executable, "-c", PRESS, repr(time()), libreoffice.pipe(app)]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            if number:  # the first one warms caches
                runs.append(json.loads(done.stdout.splitlines()[-1]))
    print(f"{'milliseconds, median':44}{presses:3} presses")
    for name in runs[0]:
        print(f"  {name:40}{1000 * median(run[name] for run in runs):8.0f}")
    print(f"  {'from press to finished board':40}{1000 * median(sum(run.values()) for run in runs):8.0f}")


if __name__ == "__main__":
    main()
