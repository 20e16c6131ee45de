"""What another program may import of Hotich, and rely on; everything else may move.

A demo day, merged and looked at (the folder is a temporary one):

    >>> from datetime import UTC, datetime
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from xlpy.api import Folder, check, consolidate, history, make_day, plan_of, start
    >>> place = TemporaryDirectory()
    >>> folder = start(Path(place.name, "viec"), None)
    >>> plan = plan_of(folder).plan
    >>> files = make_day(folder.inbox, plan)
    >>> outcome = consolidate(folder, plan.start, now=datetime(2023, 5, 22, 7, 30, tzinfo=UTC))
    >>> outcome.standing.reported, len(outcome.standing.units), outcome.report.name
    (8, 11, 'Bao_cao_PL01_2023-05-22.xlsx')
    >>> [(unit.name, unit.status.value) for unit in outcome.standing.units if unit.status is Status.REFUSED]
    [('Thị xã Bình Long', 'refused'), ('Huyện Đồng Phú', 'refused')]
    >>> history(folder)[0]["unit"], history(folder)[0]["kind"]
    ('691', 'birth')
    >>> place.cleanup()
"""

from xlpy.app.check import Checked, check
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.frame import history_frame
from xlpy.app.history import day_from_journal, history, report_again
from xlpy.app.merge.merge_day import Outcome, consolidate
from xlpy.app.plan_of_folder import plan_of
from xlpy.app.set_up import build_workbook, issue_forms, start
from xlpy.core.consolidate import Standing, Status, UnitDay, Verdict
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Figures, Kind
from xlpy.core.source import Finding, Severity
from xlpy.demo.day import make_day
from xlpy.doors.disk.plan_file import PlanFile, default_plan, load_plan
from xlpy.journal import Journal, JournalBusy, JournalDamaged, JournalTooNew

__all__ = [
    "CannotDo",
    "Checked",
    "Figures",
    "Finding",
    "Folder",
    "Journal",
    "JournalBusy",
    "JournalDamaged",
    "JournalTooNew",
    "Kind",
    "Outcome",
    "Plan",
    "PlanFile",
    "Severity",
    "Standing",
    "Status",
    "UnitDay",
    "Verdict",
    "build_workbook",
    "check",
    "consolidate",
    "day_from_journal",
    "default_plan",
    "history",
    "history_frame",
    "issue_forms",
    "load_plan",
    "make_day",
    "plan_of",
    "report_again",
    "start",
]
