"""Put a day's report and result document in place, so that a reader sees the old ones or the new ones, whole."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from xlpy.app.folder import CannotDo, Folder, report_in, result_in
from xlpy.core.before import Before
from xlpy.core.consolidate import Standing
from xlpy.core.mismatches import merged
from xlpy.core.plan.plan import Plan
from xlpy.doors.disk import trouble
from xlpy.doors.disk.saving import Pending
from xlpy.drawing.report.workbook import draw_report
from xlpy.drawing.screen.documents import standing_document


class Published(NamedTuple):
    """Where the report stands, what people should know, and whether all of it is where it should be."""

    report: Path
    notes: tuple[str, ...]
    in_place: bool


def publish(
    folder: Folder,
    plan: Plan,
    standing: Standing,
    before: Before,
    reports: Path,
    commit: Callable[[], Sequence[str]] = lambda: (),
) -> Published:
    """Draw a day's report and result document into `reports`; `commit` is called once both are safely on disk.

    What it returns is told with the rest. Raises CannotDo where there is no room; once `commit` was called, what goes
    wrong is told and no more raised, for the run stands.
    """
    report, result = report_in(reports, standing.date), result_in(reports, standing.date)
    workbook, documents = Pending(), Pending()
    try:
        try:
            workbook.add(report, draw_report(plan, standing, before))
            documents.add(result, _document(folder, plan, standing, before, report))
        except OSError as error:
            raise CannotDo(_no_room(folder, report, error)) from error
        notes = [*commit()]
        placed = _put(folder, workbook, report, notes)
        if placed != report:  # the document names the one that was written
            documents.discard()
            try:
                documents.add(result, _document(folder, plan, standing, before, placed))
            except OSError as error:
                notes.append(trouble.told(error, folder.shown(result), result))
        placed_result = _put(folder, documents, result, notes)
    finally:
        workbook.discard()
        documents.discard()
    return Published(placed, tuple(notes), (placed, placed_result) == (report, result))


def _put(folder: Folder, pending: Pending, target: Path, notes: list[str]) -> Path:
    """Put a file in place, or under another name; says so in `notes`."""
    try:
        placed = pending.commit().get(target, target)
    except OSError as error:
        notes.append(
            f"Nhật ký đã ghi, nhưng chưa đặt được tệp này. {trouble.told(error, folder.shown(target), target)}"
        )
        return target
    if placed != target:
        notes.append(
            f"{folder.shown(target)} đang mở ở chương trình khác: bản đúng ở {placed.name}. Đóng tệp rồi chạy lại."
        )
    return placed


def _no_room(folder: Folder, report: Path, error: OSError) -> str:
    """Why a report could not be written, before anything was changed."""
    return f"{trouble.told(error, folder.shown(report), report)} Chưa thay đổi gì."


def _document(folder: Folder, plan: Plan, standing: Standing, before: Before, report: Path) -> bytes:
    apart = merged(before.mismatches, standing.mismatches)
    return _json(standing_document(standing, folder.shown(report), plan, apart=apart))


def _json(document: object) -> bytes:
    # On one line: indented, json falls back on its slow encoder, and who reads this is a program.
    return (json.dumps(document, ensure_ascii=False) + "\n").encode()
