"""What verbs say in a shell, and when it is: words for people, JSON for programs, exit codes for schedulers.

0: all in and clean. 1: done, but a person is needed. 2: could not be done, nothing was changed, one line says why.
"""

import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlpy.app.folder import Folder
    from xlpy.core.consolidate import Standing
    from xlpy.core.plan.plan import Plan
    from xlpy.core.source import Finding

CLEAN, NEEDS_A_PERSON, COULD_NOT = 0, 1, 2


def tell(text: str) -> None:
    """A line for people, beside what programs read."""
    print(text, file=sys.stderr)


def print_json(document: Any) -> None:
    """One document on standard output, and nothing else there."""
    print(json.dumps(document, ensure_ascii=False))


def now() -> datetime:
    """This moment. Which day it belongs to depends on the plan's time zone."""
    return datetime.now(UTC)


def today(folder: "Folder") -> date:
    """The day that it is where the plan is carried out. Raises what `plan_of` raises."""
    from xlpy.app.plan_of_folder import plan_of

    return plan_of(folder).plan.day_at(now())


def show_standing(plan: "Plan", standing: "Standing", report: Path, told: "Sequence[Finding]" = ()) -> None:
    """The board, what was found, and where the report is. `told` is what the run says beside the day's result."""
    from xlpy.drawing.screen.board import board, findings_text

    print(board(standing))
    if findings := (*told, *standing.findings):
        print(f"\n{findings_text(findings, plan)}")
    print(f"\nBáo cáo: {os.path.normpath(report)}")
