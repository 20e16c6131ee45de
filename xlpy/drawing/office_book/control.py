"""Điều khiển: on one screen the day, what to do next, the figures that count, the buttons, and the board."""

from datetime import date

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from xlpy.core.office_book import BOARD_HEADER_ROW, BOARD_HEADS, CONTROL_SHEET, DATE_COLUMN, DATE_ROW, REPORT_DATE
from xlpy.core.plan.plan import Plan
from xlpy.drawing import palette
from xlpy.drawing.inputs import protect, validate_date
from xlpy.drawing.office_book import look
from xlpy.drawing.office_book.board import draw_board
from xlpy.drawing.office_book.buttons import SheetWithButtons, draw_buttons
from xlpy.drawing.office_book.cards import draw_cards
from xlpy.drawing.office_book.places import LAST_HIDDEN
from xlpy.drawing.office_book.state import draw_helpers, draw_next, draw_state
from xlpy.drawing.office_book.trend import Trends
from xlpy.drawing.office_book.views import ShownDay
from xlpy.drawing.palette import on_screen
from xlpy.drawing.sheet import A4, DATE, Book, merge

_HEIGHTS = (4, 34, 5, 36, 15, 5, 17, 29, 17, 6)
"""Pixels of the bands above the board: date and state, buttons, cards."""
_BUTTON_ROW = 3
_FIRST, _LAST = 1, len(BOARD_HEADS) - 1


def draw_control(book: Book, plan: Plan, shown: ShownDay | None, told: Trends) -> Worksheet:
    """The sheet that the office works on."""
    sheet = book.sheet(CONTROL_SHEET, A4, kind=SheetWithButtons)
    look.set_widths(sheet, {column: width for column, (_, width) in enumerate(BOARD_HEADS)})
    sheet.set_column(_LAST + 1, LAST_HIDDEN, 8, None, {"hidden": True})
    for row, height in enumerate(_HEIGHTS):
        sheet.set_row_pixels(row, height)
    board = draw_board(book, sheet, plan, shown, told)
    draw_helpers(book, sheet, plan, board, told)
    _draw_date(book, sheet, told.day)
    draw_state(book, sheet, plan, shown)
    for row in (_BUTTON_ROW, _BUTTON_ROW + 1):
        look.fill_row(sheet, row, range(_FIRST, _LAST + 1), on_screen(book, bg_color=palette.PALE))
    draw_buttons(sheet, _BUTTON_ROW, _FIRST)
    draw_cards(book, sheet, plan, board)
    draw_next(book, sheet, plan, shown)
    _draw_hint(book, sheet, board.total + 1)
    _set_page(sheet, board.total + 1)
    sheet.freeze_panes(BOARD_HEADER_ROW + 2, 0)
    sheet.set_selection(DATE_ROW, DATE_COLUMN, DATE_ROW, DATE_COLUMN)
    protect(sheet)
    return sheet


def _draw_date(book: Book, sheet: Worksheet, day: date) -> None:
    band = {"bg_color": palette.NAVY, "font_color": palette.WHITE}
    look.fill_row(sheet, DATE_ROW, range(_FIRST, _LAST + 1), on_screen(book, **band))
    label = on_screen(book, **band, font_size=11, indent=1)
    merge(sheet, (DATE_ROW, _FIRST, DATE_ROW, DATE_COLUMN - 1), "Ngày báo cáo", label)
    chosen = on_screen(
        book,
        **{**look.TYPED, "border": 2, "border_color": palette.YELLOW_LINE},
        num_format=DATE,
        align="center",
        bold=True,
        font_size=14,
    )
    sheet.write_datetime(DATE_ROW, DATE_COLUMN, day, chosen)
    book.workbook.define_name(REPORT_DATE, f"='{CONTROL_SHEET}'!${xl_col_to_name(DATE_COLUMN)}${DATE_ROW + 1}")
    ask = "Gõ ngày cần tổng hợp hoặc xem lại, ví dụ 22/5/2023. Bảng và Phụ lục 01 đổi theo ngày này."
    validate_date(sheet, (DATE_ROW, DATE_COLUMN, DATE_ROW, DATE_COLUMN), date(2000, 1, 1), date(2099, 12, 31), ask=ask)


def _draw_hint(book: Book, sheet: Worksheet, row: int) -> None:
    hint = (
        "Đơn vị báo qua điện thoại: gõ bốn số vào ô vàng, ghi ai báo, lúc mấy giờ; cả bốn số là 0 thì chọn lý do; bấm Tổng hợp. "
        "Rút số ấy: để trống bốn ô, gõ chữ bỏ ở ô Người báo, bấm lại. Số in nghiêng: giữ theo lần báo cáo trước. Dự kiến xong: theo tốc độ 7 ngày qua."
    )
    merge(sheet, (row, _FIRST, row, _LAST), hint, on_screen(book, font_size=8.5, font_color=palette.MUTED, italic=True))
    sheet.set_row_pixels(row, 20)


def _set_page(sheet: Worksheet, last: int) -> None:
    sheet.hide_gridlines(2)
    sheet.hide_row_col_headers()
    sheet.set_tab_color(palette.NAVY)
    sheet.print_area(DATE_ROW, _FIRST, last, _LAST)
    sheet.repeat_rows(BOARD_HEADER_ROW, BOARD_HEADER_ROW + 1)
    sheet.print_black_and_white()
    sheet.center_horizontally()
    look.millimetres(sheet, 10, 10, 12, 10)
