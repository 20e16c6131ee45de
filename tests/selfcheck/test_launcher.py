"""The files to double-click, judged as text: cmd.exe is not where these tests run."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.pcs import PYTHON
from xlpy.app.set_up import start
from xlpy.selfcheck.launcher import CHECK, LAUNCHERS, MERGE, MERGE_ANOTHER_DAY, Launcher, launcher, renewed
from xlpy.shell.main import parser


def lines(executable: str = PYTHON, platform: str = "win32", **environ: str) -> list[str]:
    return launcher(MERGE, platform, executable, environ).decode("ascii").split("\r\n")


def recorded(executable: str, **environ: str) -> str:
    """The Python that the file names."""
    return next(
        found[1] for line in lines(executable, **environ) if (found := re.match('set "HOTICH_PYTHON=(.*)"$', line))
    )


@pytest.mark.parametrize("platform", ["win32", "linux"])
def test_it_is_ascii_with_the_line_ends_of_windows(platform: str) -> None:
    data = launcher(MERGE, platform, r"C:\Users\Nguyễn\python.exe", {})
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


@pytest.mark.parametrize("which", LAUNCHERS, ids=lambda which: which.name)
def test_the_command_in_it_is_one_that_hotich_knows(which: Launcher) -> None:
    line = next(line for line in made(PYTHON, which).decode("ascii").splitlines() if line.startswith("py -3 -P -m"))
    words = line.split("xlpy.cli ", 1)[1].replace('"', "").split()
    assert parser(words).parse_args(words).verb == which.words.split()[0]


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


OLD, NEW = r"C:\Hotich\Python\python.exe", r"D:\Hotich\chuong-trinh\python.exe"


def made(python: str, which: Launcher = MERGE, platform: str = "win32") -> bytes:
    return launcher(which, platform, python, {})


@pytest.mark.parametrize("which", LAUNCHERS, ids=lambda which: which.name)
def test_one_that_is_ours_follows_python(which: Launcher) -> None:
    assert renewed(which, made(OLD, which), made(NEW, which)) == made(NEW, which)


@pytest.mark.parametrize(
    ("was", "became"),
    [
        (b"pause\r\n", b""),
        (b"tong-hop", b"tong-hop --theo-doi"),
        (b"@echo off\r\n", b"@echo off\r\nrem cua toi\r\n"),
        (b"rem Tep nay", b"rem T\xe1\xbb\x87p nay"),
    ],
)
def test_one_that_a_person_changed_stays(was: bytes, became: bytes) -> None:
    changed = made(OLD).replace(was, became, 1)
    assert changed != made(OLD)
    assert renewed(MERGE, changed, made(NEW)) == changed


def test_one_of_another_kind_stays() -> None:
    assert renewed(MERGE, b"rem mine\r\n", made(NEW)) == b"rem mine\r\n"
    assert renewed(MERGE, b"", made(NEW)) == b""


def test_an_editor_that_changed_only_the_line_ends_changed_nothing() -> None:
    assert renewed(MERGE, made(OLD).replace(b"\r\n", b"\n"), made(NEW)) == made(NEW)


def test_one_that_named_another_python_by_hand_is_still_ours() -> None:
    """As after a move, when somebody tried to help."""
    assert renewed(MERGE, made(OLD).replace(OLD.encode(), rb"E:\tim\python.exe"), made(NEW)) == made(NEW)


def test_a_system_that_knows_no_python_of_windows_leaves_the_one_that_is_named() -> None:
    assert renewed(MERGE, made(OLD), made("/usr/bin/python3", platform="linux")) == made(OLD)


def test_the_very_first_text_had_no_mark_and_is_known() -> None:
    text = (Path(__file__).parent / "first_launcher.cmd").read_bytes()
    assert b"chcp" in text
    assert renewed(MERGE, text, made(NEW)) == made(NEW)
    assert renewed(MERGE, text.replace(b"pause", b"rem"), made(NEW)) != made(NEW)


def test_a_new_working_folder_has_all_and_a_changed_one_stays(tmp_path: Path) -> None:
    folder = start(tmp_path / "viec", None).path
    for which in LAUNCHERS:
        assert (folder / which.name).read_bytes() == launcher(which, sys.platform, sys.executable, os.environ)
    path = folder / MERGE.name
    path.write_bytes(b"rem mine\r\n")
    (folder / CHECK.name).unlink()
    start(folder, None)
    assert path.read_bytes() == b"rem mine\r\n"
    assert (folder / CHECK.name).exists()


def test_another_day_is_asked_for() -> None:
    said = made(PYTHON, MERGE_ANOTHER_DAY).decode("ascii")
    assert 'tong-hop --hoi-ngay -C "%~dp0."' in said


def test_the_folder_may_be_moved(tmp_path: Path) -> None:
    before = start(tmp_path / "viec", None).path
    shutil.move(before, tmp_path / "noi khac")
    assert str(tmp_path).encode() not in (tmp_path / "noi khac" / MERGE.name).read_bytes().replace(
        sys.executable.encode(), b""
    )
