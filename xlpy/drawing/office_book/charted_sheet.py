"""Số liệu tiến độ as it is drawn: the formulas of its rows, each beside the value that `Charted` has for it."""

from collections.abc import Mapping

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from xlpy.core.consolidate import Status
from xlpy.core.forms import KIND_LABELS, appendix_sheet
from xlpy.core.office_book import (
    BOARD_ROW,
    CAMPAIGN_DAYS,
    CHARTED_SHEET,
    CONTROL_SHEET,
    FORETOLD_DAY_COLUMN,
    FORETOLD_DAY_ROW,
    FORETOLD_SHEET,
    REPORT_DATE,
)
from xlpy.core.plan.settings import DEADLINE, NORM, START
from xlpy.core.records import KINDS, Measure
from xlpy.drawing.inputs import protect
from xlpy.drawing.office_book import foretold as table
from xlpy.drawing.office_book.appendices import machines_cell
from xlpy.drawing.office_book.charted import (
    ALL,
    ASKED,
    AT,
    BAND,
    CAPACITY,
    CHANCE,
    CLOSE,
    CODE,
    DAY,
    DONE,
    DONE_ALL,
    END,
    FIRST,
    HEADS,
    IN,
    IN_TIME,
    LABEL,
    LATE_ONES,
    LEFT,
    LOW,
    MIDDLE,
    MISSING,
    NAME,
    NAMES,
    NEED,
    NEVER,
    NO_WORK,
    NOW_CELL,
    ON_TIME,
    P50,
    P80,
    PACE_CELL,
    PLACE,
    REFUSED,
    REQUIRED,
    RISK,
    ROW,
    SAME_CELL,
    SHARE,
    SHARE_DONE,
    SHARE_DUE,
    SHARE_MORE,
    SPEED,
    SUM,
    SURE,
    THEN,
    TODAY,
    TOO_LATE,
    TOTAL,
    TOTAL_CELL,
    UNKNOWN,
    VERDICT,
    WEEK,
    Charted,
    at,
)
from xlpy.drawing.office_book.daily import FIRST_ROW as DAILY_ROW
from xlpy.drawing.office_book.daily import history
from xlpy.drawing.office_book.names import whole_column
from xlpy.drawing.office_book.places import ENTERED, FINISH, NEEDED, PACE, REMAINING, SHORT, of_form
from xlpy.drawing.office_book.views import LATE
from xlpy.drawing.palette import on_screen
from xlpy.drawing.sheet import A4, Book
from xlpy.drawing.words import STATUS_WORDS


def draw_charted(book: Book, values: Charted) -> None:
    """The sheet."""
    sheet = book.sheet(CHARTED_SHEET, A4)
    for column, label in HEADS.items():
        sheet.write_string(0, column, label, on_screen(book, bold=True, text_wrap=True))
    _draw_scalars(sheet, values)
    for row, day in enumerate(values.by_day, 1):
        for column, formula in _day_formulas(values, row).items():
            sheet.write_formula(row, column, f"={formula}", None, day[column])
    for place, unit in enumerate(values.by_unit):
        sheet.write_string(place + 1, CODE, unit[CODE])
        for column, formula in _unit_formulas(place).items():
            sheet.write_formula(place + 1, column, f"={formula}", None, unit[column])
    for place, one in enumerate(values.ranked):
        for column, formula in _rank_formulas(values, place).items():
            sheet.write_formula(place + 1, column, f"={formula}", None, one[column])
        sheet.write_number(place + 1, ALL, one[ALL])
    sheet.hide()
    protect(sheet)


def _draw_scalars(sheet: Worksheet, values: Charted) -> None:
    units = len(values.plan.senders)
    total_row, board_row = DAILY_ROW + units, BOARD_ROW + units
    pace = f"'{CONTROL_SHEET}'!${xl_col_to_name(PACE)}${board_row + 1}"
    made = f"'{FORETOLD_SHEET}'!${xl_col_to_name(FORETOLD_DAY_COLUMN)}${FORETOLD_DAY_ROW + 1}"
    for row, (label, formula, value) in enumerate(
        (
            ("Tổng số", of_form(Measure.TOTAL, total_row), values.total),
            ("Đã nhập", of_form(Measure.ENTERED, total_row), values.now),
            ("Nhịp 7 ngày", pace, values.pace),
            ("Dự báo đúng ngày", f"IF({made}={REPORT_DATE},1,0)", int(values.same)),
        ),
        1,
    ):
        sheet.write_string(row, 17, label)
        sheet.write_formula(row, 18, f"={formula}", None, value)


def _day_formulas(values: Charted, row: int) -> Mapping[int, str]:
    plan, last = values.plan, len(values.days)
    day, first, done, point = (at(column, row) for column in (DAY, FIRST, DONE, AT))
    days, kinds = history("Ngày"), history("Loại")
    machines = machines_cell(appendix_sheet(plan.tracked.appendix), len((plan.issued or plan).tracked.targets))
    week = range(max(1, row - 6), row + 1)
    known, entered = (f"{at(column, week[0])}:{at(column, row)}" for column in (FIRST, TODAY))
    before = at(DONE, row - 1) if row > 1 else "0"
    number = f"({day}-{START.name}+1)"

    def counted(status: str, more: str = "") -> str:
        kind = KIND_LABELS[KINDS[0]]
        where = f'{days},{day},{kinds},"{kind}",{history("Tình trạng")},"{status}"{more}'
        return f"IF({first}=0,0,COUNTIFS({where}))"

    def of_course(column: int) -> str:
        return f"INDEX({whole_column(FORETOLD_SHEET, xl_col_to_name(table.DAYS + column))},{point})"

    hours, received = history("Hạn"), STATUS_WORDS[Status.RECEIVED]
    straight = f"MIN({TOTAL_CELL},{NOW_CELL}+{PACE_CELL}*({day}-{REPORT_DATE}))"
    by_pace = f'IF(OR({SAME_CELL}=1,{PACE_CELL}=""),NA(),{straight})'
    to_come = f"IF({point}>0,{of_course(2)},{by_pace})"
    course = whole_column(FORETOLD_SHEET, xl_col_to_name(table.DAYS))
    return (
        {
            DAY: f"{START.name}+{row - 1}",
            FIRST: f"IF({day}>{REPORT_DATE},0,IFERROR(MATCH({day},{days},0),0))",
            SUM: f'IF({first}=0,"",SUMIF({days},{day},{history("Tổng đã nhập")}))',
            DONE: f'IF({day}>{REPORT_DATE},NA(),IF({at(SUM, row)}="",{before},{at(SUM, row)}))',
            REQUIRED: f"ROUND({TOTAL_CELL}*MIN({CAMPAIGN_DAYS},{number})/{CAMPAIGN_DAYS},0)",
            CAPACITY: f"MIN({TOTAL_CELL},{machines}*{NORM.name}*{number})",
            AT: f"IF(OR({SAME_CELL}=0,{day}<={REPORT_DATE}),0,IFERROR(MATCH({day},{course},0),0))",
            MIDDLE: f'IF(OR({NOW_CELL}="",{day}<{REPORT_DATE}),NA(),IF({day}={REPORT_DATE},{done},{to_come}))',
            LOW: f"IF({day}<={REPORT_DATE},{done},IF({point}>0,{of_course(1)},0))",
            BAND: f"IF({point}>0,{of_course(3)}-{of_course(1)},0)",
            TODAY: f"IF({first}=0,0,SUMIF({days},{day},{history('Trong ngày')}))",
            WEEK: f'IF(OR({day}>{REPORT_DATE},COUNTIF({known},">0")=0),NA(),SUM({entered})/COUNTIF({known},">0"))',
            NEED: f"IF(OR({day}>{REPORT_DATE},{number}>={CAMPAIGN_DAYS}),NA(),"
            f"MAX(0,{TOTAL_CELL}-{done})/({CAMPAIGN_DAYS}-{number}))",
            ON_TIME: f"{counted(received)}-{at(LATE_ONES, row)}+{counted(STATUS_WORDS[Status.MANUAL])}"
            f"-{counted(STATUS_WORDS[Status.MANUAL], f',{hours},{chr(34)}{LATE}{chr(34)}')}",
            LATE_ONES: counted(received, f',{hours},"{LATE}"'),
            REFUSED: counted(STATUS_WORDS[Status.REFUSED]),
            MISSING: counted(STATUS_WORDS[Status.MISSING]),
        }
        if last
        else {}
    )


def _unit_formulas(place: int) -> Mapping[int, str]:
    row, board, source = place + 1, BOARD_ROW + place, DAILY_ROW + place
    total, left, end, found, p50, chance = (at(column, row) for column in (TOTAL, LEFT, END, ROW, P50, CHANCE))

    def of_board(column: int) -> str:
        return f"'{CONTROL_SHEET}'!${xl_col_to_name(column)}${board + 1}"

    def of_table(column: int) -> str:
        cell = f"INDEX({whole_column(FORETOLD_SHEET, xl_col_to_name(table.UNITS + column))},{found})"
        return f'IF({found}=0,"",IF({cell}="","",{cell}))'

    late = f'"{TOO_LATE}"&({{end}}-{DEADLINE.name}+1)&" ngày"'
    by_chance = (
        f'IF({chance}>={SURE},"{IN_TIME}",IF({chance}>=0.5,"{CLOSE}",'
        f'IF({p50}="","{TOO_LATE}{NEVER}",{late.format(end=p50)})))'
    )
    by_pace = f'IF({end}>={DEADLINE.name},{late.format(end=end)},"{IN_TIME}")'
    codes = whole_column(FORETOLD_SHEET, xl_col_to_name(table.UNITS))
    far = f'IF({p50}="",1,MIN(1,({p50}-{START.name})/1000))'
    names = at(NAMES, row - 1) + "&" if place else ""
    return {
        NAME: of_board(SHORT),
        TOTAL: of_form(Measure.TOTAL, source),
        IN: of_board(ENTERED),
        LEFT: of_board(REMAINING),
        SHARE: f'IF(OR({total}=0,{at(IN, row)}=""),"",{at(IN, row)}/{total})',
        SPEED: of_board(PACE),
        ASKED: of_board(NEEDED),
        END: of_board(FINISH),
        ROW: f"IF({SAME_CELL}=0,0,IFERROR(MATCH({at(CODE, row)},{codes},0),0))",
        P50: of_table(1),
        P80: of_table(2),
        CHANCE: of_table(3),
        THEN: of_table(4),
        VERDICT: f'IF({total}=0,"{NO_WORK}",IF({left}="","",IF({left}<=0,"{DONE_ALL}",'
        f'IF({chance}<>"",{by_chance},IF(OR({SAME_CELL}=1,NOT(ISNUMBER({end}))),"{UNKNOWN}",{by_pace})))))',
        RISK: f'IF({total}=0,-2,IF({left}="",0,IF({left}<=0,-1,IF({chance}<>"",2-{chance}+{far},'
        f"IF(AND({SAME_CELL}=0,ISNUMBER({end})),MIN(3,1+({end}-{START.name})/1000),1)))))-{place + 1}/1000000",
        NAMES: f'{names}IF(LEFT({at(VERDICT, row)},{len(TOO_LATE)})="{TOO_LATE}",", "&{at(NAME, row)},"")',
    }


def _rank_formulas(values: Charted, place: int) -> Mapping[int, str]:
    row, units = place + 1, len(values.plan.senders)

    def of_unit(column: int) -> str:
        letter = xl_col_to_name(column)
        return f"INDEX(${letter}$2:${letter}${units + 1},{at(PLACE, row)})"

    risks = f"${xl_col_to_name(RISK)}$2:${xl_col_to_name(RISK)}${units + 1}"
    share, then, total, pace = (of_unit(column) for column in (SHARE, THEN, TOTAL, SPEED))
    days_left = f"MAX(0,{DEADLINE.name}-MAX({REPORT_DATE}+1,{START.name}))"
    by_pace = f'IF(OR({pace}="",{SAME_CELL}=1),0,MAX(0,MIN(1-{share},{pace}*{days_left}/{total})))'
    return {
        PLACE: f"MATCH(LARGE({risks},{row}),{risks},0)",
        LABEL: f'{of_unit(NAME)}&IF({share}="",""," "&ROUND({share}*100,0)&"%")',
        SHARE_DONE: f'IF({share}="",0,{share})',
        SHARE_MORE: f'IF({share}="",0,IF({then}<>"",MAX(0,{then}/{total}-{share}),{by_pace}))',
        SHARE_DUE: f"MIN({CAMPAIGN_DAYS},MAX(0,{REPORT_DATE}-{START.name}+1))/{CAMPAIGN_DAYS}",
    }
