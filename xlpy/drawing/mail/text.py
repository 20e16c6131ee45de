"""The e-mail that goes with the report: the office's own words, with marks for the day's values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xlpy.core.consolidate import Standing, Status
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind
from xlpy.core.text import clipped, day, key, number, tidy
from xlpy.drawing.faults import Fault, template_error
from xlpy.drawing.report.look import filled, marks_of
from xlpy.drawing.words import percent

LETTER = "templates/thu.txt"

_SUBJECT = "Tiêu đề:"


class Marks(NamedTuple):
    """What a template may say: mark → what it stands for. Without a needed one, its reader would miss something."""

    needed: Mapping[str, str]
    optional: Sequence[str] = ()


REPORT_MARKS = Marks(
    {
        "ngày": "ngày báo cáo",
        "đã báo cáo": "số đơn vị đã báo cáo",
        "tổng đơn vị": "số đơn vị phải báo cáo",
        "trong ngày": "số trường hợp nhập trong ngày",
        "tổng đã nhập": "tổng số trường hợp đã nhập",
        "tổng số": "tổng số trường hợp phải nhập",
        "tỷ lệ": "tỷ lệ đã nhập",
        "chưa báo cáo": "tên các đơn vị chưa báo cáo",
        "bị từ chối": "tên các đơn vị có báo cáo bị từ chối",
        "tệp báo cáo": "tên các tệp kèm theo",
        "cơ quan": "tên cơ quan gửi báo cáo",
    },
    ("nơi nhận", "số kế hoạch", "ngày kế hoạch"),
)


class MessageText(NamedTuple):
    """An e-mail's words."""

    subject: str
    body: str


def fill_message(template: str, name: str, plan: Plan, standing: Standing, report_name: str) -> MessageText:
    """The letter of a day. `name` is the template's file name, for messages. Raises TemplateError."""
    return fill_letter(template, name, REPORT_MARKS, _values(plan, standing, report_name))


def read_template(data: bytes, name: str) -> str:
    """A template's text, in UTF-8 or as Notepad's "Unicode". Raises TemplateError."""
    try:
        return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        fault = Fault("không phải văn bản UTF-8", "mở bằng Notepad, lưu lại với", "Encoding: UTF-8")
        raise template_error(name, {"": [fault]}) from None


def fill_letter(template: str, name: str, marks: Marks, values: Mapping[str, str]) -> MessageText:
    """A letter from its template: the first line is the subject, the rest the body. Raises TemplateError."""
    first, _, body = template.replace("\r\n", "\n").lstrip("\ufeff").lstrip().partition("\n")
    start, colon, subject = first.partition(":")
    faults = [*_faults(template, marks)]
    if key(start + colon) != key(_SUBJECT) or not subject.strip():
        told = f"dòng đầu không phải là “{_SUBJECT} …”"
        faults.insert(0, Fault(told, "viết tiêu đề thư", "vào dòng đầu", f"sau “{_SUBJECT}”"))
    if faults:
        raise template_error(name, {"": faults})
    paragraphs = re.sub(r"\n{3,}", "\n\n", filled(body, values))  # where a mark had nothing to say
    return MessageText(tidy(filled(subject, values)), paragraphs.strip() + "\n")


def _faults(template: str, marks: Marks) -> Iterator[Fault]:
    there = set(marks_of(template))
    for mark, meaning in marks.needed.items():
        if key(mark) not in there:
            yield Fault(f"thiếu {{{mark}}} ({meaning})", "gõ lại", f"{{{mark}}}", "vào chỗ muốn ghi trong thư")
    for mark in sorted(there - {key(mark) for mark in (*marks.needed, *marks.optional)}):
        strange = f"{{{clipped(mark, 40)}}}"
        yield Fault(f"có dấu {strange} mà thư không biết", "xoá", strange)


def _values(plan: Plan, standing: Standing, report_name: str) -> Mapping[str, str]:
    total = standing.total[Kind.SUM]
    return {
        "ngày": day(standing.date),
        "đã báo cáo": str(standing.reported),
        "tổng đơn vị": str(len(standing.units)),
        "trong ngày": "chưa có số liệu" if total.today is None else number(total.today),
        "tổng đã nhập": number(total.entered),
        "tổng số": number(total.total),
        "tỷ lệ": percent(total.entered, total.total),
        "chưa báo cáo": _names(standing, Status.MISSING),
        "bị từ chối": _names(standing, Status.REFUSED),
        "tệp báo cáo": report_name,
        "cơ quan": plan.office,
        "nơi nhận": plan.recipient,
        "số kế hoạch": plan.document.number,
        "ngày kế hoạch": day(plan.document.date),
    }


def _names(standing: Standing, status: Status) -> str:
    names: Sequence[str] = [unit.name for unit in standing.units if unit.status is status]
    return ", ".join(names) or "không có"
