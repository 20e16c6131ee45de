"""Thiết lập: every setting of the plan in a cell with a name, the levels, and the tree of units."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from xlpy.core.office_book import CAMPAIGN_DAYS, SETTINGS_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.core.plan.settings import (
    DEADLINE,
    LEVEL_HEADS,
    LEVELS_TITLE,
    NORM,
    NORM_IN_TEXT,
    PERIOD,
    PLAN_DATE,
    PLAN_NUMBER,
    SECTIONS,
    START,
    TRACKED_MARK,
    UNIT_HEADS,
    UNITS_TITLE,
    Setting,
    SettingKind,
)
from xlpy.drawing.inputs import colour, protect, validate_choice, validate_count, validate_date
from xlpy.drawing.office_book.look import TYPED, fill_row, millimetres, set_widths
from xlpy.drawing.palette import HEAD, LINE, MUTED, NAVY, WHITE, on_screen
from xlpy.drawing.sheet import A4, DATE, NUMBER, Book, row_height

_SPARE_UNITS = 20
"""Lines for units that join later."""
_DAYS = (date(2000, 1, 1), date(2099, 12, 31))
"""A year out of these is a slip."""
_WIDTHS = (290, 290, 180, 190, 190, 84, 64)
"""Pixels."""
_LETTER = 7
"""Pixels of a letter, rather too many."""
_LINE = 20.5
"""Points of a setting in one line, whatever its kind."""


def draw_settings(book: Book, plan: Plan, data: Mapping[str, Any]) -> None:
    """The sheet of settings. `data` is the plan's JSON, `plan` the same, parsed."""
    sheet = book.sheet(SETTINGS_SHEET, A4)
    set_widths(sheet, dict(enumerate(_WIDTHS)))
    last = len(_WIDTHS) - 1
    fill_row(sheet, 0, range(last + 1), on_screen(book, bg_color=NAVY))
    title = {"bg_color": NAVY, "font_color": WHITE, "bold": True, "font_size": 14, "indent": 1}
    sheet.write_string(0, 0, "THIẾT LẬP", on_screen(book, **title))
    sheet.set_row_pixels(0, 34)
    hint = "Chỉ sửa các ô vàng. Đổi số máy và số trường hợp ở Phụ lục 02–04. Sửa xong bấm Tính lại số ngày."
    sheet.write_string(1, 0, hint, on_screen(book, italic=True, font_size=9, font_color=MUTED))
    row = 3
    cells: dict[str, str] = {}
    for section in SECTIONS:
        sheet.write_string(row, 0, section.title, on_screen(book, bold=True, font_size=11, font_color=NAVY))
        row += 1
        for setting in section.settings:
            _draw_setting(book, sheet, row, setting, setting.cell(_value(data, plan, setting)))
            cells[setting.name] = xl_rowcol_to_cell(row, 1, row_abs=True, col_abs=True)
            row += 1
        if DEADLINE in section.settings:
            _draw_campaign(book, sheet, row, plan)
            row += 1
        row += 1
    norm = {"norm": cells[NORM.name], "norm_in_text": cells[NORM_IN_TEXT.name]}
    colour(book, sheet, norm, at=("norm",))
    row = _draw_levels(book, sheet, row, plan, cells)
    first_unit = row + 2
    last_unit = _draw_units(book, sheet, row, data)
    sheet.print_area(0, 0, last_unit, last)
    sheet.print_black_and_white()
    sheet.hide_gridlines(2)
    millimetres(sheet, 10, 10, 12, 10)
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(first_unit - 1)
    protect(sheet)


def _value(data: Mapping[str, Any], plan: Plan, setting: Setting) -> Any:
    """The plan's value of a setting; how often the level reports stands there also where it is the usual."""
    return plan.period.every.value if setting is PERIOD else _at(data, setting.path)


def _at(data: Mapping[str, Any], path: tuple[str | int, ...]) -> Any:
    found: Any = data
    for step in path:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _draw_setting(book: Book, sheet: Worksheet, row: int, setting: Setting, value: Any) -> None:
    sheet.write_string(row, 0, setting.label, on_screen(book, border=1, border_color=LINE, indent=1))
    sheet.write_string(row, 2, setting.note, on_screen(book, italic=True, font_size=9, font_color=MUTED, indent=1))
    look = {**TYPED, "align": "left", "indent": 1}
    area = (row, 1, row, 1)
    sheet.set_row(row, _LINE)
    match setting.kind:
        case SettingKind.DATE:
            _write_date(sheet, row, 1, value, on_screen(book, **{**look, "num_format": DATE}))
            validate_date(sheet, area, *_DAYS, ask="Gõ một ngày, ví dụ 22/5/2023.")
        case SettingKind.NUMBER:
            style = on_screen(book, **{**look, "num_format": NUMBER})
            sheet.write_blank(row, 1, None, style) if value is None else sheet.write_number(row, 1, value, style)
            if setting.name != "MuiGio":
                validate_count(sheet, area, 1 if setting is NORM else 0)
        case _:
            # As text: "14:00" and "05" would otherwise become something else while they are typed.
            style = on_screen(book, **{**look, "num_format": "@", "text_wrap": True})
            text = "" if value is None else str(value)
            sheet.write_string(row, 1, text, style)
            sheet.set_row(row, 4 + row_height(((text, _WIDTHS[1] / _LETTER),)))
            if setting.kind is SettingKind.CHOICE:
                validate_choice(sheet, area, setting.choices)
    cell = xl_rowcol_to_cell(row, 1, row_abs=True, col_abs=True)
    book.workbook.define_name(setting.name, f"='{SETTINGS_SHEET}'!{cell}")


def _write_date(sheet: Worksheet, row: int, column: int, value: Any, style: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, style)
    else:
        sheet.write_datetime(row, column, value, style)


def _draw_campaign(book: Book, sheet: Worksheet, row: int, plan: Plan) -> None:
    sheet.write_string(row, 0, "Số ngày của đợt (tự tính)", on_screen(book, border=1, border_color=LINE, indent=1))
    sheet.set_row(row, _LINE)
    style = on_screen(book, align="left", indent=1, border=1, border_color=LINE, num_format=NUMBER)
    sheet.write_formula(row, 1, f"={DEADLINE.name}-{START.name}", style, plan.campaign_days)
    cell = xl_rowcol_to_cell(row, 1, row_abs=True, col_abs=True)
    book.workbook.define_name(CAMPAIGN_DAYS, f"='{SETTINGS_SHEET}'!{cell}")


def _draw_heads(book: Book, sheet: Worksheet, row: int, title: str, heads: tuple[str, ...]) -> None:
    sheet.write_string(row, 0, title, on_screen(book, bold=True, font_size=11, font_color=NAVY))
    style = on_screen(book, **HEAD)
    for column, label in enumerate(heads):
        sheet.write_string(row + 1, column, label, style)
    sheet.set_row(row + 1, 34)


def _draw_levels(book: Book, sheet: Worksheet, row: int, plan: Plan, cells: Mapping[str, str]) -> int:
    _draw_heads(book, sheet, row, LEVELS_TITLE, LEVEL_HEADS)
    row += 2
    first = row
    typed = on_screen(book, **TYPED, indent=1, num_format="@")
    fixed = on_screen(book, border=1, border_color=LINE, indent=1, num_format="@")
    dated = on_screen(book, **{**TYPED, "num_format": DATE, "align": "left", "indent": 1})
    lines = [("01", "", "", ""), *((lv.appendix, lv.name, lv.level, _mark(plan, lv.level)) for lv in plan.levels)]
    for line in lines:
        for column, text in enumerate(line):
            sheet.write_string(row, column, text, fixed)
        cited = plan.cited.get(line[0])
        sheet.write_string(row, 4, cited[0] if cited else "", typed)
        _write_date(sheet, row, 5, cited[1] if cited else None, dated)
        row += 1
    places = {
        "cited_number": f"$E{first + 1}",
        "cited_date": f"$F{first + 1}",
        "plan_number": cells[PLAN_NUMBER.name],
        "plan_date": cells[PLAN_DATE.name],
    }
    colour(book, sheet, places, rows=len(lines), at=("cited_number",))
    return row + 1


def _mark(plan: Plan, level: str) -> str:
    return TRACKED_MARK if level == plan.tracked_level else ""


def _draw_units(book: Book, sheet: Worksheet, row: int, data: Mapping[str, Any]) -> int:
    """Returns the row of the last unit: those below are spare, and not printed."""
    _draw_heads(book, sheet, row, UNITS_TITLE, UNIT_HEADS)
    row += 2
    text = on_screen(book, **TYPED, indent=1, num_format="@")
    count = on_screen(book, **TYPED, num_format=NUMBER)
    addresses = data.get("mail", {}).get("units", {})
    extra = data.get("stated", {}).get("extra_machines", {})
    first = row
    for unit, parent in _walk(data["units"], ""):
        code = unit["code"]
        joined = "; ".join(unit.get("aliases", ())), "; ".join(addresses.get(code, ()))
        for column, value in enumerate((code, unit["name"], parent, *joined)):
            sheet.write_string(row, column, value, text)
        fewest, most = extra.get(code, (None, None))
        for column, number in ((5, fewest), (6, most)):
            sheet.write_blank(row, column, None, count) if number is None else sheet.write_number(
                row, column, number, count
            )
        row += 1
    for spare in range(row, row + _SPARE_UNITS):
        for column in range(5):
            sheet.write_blank(spare, column, None, text)
        for column in (5, 6):
            sheet.write_blank(spare, column, None, count)
    top, _ = xl_cell_to_rowcol(f"A{first + 1}")
    validate_count(sheet, (top, 5, row + _SPARE_UNITS - 1, 6))
    return row - 1


def _walk(unit: Mapping[str, Any], parent: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """The tree from its root: each unit with the code of the one above it."""
    yield unit, parent
    for child in unit.get("children", ()):
        yield from _walk(child, unit["code"])
