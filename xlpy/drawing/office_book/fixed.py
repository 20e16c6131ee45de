"""What of the office's workbook stays as it was drawn, told by the workbook itself (`core.fixed_cells`)."""

from collections.abc import Mapping
from typing import NamedTuple

from xlsxwriter.worksheet import CellBlankTuple, CellFormulaTuple, CellNumberTuple, CellStringTuple, Worksheet

from xlpy.core.fixed_cells import FixedCells, as_row, fixed_cells
from xlpy.core.forms import MISMATCH_SHEET
from xlpy.core.grid import Area, Position
from xlpy.core.office_book import (
    CALLED_COLUMN,
    FINDINGS_ROW,
    FINDINGS_SHEET,
    FIXED_COLUMN,
    FIXED_ROW,
    FORETOLD_DAY_COLUMN,
    FORETOLD_DAY_ROW,
    FORETOLD_ROW,
    FORETOLD_SHEET,
    HISTORY_ROW,
    HISTORY_SHEET,
    MACHINES_SHEET,
    ROSTER_SHEET,
    TRYING,
    VIEW_SHEETS,
)
from xlpy.drawing.office_book import mismatches
from xlpy.drawing.palette import on_screen
from xlpy.drawing.sheet import Book

_ENDLESS = 1_048_575
_REWRITTEN: Mapping[str, tuple[Area, ...]] = {
    # With its heads, which stand elsewhere in older workbooks.
    FINDINGS_SHEET: (
        *(Area(0, column, 0, column) for column in (1, 4, CALLED_COLUMN)),
        Area(FINDINGS_ROW - 2, 0, _ENDLESS, 99),
    ),
    HISTORY_SHEET: (Area(HISTORY_ROW, 0, _ENDLESS, 99),),
    MISMATCH_SHEET: (
        Area(mismatches.TOLD_ROW, 0, mismatches.TOLD_ROW, 0),
        Area(mismatches.FIRST_ROW, 0, _ENDLESS, 99),
    ),
    FORETOLD_SHEET: (
        Area(FORETOLD_DAY_ROW, FORETOLD_DAY_COLUMN, FORETOLD_DAY_ROW, FORETOLD_DAY_COLUMN),
        Area(FORETOLD_ROW, 0, _ENDLESS, 99),
    ),
    MACHINES_SHEET: (Area(TRYING.words_row + 1, 1, TRYING.words_row + 3, 1),),
}
"""Where buttons write, whatever stands there."""


class DrawnCells(NamedTuple):
    """A sheet's locked cells that no button rewrites, by place; a text "" is a cell that stays blank."""

    formulas: Mapping[Position, str]
    texts: Mapping[Position, str | float]

    @property
    def fixed(self) -> FixedCells:
        return fixed_cells(self.formulas, self.texts)


def drawn_cells(book: Book) -> Mapping[str, DrawnCells]:
    """What the views of a workbook were drawn with, by sheets."""
    texts = {place: text for text, place in book.workbook.str_table.string_table.items()}
    return {
        sheet.get_name(): _of_sheet(sheet, texts)
        for sheet in book.workbook.worksheets()
        if sheet.get_name() in VIEW_SHEETS
    }


def draw_fixed(book: Book) -> None:
    """The table that says of each view which of its cells stay; once all sheets are drawn."""
    sheet = book.workbook.get_worksheet_by_name(FORETOLD_SHEET)
    for row, (name, drawn) in enumerate(drawn_cells(book).items(), FIXED_ROW):
        for column, text in enumerate(as_row(name, drawn.fixed), FIXED_COLUMN):
            sheet.write_string(row, column, text, on_screen(book))


def _of_sheet(sheet: Worksheet, known: Mapping[int, str]) -> DrawnCells:
    rewritten = _REWRITTEN.get(sheet.get_name(), ())
    formulas: dict[Position, str] = {}
    texts: dict[Position, str | float] = {}
    for row, line in sheet.table.items():
        for column, cell in line.items():
            at = row, column
            if (cell.format is not None and not cell.format.locked) or any(area.covers(at) for area in rewritten):
                continue
            if isinstance(cell, CellFormulaTuple):
                formulas[at] = f"={cell.formula}"
            elif isinstance(cell, CellStringTuple):
                texts[at] = known[cell.string]
            elif isinstance(cell, CellNumberTuple):
                texts[at] = cell.number
            elif isinstance(cell, CellBlankTuple) and sheet.get_name() != ROSTER_SHEET:  # where one writes on paper
                texts[at] = ""
    return DrawnCells(formulas, texts)
