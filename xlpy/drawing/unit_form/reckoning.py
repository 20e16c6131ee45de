"""The hidden cells beside the days: running totals, what is wrong in each input, and how near it is to today."""

from xlsxwriter.worksheet import Worksheet

from xlpy.core.records import KINDS
from xlpy.drawing.inputs import HIDDEN
from xlpy.drawing.sheet import Book
from xlpy.drawing.unit_form.causes import FIRST_SKIPPED, OF_THE_DAY, first_that_holds
from xlpy.drawing.unit_form.facts import near, nearness, rank, rank_of_chosen
from xlpy.drawing.unit_form.layout import SLOTS, Layout
from xlpy.drawing.unit_form.places import before_places, day_places

_OF_A_KIND = frozenset({"today", "entered"})


def reckon_before(book: Book, sheet: Worksheet, layout: Layout) -> None:
    """Beside what was entered before the first day; and above it the rank of what stands on Phụ lục 01."""
    row = layout.opening_row
    for slot, kind in enumerate(KINDS, 1):
        places = before_places(layout, kind)
        typed = places["today"]
        _hide(book, sheet, row, layout.entered_column + slot - 1, f"=SUM({typed})", 0)
        # Blank is nothing before the first day; an error cannot be trimmed.
        cause = f'=IF(IF(ISERROR({typed}),FALSE,TRIM({typed})=""),0,{first_that_holds(places, _OF_A_KIND)})'
        _hide(book, sheet, row, layout.cause_column + slot - 1, cause, 0)
        _hide(book, sheet, row, layout.rank_column + slot - 1, f"={rank(layout, row, 0, slot)}", 0)
    _hide(book, sheet, row, layout.near_column, f"={near(layout, 0)}", nearness(0))
    _hide(book, sheet, layout.left_row, layout.rank_column + SLOTS - 1, f"={rank_of_chosen(layout)}", 0)


def reckon_day(book: Book, sheet: Worksheet, layout: Layout, row: int, place: int) -> None:
    """The hidden cells of a day: running totals, what is wrong, and how near it is."""
    inputs, filled = layout.inputs(row), layout.cell(layout.filled_column, row)
    _hide(book, sheet, row, layout.filled_column, f'=IF(COUNTA({inputs})=0,"",{place})', "")
    _hide(book, sheet, row, layout.near_column, f"={near(layout, place)}", nearness(place))
    for slot, kind in enumerate(KINDS, 1):
        column = layout.typed(kind)
        so_far = f"SUM({layout.fixed(column, layout.opening_row)}:{layout.cell(column, row)})"
        _hide(book, sheet, row, layout.entered_column + slot - 1, f'=IF({filled}="","",{so_far})', "")
        told = first_that_holds(day_places(layout, row, kind), _OF_A_KIND)
        _hide(book, sheet, row, layout.cause_column + slot - 1, f'=IF({filled}="",0,{told})', 0)
        _hide(book, sheet, row, layout.rank_column + slot - 1, f"={rank(layout, row, place, slot)}", 0)
    first, here, before = layout.fact("first"), layout.fact("here"), layout.fact("before")
    skipped = "0"
    if layout.plan.period.is_daily:  # else nobody has to type a day on which no report is owed
        # What was entered before is in the row above the days where the unit typed it there: it began with that.
        counts = layout.fact("counts")
        skipped = f"IF(AND({first}>0,{place}>{counts},{place}<{here}),IF({place}<{before},{FIRST_SKIPPED + 1},{FIRST_SKIPPED}),0)"
    of_day = first_that_holds(day_places(layout, row, KINDS[0]), OF_THE_DAY)
    _hide(book, sheet, row, layout.cause_column + SLOTS - 1, f'=IF({filled}="",{skipped},{of_day})', 0)
    _hide(book, sheet, row, layout.rank_column + SLOTS - 1, f"={rank(layout, row, place, SLOTS)}", 0)


def _hide(book: Book, sheet: Worksheet, row: int, column: int, formula: str, value: int | str) -> None:
    sheet.write_formula(row, column, formula, book.format(num_format=HIDDEN), value)
