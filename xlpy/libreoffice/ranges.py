"""Ranges of cells: where they are, what they hold, where they lead to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError, base_classes

from xlpy.core.grid import column_name
from xlpy.libreoffice.contents import Rows, read, read_formulas, write
from xlpy.libreoffice.formulas import position
from xlpy.libreoffice.looks import Looks
from xlpy.libreoffice.structure import CONTENTS, Structure
from xlpy.libreoffice.surface import complete
from xlpy.libreoffice.values import Value

if TYPE_CHECKING:
    from xlpy.libreoffice.names import Name
    from xlpy.libreoffice.sheets import Sheet

_NOTES = 8  # com.sun.star.sheet.CellFlags
_FORMATS = 32 | 64 | 256  # of the cell, its style, and within its text

_SMALL = 10_000
"""Cells; of a larger range only what the sheet uses is asked for."""


@complete(base_classes.Range, "expand", "max_cells_per_read", "max_cells_per_write", "get_async_pipeline_overrides")
class Range(Looks, Structure, base_classes.Range):
    """A rectangle of cells, rows and columns counted from 0; empty where the end lies before the start."""

    options: dict[str, Any] | None = None

    def __init__(
        self, sheet: "Sheet", first_row: int, first_column: int, last_row: int, last_column: int, text: str = ""
    ) -> None:
        self.sheet = sheet
        self.first_row, self.first_column = first_row, first_column
        self.last_row, self.last_column = last_row, last_column
        self.arg1_input = text
        self._cells: Any = None
        self._seen = -1

    @classmethod
    def of(cls, sheet: "Sheet", cells: Any, text: str = "") -> "Range":
        """The range of LibreOffice's own cells on a sheet."""
        at = cells.RangeAddress
        return cls(sheet, at.StartRow, at.StartColumn, at.EndRow, at.EndColumn, text)

    @classmethod
    def found(cls, sheet: "Sheet", cells: Any) -> "Range":
        """The same, where these cells are as good as those that would be asked for."""
        made = cls.of(sheet, cells)
        made._cells, made._seen = cells, sheet.book.app.rebuilt
        return made

    @property
    def api(self) -> Any:
        rebuilt = self.sheet.book.app.rebuilt
        if self._seen != rebuilt and len(self):
            self._seen = rebuilt
            sheet = self.sheet.api
            if len(self) == 1:
                self._cells = sheet.getCellByPosition(self.first_column, self.first_row)
            else:
                corners = self.first_column, self.first_row, self.last_column, self.last_row
                self._cells = sheet.getCellRangeByPosition(*corners)
        return self._cells

    # Where it is

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return (self.sheet.name, self.row, self.column, *self.shape)

    @property
    def row(self) -> int:
        return self.first_row + 1

    @property
    def column(self) -> int:
        return self.first_column + 1

    @property
    def shape(self) -> tuple[int, int]:
        return self.last_row - self.first_row + 1, self.last_column - self.first_column + 1

    def __len__(self) -> int:
        height, width = self.shape
        return max(0, height) * max(0, width)

    def __call__(self, arg1: int, arg2: int | None = None) -> "Range":
        """The cell at (row, column), or the one with a number, row by row; both count from 1 and may lead outside."""
        row, column = divmod(arg1 - 1, self.shape[1]) if arg2 is None else (arg1 - 1, arg2 - 1)
        return self._cell(self.first_row + row, self.first_column + column)

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """ "$A$1:$B$2", or with the names of workbook and sheet in front."""
        corners = dict.fromkeys([(self.first_row, self.first_column), (self.last_row, self.last_column)])
        text = ":".join(
            f"{'$' * col_absolute}{column_name(column)}{'$' * row_absolute}{row + 1}" for row, column in corners
        )
        if not external:
            return text
        sheet, book = self.sheet.quoted_name, self.sheet.book.name
        if sheet.startswith("'") or not book.replace(".", "").isidentifier():
            return f"'[{book}]{sheet.strip(chr(39))}'!{text}"
        return f"[{book}]{sheet}!{text}"

    # What it holds

    @property
    def raw_value(self) -> Any:
        if not len(self):
            return None
        rows = self._read()
        return rows[0][0] if len(self) == 1 else rows

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        if not isinstance(value, list | tuple):
            self._write(
                [[value] * self.shape[1]] * self.shape[0],
                position(self.sheet.index - 1, self.first_row, self.first_column),
            )
        else:
            self._write(value if isinstance(value[0], list | tuple) else [value])

    @property
    def formula(self) -> str | tuple[tuple[str, ...], ...]:
        rows = read_formulas(self.sheet.book, self.api)
        return rows[0][0] if len(self) == 1 else tuple(map(tuple, rows))

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    formula2 = formula

    @property
    def has_array(self) -> bool:
        return bool(self(1, 1).api.getArrayFormula())

    def clear_contents(self) -> None:
        self._clear(CONTENTS)

    def clear_formats(self) -> None:
        self._clear(_FORMATS)

    def clear(self) -> None:
        self._clear(CONTENTS | _NOTES | _FORMATS)

    @property
    def hyperlink(self) -> str:
        fields = self(1, 1).api.getTextFields()
        if not fields.Count:
            raise XlwingsError("The cell doesn't seem to contain a hyperlink!")
        return str(fields.getByIndex(0).URL)

    def add_hyperlink(self, address: str, text_to_display: str | None = None, _screen_tip: str | None = None) -> None:
        """A link; "#Sheet.A1" leads into the workbook. LibreOffice shows a tip of its own, not one of ours."""
        self.sheet.refuse_protected()
        link = self.sheet.book.model.createInstance("com.sun.star.text.TextField.URL")
        link.URL = address
        link.Representation = text_to_display or address
        cell = self(1, 1).api
        cell.setString("")
        cell.insertTextContent(cell.createTextCursor(), link, False)

    # Where it leads to

    def end(self, direction: str) -> "Range":
        """The cell that Ctrl and an arrow key lead to from the first one."""
        vertical, ahead = direction in ("up", "down"), direction in ("down", "right")
        whole, place = self.sheet.cells, self.first_row if vertical else self.first_column
        last = whole.last_row if vertical else whole.last_column
        line = Range(
            self.sheet,
            0 if vertical else self.first_row,
            self.first_column if vertical else 0,
            last if vertical else self.first_row,
            self.first_column if vertical else last,
        )
        found = _next_edge(place, ahead, last, line._filled(vertical))
        return self._cell(found, self.first_column) if vertical else self._cell(self.first_row, found)

    @property
    def current_region(self) -> "Range":
        cursor = self.sheet.api.createCursorByRange(self.api)
        cursor.collapseToCurrentRegion()
        return Range.of(self.sheet, cursor)

    def select(self) -> None:
        self.sheet.book.controller.select(self.api)

    @property
    def name(self) -> "Name | None":
        for name in self.sheet.book.names.all():
            cells = name.api.getReferredCells()
            if cells is not None and self.sheet.book.range_of(cells).coords == self.coords:
                return name
        return None

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.book.names.add(value, f"={self.sheet.quoted_name}!{self.address}")

    def _cell(self, row: int, column: int) -> "Range":
        return Range(self.sheet, row, column, row, column)

    def _read(self) -> Rows:
        book = self.sheet.book
        if len(self) <= _SMALL:
            return read(book, self.api)
        used, (height, width) = self.sheet.used_range, self.shape
        part = Range(
            self.sheet,
            self.first_row,
            self.first_column,
            min(self.last_row, used.last_row),
            min(self.last_column, used.last_column),
        )
        rows = [row + [""] * (width - len(row)) for row in (read(book, part.api) if len(part) else [])]
        return rows + [[""] * width for _ in range(height - len(rows))]

    def _write(self, rows: Sequence[Sequence[Value]], origin: Any = None) -> None:
        try:
            write(self.sheet.book, self.api, rows, origin)
        except Exception:
            self.sheet.refuse_protected()
            raise

    def _clear(self, flags: int) -> None:
        self.sheet.refuse_protected()
        self.api.clearContents(flags)

    def _filled(self, vertical: bool) -> list[tuple[int, int]]:
        """Of a row or a column: where cells hold something, from and to, in order."""
        runs: list[tuple[int, int]] = []
        areas = self.api.queryContentCells(CONTENTS).RangeAddresses
        pairs = [(at.StartRow, at.EndRow) if vertical else (at.StartColumn, at.EndColumn) for at in areas]
        for start, end in sorted(pairs):
            if runs and runs[-1][1] + 1 == start:
                start = runs.pop()[0]
            runs.append((start, end))
        return runs


def _next_edge(place: int, ahead: bool, last: int, runs: Sequence[tuple[int, int]]) -> int:
    start, end = next((run for run in runs if run[0] <= place <= run[1]), (place, place))
    if ahead:
        return end if place < end else next((run[0] for run in runs if run[0] > place), last)
    return start if place > start else next((run[1] for run in reversed(runs) if run[1] < place), 0)
