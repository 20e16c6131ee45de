"""What a unit is answered: what to mend, what was taken, or that its report is still missing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple

from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.forms import KIND_LABELS
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import CONTAINERS
from xlpy.core.records import Kind, with_sum
from xlpy.core.source import Finding, Severity
from xlpy.core.text import clock, day, number, office_hour
from xlpy.drawing.mail.text import Marks, MessageText, fill_letter


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
_MEND = {"cần sửa": "những chỗ cần sửa và cách sửa"}
_TAKEN = {"số liệu": "số liệu đã lấy", "mã tệp": "mã SHA-256 của tệp"}
_ANY = ("ngày", "đơn vị", "cơ quan", "tệp", "giờ nhận", "tệp trả lại", "thời hạn", "giờ cơ quan", "mã tệp")

MARKS: Mapping[AnswerKind, Marks] = {
    AnswerKind.REFUSED: Marks({**_UNIT, **_FILE, **_MEND}, _ANY),
    AnswerKind.WARNED: Marks({**_UNIT, **_FILE, **_TAKEN, **_MEND}, _ANY),
    AnswerKind.ACCEPTED: Marks({**_UNIT, **_FILE, **_TAKEN}, _ANY),
    AnswerKind.REMINDER: Marks(_UNIT, _ANY),
}

_RETURNED = (
    "Kèm theo là chính tệp của đơn vị: ô cần xem đã tô màu và có ghi chú, trang đầu “Cần sửa” liệt kê từng chỗ. "
    "Sửa ngay trên tệp ấy, lưu lại rồi gửi."
)
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
    values = {
        "ngày": day(standing.date),
        "đơn vị": unit.name,
        "cơ quan": plan.office,
        "tệp": _file(unit, subject),
        "giờ nhận": clock(receipt.received_at) if receipt else "",
        "cần sửa": "\n".join(_lines(asked)),
        "số liệu": "\n".join(_figures(unit)),
        "mã tệp": receipt.sha256 if receipt else "",
        "tệp trả lại": (_RETURNED if asked.kind is AnswerKind.REFUSED else _SHOWN) if returned else "",
        "thời hạn": _until(plan, standing.date, now),
        "giờ cơ quan": office_hour(plan.office_reports_before),
    }
    return fill_letter(template, name, MARKS[asked.kind], values)


def _until(plan: Plan, day: date, now: datetime) -> str:
    """By when a unit should send: its own hour, and once that is past, the office's."""
    if now < plan.closes_at(day):
        return f"trước {office_hour(plan.units_report_before)}"
    if now < plan.reports_at(day):
        return f"ngay bây giờ; trước {office_hour(plan.office_reports_before)} còn kịp báo cáo"
    return "sớm nhất"


def _file(unit: UnitDay, subject: str) -> str:
    if subject:
        return f"thư “{subject}”"
    if unit.status is Status.MANUAL:
        return "số liệu đơn vị báo qua điện thoại"
    return f"tệp “{PurePosixPath(unit.receipt.name).name}”" if unit.receipt else ""


def _lines(asked: Asked) -> list[str]:
    """The findings, numbered, errors first: where, what is wrong, what to do."""
    lines = []
    for place, finding in enumerate(asked.findings, 1):
        source = finding.source
        parts = (
            f"ô {source.cell}" if source.cell else "",
            f"trang “{source.sheet}”" if source.sheet else "",
            f"tệp “{PurePosixPath(source.file).name}”" if _is_another(source.file, asked.unit) else "",
        )
        where = ", ".join(part for part in parts if part)
        head = f"{place}. {where[0].upper()}{where[1:]}: " if where else f"{place}. "
        lines.append(f"{head}{finding.title} ({finding.code}). {_plain(finding.message, asked.unit)}")
        if finding.fix:
            lines.append(f"   {finding.advice}")
    if asked.stands and asked.stands.receipt:
        at = clock(asked.stands.receipt.received_at)
        lines += ["", f"Trong khi chờ bản sửa, báo cáo vẫn theo {_file(asked.stands, '')}, nhận lúc {at}."]
    return lines


def _is_another(file: str, unit: UnitDay) -> bool:
    """Whether a file is another workbook than the one that is answered; of a letter the message itself speaks."""
    answered = unit.receipt.name if unit.receipt else ""
    return file not in ("", answered) and PurePosixPath(file).suffix.lower() not in CONTAINERS


def _plain(message: str, unit: UnitDay) -> str:
    """A message without the name of the letter or folder that a file came in: the unit knows it by its own name."""
    parent = str(PurePosixPath(unit.receipt.name).parent) if unit.receipt else "."
    return message if parent == "." else message.replace(f"{parent}/", "")


def _figures(unit: UnitDay) -> list[str]:
    figures = with_sum(unit.figures)
    return [
        f"- {KIND_LABELS[kind]}: trong ngày {_or_blank(figures[kind].today)}; tổng đã nhập "
        f"{number(figures[kind].entered)}; còn lại {number(figures[kind].remaining)}."
        for kind in Kind
    ]


def _or_blank(value: int | None) -> str:
    return "chưa báo" if value is None else number(value)
