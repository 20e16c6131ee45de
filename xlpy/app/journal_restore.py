"""Put a copy of the journal in its place: what lies there is set aside, what went out since is not forgotten."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from xlpy.app.folder import CannotDo, Folder
from xlpy.app.journal_of_folder import copy_journal, whole_copies
from xlpy.core.text import day as written
from xlpy.doors.disk.saving import TEMPORARY, replace
from xlpy.journal import Journal, JournalBusy, JournalDamaged, JournalTooNew
from xlpy.journal.copies import Head
from xlpy.journal.dispatch import RESTORED, Dispatch, Sending
from xlpy.journal.opening import opened_to_write, set_aside

_MOST_TOLD = 5


class Restored(NamedTuple):
    """Which copy was put back, and what people should know. `latest`: no whole copy had come farther."""

    copy: Path
    latest: bool
    notes: tuple[str, ...]


def restore(folder: Folder, day: date, now: datetime) -> Restored:
    """Put the copy of a day in the place of the journal. The old file is set aside, never deleted.

    Sendings that other copies, or the journal itself, still know are taken over: a report goes out once. Raises
    CannotDo where there is no whole copy of that day, or the journal itself has all of it; JournalBusy, OSError.
    """
    folder.must_exist()
    copies = list(whole_copies(folder))
    chosen = next((one for one in copies if one[0] == day), None)
    if chosen is None:
        there = ", ".join(dict.fromkeys(written(one) for one, *_ in reversed(copies))) or "chưa có bản nào"
        raise CannotDo(f"Ngày {written(day)} không có bản lưu nhật ký nào còn nguyên. Các ngày có: {there}.")
    _, copy, head = chosen
    with ExitStack() as held:
        _keep_others_out(folder, held)
        remembered, has_it = _what_the_journal_says(folder, head)
        if has_it:
            raise CannotDo(
                f"Nhật ký đang có còn nguyên và có đủ những gì bản lưu ngày {written(day)} có: không cần khôi phục."
            )
    left = tuple(one[2].key for one in copies if one[2].reach > head.reach)
    steps = [*remembered, *(step for _, path, _ in copies for step in _dispatches(path))]
    temporary = folder.journal.with_name(f"{TEMPORARY}{folder.journal.name}")
    try:
        with Journal.reading(copy) as source:
            source.copy_to(temporary)
        _take_over(temporary, steps, _put_back(day, head, left, now))
        notes = []
        if folder.journal.exists():
            aside = set_aside(folder.journal)
            notes.append(f"Nhật ký cũ để riêng ở {folder.shown(aside)}.")
        replace(temporary, folder.journal)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    notes += _what_is_to_be_done(folder, left)
    with Journal.reading(folder.journal) as journal:
        notes += copy_journal(folder, journal, day) if not left else ()
    return Restored(copy, not left, tuple(notes))


def _keep_others_out(folder: Folder, held: ExitStack) -> None:
    """Raises JournalBusy where a run is under way. A file that is no journal any more holds nobody up."""
    if folder.journal.exists():
        with suppress(sqlite3.Error):
            held.enter_context(opened_to_write(folder.journal))


def _what_the_journal_says(folder: Folder, head: Head) -> tuple[Sequence[Dispatch], bool]:
    """The sendings that the journal itself still knows; and whether it is whole and has all that a copy has."""
    with (
        suppress(JournalDamaged, JournalTooNew, JournalBusy, sqlite3.Error, OSError),
        Journal.reading(folder.journal) as journal,
    ):
        return journal.dispatches(), journal.holds(head)
    return _dispatches(folder.journal), False


def _dispatches(path: Path) -> Sequence[Dispatch]:
    """What a journal says of sendings, as far as it can be read at all: one too many asks, one too few sends twice."""
    with suppress(JournalDamaged, JournalTooNew, JournalBusy, sqlite3.Error, OSError, ValueError, TypeError):
        return Journal.sendings_in(path)
    return ()


def _put_back(day: date, head: Head, left: tuple[str, ...], now: datetime) -> Dispatch:
    return Dispatch(day, RESTORED, head.key, "", left, Sending.UNKNOWN, now, "")


def _take_over(place: Path, steps: Sequence[Dispatch], put_back: Dispatch) -> None:
    """Add to a journal the sendings that it does not know, as they went, and that it was put back."""
    with Journal.writing(place) as journal:
        known = set(journal.dispatches())
        for step in sorted(dict.fromkeys(steps), key=lambda one: one.at):
            if step not in known and step.subject != RESTORED:
                journal.note(step)
        journal.note(put_back)
        journal.commit()


def _what_is_to_be_done(folder: Folder, left: Sequence[str]) -> Iterator[str]:
    with Journal.reading(folder.journal) as journal:
        known = {item.archived for item in journal.taken()}
        days = journal.days()
    if left:
        newest = next(whole_copies(folder))
        again = folder.command(f"so --khoi-phuc {newest[0].isoformat()}")
        yield f"Còn bản lưu mới hơn, ngày {written(newest[0])}: {folder.shown(newest[1])}. Muốn lấy bản ấy: {again}"
    unknown = sorted(
        folder.shown(path)
        for path in (folder.path / "da-nhan").glob("*/*")
        if path.is_file() and not path.name.startswith(".") and folder.shown(path) not in known
    )
    if unknown:
        yield (
            f"{len(unknown)} tệp ở da-nhan chưa có trong nhật ký này: {', '.join(unknown[:_MOST_TOLD])}"
            f"{' …' if len(unknown) > _MOST_TOLD else ''}. Tệp nào không còn ở den thì chép lại vào den rồi tổng hợp "
            "lại ngày ấy."
        )
    if days:
        yield f"Nhật ký nay có đến ngày {written(days[-1])}. Tổng hợp lại các ngày sau bản lưu là đủ như cũ."
