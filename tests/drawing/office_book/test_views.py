"""What the workbook shows of the journal: a row a unit, day and kind."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from tests.kit.folders import FIRST, SECOND, form, new_folder, press, put, put_all, works, wrong
from xlpy.core.consolidate import Standing, Status
from xlpy.core.grid import Edit, Grid, Position, Value
from xlpy.core.office_book import HISTORY_HEADS, HISTORY_ROW, HISTORY_SHEET, history_column
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.drawing.office_book.views import (
    history_edits,
    history_key,
    history_view,
    history_wanted,
    last_day,
    serial,
    status_words,
)
from xlpy.drawing.words import STATUS_WORDS


@pytest.fixture(scope="module")
def standings(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> list[Standing]:
    """All in; then one refused and the rest missing."""
    folder = new_folder(tmp_path_factory.mktemp("bang") / "viec")
    first, second, _ = works(plan)
    put_all(folder, plan, first)
    one = press(folder, FIRST).standing
    put(folder, "binh long.xlsx", form(plan, second["690"], **wrong(Kind.BIRTH, Measure.ENTERED, 1)), plan, SECOND)
    return [one, press(folder, SECOND).standing]


def test_a_day_is_known_by_its_number() -> None:
    assert [serial(day) for day in (date(1900, 3, 1), date(2023, 5, 22))] == [61, 45068]
    assert history_key(FIRST, "691", Kind.BIRTH) == "45068|691|birth"


def test_a_workbook_that_was_built_before_keeps_the_words_that_its_formulas_know(standings: list[Standing]) -> None:
    last = len(HISTORY_HEADS) - 1
    before, today = (
        Grid("Hotich.xlsm", HISTORY_SHEET, {(0, last): head}) for head in ("Chấp nhận riêng", HISTORY_HEADS[last][0])
    )
    assert status_words(before)[Status.REFUSED] == "Bị từ chối"
    assert status_words(today) is STATUS_WORDS
    status = history_column("Tình trạng")
    assert {str(row[status]) for row in history_view(standings, status_words(before))} == {
        "Đã nhận",
        "Bị từ chối",
        "Chưa báo cáo",
    }


def test_the_history_has_a_row_for_each_unit_day_and_kind(standings: list[Standing]) -> None:
    rows = list(history_view(standings))
    assert len(rows) == 2 * 11 * 4
    assert len({row[0] for row in rows}) == len(rows)
    assert {len(row) for row in rows} == {len(HISTORY_HEADS)}
    for row, (standing, unit, kind) in zip(
        rows, ((s, u, k) for s in standings for u in s.units for k in KINDS), strict=True
    ):
        figures = unit.figures[kind]
        assert row[0] == history_key(standing.date, unit.unit, kind)
        labels = ("Tổng số", "Trong ngày", "Tổng đã nhập", "Còn lại")
        told = [row[history_column(label)] for label in labels]
        assert told == [figures.total, figures.today, figures.entered, figures.remaining]


def test_who_did_not_report_has_blanks_and_the_day_that_still_stands(standings: list[Standing]) -> None:
    rows = {row[0]: dict(zip(dict(HISTORY_HEADS), row, strict=True)) for row in history_view(standings)}
    missing, refused = rows["45069|691|birth"], rows["45069|690|birth"]
    assert (missing["Tình trạng"], missing["Trong ngày"], missing["Hạn"], missing["Tệp"]) == (
        "Chưa báo cáo",
        None,
        None,
        None,
    )
    assert missing["Giữ số ngày"] == FIRST
    assert missing["Tổng đã nhập"] == rows["45068|691|birth"]["Tổng đã nhập"]
    assert (refused["Tình trạng"], refused["Trong ngày"], refused["Hạn"]) == ("Trả lại để sửa", None, "Đúng hạn")
    assert refused["Tệp"] == "binh long.xlsx"
    assert isinstance(refused["Lỗi"], int)
    assert refused["Lỗi"] > 0


def test_the_last_day_knows_its_rows(standings: list[Standing]) -> None:
    assert last_day([]) is None
    shown = last_day(standings)
    assert shown is not None
    rows = list(history_view(standings))
    for unit in shown.standing.units:
        for kind in KINDS:
            assert rows[shown.row(unit.unit, kind) - 2][0] == history_key(SECOND, unit.unit, kind)
    assert shown.unit("không có") is None


def test_a_day_knows_where_the_days_before_it_stand(standings: list[Standing]) -> None:
    shown = last_day(standings)
    assert shown is not None
    rows = list(history_view(standings))
    for unit in shown.standing.units:
        assert rows[shown.before(unit.unit, 1) - 2][0] == history_key(FIRST, unit.unit, Kind.BIRTH)
        assert shown.before(unit.unit, 0) == shown.row(unit.unit, Kind.BIRTH)
        assert shown.before(unit.unit, 2) == 0
    assert shown.before("không có", 1) == 0


def seen(rows: Sequence[Sequence[object]]) -> dict[Position, Value]:
    """As a program gives back what was written: numbers with a fraction, days with an hour."""
    cells: dict[Position, Value] = {}
    for row, line in enumerate(rows, HISTORY_ROW):
        for column, value in enumerate(line):
            match value:
                case int():
                    cells[row, column] = float(value)
                case date():
                    cells[row, column] = datetime(value.year, value.month, value.day)
                case str():
                    cells[row, column] = value
    return cells


def edited(cells: dict[Position, Value], standings: Sequence[Standing]) -> tuple[dict[Position, Value], list[Edit]]:
    """The sheet after a press, and what the press wrote."""
    history = Grid("Hotich.xlsm", HISTORY_SHEET, cells)
    edits = list(history_edits(history_wanted(standings, history), history))
    for edit in edits:
        kept = {place: value for place, value in cells.items() if place[0] < edit.top}
        whole: list[Sequence[object]] = [()] * (edit.top - HISTORY_ROW)
        cells = {**kept, **seen([*whole, *edit.rows])}
    return cells, edits


A_DAY = 11 * len(KINDS)


def test_a_press_writes_what_is_new_in_the_history_and_nothing_else(standings: list[Standing]) -> None:
    cells, edits = edited({}, standings[:1])
    assert [(edit.top, len(edit.rows)) for edit in edits] == [(HISTORY_ROW, A_DAY)]
    cells, edits = edited(cells, standings)
    assert [(edit.top, len(edit.rows)) for edit in edits] == [(HISTORY_ROW + A_DAY, A_DAY)]
    assert cells == seen(list(history_view(standings)))
    assert edited(cells, standings) == (cells, [])


@pytest.mark.parametrize("place", [0, 5, A_DAY + 3, 2 * A_DAY - 1])
def test_from_a_row_that_is_not_as_the_journal_has_it_all_is_written(standings: list[Standing], place: int) -> None:
    right = seen(list(history_view(standings)))
    changed: dict[Position, Value] = {**right, (HISTORY_ROW + place, history_column("Tổng đã nhập")): 7.0}
    mended, edits = edited(changed, standings)
    assert mended == right
    assert [edit.top for edit in edits] == [HISTORY_ROW + place]


def test_rows_of_days_that_are_no_more_go(standings: list[Standing]) -> None:
    cells = seen(list(history_view(standings)))
    left, edits = edited(cells, standings[:1])
    assert left == seen(list(history_view(standings[:1])))
    assert all(edit.alone for edit in edits)
    assert edited(cells, [])[0] == {}


def test_a_blank_row_between_is_filled(standings: list[Standing]) -> None:
    right = seen(list(history_view(standings)))
    holed = {place: value for place, value in right.items() if place[0] != HISTORY_ROW + 9}
    assert edited(holed, standings)[0] == right
