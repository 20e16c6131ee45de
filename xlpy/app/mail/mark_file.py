"""The file that a unit gets back: its own, with what to mend marked where the clerk can type."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

from xlpy.app.folder import Folder
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.forms import DAY_SHEET
from xlpy.core.grid import Snapshot
from xlpy.core.plan.plan import Plan
from xlpy.core.reading import read_submissions
from xlpy.core.source import Fault, Finding, Problem
from xlpy.core.text import formal_day
from xlpy.doors.files.reader import Reader
from xlpy.drawing.mail.answers import AnswerKind, Asked
from xlpy.journal import Taken
from xlpy.rules.replies import spread

_MARKABLE = (".xlsx", ".xlsm")
_ADVICE = "Bấm vào tên ô để tới chỗ cần sửa. Sửa xong, lưu lại và gửi chính tệp này; không cần xoá màu hay ghi chú."


def read_back(folder: Folder, came: Taken | None, unit: UnitDay) -> Snapshot | None:
    """A unit's file read again from the archive; None where it is none that could be marked."""
    if came is None or unit.status is Status.MANUAL or extension(came) not in _MARKABLE:
        return None
    with Reader() as reader:
        (snapshot,) = list(reader.read([(folder.path / came.archived, came.receipt.name)]))
    return snapshot


def extension(came: Taken) -> str:
    """The extension of a file as it was sent, in lower case."""
    return PurePosixPath(came.receipt.name).suffix.lower()


def where_typed(findings: Sequence[Finding], snapshot: Snapshot | None, day: date) -> tuple[Finding, ...]:
    """Findings at the cells that a clerk can type into: Phụ lục 01 of a form that we issued is computed."""
    if snapshot is None or DAY_SHEET not in (grid.sheet for grid in snapshot.grids):
        return tuple(findings)
    from xlpy.drawing.unit_form import typed

    return typed.where_typed(findings, snapshot.grids, day)


class MarkedFile(NamedTuple):
    """A unit's file with its cells marked; no data where there is nothing to mark, or for the reason `why_not`."""

    data: bytes | None = None
    why_not: str = ""


def mark_file(
    folder: Folder,
    plan: Plan,
    standing: Standing,
    case: Asked,
    came: Taken,
    snapshot: Snapshot,
    findings: Sequence[Finding],
) -> MarkedFile:
    """A unit's file with every cell of its findings marked, where that can be done.

    Never one with macros, links or calls of other programs in it: it would come back in the office's name.
    """
    each = list(spread(findings, _problems(snapshot, plan, standing.date)))
    marks = where_typed(each, snapshot, standing.date)
    # Of a form that was taken, only cells are worth sending it back for; a late one has nothing to mend.
    if not any(f.source.cell or (f.source.sheet and case.kind is AnswerKind.REFUSED) for f in marks):
        return MarkedFile()
    if any(problem.fault is Fault.ACTIVE_CONTENT for problem in snapshot.problems):
        return MarkedFile(why_not="tệp có macro hoặc liên kết ra ngoài, không gửi lại dưới tên cơ quan")
    from xlpy.drawing.returned import CannotReturn, Heading, draw_return

    act = "SỬA" if case.kind is AnswerKind.REFUSED else "XEM LẠI"
    heading = Heading(f"CẦN {act}: {case.unit.name.upper()}, NGÀY {formal_day(standing.date)}", _ADVICE)
    try:
        return MarkedFile(draw_return((folder.path / came.archived).read_bytes(), marks, plan.office, heading))
    except CannotReturn as error:
        return MarkedFile(why_not=str(error))
    except OSError:  # an archived copy that is gone is a finding of its own
        return MarkedFile()
    except Exception:  # what nobody foresaw of one file costs its own marks, and no other unit its letter
        return MarkedFile(why_not="tệp có cấu trúc lạ, không đánh dấu được")


def _problems(snapshot: Snapshot, plan: Plan, day: date) -> Iterator[Problem]:
    """What reading a file comes upon, cell by cell: the journal keeps only what was said of it."""
    yield from snapshot.problems
    for form in read_submissions(snapshot, plan.senders, year=plan.year_of(day), start=plan.start):
        yield from form.problems
