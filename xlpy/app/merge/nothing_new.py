"""A press that brings nothing new: the same files, plan and journal as at the last one give what they gave then.

Without reader, rules and drawing. Whether all is the same is asked of everything on which a day's result rests; where
one thing is another, the press is an ordinary one.
"""

import os
import time
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlpy.app.folder import TOO_SLOW_LIST, WORKBOOK, Folder, report_in, result_in
from xlpy.app.journal_of_folder import copy_journal, writing
from xlpy.app.merge.last_press import LastPress, Recorded, word_of
from xlpy.app.merge.listing import Listing
from xlpy.app.plan_of_folder import workbook_seen
from xlpy.core.source import Fault

if TYPE_CHECKING:
    from xlpy.core.consolidate import Standing
    from xlpy.core.mismatches import Mismatches
    from xlpy.core.plan.plan import Plan
    from xlpy.core.source import Problem
    from xlpy.doors.disk.inbox import Arrival
    from xlpy.doors.disk.plan_file import PlanFile

_MAY_PASS = frozenset({Fault.READER_FAILED, Fault.CANNOT_OPEN, Fault.ARCHIVE_LOST, Fault.STILL_COPYING})
"""What may be otherwise a moment later, though no file has changed."""


class Asked(NamedTuple):
    """What a press was asked for. `day` None is today; `plan_file` is the plan where the caller has it."""

    folder: Folder
    day: date | None
    inbox: Path | None
    output: Path | None
    plan_file: "PlanFile | None"

    def word(self, day: date) -> str:
        """One word for it."""
        places = (os.path.abspath(place) if place else "" for place in (self.inbox, self.output))  # noqa: PTH100
        return word_of(day.isoformat(), *places)


class AsBefore(NamedTuple):
    """What stands since the last press."""

    plan: "Plan"
    day: date
    standing: "Standing"
    report: Path
    notes: tuple[str, ...]
    apart: "Mismatches"


def as_before(asked: Asked, last: LastPress, now: datetime) -> tuple[AsBefore | None, Listing | None]:
    """What the last press gave, where this one would give the same; and the inbox as it was seen. Raises what opening a
    journal raises.
    """
    was, folder = last.recorded, asked.folder
    if was is None:
        return None, None
    today = now.astimezone(timezone(timedelta(seconds=was.zone))).date()
    day = asked.day or today
    if day > today or asked.word(day) != was.asked:
        return None, None
    if (asked.plan_file.sha256 if asked.plan_file else workbook_seen(folder)) not in (was.book, was.plan):
        return None, None
    try:
        listing = Listing(folder, Path(was.inbox))
    except OSError:
        return None, None
    if was.seen != _seen(folder, last, listing):
        return None, listing
    with writing(folder, last.journal) as journal:
        text = journal.known_plan(was.plan) if journal.head.last_run == was.head else None
        if text is None:
            return None, listing
        from xlpy.core.plan.dated import of_day
        from xlpy.doors.disk.plan_file import read_plan

        plan = of_day((asked.plan_file or read_plan(text, WORKBOOK, trusted=lambda _: True)).plan, day)
        reports = asked.output or folder.reports(day, plan.reports)
        report = report_in(reports, day)
        standing = journal.standing(day)
        if (_digest(report), _digest(result_in(reports, day))) != (was.report, was.result) or standing is None:
            return None, listing
        apart = journal.followed_apart(standing)
        journal.end()
        return AsBefore(plan, day, standing, report, copy_journal(folder, journal, day), apart), listing


def to_remember(
    asked: Asked, last: LastPress, listing: Listing, plan: "Plan", plan_sha256: str, day: date, reports: Path, head: str
) -> Recorded | None:
    """This press, for the next one; None where the next one has to look again."""
    seen = _seen(asked.folder, last, listing)
    book = asked.plan_file.sha256 if asked.plan_file else workbook_seen(asked.folder)
    report, result = _digest(report_in(reports, day)), _digest(result_in(reports, day))
    if not (seen and book and report and result):
        return None
    return Recorded(
        asked.word(day),
        book,
        seen,
        head,
        os.path.abspath(listing.inbox),  # noqa: PTH100
        round(plan.utc_offset.total_seconds()),
        plan_sha256,
        report,
        result,
    )


def will_come_again(problems: "Iterable[Problem]", failed: "Iterable[Arrival]") -> bool:
    """Whether the same files will be found to be the same: nothing that may pass was said of one of them."""
    if any(problem.fault in _MAY_PASS for problem in problems):
        return False
    return all(
        item.problem is not None and item.problem.fault not in _MAY_PASS and item.modified_ns <= time.time_ns()
        for item in failed
    )


def _seen(folder: Folder, last: LastPress, listing: Listing) -> str:
    """One word for what lies in inbox and archive; "" where that cannot be told by looking."""
    if not (lie := listing.key) or not (copies := last.copies_seen):
        return ""
    return word_of(lie, copies, _digest(folder.path / TOO_SLOW_LIST))


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
