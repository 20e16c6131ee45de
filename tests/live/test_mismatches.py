"""Theo dõi riêng of the open workbook: what the units' forms say of their cases, as a press left it."""

from datetime import timedelta

import pytest

from tests.app.test_mismatches import CASE, FIGURES, cells
from tests.kit.folders import FIRST, NOW, SECOND, put
from tests.kit.typed import typed_form
from tests.live.conftest import Seat
from xlpy.core.forms import MISMATCH_SHEET
from xlpy.core.mismatches import Differs
from xlpy.core.records import Kind
from xlpy.drawing.office_book.views import serial

WEEKS = FIRST + timedelta(days=16)


def seen(seat: Seat) -> list[list[object]]:
    return [row for row in seat.doc.block(MISMATCH_SHEET, "A6:M20") if any(value != "" for value in row)]


@pytest.mark.slow
def test_a_press_shows_open_cases_first_and_another_day_shows_its_own(seat: Seat) -> None:
    done = CASE._replace(record="7", done=FIRST)
    waiting = CASE._replace(kind=Kind.DEATH, record="46", differs=Differs.DEATH_DATE, sent=SECOND)
    later = CASE._replace(record="47", found=WEEKS)
    for day, cases in ((FIRST, (CASE, done)), (WEEKS, (CASE._replace(done=WEEKS), waiting, later))):
        data = typed_form(seat.plan, "696", {FIRST: FIGURES, day: FIGURES}, None, {MISMATCH_SHEET: cells(*cases)})
        put(seat.folder, f"{day}.xlsx", data, seat.plan, day)
    seat.desk.consolidate(NOW)
    assert [(row[4], row[11], row[12]) for row in seen(seat)] == [("45", "– Mới phát hiện", 0), ("7", "● Xong", "")]
    seat.choose(WEEKS)
    seat.desk.consolidate(NOW + timedelta(days=16))
    rows = seen(seat)
    assert [(row[4], row[11], row[12]) for row in rows] == [
        ("46", "× Công an đang xác minh", 16),
        ("47", "– Mới phát hiện", 0),
        ("45", "● Xong", ""),
        ("7", "● Xong", ""),
    ]
    assert rows[0][:8] == [
        "Huyện Bù Đăng",
        "khai tử",
        "01/2005",
        "12",
        "46",
        "ngày chết",
        serial(FIRST),
        serial(SECOND),
    ]
    assert seat.doc.cell(MISMATCH_SHEET, "A3") == (
        "Đến 7/6/2023: 2 trường hợp chưa xong, quá 7 ngày 1 (trong đó quá 15 ngày 1); đã xong 2."
    )
    seat.choose(FIRST)
    seat.desk.refresh()
    assert [row[4] for row in seen(seat)] == ["45", "7"]
    seat.choose(SECOND)
    seat.desk.refresh()
    assert (seen(seat), seat.doc.cell(MISMATCH_SHEET, "A3")) == ([], "Ngày 23/5/2023 chưa tổng hợp.")
