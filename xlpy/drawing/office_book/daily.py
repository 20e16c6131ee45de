"""Phụ lục 01 of the office: formulas over Nhật ký for the date on Điều khiển, so that any past day shows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from xlpy.core.consolidate import ACCEPTED, Standing, Status
from xlpy.core.forms import COLUMNS_01, FORM_01, FORM_SHEET, appendix_sheet, plan_form
from xlpy.core.office_book import HISTORY_HEADS, HISTORY_SHEET, REPORT_DATE, history_column
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Column, FiguresByKind, Kind, Measure, with_sum
from xlpy.core.text import formal_day
from xlpy.drawing.formulas import formal_date_words, in_title
from xlpy.drawing.inputs import HIDDEN, protect
from xlpy.drawing.office_book.appendices import FIRST_ROW as TARGETS_ROW
from xlpy.drawing.office_book.appendices import draw_titles, places_in_appendix
from xlpy.drawing.office_book.look import WORDS, millimetres, on_paper, set_widths
from xlpy.drawing.office_book.names import whole_column
from xlpy.drawing.office_book.views import ShownDay
from xlpy.drawing.sheet import A4, Book, draw_header, merge
from xlpy.drawing.words import STATUS_WORDS

_LAST = len(FORM_01.columns) - 1
_BADGE_COLUMNS = 10
_NUMBER, _UNIT = 26, 124
_WIDTHS = ((64, 46, 62, 64), (54, 42, 52, 54), (48, 40, 46, 48), (34, 40, 34, 34), (66, 48, 64, 66))
"""Pixels of each kind's four columns: all on one screen, and on A4 in letters that can be read."""
_HEIGHTS = (22, 22, 20, 18, 20, 20, 70)
_ROW = 25
_COUNT = "#,##0_)"
_HEAD = {"bold": True, "font_size": 10, "align": "center", "text_wrap": True, "border": 1}
_HEADER_ROW = 4
FIRST_ROW = _HEADER_ROW + FORM_01.header_rows
_CODE = _LAST + 2
"""Helpers right of the form, hidden: the unit's code, the row of each kind in Nhật ký, the unit's status."""
_ROWS = {kind: _CODE + 1 + place for place, kind in enumerate(KINDS)}
_STATUS = _CODE + 1 + len(KINDS)
_MEASURES = {Measure.TOTAL: "Tổng số", Measure.TODAY: "Trong ngày", Measure.ENTERED: "Tổng đã nhập"}
_CARRIED = tuple(STATUS_WORDS[one] for one in Status if one not in ACCEPTED)


def history(label: str) -> str:
    """A whole column of Nhật ký by its label."""
    assert label in dict(HISTORY_HEADS)
    return whole_column(HISTORY_SHEET, xl_col_to_name(history_column(label)))


def match_formula(code: str, kind: Kind) -> str:
    """The row of a unit's kind in Nhật ký for the day shown; 0 where there is none."""
    return f'IFERROR(MATCH({REPORT_DATE}&"|"&{code}&"|{kind}",{history("Mã dòng")},0),0)'


def lookup(label: str, row: str) -> str:
    """A cell of Nhật ký; blank stays blank, which INDEX alone would turn into 0."""
    column = history(label)
    return f'IF({row}=0,"",IF(INDEX({column},{row})="","",INDEX({column},{row})))'


def draw_daily(book: Book, plan: Plan, shown: ShownDay | None, day: date) -> None:
    """The official form. `shown` is what Nhật ký holds of the day, None where it holds nothing."""
    standing = shown.standing if shown else None
    sheet = book.sheet(FORM_SHEET, A4)
    title = in_title(f"{FORM_01.title} {FORM_01.as_of}", date=(formal_date_words(REPORT_DATE), formal_day(day)))
    draw_titles(book, sheet, plan, FORM_01.code, title, _LAST, (14, 14, 13))
    badge = on_paper(book, align="right", font_size=10)
    merge(sheet, (3, _LAST - _BADGE_COLUMNS + 1, 3, _LAST), FORM_01.badge, badge)
    draw_header(book, sheet, FORM_01, _HEADER_ROW, {}, styles=(_HEAD, _HEAD, {**_HEAD, "font_size": 9}))
    widths = (_NUMBER, _UNIT, *(width for kind in _WIDTHS for width in kind))
    set_widths(sheet, dict(enumerate(widths)))
    for row, height in enumerate(_HEIGHTS):
        sheet.set_row_pixels(row, height)
    lines = places_in_appendix(plan)
    for place in range(len(plan.tracked.targets)):
        _draw_unit(book, sheet, plan, place, lines, shown)
    total_row = FIRST_ROW + len(plan.tracked.targets)
    _draw_total(book, sheet, plan, total_row, standing)
    _draw_foot(book, sheet, total_row, standing, day)
    _shade(book, sheet, total_row)
    sheet.set_column(_CODE, _STATUS, 8, None, {"hidden": True})
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.repeat_rows(_HEADER_ROW, FIRST_ROW - 1)
    sheet.print_area(0, 0, total_row + 1, _LAST)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    millimetres(sheet, 12, 10, 15, 12)
    protect(sheet)


def _figure(book: Book, **look: Any) -> Any:
    # Shrunk where a figure is longer than any that was seen.
    return on_paper(book, border=1, align="right", font_size=10, num_format=_COUNT, shrink=True, **look)


def _at(column: int, row: int) -> str:
    return f"${xl_col_to_name(column)}{row + 1}"


def _draw_unit(
    book: Book, sheet: Worksheet, plan: Plan, place: int, lines: Mapping[str, int], shown: ShownDay | None
) -> None:
    row, code = FIRST_ROW + place, plan.tracked.targets[place].unit.code
    unit = shown.unit(code) if shown else None
    helper = book.format(num_format=HIDDEN)
    sheet.write_number(row, 0, place + 1, on_paper(book, align="center", border=1, font_size=10))
    sheet.write_string(
        row, 1, plan.senders.by_code[code].name, on_paper(book, border=1, font_size=10, num_format=WORDS, shrink=True)
    )
    sheet.write_string(row, _CODE, code, helper)
    for kind in KINDS:
        formula = f"={match_formula(_at(_CODE, row), kind)}"
        sheet.write_formula(row, _ROWS[kind], formula, helper, shown.row(code, kind) if shown and unit else 0)
    status = STATUS_WORDS[unit.status] if unit else ""
    sheet.write_formula(row, _STATUS, f"={lookup('Tình trạng', _at(_ROWS[KINDS[0]], row))}", helper, status)
    figures = with_sum(unit.figures) if unit else None
    for column, head in enumerate(FORM_01.columns):
        if head.name in COLUMNS_01:
            kind, measure = COLUMNS_01[head.name]
            _draw_figure(book, sheet, plan, (row, column), code, lines, (kind, measure), figures)
    sheet.set_row_pixels(row, _ROW)


def _draw_figure(
    book: Book,
    sheet: Worksheet,
    plan: Plan,
    at: tuple[int, int],
    code: str,
    lines: Mapping[str, int],
    of: Column,
    figures: FiguresByKind | None,
) -> None:
    (row, column), (kind, measure) = at, of
    value: int | None = figures[kind].get(measure) if figures else None
    total = sum(plan.total(code, one) for one in (KINDS if kind is Kind.SUM else (kind,)))
    if kind is Kind.SUM and measure is not Measure.REMAINING:
        cells = ",".join(_at(column - 4 * (4 - number), row) for number in range(4))
        formula = f'=IF(COUNT({cells})=0,"",SUM({cells}))'
        value = total if measure is Measure.TOTAL and figures is None else value
    elif measure is Measure.REMAINING:
        whole, entered = _at(column - 3, row), _at(column - 1, row)
        formula = f'=IF({entered}="","",{whole}-{entered})'
    elif measure is Measure.TOTAL:
        plan_columns = [head.name for head in plan_form(plan.tracked.appendix, plan.tracked.name).columns]
        letter = xl_col_to_name(plan_columns.index(f"{kind}.cases"))
        line = lines.get(code)
        sheet_of_plan = appendix_sheet(plan.tracked.appendix)
        of_plan = str(total) if line is None else f"SUM('{sheet_of_plan}'!${letter}{TARGETS_ROW + line + 1})"
        known = _at(_ROWS[kind], row)
        formula = f"=IF({known}=0,{of_plan},INDEX({history('Tổng số')},{known}))"
        value = total if figures is None else value
    else:
        formula = f"={lookup(_MEASURES[measure], _at(_ROWS[kind], row))}"
    bold = {"bold": True} if kind is Kind.SUM else {}
    sheet.write_formula(row, column, formula, _figure(book, **bold), "" if value is None else value)


def _draw_total(book: Book, sheet: Worksheet, plan: Plan, row: int, standing: Standing | None) -> None:
    merge(
        sheet, (row, 0, row, 1), FORM_01.total_label, on_paper(book, bold=True, border=1, align="center", font_size=10)
    )
    bold = _figure(book, bold=True)
    for column, head in enumerate(FORM_01.columns):
        if head.name not in COLUMNS_01:
            continue
        kind, measure = COLUMNS_01[head.name]
        cells = xl_range(FIRST_ROW, column, row - 1, column)
        value = standing.total[kind].get(measure) if standing else None
        if standing is None and measure is Measure.TOTAL:
            kinds = KINDS if kind is Kind.SUM else (kind,)
            value = sum(plan.total(unit.code, one) for unit in plan.senders for one in kinds)
        formula = f'=IF(COUNT({cells})=0,"",SUM({cells}))'
        sheet.write_formula(row, column, formula, bold, "" if value is None else value)
    sheet.set_row_pixels(row, _ROW)


def _draw_foot(book: Book, sheet: Worksheet, total_row: int, standing: Standing | None, day: date) -> None:
    statuses = f"${xl_col_to_name(_STATUS)}${FIRST_ROW + 1}:${xl_col_to_name(_STATUS)}${total_row}"
    carried = "+".join(f'COUNTIF({statuses},"{label}")' for label in _CARRIED)
    note = (
        "Số in nghiêng: đơn vị chưa có báo cáo được tiếp nhận cho ngày {date}; tổng đã nhập giữ theo lần báo cáo trước."
    )
    words, told = in_title(note, date=(formal_date_words(REPORT_DATE), formal_day(day)))
    none_yet = "Ngày này chưa tổng hợp."
    units = standing.units if standing else ()
    value = none_yet if standing is None else told if any(not unit.accepted for unit in units) else ""
    known = f'COUNTIF({statuses},"?*")'
    formula = f'=IF({known}=0,"{none_yet}",IF({carried}>0,{words[1:]},""))'
    sheet.write_formula(total_row + 1, 1, formula, on_paper(book, italic=True, font_size=10), value)


def _shade(book: Book, sheet: Worksheet, total_row: int) -> None:
    """Figures that are only carried forward, as the report shows them."""
    status = _at(_STATUS, FIRST_ROW)
    options = {
        "type": "formula",
        "criteria": f"=OR({','.join(f'{status}={chr(34)}{label}{chr(34)}' for label in _CARRIED)})",
        "format": book.workbook.add_format({"italic": True, "font_color": "#595959"}),
    }
    sheet.conditional_format(FIRST_ROW, 2, total_row - 1, _LAST, options)
