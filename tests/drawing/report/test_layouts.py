"""A run says how its report is laid out: one of an earlier version comes out as it was, a new one as reports are now."""

import sqlite3
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from tests.kit.folders import FIRST, SECOND, new_folder, press, put_all, works
from xlpy.app.folder import Folder
from xlpy.app.history import report_again
from xlpy.core.before import NOTHING
from xlpy.core.plan.plan import Plan
from xlpy.drawing.report.look import LAYOUT, LAYOUT_NOW
from xlpy.drawing.shipping import parts
from xlpy.journal import Journal

BEFORE = (Path(__file__).parent / "before_layouts.sql").read_text(encoding="utf-8")
"""A journal as the version before layouts wrote it: a day with all reports; a day with one refused, one missing and one
accepted by name, its report restyled on all three sheets."""

DRAWN_THEN = {
    date(2023, 5, 22): "1af0f55aa0ed8aad44c221e9c7220e77f064bf79da67b555a4d18123fd3eebcd",
    date(2023, 5, 23): "8af9ff9c56b53cefa5f0968ed640a1aecd68c0c58d597a0b5e334cadb63dae22",
}
"""SHA-256 over what the packages of the reports held that the same version drew: not every zlib packs alike."""


SECOND_LAYOUT = (Path(__file__).parent / "layout_2.sql").read_text(encoding="utf-8")
"""A journal of the version that foretold ends by the pace of the day: a first day with a unit missing; a second with
one refused and one missing."""

DRAWN_IN_THE_SECOND = {
    FIRST: "776cbb2cd420d63b1ba91c9f163731ed6c5591918ded4164126e99e94dd95d1c",
    SECOND: "15d72b3f4f318bb4f4863aaaa99c59f93261634dc34200dce7449fb51c2bb63c",
}
"""SHA-256 over the same, drawn by that version."""


def held(package: bytes) -> str:
    digest = sha256()
    for name, data in parts(package).items():
        digest.update(name.encode() + b"\0" + data + b"\0")
    return digest.hexdigest()


@pytest.mark.parametrize("day", DRAWN_THEN, ids=str)
def test_a_report_of_before_there_were_layouts_comes_out_as_it_was(tmp_path: Path, day: date) -> None:
    folder = Folder(tmp_path)
    with closing(sqlite3.connect(folder.journal)) as db:
        db.executescript(BEFORE)
    report = report_again(folder, day, None)[2]
    assert held(report.read_bytes()) == DRAWN_THEN[day]


@pytest.mark.parametrize("day", DRAWN_IN_THE_SECOND, ids=str)
def test_a_report_of_the_second_layout_comes_out_as_it_was(tmp_path: Path, day: date) -> None:
    folder = Folder(tmp_path)
    with closing(sqlite3.connect(folder.journal)) as db:
        db.executescript(SECOND_LAYOUT)
    report = report_again(folder, day, None)[2]
    assert held(report.read_bytes()) == DRAWN_IN_THE_SECOND[day]


def test_a_new_run_records_the_layout_of_today(tmp_path: Path, plan: Plan) -> None:
    folder = new_folder(tmp_path / "viec")
    outcome = press(folder, FIRST)
    assert outcome.plan.look == {LAYOUT: LAYOUT_NOW}
    made = outcome.report.read_bytes()
    outcome.report.unlink()
    assert report_again(folder, FIRST, None)[2].read_bytes() == made


def test_a_folder_of_before_gets_the_new_report_with_its_next_press(tmp_path: Path, plan: Plan) -> None:
    folder = new_folder(tmp_path / "viec")
    with closing(sqlite3.connect(folder.journal)) as db:
        db.executescript(BEFORE)
    outcome = press(folder, date(2023, 5, 24))
    assert outcome.plan.look == {LAYOUT: LAYOUT_NOW}
    assert held(report_again(folder, FIRST, None)[2].read_bytes()) == DRAWN_THEN[FIRST]


def test_yesterday_is_as_the_days_run_saw_it(tmp_path: Path, plan: Plan) -> None:
    folder = new_folder(tmp_path / "viec")
    first, second, _ = works(plan)
    put_all(folder, plan, first, [code for code in first if code != "696"])
    press(folder, FIRST)
    put_all(folder, plan, second)
    made = press(folder, SECOND).report.read_bytes()
    with Journal.reading(folder.journal) as journal:
        assert "696" not in journal.before(SECOND).entered
    put_all(folder, plan, first, ["696"])
    press(folder, FIRST, agrees=lambda _: True)
    assert report_again(folder, SECOND, None)[2].read_bytes() == made  # as it was sent
    again = press(folder, SECOND)
    with Journal.reading(folder.journal) as journal:
        assert journal.before(SECOND).entered["696"] > 0
    assert again.changed
    assert again.report.read_bytes() == report_again(folder, SECOND, None)[2].read_bytes() != made
    assert not press(folder, SECOND).changed


def test_a_first_day_has_nothing_before_it(tmp_path: Path, plan: Plan) -> None:
    folder = new_folder(tmp_path / "viec")
    first, *_ = works(plan)
    put_all(folder, plan, first)
    press(folder, FIRST)
    with Journal.reading(folder.journal) as journal:
        assert journal.before(FIRST) == journal.before(date(2023, 5, 1)) == NOTHING
        assert journal.before(SECOND) == NOTHING  # which was never merged
