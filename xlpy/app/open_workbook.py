"""Mở, --song: the office's workbook in the program that this PC has, and that program found again."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.app.folder import CannotDo, Folder
from xlpy.programs import find_program

if TYPE_CHECKING:
    from xlpy.doors.live.book import LiveBook

_PATIENCE = 60.0
"""Seconds for a cold LibreOffice to come up and open the workbook."""


def open_workbook(folder: Folder) -> str:
    """Open the workbook in Excel where there is one, else in LibreOffice; returns which. Raises CannotDo."""
    folder.must_exist()
    if not folder.workbook.exists():
        raise CannotDo(f"{folder.workbook}: không có sổ này; tạo bằng lệnh: hotich bat-dau {folder.path}")
    if _has_excel():
        os.startfile(folder.workbook)  # type: ignore[attr-defined]  # only on Windows
        return "Excel"
    office = _libreoffice()
    # Left running when this program ends: it is the person's now. Under its own profile, as the person knows it.
    subprocess.Popen(
        [office, f"--accept=pipe,name={_pipe(folder)};urp;", "--norestore", "--calc", str(folder.workbook.absolute())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _find_in_libreoffice(folder, _PATIENCE)
    return "LibreOffice"


def find_open(folder: Folder) -> "LiveBook":
    """The folder's workbook where it is open now. Raises CannotDo."""
    return _find_in_excel(folder) if _has_excel() else _find_in_libreoffice(folder, 5.0)


def _has_excel() -> bool:
    if sys.platform != "win32":
        return False
    import winreg  # only on Windows

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, "Excel.Application"))
    except OSError:
        return False
    return True


def _libreoffice() -> str:
    office = find_program("soffice", "libreoffice")
    if office is None:
        raise CannotDo("Không thấy Excel hay LibreOffice trên máy này; cài một trong hai rồi chạy lại.")
    return office


def _pipe(folder: Folder) -> str:
    """The name under which a LibreOffice that shows this folder's workbook can be found."""
    return f"hotich-{sha256(str(folder.path.resolve()).encode()).hexdigest()[:12]}"


def _find_in_excel(folder: Folder) -> "LiveBook":
    import xlwings as xw

    from xlpy.doors.live.book import LiveBook

    for app in xw.apps:
        for book in app.books:
            if _same(book.fullname, folder.workbook):
                return LiveBook(book)
    raise CannotDo(f"{folder.workbook}: sổ chưa mở trong Excel; mở bằng lệnh hotich mo rồi chạy lại.")


def _find_in_libreoffice(folder: Folder, patience: float) -> "LiveBook":
    from time import monotonic, sleep

    from xlpy import libreoffice
    from xlpy.doors.live.book import LiveBook

    until = monotonic() + patience
    try:
        app = libreoffice.attach(_pipe(folder), patience)
    except libreoffice.NotFound as error:
        raise CannotDo(
            f"{folder.workbook}: sổ chưa mở trong LibreOffice; mở bằng lệnh hotich mo rồi chạy lại."
        ) from error
    while True:
        for book in app.books:
            if _same(book.fullname, folder.workbook):
                return LiveBook(book)
        if monotonic() > until:
            raise CannotDo(f"{folder.workbook}: LibreOffice đang chạy nhưng không mở sổ này; mở bằng lệnh hotich mo.")
        sleep(0.2)


def _same(name: str, path: Path) -> bool:
    return "://" not in name and Path(name).exists() and Path(name).samefile(path)
