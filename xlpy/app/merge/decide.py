"""What becomes of a day's files: the journal's background, the verdicts, the standing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import NamedTuple

from xlpy.app.merge.take_in import Intake
from xlpy.core.consolidate import Judged, Standing, choose, contend, same_figures
from xlpy.core.grid import Snapshot
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import Receipt
from xlpy.core.records import AcceptedDay
from xlpy.doors.disk.inbox import Arrival
from xlpy.journal import Journal, Taken
from xlpy.rules.judge import (
    Background,
    acceptable_by_name,
    already_received,
    held_for_its_sender,
    judge,
    overridable,
    stand,
)


class Decision(NamedTuple):
    """A day's result with what the journal must remember beside it.

    `taken` are the files first seen in this run, `named` the (unit, SHA-256) accepted by name in it, `notes` what
    the office asked for and could not have.
    """

    standing: Standing
    taken: tuple[Taken, ...]
    named: frozenset[tuple[str, str]]
    notes: tuple[str, ...]


def decide(
    plan: Plan,
    day: date,
    intake: Intake,
    snapshots: Mapping[str, Snapshot],
    journal: Journal,
    accept: Sequence[str],
) -> Decision:
    """Judge every file that belongs to the day and sort them out. `snapshots` are by SHA-256."""
    background = background_of(journal, day)
    arrived = {arrival: _receipt(plan, arrival) for arrival in intake.arrived}
    letters = {item.receipt: item.letter for item in intake.known if item.letter}
    letters |= {receipt: arrival.letter for arrival, receipt in arrived.items() if arrival.letter}
    background = background._replace(letters=letters)
    files = [*(item.receipt for item in intake.known), *arrived.values()]
    judged, named, notes = _judge(plan, day, files, intake.failed, snapshots, background, accept)
    standing = stand(plan, day, judged, background._replace(by_name=background.by_name | named))
    dates = {item.receipt.sha256: item.submission.date for item in judged if item.submission}
    taken = tuple(
        Taken(
            receipt,
            day,
            dates.get(receipt.sha256),
            arrival.place,
            arrival.modified_ns,
            arrival.size,
            intake.copies[receipt.sha256],
            arrival.letter,
        )
        for arrival, receipt in arrived.items()
    )
    return Decision(standing, taken, named, notes)


def _receipt(plan: Plan, arrival: Arrival) -> Receipt:
    if arrival.letter is not None and arrival.letter.hour is not None:
        return Receipt(arrival.name, arrival.sha256, arrival.letter.hour.astimezone(plan.timezone))
    # In whole microseconds: a float of seconds would round, and order two files of one instant.
    hour = datetime.fromtimestamp(0, plan.timezone) + timedelta(microseconds=arrival.modified_ns // 1000)
    return Receipt(arrival.name, arrival.sha256, hour)


def background_of(journal: Journal, day: date) -> Background:
    """What the journal knows that bears on a day's files."""
    history: dict[str, tuple[AcceptedDay, ...]] = {}
    later: dict[str, AcceptedDay] = {}
    standing: dict[str, AcceptedDay] = {}
    for unit, days in journal.accepted_days().items():
        history[unit] = tuple(item for item in days if item.date < day)
        for item in reversed(days):
            if item.date > day:
                later[unit] = item
            elif item.date == day:
                standing[unit] = item
    return Background(history, later, standing, _same_bytes(journal.taken(), day), journal.acceptances(day))


def _same_bytes(taken: Iterable[Taken], day: date) -> dict[str, tuple[tuple[date, str], ...]]:
    found: dict[str, tuple[tuple[date, str], ...]] = {}
    for item in taken:
        # A file that came early, and was refused for it, may come again on its own day.
        if item.taken_on != day and item.form_date in (None, item.taken_on):
            found[item.receipt.sha256] = (*found.get(item.receipt.sha256, ()), (item.taken_on, item.receipt.name))
    return found


def _judge(
    plan: Plan,
    day: date,
    files: Sequence[Receipt],
    failed: Iterable[Arrival],
    snapshots: Mapping[str, Snapshot],
    background: Background,
    accept: Sequence[str],
) -> tuple[list[Judged], frozenset[tuple[str, str]], tuple[str, ...]]:
    same: dict[str, list[Receipt]] = {}
    for receipt in sorted(files, key=lambda receipt: receipt.order):
        same.setdefault(receipt.sha256, []).append(receipt)
    judged = [_first_that_may_count(plan, day, many, snapshots[sha], background) for sha, many in same.items()]
    judged = _as_last_said(plan, day, judged, same, snapshots, background)
    counted = {item.receipt.sha256: item.receipt for item in judged}
    named, notes = _accept(plan, judged, accept)
    if named:
        accepted = {digest for _, digest in named}
        wider = background._replace(by_name=background.by_name | named)
        judged = [
            judge(plan, day, item.receipt, snapshots[item.receipt.sha256].named(item.receipt.name), wider)
            if item.receipt.sha256 in accepted
            else item
            for item in judged
        ]
    judged.extend(
        already_received(receipt, counted[receipt.sha256])
        for receipt in files
        if receipt is not counted[receipt.sha256]
    )
    for arrival in failed:
        if arrival.problem is not None:
            snapshot = Snapshot(arrival.name, problems=(arrival.problem,))
            judged.append(judge(plan, day, _receipt(plan, arrival), snapshot, background))
    return judged, named, notes


def _first_that_may_count(
    plan: Plan, day: date, receipts: Sequence[Receipt], snapshot: Snapshot, background: Background
) -> Judged:
    """Of one content received several times, the first; a stranger's waits for the unit's own letter."""
    judged = [judge(plan, day, receipts[0], snapshot.named(receipts[0].name), background)]
    for receipt in receipts[1:]:
        if not held_for_its_sender(judged[-1]):
            break
        judged.append(judge(plan, day, receipt, snapshot.named(receipt.name), background))
    return judged[0] if held_for_its_sender(judged[-1]) else judged[-1]


def _as_last_said(
    plan: Plan,
    day: date,
    judged: Sequence[Judged],
    same: Mapping[str, Sequence[Receipt]],
    snapshots: Mapping[str, Snapshot],
    background: Background,
) -> list[Judged]:
    """Files with the hour at which their unit last said what is in them.

    The same content once more makes nobody late: its first hour counts. Sent again after other figures, or together
    with them, it was said anew: then the hour counts at which the unit came back to it.
    """
    files = [item for item in judged if item.usable and not item.phoned]
    unsettled = {
        one.unit for one, other in combinations(files, 2) if one.unit == other.unit and not same_figures(one, other)
    }
    said: dict[str, list[Judged]] = {}
    for item in files:
        if item.unit in unsettled:
            later = [receipt for receipt in same[item.receipt.sha256] if receipt.order > item.receipt.order]
            snapshot = snapshots[item.receipt.sha256]
            again = [judge(plan, day, receipt, snapshot.named(receipt.name), background) for receipt in later]
            said[item.receipt.sha256] = [item, *(each for each in again if each.usable)]

    def last_said(item: Judged) -> Judged:
        times = said.get(item.receipt.sha256, [item])
        others = [
            other.receipt.received_at
            for many in said.values()
            for other in many
            if other.unit == item.unit
            and other.receipt.received_at <= times[-1].receipt.received_at
            and not same_figures(other, item)
        ]
        return next((one for one in times if not others or one.receipt.received_at > max(others)), times[-1])

    return [last_said(item) for item in judged]


def _accept(
    plan: Plan, judged: Sequence[Judged], codes: Sequence[str]
) -> tuple[frozenset[tuple[str, str]], tuple[str, ...]]:
    """The files to accept by unit name, and what could not be."""
    named, notes = set(), []
    choices = {choice.unit: choice for choice in choose(plan, judged)}
    for code in dict.fromkeys(codes):
        choice = choices[code]
        waiting = [item for item in judged if acceptable_by_name(item, code)]
        if choice.conflict:  # the finding names the one that is taken, unless another came after it
            hour = choice.conflict[1].receipt.received_at
            waiting = [choice.conflict[1], *(item for item in waiting if item.receipt.received_at > hour)]
        last = max(waiting, key=lambda item: item.receipt.order, default=None)
        rival = next((item for item in waiting if last and item is not last and contend(item, last)), None)
        if last and rival:
            names = " và ".join(f"“{item.receipt.name}”" for item in (rival, last))
            notes.append(
                f"--chap-nhan {code}: {plan.targets[code].unit.name}: {names} cùng chờ, số liệu khác nhau, "
                "không biết lấy tệp nào. Đề nghị đơn vị gửi lại riêng tệp đúng, hoặc lưu riêng tệp ấy vào "
                "thư mục nhận tệp."
            )
        elif last:
            named.add((code, last.receipt.sha256))
        elif choice.current is None:
            name = plan.targets[code].unit.name
            errors = {f.code for item in choice.refused for f in item.findings if not overridable(f)}
            why = "không có tệp nào bị từ chối"
            if errors:
                why = f"lỗi {', '.join(sorted(errors))} không thể chấp nhận, đề nghị đơn vị gửi lại"
            notes.append(f"--chap-nhan {code}: {name}: {why}.")
    return frozenset(named), tuple(notes)
