"""Phụ lục 01 of one unit for one day, as the plan prints it: to look over, print, sign and send."""

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from xlpy.core.forms import CHOSEN_LABEL, COLUMNS_01, FORM_01, FORM_SHEET, NOTE_WORDS, OPEN_DATE
from xlpy.core.records import Kind
from xlpy.core.text import day as written
from xlpy.drawing.formulas import date_words, in_title
from xlpy.drawing.inputs import HIDDEN, INPUT, figure, protect, validate_date
from xlpy.drawing.sheet import A4, DATE, Book, draw_header, merge
from xlpy.drawing.unit_form.days import figure_width
from xlpy.drawing.unit_form.layout import Layout

_LAST = len(FORM_01.columns) - 1
_BADGE_COLUMNS = 7
_CHOICE_ROW, _CHECK_ROW, _TITLE_ROW = 0, 1, 2
_CHOICE_COLUMN = 6
_HEADER_ROW = _TITLE_ROW + 4
_UNIT_ROW = _HEADER_ROW + FORM_01.header_rows
_HELP_COLUMN = _LAST + 2
"""Outside the printed area: the form's mark, the day shown, and the row that it stands in.

The mark comes first: a day as a plain number after a sentence that ends in "ngày" would be read as a date gone wrong.
"""
_DAY, _ROW, _LAST_DAY = "$X$2", "$X$3", "$X$4"
_CHOSEN = "$G$1"


def draw_official(book: Book, layout: Layout) -> None:
    """The official form; by default of the last day with an entry."""
    sheet = book.sheet(FORM_SHEET, A4)
    for column, head in enumerate(FORM_01.columns):
        width = figure_width(layout, *COLUMNS_01[head.name]) if head.name in COLUMNS_01 else head.width
        sheet.set_column(column, column, width)
    _draw_choice(book, sheet, layout)
    _draw_titles(book, sheet, layout)
    widths = {head.name: head.width for head in FORM_01.columns}
    widths |= {name: figure_width(layout, *column) for name, column in COLUMNS_01.items()}
    draw_header(book, sheet, FORM_01, _HEADER_ROW, layout.titles, widths=widths)
    for row, height in zip(range(_HEADER_ROW, _UNIT_ROW), (22, 22, 66), strict=True):
        sheet.set_row(row, height)
    _draw_unit(book, sheet, layout)
    _draw_foot(book, sheet, layout)
    sheet.freeze_panes(_UNIT_ROW, 2)
    sheet.print_area(_TITLE_ROW, 0, _UNIT_ROW + 11, _LAST)
    sheet.center_horizontally()
    sheet.set_selection(_CHOICE_ROW, _CHOICE_COLUMN, _CHOICE_ROW, _CHOICE_COLUMN)
    protect(sheet)


def _draw_choice(book: Book, sheet: Worksheet, layout: Layout) -> None:
    plain = book.format(font_size=12, align="right", indent=1)
    merge(sheet, (_CHOICE_ROW, 0, _CHOICE_ROW, 5), f"{CHOSEN_LABEL} (để trống: ngày cuối có số liệu):", plain)
    chosen = book.format(**{**INPUT, "num_format": DATE, "align": "center", "bold": True})
    sheet.merge_range(_CHOICE_ROW, _CHOICE_COLUMN, _CHOICE_ROW, _CHOICE_COLUMN + 1, "", chosen)
    first, last = (next(iter(layout.days()))[1], list(layout.days())[-1][1])
    validate_date(
        sheet,
        (_CHOICE_ROW, _CHOICE_COLUMN, _CHOICE_ROW, _CHOICE_COLUMN),
        first,
        last,
        ask=f"Gõ một ngày từ {written(first)} đến {written(last)}, hoặc để trống.",
    )
    help_ = book.format(num_format=HIDDEN, font_color="#FFFFFF")
    check, days = layout.whole("check"), layout.whole("day")
    # The check says something of every day with an entry, also where that is an error, and is never one itself.
    # SUMPRODUCT and no array formula: LibreOffice does not recalculate those of a file that it has not calculated itself.
    last_day = f'SUMPRODUCT(LARGE(({check}<>"")*{days},1))'
    sheet.write_string(0, _HELP_COLUMN, layout.mark, help_)
    sheet.write_formula(1, _HELP_COLUMN, f'=IF({_CHOSEN}<>"",{_CHOSEN},{_LAST_DAY})', help_, 0)
    sheet.write_formula(2, _HELP_COLUMN, f"=IFERROR(MATCH({_DAY},{days},0),0)", help_, 0)
    sheet.write_formula(3, _HELP_COLUMN, f"={last_day}", help_, 0)
    told = "Chưa có số liệu: gõ ở trang “Nhập hằng ngày” trước."
    old = "Đang xem ngày cũ: xoá ngày ở ô vàng rồi mới lưu và gửi."
    formula = (
        f'=IF(AND({_CHOSEN}<>"",{_DAY}<{_LAST_DAY}),"{old}",'
        f'IF({_ROW}=0,"{told}",IF(INDEX({check},{_ROW})="","{told}","Kiểm tra: "&INDEX({check},{_ROW}))))'
    )
    style = book.format(bold=True, font_size=12, align="left", indent=1)
    sheet.merge_range(_CHOICE_ROW, _CHOICE_COLUMN + 2, _CHOICE_ROW, _LAST, "", style)
    sheet.write_formula(_CHOICE_ROW, _CHOICE_COLUMN + 2, formula, style, told)
    sheet.set_row(_CHOICE_ROW, 22)
    sheet.set_row(_CHECK_ROW, 6)


def _draw_titles(book: Book, sheet: Worksheet, layout: Layout) -> None:
    middle = book.format(align="center", font_size=13, bold=True)
    merge(sheet, (_TITLE_ROW, 0, _TITLE_ROW, _LAST), f"PHỤ LỤC {FORM_01.code}", middle)
    formula, value = in_title(f"{FORM_01.title} {FORM_01.as_of}", date=(date_words(_DAY), OPEN_DATE))
    sheet.merge_range(_TITLE_ROW + 1, 0, _TITLE_ROW + 1, _LAST, "", middle)
    sheet.write_formula(_TITLE_ROW + 1, 0, formula, middle, value)
    attached = FORM_01.attached.format_map(layout.titles)
    italic = book.format(align="center", italic=True, font_size=13)
    merge(sheet, (_TITLE_ROW + 2, 0, _TITLE_ROW + 2, _LAST), attached, italic)
    badge = book.format(align="center", text_wrap=True, font_size=11)
    row = _TITLE_ROW + 3
    merge(sheet, (row, _LAST - _BADGE_COLUMNS + 1, row, _LAST), FORM_01.badge, badge)
    for at, height in ((_TITLE_ROW, 20), (_TITLE_ROW + 1, 20), (_TITLE_ROW + 2, 20), (row, 32)):
        sheet.set_row(at, height)


def _draw_unit(book: Book, sheet: Worksheet, layout: Layout) -> None:
    row, total_row = _UNIT_ROW, _UNIT_ROW + 1
    sheet.write_number(row, 0, 1, book.format(align="center", border=1))
    sheet.write_string(row, 1, layout.unit.name, book.format(border=1, text_wrap=True, indent=1))
    merge(sheet, (total_row, 0, total_row, 1), FORM_01.total_label, book.format(bold=True, border=1, align="center"))
    plain, bold = figure(book), figure(book, bold=True)
    for column, head in enumerate(FORM_01.columns):
        if head.name not in COLUMNS_01:
            continue
        kind, measure = COLUMNS_01[head.name]
        days = layout.whole(layout.column(kind, measure))
        # INDEX of a blank cell is 0, and blank is not zero.
        formula = f'=IF({_ROW}=0,"",IF(INDEX({days},{_ROW})="","",INDEX({days},{_ROW})))'
        sheet.write_formula(row, column, formula, bold if kind is Kind.SUM else plain, "")
        cell = xl_range(row, column, row, column)
        sheet.write_formula(total_row, column, f'=IF(COUNT({cell})=0,"",SUM({cell}))', bold, "")
    sheet.set_row(row, 30)
    sheet.set_row(total_row, 24)


def _draw_foot(book: Book, sheet: Worksheet, layout: Layout) -> None:
    row = _UNIT_ROW + 2
    notes = layout.whole("note")
    note = f"INDEX({notes},{_ROW})"
    formula = f'=IF({_ROW}=0,"",IF(TRIM({note})="","","{NOTE_WORDS}"&{note}))'
    style = book.format(italic=True, text_wrap=True, valign="top")
    sheet.merge_range(row, 1, row, _LAST, "", style)
    sheet.write_formula(row, 1, formula, style, "")
    sheet.set_row(row, 34)
    left, right = (row + 2, 1, row + 2, 8), (row + 2, 13, row + 2, _LAST)
    # Nghị định 30/2020/NĐ-CP, phụ lục I: days under 10 and months 1 and 2 with a zero before them.
    place = book.format(italic=True, align="center", font_size=13)
    sheet.merge_range(row + 1, 13, row + 1, _LAST, "", place)
    days = (
        f'"ngày "&IF(DAY({_DAY})<10,"0","")&DAY({_DAY})&" tháng "&IF(MONTH({_DAY})<3,"0","")&MONTH({_DAY})'
        f'&" năm "&YEAR({_DAY})'
    )
    open_day = "ngày ..... tháng ..... năm ......."
    where = layout.place
    formula = f'="{where}, "&IF({_ROW}=0,"{open_day}",{days})'
    sheet.write_formula(row + 1, 13, formula, place, f"{where}, {open_day}")
    for at in (row + 1, row + 2, row + 3):
        sheet.set_row(at, 20)
    bold = book.format(bold=True, align="center", font_size=13)
    merge(sheet, left, "NGƯỜI LẬP BIỂU", bold)
    merge(sheet, right, "THỦ TRƯỞNG ĐƠN VỊ", bold)
    italic = book.format(italic=True, align="center", font_size=12)
    merge(sheet, (row + 3, 1, row + 3, 8), "(Ký, ghi rõ họ tên)", italic)
    merge(sheet, (row + 3, 13, row + 3, _LAST), "(Ký, đóng dấu, ghi rõ họ tên)", italic)
