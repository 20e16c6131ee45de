"""Tong hop.cmd, judged as text: cmd.exe is not where the tests run."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.pcs import PYTHON
from xlpy.app.set_up import start
from xlpy.selfcheck.launcher import LAUNCHER, launcher
from xlpy.shell.main import parser


def lines(executable: str = PYTHON, platform: str = "win32", **environ: str) -> list[str]:
    return launcher(platform, executable, environ).decode("ascii").split("\r\n")


def recorded(executable: str, **environ: str) -> str:
    """The Python that the file names."""
    return next(
        found[1] for line in lines(executable, **environ) if (found := re.match('set "HOTICH_PYTHON=(.*)"$', line))
    )


@pytest.mark.parametrize("platform", ["win32", "linux"])
def test_it_is_ascii_with_the_line_ends_of_windows(platform: str) -> None:
    data = launcher(platform, r"C:\Users\Nguyễn\python.exe", {})
    assert data.isascii()
    assert data.endswith(b"\r\n")
    assert data.replace(b"\r\n", b"").count(b"\n") == data.replace(b"\r\n", b"").count(b"\r") == 0


def test_it_merges_its_own_folder_wherever_that_is_with_the_python_that_made_it() -> None:
    assert recorded(PYTHON) == PYTHON
    assert '"%HOTICH_PYTHON%" -P -m xlpy.cli tong-hop -C "%~dp0."' in lines()
    assert not [line for line in lines() if re.search("[A-Z]:", line.replace(PYTHON, ""))]


def test_where_that_python_is_gone_the_launcher_of_python_steps_in() -> None:
    said = lines()
    assert said.index('if not exist "%HOTICH_PYTHON%" goto other') < said.index(":other")
    other = said[said.index(":other") :]
    assert other[1:4] == [
        'py -3 -P -c "import xlpy" >nul 2>nul',
        "if errorlevel 1 goto missing",
        'py -3 -P -m xlpy.cli tong-hop -C "%~dp0."',
    ]


def test_every_jump_has_its_place() -> None:
    said = lines()
    jumps = {found[1] for line in said if (found := re.search(r"goto (\w+)", line))}
    assert jumps == {line[1:] for line in said if line.startswith(":")}


def test_the_message_can_be_read_before_the_window_closes_and_the_exit_code_is_kept() -> None:
    said = [line for line in lines() if line]
    assert said[-2:] == ["pause", "exit /b %HOTICH_CODE%"]
    assert "chcp 65001 >nul" in said
    end = said.index(":end")
    assert said[end + 1] == "set HOTICH_CODE=%errorlevel%"
    assert all(said[place + 1] == "goto end" for place, line in enumerate(said) if "tong-hop -C" in line)


@pytest.mark.parametrize(
    ("executable", "written"),
    [
        (r"C:\Program Files\Python312\python.exe", r"C:\Program Files\Python312\python.exe"),
        (r"C:\A & B (x86)\python.exe", r"C:\A & B (x86)\python.exe"),
        (r"C:\100%\python.exe", r"C:\100%%\python.exe"),
        (r"C:\Hotich\Python\pythonw.exe", PYTHON),
        (r"D:\Hộ tịch\python.exe", ""),
        (
            r"C:\Users\Nguyễn Văn A\AppData\Local\Programs\Python\Python312\python.exe",
            r"%LOCALAPPDATA%\Programs\Python\Python312\python.exe",
        ),
        (r"c:\users\nguyễn văn a\hotich\.venv\Scripts\python.exe", r"%USERPROFILE%\hotich\.venv\Scripts\python.exe"),
        (r"C:\Users\Nguyễn Văn A\Hộ tịch\python.exe", ""),
        (r"C:\Users\Nguyễn Văn Anh\python.exe", ""),
    ],
)
def test_spaces_signs_and_accents_in_the_path_of_python_do_no_harm(executable: str, written: str) -> None:
    profile = r"C:\Users\Nguyễn Văn A"
    assert recorded(executable, USERPROFILE=profile, LOCALAPPDATA=rf"{profile}\AppData\Local") == written


def test_every_path_stands_in_quotes_and_none_inside_a_bracket() -> None:
    for line in lines():
        outside = re.sub('"[^"]*"', "", line)
        assert "%~dp0" not in outside
        assert "%HOTICH_PYTHON%" not in outside
        assert line.count('"') % 2 == 0
        assert not line.endswith("(")


def test_a_folder_made_on_another_system_relies_on_the_launcher_of_python() -> None:
    said = lines("/usr/bin/python3", "linux")
    assert 'set "HOTICH_PYTHON="' in said
    assert "if not defined HOTICH_PYTHON goto other" in said


def test_the_command_in_it_is_one_that_hotich_knows() -> None:
    line = next(line for line in lines() if line.startswith("py") and "tong-hop" in line)
    words = line.split("xlpy.cli ", 1)[1].replace('"', "").split()
    assert parser(words).parse_args(words).verb == "tong-hop"


def test_no_file_in_the_folder_can_take_the_place_of_a_module(tmp_path: Path) -> None:
    (tmp_path / "xlpy.py").write_text("raise SystemExit('not ours')", encoding="utf-8")
    switches = next(line for line in lines() if line.startswith("py -3") and "tong-hop" in line).split()[2:-2]
    done = subprocess.run(
        [sys.executable, *switches, "--help"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 0, done.stderr


def test_a_new_working_folder_has_it_and_a_changed_one_stays(tmp_path: Path) -> None:
    path = start(tmp_path / "viec", None).path / LAUNCHER
    assert path.read_bytes() == launcher(sys.platform, sys.executable, os.environ)
    path.write_bytes(b"rem mine\r\n")
    start(tmp_path / "viec", None)
    assert path.read_bytes() == b"rem mine\r\n"
    path.unlink()
    start(tmp_path / "viec", None)
    assert path.exists()


def test_the_folder_may_be_moved(tmp_path: Path) -> None:
    before = start(tmp_path / "viec", None).path
    shutil.move(before, tmp_path / "noi khac")
    assert str(tmp_path).encode() not in (tmp_path / "noi khac" / LAUNCHER).read_bytes().replace(
        sys.executable.encode(), b""
    )
