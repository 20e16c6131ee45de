"""The colours of the sheet of days: what is wrong, and where to type now."""

from typing import Any

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from xlpy.core.records import KINDS
from xlpy.drawing.inputs import colour
from xlpy.drawing.palette import AMBER, AMBER_INK, BLUE, BRICK, MIST, NAVY, PALE, SKY, WHITE, YELLOW
from xlpy.drawing.sheet import Book
from xlpy.drawing.unit_form.causes import FIRST_SKIPPED, OF_THE_DAY
from xlpy.drawing.unit_form.layout import SLOTS, Layout
from xlpy.drawing.unit_form.look import FAULTS
from xlpy.drawing.unit_form.places import before_places, day_places
from xlpy.drawing.unit_form.turns import NOT_DUE
from xlpy.drawing.words import LATE as LOOK
from xlpy.drawing.words import REFUSED as WRONG


def shade(book: Book, sheet: Worksheet, layout: Layout) -> None:
    """Conditional formats over the head and all days; the gravest first, as the first that holds is seen."""
    first, third = layout.first_row, layout.first_row + 2
    for kind in KINDS:
        before = before_places(layout, kind)
        colour(book, sheet, before, looks=FAULTS, at=("today", "entered"))
        places = day_places(layout, first, kind)
        seen = {"entered": places["today"]}
        colour(book, sheet, places, rows=layout.count, looks=FAULTS, at=("today", "entered"), seen=seen)
    with_days = day_places(layout, third, KINDS[0])
    colour(book, sheet, with_days, rows=layout.count - 2, looks=FAULTS, at=OF_THE_DAY)
    first_two = day_places(layout, first, KINDS[0])
    colour(book, sheet, first_two, rows=2, looks=FAULTS, at=OF_THE_DAY)
    _shade_inputs(book, sheet, layout)
    _shade_state(book, sheet, layout)
    check = layout.named("check")
    said = layout.cell("check", layout.opening_row)
    area = xl_range(layout.opening_row, check, layout.last_row, check)
    _when(book, sheet, area, f'LEFT({said},1)="{WRONG}"', bg_color=BRICK, font_color=WHITE, bold=True)
    _when(book, sheet, area, f'LEFT({said},1)="{LOOK}"', bg_color=AMBER, font_color=AMBER_INK, bold=True)
    share = layout.named("share")
    bar = {"type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_color": SKY, "bar_border_color": BLUE}
    ends = {"min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1}
    sheet.conditional_format(xl_range(first, share, layout.last_row, share), {**bar, **ends})


def _shade_inputs(book: Book, sheet: Worksheet, layout: Layout) -> None:
    """Yellow where to type now: today, days that were left out, and before the first entry what was entered earlier."""
    first, left, right = layout.first_row, layout.typed(KINDS[0]), layout.typed(KINDS[-1])
    day, now = layout.cell("day", first), layout.fact("now")
    skipped = f"{layout.cell(layout.cause_column + SLOTS - 1, first)}>={FIRST_SKIPPED}"
    note = layout.named("note")
    for area in (xl_range(first, left, layout.last_row, right), xl_range(first, note, layout.last_row, layout.last)):
        _when(book, sheet, area, f"OR({day}={now},{skipped})", bg_color=YELLOW)
        _when(book, sheet, area, f"{day}>{now}", bg_color=PALE)
    before = xl_range(layout.opening_row, left, layout.opening_row, right)
    _when(book, sheet, before, f"{layout.fact('last')}=0", bg_color=YELLOW)
    if layout.target is None:
        targets = xl_range(layout.targets_row, left, layout.targets_row, right)
        blank = f'{layout.cell(left, layout.targets_row).removeprefix("$")}=""'
        _when(book, sheet, targets, blank, bg_color=YELLOW)
    today = xl_range(first, 0, layout.last_row, layout.named("weekday"))
    _when(book, sheet, today, f"{day}={now}", bg_color=NAVY, font_color=WHITE, bold=True)


def _shade_state(book: Book, sheet: Worksheet, layout: Layout) -> None:
    state = layout.fixed(layout.named("birth.today") + 1, layout.state_row)
    area = xl_range(layout.state_row, layout.named("birth.today") + 1, layout.state_row, layout.named("check"))
    ready, errors, looks = f'LEFT({state},3)="SẴN"', layout.fact("errors"), layout.fact("looks")
    _when(book, sheet, area, f"AND({ready},{looks}=0)", bg_color=MIST, font_color=NAVY)
    _when(book, sheet, area, f"{errors}>{layout.fact('blanks')}", bg_color=BRICK, font_color=WHITE)
    if not layout.plan.period.is_daily:
        _when(book, sheet, area, f'{state}="{NOT_DUE}"', bg_color=PALE, font_color=NAVY)
    lines = xl_range(layout.first_line_row, 0, layout.header_row - 2, layout.last)
    corner = xl_range(layout.first_line_row, 0, layout.first_line_row, 0)
    _when(book, sheet, lines, f'LEFT({corner},1)="{WRONG}"', font_color=BRICK)


def _when(book: Book, sheet: Worksheet, area: str, criteria: str, **look: Any) -> None:
    options = {"type": "formula", "criteria": f"={criteria}", "format": book.workbook.add_format(look)}
    sheet.conditional_format(area, options)
