"""Sheet protection, which xlwings does not offer: each program has its own words for it."""

from typing import Any


def unprotect(sheet: Any) -> bool:
    """Lift a sheet's protection; returns whether there was any. A password makes the program raise."""
    api = sheet.api
    if hasattr(api, "isProtected"):  # LibreOffice
        if not api.isProtected():
            return False
        api.unprotect("")
        if api.isProtected():
            raise PermissionError(f"trang “{sheet.name}” khoá bằng mật khẩu")
        return True
    if not api.ProtectContents:
        return False
    api.Unprotect()
    return True


def protect(sheet: Any) -> None:
    """Protect a sheet as the builder did: no password; widths, heights, sorting and filters stay free."""
    api = sheet.api
    if hasattr(api, "isProtected"):
        api.protect("")
        return
    api.Protect(
        DrawingObjects=False,
        Contents=True,
        Scenarios=False,
        AllowFormattingColumns=True,
        AllowFormattingRows=True,
        AllowSorting=True,
        AllowFiltering=True,
    )
