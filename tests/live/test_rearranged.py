"""Điều khiển after somebody took its protection off and moved things: no figure told by telephone goes astray."""

from datetime import timedelta
from typing import Any

import pytest

from tests.kit.folders import FIRST, NOW
from tests.live.conftest import BOARD_ROW, Seat
from xlpy.app.folder import CannotDo
from xlpy.core.consolidate import Status
from xlpy.core.office_book import CONTROL_SHEET
from xlpy.journal import Journal
from xlpy.libreoffice.bridge import uno

pytestmark = pytest.mark.slow

LATER = NOW + timedelta(minutes=20)
FIGURES = (1, 2, 3, 4)


def unlocked(seat: Seat) -> Any:
    sheet = seat.book.impl.model.Sheets.getByName(CONTROL_SHEET)
    sheet.unprotect("")
    return sheet


def tell(sheet: Any, row: int, columns: str = "QRSTU") -> str:
    """Type figures on a line; the name that stands there."""
    for column, value in zip(columns, FIGURES, strict=False):
        sheet.getCellRangeByName(f"{column}{row}").Value = value
    sheet.getCellRangeByName(f"{columns[-1]}{row}").String = "Anh Nam, 14h"
    return str(sheet.getCellRangeByName(f"C{row}").String)


def told_by_telephone(seat: Seat) -> list[str]:
    with Journal.reading(seat.folder.journal) as journal:
        standing = journal.standing(FIRST)
    return [unit.name for unit in standing.units if unit.status is Status.MANUAL] if standing else []


def sort_names(seat: Seat, sheet: Any) -> None:
    """As a person who wants the units by their names, and does not see the hidden columns."""
    field = uno().createUnoStruct("com.sun.star.table.TableSortField")
    field.Field, field.IsAscending = 0, True
    how = uno().createUnoStruct("com.sun.star.beans.PropertyValue")
    how.Name, how.Value = "SortFields", uno().Any("[]com.sun.star.table.TableSortField", (field,))
    sheet.getCellRangeByName(f"C{BOARD_ROW}:L{BOARD_ROW + len(seat.plan.senders) - 1}").sort((how,))


@pytest.mark.parametrize("change", ["row put in", "row deleted", "column put in", "row hidden"])
def test_figures_are_those_of_the_unit_beside_whose_name_they_stand(seat: Seat, change: str) -> None:
    sheet, columns = unlocked(seat), "QRSTU"
    if change == "row put in":
        sheet.Rows.insertByIndex(BOARD_ROW + 1, 1)
    elif change == "row deleted":
        sheet.Rows.removeByIndex(BOARD_ROW + 1, 1)
    elif change == "column put in":
        sheet.Columns.insertByIndex(5, 1)
        columns = "RSTUV"
    else:
        sheet.Rows.getByIndex(BOARD_ROW + 4).IsVisible = False
    name = tell(sheet, BOARD_ROW + 5, columns)
    text = seat.desk.consolidate(LATER)
    assert told_by_telephone(seat) == [name]
    assert ("dòng của đơn vị đã bị xoá" in text) is (change == "row deleted")
    # What was taken is no longer to be typed.
    assert sheet.getCellRangeByName(f"{columns[0]}{BOARD_ROW + 5}").String == ""


def test_figures_beside_a_name_on_another_units_line_are_nobodys(seat: Seat) -> None:
    sheet = unlocked(seat)
    sort_names(seat, sheet)
    name = tell(sheet, BOARD_ROW + 5)
    assert name == "Huyện Lộc Ninh"
    with pytest.raises(
        CannotDo, match=r"Điều khiển!C18: ghi “Huyện Lộc Ninh”, mà dòng này là của huyện Bù Đốp: .*chưa ghi gì\."
    ):
        seat.desk.consolidate(LATER)
    assert not seat.folder.journal.exists()


def test_sorted_names_are_told_where_nothing_was_typed(seat: Seat) -> None:
    sort_names(seat, unlocked(seat))
    text = seat.desk.consolidate(LATER)
    assert "2/11 đơn vị đã có số liệu" in text
    assert (
        "Điều khiển!C13: ghi “Huyện Bù Đăng”, mà dòng này là của huyện Bù Gia Mập" in text
        and "báo cáo thì đúng" in text
    )
    assert told_by_telephone(seat) == []
