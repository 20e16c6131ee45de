"""Phân ca: a week of one team on a page, to be printed, hung up and filled in by hand. It holds nothing: no names are kept."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlpy.core.office_book import REPORT_DATE, ROSTER_SHEET, TEAMS_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.core.plan.teams import ROLE_LABELS, SHIFTS, SHIFTS_SIDE, TEAMS_DRAWN, TEAMS_SIDE, Role
from xlpy.core.text import number
from xlpy.drawing.inputs import protect, validate_count
from xlpy.drawing.office_book import look
from xlpy.drawing.office_book.look import millimetres, on_paper, set_widths
from xlpy.drawing.office_book.side import draw_title
from xlpy.drawing.office_book.teams import UNIT_KEY_COLUMN, UnitLine, team_cell
from xlpy.drawing.office_book.views import serial
from xlpy.drawing.palette import on_screen
from xlpy.drawing.sheet import A4, DATE, NUMBER, Book, merge

_WIDTHS = (50, 110, 150, 220, *(92,) * 7)
_LINES = 6
"""Lines of a shift: those beyond its people stay blank, for whoever is added."""
_UNIT, _TEAM, _FROM = "$C$3", "$F$3", "$I$3"
_HEAD_ROW = 6
_DAYS = 7


def draw_roster(book: Book, plan: Plan, day: date, lines: Sequence[UnitLine]) -> None:
    """The sheet, for the first unit that there is on `day`, which Điều khiển shows, and its week. `lines`: Tổ nhập liệu's."""
    sheet = book.sheet(ROSTER_SHEET, A4)
    set_widths(sheet, dict(enumerate(_WIDTHS)))
    last_column = len(_WIDTHS) - 1
    hint = "Chọn đơn vị, số Tổ, ngày đầu tuần rồi in. Họ tên ghi tay trên giấy; tệp này không lưu tên ai."
    draw_title(book, sheet, "PHÂN CA", hint, last_column)
    first = next(line for line in lines if line.target is not None)
    _draw_choice(book, sheet, first, len(lines), day)
    _draw_words(book, sheet, first, len(lines), last_column)
    _draw_heads(book, sheet, day)
    for shift in range(1, SHIFTS + 1):
        _draw_shift(book, sheet, plan, shift)
    bottom = _HEAD_ROW + 1 + SHIFTS * _LINES
    merge(sheet, (bottom, 7, bottom, last_column), "NGƯỜI PHỤ TRÁCH TỔ", on_paper(book, bold=True, align="center"))
    sheet.set_row_pixels(bottom, 26)
    sheet.print_area(_HEAD_ROW - 2, 0, bottom + 3, last_column)
    sheet.center_horizontally()
    sheet.print_black_and_white()
    sheet.hide_gridlines(2)
    millimetres(sheet, 12, 10, 12, 12)
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    protect(sheet)


def _draw_choice(book: Book, sheet: Worksheet, unit: UnitLine, count: int, day: date) -> None:
    label = on_screen(book, bold=True, align="right", indent=1)
    typed: dict[str, Any] = {**look.TYPED, "bold": True, "align": "center"}
    merge(sheet, (2, 0, 2, 1), "Đơn vị", label)
    sheet.merge_range(2, 2, 2, 3, "", on_screen(book, **typed))
    sheet.write_string(2, 2, unit.key, on_screen(book, **typed))
    first = TEAMS_SIDE.first_row
    units = f"='{TEAMS_SHEET}'!{team_cell(UNIT_KEY_COLUMN, first)}:{team_cell(UNIT_KEY_COLUMN, first + count - 1)}"
    options = {
        "validate": "list",
        "source": units,
        "error_title": "Chọn trong danh sách",
        "error_message": "Chọn một đơn vị trong danh sách.",
    }
    if sheet.data_validation(2, 2, 2, 3, options) != 0:
        raise ValueError("the list of units was not accepted")
    sheet.write_string(2, 4, "Tổ số", label)
    sheet.write_number(2, 5, 1, on_screen(book, **typed, num_format=NUMBER))
    validate_count(sheet, (2, 5, 2, 5), 1)
    merge(sheet, (2, 6, 2, 7), "Tuần từ ngày", label)
    sheet.merge_range(2, 8, 2, 9, "", on_screen(book, **typed, num_format=DATE))
    monday = f"={REPORT_DATE}-WEEKDAY({REPORT_DATE},2)+1"
    sheet.write_formula(2, 8, monday, on_screen(book, **typed, num_format=DATE), serial(_monday(day)))
    sheet.set_row_pixels(2, 26)
    sheet.set_row_pixels(3, 8)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _draw_words(book: Book, sheet: Worksheet, unit: UnitLine, count: int, last: int) -> None:
    assert unit.target is not None
    first = TEAMS_SIDE.first_row
    bottom = first + count - 1
    at = TEAMS_DRAWN.index("machines")
    keys, machines = (
        f"'{TEAMS_SHEET}'!{team_cell(one, first)}:{team_cell(one, bottom)}" for one in (UNIT_KEY_COLUMN, at)
    )
    formula = f'="BẢNG PHÂN CA TỔ NHẬP LIỆU SỐ "&{_TEAM}&"/"&IFERROR(INDEX({machines},MATCH({_UNIT},{keys},0)),"?")'
    title = f"BẢNG PHÂN CA TỔ NHẬP LIỆU SỐ 1/{number(unit.target.machines)}"
    look.formula(sheet, (4, 0, 4, last), (formula, title), on_paper(book, bold=True, font_size=14, align="center"))
    sheet.set_row_pixels(4, 28)
    style = on_paper(book, bold=True, font_size=13, align="center")
    look.formula(sheet, (5, 0, 5, last), (f"={_UNIT}", unit.key), style)
    sheet.set_row_pixels(5, 24)


def _draw_heads(book: Book, sheet: Worksheet, day: date) -> None:
    head = {"bold": True, "align": "center", "border": 1, "bg_color": "#EDF0F3", "text_wrap": True, "font_size": 10}
    for column, label in enumerate(("Ca", "Giờ", "Thành phần", "Họ và tên")):
        sheet.write_string(_HEAD_ROW, column, label, on_paper(book, **head))
    names = '"Thứ Hai","Thứ Ba","Thứ Tư","Thứ Năm","Thứ Sáu","Thứ Bảy","Chủ nhật"'
    words = [name.strip('"') for name in names.split(",")]
    for place in range(_DAYS):
        cell = f"({_FROM}+{place})"
        formula = f'=CHOOSE(WEEKDAY({cell},2),{names})&" "&DAY({cell})&"/"&MONTH({cell})'
        on = _monday(day) + timedelta(days=place)
        sheet.write_formula(
            _HEAD_ROW, 4 + place, formula, on_paper(book, **head), f"{words[on.weekday()]} {on.day}/{on.month}"
        )
    sheet.set_row_pixels(_HEAD_ROW, 34)


def _draw_shift(book: Book, sheet: Worksheet, plan: Plan, shift: int) -> None:
    known = plan.aside.teams.shifts[shift - 1] if shift <= len(plan.aside.teams.shifts) else None
    top = _HEAD_ROW + 1 + (shift - 1) * _LINES

    def cell(name: str) -> str:
        at = next(place for place, column in enumerate(SHIFTS_SIDE.columns) if column.name == name)
        return f"'{TEAMS_SHEET}'!{team_cell(at, SHIFTS_SIDE.first_row + shift - 1)}"

    middle = on_paper(book, border=1, align="center", bold=True, font_size=12)
    merge(sheet, (top, 0, top + _LINES - 1, 0), str(shift), middle)
    hours = f"{known.start:%H:%M} - {known.end:%H:%M}" if known and known.start and known.end else " - "
    look.formula(sheet, (top, 1, top + _LINES - 1, 1), (f'={cell("start")}&" - "&{cell("end")}', hours), middle)
    counts = [cell(role) for role in Role]
    labels = list(ROLE_LABELS.values())
    wanted = [label for role, label in ROLE_LABELS.items() for _ in range(known.roles[role])] if known else []
    for line in range(_LINES):
        place = line + 1
        formula = (
            f'=IF({place}<={counts[0]},"{labels[0]}",IF({place}<={counts[0]}+{counts[1]},"{labels[1]}",'
            f'IF({place}<={counts[0]}+{counts[1]}+{counts[2]},"{labels[2]}","")))'
        )
        style, blank = on_paper(book, border=1), on_paper(book, border=1)
        sheet.write_formula(top + line, 2, formula, style, wanted[line] if line < len(wanted) else "")
        look.fill_row(sheet, top + line, range(3, 4 + _DAYS), blank)
        sheet.set_row_pixels(top + line, 21)
