"""Theo dõi riêng of the unit form: a line a case whose register and database differ; nobody's name, nobody's number."""

from collections.abc import Mapping

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from xlpy.core.forms import DAY_SHEET, MISMATCH_SHEET
from xlpy.core.mismatch_sheet import (
    LONGEST,
    MISMATCH_SIDE,
    MOST_DIGITS,
    NUMBER_COLUMNS,
    STATE_LABEL,
    STEPS,
)
from xlpy.core.mismatches import LONG, TOO_LONG
from xlpy.core.plan.settings import SettingKind
from xlpy.core.plan.side_sheets import FIRST_DAY
from xlpy.drawing.inputs import HIDDEN, colour, protect, validate_choice, validate_date, validate_number_words
from xlpy.drawing.office_book import look
from xlpy.drawing.office_book.side import draw_heads, draw_title
from xlpy.drawing.palette import LINE, NAVY, on_screen
from xlpy.drawing.sheet import A4, DATE, Book
from xlpy.drawing.unit_form.layout import Layout
from xlpy.drawing.unit_form.look import FAULTS, TYPED
from xlpy.drawing.words import LATE, NOTHING, REFUSED, WELL
from xlpy.rules.mismatches import only_a_number

DRAWN = 200
"""Lines that tell how they stand. Those below are typed into, checked and read all the same."""
PRINTED = 60
"""Lines that are printed: two pages, so that a list of five is not seven pages of paper."""
_LAST_LINE = 4_999
_WIDTHS = (90, 104, 66, 80, 96, 96, 96, 96, 96, 96, 262)
"""Pixels."""
_HINT = (
    "Kế hoạch, mục II.3.2: thông tin trong Sổ hộ tịch và trong Cơ sở dữ liệu quốc gia về dân cư khác nhau. Mỗi trường hợp "
    "một dòng, giữ nguyên dòng khi đã xong."
)
_NO_NAMES = "Không ghi họ tên, số định danh của ai: loại sổ, số sổ, trang, số là đủ để tìm lại. Không có thì để trống."
_COLUMNS = {column.name: place for place, column in enumerate(MISMATCH_SIDE.columns)}
_LAST = len(_COLUMNS)
"""The column that tells how a case stands."""
_NOW, _KEY = _LAST + 1, _LAST + 2
"""Hidden: today, and what makes a line its case."""
_STAGES = ("Mới phát hiện", "Công an đang xác minh", "Công an đã trả lời", "Đang cải chính")


def draw_mismatches(book: Book, layout: Layout) -> None:
    """The sheet. It may stay empty."""
    sheet = book.sheet(MISMATCH_SHEET, A4)
    first, head = MISMATCH_SIDE.first_row, MISMATCH_SIDE.head_row
    for column, pixels in enumerate(_WIDTHS[:-1]):
        sheet.set_column_pixels(column, column, pixels, book.format(**_look(column)))
    sheet.set_column_pixels(_LAST, _LAST, _WIDTHS[-1])
    draw_title(book, sheet, f"THEO DÕI RIÊNG – {layout.unit.name.upper()}", _HINT, _LAST)
    blank = on_screen(book)
    for row in range(1, head):
        look.fill_row(sheet, row, range(1 if row == 1 else 0, _LAST + 1), blank)
    sheet.write_string(2, 0, _NO_NAMES, on_screen(book, bold=True, font_size=10))
    _draw_count(book, sheet)
    draw_heads(book, sheet, head, [*(column.label for column in MISMATCH_SIDE.columns), STATE_LABEL])
    hidden = book.format(num_format=HIDDEN)
    sheet.write_formula(0, _NOW, f"='{DAY_SHEET}'!{layout.fact('now')}", hidden, 0)
    told = on_screen(book, border=1, border_color=LINE, font_size=9, indent=1)
    styles = [book.format(**_look(column)) for column in range(_LAST)]
    for row in range(first, first + DRAWN):
        for column, style in enumerate(styles):
            sheet.write_blank(row, column, None, style)
        sheet.write_formula(row, _LAST, _state(row), told, "")
        sheet.write_formula(row, _KEY, _key(row), hidden, "")
    _stop_slips(sheet, first)
    places = _places(first)
    colour(
        book, sheet, places, rows=_LAST_LINE - first + 1, looks=FAULTS, at=[name for name in places if name != "now"]
    )
    area = f"{xl_col_to_name(_LAST)}{first + 1}:{xl_col_to_name(_LAST)}{first + DRAWN}"
    look.chips(book, sheet, area, f"${xl_col_to_name(_LAST)}{first + 1}")
    sheet.set_column(_NOW, _KEY, None, None, {"hidden": True})
    sheet.freeze_panes(first, 0)
    sheet.repeat_rows(head)
    sheet.print_area(0, 0, first + PRINTED - 1, _LAST)
    sheet.print_black_and_white()
    sheet.hide_gridlines(2)
    sheet.set_selection(first, 0, first, 0)
    protect(sheet)


def _look(column: int) -> Mapping[str, object]:
    kind = MISMATCH_SIDE.columns[column].kind
    format_ = DATE if kind is SettingKind.DATE else "@"
    return {**TYPED, "num_format": format_, "align": "center", "font_name": "Arial", "font_size": 10}


def _cell(name: str, row: int) -> str:
    return f"${xl_col_to_name(_COLUMNS[name])}{row + 1}"


def _places(row: int) -> Mapping[str, str]:
    """The places of the rules about a line."""
    key = xl_col_to_name(_KEY)
    return {
        **{f"apart_{name}": _cell(name, row) for name in _COLUMNS},
        "apart_line": f"{_cell('kind', row)}:{_cell('done', row)}",
        "apart_key": f"${key}{row + 1}",
        "apart_keys": f"${key}${row + 1}:${key}${row + DRAWN}",
        "now": _now(),
    }


def _now() -> str:
    return f"${xl_col_to_name(_NOW)}$1"


def _key(row: int) -> str:
    parts = [_cell(name, row) for name in ("kind", *NUMBER_COLUMNS)]
    missing = ",".join(f'{part}=""' for part in parts)
    return f'=IF(OR({missing}),"",LOWER(' + '&"|"&'.join(parts) + "))"


def _state(row: int) -> str:
    """How a line stands: what would keep it from being taken, else how far it has come and for how many days it waits."""
    line = f"{_cell('kind', row)}:{_cell('done', row)}"
    numbers = [_cell(name, row) for name in NUMBER_COLUMNS]
    wrong = ",".join(f'AND({cell}<>"",NOT({only_a_number(cell)[1:]}))' for cell in numbers)
    lacking = ",".join(f'{cell}=""' for cell in (_cell("kind", row), *numbers))
    stage = f'"{_STAGES[0]}"'
    for step, told in zip(STEPS[1:-1], _STAGES[1:], strict=True):
        stage = f'IF(ISNUMBER({_cell(step, row)}),"{told}",{stage})'
    found = _cell("found", row)
    days = f"MAX(0,{_now()}-{found})"
    sign = f'IF({days}>{TOO_LONG},"{REFUSED} ",IF({days}>{LONG},"{LATE} ","{NOTHING} "))'
    open_ = f'IF(ISNUMBER({found}),{sign}&{days}&" ngày · "&{stage},"{LATE} chưa ghi ngày phát hiện · "&{stage})'
    return (
        f'=IF(COUNTA({line})=0,"",IF(OR({wrong}),"{REFUSED} Sổ, trang, số: chỉ ghi số",'
        f'IF(OR({lacking}),"{LATE} Ghi đủ loại sổ, sổ, trang, số",IF(ISNUMBER({_cell("done", row)}),"{WELL} Xong",{open_}))))'
    )


def _draw_count(book: Book, sheet: Worksheet) -> None:
    """How many there are, open and done, above the heads."""
    first = MISMATCH_SIDE.first_row

    def column(name: str) -> str:
        letter = xl_col_to_name(_COLUMNS[name])
        return f"${letter}${first + 1}:${letter}${_LAST_LINE + 1}"

    cases = f'COUNTIFS({column("kind")},"?*",{column("record")},"<>",{column("done")},""'
    waits = f'&COUNTIFS({column("kind")},"?*",{column("record")},"<>",{column("done")},"",{column("found")},"<"&({_now()}-{{0}}))'
    done = f'COUNTIFS({column("kind")},"?*",{column("record")},"<>",{column("done")},">0")'
    lower = f"${xl_col_to_name(0)}${first + PRINTED + 1}:${xl_col_to_name(0)}${_LAST_LINE + 1}"
    formula = (
        f'="Chưa xong "&{cases})&" trường hợp: quá {LONG} ngày "{waits.format(LONG)}&", quá {TOO_LONG} ngày "'
        f'{waits.format(TOO_LONG)}&". Đã xong "&{done}&"."&IF(COUNTA({lower})=0,""," In ra: {PRINTED} dòng đầu; muốn in thêm thì in vùng chọn.")'
    )
    value = f"Chưa xong 0 trường hợp: quá {LONG} ngày 0, quá {TOO_LONG} ngày 0. Đã xong 0."
    look.formula(sheet, (3, 0, 3, _LAST), (formula, value), on_screen(book, bold=True, font_size=11, font_color=NAVY))


def _stop_slips(sheet: Worksheet, first: int) -> None:
    """What a cell cannot hold cannot be typed: words of a list, days that have come, numbers of books."""
    for column in MISMATCH_SIDE.columns:
        at = _COLUMNS[column.name]
        area = (first, at, _LAST_LINE, at)
        match column.kind:
            case SettingKind.CHOICE:
                validate_choice(sheet, area, column.choices)
            case SettingKind.DATE:
                validate_date(
                    sheet, area, FIRST_DAY, f"={_now()}", ask="Gõ một ngày, ví dụ 22/5/2023, không sau hôm nay."
                )
            case _:
                ask = (
                    f"Chỉ ghi số của sổ, trang, trường hợp, ví dụ 01/2005, tới {LONGEST} ký tự, tới {MOST_DIGITS} chữ số. "
                    "Không ghi họ tên, số định danh."
                )
                validate_number_words(sheet, area, only_a_number(_cell(column.name, first)), ask=ask)
