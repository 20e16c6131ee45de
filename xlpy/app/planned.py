"""The plan of a working folder: what its workbook says, and how its report template looks."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlpy.app.folder import WORKBOOK, CannotDo, Folder
from xlpy.core.grid import Snapshot
from xlpy.doors.files import Reader

if TYPE_CHECKING:
    from xlpy.doors.plan_file import PlanFile

_OLD_PLAN = "ke-hoach.json"
"""What a folder had before its plan moved into the workbook."""

Trusted = Callable[[str], bool]
"""Tells of a plan's SHA-256 that it was checked before."""


class PlanReading:
    """The folder's plan, being read in the other process while the caller goes on; `plan` waits for it.

    Raises CannotDo where the folder is one of an older version that has no workbook yet.
    """

    def __init__(self, folder: Folder, reader: Reader) -> None:
        self._folder = folder
        self._answer: Iterator[Snapshot] | None = None
        if folder.workbook.exists():
            from xlpy.core.settings import VIEW_SHEETS

            self._answer = reader.read(((folder.workbook, WORKBOOK),), VIEW_SHEETS)
        elif (folder.path / _OLD_PLAN).exists():
            raise CannotDo(
                f"{folder.path}: thư mục này của bản cũ, kế hoạch còn ở {_OLD_PLAN}. Tạo sổ tính một lần: "
                f'hotich tao-so --ke-hoach "{folder.path / _OLD_PLAN}" --ra "{folder.workbook}"'
            )

    def plan(self, trusted: Trusted = lambda _: False) -> "PlanFile":
        """The plan; the package's own where the folder has no workbook. Raises PlanError, TemplateError."""
        from xlpy.doors.plan_file import default_plan, read_plan_book

        if self._answer is None:
            found = default_plan()
        else:
            # A list, so that the reader has nothing left to say when it is asked for the next files.
            (snapshot,) = list(self._answer)
            found = read_plan_book(snapshot, trusted=trusted)
        look = _look(self._folder.template)
        return _with_look(found, look) if look else found


def plan_of(folder: Folder, trusted: Trusted = lambda _: False) -> "PlanFile":
    """The plan of a folder, or the package's own. Raises CannotDo, PlanError, TemplateError."""
    with Reader() as reader:
        return PlanReading(folder, reader).plan(trusted)


def _look(template: Path) -> dict[str, Any]:
    """What the office restyled; {} where it has no template, or left it as it came."""
    if not template.exists():
        return {}
    from xlpy.shipped import shipped

    data = template.read_bytes()
    if data == shipped("templates/bao-cao.xlsx").read_bytes():
        return {}
    from xlpy.drawing.restyled import read_template  # openpyxl takes as long to load as a merge

    return read_template(data, template.name)


def _with_look(found: "PlanFile", look: dict[str, Any]) -> "PlanFile":
    """The plan with the look in it: the journal keeps both, so that a past report can be made again."""
    from hashlib import sha256

    from xlpy.core.plan import parse_plan
    from xlpy.doors.plan_file import PlanFile

    data = {**json.loads(found.text), "look": look}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return PlanFile(parse_plan(data), text, sha256(text.encode()).hexdigest())
