"""Issued forms filled in by a program that calculates nothing: what was typed is all that stands in them."""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.kit.unit_forms import FIRST_ROW, INPUTS, REASON
from xlpy.core.forms import DAY_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.drawing.unit_form import draw_unit_form


def typed_form(
    plan: Plan,
    unit: str,
    days: Mapping[date, Sequence[Any]],
    reasons: Mapping[date, Any] | None = None,
    cells: Mapping[str, Mapping[str, Any]] | None = None,
) -> bytes:
    """A unit's form with four figures a day, reasons beside them, and `cells` by sheet and address."""
    typed: dict[tuple[str, str], Any] = {}
    for day, figures in days.items():
        row = FIRST_ROW + (day - plan.start).days
        typed |= {(DAY_SHEET, f"{column}{row}"): figure for column, figure in zip(INPUTS, figures, strict=True)}
    for day, reason in (reasons or {}).items():
        typed[DAY_SHEET, f"{REASON}{FIRST_ROW + (day - plan.start).days}"] = reason
    typed |= {(name, address): value for name, values in (cells or {}).items() for address, value in values.items()}
    book = _issued(plan, unit)
    cells_typed = [book[name][address] for name, address in typed]
    before = [(cell.value, copy(cell._style)) for cell in cells_typed]  # a date brings a format with it
    kept = BytesIO()
    try:
        for cell, value in zip(cells_typed, typed.values(), strict=True):
            cell.value = value
        book.save(kept)
    finally:
        for cell, (value, look) in zip(cells_typed, before, strict=True):
            cell.value, cell._style = value, look
    return kept.getvalue()


_BLANK: dict[str, tuple[Plan, Workbook]] = {}
"""Each unit's form as it was issued last, by the plan that it was issued from: to draw and to open one takes four times
as long as to save it."""


def _issued(plan: Plan, unit: str) -> Workbook:
    known = _BLANK.get(unit)
    if known is None or known[0] is not plan:
        known = _BLANK[unit] = plan, load_workbook(BytesIO(draw_unit_form(plan, plan.senders.by_code[unit])))
    return known[1]
