"""Put the bundle together: Python, packages, the files to double-click, the guide, the list of what belongs to it."""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from hotich_bundle.clickable import CLICKABLE
from hotich_bundle.errors import CannotBuild
from hotich_bundle.packages import compile_packages, lay_packages
from hotich_bundle.pip import Pip
from hotich_bundle.python import lay_python
from hotich_bundle.zipped import write_zip

HOME, PROGRAM = "Hotich", "chuong-trinh"
"""What is unzipped to `C:\\`, and the folder in it that is the program and nothing else."""
LIST, LISTS = "tep.txt", "danh-sach"
"""What belongs to the program: the list of this bundle, and one of each bundle that was unzipped here. An update
deletes what only earlier lists name, and never a file that no list names: it would be a person's."""
LARGEST = 60_000_000
"""Bytes of a zip that still goes by mail or over a slow line."""


def build(project: Path, output: Path) -> str:
    """Make the zip; returns one line of figures. Raises CannotBuild."""
    if not output.parent.is_dir():
        raise CannotBuild(f"{output.parent}: no such folder")
    with tempfile.TemporaryDirectory(prefix="hotich-bundle-") as temporary:
        work = Path(temporary)
        home = work / HOME
        program = home / PROGRAM
        tool = Pip(work / "tools")
        signed = lay_python(tool, work / "python", program)
        lay_packages(tool, project, work, program)
        compile_packages(program)
        for name, text in CLICKABLE.items():
            (home / name).write_text(text, encoding="ascii", newline="\r\n")
        _write_guide(tool, project, home / "Huong dan.html")
        files = _listed(home, program)
        write_zip(output, work, files)
        unpacked = sum(path.stat().st_size for path in files)
    size = output.stat().st_size
    if size > LARGEST:
        raise CannotBuild(f"{output.name}: {size / 1e6:.1f} MB, more than {LARGEST / 1e6:.0f}")
    figures = f"{size / 1e6:.1f} MB, {len(files)} files, {unpacked / 1e6:.0f} MB unpacked"
    return f"{output}: {figures}, {signed} programs of Python signed"


def _write_guide(tool: Pip, project: Path, output: Path) -> None:
    """By a process of its own: the Markdown library is one of the lock's tools, not of whoever builds."""
    environment = tool.environment
    environment["PYTHONPATH"] += f"{os.pathsep}{Path(__file__).resolve().parents[1]}"
    command = [sys.executable, "-m", "hotich_bundle.pages", str(project), str(output)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotBuild(f"the guide: {done.stderr.splitlines()[-1]}")


def _listed(home: Path, program: Path) -> list[Path]:
    """All files in their order, with the lists of the program's own."""
    files = sorted(path for path in home.rglob("*") if path.is_file())
    own = [path.relative_to(program).as_posix() for path in files if path.is_relative_to(program)]
    digest = hashlib.sha256("\n".join(own).encode()).hexdigest()[:12]
    kept = program / LISTS / f"{digest}.txt"
    kept.parent.mkdir()
    names = sorted([*own, LIST, f"{LISTS}/{kept.name}"])
    for path in (program / LIST, kept):
        path.write_text("".join(f"{name}\n" for name in names), encoding="utf-8", newline="\n")
    return sorted([*files, program / LIST, kept])
