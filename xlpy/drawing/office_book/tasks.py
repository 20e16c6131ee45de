"""Nhiệm vụ: the plan's tasks, and how each stands on the day that Điều khiển shows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from xlpy.core.office_book import REPORT_DATE, TASKS_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.core.plan.tasks import TASKS_SIDE, Task
from xlpy.core.text import day as written
from xlpy.drawing.formulas import date_words
from xlpy.drawing.inputs import colour, validate_date
from xlpy.drawing.office_book import look
from xlpy.drawing.office_book.look import set_widths
from xlpy.drawing.office_book.side import draw_heads, draw_line, draw_title, finish, stop_slips, told
from xlpy.drawing.palette import NAVY, on_screen
from xlpy.drawing.sheet import A4, Book, row_height
from xlpy.drawing.words import LATE, NOTHING, REFUSED, WELL
from xlpy.rules.tasks import OVERDUE

_WIDTHS = (34, 250, 216, 176, 78, 78, 78, 78, 152, 150)
"""Pixels; the last is what is told of the task."""
_LETTER = 6.4
"""Pixels of a letter of size 9, rather too many."""
_SPARE = 8
"""Lines for tasks that come later."""
_VERDICT = "Đến ngày đang xem"
_DONE, _FOR_GOOD, _NOT_YET = f"{WELL} Xong", f"{NOTHING} Thường xuyên", f"{NOTHING} Chưa bắt đầu"
_UNKNOWN, _OVER, _LEFT = f"{LATE} Chưa ghi tình trạng", f"{REFUSED} Quá hạn ", f"{NOTHING} Còn "
_HINT = (
    "Kế hoạch, mục II.3.3. Ghi Tình trạng và Xong ngày. Nhiệm vụ quá hạn được nêu trong báo cáo và văn bản; "
    "ô Tình trạng để trống thì không nêu."
)


def draw_tasks(book: Book, plan: Plan, data: Mapping[str, Any], day: date) -> None:
    """The sheet. `data` is the plan's JSON, `plan` the same, parsed; `day` is the one that Điều khiển shows."""
    sheet = book.sheet(TASKS_SHEET, A4)
    set_widths(sheet, dict(enumerate(_WIDTHS)))
    columns, first = TASKS_SIDE.columns, TASKS_SIDE.first_row
    last_column, lines = len(columns), data.get("tasks", [])
    last = first + len(lines) + _SPARE - 1
    draw_title(book, sheet, "NHIỆM VỤ CỦA KẾ HOẠCH", _HINT, last_column)
    _draw_count(book, sheet, plan, first, last, day)
    draw_heads(book, sheet, TASKS_SIDE.head_row, [*(column.label for column in columns), _VERDICT])
    stop_slips(sheet, first, last, columns, but=_ORDERED)
    _stop_days_out_of_order(sheet, first, last)
    for place, row in enumerate(range(first, last + 1)):
        line = lines[place] if place < len(lines) else {}
        draw_line(book, sheet, row, columns, line)
        task = plan.aside.tasks[place] if place < len(lines) else None
        sheet.write_formula(row, last_column, _verdict_formula(row), told(book, indent=1), verdict(task, day))
        texts = [(str(line.get(column.name, "")), _WIDTHS[at] / _LETTER) for at, column in enumerate(columns)]
        sheet.set_row(row, 4 + row_height(texts, line=12.5))
    colour(book, sheet, _places(first, last), rows=last - first + 1, at=_COLOURED)
    area = f"${xl_col_to_name(last_column)}${first + 1}:${xl_col_to_name(last_column)}${last + 1}"
    look.chips(book, sheet, area, f"${xl_col_to_name(last_column)}{first + 1}")
    finish(sheet, TASKS_SIDE.head_row, first + len(lines) - 1 if lines else last, last_column)


_COLOURED = ("task_number", "task_before", "task_state", "task_done_on")
_ORDERED = ("before", "done_on")
"""Days that may not lie before the task's first."""


def _cell(name: str, row: int) -> str:
    at = next(place for place, column in enumerate(TASKS_SIDE.columns) if column.name == name)
    return f"${xl_col_to_name(at)}{row + 1}"


def _places(row: int, last: int) -> Mapping[str, str]:
    """The places of the rules about a task's line."""
    names = ("number", "start", "before", "state", "done_on")
    column = _cell("number", row).rstrip("0123456789")
    return {
        **{f"task_{name}": _cell(name, row) for name in names},
        "task_numbers": f"{column}${row + 1}:{column}${last + 1}",
        "report_day": REPORT_DATE,
    }


def _stop_days_out_of_order(sheet: Worksheet, first: int, last: int) -> None:
    for name, after in (("before", 1), ("done_on", 0)):
        at = next(place for place, column in enumerate(TASKS_SIDE.columns) if column.name == name)
        ask = "Gõ một ngày, ví dụ 22/5/2023, không trước ngày bắt đầu."
        validate_date(sheet, (first, at, last, at), f"={_cell('start', first)}+{after}", "=DATE(2099,12,31)", ask=ask)


def _draw_count(book: Book, sheet: Worksheet, plan: Plan, first: int, last: int, day: date) -> None:
    area = (
        f"${xl_col_to_name(len(TASKS_SIDE.columns))}${first + 1}:${xl_col_to_name(len(TASKS_SIDE.columns))}${last + 1}"
    )
    over, unknown = (f'COUNTIF({area},"{sign}*")' for sign in (REFUSED, LATE))
    formula = f'="Ngày "&{date_words(REPORT_DATE)}&": "&{over}&" nhiệm vụ quá hạn, "&{unknown}&" đến hạn mà chưa ghi tình trạng."'
    verdicts = [verdict(task, day) for task in plan.aside.tasks]
    counts = [sum(text.startswith(sign) for text in verdicts) for sign in (REFUSED, LATE)]
    value = f"Ngày {written(day)}: {counts[0]} nhiệm vụ quá hạn, {counts[1]} đến hạn mà chưa ghi tình trạng."
    style = on_screen(book, bold=True, font_size=11, font_color=NAVY)
    look.formula(sheet, (2, 0, 2, len(TASKS_SIDE.columns)), (formula, value), style)


def verdict(task: Task | None, day: date) -> str:
    """What is told of a task on a day."""
    if task is None or not (task.number or task.name):
        return ""
    if task.done_by(day):
        return _DONE
    if task.before is None:
        return _FOR_GOOD
    if day < task.before:
        return _NOT_YET if task.start and day < task.start else f"{_LEFT}{(task.before - day).days} ngày"
    return f"{_OVER}{task.days_over(day)} ngày" if task.state else _UNKNOWN


def _verdict_formula(row: int) -> str:
    """`verdict` as a formula."""
    cells = {**_places(row, row), "number": _cell("number", row), "name": _cell("name", row), "day": REPORT_DATE}
    broken = OVERDUE.format_map(cells)
    return (
        '=IF(AND({number}="",{name}=""),"",'
        'IF(AND({task_state}="xong",OR(NOT(ISNUMBER({task_done_on})),{task_done_on}<={day})),"' + _DONE + '",'
        'IF(NOT(ISNUMBER({task_before})),"' + _FOR_GOOD + '",'
        'IF({day}<{task_before},IF(AND(ISNUMBER({task_start}),{day}<{task_start}),"' + _NOT_YET + '",'
        '"' + _LEFT + '"&({task_before}-{day})&" ngày"),'
        "IF(" + broken + ',"' + _OVER + '"&({day}-{task_before}+1)&" ngày","' + _UNKNOWN + '")))))'
    ).format_map(cells)
