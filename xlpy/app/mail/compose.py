"""The day's mail before it goes anywhere: report, its PDF, the letter in Word, and the words around them."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import NamedTuple

from xlpy.app.folder import MAIL_STATE, CannotDo, Folder, letter_in, report_in
from xlpy.app.history import anchor_of_day, recorded_day
from xlpy.core.before import Before
from xlpy.core.consolidate import Standing
from xlpy.core.plan.dated import of_day
from xlpy.core.plan.plan import Plan
from xlpy.doors.disk import saving, trouble
from xlpy.doors.disk.saving import holds, remove, standing_for, write
from xlpy.doors.live.pdf import NoPrinter
from xlpy.drawing.faults import TemplateError
from xlpy.drawing.mail.message import Addressing, Attachment
from xlpy.drawing.mail.text import LETTER, MessageText, fill_message, read_template
from xlpy.drawing.report.workbook import draw_report

_WORD_TEMPLATE = "templates/bao-cao.docx"

Printer = Callable[[Path, Path], None]
"""Prints a workbook as PDF: workbook, target. Raises NoPrinter."""


class Composed(NamedTuple):
    """A day's mail. `version` is the SHA-256 of the report that it is about; `notes` are for people.

    `genuine`: the report is the very one that the journal makes. `numbered`: the letter bears a number, or a person
    edited it and may have given it one. `set_aside` is the name that a person's letter was given, where new figures had
    to replace it; else "".
    """

    plan: Plan
    standing: Standing
    report: Path
    version: str
    genuine: bool
    numbered: bool
    set_aside: str
    addressing: Addressing
    text: MessageText
    html: str
    attachments: tuple[Attachment, ...]
    notes: tuple[str, ...]


class _State(NamedTuple):
    """What was made for which version of the report. `number` is the letter's own, once somebody gave it."""

    pdf_of: str = ""
    letter_of: str = ""
    letter: str = ""
    """SHA-256 of the letter as it was made: one that differs by now was edited by a person."""
    number: int | None = None
    held: str = ""
    """SHA-256 of what lies in the letter's place and was open in another program, so that the letter lies beside it."""


def compose(
    folder: Folder, day: date, printer: Printer, *, number: int | None = None, current: Plan | None = None
) -> Composed:
    """Make what goes out for a day. `number` is that of the letter in the office's register.

    Figures are those of the journal; addresses and letterhead are those of the settings now (`current`, where the
    caller has them from an open workbook).

    A PDF is made where it is missing or of another version of the report; a letter that somebody has edited in Word is
    kept. Raises CannotDo where the day was not merged or its report is not there, TemplateError, JournalDamaged.
    """
    plan, standing, before = recorded_day(folder, day)
    drawn = draw_report(plan, standing, before)
    plan = addressed_now(folder, plan, current)
    reports = folder.reports(day, plan.reports)
    report = report_in(reports, day)
    found, data, genuine = _newest_right(folder, report, drawn, day)
    version = sha256(data).hexdigest()
    state, notes = _load(reports), list[str]()
    if not genuine:
        notes.append(f"{folder.shown(found)}: tệp này đã được mở ra và lưu lại, không còn đúng bản lập từ nhật ký.")
    elif found != report:
        notes.append(f"{folder.shown(report)} đang mở ở chương trình khác hoặc đã bị sửa: lấy bản đúng ở {found.name}.")
    pdf = report.with_suffix(".pdf")
    state, said = _print(folder, found, pdf, version, state, printer)
    notes += said
    letter = letter_in(reports, day)
    state, letter, set_aside, said = _write_letter(folder, plan, (standing, before), letter, version, state, number)
    notes += said
    write(reports / MAIL_STATE, json.dumps(state._asdict()).encode())
    attached = [Attachment(report.name, data)]
    attached += [
        Attachment(name, path.read_bytes())
        for path, name, of in (
            (pdf, pdf.name, state.pdf_of),
            (letter, letter_in(reports, day).name, state.letter_of),
        )
        if of == version
    ]
    words = folder.wording(LETTER)
    names = ", ".join(one.name for one in attached)
    text = fill_message(read_template(words.read_bytes(), words.name), words.name, plan, standing, names)
    from xlpy.drawing.mail.html import draw_html

    return Composed(
        plan,
        standing,
        report,
        version,
        genuine,
        state.number is not None or _is_edited(letter, state),
        set_aside,
        Addressing(plan.mail.sender, plan.mail.to, plan.mail.cc, text.subject),
        text,
        draw_html(text.body, plan, standing),
        tuple(attached),
        tuple(notes),
    )


def addressed_now(folder: Folder, plan: Plan, current: Plan | None) -> Plan:
    """The plan of a past day with the addresses that are known today: an address is mended after the merge, too."""
    from xlpy.app.plan_of_folder import plan_of

    try:
        now = current or plan_of(folder).plan
    except TemplateError:
        return plan  # a report template that is being restyled has nothing to do with letters
    if plan.as_of is not None:
        now = of_day(now, plan.as_of)
    return replace(plan, mail=now.mail, letterhead=now.letterhead, contact=now.contact)


def _newest_right(folder: Folder, report: Path, drawn: bytes, day: date) -> tuple[Path, bytes, bool]:
    """The report to send: in its place, or beside it where another program held that; else what lies in its place.

    Returns where it lies, its bytes, and whether they are those that the journal makes. Raises CannotDo.
    """
    beside = standing_for(report)
    for path in (report, *beside):
        if holds(path, drawn):
            return path, drawn, True
    found = report if report in beside or not beside else beside[0]
    try:
        return found, found.read_bytes(), False
    except FileNotFoundError:
        again = folder.command(f"bao-cao --ngay {day.isoformat()}")
        raise CannotDo(f"{folder.shown(report)}: không thấy tệp báo cáo này; làm lại bằng lệnh: {again}") from None


def _load(reports: Path) -> _State:
    for path in standing_for(reports / MAIL_STATE):
        with suppress(OSError, ValueError, TypeError):
            return _State(**json.loads(path.read_text(encoding="utf-8")))
    return _State()


def _print(
    folder: Folder, report: Path, pdf: Path, version: str, state: _State, printer: Printer
) -> tuple[_State, list[str]]:
    if state.pdf_of == version and pdf.exists():
        return state, []
    try:
        printer(report, pdf)
    except NoPrinter as reason:
        notes = [str(reason)]
        if pdf.exists():  # of an earlier report: beside this one it would only mislead
            notes.append(f"{folder.shown(pdf)}: bản in của báo cáo trước, {_thrown_away(pdf)}.")
        return state._replace(pdf_of=""), notes
    return state._replace(pdf_of=version), []


def _thrown_away(pdf: Path) -> str:
    try:
        remove(pdf)
    except PermissionError:
        return "không kèm theo thư; đang mở ở chương trình khác nên chưa xoá được"
    return "đã xoá"


def _write_letter(
    folder: Folder,
    plan: Plan,
    day: tuple[Standing, Before],
    letter: Path,
    version: str,
    state: _State,
    number: int | None,
) -> tuple[_State, Path, str, list[str]]:
    """Write the letter, unless a person's own is to be kept.

    Beside the state and the notes: where the letter stands, and what a person's own was renamed to.
    """
    from xlpy.drawing.letter import draw_letter

    standing, before = day
    notes, set_aside = [], ""
    if letter.exists() and _is_edited(letter, state):
        if state.letter_of == version and not state.held:  # one that was open while figures changed has the old ones
            by_hand = "" if number in (None, state.number) else f" Số {number:02} thì gõ vào văn bản bằng Word."
            state = state._replace(number=state.number if number is None else number)
            return state, letter, "", [f"{folder.shown(letter)}: văn bản đã sửa tay, giữ nguyên.{by_hand}"]
        kept = _free_name(letter)
        try:
            saving.replace(letter, kept)
        except PermissionError as error:
            raise CannotDo(trouble.told(error, folder.shown(letter), letter)) from error
        set_aside = kept.name
        notes = [f"{folder.shown(letter)}: đã soạn văn bản mới; bản sửa tay trước đó chuyển thành {kept.name}."]
    number = state.number if number is None else number
    template = folder.wording(_WORD_TEMPLATE)
    anchor = anchor_of_day(folder, standing.date)
    data = draw_letter(template.read_bytes(), template.name, plan, standing, number, anchor, before)
    placed, held = write(letter, data), ""
    if placed != letter:
        held = sha256(letter.read_bytes()).hexdigest()
        notes.append(f"{folder.shown(letter)}: đang mở ở chương trình khác, văn bản mới ở {placed.name}.")
    state = state._replace(letter_of=version, letter=sha256(data).hexdigest(), number=number, held=held)
    return state, placed, set_aside, notes


def _is_edited(letter: Path, state: _State) -> bool:
    return sha256(letter.read_bytes()).hexdigest() not in (state.letter, state.held)


def _free_name(path: Path) -> Path:
    return next(free for n in count(1) if not (free := path.with_stem(f"{path.stem} (sua tay {n})")).exists())
