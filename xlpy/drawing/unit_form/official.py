"""Phụ lục 01 of one unit for one day, as the plan prints it: to look over, print, sign and send."""

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from xlpy.core.forms import CHOSEN_LABEL, COLUMNS_01, DAY_SHEET, FORM_01, FORM_SHEET, NOTE_WORDS, OPEN_DATE
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.text import day as written
from xlpy.drawing.formulas import formal_date_words, in_title
from xlpy.drawing.inputs import HIDDEN, protect, validate_date
from xlpy.drawing.palette import MUTED, NAVY, on_screen
from xlpy.drawing.sheet import A4, DATE, Book, draw_header, merge
from xlpy.drawing.unit_form.layout import Layout
from xlpy.drawing.unit_form.places import SUM_ENTERED, SUM_LEFT, SUM_TODAY

_LAST = len(FORM_01.columns) - 1
_BADGE_COLUMNS = 10
_CHOICE_ROW, _TITLE_ROW = 0, 2
_CHOICE_COLUMN = 6
_HEADER_ROW = _TITLE_ROW + 4
_UNIT_ROW = _HEADER_ROW + FORM_01.header_rows
_TOTAL_ROW, _NOTE_ROW, _PLACE_ROW = _UNIT_ROW + 1, _UNIT_ROW + 2, _UNIT_ROW + 3
_SIGN_ROW, _SEAL_ROW, _NAME_ROW = _PLACE_ROW + 1, _PLACE_ROW + 2, _PLACE_ROW + 3
_HELP_COLUMN = _LAST + 2
"""Outside the printed area: the form's mark, the day shown, and the row that it stands in.

The mark comes first: a day as a plain number after a sentence that ends in "ngày" would be read as a date gone wrong.
"""
_DAY, _ROW, _LAST_DAY = "$X$2", "$X$3", "$X$4"
_CHOSEN = "$G$1"
_WIDTHS = {
    Kind.BIRTH: (58, 46, 54, 58),
    Kind.MARRIAGE: (52, 42, 48, 52),
    Kind.DEATH: (48, 42, 46, 48),
    Kind.ADOPTION: (36, 42, 38, 34),
    Kind.SUM: (62, 48, 54, 62),
}
"""Pixels for the largest unit's figures at 10 points; "Số liệu nhập trong ngày" wraps between its words."""
_PIXELS = {"number": 26, "unit": 124}
_HEIGHTS = (26, 6, 22, 22, 20, 18, 20, 20, 66, 26, 26, 34, 24, 22, 165, 22)
"""Rows from the top, in pixels. Under the signature's title there is room for a seal of 36 mm."""
_GRID = {"border": 1, "font_size": 10}
_FIGURE = "#,##0_)"


def draw_official(book: Book, layout: Layout) -> None:
    """The official form; by default of the last day with an entry."""
    sheet = book.sheet(FORM_SHEET, A4)
    sheet.hide_gridlines(2)
    for row, height in enumerate(_HEIGHTS):
        sheet.set_row_pixels(row, height)
    _draw_choice(book, sheet, layout)
    _draw_titles(book, sheet, layout)
    head = {"bold": True, "font_size": 10, "align": "center", "text_wrap": True, "border": 1}
    draw_header(book, sheet, FORM_01, _HEADER_ROW, layout.titles, styles=(head, head, {**head, "font_size": 9}))
    for column, head_cell in enumerate(FORM_01.columns):
        sheet.set_column_pixels(column, column, _pixels(layout, head_cell.name))
    _draw_unit(book, sheet, layout)
    _draw_foot(book, sheet, layout)
    sheet.set_column(_LAST + 1, _HELP_COLUMN, None, None, {"hidden": True})
    sheet.freeze_panes(_UNIT_ROW, 0)
    sheet.print_area(_TITLE_ROW, 0, _NAME_ROW, _LAST)
    sheet.fit_to_pages(1, 1)
    sheet.set_footer("")
    sheet.set_margins(left=0.5, right=0.4, top=0.6, bottom=0.5)
    sheet.center_horizontally()
    sheet.print_black_and_white()
    sheet.set_selection(_UNIT_ROW, 1, _UNIT_ROW, 1)
    protect(sheet)


def _pixels(layout: Layout, name: str) -> int:
    if name not in COLUMNS_01:
        return _PIXELS[name]
    kind, measure = COLUMNS_01[name]
    kinds = KINDS if kind is Kind.SUM else (kind,)
    totals = [layout.total(one) for one in kinds]
    largest = 999_999 if None in totals else sum(total or 0 for total in totals)
    digits = len(str(largest))
    # 10 points in bold: 7 pixels a digit, 4 for what parts the thousands, and a little at the sides.
    room = 7 * digits + 4 * ((digits - 1) // 3) + 9
    return max(_WIDTHS[kind][list(Measure).index(measure)], room)


def _draw_choice(book: Book, sheet: Worksheet, layout: Layout) -> None:
    plain = on_screen(book, align="right", indent=1, font_color=MUTED)
    merge(sheet, (_CHOICE_ROW, 0, _CHOICE_ROW, 5), f"{CHOSEN_LABEL} khác (để trống: ngày cuối có số liệu):", plain)
    # White: an older day is looked at now and then, yellow is where to type every day.
    chosen = on_screen(book, num_format=DATE, align="center", bold=True, border=1, border_color=MUTED, locked=0)
    sheet.merge_range(_CHOICE_ROW, _CHOICE_COLUMN, _CHOICE_ROW, _CHOICE_COLUMN + 1, "", chosen)
    first, last = (next(iter(layout.days()))[1], list(layout.days())[-1][1])
    validate_date(
        sheet,
        (_CHOICE_ROW, _CHOICE_COLUMN, _CHOICE_ROW, _CHOICE_COLUMN),
        first,
        last,
        ask=f"Gõ một ngày từ {written(first)} đến {written(last)}, hoặc để trống.",
    )
    help_ = book.format(num_format=HIDDEN)
    days, start = layout.whole("day"), f"'{DAY_SHEET}'!{layout.fixed('day', layout.first_row)}"
    last_place = f"'{DAY_SHEET}'!{layout.fact('last')}"
    sheet.write_string(0, _HELP_COLUMN, layout.mark, help_)
    sheet.write_formula(1, _HELP_COLUMN, f'=IF({_CHOSEN}<>"",{_CHOSEN},{_LAST_DAY})', help_, 0)
    sheet.write_formula(2, _HELP_COLUMN, f"=IFERROR(MATCH({_DAY},{days},0),0)", help_, 0)
    sheet.write_formula(3, _HELP_COLUMN, f"=IF({last_place}=0,0,{start}+{last_place}-1)", help_, 0)
    untyped = f"Chưa có số liệu: gõ ở trang “{DAY_SHEET}” trước."
    other = "Đang xem ngày khác: xoá ngày ở ô bên trái rồi mới lưu và gửi."
    state = f"'{DAY_SHEET}'!{layout.fixed(layout.named('birth.today') + 1, layout.state_row)}"
    formula = f'=IF(AND({_CHOSEN}<>"",{_DAY}<>{_LAST_DAY}),"{other}",IF({_ROW}=0,"{untyped}",{state}&" (xem trang {DAY_SHEET})"))'
    style = on_screen(book, bold=True, font_size=11, font_color=NAVY, indent=1)
    sheet.merge_range(_CHOICE_ROW, _CHOICE_COLUMN + 2, _CHOICE_ROW, _LAST, "", style)
    sheet.write_formula(_CHOICE_ROW, _CHOICE_COLUMN + 2, formula, style, untyped)


def _draw_titles(book: Book, sheet: Worksheet, layout: Layout) -> None:
    middle = book.format(align="center", font_size=14, bold=True)
    merge(sheet, (_TITLE_ROW, 0, _TITLE_ROW, _LAST), f"PHỤ LỤC {FORM_01.code}", middle)
    formula, value = in_title(
        f"{FORM_01.title}{layout.level} {FORM_01.as_of}", date=(formal_date_words(_DAY), OPEN_DATE)
    )
    sheet.merge_range(_TITLE_ROW + 1, 0, _TITLE_ROW + 1, _LAST, "", middle)
    sheet.write_formula(_TITLE_ROW + 1, 0, formula, middle, value)
    attached = FORM_01.attached.format_map(layout.titles)
    italic = book.format(align="center", italic=True, font_size=13)
    merge(sheet, (_TITLE_ROW + 2, 0, _TITLE_ROW + 2, _LAST), attached, italic)
    row = _TITLE_ROW + 3
    badge = book.format(align="right", font_size=10)
    merge(sheet, (row, _LAST - _BADGE_COLUMNS + 1, row, _LAST), FORM_01.badge, badge)


def _draw_unit(book: Book, sheet: Worksheet, layout: Layout) -> None:
    sheet.write_number(_UNIT_ROW, 0, 1, book.format(**_GRID, align="center"))
    sheet.write_string(_UNIT_ROW, 1, layout.unit.name, book.format(**_GRID, num_format="_)@", text_wrap=True))
    merge(sheet, (_TOTAL_ROW, 0, _TOTAL_ROW, 1), FORM_01.total_label, book.format(**_GRID, bold=True, align="center"))
    plain, bold = book.format(**_GRID, num_format=_FIGURE), book.format(**_GRID, num_format=_FIGURE, bold=True)
    for column, head in enumerate(FORM_01.columns):
        if head.name not in COLUMNS_01:
            continue
        kind, measure = COLUMNS_01[head.name]
        # INDEX of a blank cell is 0, and blank is not zero.
        shown = _figure(layout, kind, measure, column)
        formula = f'=IF({_ROW}=0,"",IF({shown}="","",{shown}))'
        sheet.write_formula(_UNIT_ROW, column, formula, bold if kind is Kind.SUM else plain, "")
        cell = xl_range(_UNIT_ROW, column, _UNIT_ROW, column)
        sheet.write_formula(_TOTAL_ROW, column, f'=IF(COUNT({cell})=0,"",SUM({cell}))', bold, "")


def _figure(layout: Layout, kind: Kind, measure: Measure, column: int) -> str:
    """Where a figure of the day stands, on the sheet of days or to its left."""
    if measure is Measure.TOTAL:
        place = SUM_ENTERED if kind is Kind.SUM else layout.typed(kind)
        return f"'{DAY_SHEET}'!{layout.fixed(place, layout.targets_row)}"
    if kind is Kind.SUM:
        name = {Measure.TODAY: SUM_TODAY, Measure.ENTERED: SUM_ENTERED, Measure.REMAINING: SUM_LEFT}[measure]
        return f"INDEX({layout.whole(name)},{_ROW})"
    if measure is Measure.TODAY:
        return f"INDEX({layout.whole(layout.typed(kind))},{_ROW})"
    if measure is Measure.ENTERED:
        return f"INDEX({layout.whole(layout.entered_column + KINDS.index(kind))},{_ROW})"
    total, entered = (xl_range(_UNIT_ROW, at, _UNIT_ROW, at) for at in (column - 3, column - 1))
    return f'IF(OR({total}="",{entered}=""),"",{total}-{entered})'


def _draw_foot(book: Book, sheet: Worksheet, layout: Layout) -> None:
    notes = layout.whole("note")
    note = f"INDEX({notes},{_ROW})"
    formula = f'=IF({_ROW}=0,"",IF(TRIM({note})="","","{NOTE_WORDS}"&{note}))'
    style = book.format(italic=True, text_wrap=True, valign="top", font_size=11)
    sheet.merge_range(_NOTE_ROW, 1, _NOTE_ROW, _LAST, "", style)
    sheet.write_formula(_NOTE_ROW, 1, formula, style, "")
    # Nghị định 30/2020/NĐ-CP, phụ lục I: days under 10 and months 1 and 2 with a zero before them.
    place = book.format(italic=True, align="center", font_size=13)
    sheet.merge_range(_PLACE_ROW, 13, _PLACE_ROW, _LAST, "", place)
    days = (
        f'"ngày "&IF(DAY({_DAY})<10,"0","")&DAY({_DAY})&" tháng "&IF(MONTH({_DAY})<3,"0","")&MONTH({_DAY})'
        f'&" năm "&YEAR({_DAY})'
    )
    open_day = "ngày ..... tháng ..... năm ......."
    where = layout.place
    quoted = f"{where}, ".replace('"', '""')
    formula = f'="{quoted}"&IF({_ROW}=0,"{open_day}",{days})'
    sheet.write_formula(_PLACE_ROW, 13, formula, place, f"{where}, {open_day}")
    bold = book.format(bold=True, align="center", font_size=13)
    italic = book.format(italic=True, align="center", font_size=12, valign="top")
    for first, last, title, how in (
        (1, 8, "NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)"),
        (13, _LAST, "THỦ TRƯỞNG ĐƠN VỊ", "(Ký, đóng dấu, ghi rõ họ tên)"),
    ):
        merge(sheet, (_SIGN_ROW, first, _SIGN_ROW, last), title, bold)
        merge(sheet, (_SEAL_ROW, first, _SEAL_ROW, last), how, italic)
