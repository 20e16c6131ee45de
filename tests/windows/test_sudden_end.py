"""A press that ends suddenly: TerminateProcess asks nobody, and leaves open what was open."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kit.windows import BACKUP, FIRST, REPORT, RESULT, leavings, press, start

pytestmark = pytest.mark.windows

TIMES = 30


@pytest.fixture(scope="module")
def seconds(folder_of_module: Path) -> float:
    """How long a whole press takes here, start to end."""
    began = time.monotonic()
    assert press(folder_of_module).code == 1
    return time.monotonic() - began


@pytest.mark.parametrize("number", range(TIMES))
def test_the_press_after_a_killed_one_makes_everything_right(
    number: int, seconds: float, folder_named: Callable[[str], Path], right: Path
) -> None:
    folder = folder_named("viec")
    process = start("tong-hop", "-C", folder, "--ngay", FIRST)
    time.sleep(seconds * (number + 0.5) / TIMES)
    process.kill()
    process.communicate()
    for report in folder.glob("bao-cao/*/Bao_cao*"):
        assert report.read_bytes() == (right / REPORT).read_bytes()  # all of it or none
    done = press(folder)
    assert (done.code, done.err) == (1, "")
    assert leavings(folder) == []
    assert [(folder / path).read_bytes() == (right / path).read_bytes() for path in (REPORT, RESULT)] == [True, True]
    assert (folder / BACKUP).exists()
    assert sorted(path.name for path in folder.glob("da-nhan/*/*")) == sorted(
        path.name for path in right.glob("da-nhan/*/*")
    )
