"""Theo dõi riêng of the office's workbook: the cases that units follow apart, as the day's merge left them.

Formats belong to whole columns, so that rows that a button writes look the same.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from xlpy.core.forms import MISMATCH_SHEET
from xlpy.core.grid import Edit
from xlpy.core.mismatch_sheet import DIFFERS_WORDS, KIND_WORDS
from xlpy.core.mismatches import LONG, TOO_LONG, Differs, Mismatch, Mismatches, MismatchState, count
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind
from xlpy.core.text import day as written
from xlpy.core.text import number
from xlpy.core.units import as_entry
from xlpy.drawing.inputs import protect
from xlpy.drawing.office_book import look
from xlpy.drawing.office_book.side import draw_heads, draw_title
from xlpy.drawing.office_book.views import Shown, serial
from xlpy.drawing.palette import COUNT, LINE, NAVY, on_screen
from xlpy.drawing.sheet import A4, DATE, Book
from xlpy.drawing.words import LATE, NOTHING, REFUSED, WELL

HEADS: tuple[tuple[str, int], ...] = (
    ("Đơn vị", 150),
    ("Loại sổ", 84),
    ("Sổ số", 90),
    ("Trang", 60),
    ("Số", 76),
    ("Khác ở", 84),
    ("Phát hiện", 78),
    ("Chuyển Công an", 78),
    ("Công an trả lời", 78),
    ("Chuyển cải chính", 78),
    ("Xong", 78),
    ("Tình trạng", 176),
    ("Số ngày", 56),
)
"""With their widths in pixels."""
TOLD_ROW, HEAD_ROW = 2, 4
FIRST_ROW = HEAD_ROW + 1
MOST = 5_000
"""Lines that are shown: open cases first, those that wait longest before others."""
_LAST = len(HEADS) - 1
_DATES = range(6, 11)
_HINT = (
    "Kế hoạch, mục II.3.2: gộp từ trang cùng tên trong biểu của các đơn vị khi bấm Tổng hợp; không gõ ở đây. "
    "Trường hợp không được ghi lại giữ như lần ghi trước."
)
_NOTHING = "Chưa đơn vị nào ghi trường hợp theo dõi riêng."
_STATES: Mapping[MismatchState, str] = {
    MismatchState.FOUND: "Mới phát hiện",
    MismatchState.SENT: "Công an đang xác minh",
    MismatchState.ANSWERED: "Công an đã trả lời",
    MismatchState.CORRECTED: "Đang cải chính",
    MismatchState.DONE: "Xong",
}
_KIND_WORD: Mapping[Kind, str] = {Kind(value): word for word, value in KIND_WORDS.items()}
_DIFFERS_WORD: Mapping[Differs, str] = {Differs(value): word for word, value in DIFFERS_WORDS.items()}

Line = tuple[Shown, ...]


def mismatch_edits(plan: Plan, day: date, cases: Mismatches | None) -> list[Edit]:
    """What to write so that an open workbook shows these; None where the day was not merged."""
    lines = tuple(_lines(plan, day, cases or {}))
    return [
        Edit(MISMATCH_SHEET, TOLD_ROW, 0, ((_told(day, cases),),)),
        Edit(MISMATCH_SHEET, FIRST_ROW, 0, lines or ((None,) * len(HEADS),), alone=True),
    ]


def _told(day: date, cases: Mismatches | None) -> str:
    if cases is None:
        return f"Ngày {written(day)} chưa tổng hợp."
    everything = [case for many in cases.values() for case in many]
    if not everything:
        return _NOTHING
    found = count(everything, day)
    told = (
        f"Đến {written(day)}: {number(found.open)} trường hợp chưa xong, quá {LONG} ngày {number(found.waits_long)} "
        f"(trong đó quá {TOO_LONG} ngày {number(found.waits_too_long)}); đã xong {number(found.done)}."
    )
    return told + (f" Chỉ hiện {number(MOST)} dòng đầu." if len(everything) > MOST else "")


def _lines(plan: Plan, day: date, cases: Mismatches) -> Iterator[Line]:
    names = {unit.code: as_entry(unit.name) for unit in plan.root.walk()}
    place = {unit.code: at for at, unit in enumerate(plan.senders)}
    told = [(unit, case, case.age(day)) for unit, many in cases.items() for case in many]

    def turn(one: tuple[str, Mismatch, int | None]) -> tuple[bool, int, int]:
        unit, case, age = one
        return case.state(day) is MismatchState.DONE, -(age or 0), place.get(unit, len(place))

    for unit, case, age in sorted(told, key=turn)[:MOST]:
        state = case.state(day)
        steps = (case.on(step) for step in MismatchState)
        differs = _DIFFERS_WORD[case.differs] if case.differs else None
        yield (
            names.get(unit, unit),
            _KIND_WORD[case.kind],
            case.book,
            case.page,
            case.record,
            differs,
            *(serial(on) if on else None for on in steps),
            f"{_sign(state, age)} {_STATES[state]}",
            age,
        )


def _sign(state: MismatchState, age: int | None) -> str:
    if state is MismatchState.DONE:
        return WELL
    if age is None:
        return LATE
    return REFUSED if age > TOO_LONG else LATE if age > LONG else NOTHING


def draw_mismatch_list(book: Book, plan: Plan, day: date, cases: Mismatches) -> None:
    """The sheet."""
    sheet = book.sheet(MISMATCH_SHEET, A4)
    formats = []
    for column, (_, width) in enumerate(HEADS):
        style = {"num_format": "@", "align": "left" if column in (0, _LAST - 1) else "center"}
        if column in _DATES:
            style = {"num_format": DATE, "align": "center"}
        elif column == _LAST:
            style = {"num_format": COUNT, "align": "right"}
        formats.append(on_screen(book, **style, font_size=9, shrink=True))
        sheet.set_column_pixels(column, column, width, formats[-1])
    draw_title(book, sheet, "TRƯỜNG HỢP THEO DÕI RIÊNG", _HINT, _LAST)
    told = on_screen(book, bold=True, font_size=11, font_color=NAVY, align="left")
    sheet.write_string(TOLD_ROW, 0, _told(day, cases), told)
    draw_heads(book, sheet, HEAD_ROW, [label for label, _ in HEADS])
    for row, line in enumerate(_lines(plan, day, cases), FIRST_ROW):
        for column, value in enumerate(line):
            if isinstance(value, str):
                sheet.write_string(row, column, value, formats[column])
            elif isinstance(value, int):
                sheet.write_number(row, column, value, formats[column])
    last = FIRST_ROW + MOST
    first = f"$A{FIRST_ROW + 1}"
    state = f"$L{FIRST_ROW + 1}"
    look.chips(book, sheet, f"L{FIRST_ROW + 1}:L{last}", state)
    look.shade(book, sheet, f"A{FIRST_ROW + 1}:M{last}", f'={first}<>""', border=1, border_color=LINE)
    sheet.autofilter(HEAD_ROW, 0, last - 1, _LAST)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.print_black_and_white()
    look.millimetres(sheet, 10, 10, 12, 10)
    protect(sheet)
