"""What the office typed into the Nhập tay cells of its open workbook: figures told by telephone, or that they go."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from xlpy.app.folder import CannotDo
from xlpy.app.merge.phoned import Phoned
from xlpy.core.grid import Edit, Grid, cell_name
from xlpy.core.office_book import CONTROL_SHEET, OLDER_TYPING, TYPING, Typing
from xlpy.core.records import KINDS
from xlpy.core.text import key
from xlpy.doors.live.book import LiveBook

if TYPE_CHECKING:
    from xlpy.core.plan.plan import Plan

WITHDRAW = "bỏ"
"""What is typed in place of who told it, to withdraw what was typed in before."""


OLDER = (
    "Tệp Hotich.xlsm này theo mẫu cũ, vẫn dùng được. Muốn có trang Điều khiển và Kiểm tra mới: nhờ cán bộ phụ trách "
    "CNTT tạo lại tệp bằng lệnh hotich tao-so."
)
"""Said where an older version drew the workbook."""


def older_without(sheets: Iterable[str]) -> str:
    """What is said where a workbook lacks sheets that today's has."""
    names = ", ".join(f"“{sheet}”" for sheet in sheets)
    return (
        f"Tệp Hotich.xlsm này chưa có trang {names}, vẫn dùng được. Muốn có: nhờ cán bộ phụ trách CNTT "
        "tạo lại tệp bằng lệnh hotich tao-so --tu . --ra Hotich-moi.xlsm."
    )


def drawn_for_others(book: LiveBook, plan: "Plan") -> str:
    """What is said where the workbook was drawn before units changed; "" where it has the units of the plan's day."""
    grid = book.grid(CONTROL_SHEET)
    place = _layout(grid)
    drawn = {str(value) for (_, column), value in grid.cells.items() if column == place.code_column}
    senders = plan.senders.by_code
    gone = {target.unit.code for target in (plan.issued or plan).tracked.targets} - senders.keys()
    if senders.keys() <= drawn and not gone & drawn:
        return ""
    return (
        "Điều khiển, Phụ lục 01, Tiến độ của sổ này còn vẽ theo đơn vị trước khi thay đổi; báo cáo thì đúng. Nhờ cán "
        "bộ phụ trách CNTT tạo lại sổ: hotich tao-so --tu . --ra Hotich-moi.xlsm."
    )


class TypedIn(NamedTuple):
    """What stands in a unit's cells, and what clears them. `phoned` None: what was told is withdrawn."""

    unit: str
    phoned: Phoned | None
    clearing: Edit


def typed_in(book: LiveBook, plan: "Plan") -> list[TypedIn]:
    """What stands in the cells, unit by unit. Raises CannotDo where figures are told and withdrawn at once."""
    grid = book.grid(CONTROL_SHEET)
    place = _layout(grid)
    codes = {str(value): row for (row, column), value in grid.cells.items() if column == place.code_column}
    found = []
    for unit in plan.senders:
        row = codes.get(unit.code)
        if row is None:
            continue
        cells = {kind: grid.cells.get((row, place.column + number)) for number, kind in enumerate(KINDS)}
        figures = {kind: value for kind, value in cells.items() if value is not None}
        note = str(grid.cells.get((row, place.note_column)) or "")
        withdraws = key(note) == key(WITHDRAW)
        if figures and withdraws:
            raise CannotDo(
                f"{book.file} · {CONTROL_SHEET}!{cell_name(row, place.note_column)}: ghi “{note}” mà bốn ô bên trái "
                "còn số. Muốn rút số báo qua điện thoại thì xoá bốn ô ấy; muốn nhập số mới thì xoá chữ ấy; rồi bấm lại."
            )
        if figures or withdraws:
            clearing = Edit(CONTROL_SHEET, row, place.column, ((None,) * (len(KINDS) + 1),))
            told = Phoned(unit.code, figures, note, (row, place.column)) if figures else None
            found.append(TypedIn(unit.code, told, clearing))
    return found


def is_older(book: LiveBook) -> bool:
    """Whether the workbook has the layout of an older version."""
    return _layout(book.grid(CONTROL_SHEET)) != TYPING


def _layout(grid: Grid) -> Typing:
    """Where one types in this workbook, which an older version may have drawn."""
    heads = {place: grid.cells.get((place.head_row, place.note_column)) for place in (TYPING, *OLDER_TYPING)}
    return next((place for place, head in heads.items() if head == place.note_head), TYPING)
