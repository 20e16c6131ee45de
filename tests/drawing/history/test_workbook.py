"""The journal's figures as a workbook: every table says what the days say, and charts stand over them."""

import io
from collections.abc import Sequence
from datetime import date, timedelta
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.records import KINDS, Figures
from xlpy.doors.disk.plan_file import default_plan
from xlpy.drawing.history.workbook import BY_DAY, CHARTS, FIGURES, KINDS_SHEET, RUNNING, draw_history

PLAN = default_plan().plan


def standings(days: int) -> list[Standing]:
    """Two units; the second does not report on odd days and is late on even ones."""

    def unit(code: str, name: str, day: int, *, reports: bool, late: bool) -> UnitDay:
        figures = {kind: Figures(1_000, day + 1 if reports else None, 10 * (day + 1)) for kind in KINDS}
        return UnitDay(code, name, Status.RECEIVED if reports else Status.MISSING, late=late, figures=figures)

    return [
        Standing(
            PLAN.start + timedelta(days=day),
            (
                unit("691", "=HYPERLINK(1)", day, reports=True, late=False),
                unit("696", "Huyện Bù Đăng", day, reports=day % 2 == 0, late=day % 2 == 0),
            ),
        )
        for day in range(days)
    ]


def drawn(days: Sequence[Standing]) -> bytes:
    return draw_history(PLAN, days)


def rows(data: bytes, sheet: str) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(data))[sheet].iter_rows(values_only=True))


def test_the_long_table_has_a_row_a_day_unit_and_kind() -> None:
    found = rows(drawn(standings(3)), FIGURES)
    assert len(found) == 1 + 3 * 2 * 4
    assert found[0][:6] == ("Ngày", "Mã", "Đơn vị", "Loại", "Tình trạng", "Muộn")
    first, missing = found[1], found[1 + 8 + 4]
    assert (first[0].date(), first[1:4]) == (PLAN.start, ("691", "=HYPERLINK(1)", "Đăng ký sinh"))  # type: ignore[attr-defined]
    assert first[6:10] == (1_000, 1, 10, 990)
    assert missing[4:10] == ("Chưa báo cáo", None, 1_000, None, 20, 980)


def test_it_is_a_table_that_a_pivot_can_be_made_of() -> None:
    book = load_workbook(io.BytesIO(drawn(standings(2))))
    (table,) = book[FIGURES].tables.values()
    assert (table.name, table.ref) == ("SoLieu", "A1:K17")


def test_days_stand_in_columns_and_what_was_not_reported_is_blank() -> None:
    data = drawn(standings(3))
    today, running = rows(data, BY_DAY), rows(data, RUNNING)
    assert today[0][0] == "Đơn vị"
    assert [row[1:4] for row in today[1:]] == [(4, 8, 12), (4, None, 12), (8, 8, 24)]
    assert [row[1:4] for row in running[1:]] == [(40, 80, 120), (40, 80, 120), (80, 160, 240)]


def test_the_kinds_by_day_stand_beside_what_the_plan_asks() -> None:
    found = rows(drawn(standings(2)), KINDS_SHEET)
    assert found[1][1:] == (20, 20, 20, 20, 80, 8, 8_000 // 54, 2, 1)
    assert found[2][1:] == (40, 40, 40, 40, 160, 8, 2 * 8_000 // 54, 1, 0)


def test_charts_are_native_and_cover_every_day() -> None:
    with ZipFile(io.BytesIO(drawn(standings(5)))) as package:
        charts = [package.read(name).decode() for name in package.namelist() if "charts/chart" in name]
    assert len(charts) == 2
    assert all("'Theo loại'!$A$2:$A$6" in chart for chart in charts)


def test_a_journal_without_a_day_gives_empty_tables() -> None:
    data = drawn([])
    assert rows(data, CHARTS) == [("Nhật ký chưa có ngày nào.",)]
    assert [row[0] for row in rows(data, FIGURES)] == ["Ngày"]


def test_the_same_figures_give_the_same_bytes() -> None:
    assert drawn(standings(4)) == drawn(standings(4))


@pytest.mark.parametrize("days", [200])
def test_two_hundred_days_fit(days: int) -> None:
    found = rows(drawn(standings(days)), BY_DAY)
    assert found[0][days].date() == PLAN.start + timedelta(days=days - 1)  # type: ignore[union-attr]
    assert isinstance(PLAN.start, date)
