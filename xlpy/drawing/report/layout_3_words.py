"""What reports of the second and third layout said, beside their sentences. Nothing here is to be changed."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from xlpy.core.before import Before
from xlpy.core.campaign.outlook import Course, Promise
from xlpy.core.consolidate import Standing, Status
from xlpy.core.plan.plan import Plan
from xlpy.core.source import Finding
from xlpy.core.text import number
from xlpy.core.units import as_entry, in_sentence
from xlpy.drawing.report.board import BoardWords
from xlpy.drawing.report.layout_2_look import CHANGE
from xlpy.drawing.report.remarks import told_once
from xlpy.drawing.report.summary import MOST_NAMED, Wording
from xlpy.drawing.report.words import listed

BAND = "Khoảng 80%"
"""What the chart called the days between which the end lies."""


def _day(day: date) -> str:
    return f"{day.day}/{day.month}"


def _promises(whole: Course) -> str:
    given = [unit for unit in whole.units if unit.promise is not Promise.NO_WORK]
    # In the second layout none was in time where none could be told.
    if whole.foretold is not None and all(unit.promise is Promise.UNKNOWN for unit in given):
        return "chưa rõ"
    in_time = sum(unit.promise in (Promise.CLOSE, Promise.IN_TIME, Promise.DONE) for unit in given)
    return f"{in_time}/{len(given)} kịp hạn"


def _remarks(plan: Plan, findings: Sequence[Finding]) -> Sequence[tuple[str, str]]:
    names = {unit.code: as_entry(unit.name) for unit in plan.senders}
    told = told_once(plan, findings, lambda title, first: f"{title}: {first}." if first else f"{title}.")
    return [(", ".join(names[code] for code in units if code in names), text) for text, units in told.items()]


WORDS = Wording(
    ask_head="Đề nghị cho ý kiến:",
    whole_plan=lambda _: "Cả kế hoạch, mọi cấp",
    with_figures="có báo cáo",
    change=CHANGE,
    day=_day,
    promises=_promises,
)
BOARD_WORDS = BoardWords("Số nghiêng", _day, _remarks)


def compared(standing: Standing, before: Before, whole: Course) -> str:
    """Against the day before: ", tăng 266 so với hôm qua (cùng 8 đơn vị)"; "" where nothing can be compared."""
    change = whole.total.change
    if change is None or before.previous is None:
        return ""
    near = standing.date - before.previous == timedelta(days=1)
    than = "hôm qua" if near else f"ngày {before.previous.day}/{before.previous.month}"
    told = f"tăng {number(change)} so với" if change > 0 else f"giảm {number(-change)} so với" if change else "bằng"
    return f", {told} {than} (cùng {whole.compared} đơn vị)"


def without_cases(plan: Plan, whole: Course) -> Iterator[str]:
    """Asks for the targets that the plan has not given."""
    for unit in [unit for unit in whole.units if unit.promise is Promise.NO_WORK][:1]:
        machines = plan.targets[unit.unit].machines
        yield f"{as_entry(unit.name)}: kế hoạch chưa giao số trường hợp, đang có {number(machines)} máy."


def unheard(standing: Standing) -> Iterator[str]:
    """Names the units without figures for the day."""
    silent = {
        told: [in_sentence(unit.name) for unit in standing.units if unit.status is status]
        for status, told in ((Status.REFUSED, "trả lại để sửa"), (Status.MISSING, "chưa báo cáo"))
    }
    if any(silent.values()):
        told = "; ".join(f"{listed(names, MOST_NAMED)} ({why})" for why, names in silent.items() if names)
        yield f"Chưa có số liệu trong ngày: {told}."
