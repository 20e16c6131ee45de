"""The figures at the head of Điều khiển, each with what it is to be held against."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from xlsxwriter.worksheet import Worksheet

from xlpy.core.office_book import CAMPAIGN_DAYS, REPORT_DATE
from xlpy.core.plan.plan import Plan
from xlpy.core.plan.settings import DEADLINE, START
from xlpy.core.records import Kind, Measure
from xlpy.core.text import day as written
from xlpy.core.text import number
from xlpy.drawing import palette
from xlpy.drawing.formulas import Computed, date_words
from xlpy.drawing.office_book import look
from xlpy.drawing.office_book.board import last_finish, total_pace
from xlpy.drawing.office_book.daily import FIRST_ROW as DAILY_ROW
from xlpy.drawing.office_book.places import CHANGE, ENTERED, FINISH, NEEDED, PACE, SHARE, TODAY, Board, of_form
from xlpy.drawing.office_book.trend import needed
from xlpy.drawing.palette import on_screen
from xlpy.drawing.sheet import DATE, Book, merge

_LABEL_ROW = 6
_VALUE_ROW, _SUB_ROW = _LABEL_ROW + 1, _LABEL_ROW + 2


class _Card(NamedTuple):
    """A figure: its columns, its cell on the board, its value; below it, with what it is compared."""

    first: int
    last: int
    label: str
    column: int
    value: Any
    shape: str
    sub: Computed
    bad: str = ""


def draw_cards(book: Book, sheet: Worksheet, plan: Plan, board: Board) -> None:
    """Six figures side by side."""
    for card in _cards(plan, board):
        _draw(book, sheet, board, card)


def _fixed(value: float, places: int = 0) -> str:
    """As FIXED writes it in a Vietnamese office."""
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, part = f"{rounded:f}".partition(".")
    return number(int(whole)) + (f",{part}" if part else "")


def _cards(plan: Plan, board: Board) -> tuple[_Card, ...]:
    trends, shown = board.trends, board.shown
    whole = shown.standing.total[Kind.SUM] if shown else None
    need, pace = needed(whole.remaining if whole else None, trends.left), total_pace(trends)
    changes = [one.change for one in trends.units.values() if one.change is not None]
    need_cell, pace_cell = board.sum(NEEDED), board.sum(PACE)
    total = of_form(Measure.TOTAL, DAILY_ROW + len(plan.senders))
    all_cases = sum(one.total for one in trends.units.values())
    due = f"MIN({CAMPAIGN_DAYS},MAX(0,{REPORT_DATE}-{START.name}+1))/{CAMPAIGN_DAYS}"
    share = whole.entered / whole.total if whole and whole.total else None
    finish = last_finish(trends)
    last_day = date_words(f"({DEADLINE.name}-1)", "-")
    per_day = f'=IF({need_cell}="","","cần "&FIXED({need_cell},0)&" mỗi ngày")'
    times = f'IF({pace_cell}<=0,"chưa đủ số liệu 7 ngày","gấp "&FIXED({need_cell}/{pace_cell},1)&" lần 7 ngày qua")'
    faster = f'=IF(OR({need_cell}="",{pace_cell}=""),"chưa đủ số liệu 7 ngày",{times})'
    return (
        _Card(1, 2, "TRONG NGÀY", TODAY, whole.today if whole else None, palette.COUNT,
              (per_day, "" if need is None else f"cần {_fixed(need)} mỗi ngày")),
        _Card(3, 5, "TỔNG ĐÃ NHẬP", ENTERED, whole.entered if whole else None, palette.COUNT,
              (f'="trên "&FIXED({total},0)&" trường hợp"', f"trên {_fixed(all_cases)} trường hợp")),
        _Card(6, 8, "TỶ LỆ", SHARE, share, palette.SHARE,
              (f'="phải đạt hôm nay: "&FIXED({due}*100,1)&"%"', f"phải đạt hôm nay: {_fixed(trends.share_due * 100, 1)}%"),
              f"=AND(ISNUMBER({board.sum(SHARE)}),{board.sum(SHARE)}<{due})"),
        _Card(9, 10, "SO VỚI HÔM TRƯỚC", CHANGE, sum(changes) if changes else None, look.SIGNED,
              (f'=COUNT({board.cells(CHANGE)})&" đơn vị có cả hai ngày"', f"{len(changes)} đơn vị có cả hai ngày")),
        _Card(11, 12, "CẦN MỖI NGÀY", NEEDED, need, palette.COUNT,
              (faster, _faster(need, pace)), f"=AND(ISNUMBER({need_cell}),ISNUMBER({pace_cell}),{need_cell}>{pace_cell})"),
        _Card(13, 15, "DỰ KIẾN XONG", FINISH, finish, DATE,
              (f'="hạn "&{last_day}', f"hạn {written(plan.deadline - timedelta(1))}"),
              f"=AND(ISNUMBER({board.sum(FINISH)}),{board.sum(FINISH)}>={DEADLINE.name})"),
    )  # fmt: skip


def _faster(need: int | None, pace: float | None) -> str:
    if need is None or pace is None or pace <= 0:
        return "chưa đủ số liệu 7 ngày"
    return f"gấp {_fixed(need / pace, 1)} lần 7 ngày qua"


def _draw(book: Book, sheet: Worksheet, board: Board, card: _Card) -> None:
    side = {"bg_color": palette.PALE, "left": 5, "left_color": palette.BLUE, "indent": 1}
    small = on_screen(book, **side, font_size=8, font_color=palette.MUTED)
    label = on_screen(book, **side, font_size=8, font_color=palette.MUTED, bold=True)
    merge(sheet, (_LABEL_ROW, card.first, _LABEL_ROW, card.last), card.label, label)
    shape = card.shape.replace("_)", "")
    big = on_screen(book, **side, font_size=17, bold=True, align="left", num_format=shape, font_color=palette.NAVY)
    cell = board.sum(card.column)
    told = (f'=IF({cell}="","–",{cell})', "–" if card.value is None else card.value)
    look.formula(sheet, (_VALUE_ROW, card.first, _VALUE_ROW, card.last), told, big)
    look.formula(sheet, (_SUB_ROW, card.first, _SUB_ROW, card.last), card.sub, small)
    area = (_VALUE_ROW, card.first, _VALUE_ROW, card.last)
    if card.bad:
        options = {
            "type": "formula",
            "criteria": card.bad,
            "format": book.workbook.add_format({"font_color": palette.BRICK}),
        }
        sheet.conditional_format(*area, options)
