"""What a unit told by telephone, as a file of its own: so it is received, kept and judged like any other.

Its figures stand in the cells in which the office typed them on Điều khiển, so that a finding names those.
"""

from collections.abc import Mapping
from datetime import date

from xlsxwriter.worksheet import Worksheet

from xlpy.core.forms import FORM_01, KIND_LABELS, MEASURE_LABELS, REASON_LABEL, phoned_mark
from xlpy.core.grid import ErrorValue, Position, Uncached, Value
from xlpy.core.office_book import BOARD_ROW, CONTROL_SHEET, TYPING
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.text import day as written
from xlpy.core.units import Unit
from xlpy.drawing.sheet import A4, Book

_ENTERED = len(KINDS) + 6
"""Right of the figures. Running totals have columns too, and stay blank: a form without them would not be recognised."""
_NOTE = _ENTERED + len(KINDS)
_REASON = TYPING.reason_column - TYPING.column


def typing_cell(place: int) -> Position:
    """The first cell of Nhập tay of a unit, by its place on the board, from 0."""
    return BOARD_ROW + place, TYPING.column


def phoned_name(unit: Unit, day: date) -> str:
    """The file's name in the inbox: "696 22-5-2023.xlsx"."""
    return f"{unit.code} {day.day}-{day.month}-{day.year}.xlsx"


def draw_phoned(
    unit: Unit,
    at: Position,
    day: date,
    told: Mapping[Kind, Value],
    note: str,
    reason: Value | None = None,
    version: int = 1,
) -> bytes:
    """A workbook with one unit's figures of a day; `at` is the first of the cells in which they were typed.

    `reason` is what was chosen for a day of zeros. `version` counts the unit's files of the day: the same figures told again after others are another file. Values are
    written as they were typed, also wrong ones: to judge them is not for the one who writes them down.
    """
    book = Book(f"Báo qua điện thoại, {unit.name}" + (f" ({version})" if version > 1 else ""), day)
    sheet = book.sheet(CONTROL_SHEET, A4)
    row, column = at
    header = min(row, BOARD_ROW) - 1
    sheet.write_string(0, 0, f"Số liệu báo qua điện thoại (tính đến ngày {written(day)})")
    sheet.write_string(0, column + _NOTE + 1, phoned_mark(unit.code))
    sheet.write_string(header, 1, FORM_01.columns[1].label)
    sheet.write_string(row, 1, unit.name)
    for number, kind in enumerate(KINDS):
        for first, measure in ((column, Measure.TODAY), (column + _ENTERED, Measure.ENTERED)):
            sheet.write_string(header - 1, first + number, KIND_LABELS[kind])
            sheet.write_string(header, first + number, MEASURE_LABELS[measure])
        _write(sheet, row, column + number, told.get(kind))
    if note:
        sheet.write_string(row, column + _NOTE, note)
    if reason is not None:
        sheet.write_string(header, column + _REASON, REASON_LABEL)
        _write(sheet, row, column + _REASON, reason)
    return book.close()


def _write(sheet: Worksheet, row: int, column: int, value: Value | None) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float():
            sheet.write_number(row, column, value)
        case ErrorValue():
            sheet.write_formula(row, column, f"={value.code}", None, value.code)
        case Uncached():
            sheet.write_string(row, column, f"={value.formula}")
        case _:
            sheet.write_string(row, column, str(value))
