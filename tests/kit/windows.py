"""What a PC of the office does that Linux does not: files held by other programs, and the line that a button runs."""

import contextlib
import csv
import ctypes
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineWorkbook

FIRST = "2023-05-22"
"""The day of the demo, whose files two faults and an absence leave at 8 of 11 units."""

REPORTS = Path("bao-cao", FIRST)
ARCHIVE = Path("da-nhan", FIRST)
REPORT = REPORTS / f"Bao_cao_PL01_{FIRST}.xlsx"
RESULT = REPORTS / f"Ket_qua_{FIRST}.json"
BACKUP = REPORTS / "nhat-ky.sqlite"
JOURNAL = Path("nhat-ky.sqlite")

PATIENCE = 120
"""Seconds for one command: on a busy machine a process alone takes some."""

ALONE, OTHERS_MAY_READ = 0, 1
"""How a program opens a file: nobody else may, or as Excel does."""


class Done(NamedTuple):
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


def start(*words: object, **environment: str) -> "subprocess.Popen[bytes]":
    """The command line as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "xlpy.cli", *map(str, words)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )


def hotich(*words: object, **environment: str) -> Done:
    """Run a command to its end."""
    process = start(*words, **environment)
    out, err = process.communicate(timeout=PATIENCE)
    return Done(process.returncode, out.decode("utf-8"), err.decode("utf-8"))


def press(folder: Path) -> Done:
    """Press Tổng hợp for the demo's day, in a process of its own."""
    return hotich("tong-hop", "-C", folder, "--ngay", FIRST)


@contextlib.contextmanager
def held(path: Path, share: int) -> Iterator[None]:
    """A file as another program has it open."""
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]
    kernel.CreateFileW.restype = ctypes.c_void_p
    kernel.CreateFileW.argtypes = [ctypes.c_wchar_p, *[ctypes.c_ulong] * 2, ctypes.c_void_p, *[ctypes.c_ulong] * 2, ctypes.c_void_p]  # fmt: skip
    kernel.CloseHandle.argtypes = [ctypes.c_void_p]
    to_read_and_write, that_exists, ordinary = 0xC0000000, 3, 0x80
    handle = kernel.CreateFileW(str(path), to_read_and_write, share, None, that_exists, ordinary, None)
    if handle in (None, ctypes.c_void_p(-1).value):
        raise OSError(ctypes.get_last_error(), str(path))  # type: ignore[attr-defined]
    try:
        yield
    finally:
        kernel.CloseHandle(handle)


def contents(folder: Path) -> Mapping[str, bytes]:
    """Every file of a folder, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def leavings(folder: Path) -> list[str]:
    """What only a run that is not finished has a use for."""
    return [each.name for each in folder.rglob("*") if each.name.startswith(".hotich-") or each.suffix == ".dang-chay"]


def configured(folder: Path) -> Mapping[str, str]:
    """What GetConfig of xlwings' VBA finds: the workbook's sheet comes first, then the file beside it, then the user's."""
    found: dict[str, str] = {}
    for file in (Path(os.environ["USERPROFILE"], ".xlwings", "xlwings.conf"), folder / "xlwings.conf"):
        if file.exists():
            found |= dict(row[:2] for row in csv.reader(file.read_text(encoding="latin-1").splitlines()))
    sheet = CalamineWorkbook.from_path(folder / "Hotich.xlsm").get_sheet_by_name("xlwings.conf").to_python()
    found |= {str(key).upper(): str(value) for key, value, *_ in sheet}
    return {key: os.path.expandvars(value) for key, value in found.items()}


def button(folder: Path, command: str) -> Done:
    """Run what RunPython of xlwings 0.37.8 gives to WScript.Shell for a macro of the workbook in `folder`.

    What the command says of errors goes to a file, as there.
    """
    settings, book = configured(folder), folder / "Hotich.xlsm"
    python = settings["INTERPRETER_WIN"]
    pinned = ("ONEDRIVE_CONSUMER_WIN", "ONEDRIVE_COMMERCIAL_WIN", "SHAREPOINT_WIN", "PYTHONPATH")
    words = [settings.get("ADD_WORKBOOK_TO_PYTHONPATH", "true"), str(book), str(book)]
    path = ";".join([*words, *(settings.get(key, "") for key in pinned)]).replace("&", "^&").replace("\\", "\\\\")
    log = Path(settings.get("TEMP DIR") or tempfile.gettempdir(), f"xlwings-{str(uuid.uuid4()).upper()}.log")
    line = (
        f'cmd.exe /C {python[:2]} & cd "{Path(python).parent}" & "{python}" -B -c "import xlwings.utils;'
        f'xlwings.utils.prepare_sys_path(\\"{path}\\"); {command}"  --wb="{book.name}" --from_xl=1 '
        r'--app="C:\Program Files\Microsoft Office\root\Office16\Microsoft Excel" --hwnd="131842" '
        f'2> "{log}" '
    )
    done = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False)
    try:
        said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    finally:
        log.unlink(missing_ok=True)
    return Done(done.returncode, done.stdout.decode("utf-8", "replace"), said)
