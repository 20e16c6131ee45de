"""The board of Điều khiển: a line a unit and TỔNG, formulas over Nhật ký and Phụ lục 01 for the date that is typed.

Right of the screen, hidden, stand what the formulas need of each unit: its code, its lines in Nhật ký for ten days.
"""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from xlpy.core.office_book import BOARD_HEADER_ROW, BOARD_HEADS, BOARD_ROW, REPORT_DATE, TYPING
from xlpy.core.plan.plan import Plan
from xlpy.core.plan.settings import DEADLINE
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.units import Unit
from xlpy.core.zero_reasons import ZERO_REASONS
from xlpy.drawing import palette
from xlpy.drawing.inputs import HIDDEN, colour, validate, validate_choice
from xlpy.drawing.office_book import look
from xlpy.drawing.office_book.daily import FIRST_ROW as DAILY_ROW
from xlpy.drawing.office_book.line import Line
from xlpy.drawing.office_book.places import (
    CHANGE,
    CHART,
    ENTERED,
    ERRORS,
    FINISH,
    HOUR,
    IN_TIME_OR_LATE,
    LINES,
    NEEDED,
    NUMBER,
    PACE,
    REMAINING,
    SHARE,
    STATE,
    SUMS,
    TODAY,
    UNIT,
    WARNINGS,
    Board,
    at,
    draw_chart,
    draw_share,
    needed_words,
    of_form,
    to_call,
)
from xlpy.drawing.office_book.trend import DAYS, Trend, Trends, needed
from xlpy.drawing.office_book.views import LATE, ShownDay, serial
from xlpy.drawing.palette import on_screen
from xlpy.drawing.sheet import Book, merge

_TITLE = "ĐƠN VỊ BÁO QUA ĐIỆN THOẠI"


def draw_board(book: Book, sheet: Worksheet, plan: Plan, shown: ShownDay | None, trends: Trends) -> Board:
    """Heads, units, TỔNG and the cells to type into."""
    board = Board(BOARD_ROW + len(plan.senders) - 1, shown, trends)
    _draw_heads(book, sheet)
    _draw_days(book, sheet, trends)
    called = ""
    for place, unit in enumerate(plan.senders):
        called += to_call(shown, plan.senders, [unit])
        Line(book, sheet, board, plan.senders, place, called).draw()
    _draw_total(book, sheet, board, plan.senders)
    _watch(book, sheet, board)
    return board


def _draw_heads(book: Book, sheet: Worksheet) -> None:
    typed = {**palette.HEAD, "bg_color": palette.YELLOW_HEAD}
    top, bottom = BOARD_HEADER_ROW, BOARD_HEADER_ROW + 1
    for column, (label, _) in enumerate(BOARD_HEADS):
        if not label:
            continue
        if column < TYPING.column:
            merge(sheet, (top, column, bottom, column), label, on_screen(book, **palette.HEAD))
        else:
            sheet.write_string(bottom, column, label, on_screen(book, **{**typed, "font_size": 8.5}))
    merge(sheet, (top, TYPING.column, top, TYPING.reason_column), _TITLE, on_screen(book, **typed))
    sheet.set_row_pixels(top, 18)
    sheet.set_row_pixels(bottom, 18)


def _draw_days(book: Book, sheet: Worksheet, trends: Trends) -> None:
    """The dates of the ten days, above their hidden columns."""
    helper = on_screen(book, num_format=HIDDEN)
    for day in range(DAYS):
        back = DAYS - 1 - day
        value = serial(trends.day) - back
        sheet.write_formula(BOARD_HEADER_ROW + 1, LINES + day, f"={REPORT_DATE}-{back}", helper, value)


def _draw_total(book: Book, sheet: Worksheet, board: Board, senders: Sequence[Unit]) -> None:
    units = len(senders)
    row, source = board.total, DAILY_ROW + units
    shown, trends = board.shown, board.trends
    bold = on_screen(book, **look.TOTAL)

    def write(column: int, formula: str, value: Any, **style: Any) -> None:
        told = "" if value is None else value
        sheet.write_formula(row, column, f"={formula}", on_screen(book, **look.TOTAL, **style), told)

    def summed(column: int) -> str:
        cells = board.cells(column).replace("$", "")
        return f'IF(COUNT({cells})=0,"",SUM({cells}))'

    merge(sheet, (row, NUMBER, row, UNIT), "TỔNG", on_screen(book, **look.TOTAL, align="center"))
    sheet.merge_range(row, STATE, row, HOUR, "", on_screen(book, **look.TOTAL, indent=1))
    reported = shown.standing.reported if shown else 0
    write(STATE, f'({board.reported})&"/{units} đơn vị"', f"{reported}/{units} đơn vị", indent=1)
    said = [shown.line(unit.code) for unit in senders] if shown else []
    for column, label in ((ERRORS, "Lỗi"), (WARNINGS, "Cảnh báo")):
        counts = [count for line in said if isinstance(count := line.get(label), int) and count]
        write(column, summed(column), sum(counts) if counts else None, align="center")
    whole = shown.standing.total[Kind.SUM] if shown else None
    figure = {"num_format": palette.COUNT, "align": "right"}
    for column, measure in ((TODAY, Measure.TODAY), (ENTERED, Measure.ENTERED), (REMAINING, Measure.REMAINING)):
        write(column, of_form(measure, source), whole.get(measure) if whole else None, **figure, shrink=True)
    changes = _all(one.change for one in trends.units.values())
    write(CHANGE, summed(CHANGE), sum(changes) if changes else None, num_format=look.SIGNED, align="right")
    draw_share(book, sheet, row, source, (whole.entered, whole.total) if whole else None, **look.TOTAL)
    sheet.write_blank(row, CHART, None, bold)
    draw_chart(sheet, row)
    for day, value in enumerate(trends.by_day):
        write(SUMS + day, summed(SUMS + day), value, num_format=HIDDEN)
    write(PACE, summed(PACE), total_pace(trends), num_format=HIDDEN)
    write(NEEDED, needed_words(at(REMAINING, row)), needed(whole.remaining if whole else None, trends.left), **figure)
    days = board.cells(FINISH).replace("$", "")
    known = f'IF(COUNTIF({days},"–")>0,"–",IF(COUNT({days})=0,"",MAX({days})))'
    write(FINISH, known, last_finish(trends), num_format=look.DAY, align="center")
    for column in range(TYPING.column, TYPING.reason_column + 1):
        sheet.write_blank(row, column, None, bold)
    sheet.set_row_pixels(row, 24)


def _all(values: Any) -> list[int]:
    return [value for value in values if value is not None]


def total_pace(trends: Trends) -> float | None:
    """Cases a day of all units together whose pace is known."""
    paces = [one.pace for one in trends.units.values() if one.pace is not None]
    return sum(paces) if paces else None


def last_finish(trends: Trends) -> int | str | None:
    """When the last unit is done; a dash where one's day is not known."""
    days = [Trend.finish(one, trends.from_day) for one in trends.units.values()]
    if "–" in days:
        return "–"
    return max((day for day in days if isinstance(day, int)), default=None)


def _watch(book: Book, sheet: Worksheet, board: Board) -> None:
    first, last = BOARD_ROW, board.last
    note = at(TYPING.note_column, first)
    for place in range(len(KINDS)):
        validate(sheet, {"today": at(TYPING.column + place, first), "note": note}, rows=last - first + 1)
    reason, typed = TYPING.reason_column, (at(TYPING.column, first), at(TYPING.note_column - 1, first))
    validate_choice(sheet, (first, reason, last, reason), ZERO_REASONS)
    places = {"reason": at(reason, first), "all_today": ":".join(typed)}
    colour(book, sheet, places, rows=last - first + 1, at=("reason",))
    look.chips(book, sheet, xl_range(first, STATE, last, STATE), at(STATE, first))
    late: dict[str, Any] = {"bg_color": palette.AMBER, "font_color": palette.AMBER_INK, "bold": True}
    look.shade(book, sheet, xl_range(first, HOUR, last, HOUR), f'={at(IN_TIME_OR_LATE, first)}="{LATE}"', **late)
    carried = f'=AND({at(TODAY, first)}="",{at(ENTERED, first)}<>"")'
    area = xl_range(first, ENTERED, last, REMAINING)
    look.shade(book, sheet, area, carried, italic=True, font_color=palette.MUTED)
    day = at(FINISH, first)
    area = xl_range(first, FINISH, last + 1, FINISH)
    far = f"=AND(ISNUMBER({day}),{day}>{REPORT_DATE}+190)"
    look.shade(book, sheet, area, far, num_format=look.MONTH, bold=True, font_color=palette.BRICK)
    too_late = f"=AND(ISNUMBER({day}),{day}>={DEADLINE.name})"
    look.shade(book, sheet, area, too_late, bold=True, font_color=palette.BRICK)
    bar = {
        "type": "data_bar",
        "data_bar_2010": True,
        "bar_solid": True,
        "bar_color": palette.SKY,
        "bar_border_color": palette.BLUE,
        "min_type": "num",
        "max_type": "num",
        "min_value": 0,
        "max_value": 1,
    }
    sheet.conditional_format(first, SHARE, last + 1, SHARE, bar)
