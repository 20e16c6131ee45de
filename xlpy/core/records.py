"""The figures of one unit on one day, and the laws that bind them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from xlpy.core.source import Source
from xlpy.core.zero_reasons import ZeroReason


class Kind(StrEnum):
    """Civil-status registers, in the plan's order of priority (II.1.2). SUM is the four together."""

    BIRTH = "birth"
    MARRIAGE = "marriage"
    DEATH = "death"
    ADOPTION = "adoption"
    SUM = "sum"


KINDS = (Kind.BIRTH, Kind.MARRIAGE, Kind.DEATH, Kind.ADOPTION)


class Measure(StrEnum):
    """The four columns of each kind in Phụ lục 01."""

    TOTAL = "total"
    TODAY = "today"
    ENTERED = "entered"
    REMAINING = "remaining"


Column: TypeAlias = tuple[Kind, Measure]


class Count(NamedTuple):
    """Cases in one cell. `value` None is "not reported", which is not zero.

    `typed` tells a figure that a person wrote from one that a formula computed; `unread` a cell that holds
    something which is no number from a blank one.
    """

    value: int | None
    source: Source
    typed: bool = True
    unread: bool = False


class Figures(NamedTuple):
    """Cases of one kind at the end of a day. `today` None: nothing was accepted for that day.

    Law: 0 ≤ today ≤ entered ≤ total, but for corrections and what the office accepted by name.
    """

    total: int
    today: int | None
    entered: int

    @property
    def remaining(self) -> int:
        """Derived, never taken from a form."""
        return self.total - self.entered

    def get(self, measure: Measure) -> int | None:
        """The figure of one column."""
        if measure is Measure.TODAY:
            return self.today
        if measure is Measure.ENTERED:
            return self.entered
        return self.total if measure is Measure.TOTAL else self.remaining

    @staticmethod
    def add(parts: Iterable["Figures"]) -> "Figures":
        """The sum; `today` adds what was reported and is None where nothing was."""
        parts = tuple(parts)
        reported = [part.today for part in parts if part.today is not None]
        return Figures(
            total=sum(part.total for part in parts),
            today=sum(reported) if reported else None,
            entered=sum(part.entered for part in parts),
        )


FiguresByKind: TypeAlias = Mapping[Kind, Figures]
"""The four kinds; `with_sum` adds the fifth."""


def with_sum(figures: FiguresByKind) -> dict[Kind, Figures]:
    """The four kinds and their sum, in the order of the form."""
    return {kind: figures[kind] for kind in KINDS} | {Kind.SUM: Figures.add(figures[kind] for kind in KINDS)}


class AcceptedDay(NamedTuple):
    """What the journal holds of a unit for a past day: accepted figures and the file they came from.

    `cells`: kind → cells of "trong ngày" and "đã nhập"; one cell for both where the running total followed from the
    day's figure. `by_name`: the office accepted it in spite of its errors. `phoned`: told by telephone. `reason`: why
    nothing was entered, where the unit said it. `received_at`: the hour at which its unit said it, None where nobody
    knows.
    """

    unit: str
    date: date
    figures: FiguresByKind
    source: Source
    sha256: str
    cells: Mapping[Kind, tuple[str, str]] = {}
    by_name: bool = False
    phoned: bool = False
    reason: ZeroReason | None = None
    received_at: datetime | None = None

    @property
    def today(self) -> int:
        """Cases entered on that day, all kinds."""
        return sum(figures.today or 0 for figures in self.figures.values())

    def said(self, kind: Kind) -> bool:
        """Whether the unit itself wrote both figures of a kind: neither was blank, carried or derived."""
        today, entered = self.cells.get(kind, ("", ""))
        return self.figures[kind].today is not None and (not today or today != entered)

    def place(self, kind: Kind) -> Source:
        """Where the running total of a kind stands, or what it followed from."""
        return self.source.at(self.cells[kind][1]) if kind in self.cells else self.source


class Row(NamedTuple):
    """One line of a form: a unit, a part of it (a commune), or the TỔNG line."""

    label: str
    source: Source
    counts: Mapping[Column, Count]

    def value(self, kind: Kind, measure: Measure) -> int | None:
        """The figure of a column; None where the form has no such column or the cell is blank."""
        count = self.counts.get((kind, measure))
        return count.value if count else None
