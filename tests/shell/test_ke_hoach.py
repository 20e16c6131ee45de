"""hotich ke-hoach: what is due is told as of the day that was asked for, and of no day where none was."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.kit.folders import new_folder
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.office_book.whole import draw_office_book

MOVES = [{"day": "2023-05-24", "code": "696", "what": "received", "count": 2}]
CHANGES = [
    {"day": "2023-05-25", "old": "698", "new": "6981", "name": "Huyện Một"},
    {"day": "2023-05-25", "old": "698", "new": "6982", "name": "Huyện Hai"},
]


def told(place: Path, *options: str, plan: Mapping[str, Any]) -> set[str]:
    """The codes that a process of its own tells."""
    folder = new_folder(place)
    folder.workbook.write_bytes(draw_office_book({**json.loads(default_text()), **plan}))
    done = subprocess.run(
        [sys.executable, "-m", "xlpy.cli", "ke-hoach", "-C", str(folder.path), "--json", *options],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return {finding["code"] for finding in json.loads(done.stdout)["findings"]}


@pytest.mark.parametrize(
    ("day", "due"),
    [("2023-05-23", set()), ("2023-05-24", {"MA05"}), ("2023-05-25", {"MA05", "DV04"})],
)
def test_what_is_due_is_told_as_of_the_day(tmp_path: Path, day: str, due: set[str]) -> None:
    plan = {"moves": MOVES, "changes": CHANGES}
    assert told(tmp_path / "viec", "--ngay", day, plan=plan) & {"MA05", "DV04"} == due


def test_without_a_day_nothing_is_due(tmp_path: Path) -> None:
    found = told(tmp_path / "viec", plan={"moves": MOVES, "changes": CHANGES})
    assert not found & {"MA05", "DV04", "NV01"}
    assert "DV01" in found  # what lacks, lacks on any day
