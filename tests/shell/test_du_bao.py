"""`hotich du-bao`: what the journal promises, for people and for programs."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.kit.folders import HANDS, new_folder, press, put_all, works
from xlpy.app.folder import Folder
from xlpy.doors.disk.plan_file import default_plan
from xlpy.shell.main import main

pytestmark = pytest.mark.slow

PLAN = default_plan().plan
DAYS = 12
LAST = PLAN.start + timedelta(days=DAYS - 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Twelve days of all units but one, which falls silent after the eighth."""
    made = new_folder(tmp_path_factory.mktemp("du-bao") / "viec")
    for number, day_works in enumerate(works(PLAN, DAYS)):
        units = [code for code in HANDS if number < 8 or code != "696"]
        put_all(made, PLAN, day_works, units)
        press(made, PLAN.start + timedelta(days=number))
    return made


def said(folder: Folder, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["du-bao", "-C", str(folder.path), *words]) == 0
    return capsys.readouterr().out


def document(folder: Folder, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(said(folder, capsys, *words, "--json"))


def test_every_unit_has_the_keys_that_programs_rely_on(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    told = document(folder, capsys)
    assert (told["schema"], told["date"], len(told["units"])) == (1, LAST.isoformat(), 11)
    wanted = {"code", "name", "pace", "required_pace", "finish", "machines_needed", "on_track", "level"}
    wanted |= {"p50", "p80", "chance", "entered_by_deadline", "expected_today", "silent_days"}
    for unit in (*told["units"], told["total"]):
        assert wanted <= unit.keys()
    first = next(unit for unit in told["units"] if unit["code"] == "691")
    assert (first["finish"], first["level"], first["state"]) == (first["p50"], "commune", "going")
    assert date.fromisoformat(first["p50"]) <= date.fromisoformat(first["p80"])


def test_a_silent_unit_and_one_without_cases_are_told_in_words(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(folder, capsys)
    lines = {line.split("  ")[0]: line for line in told.splitlines()}
    assert lines["Huyện Bù Đăng"].endswith("không báo cáo 4 ngày")
    heads = next(line for line in told.splitlines() if line.startswith("Đơn vị"))
    assert lines["Huyện Bù Đăng"].index("không báo cáo") == heads.index("Tình trạng")
    assert "Chưa đủ số liệu để dự báo (cần ít nhất 7 báo cáo, trải ít nhất 10 ngày)" in told
    assert lines["Huyện Phú Riềng"].endswith("không có chỉ tiêu")
    assert "hạn: trước ngày 15/7/2023" in told
    assert max(map(len, told.splitlines()[:16])) <= 140


def test_a_day_gone_by_is_seen_as_it_was_then(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    then = document(folder, capsys, "--ngay", "25/5/2023")
    assert then["date"] == "2023-05-25"
    assert {unit["state"] for unit in then["units"]} == {"unknown", "no_target"}
    assert all(unit["chance"] is None for unit in then["units"])


def test_the_same_journal_says_the_same(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert document(folder, capsys) == document(folder, capsys)


def test_earlier_forecasts_are_shown_beside_what_came(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    told = document(folder, capsys, "--kiem-chung")
    assert [trial["date"] for trial in told["trials"]] == ["2023-05-31", "2023-06-01"]
    assert all(abs(trial["error"]) < 0.2 for trial in told["trials"])
    text = said(folder, capsys, "--kiem-chung")
    assert "Các dự báo trước so với số liệu đến hết ngày 2/6/2023" in text
    assert "Sai trung bình" in text


def test_without_a_day_in_the_journal_nothing_is_foretold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = new_folder(tmp_path / "viec")
    assert main(["du-bao", "-C", str(empty.path)]) == 2
    assert "Nhật ký chưa có ngày nào" in capsys.readouterr().err
    put_all(empty, PLAN, works(PLAN, 1)[0], ["691"])
    press(empty, PLAN.start)
    assert main(["du-bao", "-C", str(empty.path), "--kiem-chung"]) == 0
    assert "chưa kiểm chứng được" in capsys.readouterr().out
