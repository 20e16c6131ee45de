"""Nhập hằng ngày: one row a day, four yellow cells to type into, everything else computed."""

from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from xlpy.core.forms import COLUMNS_01, DAY_FORM, DAY_SHEET, KIND_LABELS
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.text import day as written
from xlpy.drawing.inputs import (
    HIDDEN,
    INPUT,
    applicable,
    colour,
    figure,
    protect,
    validate,
    validate_count,
)
from xlpy.drawing.sheet import A3, DATE, Book, draw_header, merge
from xlpy.drawing.unit_form.layout import Layout
from xlpy.rules.twin import Placed

_TODAY = {"bg_color": "#FFE08A", "bold": True}
_CHECK_WIDTH = 84
"""Characters: a fault with its repair in one line. The column is not printed."""
DONE = "Được."
"""What KIỂM TRA says of a day with nothing to mend."""


def draw_days(book: Book, layout: Layout) -> Worksheet:
    """The sheet that the clerk types into."""
    sheet = book.sheet(DAY_SHEET, A3)
    sheet.set_zoom(80)  # all columns on a small screen
    sheet.set_default_row(19)
    _draw_titles(book, sheet, layout)
    draw_header(book, sheet, DAY_FORM, layout.header_row, layout.titles)
    for row, height in zip(range(layout.header_row, layout.opening_row), (22, 22, 64), strict=True):
        sheet.set_row(row, height)
    _set_widths(sheet, layout)
    _draw_opening(book, sheet, layout)
    for place, (row, day) in enumerate(layout.days()):
        sheet.write_number(row, 0, place + 1, book.format(align="center", border=1))
        middle = book.format(align="center", border=1, num_format=DATE)
        sheet.write_datetime(row, 1, day, middle)
        _draw_figures(book, sheet, layout, row)
        sheet.write_blank(row, layout.named("note"), None, book.format(**INPUT, indent=1))
        formula = _check_formula(layout, row)
        sheet.write_formula(row, layout.named("check"), formula, book.format(border=1, indent=1), "")
    _watch(book, sheet, layout)
    sheet.freeze_panes(layout.first_row, 2)
    sheet.repeat_rows(layout.header_row, layout.header_row + DAY_FORM.header_rows - 1)
    sheet.print_area(0, 0, layout.last_row, layout.named("note"))
    sheet.set_selection(layout.first_row, layout.column(Kind.BIRTH, Measure.TODAY), layout.first_row, 3)
    protect(sheet)
    return sheet


def _draw_titles(book: Book, sheet: Worksheet, layout: Layout) -> None:
    last = layout.named("note")
    title = DAY_FORM.title.format_map(layout.titles).upper()
    merge(sheet, (0, 0, 0, last), title, book.format(bold=True, align="center", font_size=14))
    attached = DAY_FORM.attached.format_map(layout.titles)
    merge(sheet, (1, 0, 1, last), attached, book.format(italic=True, align="center", font_size=13))
    hint = (
        f"Mỗi ngày gõ bốn số vào bốn ô vàng (cột “Số liệu nhập trong ngày”; không có thì gõ 0); các ô khác tự tính. "
        f"Rồi mở trang “Phụ lục 01” xem lại, lưu tệp và gửi trước {layout.hour}."
    )
    if layout.target is not None and not layout.target.total_cases:
        hint = (
            "Kế hoạch chưa giao số trường hợp cho đơn vị, nên mọi số lớn hơn 0 đều bị chặn. "
            f"Liên hệ {layout.plan.office} để bổ sung chỉ tiêu và nhận biểu mới."
        )
    merge(sheet, (2, 0, 2, last), hint, book.format(align="center", font_size=12))
    sheet.write_string(3, layout.named("check"), layout.mark, book.format(num_format=HIDDEN, font_color="#FFFFFF"))
    for row, height in ((0, 24), (1, 20), (2, 20), (3, 8)):
        sheet.set_row(row, height)


def _set_widths(sheet: Worksheet, layout: Layout) -> None:
    for head_name, (kind, measure) in COLUMNS_01.items():
        column = layout.named(head_name)
        sheet.set_column(column, column, figure_width(layout, kind, measure))
    sheet.set_column(layout.named("check"), layout.named("check"), _CHECK_WIDTH)


def figure_width(layout: Layout, kind: Kind, measure: Measure) -> float:
    """Room for the largest figure that may stand in a column, in characters."""
    kinds = KINDS if kind is Kind.SUM else (kind,)
    totals = [layout.total(one) for one in kinds]
    largest = 999_999 if None in totals else sum(total or 0 for total in totals)
    least = 9.5 if measure is Measure.TODAY else 7.5  # "Số liệu nhập trong ngày" wraps between its words
    return max(least, 1.15 * len(f"{largest:,}") + 1.5)


def _draw_opening(book: Book, sheet: Worksheet, layout: Layout) -> None:
    """The row above the days: totals of the plan, and what was entered before the first day."""
    row = layout.opening_row
    label = f"Trước {written(layout.plan.start)}"
    merge(sheet, (row, 0, row, 1), label, book.format(italic=True, align="center", border=1, font_size=11))
    sheet.set_row(row, 22)
    plain, typed = figure(book, italic=True), figure(book, locked=False)
    for kind in KINDS:
        total = layout.total(kind)
        at = layout.column(kind, Measure.TOTAL)
        if total is None:
            sheet.write_blank(row, at, None, typed)
            validate_count(sheet, (row, at, row, at))
        else:
            sheet.write_number(row, at, total, plain)
        sheet.write_blank(row, at + 1, None, plain)
        sheet.write_blank(row, at + 2, None, typed)
        before, whole = layout.cell(kind, Measure.ENTERED, row), layout.cell(kind, Measure.TOTAL, row)
        prompt = (
            "Đã nhập trước đợt này",
            f"Chỉ gõ nếu trước ngày {written(layout.plan.start)} đơn vị đã nhập được một số trường hợp. Không có thì để trống.",
        )
        cells = {"today": before, "entered": before, "total": whole}
        validate(sheet, cells, prompt=prompt)
        colour(book, sheet, cells, at=("today", "entered"))
        left = None if total is None else total
        formula = f'=IF({whole}="","",{whole}-SUM({before}))'
        sheet.write_formula(row, at + 3, formula, plain, "" if left is None else left)
    known = _sum_of_totals(layout)
    _draw_sums(book, sheet, layout, row, {Measure.TOTAL: known, Measure.REMAINING: known})
    sheet.write_blank(row, layout.named("note"), None, book.format(border=1))
    sheet.write_blank(row, layout.named("check"), None, book.format(border=1))


def _sum_of_totals(layout: Layout) -> int | None:
    totals = [layout.total(kind) for kind in KINDS]
    return None if None in totals else sum(total or 0 for total in totals)


def _draw_figures(book: Book, sheet: Worksheet, layout: Layout, row: int) -> None:
    plain, typed = figure(book), figure(book, locked=False)
    # The same on every day: grey, so that the eye goes to what is typed.
    same = figure(book, font_color="#7F7F7F")
    first = layout.first_row
    for kind in KINDS:
        total, entered = (layout.cell(kind, measure, row) for measure in (Measure.TOTAL, Measure.ENTERED))
        opening_total = _fixed_row(layout.cell(kind, Measure.TOTAL, layout.opening_row))
        given = layout.total(kind)
        sheet.write_formula(
            row,
            layout.column(kind, Measure.TOTAL),
            f'=IF({opening_total}="","",{opening_total})',
            same,
            "" if given is None else given,
        )
        sheet.write_blank(row, layout.column(kind, Measure.TODAY), None, typed)
        sum_so_far = running_total(layout, kind, row, first)
        formula = f'=IF(COUNTA({layout.inputs(row)})=0,"",{sum_so_far})'
        sheet.write_formula(row, layout.column(kind, Measure.ENTERED), formula, plain, "")
        formula = f'=IF(OR({total}="",{entered}=""),"",{total}-{entered})'
        sheet.write_formula(row, layout.column(kind, Measure.REMAINING), formula, plain, "")
    _draw_sums(book, sheet, layout, row, {Measure.TOTAL: _sum_of_totals(layout)})


def running_total(layout: Layout, kind: Kind, row: int, first: int) -> str:
    """What was entered by the end of a row's day: a formula over typed cells only, as validation needs it."""
    opening = _fixed_row(layout.cell(kind, Measure.ENTERED, layout.opening_row))
    start = _fixed_row(layout.cell(kind, Measure.TODAY, first))
    return f"SUM({opening},{start}:{layout.cell(kind, Measure.TODAY, row)})"


def _fixed_row(cell: str) -> str:
    letters = cell.strip("$0123456789")
    return f"${letters}${cell.removeprefix(f'${letters}')}"


def _draw_sums(book: Book, sheet: Worksheet, layout: Layout, row: int, values: dict[Measure, int | None]) -> None:
    bold = figure(book, bold=True)
    for measure in Measure:
        cells = ",".join(layout.cell(kind, measure, row) for kind in KINDS)
        # Of totals and remainders all four must be known; what was entered counts as far as it is told.
        needed = 4 if measure in (Measure.TOTAL, Measure.REMAINING) else 1
        value = values.get(measure)
        column = layout.column(Kind.SUM, measure)
        formula = f'=IF(COUNT({cells})<{needed},"",SUM({cells}))'
        sheet.write_formula(row, column, formula, bold, "" if value is None else value)


def _places(layout: Layout, row: int, kind: Kind) -> dict[str, str]:
    """The cells of a day's kind by the names that twins use."""
    day_sum = layout.cell(Kind.SUM, Measure.TODAY, row)
    places = {
        "today": layout.cell(kind, Measure.TODAY, row),
        "entered": layout.cell(kind, Measure.ENTERED, row),
        "total": layout.cell(kind, Measure.TOTAL, row),
        "note": f"${xl_col_to_name(layout.named('note'))}{row + 1}",
        "date": f"$B{row + 1}",
        "all_today": layout.inputs(row),
        "day_sum": day_sum,
        "left": layout.cell(Kind.SUM, Measure.REMAINING, row),
    }
    if row >= layout.first_row + 2:
        # Rows are days, so three rows are three days on end.
        places["last_days"] = f"{layout.cell(Kind.SUM, Measure.TODAY, row - 2)}:{day_sum}"
    if layout.most is not None:
        places["most"] = str(layout.most)
    if layout.most:
        places["twice"] = str(2 * layout.most)
    return places


_OF_THE_DAY = ("date", "day_sum")
"""Places that the four kinds of a day share."""


def _watch(book: Book, sheet: Worksheet, layout: Layout) -> None:
    """Validation and colours over all days."""
    first, rows = layout.first_row, layout.count
    for kind in KINDS:
        places = _places(layout, first, kind)
        # Validation looks at a cell before what follows from it is computed: so it adds up what was typed.
        typed = {
            "today": places["today"],
            "note": places["note"],
            "entered": running_total(layout, kind, first, first),
            "total": _fixed_row(layout.cell(kind, Measure.TOTAL, layout.opening_row)),
            "all_today": places["all_today"],
        }
        if "twice" in places:
            typed["twice"] = places["twice"]
        prompt = (
            KIND_LABELS[kind],
            "Số trường hợp nhập trong ngày. Không có thì gõ 0. Đính chính giảm: ghi lý do ở cột GHI CHÚ rồi gõ số âm.",
        )
        validate(sheet, typed, rows=rows, prompt=prompt)
        colour(book, sheet, places, rows=rows, at=("today", "entered"))
    third = first + 2
    colour(book, sheet, _places(layout, third, Kind.BIRTH), rows=rows - 2, at=_OF_THE_DAY)
    colour(book, sheet, _without(_places(layout, first, Kind.BIRTH), "last_days"), rows=2, at=_OF_THE_DAY)
    today = {"type": "formula", "criteria": f"=$B{first + 1}=TODAY()", "format": book.workbook.add_format(_TODAY)}
    sheet.conditional_format(xl_range(first, 0, layout.last_row, 1), today)
    check = layout.named("check")
    said = f"${xl_col_to_name(check)}{first + 1}"
    wrong = {
        "type": "formula",
        "criteria": f'=AND({said}<>"",{said}<>"{DONE}")',
        "format": book.workbook.add_format({"bold": True}),
    }
    sheet.conditional_format(xl_range(first, check, layout.last_row, check), wrong)


def _without(places: dict[str, str], name: str) -> dict[str, str]:
    return {known: cell for known, cell in places.items() if known != name}


def _check_formula(layout: Layout, row: int) -> str:
    """What KIỂM TRA says of a day: the gravest fault, or that there is none."""
    formula = f'"{DONE}"'
    for placed in reversed(_told(layout, row)):
        broken = ",".join(dict.fromkeys(_guarded(placed, _places(layout, row, kind)) for kind in KINDS))
        formula = f'IF(OR({broken}),"{_words(placed)}",{formula})'
    return f'=IF(COUNTA({layout.inputs(row)})=0,"",{formula})'


def _told(layout: Layout, row: int) -> list[Placed]:
    found = applicable(_places(layout, row, Kind.BIRTH))
    seen: dict[str, Placed] = {}
    for placed in found:
        seen.setdefault(f"{placed.rule.code}{placed.twin.ask}", placed)
    return [placed for placed in seen.values() if placed.rule.severity != "info"]


def _guarded(placed: Placed, places: dict[str, str]) -> str:
    formula = placed.twin.formula(places)
    # An error in another cell must not hide what is said of this one.
    return formula if placed.twin.broken.startswith("ISERROR(") else f"IFERROR({formula},FALSE)"


def _words(placed: Placed) -> str:
    told = placed.twin.say or placed.twin.ask or placed.rule.fix
    words = f"{placed.rule.code} {placed.rule.title}. {told}".replace('"', "”").strip()
    return words if len(words) <= 200 else f"{placed.rule.code} {placed.rule.title}."
