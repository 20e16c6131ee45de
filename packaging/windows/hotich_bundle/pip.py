"""pip, as a build uses it: nothing that the lock does not name, nothing whose SHA-256 it does not know."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from hotich_bundle.errors import CannotBuild

LOCK = Path(__file__).resolve().parents[1] / "lock"
PYTHON, TOOLS, PACKAGES = LOCK / "python.txt", LOCK / "tools.txt", LOCK / "packages.txt"
"""What is locked: Windows' Python; what builds here, pure Python; and the packages that go along, for Windows."""

WINDOWS = ("--only-binary=:all:", "--platform=win_amd64", "--python-version=3.11", "--implementation=cp")
_HASHED = ("--require-hashes", "--no-deps")


class Pip:
    """The lock's own pip, with the lock's build tools beside it: another pip or hatchling would write other bytes."""

    def __init__(self, tools: Path) -> None:
        """Install the tools into an empty folder, with whatever pip this Python has."""
        self._tools = tools
        _run(("install", "--no-compile", "--only-binary=:all:", *_HASHED, "--target", tools, "-r", TOOLS), os.environ)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a process that is to find the tools first."""
        return {**os.environ, "PYTHONPATH": str(self._tools), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}

    def download(self, lock: Path, to: Path, *options: str) -> None:
        """Fetch just the files that a lock names. Raises CannotBuild, also where one has another hash."""
        self._run("download", *_HASHED, "--no-build-isolation", *options, "-d", to, "-r", lock)

    def wheel(self, project: Path, to: Path) -> Path:
        """The project's own wheel."""
        self._run("wheel", "--no-deps", "--no-build-isolation", "-w", to, project)
        return next(to.glob("*.whl"))

    def install(self, wheels: Iterable[Path], to: Path) -> None:
        """Lay wheels for Windows out in a folder of packages."""
        self._run("install", "--no-deps", "--no-index", "--no-compile", *WINDOWS, "--target", to, *wheels)

    def _run(self, *words: "str | Path") -> None:
        _run(words, self.environment)


def _run(words: "Iterable[str | Path]", environment: "os._Environ[str] | dict[str, str]") -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, words)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        verb = command[5]
        raise CannotBuild(f"pip {verb} failed (a hash that differs is not to be used: see --relock):\n{done.stderr}")
