"""Tiến độ and Phương án in the open workbook: what the buttons write there, and what they leave alone until asked."""

from datetime import timedelta
from typing import Any

import pytest
import xlwings as xw

from tests.kit.folders import FIRST, NOW
from tests.live.conftest import Seat
from xlpy import buttons, libreoffice
from xlpy.app.desk import Desk
from xlpy.app.folder import CannotDo
from xlpy.core.campaign.allocation import Goal, Site, Terms, allocate
from xlpy.core.grid import column_name
from xlpy.core.office_book import FORETOLD_SHEET, KEEPS, KEPT, MACHINES_SHEET, PROGRESS_SHEET, TRYING, WHAT_IS_LEFT
from xlpy.core.plan.plan import Plan, Rounding
from xlpy.doors.live.book import LiveBook
from xlpy.drawing.office_book.appendices import FIRST_ROW as TARGETS_ROW
from xlpy.drawing.office_book.machines import GOAL_WORDS
from xlpy.drawing.office_book.views import serial

pytestmark = pytest.mark.slow

APPENDIX = "Phụ lục 02"
UNITS = 11


def desk(seat: Seat) -> Desk:
    return Desk(LiveBook(seat.book))


def column(seat: Seat, place: int) -> list[int]:
    letter, first = column_name(place), TRYING.first_row + 1
    cells = seat.doc.block(MACHINES_SHEET, f"{letter}{first}:{letter}{first + UNITS - 1}")
    return [int(str(row[0]).removesuffix(".0")) for row in cells]


def asked(seat: Seat, place: int, value: str | int) -> None:
    seat.doc.type(MACHINES_SHEET, f"{column_name(place)}{TRYING.asked_row + 1}", value, literal=isinstance(value, str))


def machines_of_plan(seat: Seat) -> list[object]:
    return [row[0] for row in seat.doc.block(APPENDIX, f"M{TARGETS_ROW + 1}:M{TARGETS_ROW + UNITS}")]


def best(plan: Plan, goal: Goal, *, one_a_commune: bool = False, outside: int = 0) -> list[int]:
    sites = [
        Site(
            target.unit.code,
            target.total_cases,
            target.machines,
            max(1, len(target.unit.children)) if one_a_commune else int(target.total_cases > 0),
        )
        for target in plan.tracked.targets
    ]
    return list(allocate(goal, sites, Terms(plan.norm, Rounding.UP, plan.campaign_days, outside)).machines)


def test_a_proposal_is_filled_in_and_the_plan_left_alone(seat: Seat, plan: Plan) -> None:
    before = machines_of_plan(seat)
    told = desk(seat).propose()
    assert column(seat, TRYING.free) == best(plan, Goal.EARLIEST)
    assert column(seat, TRYING.kept) == best(plan, Goal.EARLIEST, one_a_commune=True)
    assert "Muốn xong trong 64 ngày thì cần ít nhất 112 máy, chỉ có 111." in told.splitlines()[0]
    assert seat.doc.cell(MACHINES_SHEET, f"B{TRYING.words_row + 2}") == told.splitlines()[0]
    assert seat.doc.cell(MACHINES_SHEET, f"B{TRYING.words_row + 3}") == told.splitlines()[1]
    # Both readings of II.4, of the promise to Đồng Xoài: 16 to 24 machines, or 2 to 3.
    assert "(16–24 máy): xong sau 57–53 ngày; hiểu là cả đơn vị (2–3 máy): " in told.splitlines()[2]
    assert seat.doc.cell(MACHINES_SHEET, f"B{TRYING.words_row + 4}") == told.splitlines()[2]
    assert machines_of_plan(seat) == before


def test_outside_machines_and_units_that_lend_none_are_heard(seat: Seat, plan: Plan) -> None:
    asked(seat, TRYING.goal, GOAL_WORDS[list(Goal).index(Goal.FEWEST_MOVES)])
    asked(seat, TRYING.outside, 22)
    told = desk(seat).propose()
    assert column(seat, TRYING.free) == best(plan, Goal.FEWEST_MOVES, outside=22)
    assert "11/11 đơn vị xong trong 54 ngày" in told
    lends = f"{column_name(TRYING.lends)}{TRYING.first_row + UNITS}"  # Phú Riềng, whose 10 machines are idle
    seat.doc.type(MACHINES_SHEET, lends, KEEPS, literal=True)
    told = desk(seat).propose()
    assert "Với số máy này không làm được như yêu cầu" in told.splitlines()[0]
    assert column(seat, TRYING.free) == [target.machines for target in plan.tracked.targets]


def test_machines_are_written_into_the_plan_only_when_somebody_says_so(
    seat: Seat, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = machines_of_plan(seat)
    desk(seat).propose()
    monkeypatch.setattr(LiveBook, "ask", lambda *_: True)
    assert desk(seat).apply_proposal() == f"Đã dừng, {APPENDIX} không đổi."
    assert machines_of_plan(seat) == before
    monkeypatch.setattr(LiveBook, "ask", lambda *_: False)
    assert "thành phố Đồng Xoài 8 → 42" in desk(seat).apply_proposal()
    assert machines_of_plan(seat) == column(seat, TRYING.free) == best(plan, Goal.EARLIEST)
    assert "giống số máy đang có" in desk(seat).apply_proposal()


def test_the_other_reading_is_applied_where_it_is_chosen(
    seat: Seat, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(seat, TRYING.chosen, KEPT)
    asked(seat, TRYING.outside, 20)
    desk(seat).propose()
    monkeypatch.setattr(LiveBook, "ask", lambda *_: False)
    desk(seat).apply_proposal()
    assert machines_of_plan(seat) == best(plan, Goal.EARLIEST, one_a_commune=True, outside=20)


def test_more_machines_than_there_are_are_not_written(seat: Seat) -> None:
    cell = f"{column_name(TRYING.free)}{TRYING.first_row + 1}"
    seat.doc.type(MACHINES_SHEET, cell, 500)
    with pytest.raises(CannotDo, match="dùng 603 máy, chỉ có 111"):
        desk(seat).apply_proposal()


def test_what_is_mistyped_is_told_by_its_cell(seat: Seat) -> None:
    cell = f"{column_name(TRYING.free)}{TRYING.first_row + 1}"
    seat.doc.type(MACHINES_SHEET, cell, "tám", literal=True)
    with pytest.raises(CannotDo, match=f"{MACHINES_SHEET}!{cell}: ghi “tám”"):
        desk(seat).apply_proposal()


def test_after_the_last_day_nothing_is_left_to_share(seat: Seat, plan: Plan) -> None:
    seat.choose(plan.deadline)
    asked(seat, TRYING.of_what, WHAT_IS_LEFT)
    with pytest.raises(CannotDo, match="không còn ngày nào để nhập"):
        desk(seat).propose()


def test_a_press_writes_what_is_foretold_and_for_which_day(seat: Seat) -> None:
    desk(seat).consolidate(NOW)
    assert seat.doc.cell(FORETOLD_SHEET, "B1") == serial(FIRST)
    assert [row[0] for row in seat.doc.block(FORETOLD_SHEET, "A3:A13")][:1] == ["691"]
    said = str(seat.doc.cell(PROGRESS_SHEET, "B2"))
    assert said.startswith("Đã nhập ") and "bấm Làm mới" not in said
    seat.choose(FIRST - timedelta(days=1))
    assert seat.doc.cell(PROGRESS_SHEET, "B2") == "Ngày này chưa tổng hợp."


def test_the_buttons_of_phuong_an_work_and_tell(seat: Seat, program: Any) -> None:
    before = len(libreoffice.alerts(program))
    xw.Book.set_mock_caller(seat.book)
    try:
        buttons.tinh_phuong_an()
        buttons.ap_dung_phuong_an()  # nobody sits there: nothing is changed
    finally:
        del xw.Book._mock_caller
    first, asked_first, last = libreoffice.alerts(program)[before:]
    assert first.title == "Tính phương án"
    assert "Có dừng lại để kiểm tra không?" in asked_first.prompt
    assert last.prompt == f"Đã dừng, {APPENDIX} không đổi."
