"""The journal of a working folder together with its copies: none is opened without the other, and each run is copied.

One copy rolls along (`bao-cao/nhat-ky.sqlite`), one a day stays beside that day's report. A copy is whole or is not
there. It is never put in the place of one that holds more, and what could not be copied is made up for at the next run.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from xlpy.app.folder import Folder
from xlpy.doors.disk.saving import TEMPORARY, replace
from xlpy.doors.disk.trouble import Trouble, trouble
from xlpy.journal import Journal, JournalDamaged, JournalTooNew
from xlpy.journal.copies import Head, head_of_copy
from xlpy.journal.opening import set_aside

_DAYS_MADE_UP_FOR = 3
"""Days whose copies are looked at again: longer than any program holds a file."""

_MOST_BYTES = 256 * 1024**2
_ALWAYS_KEPT = 7
"""Every copy holds all that an older one does: the newest days keep theirs, older ones only while there is room."""


@contextmanager
def reading(folder: Folder) -> Iterator[Journal]:
    """Raises what `Journal.reading` does; JournalLost where a copy holds more than the journal."""
    with Journal.reading(folder.journal, folder.copies()) as journal:
        yield journal


@contextmanager
def writing(folder: Folder) -> Iterator[Journal]:
    """Raises what `Journal.writing` does; JournalLost where a copy holds more than the journal."""
    with Journal.writing(folder.journal, folder.copies()) as journal:
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
    for target in due:
        try:
            _make(journal, target)
        except (OSError, sqlite3.Error) as error:
            notes.append(_not_made(folder.shown(target), error, target))
    if due and not notes:
        _thin(folder, journal)
    return tuple(notes)


def _has(copy: Path, journal: Journal, day: date) -> bool:
    """Whether a day's copy has all of its day."""
    head = head_of_copy(copy) if copy.exists() else None
    return head is not None and journal.holds(head) and _reaches(head, journal.last_of(day))


def _reaches(head: Head, last: tuple[int, int]) -> bool:
    return head.runs >= last[0] and head.sendings >= last[1]


def _make(journal: Journal, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f"{TEMPORARY}{target.name}")
    try:
        journal.copy_to(temporary)
        if target.exists():
            head = head_of_copy(target)
            if head is None or not journal.holds(head):
                set_aside(target)
        replace(temporary, target)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _not_made(name: str, error: OSError | sqlite3.Error, target: Path) -> str:
    why = "chưa ghi được"
    if isinstance(error, OSError):
        why = {
            Trouble.HELD: "đang mở ở chương trình khác",
            Trouble.FULL: "ổ đĩa đầy",
            Trouble.READ_ONLY: "đang đặt chỉ đọc",
            Trouble.NO_RIGHT: "không có quyền ghi",
        }.get(trouble(error, target), why)
    elif error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
        why = "ổ đĩa đầy"
    return f"Nhật ký đã ghi đủ, riêng bản lưu {name} chưa cập nhật được: {why}. Lần tổng hợp sau sẽ tự làm bù."


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


def whole_copies(folder: Folder) -> Iterator[tuple[date, Path, Head]]:
    """The copies that are whole, the one that has come farthest first, each with the day by which it is put back."""
    found = []
    for copy in folder.copies():
        head = head_of_copy(copy)
        name = head.day if head and copy == folder.rolling_copy else copy.parent.name
        with suppress(ValueError):
            if head is not None and (head.runs or head.sendings):
                found.append((date.fromisoformat(name), copy, head))
    # Of equals the day's own: it is the one that people can find.
    for day, copy, head in sorted(found, key=lambda one: (one[2].reach, one[1] != folder.rolling_copy), reverse=True):
        with suppress(JournalDamaged, JournalTooNew, OSError, sqlite3.Error), Journal.reading(copy):
            yield day, copy, head
