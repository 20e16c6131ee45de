"""The engine's offices as processes: side by side, attached to, and gone whatever becomes of Python."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from xlpy import libreoffice

pytestmark = pytest.mark.office

ROOT = Path(__file__).parent.parent.parent
START = "from xlpy import libreoffice\napp = libreoffice.start()\nprint(app.pid, flush=True)\n"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what an office leaves."""
    folder = tmp_path / "tạm"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    return folder


def gone(group: int) -> bool:
    """Whether every process of a group has ended, but for those that nobody has asked after yet."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, at = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(at) == group and state != "Z":
            return False
    return True


def wait_for(condition: Callable[[], bool]) -> bool:
    until = time.monotonic() + 15
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


def run(script: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", START + script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )


def group_of(python: "subprocess.Popen[str]") -> int:
    assert python.stdout is not None
    return int(python.stdout.readline())


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("app.books.add()", ""),
        ("with app:\n    1 / 0", "ZeroDivisionError"),
        ("import os\nif os.fork() == 0: raise SystemExit\nos.wait()\napp.books.add()\napp.quit()", ""),
    ],
    ids=["forgotten", "exception", "fork and quit"],
)
def test_nothing_is_left_at_the_end_of_python(script: str, error: str, temporary: Path) -> None:
    python = run(script)
    group = group_of(python)
    _, said = python.communicate(timeout=30)
    assert error in said
    assert ("Traceback" in said) == bool(error)
    assert wait_for(lambda: gone(group))
    assert list(temporary.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("number", ["SIGKILL", "SIGTERM"])
def test_nothing_is_left_of_a_python_that_is_stopped(number: str, temporary: Path) -> None:
    python = run("import time\nbook = app.books.add()\nprint('ready', flush=True)\ntime.sleep(60)")
    group = group_of(python)
    assert python.stdout is not None
    python.stdout.readline()
    python.send_signal(signal.Signals[number])
    python.communicate(timeout=30)
    assert wait_for(lambda: gone(group))
    assert wait_for(lambda: not list(temporary.iterdir()))


@pytest.mark.slow
def test_ctrl_c_is_for_python(temporary: Path) -> None:
    python = run(
        "import time\ntry:\n    print('ready', flush=True)\n    time.sleep(60)\n"
        "except KeyboardInterrupt:\n    print(app.books.add().sheets.count, flush=True)\ntime.sleep(60)"
    )
    group = group_of(python)
    assert python.stdout is not None
    python.stdout.readline()
    python.send_signal(signal.SIGINT)
    told = python.stdout.readline().strip()
    assert told == "1", python.communicate(timeout=30)  # a Python that goes on has its office
    python.send_signal(signal.SIGINT)
    assert "KeyboardInterrupt" in python.communicate(timeout=30)[1]
    assert wait_for(lambda: gone(group))
    assert list(temporary.iterdir()) == []


@pytest.mark.slow
def test_two_side_by_side(temporary: Path, tmp_path: Path) -> None:
    path = tmp_path / "macro.ods"
    with libreoffice.start(macros=True) as one, xw.App(visible=False, add_book=False) as two:
        assert one.pid != two.pid
        assert [app.pid for app in xw.apps][:2] == [two.pid, one.pid]
        first, second = one.books.add(), two.books.add()
        first.sheets[0]["A1"].value, second.sheets[0]["A1"].value = 1, 2
        assert (first.sheets[0]["A1"].value, second.sheets[0]["A1"].value) == (1.0, 2.0)
        assert (one.books.count, two.books.count) == (1, 1)
        first.sheets[0].activate()
        assert xw.apps.active == one
        with pytest.raises(NotImplementedError, match=r"App\.visible"):
            one.visible = True

        libraries = first.api.BasicLibraries
        if not libraries.hasByName("Standard"):
            libraries.createLibrary("Standard")
        libraries.getByName("Standard").insertByName("Tinh", "Function Tong(a, b)\nTong = a + b\nEnd Function")
        first.save(path)
        first.close()
        assert one.books.open(path).macro("Tinh.Tong")(1, 2.5) == 3.5
        with pytest.raises(xw.XlwingsError, match="no such macro"):
            one.books[path.name].macro("Tinh.Hieu")(1, 2)
        with pytest.raises(xw.XlwingsError, match="not allowed"):
            two.books.open(path).macro("Tinh.Tong")(1, 2)

        two.kill()
        assert list(xw.apps) == [one]
        os.killpg(one.pid, signal.SIGKILL)
        assert wait_for(lambda: not list(xw.apps))
        with pytest.raises(xw.XlwingsError):
            _ = first.name
    assert list(temporary.iterdir()) == []


@pytest.mark.slow
def test_attaching_to_a_running_one() -> None:
    with libreoffice.start() as own:
        own.books.add().sheets[0]["A1"].value = "thấy"
        pipe = own.impl.office.pipe
        other = libreoffice.attach(pipe)
        assert (other.books[0].sheets[0]["A1"].value, other.visible, other.alert("x")) == ("thấy", False, "ok")
        python = run(f"book = libreoffice.attach({pipe!r}).books[0]\nbook.sheets[0]['A1'].value = 'sửa'")
        group = group_of(python)
        python.communicate(timeout=30)
        assert wait_for(lambda: gone(group))
        assert own.books[0].sheets[0]["A1"].value == "sửa"  # what one is attached to lives on
        other.kill()
        assert wait_for(lambda: not own.impl.office.alive)


@pytest.mark.slow
def test_a_connection_that_falls_at_once_is_tried_again() -> None:
    name, taken = f"hotich{os.getpid()}", []
    with closing(socket.socket(socket.AF_UNIX)) as pipe:
        where = Path(f"/tmp/OSL_PIPE_{os.getuid()}_{name}")
        pipe.bind(str(where))
        try:
            pipe.listen()
            pipe.settimeout(15)

            def drop() -> None:
                with suppress(OSError):
                    while True:
                        taken.append(pipe.accept()[0].close())

            with ThreadPoolExecutor(1) as busy:
                busy.submit(drop)
                with pytest.raises(libreoffice.NotFound, match="Không thấy LibreOffice đang chạy"):
                    libreoffice.attach(name, timeout=0.5)
                pipe.shutdown(socket.SHUT_RDWR)
        finally:
            where.unlink()
    assert len(taken) > 1


def test_nobody_there(monkeypatch: pytest.MonkeyPatch, temporary: Path) -> None:
    with pytest.raises(libreoffice.NotFound, match="Không thấy LibreOffice đang chạy"):
        libreoffice.attach("không-có", timeout=0.1)
    with pytest.raises(RuntimeError, match="không khởi động được"):
        libreoffice.start(executable="false")
    monkeypatch.setenv("PATH", str(temporary))
    with pytest.raises(libreoffice.NotFound, match="Không thấy LibreOffice trên máy này"):
        libreoffice.start()
    assert list(temporary.iterdir()) == []


def press(app: Any, title: str, button: str) -> None:
    """Press a button of a message box, as soon as it is there, by the means of people who cannot see."""
    time.sleep(1)  # the bridge does not like two threads to meet an object for the first time at once
    toolkit = app.impl.service("awt.Toolkit")
    found: list[Any] = []

    def look(context: Any) -> None:
        if context.getAccessibleName() == button:
            found.append(context)
        for number in range(context.getAccessibleChildCount()):
            look(context.getAccessibleChild(number).getAccessibleContext())

    def there() -> bool:
        for number in range(toolkit.getTopWindowCount()):
            context = toolkit.getTopWindow(number).getAccessibleContext()
            if context.getAccessibleName() == title:
                look(context)
        return bool(found)

    if wait_for(there):
        found[0].doAccessibleAction(0)


def test_windows_where_there_is_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the toolkit that draws into memory, LibreOffice behaves as in front of a person."""
    monkeypatch.setenv("SAL_USE_VCLPLUGIN", "svp")
    with libreoffice.start(headless=False) as app:
        book = app.books.add()
        window = book.api.CurrentController.Frame.ContainerWindow
        assert (app.visible, window.isVisible()) == (True, True)
        app.visible = False
        assert (app.visible, window.isVisible()) == (False, False)
        other = app.books.add()
        assert not other.api.CurrentController.Frame.ContainerWindow.isVisible()
        app.visible = True
        assert window.isVisible()
        app.activate(steal_focus=True)
        with ThreadPoolExecutor(1) as person:
            pressing = person.submit(press, app, "Hộ tịch", "No")
            assert app.alert("Tiếp tục?", "Hộ tịch", "yes_no_cancel", "info") == "no"
            pressing.result()
        book.close()
        other.close()
        assert app.books.add().sheets.count == 1  # the last window closed is not the end
