"""Trả lời: for every unit the letter that it gets back on a day, and its own file with what to mend marked in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from xlpy.app import journal_of_folder
from xlpy.app.folder import ANSWERS_FOLDER, CannotDo, Folder
from xlpy.app.history import day_from_journal
from xlpy.app.mail.compose import addressed_now
from xlpy.app.mail.mark_file import MarkedFile, extension, mark_file, read_back, where_typed
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import CONTAINERS, Receipt
from xlpy.core.source import Finding, Severity
from xlpy.core.text import bare, clipped
from xlpy.doors.disk.saving import write
from xlpy.drawing.mail.answers import AnswerKind, Asked, asked, fill_answer
from xlpy.drawing.mail.message import Addressing, Attachment, draw_draft
from xlpy.drawing.mail.text import read_template
from xlpy.journal import Taken
from xlpy.rules.gathering import cause_lines, gathered
from xlpy.rules.mail import STRANGER
from xlpy.rules.replies import for_unit

_NAMES = {
    AnswerKind.REFUSED: "can sua",
    AnswerKind.WARNED: "xem lai",
    AnswerKind.ACCEPTED: "da nhan",
    AnswerKind.REMINDER: "nhac gui",
}
_OURS = re.compile(rf".+ ({'|'.join(_NAMES.values())})( \([0-9]+\))?\.(eml|xlsx|xlsm)")


class Answer(NamedTuple):
    """An answer as a draft. `to` is empty where nobody's address is known.

    `returned` is the marked file; `why_not` tells why there is none, where there is something to mark.
    """

    unit: str
    name: str
    kind: AnswerKind
    path: Path
    to: tuple[str, ...]
    returned: Path | None = None
    why_not: str = ""


def answer_units(
    folder: Folder, day: date, now: datetime, codes: Sequence[str] = (), current: Plan | None = None
) -> tuple[Answer, ...]:
    """Write the drafts of a day's answers into `tra-loi` beside its report; the same journal gives the same answers.

    Units that have not reported are reminded from half an hour before the hour on. `codes`: only these units; else
    every unit. Their answers of before that no longer hold are taken away. `current`: the plan of an open workbook.
    Raises CannotDo, TemplateError, JournalDamaged.
    """
    plan, standing = day_from_journal(folder, day)
    plan = addressed_now(folder, plan, current)
    known = {unit.unit for unit in standing.units}
    if strange := [code for code in codes if code not in known]:
        units = ", ".join(f"{unit.unit} {unit.name}" for unit in standing.units)
        raise CannotDo(f"--don-vi {' '.join(strange)}: không có đơn vị mang mã này. Các mã: {units}.")
    with journal_of_folder.reading(folder) as journal:
        taken = [item for item in journal.taken() if item.belongs_to(day)]
    place = folder.reports(day, plan.reports) / ANSWERS_FOLDER
    answers = tuple(_answers(folder, plan, standing, taken, place, now, codes))
    _take_away(place, {path for answer in answers for path in (answer.path, answer.returned) if path}, codes)
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
        if codes and unit.unit not in codes:
            continue
        told = for_unit(standing.findings, unit.unit)
        refused = _refused_since(unit, told, taken)
        answered = unit._replace(status=Status.REFUSED, receipt=refused.receipt) if refused else unit
        findings = [finding for finding in told if _concerns(finding, answered, taken)]
        came = next((item for item in taken if answered.receipt and _is(item, answered.receipt)), None)
        snapshot = read_back(folder, came, answered) if findings else None
        typed = where_typed(findings, snapshot, plan, unit.unit, standing.date)
        case = asked(answered, cause_lines(gathered(typed)))
        case = case._replace(stands=unit if refused else None)
        if case.kind is AnswerKind.REMINDER and now < plan.reminds_at(standing.date):
            continue
        stem = f"{unit.unit} {_ascii(unit.name)} {_NAMES[case.kind]}"
        marking = MarkedFile()
        if came and snapshot and not _of_a_stranger(case):
            marking = mark_file(folder, plan, standing, case, came, snapshot, findings)
        marked = marking.data
        to, answers = _to(plan, case, came)
        template = folder.wording(case.kind.template)
        words = read_template(template.read_bytes(), template.name)
        subject = came.letter.subject if came and came.letter and extension(came) in CONTAINERS else ""
        text = fill_answer(
            words, template.name, case, plan, standing, now, returned=marked is not None, subject=clipped(subject)
        )
        place.mkdir(parents=True, exist_ok=True)
        attached, returned = [], None
        if marked and came:
            attached = [Attachment(PurePosixPath(came.receipt.name).name, marked)]
            returned = write(place / f"{stem}{extension(came)}", marked)
        addressing = Addressing(plan.mail.sender, to, (), text.subject, answers)
        path = write(place / f"{stem}.eml", draw_draft(addressing, text.body, attachments=attached))
        yield Answer(unit.unit, unit.name, case.kind, path, to, returned, marking.why_not)


def _refused_since(unit: UnitDay, findings: Sequence[Finding], taken: Sequence[Taken]) -> Taken | None:
    """The last workbook that was refused after the one that counts: it is the one that the unit waits to hear of."""
    if unit.receipt is None or unit.status not in (Status.RECEIVED, Status.MANUAL):
        return None
    # Not by the name alone: a correction saved over the first file has its name.
    wrong = {finding.source.file for finding in findings if finding.severity is Severity.ERROR}
    later = [
        item
        for item in taken
        if item.receipt.name in wrong
        and item.receipt.sha256 != unit.receipt.sha256
        and not item.receipt.is_before(unit.receipt)
        and extension(item) not in CONTAINERS
    ]
    return max(later, key=lambda item: item.receipt.order, default=None)


def _concerns(finding: Finding, unit: UnitDay, taken: Sequence[Taken]) -> bool:
    """Whether a finding is of the file that is answered, or of one that came after it: what came before is mended."""
    if unit.receipt is None or finding.source.file in ("", unit.receipt.name):
        return True
    receipt = unit.receipt
    return any(item.receipt.name == finding.source.file and not item.receipt.is_before(receipt) for item in taken)


def _is(item: Taken, receipt: Receipt) -> bool:
    return (item.receipt.name, item.receipt.sha256) == (receipt.name, receipt.sha256)


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


def _take_away(place: Path, standing: Iterable[Path], codes: Sequence[str]) -> None:
    """Answers that no longer hold, of these units or of all: somebody in a hurry would send the wrong one."""
    keep = set(standing)
    for path in place.glob("*") if place.is_dir() else ():
        theirs = not codes or path.name.partition(" ")[0] in codes
        if theirs and path not in keep and _OURS.fullmatch(path.name):
            with suppress(PermissionError):  # open in a mail program: it goes when the answers are made again
                path.unlink()
