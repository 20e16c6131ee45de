"""Put a copy of the journal in its place: what lies there is set aside, what went out since is not forgotten."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from xlpy.app.folder import CannotDo, Folder
from xlpy.app.journal_gaps import days_to_merge_again, files_unknown, told_unknown
from xlpy.app.journal_of_folder import WholeCopy, copies_set_aside, copy_journal, newer_copy, way_to, whole_copies
from xlpy.app.journal_place import place_of
from xlpy.core.text import day as written
from xlpy.doors.disk.saving import TEMPORARY, replace
from xlpy.journal import Journal, JournalBusy, JournalDamaged, JournalTooNew
from xlpy.journal.copies import Head
from xlpy.journal.dispatch import RESTORED, Dispatch, Sending
from xlpy.journal.opening import opened_to_write, set_aside
from xlpy.journal.place import Place, Server


class Restored(NamedTuple):
    """Which copy was put back, and what people should know. `latest`: no whole copy has results that it lacks."""

    copy: Path
    latest: bool
    notes: tuple[str, ...]


def restore(folder: Folder, day: date, now: datetime) -> Restored:
    """Put the copy of a day in the place of the journal. The old file is set aside, never deleted.

    Sendings that other copies, or the journal itself, still know are taken over: a report goes out once. Raises
    CannotDo where there is no whole copy of that day, or the journal itself has all of it; JournalBusy, OSError.
    """
    folder.must_exist()
    place = place_of(folder)
    copies, aside = list(whole_copies(folder)), list(copies_set_aside(folder))
    there = [one for one in (*copies, *aside) if one.day == day]
    if not there:
        days = ", ".join(map(written, sorted({one.day for one in (*copies, *aside)}))) or "chưa có bản nào"
        raise CannotDo(f"Ngày {written(day)} không có bản sao nhật ký nào còn nguyên. Các ngày có: {days}.")
    with ExitStack() as held:
        _keep_others_out(place, held)
        remembered, lacking = _what_the_journal_says(place, there)
        if not lacking:
            raise CannotDo(
                f"Nhật ký đang có còn nguyên và có đủ những gì bản sao ngày {written(day)} có: không cần khôi phục."
            )
    _, copy, head = lacking[0]
    steps = [*remembered, *(step for one in (*copies, *aside) for step in _dispatches(one.path))]
    temporary = folder.journal.with_name(f"{TEMPORARY}{folder.journal.name}")
    try:
        with Journal.reading(copy) as source:
            source.copy_to(temporary)
            left = tuple(one.head.key for one in copies if not source.holds(one.head))
        _take_over(temporary, steps, _put_back(day, head, left, now))
        notes = list(_put(folder, place, temporary))
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    with Journal.reading(place) as journal:
        newer = newer_copy(folder, journal)
        notes += _what_is_to_be_done(folder, journal, newer)
        notes += copy_journal(folder, journal, day) if newer is None else ()
    return Restored(copy, newer is None, tuple(notes))


def _put(folder: Folder, place: Place, new: Path) -> Iterator[str]:
    """Put a journal's file in the place of the journal. Returns what became of the old one."""
    if isinstance(place, Server):
        from xlpy.journal.postgres import put_in_place

        if old := put_in_place(place, new):
            yield f"Nhật ký cũ để riêng trên {place.name}, lược đồ {old}."
        return
    if place.exists():
        yield f"Nhật ký cũ để riêng ở {folder.shown(set_aside(place))}."
    replace(new, place)


def _keep_others_out(place: Place, held: ExitStack) -> None:
    """Raises JournalBusy where a run is under way. A file that is no journal any more holds nobody up."""
    if isinstance(place, Server) or place.exists():
        # What SQLite says of a broken schema has its names in it, which may be no UTF-8 any more.
        with suppress(sqlite3.Error, UnicodeDecodeError):
            held.enter_context(opened_to_write(place))


def _what_the_journal_says(place: Place, copies: Sequence[WholeCopy]) -> tuple[Sequence[Dispatch], Sequence[WholeCopy]]:
    """The sendings that the journal itself still knows; and which copies have what it lacks, all where it is broken."""
    with (
        suppress(JournalDamaged, JournalTooNew, JournalBusy, sqlite3.Error, OSError),
        Journal.reading(place) as journal,
    ):
        _must_be_akin(place, journal, copies)
        return journal.dispatches(), [one for one in copies if not journal.holds(one.head)]
    return _dispatches(place), copies


def _must_be_akin(place: Place, journal: Journal, copies: Sequence[WholeCopy]) -> None:
    """Raises CannotDo where other offices' journal would make room for one that never was theirs."""
    first = journal.run_hashes()[:1]
    if not isinstance(place, Server) or not first:
        return
    for one in copies:
        with Journal.reading(one.path) as copy:
            if copy.run_hashes()[:1] not in ((), first):
                raise CannotDo(
                    f"{one.path.name} ngày {written(one.day)} là bản sao của một nhật ký khác, không phải của nhật ký "
                    f"chung trên {place.name}: không lấy lại được. Thư mục này từng có nhật ký riêng; muốn vào nhật ký "
                    "chung thì dùng một thư mục làm việc mới."
                )


def _dispatches(path: Place) -> Sequence[Dispatch]:
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


def _what_is_to_be_done(folder: Folder, journal: Journal, newer: WholeCopy | None) -> Iterator[str]:
    if newer:
        yield (
            f"Còn bản sao mới hơn, ngày {written(newer.day)}: {folder.shown(newer.path)}. "
            f"Muốn lấy bản ấy: {way_to(folder, newer.day)}"
        )
    if unknown := files_unknown(folder, journal):
        yield told_unknown(unknown)
    last = journal.days()[-1:]
    reach = f"Nhật ký nay có đến ngày {written(last[0])}." if last else "Nhật ký nay chưa có ngày nào."
    if days := days_to_merge_again(folder, journal, newer):
        yield f"{reach} Phải tổng hợp lại các ngày: {', '.join(map(written, days))}."
    else:
        prove = folder.command("so --kiem-tra")
        yield (
            f"{reach} Đối chiếu với các bản sao nhật ký, tệp ở da-nhan và báo cáo: không thiếu ngày nào, không phải "
            "tổng hợp "
            f"lại. Soát từng báo cáo: {prove}"
        )
