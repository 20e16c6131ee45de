"""Formulas as people know them from Excel ("=SUM('A b'!A1,2)") and as LibreOffice takes them ("=SUM($'A b'.A1;2)").

LibreOffice itself translates: its parser reads either way of writing, in English whatever the user's language.
"""

import re
from typing import Any

from xlpy.libreoffice.bridge import struct

_LIBREOFFICE = 0  # com.sun.star.sheet.AddressConvention.OOO
_EXCEL = 3  # XL_OOX

_FILE_ONLY = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*')|_xlfn\.|\b(TRUE|FALSE)\(\)""")
"""What the parser writes as in a file: texts and quoted names stay, a mark of newer functions goes, TRUE() is TRUE."""


class Translator:
    """Translates formulas of one workbook, both ways. A formula begins with "="."""

    def __init__(self, model: Any) -> None:
        self._excel = _parser(model, _EXCEL)
        self._libreoffice = _parser(model, _LIBREOFFICE)

    def to_libreoffice(self, formula: str, cell: Any, origin: Any = None) -> str:
        """For a cell, from Excel. `origin` is the cell that relative references were written for."""
        tokens = self._excel.parseFormula(formula.removeprefix("="), origin or cell)
        return "=" + str(self._libreoffice.printFormula(tokens, cell))

    def to_excel(self, formula: str, cell: Any) -> str:
        """Of a cell, for Excel."""
        tokens = self._libreoffice.parseFormula(formula.removeprefix("="), cell)
        text = str(self._excel.printFormula(tokens, cell))
        return "=" + _FILE_ONLY.sub(lambda found: found[1] or found[2] or "", text)


def position(sheet: int, row: int, column: int) -> Any:
    """A cell's place; sheet, row and column count from 0."""
    return struct("table.CellAddress", Sheet=sheet, Row=row, Column=column)


def _parser(model: Any, convention: int) -> Any:
    parser = model.createInstance("com.sun.star.sheet.FormulaParser")
    parser.CompileEnglish, parser.FormulaConvention = True, convention
    return parser
