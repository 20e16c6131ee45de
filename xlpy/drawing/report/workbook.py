"""The provincial report: Phụ lục 01 as the plan prints it, who reported when, and what was found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.forms import COLUMNS_01, FORM_01
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Kind, with_sum
from xlpy.core.source import SEVERITY_LABELS, Finding, Severity
from xlpy.core.text import clock, day
from xlpy.drawing.report.look import HEADS, SHEETS, Look, filled
from xlpy.drawing.sheet import Book, draw_header, merge, put, row_height
from xlpy.drawing.words import status_label
from xlpy.rules.gathering import cause_lines

Value: TypeAlias = int | str | None

_LAST = len(FORM_01.columns) - 1
_BADGE_COLUMNS = 6
_LINE = 16.5
"""Points that a line of 12-point letters takes."""


class Line(NamedTuple):
    """A unit's line of Phụ lục 01: values by column. `carried`: its figures are those of an earlier day."""

    values: Mapping[str, Value]
    carried: bool = False


class Row(NamedTuple):
    """A row of the board or of the findings: values by column, as high as the texts in `tall` need it.

    `roles` are those of cells that do not look like their column.
    """

    values: Mapping[str, Value]
    tall: Mapping[str, str]
    roles: Mapping[str, str] = {}


class Form(NamedTuple):
    """What Phụ lục 01 says. Its total line is formulas with the values of `total`, unless it is not to be `summed`."""

    lines: Sequence[Line]
    total: Mapping[str, Value]
    footnotes: Sequence[str]
    total_label: str = FORM_01.total_label
    summed: bool = True


def draw_report(plan: Plan, standing: Standing) -> bytes:
    """The report workbook of a day. The same standing and plan give the same bytes."""
    look = Look.of(plan.look)
    book = Book(f"Phụ lục 01, {day(standing.date)}", standing.date)
    titles = _titles(plan, standing)
    total = {name: standing.total[kind].get(measure) for name, (kind, measure) in COLUMNS_01.items()}
    lines = [_line(number, unit) for number, unit in enumerate(standing.units, 1)]
    draw_form(book, look, titles, Form(lines, total, _footnotes(plan, standing)))
    draw_table(book, look, titles, "board", _board(plan, standing))
    draw_table(book, look, titles, "findings", _findings(plan, standing.findings))
    return book.close()


def _titles(plan: Plan, standing: Standing) -> Mapping[str, str]:
    """What stands for the marks in the titles of all sheets."""
    return {
        "phụ lục": FORM_01.code,
        "biểu mẫu": FORM_01.code,
        "số kế hoạch": plan.document.number,
        "ngày kế hoạch": day(plan.document.date),
        "cơ quan": plan.document.issuer,
        "ngày": day(standing.date),
        "đã báo cáo": str(standing.reported),
        "tổng đơn vị": str(len(standing.units)),
        "kết luận": "" if standing.findings else ": KHÔNG CÓ GÌ CẦN LƯU Ý",
    }


def draw_form(book: Book, look: Look, titles: Mapping[str, str], form: Form) -> None:
    """Phụ lục 01. The template is drawn by the same hand, with its marks for `titles` and values."""
    cells, heights = look.cells, look.heights
    sheet = book.sheet(SHEETS["form"], look.pages["form"]["paper"], look.pages["form"])
    for row, name in enumerate(("appendix", "title", "attached", "badge")):
        left = _LAST - _BADGE_COLUMNS + 1 if name == "badge" else 0
        text = filled(look.words[f"form.{name}"], titles)
        merge(sheet, (row, left, row, _LAST), text, book.format(**cells[f"form.{name}"]))
        sheet.set_row(row, heights[f"form.{name}"])
    heads = ("form.head_top", "form.head_kind", "form.head_measure")
    first = draw_header(book, sheet, FORM_01, 4, {}, styles=[cells[role] for role in heads], widths=look.widths["form"])
    for row, role in enumerate(heads, 4):
        sheet.set_row(row, heights[role])
    for row, line in enumerate(form.lines, first):
        _draw_line(book, look, sheet, row, line)
    total_row = first + len(form.lines)
    merge(sheet, (total_row, 0, total_row, 1), form.total_label, book.format(**cells["form.total_label"]))
    _draw_total(sheet, first, total_row, form, book.format(**cells["form.total"]))
    sheet.set_row(total_row, heights["form.total_label"])
    for row, note in enumerate(form.footnotes, total_row + 1):
        sheet.write_string(row, 1, note, book.format(**cells["form.footnote"]))
    sheet.freeze_panes(first, 2)
    sheet.repeat_rows(4, first - 1)
    sheet.print_area(0, 0, total_row + len(form.footnotes), _LAST)
    sheet.center_horizontally()


def _draw_line(book: Book, look: Look, sheet: Worksheet, row: int, line: Line) -> None:
    figure = book.format(**look.cells["form.carried" if line.carried else "form.figure"])
    sheet.set_row(row, look.heights["form.unit"])
    for column, head in enumerate(FORM_01.columns):
        style = figure if head.name in COLUMNS_01 else book.format(**look.cells[f"form.{head.name}"])
        put(sheet, row, column, line.values.get(head.name), style)


def _draw_total(sheet: Worksheet, first: int, row: int, form: Form, style: Format) -> None:
    for column, head in enumerate(FORM_01.columns):
        if head.name not in COLUMNS_01:
            continue
        value = form.total.get(head.name)
        if form.summed:
            cells = xl_range(first, column, row - 1, column)
            # Nothing reported is blank, not 0: SUM alone would say 0.
            formula = f'=IF(COUNT({cells})=0,"",SUM({cells}))'
            sheet.write_formula(row, column, formula, style, "" if value is None else value)
        else:
            put(sheet, row, column, value, style)


def _line(number: int, unit: UnitDay) -> Line:
    figures = with_sum(unit.figures)
    values: dict[str, Value] = {"number": number, "unit": unit.name + (" (*)" if unit.by_name else "")}
    values |= {name: figures[kind].get(measure) for name, (kind, measure) in COLUMNS_01.items()}
    return Line(values, carried=unit.status in (Status.MISSING, Status.REFUSED))


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


def draw_table(book: Book, look: Look, titles: Mapping[str, str], name: str, rows: Iterable[Row]) -> None:
    """The board or the findings ("board", "findings")."""
    sheet = book.sheet(SHEETS[name], look.pages[name]["paper"], look.pages[name])
    heads, widths = HEADS[name], look.widths[name]
    style = book.format(**look.cells[f"{name}.title"])
    merge(sheet, (0, 0, 0, len(heads) - 1), filled(look.words[f"{name}.title"], titles), style)
    for column, (head, label) in enumerate(heads.items()):
        sheet.set_column(column, column, widths[head])
        sheet.write_string(2, column, label, book.format(**look.cells[f"{name}.head"]))
    sheet.set_row(0, look.heights[f"{name}.title"])
    sheet.set_row(2, look.heights[f"{name}.head"])
    sheet.freeze_panes(3, 2)
    sheet.repeat_rows(2)
    for place, row in enumerate(rows, 3):
        for column, head in enumerate(heads):
            role = f"{name}.{row.roles.get(head, head)}"
            put(sheet, place, column, row.values[head], book.format(**look.cells[role]))
        sheet.set_row(place, 6 + _height(look, name, row.tall))


def _height(look: Look, name: str, texts: Mapping[str, str]) -> float:
    """What a row's texts need. Larger letters need more, in height and in width."""
    sizes = {column: look.size(f"{name}.{column}") / 12 for column in texts}
    line = _LINE * max(sizes.values())
    return row_height(((text, look.widths[name][column] / sizes[column]) for column, text in texts.items()), line)


def _board(plan: Plan, standing: Standing) -> Iterator[Row]:
    for place, unit in enumerate(standing.units, 1):
        whole = with_sum(unit.figures)[Kind.SUM]
        note = board_note(plan, unit, standing.findings)
        yield Row(
            {
                "number": place,
                "unit": unit.name,
                "status": status_label(unit),
                "received": clock(unit.receipt.received_at) if unit.receipt else "",
                "today": whole.today,
                "entered": whole.entered,
                "file": unit.source.file,
                "sheet": unit.source.sheet,
                "hash": unit.receipt.sha256[:16] if unit.receipt else "",
                "note": note,
            },
            {"file": unit.source.file, "note": note, "sheet": unit.source.sheet, "received": "13:41 ngày 22/5/2023"},
            {} if unit.status in (Status.RECEIVED, Status.MANUAL) else {"status": "status_bad"},
        )


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


def _findings(plan: Plan, findings: Sequence[Finding]) -> Iterator[Row]:
    names = {unit.code: unit.name for unit in plan.senders}
    for place, finding in enumerate(cause_lines(findings), 1):
        told, role = f"{finding.title}. {finding.message}", finding.severity.value
        yield Row(
            {
                "number": place,
                "severity": SEVERITY_LABELS[finding.severity],
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
