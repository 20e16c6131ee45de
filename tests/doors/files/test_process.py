"""The reader's process: it ends with its caller, leaves nothing behind, and starts nothing of the current folder."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kit.desk import FILE, Desk
from tests.kit.hostile import SHEET, swapped
from xlpy.doors.disk.scratch import scratch
from xlpy.doors.files.reader import Reader

ROOT = Path(__file__).parents[3]
needs_signals = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills a process by a signal of POSIX")

READING = """
import sys, time
from pathlib import Path
from xlpy.doors.files.reader import Reader
with Reader() as reader:
    answers = reader.read([(Path(sys.argv[1]), "a.xlsx")] * 40)
    print(reader.pid, flush=True)
    time.sleep(60)
"""


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def comes(condition: Callable[[], bool], seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


def started(script: str, *arguments: str, temp: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-P", "-c", script, *arguments],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temp), "TEMP": str(temp), "TMP": str(temp)},
    )


@needs_signals
@pytest.mark.skipif(sys.platform != "linux", reason="looks for the process in /proc")
@pytest.mark.parametrize("pause", [0.0, 0.3], ids=["at its start", "while it reads"])
def test_a_killed_run_leaves_no_worker_and_no_file(desk: Desk, good: bytes, tmp_path: Path, pause: float) -> None:
    rows = "".join(f'<row r="{number}"/>' for number in range(500, 200_000))
    slow = desk.save(swapped(good, SHEET, ("</sheetData>", f"{rows}</sheetData>")))
    with started(READING, str(slow), temp=tmp_path) as python:
        assert python.stdout is not None
        worker = int(python.stdout.readline())
        time.sleep(pause)
        assert runs(worker)
        python.kill()
    assert comes(lambda: not runs(worker))
    assert list(tmp_path.iterdir()) == []


SCRATCH = """
import sys, time
from xlpy.doors.disk.scratch import scratch
with scratch("thu") as place:
    (place.path / "a").write_bytes(b"1")
    print(place.path, flush=True)
    time.sleep(60)
"""


@needs_signals
def test_what_a_killed_run_unpacked_goes_with_the_next_and_not_sooner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    strange = tmp_path / "hotich-cua-nguoi-khac"
    strange.mkdir()
    with started(SCRATCH, temp=tmp_path) as python:
        assert python.stdout is not None
        left = Path(python.stdout.readline().strip())
        with scratch("thu") as own:
            assert left.is_dir()  # its owner lives
            assert own.path != left
        python.kill()
    assert left.is_dir()
    with scratch("thu"):
        assert not left.exists()
    assert list(tmp_path.iterdir()) == [strange]


def test_a_reader_that_is_closed_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Reader() as reader:
        list(reader.read([(desk.save(desk.form()), FILE)]))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.own_times
def test_what_a_reader_has_used_is_its_own_time_and_not_ours(desk: Desk) -> None:
    with Reader() as reader:
        list(reader.read([(desk.save(desk.form()), FILE)]))
        begun, before = time.process_time(), reader._worker.cpu_time()
        while time.process_time() < begun + 0.5:
            pass
        assert before is not None
        assert reader._worker.cpu_time() == pytest.approx(before, abs=0.25)


PLANTED = (
    "multiprocessing.py",
    "python_calamine.py",
    "olefile.py",
    "email.py",
    "soffice.bat",
    "soffice.exe",
    "soffice",
)

FROM_HERE = """
import os, sys
from xlpy.doors.files.reader import Reader
from xlpy.programs import find_program
sys.path.insert(0, "")  # as where Python was started with -m or -c
sys.path.insert(0, os.getcwd())
os.environ["PATH"] = os.pathsep.join(["", ".", os.getcwd(), os.environ["PATH"]])
with Reader() as reader:
    reader.try_out()
print(find_program("soffice", "libreoffice"))
"""


def test_nothing_of_the_current_folder_is_started_or_imported(tmp_path: Path) -> None:
    ran = tmp_path / "da-chay"
    here = tmp_path / "den"
    here.mkdir()
    for name in PLANTED:
        text = f"open({str(ran)!r}, 'w').close()" if name.endswith(".py") else f"#!/bin/sh\ntouch '{ran}'\n"
        (here / name).write_text(text, encoding="utf-8")
        (here / name).chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-P", "-c", FROM_HERE],
        cwd=here,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert str(here) not in done.stdout
    assert not ran.exists()
