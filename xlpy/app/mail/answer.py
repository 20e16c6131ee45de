"""Trả lời: for every unit the letter that it gets back on a day, and its own file with what to mend marked in it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from xlpy.app import journal_of_folder
from xlpy.app.folder import ANSWERS_FOLDER, SENT_FOLDER, CannotDo, Folder
from xlpy.app.history import day_from_journal
from xlpy.app.mail.compose import addressed_now
from xlpy.app.mail.mark_file import MarkedFile, extension, mark_file, read_back, where_typed
from xlpy.app.merge.decide import still_to_mend
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import CONTAINERS, Receipt
from xlpy.core.source import Finding, Severity
from xlpy.core.text import bare, clipped
from xlpy.doors.disk.saving import write
from xlpy.drawing.mail.answers import AnswerKind, Asked, asked, fill_answer
from xlpy.drawing.mail.message import Addressing, Attachment, draw_draft
from xlpy.drawing.mail.text import read_template
from xlpy.journal import Journal, Taken
from xlpy.journal.dispatch import REPORT, Dispatch, Sending, last_answers
from xlpy.rules.file import ACTIVE_CONTENT
from xlpy.rules.form_date import OF_ITS_TURN
from xlpy.rules.gathering import cause_lines, gathered
from xlpy.rules.mail import STRANGER
from xlpy.rules.replies import for_unit

_NAMES = {
    AnswerKind.REFUSED: "can sua",
    AnswerKind.WARNED: "xem lai",
    AnswerKind.ACCEPTED: "da nhan",
    AnswerKind.REMINDER: "nhac gui",
}
KIND_LABELS: Mapping[AnswerKind, str] = {
    AnswerKind.REFUSED: "thư đề nghị sửa",
    AnswerKind.WARNED: "thư báo đã nhận, có lưu ý",
    AnswerKind.ACCEPTED: "thư báo đã nhận",
    AnswerKind.REMINDER: "thư nhắc",
}
_LOOKED_AT = frozenset({STRANGER.code, ACTIVE_CONTENT.code})
"""What a person must look at first: a stranger wrote in the unit's name, or the file runs or reaches out."""

_OURS = re.compile(rf".+ ({'|'.join(_NAMES.values())})( \([0-9]+\))?\.(eml|xlsx|xlsm)")


class Message(NamedTuple):
    """What a draft says, to be sent as it is."""

    addressing: Addressing
    body: str
    attached: tuple[Attachment, ...]


class Answer(NamedTuple):
    """An answer as a draft. `to` is empty where nobody's address is known.

    `returned` is the marked file; `why_not` tells why there is none, where there is something to mark. `version` and
    `last` are what the journal calls it, and how far it has come; of one that was sent, `path` is what went out, and
    there is no draft. `held` tells why no program may send it, "" where one may.
    """

    unit: str
    name: str
    kind: AnswerKind
    path: Path
    to: tuple[str, ...]
    returned: Path | None = None
    why_not: str = ""
    version: str = ""
    last: Dispatch | None = None
    held: str = ""
    receipt: Receipt | None = None
    message: Message | None = None
    registered: tuple[str, ...] = ()
    """The unit's own addresses: nobody else is ever written to by a program."""
    sent_copy: Path = Path()
    """Where what goes out is kept."""
    reminds: bool = False
    """Nothing came that it would answer: it asks for what is owed."""

    @property
    def sent(self) -> bool:
        """Whether it went out."""
        return self.last is not None and self.last.state is Sending.SENT


def answer_units(
    folder: Folder, day: date, now: datetime, codes: Sequence[str] = (), current: Plan | None = None
) -> tuple[Answer, ...]:
    """Write the drafts of a day's answers into `tra-loi` beside its report; the same journal gives the same answers.

    Units that have not reported, or not mended what an earlier day sent back of what is due, are reminded from half an
    hour before the hour on. `codes`: only these units; else
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
        of_day = _OfDay(standing, journal.taken_perhaps_for(day))
        waiting = _still_waiting(journal, plan, standing)
        last = last_answers(journal.dispatches(), day)
    last = {key: step._replace(at=step.at.astimezone(plan.timezone)) for key, step in last.items()}
    place = folder.reports(day, plan.reports) / ANSWERS_FOLDER
    answers = tuple(_answers(folder, plan, of_day, waiting, last, place, now, codes))
    _take_away(place, {path for answer in answers for path in (answer.path, answer.returned) if path}, codes)
    return answers


class Letter(NamedTuple):
    """A letter that went out to a unit."""

    unit: str
    kind: AnswerKind
    at: datetime
    to: tuple[str, ...]


def sent_on(folder: Folder, day: date) -> tuple[Letter, ...]:
    """What went out to units on a day, in its order, also of files that were replaced since."""
    plan, _ = day_from_journal(folder, day)
    with journal_of_folder.reading(folder) as journal:
        steps = [step for step in journal.dispatches() if step.date == day and step.state is Sending.SENT]
    return tuple(
        Letter(step.subject, AnswerKind(step.version.partition(" ")[0]), at, step.recipients)
        for step in steps
        if step.subject != REPORT
        for at in (step.at.astimezone(plan.timezone),)
    )


class _OfDay:
    """A day's result, and the files that counted on it: of a unit, or of a name, without a look at all the others."""

    def __init__(self, standing: Standing, taken: Iterable[Taken]) -> None:
        self.standing = standing
        self.units = {unit.unit: unit for unit in reversed(standing.units)}
        self._findings: dict[str | None, list[Finding]] = {}
        for finding in standing.findings:
            self._findings.setdefault(finding.unit, []).append(finding)
        self._taken: dict[str, list[Taken]] = {}
        for item in taken:
            self._taken.setdefault(item.receipt.name, []).append(item)

    def findings(self, unit: str) -> Sequence[Finding]:
        """What is told of a unit, in the order in which it is told."""
        return self._findings.get(unit, ())

    def named(self, *files: str) -> Iterator[Taken]:
        """The files of these names, of each in the order in which they came."""
        return (item for file in files for item in self._taken.get(file, ()))


def _still_waiting(journal: Journal, plan: Plan, standing: Standing) -> Mapping[str, _OfDay]:
    """Units whose report an earlier day sent back, and which sent nothing since: each with that day."""
    found = still_to_mend(journal, plan, standing.date)
    waits = {
        unit.unit: back.on
        for unit in standing.units
        if unit.status is Status.REFUSED and (back := found.get(unit.unit)) and unit.receipt == back.receipt
    }
    then = {on: known for on in sorted({*waits.values()}) if (known := journal.standing(on))}
    days = {on: _OfDay(known, journal.taken_perhaps_for(on)) for on, known in then.items()}
    return {unit: days[on] for unit, on in waits.items() if on in days}


def _answers(
    folder: Folder,
    plan: Plan,
    of_day: _OfDay,
    waiting: Mapping[str, _OfDay],
    last: Mapping[tuple[str, str], Dispatch],
    place: Path,
    now: datetime,
    codes: Sequence[str],
) -> Iterator[Answer]:
    came_late = {finding.unit for finding in of_day.standing.findings if finding.code == OF_ITS_TURN.code}
    for unit_today in of_day.standing.units:
        if codes and unit_today.unit not in codes:
            continue
        again = unit_today.unit in waiting
        then = waiting.get(unit_today.unit, of_day)
        standing = then.standing
        unit = then.units.get(unit_today.unit, unit_today)
        told = for_unit(then.findings(unit.unit), unit.unit, plan.office)
        refused = _refused_since(unit, told, then)
        answered = unit._replace(status=Status.REFUSED, receipt=refused.receipt) if refused else unit
        findings = [finding for finding in told if _concerns(finding, answered, then)]
        if answered.status is Status.NOT_DUE:
            continue
        came = _file_of(answered.receipt, then)
        kind = asked(answered, cause_lines(gathered(findings), "")).kind
        reminds = again or kind is AnswerKind.REMINDER
        if reminds and unit.unit in came_late:
            continue  # what it would be reminded of has come
        if reminds and now < plan.reminds_at(of_day.standing.date):
            continue
        stem = f"{unit.unit} {_ascii(unit.name)} {_NAMES[kind]}"
        digest = _last_told_of(answered, findings, then)
        version = f"{kind} {digest}".rstrip()
        answer = Answer(
            unit.unit,
            unit.name,
            kind,
            path=place / f"{stem}.eml",
            to=plan.mail.units.get(unit.unit, ()),
            registered=plan.mail.units.get(unit.unit, ()),
            version=version,
            last=last.get((unit.unit, version)),
            receipt=answered.receipt,
            sent_copy=place / SENT_FOLDER / f"{f'{stem} {digest[:8]}'.rstrip()}.eml",
            reminds=reminds,
        )
        if answer.sent:
            yield answer._replace(path=answer.sent_copy)
            continue
        snapshot = read_back(folder, came, answered) if findings else None
        own = [finding for finding in findings if came is None or finding.source.file in ("", came.receipt.name)]
        # Cells of another file of the day are not to be sought in this one.
        typed = (*where_typed(own, snapshot, standing.date), *(one for one in findings if one not in own))
        case = asked(answered, cause_lines(gathered(typed), ""))
        case = case._replace(stands=unit if refused else None)
        marking = MarkedFile()
        if came and snapshot and not _of_a_stranger(case):
            marking = mark_file(folder, plan, standing, case, came, snapshot, own)
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
        message = Message(Addressing(plan.mail.sender, to, (), text.subject, answers), text.body, tuple(attached))
        yield answer._replace(
            path=write(answer.path, draw_draft(message.addressing, message.body, attachments=message.attached)),
            to=to,
            returned=returned,
            why_not=marking.why_not,
            held=_held(then, case.unit, came)
            or ("" if case.findings or kind is not AnswerKind.REFUSED else "không có gì để đơn vị sửa"),
            message=message,
        )


def _refused_since(unit: UnitDay, findings: Sequence[Finding], then: _OfDay) -> Taken | None:
    """The last workbook that was refused after the one that counts: it is the one that the unit waits to hear of."""
    if unit.receipt is None or unit.status not in (Status.RECEIVED, Status.MANUAL):
        return None
    # Not by the name alone: a correction saved over the first file has its name.
    wrong = {finding.source.file for finding in findings if finding.severity is Severity.ERROR}
    later = [
        item
        for item in then.named(*sorted(wrong))
        if item.receipt.sha256 != unit.receipt.sha256
        and not item.receipt.is_before(unit.receipt)
        and extension(item) not in CONTAINERS
    ]
    return max(later, key=lambda item: item.receipt.order, default=None)


def _last_told_of(unit: UnitDay, findings: Sequence[Finding], then: _OfDay) -> str:
    """The content that an answer is to: the file, or the letter without a report that came after it, of which the same
    answer tells. "" where nothing came."""
    if unit.receipt is None:
        return ""
    wrong = {finding.source.file for finding in findings if finding.severity is Severity.ERROR}
    letters = [item.receipt for item in then.named(*sorted(wrong)) if extension(item) in CONTAINERS]
    return max(
        (unit.receipt, *(one for one in letters if unit.receipt.is_before(one))), key=lambda one: one.order
    ).sha256


def _concerns(finding: Finding, unit: UnitDay, then: _OfDay) -> bool:
    """Whether a finding is of the file that is answered, or of one that came after it: what came before is mended."""
    if unit.receipt is None or finding.source.file in ("", unit.receipt.name):
        return True
    receipt = unit.receipt
    return any(not item.receipt.is_before(receipt) for item in then.named(finding.source.file))


def _file_of(receipt: Receipt | None, then: _OfDay) -> Taken | None:
    if receipt is None:
        return None
    return next((item for item in then.named(receipt.name) if item.receipt.sha256 == receipt.sha256), None)


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


def _held(then: _OfDay, answered: UnitDay, came: Taken | None) -> str:
    """Why a person must look at what came before anybody is answered in the office's name; "" where none needs to."""
    if answered.receipt and came is None:
        return "tệp của đơn vị chưa lấy được ở máy này"
    if came and came.letter and came.letter.automatic:
        return "thư của đơn vị do chương trình tự gửi"
    for finding in then.findings(answered.unit):
        if finding.code in _LOOKED_AT and _concerns(finding, answered, then):
            return f"{finding.code} {finding.title}"
    return ""


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
