"""What a press asks of the program that has the workbook open: calls are counted, since each costs the same everywhere."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest

from tests.kit.bridge import Bridge, counted
from tests.kit.folders import NOW, SECOND, put_all
from tests.live.conftest import Seat
from xlpy.app.desk import Desk
from xlpy.core.plan.plan import Plan
from xlpy.demo.truth import Work
from xlpy.doors.live.book import LiveBook

pytestmark = pytest.mark.slow

LATER = NOW + timedelta(minutes=20)
WRITES = frozenset({"setDataArray", "setFormulaArray", "setFormula", "setValue", "setString", "clearContents"})
TOUCHES = WRITES | {"protect", "unprotect", "lockControllers", "NumberFormat=", "OptimalHeight="}


class Watched(NamedTuple):
    """The open workbook as a process reaches it that has carried out presses before, as who is on duty has."""

    bridge: Bridge
    book: Any

    def press(self, at: Any) -> str:
        """Press Tổng hợp; only what this asks is counted."""
        self.bridge.calls.clear()
        return Desk(LiveBook(self.book)).consolidate(at)

    def asked(self, names: frozenset[str]) -> dict[str, int]:
        return {name: count for name, count in self.bridge.calls.items() if name in names}


@pytest.fixture
def watched(seat: Seat, program: Any) -> Iterator[Watched]:
    with counted(program) as (bridge, app):
        (book,) = (book for book in app.books if book.name == seat.folder.workbook.name)
        found = Watched(bridge, book)
        found.press(NOW)
        found.press(LATER)
        yield found


def test_a_press_with_nothing_new_writes_nothing(watched: Watched) -> None:
    assert "Không có gì mới" in watched.press(LATER)
    assert watched.asked(TOUCHES) == {}
    assert 200 < watched.bridge.count <= 370


def test_a_press_with_one_new_file_writes_what_is_new(
    watched: Watched, seat: Seat, plan: Plan, days: list[dict[str, Work]]
) -> None:
    put_all(seat.folder, plan, days[0], ["695"])
    assert watched.press(LATER).startswith("Ngày 22/5/2023: 3/11")
    assert 200 < watched.bridge.count <= 450
    # Nhật ký and Kiểm tra, each unlocked and locked once; no other sheet is touched.
    assert watched.asked(TOUCHES - WRITES) == {
        "lockControllers": 1,
        "unprotect": 2,
        "protect": 2,
        "OptimalHeight=": 1,
    }
    assert sum(watched.asked(WRITES).values()) <= 8


def test_what_is_typed_between_two_presses_counts_at_once(watched: Watched, seat: Seat) -> None:
    seat.phone("698", 1, 2, 3, 4, note="Anh Nam, 13h")
    assert watched.press(LATER).startswith("Ngày 22/5/2023: 3/11")
    assert seat.phoned("698") == [""] * 6
    seat.choose(SECOND)
    assert watched.press(LATER + timedelta(days=1)).startswith("Ngày 23/5/2023: ")


def test_a_number_whose_format_alone_changed_is_read_as_what_it_shows(watched: Watched, seat: Seat) -> None:
    cell = seat.book.impl.model.Sheets.getByName("Phụ lục 02").getCellRangeByName("M8")
    formats, key = seat.book.impl.formats, cell.NumberFormat

    def machines() -> object:
        return LiveBook(watched.book).grid("Phụ lục 02").cells[7, 12]

    before = machines()
    assert isinstance(before, float)
    cell.NumberFormat = formats.key("d/m/yyyy")
    assert machines() == date(1899, 12, 30) + timedelta(before)
    cell.NumberFormat = key
    assert machines() == before
    cell.setValue(1)
    assert (machines(), type(machines())) == (1.0, float)
    cell.NumberFormat = formats.key("BOOLEAN")
    assert machines() is True
