"""Forms of Huyện Bù Đăng filled in day after day, in memory: for tests of what the days before say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from xlpy.core.consolidate import Judged, asserted_figures
from xlpy.core.forms import COLUMNS_01, FORM_01
from xlpy.core.grid import Grid, Position, Snapshot, Value, cell_name
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import Receipt
from xlpy.core.records import KINDS, AcceptedDay, Column, Kind, Measure
from xlpy.core.source import Source
from xlpy.core.text import day as written
from xlpy.rules.judge import Background, judge

UNIT, FIRST, SECOND, THIRD, FOURTH = "696", *(date(2023, 5, 22 + place) for place in range(4))
LINE, FOOT = 6, 7
"""Rows of the unit's line and of TỔNG, from 0."""
COLUMNS: Mapping[Column, int] = {
    COLUMNS_01[head.name]: place for place, head in enumerate(FORM_01.columns) if head.name in COLUMNS_01
}
Four = tuple[int, int, int, int]
Lines = dict[Position, int]
"""The figures of both lines by position."""


def lines(plan: Plan, today: Four, entered: Four) -> Lines:
    """The unit's line without a fault, and TỔNG that repeats it."""
    figures: dict[Column, int] = {}
    for kind, done, so_far in zip(KINDS, today, entered, strict=True):
        total = plan.total(UNIT, kind)
        known = {Measure.TOTAL: total, Measure.TODAY: done, Measure.ENTERED: so_far, Measure.REMAINING: total - so_far}
        figures |= {(kind, measure): value for measure, value in known.items()}
    figures |= {(Kind.SUM, measure): sum(figures[kind, measure] for kind in KINDS) for measure in Measure}
    return {(row, COLUMNS[column]): value for row in (LINE, FOOT) for column, value in figures.items()}


def at(kind: Kind, measure: Measure, row: int = LINE) -> Position:
    """Where a figure stands."""
    return row, COLUMNS[kind, measure]


def cell(position: Position) -> str:
    """ "E7"."""
    return cell_name(*position)


@dataclass
class Filled:
    """A unit's days one after the other: what is sent is judged, and what is accepted is remembered."""

    plan: Plan
    history: tuple[AcceptedDay, ...] = ()
    file: str = "bu dang.xlsx"
    in_force: Plan | None = None
    by_name: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    def judged(
        self,
        day: date,
        figures: Mapping[Position, Value | None],
        formulas: frozenset[Position] = frozenset(),
        *,
        named: bool = False,
    ) -> Judged:
        """What becomes of a form of a day. `named`: the office accepts it by the unit's name."""
        cells: dict[Position, Value] = {(0, 0): f"PHỤ LỤC {FORM_01.code}"}
        cells[1, 0] = f"{FORM_01.title} (tính đến ngày {written(day)})"
        cells |= {(3 + head.top, head.left): head.label for head in FORM_01.header()}
        cells |= {(LINE, 1): "Huyện Bù Đăng", (FOOT, 1): FORM_01.total_label}
        cells |= {place: value for place, value in figures.items() if value is not None}
        digest = sha256(repr((day, sorted(cells.items()))).encode()).hexdigest()
        snapshot = Snapshot(self.file, digest, (Grid(self.file, "Phụ lục 01", cells, formulas),))
        receipt = Receipt(self.file, digest, datetime.combine(day, time(13), self.plan.timezone))
        background = Background(
            history={UNIT: self.history} if self.history else {},
            by_name=frozenset({(UNIT, digest)}) if named else frozenset(),
            in_force=self.in_force,
        )
        return judge(self.plan, day, receipt, snapshot, background)

    def sent(self, day: date, figures: Mapping[Position, Value | None], *, named: bool = False) -> Judged:
        """The same, and remembered where it was accepted."""
        judged = self.judged(day, figures, named=named)
        if judged.usable and judged.submission is not None:
            form = judged.submission
            previous = self.history[-1] if self.history else None
            told = {
                kind: (form.place(kind, Measure.TODAY).cell, form.place(kind, Measure.ENTERED).cell) for kind in KINDS
            }
            cells = {
                kind: (today, today if form.value(kind, Measure.ENTERED) is None else entered)
                for kind, (today, entered) in told.items()
            }
            accepted = asserted_figures(self.plan, UNIT, form, previous)
            source = Source(f"bu dang {day:%d-%m}.xlsx", form.source.sheet)
            self.history += (AcceptedDay(UNIT, day, accepted, source, "0" * 64, cells, judged.by_name),)
        return judged


def days(first: date, count: int) -> tuple[date, ...]:
    """Days in a row."""
    return tuple(first + timedelta(days=place) for place in range(count))
