"""A campaign played out: every file that the units would send, day by day, and what is true of each."""

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from xlpy.core.grid import cell_name
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind
from xlpy.demo.faults import AFTER_A_GOOD_ONE, AHEAD, FAULTS, SELDOM, Fate, Situation, Wrong, on_own_line
from xlpy.demo.habits import CLERKS, Clerk, clerks_of, file_name, make
from xlpy.demo.truth import Work, lived
from xlpy.doors.files.workbook import read_workbook

NOTE = "Đính chính: nhập trùng ở những ngày trước, nay bỏ ra"
_MOST_CELLS = 12


class Cell(NamedTuple):
    """A cell that holds something else than it would without the fault."""

    sheet: str
    cell: str
    written: object
    right: object


class Sent(NamedTuple):
    """A file on its way: whose report it is and of which day, when it came and under which name.

    `after` is the file for whose refusal it is sent: it comes only if that one was refused. `fault` is its kind, ""
    for none; `fate` what should become of it; `remark` what a careful office may be told of it though it is right.
    `office`: "accept", where the office would take the refused file by the unit's name.
    """

    unit: str
    day: date
    received: datetime
    name: str
    data: bytes
    fault: str = ""
    fate: Fate = Fate.ACCEPT
    remark: str = ""
    after: str = ""
    office: str = ""
    cells: tuple[Cell, ...] = ()

    @property
    def place(self) -> str:
        """Where it lies in the working folder: with the post of its day, or kept back until a unit is asked again."""
        return f"{'gui-lai' if self.after else 'den'}/{self.received.date().isoformat()}/{self.name}"


class Campaign(NamedTuple):
    """What the units did, day by day, and the files of it in the order in which they come."""

    plan: Plan
    works: tuple[Mapping[str, Work], ...]
    files: tuple[Sent, ...]


@dataclass
class _Unit:
    """A unit's reporting so far: its clerk, its last good report, the file of it."""

    code: str
    clerk: Clerk
    good: date | None = None
    file: tuple[date, bytes] | None = None
    silent: date | None = None
    """A day on which it sends nothing, since it takes its report for sent."""
    idle: tuple[Mapping[Kind, int], bytes] | None = None
    """Once nothing is left: what was entered, and the file that says so; it stays right, and only its name goes on."""


def simulate(plan: Plan, days: int, seed: int, rate: float) -> Campaign:
    """A campaign of so many days; `rate` of the reports are faulty. The same arguments give the same bytes."""
    works = tuple(lived(plan, days, seed))
    dice = random.Random(f"{seed} files")
    units = [_Unit(code, clerk) for code, clerk in clerks_of(plan, dice).items()]
    teller = _Teller(plan, works, rate, dice)
    files = [sent for number in range(days) for unit in units for sent in teller.day(unit, number)]
    return Campaign(plan, works, tuple(sorted(_apart(files), key=lambda sent: (sent.received, sent.name))))


def _apart(files: Iterable[Sent]) -> Iterator[Sent]:
    """Files of one day under names of their own, numbered as a mail program numbers them."""
    seen: dict[tuple[date, str], int] = {}
    placed: dict[str, str] = {}
    for sent in files:
        wanted = sent._replace(after=placed.get(sent.after, ""))
        named = (sent.received.date(), sent.name)
        number = seen[named] = seen.get(named, 0) + 1
        if number > 1:
            stem, _, ending = wanted.name.rpartition(".")
            wanted = wanted._replace(name=f"{stem} ({number - 1}).{ending}")
        placed[_reference(sent)] = wanted.place
        yield wanted


def _reference(sent: Sent) -> str:
    return f"{sent.unit} {sent.place}"


class _Teller:
    """Decides what a unit sends on a day."""

    def __init__(self, plan: Plan, works: tuple[Mapping[str, Work], ...], rate: float, dice: random.Random) -> None:
        self._plan = plan
        self._works = works
        self._rate = rate
        self._dice = dice
        self._deck: list[str] = []

    def day(self, unit: _Unit, number: int) -> Iterator[Sent]:
        """What a unit sends for a day, at whatever hour."""
        work = self._works[number][unit.code]
        if unit.silent == work.day:
            return
        if self._dice.random() < self._rate and (wrong := self._wrong(unit, number)):
            yield from self._faulty(unit, work, *wrong, last=number + 1 == len(self._works))
            return
        chance = self._dice.random()
        last = number + 1 == len(self._works)
        if chance < 0.025:
            if chance < 0.01 and not last:  # sent after all, when later days have their reports
                later = self._hour(work.day + timedelta(days=self._dice.choice((1, 1, 2))), 9)
                yield self._good(unit, work, later)._replace(remark="for a day gone by")
            return
        clerk = self._dice.choice(CLERKS) if chance > 0.97 and self._has_cases(unit) else unit.clerk
        received = self._when(work.day, chance, last=last)
        remark = self._remark(unit, work, received)
        if 0.025 < chance < 0.045 and work.today[Kind.BIRTH] > 20:
            yield self._first_figures(unit, work)
            remark = remark or "in place of an earlier one"
        sent = self._good(replace(unit, clerk=clerk), work, received, remark)
        if unit.clerk.dated_by_name and clerk is unit.clerk and not sent.remark:
            if unit.idle and unit.idle[0] == work.entered:
                sent = sent._replace(data=unit.idle[1])
            elif self._finished(work):
                unit.idle = (work.entered, sent.data)
        unit.good, unit.file = work.day, (work.day, sent.data)
        yield sent

    def _finished(self, work: Work) -> bool:
        total = self._plan.targets[work.unit].total_cases
        return not any(work.today.values()) and sum(work.entered.values()) == total

    def _has_cases(self, unit: _Unit) -> bool:
        return bool(self._plan.targets[unit.code].total_cases)

    def _when(self, day: date, chance: float, *, last: bool) -> datetime:
        if 0.045 < chance < 0.06:
            return self._hour(day, 14, 15)
        if 0.06 < chance < 0.07 and not last:
            return self._hour(day + timedelta(days=1), 7, 30)
        return self._hour(day, self._dice.randint(8, 13))

    def _hour(self, day: date, hour: int, minute: int = 0) -> datetime:
        moment = time(hour, minute + self._dice.randint(0, 24), self._dice.randint(0, 59))
        return datetime.combine(day, moment, self._plan.timezone)

    def _remark(self, unit: _Unit, work: Work, received: datetime) -> str:
        if min(work.today.values()) < 0:
            return "a correction"
        if received >= self._plan.closes_at(work.day):
            return "late"
        if unit.good is None:
            return "" if work.day == self._plan.start else "a first report after the start"
        return "" if (work.day - unit.good).days == 1 else "after days without a report"

    def _good(self, unit: _Unit, work: Work, received: datetime, remark: str = "") -> Sent:
        corrects = min(work.today.values()) < 0
        clerk = on_own_line(unit.clerk) if corrects else unit.clerk
        data = make(self._plan, work, clerk, note=NOTE if corrects else "")
        name = self._renamed(file_name(self._plan, unit.code, clerk.hand.file, work.day), clerk)
        return Sent(unit.code, work.day, received, name, data, remark=remark or clerk.remark)

    def _renamed(self, name: str, clerk: Clerk) -> str:
        ending = name.rpartition(".")[2]
        if clerk.dated_by_name or self._dice.random() > 0.05:
            return name
        return f"{self._dice.choice(('bao cao moi', 'PL01', 'So lieu so hoa', 'Copy of bieu'))}.{ending}"

    def _first_figures(self, unit: _Unit, work: Work) -> Sent:
        """What a unit sends at ten o'clock, before the day's work is done; at noon it sends the whole."""
        some = work.today[Kind.BIRTH] // 3
        early = replace(
            work,
            today={**work.today, Kind.BIRTH: work.today[Kind.BIRTH] - some},
            entered={**work.entered, Kind.BIRTH: work.entered[Kind.BIRTH] - some},
        )
        return self._good(unit, early, self._hour(work.day, 7))._replace(remark="replaced later", fate=Fate.UNKNOWABLE)

    def _wrong(self, unit: _Unit, number: int) -> tuple[str, Wrong] | None:
        """A fault that can come up now, each kind once before any comes again."""
        work = self._works[number][unit.code]
        if not self._has_cases(unit) or min(work.today.values()) < 0:
            return None
        before = self._works[number - 1][unit.code] if number else None
        yesterday = work.day - timedelta(days=1)
        case = Situation(
            self._plan,
            work,
            unit.clerk,
            self._works[number],
            before,
            gap=(yesterday - unit.good).days if unit.good else number,
            first=unit.good is None,
            sent=unit.file[1] if unit.file and unit.file[0] == yesterday else None,
            last_day=number + 1 == len(self._works),
            dice=self._dice,
        )
        return self._dealt(case) or self._dealt(case, afresh=True)

    def _dealt(self, case: Situation, *, afresh: bool = False) -> tuple[str, Wrong] | None:
        """The first fault of the deck that can come up; `afresh` with all kinds in it again."""
        if afresh:
            fresh = sorted(set(FAULTS) - set(self._deck))
            self._dice.shuffle(fresh)
            self._deck += fresh
        for name in sorted(self._deck, key=lambda name: name not in SELDOM):
            if wrong := FAULTS[name](case):
                self._deck.remove(name)
                return name, wrong
        return None

    def _faulty(self, unit: _Unit, work: Work, fault: str, wrong: Wrong, *, last: bool) -> Iterator[Sent]:
        chance = self._dice.random()
        name = file_name(self._plan, unit.code, wrong.clerk.hand.file, max(work.day, wrong.work.day))
        sent = Sent(
            unit.code,
            work.day,
            self._hour(work.day, self._dice.randint(8, 13)),
            name,
            wrong.file(self._plan),
            fault,
            wrong.fate,
            cells=_cells(self._plan, wrong) if wrong.column and wrong.data is None else (),
        )
        if wrong.fate is Fate.REFUSE and fault.startswith(("today", "entered")) and chance > 0.82:
            sent = sent._replace(office="accept")
        if fault in AFTER_A_GOOD_ONE and self._dice.random() < 0.5:
            yield self._good(unit, work, self._hour(work.day, 7))
            unit.good = work.day
            yield sent
            return
        if fault in AHEAD and self._dice.random() < 0.5:
            unit.silent = wrong.work.day
        yield sent
        if sent.office or (chance > 0.82 and wrong.fate is Fate.REFUSE):
            return  # nobody sends anything more
        if wrong.fate is not Fate.REFUSE:
            unit.good = work.day if wrong.harmless else unit.good
            return
        morrow = chance < 0.12 and not last
        again = self._hour(work.day + timedelta(days=1), 7, 30) if morrow else self._hour(work.day, 14, 20)
        unit.good = work.day
        mended = self._good(unit, work, again)
        yield mended._replace(after=_reference(sent), remark=mended.remark or "sent again")


def _cells(plan: Plan, wrong: Wrong) -> tuple[Cell, ...]:
    """Where the faulty form differs from the same form without the fault; too much is nothing in particular."""
    clean = wrong.clerk._replace(hand=replace(wrong.clerk.hand, overrides={}, named=""))
    (written,), (right,) = (
        [grid for grid in read_workbook(make(plan, wrong.work, clerk), "x").grids if grid.sheet == clerk.hand.sheet]
        for clerk in (wrong.clerk, clean)
    )
    places = sorted(at for at in {*written.cells, *right.cells} if written.cells.get(at) != right.cells.get(at))
    if len(places) > _MOST_CELLS:
        return ()
    return tuple(Cell(written.sheet, cell_name(*at), written.cells.get(at), right.cells.get(at)) for at in places)
