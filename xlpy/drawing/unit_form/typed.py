"""Where a clerk types what Phụ lục 01 of an issued form shows: that sheet is computed and locked."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from xlsxwriter.utility import xl_cell_to_rowcol

from xlpy.core.day_sheet import Days, find_days
from xlpy.core.forms import COLUMNS_01, FORM_01, FORM_SHEET
from xlpy.core.grid import Grid
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.source import Finding, Source

_CELL = re.compile(r"[A-Z]+\d+")
_CELL_IN_WORDS = re.compile(r"(?<=[Ôô] )[A-Z]+\d+\b")


def where_typed(findings: Sequence[Finding], sheets: Sequence[Grid], day: date) -> tuple[Finding, ...]:
    """Findings of an issued form, told at the cells of the day's row into which the unit types: never at a locked one.

    What is found again in figures that follow from a typed one is left out.
    """
    days = find_days(sheets)
    if days is None or day not in days.rows:
        return tuple(findings)
    return tuple(dict.fromkeys(_moved(findings, days, day)))


def _moved(findings: Sequence[Finding], days: Days, day: date) -> Iterator[Finding]:
    typed = {finding.code for finding in findings if _is_typed(finding.source)}
    for finding in findings:
        source = finding.source
        if source.sheet != FORM_SHEET or not _CELL.fullmatch(source.cell):
            yield finding
        elif _is_typed(source) or _column(source.cell) is None or finding.code not in typed:
            fix = _CELL_IN_WORDS.sub(lambda found: _typed_at(found[0], days, day), finding.fix)
            cell = _typed_at(source.cell, days, day)
            yield finding._replace(source=Source(source.file, days.grid.sheet, cell), fix=fix)


def _is_typed(source: Source) -> bool:
    found = _column(source.cell) if source.sheet == FORM_SHEET and _CELL.fullmatch(source.cell) else None
    return found is not None and found[0] in KINDS and found[1] is Measure.TODAY


def _typed_at(cell: str, days: Days, day: date) -> str:
    """The cell of the day's row that a figure of Phụ lục 01 comes from; the first one for what is no kind's figure."""
    return days.cell(day, _kind(cell) or KINDS[0]) or cell


def _kind(cell: str) -> Kind | None:
    found = _column(cell)
    return found[0] if found is not None and found[0] in KINDS else None


def _column(cell: str) -> tuple[Kind, Measure] | None:
    _, column = xl_cell_to_rowcol(cell)
    return COLUMNS_01.get(FORM_01.columns[column].name) if column < len(FORM_01.columns) else None
