"""Điều khiển: the day, its board, the buttons, and the cells for a unit that telephoned."""

from collections.abc import Mapping
from datetime import date

from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from xlpy.core.consolidate import Status, UnitDay
from xlpy.core.forms import FORM_SHEET
from xlpy.core.office_book import (
    BOARD_HEADER_ROW,
    BOARD_HEADS,
    BOARD_ROW,
    CODE_COLUMN,
    CONTROL_SHEET,
    DATE_COLUMN,
    DATE_ROW,
    PHONED_COLUMN,
    PHONED_NOTE_COLUMN,
    REPORT_DATE,
)
from xlpy.core.plan.plan import DEFAULT_INBOX, Plan
from xlpy.core.plan.settings import (
    INBOX,
    ISSUER,
    OFFICE,
    OFFICE_BEFORE,
    PLAN_DATE,
    PLAN_NUMBER,
    UNITS_BEFORE,
)
from xlpy.core.records import KINDS, Kind, Measure, with_sum
from xlpy.core.source import Severity
from xlpy.core.text import day as written
from xlpy.drawing.formulas import date_words, in_title
from xlpy.drawing.inputs import HIDDEN, INPUT, SEVERITY_LOOKS, figure, protect, validate, validate_date
from xlpy.drawing.office_book.daily import FIRST_ROW as DAILY_ROW
from xlpy.drawing.office_book.daily import lookup, match_formula
from xlpy.drawing.office_book.macros import MACROS
from xlpy.drawing.office_book.views import LATE, Shown, ShownDay
from xlpy.drawing.sheet import A4, DATE, Book, merge
from xlpy.drawing.words import STATUS_LABELS

_BUTTON_ROW = 5
_LAST = len(BOARD_HEADS) - 1
_MATCH = CODE_COLUMN + 1
_BUTTON_WIDTH, _BUTTON_HEIGHT, _BUTTON_GAP = 132, 36, 10
NOT_MERGED = "Chưa tổng hợp"
_REPORTED = (Status.RECEIVED, Status.MANUAL)


def draw_control(book: Book, plan: Plan, shown: ShownDay | None, day: date) -> Worksheet:
    """The sheet that the office works on."""
    sheet = book.sheet(CONTROL_SHEET, A4)
    for column, (_, width) in enumerate(BOARD_HEADS):
        sheet.set_column(column, column, width)
    sheet.set_column(CODE_COLUMN, _MATCH, 8, None, {"hidden": True})
    _draw_titles(book, sheet, plan)
    _draw_date(book, sheet, plan, shown, day)
    _draw_buttons(sheet)
    _draw_heads(book, sheet)
    for place, unit in enumerate(plan.senders):
        _draw_unit(book, sheet, place, unit.code, unit.name, shown)
    total_row = BOARD_ROW + len(plan.senders)
    _draw_total(book, sheet, plan, total_row, shown)
    _draw_hints(book, sheet, total_row + 2)
    _watch(book, sheet, total_row)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(BOARD_ROW, 2)
    sheet.print_area(0, 0, total_row, _LAST)
    sheet.set_selection(DATE_ROW, DATE_COLUMN, DATE_ROW, DATE_COLUMN)
    protect(sheet)
    return sheet


def _draw_titles(book: Book, sheet: Worksheet, plan: Plan) -> None:
    title = "TỔNG HỢP SỐ HOÁ SỔ HỘ TỊCH"
    bold = book.format(bold=True, align="center", font_size=16)
    sheet.merge_range(0, 0, 0, _LAST, "", bold)
    formula, value = in_title(f"{title} – {{office}}", office=(f"UPPER({OFFICE.name})", plan.office.upper()))
    sheet.write_formula(0, 0, formula, bold, value)
    italic = book.format(italic=True, align="center", font_size=13)
    document = plan.document
    formula, value = in_title(
        "(theo Kế hoạch số {number} ngày {date} của {issuer})",
        number=(PLAN_NUMBER.name, document.number),
        date=(date_words(PLAN_DATE.name), written(document.date)),
        issuer=(ISSUER.name, document.issuer),
    )
    sheet.merge_range(1, 0, 1, _LAST, "", italic)
    sheet.write_formula(1, 0, formula, italic, value)
    for row, height in ((0, 28), (1, 20), (2, 8), (DATE_ROW, 26), (4, 8), (_BUTTON_ROW, 42), (6, 8), (7, 8)):
        sheet.set_row(row, height)


def _draw_date(book: Book, sheet: Worksheet, plan: Plan, shown: ShownDay | None, day: date) -> None:
    label = book.format(bold=True, align="right", font_size=13, indent=1)
    merge(sheet, (DATE_ROW, 0, DATE_ROW, 1), "Ngày báo cáo", label)
    chosen = book.format(**{**INPUT, "num_format": DATE, "align": "center", "bold": True, "font_size": 14})
    sheet.write_datetime(DATE_ROW, DATE_COLUMN, day, chosen)
    book.workbook.define_name(REPORT_DATE, f"='{CONTROL_SHEET}'!${xl_col_to_name(DATE_COLUMN)}${DATE_ROW + 1}")
    ask = "Gõ ngày cần tổng hợp hoặc xem lại, ví dụ 22/5/2023. Bảng và Phụ lục 01 đổi theo ngày này."
    validate_date(sheet, (DATE_ROW, DATE_COLUMN, DATE_ROW, DATE_COLUMN), date(2000, 1, 1), date(2099, 12, 31), ask=ask)
    plain = book.format(font_size=12, align="left", indent=1)
    units = len(plan.senders)
    statuses = f"$C${BOARD_ROW + 1}:$C${BOARD_ROW + units}"
    received = "+".join(f'COUNTIF({statuses},"{STATUS_LABELS[s]}")' for s in _REPORTED)
    sheet.merge_range(DATE_ROW, 3, DATE_ROW, 6, "", plain)
    count = shown.standing.reported if shown else 0
    sheet.write_formula(
        DATE_ROW,
        3,
        f'="Đã có số liệu: "&({received})&"/{units} đơn vị"',
        plain,
        f"Đã có số liệu: {count}/{units} đơn vị",
    )
    sheet.merge_range(DATE_ROW, 7, DATE_ROW, _LAST, "", plain)
    before = (f"{plan.units_report_before:%H:%M}", f"{plan.office_reports_before:%H:%M}")
    formula, value = in_title(
        "Chép tệp nhận được vào thư mục “{inbox}” cạnh sổ này, bấm Tổng hợp. Đơn vị gửi trước {units}, báo cáo trước {office}.",
        inbox=(f'IF({INBOX.name}="","{DEFAULT_INBOX}",{INBOX.name})', plan.inbox),
        units=(UNITS_BEFORE.name, before[0]),
        office=(OFFICE_BEFORE.name, before[1]),
    )
    sheet.write_formula(DATE_ROW, 7, formula, plain, value)


def _draw_buttons(sheet: Worksheet) -> None:
    left = 12
    for macro, caption in MACROS.items():
        options = {
            "macro": macro,
            "caption": caption,
            "width": _BUTTON_WIDTH,
            "height": _BUTTON_HEIGHT,
            "x_offset": left,
            "y_offset": 4,
        }
        sheet.insert_button(_BUTTON_ROW, 0, options)
        left += _BUTTON_WIDTH + _BUTTON_GAP


def _draw_heads(book: Book, sheet: Worksheet) -> None:
    style = book.format(bold=True, align="center", text_wrap=True, border=1, bg_color="#E7E6E6")
    for column, (label, _) in enumerate(BOARD_HEADS):
        if PHONED_COLUMN <= column <= PHONED_NOTE_COLUMN:
            sheet.write_string(BOARD_HEADER_ROW + 1, column, label, style)
        else:
            merge(sheet, (BOARD_HEADER_ROW, column, BOARD_HEADER_ROW + 1, column), label, style)
    phoned = "NHẬP TAY: số trong ngày của đơn vị báo qua điện thoại"
    merge(sheet, (BOARD_HEADER_ROW, PHONED_COLUMN, BOARD_HEADER_ROW, PHONED_NOTE_COLUMN), phoned, style)
    sheet.set_row(BOARD_HEADER_ROW, 22)
    sheet.set_row(BOARD_HEADER_ROW + 1, 34)


def _draw_unit(book: Book, sheet: Worksheet, place: int, code: str, name: str, shown: ShownDay | None) -> None:
    row = BOARD_ROW + place
    unit = shown.unit(code) if shown else None
    line = shown.line(code) if shown else {}
    helper = book.format(num_format=HIDDEN)
    sheet.write_string(row, CODE_COLUMN, code, helper)
    match = f"${xl_col_to_name(_MATCH)}{row + 1}"
    code_cell = f"${xl_col_to_name(CODE_COLUMN)}{row + 1}"
    found = shown.row(code, KINDS[0]) if shown and unit else 0
    sheet.write_formula(row, _MATCH, f"={match_formula(code_cell, KINDS[0])}", helper, found)
    middle, text = book.format(align="center", border=1), book.format(border=1, indent=1, text_wrap=True)
    sheet.write_number(row, 0, place + 1, middle)
    sheet.write_string(row, 1, name, text)
    status = lookup("Tình trạng", match)
    sheet.write_formula(row, 2, f'=IF({match}=0,"{NOT_MERGED}",{status})', middle, line.get("Tình trạng", NOT_MERGED))
    for column, label in ((3, "Nhận lúc"), (4, "Hạn"), (5, "Lỗi"), (6, "Cảnh báo")):
        sheet.write_formula(row, column, f"={lookup(label, match)}", middle, _result(line, label))
    _draw_figures(book, sheet, row, place, unit)
    for column in range(PHONED_COLUMN, PHONED_NOTE_COLUMN):
        sheet.write_blank(row, column, None, figure(book, locked=False))
    sheet.write_blank(row, PHONED_NOTE_COLUMN, None, book.format(**INPUT, indent=1))
    sheet.write_formula(row, _LAST, f"={lookup('Tệp', match)}", book.format(border=1, indent=1), _result(line, "Tệp"))
    sheet.set_row(row, 24)


def _result(line: Mapping[str, Shown], label: str) -> Shown:
    """What a formula over Nhật ký shows of a line: blank for blank."""
    value = line.get(label)
    return "" if value is None else value


def _daily(measure: Measure, row: int) -> str:
    """A cell of the sums on Phụ lục 01."""
    column = 2 + 4 * len(KINDS) + list(Measure).index(measure)
    return f"'{FORM_SHEET}'!${xl_col_to_name(column)}{row + 1}"


def _draw_figures(book: Book, sheet: Worksheet, row: int, place: int, unit: UnitDay | None) -> None:
    whole = with_sum(unit.figures)[Kind.SUM] if unit else None
    source = DAILY_ROW + place
    shown = (
        (7, Measure.TODAY, whole.today if whole else None),
        (8, Measure.ENTERED, whole.entered if whole else None),
        (9, Measure.REMAINING, whole.remaining if whole else None),
    )
    for column, measure, value in shown:
        cell = _daily(measure, source)
        sheet.write_formula(row, column, f"={cell}", figure(book), "" if value is None else value)
    _draw_share(book, sheet, row, source, (whole.entered, whole.total) if whole else None)


def _draw_share(
    book: Book, sheet: Worksheet, row: int, source: int, done: tuple[int, int] | None, **look: bool
) -> None:
    entered, total = _daily(Measure.ENTERED, source), _daily(Measure.TOTAL, source)
    value = done[0] / done[1] if done and done[1] else ""
    formula = f'=IF(OR({entered}="",{total}=0),"",{entered}/{total})'
    sheet.write_formula(row, 10, formula, book.format(border=1, align="center", num_format="0.0%", **look), value)


def _draw_total(book: Book, sheet: Worksheet, plan: Plan, row: int, shown: ShownDay | None) -> None:
    merge(sheet, (row, 0, row, 1), "TỔNG", book.format(bold=True, border=1, align="center"))
    bold = figure(book, bold=True)
    whole = shown.standing.total[Kind.SUM] if shown else None
    for column in (2, 3, 4):
        sheet.write_blank(row, column, None, bold)
    for column, label in ((5, "Lỗi"), (6, "Cảnh báo")):
        cells = xl_range(BOARD_ROW, column, row - 1, column)
        told = [shown.line(unit.code)[label] for unit in plan.senders if shown.unit(unit.code)] if shown else []
        value = sum(count for count in told if isinstance(count, int))
        middle = book.format(bold=True, align="center", border=1)
        sheet.write_formula(row, column, f'=IF(COUNT({cells})=0,"",SUM({cells}))', middle, value if shown else "")
    source = DAILY_ROW + len(plan.senders)
    for column, measure in ((7, Measure.TODAY), (8, Measure.ENTERED), (9, Measure.REMAINING)):
        value_ = whole.get(measure) if whole else None
        sheet.write_formula(row, column, f"={_daily(measure, source)}", bold, "" if value_ is None else value_)
    _draw_share(book, sheet, row, source, (whole.entered, whole.total) if whole else None, bold=True)
    for column in range(PHONED_COLUMN, _LAST + 1):
        sheet.write_blank(row, column, None, bold)
    sheet.set_row(row, 26)


def _draw_hints(book: Book, sheet: Worksheet, row: int) -> None:
    lines = (
        "Nhập tay: gõ số trong ngày vào bốn ô vàng cùng dòng, ghi ai báo và lúc mấy giờ, rồi bấm Tổng hợp. Có tệp của đơn vị cho ngày ấy thì tệp được lấy.",
        "Bỏ số đã nhập tay: để trống bốn ô số, gõ chữ bỏ vào ô “Người báo” cùng dòng, rồi bấm Tổng hợp.",
        "Lỗi và cảnh báo: xem trang Kiểm tra; bấm vào “Trang · ô” để mở đúng ô trong tệp đã nhận.",
        "Số máy, định mức, thời hạn, địa chỉ thư: sửa ở Phụ lục 02–04 và Thiết lập (chỉ các ô vàng).",
    )
    style = book.format(italic=True, font_size=11)
    for at, line in enumerate(lines, row):
        sheet.write_string(at, 1, line, style)


def _watch(book: Book, sheet: Worksheet, total_row: int) -> None:
    rows = total_row - BOARD_ROW
    note = f"${xl_col_to_name(PHONED_NOTE_COLUMN)}{BOARD_ROW + 1}"
    for place in range(len(KINDS)):
        cell = f"${xl_col_to_name(PHONED_COLUMN + place)}{BOARD_ROW + 1}"
        validate(sheet, {"today": cell, "note": note}, rows=rows)
    status, late = f"$C{BOARD_ROW + 1}", f"$E{BOARD_ROW + 1}"
    refused, missing = STATUS_LABELS[Status.REFUSED], STATUS_LABELS[Status.MISSING]
    for criteria, look in (
        (f'=OR({status}="{refused}",{status}="{missing}")', SEVERITY_LOOKS[Severity.ERROR]),
        (f'={late}="{LATE}"', SEVERITY_LOOKS[Severity.WARNING]),
    ):
        options = {"type": "formula", "criteria": criteria, "format": book.workbook.add_format(dict(look))}
        sheet.conditional_format(BOARD_ROW, 2, total_row - 1, 4, options)
