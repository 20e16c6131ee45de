"""The day's board and the plan's tables as plain text, for a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.forms import KIND_LABELS, MEASURE_WORDS, NOTE_LABEL
from xlpy.core.plan.dated import reckon
from xlpy.core.plan.plan import Level, Plan, Rounding
from xlpy.core.plan.tasks import TASK_STATES
from xlpy.core.reading import Submission
from xlpy.core.records import KINDS, Kind, Measure, with_sum
from xlpy.core.text import NO_HOUR, clipped, day, formal_day, number
from xlpy.drawing.words import STATUS_WORDS, status_label

_ROUNDING_LABELS = {Rounding.NEAREST: "gần nhất", Rounding.UP: "lên"}


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns side by side: the first to the left, figures to the right."""
    lines = [tuple(heads), *map(tuple, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    figures = [all(_is_figure(line[column]) for line in lines[1:]) for column in range(len(heads))]

    def line(cells: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(cells, widths, figures, strict=True)
        )
        return "  ".join(padded).rstrip()

    return "\n".join([line(lines[0]), "  ".join("─" * width for width in widths), *map(line, lines[1:])])


def _is_figure(text: str) -> bool:
    return not text.strip("0123456789.,-–")


def board(standing: Standing, most: int | None = None) -> str:
    """Who reported, how much, and what needs a person: of more than `most` units, those that are not simply in."""
    rows = []
    shown = _to_show(standing.units, most)
    for unit in shown:
        whole = with_sum(unit.figures)[Kind.SUM]
        rows.append(
            (
                unit.name,
                status_label(unit),
                received_hour(unit, standing),
                "" if whole.today is None else number(whole.today),
                number(whole.entered),
                number(whole.remaining),
            )
        )
    if left := len(standing.units) - len(shown):
        rows.append((f"… và {number(left)} đơn vị khác", "", "", "", "", ""))
    total = standing.total[Kind.SUM]
    today = "" if total.today is None else number(total.today)
    rows.append(
        (
            "TỔNG",
            f"{standing.reported}/{len(standing.units)} đơn vị",
            "",
            today,
            number(total.entered),
            number(total.remaining),
        )
    )
    heads = ("Đơn vị", "Tình trạng", "Nhận lúc", "Trong ngày", "Tổng đã nhập", "Còn lại")
    return f"Tình hình báo cáo ngày {day(standing.date)}\n{table(heads, rows)}"


def _to_show(units: Sequence[UnitDay], most: int | None) -> Sequence[UnitDay]:
    if most is None or len(units) <= most:
        return units
    simple = (Status.RECEIVED, Status.NOT_DUE)
    waiting = [unit for unit in units if unit.status not in simple or unit.late or unit.by_name]
    return waiting[: most - 1]


def received_hour(unit: UnitDay, standing: Standing) -> str:
    """The hour of receipt, with the day where it is another one."""
    if unit.receipt is None:
        return ""
    received = unit.receipt.received_at
    if received is None:
        return NO_HOUR
    return f"{received:%H:%M}" + ("" if received.date() == standing.date else f" {received.day}/{received.month}")


def figures_text(submission: Submission, unit: str) -> str:
    """What was read in a form, two lines: the figures of the day and the running totals, by kind."""
    on = f"ngày {day(submission.date)}" if submission.date else "chưa rõ ngày"
    lines = []
    for measure in (Measure.TODAY, Measure.ENTERED):
        word = MEASURE_WORDS[measure]
        told = ", ".join(f"{KIND_LABELS[kind]} {_read(submission, kind, measure)}" for kind in KINDS)
        values = [submission.value(kind, measure) for kind in KINDS]
        whole = f"; tổng {number(sum(value or 0 for value in values))}" if None not in values else ""
        lines.append(f"{word[:1].upper()}{word[1:]}: {told}{whole}.")
    return f"  {unit}, {on}\n  {lines[0]}\n  {lines[1]}"


def _read(submission: Submission, kind: Kind, measure: Measure) -> str:
    count = submission.counts.get((kind, measure))
    if count is None or (count.value is None and not count.unread):
        return "trống"
    return "không đọc được" if count.value is None else number(count.value)


def plan_text(plan: Plan) -> str:
    """Phụ lục 02–04 with days to finish and machines needed."""
    head = (
        f"Kế hoạch số {plan.document.number} ngày {formal_day(plan.document.date)} · từ {day(plan.start)} đến trước "
        f"{day(plan.deadline)} ({plan.campaign_days} ngày) · định mức {number(plan.norm)} trường hợp/máy/ngày · "
        f"làm tròn {_ROUNDING_LABELS[plan.rounding]}"
        + ("" if plan.period.is_daily else f" · {plan.tracked.name} báo cáo {plan.period.words}")
    )
    order = " → ".join(KIND_LABELS[kind] for kind in plan.priority)
    books = sum(level.books for level in plan.levels)
    cases = sum(level.cases for level in plan.levels)
    whole = f"Cả kế hoạch: {number(books)} Sổ, {number(cases)} trường hợp. Thứ tự ưu tiên: {order}."
    return "\n\n".join(
        [
            head,
            *(_level_text(plan, level) for level in plan.levels),
            whole,
            *_people_text(plan),
            *_dated_text(plan),
            _tasks_text(plan),
        ]
    )


def _people_text(plan: Plan) -> list[str]:
    teams = plan.aside.teams
    if not teams.people_a_team:
        return []
    machines = sum(level.machines for level in plan.levels)
    people = number(teams.people_for(machines))
    told = f"{number(machines)} máy, mỗi máy một Tổ {teams.people_a_team} người: {people} người"
    levels = ", ".join(f"{level.name} {number(teams.people_for(level.machines))}" for level in plan.levels)
    return [f"Tổ nhập liệu (II.3.1): {told} ({levels})."]


def _dated_text(plan: Plan) -> list[str]:
    """What has changed by the day that the plan is of: machines, units."""
    issued, told = plan.issued, []
    if issued is None or plan.as_of is None:
        return []
    apart = [
        f"{target.unit.name} {number(before.machines)} → {number(target.machines)}"
        for code, target in plan.targets.items()
        if (before := issued.targets.get(code)) is not None and before.machines != target.machines
    ]
    if apart:
        told.append(f"Máy đến ngày {day(plan.as_of)} (trang Máy): {', '.join(apart)}.")
    for step in reckon(plan).steps:
        lines = ", ".join(f"{change.old or '?'} → {change.new or '?'}" for change in step.changes)
        when = "đã theo" if step.day <= plan.as_of else "sẽ theo"
        state = f"còn {len(step.lacks)} chỗ thiếu hoặc sai, chưa có hiệu lực" if step.lacks else when
        told.append(f"Thay đổi đơn vị từ ngày {day(step.day)}: {lines} ({state}).")
    return told


def _tasks_text(plan: Plan) -> str:
    tasks = plan.aside.tasks
    if not tasks:
        again = "hotich tao-so --tu . --ra Hotich-moi.xlsm"
        return f"Nhiệm vụ: chưa ghi. Tệp Hotich.xlsm chưa có trang Nhiệm vụ thì tạo lại: {again}"
    words = {state: word for word, state in TASK_STATES.items()}
    rows = [
        (
            task.number,
            clipped(task.name, 60),
            clipped(task.owner, 50),
            day(task.before) if task.before else "thường xuyên",
            words[task.state] if task.state else "chưa ghi",
        )
        for task in tasks
    ]
    return f"Nhiệm vụ (II.3.3)\n{table(('TT', 'Nhiệm vụ', 'Chủ trì', 'Xong trước', 'Tình trạng'), rows)}"


def _level_text(plan: Plan, level: Level) -> str:
    rows = []
    for target in level.targets:
        days, needed = plan.days(target), plan.machines_for(target.total_cases)
        rows.append(
            (
                target.unit.name,
                number(target.total_books),
                number(target.total_cases),
                number(target.machines),
                number(plan.per_day(target)),
                "–" if days is None else number(days),
                number(needed),
                "" if needed <= target.machines else f"thiếu {number(needed - target.machines)} máy",
            )
        )
    rows.append(
        (
            "TỔNG",
            number(level.books),
            number(level.cases),
            number(level.machines),
            number(level.machines * plan.norm),
            "",
            "",
            "",
        )
    )
    heads = ("Đơn vị", "Số Sổ", "Trường hợp", "Máy", "Nhập/ngày", "Số ngày", "Máy cần", NOTE_LABEL.capitalize())
    return f"Phụ lục {level.appendix} ({level.name})\n{table(heads, rows)}"


def days_text(standings: Iterable[Standing]) -> str:
    """The journal as a line a day: what was entered, the running total, who reported, who was late."""
    lines = []
    for standing in standings:
        whole = standing.total[Kind.SUM]
        lines.append(
            (
                day(standing.date),
                "" if whole.today is None else number(whole.today),
                number(whole.entered),
                number(whole.remaining),
                f"{standing.reported}/{len(standing.units)}",
                number(sum(unit.late for unit in standing.units)),
            )
        )
    heads = ("Ngày", "Trong ngày", "Tổng đã nhập", "Còn lại", "Đã có số liệu", "Báo cáo muộn")
    return table(heads, lines) if lines else "Nhật ký số liệu chưa có ngày nào."


def history_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """The journal's figures as a table, one line a unit, day and kind."""
    lines = [
        (
            day(date.fromisoformat(row["date"])),
            row["name"],
            KIND_LABELS[Kind(row["kind"])],
            STATUS_WORDS[Status(row["status"]) if row["owed"] else Status.NOT_DUE],
            *("" if row[name] is None else number(row[name]) for name in ("total", "today", "entered", "remaining")),
        )
        for row in rows
    ]
    heads = ("Ngày", "Đơn vị", "Loại", "Tình trạng", "Tổng số", "Trong ngày", "Tổng đã nhập", "Còn lại")
    return table(heads, lines) if lines else "Nhật ký số liệu chưa có ngày nào của đơn vị này."
