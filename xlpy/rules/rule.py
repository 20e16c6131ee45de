"""What a rule is, and the register of all of them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple, NotRequired, TypedDict, Unpack

from xlpy.core import balances
from xlpy.core.consolidate import Choice, SentBack, UnitDay
from xlpy.core.forms import CHOSEN_LABEL, DAY_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.core.reading import Submission
from xlpy.core.receipt import Letter, Receipt
from xlpy.core.records import KINDS, AcceptedDay, Kind, Measure
from xlpy.core.repair import Repair, repair
from xlpy.core.source import Fault, Finding, Problem, Severity, Source
from xlpy.core.text import fill, number
from xlpy.core.vouching import checked, vouches
from xlpy.rules.families import Family, family_of
from xlpy.rules.twin import Twin

REPAIRED = re.compile(
    r"[Ôô] (?P<cell>[A-Z]+\d+)(?: còn trống| ghi (?P<read>-?[\d.]+)), có thể là (?P<value>-?[\d.]*\d)"
    # as older journals have it
    r"|ô (?P<cell_then>[A-Z]+\d+): (?:trống|(?P<read_then>-?[\d.]+)) → (?P<value_then>-?[\d.]*\d)"
)
"""The one cell that a remedy names, with what it has and what it may be. We reckon, the unit knows: it is asked, not told."""

OFFICE_PART = " (Người tổng hợp: "
"""How the last part of a remedy begins that is for the office alone; it ends the remedy."""

AT_ITS_LINE = " Gõ ở trang “"
"""How a remedy goes on that says at which line of the sheet of days a figure is typed."""


class Named(NamedTuple):
    """The one cell that a remedy names: what it has ("" where it is blank) and what it may be, as they are written."""

    cell: str
    read: str
    value: str


def named_cell(remedy: str) -> Named | None:
    """The one cell that a remedy names, where it names one."""
    found = REPAIRED.search(remedy)
    if found is None:
        return None
    cell, read, value = (found[name] or found[f"{name}_then"] or "" for name in Named._fields)
    return Named(cell, read, value)


def repair_words(repair: Repair) -> str:
    """What is said where one cell mends everything."""
    has = "còn trống" if repair.read is None else f"ghi {number(repair.read)}"
    return f"Ô {repair.cell.cell} {has}, có thể là {number(repair.value)}; đề nghị đối chiếu."


class Scope(StrEnum):
    """What a rule looks at."""

    FAULT = "fault"
    """A fact that a door or the reading came upon."""
    SUBMISSION = "submission"
    """One form against plan and history."""
    DAY = "day"  # a unit's day, once its files are sorted out
    FINDINGS = "findings"
    """What was found in a file, or in a day's files, where it is too much to be told one by one."""
    RUN = "run"
    """What a run for one day does to other days: told once, and no part of a day's result."""
    PLAN = "plan"  # the plan itself
    ASIDE = "aside"  # what the office keeps beside the figures: told with the plan, and with each day for that day


class Violation(NamedTuple):
    """A broken rule: where, the values of its message, and better words than the rule's own where the case has some:
    a remedy as it is told, and a template of what is said."""

    source: Source
    values: Mapping[str, object] = {}
    unit: str | None = None
    fix: str = ""
    says: str = ""


class OnIssued(NamedTuple):
    """A rule's words on a form that we issued: figures are typed on its sheet of days, all else is locked.

    Templates over the same values as the rule's own, and the names of that sheet and of the cell for another day. `says` is "" where the rule's own holds there too.
    """

    fix: str
    says: str = ""


@dataclass(frozen=True)
class Case:
    """One form with what it is checked against.

    `history` are the unit's accepted days before `day`, the last one last; `later` the first accepted day after
    it; `standing` what is accepted for the day itself, but by name from this very file; `same_bytes` the days and names
    under which the very same file was received before; `letter` the e-mail that brought the form. `in_force` is the plan as
    it was on the day, where that is not the plan of today; `first_seen` the day of the run that first saw the file. `last_entered`: running totals of a
    last accepted day → the code of the unit whose they are.
    """

    plan: Plan
    day: date
    submission: Submission
    receipt: Receipt
    history: Sequence[AcceptedDay] = ()
    later: AcceptedDay | None = None
    standing: AcceptedDay | None = None
    same_bytes: tuple[tuple[date, str], ...] = ()
    letter: Letter | None = None
    in_force: Plan | None = None
    first_seen: date | None = None
    last_entered: Mapping[tuple[int, ...], str] = field(default_factory=dict)

    @property
    def previous(self) -> AcceptedDay | None:
        """The last accepted day before this one."""
        return self.history[-1] if self.history else None

    @property
    def unit(self) -> str | None:
        """The code of the unit that sent the form."""
        return self.submission.unit.code if self.submission.unit else None

    @cached_property
    def totals(self) -> Mapping[Kind, int]:
        """The plan's cases of the unit, by kind."""
        return {kind: self.plan.total(self.unit, kind) for kind in KINDS} if self.unit else {}

    @cached_property
    def _laws(self) -> balances.FormLaws:
        last = self.previous
        before = {kind: self._known_before(last, kind) for kind in KINDS} if last else {}
        return balances.laws_of(self.submission, self.totals, before)

    def _known_before(self, last: AcceptedDay, kind: Kind) -> balances.Before:
        return balances.Before(last.figures[kind].entered, self.vouched(kind), checked(self.history, kind))

    @cached_property
    def repair(self) -> Repair | None:
        """The one cell that would mend every balance, where there is one."""
        return repair(self.submission, self.totals, self._laws.before, self._laws)

    @cached_property
    def contradicts_itself(self) -> bool:
        """Whether the form's own sums and remainders disagree, whatever the days before say."""
        return self._laws.contradict_themselves

    def vouched(self, kind: Kind) -> bool:
        """Whether the day before says what the running total of a kind must be."""
        return vouches(self.history, self.day, kind)

    @property
    def remedy(self) -> str:
        """What the clerk is told where one cell mends everything; else nothing. Never a cell that is locked."""
        if self.repair is None or (self.submission.by_days and self.repair.cell not in self._typed):
            return ""
        return repair_words(self.repair)

    @property
    def _typed(self) -> frozenset[Source]:
        """The cells of Phụ lục 01 that show what is typed on the sheet of days."""
        return frozenset(self.submission.place(kind, Measure.TODAY) for kind in KINDS)

    @property
    def machines(self) -> int:
        """The unit's machines, as they were on the day."""
        if self.unit is None:
            return 0
        then = self.in_force.targets.get(self.unit) if self.in_force else None
        return (then or self.plan.targets[self.unit]).machines

    @property
    def norm(self) -> int:
        """Cases that a machine can enter on a day, by the larger norm, as it was on the day."""
        return (self.in_force or self.plan).largest_norm

    @property
    def skipped(self) -> int:
        """Days between the last accepted one and this one."""
        return (self.day - self.previous.date).days - 1 if self.previous else 0


class DayCase(NamedTuple):
    """A unit's day with its files sorted out.

    `sent_back`: what it owes since an earlier day is still to be mended. `came`: what it owes has come, and is yet to be
    merged for that day (BM27).
    """

    plan: Plan
    day: date
    choice: Choice
    unit_day: UnitDay
    history: Sequence[AcceptedDay] = ()
    sent_back: SentBack | None = None
    came: bool = False


Check = Callable[[Any], Iterator[Violation]]


class Before(NamedTuple):
    """An accepted day in an example's history: running totals, and what was entered on the day (None: left blank)."""

    day: date
    entered: tuple[int, int, int, int]
    today: tuple[int | None, int | None, int | None, int | None]
    by_name: bool = False
    phoned: bool = False


class Example(NamedTuple):
    """A good or a bad case, told as what differs from a clean form of Huyện Bù Đăng for 23/5/2023.

    `cells` are cells of the form by column name ("birth.today") or address ("B12"); `problem` is a fact reported
    by a door, for rules of files, on as many sheets as there are; `typed` are days and figures on the sheet of days of
    an issued form, `reason` what stands there beside the last of them, `issued` its version; `apart` are
    lines of its sheet Theo dõi riêng by column ("aside": beside the table), `apart_without` heads that it lacks; `plan` changes the plan's JSON by path; `others` are further files of the unit. `came` is the day
    of receipt where it is not 23/5/2023, `first_seen` the day of the run that saw the file before, `sent_back` the day
    on which the unit's report was refused that it still owes, `others_before` the last accepted days of other units, by
    code.
    """

    caption: str
    cells: Mapping[str, object] = {}
    file: str = "bu dang 23-5.xlsx"
    as_of: str = "(tính đến ngày 23/5/2023)"
    label: str = "Huyện Bù Đăng"
    visible: bool = True
    merged: tuple[str, ...] = ()
    formats: Mapping[str, str] = {}
    hidden_rows: tuple[int, ...] = ()
    typed: tuple[tuple[date, tuple[int, int, int, int]], ...] = ()
    reason: str = ""
    apart: tuple[Mapping[str, object], ...] = ()
    apart_without: tuple[str, ...] = ()
    issued: int = 1
    sheets: int = 1
    before: tuple[Before, ...] | None = None
    others_before: Mapping[str, Before] = {}
    received: time | None = time(13, 30)
    came: date | None = None
    first_seen: date | None = None
    same_bytes: tuple[tuple[date, str], ...] = ()
    later: Before | None = None
    standing: Before | None = None
    sent_back: date | None = None
    problem: Problem | None = None
    others: tuple["Example", ...] = ()
    absent: bool = False
    phoned: bool = False
    letter: Letter | None = None
    plan: Mapping[str, object] = {}
    unit: str | None = "696"


class Rule(NamedTuple):
    """One rule. `says` and `fix` are templates over the values of a violation; `why` is for the manual page.

    `overridable`: the office may accept the figures by the unit's name all the same.
    `gather`: many cells of one form become one finding, so that a form of texts does not bury the rest.
    `of_many`: what is said once of all these cells, where saying it of each would bury it; a few are quoted as read.
    `derived`: about figures that follow from others; not said where an error names the one cell that mends all.
    `of_the_day`: looks at the form's day or level alone, and so at forms whose figures or unit could not be read.
    `once`: said of several files of a day, it is one line for all of them.
    `of_the_shape`: lines or columns were not what they should be, so what was found in the figures may follow from it.
    `twins`: the same rule in a spreadsheet's words, where it can be said there.
    `asks`: what the unit is asked to do, where that is not `fix` without what is for the office alone (`asked`).
    `issued`: the words for a form that we issued, where the rule's own name cells that are locked there.
    `ours`: of no concern to the unit.
    """

    code: str
    title: str
    severity: Severity
    scope: Scope
    basis: str
    says: str
    fix: str
    why: str
    good: tuple[Example, ...]
    bad: tuple[Example, ...]
    check: Check | None = None
    fault: Fault | None = None
    overridable: bool = False
    gather: bool = False
    of_many: str = ""
    derived: bool = False
    of_the_day: bool = False
    once: bool = False
    of_the_shape: bool = False
    twins: tuple[Twin, ...] = ()
    asks: str = ""
    issued: OnIssued | None = None
    ours: bool = False

    @property
    def family(self) -> Family:
        """What the rule is about."""
        return family_of(self.code)

    def finding(self, violation: Violation, unit: str | None = None, *, by_days: bool = False) -> Finding:
        """The finding that a person reads. `by_days`: the form is one that we issued, with a sheet of days."""
        there = self.issued if by_days else None
        values = {**violation.values, **_ON_THE_FORM} if there else violation.values
        return Finding(
            self.code,
            self.severity,
            violation.source,
            self.title,
            fill(violation.says or (there.says if there and there.says else self.says), values),
            violation.fix or fill(there.fix if there else self.fix, values),
            violation.unit or unit,
        )

    def asked(self, fix: str, office: str) -> str:
        """What a finding's remedy asks of the unit itself; `office` is whom it may call."""
        # A remedy of the case itself, such as the one cell to mend, is better than the rule's.
        remedy = fix.partition(OFFICE_PART)[0]
        if self.asks and remedy.startswith(self.fix.partition(OFFICE_PART)[0].partition("{")[0]):
            _, line, where = remedy.partition(AT_ITS_LINE)
            return fill(self.asks, {"office": office}) + line + where
        return _TO_THE_UNIT.sub(lambda found: found[1], remedy)

    def asks_on_issued(self, asked: str) -> bool:
        """Whether a remedy, as it asks a unit, is the rule's for a form that we issued."""
        there = self.issued.fix.partition("{")[0] if self.issued else ""
        return bool(there) and asked.startswith(_TO_THE_UNIT.sub(lambda found: found[1], there))


_TO_THE_UNIT = re.compile(r"([Đđ]ề nghị) đơn vị")


_ON_THE_FORM: Mapping[str, object] = {"day_sheet": DAY_SHEET, "chosen": CHOSEN_LABEL}

RULES: dict[str, Rule] = {}
"""Every rule by code, in the order of the families."""


class Said(TypedDict):
    """What a rule says of itself, by the fields of `Rule`."""

    code: str
    title: str
    severity: Severity
    basis: str
    says: str
    fix: str
    good: tuple[Example, ...]
    bad: tuple[Example, ...]
    overridable: NotRequired[bool]
    gather: NotRequired[bool]
    of_many: NotRequired[str]
    derived: NotRequired[bool]
    of_the_day: NotRequired[bool]
    once: NotRequired[bool]
    of_the_shape: NotRequired[bool]
    twins: NotRequired[tuple[Twin, ...]]
    asks: NotRequired[str]
    issued: NotRequired[OnIssued]
    ours: NotRequired[bool]


def _register(new: Rule) -> Rule:
    if new.code in RULES:
        raise ValueError(f"rule code {new.code} is used twice")
    Family(new.code[:2])  # raises ValueError where there is no such family
    RULES[new.code] = new
    return new


def rule(*, scope: Scope = Scope.SUBMISSION, **said: Unpack[Said]) -> Callable[[Check], Rule]:
    """Register a check. Its docstring is the rule's reason, in Vietnamese, for the manual page."""

    def decorate(check: Check) -> Rule:
        return _register(Rule(scope=scope, why=" ".join((check.__doc__ or "").split()), check=check, **said))

    return decorate


def fault_rule(fault: Fault, *, why: str, **said: Unpack[Said]) -> Rule:
    """Register the words for a fact that a door or the reading reports."""
    return _register(Rule(scope=Scope.FAULT, fault=fault, why=why, **said))
