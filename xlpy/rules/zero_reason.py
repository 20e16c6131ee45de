"""SL18, SL19: the cell in which a unit names why nothing was entered on a day. Nothing in it keeps figures out."""

from collections.abc import Iterator
from datetime import date

from xlpy.core.records import KINDS, Measure
from xlpy.core.source import Fault, Severity
from xlpy.core.zero_reasons import REASON_WORDS, ZERO_REASONS
from xlpy.rules.rule import Case, Example, Violation, fault_rule, rule
from xlpy.rules.twin import Twin

_BASIS = "Kế hoạch 188/KH-UBND, IV.1.3: kịp thời báo cáo khó khăn, vướng mắc"
_DAY = date(2023, 5, 23)
_FIGURES = (250, 60, 20, 1)
_ZEROS = {
    **{f"{kind}.today": 0 for kind in KINDS},
    **dict(zip((f"{kind}.entered" for kind in KINDS), (1245, 310, 95, 1), strict=True)),
}
_ZERO = Example("Số 0, chọn “mất điện”.", typed=((_DAY, (0, 0, 0, 0)),), reason="mất điện", cells=_ZEROS)


def reasons_in(place: str) -> str:
    """How many cells of a place name a reason of the list: a part of a twin."""
    counted = "+".join(f'COUNTIF({{{place}}},"{words}")' for words in ZERO_REASONS)
    return f"({counted})"


REASON_UNKNOWN = fault_rule(
    Fault.REASON_UNKNOWN,
    code="SL18",
    title="Lý do số 0 không có trong danh sách",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Ghi “{read}”: không tính.",
    fix="Lần sau chọn trong danh sách: {wanted}.",
    why="Lý do gõ tự do thì không cộng được theo loại. Ô trống là không có lý do, không sao.",
    twins=(Twin("reason", f'AND(TRIM({{reason}})<>"",{reasons_in("reason")}=0)'),),
    good=(_ZERO, Example("Không chọn gì.")),
    bad=(_ZERO._replace(caption="Dán chữ khác vào ô.", reason="máy hỏng"),),
)


@rule(
    code="SL19",
    title="Có lý do số 0 mà trong ngày có số liệu",
    severity=Severity.WARNING,
    basis=_BASIS,
    says="Chọn “{reason}”, trong ngày có {today} trường hợp. Lý do không được tính.",
    fix="Không phải gửi lại. Có số liệu thì lần sau để trống ô này.",
    twins=(Twin("reason", f"AND({reasons_in('reason')}>0,SUMSQ({{all_today}})>0)"),),
    good=(_ZERO, Example("Có số liệu, không chọn lý do.")),
    bad=(Example("Còn sót lý do của bản gõ trước.", typed=((_DAY, _FIGURES),), reason="mất điện"),),
)
def reason_beside_figures(case: Case) -> Iterator[Violation]:
    """Lý do chỉ giải thích ngày không nhập được gì. Một trong hai ô gõ nhầm, nên lý do ấy không được cộng vào báo cáo."""
    reason = case.submission.reason
    today = [case.submission.value(kind, Measure.TODAY) or 0 for kind in KINDS]
    if reason is not None and any(today):
        yield Violation(case.submission.reason_place, {"reason": REASON_WORDS[reason], "today": sum(today)})
