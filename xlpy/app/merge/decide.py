"""What becomes of a day's files: the journal's background, the verdicts, the rows that the journal must keep."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from xlpy.app.merge.take_in import Intake
from xlpy.core.consolidate import Judged, SentBack
from xlpy.core.grid import Snapshot
from xlpy.core.plan.dated import of_day
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.receipt import Letter, Receipt, hour_of
from xlpy.core.records import AcceptedDay
from xlpy.core.text import day as written
from xlpy.doors.disk.inbox import Arrival
from xlpy.journal import Journal, Taken
from xlpy.rules.day import Came, Weighed, weigh
from xlpy.rules.judge import Background, carried, with_history

NOT_JUDGED: Mapping[Receipt, Judged] = {}


class Decision(NamedTuple):
    """A day's files weighed, with the rows that the journal must keep.

    `taken` are the files first seen in this run, `withdrawn` (unit, SHA-256) of telephoned figures that count no more.
    """

    weighed: Weighed
    taken: tuple[Taken, ...]
    withdrawn: tuple[tuple[str, str], ...] = ()

    @property
    def takes_in(self) -> bool:
        """Whether the run brings something, and does not only bring the day up to date with others."""
        return bool(self.taken or self.weighed.named or self.withdrawn)


class Ready(NamedTuple):
    """What a day's files are weighed by: receipts of those that arrived, all of each content, and what is known."""

    receipts: Sequence[Receipt]
    of_content: Mapping[str, Sequence[tuple[Receipt, Letter | None]]]
    background: Background


def ready(plan: Plan, day: date, intake: Intake, journal: Journal) -> Ready:
    """What there is before any file was read."""
    receipts = [_receipt(plan, arrival) for arrival in intake.arrived]
    of_content: dict[str, list[tuple[Receipt, Letter | None]]] = {}
    for item in intake.known:
        of_content.setdefault(item.receipt.sha256, []).append((item.receipt, item.letter))
    for arrival, receipt in zip(intake.arrived, receipts, strict=True):
        of_content.setdefault(receipt.sha256, []).append((receipt, arrival.letter))
    background = background_of(journal, day, taken=journal.taken_as(of_content))
    background = background._replace(sent_back=still_to_mend(journal, plan, day))
    return Ready(receipts, of_content, carried(background, plan, day))


def still_to_mend(journal: Journal, plan: Plan, day: date) -> Mapping[str, SentBack]:
    """What earlier days sent back of the reports that are due on `day`: none where each day has its own."""
    since = None if plan.period.is_daily else plan.period.since(day)
    return {} if since is None else journal.sent_back(since, day)


def decide(
    plan: Plan,
    day: date,
    intake: Intake,
    snapshots: Iterable[tuple[str, Snapshot]],
    by: Ready,
    accept: Sequence[str],
    withdraw: Sequence[str] = (),
    judged: Mapping[Receipt, Judged] = NOT_JUDGED,
) -> Decision:
    """Weigh every file that belongs to the day. `snapshots` come with their SHA-256, and each goes when it is judged.

    `withdraw` are codes of units whose telephoned figures of the day count no more. `judged` are verdicts that are
    there when a snapshot comes.
    """
    came: Iterable[Came] = _came(plan, intake, by.of_content, snapshots, judged)
    if withdraw:
        came = list(came)  # weighed twice
    background = by.background
    weighed = weigh(plan, day, came, background, accept)
    withdrawn, notes = _withdrawn(plan, weighed, withdraw)
    if withdrawn:
        gone = {digest: unit for unit, digest in withdrawn}
        weighed = weigh(plan, day, came, background._replace(withdrawn={**background.withdrawn, **gone}), accept)
    weighed = weighed._replace(notes=(*weighed.notes, *notes))
    # Of the same bytes under several names one speaks; under another name the form may have another day.
    dates = {item.receipt.sha256: item.submission.date for item in weighed.files if item.submission}
    dates_by_file = {item.receipt: item.submission.date for item in weighed.files if item.submission}
    taken = tuple(
        Taken(
            receipt,
            day,
            dates_by_file.get(receipt, dates.get(receipt.sha256)),
            arrival.place,
            arrival.modified_ns,
            arrival.size,
            intake.copies[receipt.sha256],
            arrival.letter,
        )
        for arrival, receipt in zip(intake.arrived, by.receipts, strict=True)
    )
    return Decision(weighed, taken, withdrawn)


def _came(
    plan: Plan,
    intake: Intake,
    of_content: Mapping[str, Sequence[tuple[Receipt, Letter | None]]],
    snapshots: Iterable[tuple[str, Snapshot]],
    judged: Mapping[Receipt, Judged],
) -> Iterator[Came]:
    for digest, snapshot in snapshots:
        for receipt, letter in of_content[digest]:
            found = judged.get(receipt)
            yield Came(receipt, snapshot, letter, found and found._replace())  # two of one receipt are two files
    for arrival in intake.failed:
        if arrival.problem is not None:
            snapshot = Snapshot(arrival.name, problems=(arrival.problem,))
            yield Came(_receipt(plan, arrival), snapshot, arrival.letter)


def _withdrawn(
    plan: Plan, weighed: Weighed, codes: Sequence[str]
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The (unit, SHA-256) of what these units told by telephone, and what people should know where there is nothing."""
    found: list[tuple[str, str]] = []
    notes = []
    for code in dict.fromkeys(codes):
        theirs = dict.fromkeys(item.receipt.sha256 for item in weighed.files if item.phoned and item.unit == code)
        found.extend((code, digest) for digest in theirs)
        if not theirs:
            name, day = plan.targets[code].unit.name, written(weighed.standing.date)
            notes.append(f"--bo-nhap-tay {code}: {name}: ngày {day} không có số báo qua điện thoại nào đang tính.")
    return tuple(found), tuple(notes)


def _receipt(plan: Plan, arrival: Arrival) -> Receipt:
    return receipt_of(plan, arrival.name, arrival.sha256, arrival.modified_ns, arrival.letter)


_CLOCKS_DIFFER = timedelta(minutes=5)
"""By which two clocks may be apart, and the hour of a file be a little ahead of ours."""


def receipt_of(plan: Plan, name: str, sha256: str, modified_ns: int, letter: Letter | None) -> Receipt:
    """A file as it came in: at its letter's hour where it came in one, else when it was last changed."""
    # In whole microseconds: a float of seconds would round, and order two files of one instant.
    changed = datetime.fromtimestamp(0, plan.timezone) + timedelta(microseconds=modified_ns // 1000)
    hour = hour_of(name, letter, changed)
    if letter is None and changed > datetime.now(UTC) + _CLOCKS_DIFFER:
        hour = None  # of another PC's wrong clock: nothing can have come at an hour that is not yet
    return Receipt(name, sha256, hour.astimezone(plan.timezone) if hour else None)


def background_of(
    journal: Journal,
    day: date,
    accepted: Mapping[str, Sequence[AcceptedDay]] | None = None,
    taken: Iterable[Taken] | None = None,
) -> Background:
    """What the journal knows that bears on a day's files.

    `accepted` and `taken` are its accepted days and files, where the caller has them, or wants others or fewer.
    """
    taken = tuple(journal.taken() if taken is None else taken)
    background = Background(
        same_bytes=_same_bytes(taken, day),
        by_name=journal.acceptances(day),
        withdrawn=journal.withdrawals(day),
        elsewhere=journal.weighed_since(day),
        in_force=_in_force(journal, day),
        first_seen={(item.receipt.sha256, item.receipt.received_at): item.taken_on for item in taken},
    )
    if accepted is not None:
        return with_history(background, accepted, day)
    known = journal.histories()
    return background._replace(history=known.before(day), later=known.after(day), standing=known.on(day))


def _in_force(journal: Journal, day: date) -> Plan | None:
    """The plan as it was on a day that is over: machines may have been moved since."""
    text = journal.plan_in_force(day)
    return of_day(parse_plan(json.loads(text)), day) if text is not None else None


def _same_bytes(taken: Iterable[Taken], day: date) -> dict[str, tuple[tuple[date, str], ...]]:
    found: dict[str, list[tuple[date, str]]] = {}
    for item in taken:
        # A file that came early, and was refused for it, may come again on its own day.
        if item.taken_on != day and item.form_date in (None, item.taken_on):
            found.setdefault(item.receipt.sha256, []).append((item.taken_on, item.receipt.name))
    return {digest: tuple(times) for digest, times in found.items()}
