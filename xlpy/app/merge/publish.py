"""Put a day's report and result document in place, so that a reader sees the old ones or the new ones, whole."""

import json
from collections.abc import Callable
from pathlib import Path

from xlpy.app.folder import CannotDo, Folder, report_in
from xlpy.core.consolidate import Standing
from xlpy.core.plan.plan import Plan
from xlpy.doors.disk.saving import Pending, sweep, write
from xlpy.drawing.report.workbook import draw_report
from xlpy.drawing.screen.documents import standing_document


def publish(
    folder: Folder, plan: Plan, standing: Standing, reports: Path, commit: Callable[[], None]
) -> tuple[Path, list[str]]:
    """Draw a day's report and result document into `reports`; `commit` is called once both are safely on disk.

    Returns where the report stands, and what people should know where that is not where it should. Raises
    CannotDo where there is no room.
    """
    if reports.is_dir():
        sweep(reports)
    report, result = report_in(reports, standing.date), reports / f"Ket_qua_{standing.date.isoformat()}.json"
    workbook = draw_report(plan, standing)
    pending = Pending()
    try:
        pending.add(report, workbook)
        pending.add(result, _json(standing_document(standing, folder.shown(report))))
    except OSError as error:
        pending.discard()
        raise CannotDo(
            f"{folder.shown(report)}: không ghi được {len(workbook)} byte ({error.strerror}); "
            "giải phóng dung lượng hoặc kiểm tra quyền ghi rồi chạy lại."
        ) from error
    try:
        commit()
    except BaseException:
        pending.discard()
        raise
    moved = pending.commit()
    if report in moved:
        write(result, _json(standing_document(standing, folder.shown(moved[report]))))
    notes = [
        f"{folder.shown(path)} đang mở ở chương trình khác: đã lưu thành {instead.name}. Đóng tệp rồi chạy lại."
        for path, instead in moved.items()
    ]
    return moved.get(report, report), notes


def _json(document: object) -> bytes:
    # On one line: indented, json falls back on its slow encoder, and who reads this is a program.
    return (json.dumps(document, ensure_ascii=False) + "\n").encode()
