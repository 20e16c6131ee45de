"""`hotich ke-hoach --toi-uu`: where machines should stand, in words and for programs."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.kit.folders import new_folder, press, put_all, works
from xlpy.app.folder import Folder
from xlpy.doors.disk.plan_file import default_plan
from xlpy.shell.main import main

PLAN = default_plan().plan


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Two days merged."""
    made = new_folder(tmp_path_factory.mktemp("toi-uu") / "viec")
    for number, day_works in enumerate(works(PLAN, 2)):
        put_all(made, PLAN, day_works)
        press(made, PLAN.start + timedelta(days=number))
    return made


def said(folder: Folder, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["ke-hoach", "-C", str(folder.path), *words]) == 0
    return capsys.readouterr().out


def document(folder: Folder, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(said(folder, capsys, *words, "--json"))


def test_the_earliest_end_is_shown_beside_now_and_proved(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(folder, capsys, "--toi-uu", "som-nhat")
    assert "Thành phố Đồng Xoài     540.075    8  338 ▲         42  64 ▲         +34" in told
    assert "Muốn xong trong 63 ngày thì cần ít nhất 112 máy, chỉ có 111." in told


def test_what_cannot_be_reached_is_said_plainly_with_what_would_do(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(folder, capsys, "--toi-uu", "it-chuyen")
    assert "Với số máy này không làm được như yêu cầu; giữ nguyên máy hiện có." in told
    assert "Có 20 máy từ ngoài (--may-ngoai 20) thì tất cả kịp hạn." in told
    assert "11/11 đơn vị xong trong 54 ngày." in said(folder, capsys, "--toi-uu", "it-chuyen", "--may-ngoai", "20")
    lacking = document(folder, capsys, "--toi-uu", "it-chuyen", "--may-ngoai", "19")
    assert (lacking["reached"], lacking["proof"]) == (False, {"days": 54, "needed": 131, "there": 130})


def test_one_more_in_time_is_told_what_it_would_take(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(folder, capsys, "--toi-uu", "nhieu-nhat")
    assert "10/11 đơn vị xong trong 54 ngày; không kịp: Thành phố Đồng Xoài." in told
    assert "Thêm một đơn vị nữa kịp hạn thì cần ít nhất 131 máy, chỉ có 111." in told


def test_communes_that_keep_theirs_and_machines_from_outside(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    told = document(folder, capsys, "--toi-uu", "som-nhat", "--giu-moi-xa", "--may-ngoai", "16")
    assert (told["last"], told["moved"], told["outside_used"]) == (113, 16, 16)


def test_a_unit_that_lends_nothing_keeps_all(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    told = document(folder, capsys, "--toi-uu", "som-nhat", "--khong-cho", "698", "696")
    units = {unit["code"]: unit for unit in told["units"]}
    assert (units["698"]["machines_new"], units["696"]["machines_new"]) == (10, 16)


def test_what_is_left_after_the_last_day_merged(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    told = document(folder, capsys, "--toi-uu", "som-nhat", "--con-lai")
    assert (told["since"], told["days"]) == ("2023-05-23", 52)
    assert sum(unit["cases"] for unit in told["units"]) < PLAN.tracked.cases


def test_a_code_that_nobody_has_and_a_journal_without_a_day_are_refused(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ke-hoach", "-C", str(folder.path), "--toi-uu", "som-nhat", "--khong-cho", "999"]) == 2
    assert "--khong-cho 999: không có đơn vị mang mã này" in capsys.readouterr().err
    empty = new_folder(tmp_path / "viec")
    assert main(["ke-hoach", "-C", str(empty.path), "--toi-uu", "som-nhat", "--con-lai"]) == 2
    assert "Nhật ký chưa có ngày nào; bỏ --con-lai" in capsys.readouterr().err
