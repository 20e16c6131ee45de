"""Merge what the units sent into the standing of a day: for each unit the file that counts, and the sums.

The result depends on the set of files alone: not on the order in which they came to be read, nor on how many
runs they were spread over.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple, TypeAlias

from xlpy.core.mismatches import Mismatch, Mismatches, in_order
from xlpy.core.plan.plan import Plan
from xlpy.core.reading import Submission
from xlpy.core.receipt import Letter, Receipt, is_holder
from xlpy.core.records import KINDS, AcceptedDay, Figures, FiguresByKind, Kind, Measure, with_sum
from xlpy.core.source import NOWHERE, Finding, Severity, Source
from xlpy.core.zero_reasons import ZeroReason

# OneDrive and Dropbox name the second of two copies that were edited apart; nobody can tell which one is meant.
_SYNC_COPY = re.compile(r"^(?P<stem>.+?)(?:-(?:DESKTOP|LAPTOP|PC)-\w+| \(.*conflicted copy.*\))$", re.IGNORECASE)


class Verdict(StrEnum):
    """What becomes of a file."""

    ACCEPT = "accept"
    WARN = "warn"
    REFUSE = "refuse"
    IGNORE = "ignore"


class Status(StrEnum):
    """Where a unit stands on a day."""

    RECEIVED = "received"
    REFUSED = "refused"
    MISSING = "missing"
    MANUAL = "manual"
    NOT_DUE = "not-due"
    """Nothing came, and nothing is owed: the unit reports another day."""


ACCEPTED = (Status.RECEIVED, Status.MANUAL)
"""A unit has figures for the day."""


class Judged(NamedTuple):
    """A file with its verdict. `unit` is None where nobody can tell whose it is.

    `by_name`: the office accepted it by the unit's name in spite of its errors. `letter`: the e-mail it came in.
    `moot`: another file of the day stands in its place, and nothing of it needs to be said. `holds_others`: a letter or
    an archive; what is in it is judged by itself. `words_only`: a letter in which somebody wrote, and
    attached nothing but pictures.
    """

    receipt: Receipt
    unit: str | None
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    submission: Submission | None = None
    by_name: bool = False
    letter: Letter | None = None
    moot: bool = False
    holds_others: bool = False
    words_only: bool = False

    @property
    def phoned(self) -> bool:
        """Typed in by the office for a unit that telephoned."""
        return self.submission is not None and self.submission.phoned

    @property
    def usable(self) -> bool:
        return self.unit is not None and self.verdict in (Verdict.ACCEPT, Verdict.WARN)


class UnitDay(NamedTuple):
    """A unit on a day: its figures, where they come from, and the files that were set aside.

    `receipt` is the file that counts: the accepted one, or the refused one where none was accepted.
    `carried_from` is the day whose running totals still stand, None where the unit reported or never has.
    """

    unit: str
    name: str
    status: Status
    late: bool
    figures: FiguresByKind
    receipt: Receipt | None = None
    source: Source = NOWHERE
    cells: Mapping[Kind, tuple[str, str]] | None = None
    """Kind → cells of "trong ngày" and "đã nhập" that the figures were read from."""
    by_name: bool = False
    carried_from: date | None = None
    reason: ZeroReason | None = None
    """Why nothing was entered on the day, where that is so and the unit said it."""

    @property
    def accepted(self) -> bool:
        """Whether the unit has figures for the day."""
        return self.status in ACCEPTED


class Standing(NamedTuple):
    """A day's result: every unit in the order of the form, and every finding."""

    date: date
    units: tuple[UnitDay, ...]
    findings: tuple[Finding, ...] = ()
    mismatches: Mapping[str, tuple[Mismatch, ...]] = {}
    """What the units' files of the day say of cases that they follow apart."""

    @property
    def reported(self) -> int:
        """Units with figures accepted for the day."""
        return sum(unit.accepted for unit in self.units)

    @property
    def expected(self) -> int:
        """Units that have reported or owe a report."""
        return sum(unit.status is not Status.NOT_DUE for unit in self.units)

    @property
    def total(self) -> FiguresByKind:
        """The TỔNG line, with the sum of the kinds."""
        return with_sum({kind: Figures.add(unit.figures[kind] for unit in self.units) for kind in KINDS})

    @property
    def needs_a_person(self) -> bool:
        """A unit is missing or refused, or an error was found."""
        return self.reported < self.expected or any(f.severity is Severity.ERROR for f in self.findings)


def accepted_day(day: date, unit: UnitDay) -> AcceptedDay | None:
    """What the days after it will know of a unit's day; None where nothing was accepted."""
    if not unit.accepted:
        return None
    return AcceptedDay(
        unit.unit,
        day,
        unit.figures,
        unit.source,
        unit.receipt.sha256 if unit.receipt is not None else "",
        {kind: places for kind, places in (unit.cells or {}).items() if any(places)},
        unit.by_name,
        unit.status is Status.MANUAL,
        unit.reason,
        unit.receipt.received_at if unit.receipt is not None else None,
    )


class Choice(NamedTuple):
    """A unit's files of one day, sorted out.

    `conflict`: two files contend and no clock decides. `phoned`: what the office typed in, where a file stands instead.
    `repeated`: other files with the figures of `current`. `since`: the first of all these, where that is not `current`.
    """

    unit: str
    current: Judged | None
    replaced: tuple[Judged, ...] = ()
    refused: tuple[Judged, ...] = ()
    conflict: tuple[Judged, Judged] | None = None
    phoned: Judged | None = None
    repeated: tuple[Judged, ...] = ()
    since: Receipt | None = None

    @property
    def sent_back(self) -> Judged | None:
        """The refused file that the unit is to mend: the last workbook, and only where there is none a letter without
        one. What a letter lacks does not mend a workbook, and is told beside it."""
        books = [item for item in self.refused if item.submission or not is_holder(item.receipt.name)]
        return (books or self.refused or (None,))[-1]


class SentBack(NamedTuple):
    """A unit's file that was refused `on` an earlier day, while it owes the report that the file was to be."""

    on: date
    receipt: Receipt
    sheet: str = ""


NOTHING_SENT_BACK: Mapping[str, SentBack] = {}


def choose(plan: Plan, judged: Iterable[Judged], among: Container[str] | None = None) -> tuple[Choice, ...]:
    """For each sender, or each of those in `among`, the file that counts: the latest usable one."""
    by_unit: dict[str, list[Judged]] = {unit.code: [] for unit in plan.senders if among is None or unit.code in among}
    for item in judged:
        if item.unit in by_unit:
            by_unit[item.unit].append(item)
    return tuple(_choose(code, sorted(items, key=lambda i: i.receipt.order)) for code, items in by_unit.items())


def _choose(unit: str, items: Sequence[Judged]) -> Choice:
    usable = [item for item in items if item.usable]
    refused = tuple(item for item in items if item.verdict is Verdict.REFUSE)
    if not usable:
        return Choice(unit, None, refused=refused)
    files = [item for item in usable if not item.phoned]
    repeated: list[Judged] = []
    phoned = next((item for item in reversed(usable) if item.phoned), None) if files else None
    counting = files or usable
    rivals = _rivals(counting, refused)
    at = len(counting) - 1
    # The same figures once more, as where yesterday's form was left on its day, make nobody late. After files that
    # contend they are the answer which of them is right.
    while at and not counting[at].by_name and same_figures(counting[at - 1], counting[at]) and not rivals[at - 1]:
        repeated.append(counting[at])
        at -= 1
    older, current, rival = tuple(counting[:at]), counting[at], rivals[at]
    if rival and not current.by_name:
        return Choice(unit, None, older, refused, (rival, current), phoned, tuple(repeated))
    # Of files with the same figures, the last one that says why they are zero counts, and the first one's hour.
    said = next((item for item in repeated if _reason(item) not in (None, _reason(current))), None)
    if said is None:
        return Choice(unit, current, older, refused, None, phoned, tuple(repeated))
    others = tuple(item for item in (*repeated, current) if item is not said)
    return Choice(unit, said, older, refused, None, phoned, others, current.receipt)


def _reason(item: Judged) -> ZeroReason | None:
    """Why nothing was entered, where the file says it of zeros."""
    form = item.submission
    return form.reason if form is not None and form.is_zero else None


def _rivals(items: Sequence[Judged], refused: Iterable[Judged]) -> list[Judged | None]:
    """For each file the one, of those before it and of the refused, of which nobody can tell which is meant."""
    if len(items) == 1 and items[0].letter is None:
        return [None]  # as of nearly every unit
    sent: dict[object, list[Judged]] = {}
    for item in refused:
        together = sent.setdefault(_sending(item), [])
        if len(together) < 2 and not any(same_figures(item, one) for one in together):
            together.append(item)  # of two with other figures, one differs from any third
    by_hour: dict[datetime | None, _LastTwo] = {}
    before_it: _LastTwo = {}
    by_origin: dict[str, dict[str, _LastTwo]] = {}
    found: list[Judged | None] = []
    for place, item in enumerate(items):
        origin, stem = _origin(item)
        same_hour, copies = by_hour.setdefault(item.receipt.received_at, {}), by_origin.setdefault(origin, {})
        others = [same_hour, *(last for other, last in copies.items() if other != stem)]
        if item.receipt.received_at is None:  # it stands last, and may be older than any
            others.append(before_it)
        before = max((_other_than(item, last) for last in others), default=-1)
        together = sent.get(_sending(item), []) if item.letter is not None else []
        rival = items[before] if before >= 0 else None
        found.append(rival or next((one for one in together if not same_figures(one, item)), None))
        for last in (same_hour, copies.setdefault(stem, {}), before_it):
            last.pop(asserted(item), None)
            last[asserted(item)] = place
            if len(last) > 2:
                last.pop(next(iter(last)))
    return found


_LastTwo: TypeAlias = dict[tuple[int | None, ...], int]
"""The last two different figures that were said, with the places of the files that said them."""


def _other_than(item: Judged, last: _LastTwo) -> int:
    return max((place for figures, place in last.items() if figures != asserted(item)), default=-1)


def _sending(item: Judged) -> object:
    """Forms of one day in one letter share it: of two with different figures either may be meant, errors or not."""
    return (item.letter, item.submission.date) if item.letter and item.submission else id(item)


def _origin(item: Judged) -> tuple[str, str]:
    """The name that copies of a sync program have in common, and the file's own."""
    stem = PurePosixPath(item.receipt.name).stem
    return (match["stem"] if (match := _SYNC_COPY.match(stem)) else stem), stem


def said_apart(judged: Iterable[Judged], among: Container[str]) -> Mismatches:
    """What a day's usable files say of cases followed apart, by unit: of two files the later one's word counts.

    A file that another one replaced is heard too: what the other does not say of a case, it said last.
    """
    said: dict[str, list[Mismatch]] = {}
    for item in sorted((item for item in judged if item.usable), key=lambda item: item.receipt.order):
        sheet = item.submission.mismatches if item.submission else None
        if item.unit in among and item.unit is not None and sheet is not None and sheet.cases:
            said.setdefault(item.unit, []).extend(sheet.cases)
    return {unit: in_order(said[unit]) for unit in sorted(said)}


def contend(one: Judged, other: Judged) -> bool:
    """Same hour or an hour that nobody knows, or copies that a sync program made of each other; other figures."""
    if same_figures(one, other):
        return False
    if not (one.receipt.is_before(other.receipt) or other.receipt.is_before(one.receipt)):
        return True
    (origin, stem), (other_origin, other_stem) = _origin(one), _origin(other)
    return origin == other_origin and stem != other_stem


def same_figures(one: Judged, other: Judged) -> bool:
    """Whether two files say the same, whatever else differs."""
    return asserted(one) == asserted(other)


def asserted(item: Judged) -> tuple[int | None, ...]:
    """What a file says was entered, on the day and in all, by kind; nothing where it has no form."""
    if item.submission is None:
        return ()
    return tuple(item.submission.value(kind, measure) for kind in KINDS for measure in (Measure.TODAY, Measure.ENTERED))


def asserted_figures(
    plan: Plan, unit: str, submission: Submission, previous: AcceptedDay | None
) -> dict[Kind, Figures]:
    """What a unit asserts, completed by what follows from it.

    "Tổng đã nhập" left blank follows from "trong ngày" and the day before; "trong ngày" left blank stays blank.
    """
    figures = {}
    for kind in KINDS:
        before = previous.figures[kind].entered if previous else 0
        today, entered = submission.value(kind, Measure.TODAY), submission.value(kind, Measure.ENTERED)
        figures[kind] = Figures(plan.total(unit, kind), today, before + (today or 0) if entered is None else entered)
    return figures


def consolidate(
    plan: Plan,
    day: date,
    choices: Iterable[Choice],
    history: Mapping[str, AcceptedDay],
    sent_back: Mapping[str, SentBack] = NOTHING_SENT_BACK,
) -> tuple[UnitDay, ...]:
    """The units' standing on `day`. `history` is each unit's last accepted day before it, where there is one;
    `sent_back` what was refused before it, of the report that is still owed.

    Units without a file that counts keep their running totals, and have no "trong ngày": blank is not zero. Who owes
    no report is neither missing nor late; whose report was sent back is not missing until it comes mended.
    """
    return tuple(
        _unit_day(plan, day, choice, history.get(choice.unit), sent_back.get(choice.unit)) for choice in choices
    )


def _unit_day(
    plan: Plan, day: date, choice: Choice, previous: AcceptedDay | None, sent_back: SentBack | None
) -> UnitDay:
    name = plan.targets[choice.unit].unit.name
    owes = plan.period.owes(day, previous.date if previous else None)
    late_from = plan.closes_at(plan.period.due(day) or day)
    current = choice.current
    if current is not None and current.submission is not None:
        submission = current.submission
        return UnitDay(
            choice.unit,
            name,
            Status.MANUAL if current.phoned else Status.RECEIVED,
            late=owes and (choice.since or current.receipt).is_from(late_from),
            figures=asserted_figures(plan, choice.unit, submission, previous),
            receipt=current.receipt,
            source=Source(current.receipt.name, submission.source.sheet),
            cells={
                # A running total that was left blank, or that nobody told by telephone, follows from the day's cell.
                kind: (
                    submission.place(kind, Measure.TODAY).cell,
                    submission.place(
                        kind, Measure.TODAY if submission.value(kind, Measure.ENTERED) is None else Measure.ENTERED
                    ).cell,
                )
                for kind in KINDS
            },
            by_name=current.by_name,
            reason=_reason(current),
        )
    refused = choice.conflict[1] if choice.conflict else choice.sent_back
    receipt = refused.receipt if refused else None
    sheet = refused.submission.source.sheet if refused and refused.submission else ""
    if refused is None and owes and sent_back is not None:
        receipt, sheet = sent_back.receipt, sent_back.sheet
    return UnitDay(
        choice.unit,
        name,
        Status.REFUSED if receipt else Status.MISSING if owes else Status.NOT_DUE,
        late=bool(owes and refused and refused.receipt.is_from(late_from)),
        figures={
            kind: Figures(plan.total(choice.unit, kind), None, previous.figures[kind].entered if previous else 0)
            for kind in KINDS
        },
        receipt=receipt,
        source=Source(receipt.name, sheet) if receipt else Source(),
        carried_from=previous.date if previous else None,
    )
