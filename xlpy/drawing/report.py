"""The provincial report: Phụ lục 01 as the plan prints it, who reported when, and what was found."""

from collections.abc import Sequence

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.forms import COLUMNS_01, FORM_01
from xlpy.core.plan import Plan
from xlpy.core.records import KINDS, FiguresByKind, Kind, with_sum
from xlpy.core.source import SEVERITY_LABELS, Finding, Severity
from xlpy.core.text import clock, day
from xlpy.drawing.sheet import A3, A4, NUMBER, Book, draw_header, merge, row_height
from xlpy.drawing.words import status_label

_LAST = len(FORM_01.columns) - 1
_BADGE_COLUMNS = 6
_LINE_HEIGHT = 30
"""Points: eleven units fill the upper half of an A3 page, and a pen finds room between the lines."""
_SHADES = {Severity.ERROR: "#F4B6B6", Severity.WARNING: "#FBE5A3", Severity.INFO: "#FFFFFF"}


def draw_report(plan: Plan, standing: Standing) -> bytes:
    """The report workbook of a day. The same standing and plan give the same bytes."""
    book = Book(f"Phụ lục 01, {day(standing.date)}", standing.date)
    _draw_form(book, plan, standing)
    _draw_board(book, plan, standing)
    _draw_findings(book, plan, standing.findings)
    return book.close()


def _draw_form(book: Book, plan: Plan, standing: Standing) -> None:
    sheet = book.sheet("Phụ lục 01", A3)
    values = {
        "number": plan.document.number,
        "plan_date": day(plan.document.date),
        "issuer": plan.document.issuer,
        "date": day(standing.date),
    }
    middle = book.format(align="center", font_size=13, bold=True)
    merge(sheet, (0, 0, 0, _LAST), f"PHỤ LỤC {FORM_01.code}", middle)
    title = f"{FORM_01.title} {FORM_01.as_of.format_map(values)}"
    merge(sheet, (1, 0, 1, _LAST), title, middle)
    merge(
        sheet,
        (2, 0, 2, _LAST),
        FORM_01.attached.format_map(values),
        book.format(align="center", italic=True, font_size=13),
    )
    badge = book.format(align="center", text_wrap=True, font_size=11)
    merge(sheet, (3, _LAST - _BADGE_COLUMNS + 1, 3, _LAST), FORM_01.badge, badge)
    sheet.set_row(3, 24)
    first = draw_header(book, sheet, FORM_01, 4, values)
    for row, height in ((0, 20), (1, 20), (2, 20), (4, 22), (5, 22), (6, 60)):
        sheet.set_row(row, height)
    for place, unit in enumerate(standing.units):
        _draw_unit(book, sheet, first + place, place + 1, unit)
    total_row = first + len(standing.units)
    bold = book.format(bold=True, border=1, align="center")
    merge(sheet, (total_row, 0, total_row, 1), FORM_01.total_label, bold)
    _draw_total(book, sheet, first, total_row, standing.total)
    sheet.set_row(total_row, _LINE_HEIGHT)
    for place, note in enumerate(_footnotes(plan, standing)):
        sheet.write_string(total_row + 1 + place, 1, note, book.format(italic=True, font_size=11))
    sheet.freeze_panes(first, 2)
    sheet.repeat_rows(4, first - 1)
    sheet.print_area(0, 0, total_row + len(_footnotes(plan, standing)), _LAST)
    sheet.center_horizontally()


def _draw_unit(book: Book, sheet: Worksheet, row: int, number: int, unit: UnitDay) -> None:
    carried = unit.status in (Status.MISSING, Status.REFUSED)
    look = {"border": 1, "italic": True, "font_color": "#595959"} if carried else {"border": 1}
    figure = book.format(num_format=NUMBER, align="right", indent=1, **look)
    sheet.set_row(row, _LINE_HEIGHT)
    sheet.write_number(row, 0, number, book.format(align="center", border=1))
    mark = " (*)" if unit.by_name else ""
    sheet.write_string(row, 1, unit.name + mark, book.format(align="left", indent=1, text_wrap=True, border=1))
    figures = with_sum(unit.figures)
    for column, head in enumerate(FORM_01.columns):
        if head.name in COLUMNS_01:
            kind, measure = COLUMNS_01[head.name]
            value = figures[kind].get(measure)
            if value is None:
                sheet.write_blank(row, column, None, figure)
            else:
                sheet.write_number(row, column, value, figure)


def _draw_total(book: Book, sheet: Worksheet, first: int, row: int, total: FiguresByKind) -> None:
    figure = book.format(bold=True, num_format=NUMBER, align="right", indent=1, border=1)
    for column, head in enumerate(FORM_01.columns):
        if head.name in COLUMNS_01:
            kind, measure = COLUMNS_01[head.name]
            value = total[kind].get(measure)
            cells = xl_range(first, column, row - 1, column)
            # Nothing reported is blank, not 0: SUM alone would say 0.
            sheet.write_formula(
                row, column, f'=IF(COUNT({cells})=0,"",SUM({cells}))', figure, "" if value is None else value
            )


def _footnotes(plan: Plan, standing: Standing) -> list[str]:
    notes = []
    if any(unit.status in (Status.MISSING, Status.REFUSED) for unit in standing.units):
        notes.append(
            f"Số in nghiêng: đơn vị chưa có báo cáo được nhận cho ngày {day(standing.date)}; "
            "tổng đã nhập giữ theo lần báo cáo trước."
        )
    if any(unit.by_name for unit in standing.units):
        notes.append(f"(*) Số liệu do {plan.office} chấp nhận riêng cho đơn vị; xem trang Kiểm tra.")
    return notes


def _table(book: Book, sheet: Worksheet, title: str, heads: Sequence[tuple[str, float]]) -> int:
    last = len(heads) - 1
    merge(sheet, (0, 0, 0, last), title, book.format(bold=True, align="center", font_size=14))
    for column, (label, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(
            2, column, label, book.format(bold=True, align="center", text_wrap=True, border=1, bg_color="#E7E6E6")
        )
    sheet.set_row(0, 26)
    sheet.set_row(2, 32)
    sheet.freeze_panes(3, 2)
    sheet.repeat_rows(2)
    return 3


def _draw_board(book: Book, plan: Plan, standing: Standing) -> None:
    sheet = book.sheet("Tình hình báo cáo", A4)
    title = f"TÌNH HÌNH BÁO CÁO NGÀY {day(standing.date)}: {standing.reported}/{len(standing.units)} ĐƠN VỊ"
    heads = (
        ("STT", 5),
        ("Đơn vị", 24),
        ("Tình trạng", 15),
        ("Nhận lúc", 13),
        ("Trong ngày", 11),
        ("Tổng đã nhập", 12),
        ("Tệp", 28),
        ("Trang tính", 14),
        ("Mã kiểm tra tệp (16 ký tự đầu của SHA-256)", 19),
        ("Ghi chú", 36),
    )
    row = _table(book, sheet, title, heads)
    text = book.format(text_wrap=True, border=1, indent=1)
    middle = book.format(align="center", border=1, text_wrap=True)
    number = book.format(num_format=NUMBER, border=1, align="right", indent=1)
    for place, unit in enumerate(standing.units, 1):
        whole = with_sum(unit.figures)[Kind.SUM]
        sheet.write_number(row, 0, place, middle)
        sheet.write_string(row, 1, unit.name, text)
        shade = "#FFFFFF" if unit.status in (Status.RECEIVED, Status.MANUAL) else _SHADES[Severity.ERROR]
        style = book.format(align="center", border=1, text_wrap=True, bold=shade != "#FFFFFF", bg_color=shade)
        sheet.write_string(row, 2, status_label(unit), style)
        sheet.write_string(row, 3, clock(unit.receipt.received_at) if unit.receipt else "", middle)
        if whole.today is None:
            sheet.write_blank(row, 4, None, number)
        else:
            sheet.write_number(row, 4, whole.today, number)
        sheet.write_number(row, 5, whole.entered, number)
        sheet.write_string(row, 6, unit.source.file, text)
        sheet.write_string(row, 7, unit.source.sheet, text)
        sheet.write_string(row, 8, unit.receipt.sha256[:16] if unit.receipt else "", text)
        note = board_note(plan, unit, standing.findings)
        sheet.write_string(row, 9, note, text)
        sheet.set_row(
            row,
            6 + row_height(((unit.source.file, 28), (note, 36), (unit.source.sheet, 14), ("13:41 ngày 22/5/2023", 13))),
        )
        row += 1


def board_note(plan: Plan, unit: UnitDay, findings: Sequence[Finding]) -> str:
    """What the board says beside a unit: why refused, where carried figures come from, who accepted, which cells."""
    if unit.by_name:
        return f"{plan.office} chấp nhận riêng cho đơn vị này"
    if unit.status in (Status.MISSING, Status.REFUSED):
        errors = sorted({f.code for f in findings if f.unit == unit.unit and f.severity is Severity.ERROR})
        why = f"Lỗi {', '.join(errors)}; " if errors else ""
        kept = f"giữ số ngày {day(unit.carried_from)}" if unit.carried_from else "chưa có số liệu nào được nhận"
        return (why + kept)[:1].upper() + (why + kept)[1:]
    if unit.cells:
        return "Đã nhập, ô: " + ", ".join(unit.cells[kind][1] for kind in KINDS)
    return ""


def _draw_findings(book: Book, plan: Plan, findings: Sequence[Finding]) -> None:
    sheet = book.sheet("Kiểm tra", A4)
    heads = (
        ("STT", 5),
        ("Mức", 11),
        ("Mã", 8),
        ("Đơn vị", 22),
        ("Tệp", 28),
        ("Trang · ô", 20),
        ("Nội dung", 60),
        ("Cách sửa", 44),
    )
    row = _table(book, sheet, "KẾT QUẢ KIỂM TRA" if findings else "KẾT QUẢ KIỂM TRA: KHÔNG CÓ GÌ CẦN LƯU Ý", heads)
    names = {unit.code: unit.name for unit in plan.senders}
    text = book.format(text_wrap=True, border=1, indent=1)
    for place, finding in enumerate(findings, 1):
        style = book.format(align="center", border=1, bg_color=_SHADES[finding.severity])
        sheet.write_number(row, 0, place, book.format(align="center", border=1))
        sheet.write_string(row, 1, SEVERITY_LABELS[finding.severity], style)
        sheet.write_string(row, 2, finding.code, style)
        sheet.write_string(row, 3, names.get(finding.unit or "", ""), text)
        sheet.write_string(row, 4, finding.source.file, text)
        sheet.write_string(
            row, 5, " · ".join(part for part in (finding.source.sheet, finding.source.cell) if part), text
        )
        told = f"{finding.title}. {finding.message}"
        sheet.write_string(row, 6, told, text)
        sheet.write_string(row, 7, finding.fix, text)
        sheet.set_row(row, 6 + row_height(((told, 60), (finding.fix, 44), (finding.source.file, 28))))
        row += 1
