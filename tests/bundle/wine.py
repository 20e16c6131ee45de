"""An office PC under Wine: one bundle unzipped into its C:\\, and what a person double-clicks there."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import NamedTuple

_COMPILER = "x86_64-w64-mingw32-gcc"
_LACKING = Path(__file__).parents[2] / "packaging" / "windows" / "wine" / "bcryptprimitives.c"
"""A library of Windows that Wine 8 has not."""

_TASK = """\
<?xml version="1.0"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Actions><Exec><Command>cmd.exe</Command></Exec></Actions>
</Task>
"""

_WINDOWS = ("windows", "users", "Program Files", "Program Files (x86)", "ProgramData")


class Said(NamedTuple):
    """How a press ended."""

    code: int
    text: str


class Office:
    """A PC with a C:\\ of its own."""

    def __init__(self, place: Path) -> None:
        self.prefix = place
        self.drive = place / "drive_c"
        own_home = place.with_name(f"{place.name}-home")
        own_home.mkdir()
        told = {"WINEPREFIX": str(place), "WINEARCH": "win64", "WINEDEBUG": "-all", "HOME": str(own_home)}
        self._environment = {**os.environ, **told}
        self._quietly("wine", "wineboot", "-i")
        self.user = next(path.name for path in (self.drive / "users").iterdir() if path.name != "Public")
        self.desktop = self._own_desktop()
        library = self.drive / "windows" / "system32" / "bcryptprimitives.dll"
        if not library.exists():
            command = [_COMPILER, "-shared", "-O2", "-o", str(library), str(_LACKING), "-ladvapi32"]
            subprocess.run(command, check=True)
        # Without a server that is there first, every call waits for the one that it started.
        self._quietly("wineserver", "-p")
        self._quietly("wine", "cmd", "/c", "exit")

    def unzip(self, bundle: Path) -> None:
        """Extract All to C:\\."""
        with zipfile.ZipFile(bundle) as opened:
            opened.extractall(self.drive)

    def press(self, path: Path, *words: str, typed: str = "", page: int = 437) -> Said:
        """Double-click a .cmd of C:\\ in a window of some code page, type lines, press a key where it waits for one.

        What is typed and said goes through files: Python for Windows takes no stream of Linux as its own.
        """
        (self.drive / "typed.txt").write_text(f"{typed}\n\n", encoding="utf-8", newline="\r\n")
        said = self.drive / "said.txt"
        said.unlink(missing_ok=True)
        streams = (r"<C:\typed.txt", r">C:\said.txt", "2>&1")
        code = self._run(
            ["wine", "cmd", "/c", "chcp", str(page), ">nul", "&", path.name, *words, *streams], path.parent
        )
        return Said(code, said.read_text(encoding="utf-8", errors="replace") if said.exists() else "")

    def takes_a_task(self) -> bool:
        """Whether the scheduler takes a task of nothing but what every task must have, and gives it back."""
        (self.drive / "task.xml").write_text(_TASK, encoding="ascii")
        made = self._run(["wine", "schtasks", "/Create", "/TN", "Probe", "/XML", r"C:\task.xml", "/F"], self.drive)
        return made == 0 and self._run(["wine", "schtasks", "/Delete", "/TN", "Probe", "/F"], self.drive) == 0

    def empty(self) -> None:
        """As it was before anything was unzipped."""
        for path in self.drive.iterdir():
            if path.name not in _WINDOWS and path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
        for link in self.desktop.glob("*.lnk"):
            link.unlink()

    def _own_desktop(self) -> Path:
        """Wine makes the desktop a link to the home of whoever runs the tests: nothing of theirs is touched."""
        desktop = self.drive / "users" / self.user / "Desktop"
        if desktop.is_symlink():
            desktop.unlink()
            desktop.mkdir()
        return desktop

    def close(self) -> None:
        """End what Wine left running for this PC."""
        self._quietly("wineserver", "-k")

    def _run(self, words: list[str], place: Path) -> int:
        streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        return subprocess.run(words, cwd=place, env=self._environment, timeout=120, check=False, **streams).returncode

    def _quietly(self, *words: str) -> None:
        self._run(list(words), Path("/"))
