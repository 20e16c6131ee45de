"""The report as it was laid out first: Phụ lục 01, who reported when, what was found. Nothing here is to be changed.

Only reports whose run recorded no layout are drawn so, and those of offices that restyled the template of that time.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.forms import COLUMNS_01, FORM_01
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Kind, with_sum
from xlpy.core.source import Finding, Severity
from xlpy.drawing.report.layout_1_look import FIRST
from xlpy.drawing.report.tables import Form, Line, Row, Value, draw_form, draw_table
from xlpy.drawing.sheet import Book
from xlpy.drawing.words import FIRST_STATUS_WORDS
from xlpy.rules.gathering import cause_lines

_SEVERITY: Mapping[Severity, str] = {
    Severity.ERROR: "Lỗi",
    Severity.WARNING: "Cảnh báo",
    Severity.INFO: "Thông tin",
}


def draw(plan: Plan, standing: Standing) -> bytes:
    """The report workbook of a day."""
    look = FIRST.look.changed(plan.look)
    book = Book(f"Phụ lục 01, {_day(standing.date)}", standing.date)
    titles = _titles(plan, standing)
    whole = standing.total
    total = {name: whole[kind].get(measure) for name, (kind, measure) in COLUMNS_01.items()}
    lines = [_line(number, unit) for number, unit in enumerate(standing.units, 1)]
    draw_form(book, FIRST, look, titles, Form(lines, total, _footnotes(plan, standing)))
    draw_table(book, FIRST, look, titles, "board", _board(plan, standing))
    draw_table(book, FIRST, look, titles, "findings", _findings(plan, standing.findings))
    return book.close()


def _day(value: date) -> str:
    return f"{value.day}/{value.month}/{value.year}"


def _clock(value: datetime | None) -> str:
    return f"{value:%H:%M} ngày {_day(value)}" if value else "không rõ giờ"


def _status(unit: UnitDay) -> str:
    return (
        FIRST_STATUS_WORDS[unit.status]
        + (", muộn" if unit.late else "")
        + (" (chấp nhận riêng)" if unit.by_name else "")
    )


def _titles(plan: Plan, standing: Standing) -> Mapping[str, str]:
    """What stands for the marks in the titles of all sheets."""
    return {
        "phụ lục": FORM_01.code,
        "biểu mẫu": FORM_01.code,
        "số kế hoạch": plan.document.number,
        "ngày kế hoạch": _day(plan.document.date),
        "cơ quan": plan.document.issuer,
        "ngày": _day(standing.date),
        "đã báo cáo": str(standing.reported),
        "tổng đơn vị": str(len(standing.units)),
        "kết luận": "" if standing.findings else ": KHÔNG CÓ GÌ CẦN LƯU Ý",
    }


def _line(number: int, unit: UnitDay) -> Line:
    figures = with_sum(unit.figures)
    values: dict[str, Value] = {"number": number, "unit": unit.name + (" (*)" if unit.by_name else "")}
    values |= {name: figures[kind].get(measure) for name, (kind, measure) in COLUMNS_01.items()}
    return Line(values, carried=not unit.accepted)


def _footnotes(plan: Plan, standing: Standing) -> list[str]:
    notes = []
    if any(not unit.accepted for unit in standing.units):
        notes.append(
            f"Số in nghiêng: đơn vị chưa có báo cáo được nhận cho ngày {_day(standing.date)}; "
            "tổng đã nhập giữ theo lần báo cáo trước."
        )
    if any(unit.by_name for unit in standing.units):
        notes.append(f"(*) Số liệu do {plan.office} chấp nhận riêng cho đơn vị; xem trang Kiểm tra.")
    return notes


def _board(plan: Plan, standing: Standing) -> Iterator[Row]:
    for place, unit in enumerate(standing.units, 1):
        whole = with_sum(unit.figures)[Kind.SUM]
        note = _board_note(plan, unit, standing.findings)
        yield Row(
            {
                "number": place,
                "unit": unit.name,
                "status": _status(unit),
                "received": _clock(unit.receipt.received_at) if unit.receipt else "",
                "today": whole.today,
                "entered": whole.entered,
                "file": unit.source.file,
                "sheet": unit.source.sheet,
                "hash": unit.receipt.sha256[:16] if unit.receipt else "",
                "note": note,
            },
            {"file": unit.source.file, "note": note, "sheet": unit.source.sheet, "received": "13:41 ngày 22/5/2023"},
            {} if unit.accepted or unit.status is Status.NOT_DUE else {"status": "status_bad"},
        )


def _board_note(plan: Plan, unit: UnitDay, findings: Sequence[Finding]) -> str:
    """What the board says beside a unit: why refused, where carried figures come from, who accepted, which cells."""
    if unit.by_name:
        return f"{plan.office} chấp nhận riêng cho đơn vị này"
    if not unit.accepted:
        errors = sorted({f.code for f in findings if f.unit == unit.unit and f.severity is Severity.ERROR})
        why = f"Lỗi {', '.join(errors)}; " if errors else ""
        kept = f"giữ số ngày {_day(unit.carried_from)}" if unit.carried_from else "chưa có số liệu nào được nhận"
        return (why + kept)[:1].upper() + (why + kept)[1:]
    if unit.cells:
        return "Đã nhập, ô: " + ", ".join(unit.cells[kind][1] for kind in KINDS)
    return ""


def _findings(plan: Plan, findings: Sequence[Finding]) -> Iterator[Row]:
    names = {unit.code: unit.name for unit in plan.senders}
    for place, finding in enumerate(cause_lines(findings, "Kéo theo"), 1):
        told, role = f"{finding.title}. {finding.message}", finding.severity.value
        yield Row(
            {
                "number": place,
                "severity": _SEVERITY[finding.severity],
                "code": finding.code,
                "unit": names.get(finding.unit or "", ""),
                "file": finding.source.file,
                "place": " · ".join(part for part in (finding.source.sheet, finding.source.cell) if part),
                "message": told,
                "fix": finding.fix,
            },
            {"message": told, "fix": finding.fix, "file": finding.source.file},
            {"severity": role, "code": role},
        )
