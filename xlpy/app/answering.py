"""Trả lời: for every unit the letter that it gets back on a day, and its own file with what to mend marked in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from xlpy.app.composing import addressed_now
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.retelling import day_from_journal
from xlpy.core.consolidate import Standing, Status
from xlpy.core.plan import Plan
from xlpy.core.reading import read_submissions
from xlpy.core.source import Problem
from xlpy.core.text import bare
from xlpy.core.text import day as written
from xlpy.doors.files import Reader
from xlpy.doors.saving import write
from xlpy.drawing.mail.answers import AnswerKind, Asked, asked, fill_answer
from xlpy.drawing.mail.message import Addressing, Attachment, draw_draft
from xlpy.journal import Journal, Taken
from xlpy.rules.mail import STRANGER
from xlpy.rules.replies import for_unit, is_gathered, spread

FOLDER = "tra-loi"

_NAMES = {
    AnswerKind.REFUSED: "can sua",
    AnswerKind.WARNED: "xem lai",
    AnswerKind.ACCEPTED: "da nhan",
    AnswerKind.REMINDER: "nhac gui",
}
_OURS = re.compile(rf".+ ({'|'.join(_NAMES.values())})\.(eml|xlsx|xlsm)")
_MARKABLE = (".xlsx", ".xlsm")


class Answer(NamedTuple):
    """An answer as a draft. `to` is empty where nobody's address is known; `returned` is the marked file."""

    unit: str
    name: str
    kind: AnswerKind
    path: Path
    to: tuple[str, ...]
    returned: Path | None = None


def answer_units(
    folder: Folder, day: date, now: datetime, codes: Sequence[str] = (), current: Plan | None = None
) -> tuple[Answer, ...]:
    """Write the drafts of a day's answers into `tra-loi` beside its report; the same journal gives the same answers.

    Units that have not reported are reminded from half an hour before the hour on. `codes`: only these units; else
    every unit, and answers of before that no longer hold are taken away. `current`: the plan of an open workbook.
    Raises CannotDo, TemplateError, JournalDamaged.
    """
    plan, standing = day_from_journal(folder, day)
    plan = addressed_now(folder, plan, current)
    known = {unit.unit for unit in standing.units}
    if strange := [code for code in codes if code not in known]:
        units = ", ".join(f"{unit.unit} {unit.name}" for unit in standing.units)
        raise CannotDo(f"--don-vi {' '.join(strange)}: không có đơn vị mang mã này. Các mã: {units}.")
    with Journal.reading(folder.journal) as journal:
        taken = [item for item in journal.taken() if item.belongs_to(day)]
    place = folder.reports(day, plan.reports) / FOLDER
    answers = tuple(_answers(folder, plan, standing, taken, place, now, codes))
    if not codes:
        _take_away(place, {path for answer in answers for path in (answer.path, answer.returned) if path})
    return answers


def _answers(
    folder: Folder,
    plan: Plan,
    standing: Standing,
    taken: Sequence[Taken],
    place: Path,
    now: datetime,
    codes: Sequence[str],
) -> Iterator[Answer]:
    for unit in standing.units:
        case = asked(unit, for_unit(standing.findings, unit.unit))
        too_early = case.kind is AnswerKind.REMINDER and now < plan.reminds_at(standing.date)
        if (codes and unit.unit not in codes) or too_early:
            continue
        came = next(
            (item for item in taken if unit.receipt and _is(item, unit.receipt.name, unit.receipt.sha256)), None
        )
        stem = f"{unit.unit} {_ascii(unit.name)} {_NAMES[case.kind]}"
        returned = (
            _mark(folder, plan, standing, case, came, place / stem) if came and not _of_a_stranger(case) else None
        )
        to, answers = _to(plan, case, came)
        template = folder.wording(case.kind.template)
        text = fill_answer(
            template.read_text(encoding="utf-8"),
            template.name,
            case,
            plan,
            standing,
            now,
            returned=returned is not None,
        )
        attached = []
        if returned is not None and came is not None:
            attached = [Attachment(PurePosixPath(came.receipt.name).name, returned.read_bytes())]
        path = place / f"{stem}.eml"
        path.parent.mkdir(parents=True, exist_ok=True)
        addressing = Addressing(plan.mail.sender, to, (), text.subject, answers)
        write(path, draw_draft(addressing, text.body, attachments=attached))
        yield Answer(unit.unit, unit.name, case.kind, path, to, returned)


def _is(item: Taken, name: str, digest: str) -> bool:
    return (item.receipt.name, item.receipt.sha256) == (name, digest)


def _ascii(name: str) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in bare(name)).split()
    return " ".join(word.capitalize() for word in words)


def _to(plan: Plan, case: Asked, came: Taken | None) -> tuple[tuple[str, ...], str]:
    """Whom the answer goes to, and the Message-ID that it replies to.

    To the unit's own address where one is known: what a stranger sent in its name is told to the unit, not to them.
    """
    letter = came.letter if came else None
    known = plan.mail.units.get(case.unit.unit, ())
    to = known or ((letter.sender,) if letter and letter.sender and not _of_a_stranger(case) else ())
    answers = letter.message_id if letter and letter.sender in [address.lower() for address in to] else ""
    return to, answers


def _of_a_stranger(case: Asked) -> bool:
    return any(finding.code == STRANGER.code for finding in case.findings)


def _mark(folder: Folder, plan: Plan, standing: Standing, case: Asked, came: Taken, stem: Path) -> Path | None:
    """The unit's own file with the cells marked; None where there is nothing to mark, or it cannot be."""
    name = came.receipt.name
    suffix = PurePosixPath(name).suffix.lower()
    findings = [finding for finding in case.findings if finding.source.file == name]
    # Of a form that was taken, only cells are worth sending it back for; a late one has nothing to mend.
    worth = any(f.source.cell or (f.source.sheet and case.kind is AnswerKind.REFUSED) for f in findings)
    if suffix not in _MARKABLE or case.unit.status is Status.MANUAL or not worth:
        return None
    if any(map(is_gathered, findings)):
        findings = list(spread(findings, _problems(folder, plan, standing.date, came)))
    from xlpy.drawing.returned import CannotReturn, Heading, draw_return

    heading = Heading(
        f"CẦN {'SỬA' if case.kind is AnswerKind.REFUSED else 'XEM LẠI'}: {case.unit.name.upper()}, "
        f"NGÀY {written(standing.date)}",
        "Bấm vào tên ô để tới chỗ cần sửa. Sửa xong, lưu lại và gửi chính tệp này; không cần xoá màu hay ghi chú.",
    )
    try:
        data = draw_return((folder.path / came.archived).read_bytes(), findings, plan.office, heading)
    except (CannotReturn, OSError):  # an archived copy that is gone is a finding of its own
        return None
    path = stem.with_name(stem.name + suffix)
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, data)
    return path


def _problems(folder: Folder, plan: Plan, day: date, came: Taken) -> Iterator[Problem]:
    """What reading a file comes upon, cell by cell: the journal keeps only what was said of it."""
    with Reader() as reader:
        (snapshot,) = list(reader.read([(folder.path / came.archived, came.receipt.name)]))
    yield from snapshot.problems
    for form in read_submissions(snapshot, plan.senders, year=plan.year_of(day), start=plan.start):
        yield from form.problems


def _take_away(place: Path, standing: Iterable[Path]) -> None:
    """Answers that no longer hold: somebody in a hurry would send the wrong one."""
    keep = set(standing)
    for path in place.glob("*") if place.is_dir() else ():
        if path not in keep and _OURS.fullmatch(path.name):
            path.unlink()
