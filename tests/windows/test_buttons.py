"""The command line of a button, as Windows reads it: cmd.exe, quotes, and folders as offices name them.

There is no Excel here, so a press ends where xlwings looks for the one that called: in `Book.caller()`. That far, the
Python of `xlwings.conf` was found, the folder's own modules were not, and ours were loaded.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kit.windows import button, hotich
from xlpy.app.press import BUTTONS

pytestmark = pytest.mark.windows

NAMES = ("viec", "Hộ tịch Bù Đăng", "a & b", "100% xong", "(1)", "a'b; c!")
VERBS = sorted(BUTTONS)


@pytest.fixture(params=NAMES)
def folder(request: pytest.FixtureRequest, folder_named: Callable[[str], Path]) -> Path:
    made = folder_named(request.param)
    assert hotich("tu-kiem", "-C", made, "--ghi").code in (0, 1, 2)
    assert (made / "xlwings.conf").exists()
    return made


def test_a_button_finds_python_and_the_folder_is_not_torn_apart(folder: Path) -> None:
    seen = button(folder, "import sys, xlpy.buttons; print(ascii(sys.argv[1:]), xlpy.buttons.__name__)")
    assert seen.err == ""
    assert seen.out.split()[-1] == "xlpy.buttons"
    assert "--wb=Hotich.xlsm" in seen.out and "--from_xl=1" in seen.out


def test_a_press_gets_as_far_as_looking_for_excel(folder: Path) -> None:
    done = button(folder, "import xlpy.buttons; xlpy.buttons.lam_moi()")
    assert done.code == 1
    assert "lam_moi" in done.err and "in caller" in done.err
    assert "ModuleNotFoundError" not in done.err and "SyntaxError" not in done.err


@pytest.mark.parametrize("verb", VERBS)
def test_every_button_gets_there(verb: str, folder_of_module: Path) -> None:
    if not (folder_of_module / "xlwings.conf").exists():
        hotich("tu-kiem", "-C", folder_of_module, "--ghi")
    done = button(folder_of_module, f"import xlpy.buttons; xlpy.buttons.{verb}()")
    assert done.code == 1
    assert f"in {verb}" in done.err and "in caller" in done.err


def test_a_module_that_somebody_put_into_the_folder_is_not_run(folder_of_module: Path) -> None:
    if not (folder_of_module / "xlwings.conf").exists():
        hotich("tu-kiem", "-C", folder_of_module, "--ghi")
    for name in ("lxml", "json", "xlpy"):
        (folder_of_module / f"{name}.py").write_text("print('PLANTED')\nraise SystemExit(7)\n", encoding="ascii")
    try:
        done = button(folder_of_module, "import xlpy.buttons; xlpy.buttons.lam_moi()")
    finally:
        for name in ("lxml", "json", "xlpy"):
            (folder_of_module / f"{name}.py").unlink()
    assert "PLANTED" not in done.out + done.err
    assert "in caller" in done.err
