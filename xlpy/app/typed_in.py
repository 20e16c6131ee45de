"""What the office typed into the Nhập tay cells of its open workbook: figures told by telephone, or that they go."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from xlpy.app.folder import CannotDo
from xlpy.app.merge.phoned import Phoned
from xlpy.core.grid import Edit, Grid, Value, cell_name
from xlpy.core.office_book import CONTROL_SHEET, TYPING, Typing, typing_on
from xlpy.core.records import KINDS, Kind
from xlpy.core.text import clipped, key, tidy
from xlpy.core.units import in_sentence, units_named

if TYPE_CHECKING:
    from xlpy.core.plan.plan import Plan

WITHDRAW = "bỏ"
"""What is typed in place of who told it, to withdraw what was typed in before."""


OLDER = (
    "Tệp Hotich.xlsm này theo mẫu cũ, vẫn dùng được. Muốn có trang Điều khiển và Kiểm tra mới: nhờ cán bộ phụ trách "
    "CNTT tạo lại tệp bằng lệnh hotich tao-so."
)
"""Said where an older version drew the workbook."""
WITHOUT_REASONS = (
    f"Điều khiển của sổ này chưa có cột “{TYPING.reason_head}”, vẫn dùng được. Muốn có: nhờ cán bộ phụ trách CNTT tạo "
    "lại tệp bằng lệnh hotich tao-so --tu . --ra Hotich-moi.xlsm."
)
"""Said where a reason for zeros told by telephone has no cell yet."""


def older_without(sheets: Iterable[str]) -> str:
    """What is said where a workbook lacks sheets that today's has."""
    names = ", ".join(f"“{sheet}”" for sheet in sheets)
    return (
        f"Tệp Hotich.xlsm này chưa có trang {names}, vẫn dùng được. Muốn có: nhờ cán bộ phụ trách CNTT "
        "tạo lại tệp bằng lệnh hotich tao-so --tu . --ra Hotich-moi.xlsm."
    )


class TypedIn(NamedTuple):
    """What stands in a unit's cells, and what clears them. `phoned` None: what was told is withdrawn."""

    unit: str
    phoned: Phoned | None
    clearing: Edit


class _Line(NamedTuple):
    """What stands in a unit's cells, blank ones left out."""

    unit: str
    row: int
    figures: dict[Kind, Value]
    note: str
    reason: Value | None

    @property
    def withdraws(self) -> bool:
        return key(self.note) == key(WITHDRAW)


def _lines(grid: Grid, place: Typing, plan: "Plan") -> Iterator[_Line]:
    rows = {str(value): row for (row, column), value in grid.cells.items() if column == place.code_column}
    for unit in plan.senders:
        row = rows.get(unit.code)
        if row is None:
            continue
        cells = {kind: grid.cells.get((row, place.column + number)) for number, kind in enumerate(KINDS)}
        reason = grid.cells.get((row, place.reason_column)) if place.reason_head else None
        yield _Line(
            unit.code,
            row,
            {kind: value for kind, value in cells.items() if value is not None},
            str(grid.cells.get((row, place.note_column)) or ""),
            None if isinstance(reason, str) and not tidy(reason) else reason,
        )


def typed_in(grid: Grid, plan: "Plan") -> list[TypedIn]:
    """What stands in Điều khiển, unit by unit. Raises CannotDo where figures are told and withdrawn at once, or stand
    beside the name of another unit than the line's.

    A reason alone is no report: see `reasons_alone`.
    """
    place = typing_on(grid)
    found = []
    for line in _lines(grid, place, plan):
        if line.figures and line.withdraws:
            cell = cell_name(line.row, place.note_column)
            raise CannotDo(
                f"{grid.file} · {CONTROL_SHEET}!{cell}: ghi “{line.note}” mà bốn ô bên trái "
                "còn số. Muốn rút số báo qua điện thoại thì xoá bốn ô ấy; muốn nhập số mới thì xoá chữ ấy; rồi bấm lại."
            )
        if line.figures or line.withdraws:
            if stray := _stray_name(grid, place, line, plan):
                raise CannotDo(f"{grid.file} · {stray} Chưa rõ số vừa gõ là của đơn vị nào, chưa ghi gì. {_PUT_BACK}")
            clearing = Edit(CONTROL_SHEET, line.row, place.column, ((None,) * place.width,))
            told = Phoned(line.unit, line.figures, line.note, (line.row, place.column), line.reason)
            found.append(TypedIn(line.unit, None if line.withdraws else told, clearing))
    return found


def stray_names(grid: Grid, plan: "Plan") -> str:
    """What is said of names that stand on other units' lines, as where somebody sorted them; "" where none does."""
    place = typing_on(grid)
    stray = next(filter(None, (_stray_name(grid, place, line, plan) for line in _lines(grid, place, plan))), "")
    return (
        f"{stray} Tình trạng, số liệu trên trang này đứng cạnh tên khác; báo cáo thì đúng. {_PUT_BACK}" if stray else ""
    )


def _stray_name(grid: Grid, place: Typing, line: _Line, plan: "Plan") -> str:
    unit = plan.senders.by_code[line.unit]
    for column in range(place.column):
        value = grid.cells.get((line.row, column))
        if value == unit.name:
            return ""
        named = units_named(value, plan.senders) if isinstance(value, str) else ()
        if named and unit not in named:
            return (
                f"{CONTROL_SHEET}!{cell_name(line.row, column)}: ghi “{clipped(tidy(str(value)))}”, mà dòng này là của "
                f"{in_sentence(unit.name)}: cột tên đã bị sắp xếp hoặc sửa."
            )
    return ""


_PUT_BACK = (
    "Hoàn tác (Ctrl+Z), hoặc đóng sổ không lưu rồi mở lại, cho tên về đúng dòng; không được thì nhờ cán bộ phụ trách "
    "CNTT tạo lại tệp bằng lệnh hotich tao-so --tu . --ra Hotich-moi.xlsm."
)


def reasons_alone(grid: Grid, plan: "Plan") -> str:
    """What is said of reasons that were chosen where no figure was typed; "" where there are none."""
    place = typing_on(grid)
    cells = [
        cell_name(line.row, place.reason_column)
        for line in _lines(grid, place, plan)
        if line.reason is not None and not line.figures and not line.withdraws
    ]
    if not cells:
        return ""
    return (
        f"{CONTROL_SHEET}!{', '.join(cells)}: đã chọn lý do số 0 mà bốn ô số còn trống, chưa tính là báo cáo. Đúng là "
        "không nhập được thì gõ bốn số 0 rồi bấm lại; không phải thì xoá lý do."
    )


def older_board(grid: Grid) -> str:
    """What is said where Điều khiển is one of an older version; "" where it is today's."""
    place = typing_on(grid)
    if place.reason_head:
        return ""
    return WITHOUT_REASONS if place.note_head == TYPING.note_head else OLDER
