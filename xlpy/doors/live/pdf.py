"""A workbook printed as PDF by a LibreOffice of its own, which nobody sees and which is gone afterwards."""

import os
import re
import signal
import subprocess
import sys
import zipfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from xlpy.doors.disk.saving import TEMPORARY, replace
from xlpy.doors.disk.scratch import Scratch, scratch
from xlpy.doors.disk.trouble import in_words
from xlpy.office_profile import UNGREETED, UNLOCKED, Setting, in_language, write_profile
from xlpy.programs import find_program, is_there, system_program

PATIENCE = 120.0
"""Seconds; a first start on a busy machine takes several."""

_SETTINGS: tuple[Setting, ...] = (
    # The figures as the file states them, not as this version of LibreOffice would work them out.
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
    # Nothing beside the workbook, whose folder may be read by others.
    UNLOCKED,
    UNGREETED,
    # What is printed is in the workbook: no link is followed, no macro run, nothing outside asked for.
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Calc/Content/Update", "Link", "2"),
)
_KEPT_BACK = frozenset({"HOTICH_MAT_KHAU_THU"})
"""Variables that are no business of a program that is started: the mailbox's password."""

_CREATED = re.compile(rb"<dcterms:created[^>]*>(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)")
_CREATION_DATE = re.compile(rb"(?<=/CreationDate\(D:)\d{14}")
_IDENTITY = re.compile(rb"[0-9A-F]{32}")


class NoPrinter(Exception):
    """The workbook could not be printed as PDF. One line: why, and what to do by hand."""


def print_pdf(workbook: Path, target: Path, locale: str = "vi-VN") -> None:
    """Print a workbook's sheets to `target`, which is the old file or the new one, whole. `locale` writes its figures.

    The same workbook gives the same bytes by the same LibreOffice with the same fonts. Raises NoPrinter.
    """
    command = _soffice()
    if command is None:
        raise _no_printer(target, workbook, "máy này không có LibreOffice")
    try:
        with scratch("pdf") as place:
            data = _convert(command, workbook, place, locale)
        _put(target, _timeless(data, workbook))
    except subprocess.TimeoutExpired:
        raise _no_printer(target, workbook, f"LibreOffice không xong sau {PATIENCE:.0f} giây, đã dừng nó") from None
    except PermissionError as error:
        name = Path(error.filename or target).name
        raise _no_printer(target, workbook, f"không ghi hay đọc được {name}: {in_words(error)}") from error
    except (OSError, RuntimeError) as error:
        raise _no_printer(target, workbook, " ".join(str(error).split())) from error


def _no_printer(target: Path, workbook: Path, why: str) -> NoPrinter:
    return NoPrinter(
        f"{target.name}: chưa in được ra PDF ({why}). "
        f"Tệp {workbook.name} vẫn dùng được: mở bằng Excel, in hoặc lưu thành PDF."
    )


def _soffice() -> str | None:
    found = find_program("soffice", "libreoffice")
    if found is None and sys.platform == "win32":
        for variable in ("ProgramFiles", "ProgramFiles(x86)"):
            installed = Path(os.environ.get(variable, ""), "LibreOffice", "program", "soffice.exe")
            if is_there(installed):
                return str(installed)
    return found


def _convert(command: str, workbook: Path, own: Scratch, locale: str) -> bytes:
    """The PDF's bytes. Raises TimeoutExpired, OSError, RuntimeError where LibreOffice makes none."""
    place = own.path
    profile, log = place / "profile", place / "log"
    write_profile(profile, (*_SETTINGS, in_language(locale)))
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [
                command,
                f"-env:UserInstallation={profile.resolve().as_uri()}",
                *("--headless", "--norestore", "--nologo", "--nodefault"),
                *("--convert-to", "pdf:calc_pdf_Export", "--outdir", str(place / "out")),
                str(workbook.absolute()),
            ],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            pass_fds=(own.lock,) if sys.platform != "win32" else (),  # its folder is not swept while it runs
            start_new_session=True,  # a group of its own, to be ended whole
            env=_environment(place),
        )
        try:
            process.wait(PATIENCE)
        except BaseException:
            _end(process)
            raise
    try:
        data = (place / "out" / f"{workbook.stem}.pdf").read_bytes()
    except FileNotFoundError:
        data = b""
    # LibreOffice says "could not be loaded" and ends with 0.
    if process.returncode != 0 or not data.startswith(b"%PDF"):
        told = log.read_text(encoding="utf-8", errors="replace").split()
        raise RuntimeError(f"LibreOffice báo: {' '.join(told)[-200:] or f'mã lỗi {process.returncode}'}")
    return data


def _environment(place: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name.upper() not in _KEPT_BACK}
    return kept | {"TMPDIR": str(place)}


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End an office and all that it started. It was not waited for yet, so its number cannot be a stranger's."""
    if sys.platform == "win32":
        subprocess.run(
            [system_program("taskkill"), "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False
        )
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _timeless(pdf: bytes, workbook: Path) -> bytes:
    """The PDF with the workbook's own date, and an identity made of the workbook, in place of the clock's.

    LibreOffice does not know SOURCE_DATE_EPOCH. What is put in is as long as what was there, so nothing moves.
    """
    created = _created(workbook)
    body, mark, trailer = pdf.rpartition(b"trailer")
    if not (created and mark):
        return pdf
    identity = sha256(workbook.read_bytes()).hexdigest()[:32].upper().encode()
    return _CREATION_DATE.sub(created, body) + mark + _IDENTITY.sub(identity, trailer)


def _created(workbook: Path) -> bytes | None:
    """The date in a workbook's properties, as a PDF writes it; None where it has none."""
    with suppress(KeyError, zipfile.BadZipFile), zipfile.ZipFile(workbook) as package:
        if written := _CREATED.search(package.read("docProps/core.xml")):
            return b"".join(written.groups())
    return None


def _put(target: Path, data: bytes) -> None:
    # Not under a free name as other files: beside it the old PDF would pass for this workbook's.
    temporary = target.with_name(f"{TEMPORARY}{os.getpid()}-{target.name}")
    try:
        temporary.write_bytes(data)
        replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
