"""Phương án: what other numbers of machines would change, now and two proposals side by side.

The machines of the proposals are typed or filled by a button; days and outcomes follow by formulas. Nothing of it is the
plan until somebody presses Áp dụng. Days are rounded up here: 54,01 days are more than 54.
"""

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from xlpy.core.campaign.allocation import days_of, fewest_machines
from xlpy.core.forms import appendix_sheet, plan_form
from xlpy.core.office_book import (
    ALL_OF_IT,
    BOARD_ROW,
    CAMPAIGN_DAYS,
    CONTROL_SHEET,
    FREE,
    KEEPS,
    KEPT,
    LENDS,
    MACHINES_SHEET,
    REPORT_DATE,
    TRYING,
    WHAT_IS_LEFT,
)
from xlpy.core.plan.plan import Plan, Rounding
from xlpy.core.plan.settings import DEADLINE, NORM, START
from xlpy.drawing import palette
from xlpy.drawing import words as signs
from xlpy.drawing.inputs import HIDDEN, protect, validate_choice, validate_count
from xlpy.drawing.office_book import look
from xlpy.drawing.office_book.appendices import FIRST_ROW as TARGETS_ROW
from xlpy.drawing.office_book.appendices import machines_cell, places_in_appendix
from xlpy.drawing.office_book.buttons import PROPOSING, SheetWithButtons, draw_buttons
from xlpy.drawing.office_book.places import REMAINING
from xlpy.drawing.palette import on_screen
from xlpy.drawing.screen.proposal import GOALS
from xlpy.drawing.sheet import A4, Book, merge

_LAST = 19
_UNIT, _NEED, _DAYS, _OUTCOME = 2, 5, 6, 7
_CHANGE, _DAYS_THEN, _OUTCOME_THEN = 1, 2, 3
"""Columns of a proposal, right of its machines."""
_WIDTHS = (6, 24, 140, 76, 48, 56, 60, 104, 8, 62, 8, 62, 62, 60, 104, 8, 62, 62, 60, 104)
_HEIGHTS = (34, 6, 18, 26, 6, 36, 15, 24, 30, 30, 30, 19, 32)
_BUTTON_ROW = 5
_ROW, _TOTAL_ROW = 22, 24
_NO_WORK, _NO_MACHINE, _IN_TIME, _LATE = (
    f"{signs.NOTHING} Chưa giao chỉ tiêu",
    f"{signs.REFUSED} Không có máy",
    f"{signs.WELL} Kịp",
    f"{signs.REFUSED} Chậm ",
)
GOAL_WORDS = tuple(f"{words[0].upper()}{words[1:]}" for words in GOALS.values())
NOT_YET = "Bấm Tính phương án để chia máy tốt nhất; hoặc tự gõ số máy vào ô vàng rồi xem kết quả."


def draw_machines(book: Book, plan: Plan) -> None:
    """The sheet, its proposals as the plan is now."""
    sheet = book.sheet(MACHINES_SHEET, A4, kind=SheetWithButtons)
    look.set_widths(sheet, dict(enumerate(_WIDTHS)))
    for row, height in enumerate(_HEIGHTS):
        sheet.set_row_pixels(row, height)
    sheet.set_column(_LAST + 1, TRYING.code, 8, None, {"hidden": True})
    title = {"bg_color": palette.NAVY, "font_color": palette.WHITE}
    merge(
        sheet,
        (0, 1, 0, _OUTCOME),
        "PHƯƠNG ÁN BỐ TRÍ MÁY",
        on_screen(book, **title, bold=True, font_size=14, indent=1),
    )
    aside = on_screen(book, **title, italic=True, align="right", indent=1)
    merge(
        sheet,
        (0, _OUTCOME + 1, 0, _LAST),
        "Thử ở đây không đổi Kế hoạch; chỉ nút Áp dụng mới ghi vào Phụ lục 02.",
        aside,
    )
    _draw_asked(book, sheet, plan)
    draw_buttons(sheet, _BUTTON_ROW, 1, PROPOSING)
    _draw_heads(book, sheet)
    lines = places_in_appendix(plan)
    for place in range(len(plan.senders)):
        _draw_unit(book, sheet, plan, place, lines)
    _draw_total(book, sheet, plan)
    _draw_words(book, sheet, plan)
    _watch(book, sheet, plan)
    sheet.hide_gridlines(2)
    sheet.hide_row_col_headers()
    sheet.set_tab_color(palette.NAVY)
    sheet.print_area(0, 0, TRYING.first_row + len(plan.senders) + 1, _LAST)
    sheet.repeat_rows(TRYING.first_row - 2, TRYING.first_row - 1)
    sheet.print_black_and_white()
    look.millimetres(sheet, 10, 10, 12, 10)
    protect(sheet)


def _at(column: int, row: int) -> str:
    return f"${xl_col_to_name(column)}${row + 1}"


_NORM, _OF_WHAT, _DAYS_THERE = (_at(column, TRYING.asked_row) for column in (TRYING.norm, TRYING.of_what, TRYING.days))


def _draw_asked(book: Book, sheet: Worksheet, plan: Plan) -> None:
    row = TRYING.asked_row
    label = on_screen(book, font_size=9, font_color=palette.MUTED, bold=True)
    typed = on_screen(
        book, **{**look.TYPED, "border_color": palette.YELLOW_LINE}, bold=True, font_size=11, align="center"
    )
    for column, last, words in (
        (TRYING.goal, 3, "Mục tiêu"),
        (TRYING.of_what, 6, "Tính cho"),
        (TRYING.outside, 7, "Máy tỉnh cấp thêm"),
        (TRYING.norm, 12, "Định mức"),
        (TRYING.days, 13, "Số ngày"),
        (TRYING.chosen, 18, "Phương án được áp dụng"),
    ):
        merge(sheet, (row - 1, column, row - 1, last), words, label)
    for column, last, words in (
        (TRYING.goal, 3, GOAL_WORDS[0]),
        (TRYING.of_what, 6, ALL_OF_IT),
        (TRYING.chosen, 18, FREE),
    ):
        merge(sheet, (row, column, row, last), words, typed)
    sheet.write_number(row, TRYING.outside, 0, typed)
    look.formula(sheet, (row, TRYING.norm, row, 12), (f"={NORM.name}", plan.norm), typed)
    left = f"MAX(0,{DEADLINE.name}-MAX({REPORT_DATE}+1,{START.name}))"
    days = f'=IF({_OF_WHAT}="{WHAT_IS_LEFT}",{left},{CAMPAIGN_DAYS})'
    plain = on_screen(book, bg_color=palette.PALE, bold=True, font_size=11, align="center")
    sheet.write_formula(row, TRYING.days, days, plain, plan.campaign_days)
    validate_choice(sheet, (row, TRYING.goal, row, TRYING.goal), GOAL_WORDS)
    validate_choice(sheet, (row, TRYING.of_what, row, TRYING.of_what), (ALL_OF_IT, WHAT_IS_LEFT))
    validate_choice(sheet, (row, TRYING.chosen, row, TRYING.chosen), (FREE, KEPT))
    validate_count(sheet, (row, TRYING.outside, row, TRYING.outside))
    validate_count(sheet, (row, TRYING.norm, row, TRYING.norm), 1)


def _draw_heads(book: Book, sheet: Worksheet) -> None:
    top, row = TRYING.first_row - 2, TRYING.first_row - 1
    head = on_screen(book, **palette.HEAD)
    merge(sheet, (top, 1, top, _OUTCOME), "HIỆN NAY", head)
    for column, label in (
        (1, "TT"),
        (2, "Đơn vị"),
        (3, "Trường\nhợp"),
        (4, "Máy"),
        (5, "Cần\nmáy"),
        (6, "Số\nngày"),
        (7, "Kết quả"),
    ):
        sheet.write_string(row, column, label, head)
    typed = on_screen(book, **{**palette.HEAD, "bg_color": palette.YELLOW_HEAD})
    merge(sheet, (top, TRYING.lends, row, TRYING.lends), "Cho mượn\nmáy", typed)
    blue = on_screen(book, **{**palette.HEAD, "bg_color": palette.BLUE})
    for first, words in ((TRYING.free, FREE), (TRYING.kept, KEPT)):
        merge(sheet, (top, first, top, first + _OUTCOME_THEN), f"PHƯƠNG ÁN: {words.upper()}", blue)
        sheet.write_string(row, first, "Máy", typed)
        for column, label in ((_CHANGE, "Thêm,\nbớt"), (_DAYS_THEN, "Số\nngày"), (_OUTCOME_THEN, "Kết quả")):
            sheet.write_string(row, first + column, label, blue)


def _draw_unit(book: Book, sheet: Worksheet, plan: Plan, place: int, lines: Mapping[str, int]) -> None:
    row, target = TRYING.first_row + place, plan.tracked.targets[place]
    sheet.set_row_pixels(row, _ROW)
    plain = on_screen(book, **palette.RULE)
    count = on_screen(book, **palette.RULE, num_format=palette.COUNT)
    middle = on_screen(book, **palette.RULE, align="center")
    typed = on_screen(book, **look.TYPED, align="center", bold=True)
    sheet.write_number(row, 1, place + 1, on_screen(book, **palette.RULE, align="center", font_color=palette.MUTED))
    sheet.write_string(row, _UNIT, target.unit.name, plain)
    sheet.write_string(row, TRYING.code, target.unit.code, on_screen(book, num_format=HIDDEN))
    names = [head.name for head in plan_form(plan.tracked.appendix, plan.tracked.name).columns]
    appendix = appendix_sheet(plan.tracked.appendix)
    line = lines.get(target.unit.code)
    of_plan, machines = str(target.total_cases), str(target.machines)
    if line is not None:
        of_plan = f"'{appendix}'!${xl_col_to_name(names.index('sum.cases'))}${TARGETS_ROW + line + 1}"
        machines = machines_cell(appendix, line)
    rest = f"'{CONTROL_SHEET}'!${xl_col_to_name(REMAINING)}${BOARD_ROW + place + 1}"
    cases = f'=IF(AND({_OF_WHAT}="{WHAT_IS_LEFT}",{rest}<>""),MAX(0,{rest}),{of_plan})'
    sheet.write_formula(row, TRYING.cases, cases, count, target.total_cases)
    sheet.write_formula(row, TRYING.machines, f"=N({machines})", middle, target.machines)
    work, norm, days = _at(TRYING.cases, row), plan.norm, plan.campaign_days
    need = f'=IF({_DAYS_THERE}=0,"",ROUNDUP({work}/({_NORM}*{_DAYS_THERE}),0))'
    sheet.write_formula(row, _NEED, need, middle, fewest_machines(target.total_cases, days, norm, Rounding.UP))
    _draw_outcome(book, sheet, plan, row, place, (TRYING.machines, _DAYS))
    merge(sheet, (row, TRYING.lends, row, TRYING.lends), LENDS, typed)
    for first in (TRYING.free, TRYING.kept):
        sheet.write_number(row, first, target.machines, typed)
        change = f"={_at(first, row)}-{_at(TRYING.machines, row)}"
        sheet.write_formula(
            row, first + _CHANGE, change, on_screen(book, **palette.RULE, num_format="+0;−0;–", align="center"), 0
        )
        _draw_outcome(book, sheet, plan, row, place, (first, first + _DAYS_THEN))


def _draw_outcome(book: Book, sheet: Worksheet, plan: Plan, row: int, place: int, columns: tuple[int, int]) -> None:
    """Days, and whether these are few enough."""
    machines, days = columns
    work, there, told = (_at(column, row) for column in (TRYING.cases, machines, days))
    target = plan.tracked.targets[place]
    middle = on_screen(book, **palette.RULE, align="center", num_format="#,##0")
    value = days_of(target.total_cases, target.machines, plan.norm, Rounding.UP)
    formula = f'=IF({work}=0,0,IF({there}<=0,"",ROUNDUP({work}/({there}*{_NORM}),0)))'
    sheet.write_formula(row, days, formula, middle, "" if value is None else value)
    if not target.total_cases:
        said = _NO_WORK
    elif value is None:
        said = _NO_MACHINE
    else:
        over = value - plan.campaign_days
        said = _IN_TIME if over <= 0 else f"{_LATE}{over} ngày"
    late = f'"{_LATE}"&({told}-{_DAYS_THERE})&" ngày"'
    outcome = f'=IF({work}=0,"{_NO_WORK}",IF({told}="","{_NO_MACHINE}",IF({told}<={_DAYS_THERE},"{_IN_TIME}",{late})))'
    white = {"top": 1, "top_color": palette.WHITE, "bottom": 1, "bottom_color": palette.WHITE}
    sheet.write_formula(row, days + 1, outcome, on_screen(book, **white, indent=1, shrink=True), said)


def _draw_total(book: Book, sheet: Worksheet, plan: Plan) -> None:
    first, row = TRYING.first_row, TRYING.first_row + len(plan.senders)
    sheet.set_row_pixels(row, _TOTAL_ROW)
    bold = on_screen(book, **look.TOTAL, align="center", num_format="#,##0")
    look.fill_row(sheet, row, range(1, _LAST + 1), bold)
    merge(sheet, (row, 1, row, _UNIT), "TỔNG", bold)
    targets = plan.tracked.targets
    machines = sum(target.machines for target in targets)
    needs = sum(fewest_machines(one.total_cases, plan.campaign_days, plan.norm, Rounding.UP) for one in targets)
    for column, value in (
        (TRYING.cases, sum(target.total_cases for target in targets)),
        (TRYING.machines, machines),
        (_NEED, needs),
        (TRYING.free, machines),
        (TRYING.free + _CHANGE, 0),
        (TRYING.kept, machines),
        (TRYING.kept + _CHANGE, 0),
    ):
        sheet.write_formula(row, column, f"=SUM({xl_range(first, column, row - 1, column)})", bold, value)
    outcomes = [
        days_of(target.total_cases, target.machines, plan.norm, Rounding.UP) for target in targets if target.total_cases
    ]
    in_time = sum(days is not None and days <= plan.campaign_days for days in outcomes)
    for column in (_OUTCOME, TRYING.free + _OUTCOME_THEN, TRYING.kept + _OUTCOME_THEN):
        formula = f'=COUNTIF({xl_range(first, column, row - 1, column)},"{_IN_TIME}")&" đơn vị kịp"'
        sheet.write_formula(row, column, formula, bold, f"{in_time} đơn vị kịp")
    note = "Số ngày làm tròn lên: 54,01 ngày là quá 54. Cần máy: số máy ít nhất để xong trong số ngày ở trên."
    hint = on_screen(book, font_size=8.5, font_color=palette.MUTED, italic=True)
    merge(sheet, (row + 1, 1, row + 1, _LAST), note, hint)


def _draw_words(book: Book, sheet: Worksheet, plan: Plan) -> None:
    """What is lacking now, by formula; what the proposals reach and why no more, by the button."""
    first, total = TRYING.first_row, TRYING.first_row + len(plan.senders)
    need, there = _at(_NEED, total), f"({_at(TRYING.machines, total)}+{_at(TRYING.outside, TRYING.asked_row)})"
    units = xl_range(first, _OUTCOME, total - 1, _OUTCOME)
    late = f'COUNTIF({units},"{signs.REFUSED}*")'
    formula = (
        f'=IF({late}=0,"Hiện nay mọi đơn vị kịp.","Hiện nay còn "&{late}&" đơn vị không kịp.")&" Tính riêng từng đơn vị, để mọi đơn vị kịp cần "&'
        f'{need}&" máy, có "&{there}&"."&IF({need}>{there}," Điều chuyển trong số máy hiện có không đủ.","")'
    )
    targets = plan.tracked.targets
    days = [days_of(one.total_cases, one.machines, plan.norm, Rounding.UP) for one in targets]
    slow = sum(one is None or one > plan.campaign_days for one in days)
    needs = sum(fewest_machines(one.total_cases, plan.campaign_days, plan.norm, Rounding.UP) for one in targets)
    machines = sum(one.machines for one in targets)
    told = f"Hiện nay còn {slow} đơn vị không kịp." if slow else "Hiện nay mọi đơn vị kịp."
    told += f" Tính riêng từng đơn vị, để mọi đơn vị kịp cần {needs} máy, có {machines}."
    told += " Điều chuyển trong số máy hiện có không đủ." if needs > machines else ""
    act = on_screen(book, bg_color=palette.BRICK_PALE, font_color=palette.BRICK, bold=True, font_size=13, indent=1)
    row = TRYING.words_row
    look.formula(sheet, (row, 1, row, _LAST), (formula, told), act)
    well = f"={need}<={there}"
    look.shade(
        book,
        sheet,
        f"B{row + 1}:{xl_col_to_name(_LAST)}{row + 1}",
        well,
        bg_color=palette.MIST,
        font_color=palette.NAVY,
    )
    words = on_screen(book, text_wrap=True, font_size=9, indent=1, valign="vcenter")
    for place, text in enumerate((NOT_YET, "", ""), 1):
        merge(sheet, (row + place, 1, row + place, _LAST), text, words)


def _watch(book: Book, sheet: Worksheet, plan: Plan) -> None:
    first, last = TRYING.first_row, TRYING.first_row + len(plan.senders) - 1
    validate_choice(sheet, (first, TRYING.lends, last, TRYING.lends), (LENDS, KEEPS))
    for column in (TRYING.free, TRYING.kept):
        validate_count(sheet, (first, column, last, column))
    for column in (_OUTCOME, TRYING.free + _OUTCOME_THEN, TRYING.kept + _OUTCOME_THEN):
        look.chips(book, sheet, xl_range(first, column, last, column), f"${xl_col_to_name(column)}{first + 1}")
    there = f"{_at(TRYING.machines, last + 1)}+{_at(TRYING.outside, TRYING.asked_row)}"
    for column in (TRYING.free, TRYING.kept):
        cell = f"{xl_col_to_name(column)}{last + 2}"
        more: Mapping[str, Any] = {"bg_color": palette.BRICK, "font_color": palette.WHITE}
        look.shade(book, sheet, f"{cell}:{cell}", f"={cell}>{there}", **more)
