"""What the office's workbook shows of the journal, as rows: the history, and a day's findings.

The builder draws them into a new workbook; the buttons write them into an open one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from xlpy.core.consolidate import Standing, UnitDay
from xlpy.core.forms import KIND_LABELS
from xlpy.core.grid import Edit
from xlpy.core.office_book import (
    FINDING_HEADS,
    FINDINGS_ROW,
    FINDINGS_SHEET,
    HISTORY_HEADS,
    HISTORY_ROW,
    HISTORY_SHEET,
)
from xlpy.core.records import KINDS, Kind
from xlpy.core.source import SEVERITY_LABELS, Finding, Severity
from xlpy.core.text import clock
from xlpy.drawing.words import STATUS_LABELS
from xlpy.rules.gathering import cause_lines

Shown: TypeAlias = str | int | date | None
"""What a cell of a view holds. None is blank, which is not 0."""


class Link(str):
    """A formula that `link` made. A text is never one by how it begins: a received sheet may be named "=HYPERLINK(…"."""

    __slots__ = ()


IN_TIME, LATE = "Đúng hạn", "Muộn"


def serial(value: date) -> int:
    """The number by which spreadsheets know a day."""
    return value.toordinal() - date(1899, 12, 30).toordinal()


def history_key(value: date, unit: str, kind: Kind) -> str:
    """By what the formulas find a row of Nhật ký: `45068|691|birth`."""
    return f"{serial(value)}|{unit}|{kind}"


def history_view(standings: Iterable[Standing]) -> Iterator[Sequence[Shown]]:
    """The rows of Nhật ký, missing units too with what is carried forward."""
    for standing in standings:
        counts = Counter((finding.unit, finding.severity) for finding in cause_lines(standing.findings))
        for unit in standing.units:
            errors, warnings = (counts[unit.unit, severity] for severity in (Severity.ERROR, Severity.WARNING))
            for kind in KINDS:
                figures = unit.figures[kind]
                yield (
                    history_key(standing.date, unit.unit, kind),
                    standing.date,
                    unit.unit,
                    unit.name,
                    KIND_LABELS[kind],
                    STATUS_LABELS[unit.status],
                    clock(unit.receipt.received_at) if unit.receipt else None,
                    _in_time(unit),
                    figures.total,
                    figures.today,
                    figures.entered,
                    figures.remaining,
                    unit.carried_from,
                    errors,
                    warnings,
                    unit.source.file or None,
                    unit.source.sheet or None,
                    unit.cells[kind][1] if unit.cells else None,
                    unit.receipt.sha256[:16] if unit.receipt else None,
                    "x" if unit.by_name else None,
                )


def _in_time(unit: UnitDay) -> str | None:
    if unit.receipt is None or unit.receipt.received_at is None:
        return None
    return LATE if unit.late else IN_TIME


class ShownDay(NamedTuple):
    """The day that a workbook shows: its standing, and the row of Nhật ký (from 1) where its lines begin."""

    standing: Standing
    first_row: int

    def unit(self, code: str) -> UnitDay | None:
        """A unit of that day."""
        return next((unit for unit in self.standing.units if unit.unit == code), None)

    def line(self, code: str) -> Mapping[str, Shown]:
        """What Nhật ký says of a unit in its first row of the day, by the columns' labels; nothing of one not there."""
        labels = [label for label, _ in HISTORY_HEADS]
        lines = (dict(zip(labels, row, strict=True)) for row in history_view([self.standing]))
        return next((line for line in lines if line["Mã"] == code), {})

    def row(self, code: str, kind: Kind) -> int:
        """The row of a unit's kind in Nhật ký."""
        place = next(place for place, unit in enumerate(self.standing.units) if unit.unit == code)
        return self.first_row + place * len(KINDS) + KINDS.index(kind)


def last_day(standings: Sequence[Standing]) -> ShownDay | None:
    """The last day of a history, with its place in Nhật ký; None where there is no history."""
    if not standings:
        return None
    before = sum(len(standing.units) for standing in standings[:-1]) * len(KINDS)
    return ShownDay(standings[-1], 2 + before)


def findings_view(
    findings: Iterable[Finding], on: date | None, names: Mapping[str, str], archived: Mapping[str, str]
) -> Iterator[Sequence[Shown]]:
    """The rows of Kiểm tra. `names` are the units' by code, `archived` a received file's copy by its name.

    The place is a formula that leads there: to the cell of the received copy, or to a sheet of the workbook itself.
    """
    for place, finding in enumerate(cause_lines(findings), 1):
        source = finding.source
        yield (
            place,
            on,
            SEVERITY_LABELS[finding.severity],
            finding.code,
            names.get(finding.unit or ""),
            source.file or None,
            link(finding, archived) or place_words(finding) or None,
            f"{finding.title}. {finding.message}",
            finding.fix or None,
        )


def place_words(finding: Finding) -> str:
    """Sheet and cell, as a person reads them."""
    return " · ".join(part for part in (finding.source.sheet, finding.source.cell) if part)


def link(finding: Finding, archived: Mapping[str, str]) -> Link | None:
    """A formula that leads to a finding's cell; None where there is nowhere to go."""
    source, words = finding.source, place_words(finding)
    copy = archived.get(source.file) if source.file else ""
    if copy is None or not words:
        return None
    cell = source.cell.split(",")[0] or "A1"
    sheet = "'" + source.sheet.replace("'", "''") + "'"
    target = f"{copy}#{sheet}!{cell}" if source.sheet else copy
    if max(len(target), len(words)) > _LONGEST_LITERAL:
        return None
    return Link(f'=HYPERLINK("{_quoted(target)}","{_quoted(words)}")')


_LONGEST_LITERAL = 255
"""Letters that a text in a formula may have."""


def _quoted(text: str) -> str:
    return text.replace('"', '""')


def view_edits(
    standings: Sequence[Standing],
    findings: Iterable[Finding],
    on: date | None,
    names: Mapping[str, str],
    archived: Mapping[str, str],
) -> list[Edit]:
    """What to write so that an open workbook shows these: the whole of Nhật ký and of Kiểm tra."""
    # Where there is nothing to show, a row of blanks, so that all columns are cleared.
    history = tuple(map(tuple, history_view(standings))) or ((None,) * len(HISTORY_HEADS),)
    lines = tuple(map(tuple, findings_view(findings, on, names, archived))) or ((None,) * len(FINDING_HEADS),)
    links = frozenset(
        (row, column) for row, line in enumerate(lines) for column, value in enumerate(line) if isinstance(value, Link)
    )
    return [
        Edit(HISTORY_SHEET, HISTORY_ROW, 0, history, alone=True),
        Edit(FINDINGS_SHEET, FINDINGS_ROW, 0, lines, alone=True, formulas=links),
    ]
