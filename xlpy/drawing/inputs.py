"""Sheets that people type into: what is locked, what is not, and the rules' twins that watch over it."""

from collections.abc import Container, Iterable, Mapping
from functools import cache
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol, xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from xlpy.core.numbers import LARGEST
from xlpy.core.source import Severity
from xlpy.core.text import number
from xlpy.drawing.report.look import SHADES
from xlpy.drawing.sheet import Book
from xlpy.rules import (  # noqa: F401 - whose rules have twins
    balance,
    bounds,
    cell,
    form,
    history,
    machines,
    mismatches,
    plan,
    tasks,
    teams,
    units,
    zero_reason,
)
from xlpy.rules.rule import RULES
from xlpy.rules.twin import LONGEST_MESSAGE, Placed, Twin, asked, must_hold, twins_over

HIDDEN = ";;;"
"""The number format that shows nothing."""

SEVERITY_LOOKS: Mapping[Severity, Mapping[str, Any]] = {
    # Bold as well as coloured: a black and white printer, and one man in twelve, see no red.
    Severity.ERROR: {"bg_color": SHADES[Severity.ERROR], "bold": True},
    Severity.WARNING: {"bg_color": SHADES[Severity.WARNING], "italic": True},
    Severity.INFO: {"italic": True},
}
_TITLE = "Số chưa hợp lệ"
_PROTECTION = {
    "objects": False,
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
    "sort": True,
    "select_locked_cells": True,
}


def protect(sheet: Worksheet, **options: bool) -> None:
    """Lock what is not an input, without a password: it keeps a hand from slipping, not a person from working."""
    sheet.protect("", {**_PROTECTION, **options})


def applicable(places: Iterable[str]) -> tuple[Placed, ...]:
    """The twins of all rules that can be told over these places."""
    return _over(frozenset(places))


@cache
def _over(places: frozenset[str]) -> tuple[Placed, ...]:
    """Kept: the days of a form have the same places, and each asks for each kind. All rules are loaded by now."""
    return twins_over(RULES.values(), places)


def colour(
    book: Book,
    sheet: Worksheet,
    cells: Mapping[str, str],
    *,
    rows: int = 1,
    at: Iterable[str] | None = None,
    seen: Mapping[str, str] | None = None,
    looks: Mapping[Severity, Mapping[str, Any]] = SEVERITY_LOOKS,
) -> None:
    """Colour each place whose twin is broken, from the row that `cells` speak of down `rows` rows.

    `cells` are cells such as "$D9" by place; what is never coloured may also be a range, a name or a number. `at`
    are the places to colour, where that is not all of them; `seen` are cells coloured for places that are hidden.
    """
    wanted = frozenset(cells if at is None else at)
    done = set()
    for rule, twin in applicable(cells):
        shown = (seen or {}).get(twin.at, cells[twin.at])
        told = (rule.code, shown, twin.formula(cells))
        if twin.at not in wanted or told in done:  # one cell may stand for two places
            continue
        done.add(told)
        place = shown.replace("$", "")
        top, left = xl_cell_to_rowcol(place)
        options = {
            "type": "formula",
            "criteria": f"={twin.formula(cells)}",
            "format": _colour(book, looks[rule.severity], twin),
        }
        sheet.conditional_format(xl_range(top, left, top + rows - 1, left), options)


def _colour(book: Book, look: Mapping[str, Any], twin: Twin) -> Any:
    shown = {"num_format": twin.number_format} if twin.number_format else {}
    # Without the base font: conditional formatting may not set a font.
    return book.workbook.add_format({**look, **shown})


def validate(
    sheet: Worksheet,
    cells: Mapping[str, str],
    *,
    rows: int = 1,
    prompt: tuple[str, str] | None = None,
    codes: Container[str] | None = None,
) -> None:
    """Stop what breaks a twin while it is typed into `cells["today"]`, and down `rows` rows.

    `codes` are the rules that stop a person, where not all with twins over these cells do.
    """
    twins = [placed for placed in applicable(cells) if codes is None or placed.rule.code in codes]
    top, left = xl_cell_to_rowcol(cells["today"].replace("$", ""))
    options: dict[str, Any] = {
        "validate": "custom",
        "value": must_hold(twins, cells),
        "error_title": _TITLE,
        "error_message": _fitting(asked(twins)),
    }
    if prompt:
        options |= {"input_title": prompt[0], "input_message": prompt[1]}
    _apply(sheet, (top, left, top + rows - 1, left), options)


def validate_count(sheet: Worksheet, area: tuple[int, int, int, int], least: int = 0, most: int = LARGEST) -> None:
    """Whole numbers only."""
    options = {
        "validate": "integer",
        "criteria": "between",
        "minimum": least,
        "maximum": most,
        "error_title": _TITLE,
        "error_message": f"Gõ số nguyên từ {least} đến {number(most)}, không gõ dấu chấm hay dấu phẩy.",
    }
    _apply(sheet, area, options)


def validate_choice(sheet: Worksheet, area: tuple[int, int, int, int], words: Iterable[str]) -> None:
    """One of a few words."""
    listed = list(words)
    options = {
        "validate": "list",
        "source": listed,
        "error_title": "Chọn trong danh sách",
        "error_message": _fitting(f"Chọn một trong: {', '.join(listed)}."),
    }
    _apply(sheet, area, options)


_EVERYWHERE = "Máy không nhận thì gõ năm-tháng-ngày: 2023-05-22."


def validate_date(sheet: Worksheet, area: tuple[int, int, int, int], first: Any, last: Any, *, ask: str) -> None:
    """A day between two others (dates, or formulas such as "=$B$9"). Who is refused learns the one way of writing a day
    that every regional setting understands: under an English one 24/5/2023 is a text."""
    options = {
        "validate": "date",
        "criteria": "between",
        "minimum": first,
        "maximum": last,
        "error_title": "Chưa phải là ngày hợp lệ",
        "error_message": _fitting(f"{ask} {_EVERYWHERE}"),
    }
    _apply(sheet, area, options)


def validate_held(sheet: Worksheet, area: tuple[int, int, int, int], condition: str, ask: str) -> None:
    """Only what makes a formula true, told over the area's first cell."""
    options = {
        "validate": "custom",
        "value": condition,
        "error_title": "Chưa hợp lệ",
        "error_message": _fitting(ask),
    }
    _apply(sheet, area, options)


def validate_hour(sheet: Worksheet, area: tuple[int, int, int, int]) -> None:
    """An hour as the plan writes it, in a cell of text: 06:00."""
    first = xl_rowcol_to_cell(area[0], area[1], col_abs=True)
    hour, minute = f"VALUE(LEFT({first},2))", f"VALUE(RIGHT({first},2))"
    options = {
        "validate": "custom",
        "value": f'=AND(LEN({first})=5,MID({first},3,1)=":",{hour}>=0,{hour}<24,{minute}>=0,{minute}<60)',
        "error_title": "Chưa phải là giờ hợp lệ",
        "error_message": "Gõ giờ dạng 06:00.",
    }
    _apply(sheet, area, options)


def validate_number_words(sheet: Worksheet, area: tuple[int, int, int, int], holds: str, *, ask: str) -> None:
    """A number as words may write it, such as 01/2005: `holds` is the condition, over the area's first cell."""
    options = {"validate": "custom", "value": holds, "error_title": "Chỉ ghi số", "error_message": _fitting(ask)}
    _apply(sheet, area, options)


def _fitting(text: str) -> str:
    if len(text) > LONGEST_MESSAGE:
        raise ValueError(f"{len(text)} characters, Excel takes {LONGEST_MESSAGE}: {text}")
    return text


def _apply(sheet: Worksheet, area: tuple[int, int, int, int], options: Mapping[str, Any]) -> None:
    # XlsxWriter only warns, and leaves the validation out.
    if sheet.data_validation(*area, dict(options)) != 0:
        raise ValueError(f"validation not accepted at {xl_range(*area)}: {options}")
