"""Theo dõi riêng: the cases whose register and database differ, counted by unit, by kind and by how far they came."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlpy.core.forms import FORM_01, KIND_LABELS, MISMATCH_SHEET
from xlpy.core.mismatches import LONG, TOO_LONG, Mismatch, MismatchCount, Mismatches, MismatchState, count
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS
from xlpy.core.text import formal_day, number
from xlpy.core.units import as_entry
from xlpy.drawing.report.look import Look
from xlpy.drawing.report.tables import text_height
from xlpy.drawing.sheet import Book, merge, put

STATE_HEADS: Mapping[MismatchState, str] = {
    MismatchState.FOUND: "Mới phát hiện",
    MismatchState.SENT: "Công an xác minh",
    MismatchState.ANSWERED: "Công an đã trả lời",
    MismatchState.CORRECTED: "Đang cải chính",
    MismatchState.DONE: "Đã xong",
}
_OPEN = tuple(state for state in MismatchState if state is not MismatchState.DONE)
_HEADS = (
    "TT",
    "Đơn vị",
    "Tổng số",
    "Chưa xong",
    *(STATE_HEADS[state] for state in _OPEN),
    f"Quá {LONG} ngày",
    f"Quá {TOO_LONG} ngày",
    "Đã xong",
)
_WIDTHS = (4.0, 21.0, *[8.0] * (len(_HEADS) - 2))
_LAST = len(_HEADS) - 1
_TITLE = "TRƯỜNG HỢP THEO DÕI RIÊNG"
_UNDER = "(Kế hoạch, mục II.3.2: thông tin trong Sổ hộ tịch khác Cơ sở dữ liệu quốc gia về dân cư; tính đến ngày {day})"


def of_all(cases: Mismatches) -> Sequence[Mismatch]:
    """The cases of all units."""
    return [case for many in cases.values() for case in many]


def told_apart(cases: Mismatches, day: date) -> str:
    """What Tóm tắt says of them; "" where there are none."""
    everything = of_all(cases)
    if not everything:
        return ""
    whole = count(everything, day)
    waits = (
        f" (quá {LONG} ngày {number(whole.waits_long)}, trong đó quá {TOO_LONG} ngày {number(whole.waits_too_long)})"
    )
    return (
        f"Theo dõi riêng: {number(whole.open)} trường hợp chưa xong{waits if whole.waits_long else ''}, "
        f"{number(whole.done)} đã xong."
    )


def draw_mismatch_page(book: Book, look: Look, plan: Plan, day: date, cases: Mismatches) -> None:
    """The page; none where no unit follows any case."""
    if not of_all(cases):
        return
    sheet = book.sheet(MISMATCH_SHEET, look.pages["board"]["paper"], look.pages["board"])
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    styles = {role: book.format(**look.cells[f"board.{role}"]) for role in _ROLES}
    title = book.format(align="center", bold=True, font_size=14)
    under = book.format(align="center", italic=True, font_size=12)
    merge(sheet, (0, 0, 0, _LAST), _TITLE, title)
    merge(sheet, (1, 0, 1, _LAST), _UNDER.format(day=formal_day(day)), under)
    row = 2
    for name, counted in (("Đơn vị", _by_unit(plan, cases, day)), ("Loại sổ", _by_kind(cases, day))):
        lines = list(counted)
        for column, label in enumerate(_HEADS):
            sheet.write_string(row, column, name if column == 1 else label, styles["head"])
        sheet.set_row(row, max(text_height(look, "board.head", label, [_WIDTHS[-1]]) for label in _HEADS[2:]))
        for place, (label, found) in enumerate(lines, 1):
            row += 1
            put(sheet, row, 0, place, styles["number"])
            put(sheet, row, 1, label, styles["unit"])
            _figures(sheet, row, found, styles["today"])
            sheet.set_row(row, max(20.0, text_height(look, "board.unit", label, [_WIDTHS[1]])))
        row += 1
        merge(sheet, (row, 0, row, 1), FORM_01.total_label, styles["total_label"])
        _figures(sheet, row, count(of_all(cases), day), styles["total"])
        sheet.set_row(row, look.heights["board.total_label"])
        row += 2
    undated = count(of_all(cases), day).undated
    foot = f"Số ngày tính từ ngày phát hiện; “Quá {LONG} ngày” gồm cả “Quá {TOO_LONG} ngày”. "
    foot += "Trường hợp không được ghi lại thì giữ như lần ghi trước."
    foot += f" {number(undated)} trường hợp chưa ghi ngày phát hiện." if undated else ""
    merge(sheet, (row, 0, row, _LAST), foot, styles["footnote"])
    sheet.set_row(row, text_height(look, "board.footnote", foot, _WIDTHS))
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 2)
    sheet.print_area(0, 0, row, _LAST)


_ROLES = ("head", "number", "unit", "today", "total_label", "total", "footnote")


def _figures(sheet: Worksheet, row: int, found: MismatchCount, style: Format) -> None:
    figures = [sum(found.states.values()), found.open, *(found.states[state] for state in _OPEN)]
    for column, figure in enumerate([*figures, found.waits_long, found.waits_too_long, found.done], 2):
        put(sheet, row, column, figure, style)


def _by_unit(plan: Plan, cases: Mismatches, day: date) -> Iterator[tuple[str, MismatchCount]]:
    for unit in plan.senders:
        if many := cases.get(unit.code):
            yield as_entry(unit.name), count(many, day)
    for code in sorted(cases.keys() - plan.senders.by_code.keys()):
        yield code, count(cases[code], day)


def _by_kind(cases: Mismatches, day: date) -> Iterator[tuple[str, MismatchCount]]:
    everything = of_all(cases)
    for kind in KINDS:
        yield KIND_LABELS[kind], count([case for case in everything if case.kind is kind], day)
