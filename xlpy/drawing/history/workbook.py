"""The journal's figures as a workbook: a long table for pivots, units by day, kinds by day, and charts over them."""

from collections.abc import Sequence
from datetime import date, datetime, time

from xlsxwriter.worksheet import Worksheet

from xlpy.core.consolidate import Standing, UnitDay
from xlpy.core.forms import KIND_LABELS
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Kind, with_sum
from xlpy.drawing.history.charts import draw_charts
from xlpy.drawing.sheet import A4, DATE, NUMBER, Book, put
from xlpy.drawing.words import status_label

FIGURES, BY_DAY, RUNNING, KINDS_SHEET, CHARTS = "Số liệu", "Nhập trong ngày", "Đã nhập", "Theo loại", "Biểu đồ"
HEADS = (
    *("Ngày", "Mã", "Đơn vị", "Loại", "Tình trạng", "Muộn"),
    *("Tổng số", "Trong ngày", "Đã nhập", "Còn lại", "Tệp"),
)
_WIDTHS = (11, 7, 24, 18, 22, 7, 12, 12, 12, 12, 40)
_HEAD = {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
_CELL, _SUM = {"border": 1}, {"border": 1, "bold": True}


def draw_history(plan: Plan, standings: Sequence[Standing]) -> bytes:
    """The workbook. The same figures give the same bytes. Days stand in columns, so at most 16.000 of them."""
    book = Book("Số liệu nhật ký", standings[-1].date if standings else plan.start)
    _long_table(book, standings)
    _units_by_day(book, BY_DAY, standings, today=True)
    _units_by_day(book, RUNNING, standings, today=False)
    _kinds_by_day(book, plan, standings)
    draw_charts(book.workbook, CHARTS, KINDS_SHEET, len(standings))
    return book.close()


def _long_table(book: Book, standings: Sequence[Standing]) -> None:
    sheet = book.sheet(FIGURES, A4)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    day_style, number, text = book.format(num_format=DATE), book.format(num_format=NUMBER), book.format()
    row = 0
    for standing in standings:
        for unit in standing.units:
            for kind in KINDS:
                row += 1
                figures = unit.figures[kind]
                sheet.write_datetime(row, 0, _moment(standing.date), day_style)
                words = (unit.unit, unit.name, KIND_LABELS[kind], status_label(unit), "có" if unit.late else "")
                for column, word in enumerate(words, start=1):
                    put(sheet, row, column, word or None, text)
                values = (figures.total, figures.today, figures.entered, figures.remaining)
                for column, value in enumerate(values, start=6):
                    put(sheet, row, column, value, number)
                put(sheet, row, 10, unit.source.file or None, text)
    sheet.add_table(
        0,
        0,
        max(1, row),
        len(HEADS) - 1,
        {"name": "SoLieu", "columns": [{"header": head} for head in HEADS], "style": "Table Style Light 1"},
    )
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def _units_by_day(book: Book, name: str, standings: Sequence[Standing], *, today: bool) -> None:
    sheet = book.sheet(name, A4)
    units = standings[-1].units if standings else ()
    _by_day(book, sheet, "Đơn vị", [unit.name for unit in units], [standing.date for standing in standings])
    style, whole = book.format(**_CELL, num_format=NUMBER), book.format(**_SUM, num_format=NUMBER)
    for column, standing in enumerate(standings, start=1):
        known = {unit.unit: unit for unit in standing.units}
        values = [_figure(known.get(unit.unit), today=today) for unit in units]
        for row, value in enumerate(values, start=1):
            put(sheet, row, column, value, style)
        reported = [value for value in values if value is not None]
        put(sheet, len(units) + 1, column, sum(reported) if reported else None, whole)


def _figure(unit: UnitDay | None, *, today: bool) -> int | None:
    if unit is None:
        return None
    whole = with_sum(unit.figures)[Kind.SUM]
    return whole.today if today else whole.entered


def _kinds_by_day(book: Book, plan: Plan, standings: Sequence[Standing]) -> None:
    """Days in rows: the sums by kind, of all units, and what an even share of the plan asks for by then."""
    sheet = book.sheet(KINDS_SHEET, A4)
    heads = ("Ngày", *(KIND_LABELS[kind] for kind in KINDS), "Cộng", "Trong ngày", "Phải đạt", "Đã báo cáo", "Muộn")
    for column, head in enumerate(heads):
        put(sheet, 0, column, head, book.format(**_HEAD))
        sheet.set_column(column, column, 13)
    sheet.set_row(0, 33)
    style, day_style = book.format(**_CELL, num_format=NUMBER), book.format(**_CELL, num_format=DATE)
    for row, standing in enumerate(standings, start=1):
        total = standing.total
        sheet.write_datetime(row, 0, _moment(standing.date), day_style)
        days = max(0, min(plan.campaign_days, (standing.date - plan.start).days + 1))
        values = (
            *(total[kind].entered for kind in KINDS),
            total[Kind.SUM].entered,
            total[Kind.SUM].today,
            total[Kind.SUM].total * days // plan.campaign_days,
            standing.reported,
            sum(unit.late for unit in standing.units),
        )
        for column, value in enumerate(values, start=1):
            put(sheet, row, column, value, style)
    sheet.freeze_panes(1, 1)


def _by_day(book: Book, sheet: Worksheet, head: str, names: Sequence[str], days: Sequence[date]) -> None:
    """The frame of a table with days in its columns, and the row of sums."""
    put(sheet, 0, 0, head, book.format(**_HEAD))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, max(1, len(days)), 10)
    for column, day in enumerate(days, start=1):
        sheet.write_datetime(0, column, _moment(day), book.format(**_HEAD, num_format=DATE))
    for row, name in enumerate(names, start=1):
        put(sheet, row, 0, name, book.format(**_CELL))
    put(sheet, len(names) + 1, 0, "TỔNG", book.format(**_SUM))
    sheet.freeze_panes(1, 1)
    sheet.repeat_columns(0)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time())
