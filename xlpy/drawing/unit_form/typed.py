"""Where a clerk types what Phụ lục 01 of an issued form shows: that sheet is computed and locked."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from xlpy.core.forms import DAY_SHEET, FORM_01, FORM_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, Measure
from xlpy.core.source import Finding, Source
from xlpy.drawing.unit_form.layout import Layout

_CELL = re.compile(r"[A-Z]+\d+")
_TYPED = {f"{kind}.{Measure.TODAY}" for kind in Kind if kind is not Kind.SUM}


def where_typed(findings: Sequence[Finding], plan: Plan, unit: str, day: date) -> tuple[Finding, ...]:
    """Findings of an issued form, told at the cells of the day's row into which the unit types.

    What is found again in figures that follow from a typed one is left out.
    """
    target = plan.targets[unit]
    layout = Layout(plan, target.unit, target)
    row = layout.first_row + (day - plan.start).days
    if not layout.first_row <= row <= layout.last_row:
        return tuple(findings)
    return tuple(dict.fromkeys(_moved(findings, layout, row)))


def _moved(findings: Sequence[Finding], layout: Layout, row: int) -> Iterator[Finding]:
    typed = {finding.code for finding in findings if _name(finding.source) in _TYPED}
    for finding in findings:
        name = _name(finding.source)
        if not name:
            yield finding
        elif name in _TYPED or finding.code not in typed:
            column = layout.named(name if name in _TYPED else _shown(name, layout))
            cell = xl_rowcol_to_cell(row, column)
            fix = re.sub(rf"(?<=[Ôô] ){finding.source.cell}(?![0-9])", cell, finding.fix)
            yield finding._replace(source=Source(finding.source.file, DAY_SHEET, cell), fix=fix)


def _name(source: Source) -> str:
    """Which column of Phụ lục 01 a cell stands in; "" for another sheet, or no single cell."""
    if source.sheet != FORM_SHEET or not _CELL.fullmatch(source.cell):
        return ""
    _, column = xl_cell_to_rowcol(source.cell)
    return FORM_01.columns[column].name if column < len(FORM_01.columns) else ""


def _shown(name: str, layout: Layout) -> str:
    """The column of the day's row that shows the same figure; the day's own where none does."""
    try:
        layout.named(name)
    except KeyError:
        return "day"
    return name
