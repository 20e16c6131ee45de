"""A workbook drawn for today's units, where the office's own still shows those of before a change.

Nobody but Excel writes into the office's workbook, so the new one is put beside it, and the office changes them over.
"""

import json
from typing import TYPE_CHECKING, Any

from xlpy.app.folder import NEW_WORKBOOK, OLD_WORKBOOK, WORKBOOK, Folder
from xlpy.core.grid import Grid
from xlpy.core.office_book import CONTROL_SHEET, VIEW_SHEETS, typing_on
from xlpy.core.plan.dated import handovers_until
from xlpy.core.text import key
from xlpy.doors.disk.saving import write
from xlpy.doors.files.reader import Reader

if TYPE_CHECKING:
    from xlpy.core.plan.plan import Plan
    from xlpy.doors.disk.plan_file import PlanFile

_STILL = (
    "Điều khiển, Phụ lục 01, Tiến độ của Hotich.xlsm còn vẽ theo đơn vị trước khi thay đổi, hoặc dòng của đơn vị đã bị "
    "xoá; báo cáo thì đúng."
)


def drawn_for_others(board: Grid, plan: "Plan") -> bool:
    """Whether Điều khiển was drawn before units changed: it has not the units of the plan's day."""
    codes = typing_on(board).code_column
    drawn = {str(value) for (_, column), value in board.cells.items() if column == codes}
    senders = plan.senders.by_code
    gone = {target.unit.code for target in (plan.issued or plan).tracked.targets} - senders.keys()
    return not senders.keys() <= drawn or bool(gone & drawn)


def put_beside(folder: Folder, plan_file: "PlanFile") -> str:
    """Draw the workbook anew beside the open one; what to tell the office. Never over one that somebody may work in."""
    from xlpy.app.set_up import workbook_of  # drawing takes long to load, and few presses draw

    path = folder.path / NEW_WORKBOOK
    try:
        if path.exists():
            if _plan_in(path.read_bytes()) != _typed(plan_file.text):
                return (
                    f"{_STILL} {NEW_WORKBOOK} đã có trong thư mục, Kế hoạch trong đó khác sổ này: không cần thì xoá nó "
                    "rồi bấm lại, máy vẽ tệp mới."
                )
        elif (placed := write(path, workbook_of(folder, plan_file))) != path:
            path = placed
    except OSError:
        return f"{_STILL} Vẽ lại sổ: {command(folder)}"
    return (
        f"{_STILL} Sổ vẽ lại đã nằm ở {path.name}: lưu, đóng sổ này, đổi tên nó thành {OLD_WORKBOOK}, rồi đổi tên "
        f"{path.name} thành {WORKBOOK}."
    )


def not_redrawn(folder: Folder, plan: "Plan") -> str:
    """What a press without the open workbook says where the one on disk shows other units; "" where it does not."""
    if plan.as_of is None or not handovers_until(plan, plan.as_of) or not folder.workbook.exists():
        return ""
    with Reader() as reader:
        (snapshot,) = list(reader.read(((folder.workbook, WORKBOOK),), VIEW_SHEETS - {CONTROL_SHEET}))
    grid = next((grid for grid in snapshot.grids if key(grid.sheet) == key(CONTROL_SHEET)), None)
    if grid is None or not drawn_for_others(grid, plan):
        return ""
    return f"{_STILL} Vẽ lại sổ: {command(folder)}"


def command(folder: Folder) -> str:
    """What draws it, to be typed."""
    return f'hotich tao-so --tu "{folder.path}" --ra "{folder.path / NEW_WORKBOOK}"'


def _plan_in(data: bytes) -> Any:
    from xlpy.doors.disk.plan_file import PlanError, read_plan_book
    from xlpy.doors.files.workbook import read_workbook

    try:
        return _typed(read_plan_book(read_workbook(data, NEW_WORKBOOK, VIEW_SHEETS)).text)
    except PlanError:
        return None


def _typed(text: str) -> Any:
    """A plan's JSON but for what runs write into it."""
    return {name: value for name, value in json.loads(text).items() if name not in ("look", "elsewhere")}
