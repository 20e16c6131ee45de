"""The sheet Nhật ký is a view: what somebody typed into it is told before the journal is written over it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from xlpy.core.consolidate import Standing
from xlpy.core.grid import Grid, cell_name
from xlpy.core.text import shown
from xlpy.drawing.office_book.views import Shown, history_rows, history_view, status_words


def changed_by_hand(
    grid: Grid, wanted: Iterable[Sequence[Shown]], past: Callable[[date], Iterable[Standing]]
) -> Iterator[str]:
    """Cells of Nhật ký that the journal never said: neither now (`wanted`) nor in an earlier run of its day."""
    words = status_words(grid)
    now = {str(row[0]): row for row in wanted}
    days = {row[1] for row in now.values()}
    earlier: Mapping[date, frozenset[tuple[Shown, ...]]] = {}
    for row, got in history_rows(grid):
        expected = now.get(str(got[0]))
        if got == expected:
            continue
        on = got[1] if isinstance(got[1], date) else None
        if on is not None and on in days and on not in earlier:
            earlier = {**earlier, on: frozenset(tuple(r) for r in history_view(past(on), words))}
        if on is not None and got in earlier.get(on, frozenset()):
            continue
        yield from _told(grid, row, got, expected)


def _told(grid: Grid, row: int, got: Sequence[Shown], expected: Sequence[Shown] | None) -> Iterator[str]:
    if expected is None:
        yield f"{grid.sheet}!{cell_name(row, 1)}: dòng này không có trong nhật ký."
        return
    for column, (there, known) in enumerate(zip(got, expected, strict=True)):
        if there != known:
            words = ("trống" if value is None else shown(value) for value in (there, known))
            yield "{}!{}: Hotich.xlsm ghi {}, nhật ký ghi {}.".format(grid.sheet, cell_name(row, column), *words)
