"""Sheets that the office keeps beside the plan's tables (Nhiệm vụ, Tổ nhập liệu): a table each, read leniently.

What stands in one is no part of a day's figures: a slip there is told with its cell, taken for unknown, and never stops
a merge.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from xlpy.core.grid import Grid, Value, cell_name
from xlpy.core.plan.settings import SettingKind, read_count, read_date, read_text, read_time
from xlpy.core.text import clipped, key, shown, tidy


class Column(NamedTuple):
    """A typed column: name in the plan's JSON, head, what its cells hold; words in a cell → value in the plan."""

    name: str
    label: str
    kind: SettingKind = SettingKind.TEXT
    choices: Mapping[str, str] = {}


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
    """A cell of such a sheet that could not be understood: what it says, and what would be."""

    sheet: str
    cell: str
    read: str
    wanted: str


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
                wanted = _WANTED[column.kind].format(", ".join(column.choices))
                unread.append(UnreadCell(grid.sheet, cell_name(row, at), clipped(shown(cell)), wanted))
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
            return count if isinstance(count, int) and not isinstance(count, bool) and count >= 0 else None
        case SettingKind.DATE:
            return _iso(read_date(cell))
        case SettingKind.TIME:
            return _hour(read_time(cell))
        case SettingKind.CHOICE:
            known = {key(word): value for word, value in column.choices.items()}
            return known.get(key(cell)) if isinstance(cell, str) else None
        case _:
            text = read_text(cell)
            return text if isinstance(text, str) else None


def _iso(value: Any) -> str | None:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        return None


def _hour(value: Any) -> str | None:
    hour, _, minute = value.partition(":") if isinstance(value, str) else ("", "", "")
    fits = hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60
    return f"{int(hour):02}:{int(minute):02}" if fits else None


_WANTED: Mapping[SettingKind, str] = {
    SettingKind.TEXT: "chữ",
    SettingKind.NUMBER: "số nguyên từ 0 trở lên",
    SettingKind.DATE: "ngày, ví dụ 22/5/2023",
    SettingKind.TIME: "giờ, ví dụ 14:00",
    SettingKind.CHOICE: "một trong: {}",
}
