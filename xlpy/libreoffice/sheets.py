"""Sheets of a workbook."""

import numbers
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from xlwings import NoSuchObjectError, XlwingsError, base_classes

from xlpy.libreoffice.names import Names
from xlpy.libreoffice.ranges import Range
from xlpy.libreoffice.surface import complete, not_implemented

if TYPE_CHECKING:
    from xlpy.libreoffice.books import Book


_COLUMN, _ROW = r"\$?[A-Za-z]{1,3}", r"\$?[1-9][0-9]*"
_ADDRESS = re.compile(rf"{_COLUMN}{_ROW}(:{_COLUMN}{_ROW})?|{_COLUMN}:{_COLUMN}|{_ROW}:{_ROW}")


@complete(base_classes.Sheets)
class Sheets(base_classes.Sheets):
    """The sheets of one workbook; names are compared as in Excel, whatever their case."""

    def __init__(self, book: "Book") -> None:
        self._book = book

    @property
    def api(self) -> Any:
        return self._book.all_sheets

    @property
    def active(self) -> "Sheet":
        return Sheet(self._book, self._book.controller.ActiveSheet)

    def __call__(self, name_or_index: int | str) -> "Sheet":
        sheets = self.api
        if isinstance(name_or_index, numbers.Number):
            if not 1 <= int(name_or_index) <= sheets.Count:
                raise IndexError(f"no sheet number {name_or_index}")
            return Sheet(self._book, sheets.getByIndex(int(name_or_index) - 1))
        with suppress(Exception):  # mostly it is the very name
            return Sheet(self._book, sheets.getByName(str(name_or_index)))
        for name in sheets.ElementNames:
            if name.casefold() == str(name_or_index).casefold():
                return Sheet(self._book, sheets.getByName(name))
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator["Sheet"]:
        sheets = self.api
        for index in range(sheets.Count):
            yield Sheet(self._book, sheets.getByIndex(index))

    def __contains__(self, name: str) -> bool:
        return name.casefold() in (known.casefold() for known in self.api.ElementNames)

    def add(self, before: "Sheet | None" = None, after: "Sheet | None" = None, name: str | None = None) -> "Sheet":
        """In front of the active sheet where no place is given, and active from now on."""
        place = before.index - 1 if before else after.index if after else self.active.index - 1
        name = name or next(free for free in map("Sheet{}".format, range(1, len(self) + 2)) if free not in self)
        self.api.insertNewByName(name, place)
        sheet = self(name)
        sheet.activate()
        return sheet


@complete(base_classes.Sheet)
class Sheet(base_classes.Sheet):
    """One sheet."""

    def __init__(self, book: "Book", sheet: Any) -> None:
        self._book = book
        self._sheet = sheet
        self._seen = book.app.rebuilt

    @property
    def api(self) -> Any:
        if self._seen != self._book.app.rebuilt:
            self._sheet = self._book.model.Sheets.getByIndex(self._sheet.RangeAddress.Sheet)
            self._seen = self._book.app.rebuilt
        return self._sheet

    @property
    def book(self) -> "Book":
        return self._book

    @property
    def name(self) -> str:
        return str(self.api.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.api.Name = value
        if self.name != value:  # LibreOffice says nothing
            raise XlwingsError(f"a sheet cannot be named {value!r} here: the name is taken or not allowed")

    @property
    def quoted_name(self) -> str:
        """The name as formulas write it, in quotes where it needs them."""
        name = self.name
        return name if re.fullmatch(r"[^\W\d][\w.]*", name) else "'" + name.replace("'", "''") + "'"

    @property
    def index(self) -> int:
        return int(self.api.RangeAddress.Sheet) + 1

    @property
    def visible(self) -> bool:
        return bool(self.api.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.api.IsVisible = bool(value)
        if self.visible != bool(value):
            raise XlwingsError("the last visible sheet cannot be hidden")

    @property
    def names(self) -> Names:
        return Names(self._book, self)

    @property
    def cells(self) -> Range:
        return Range.of(self, self.api)

    @property
    def used_range(self) -> Range:
        """The cells that hold something, from the first to the last; A1 where none does."""
        cursor = self.api.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return Range.found(self, cursor)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """From addresses, names, (row, column) or ranges; (row, column, height, width) is how xlwings itself asks."""
        first = self._corner(arg1)
        if arg2 is None:
            return first
        second = self._corner(arg2)
        return Range(
            first.sheet,
            min(first.first_row, second.first_row),
            min(first.first_column, second.first_column),
            max(first.last_row, second.last_row),
            max(first.last_column, second.last_column),
        )

    def activate(self) -> None:
        self._book.controller.setActiveSheet(self.api)

    def select(self) -> None:
        self.activate()

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def clear_contents(self) -> None:
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        self.cells.clear_formats()

    def clear(self) -> None:
        self.cells.clear()

    def delete(self) -> None:
        sheets = self._book.sheets
        if len(sheets) == 1:
            raise XlwingsError("the last sheet of a workbook cannot be deleted")
        sheets.api.removeByName(self.name)

    def extended(self, cells: Any) -> Range:
        """Cells, and all of the merged cells that they are part of."""
        cursor = self.api.createCursorByRange(cells)
        cursor.collapseToMergedArea()
        return Range.of(self, cursor)

    def refuse_protected(self) -> None:
        """Raises XlwingsError where the sheet is protected: LibreOffice would drop the change without a word."""
        if self.api.isProtected():
            raise XlwingsError(f"Trang “{self.name}” đang khoá: mở khoá trước khi sửa.")

    def _corner(self, argument: Any) -> Range:
        if isinstance(argument, Range):
            return argument
        if isinstance(argument, str):
            return self._named(argument)
        row, column, *size = argument
        if row < 1 or column < 1:
            raise IndexError(f"rows and columns count from 1, not {row, column}")
        height, width = size or (1, 1)
        return Range(self, row - 1, column - 1, row + height - 2, column + width - 2)

    def _named(self, text: str) -> Range:
        if "," in text:
            raise not_implemented("Sheet.range of several areas")
        if _ADDRESS.fullmatch(text):
            return Range.of(self, self.api.getCellRangeByName(text), text)
        sheet, mark, inside = text.rpartition("!")
        if mark:
            return self._book.sheets(sheet.removeprefix("'").removesuffix("'").replace("''", "'"))._named(inside)
        for names in (self.names, self._book.names):
            with suppress(KeyError):
                return names(text).refers_to_range
        try:
            return self._book.range_of(self.api.getCellRangeByName(text))  # such as a table
        except Exception:
            raise NoSuchObjectError(f"The address/named range '{text}' doesn't exist.") from None
