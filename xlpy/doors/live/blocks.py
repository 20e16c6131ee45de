"""What blocks of cells of an open workbook hold, and what is written into them: whole, and no more than must be.

Each call to the other program costs more than a thousand cells. So all that is to be written on a sheet is compared
first with what stands there, in one look, and rows that stand there already are left alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from xlpy.core.grid import Area, Edit, ErrorValue, Position, Uncached, Value

if TYPE_CHECKING:
    import xlwings as xw

ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})

Rows = list[list[Any]]

_NUMBERED_FROM = datetime(1899, 12, 30)
"""The day that spreadsheets count from, where they do not count from 1904."""
_AT_ONCE = 100_000
"""Cells: as many Excel takes in one call."""

_TOGETHER = 5_000
"""Cells: as many are looked at together, though nothing is to be written into some of them."""


class Change(NamedTuple):
    """Rows to write: what stands there, and what is to, the formulas of it in parts of columns."""

    area: "xw.Range"
    before: Rows
    rows: Rows
    formulas: "tuple[tuple[xw.Range, Rows], ...]"
    fit: bool

    def do(self) -> None:
        """Write it."""
        put(self.area, self.rows)
        for cells, written in self.formulas:
            put(cells, written, formulas=True)
        if self.fit:
            self.area.rows.autofit()

    def undo(self) -> None:
        """Have there again what stood there."""
        put(self.area, self.before)


def changes(sheet: "xw.Sheet", edits: Sequence[Edit]) -> Iterator[Change]:
    """Of what is to be written on a sheet, what does not stand there already."""
    last = sheet.used_range.last_cell.row if any(edit.alone for edit in edits) else 0
    wanted = [_Wanted.of(edit, last) for edit in edits]
    around = Area(
        min(one.area.top for one in wanted),
        min(one.area.left for one in wanted),
        max(one.area.bottom for one in wanted),
        max(one.area.right for one in wanted),
    )
    if _size(around) <= _TOGETHER or _overlap([one.area for one in wanted]):
        there = content(_range(sheet, around))
        for one in wanted:
            yield from _change(sheet, one, there, around)
    else:
        for one in wanted:
            yield from _change(sheet, one, content(_range(sheet, one.area)), one.area)


class _Wanted(NamedTuple):
    """What an edit has for its cells, with blanks for those to be cleared below it; formulas as such."""

    area: Area
    rows: Rows
    formulas: frozenset[Position]
    fit: bool

    @classmethod
    def of(cls, edit: Edit, last: int) -> "_Wanted":
        """`last`: the sheet's last row with anything in it, from 1."""
        width = max((len(row) for row in edit.rows), default=0) or 1
        height = max(len(edit.rows), last - edit.top if edit.alone else 0, 1)
        rows = [
            [str(value) if (at, column) in edit.formulas else shown(value) for column, value in enumerate(row)]
            + [None] * (width - len(row))
            for at, row in enumerate(edit.rows)
        ]
        rows += [[None] * width for _ in range(height - len(rows))]
        area = Area(edit.top, edit.left, edit.top + height - 1, edit.left + width - 1)
        return cls(area, rows, edit.formulas, edit.fit)


def _change(sheet: "xw.Sheet", wanted: _Wanted, there: Rows, around: Area) -> Iterator[Change]:
    """The rows from the first to the last that are other ones; `there`, what stands around, has them afterwards."""
    columns = slice(wanted.area.left - around.left, wanted.area.right - around.left + 1)
    lines = there[wanted.area.top - around.top : wanted.area.bottom - around.top + 1]
    other = [
        row for row, (new, line) in enumerate(zip(wanted.rows, lines, strict=True)) if not _same(new, line[columns])
    ]
    if not other:
        return
    first, last = other[0], other[-1]
    top, left = wanted.area.top + first, wanted.area.left
    before = [line[columns] for line in lines[first : last + 1]]
    for line, new in zip(lines, wanted.rows, strict=True):
        line[columns] = new  # another edit may be of the same cells
    yield Change(
        _range(sheet, Area(top, left, wanted.area.top + last, wanted.area.right)),
        before,
        [
            [None if (row, column) in wanted.formulas else value for column, value in enumerate(wanted.rows[row])]
            for row in range(first, last + 1)
        ],
        tuple(
            (
                _range(sheet, Area(wanted.area.top + start, left + column, wanted.area.top + end, left + column)),
                [[wanted.rows[row][column]] for row in range(start, end + 1)],
            )
            for column, start, end in _columns(place for place in wanted.formulas if first <= place[0] <= last)
        ),
        wanted.fit,
    )


def _overlap(areas: Sequence[Area]) -> bool:
    return any(
        one.top <= other.bottom and other.top <= one.bottom and one.left <= other.right and other.left <= one.right
        for number, one in enumerate(areas)
        for other in areas[:number]
    )


def _size(area: Area) -> int:
    return (area.bottom - area.top + 1) * (area.right - area.left + 1)


def _range(sheet: "xw.Sheet", area: Area) -> "xw.Range":
    return sheet.range((area.top + 1, area.left + 1), (area.bottom + 1, area.right + 1))


def _same(wanted: Sequence[Any], there: Sequence[Any]) -> bool:
    return all(_is(there, wanted) for wanted, there in zip(wanted, there, strict=True))


def _is(there: Any, wanted: Any) -> bool:
    """Whether a cell holds what is wanted. TRUE is not 1; a number is what it is where it shows a day."""
    if isinstance(there, datetime) and isinstance(wanted, int | float):
        return (there - _NUMBERED_FROM) / timedelta(1) == wanted
    return bool(there == wanted) and isinstance(there, bool) == isinstance(wanted, bool)


def _columns(places: Iterable[Position]) -> Iterator[tuple[int, int, int]]:
    """Places (row, column) as parts of columns: column, first row, last row."""
    run: tuple[int, int, int] | None = None
    for column, row in sorted((column, row) for row, column in places):
        if run and run[0] == column and run[2] == row - 1:
            run = column, run[1], row
            continue
        if run:
            yield run
        run = column, row, row
    if run:
        yield run


# -- what a block holds ------------------------------------------------------------------------------------------------


def values(area: "xw.Range") -> Rows:
    """What cells show: dates as such, errors as their words, blanks as None."""
    return _block(area.options(ndim=2, err_to_str=True, empty=None).value)


def formulas(area: "xw.Range") -> Rows:
    """What was typed into cells."""
    return _block(area.formula)


def put(area: "xw.Range", rows: Rows, *, formulas: bool = False) -> None:
    """Write a block of just this size."""
    # xlwings itself parts what is too much for one call.
    whole = area.options(_whole()) if len(rows) * len(rows[0]) <= _AT_ONCE else area
    if formulas:
        whole.formula = rows
    else:
        whole.value = rows


@cache
def _whole() -> Any:
    """How xlwings is to write a block: as it always does, but that it need not find out how large the block is.

    To do so it compares sheets by the names of their workbooks, again and again: forty calls for one that counts.
    """
    from xlwings.conversion import Accessor, CleanDataForWriteStage, Pipeline, WriteValueToRangeStage

    class Whole(Accessor):
        @staticmethod
        def writer(options: Any) -> Any:
            stages = WriteValueToRangeStage(options, raw=True), CleanDataForWriteStage(options)  # type: ignore[no-untyped-call]
            return Pipeline(stages[::-1])

    return Whole


def _block(value: Any) -> list[list[Any]]:
    """What xlwings gives for a block: one cell comes bare, one row as a flat list."""
    if not isinstance(value, list | tuple):
        return [[value]]
    if not value or not isinstance(value[0], list | tuple):
        return [list(value)]
    return [list(row) for row in value]


def content(area: "xw.Range") -> Rows:
    """What cells hold, as it must be written to stand there again."""
    written, found = formulas(area), values(area)
    results = computed(written, found)
    return [
        [written[row][column] if (row, column) in results else shown(seen(value)) for column, value in enumerate(line)]
        for row, line in enumerate(found)
    ]


def computed(written: Rows, values: Rows) -> frozenset[Position]:
    """The cells whose value a formula computed; a text that begins with "=" is its own value."""
    return frozenset(
        (row, column)
        for row, line in enumerate(written)
        for column, source in enumerate(line)
        if isinstance(source, str) and source.startswith("=") and source != values[row][column]
    )


def seen(value: Any) -> Value | None:
    """A cell's content as the file door gives it: whole days as dates, blank as nothing."""
    match value:
        case None | "":
            return None
        case str() if value in ERRORS:
            return ErrorValue(value)
        case datetime() if (value.hour, value.minute, value.second) == (0, 0, 0):
            return value.date()
        case _:
            return value  # type: ignore[no-any-return]


def shown(value: Value | None) -> Any:
    """A value as xlwings takes it. Excel reads what it is given as if keyed in: the apostrophe keeps a text a text."""
    match value:
        case ErrorValue():
            return value.code
        case Uncached():
            return f"'={value.formula}"
        case str() if value:
            return f"'{value}"
        case date() if not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day)
        case _:
            return value
