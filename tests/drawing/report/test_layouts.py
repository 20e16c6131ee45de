"""A run says how its report is laid out: one of an earlier version comes out as it was, a new one as reports are now."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from tests.drawing.report.days import days
from tests.kit.folders import FIRST, SECOND, new_folder, press, put_all, works
from xlpy.app.folder import Folder
from xlpy.app.history import report_again
from xlpy.core.before import NOTHING
from xlpy.core.plan.plan import Plan
from xlpy.drawing.report.look import LAYOUT, LAYOUT_NOW
from xlpy.drawing.report.workbook import draw_report
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


THIRD_LAYOUT = (Path(__file__).parent / "layout_3.sql").read_text(encoding="utf-8")
"""A journal of the version whose Tóm tắt said "có báo cáo" and "kịp hạn" of all that were not late: a first day with a
unit missing; a second with two refused, one missing and one late."""

DRAWN_IN_THE_THIRD = {
    FIRST: "87bdb9f28d6711f0ab896d0933ade2dde906f08b22eab900f249072ba496d1bd",
    SECOND: "acb6e70481d561fe56b5fad77b4d860eafdd8b4388c523f53d4ca1b0a1643a23",
}
"""SHA-256 over the same, drawn by that version."""

DAYS_IN_THE_THIRD = {
    "ordinary": "ec81ae2876d11c5f454a754cad8c334ac7aed271d4624c58177323b6a0c25aa0",
    "under ten": "3aec985f95b5a970dfc02c854b63022415118031ee109bb823ca2f849f6d6f25",
    "found and late again": "bb2f5ff2de1651ecf08215e47253e9a36a4c76add772c35abfc8a2e27b0b070d",
    "one unknown": "07bea6f311039ce96859bed503093e0bf4b29834bde261f9793cc22a0ad0a858",
    "first": "562459580165145b2c5160641a5c2d9d45c72264d22137b903dae500a1f1e2e3",
    "nothing": "f7d4bb9333b9aa7ca980c5406cc8d80626f9a2e090d58946548f19de88ef29c4",
    "close": "016059b57b7acca60d57eee92b748d1c655d3296f116ac05bcaac629fa326e3b",
    "after the deadline": "23aab5189f8c30a2dd677468bdcad07fe546908773dc72b0f61ad660fff8a5cc",
    "the whole plan": "37e93eec1228976c8afb983d0a9a71d65732f4a1f21685d2df3ebf61aee08529",
}
"""SHA-256 over what that version drew of the days of `days`."""


FOURTH_LAYOUT = (Path(__file__).parent / "layout_4.sql").read_text(encoding="utf-8")
"""A journal of the version that gave every figure the same room: a first day with a unit missing; a second with one
refused and two missing."""

DRAWN_IN_THE_FOURTH = {
    FIRST: "cc7d8d60dc63dbb18c47365ea1d656bd0efdad145b6aa5185992cd708a682f0b",
    SECOND: "06acc3834ffcabe650e1e59b05be70041d1898a06b7b153dd237211aee41679c",
}
"""SHA-256 over the same, drawn by that version."""

DAYS_IN_THE_FOURTH = {
    "ordinary": "fffb01bbeb44780d6f138a1ab961ba9c65a38af5ed0e0797a0311f0866392688",
    "under ten": "1b65ccc4300c03aaf5216d71a77107c1fbe1796546e7b6044a12b57b6c70e987",
    "found and late again": "2fc3bd25077a6761d88bb378b397adc25568b2bd4cca0d8d94b4fe972c6c4233",
    "one unknown": "81c32f2661bf6132fc67aaf25c8ceb142c64af924476cca47531dbffbe017619",
    "first": "88f9d99870a075fc7fd78822d9ac2d6167c3b6e9f8fd5e9767b566cb8ffd35f6",
    "nothing": "8aff5968496d2aa8beccb16ef035a9ce21ff9d55ef179bff243eaee49e7615df",
    "close": "9db69a9cd9ea1f66d7ae86a9a30c267b14d695fff90fbe37d5cb7eb327b80d29",
    "after the deadline": "e73cdde24c8a608b4f6c5aa25591e26f982ab86d5e89ab5e81ea9e9c010b1ece",
    "the whole plan": "f7acffd4654c0c84f7b4b67a205cc20396f00964af838a7fc6e50f17c3fc49e3",
}
"""SHA-256 over what that version drew of the days of `days`."""


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


@pytest.mark.parametrize("day", DRAWN_IN_THE_THIRD, ids=str)
def test_a_report_of_the_third_layout_comes_out_as_it_was(tmp_path: Path, day: date) -> None:
    folder = Folder(tmp_path)
    with closing(sqlite3.connect(folder.journal)) as db:
        db.executescript(THIRD_LAYOUT)
    report = report_again(folder, day, None)[2]
    assert held(report.read_bytes()) == DRAWN_IN_THE_THIRD[day]


@pytest.mark.parametrize("name", DAYS_IN_THE_THIRD)
def test_every_sort_of_day_says_in_the_third_layout_what_it_said(plan: Plan, name: str) -> None:
    its_plan, standing, before = days(plan)[name]
    report = draw_report(replace(its_plan, look={LAYOUT: 3}), standing, before)
    assert held(report) == DAYS_IN_THE_THIRD[name]


@pytest.mark.parametrize("day", DRAWN_IN_THE_FOURTH, ids=str)
def test_a_report_of_the_fourth_layout_comes_out_as_it_was(tmp_path: Path, day: date) -> None:
    folder = Folder(tmp_path)
    with closing(sqlite3.connect(folder.journal)) as db:
        db.executescript(FOURTH_LAYOUT)
    report = report_again(folder, day, None)[2]
    assert held(report.read_bytes()) == DRAWN_IN_THE_FOURTH[day]


@pytest.mark.parametrize("name", DAYS_IN_THE_FOURTH)
def test_every_sort_of_day_says_in_the_fourth_layout_what_it_said(plan: Plan, name: str) -> None:
    its_plan, standing, before = days(plan)[name]
    report = draw_report(replace(its_plan, look={LAYOUT: 4}), standing, before)
    assert held(report) == DAYS_IN_THE_FOURTH[name]


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
