"""What to read out on the telephone to a unit: where to look, what stands there, what to do, until when.

Only what the clerk can do where they sit; what a program guesses is told as possible.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePosixPath

from xlpy.core.consolidate import Status, UnitDay
from xlpy.core.office_book import CONTROL_SHEET
from xlpy.core.plan.levels import beside
from xlpy.core.plan.plan import Plan
from xlpy.core.source import Finding, Severity
from xlpy.core.text import clipped, office_hour
from xlpy.core.text import day as written
from xlpy.rules.form_date import OF_ITS_TURN
from xlpy.rules.replies import for_unit
from xlpy.rules.rule import named_cell

_MARK = "►"
_MOST_CELLS = 4
_SAID = re.compile(r"\bghi (“[^”]{1,40}”|-?\d[\d.,]*\d|-?\d)")
"""What a message quotes of a cell."""
_GUESSED = re.compile(r"Có phải là (-?[\d.,]*\d)\?")
_PLEASE = re.compile(r"^(?:Đề nghị (?:đơn vị )?|Anh/chị )")


def said_to(
    name: str, unit: UnitDay | None, findings: Sequence[Finding], plan: Plan, on: date | None, today: date | None
) -> str:
    """The line for one unit; "" where nobody has to be called. `findings` are all of the unit's.

    The office's hour is named on the day itself alone: once `today` is another day, or nobody knows, it may have passed.
    """
    own = [finding for finding in findings if not finding.because]
    code = next((finding.unit for finding in own if finding.unit), None)
    errors = (
        [finding for finding in for_unit(own, code, plan.office) if finding.severity is Severity.ERROR] if code else []
    )
    until = f"trước {office_hour(plan.office_reports_before)}" if on is not None and on == today else ""
    if errors and errors[0].source.sheet == CONTROL_SHEET:
        return f"{_MARK}  Sở sửa ngay: {_wrong(errors[0])}."
    if errors:
        return f"{_MARK}  “Anh/chị {_wrong(errors[0])}.{_others(errors)} Sửa xong, anh/chị lưu và gửi lại {until or 'ngay'} giúp {plan.office}.”"
    if any(finding.code == OF_ITS_TURN.code for finding in own):
        return ""  # it has come, and the office merges the day that it is of
    spoken = f"{name[:1].lower()}{name[1:]}"
    due = on and (plan.period.due(on) or on)
    if unit and unit.status is Status.MISSING and due:
        return (
            f"{_MARK}  “{plan.office} chưa nhận được báo cáo ngày {written(due)}{beside(plan)} của {spoken}. Nếu không nhập được "
            f"trường hợp nào, anh/chị vẫn ghi bốn số 0 và gửi ngay{until and f', {until}'}.”"
        )
    if unit and unit.status is Status.REFUSED and unit.receipt and due:
        file = clipped(PurePosixPath(unit.receipt.name).name)
        return (
            f"{_MARK}  “{plan.office} đã trả lại tệp “{file}” của {spoken} để sửa, chưa nhận được bản sửa của báo cáo "
            f"ngày {written(due)}{beside(plan)}. Anh/chị sửa, lưu và gửi lại ngay{until and f', {until}'}.”"
        )
    if unit and unit.late and unit.receipt and unit.receipt.received_at and due:
        at, hour = unit.receipt.received_at, office_hour(plan.units_report_before)
        came = office_hour(at.time()) + ("" if at.date() == due else f" ngày {written(at.date())}")
        return (
            f"{_MARK}  “Báo cáo ngày {written(due)}{beside(plan)} đến lúc {came}, quá {hour}; số liệu vẫn được tính. "
            f"Lần sau anh/chị gửi trước {hour} giúp {plan.office}.”"
        )
    return ""


def _wrong(finding: Finding) -> str:
    """ "mở trang Phụ lục 01, ô D8, hiện ghi 0,628, đề nghị gõ lại số nguyên (có phải là 628?)"."""
    source = finding.source
    where = ", ".join(part for part in (f"trang {source.sheet}" if source.sheet else "", _cell(source.cell)) if part)
    place = f"mở {where}" if where else f"xem tệp “{clipped(PurePosixPath(source.file).name)}”"
    if repaired := named_cell(finding.fix):
        has = f"hiện ghi {repaired.read}" if repaired.read else "còn trống"
        return f"{place}, {has}, đề nghị đối chiếu: có thể là {repaired.value}"
    fix = _PLEASE.sub("", finding.fix).rstrip(". ")
    please = "" if "đề nghị" in fix.partition(". ")[0] else "đề nghị "  # after a condition it asks within itself
    asked = f"{please}{fix[:1].lower()}{fix[1:]}" if fix else "đề nghị đối chiếu"
    guessed = f" (có phải là {found[1]}?)" if (found := _GUESSED.search(finding.message)) else ""
    if source.cell and (found := _SAID.search(finding.message)):
        return f"{place}, hiện ghi {found[1]}, {asked}{guessed}"
    message = finding.message.rstrip(". ") or finding.title
    return f"{place}: {message[:1].lower()}{message[1:]}; {asked}"


def _cell(cell: str) -> str:
    first = cell.split(",")[0]
    return f"ô {first}" if first else ""


def _others(errors: Sequence[Finding]) -> str:
    """The other cells of the unit, by their names."""
    cells = list(dict.fromkeys(error.source.cell for error in errors[1:] if error.source.cell))
    if not cells:
        return ""
    more = f" và {len(cells) - _MOST_CELLS} ô khác" if len(cells) > _MOST_CELLS else ""
    return f" Còn {'các ' if len(cells) > 1 else ''}ô {', '.join(cells[:_MOST_CELLS])}{more} cũng cần sửa."
