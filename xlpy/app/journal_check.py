"""Prove the journal line by line: its chain of hashes, every archived copy, every day's report, every copy of it."""

import json
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from xlpy.app import journal_of_folder
from xlpy.app.folder import Folder
from xlpy.app.journal_gaps import days_to_merge_again, files_unknown, report_of, since_put_back, told_unknown
from xlpy.app.journal_of_folder import WholeCopy, way_to
from xlpy.app.journal_place import place_of
from xlpy.core.plan.plan import parse_plan
from xlpy.core.text import clock, merging, number
from xlpy.core.text import day as written
from xlpy.doors.disk.inbox import hash_file
from xlpy.journal import Journal
from xlpy.journal.copies import extent_of_copy, head_of_copy
from xlpy.journal.dispatch import REPORT, RESTORED, Sending
from xlpy.journal.place import Server

_MOST_NAMED = 5


class Line(NamedTuple):
    """One thing that was looked at: whether it is as it should be, and what people read."""

    good: bool
    told: str


def prove(folder: Folder) -> Iterator[Line]:
    """Look at everything; what is wrong is told and the rest goes on. Raises JournalDamaged, where the chain is broken
    nothing else can be proved."""
    folder.must_exist()
    with journal_of_folder.reading(folder) as journal:
        yield Line(
            True,
            f"Nhật ký{_where(folder)} còn nguyên: {journal.extent}, mỗi dòng khớp mã băm. "
            f"Dòng cuối: {journal.head.run_hash[:12] or 'chưa có'}.",
        )
        newer = journal_of_folder.newer_copy(folder, journal)
        if newer is not None:
            yield _newer(folder, journal, newer)
        yield from _archive(folder, journal)
        for day in journal.days():
            yield _report(folder, journal, day, newer)
        yield from _sendings(folder, journal)
        yield from _copies(folder, journal)


def _where(folder: Folder) -> str:
    place = place_of(folder)
    return f" trên {place.name}" if isinstance(place, Server) else ""


def _newer(folder: Folder, journal: Journal, newer: WholeCopy) -> Line:
    days = ", ".join(map(written, days_to_merge_again(folder, journal, newer)))
    return Line(
        False,
        f"Bản sao mới hơn nhật ký: {folder.shown(newer.path)} có {extent_of_copy(newer.path)}. Lấy lại bản ấy: "
        f"{way_to(folder, newer.day)}{f'. Không lấy thì tổng hợp lại các ngày: {days}' if days else ''}",
    )


def _archive(folder: Folder, journal: Journal) -> Iterator[Line]:
    whole, seen = 0, dict[str, str]()
    for item in journal.taken():
        if seen.setdefault(item.archived, item.receipt.sha256) != item.receipt.sha256:
            yield Line(False, f"{item.archived}: nhật ký ghi hai mã băm khác nhau cho tệp này.")
    for archived, digest in seen.items():
        try:
            good = hash_file(folder.path / archived) == digest
        except OSError:
            yield Line(False, f"{archived}: không còn hoặc không đọc được. Tìm lại tệp gốc, đặt vào đúng chỗ này.")
            continue
        whole += good
        if not good:
            yield Line(False, f"{archived}: không còn đúng tệp đã nhận (mã băm khác). Tìm lại tệp gốc, thay vào đây.")
    yield Line(True, f"Tệp đã nhận ở da-nhan: {number(whole)}/{number(len(seen))} còn nguyên.")
    if unknown := files_unknown(folder, journal):
        yield Line(False, told_unknown(unknown))
    if left := journal.contents_lacking():
        yield Line(
            False,
            f"{number(len(left))} tệp đã nhận chưa có trên máy chủ, nơi khác không lấy được: "
            f"{', '.join(left[:_MOST_NAMED])}{' …' if len(left) > _MOST_NAMED else ''}. Đặt tệp gốc vào đúng chỗ ấy; "
            "lần tổng hợp sau tự đưa lên.",
        )


def _report(folder: Folder, journal: Journal, day: date, newer: WholeCopy | None) -> Line:
    standing, report, exact = report_of(folder, journal, day)
    told = f"Ngày {written(day)}: {standing.reported}/{len(standing.units)} đơn vị"
    if exact:
        return Line(True, f"{told}, báo cáo dựng lại khớp từng byte.")
    if report.exists() and (newer is not None or not since_put_back(journal, day)):
        return Line(False, f"{told}, nhưng {folder.shown(report)} {_of_lost_run(folder, day, newer)}")
    again = folder.command(f"bao-cao --ngay {day.isoformat()}")
    why = "không phải bản lập từ nhật ký (đã mở ra và lưu lại?)" if report.exists() else "không có ở đây"
    return Line(False, f"{told}, dựng lại được nhưng {folder.shown(report)} {why}. Lập lại: {again}")


def _of_lost_run(folder: Folder, day: date, newer: WholeCopy | None) -> str:
    """Whoever advised to make such a report again would have the newer figures replaced by older ones."""
    merge = f"tổng hợp lại ngày ấy: {folder.command(merging(day))}"
    if newer is not None:
        advice = f"Lấy lại bản sao mới hơn: {way_to(folder, newer.day)}, hoặc {merge}"
    else:
        advice = f"Cần giữ thì chép báo cáo ấy đi nơi khác, rồi {merge}"
    return (
        "không khớp: nhật ký đã lấy lại từ bản sao, báo cáo này có thể lập từ lần tổng hợp mà nhật ký không còn. "
        f"{advice}"
    )


def _sendings(folder: Folder, journal: Journal) -> Iterator[Line]:
    """What went out to units, and of what nobody knows whether it did. That is no fault of the journal."""
    steps, plan = journal.dispatches(), journal.last_plan()
    ends = {(step.date, step.subject, step.version): step for step in steps if step.subject not in (REPORT, RESTORED)}
    if not ends:
        return
    sent = sum(step.state is Sending.SENT for step in ends.values())
    zone = parse_plan(json.loads(plan)).timezone if plan else None
    unknown = [
        f"{step.subject} lúc {clock(step.at.astimezone(zone))}"
        for step in ends.values()
        if step.state in (Sending.BEGUN, Sending.UNKNOWN)
    ]
    told = f"Thư trả lời đơn vị: đã gửi {number(sent)}"
    if unknown:
        told += f"; không rõ đã đi chưa {number(len(unknown))} (đơn vị {', '.join(unknown[:_MOST_NAMED])}"
        told += " …)" if len(unknown) > _MOST_NAMED else ")"
    yield Line(True, f"{told}. Xem từng ngày: {folder.command('tra-loi --ngay NGÀY')}")


def _copies(folder: Folder, journal: Journal) -> Iterator[Line]:
    whole = {path for _, path, _ in journal_of_folder.whole_copies(folder)}
    for path in folder.copies():
        if path not in whole:
            yield Line(
                False, f"{folder.shown(path)}: bản sao nhật ký hỏng. Đổi tên tệp này; lần tổng hợp sau tự làm bản mới."
            )
    if not journal.head.runs:
        return
    rolling = folder.rolling_copy
    head = head_of_copy(rolling) if rolling.exists() else None
    if head == journal.head:
        yield Line(True, f"Bản sao nhật ký: {len(whole)} bản còn nguyên.")
    elif head is None or journal.holds(head):
        yield Line(False, f"Bản sao {folder.shown(rolling)} chưa theo kịp nhật ký. Chạy Tổng hợp một lần là đủ.")
    else:
        yield Line(
            False,
            f"Bản sao {folder.shown(rolling)} có những dòng mà nhật ký không có, vì nhật ký đã lấy lại từ bản sao "
            "khác. Lần tổng hợp sau để riêng bản này, không xoá.",
        )
