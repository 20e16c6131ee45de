"""Tong hop.cmd: the office's way to Tổng hợp where the workbook's buttons cannot start Python.

Its text is ASCII with CRLF (cmd.exe reads it in whatever code page is set, and loses its labels without them). It
finds its own folder, so the folder may be moved or sent to another PC, where the Python launcher `py` steps in for a
Python that is not there.
"""

from collections.abc import Mapping

from xlpy.selfcheck.conf import console_python
from xlpy.selfcheck.facts import WINDOWS, is_plain

LAUNCHER = "Tong hop.cmd"

# -P: no file that somebody puts into the folder may take the place of a module.
_RUN = '-P -m xlpy.cli tong-hop -C "%~dp0."'
_PROBE = 'py -3 -P -c "import xlpy" >nul 2>nul'
_LINES = (
    "@echo off",
    "rem Hotich: bam dup de tong hop bao cao hom nay cua thu muc chua tep nay.",
    "setlocal DisableDelayedExpansion",
    "chcp 65001 >nul",
    'set "HOTICH_PYTHON={python}"',
    "if not defined HOTICH_PYTHON goto other",
    'if not exist "%HOTICH_PYTHON%" goto other',
    f'"%HOTICH_PYTHON%" {_RUN}',
    "goto end",
    ":other",
    _PROBE,
    "if errorlevel 1 goto missing",
    f"py -3 {_RUN}",
    "goto end",
    ":missing",
    "echo Khong tim thay Python co cai Hotich. Cai lai theo docs/cai-dat.md, xoa tep nay,",
    "echo roi chay lenh: hotich bat-dau THU_MUC_NAY",
    "set HOTICH_CODE=2",
    "goto close",
    ":end",
    "set HOTICH_CODE=%errorlevel%",
    ":close",
    "echo.",
    "pause",
    "exit /b %HOTICH_CODE%",
)


def launcher(platform: str, executable: str, environ: Mapping[str, str]) -> bytes:
    """The file's bytes: it starts this Python where it is one of Windows that ASCII can name, else whatever `py` finds."""
    python = _written(console_python(executable), environ) if platform == WINDOWS else ""
    return "".join(f"{line.replace('{python}', python)}\r\n" for line in _LINES).encode("ascii")


def _written(executable: str, environ: Mapping[str, str]) -> str:
    """A path as a batch file may carry it. A person's own folder goes by its variable, whose value may have any letters."""
    for variable in ("LOCALAPPDATA", "USERPROFILE"):
        folder = environ.get(variable, "").rstrip("\\") + "\\"
        if len(folder) > 1 and executable.lower().startswith(folder.lower()):
            rest = executable[len(folder) :]
            return f"%{variable}%\\{rest.replace('%', '%%')}" if is_plain(rest) else ""
    return executable.replace("%", "%%") if is_plain(executable) else ""
