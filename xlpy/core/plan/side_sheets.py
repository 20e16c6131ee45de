"""Sheets that the office keeps beside the plan's tables (Nhiệm vụ, Tổ nhập liệu): a table each, read leniently.

What stands in one is no part of a day's figures: a slip there is told with its cell, taken for unknown, and never stops
a merge.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from xlpy.core.grid import Grid, Value, cell_name
from xlpy.core.numbers import LARGEST
from xlpy.core.plan.settings import SettingKind, read_count, read_date, read_text, read_time
from xlpy.core.text import clipped, formal_day, key, number, shown, tidy

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
"""Days of another age are slips."""
MOST_AT_ONE_PLACE = 100_000
"""Machines, people or teams that a line may tell of: more than the whole country has."""


class Column(NamedTuple):
    """A typed column: name in the plan's JSON, head, what its cells hold; words in a cell → value in the plan.

    `most` is the largest number that makes sense.
    """

    name: str
    label: str
    kind: SettingKind = SettingKind.TEXT
    choices: Mapping[str, str] = {}
    most: int = LARGEST
    also: Mapping[str, str] = {}
    """Other words that are understood, as `choices`: no list shows them."""


class SideSheet(NamedTuple):
    """A table on a sheet of its own. `head_row` is where it is drawn: a reader finds its heads wherever they stand."""

    sheet: str
    columns: tuple[Column, ...]
    head_row: int
    to_blank: bool = False
    """It ends at the first blank row: another table stands below."""
    given: frozenset[str] = frozenset()
    """Columns that are drawn, not typed: a line in which nothing else stands says nothing."""

    @property
    def first_row(self) -> int:
        """The row below the heads."""
        return self.head_row + 1


class UnreadCell(NamedTuple):
    """A cell that could not be understood, of such a sheet or of Thiết lập: what it says, and what would be.

    `setting`: the label of the line on Thiết lập, and what is done without it.
    """

    sheet: str
    cell: str
    read: str
    wanted: str
    setting: str = ""

    @property
    def document(self) -> dict[str, str]:
        """As the plan's JSON has it."""
        return {name: value for name, value in self._asdict().items() if value or name != "setting"}


class SideRows(NamedTuple):
    """Its lines, each with its row in the grid and its values by column; and what was not understood.

    `columns` are the columns found, by name, and `first_row` is the one below their heads.
    """

    rows: tuple[tuple[int, Mapping[str, Any]], ...]
    unread: tuple[UnreadCell, ...]
    columns: Mapping[str, int] = {}
    first_row: int = 0


def read_side(grid: Grid, side: SideSheet) -> SideRows:
    """The lines of a side sheet, but for blank ones. Never raises."""
    unread: list[UnreadCell] = []
    cells = dict(grid.rows())
    top, columns = _heads(cells, side)
    if top is None:
        heads = ", ".join(f"“{column.label}”" for column in side.columns[:3])
        return SideRows((), (UnreadCell(grid.sheet, "", "", f"dòng đầu cột ({heads} …)"),))
    for column in side.columns:
        if column.name not in columns:
            unread.append(UnreadCell(grid.sheet, cell_name(top, 0), "", f"cột “{column.label}”"))
    rows, below = [], top + 1
    for row, line in cells.items():
        if row <= top:
            continue
        if side.to_blank and row > below:
            break
        below = row + 1
        values: dict[str, Any] = {}
        for column in side.columns:
            at = columns.get(column.name)
            cell = None if at is None else line.get(at)
            if cell is None or at is None or (isinstance(cell, str) and not tidy(cell)):
                continue
            value = _value(column, cell)
            if value is None:
                unread.append(UnreadCell(grid.sheet, cell_name(row, at), clipped(shown(cell)), _wanted(column, cell)))
            else:
                values[column.name] = value
        if values.keys() - side.given:
            rows.append((row, values))
    return SideRows(tuple(rows), tuple(unread), columns, top + 1)


def side_document(rows: SideRows, side: SideSheet) -> list[dict[str, Any]]:
    """The lines as the plan's JSON has them; a row is told where it does not follow from the line's place."""
    return [
        {**values, **({} if row == side.first_row + place else {"row": row + 1})}
        for place, (row, values) in enumerate(rows.rows)
    ]


def rows_of(lines: Sequence[Mapping[str, Any]], side: SideSheet) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The lines of the plan's JSON, each with its row as a spreadsheet counts."""
    for place, line in enumerate(lines):
        yield line.get("row", side.first_row + place + 1), line


def _heads(cells: Mapping[int, Mapping[int, Value]], side: SideSheet) -> tuple[int | None, Mapping[str, int]]:
    """The row with most of the heads, and the column of each."""
    wanted = {key(column.label): column.name for column in side.columns}
    best: tuple[int | None, Mapping[str, int]] = (None, {})
    for row, line in cells.items():
        found: dict[str, int] = {}
        for at, value in line.items():
            if isinstance(value, str) and (name := wanted.get(key(value))):
                found.setdefault(name, at)
        if len(found) > max(1, len(best[1])):
            best = row, found
    return best


def _value(column: Column, cell: Value) -> Any:
    """The plan's value of a cell; None where it cannot be understood."""
    match column.kind:
        case SettingKind.NUMBER:
            count = read_count(cell)
            return (
                count if isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= column.most else None
            )
        case SettingKind.DATE:
            day = _day(cell)
            return day.isoformat() if day is not None and FIRST_DAY <= day <= LAST_DAY else None
        case SettingKind.TIME:
            return _hour(read_time(cell))
        case SettingKind.CHOICE:
            known = {key(word): value for words in (column.also, column.choices) for word, value in words.items()}
            return known.get(key(cell)) if isinstance(cell, str) else None
        case _:
            text = read_text(cell)
            return text if isinstance(text, str) else None


def _day(cell: Value) -> date | None:
    try:
        return date.fromisoformat(read_date(cell))
    except (TypeError, ValueError):
        return None


def _hour(value: Any) -> str | None:
    hour, _, minute = value.partition(":") if isinstance(value, str) else ("", "", "")
    fits = hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60
    return f"{int(hour):02}:{int(minute):02}" if fits else None


def _wanted(column: Column, cell: Value) -> str:
    """What would be understood in a cell's place, with its bounds."""
    if column.kind is SettingKind.DATE and _day(cell) is not None:
        return f"ngày từ {formal_day(FIRST_DAY)} đến {formal_day(LAST_DAY)}"
    return _WANTED[column.kind].format(words=", ".join(column.choices), most=number(column.most))


_WANTED: Mapping[SettingKind, str] = {
    SettingKind.TEXT: "chữ",
    SettingKind.NUMBER: "số nguyên từ 0 đến {most}",
    SettingKind.DATE: "ngày, ví dụ 22/5/2023",
    SettingKind.TIME: "giờ, ví dụ 14:00",
    SettingKind.CHOICE: "một trong: {words}",
}
