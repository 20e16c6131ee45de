"""Tổng hợp: take in what came, check, merge, record, and make the report of a day. Safe to press twice."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlpy.app.folder import CannotDo, Folder
from xlpy.app.journal_of_folder import copy_journal, writing
from xlpy.app.merge.copies import read_copies
from xlpy.app.merge.day_asked import by_the_clock, come, outside
from xlpy.app.merge.last_press import LastPress
from xlpy.app.merge.listing import Listing
from xlpy.app.merge.nothing_new import Asked, as_before, to_remember, will_come_again
from xlpy.app.merge.take_in import take_in_day
from xlpy.app.merge.too_slow import TooSlow
from xlpy.app.plan_of_folder import PlanReading
from xlpy.core.plan.dated import of_day
from xlpy.doors.disk.inbox import Settling
from xlpy.doors.disk.saving import sweep
from xlpy.doors.files.readers import Readers

if TYPE_CHECKING:
    from xlpy.app.merge.crowd import Crowd
    from xlpy.app.merge.held import Agrees
    from xlpy.app.merge.phoned import Phoned
    from xlpy.core.consolidate import Standing
    from xlpy.core.grid import Snapshot
    from xlpy.core.mismatches import Mismatch
    from xlpy.core.plan.plan import Plan
    from xlpy.core.source import Finding, Problem
    from xlpy.doors.disk.plan_file import PlanFile


FEWEST_FOR_OTHERS = 100
"""Files for which other machines are asked at all: fewer are read sooner than a machine is reached."""


class Outcome(NamedTuple):
    """What a press of Tổng hợp gave. `changed` is False where everything was as it stood. `notes` are for people.

    `told` is what this run did to other days, or they to this one: no part of the day's result, and not recorded.
    """

    plan: "Plan"
    standing: "Standing"
    report: Path
    changed: bool
    notes: tuple[str, ...] = ()
    displaced: bool = False
    """The report had to be saved under another name, because the old one is open in another program."""
    told: tuple["Finding", ...] = ()
    lacking: bool = False
    """The folder of another level could not be read or merged."""
    apart: Mapping[str, "tuple[Mismatch, ...]"] = {}
    """The cases that units follow apart, as they are known to the day."""

    @property
    def needs_a_person(self) -> bool:
        return self.standing.needs_a_person or self.displaced or self.lacking or bool(self.told)


def consolidate(
    folder: Folder,
    day: date | None,
    *,
    inbox: Path | None = None,
    output: Path | None = None,
    accept: Sequence[str] = (),
    withdraw: Sequence[str] = (),
    agrees: "Agrees" = lambda _: False,
    plan_file: "PlanFile | None" = None,
    phoned: Sequence["Phoned"] = (),
    waiting: Collection[Path] = (),
    progress: Callable[[str], None] = lambda _: None,
    thorough: bool = False,
    alone: bool = False,
    through: "Callable[[], AbstractContextManager[Crowd]] | None" = None,
    now: datetime,
) -> Outcome:
    """Merge the day's files. Raises CannotDo, PlanError, CopyHeld, ReaderUnavailable, OSError and the journal's
    exceptions; then nothing was changed.

    What the run takes in may change the verdict of later days: LaterDaysChange is raised unless the office `agrees`.

    `accept` are codes of units whose refused file the office accepts by name, `withdraw` of units whose figures told by
    telephone count no more, `plan_file` the plan where the caller has it already (from an open workbook), `phoned`
    figures that the office typed in, `waiting` files of the inbox that are not whole yet. `thorough`: what the last
    press saw is looked at again though nothing tells that it changed. `alone`: no other level is merged along.
    `through` reaches other machines, which read and judge where there is enough to do. `now` is written down as the
    hour of the run, and says which day is today where `day` is not given: nothing else is decided by it.
    """
    folder.must_exist()
    asked = Asked(folder, day, inbox, output, plan_file)
    last = LastPress(folder, thorough=thorough)
    plain = not (accept or withdraw or phoned or waiting)
    listing = None
    if plain:
        _check_output(output)
        stands, listing = as_before(asked, last, now)
        if stands is not None:
            _sweep(folder, stands.day, output)
            notes = (*outside(stands.plan, stands.day), *stands.notes)
            return Outcome(stands.plan, stands.standing, stands.report, changed=False, notes=notes, apart=stands.apart)
    with Readers() as reader, ExitStack() as told:
        # Goes on in the other process while the journal is opened.
        reading = None if plan_file else PlanReading(folder, reader)
        _check_output(output)
        with writing(folder, last.journal) as journal:
            _sweep(folder, day or now.date(), output)
            last.believe(journal)
            if reading is not None:
                plan_file = reading.plan(journal)
            assert plan_file is not None
            plan = plan_file.plan
            now = now.astimezone(plan.timezone)
            today = now.date()
            day = come(day, today) if day else by_the_clock(plan, today, journal.days())
            others, lacking = tuple[str, ...](), False
            if plan.aside.folders:
                from xlpy.app.merge.elsewhere import with_elsewhere  # most folders are the only one of their plan

                plan_file, others, lacking = with_elsewhere(
                    folder, plan_file, day, journal.plan_text(day), now=now, press=not alone
                )
                plan = plan_file.plan
            plan = of_day(plan, day)
            _check_codes(plan, "--chap-nhan", accept)
            _check_codes(plan, "--bo-nhap-tay", withdraw)
            inbox = _inbox(folder, inbox or folder.place(plan.inbox))
            if phoned:
                from xlpy.app.merge.phoned import put_phoned

                told.enter_context(put_phoned(inbox, plan, day, phoned, now, journal.withdrawals(day)))
            slow = TooSlow(folder)
            if listing is None or not _is_one(listing.inbox, inbox):
                listing = Listing(folder, inbox)
            intake = take_in_day(folder, listing, day, journal, reader, waiting, slow=slow, last=last, now=now)
            files, unread = slow.split(intake.to_read(folder))
            handed_on = through if len(files) >= FEWEST_FOR_OTHERS else None
            answers = reader.read(tuple(files.values())) if handed_on is None else iter(())
            crowd: Crowd | None = None
            settling = Settling(intake.made)
            problems: list[Problem] = []
            try:
                # Loaded only now: the other process is reading meanwhile, and these take as long as it does.
                from xlpy.app.merge.consequences import changed_by_earlier_days, consequences
                from xlpy.app.merge.decide import NOT_JUDGED, decide, ready
                from xlpy.app.merge.publish import publish
                from xlpy.core.carried_days import carried_before
                from xlpy.core.mismatches import merged

                by = ready(plan, day, intake, journal)
                if handed_on is not None:
                    from xlpy.app.merge.crowd import Judging

                    crowd = told.enter_context(handed_on())
                    judging = Judging(plan, plan_file.text, day, by.background, by.of_content)
                    # What may have to be judged once more is judged here.
                    here = bool(accept or withdraw or (by.background.standing and by.background.later))
                    answers = crowd.read(reader, files, None if here else judging)

                def read() -> "Iterator[tuple[str, Snapshot]]":
                    for number, (digest, snapshot) in enumerate(read_copies(reader, files, answers, intake.copies), 1):
                        slow.learn(digest, snapshot.file, snapshot.problems)
                        problems.extend(snapshot.problems)
                        progress(f"Đang đọc {number}/{len(files)} tệp …")
                        yield digest, snapshot
                        del snapshot  # while the next one is read, this one need not live
                    progress("Đang kiểm tra và tổng hợp …")
                    yield from unread.items()

                judged = crowd.judged if crowd else NOT_JUDGED
                decided = decide(plan, day, intake, read(), by, accept, withdraw, judged)
                standing, said_of_asking = decided.weighed.standing, decided.weighed.notes
                after = consequences(folder, plan, day, decided, journal, reader)
                if after.flips and decided.takes_in and not agrees(after.flips):
                    raise after.held
                said = (*changed_by_earlier_days(journal, standing), *after.findings)
                changed = journal.record(
                    standing,
                    (plan_file.sha256, plan_file.text),
                    decided.taken,
                    decided.weighed.named,
                    now,
                    decided.withdrawn,
                )
                del decided, by, judged  # with the forms: the report is drawn of the standing alone
                answers = iter(())

                def commit() -> tuple[str, ...]:
                    settling.wait()  # the journal must not speak of copies that a power cut could still take
                    if changed:
                        journal.commit()
                    else:
                        journal.end()
                    notes = copy_journal(folder, journal, day)
                    if reading is not None:
                        reading.remember(plan_file)
                    slow.remember()
                    return notes

                reports = output or folder.reports(day, plan.reports)
                known = journal.before(day)
                apart = merged(known.mismatches, standing.mismatches)
                before = carried_before(plan, known, day)
                published = publish(folder, plan, standing, before, reports, commit)
            except BaseException:
                settling.join()
                if not journal.committed:
                    intake.undo()
                raise
            last.look_at(intake.copies[item] for item in files)
            # A past day that was changed, or something told beside the result: the next press may tell it otherwise.
            same = plain and published.in_place and not (said or after.notes or said_of_asking)
            same = same and not plan.aside.folders  # other folders may have gone on since
            same = same and not (changed and journal.recorded_after(day)) and will_come_again(problems, intake.failed)
            head = journal.head.last_run
            found = to_remember(asked, last, listing, plan, plan_file.sha256, day, reports, head) if same else None
            last.remember(journal, found)
    notes = (*outside(plan, day), *others, *said_of_asking, *after.notes, *published.notes)
    notes = (*notes, *(crowd.notes if crowd else ()))
    displaced = not published.in_place
    return Outcome(
        plan, standing, published.report, changed, notes, displaced=displaced, told=said, lacking=lacking, apart=apart
    )


def _sweep(folder: Folder, day: date, output: Path | None) -> None:
    for place in (folder.path, folder.rolling_copy.parent, folder.backup(day).parent, output):
        if place is not None and place.is_dir():
            sweep(place)


def _is_one(seen: Path, inbox: Path) -> bool:
    return os.path.abspath(seen) == os.path.abspath(inbox)  # noqa: PTH100 - as it is named


def _inbox(folder: Folder, inbox: Path) -> Path:
    if not inbox.is_dir():
        make = f"; tạo bằng lệnh: hotich bat-dau {folder.path}" if inbox == folder.inbox else ""
        raise CannotDo(f"{inbox}: không có thư mục nhận tệp này{make}")
    return inbox


def _check_output(output: Path | None) -> None:
    if output is not None and output.exists() and not output.is_dir():
        raise CannotDo(f"{output}: đây là một tệp, không phải thư mục để báo cáo; chọn --ra khác")


def _check_codes(plan: "Plan", option: str, codes: Iterable[str]) -> None:
    for code in codes:
        if code not in plan.targets:
            known = ", ".join(f"{unit.code} {unit.name}" for unit in plan.senders)
            raise CannotDo(f"{option} {code}: không có đơn vị mang mã này. Các mã: {known}.")
