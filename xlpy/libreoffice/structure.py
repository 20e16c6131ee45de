"""How a sheet is built: cells merged, put in and taken away."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError

from xlpy.libreoffice.bridge import enum
from xlpy.libreoffice.surface import not_implemented

if TYPE_CHECKING:
    from xlpy.libreoffice.ranges import Range
    from xlpy.libreoffice.sheets import Sheet

CONTENTS = 1 | 2 | 4 | 16
"""Numbers, dates, texts, formulas: com.sun.star.sheet.CellFlags."""


class Structure:
    """What a range does to the sheet around it."""

    sheet: "Sheet"
    api: Any

    if TYPE_CHECKING:

        @property
        def address(self) -> str: ...

        @property
        def shape(self) -> tuple[int, int]: ...

        @property
        def coords(self) -> tuple[str, int, int, int, int]: ...

    @property
    def merge_area(self) -> "Range":
        """The merged cell that the first cell belongs to, or that cell."""
        return self.sheet.extended(self.api.getCellByPosition(0, 0))

    @property
    def merge_cells(self) -> bool:
        """Whether any cell is part of a merged one."""
        return bool(self.api.getIsMerged()) or self.sheet.extended(self.api).coords != self.coords

    def merge(self, across: bool = False) -> None:
        """One cell of many, or one a row, with the first thing that they hold; the rest goes, as in Excel."""
        self.sheet.refuse_protected()
        height, width = self.shape
        for top in range(height) if across else [0]:
            block = self.api.getCellRangeByPosition(0, top, width - 1, top if across else height - 1)
            _keep_first(block)
            block.merge(True)

    def unmerge(self) -> None:
        """Each cell for itself again."""
        self.sheet.refuse_protected()
        self.api.merge(False)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Cells in front of these, which go "down" or "right"."""
        if copy_origin not in (None, "format_from_left_or_above"):
            raise not_implemented(f"Range.insert with copy_origin={copy_origin!r}")
        if shift not in ("down", "right"):
            raise ValueError("shift must be 'down' or 'right'")
        mode = enum("sheet.CellInsertMode", self._whole_lines() or shift.upper())
        self._change("inserted", self.api, lambda at: self.sheet.api.insertCells(at, mode))

    def delete(self, shift: str | None = None) -> None:
        """Away with the cells; those below come "up", or those on the right come "left"."""
        if shift not in (None, "up", "left"):
            raise ValueError("shift must be 'up' or 'left'")
        height, width = self.shape
        word = self._whole_lines() or (shift or ("left" if height > width else "up")).upper()
        row, column = (height, 0) if word in ("UP", "ROWS") else (0, width)
        at, whole = self.api.RangeAddress, self.sheet.cells.shape
        inside = at.StartRow + row < whole[0] and at.StartColumn + column < whole[1]
        follower = self.sheet.api.getCellByPosition(at.StartColumn + column, at.StartRow + row) if inside else None
        mode = enum("sheet.CellDeleteMode", word)
        self._change("deleted", follower, lambda at: self.sheet.api.removeRange(at, mode))

    def _whole_lines(self) -> str:
        whole = self.sheet.cells.shape
        return "ROWS" if self.shape[1] == whole[1] else "COLUMNS" if self.shape[0] == whole[0] else ""

    def _change(self, done: str, follower: Any, change: Callable[[Any], None]) -> None:
        """Do it, and look whether the cell that follows has moved: LibreOffice refuses without a word."""
        self.sheet.refuse_protected()
        address, before = self.address, _place(follower)
        change(self.api.RangeAddress)
        self.sheet.book.app.rebuilt += 1
        if follower is not None and _place(follower) == before:
            raise XlwingsError(f"{address} cannot be {done}: merged cells or an array formula stand in the way")


def _keep_first(block: Any) -> None:
    """Clear all cells but the first, which gets the first thing of all where it is empty."""
    at = block.RangeAddress
    filled = sorted(
        (area.StartRow - at.StartRow, area.StartColumn - at.StartColumn)
        for area in block.queryContentCells(CONTENTS).RangeAddresses
    )
    first = block.getCellByPosition(0, 0)
    if filled and filled[0] != (0, 0):
        _copy(block.getCellByPosition(filled[0][1], filled[0][0]), first)
    width, height = at.EndColumn - at.StartColumn, at.EndRow - at.StartRow
    if width:
        block.getCellRangeByPosition(1, 0, width, 0).clearContents(CONTENTS)
    if height:
        block.getCellRangeByPosition(0, 1, width, height).clearContents(CONTENTS)


def _copy(source: Any, target: Any) -> None:
    match source.Type.value:
        case "FORMULA":
            target.setFormula(source.getFormula())
        case "VALUE":
            target.setValue(source.getValue())
        case _:
            target.setString(source.getString())


def _place(cells: Any) -> tuple[int, int] | None:
    if cells is None:
        return None
    at = cells.RangeAddress
    return at.StartRow, at.StartColumn
