"""What goes wrong when clerks report, by kind: how the file is made, and what should become of it."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Column, Kind, Measure
from xlpy.demo.clerks import Slip, Written
from xlpy.demo.habits import BY_COMMUNE, COMMUNES_IN_FULL, RETYPED, Clerk, make
from xlpy.demo.slips import changed, doubled, left_out, slip, swapped
from xlpy.demo.truth import Work


class Fate(StrEnum):
    """What should become of a file."""

    ACCEPT = "accept"
    """Its figures count, and there is nothing to say."""
    TELL = "tell"
    """It may be accepted, but not without a warning or an error."""
    REFUSE = "refuse"
    """Nothing of it may count on any day."""
    UNKNOWABLE = "unknowable"
    """Nobody can know on the day; the next day's report shows it."""


class Situation(NamedTuple):
    """A unit that is about to report.

    `before`: its work of the day before, None on the first day. `gap`: days since its last good report that nobody
    has good figures of; `first`: it has never reported. `sent`: its file of the day before, where that was good.
    """

    plan: Plan
    work: Work
    clerk: Clerk
    others: Mapping[str, Work]
    before: Work | None
    gap: int
    first: bool
    sent: bytes | None
    last_day: bool
    dice: random.Random

    @property
    def vouched(self) -> bool:
        """Whether the journal knows the day before."""
        return not self.gap and not self.first

    @property
    def most(self) -> int:
        """Cases that the unit's machines can do in a day, by the larger norm."""
        return self.plan.most_per_day(self.plan.targets[self.work.unit])

    def left(self, kind: Kind) -> int:
        return self.plan.total(self.work.unit, kind) - self.work.entered[kind]


class Wrong(NamedTuple):
    """A faulty file: its clerk, whose work stands in it, the column that is wrong; or the very bytes.

    `harmless`: what is wrong follows from the other figures, and those are right.
    """

    clerk: Clerk
    work: Work
    fate: Fate
    column: Column | None = None
    data: bytes | None = None
    harmless: bool = False

    def file(self, plan: Plan) -> bytes:
        return make(plan, self.work, self.clerk) if self.data is None else self.data


Maker: TypeAlias = Callable[[Situation], Wrong | None]
"""Makes the file of a situation; None where the fault cannot come up in it."""

FAULTS: dict[str, Maker] = {}
"""Every kind of fault by its name."""
SELDOM = frozenset({"opening balance mistyped", "a leap after days without a report"})
"""Kinds that few situations allow, and that come first where one does."""
AFTER_A_GOOD_ONE = frozenset({"another unit's figures under its own name", "another unit's file under its own name"})
"""Kinds that may come when the unit's good report is there, and must not replace it."""
AHEAD = frozenset({"tomorrow's date"})
"""Kinds after which a unit may take the next day's report for sent."""


def fault(name: str) -> Callable[[Maker], Maker]:
    """Register a kind of fault."""

    def register(maker: Maker) -> Maker:
        FAULTS[name] = maker
        return maker

    return register


def rewritten(clerk: Clerk, overrides: Mapping[Column, Written | Slip], **habits: object) -> Clerk:
    """The clerk with some cells written wrong."""
    return clerk._replace(hand=replace(clerk.hand, overrides=overrides, **habits))  # type: ignore[arg-type]


def on_own_line(clerk: Clerk) -> Clerk:
    """The clerk, where the unit has a line of its own; else a colleague who makes one."""
    return RETYPED if clerk.hand.lines == "parts" else clerk


def by_history(case: Situation) -> Fate:
    """What becomes of a slip that only the days before, or the form's own sums, can show."""
    return Fate.REFUSE if case.vouched else Fate.TELL


def _worked(case: Situation, measure: Measure, least: int = 12) -> Kind | None:
    """A kind with a figure worth a slip."""
    figures = case.work.today if measure is Measure.TODAY else case.work.entered
    kinds = [kind for kind in (Kind.BIRTH, Kind.BIRTH, Kind.MARRIAGE, Kind.DEATH) if figures[kind] >= least]
    return case.dice.choice(kinds) if kinds else None


def _slipped(measure: Measure, *ways: Callable[[list[str], int, random.Random], list[str]]) -> Maker:
    def maker(case: Situation) -> Wrong | None:
        kind = _worked(case, measure)
        if kind is None:
            return None
        way = slip(case.dice.choice(ways), case.dice.randrange(10**6))
        clerk = rewritten(on_own_line(case.clerk), {(kind, measure): way})
        return Wrong(clerk, case.work, by_history(case), (kind, measure))

    return maker


fault("today: a digit")(_slipped(Measure.TODAY, left_out, doubled, changed))
fault("today: two digits swapped")(_slipped(Measure.TODAY, swapped))
fault("entered: a digit")(_slipped(Measure.ENTERED, left_out, changed))
fault("entered: two digits swapped")(_slipped(Measure.ENTERED, swapped))
fault("entered: 4.666 for 466")(_slipped(Measure.ENTERED, doubled))


@fault("entered: a digit, and what remains follows")
def entered_followed(case: Situation) -> Wrong | None:
    kind = _worked(case, Measure.ENTERED)
    if kind is None:
        return None
    way = slip(case.dice.choice((left_out, changed, doubled, swapped)), case.dice.randrange(10**6))
    wrong = way(case.work.entered[kind])
    assert isinstance(wrong, int)
    remaining = case.plan.total(case.work.unit, kind) - wrong
    overrides = {(kind, Measure.ENTERED): wrong, (kind, Measure.REMAINING): remaining}
    return Wrong(rewritten(RETYPED, overrides), case.work, by_history(case), (kind, Measure.ENTERED))


@fault("opening balance mistyped")
def opening(case: Situation) -> Wrong | None:
    kind = _worked(case, Measure.ENTERED)
    if kind is None or not case.first:
        return None
    way = slip(doubled, case.dice.randrange(10**6))
    clerk = rewritten(RETYPED, {(kind, Measure.ENTERED): way}, follows=True, total_line=True)
    return Wrong(clerk, case.work, Fate.TELL, (kind, Measure.ENTERED))


@fault("a commune's figure")
def commune(case: Situation) -> Wrong | None:
    if not case.plan.targets[case.work.unit].unit.children:
        return None
    measure = case.dice.choice((Measure.TODAY, Measure.ENTERED))
    kind = _worked(case, measure, least=200)
    if kind is None:
        return None
    place = case.dice.randrange(len(case.plan.targets[case.work.unit].unit.children))
    way = slip(case.dice.choice((doubled, changed)), case.dice.randrange(10**6))
    clerk = rewritten(case.dice.choice((BY_COMMUNE, COMMUNES_IN_FULL)), {(kind, measure): way}, wrong_part=place)
    return Wrong(clerk, case.work, by_history(case), (kind, measure))


def _derived(measure: Measure, *kinds: Kind) -> Maker:
    def maker(case: Situation) -> Wrong | None:
        if not any(case.work.entered.values()):
            return None
        kind = case.dice.choice(kinds)
        clerk = on_own_line(case.clerk)
        way = slip(case.dice.choice((left_out, doubled, changed, swapped)), case.dice.randrange(10**6))
        return Wrong(rewritten(clerk, {(kind, measure): way}), case.work, Fate.TELL, (kind, measure), harmless=True)

    return maker


fault("total: a digit")(_derived(Measure.TOTAL, *KINDS[:3]))
fault("remaining: a digit")(_derived(Measure.REMAINING, *KINDS[:3], Kind.SUM))
fault("Tổng: a digit")(_derived(Measure.ENTERED, Kind.SUM))


@fault("TỔNG: a digit")
def grand_total(case: Situation) -> Wrong | None:
    if not case.plan.targets[case.work.unit].unit.children or not any(case.work.entered.values()):
        return None
    measure = case.dice.choice((Measure.TOTAL, Measure.TOTAL, Measure.TODAY, Measure.ENTERED, Measure.REMAINING))
    way = slip(case.dice.choice((doubled, changed)), case.dice.randrange(10**6))
    clerk = rewritten(COMMUNES_IN_FULL, {(Kind.BIRTH, measure): way})
    return Wrong(clerk, case.work, Fate.TELL, (Kind.BIRTH, measure), harmless=True)


def _unreadable(write: Callable[[int], Written], least: int) -> Maker:
    def maker(case: Situation) -> Wrong | None:
        measure = case.dice.choice((Measure.TODAY, Measure.ENTERED))
        kind = _worked(case, measure, least)
        if kind is None:
            return None
        clerk = rewritten(on_own_line(case.clerk), {(kind, measure): write})
        return Wrong(clerk, case.work, Fate.REFUSE, (kind, measure))

    return maker


fault("a dot under an English locale")(_unreadable(lambda value: value / 1000 if value % 1000 else value + 0.5, 12))
fault("words beside the number")(_unreadable(lambda value: f"{value} trường hợp", 1))
fault("below zero without a note")(_unreadable(lambda value: -value, 1))


def _blank(*measures: Measure) -> Maker:
    def maker(case: Situation) -> Wrong | None:
        kind = _worked(case, Measure.TODAY)
        if kind is None:
            return None
        clerk = rewritten(on_own_line(case.clerk), {(kind, measure): None for measure in measures})
        return Wrong(clerk, case.work, Fate.TELL, (kind, measures[0]))

    return maker


fault("a kind left blank")(_blank(Measure.TODAY, Measure.ENTERED, Measure.REMAINING))
fault("today left blank")(_blank(Measure.TODAY))
fault("entered left blank")(_blank(Measure.ENTERED))


@fault("entered not carried on")
def not_carried_on(case: Situation) -> Wrong | None:
    """The running totals are yesterday's, copied."""
    if case.before is None or not case.vouched or not any(case.work.today.values()):
        return None
    stale = {(kind, Measure.ENTERED): case.before.entered[kind] for kind in KINDS}
    return Wrong(rewritten(RETYPED, stale, follows=True), case.work, Fate.REFUSE, (Kind.BIRTH, Measure.ENTERED))


@fault("entered in the column of the day")
def entered_as_today(case: Situation) -> Wrong | None:
    if case.before is None or case.first or not case.before.entered[Kind.BIRTH]:
        return None
    pasted = {(kind, Measure.TODAY): case.work.entered[kind] for kind in KINDS}
    return Wrong(rewritten(RETYPED, pasted, follows=True), case.work, Fate.REFUSE, (Kind.BIRTH, Measure.TODAY))


@fault("columns swapped")
def columns_swapped(case: Situation) -> Wrong | None:
    if case.before is None or not case.before.entered[Kind.BIRTH]:
        return None
    pasted = {(kind, Measure.TODAY): case.work.entered[kind] for kind in KINDS}
    pasted |= {(kind, Measure.ENTERED): case.work.today[kind] for kind in KINDS}
    return Wrong(rewritten(RETYPED, pasted, follows=True), case.work, Fate.REFUSE, (Kind.BIRTH, Measure.TODAY))


@fault("yesterday's figures under today's date")
def yesterdays_row(case: Situation) -> Wrong | None:
    if case.before is None or not case.vouched or not any(case.before.today.values()):
        return None
    work = replace(case.before, day=case.work.day)
    return Wrong(on_own_line(case.clerk), work, Fate.REFUSE, (Kind.BIRTH, Measure.ENTERED))


@fault("yesterday's file again")
def yesterdays_file(case: Situation) -> Wrong | None:
    if case.sent is None or case.clerk.dated_by_name:
        return None
    return Wrong(case.clerk, case.work, Fate.REFUSE, data=case.sent)


@fault("tomorrow's date")
def tomorrows_date(case: Situation) -> Wrong | None:
    if case.last_day:
        return None
    return Wrong(case.clerk, replace(case.work, day=case.work.day + timedelta(days=1)), Fate.REFUSE)


def _another(case: Situation) -> Work | None:
    units = [code for code in case.others if code != case.work.unit and case.plan.targets[code].total_cases]
    return case.others[case.dice.choice(units)] if units and case.plan.targets[case.work.unit].total_cases else None


@fault("another unit's figures under its own name")
def others_figures(case: Situation) -> Wrong | None:
    other = _another(case)
    if other is None:
        return None
    named = case.plan.targets[case.work.unit].unit.name
    return Wrong(rewritten(RETYPED, {}, named=named, file="bc.xlsx"), other, Fate.REFUSE, (Kind.BIRTH, Measure.TOTAL))


@fault("another unit's file under its own name")
def others_file(case: Situation) -> Wrong | None:
    other = _another(case)
    return None if other is None else Wrong(RETYPED, other, Fate.REFUSE)


@fault("in thousands")
def in_thousands(case: Situation) -> Wrong | None:
    if case.work.entered[Kind.BIRTH] < 1000:
        return None
    overrides: dict[Column, Slip] = {
        (kind, measure): lambda value: round(value / 1000) for kind in (*KINDS, Kind.SUM) for measure in Measure
    }
    return Wrong(rewritten(RETYPED, overrides), case.work, Fate.REFUSE, (Kind.BIRTH, Measure.TODAY))


def _beyond(case: Situation, more: int) -> Wrong | None:
    """More cases on a day than machines can do, in a form that agrees with itself."""
    if not more or case.left(Kind.BIRTH) < more:
        return None
    today, entered = (figures[Kind.BIRTH] + more for figures in (case.work.today, case.work.entered))
    overrides = {(Kind.BIRTH, Measure.TODAY): today, (Kind.BIRTH, Measure.ENTERED): entered}
    clerk = rewritten(on_own_line(case.clerk), overrides, follows=True)
    return Wrong(clerk, case.work, Fate.REFUSE, (Kind.BIRTH, Measure.ENTERED))


@fault("+91.000 in a day")
def leap(case: Situation) -> Wrong | None:
    return _beyond(case, 91_000) if case.most * 3 < 91_000 else None


@fault("four times a day's work")
def fourfold(case: Situation) -> Wrong | None:
    return _beyond(case, 4 * case.most)


@fault("a leap after days without a report")
def leap_after_gap(case: Situation) -> Wrong | None:
    more = 3 * case.most * (case.gap + 1)
    if not case.gap or case.first or case.left(Kind.BIRTH) < more:
        return None
    overrides = {(Kind.BIRTH, Measure.ENTERED): case.work.entered[Kind.BIRTH] + more}
    clerk = rewritten(RETYPED, overrides, follows=True, total_line=True)
    return Wrong(clerk, case.work, Fate.REFUSE, (Kind.BIRTH, Measure.ENTERED))


@fault("today and entered both wrong by the same")
def compensated(case: Situation) -> Wrong | None:
    more = case.dice.choice((9, 10, 18, 90))
    if case.left(Kind.BIRTH) < more or sum(case.work.today.values()) + more > 0.9 * case.most:
        return None
    wrong = _beyond(case, more)
    return wrong._replace(fate=Fate.UNKNOWABLE) if wrong else None


@fault("two kinds wrong by opposite amounts")
def opposite(case: Situation) -> Wrong | None:
    more = case.dice.choice((9, 10, 90))
    if case.work.entered[Kind.MARRIAGE] - case.work.today[Kind.MARRIAGE] < more or case.left(Kind.BIRTH) < more:
        return None
    overrides = {
        (Kind.BIRTH, Measure.ENTERED): case.work.entered[Kind.BIRTH] + more,
        (Kind.MARRIAGE, Measure.ENTERED): case.work.entered[Kind.MARRIAGE] - more,
    }
    clerk = rewritten(RETYPED, overrides, follows=True)
    return Wrong(clerk, case.work, by_history(case), (Kind.BIRTH, Measure.ENTERED))


@fault("half a file")
def damaged(case: Situation) -> Wrong | None:
    data = make(case.plan, case.work, case.clerk)
    return Wrong(case.clerk, case.work, Fate.REFUSE, data=data[: len(data) // 2])


@fault("a unit that the plan does not know")
def unknown_unit(case: Situation) -> Wrong | None:
    return Wrong(rewritten(RETYPED, {}, named="Huyện Bình Minh", file="bao cao.xlsx"), case.work, Fate.REFUSE)


@fault("no date")
def undated(case: Situation) -> Wrong | None:
    hand = replace(on_own_line(case.clerk).hand, date_style="open", date_in_cell=False, file="{bare}.xlsx")
    return Wrong(Clerk(hand), case.work, Fate.REFUSE)
