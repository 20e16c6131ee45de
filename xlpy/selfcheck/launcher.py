"""The files to double-click in a working folder: Tổng hợp where the workbook's buttons cannot start Python, and its kin.

Their text is ASCII with CRLF (cmd.exe reads it in whatever code page is set, and loses its labels without them). Each
finds its own folder, so the folder may be moved or sent to another PC, where the Python launcher `py` steps in for a
Python that is not there.

A line of each says what its text was when we wrote it, the place of Python left out. As long as that is true the file
is ours, and written anew where Python has moved or a new version has another text; once it is not, it is a person's.
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from xlpy.selfcheck.conf import console_python
from xlpy.selfcheck.facts import WINDOWS, is_plain


class Launcher(NamedTuple):
    """A file to double-click."""

    name: str
    told: str
    """What it does, in ASCII."""
    words: str
    """What `hotich` is told beside the folder."""


MERGE = Launcher("Tong hop.cmd", "bam dup de tong hop bao cao hom nay cua thu muc chua tep nay", "tong-hop")
MERGE_ANOTHER_DAY = Launcher(
    "Tong hop ngay khac.cmd", "bam dup de tong hop bao cao cua mot ngay khac; se hoi ngay", "tong-hop --hoi-ngay"
)
CHECK = Launcher("Tu kiem.cmd", "bam dup de xem may nay co gi phai sua", "tu-kiem")
DUTY = Launcher(
    "Truc nut.cmd", "bam dup de cac nut cua Hotich.xlsm tra loi ngay; cu de cua so mo, thu nho duoc", "truc"
)
LAUNCHERS = (MERGE, MERGE_ANOTHER_DAY, CHECK, DUTY)

# -P: no file that somebody puts into the folder may take the place of a module.
_PROBE = 'py -3 -P -c "import xlpy" >nul 2>nul'
_LINES = (
    "@echo off",
    "rem Hotich: {told}.",
    "rem Tep nay do Hotich ghi va tu sua. Muon sua tay thi cu sua: Hotich se khong dong toi nua. {mark}",
    "setlocal DisableDelayedExpansion",
    "chcp 65001 >nul",
    'set "HOTICH_PYTHON={python}"',
    "if not defined HOTICH_PYTHON goto other",
    'if not exist "%HOTICH_PYTHON%" goto other',
    '"%HOTICH_PYTHON%" -P -m xlpy.cli {words} -C "%~dp0."',
    "goto end",
    ":other",
    _PROBE,
    "if errorlevel 1 goto missing",
    'py -3 -P -m xlpy.cli {words} -C "%~dp0."',
    "goto end",
    ":missing",
    "echo Khong tim thay Python co cai Hotich. Bam dup Cai dat.cmd trong thu muc Hotich cua may nay,",
    "echo hoac cai theo huong dan cai dat, roi chay: hotich bat-dau THU_MUC_NAY",
    "set HOTICH_CODE=2",
    "goto close",
    ":end",
    "set HOTICH_CODE=%errorlevel%",
    ":close",
    "echo.",
    "pause",
    "exit /b %HOTICH_CODE%",
)
_PYTHON = re.compile(rb'(?m)^set "HOTICH_PYTHON=([^"\r\n]*)"')
_MARK = re.compile(rb"(?m)^(rem [^\r\n]*\. )([0-9a-f]{12})(?=\r?$)")
_FIRST = "baae7c1f18c0"
"""Of the first text there was, which had no mark yet."""


def launcher(which: Launcher, platform: str, executable: str, environ: Mapping[str, str]) -> bytes:
    """The file's bytes: it starts this Python where it is one of Windows that ASCII can name, else whatever `py` finds."""
    return _text(which, _written(console_python(executable), environ) if platform == WINDOWS else "")


def renewed(which: Launcher, old: bytes, fresh: bytes) -> bytes:
    """What should stand where `old` stands: `fresh` where the old one is still as we wrote it, else the old one.

    A fresh one that knows no Python of Windows, made on another system, leaves the one that was named.
    """
    if not _is_ours(old):
        return old
    named = _PYTHON.search(old)
    if named and not _PYTHON.findall(fresh)[0]:
        return _text(which, named[1].decode("ascii"))
    return fresh


def _text(which: Launcher, python: str) -> bytes:
    values = {"{told}": which.told, "{words}": which.words, "{python}": python}
    text = "".join(f"{line}\r\n" for line in _LINES)
    for name, value in values.items():
        text = text.replace(name, value)
    return text.replace("{mark}", _digest(text.replace("{mark}", "").encode("ascii"))).encode("ascii")


def _is_ours(data: bytes) -> bool:
    if not data.isascii():
        return False
    mark = _MARK.search(data)
    return _digest(_MARK.sub(rb"\1", data, count=1)) == (mark[2].decode() if mark else _FIRST)


def _digest(data: bytes) -> str:
    """Of a text without its mark: what it was when it was written, whichever Python it names."""
    return sha256(_PYTHON.sub(b"", data).replace(b"\r\n", b"\n")).hexdigest()[:12]


def _written(executable: str, environ: Mapping[str, str]) -> str:
    """A path as a batch file may carry it. A person's own folder goes by its variable, whose value may have any letters."""
    for variable in ("LOCALAPPDATA", "USERPROFILE"):
        folder = environ.get(variable, "").rstrip("\\") + "\\"
        if len(folder) > 1 and executable.lower().startswith(folder.lower()):
            rest = executable[len(folder) :]
            return f"%{variable}%\\{rest.replace('%', '%%')}" if is_plain(rest) else ""
    return executable.replace("%", "%%") if is_plain(executable) else ""
