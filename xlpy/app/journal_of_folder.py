"""The journal of a working folder together with its copies: none is opened without the other, and each run is copied.

One copy rolls along (`bao-cao/nhat-ky.sqlite`), one a day stays beside that day's report. A copy is whole or is not
there. It is never put in the place of one that holds more, and what could not be copied is made up for at the next run.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from xlpy.app.folder import Folder
from xlpy.app.journal_place import place_of
from xlpy.doors.disk.saving import TEMPORARY, replace
from xlpy.doors.disk.stamps import database_stamp
from xlpy.doors.disk.trouble import Trouble, trouble
from xlpy.journal import Journal, JournalDamaged, JournalTooNew, JournalUnreachable
from xlpy.journal.copies import Head, head_of_copy
from xlpy.journal.opening import once_in_the_place_of, set_aside
from xlpy.journal.place import Server

_DAYS_MADE_UP_FOR = 3
"""Days whose copies are looked at again: longer than any program holds a file."""

_MOST_BYTES = 256 * 1024**2
_ALWAYS_KEPT = 7
"""Every copy holds all that an older one does: the newest days keep theirs, older ones only while there is room."""


@contextmanager
def reading(folder: Folder) -> Iterator[Journal]:
    """Raises what `Journal.reading` does, CannotDo; JournalLost where a copy holds more than the journal."""
    place = place_of(folder)
    with Journal.reading(place, folder.copies()) as journal:
        if isinstance(place, Server):
            from xlpy.app.received import fetch_copies

            with suppress(OSError):  # whoever needs one that could not be put here tells of it
                fetch_copies(folder, journal)
        yield journal


@contextmanager
def writing(folder: Folder, proved: str = "") -> Iterator[Journal]:
    """Raises what `Journal.writing` does, CannotDo, OSError; JournalLost where a copy holds more than the journal.

    `proved` is the stamp of the journal's file when it was last proved whole, where somebody remembers: with that stamp
    it is not proved again.
    """

    def is_proved() -> bool:
        return bool(proved) and place == folder.journal and database_stamp(folder.journal) == proved

    place = place_of(folder)
    with Journal.writing(place, folder.copies(), proved=is_proved) as journal:
        if isinstance(place, Server):
            from xlpy.app.received import fetch_copies

            fetch_copies(folder, journal)
        yield journal


def copy_journal(folder: Folder, journal: Journal, day: date) -> tuple[str, ...]:
    """Make the copies that are due once a run stands, also those that an earlier run could not make.

    Returns what people should know: the run stands whatever becomes of its copies.
    """
    head = journal.head
    if not head.runs and not head.sendings:
        return ()
    notes, seen = [], head_of_copy(folder.rolling_copy) if folder.rolling_copy.exists() else None
    due = [] if seen == head else [folder.rolling_copy]
    recent = journal.days_of_last_runs(_DAYS_MADE_UP_FOR)
    due += [
        folder.backup(one)
        for one in dict.fromkeys((day, *recent))
        if not _has(folder.backup(one), journal, one) and journal.last_of(one) != (0, 0)
    ]
    aside: list[Path] = []
    for target in due:
        try:
            aside += _make(journal, target)
        except (OSError, sqlite3.Error, JournalUnreachable) as error:
            notes.append(_not_made(folder.shown(target), error, target))
    if due and not notes:
        _thin(folder, journal)
    return (*notes, *_told_of(folder, journal, aside))


def _told_of(folder: Folder, journal: Journal, aside: Sequence[Path]) -> Iterator[str]:
    """What people should know of copies that had what the journal lacks."""
    if not aside:
        return
    yield (
        "Bản sao nhật ký có những dòng mà nhật ký không có nên được để riêng, không xoá: "
        f"{', '.join(folder.shown(path) for path in aside)}."
    )
    newer = newer_copy(folder, journal)
    if newer is not None:
        yield f"Muốn lấy lại bản mới hơn nhật ký: {way_to(folder, newer.day)}"


def _has(copy: Path, journal: Journal, day: date) -> bool:
    """Whether a day's copy has all of its day."""
    head = head_of_copy(copy) if copy.exists() else None
    return head is not None and journal.holds(head) and _reaches(head, journal.last_of(day))


def _reaches(head: Head, last: tuple[int, int]) -> bool:
    return head.runs >= last[0] and head.sendings >= last[1]


def _make(journal: Journal, target: Path) -> list[Path]:
    """Put a copy in its place. Returns where the old one was set aside, where it has what the journal lacks."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f"{TEMPORARY}{target.name}")
    aside: list[Path] = []
    try:
        journal.copy_to(temporary, target)
        if target.exists():
            head = head_of_copy(target)
            if head is None or not journal.holds(head):
                aside.append(set_aside(target))
        replace(temporary, target)
        return aside
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _not_made(name: str, error: OSError | sqlite3.Error | JournalUnreachable, target: Path) -> str:
    why = "chưa ghi được"
    if isinstance(error, OSError):
        why = {
            Trouble.HELD: "đang mở ở chương trình khác",
            Trouble.FULL: "ổ đĩa đầy",
            Trouble.READ_ONLY: "đang đặt chỉ đọc",
            Trouble.NO_RIGHT: "không có quyền ghi",
        }.get(trouble(error, target), why)
    elif isinstance(error, JournalUnreachable):
        why = "mất nối với máy chủ"
    elif error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
        why = "ổ đĩa đầy"
    return f"Nhật ký đã ghi đủ, riêng bản sao {name} chưa cập nhật được: {why}. Lần tổng hợp sau sẽ tự làm bù."


def _thin(folder: Folder, journal: Journal) -> None:
    """Let go of the oldest days' copies where all together take too much room. Nothing is lost: newer ones hold it."""
    days = [copy for copy in folder.copies() if copy != folder.rolling_copy]
    taken = 0
    for place, copy in enumerate(days):
        with suppress(OSError):
            taken += copy.stat().st_size
            if place >= _ALWAYS_KEPT and taken > _MOST_BYTES:
                head = head_of_copy(copy)
                if head is not None and journal.holds(head):
                    copy.unlink()


class WholeCopy(NamedTuple):
    """A copy that can be put back: the day by which it is named, where it lies, how far it has come."""

    day: date
    path: Path
    head: Head


def whole_copies(folder: Folder) -> Iterator[WholeCopy]:
    """The copies that are whole, the one that has come farthest first, each with the day by which it is put back."""
    yield from _whole(folder, folder.copies())


def copies_set_aside(folder: Folder) -> Iterator[WholeCopy]:
    """The same of copies that had to make room because they have what the journal of then lacked."""
    places = (folder.rolling_copy, *(one / folder.journal.name for one in folder.all_reports()))
    yield from _whole(folder, [path for place in places for path in once_in_the_place_of(place)])


def newer_copy(folder: Folder, journal: Journal) -> WholeCopy | None:
    """The copy that has come farthest of those with results that the journal lacks; None where it lacks nothing.

    A day that was merged again since the two went apart is not lacking. Where the journal has come as far as the copy,
    results count by the files whose figures they have: what else differs follows from them.
    """
    found = sorted((*whole_copies(folder), *copies_set_aside(folder)), key=lambda one: one.head.reach, reverse=True)
    return next((one for one in found if not journal.holds(one.head) and _lacking(journal, one)), None)


def days_apart(journal: Journal, copy: Journal) -> Sequence[date]:
    """Days that a copy has a run for, and the journal none, since the two went apart; oldest first."""
    pairs = zip(journal.run_hashes(), copy.run_hashes(), strict=False)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return [day for day in copy.days() if copy.last_of(day)[0] > common >= journal.last_of(day)[0]]


def _lacking(journal: Journal, newer: WholeCopy) -> bool:
    with Journal.reading(newer.path) as copy:
        days = days_apart(journal, copy)
        if newer.head.runs > journal.head.runs:
            return bool(days)
        return any(_made_of(copy, day) - _made_of(journal, day) for day in days)


def _made_of(journal: Journal, day: date) -> frozenset[tuple[str, str, str]]:
    standing = journal.standing(day)
    units = standing.units if standing else ()
    return frozenset(
        (unit.unit, unit.status, unit.receipt.sha256 if unit.receipt else "") for unit in units if unit.accepted
    )


def way_to(folder: Folder, day: date) -> str:
    """What to type to have a day's copy put back."""
    return folder.command(f"so --khoi-phuc {day.isoformat()}")


def _whole(folder: Folder, copies: Iterable[Path]) -> Iterator[WholeCopy]:
    found = []
    for copy in copies:
        head = head_of_copy(copy)
        name = head.day if head and copy.parent == folder.rolling_copy.parent else copy.parent.name
        with suppress(ValueError):
            if head is not None and (head.runs or head.sendings):
                found.append(WholeCopy(date.fromisoformat(name), copy, head))
    # Of equals the day's own: it is the one that people can find.
    for one in sorted(found, key=lambda one: (one.head.reach, one.path != folder.rolling_copy), reverse=True):
        with suppress(JournalDamaged, JournalTooNew, OSError, sqlite3.Error), Journal.reading(one.path):
            yield one
