"""Kiểm tra: what would become of files, recording nothing."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlpy.app.folder import CannotDo, Folder
from xlpy.app.merge.decide import background_of
from xlpy.app.plan_of_folder import PlanReading
from xlpy.core.consolidate import Judged, Verdict, asserted_figures, choose
from xlpy.core.grid import Snapshot
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import CONTAINERS, Letter, Receipt
from xlpy.core.records import FiguresByKind
from xlpy.core.source import Fault, Problem, Source
from xlpy.doors.disk.inbox import legible, passed_over
from xlpy.doors.disk.scratch import scratch
from xlpy.doors.files.reader import Reader
from xlpy.journal import Journal
from xlpy.rules.judge import Background, judge, stand

if TYPE_CHECKING:
    from xlpy.doors.disk.plan_file import PlanFile


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
        if not path.exists():
            raise CannotDo(f"{path}: không có tệp này; kiểm tra lại đường dẫn.")
    with Reader() as reader, Journal.reading(folder.journal) as journal, scratch("kiem-tra") as unpacked:
        plan = (plan_file or PlanReading(folder, reader).plan(journal)).plan
        files = _unpacked([_outside(path) for path in paths], unpacked.path, reader)
        read = [file for file in files if not passed_over(file.path.name)]
        snapshots = dict(zip(read, reader.read([(file.path, file.name) for file in read]), strict=True))
        receipts = {file: _receipt(plan, file, snapshots.get(file)) for file in files}
        letters = {receipts[file]: file.letter for file in files if file.letter}
        background = background_of(journal, day)._replace(letters=letters)
    verdicts = [
        judge(plan, day, receipt, snapshots.get(file) or _passed_over(file.path), background)
        for file, receipt in receipts.items()
    ]
    checked = []
    for judged in _with_contending(plan, day, verdicts, background):
        figures = None
        if judged.unit and judged.submission and judged.submission.has_figures:
            history = background.history.get(judged.unit)
            figures = asserted_figures(plan, judged.unit, judged.submission, history[-1] if history else None)
        checked.append(Checked(judged, figures))
    return plan, tuple(checked)


def _with_contending(plan: Plan, day: date, judged: Sequence[Judged], background: Background) -> Iterator[Judged]:
    """Verdicts on files beside each other: two that contend are both held, whatever each is by itself."""
    contending = {choice.unit: choice.conflict for choice in choose(plan, judged) if choice.conflict}
    if not contending:
        yield from judged
        return
    findings = [finding for finding in stand(plan, day, judged, background).findings if finding.code == "LK11"]
    for one in judged:
        if any(one is other for other in contending.get(one.unit or "", ())):
            why = tuple(finding for finding in findings if finding.unit == one.unit)
            yield one._replace(verdict=Verdict.REFUSE, findings=(*why, *one.findings))
        else:
            yield one


class _File(NamedTuple):
    """A file to check: where it lies, its name for messages, when it came, the letter that it came in or is."""

    path: Path
    name: str
    modified: float
    letter: Letter | None = None


def _outside(path: Path) -> _File:
    return _File(path, legible(path.name), path.stat().st_mtime)


def _unpacked(files: Sequence[_File], place: Path, reader: Reader) -> list[_File]:
    """The files, and after each letter or archive what is in it, unpacked into `place`."""
    holders = [file for file in files if file.path.suffix.lower() in CONTAINERS]
    if not holders:
        return list(files)
    answers = reader.open([(file.path, file.name) for file in holders])
    found: list[_File] = []
    for file in files:
        inside = next(answers) if file in holders else None
        if inside is None or not inside.container:
            found.append(file)
            continue
        found.append(file._replace(letter=inside.letter))
        for name, data, letter in inside.enclosed:
            path = place / str(len(found))  # its own name need not be one that a disk takes
            path.write_bytes(data)
            found.append(_File(path, name, file.modified, letter))
    return found


def _receipt(plan: Plan, file: _File, snapshot: Snapshot | None) -> Receipt:
    hour = (file.letter and file.letter.hour) or datetime.fromtimestamp(file.modified, plan.timezone)
    return Receipt(file.name, snapshot.sha256 if snapshot else "", hour.astimezone(plan.timezone))


def _passed_over(path: Path) -> Snapshot:
    problem = Problem(Fault.NOT_A_REPORT_FILE, Source(path.name), {"reason": passed_over(path.name)})
    return Snapshot(path.name, problems=(problem,))
