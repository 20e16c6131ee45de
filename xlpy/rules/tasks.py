"""NV: the plan's tasks on the sheet Nhiệm vụ; and what could not be understood on any side sheet (KH14)."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from xlpy.core.carrying import Uneven
from xlpy.core.grid import cell_name
from xlpy.core.plan.aside import Aside
from xlpy.core.plan.plan import Plan
from xlpy.core.plan.tasks import TASKS_SIDE, Task, TaskState
from xlpy.core.source import Finding, Severity, Source
from xlpy.core.text import clipped, key, number
from xlpy.rules.gathering import gathered_cells
from xlpy.rules.rule import RULES, Example, Scope, Violation, rule
from xlpy.rules.twin import Twin

_BASIS = "Kế hoạch 188/KH-UBND, II.3.3"
_MOST_ROWS = 6
_SHEET = "trang "
_STATED = 'OR({task_state}="chưa làm",{task_state}="đang làm",AND({task_state}="xong",ISNUMBER({task_done_on}),{task_done_on}>{report_day}))'
OVERDUE = f"AND(ISNUMBER({{task_before}}),{{report_day}}>={{task_before}},{_STATED})"
"""Whether a task is overdue on the day shown, over the places of this family's twins."""


class AsideCase(NamedTuple):
    """The side sheets of a plan, with the day that is looked at: None where only the plan is.

    `uneven`: where the shares of a split are not what the unit had entered.
    """

    plan: Plan
    day: date | None
    uneven: tuple[Uneven, ...] = ()

    @property
    def aside(self) -> Aside:
        return self.plan.aside


def _place(task: Task, column: str) -> Source:
    at = next(place for place, known in enumerate(TASKS_SIDE.columns) if known.name == column)
    return Source(sheet=TASKS_SIDE.sheet, cell=cell_name(task.row - 1, at))


def _named(task: Task) -> str:
    return f"{task.number or '?'} ({clipped(task.name, 30)})" if task.name else task.number or f"dòng {task.row}"


@rule(
    code="NV01",
    title="Nhiệm vụ quá hạn",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.ASIDE,
    says="Nhiệm vụ {task}: phải xong trước {before}, đã quá {days} ngày.",
    fix="Đôn đốc nơi chủ trì; xong rồi thì ghi “xong” và ngày xong.",
    ours=True,
    twins=(Twin("task_state", OVERDUE),),
    good=(
        Example("Chưa ai ghi tình trạng thì không biết là quá hạn.", unit=None),
        Example("Đã xong.", unit=None, plan={"tasks.2.state": "done", "tasks.2.done_on": "2023-05-18"}),
        Example("Làm thường xuyên, không có hạn.", unit=None, plan={"tasks.6.state": "under-way"}),
        Example("Chưa tới hạn.", unit=None, plan={"tasks.3.state": "waiting"}),
    ),
    bad=(
        Example("Ngày 23/5, phải xong trước 19/5, còn đang làm.", unit=None, plan={"tasks.2.state": "under-way"}),
        Example("Xong sau ngày đang xem.", unit=None, plan={"tasks.0.state": "done", "tasks.0.done_on": "2023-05-24"}),
    ),
)
def task_overdue(case: AsideCase) -> Iterator[Violation]:
    """Việc chuẩn bị chậm thì việc nhập chậm theo. Ngày trong cột Xong trước ngày đã là muộn. Ô Tình trạng còn trống là chưa biết, không phải chưa làm."""
    for task in case.aside.tasks if case.day else ():
        if case.day and (days := task.days_over(case.day)):
            yield Violation(_place(task, "state"), {"task": _named(task), "before": task.before, "days": days})


@rule(
    code="NV02",
    title="Tình trạng và ngày xong không khớp",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.ASIDE,
    says="Nhiệm vụ {task}: {what}.",
    fix="Ghi cả “xong” và ngày xong, hoặc bỏ cả hai.",
    ours=True,
    twins=(
        Twin(
            "task_done_on",
            'OR(AND({task_state}="xong",{task_done_on}=""),AND(ISNUMBER({task_done_on}),{task_state}<>"xong"))',
        ),
    ),
    good=(
        Example("Xong, có ngày.", unit=None, plan={"tasks.0.state": "done", "tasks.0.done_on": "2023-05-18"}),
        Example("Đang làm, chưa có ngày.", unit=None, plan={"tasks.3.state": "under-way"}),
    ),
    bad=(
        Example("Xong mà không có ngày.", unit=None, plan={"tasks.0.state": "done"}),
        Example(
            "Có ngày xong mà đang làm.", unit=None, plan={"tasks.0.done_on": "2023-05-18", "tasks.0.state": "waiting"}
        ),
    ),
)
def state_and_day_differ(case: AsideCase) -> Iterator[Violation]:
    """Xem lại một ngày cũ thì phải biết hôm ấy nhiệm vụ đã xong chưa."""
    for task in case.aside.tasks:
        done = task.state is TaskState.DONE
        unknown = any(cell.cell == _place(task, "done_on").cell for cell in case.aside.unread)
        if done != (task.done_on is not None) and not unknown:
            what = "xong nhưng chưa có ngày xong" if done else "có ngày xong nhưng Tình trạng không ghi “xong”"
            yield Violation(_place(task, "done_on"), {"task": _named(task), "what": what})


@rule(
    code="NV03",
    title="Ngày của nhiệm vụ không theo thứ tự",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.ASIDE,
    says="Nhiệm vụ {task}: bắt đầu {start}, {what} {day}.",
    fix="Xem lại hai ngày ấy.",
    ours=True,
    twins=(
        Twin("task_before", "AND(ISNUMBER({task_start}),ISNUMBER({task_before}),{task_before}<={task_start})"),
        Twin("task_done_on", "AND(ISNUMBER({task_start}),ISNUMBER({task_done_on}),{task_done_on}<{task_start})"),
    ),
    good=(Example("Bắt đầu 22/5, xong trước 15/7.", unit=None),),
    bad=(
        Example("Hạn trước ngày bắt đầu.", unit=None, plan={"tasks.3.before": "2023-05-15"}),
        Example("Xong trước khi bắt đầu.", unit=None, plan={"tasks.3.state": "done", "tasks.3.done_on": "2023-05-21"}),
    ),
)
def days_out_of_order(case: AsideCase) -> Iterator[Violation]:
    """Gõ nhầm ngày, tháng thì nhiệm vụ bị coi là quá hạn hoặc không bao giờ quá hạn."""
    for task in case.aside.tasks:
        start = task.start or date.min
        wrong = (
            ("before", "phải xong trước", task.before, task.before is not None and task.before <= start),
            ("done_on", "xong", task.done_on, task.done_on is not None and task.done_on < start),
        )
        for column, what, day, broken in wrong:
            if broken and task.start:
                values = {"task": _named(task), "start": task.start, "what": what, "day": day}
                yield Violation(_place(task, column), values)


@rule(
    code="NV04",
    title="Hai nhiệm vụ cùng số thứ tự",
    severity=Severity.WARNING,
    basis=_BASIS,
    scope=Scope.ASIDE,
    says="Số {number} ghi ở {count} dòng: {rows}.",
    fix="Mỗi nhiệm vụ một số.",
    ours=True,
    twins=(Twin("task_number", 'AND({task_number}<>"",COUNTIF({task_numbers},{task_number})>1)'),),
    good=(Example("Bảy nhiệm vụ, bảy số.", unit=None),),
    bad=(Example("Hai dòng cùng số 3.", unit=None, plan={"tasks.3.number": "3"}),),
)
def number_twice(case: AsideCase) -> Iterator[Violation]:
    """Báo cáo gọi nhiệm vụ bằng số; hai nhiệm vụ một số thì không biết việc nào quá hạn."""
    lines: dict[str, list[Task]] = {}
    for task in case.aside.tasks:
        if task.number:
            lines.setdefault(key(task.number), []).append(task)
    for many in lines.values():
        if len(many) > 1:
            rows = ", ".join(str(task.row) for task in many[:_MOST_ROWS])
            rows += f" và {number(len(many) - _MOST_ROWS)} dòng nữa" if len(many) > _MOST_ROWS else ""
            yield Violation(_place(many[-1], "number"), {"number": many[0].number, "count": len(many), "rows": rows})


@rule(
    code="KH14",
    title="Ô hoặc cột không đọc được",
    severity=Severity.WARNING,
    basis="Kế hoạch 188/KH-UBND, II.3",
    scope=Scope.ASIDE,
    says="{read}",
    fix="{remedy}",
    ours=True,
    gather=True,
    good=(Example("Các ô đúng kiểu.", unit=None),),
    bad=(
        Example(
            "Ngày gõ hỏng.",
            unit=None,
            plan={
                "unread": [{"sheet": "Nhiệm vụ", "cell": "F6", "read": "19/5/20233", "wanted": "ngày, ví dụ 22/5/2023"}]
            },
        ),
        Example(
            "Ô không bắt buộc ở Thiết lập ghi hỏng.",
            unit=None,
            plan={
                "unread": [
                    {
                        "sheet": "Thiết lập",
                        "cell": "B18",
                        "read": "#N/A",
                        "wanted": "chữ, các mục cách nhau bằng dấu chấm phẩy",
                        "setting": "Thư mục của các cấp khác",
                    }
                ]
            },
        ),
        Example(
            "Trang bị đổi tên.",
            unit=None,
            plan={"unread": [{"sheet": "Máy", "cell": "", "read": "", "wanted": "trang “Máy”"}]},
        ),
        Example(
            "Đầu cột bị xoá.",
            unit=None,
            plan={"unread": [{"sheet": "Nhiệm vụ", "cell": "A5", "read": "", "wanted": "cột “Tình trạng”"}]},
        ),
    ),
)
def cell_not_understood(case: AsideCase) -> Iterator[Violation]:
    """Trang theo dõi thêm hỏng một ô thì chỉ ô ấy không tính; số liệu hằng ngày vẫn tổng hợp."""
    for cell in case.aside.unread:
        read = f"Ghi “{cell.read}”, chưa tính." if cell.read else f"Không tìm thấy {cell.wanted}."
        if cell.setting:
            read = f"“{cell.setting}” ghi “{cell.read}”, chưa dùng; mọi việc khác vẫn làm."
        remedy = f"Đề nghị gõ {cell.wanted}." if cell.read else "Đề nghị ghi lại tên cột."
        if not cell.read and cell.wanted.startswith(_SHEET):
            read = f"Không tìm thấy {cell.wanted}: những gì ghi ở đó không được tính."
            remedy = "Trang bị đổi tên thì đổi lại; bị xoá thì nhờ cán bộ CNTT tạo lại sổ (hotich tao-so --tu)."
        yield Violation(Source(sheet=cell.sheet, cell=cell.cell), {"read": read, "remedy": remedy})


def check_aside(plan: Plan, day: date | None = None, uneven: tuple[Uneven, ...] = ()) -> tuple[Finding, ...]:
    """What is wrong on the side sheets, a line a cause; what is due is weighed only where a day is told."""
    if plan.aside == Aside():
        return ()
    if plan.aside.moves or plan.aside.changes:
        from xlpy.rules import machines, units  # noqa: F401 - loading them registers their rules; few plans have days
    case = AsideCase(plan, day, uneven)
    return gathered_cells(
        known.finding(violation)
        for known in RULES.values()
        if known.scope is Scope.ASIDE and known.check is not None
        for violation in known.check(case)
    )
