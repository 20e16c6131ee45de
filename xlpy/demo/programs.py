"""A workbook as a library would have saved it: openpyxl and its like. Same sheet, same bytes."""

import re
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlpy.doors.files.workbook import read_workbook

if TYPE_CHECKING:
    from xlpy.core.grid import Grid

_SAVED = datetime(2023, 5, 22)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def as_xlsx(*grids: "Grid") -> bytes:
    """A workbook of these sheets by openpyxl: values as they stand, no formulas, the library's own plain looks."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = _SAVED
    for grid in grids:
        sheet = book.create_sheet(grid.sheet)
        for (row, column), value in grid.cells.items():
            sheet.cell(row + 1, column + 1, value)
        for area in grid.merged:
            sheet.merge_cells(None, area.top + 1, area.left + 1, area.bottom + 1, area.right + 1)
    return _undated(_saved(book))


def _undated(package: bytes) -> bytes:
    """The same package without the hour at which it was made."""
    buffer = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + f"{_SAVED:%Y-%m-%dT%H:%M:%SZ}".encode(), data)
            new.writestr(ZipInfo(name, (2023, 5, 22, 0, 0, 0)), data, ZIP_DEFLATED)
    return buffer.getvalue()


def _saved(book: Any) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def saved_by(program: str, data: bytes, file: str) -> bytes:
    """A workbook opened and saved in a program: "excel" leaves it, "library" (openpyxl) writes its values anew."""
    if program == "excel":
        return data
    return as_xlsx(*read_workbook(data, file).grids)
