"""How the day stands, in words at the head of Điều khiển: how many reported, how long there is, whom to call."""

from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from xlpy.core.consolidate import Status
from xlpy.core.office_book import BOARD_HEADS, DATE_ROW, FINDINGS_ROW, FINDINGS_SHEET, REPORT_DATE, TYPING
from xlpy.core.plan.plan import DEFAULT_INBOX, Plan
from xlpy.core.plan.settings import DEADLINE, INBOX, OFFICE, OFFICE_BEFORE, PLAN_NUMBER, START
from xlpy.drawing import palette
from xlpy.drawing.formulas import in_title
from xlpy.drawing.inputs import HIDDEN
from xlpy.drawing.office_book import look
from xlpy.drawing.office_book.places import Board, to_call
from xlpy.drawing.office_book.trend import Trends
from xlpy.drawing.office_book.views import ShownDay, serial
from xlpy.drawing.palette import on_screen
from xlpy.drawing.sheet import Book, merge
from xlpy.drawing.words import MISSING, REFUSED

_LAST = len(BOARD_HEADS) - 1
_HELPERS = f"${xl_col_to_name(TYPING.code_column + 1)}$"
"""The hidden column in whose first rows stands what the words say."""
_MINUTES, _REPORTED, _REFUSED, _MISSING, _MERGED, _NAMES = (f"{_HELPERS}{row}" for row in range(1, 7))
_PAST, _COMING = "ngày đã qua", "ngày chưa tới"
_SOON = 30
"""Minutes before the office's hour from which the state calls for haste."""
_NEXT_ROW = 6
_LONGEST = 34
"""Letters of the names to call that fit beside the way to Kiểm tra."""
_WAY = "  ► trang Kiểm tra"
_OTHER_DAY, _WAY_TO_DAY = "Đổi Ngày báo cáo", "Ngày đã qua: gõ ngày hôm nay. Xem lại ngày này: Làm mới."
"""What comes next on a day gone by of which the workbook has nothing: hardly to merge it."""
_NOT_MERGED, _READY = "Ngày này chưa tổng hợp", "Đủ. Xem Tóm tắt rồi Soạn thư."


def draw_helpers(book: Book, sheet: Worksheet, plan: Plan, board: Board, told: Trends) -> None:
    """Hidden: minutes until the office reports, how many stand how, the days that are left."""
    shown, hour = board.shown, plan.office_reports_before
    cell, colon = OFFICE_BEFORE.name, f'FIND(":",{OFFICE_BEFORE.name})'
    minutes = f"IFERROR(60*LEFT({cell},{colon}-1)+MID({cell},{colon}+1,2),{60 * hour.hour + hour.minute})"
    clock = f"{minutes}-ROUND((NOW()-INT(NOW()))*1440,0)"
    when = f'IF({REPORT_DATE}=INT(NOW()),{clock},IF({REPORT_DATE}<INT(NOW()),"{_PAST}","{_COMING}"))'
    units = shown.standing.units if shown else ()
    refused, missing = (sum(unit.status is status for unit in units) for status in (Status.REFUSED, Status.MISSING))
    names = to_call(shown, plan.senders)
    first, last = f"MAX({REPORT_DATE}+1,{START.name})", DEADLINE.name
    column = TYPING.code_column + 1
    for row, (formula, value) in enumerate(
        (
            (when, _PAST),
            (board.reported, shown.standing.reported if shown else 0),
            (board.having(REFUSED), refused),
            (board.having(MISSING), missing),
            (f'COUNTIF({board.cells(column)},">0")', len(units)),
            (f"MID({board.names},3,999)", names[2:]),
            (f"MAX(0,{last}-{first})", told.left),
            (first, serial(told.from_day)),
        )
    ):
        sheet.write_formula(row, column, f"={formula}", on_screen(book, num_format=HIDDEN), value)


def draw_state(book: Book, sheet: Worksheet, plan: Plan, shown: ShownDay | None) -> None:
    """How many reported and how long there is; beside it who did not; the office and its plan."""
    row, units = DATE_ROW, len(plan.senders)
    amber = {"bg_color": palette.AMBER, "font_color": palette.AMBER_INK, "bold": True, "align": "center"}
    left = (
        f'IF({_MINUTES}<120,{_MINUTES}&" phút",INT({_MINUTES}/60)&" giờ "&({_MINUTES}-60*INT({_MINUTES}/60))&" phút")'
    )
    over = f'IF({_MINUTES}>-120,"đã quá giờ "&-{_MINUTES}&" phút","đã hết giờ")'
    time = f'IF(ISNUMBER({_MINUTES}),IF({_MINUTES}>0,"còn "&{left},{over}),{_MINUTES})'
    count = shown.standing.reported if shown else 0
    told = f'={_REPORTED}&"/{units} đơn vị   ·   "&{time}', f"{count}/{units} đơn vị   ·   {_PAST}"
    look.formula(sheet, (row, 4, row, 10), told, on_screen(book, **amber, font_size=18, shrink=True))
    others = (
        f'=IF({_MERGED}=0,"{_NOT_MERGED}",IF({_REFUSED}+{_MISSING}=0,"{_READY}",'
        f'{_REFUSED}&" trả lại để sửa  ·  "&{_MISSING}&" chưa báo cáo"))'
    )
    look.formula(
        sheet, (row, 11, row, 14), (others, _others(shown)), on_screen(book, **amber, font_size=11, shrink=True)
    )
    where = in_title(
        "{office}  ·  Kế hoạch {number}",
        office=(OFFICE.name, plan.office),
        number=(PLAN_NUMBER.name, plan.document.number),
    )
    band: dict[str, Any] = {"bg_color": palette.NAVY, "font_color": palette.WHITE, "align": "right", "indent": 1}
    look.formula(sheet, (row, 16, row, _LAST), where, on_screen(book, **band))
    area = "E2:O2"
    well = {"bg_color": palette.MIST, "font_color": palette.NAVY}
    look.shade(book, sheet, area, f"=AND({_MERGED}>0,{_REFUSED}+{_MISSING}=0)", stop=True, **well)
    haste = f"=AND(ISNUMBER({_MINUTES}),{_MINUTES}<={_SOON})"
    look.shade(book, sheet, area, haste, bg_color=palette.BRICK, font_color=palette.WHITE)


def _others(shown: ShownDay | None) -> str:
    if shown is None:
        return _NOT_MERGED
    refused, missing = (
        sum(unit.status is status for unit in shown.standing.units) for status in (Status.REFUSED, Status.MISSING)
    )
    if not refused + missing:
        return _READY
    return f"{refused} trả lại để sửa  ·  {missing} chưa báo cáo"


def draw_next(book: Book, sheet: Worksheet, plan: Plan, shown: ShownDay | None) -> None:
    """What to do now, with the names of those to call; a click leads to what to say to them."""
    first, last, row = TYPING.column, _LAST, _NEXT_ROW
    act = {"bg_color": palette.BRICK_PALE, "left": 5, "left_color": palette.BRICK, "indent": 1}
    label = on_screen(book, **act, font_size=8, bold=True, font_color=palette.BRICK)
    merge(sheet, (row, first, row, last), "VIỆC TIẾP THEO", label)
    count, names = (_to_call_count(shown), to_call(shown, plan.senders)[2:]) if shown else (0, "")
    call = f'"Gọi "&({_REFUSED}+{_MISSING})&" đơn vị"'
    gone = f'{_MINUTES}="{_PAST}"'
    merging = f'IF({gone},"{_OTHER_DAY}","Bấm Tổng hợp")'
    what = f'=IF({_MERGED}=0,{merging},IF({_REFUSED}+{_MISSING}=0,"Soạn thư",{call}))'
    value = _OTHER_DAY if shown is None else f"Gọi {count} đơn vị" if count else "Soạn thư"
    big = on_screen(book, **act, font_size=15, bold=True, font_color=palette.BRICK)
    look.formula(sheet, (row + 1, first, row + 1, last), (what, value), big)
    inbox = f'IF({INBOX.name}="","{DEFAULT_INBOX}",{INBOX.name})'
    lay = f'"Chép tệp nhận được vào thư mục “"&{inbox}&"” trước."'
    clipped = f'IF(LEN({_NAMES})>{_LONGEST},LEFT({_NAMES},{_LONGEST})&"…",{_NAMES})&"{_WAY}"'
    link = f"HYPERLINK(\"#'{FINDINGS_SHEET}'!A{FINDINGS_ROW + 1}\",{clipped})"
    all_there = "Đủ số liệu của mọi đơn vị."
    where = f'=IF({_MERGED}=0,IF({gone},"{_WAY_TO_DAY}",{lay}),IF({_REFUSED}+{_MISSING}=0,"{all_there}",{link}))'
    if shown is None:
        told = _WAY_TO_DAY
    else:
        short = names if len(names) <= _LONGEST else f"{names[:_LONGEST]}…"
        told = f"{short}{_WAY}" if count else all_there
    small = on_screen(book, **act, font_size=8, font_color=palette.INK)
    look.formula(sheet, (row + 2, first, row + 2, last), (where, told), small)
    well = f"=AND({_MERGED}>0,{_REFUSED}+{_MISSING}=0)"
    area = f"{xl_col_to_name(first)}{row + 1}:{xl_col_to_name(last)}{row + 3}"
    look.shade(book, sheet, area, well, bg_color=palette.MIST, font_color=palette.NAVY)


def _to_call_count(shown: ShownDay) -> int:
    return shown.standing.expected - shown.standing.reported
