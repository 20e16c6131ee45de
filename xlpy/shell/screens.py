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
    import argparse

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


def add_everything(parser: "argparse.ArgumentParser") -> None:
    """More than one screen of a day."""
    parser.add_argument(
        "--day-du", dest="everything", action="store_true", help="in mọi thông báo, không chỉ một màn hình"
    )


def show_standing(
    plan: "Plan",
    standing: "Standing",
    report: Path,
    folder: "Folder",
    told: "Sequence[Finding]" = (),
    *,
    everything: bool = False,
) -> None:
    """The board, what was found, and where the report is. `told` is what the run says beside the day's result."""
    from xlpy.shell.one_screen import day_lines

    for line in day_lines(plan, standing, whole(report), folder, told, everything=everything):
        print(line)


def whole(path: Path) -> Path:
    """A path as it can be pasted anywhere. No link is followed: the person knows this place."""
    return Path(os.path.abspath(path))  # noqa: PTH100


def show_command(words: str, command: str) -> None:
    """What to type next: by itself on a line, so that it can be pasted."""
    print(words)
    print(f"  {command}")
