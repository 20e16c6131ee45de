"""Kiểm tra: what would become of files, recording nothing.

The files are weighed as if they lay in the inbox: beside what the journal has of the day, and by the same judge.
"""

import os
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlpy.app import journal_of_folder
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.merge.copies import read_copies
from xlpy.app.merge.decide import background_of, receipt_of, still_to_mend
from xlpy.app.merge.take_in import Known, unopened
from xlpy.app.plan_of_folder import PlanReading, plan_of
from xlpy.core.consolidate import Judged, Verdict, asserted_figures
from xlpy.core.grid import Snapshot
from xlpy.core.plan.dated import of_day
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import CONTAINERS, Letter, holder_of
from xlpy.core.records import FiguresByKind
from xlpy.core.source import Fault, Finding, Problem, Source
from xlpy.doors.disk.inbox import cannot_open, hash_file, legible, look, no_file, passed_over
from xlpy.doors.disk.scratch import scratch
from xlpy.doors.files.reader import Reader
from xlpy.doors.files.readers import Readers
from xlpy.journal import Taken
from xlpy.rules.day import Came, weigh
from xlpy.rules.judge import Background, carried

if TYPE_CHECKING:
    from xlpy.doors.disk.plan_file import PlanFile


class Checked(NamedTuple):
    """A file, its verdict, and the figures it asserts where it could be read.

    `asked` is its name as it was asked for, without the folder; its receipt has the name by which a merge speaks of it.
    `received_for` is the day for which it was taken in before, where that is another one: then it is not looked at.
    """

    asked: str
    judged: Judged
    figures: FiguresByKind | None
    received_for: date | None = None


class Checkup(NamedTuple):
    """What a check found. `shared` is said of several files at once; what is said of one stands beside it."""

    plan: Plan
    files: tuple[Checked, ...]
    shared: tuple[Finding, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding once, what is said of several files first."""
        each = (finding for item in self.files for finding in item.judged.findings)
        return (*self.shared, *dict.fromkeys(each))


def asked_for(folder: Folder, paths: Sequence[Path]) -> list[Path]:
    """The files that somebody names: a folder stands for what is in it, none for the inbox, as for the button.

    A pattern is looked up here: the command line of Windows hands it on as it is typed. Raises CannotDo.
    """
    if not paths:
        inbox = folder.place(plan_of(folder).plan.inbox)
        if not inbox.is_dir():
            raise CannotDo(f"{inbox}: không có thư mục nhận tệp này; ghi tên tệp, hoặc chỉ thư mục bằng -C")
        paths = [inbox]
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found.extend(look(path))
        elif "*" in path.name and not os.path.lexists(path):
            found.extend(sorted(path.parent.glob(path.name)))
        else:
            found.append(path)
    if unlisted := next((path for path in found if path.is_dir() and not path.is_symlink()), None):
        raise CannotDo(f"{unlisted}: máy không xem được thư mục này; kiểm tra quyền đọc rồi chạy lại.")
    return found


def check(folder: Folder, paths: Sequence[Path], day: date, plan_file: "PlanFile | None" = None) -> Checkup:
    """Check files against the folder's plan and journal (or the package's plan and no history).

    `plan_file` is the plan where the caller has it already. Raises CannotDo where a file is not there, PlanError,
    JournalDamaged.
    """
    paths = list(dict.fromkeys(paths))
    for path in paths:
        if path.is_dir():
            raise CannotDo(f"{path}: là thư mục, không phải tệp.")
        if not os.path.lexists(path):
            raise CannotDo(f"{path}: không có tệp này; kiểm tra lại đường dẫn.")
    with Readers() as reader, journal_of_folder.reading(folder) as journal, scratch("kiem-tra") as unpacked:
        plan = of_day((plan_file or PlanReading(folder, reader).plan(journal)).plan, day)
        known = journal.taken()
        files = list(_looked_at(folder, folder.place(plan.inbox), paths, Known.of(folder, known), day))
        holding = frozenset(holder_of(item.path) for item in known if item.belongs_to(day))
        files = _unpacked(files, unpacked.path, reader, Known.of(folder, known), day, holding)
        asked = [file for file in files if file.received_for(day) is None]
        told = {file.known for file in asked if file.known}
        beside = [item for item in journal.taken_for(day) if item not in told]
        background = background_of(journal, day)._replace(sent_back=still_to_mend(journal, plan, day))
        background = carried(background, plan, day)
        came = chain(_came(plan, asked, reader), _came_before(folder, beside, reader))
        weighed = weigh(plan, day, came, background)
    verdicts = dict(zip(map(id, asked), weighed.files[: len(asked)], strict=True))
    checked = []
    for file in files:
        judged = verdicts.get(id(file))
        if judged is None:
            receipt = receipt_of(plan, file.name, file.sha256, file.modified_ns, file.letter)
            checked.append(Checked(file.asked, Judged(receipt, None, Verdict.IGNORE), None, file.received_for(day)))
        else:
            checked.append(Checked(file.asked, judged, _figures(plan, judged, background)))
    return Checkup(plan, tuple(checked), weighed.shared)


def _figures(plan: Plan, judged: Judged, background: Background) -> FiguresByKind | None:
    if judged.unit is None or judged.submission is None or not judged.submission.has_figures:
        return None
    history = background.history.get(judged.unit)
    return asserted_figures(plan, judged.unit, judged.submission, history[-1] if history else None)


class _File(NamedTuple):
    """A file to check: where it lies, its name for messages, its place as the journal names it, when it changed.

    `asked` is the name by which it was asked for, `letter` the e-mail that it came in or is, `known` how the journal
    has it where it lies in the inbox since an earlier run, `problem` why it cannot be read.
    """

    path: Path
    name: str
    place: str
    modified_ns: int
    sha256: str
    asked: str
    letter: Letter | None = None
    known: Taken | None = None
    problem: Problem | None = None

    def received_for(self, day: date) -> date | None:
        """The other day for which it was taken in; None where it counts on `day`."""
        return None if self.known is None or self.known.belongs_to(day) else self.known.form_date or self.known.taken_on


def _looked_at(folder: Folder, inbox: Path, paths: Iterable[Path], known: Known, day: date) -> Iterator[_File]:
    paths = list(paths)
    names = [_name(inbox, path) for path in paths]
    often = Counter(names)
    for path, name in zip(paths, names, strict=True):
        asked = legible(path.name)
        if often[name] > 1:
            name = asked = legible(path.as_posix())  # two of one name: a finding must say of which it speaks
        inside = _inside(inbox, path)
        place, modified = legible(folder.shown(path)), (path.lstat() if inside else path.stat()).st_mtime_ns
        if reason := passed_over(path.name):
            problem = Problem(Fault.NOT_A_REPORT_FILE, Source(name), {"reason": reason})
            yield _File(path, name, place, modified, "", asked, problem=problem)
            continue
        try:
            if inside and (reason := no_file(path)):
                problem = Problem(Fault.CANNOT_OPEN, Source(name), {"reason": reason})
                yield _File(path, name, place, modified, "", asked, problem=problem)
                continue
            digest = hash_file(path)
        except OSError as error:
            yield _File(path, name, place, modified, "", asked, problem=cannot_open(name, error))
            continue
        before = known.find(digest, modified, place, day) if inside else None
        yield _File(path, name, place, modified, digest, asked, None, before)


def _inside(inbox: Path, path: Path) -> bool:
    return Path(os.path.abspath(path)).is_relative_to(os.path.abspath(inbox))  # noqa: PTH100 - no link is followed


def _name(inbox: Path, path: Path) -> str:
    """A file's name for messages: in the inbox as a merge says it, elsewhere its own."""
    if not _inside(inbox, path):
        return legible(path.name)
    return legible(Path(os.path.abspath(path)).relative_to(os.path.abspath(inbox)).as_posix())  # noqa: PTH100


def _unpacked(
    files: Sequence[_File], place: Path, reader: Reader, known: Known, day: date, holding: Container[str]
) -> list[_File]:
    """The files, and after each letter or archive what is in it, unpacked into `place`.

    `holding` are those of other days that have files of this one in them, as the journal names them.
    """
    holders = [
        file
        for file in files
        if file.path.suffix.lower() in CONTAINERS
        and file.problem is None
        and (file.received_for(day) is None or file.place in holding)
    ]
    if not holders:
        return list(files)
    answers = reader.open([(file.path, file.name) for file in holders])
    opened = dict(zip(map(id, holders), answers, strict=True))
    now = datetime.now(UTC)
    found: list[_File] = []
    for file in files:
        inside = opened.get(id(file))
        if inside is None or not inside.container:
            found.append(file)
            continue
        if problem := unopened(inside):
            found.append(file._replace(sha256="", problem=problem))
            continue
        found.append(file._replace(letter=inside.letter and inside.letter.as_of(now)))
        for name, data, letter in inside.enclosed:
            path = place / str(len(found))  # its own name need not be one that a disk takes
            path.write_bytes(data)
            inner = legible(name)
            lies = file.place + inner.removeprefix(file.name)
            digest = sha256(data).hexdigest()
            before = known.find(digest, file.modified_ns, lies, day) if file.known else None
            asked = file.asked + inner.removeprefix(file.name)
            told = letter and letter.as_of(now)
            found.append(_File(path, inner, lies, file.modified_ns, digest, asked, told, before))
    return found


def _came(plan: Plan, files: Sequence[_File], reader: Reader) -> Iterator[Came]:
    answers = reader.read([(file.path, file.name) for file in files if file.problem is None])
    for file in files:
        receipt = receipt_of(plan, file.name, file.sha256, file.modified_ns, file.letter)
        if file.problem is not None:
            yield Came(receipt, Snapshot(file.name, problems=(file.problem,)))
        elif file.known is not None:
            yield Came(file.known.receipt, next(answers), file.known.letter)
        else:
            yield Came(receipt, next(answers), file.letter)
    for _ in answers:  # nothing: the reader knows now that all was taken
        pass


def _came_before(folder: Folder, taken: Sequence[Taken], reader: Reader) -> Iterator[Came]:
    """Files of the day that were received before, from their archived copies."""
    copies = {item.receipt.sha256: (folder.path / item.archived, item.receipt.name) for item in taken}
    names = {item.receipt.sha256: item.archived for item in taken}
    of_content: dict[str, list[Taken]] = {}
    for item in taken:
        of_content.setdefault(item.receipt.sha256, []).append(item)
    for digest, snapshot in read_copies(reader, copies, reader.read(list(copies.values())), names):
        for item in of_content[digest]:
            yield Came(item.receipt, snapshot, item.letter)
