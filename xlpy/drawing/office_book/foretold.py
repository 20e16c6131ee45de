"""Dự báo: what only the program can foretell, for the day that it was foretold for. A button writes it.

Tiến độ shows it while that day is the one on Điều khiển; for any other, the sheet goes by the pace of seven days.
"""

from collections.abc import Sequence

from xlpy.core.campaign.projection import Projection
from xlpy.core.grid import Edit
from xlpy.core.office_book import (
    FORETOLD_DAY_COLUMN,
    FORETOLD_DAY_ROW,
    FORETOLD_HEADS,
    FORETOLD_ROW,
    FORETOLD_SHEET,
)
from xlpy.drawing.inputs import protect
from xlpy.drawing.office_book.views import serial
from xlpy.drawing.palette import HEAD, on_screen
from xlpy.drawing.sheet import A4, DATE, Book

UNITS, DAYS = 0, 7
"""First columns of the two lists."""
_UNIT_COLUMNS, _DAY_COLUMNS = 6, 4
_Row = tuple[str | int | float | None, ...]


def foretold_edits(foretold: Projection) -> list[Edit]:
    """What to write so that an open workbook's Dự báo is this projection."""
    units, days = _units(foretold), _days(foretold)
    return [
        Edit(FORETOLD_SHEET, FORETOLD_DAY_ROW, FORETOLD_DAY_COLUMN, ((serial(foretold.day),),)),
        Edit(FORETOLD_SHEET, FORETOLD_ROW, UNITS, tuple(units) or ((None,) * _UNIT_COLUMNS,), alone=True),
        Edit(FORETOLD_SHEET, FORETOLD_ROW, DAYS, tuple(days) or ((None,) * _DAY_COLUMNS,), alone=True),
    ]


def _units(foretold: Projection) -> Sequence[_Row]:
    return [
        (
            unit.unit,
            serial(unit.p50) if unit.p50 else None,
            serial(unit.p80) if unit.p80 else None,
            unit.chance,
            unit.by_deadline[1] if unit.by_deadline else None,
            unit.machines_needed,
        )
        for unit in foretold.units
    ]


def _days(foretold: Projection) -> Sequence[_Row]:
    return [(serial(one.day), one.low, one.middle, one.high) for one in foretold.course]


def draw_foretold(book: Book, foretold: Projection | None) -> None:
    """The sheet, not shown."""
    sheet = book.sheet(FORETOLD_SHEET, A4)
    plain, day = on_screen(book), on_screen(book, num_format=DATE)
    formats = [on_screen(book, num_format="@"), day, day, *[plain] * 4, day, *[plain] * 3]
    for column, (label, style) in enumerate(zip(FORETOLD_HEADS, formats, strict=True)):
        sheet.set_column_pixels(column, column, 90, style)
        if label:
            sheet.write_string(FORETOLD_ROW - 1, column, label, on_screen(book, **HEAD))
    sheet.write_string(FORETOLD_DAY_ROW, 0, "Dự báo cho ngày", plain)
    if foretold is not None:
        sheet.write_number(FORETOLD_DAY_ROW, FORETOLD_DAY_COLUMN, serial(foretold.day), day)
        for left, rows in ((UNITS, _units(foretold)), (DAYS, _days(foretold))):
            for row, values in enumerate(rows, FORETOLD_ROW):
                for column, value in enumerate(values, left):
                    if isinstance(value, str):
                        sheet.write_string(row, column, value, formats[column])
                    elif value is not None:
                        sheet.write_number(row, column, value, formats[column])
    sheet.hide()
    protect(sheet)
