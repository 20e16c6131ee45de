"""What xlwings does not offer, or not at once: each program has its own words for it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xlpy.core.grid import Area


def sheet_names(book: Any) -> tuple[str, ...]:
    """The names of a workbook's sheets, from the left."""
    if _is_libreoffices(book):
        from xlpy import libreoffice

        return libreoffice.sheet_names(book)
    return tuple(sheet.name for sheet in book.sheets)


def typed_rows(book: Any, areas: Mapping[str, Area]) -> Iterator[Sequence[Sequence[Any]]]:
    """What was typed into an area of each of some sheets; a formula begins with "=", and may go on in any way."""
    if _is_libreoffices(book):
        from xlpy import libreoffice

        return libreoffice.typed_rows(book, {name: libreoffice.Area(*area) for name, area in areas.items()})
    return (_typed_in_excel(book.sheets[name], area) for name, area in areas.items())


def _typed_in_excel(sheet: Any, area: Area) -> Sequence[Sequence[Any]]:
    rows = sheet.range((area.top + 1, area.left + 1), (area.bottom + 1, area.right + 1)).formula
    rows = rows if isinstance(rows, list | tuple) else ((rows,),)
    return rows if isinstance(rows[0], list | tuple) else (rows,)


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
