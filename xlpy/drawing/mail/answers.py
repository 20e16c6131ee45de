"""What a unit is answered: what to mend, what was taken, or that its report is still missing."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple

from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.forms import KIND_LABELS
from xlpy.core.plan.levels import beside
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import CONTAINERS
from xlpy.core.records import Kind, with_sum
from xlpy.core.source import Finding, Severity
from xlpy.core.text import formal_clock, formal_day, key, number, office_hour, received_words
from xlpy.core.units import authority, in_sentence
from xlpy.drawing.mail.text import Marks, MessageText, contact, fill_letter
from xlpy.drawing.report.look import marks_of


class AnswerKind(StrEnum):
    """Which answer a unit gets; the value is the name of its template."""

    REFUSED = "tu-choi"
    WARNED = "luu-y"
    ACCEPTED = "da-nhan"
    REMINDER = "nhac"

    @property
    def template(self) -> str:
        """The template's path among those that are shipped."""
        return f"templates/tra-loi/{self.value}.txt"


_UNIT = {"ngày": "ngày báo cáo", "đơn vị": "tên đơn vị", "cơ quan": "tên cơ quan gửi thư"}
_FILE = {"tệp": "tên tệp đã nhận", "giờ nhận": "giờ nhận"}
_MEND = {"cần sửa": "những chỗ cần sửa và việc cần làm"}
_TAKEN = {"số liệu": "số liệu đã tổng hợp", "mã tệp": "mã đối chiếu (SHA-256) của tệp"}
_NOTES = "lưu ý thêm"
_ANY = (
    *("ngày", "đơn vị", "cơ quan", "tệp", "giờ nhận", "tệp trả lại", "thời hạn", "giờ cơ quan", "mã tệp"),
    *("kính gửi", "đầu mối", "đến giờ", "nếu chưa gửi", _NOTES),
)

MARKS: Mapping[AnswerKind, Marks] = {
    AnswerKind.REFUSED: Marks({**_UNIT, **_FILE, **_MEND}, _ANY),
    AnswerKind.WARNED: Marks({**_UNIT, **_FILE, **_TAKEN, **_MEND}, _ANY),
    AnswerKind.ACCEPTED: Marks({**_UNIT, **_FILE, **_TAKEN}, _ANY),
    AnswerKind.REMINDER: Marks(_UNIT, _ANY),
}

_FILE_NAME = r"([^“”]*\.(?=\w*[A-Za-z])\w{2,5}”)"
"""The end of a quoted name of a file, up to the closing quote: “24/5.2023” is none."""

_RETURNED = (
    "Kèm theo là chính tệp của đơn vị: ô cần xem đã tô màu và có ghi chú, trang đầu “Cần sửa” liệt kê từng chỗ. "
    "Đề nghị đơn vị sửa ngay trên tệp ấy, lưu rồi gửi lại."
)
_NOTES_HEAD = "Lưu ý thêm (không phải lý do trả lại):"
_SHOWN = "Kèm theo là chính tệp của đơn vị: ô cần xem đã tô màu và có ghi chú."


class Asked(NamedTuple):
    """An answer before it is worded: for which unit, which kind, and what it is told.

    `stands`: the unit's day where it is a later, refused file that is answered, and an earlier one counts.
    """

    unit: UnitDay
    kind: AnswerKind
    findings: tuple[Finding, ...] = ()
    stands: UnitDay | None = None


def asked(unit: UnitDay, findings: Sequence[Finding]) -> Asked:
    """Which answer a unit gets. `findings` are those that concern it, in words for it."""
    if unit.status is Status.MISSING:
        errors = tuple(finding for finding in findings if finding.severity is Severity.ERROR)
        return Asked(unit, AnswerKind.REMINDER, errors)
    if unit.status is Status.REFUSED:
        return Asked(unit, AnswerKind.REFUSED, tuple(findings))
    return Asked(unit, AnswerKind.WARNED if findings else AnswerKind.ACCEPTED, tuple(findings))


def fill_answer(
    template: str,
    name: str,
    asked: Asked,
    plan: Plan,
    standing: Standing,
    now: datetime,
    *,
    returned: bool,
    subject: str = "",
) -> MessageText:
    """The words of an answer. `returned`: the unit's own file goes with it, marked. `subject` is that of the letter
    where it is the letter itself that is answered. Raises TemplateError."""
    unit = asked.unit
    receipt = unit.receipt
    due = _due(plan, asked, standing.date)
    mend, notes = _lines(asked, *_sorted(asked))
    if notes and key(_NOTES) not in marks_of(template):  # one that was restyled before there was the mark
        mend, notes = [*mend, "", *notes], []
    values = {
        "ngày": f"{formal_day(due)}{beside(plan)}",
        "đơn vị": in_sentence(unit.name),
        "kính gửi": authority(unit.name),
        "đầu mối": contact(plan),
        "đến giờ": _by_now(plan, standing.date, due, now),
        "cơ quan": plan.office,
        "tệp": _file(unit, subject),
        "giờ nhận": formal_clock(receipt.received_at) if receipt else "",
        "cần sửa": "\n".join(mend),
        _NOTES: "\n".join(notes),
        "số liệu": "\n".join(_figures(unit)),
        "mã tệp": receipt.sha256 if receipt else "",
        "tệp trả lại": (_RETURNED if asked.kind is AnswerKind.REFUSED else _SHOWN) if returned else "",
        "thời hạn": _until(plan, standing.date, due, now),
        "giờ cơ quan": office_hour(plan.office_reports_before),
        "nếu chưa gửi": _otherwise(plan, standing.date, now),
    }
    return fill_letter(template, name, MARKS[asked.kind], values)


def _due(plan: Plan, asked: Asked, day: date) -> date:
    """The day of the report that is spoken of: of one that is missing the day on which it was due."""
    return (plan.period.due(day) or day) if asked.kind is AnswerKind.REMINDER else day


def _until(plan: Plan, day: date, due: date, now: datetime) -> str:
    """By when a unit should send: its own hour of the day on which that is due, and once that is past, the office's."""
    if now < plan.closes_at(due):
        return f"trước {office_hour(plan.units_report_before)}"
    if now < plan.reports_at(day):
        return f"ngay, trước {office_hour(plan.office_reports_before)}"
    return "ngay"


def _otherwise(plan: Plan, day: date, now: datetime) -> str:
    """What becomes of a unit that does not send; and once the office has reported, what became of it."""
    if now < plan.reports_at(day):
        hour = office_hour(plan.office_reports_before)
        return f"Trước {hour}, {plan.office} báo cáo toàn bộ số liệu; đơn vị chưa gửi thì ghi là chưa báo cáo."
    return (
        f"Báo cáo ngày {formal_day(day)} của {plan.office} ghi đơn vị chưa báo cáo; "
        f"đơn vị gửi thì {plan.office} tổng hợp lại."
    )


def _by_now(plan: Plan, day: date, due: date, now: datetime) -> str:
    """The last of the day's hours that is past: a reminder of the same hour is the same letter.

    With its day, where that is not the one of which the letter speaks.
    """
    hours = (plan.reminds_at(day), plan.closes_at(day), plan.reports_at(day))
    return received_words(max((hour for hour in hours if hour <= now), default=hours[0]), due)


def _sorted(asked: Asked) -> tuple[Sequence[Finding], Sequence[Finding]]:
    """What must be mended, and what is only to be known: a report is never returned because it came late."""
    if asked.kind is not AnswerKind.REFUSED:
        return asked.findings, ()
    mend = [one for one in asked.findings if one.severity is Severity.ERROR]
    return (mend, [one for one in asked.findings if one not in mend]) if mend else (asked.findings, ())


def _file(unit: UnitDay, subject: str) -> str:
    if subject:
        return f"thư “{subject}”"
    if unit.status is Status.MANUAL:
        return "số liệu đơn vị báo qua điện thoại"
    return f"tệp “{PurePosixPath(unit.receipt.name).name}”" if unit.receipt else ""


def _lines(asked: Asked, mend: Sequence[Finding], notes: Sequence[Finding]) -> tuple[list[str], list[str]]:
    """What must be mended and what is to be known, each numbered where there is more than one."""
    told = _numbered(asked, mend, "Việc cần làm: " if asked.kind is AnswerKind.REFUSED else "")
    if asked.stands and asked.stands.receipt:
        at = formal_clock(asked.stands.receipt.received_at)
        told += ["", f"Trong khi chờ bản sửa, báo cáo vẫn theo {_file(asked.stands, '')}, nhận lúc {at}."]
    return told, [_NOTES_HEAD, "", *_numbered(asked, notes, "")] if notes else []


def _numbered(asked: Asked, findings: Sequence[Finding], what: str) -> list[str]:
    """Findings, errors first as they come: where, what is wrong, what to do, the code last.

    `what` stands before what to do.
    """
    lines = []
    for place, finding in enumerate(findings, 1):
        source = finding.source
        parts = (
            f"ô {source.cell}" if source.cell else "",
            f"trang tính “{source.sheet}”" if source.sheet else "",
            f"tệp “{PurePosixPath(source.file).name}”" if _is_another(source.file, asked.unit) else "",
        )
        where = ", ".join(part for part in parts if part)
        head = f"{place}. " if len(findings) > 1 else ""
        head += f"{where[0].upper()}{where[1:]}: " if where else ""
        message = " ".join(part for part in (f"{finding.title}.", _plain(finding.message, asked.unit)) if part)
        if finding.fix:
            lines += [f"{head}{message}", f"   {what}{finding.fix} ({finding.code})"]
        else:
            lines.append(f"{head}{message} ({finding.code})")
    return lines


def _is_another(file: str, unit: UnitDay) -> bool:
    """Whether a file is another workbook than the one that is answered; of a letter the message itself speaks."""
    answered = unit.receipt.name if unit.receipt else ""
    return file not in ("", answered) and PurePosixPath(file).suffix.lower() not in CONTAINERS


def _plain(message: str, unit: UnitDay) -> str:
    """A message without the name of the letter or folder that a file came in: the unit knows it by its own name.

    Only where it begins the quoted name of a file: a folder "24" also stands in the day 24/5/2023.
    """
    parent = str(PurePosixPath(unit.receipt.name).parent) if unit.receipt else "."
    return message if parent == "." else re.sub(f"(?<=“){re.escape(parent)}/{_FILE_NAME}", r"\1", message)


def _figures(unit: UnitDay) -> list[str]:
    figures = with_sum(unit.figures)
    return [
        f"- {KIND_LABELS[kind]}: trong ngày {_or_blank(figures[kind].today)}; Tổng đã nhập "
        f"{number(figures[kind].entered)}; còn lại {number(figures[kind].remaining)}."
        for kind in Kind
    ]


def _or_blank(value: int | None) -> str:
    return "chưa báo" if value is None else number(value)
