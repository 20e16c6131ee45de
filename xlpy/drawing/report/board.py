"""Tình hình báo cáo: who reported when, and what is to be known; and, not shown, where each figure comes from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from xlpy.core.before import Before
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.forms import FORM_01
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Kind, with_sum
from xlpy.core.source import Finding, Severity
from xlpy.core.text import clock, formal_day, number
from xlpy.core.units import as_entry
from xlpy.core.zero_reasons import REASON_WORDS, ZeroReason
from xlpy.drawing.reasons import counted, reasons_of
from xlpy.drawing.report.layout_2_look import SECOND, SOURCES_SHEET
from xlpy.drawing.report.look import Look
from xlpy.drawing.report.remarks import remarks
from xlpy.drawing.report.tables import Row, Value, draw_table, measured, text_height
from xlpy.drawing.report.words import hour, legend, short_day, sign, status
from xlpy.drawing.sheet import A4, Book, merge, put

_HEADS = SECOND.heads["board"]
_LAST = len(_HEADS) - 1
_REMARK_FROM = 2
"""The column from which on a remark stands, right of the unit's name."""
_SOURCE_HEADS = (
    ("Đơn vị", 26),
    ("Tệp", 40),
    ("Trang tính", 20),
    ("Ô (trong ngày, tổng đã nhập)", 60),
    ("Nhận lúc", 24),
    ("Mã đối chiếu tệp (SHA-256)", 70),
)


class BoardWords(NamedTuple):
    """What a layout says otherwise than another: of figures that are not of the day, of a day without its year, of
    what was found."""

    carried: str
    day: Callable[[date], str]
    remarks: Callable[[Plan, Sequence[Finding]], Sequence[tuple[str, str]]]


BOARD_WORDS = BoardWords("Số in nghiêng", short_day, remarks)


def draw_board(
    book: Book,
    look: Look,
    titles: Mapping[str, str],
    plan: Plan,
    day: tuple[Standing, Before],
    words: BoardWords = BOARD_WORDS,
) -> None:
    """The page of a day."""
    standing, _ = day
    sheet, row = draw_table(book, SECOND, look, titles, "board", _rows(plan, *day, words), measured)
    row = draw_total(book, look, sheet, row, _total(standing))
    foot = book.format(**look.cells["board.footnote"])
    merge(sheet, (row, 0, row, _LAST), f"{_legend(*day)}. {words.carried}: giữ theo lần báo cáo trước.", foot)
    row += 1
    if told_why := _why_zero(*day):
        merge(sheet, (row, 0, row, _LAST), told_why, foot)
        row += 1
    row += 1
    told = words.remarks(plan, standing.findings)
    if told:
        draw_remark(book, look, sheet, row, "remark_head", "Các điểm cần lưu ý")
        for units, text in told:
            row += 1
            draw_remark(book, look, sheet, row, "remark", text, units)
        row += 2
    merge(
        sheet,
        (row, 0, row, _LAST),
        f"Tệp gốc, ô và mã đối chiếu của từng số: trang {SOURCES_SHEET} (đang ẩn) của tệp Excel này, "
        f"lưu tại {plan.office}.",
        foot,
    )
    sheet.print_area(0, 0, row, _LAST)


def _legend(standing: Standing, before: Before) -> str:
    """What the signs on the page mean."""
    states = [unit.status for unit in standing.units]
    states += [glance.status for _, glances in before.days for glance in glances.values()]
    return legend(states)


def _why_zero(standing: Standing, before: Before) -> str:
    """Why units entered nothing on the day, and how often so far; "" where nobody said so on the day."""
    today = reasons_of(standing)
    if not today:
        return ""
    so_far = {reason: today.get(reason, 0) + before.reasons.get(reason, 0) for reason in ZeroReason}
    whole = counted({reason: many for reason, many in so_far.items() if many}, "lượt")
    return f"Lý do số 0 trong ngày: {counted(today, 'đơn vị')}. Từ đầu đợt: {whole}."


def draw_total(
    book: Book, look: Look, sheet: Worksheet, row: int, total: Mapping[str, Value], name: str = FORM_01.total_label
) -> int:
    """The last line of the table; returns the row below."""
    label = book.format(**look.cells["board.total_label"])
    merge(sheet, (row, 0, row, 1), name, label)
    for column, head in list(enumerate(_HEADS))[2:]:
        value = total.get(head)
        role = "total" if head in ("today", "entered") else "total_text"
        put(sheet, row, column, value, book.format(**look.cells[f"board.{role}"]))
    sheet.set_row(row, look.heights["board.total_label"])
    return row + 1


def draw_remark(book: Book, look: Look, sheet: Worksheet, row: int, role: str, text: str, unit: str = "") -> None:
    """A remark below the table, beside the name of its unit; without one, over all columns."""
    left = _REMARK_FROM if unit else 0
    merge(sheet, (row, left, row, _LAST), text, book.format(**look.cells[f"board.{role}"]))
    widths = list(look.widths["board"].values())
    height = text_height(look, f"board.{role}", text, widths[left:])
    if unit:
        merge(sheet, (row, 0, row, left - 1), unit, book.format(**look.cells["board.remark_unit"]))
        height = max(height, text_height(look, "board.remark_unit", unit, widths[:left]))
    sheet.set_row(row, height)


def told_of_day(standing: Standing) -> str:
    """How the units reported, in one line."""
    units = standing.units

    def count(status: Status, *, late: bool | None = None) -> int:
        return sum(unit.status is status and late in (None, unit.late) for unit in units)

    have = [
        (count(Status.RECEIVED, late=False), "đúng hạn"),
        (count(Status.RECEIVED, late=True), "muộn"),
        (count(Status.MANUAL), "qua điện thoại"),
    ]
    lack = [(count(Status.REFUSED), "trả lại để sửa"), (count(Status.MISSING), "chưa báo cáo")]
    lack.append((count(Status.NOT_DUE), "chưa đến kỳ"))
    parts = ", ".join(f"{number(many)} {what}" for many, what in have if many)
    told = f"{standing.reported}/{len(units)} đơn vị có số liệu" + (f": {parts}" if parts else "")
    return ". ".join([told, *(f"{number(many)} {what}" for many, what in lack if many)]) + "."


def _rows(plan: Plan, standing: Standing, before: Before, words: BoardWords) -> Iterator[Row]:
    for place, unit in enumerate(standing.units, 1):
        whole = with_sum(unit.figures)[Kind.SUM]
        name, told = as_entry(unit.name), _note(plan, unit, standing, before)
        state, at = status(unit), hour(unit, standing.date, words.day)
        roles = {} if unit.accepted else {"entered": "carried"}
        if unit.late or unit.status in (Status.REFUSED, Status.MISSING):
            roles["status"] = "status_bad"
        days = "".join(sign(glances[unit.unit]) for _, glances in before.days if unit.unit in glances) + sign(unit)
        yield Row(
            {
                "number": place,
                "unit": name,
                "status": state,
                "received": at,
                "today": whole.today,
                "entered": whole.entered,
                "days": days,
                "note": told,
            },
            {"unit": name, "status": state, "received": at, "note": told},
            roles,
        )


def _total(standing: Standing) -> Mapping[str, Value]:
    whole = standing.total[Kind.SUM]
    return {
        "status": f"{standing.reported}/{len(standing.units)} đơn vị",
        "today": whole.today,
        "entered": whole.entered,
    }


def _note(plan: Plan, unit: UnitDay, standing: Standing, before: Before) -> str:
    """What is beside a unit: why it was returned, how late, how often of late, whose figures stand."""
    note = "; ".join(_noted(plan, unit, standing, before))
    return note[:1].upper() + note[1:]


def _noted(plan: Plan, unit: UnitDay, standing: Standing, before: Before) -> Iterator[str]:
    if unit.status is Status.REFUSED:
        titles = dict.fromkeys(_titles(unit, standing))
        yield from list(titles)[:1] or ["Báo cáo còn lỗi"]
    if unit.late and unit.accepted and unit.receipt and unit.receipt.received_at:
        over = unit.receipt.received_at - plan.closes_at(standing.date)
        if over < timedelta() and (due := plan.period.due(standing.date)):  # owed since an earlier day
            over = unit.receipt.received_at - plan.closes_at(due)
        minutes = max(1, over // timedelta(minutes=1))
        yield f"Muộn {number(minutes)} phút" if minutes < 60 else f"Muộn {number(minutes // 60)} giờ {minutes % 60:02}"
    if unit.reason:
        yield f"số 0: {REASON_WORDS[unit.reason]}"
    if unit.by_name:
        yield f"{plan.office} đã xác nhận với đơn vị"
    many = _how_often(unit, before)
    if many > 1:
        yield f"lần thứ {many} trong {len(before.days) + 1} ngày qua"
    if not unit.accepted:
        kept = unit.carried_from
        yield f"giữ số ngày {formal_day(kept)}" if kept else "chưa có số liệu nào được tiếp nhận"


def _titles(unit: UnitDay, standing: Standing) -> Iterator[str]:
    for finding in standing.findings:
        if finding.unit == unit.unit and finding.severity is Severity.ERROR and not finding.because:
            yield finding.title


def _how_often(unit: UnitDay, before: Before) -> int:
    """How many times of late the unit was late, or without a report, as it is today; 0 where it is neither."""
    past = [glances[unit.unit] for _, glances in before.days if unit.unit in glances]
    if unit.status is Status.MISSING:
        return 1 + sum(glance.status is Status.MISSING for glance in past)
    return 1 + sum(glance.late for glance in past) if unit.late else 0


def draw_sources(book: Book, standing: Standing) -> None:
    """Where each unit's figures come from: for who has the workbook, not for paper."""
    sheet = book.sheet(SOURCES_SHEET, A4)
    head = book.format(bold=True, text_wrap=True, border=1, align="center", font_size=11)
    text = book.format(border=1, font_size=11)
    for column, (label, width) in enumerate(_SOURCE_HEADS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, head)
    for row, unit in enumerate(standing.units, 1):
        cells = ", ".join(place for kind in KINDS for place in (unit.cells or {}).get(kind, ()) if place)
        receipt = unit.receipt
        at, digest = (clock(receipt.received_at), receipt.sha256) if receipt else ("", "")
        for column, value in enumerate((unit.name, unit.source.file, unit.source.sheet, cells, at, digest)):
            sheet.write_string(row, column, value, text)
    sheet.freeze_panes(1, 1)
    sheet.hide()
