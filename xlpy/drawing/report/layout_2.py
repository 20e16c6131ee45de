"""The second layout: Tóm tắt, Phụ lục 01, Tình hình báo cáo; and Nguồn số liệu, which is not shown.

Tóm tắt tells the end by the pace of the day.
"""

from collections.abc import Mapping
from datetime import date

from xlpy.core.before import Before
from xlpy.core.consolidate import Standing, UnitDay
from xlpy.core.forms import COLUMNS_01, FORM_01
from xlpy.core.plan.plan import Plan
from xlpy.core.records import with_sum
from xlpy.core.text import formal_day, office_hour, tidy
from xlpy.core.units import as_entry
from xlpy.drawing.report.board import draw_board, draw_sources, told_of_day
from xlpy.drawing.report.layout_2_course import course
from xlpy.drawing.report.layout_2_look import LOOK_ON, NORMAL, SECOND
from xlpy.drawing.report.layout_2_sentences import told
from xlpy.drawing.report.layout_3_words import BOARD_WORDS, WORDS
from xlpy.drawing.report.summary import Summary, summary_of
from xlpy.drawing.report.summary_page import draw_summary
from xlpy.drawing.report.tables import Form, Line, Signature, Value, draw_form
from xlpy.drawing.sheet import Book

_MAKER = "NGƯỜI LẬP BIỂU"
_ROOM = "…………………"
"""For what has to be written in by hand."""


def draw(plan: Plan, standing: Standing, before: Before) -> bytes:
    """The report workbook of a day."""
    look = LOOK_ON[plan.form_paper].changed(plan.look)
    book = Book(f"Phụ lục 01, {formal_day(standing.date)}", standing.date, NORMAL)
    titles = titles_of(plan, standing)
    draw_summary(book, look, titles, _summary(plan, standing, before))
    draw_form(book, SECOND, look, titles, form_of(plan, standing))
    draw_board(book, look, titles, plan, (standing, before), BOARD_WORDS)
    draw_sources(book, standing)
    return book.close()


def _summary(plan: Plan, standing: Standing, before: Before) -> Summary:
    whole = course(plan, standing, before)
    return summary_of(plan, standing, whole, told(plan, standing, before, whole), WORDS)


def titles_of(plan: Plan, standing: Standing) -> Mapping[str, str]:
    """What stands for the marks in the titles of all sheets."""
    return {
        "phụ lục": FORM_01.code,
        "biểu mẫu": FORM_01.code,
        "số kế hoạch": plan.document.number,
        "ngày kế hoạch": formal_day(plan.document.date),
        "cơ quan": plan.document.issuer,
        "cơ quan chủ quản": tidy(plan.letterhead.parent or plan.document.issuer).upper(),
        "cơ quan tổng hợp": tidy(plan.office).upper(),
        "nơi nhận": tidy(plan.recipient),
        "cấp": plan.tracked.name,
        "giờ": office_hour(plan.units_report_before),
        "ngày": formal_day(standing.date),
        "tiến trình": _progress(plan, standing.date),
        "tình hình": told_of_day(standing),
    }


def _progress(plan: Plan, day: date) -> str:
    number, days = (day - plan.start).days + 1, plan.campaign_days
    if not 1 <= number <= days:
        return f"ngoài đợt cao điểm từ {formal_day(plan.start)}, trước {formal_day(plan.deadline)}"
    left = f"còn {days - number} ngày" if number < days else "ngày cuối"
    return f"ngày thứ {number}/{days} của đợt cao điểm, {left}"


def form_of(plan: Plan, standing: Standing) -> Form:
    """Phụ lục 01 of a day."""
    whole = standing.total
    total = {name: whole[kind].get(measure) for name, (kind, measure) in COLUMNS_01.items()}
    lines = [_line(number, unit) for number, unit in enumerate(standing.units, 1)]
    head, on = plan.letterhead, standing.date
    place = f"{tidy(head.place) or _ROOM}, ngày {on.day:02} tháng {on.month:0{2 if on.month < 3 else 1}} năm {on.year}"
    signature = Signature(place, _MAKER, tidy(head.position).upper() or _ROOM, tidy(head.signer))
    return Form(lines, total, _footnotes(plan, standing), signature=signature, measured=True)


def _line(number: int, unit: UnitDay) -> Line:
    figures = with_sum(unit.figures)
    values: dict[str, Value] = {"number": number, "unit": as_entry(unit.name) + (" (*)" if unit.by_name else "")}
    values |= {name: figures[kind].get(measure) for name, (kind, measure) in COLUMNS_01.items()}
    return Line(values, carried=not unit.accepted)


def _footnotes(plan: Plan, standing: Standing) -> list[str]:
    notes = []
    if any(not unit.accepted for unit in standing.units):
        notes.append(
            f"Số in nghiêng: đơn vị chưa có báo cáo được tiếp nhận cho ngày {formal_day(standing.date)}; "
            "tổng đã nhập giữ theo lần báo cáo trước."
        )
    if any(unit.by_name for unit in standing.units):
        notes.append(f"(*) Số liệu còn chênh lệch, {plan.office} đã xác nhận với đơn vị.")
    return notes
