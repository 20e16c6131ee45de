"""Prove the journal line by line: its chain of hashes, every archived copy, every day's report, every copy of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from xlpy.app import journal_of_folder
from xlpy.app.folder import Folder, report_in
from xlpy.core.text import day as written
from xlpy.core.text import number
from xlpy.doors.disk.inbox import hash_file
from xlpy.doors.disk.plan_file import read_plan
from xlpy.doors.disk.saving import holds
from xlpy.drawing.report.workbook import draw_report
from xlpy.journal import Journal
from xlpy.journal.copies import head_of_copy


class Line(NamedTuple):
    """One thing that was looked at: whether it is as it should be, and what people read."""

    good: bool
    told: str


def prove(folder: Folder) -> Iterator[Line]:
    """Look at everything; what is wrong is told and the rest goes on. Raises JournalDamaged, where the chain is broken
    nothing else can be proved."""
    folder.must_exist()
    with journal_of_folder.reading(folder) as journal:
        head = journal.head
        yield Line(
            True,
            f"Nhật ký còn nguyên: {number(head.runs)} lần tổng hợp, {number(head.sendings)} dòng gửi thư, "
            f"mỗi dòng khớp mã băm. Dòng cuối: {head.run_hash[:12] or 'chưa có'}.",
        )
        yield from _archive(folder, journal)
        for day in journal.days():
            yield _report(folder, journal, day)
        yield from _copies(folder, journal)


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


def _report(folder: Folder, journal: Journal, day: date) -> Line:
    standing, text = journal.standing(day), journal.plan_text(day)
    assert standing is not None and text is not None
    plan = read_plan(text, "nhật ký", trusted=lambda _: True).plan
    report = report_in(folder.reports(day, plan.reports), day)
    drawn = draw_report(plan, standing)
    told = f"Ngày {written(day)}: {standing.reported}/{len(standing.units)} đơn vị"
    if holds(report, drawn):
        return Line(True, f"{told}, báo cáo dựng lại khớp từng byte.")
    again = folder.command(f"bao-cao --ngay {day.isoformat()}")
    why = "không phải bản lập từ nhật ký (đã mở ra và lưu lại?)" if report.exists() else "không có ở đây"
    return Line(False, f"{told}, dựng lại được nhưng {folder.shown(report)} {why}. Lập lại: {again}")


def _copies(folder: Folder, journal: Journal) -> Iterator[Line]:
    whole = {path for _, path, _ in journal_of_folder.whole_copies(folder)}
    for path in folder.copies():
        if path not in whole:
            yield Line(False, f"{folder.shown(path)}: bản lưu hỏng. Đổi tên tệp này; lần tổng hợp sau tự làm bản mới.")
    last = _held_by(folder.rolling_copy, journal)
    if journal.head.runs:
        yield Line(
            last,
            f"Bản lưu: {len(whole)} bản còn nguyên."
            if last
            else f"Bản lưu {folder.shown(folder.rolling_copy)} chưa theo kịp nhật ký. Chạy Tổng hợp một lần là đủ.",
        )


def _held_by(copy: Path, journal: Journal) -> bool:
    return copy.exists() and head_of_copy(copy) == journal.head
