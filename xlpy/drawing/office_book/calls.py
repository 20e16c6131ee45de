"""What to read out on the telephone to a unit: where to look, what stands there, what to do, until when.

Only what the clerk can do where they sit; what a program guesses is told as possible.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

from xlpy.core.consolidate import Status, UnitDay
from xlpy.core.forms import COLUMNS_01, DAY_SHEET, FORM_01, FORM_SHEET, KIND_LABELS
from xlpy.core.grid import column_name
from xlpy.core.office_book import CONTROL_SHEET
from xlpy.core.plan.levels import beside
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS
from xlpy.core.source import Finding, Severity, Source
from xlpy.core.text import clipped, office_hour
from xlpy.core.text import day as written
from xlpy.rules.form_date import OF_ITS_TURN
from xlpy.rules.replies import for_unit
from xlpy.rules.rule import AT_ITS_LINE, RULES, named_cell

_MARK = "►"
_MOST_CELLS = 4
_CELL = "ô "
_SAID = re.compile(r"\bghi (“[^”]{1,40}”|-?\d[\d.,]*\d|-?\d)")
"""What a message quotes of a cell."""
_GUESSED = re.compile(r"Có phải là (-?[\d.,]*\d)\?")
_AT_ITS_LINE = re.compile(rf"{AT_ITS_LINE}(?P<sheet>[^”]*)”, (?P<line>dòng [\d/]+)\.")
_COLUMNS = {
    column_name(place): KIND_LABELS[COLUMNS_01[column.name][0]]
    for place, column in enumerate(FORM_01.columns)
    if column.name in COLUMNS_01 and COLUMNS_01[column.name][0] in KINDS
}
"""Columns of Phụ lục 01 as we issue it → the kind, which is a column of the sheet of days."""
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
        # Who reads it out is whom the unit would call.
        wrong = _wrong(errors[0]).replace(f"gọi {plan.office}", "cho biết ngay")
        return f"{_MARK}  “Anh/chị {wrong}.{_others(errors)} Sửa xong, anh/chị lưu và gửi lại {until or 'ngay'} giúp {plan.office}.”"
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


class _Place(NamedTuple):
    """Where somebody is asked to look: a sheet, a cell or a line on it; "" where there is none."""

    sheet: str
    cell: str

    @property
    def words(self) -> str:
        """ "trang Phụ lục 01, ô D8"."""
        return ", ".join(part for part in (self.sheet and f"trang {self.sheet}", self.cell) if part)


def _place(finding: Finding) -> _Place:
    """Where the unit can mend it: of a form that we issued the line on the sheet of days, Phụ lục 01 being locked."""
    source = finding.source
    if line := _AT_ITS_LINE.search(finding.fix):
        return _Place(line["sheet"], ", ".join(part for part in (line["line"], _column(source)) if part))
    if source.sheet == FORM_SHEET and RULES[finding.code].asks_on_issued(finding.fix):
        return _Place(DAY_SHEET, _column(source))
    first = source.cell.split(",")[0]
    return _Place(source.sheet, f"{_CELL}{first}" if first else "")


def _column(source: Source) -> str:
    kind = _COLUMNS.get(source.cell.split(",")[0].rstrip("0123456789"))
    return f"cột {kind}" if kind else ""


def _wrong(finding: Finding) -> str:
    """ "mở trang Phụ lục 01, ô D8, hiện ghi 0,628, đề nghị gõ lại số nguyên (có phải là 628?)"."""
    source, where = finding.source, _place(finding).words
    place = f"mở {where}" if where else f"xem tệp “{clipped(PurePosixPath(source.file).name)}”"
    if repaired := named_cell(finding.fix):
        has = f"hiện ghi {repaired.read}" if repaired.read else "còn trống"
        return f"{place}, {has}, đề nghị đối chiếu: có thể là {repaired.value}"
    fix = _PLEASE.sub("", _AT_ITS_LINE.sub("", finding.fix)).rstrip(". ")
    please = "" if "đề nghị" in fix.partition(". ")[0] else "đề nghị "  # after a condition it asks within itself
    asked = f"{please}{fix[:1].lower()}{fix[1:]}" if fix else "đề nghị đối chiếu"
    guessed = f" (có phải là {found[1]}?)" if (found := _GUESSED.search(finding.message)) else ""
    if source.cell and (found := _SAID.search(finding.message)):
        return f"{place}, hiện ghi {found[1]}, {asked}{guessed}"
    message = finding.message.rstrip(". ") or finding.title
    return f"{place}: {message[:1].lower()}{message[1:]}; {asked}"


def _others(errors: Sequence[Finding]) -> str:
    """The other places of the unit, by their names."""
    first = _place(errors[0]).cell
    places = [place for place in dict.fromkeys(_place(error).cell for error in errors[1:]) if place not in ("", first)]
    if not places:
        return ""
    more = f" và {len(places) - _MOST_CELLS} chỗ khác" if len(places) > _MOST_CELLS else ""
    cells = [place.removeprefix(_CELL) for place in places[:_MOST_CELLS] if place.startswith(_CELL)]
    lines = [place for place in places[:_MOST_CELLS] if not place.startswith(_CELL)]
    told = ([f"{'các ' if len(cells) > 1 else ''}{_CELL}{', '.join(cells)}"] if cells else []) + lines
    return f" Còn {', '.join(told)}{more} cũng cần sửa."
