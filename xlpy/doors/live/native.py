"""What xlwings does not offer, or not at once: each program has its own words for it."""

from typing import Any


def sheet_names(book: Any) -> tuple[str, ...]:
    """The names of a workbook's sheets, from the left."""
    if _is_libreoffices(book):
        from xlpy import libreoffice

        return libreoffice.sheet_names(book)
    return tuple(sheet.name for sheet in book.sheets)


def unprotect(sheet: Any) -> bool:
    """Lift a sheet's protection; returns whether there was any. A password makes the program raise."""
    if _is_libreoffices(sheet):
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
    if _is_libreoffices(sheet):
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


def _is_libreoffices(thing: Any) -> bool:
    # By its name, so that nothing is loaded under Excel, and nothing asked under LibreOffice.
    return type(getattr(thing, "impl", None)).__module__.startswith("xlpy.libreoffice.")
