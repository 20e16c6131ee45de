"""What a journal that was put back from a copy does not know: files that were taken in, days that were merged."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from xlpy.app.folder import Folder, report_in
from xlpy.app.journal_of_folder import WholeCopy, days_apart
from xlpy.core.carried_days import carried_before
from xlpy.core.consolidate import Standing
from xlpy.core.plan.dated import of_day
from xlpy.doors.disk.inbox import hash_file
from xlpy.doors.disk.plan_file import read_plan
from xlpy.doors.disk.saving import holds
from xlpy.drawing.report.workbook import draw_report
from xlpy.journal import Journal
from xlpy.journal.copies import runs_in
from xlpy.journal.dispatch import RESTORED

_MOST_TOLD = 5


def files_unknown(folder: Folder, journal: Journal) -> Sequence[str]:
    """Files of the archive that the journal has not, as people read their places, in order."""
    taken = journal.taken()
    places, digests = {item.archived for item in taken}, {item.receipt.sha256 for item in taken}
    return sorted(
        shown
        for path in folder.archives.glob("*/*")
        if path.is_file()
        and not path.name.startswith(".")
        and (shown := folder.shown(path)) not in places
        and _digest(path) not in digests
    )


def _digest(path: Path) -> str:
    with suppress(OSError):
        return hash_file(path)
    return ""


def told_unknown(unknown: Sequence[str]) -> str:
    """What people read of such files."""
    return (
        f"{len(unknown)} tệp ở da-nhan chưa có trong nhật ký này: {', '.join(unknown[:_MOST_TOLD])}"
        f"{' …' if len(unknown) > _MOST_TOLD else ''}. Tệp nào không còn ở den thì chép lại vào den rồi tổng hợp "
        "lại ngày ấy."
    )


def days_to_merge_again(folder: Folder, journal: Journal, newer: WholeCopy | None) -> Sequence[date]:
    """Days of which a newer copy, the archive or a report shows that the journal does not have all, oldest first."""
    found = {
        day for day in journal.days() if not since_put_back(journal, day) and report_of(folder, journal, day).other
    }
    found |= {day for name in files_unknown(folder, journal) for day in _day(Path(name).parent)}
    known = set(journal.days())
    for place in folder.all_reports():
        found.update(day for day in _day(place) if day not in known and report_in(place, day).exists())
    if newer is not None:
        with Journal.reading(newer.path) as copy:
            found.update(days_apart(journal, copy))
    return sorted(found)


class Report(NamedTuple):
    """A day's report: what the journal makes it from, where it lies; `other` where what lies there is another one."""

    standing: Standing
    path: Path
    exact: bool

    @property
    def other(self) -> bool:
        return not self.exact and self.path.exists()


def report_of(folder: Folder, journal: Journal, day: date) -> Report:
    """Draw a merged day's report again and compare. Raises what `read_plan` does."""
    standing, text = journal.standing(day), journal.plan_text(day)
    assert standing is not None and text is not None
    plan = of_day(read_plan(text, "nhật ký", trusted=lambda _: True).plan, day)
    path = report_in(folder.reports(day, plan.reports), day)
    return Report(
        standing, path, holds(path, draw_report(plan, standing, carried_before(plan, journal.before(day), day)))
    )


def since_put_back(journal: Journal, day: date) -> bool:
    """Whether a day's last run is of this journal's own making; False where it came with a copy that was put back."""
    last = [step.version for step in journal.dispatches() if step.subject == RESTORED][-1:]
    return not last or journal.last_of(day)[0] > runs_in(last[0])


def _day(place: Path) -> Iterator[date]:
    with suppress(ValueError):
        yield date.fromisoformat(place.name)
