"""The plan: units, targets, machines, norm, deadline; and the sums that follow from them.

Days to finish are cases ÷ (machines × norm), rounded as the plan rounds (to the nearest, half up); machines
needed are the fewest that finish within the campaign. Basis: Kế hoạch 188/KH-UBND, II.5 and Phụ lục 02–04.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from xlpy.core.plan.aside import Aside, parse_aside
from xlpy.core.plan.letterhead import Contact, Letterhead
from xlpy.core.plan.lookup import Lookup
from xlpy.core.plan.period import Period, parse_period
from xlpy.core.records import KINDS, Kind
from xlpy.core.text import key
from xlpy.core.units import Former, Unit, Units

DEFAULT_INBOX = "den"
_SUNDAY = 6


class Rounding(StrEnum):
    """How a fraction of a day counts."""

    NEAREST = "nearest"
    UP = "up"


class Printed(NamedTuple):
    """What the plan's table prints as computed, kept to be checked against what it follows from.

    `machines` are those that the table was printed with: the office may have moved machines since.
    """

    books: int | None = None
    cases: int | None = None
    machines: int | None = None
    per_day: int | None = None
    days: int | None = None


NOTHING_PRINTED = Printed()


class Target(NamedTuple):
    """One line of Phụ lục 02–04. `books` and `cases` by kind; None is a cell that the plan left blank."""

    unit: Unit
    books: Mapping[Kind, int | None]
    cases: Mapping[Kind, int | None]
    machines: int
    printed: Printed = NOTHING_PRINTED

    @property
    def total_books(self) -> int:
        return sum(self.books[kind] or 0 for kind in KINDS)

    @property
    def total_cases(self) -> int:
        return sum(self.cases[kind] or 0 for kind in KINDS)


class Level(NamedTuple):
    """One appendix: the records kept at one level of government."""

    level: str
    name: str
    appendix: str
    targets: tuple[Target, ...]
    printed: Printed = NOTHING_PRINTED

    @property
    def books(self) -> int:
        return sum(target.total_books for target in self.targets)

    @property
    def cases(self) -> int:
        return sum(target.total_cases for target in self.targets)

    @property
    def machines(self) -> int:
        return sum(target.machines for target in self.targets)


class Mail(NamedTuple):
    """Addresses: who sends the report, to whom, and by code where each unit's reports come from.

    `smtp` and `imap` are servers as the settings write them ("mail.example.vn:465"), `account` the name to sign in
    with where it is not the sender's address, `mailbox` the folder of the mailbox that reports arrive in.
    """

    sender: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    units: Mapping[str, tuple[str, ...]] = {}
    smtp: str = ""
    imap: str = ""
    account: str = ""
    mailbox: str = "INBOX"
    answers_at_once: bool = False
    """Units' answers go out by themselves, as soon as their files are judged."""
    rest_days: frozenset[date] = frozenset()
    """Days beside Sundays on which nothing goes out by itself."""

    def rests_on(self, day: date) -> bool:
        """Whether nobody sits at the office to be called about what would go out by itself."""
        return day.weekday() == _SUNDAY or day in self.rest_days

    def is_of(self, sender: str, unit: str) -> bool:
        """Whether a unit is known to write from an address."""
        return bool(sender) and key(sender) in map(key, self.units.get(unit, ()))

    @property
    def login(self) -> str:
        """The name to sign in with at either server."""
        return self.account or self.sender


class Document(NamedTuple):
    """Number, date and issuer of the decision that the forms name in their titles."""

    number: str
    date: date
    issuer: str


@dataclass(frozen=True)
class Plan:
    """A campaign's plan. `tracked` is the level that the daily form (Phụ lục 01) follows."""

    document: Document
    cited: Mapping[str, tuple[str, date]]
    """Number and date of the plan as each appendix cites them: appendix → (number, date)."""
    office: str
    recipient: str
    priority: tuple[Kind, ...]
    """Order of entry (II.1.2)."""
    root: Unit
    levels: tuple[Level, ...]
    tracked_level: str
    norm: int
    norm_in_text: int
    norm_in_tables: int
    """The norm that Phụ lục 02–04 were printed with; `norm` is the one in force."""
    rounding: Rounding
    start: date
    deadline: date
    """The first day that is too late ("trước ngày")."""
    units_report_before: time
    office_reports_before: time
    utc_offset: timedelta
    stated_books: int | None
    stated_cases: int | None
    stated_tracked_cases: int | None
    extra_machines: Mapping[str, tuple[int, int]]
    """Code → machines promised on top of one a part, per part (fewest, most)."""
    inbox: str
    reports: str
    """Folders, relative to the working folder or whole paths."""
    mail: Mail
    letterhead: Letterhead
    contact: Contact
    period: Period
    form_paper: str
    """What the report prints Phụ lục 01 on, lying: "A4" or "A3"."""
    look: Mapping[str, Any]
    """How the office restyled the report, as drawing.look reads it; empty is the default look."""
    aside: Aside
    issued: "Plan | None" = None
    as_of: date | None = None
    former: tuple[Former, ...] = ()
    """What the office typed, the day, who ended until then, where this is the plan of a day (`dated.of_day`)."""

    @property
    def campaign_days(self) -> int:
        """Days from the start to the last day in time, both counted."""
        return (self.deadline - self.start).days

    def year_of(self, day: date) -> int:
        """The year that a date without one means ("22-5" in a file's name) in a run for `day`.

        In a run long after the campaign, for today by mistake, it is still the campaign's.
        """
        return day.year if self.start <= day <= self.deadline + timedelta(days=90) else self.start.year

    @property
    def timezone(self) -> timezone:
        """A fixed offset: the country has no daylight saving, and Windows has no zone files."""
        return timezone(self.utc_offset)

    def day_at(self, moment: datetime) -> date:
        """The day that a moment belongs to where the plan is carried out."""
        return moment.astimezone(self.timezone).date()

    @cached_property
    def tracked(self) -> Level:
        return next(level for level in self.levels if level.level == self.tracked_level)

    @cached_property
    def senders(self) -> Units:
        """The units that report every day, in the order of the official form."""
        return Units(target.unit for target in self.tracked.targets).after(self.former)

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """The tracked level's targets by unit code."""
        return {target.unit.code: target for target in self.tracked.targets}

    @cached_property
    def lookup(self) -> Lookup:
        """The units by what else tells whose a file is."""
        return Lookup([target.cases for target in self.tracked.targets], self.mail.units)

    def total(self, unit: str, kind: Kind) -> int:
        """Cases that the plan gives a unit to enter; a blank in the plan counts as none."""
        return self.targets[unit].cases[kind] or 0

    def closes_at(self, day: date) -> datetime:
        """The instant from which a unit's report for `day` is late."""
        return datetime.combine(day, self.units_report_before, self.timezone)

    def reports_at(self, day: date) -> datetime:
        """The instant before which the office itself reports on `day`."""
        return datetime.combine(day, self.office_reports_before, self.timezone)

    def reminds_at(self, day: date) -> datetime:
        """The instant from which units that have not reported are reminded: 13:30 for 14:00."""
        return self.closes_at(day) - timedelta(minutes=30)

    def per_day(self, target: Target) -> int:
        """Cases a day: machines × norm."""
        return target.machines * self.norm

    @property
    def largest_norm(self) -> int:
        """The larger of the two norms that the plan speaks of: more than it, no machine enters on a day."""
        return max(self.norm, self.norm_in_text)

    def most_per_day(self, target: Target) -> int:
        """Cases that a unit's machines can enter on a day, at the larger norm."""
        return target.machines * self.largest_norm

    def days(self, target: Target) -> int | None:
        """Days to finish, rounded as set; None where there is work and no machine."""
        if not target.total_cases:
            return 0
        if not target.machines:
            return None
        return rounded_days(target.total_cases, self.per_day(target), self.rounding)

    def printed_per_day(self, target: Target) -> int:
        """Cases a day as the plan's table should print them: its machines × its norm."""
        return (target.printed.machines or 0) * self.norm_in_tables

    def printed_days(self, target: Target) -> frozenset[int | None]:
        """Days as the plan's table may print them, rounded one way or the other."""
        per_day = self.printed_per_day(target)
        if not target.total_cases or not per_day:
            return frozenset({None if target.total_cases else 0})
        return frozenset(rounded_days(target.total_cases, per_day, rounding) for rounding in Rounding)

    def machines_for(self, cases: int) -> int:
        """The fewest machines that enter so many cases within the campaign."""
        return -(-cases // (self.norm * self.campaign_days))

    def capacity(self, level: Level) -> int:
        """Cases that the level's machines can enter within the campaign, however they are shared."""
        return level.machines * self.norm * self.campaign_days

    def changed(
        self, *, norm: int | None = None, rounding: Rounding | None = None, machines: Mapping[str, int] | None = None
    ) -> "Plan":
        """The same plan under another norm, rounding, or number of machines at the tracked level (by code)."""

        def recomputed(level: Level) -> Level:
            changes = (machines or {}) if level.level == self.tracked_level else {}
            return level._replace(
                targets=tuple(
                    target._replace(machines=changes.get(target.unit.code, target.machines)) for target in level.targets
                ),
            )

        return replace(
            self,
            levels=tuple(recomputed(level) for level in self.levels),
            norm=norm or self.norm,
            rounding=rounding or self.rounding,
        )


def rounded_days(cases: int, per_day: int, rounding: Rounding) -> int:
    """Days that so many cases take at so many a day, as the plan rounds."""
    # In whole numbers: Python's round() would take 2,5 to 2, the plan takes halves up.
    return -(-cases // per_day) if rounding is Rounding.UP else (2 * cases + per_day) // (2 * per_day)


def parse_plan(data: Mapping[str, Any]) -> Plan:
    """A plan from its JSON, already valid under `schemas/plan.json`.

    Raises ValueError where a target names a code that the tree of units does not have.
    """
    root = _parse_unit(data["units"])
    by_code = {unit.code: unit for unit in root.walk()}
    levels = tuple(_parse_level(level, by_code) for level in data["levels"])
    norm, campaign, hours, stated = data["norm"], data["campaign"], data["reporting"], data.get("stated", {})
    folders, head = data.get("folders", {}), data.get("letterhead", {})
    return Plan(
        document=Document(data["plan"]["number"], date.fromisoformat(data["plan"]["date"]), data["plan"]["issuer"]),
        cited={level["appendix"]: _cited(level["cites"]) for level in data["levels"] if "cites" in level}
        | ({"01": _cited(data["form"]["cites"])} if "cites" in data["form"] else {}),
        office=data["office"],
        recipient=data["recipient"],
        priority=tuple(Kind(kind) for kind in data["priority"]),
        root=root,
        levels=levels,
        tracked_level=data["form"]["level"],
        norm=norm["per_machine_per_day"],
        norm_in_text=norm.get("in_text", norm["per_machine_per_day"]),
        norm_in_tables=norm.get("in_tables", norm["per_machine_per_day"]),
        rounding=Rounding(norm["rounding"]),
        start=date.fromisoformat(campaign["start"]),
        deadline=date.fromisoformat(campaign["before"]),
        units_report_before=time.fromisoformat(hours["units_before"]),
        office_reports_before=time.fromisoformat(hours["office_before"]),
        utc_offset=timedelta(hours=hours["utc_offset_hours"]),
        stated_books=stated.get("books"),
        stated_cases=stated.get("cases"),
        stated_tracked_cases=data["form"].get("stated_cases"),
        extra_machines={code: (low, high) for code, (low, high) in stated.get("extra_machines", {}).items()},
        inbox=folders.get("inbox", DEFAULT_INBOX),
        reports=folders.get("reports", "bao-cao"),
        mail=_parse_mail(data.get("mail", {})),
        letterhead=Letterhead(**{**head, "copies": tuple(head.get("copies", ()))}),
        contact=Contact(**data.get("contact", {})),
        period=parse_period(data),
        form_paper=data["form"].get("paper", "A4"),
        look=data.get("look", {}),
        aside=parse_aside(data),
    )


def _cited(data: Mapping[str, str]) -> tuple[str, date]:
    return data["number"], date.fromisoformat(data["date"])


def _parse_mail(data: Mapping[str, Any]) -> Mail:
    units = {code: tuple(addresses) for code, addresses in data.get("units", {}).items()}
    to, cc = (tuple(data.get(name, ())) for name in ("to", "cc"))
    sender, smtp, imap, account = (data.get(name, "") for name in ("sender", "smtp", "imap", "account"))
    return Mail(
        sender,
        to,
        cc,
        units,
        smtp,
        imap,
        account,
        data.get("mailbox", Mail().mailbox),
        data.get("answers") == "at-once",
        frozenset(map(date.fromisoformat, data.get("rest_days", ()))),
    )


def _parse_unit(data: Mapping[str, Any]) -> Unit:
    return Unit(
        data["code"],
        data["name"],
        tuple(data.get("aliases", ())),
        tuple(_parse_unit(child) for child in data.get("children", ())),
    )


def _parse_printed(data: Mapping[str, int], machines: int | None = None) -> Printed:
    """`machines`: where the plan does not say with how many its table was printed, it was with these."""
    return Printed(*({"machines": machines, **data}.get(name) for name in Printed._fields))


def _parse_level(data: Mapping[str, Any], units: Mapping[str, Unit]) -> Level:
    targets = []
    for line in data["targets"]:
        if line["code"] not in units:
            raise ValueError(f"Phụ lục {data['appendix']}: mã đơn vị {line['code']} không có trong danh sách đơn vị")
        unit = units[line["code"]]
        targets.append(
            Target(
                unit=replace(unit, name=line["name"]) if "name" in line else unit,
                books={kind: line["books"].get(kind) for kind in KINDS},
                cases={kind: line["cases"].get(kind) for kind in KINDS},
                machines=line["machines"],
                printed=_parse_printed(line.get("printed", {}), line["machines"]),
            )
        )
    return Level(data["level"], data["name"], data["appendix"], tuple(targets), _parse_printed(data.get("printed", {})))
