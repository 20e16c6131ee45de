"""Nhập hằng ngày: one row a day, four cells to type into, everything else computed."""

from xlsxwriter.worksheet import Worksheet

from xlpy.core.forms import BEFORE_WORDS, DAY_FORM, DAY_SHEET, KIND_LABELS, TARGETS_LABEL
from xlpy.core.records import KINDS, Kind
from xlpy.core.text import day as written
from xlpy.core.zero_reasons import ZERO_REASONS
from xlpy.drawing.inputs import protect, validate, validate_choice, validate_count
from xlpy.drawing.palette import COUNT, HEAD, MUTED, RULE, SHARE, YELLOW_HEAD, on_screen
from xlpy.drawing.sheet import A4, DATE, Book, draw_header, merge
from xlpy.drawing.unit_form.causes import LAST_ERROR
from xlpy.drawing.unit_form.facts import draw_facts, shorts
from xlpy.drawing.unit_form.head import draw_head
from xlpy.drawing.unit_form.layout import SLOTS, Layout
from xlpy.drawing.unit_form.look import SUMS, TYPED
from xlpy.drawing.unit_form.places import SUM_ENTERED, SUM_LEFT, SUM_TODAY, before_places, day_places
from xlpy.drawing.unit_form.reckoning import reckon_before, reckon_day
from xlpy.drawing.unit_form.shading import shade
from xlpy.drawing.unit_form.turns import draw_turns
from xlpy.drawing.words import LATE as LOOK
from xlpy.drawing.words import REFUSED as WRONG
from xlpy.drawing.words import WELL
from xlpy.rules.twin import NOT_WHOLE

DONE = f"{WELL} Hợp lệ."
"""What KIỂM TRA says of a day with nothing to mend."""
_WEEK = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "CN")
_SHORT = {Kind.BIRTH: "Sinh", Kind.MARRIAGE: "Kết hôn", Kind.DEATH: "Khai tử", Kind.ADOPTION: "Con nuôi"}
_ROW, _SMALL = 22, 19
"""Heights in pixels."""


def draw_days(book: Book, layout: Layout) -> Worksheet:
    """The sheet that the clerk types into."""
    sheet = book.sheet(DAY_SHEET, A4)
    sheet.hide_gridlines(2)
    sheet.set_row_pixels(0, 5)
    draw_head(book, sheet, layout)
    _draw_header(book, sheet, layout)
    _draw_sums(book, sheet, layout)
    _draw_opening(book, sheet, layout)
    for place, (row, day) in enumerate(layout.days(), 1):
        sheet.set_row_pixels(row, _ROW)
        quiet = {"font_color": MUTED} if day.weekday() > 4 else {}
        sheet.write_number(row, 0, place, on_screen(book, **RULE, align="center", font_size=9, font_color=MUTED))
        middle = on_screen(book, **{**RULE, "align": "center", "num_format": DATE, **quiet})
        sheet.write_datetime(row, layout.named("day"), day, middle)
        sheet.write_string(row, layout.named("weekday"), _WEEK[day.weekday()], middle)
        _draw_day(book, sheet, layout, row)
        reckon_day(book, sheet, layout, row, place)
    draw_facts(book, sheet, layout)
    if not layout.plan.period.is_daily:
        draw_turns(book, sheet, layout)
    shade(book, sheet, layout)
    _watch(sheet, layout)
    sheet.set_column(layout.last + 1, layout.fact_column, None, None, {"hidden": True})
    sheet.freeze_panes(layout.opening_row, 0)
    sheet.repeat_rows(layout.header_row, layout.header_row + DAY_FORM.header_rows - 1)
    sheet.print_area(layout.state_row, 0, layout.last_row, layout.last)
    sheet.print_black_and_white()
    first = layout.typed(KINDS[0])
    sheet.set_selection(layout.first_row, first, layout.first_row, first)
    protect(sheet)
    return sheet


def _draw_header(book: Book, sheet: Worksheet, layout: Layout) -> None:
    typed = {"bg_color": YELLOW_HEAD}
    styles = ({**HEAD, "font_name": "Arial"},)
    draw_header(book, sheet, DAY_FORM, layout.header_row, layout.titles, styles=styles)
    over = book.format(**{**HEAD, "font_name": "Arial", **typed})
    left, right = layout.typed(KINDS[0]), layout.typed(KINDS[-1])
    sheet.write_string(layout.header_row, left, DAY_FORM.heads[3].label, over)
    for column in range(left + 1, right + 1):
        sheet.write_blank(layout.header_row, column, None, over)
    for kind in KINDS:
        sheet.write_string(layout.header_row + 1, layout.typed(kind), KIND_LABELS[kind], over)
    for head in DAY_FORM.heads[-2:]:
        sheet.write_string(layout.header_row, layout.named(head.name), head.label, over)
        sheet.write_blank(layout.header_row + 1, layout.named(head.name), None, over)
    for column, head in enumerate(DAY_FORM.columns):
        sheet.set_column_pixels(column, column, int(head.width))
    sheet.set_row_pixels(layout.header_row, 20)
    sheet.set_row_pixels(layout.header_row + 1, 32)


def _draw_sums(book: Book, sheet: Worksheet, layout: Layout) -> None:
    """The cases to enter, those entered and those left, kept in sight above the days."""
    plain, bold = on_screen(book, **SUMS, num_format=COUNT), on_screen(book, **SUMS, num_format=COUNT, bold=True)
    rows = (
        (layout.targets_row, TARGETS_LABEL),
        (layout.entered_row, "Đã nhập đến nay"),
        (layout.left_row, "Còn lại"),
    )
    label = on_screen(book, **SUMS, bold=True, align="right", indent=1)
    hint = on_screen(book, **SUMS, italic=True)
    for row, words in rows:
        sheet.set_row_pixels(row, _SMALL)
        merge(sheet, (row, 0, row, 2), words, label)
        for column in range(layout.named(SUM_TODAY), layout.last + 1):
            sheet.write_blank(row, column, None, plain)
    for kind in KINDS:
        column, total = layout.typed(kind), layout.total(kind)
        target = layout.cell(column, layout.targets_row)
        if total is None:
            look = on_screen(book, **{**TYPED, "num_format": COUNT, "font_size": 9})
            sheet.write_blank(layout.targets_row, column, None, look)
            validate_count(sheet, (layout.targets_row, column, layout.targets_row, column))
        else:
            sheet.write_number(layout.targets_row, column, total, plain)
        done = f"=SUM({layout.column(column, first=layout.opening_row)})"
        sheet.write_formula(layout.entered_row, column, done, plain, 0)
        left = f'=IF({target}="","",{target}-{layout.cell(column, layout.entered_row)})'
        sheet.write_formula(layout.left_row, column, left, plain, "" if total is None else total)
    whole, entered = SUM_ENTERED, layout.cell(SUM_ENTERED, layout.entered_row)
    known = layout.whole_total
    targets = layout.inputs(layout.targets_row)
    target = layout.cell(whole, layout.targets_row)
    sheet.write_formula(
        layout.targets_row,
        layout.named(whole),
        f'=IF(COUNT({targets})<4,"",SUM({targets}))',
        bold,
        "" if known is None else known,
    )
    sheet.write_formula(layout.entered_row, layout.named(whole), f"=SUM({layout.inputs(layout.entered_row)})", bold, 0)
    share = on_screen(book, **SUMS, num_format=SHARE, bold=True, align="right")
    formula = f'=IF(SUM({target})=0,"",{entered}/{target})'
    sheet.write_formula(layout.entered_row, layout.named("share"), formula, share, 0 if known else "")
    formula = f'=IF({target}="","",{target}-{entered})'
    sheet.write_formula(layout.left_row, layout.named(SUM_LEFT), formula, bold, "" if known is None else known)
    hints = (
        "Ô trắng tự tính. Ngày nghỉ vẫn gõ bốn số 0."
        if layout.plan.period.is_daily
        else "Ô trắng tự tính. Ngày chưa đến kỳ để trống.",
        "Ngày trước báo sai: không sửa dòng cũ; cộng hoặc",
        "trừ vào hôm nay và ghi lý do ở GHI CHÚ.",
    )
    for (row, _), words in zip(rows, hints, strict=True):
        sheet.write_string(row, layout.named("check"), words, hint)


def _draw_opening(book: Book, sheet: Worksheet, layout: Layout) -> None:
    """The row above the days: what was entered before the first one."""
    row, start = layout.opening_row, written(layout.plan.start)
    sheet.set_row_pixels(row, 20)
    label = on_screen(book, **RULE, font_size=9, italic=True, align="right", indent=1)
    merge(sheet, (row, 0, row, 2), f"{BEFORE_WORDS}{start}", label)
    quiet = on_screen(book, **RULE, font_size=9, italic=True, font_color=MUTED)
    for column in range(layout.named(SUM_TODAY), layout.last + 1):
        sheet.write_blank(row, column, None, quiet)
    prompt = (
        "Đã nhập trước đợt này",
        f"Chỉ gõ nếu trước ngày {start} đơn vị đã nhập được một số trường hợp. Không có thì để trống.",
    )
    typed = on_screen(book, **{**TYPED, "num_format": COUNT, "italic": True})
    for kind in KINDS:
        sheet.write_blank(row, layout.typed(kind), None, typed)
        validate(sheet, before_places(layout, kind), prompt=prompt, codes=NOT_WHOLE)
    reckon_before(book, sheet, layout)
    told = _told(layout, row, KINDS)
    hint = "Đã nhập từ trước đợt thì gõ tổng vào đây, một lần."
    formula = f'=IF(SUM({_causes(layout, row)})=0,"{hint}",{told})'
    sheet.write_formula(row, layout.named("check"), formula, quiet, hint)


def _draw_day(book: Book, sheet: Worksheet, layout: Layout, row: int) -> None:
    plain, bold = on_screen(book, **RULE, num_format=COUNT), on_screen(book, **RULE, num_format=COUNT, bold=True)
    typed = on_screen(book, **{**TYPED, "num_format": COUNT, "align": "right"})
    inputs, filled = layout.inputs(row), layout.cell(layout.filled_column, row)
    for kind in KINDS:
        sheet.write_blank(row, layout.typed(kind), None, typed)
    target = layout.fixed(SUM_ENTERED, layout.targets_row)
    entered = layout.cell(SUM_ENTERED, row)
    of_kinds = f"{layout.entered(KINDS[0], row)}:{layout.entered(KINDS[-1], row)}"
    figures = (
        (SUM_TODAY, f'=IF(COUNT({inputs})=0,"",SUM({inputs}))', bold),
        (SUM_ENTERED, f'=IF({filled}="","",SUM({of_kinds}))', plain),
        (SUM_LEFT, f'=IF(OR({target}="",COUNT({of_kinds})<4),"",{target}-{entered})', plain),
        (
            "share",
            f'=IF(OR(SUM({target})=0,{entered}=""),"",{entered}/{target})',
            on_screen(book, **RULE, num_format=SHARE, align="right"),
        ),
    )
    for name, formula, look in figures:
        sheet.write_formula(row, layout.named(name), formula, look, "")
    for name, look in (("note", {}), ("reason", {"shrink": True})):
        sheet.write_blank(row, layout.named(name), None, on_screen(book, **{**TYPED, "font_size": 9, **look}))
    day_cause = layout.cell(layout.cause_column + SLOTS - 1, row)
    formula = (
        f'=IF({filled}="",IF({day_cause}=0,"","{LOOK} "&INDEX({shorts(layout)},{day_cause})),'
        f'IF(SUM({_causes(layout, row)})=0,"{DONE}",{_told(layout, row, (*KINDS, Kind.SUM))}))'
    )
    sheet.write_formula(row, layout.named("check"), formula, on_screen(book, **RULE, font_size=9), "")


def _causes(layout: Layout, row: int) -> str:
    slots = len(KINDS) if row == layout.opening_row else SLOTS
    return f"{layout.cell(layout.cause_column, row)}:{layout.cell(layout.cause_column + slots - 1, row)}"


def _told(layout: Layout, row: int, kinds: tuple[Kind, ...]) -> str:
    """The gravest thing that is wrong in a row, in a few words, and how much there is beside it; all stand above the days."""
    causes = _causes(layout, row)
    gravest = f"SMALL({causes},COUNTIF({causes},0)+1)"
    names = ",".join(f'"{_SHORT[kind]}: "' if kind in _SHORT else '""' for kind in kinds)
    more = f'COUNTIF({causes},">0")-1'
    return (
        f'IF({gravest}<={LAST_ERROR},"{WRONG} ","{LOOK} ")&CHOOSE(MATCH({gravest},{causes},0),{names})'
        f'&INDEX({shorts(layout)},{gravest})&IF({more}>0," và "&({more})&" chỗ nữa","")'
    )


def _watch(sheet: Worksheet, layout: Layout) -> None:
    """Only what is no whole number is stopped while typed, and what is no reason of the list."""
    for kind in KINDS:
        validate(sheet, day_places(layout, layout.first_row, kind), rows=layout.count, codes=NOT_WHOLE)
    reason = layout.named("reason")
    validate_choice(sheet, (layout.first_row, reason, layout.last_row, reason), ZERO_REASONS)
