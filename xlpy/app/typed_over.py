"""Cells of the views that somebody typed over: told, and put back where this version draws the workbook as it is."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from xlpy.app.redrawn import command
from xlpy.core.fixed_cells import FIXED_AREA, FixedCells, columns_of, digest, fixed_on, is_formula, plain, positions
from xlpy.core.grid import Edit, Position, cell_name
from xlpy.core.office_book import FIXED_COLUMN, FORETOLD_SHEET
from xlpy.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xlpy.app.folder import Folder
    from xlpy.doors.disk.plan_file import PlanFile
    from xlpy.doors.live.book import LiveBook
    from xlpy.drawing.office_book.fixed import DrawnCells

_MOST = 30
"""Letters of what is quoted."""


class TypedOver(NamedTuple):
    """What is to be written so that every cell is as it was drawn, and which cells were not, for people.

    `lost` are sheets that cannot be put back, since the workbook was drawn otherwise.
    """

    edits: Sequence[Edit] = ()
    cells: Sequence[str] = ()
    lost: Sequence[str] = ()


class _Sheet(NamedTuple):
    """A sheet on which something was typed over: what stands where formulas should, and whether texts are others."""

    row: int
    fixed: FixedCells
    typed: Mapping[Position, object]
    formulas: Sequence[Position]
    texts_differ: bool


def typed_over(book: "LiveBook", folder: "Folder", plan_file: "Callable[[], PlanFile]") -> TypedOver:
    """Look over the views. Nothing is drawn where every cell is as it was. Raises LiveError, PlanError, OSError."""
    if FORETOLD_SHEET not in book.sheets:
        return TypedOver()
    found = dict(_changed(book))
    if not found:
        return TypedOver()
    from xlpy.app.set_up import views_of  # drawing takes long to load, and few presses draw

    drawn = views_of(folder, plan_file())
    edits: list[Edit] = []
    cells: list[str] = []
    lost: list[str] = []
    for name, sheet in found.items():
        as_drawn = drawn.get(name)
        here = list(sheet.formulas)
        if as_drawn is not None and _is_alike(as_drawn.fixed, sheet.fixed):
            if sheet.texts_differ:
                here += [at for at, text in as_drawn.texts.items() if plain(sheet.typed.get(at, "")) != plain(text)]
                # The office may have renamed a unit since the workbook was drawn.
                edits.append(Edit(FORETOLD_SHEET, sheet.row, FIXED_COLUMN + 3, ((f"x{as_drawn.fixed.digest}",),)))
            edits.extend(_put_back(name, here, as_drawn))
        else:
            lost.append(name)
        cells.extend(f"{name}!{cell_name(*at)}: {_read(sheet.typed.get(at, ''))}." for at in sorted(here))
    return TypedOver(edits, cells, lost)


def not_put_back(sheets: Sequence[str], folder: "Folder") -> str:
    """What is said of sheets that were drawn otherwise than this version would."""
    named = ", ".join(f"“{sheet}”" for sheet in sheets)
    return (
        f"Trang {named} có ô bị sửa tay mà máy không khôi phục được: sổ này vẽ từ bản trước, hoặc theo đơn vị "
        f"trước khi thay đổi. Vẽ lại sổ: {command(folder)}"
    )


def _changed(book: "LiveBook") -> "Iterator[tuple[str, _Sheet]]":
    (table,) = book.typed({FORETOLD_SHEET: FIXED_AREA}).values()
    known = {row: (name, fixed) for row, (name, fixed) in fixed_on(table).items() if name in book.sheets}
    stands = book.typed({name: fixed.around for name, fixed in known.values()})
    for row, (name, fixed) in known.items():
        typed = stands[name]
        formulas = [at for at in positions(fixed.formulas) if not is_formula(typed.get(at, ""))]
        texts = {at: typed.get(at, "") for at in positions(fixed.texts)}
        differ = digest(texts) != fixed.digest
        if formulas or differ:
            yield name, _Sheet(row, fixed, typed, formulas, differ)


def _is_alike(drawn: FixedCells, there: FixedCells) -> bool:
    return (drawn.formulas, drawn.texts) == (there.formulas, there.texts)


def _put_back(sheet: str, places: "Iterable[Position]", drawn: "DrawnCells") -> "Iterator[Edit]":
    for column, runs in columns_of(places):
        for top, bottom in runs:
            rows = range(top, bottom + 1)
            formulas = frozenset((row - top, 0) for row in rows if (row, column) in drawn.formulas)
            values = (drawn.formulas.get((row, column), drawn.texts.get((row, column), "")) for row in rows)
            block = tuple((None if value == "" else value,) for value in values)
            yield Edit(sheet, top, column, block, formulas=formulas)


def _read(typed: object) -> str:
    said = f"{typed:.10g}" if isinstance(typed, float) else str(typed)
    return f"đã gõ “{one_line(said, _MOST)}”" if said.strip() else "đã xoá trống"
