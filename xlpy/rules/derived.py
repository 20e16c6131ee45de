"""SL17: cells that follow from others and cannot be read. Nothing is taken from them, and so nothing need wait for them."""

from collections.abc import Iterator

from xlpy.core.balances import has_own_total
from xlpy.core.consolidate import asserted_figures
from xlpy.core.forms import KIND_LABELS, MEASURE_WORDS
from xlpy.core.grid import ErrorValue
from xlpy.core.reading import Unread
from xlpy.core.records import KINDS, Kind
from xlpy.core.source import Fault, Severity
from xlpy.core.text import fill
from xlpy.rules.rule import Case, Example, Violation, rule

_BASIS = "Phụ lục 01: Tổng số là chỉ tiêu; Còn lại, cột Tổng, dòng TỔNG là số suy ra"


@rule(
    code="SL17",
    title="Ô suy ra không đọc được",
    severity=Severity.WARNING,
    basis=_BASIS,
    derived=True,
    says="{kind}, {column}: {stands}; {used}.",
    fix="Không phải gửi lại. Lần sau đề nghị đơn vị sửa công thức hoặc gõ lại ô ấy.",
    good=(Example("Đã nhập hôm trước 1.245, trong ngày 250, tổng đã nhập 1.495."),),
    bad=(
        Example("Công thức của cột Tổng hỏng.", cells={"sum.today": ErrorValue("#REF!")}),
        Example("Tổng số ghi chữ.", cells={"birth.total": "như kế hoạch"}),
    ),
)
def unread_but_known(case: Case) -> Iterator[Violation]:
    """Báo cáo không lấy gì ở Tổng số, Còn lại, cột Tổng, dòng TỔNG: chỉ tiêu có trong Kế hoạch, số khác tính lại từ số gõ."""
    for cell in case.submission.unread:
        if _of_the_whole_province(case, cell):
            continue
        kind, measure = cell.column
        values = {
            "kind": KIND_LABELS[kind],
            "column": MEASURE_WORDS[measure],
            "stands": _stands(cell),
            "used": fill("bảng tổng hợp dùng {value}", {"value": used})
            if (used := _used(case, cell)) is not None
            else "bảng tổng hợp không dùng ô này",
        }
        yield Violation(cell.source, values)


def _of_the_whole_province(case: Case, cell: Unread) -> bool:
    """Whether a cell stands in the TỔNG line of a specimen with all units, which has nothing to do with this one."""
    return _in_total(case, cell) and not has_own_total(case.submission)


def _in_total(case: Case, cell: Unread) -> bool:
    total = case.submission.total
    return total is not None and total.counts[cell.column].source == cell.source


def _stands(cell: Unread) -> str:
    match cell.fault:
        case Fault.ERROR_CELL:
            stands = "ô hiện {read}"
        case Fault.UNCACHED:
            stands = "công thức {read} chưa tính"
        case Fault.DATE_FORMAT:
            stands = "ô mang định dạng ngày, giờ, hiện {read}"
        case _:
            stands = "ghi “{read}”"
    return fill(stands, {"read": cell.read})


def _used(case: Case, cell: Unread) -> int | None:
    """What the report has in the cell's place; None of a part of the unit, which it does not show."""
    if len(case.submission.rows) > 1 and not _in_total(case, cell):
        return None
    kind, measure = cell.column
    figures = asserted_figures(case.plan, case.unit, case.submission, case.previous) if case.unit else {}
    values = [figures[each].get(measure) for each in (KINDS if kind is Kind.SUM else (kind,)) if each in figures]
    return None if None in values else sum(value or 0 for value in values)
