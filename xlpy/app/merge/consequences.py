"""What a run does to the days after its own, told before it is recorded; and what earlier days did to this one."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from xlpy.app.folder import Folder
from xlpy.app.merge.copies import read_copies
from xlpy.app.merge.decide import Decision, background_of
from xlpy.app.merge.held import LaterDaysChange
from xlpy.core.carried_days import carried_history
from xlpy.core.consolidate import ACCEPTED, Standing, UnitDay, accepted_day
from xlpy.core.plan.dated import handovers_until
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import Receipt
from xlpy.core.records import AcceptedDay
from xlpy.core.source import Finding
from xlpy.core.text import day as written
from xlpy.core.text import merging, number
from xlpy.doors.files.reader import Reader
from xlpy.journal import Journal, Taken
from xlpy.rules.day import Came
from xlpy.rules.later_days import (
    Flip,
    LaterDay,
    Seen,
    changed_by_an_earlier_day,
    flips,
    later_day_changes,
    replaced,
    told,
    weighed_again,
)

_MOST_TOLD, _MOST_DAYS = 5, 7


class Consequences(NamedTuple):
    """What recording a day does to the days after it.

    `flips`: verdicts that become other ones. `stale`: days of which figures change, also those that are only carried.
    """

    folder: Folder
    day: date
    flips: tuple[Flip, ...] = ()
    stale: tuple[date, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Each flip as people are told of it."""
        return told(later_day_changes, self.flips)

    @property
    def days(self) -> tuple[date, ...]:
        """The days to merge again, the first first."""
        return tuple(sorted({flip.later for flip in self.flips} | {*self.stale}))

    @property
    def notes(self) -> tuple[str, ...]:
        """How to go on, where there is something to bring up to date."""
        if not self.days:
            return ()
        return (
            f"Số ngày {written(self.day)} đã đổi; báo cáo các ngày sau vẫn như đã ghi cho đến khi tổng hợp lại, "
            f"lần lượt {self._commands}.",
        )

    @property
    def held(self) -> LaterDaysChange:
        """What is raised where nobody consents."""
        day = written(self.day)
        shown = [_in_short(flip) for flip in self.flips[:_MOST_TOLD]]
        if left := len(self.flips) - len(shown):
            shown.append(f"và {number(left)} chỗ khác")
        changes = f"Chưa ghi gì: theo số ngày {day}, báo cáo ngày sau đổi kết quả: {'; '.join(shown)}."
        remedy = (
            f"Xem lại số ngày {day}. Đúng thì chạy lại, thêm --van-ghi; sau đó tổng hợp lại lần lượt {self._commands}."
        )
        return LaterDaysChange(self.day, changes, remedy, self.flips, self.findings)

    @property
    def _commands(self) -> str:
        told = [f"ngày {written(day)} ({self.folder.command(merging(day))})" for day in self.days[:_MOST_DAYS]]
        if left := len(self.days) - len(told):
            told.append(f"và {left} ngày nữa, đến ngày {written(self.days[-1])}")
        return "; ".join(told)


def _in_short(flip: Flip) -> str:
    becomes = "trả lại để sửa → đã tiếp nhận" if flip.counts else "đã tiếp nhận → trả lại để sửa"
    why = f" ({flip.why})" if flip.why else ""
    return f"{flip.name}, ngày {written(flip.later)}: {becomes}{why}"


# -- the days after ------------------------------------------------------------------------------------------------


def consequences(
    folder: Folder, plan: Plan, day: date, decision: Decision, journal: Journal, reader: Reader
) -> Consequences:
    """Weigh the later days again where this day is another one than they saw.

    Only the units that changed, and the files that may be theirs, each twice: beside the day as it was and as it will
    be. Nothing is read where no later day was merged.
    """
    changes = [one.day for one in handovers_until(plan, date.max) if one.day > day]
    until = min(changes, default=date.max)
    everything = journal.recorded_after(day)
    # Of units that have become others since, nobody can weigh a form again as if it were theirs.
    recorded = {later: units for later, units in everything.items() if later < until}
    if not everything:
        return Consequences(folder, day)
    accepted = carried_history(plan, journal.accepted_days(), day).days
    moved = _moved(decision.weighed.standing, accepted)
    beyond = tuple(later for later in everything if later >= until) if moved else ()
    units = frozenset(moved) | _with_the_same_bytes(decision.taken, recorded)
    if not units or not recorded:
        return Consequences(folder, day, stale=beyond)
    taken = (*journal.taken(), *decision.taken)
    later = _later(folder, journal, recorded, taken, units, reader)
    before = {unit: list(accepted.get(unit, ())) for unit in units}
    after = {unit: replaced(days, day, moved[unit]) if unit in moved else days for unit, days in before.items()}
    anyway = weighed_again(plan, later, before, units)
    would = weighed_again(plan, later, after, units)
    return Consequences(folder, day, tuple(flips(day, later, would, anyway)), (*_stale(would, anyway), *beyond))


def _moved(standing: Standing, accepted: Mapping[str, Sequence[AcceptedDay]]) -> dict[str, AcceptedDay | None]:
    """The units of which the days after would see something else, and what."""
    found = {}
    for unit in standing.units:
        was = next((item for item in reversed(accepted.get(unit.unit, ())) if item.date == standing.date), None)
        if (now := accepted_day(standing.date, unit)) != was:
            found[unit.unit] = now
    return found


_Recorded: TypeAlias = Mapping[date, Mapping[str, tuple[str, Receipt | None]]]


def _with_the_same_bytes(taken: Iterable[Taken], recorded: _Recorded) -> frozenset[str]:
    """Units whose file of a later day came now for this one too: it would be yesterday's file sent again."""
    digests = {item.receipt.sha256 for item in taken}
    return frozenset(
        unit
        for units in recorded.values()
        for unit, (_, receipt) in units.items()
        if receipt is not None and receipt.sha256 in digests
    )


def _later(
    folder: Folder,
    journal: Journal,
    recorded: _Recorded,
    taken: Sequence[Taken],
    units: frozenset[str],
    reader: Reader,
) -> list[LaterDay]:
    """The later days with the files that may be of these units, read from the archive."""
    files: dict[date, list[Taken]] = {day: [] for day in recorded}
    others = {
        day: {receipt for unit, (_, receipt) in of.items() if receipt is not None and unit not in units}
        for day, of in recorded.items()
    }
    by_name = {day: {digest for _, digest in journal.acceptances(day)} for day in recorded}
    for item in taken:
        for day in _days_of(item, files, by_name):
            if item.receipt not in others[day]:
                files[day].append(item)
    wanted = {item.receipt.sha256: item for many in files.values() for item in many}
    known: dict[str, list[Taken]] = {digest: [] for digest in wanted}
    for item in taken:
        if item.receipt.sha256 in known:
            known[item.receipt.sha256].append(item)
    copies = {digest: (folder.path / item.archived, item.receipt.name) for digest, item in wanted.items()}
    names = {digest: item.archived for digest, item in wanted.items()}
    snapshots = dict(read_copies(reader, copies, reader.read(list(copies.values())), names))
    return [
        LaterDay(
            day,
            [Came(item.receipt, snapshots[item.receipt.sha256], item.letter) for item in many],
            background_of(
                journal, day, {}, [same for digest in {i.receipt.sha256 for i in many} for same in known[digest]]
            ),
            frozenset(unit for unit, (status, _) in recorded[day].items() if status in ACCEPTED),
        )
        for day, many in files.items()
    ]


def _days_of(item: Taken, days: Mapping[date, object], by_name: Mapping[date, Container[str]]) -> Iterator[date]:
    """Of these days those on which a file counts. `by_name`: contents that the office accepted by name for each."""
    named = days if item.form_date is None else dict.fromkeys((item.taken_on, item.form_date))
    return (day for day in named if day in days and (item.belongs_to(day) or item.receipt.sha256 in by_name[day]))


def _stale(would: Mapping[tuple[date, str], Seen], anyway: Mapping[tuple[date, str], Seen]) -> tuple[date, ...]:
    """The days of which a figure changes."""
    changed = (day for (day, unit), seen in would.items() if _figures(seen) != _figures(anyway[day, unit]))
    return tuple(dict.fromkeys(changed))


def _figures(seen: Seen) -> object:
    return {kind: (figures.today, figures.entered) for kind, figures in seen.unit_day.figures.items()}


# -- the days before -----------------------------------------------------------------------------------------------


def changed_by_earlier_days(journal: Journal, standing: Standing) -> tuple[Finding, ...]:
    """What is to be said where a unit's verdict is another one than recorded, and an earlier day was changed since."""
    since = journal.merged_since(standing.date)
    before = journal.standing(standing.date) if since else None
    if before is None:
        return ()
    recorded = {unit.unit: unit for unit in before.units}
    turned = {
        unit.unit: unit for unit in standing.units if unit.unit in recorded and _turned(recorded[unit.unit], unit)
    }
    if not turned:
        return ()
    earlier: dict[str, date] = {}
    for day in since:
        seen, now = journal.seen_by(standing.date, day), journal.standing(day)
        old = {unit.unit: unit for unit in seen.units} if seen else {}
        for unit in now.units if now else ():
            if unit.unit in turned and _said(unit) != _said(old.get(unit.unit)):
                earlier[unit.unit] = day
    return told(
        changed_by_an_earlier_day,
        (
            Flip(earlier[unit], standing.date, unit, of.name, of.accepted, of.source, Seen.of(of, standing).why)
            for unit, of in turned.items()
            if unit in earlier
        ),
    )


def _turned(was: UnitDay, now: UnitDay) -> bool:
    """Whether a verdict is another one without a file that came since: a report that counts now, and was not there or
    was another file's then, counts because it came.
    """
    same = was.receipt is not None and now.receipt is not None and was.receipt.sha256 == now.receipt.sha256
    return was.accepted != now.accepted and (same or not now.accepted)


def _said(unit: UnitDay | None) -> object:
    return unit.figures if unit is not None and unit.accepted else None
