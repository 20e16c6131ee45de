"""The e-mail that goes with the report: the office's own words, with marks for the day's values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xlpy.core.consolidate import Standing, Status
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind
from xlpy.core.text import clipped, formal_day, key, number, office_hour, tidy
from xlpy.core.units import in_sentence
from xlpy.drawing.faults import Fault, template_error
from xlpy.drawing.report.look import filled, marks_of
from xlpy.drawing.words import percent

LETTER = "templates/thu.txt"

_SUBJECT = "Tiêu đề:"


class Marks(NamedTuple):
    """What a template may say: mark → what it stands for. Without a needed one, its reader would miss something."""

    needed: Mapping[str, str]
    optional: Sequence[str] = ()
    formerly: Mapping[str, str] = {}
    """Marks as earlier versions called them, in templates that an office restyled then → their names today."""


REPORT_MARKS = Marks(
    {
        "ngày": "ngày báo cáo",
        "đã báo cáo": "số đơn vị đã được tiếp nhận số liệu",
        "tổng đơn vị": "số đơn vị phải báo cáo",
        "trong ngày": "số trường hợp nhập trong ngày",
        "tổng đã nhập": "tổng số trường hợp đã nhập",
        "tổng số": "tổng số trường hợp phải nhập",
        "tỷ lệ": "tỷ lệ đã nhập",
        "chưa báo cáo": "tên các đơn vị chưa báo cáo",
        "đang đề nghị chỉnh sửa": "tên các đơn vị đang được đề nghị chỉnh sửa",
        "tệp báo cáo": "tên các tệp kèm theo",
        "cơ quan": "tên cơ quan gửi báo cáo",
    },
    ("nơi nhận", "số kế hoạch", "ngày kế hoạch", "giờ", "cấp", "đầu mối"),
    {"bị từ chối": "đang đề nghị chỉnh sửa"},
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


def contact(plan: Plan) -> str:
    """Whom to call at the office, as a line of its own; "" where the settings do not say it."""
    name, phone = tidy(plan.contact.name), tidy(plan.contact.phone)
    if not name and not phone:
        return ""
    return "Đầu mối: " + ", ".join(filter(None, (name, f"điện thoại {phone}" if phone else ""))) + "."


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
    values = {**values, **{old: values[new] for old, new in marks.formerly.items()}}
    paragraphs = re.sub(r"\n{3,}", "\n\n", filled(body, values))  # where a mark had nothing to say
    return MessageText(tidy(filled(subject, values)), paragraphs.strip() + "\n")


def _faults(template: str, marks: Marks) -> Iterator[Fault]:
    today = {key(old): key(new) for old, new in marks.formerly.items()}
    there = {today.get(mark, mark) for mark in marks_of(template)}
    for mark, meaning in marks.needed.items():
        if key(mark) not in there:
            yield Fault(f"thiếu {{{mark}}} ({meaning})", "gõ lại", f"{{{mark}}}", "vào chỗ muốn ghi trong thư")
    for mark in sorted(there - {key(mark) for mark in (*marks.needed, *marks.optional)}):
        strange = f"{{{clipped(mark, 40)}}}"
        yield Fault(f"có dấu {strange} mà thư không biết", "xoá", strange)


def _values(plan: Plan, standing: Standing, report_name: str) -> Mapping[str, str]:
    total = standing.total[Kind.SUM]
    return {
        "ngày": formal_day(standing.date),
        "giờ": office_hour(plan.units_report_before),
        "cấp": plan.tracked.name,
        "đầu mối": contact(plan),
        "đã báo cáo": str(standing.reported),
        "tổng đơn vị": str(len(standing.units)),
        "trong ngày": "chưa có số liệu" if total.today is None else number(total.today),
        "tổng đã nhập": number(total.entered),
        "tổng số": number(total.total),
        "tỷ lệ": percent(total.entered, total.total),
        "chưa báo cáo": _names(standing, Status.MISSING),
        "đang đề nghị chỉnh sửa": _names(standing, Status.REFUSED),
        "tệp báo cáo": report_name,
        "cơ quan": plan.office,
        "nơi nhận": plan.recipient,
        "số kế hoạch": plan.document.number,
        "ngày kế hoạch": formal_day(plan.document.date),
    }


def _names(standing: Standing, status: Status) -> str:
    names = [in_sentence(unit.name) for unit in standing.units if unit.status is status]
    return ", ".join(names) or "không có"
