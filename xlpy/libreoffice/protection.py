"""Protection of sheets, which xlwings has no words for. These take the sheets of this engine."""

from contextlib import suppress

import xlwings

from xlpy.libreoffice.sheets import Sheet


def is_protected(sheet: xlwings.Sheet) -> bool:
    """Whether cells that are locked cannot be changed."""
    return bool(_of_this_engine(sheet).api.isProtected())


def protect(sheet: xlwings.Sheet, password: str = "") -> None:
    """Let nobody change the locked cells of a sheet."""
    _of_this_engine(sheet).api.protect(password)


def unprotect(sheet: xlwings.Sheet, password: str = "") -> None:
    """Open a protected sheet. Raises XlwingsError where the password is another one."""
    with suppress(Exception):  # what it raises differs, and whether it raises
        _of_this_engine(sheet).api.unprotect(password)
    if is_protected(sheet):
        raise xlwings.XlwingsError(f"Trang “{sheet.name}” khoá bằng mật khẩu khác.")


def _of_this_engine(sheet: xlwings.Sheet) -> Sheet:
    if not isinstance(sheet.impl, Sheet):
        raise TypeError(f"{sheet!r} is not a sheet of LibreOffice")
    return sheet.impl
