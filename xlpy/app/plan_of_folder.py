"""The plan of a working folder: what its workbook says, and how its report template looks."""

import json
from collections.abc import Iterator
from contextlib import suppress
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xlpy import __version__
from xlpy.app.folder import REMEMBERED_PLAN, WORKBOOK, CannotDo, Folder
from xlpy.core.grid import Snapshot
from xlpy.doors.files.reader import Reader, ReaderUnavailable
from xlpy.drawing.report.look import LAYOUT, LAYOUT_NOW
from xlpy.shipped import once_shipped, shipped

if TYPE_CHECKING:
    from xlpy.doors.disk.plan_file import PlanFile
    from xlpy.journal import Journal

_OLD_PLAN = "ke-hoach.json"
"""What a folder had before its plan moved into the workbook."""


class PlanReading:
    """The folder's plan, being read in the other process while the caller goes on; `plan` waits for it.

    A workbook that is as it was at the last press, or as it was made, is not read again: an afternoon has many presses
    and one plan.
    Raises CannotDo where the folder is one of an older version that has no workbook yet.
    """

    def __init__(self, folder: Folder, reader: Reader) -> None:
        self._folder = folder
        self._reader = reader
        self._answer: Iterator[Snapshot] | None = None
        if not folder.workbook.exists():
            refuse_older(folder)
            self._digest, self._remembered = "", None
            return
        self._digest = _digest(folder)
        self._remembered = _remembered(folder, self._digest)
        if self._remembered is None and not _is_as_shipped(folder.workbook):
            self._ask()

    def _ask(self) -> None:
        from xlpy.core.office_book import VIEW_SHEETS

        self._answer = self._reader.read(((self._folder.workbook, WORKBOOK),), VIEW_SHEETS)

    def plan(self, journal: "Journal") -> "PlanFile":
        """The plan. Without a workbook in the folder it is the one of the last merge; without that, the package's own.

        Raises PlanError, TemplateError.
        """
        from xlpy.doors.disk.plan_file import PlanError, default_plan, read_plan, read_plan_book

        if self._remembered is not None:
            known = journal.known_plan(self._remembered.sha256)
            if known is not None:
                return read_plan(known, WORKBOOK, trusted=lambda _: True)
            if self._remembered.text:
                with suppress(PlanError, LookupError, TypeError, AttributeError):  # words that no journal vouches for
                    return read_plan(self._remembered.text, WORKBOOK, trusted=lambda _: True)
            self._remembered = None
            self._ask()  # the journal that knew it is gone
        if self._answer is None:
            # A workbook renamed for a moment must not turn the office's plan into another one.
            last = None if self._digest else journal.last_plan()
            found = read_plan(last, "nhật ký", trusted=lambda _: True) if last else default_plan()
        else:
            # A list, so that the reader has nothing left to say when it is asked for the next files.
            (snapshot,) = list(self._answer)
            found = read_plan_book(snapshot, trusted=lambda digest: journal.known_plan(digest) is not None)
        return restyled(self._folder, found)

    def remember(self, plan: "PlanFile") -> None:
        """Note what the workbook holds, for the next press. The plan must stand in the journal by now."""
        if self._answer is not None or (self._remembered is not None and self._remembered.text):
            _note(self._folder, self._digest, plan.sha256)


def remember_as_made(folder: Folder) -> None:
    """Read the workbook that was just made for a folder, and note its plan with all its words: no journal has it yet.

    So the first press, on the day on which everything is new, need not read the workbook either.
    """
    from xlpy.core.office_book import VIEW_SHEETS
    from xlpy.doors.disk.plan_file import PlanError, read_plan_book
    from xlpy.drawing.faults import TemplateError

    try:
        with Reader() as reader:
            (snapshot,) = reader.read(((folder.workbook, WORKBOOK),), VIEW_SHEETS)
        plan = restyled(folder, read_plan_book(snapshot))
        _note(folder, _digest(folder), plan.sha256, plan.text)
    except (PlanError, TemplateError, ReaderUnavailable, OSError):
        return  # whoever presses is told of it, and of what to do


def _note(folder: Folder, digest: str, plan: str, text: str = "") -> None:
    from xlpy.doors.disk.saving import write

    with suppress(OSError):
        write(folder.path / REMEMBERED_PLAN, f"{digest} {plan}\n{text}".encode())


def workbook_seen(folder: Folder) -> str:
    """One word for all that a folder's plan is read from, and for who reads it; "" where there is no workbook."""
    try:
        return _digest(folder)
    except OSError:
        return ""


def _digest(folder: Folder) -> str:
    """Raises OSError. Piece by piece: the workbook of a whole country is larger than all that a press holds."""
    digest = sha256()
    for path in (folder.workbook, folder.template):
        if path == folder.workbook or path.exists():
            with path.open("rb") as stream:
                file_digest(stream, lambda: digest)
    digest.update(f"{__version__} {LAYOUT_NOW}".encode())
    return digest.hexdigest()


def _is_as_shipped(book: Path) -> bool:
    ours = shipped("workbook/Hotich.xlsm")
    return book.stat().st_size == ours.stat().st_size and book.read_bytes() == ours.read_bytes()


def plan_of(folder: Folder) -> "PlanFile":
    """The plan of a folder, or the package's own. Raises CannotDo, PlanError, TemplateError, JournalDamaged."""
    from xlpy.app import journal_of_folder

    with Reader() as reader, journal_of_folder.reading(folder) as journal:
        return PlanReading(folder, reader).plan(journal)


def refuse_older(folder: Folder) -> None:
    """Raises CannotDo where a folder is of an older version, which kept its plan elsewhere."""
    if (folder.path / _OLD_PLAN).exists():
        raise CannotDo(
            f"{folder.path}: thư mục này của bản cũ, kế hoạch còn ở {_OLD_PLAN}. Tạo Hotich.xlsm một lần: "
            f'hotich tao-so --ke-hoach "{folder.path / _OLD_PLAN}" --ra "{folder.workbook}"'
        )


class _Remembered(NamedTuple):
    """The plan that workbook and template held when they were last read; `text` "" where the journal has its words."""

    sha256: str
    text: str


def _remembered(folder: Folder, digest: str) -> _Remembered | None:
    """None where they have changed since, or what was noted is not whole."""
    with suppress(OSError, ValueError):
        noted, _, text = (folder.path / REMEMBERED_PLAN).read_bytes().partition(b"\n")
        seen, plan = noted.decode("ascii").split()
        if seen == digest and (not text or sha256(text).hexdigest() == plan):
            return _Remembered(plan, text.decode())
    return None


def restyled(folder: Folder, plan: "PlanFile") -> "PlanFile":
    """The plan with the report's look in it: today's layout, and what the office changed. Raises TemplateError.

    The journal keeps both, so that a past report can be made again as it was laid out.
    """
    from dataclasses import replace

    from xlpy.doors.disk.plan_file import PlanFile

    look = _look(folder.template)
    text = json.dumps({**json.loads(plan.text), "look": look}, ensure_ascii=False, separators=(",", ":"))
    return PlanFile(replace(plan.plan, look=look), text, sha256(text.encode()).hexdigest())


def _look(template: Path) -> dict[str, Any]:
    """What the office restyled; today's layout alone where it has no template, or left it as it came."""
    data = template.read_bytes() if template.exists() else b""
    if not data or data == shipped("templates/bao-cao.xlsx").read_bytes() or once_shipped(data):
        return {LAYOUT: LAYOUT_NOW}
    from xlpy.drawing.report.restyled import read_template  # openpyxl takes as long to load as a merge

    return read_template(data, template.name)
