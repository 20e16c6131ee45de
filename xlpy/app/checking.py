"""Kiểm tra: what would become of files, recording nothing."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlpy.app.deciding import background_of
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.planned import PlanReading
from xlpy.core.consolidate import Judged, asserted_figures
from xlpy.core.grid import Snapshot
from xlpy.core.plan import Plan
from xlpy.core.receipt import Receipt
from xlpy.core.records import FiguresByKind
from xlpy.core.source import Fault, Problem, Source
from xlpy.doors.files import Reader
from xlpy.doors.inbox import legible, passed_over
from xlpy.journal import Journal
from xlpy.rules.judge import judge

if TYPE_CHECKING:
    from xlpy.doors.plan_file import PlanFile


class Checked(NamedTuple):
    """A file, its verdict, and the figures it asserts where it could be read."""

    judged: Judged
    figures: FiguresByKind | None


def check(
    folder: Folder, paths: Sequence[Path], day: date, plan_file: "PlanFile | None" = None
) -> tuple[Plan, tuple[Checked, ...]]:
    """Check files against the folder's plan and journal (or the package's plan and no history).

    `plan_file` is the plan where the caller has it already. Raises CannotDo where a file is not there, PlanError,
    JournalDamaged.
    """
    for path in paths:
        if path.is_dir():
            raise CannotDo(f"{path}: là thư mục; hãy ghi tên tệp, ví dụ {path / '*.xlsx'}")
        if not path.is_file():
            raise CannotDo(f"{path}: không có tệp này; kiểm tra lại đường dẫn.")
    with Reader() as reader, Journal.reading(folder.journal) as journal:
        plan = (plan_file or PlanReading(folder, reader).plan(journal)).plan
        background = background_of(journal, day)
        read = [path for path in paths if not passed_over(path.name)]
        snapshots = dict(zip(read, reader.read([(path, legible(path.name)) for path in read]), strict=True))
    checked = []
    for path in paths:
        snapshot = snapshots.get(path) or _passed_over(path)
        receipt = Receipt(
            legible(path.name), snapshot.sha256, datetime.fromtimestamp(path.stat().st_mtime, plan.timezone)
        )
        judged = judge(plan, day, receipt, snapshot, background)
        figures = None
        if judged.unit and judged.submission and judged.submission.has_figures:
            history = background.history.get(judged.unit)
            figures = asserted_figures(plan, judged.unit, judged.submission, history[-1] if history else None)
        checked.append(Checked(judged, figures))
    return plan, tuple(checked)


def _passed_over(path: Path) -> Snapshot:
    problem = Problem(Fault.NOT_A_REPORT_FILE, Source(path.name), {"reason": passed_over(path.name)})
    return Snapshot(path.name, problems=(problem,))
