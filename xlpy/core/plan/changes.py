"""Units that merge, split, are renamed or vanish mid-campaign: the sheet Thay đổi đơn vị, a line a “from → to”."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from xlpy.core.office_book import CHANGES_SHEET
from xlpy.core.plan.settings import SettingKind
from xlpy.core.plan.side_sheets import MOST_AT_ONE_PLACE, Column, SideSheet
from xlpy.core.records import KINDS, Kind

_KIND_HEADS: Mapping[Kind, str] = {
    Kind.BIRTH: "Sinh",
    Kind.MARRIAGE: "Kết hôn",
    Kind.DEATH: "Khai tử",
    Kind.ADOPTION: "Nuôi",
}
CASES, ENTERED, BOOKS = "cases", "entered", "books"
_PART_HEADS: Mapping[str, str] = {CASES: "trường hợp", ENTERED: "đã nhập", BOOKS: "Sổ"}
SHARES: tuple[str, ...] = tuple(f"{part}_{kind}" for part in _PART_HEADS for kind in KINDS)
"""The columns that a split asks for, as the plan's JSON names them; "machines" stands beside them."""

CHANGES_SIDE = SideSheet(
    CHANGES_SHEET,
    (
        Column("day", "Từ ngày", SettingKind.DATE),
        Column("old", "Mã cũ"),
        Column("new", "Mã mới"),
        Column("name", "Tên mới"),
        *(
            Column(f"{part}_{kind}", f"{_KIND_HEADS[kind]}: {words}", SettingKind.NUMBER)
            for part, words in _PART_HEADS.items()
            for kind in KINDS
        ),
        Column("machines", "Số máy", SettingKind.NUMBER, most=MOST_AT_ONE_PLACE),
        Column("note", "Ghi chú"),
    ),
    head_row=4,
)


class Change(NamedTuple):
    """One line: from `day` on, the unit `old` is (a part of) the unit `new`. What was not typed is None or "".

    Shares are what `new` takes over of `old`, where that is not all of it: cases and books that the plan gives, cases
    entered by the end of the day before, by kind; machines.
    """

    day: date | None
    old: str
    new: str
    name: str
    cases: Mapping[Kind, int | None]
    entered: Mapping[Kind, int | None]
    books: Mapping[Kind, int | None]
    machines: int | None
    row: int

    def share(self, column: str) -> int | None:
        """What stands in a column of shares, by its name in the plan's JSON."""
        if column == "machines":
            return self.machines
        part, _, kind = column.partition("_")
        shares: Mapping[Kind, int | None] = getattr(self, part)
        return shares[Kind(kind)]


def parse_change(row: int, data: Mapping[str, Any]) -> Change:
    """A change from its line in the plan's JSON."""
    cases, entered, books = ({kind: data.get(f"{part}_{kind}") for kind in KINDS} for part in _PART_HEADS)
    return Change(
        date.fromisoformat(data["day"]) if "day" in data else None,
        data.get("old", ""),
        data.get("new", ""),
        data.get("name", ""),
        cases,
        entered,
        books,
        data.get("machines"),
        row,
    )
