"""A press without a day is for the day of the machine's clock, unless that clock cannot be right."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.kit.folders import FIRST, NOW, SECOND, form, new_folder, press, put, works
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.merge.merge_day import consolidate
from xlpy.core.plan.plan import Plan
from xlpy.journal import Journal

LONG_AGO = datetime.fromisoformat("1980-01-01T00:00:00+07:00")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return new_folder(tmp_path / "viec")


def days(folder: Folder) -> tuple[date, ...]:
    with Journal.reading(folder.journal) as journal:
        return journal.days()


def test_a_clock_before_the_campaign_makes_no_day_once_one_of_its_days_is_merged(folder: Folder, plan: Plan) -> None:
    put(folder, "bu dang.xlsx", form(plan, works(plan, 1)[0]["696"]), plan, FIRST)
    press(folder, FIRST)
    before = {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}
    with pytest.raises(CannotDo, match=r"Đồng hồ máy chỉ ngày 1/1/1980, .* đến ngày 22/5/2023\. Chưa ghi gì\."):
        consolidate(folder, None, now=LONG_AGO)
    assert {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()} == before
    # Once the clock is right, the next press is of its day.
    assert consolidate(folder, None, now=NOW + timedelta(days=1)).standing.date == SECOND
    assert days(folder) == (FIRST, SECOND)


def test_a_trial_before_the_campaign_is_merged_and_told(folder: Folder) -> None:
    outcome = consolidate(folder, None, now=LONG_AGO)
    assert days(folder) == (LONG_AGO.date(),)
    assert any("nằm ngoài đợt" in note and "đồng hồ máy" in note for note in outcome.notes)


def test_a_day_that_the_clock_has_not_reached_may_be_the_clocks_fault(folder: Folder) -> None:
    with pytest.raises(CannotDo, match=r"Ngày 22/5/2023 chưa tới .* Xem lại ngày, đồng hồ máy rồi chạy lại"):
        consolidate(folder, FIRST, now=LONG_AGO)
