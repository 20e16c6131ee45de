"""What the side sheets share: a head, yellow cells by what they hold, and what stops a slip while it is typed."""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlpy.core.plan.settings import SettingKind
from xlpy.core.plan.side_sheets import FIRST_DAY, LAST_DAY, Column
from xlpy.drawing.inputs import protect, validate_choice, validate_count, validate_date, validate_hour
from xlpy.drawing.office_book.look import TYPED, fill_row, millimetres
from xlpy.drawing.palette import HEAD, LINE, MUTED, NAVY, WHITE, on_screen
from xlpy.drawing.sheet import DATE, NUMBER, Book

"""A day out of these is a slip."""


def draw_title(book: Book, sheet: Worksheet, title: str, hint: str, last: int) -> None:
    """The band with the sheet's name, and below it what it is for."""
    fill_row(sheet, 0, range(last + 1), on_screen(book, bg_color=NAVY))
    look = {"bg_color": NAVY, "font_color": WHITE, "bold": True, "font_size": 14, "indent": 1}
    sheet.write_string(0, 0, title, on_screen(book, **look))
    sheet.set_row_pixels(0, 34)
    sheet.write_string(1, 0, hint, on_screen(book, italic=True, font_size=9, font_color=MUTED))


def draw_heads(book: Book, sheet: Worksheet, row: int, heads: Sequence[str], height: int = 34) -> None:
    """The heads of a table, in one row."""
    for column, label in enumerate(heads):
        sheet.write_string(row, column, label, on_screen(book, **HEAD))
    sheet.set_row_pixels(row, height)


def draw_line(book: Book, sheet: Worksheet, row: int, columns: Sequence[Column], line: Mapping[str, Any]) -> None:
    """A line's typed cells, from the first column on. `line` is the plan's JSON; what it lacks is blank."""
    for at, column in enumerate(columns):
        value, style = line.get(column.name), on_screen(book, **_look(column))
        match column.kind:
            case _ if value is None:
                sheet.write_blank(row, at, None, style)
            case SettingKind.DATE:
                sheet.write_datetime(row, at, date.fromisoformat(value), style)
            case SettingKind.NUMBER:
                sheet.write_number(row, at, value, style)
            case SettingKind.CHOICE:
                word = next(word for word, meant in column.choices.items() if meant == value)
                sheet.write_string(row, at, word, style)
            case _:
                sheet.write_string(row, at, value, style)


def _look(column: Column) -> Mapping[str, Any]:
    match column.kind:
        case SettingKind.DATE:
            return {**TYPED, "num_format": DATE, "align": "center"}
        case SettingKind.NUMBER:
            return {**TYPED, "num_format": NUMBER, "align": "center"}
        case SettingKind.CHOICE | SettingKind.TIME:
            return {**TYPED, "num_format": "@", "align": "center"}
        case _:
            # What is short and has its place in a row, such as a number, stands in the middle.
            middle = {"align": "center"} if column.name == "number" else {}
            return {**TYPED, "num_format": "@", "text_wrap": True, "font_size": 9, **middle}


def stop_slips(
    sheet: Worksheet, first: int, last: int, columns: Sequence[Column], but: Container[str] = frozenset()
) -> None:
    """What a cell cannot hold cannot be typed: days, numbers, words of a list. `but`: columns watched otherwise."""
    for at, column in enumerate(columns):
        if column.name in but:
            continue
        area = (first, at, last, at)
        match column.kind:
            case SettingKind.DATE:
                validate_date(sheet, area, FIRST_DAY, LAST_DAY, ask="Gõ một ngày, ví dụ 22/5/2023.")
            case SettingKind.NUMBER:
                validate_count(sheet, area, most=column.most)
            case SettingKind.CHOICE:
                validate_choice(sheet, area, column.choices)
            case SettingKind.TIME:
                validate_hour(sheet, area)
            case _:
                pass


def told(book: Book, **look: Any) -> Any:
    """The format of a cell that is reckoned."""
    return on_screen(book, border=1, border_color=LINE, **look)


def finish(sheet: Worksheet, head_row: int, last_row: int, last_column: int) -> None:
    """How it prints and scrolls; all but the yellow cells locked."""
    sheet.print_area(0, 0, last_row, last_column)
    sheet.repeat_rows(head_row)
    sheet.print_black_and_white()
    sheet.hide_gridlines(2)
    millimetres(sheet, 10, 10, 12, 10)
    sheet.freeze_panes(head_row + 1, 0)
    protect(sheet)
