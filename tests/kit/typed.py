"""Issued forms filled in by a program that calculates nothing: what was typed is all that stands in them."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

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
    book = load_workbook(BytesIO(draw_unit_form(plan, plan.senders.by_code[unit])))
    sheet = book[DAY_SHEET]
    for day, figures in days.items():
        row = FIRST_ROW + (day - plan.start).days
        for column, figure in zip(INPUTS, figures, strict=True):
            sheet[f"{column}{row}"] = figure
    for day, reason in (reasons or {}).items():
        sheet[f"{REASON}{FIRST_ROW + (day - plan.start).days}"] = reason
    for name, values in (cells or {}).items():
        for address, value in values.items():
            book[name][address] = value
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
