"""What the office typed into the Nhập tay cells of its open workbook: figures told by telephone, or that they go."""

from typing import TYPE_CHECKING, NamedTuple

from xlpy.app.folder import CannotDo
from xlpy.app.merge.phoned import Phoned
from xlpy.core.grid import Edit, cell_name
from xlpy.core.office_book import CODE_COLUMN, CONTROL_SHEET, PHONED_COLUMN, PHONED_NOTE_COLUMN
from xlpy.core.records import KINDS
from xlpy.core.text import key
from xlpy.doors.live.book import LiveBook

if TYPE_CHECKING:
    from xlpy.core.plan.plan import Plan

WITHDRAW = "bỏ"
"""What is typed in place of who told it, to withdraw what was typed in before."""


class TypedIn(NamedTuple):
    """What stands in a unit's cells, and what clears them. `phoned` None: what was told is withdrawn."""

    unit: str
    phoned: Phoned | None
    clearing: Edit


def typed_in(book: LiveBook, plan: "Plan") -> list[TypedIn]:
    """What stands in the cells, unit by unit. Raises CannotDo where figures are told and withdrawn at once."""
    grid = book.grid(CONTROL_SHEET)
    codes = {str(value): row for (row, column), value in grid.cells.items() if column == CODE_COLUMN}
    found = []
    for unit in plan.senders:
        row = codes.get(unit.code)
        if row is None:
            continue
        cells = {kind: grid.cells.get((row, PHONED_COLUMN + place)) for place, kind in enumerate(KINDS)}
        figures = {kind: value for kind, value in cells.items() if value is not None}
        note = str(grid.cells.get((row, PHONED_NOTE_COLUMN)) or "")
        withdraws = key(note) == key(WITHDRAW)
        if figures and withdraws:
            raise CannotDo(
                f"{book.file} · {CONTROL_SHEET}!{cell_name(row, PHONED_NOTE_COLUMN)}: ghi “{note}” mà bốn ô bên trái "
                "còn số. Muốn rút số báo qua điện thoại thì xoá bốn ô ấy; muốn nhập số mới thì xoá chữ ấy; rồi bấm lại."
            )
        if figures or withdraws:
            clearing = Edit(CONTROL_SHEET, row, PHONED_COLUMN, ((None,) * (len(KINDS) + 1),))
            found.append(TypedIn(unit.code, Phoned(unit.code, figures, note) if figures else None, clearing))
    return found
