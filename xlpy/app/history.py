"""Báo cáo, lịch sử: what the journal holds, told again."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from xlpy.app.folder import CannotDo, Folder
from xlpy.app.journal_of_folder import reading
from xlpy.app.merge.publish import publish
from xlpy.core.before import Before
from xlpy.core.carried_days import carried_before
from xlpy.core.consolidate import Standing
from xlpy.core.plan.dated import of_day
from xlpy.core.plan.plan import Plan
from xlpy.core.text import day as written
from xlpy.doors.disk.plan_file import read_plan
from xlpy.journal import Journal


def report_again(folder: Folder, day: date, output: Path | None) -> tuple[Plan, Standing, Path, Sequence[str]]:
    """A past day's report, byte for byte as it was made. Raises CannotDo, JournalDamaged."""
    plan, standing, before = recorded_day(folder, day)
    reports = output or folder.reports(day, plan.reports)
    published = publish(folder, plan, standing, before, reports)
    return plan, standing, published.report, published.notes


class RecordedDay(NamedTuple):
    """A day as it was last recorded: the plan of that run, its result, what it saw of earlier days."""

    plan: Plan
    standing: Standing
    before: Before


def day_from_journal(folder: Folder, day: date) -> tuple[Plan, Standing]:
    """A day's result as it was last recorded, under the plan of that run. Raises CannotDo, JournalDamaged."""
    return recorded_day(folder, day)[:2]


def recorded_day(folder: Folder, day: date) -> RecordedDay:
    """All that a day's report is drawn from. Raises CannotDo, JournalDamaged."""
    folder.must_exist()
    with reading(folder) as journal:
        standing, text, before = journal.standing(day), journal.plan_text(day), journal.before(day)
        days = journal.days()
    if standing is None or text is None:
        known = ", ".join(map(written, days[-5:])) or "chưa có ngày nào"
        raise CannotDo(f"Chưa tổng hợp ngày {written(day)}. Các ngày gần nhất đã có: {known}.")
    plan = of_day(read_plan(text, "nhật ký", trusted=lambda _: True).plan, day)
    return RecordedDay(plan, standing, carried_before(plan, before, day))


def anchor_of_day(folder: Folder, day: date) -> str:
    """The short hash of a day's last run, by which paper can prove the journal; "" where it was never merged."""
    with reading(folder) as journal:
        return journal.anchor(day)


def archived_copies(journal: Journal, day: date) -> dict[str, str]:
    """Where the copies of a day's files lie, by the names under which they came: files of other days may share them."""
    # Of two of one name the one that counts speaks.
    known = sorted(journal.taken_perhaps_for(day), key=lambda item: item.belongs_to(day))
    return {item.receipt.name: item.archived for item in known}


def history(folder: Folder) -> list[dict[str, Any]]:
    """The journal's figures, one row a unit, day and kind. Raises JournalDamaged, PlanError."""
    from xlpy.app.plan_of_folder import plan_of
    from xlpy.drawing.screen.documents import history_rows

    return history_rows(history_days(folder), plan_of(folder).plan.tracked_level)


def history_days(folder: Folder) -> tuple[Standing, ...]:
    """Each day's result as it was last recorded, oldest first. Raises JournalDamaged."""
    folder.must_exist()
    with reading(folder) as journal:
        return tuple(standing for day in journal.days() if (standing := journal.standing(day)))


def write_csv(rows: Sequence[dict[str, Any]], path: Path) -> Path:
    """Rows as CSV that Excel opens with Vietnamese intact (UTF-8 with a mark). Returns where it stands.

    Raises CannotDo, OSError.
    """
    import csv
    from io import StringIO

    from xlpy.doors.disk.saving import write
    from xlpy.drawing.screen.documents import HISTORY_COLUMNS

    _must_be_a_place(path)
    text = StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=HISTORY_COLUMNS)
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return write(path, text.getvalue().encode("utf-8-sig"))


def write_xlsx(folder: Folder, path: Path) -> Path:
    """The figures as a workbook: a long table for pivots, units and kinds by day, charts. Returns where it stands.

    Raises CannotDo, JournalDamaged, PlanError, OSError.
    """
    from xlpy.app.plan_of_folder import plan_of
    from xlpy.doors.disk.saving import write
    from xlpy.drawing.history.workbook import draw_history

    _must_be_a_place(path)
    return write(path, draw_history(plan_of(folder).plan, history_days(folder)))


def _must_be_a_place(path: Path) -> None:
    if path.is_dir() or not path.parent.is_dir():
        raise CannotDo(f"{path}: không phải chỗ để ghi tệp; chọn tên tệp trong một thư mục có sẵn")


def _harmless(value: Any) -> Any:
    """A file name that begins with "=" would run as a formula where the CSV is opened."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
