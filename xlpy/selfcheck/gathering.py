"""Gathers the facts of this PC. Fast, since people wait for it; changes nothing."""

import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy import __version__
from xlpy.programs import find_program, is_there
from xlpy.selfcheck.facts import (
    WINDOWS,
    Clock,
    Facts,
    JournalServer,
    LibreOffice,
    Packages,
    Passwords,
    Place,
    Python,
)

if TYPE_CHECKING:
    from xlpy.journal.place import Server

_SYSTEM_PACKAGES = Path("/usr/lib/python3/dist-packages")
"""Where Debian and its kin put `uno`, outside of what a virtual environment sees."""

_OFFICE_PROGRAMS = (
    r"%ProgramFiles%\LibreOffice\program\soffice.exe",
    r"%ProgramFiles(x86)%\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SERIFS = {
    "times.ttf": "Times New Roman",
    "Times New Roman.ttf": "Times New Roman",
    "LiberationSerif-Regular.ttf": "Liberation Serif",
}
_FONT_FOLDERS = (
    r"%WINDIR%\Fonts",
    r"%LOCALAPPDATA%\Microsoft\Windows\Fonts",
    "/System/Library/Fonts/Supplemental",
    "/Library/Fonts",
)
_PATIENCE = 5.0


def gather(
    folder: Path, workbook: str, inbox: str, journal: JournalServer | None = None, duty: Path | None = None
) -> Facts:
    """All facts about this PC and a working folder, of whose workbook and inbox the names are given.

    `journal` are those of its journal's server, where it has one; `duty`: where presses of its buttons are handed over.
    """
    place = place_of(folder, workbook, inbox)
    windows = None
    if sys.platform == WINDOWS:
        from xlpy.selfcheck.registry import WindowsRegistry
        from xlpy.selfcheck.windows import gather_windows, is_network

        place = place._replace(network=is_network(place.path))
        windows = gather_windows(place, workbook, WindowsRegistry(), os.environ)
    return Facts(
        platform=sys.platform,
        python=Python(sys.version_info[:3], struct.calcsize("P") * 8, sys.executable, sys.base_prefix),
        packages=packages(),
        place=place,
        clock=_clock(),
        libreoffice=_libreoffice(),
        serif=serif(),
        windows=windows,
        reader=reader(),
        passwords=_passwords(),
        journal=journal,
        duty=_duty(duty, workbook) if duty else "",
    )


def journal_server(server: "Server") -> JournalServer:
    """Ask the journal's server: whether it answers, how soon, and whether the way to it is closed to others."""
    from xlpy.journal.errors import JournalBusy, JournalDamaged, JournalUnreachable

    try:
        from xlpy.journal.postgres import connected

        with connected(server) as engine:
            begun = time.monotonic()
            engine.version()
            return JournalServer(server.name, "", time.monotonic() - begun, engine.overheard)
    except (JournalUnreachable, JournalDamaged, JournalBusy) as error:
        return JournalServer(server.name, str(error))


def _duty(place: Path, workbook: str) -> str:
    from xlpy.doors.disk.duty import Post

    who = Post(place, workbook).who()
    return f"tiến trình {who.pid}, bản {who.version}, từ {who.began}" if who else ""


def _passwords() -> Passwords:
    from xlpy.doors.mail.passwords import store

    found = store()
    return Passwords(found.name, found.warning)


def place_of(folder: Path, workbook: str, inbox: str) -> Place:
    """The facts about a working folder; whether one may write there is tried."""
    home = Path(os.path.abspath(folder))  # noqa: PTH100  a link keeps the name that the person knows
    try:
        with tempfile.TemporaryFile(dir=home, prefix=".hotich-"):
            writable = True
    except OSError:
        writable = False
    return Place(
        path=str(home),
        workbook=(home / workbook).is_file(),
        inbox=(home / inbox).is_dir(),
        writable=writable,
        free=shutil.disk_usage(home).free,
    )


def packages(distribution: str = "hotich") -> Packages:
    """What is installed of what this distribution needs. Only exact versions are compared: pip saw to the others."""
    try:
        needed = [need for need in metadata.requires(distribution) or [] if "extra ==" not in need]
    except metadata.PackageNotFoundError:  # run from its source
        needed = []
    missing, unlike = [], []
    for need in needed:
        name = re.split(r"[^\w.-]", need, maxsplit=1)[0]
        pinned = re.search(r"==\s*([\w.]+)", need)
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(name)
            continue
        if pinned and found != pinned[1]:
            unlike.append(f"{name} {found} (cần {pinned[1]})")
    return Packages(__version__, tuple(missing), tuple(unlike))


def reader() -> str:
    """Let the reader start and read, as in a merge; returns what goes wrong, nothing where all is well."""
    from xlpy.doors.files.reader import Reader, ReaderUnavailable

    try:
        with Reader() as started:
            started.try_out()
    except ReaderUnavailable as error:
        return error.reason
    return ""


def _clock() -> Clock:
    offset = datetime.now().astimezone().utcoffset()
    minutes = round(offset.total_seconds() / 60) if offset else 0
    return Clock(minutes, time.time(), Path(__file__).stat().st_mtime)


def _libreoffice() -> LibreOffice:
    places = (Path(os.path.expandvars(program)) for program in _OFFICE_PROGRAMS)
    program = find_program("soffice", "libreoffice")
    program = program or next((str(path) for path in places if is_there(path)), "")
    return LibreOffice(program, find_spec("uno") is not None or is_there(_SYSTEM_PACKAGES / "uno.py"))


def serif() -> str | None:
    """The font that this PC prints Times New Roman with."""
    if matcher := find_program("fc-match"):
        command = [matcher, "-f", "%{family[0]}", "Times New Roman"]
        with suppress(OSError, subprocess.SubprocessError):
            return subprocess.run(
                command, capture_output=True, text=True, encoding="utf-8", check=True, timeout=_PATIENCE
            ).stdout
    folders = [folder for folder in map(Path, map(os.path.expandvars, _FONT_FOLDERS)) if folder.is_dir()]
    for name, family in _SERIFS.items():
        if any(is_there(folder / name) for folder in folders):
            return family
    return "" if folders else None


def started(interpreter: str, environ: Mapping[str, str] | None = None) -> str:
    """Start a Python as a button of the workbook does; returns what goes wrong, nothing where all is well."""
    # The same folder and the same switches as in xlwings' ExecuteWindows; the modules that the button needs.
    script = "import xlwings.utils, xlwings, xlpy.buttons"
    if not is_there(Path(interpreter)):
        return "không có tệp này"
    try:
        done = subprocess.run(
            [interpreter, "-B", "-c", script],
            cwd=Path(interpreter).parent,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=4 * _PATIENCE,
            env=environ,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return " ".join(str(error).split())
    said = done.stderr.strip().splitlines()
    return "" if done.returncode == 0 else (said[-1] if said else f"mã lỗi {done.returncode}")
