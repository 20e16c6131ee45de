"""A unit's line on the board of Điều khiển: what stands in its cells, as formulas over Nhật ký and Phụ lục 01."""

from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from xlpy.core.consolidate import Status
from xlpy.core.office_book import BOARD_HEADER_ROW, BOARD_ROW, REPORT_DATE, TYPING
from xlpy.core.records import KINDS, Kind, Measure, with_sum
from xlpy.core.text import day as written
from xlpy.core.units import Units
from xlpy.drawing import palette
from xlpy.drawing.formulas import date_words
from xlpy.drawing.inputs import HIDDEN
from xlpy.drawing.office_book import look
from xlpy.drawing.office_book.daily import FIRST_ROW as DAILY_ROW
from xlpy.drawing.office_book.daily import history, lookup, match_formula
from xlpy.drawing.office_book.places import (
    CALLS,
    CHANGE,
    CHART,
    CODE,
    ENTERED,
    ERRORS,
    FINISH,
    FROM_DAY,
    HOUR,
    IN_TIME_OR_LATE,
    LINES,
    MATCH,
    NEEDED,
    NUMBER,
    PACE,
    REMAINING,
    SHORT,
    STATE,
    STATUS,
    SUMS,
    TO_CALL,
    TODAY,
    UNIT,
    WARNINGS,
    Board,
    at,
    draw_chart,
    draw_share,
    needed_words,
    of_form,
)
from xlpy.drawing.office_book.signs import NOT_MERGED, RECEIVED_LATE, state
from xlpy.drawing.office_book.trend import DAYS, FEWEST, LAST_DATE, PACE_DAYS
from xlpy.drawing.office_book.views import LATE
from xlpy.drawing.palette import on_screen
from xlpy.drawing.sheet import Book
from xlpy.drawing.words import STATUS_SIGNS, STATUS_WORDS

NO_HOUR = "–"


class Line:
    """A unit's line. `called` are the units to call down to it, as `to_call` has them."""

    def __init__(self, book: Book, sheet: Worksheet, board: Board, senders: Units, place: int, called: str) -> None:
        self._book, self._sheet, self._row, self._place = book, sheet, BOARD_ROW + place, place
        self._senders, self._unit = senders, senders[place]
        unit = self._unit
        self._shown, self._called = board.shown, called
        self._known = board.shown.unit(unit.code) if board.shown else None
        self._said = board.shown.line(unit.code) if board.shown else {}
        self._trends, self._trend = board.trends, board.trends.units[unit.code]

    def draw(self) -> None:
        """All of its cells."""
        self._sheet.set_row_pixels(self._row, 22)
        self._hidden()
        self._states()
        self._figures()
        self._typed()

    def _write(self, column: int, formula: str, value: Any, **style: Any) -> None:
        shown = "" if value is None else value
        self._sheet.write_formula(self._row, column, f"={formula}", on_screen(self._book, **style), shown)

    def _at(self, column: int) -> str:
        return at(column, self._row)

    def _hidden(self) -> None:
        row, match = self._row, self._at(MATCH)
        hidden = {"num_format": HIDDEN}
        self._sheet.write_string(row, CODE, self._unit.code, on_screen(self._book, **hidden))
        self._sheet.write_string(
            row, SHORT, self._senders.short_names[self._unit.code], on_screen(self._book, **hidden)
        )
        found = self._shown.row(self._unit.code, KINDS[0]) if self._shown and self._known else 0
        self._write(MATCH, match_formula(self._at(CODE), KINDS[0]), found, **hidden)
        self._write(STATUS, lookup("Tình trạng", match), self._said.get("Tình trạng"), **hidden)
        self._write(IN_TIME_OR_LATE, lookup("Hạn", match), self._said.get("Hạn"), **hidden)
        for day in range(DAYS):
            line, head = self._at(LINES + day), f"{xl_col_to_name(LINES + day)}${BOARD_HEADER_ROW + 2}"
            key = f'{head}&"|"&{self._at(CODE)}&"|{KINDS[0]}"'
            before = self._shown.before(self._unit.code, DAYS - 1 - day) if self._shown else 0
            self._write(LINES + day, f"IFERROR(MATCH({key},{history('Mã dòng')},0),0)", before, **hidden)
            cells = ",".join(f"INDEX({history('Trong ngày')},{line}+{kind})" for kind in range(len(KINDS)))
            told = f'IF({line}=0,"",IF(COUNT({cells})=0,"",SUM({cells})))'
            self._write(SUMS + day, told, self._trend.today[day], **hidden)
        week = self._week
        self._write(PACE, f'IF(COUNT({week})<{FEWEST},"",SUM({week})/COUNT({week}))', self._trend.pace, **hidden)

    @property
    def _week(self) -> str:
        return str(xl_range(self._row, SUMS + DAYS - PACE_DAYS, self._row, SUMS + DAYS - 1))

    def _states(self) -> None:
        self._sheet.write_number(
            self._row, NUMBER, self._place + 1, self._plain(align="center", font_color=palette.MUTED)
        )
        self._sheet.write_string(self._row, UNIT, self._unit.name, self._plain())
        status, late, match = (self._at(column) for column in (STATUS, IN_TIME_OR_LATE, MATCH))
        words = f'"{STATUS_SIGNS[Status.MISSING]} {STATUS_WORDS[Status.MISSING]}"'
        for one in (Status.REFUSED, Status.MANUAL, Status.NOT_DUE, Status.RECEIVED):
            shown = f'"{STATUS_SIGNS[one]} {STATUS_WORDS[one]}"'
            if one is Status.RECEIVED:
                shown = f'IF({late}="{LATE}","{RECEIVED_LATE}",{shown})'
            words = f'IF({status}="{STATUS_WORDS[one]}",{shown},{words})'
        white = {
            "top": 1,
            "top_color": palette.WHITE,
            "bottom": 1,
            "bottom_color": palette.WHITE,
            "align": "left",
            "indent": 1,
            "shrink": True,
        }
        self._write(STATE, f'IF({match}=0,"{NOT_MERGED}",{words})', state(self._known), **white)
        hour, told = lookup("Nhận lúc", match), str(self._said.get("Nhận lúc") or "")
        today = f'" ngày "&{date_words(REPORT_DATE)}'
        formula = (
            f'IF({hour}="","{NO_HOUR}",IF(ISERROR(FIND(":",{hour})),"?",'
            f"IF(ISNUMBER(FIND({today},{hour})),LEFT({hour},5),MID({hour},12,LEN({hour})-16))))"
        )
        self._write(HOUR, formula, self._hour(told), **palette.RULE, align="center")
        for column, label, ink in (
            (ERRORS, "Lỗi", {"bold": True, "font_color": palette.BRICK}),
            (WARNINGS, "Cảnh báo", {"font_color": palette.AMBER_INK}),
        ):
            count = f"INDEX({history(label)},{match})"
            value = self._said.get(label) or None
            self._write(
                column, f'IF({match}=0,"",IF({count}=0,"",{count}))', value, **palette.RULE, align="center", **ink
            )
        called = "+".join(f'(LEFT({self._at(STATE)},1)="{sign}")' for sign in TO_CALL)
        before = "" if self._place == 0 else f"{at(CALLS, self._row - 1)}&"
        names = f'{before}IF({called}>0,", "&{self._at(SHORT)},"")'
        self._write(CALLS, names, self._called, num_format=HIDDEN)

    def _hour(self, told: str) -> str:
        if not told or not self._shown:
            return NO_HOUR
        if ":" not in told:
            return "?"
        day = written(self._shown.standing.date)
        return told[:5] if f" ngày {day}" in told else told[11:-5]

    def _plain(self, **style: Any) -> Any:
        return on_screen(self._book, **palette.RULE, **style)

    def _figures(self) -> None:
        row, trend = self._row, self._trend
        whole = with_sum(self._known.figures)[Kind.SUM] if self._known else None
        source = DAILY_ROW + self._place
        count = {**palette.RULE, "num_format": palette.COUNT, "shrink": True}
        self._write(TODAY, of_form(Measure.TODAY, source), whole.today if whole else None, **count, bold=True)
        last, before = self._at(SUMS + DAYS - 1), self._at(SUMS + DAYS - 2)
        muted = {**palette.RULE, "num_format": look.SIGNED, "font_color": palette.MUTED, "align": "right"}
        self._write(CHANGE, f'IF(COUNT({before},{last})<2,"",{last}-{before})', trend.change, **muted)
        self._write(ENTERED, of_form(Measure.ENTERED, source), whole.entered if whole else None, **count)
        self._write(REMAINING, of_form(Measure.REMAINING, source), whole.remaining if whole else None, **count)
        draw_share(
            self._book, self._sheet, row, source, (whole.entered, whole.total) if whole else None, **palette.RULE
        )
        self._sheet.write_blank(row, CHART, None, self._plain())
        draw_chart(self._sheet, row)
        rest = self._at(REMAINING)
        self._write(NEEDED, needed_words(rest), trend.needed(self._trends.left), **count)
        total, pace, week = of_form(Measure.TOTAL, source), self._at(PACE), self._week
        days = f"ROUNDUP({rest}*COUNT({week})/SUM({week}),0)"
        finish = (
            f'IF(OR({rest}="",{total}=0),"",IF({rest}<=0,"xong",IF({pace}="","–",IF({pace}<=0,"–",'
            f"MIN({LAST_DATE},{FROM_DAY}-1+{days})))))"
        )
        style = {**palette.RULE, "num_format": look.DAY, "align": "center"}
        self._write(FINISH, finish, trend.finish(self._trends.from_day), **style)

    def _typed(self) -> None:
        for column in range(TYPING.column, TYPING.note_column):
            self._sheet.write_blank(self._row, column, None, on_screen(self._book, **look.TYPED, num_format="#,##0_)"))
        self._sheet.write_blank(self._row, TYPING.note_column, None, on_screen(self._book, **look.TYPED, font_size=9))
        chosen = on_screen(self._book, **look.TYPED, font_size=9, shrink=True)
        self._sheet.write_blank(self._row, TYPING.reason_column, None, chosen)
