"""LK23, LK24: figures that add up and follow, and yet look odd beside the unit's own days: for a person's eye alone."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from xlpy.core.campaign.mix import REPORTS, contrast
from xlpy.core.forms import KIND_LABELS
from xlpy.core.records import KINDS, FiguresByKind, Kind, Measure
from xlpy.core.source import Severity
from xlpy.rules.rule import Before, Case, Example, Violation, rule

_BASIS = "Kế hoạch 188/KH-UBND, IV.6: kiểm tra, đối chiếu số liệu hằng ngày; Phụ lục 01"
THRESHOLD = 5.0
"""From this contrast on a report is named: about one in a hundred, by benchmarks/suspicion.py."""
_SPEAKS = 20
"""Cases from which on the same figure on two days is no accident."""
_TOGETHER = 100
_A_DAY = (250, 60, 20, 1)
_TOTALS = (115_614, 27_011, 8_614, 25)
"""The plan's cases of Huyện Bù Đăng, for examples."""


def _usual(days: int) -> tuple[Before, ...]:
    """So many days of Huyện Bù Đăng until 22/5/2023, each a little unlike the others."""
    before: list[Before] = []
    births = marriages = deaths = adoptions = 0
    for number in range(days):
        birth, marriage, death, adoption = _A_DAY
        birth, marriage, death = birth + 7 * (number % 3), marriage - 3 * (number % 2), death + number % 4
        births, marriages, deaths, adoptions = (
            births + birth,
            marriages + marriage,
            deaths + death,
            adoptions + adoption,
        )
        day = date(2023, 5, 22) - timedelta(days=days - 1 - number)
        before.append(Before(day, (births, marriages, deaths, adoptions), (birth, marriage, death, adoption)))
    return tuple(before)


def _next(today: tuple[int, int, int, int]) -> dict[str, object]:
    """The cells of a day that follows them, and adds up."""
    cells: dict[str, object] = {}
    sums = dict.fromkeys((Measure.TODAY, Measure.ENTERED, Measure.REMAINING), 0)
    for kind, cases, before, total in zip(KINDS, today, _usual(10)[-1].entered, _TOTALS, strict=True):
        figures = {Measure.TODAY: cases, Measure.ENTERED: before + cases, Measure.REMAINING: total - before - cases}
        for measure, value in figures.items():
            cells[f"{kind}.{measure}"] = value
            sums[measure] += value
    return cells | {f"{Kind.SUM}.{measure}": value for measure, value in sums.items()}


@rule(
    code="LK23",
    title="Cơ cấu các loại khác hẳn mọi ngày",
    severity=Severity.INFO,
    basis=_BASIS,
    ours=True,
    says="{kind}: hôm nay {today}, theo những ngày trước thì khoảng {expected}. Có thể lẫn cột, bỏ sót, thừa chữ số.",
    fix="Không phải lý do trả lại; khi cần thì rà soát với đơn vị.",
    good=(
        Example("Ngày như mọi ngày.", before=_usual(10), cells=_next((255, 58, 22, 1))),
        Example("Mới có ba ngày, chưa biết thế nào là thường.", before=_usual(10)[-3:], cells=_next((60, 250, 20, 1))),
    ),
    bad=(
        Example("Số sinh và số kết hôn đổi chỗ.", before=_usual(10), cells=_next((57, 264, 21, 1))),
        Example("Bỏ sót kết hôn.", before=_usual(10), cells=_next((264, 0, 21, 1))),
    ),
)
def unlike_other_days(case: Case) -> Iterator[Violation]:
    """Số lẫn cột hay bỏ sót một loại vẫn cộng đúng, vẫn nối tiếp hôm trước; chỉ cơ cấu giữa các loại là khác. Dấu hiệu
    này yếu: chỉ để người xem, không bao giờ trả lại báo cáo. Đo trên 16.000 báo cáo mô phỏng mỗi kiểu, cứ 100 báo cáo nhắc
    khoảng 1; trong 100 lần nhắc có lỗi thật 99 lần ở đơn vị nhập đều các loại, 81 lần ở đơn vị đổi dần, 13 lần ở đơn vị
    nhập thất thường (nên đơn vị thất thường hầu như không được nhắc). Sai nhỏ, như thừa mươi trường hợp, thì không thấy.
    """
    still_open = _open(case.totals, case.history[-1].figures if case.history else None)
    today = [case.submission.value(kind, Measure.TODAY) for kind in still_open]
    if None in today or case.contradicts_itself:
        return
    found = contrast([cases or 0 for cases in today], _past(case, still_open))
    if found is not None and found.score >= THRESHOLD:
        kind = still_open[found.place]
        values = {"kind": KIND_LABELS[kind], "today": today[found.place], "expected": found.expected}
        yield Violation(case.submission.place(kind, Measure.TODAY), values)


def _open(totals: Mapping[Kind, int], figures: FiguresByKind | None) -> Sequence[Kind]:
    """Kinds with cases left before the day."""
    return [kind for kind in KINDS if totals.get(kind, 0) > (figures[kind].entered if figures else 0)]


def _past(case: Case, still_open: Sequence[Kind]) -> list[list[int]]:
    """What was entered of these kinds on the days back to the one that finished a kind: since then they share anew."""
    days: list[list[int]] = []
    for place in range(len(case.history) - 1, 0, -1):
        if len(days) == REPORTS or list(_open(case.totals, case.history[place - 1].figures)) != list(still_open):
            break
        figures = case.history[place].figures
        if all(figures[kind].today is not None for kind in still_open):
            days.append([figures[kind].today or 0 for kind in still_open])
    return days[::-1]


@rule(
    code="LK24",
    title="Số trong ngày giống hôm trước",
    severity=Severity.INFO,
    basis=_BASIS,
    ours=True,
    says="{kinds}: trong ngày giống hệt ngày {day}.",
    fix="Không phải lý do trả lại; khi cần thì rà soát với đơn vị.",
    good=(
        Example("Ngày như mọi ngày.", before=_usual(10), cells=_next((255, 58, 22, 1))),
        Example("Chỉ một loại trùng, có thể tình cờ.", before=_usual(10), cells=_next((250, 58, 24, 1))),
    ),
    bad=(
        Example("Chép cả bốn số hôm trước.", before=_usual(10), cells=_next((250, 57, 21, 1))),
        Example("Chép, chỉ đổi số khai tử.", before=_usual(10), cells=_next((250, 57, 24, 1))),
    ),
)
def as_the_day_before(case: Case) -> Iterator[Violation]:
    """Chép số hôm trước rồi sửa tổng thì biểu vẫn cộng đúng. Hai loại trở lên, mỗi loại từ 20 và cộng lại từ 100 trường
    hợp, giống hệt hôm trước thì hiếm khi tình cờ; chỉ để người xem, không trả lại.
    """
    if case.previous is None:
        return
    same = []
    for kind in KINDS:
        today, before = case.submission.value(kind, Measure.TODAY), case.previous.figures[kind].today
        if today is not None and today == before and today >= _SPEAKS:
            same.append((kind, today))
    if len(same) >= 2 and sum(cases for _, cases in same) >= _TOGETHER:
        kinds = ", ".join(KIND_LABELS[kind] for kind, _ in same)
        yield Violation(case.submission.place(same[0][0], Measure.TODAY), {"kinds": kinds, "day": case.previous.date})
