"""A working folder with the demo's day, made once as an office makes it: by commands."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kit.windows import hotich, press


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder that was never pressed, the files of the day in its inbox."""
    place = tmp_path_factory.mktemp("windows")
    assert hotich("dung-thu", "--ra", place / "demo").code == 0
    folder = place / "viec"
    assert hotich("bat-dau", folder).code == 0
    shutil.copytree(place / "demo" / "den", folder / "den", dirs_exist_ok=True)
    return folder


@pytest.fixture
def folder_named(made: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Copies of that folder, under any name."""

    def named(name: str) -> Path:
        return Path(shutil.copytree(made, tmp_path / name))

    return named


@pytest.fixture(scope="session")
def right(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one undisturbed press makes of it."""
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("dung") / "viec"))
    assert press(folder).code == 1
    return folder


@pytest.fixture(scope="module")
def folder_of_module(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that all tests of a module share."""
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("chung") / "viec"))
