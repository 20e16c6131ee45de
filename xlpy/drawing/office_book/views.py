"""What the office's workbook shows of the journal, as rows: its history.

The builder draws them into a new workbook; the buttons write them into an open one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import TypeAlias

from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.forms import KIND_LABELS
from xlpy.core.grid import Edit, Grid, Value
from xlpy.core.office_book import (
    FIRST_BY_NAME_HEAD,
    HISTORY_HEADS,
    HISTORY_ROW,
    HISTORY_SHEET,
)
from xlpy.core.records import KINDS, Kind
from xlpy.core.source import Severity
from xlpy.core.text import clock
from xlpy.drawing.words import FIRST_STATUS_WORDS, STATUS_WORDS
from xlpy.rules.gathering import cause_lines

Shown: TypeAlias = str | int | date | None
"""What a cell of a view holds. None is blank, which is not 0."""


IN_TIME, LATE = "Đúng hạn", "Muộn"


def serial(value: date) -> int:
    """The number by which spreadsheets know a day."""
    return value.toordinal() - date(1899, 12, 30).toordinal()


def history_key(value: date, unit: str, kind: Kind) -> str:
    """By what the formulas find a row of Nhật ký: `45068|691|birth`."""
    return f"{serial(value)}|{unit}|{kind}"


def status_words(history: Grid) -> Mapping[Status, str]:
    """The words by which the formulas of this workbook know a status: one that was built before has its own."""
    return FIRST_STATUS_WORDS if history.cells.get((0, len(HISTORY_HEADS) - 1)) == FIRST_BY_NAME_HEAD else STATUS_WORDS


def history_view(
    standings: Iterable[Standing], words: Mapping[Status, str] = STATUS_WORDS
) -> Iterator[Sequence[Shown]]:
    """The rows of Nhật ký, missing units too with what is carried forward. `words`: those of `status_words`."""
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
                    words[unit.status],
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


@dataclass(frozen=True)
class ShownDay:
    """The day that a workbook shows: its standing, and the row of Nhật ký (from 1) where its lines begin.

    `earlier`: the same of the days before it, by day.
    """

    standing: Standing
    first_row: int
    earlier: Mapping[date, "ShownDay"] = field(default_factory=dict)

    @property
    def serial(self) -> int:
        """The day as spreadsheets count."""
        return serial(self.standing.date)

    def before(self, code: str, back: int) -> int:
        """The row in Nhật ký of a unit's first kind so many days before; 0 where there is none."""
        day = self if not back else self.earlier.get(self.standing.date - timedelta(back))
        return day.row(code, KINDS[0]) if day and day.unit(code) else 0

    def unit(self, code: str) -> UnitDay | None:
        """A unit of that day."""
        place = self._places.get(code)
        return None if place is None else self.standing.units[place]

    def line(self, code: str) -> Mapping[str, Shown]:
        """What Nhật ký says of a unit in its first row of the day, by the columns' labels; nothing of one not there."""
        return self._lines.get(code, {})

    def row(self, code: str, kind: Kind) -> int:
        """The row of a unit's kind in Nhật ký."""
        return self.first_row + self._places[code] * len(KINDS) + KINDS.index(kind)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {unit.unit: place for place, unit in reversed(list(enumerate(self.standing.units)))}

    @cached_property
    def _lines(self) -> Mapping[str, Mapping[str, Shown]]:
        labels = [label for label, _ in HISTORY_HEADS]
        firsts = islice(history_view([self.standing]), 0, None, len(KINDS))
        return {
            unit.unit: dict(zip(labels, row, strict=True))
            for unit, row in zip(self.standing.units, firsts, strict=True)
        }


def last_day(standings: Sequence[Standing]) -> ShownDay | None:
    """The last day of a history, with its place in Nhật ký; None where there is no history."""
    if not standings:
        return None
    row, days = 2, {}
    for standing in standings:
        days[standing.date] = ShownDay(standing, row)
        row += len(standing.units) * len(KINDS)
    last = days[standings[-1].date]
    return replace(last, earlier=days)


def history_rows(history: Grid) -> Iterator[tuple[int, tuple[Shown, ...]]]:
    """The rows of Nhật ký as a workbook has them, each with its place; blank ones are left out."""
    for row, cells in history.rows():
        if row >= HISTORY_ROW:
            yield row, tuple(_plain(cells.get(column)) for column in range(len(HISTORY_HEADS)))


def history_wanted(standings: Iterable[Standing], history: Grid) -> tuple[tuple[Shown, ...], ...]:
    """The rows that Nhật ký of an open workbook should have, in that workbook's words."""
    return tuple(map(tuple, history_view(standings, status_words(history))))


def history_edits(wanted: tuple[tuple[Shown, ...], ...], history: Grid) -> tuple[Edit, ...]:
    """What to write so that Nhật ký of an open workbook is the journal: from the first row that is not so already."""
    there = dict(history_rows(history))
    same = 0
    while same < len(wanted) and there.get(HISTORY_ROW + same) == wanted[same]:
        same += 1
    if same == len(wanted) == len(there):
        return ()
    # Where there is nothing to show, a row of blanks, so that all columns are cleared.
    rows = wanted[same:] or ((None,) * len(HISTORY_HEADS),)
    return (Edit(HISTORY_SHEET, HISTORY_ROW + same, 0, rows, alone=True),)


def _plain(value: Value | None) -> Shown:
    """A cell as the journal's rows have it: whole numbers without a fraction, days without an hour."""
    match value:
        case float() if value.is_integer():
            return int(value)
        case datetime():
            return value.date()
        case str() | int() | date() | None:
            return value
        case _:
            return str(value)
