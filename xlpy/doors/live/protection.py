"""Sheet protection, which xlwings does not offer: each program has its own words for it."""

from typing import Any


def unprotect(sheet: Any) -> bool:
    """Lift a sheet's protection; returns whether there was any. A password makes the program raise."""
    if _of_libreoffice(sheet):
        from xlpy.libreoffice import protection

        protected = protection.is_protected(sheet)
        if protected:
            protection.unprotect(sheet)
        return protected
    protected = bool(sheet.api.ProtectContents)
    if protected:
        sheet.api.Unprotect()
    return protected


def protect(sheet: Any) -> None:
    """Protect a sheet as the builder did: no password; widths, heights, sorting and filters stay free."""
    if _of_libreoffice(sheet):
        from xlpy.libreoffice import protection

        protection.protect(sheet)
        return
    sheet.api.Protect(
        DrawingObjects=False,
        Contents=True,
        Scenarios=False,
        AllowFormattingColumns=True,
        AllowFormattingRows=True,
        AllowSorting=True,
        AllowFiltering=True,
    )


def _of_libreoffice(sheet: Any) -> bool:
    return hasattr(sheet.api, "isProtected")  # asked of the sheet itself, so that nothing is loaded under Excel
