"""An older copy of the journal put back: the newer one is never lost, and each message leads to it or says why not."""

import re
import shlex
import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.app.merge.test_killed import UNITS
from tests.kit.folders import FIRST, HANDS, NOW, SECOND, THIRD, copied, new_folder, press, put_all, works
from xlpy.app.folder import Folder, report_in
from xlpy.app.merge.merge_day import consolidate
from xlpy.core.consolidate import Standing
from xlpy.core.plan.plan import Plan
from xlpy.journal import Journal, JournalLost
from xlpy.journal.copies import head_of_copy
from xlpy.shell.main import main

pytestmark = pytest.mark.slow

LATE = next(code for code in HANDS if code not in UNITS)


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> Folder:
    """Three days merged, then the second again: beside it lies a copy with four runs, beside the third one with three."""
    folder = new_folder(tmp_path_factory.mktemp("ba-ngay") / "viec")
    for day, work in zip((FIRST, SECOND, THIRD), works(plan), strict=True):
        put_all(folder, plan, work, UNITS)
        press(folder, day)
    put_all(folder, plan, works(plan)[1], [LATE])
    consolidate(folder, SECOND, now=NOW + timedelta(days=3), agrees=lambda _: True)
    assert [runs(folder.backup(day)) for day in (SECOND, THIRD)] == [4, 3]
    return folder


@pytest.fixture
def folder(merged: Folder, tmp_path: Path) -> Folder:
    """The same, a test's own."""
    return copied(merged, tmp_path / "Hộ tịch")


def runs(path: Path) -> int:
    head = head_of_copy(path)
    assert head is not None
    return head.runs


def so(folder: Folder, *words: str) -> int:
    return main(["so", "-C", str(folder.path), *words])


def put_back(folder: Folder, day: date) -> int:
    return so(folder, "--khoi-phuc", day.isoformat())


def older_put_back(folder: Folder) -> None:
    folder.journal.unlink()
    assert put_back(folder, THIRD) == 1


def standing(folder: Folder) -> Standing | None:
    with Journal.reading(folder.journal, folder.copies()) as journal:
        return journal.standing(SECOND)


def wrong(folder: Folder, capsys: pytest.CaptureFixture[str]) -> Sequence[str]:
    capsys.readouterr()
    so(folder, "--kiem-tra")
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith("KHÔNG ĐÚNG")]


@pytest.mark.parametrize("pressed", [(), (THIRD,), (THIRD, FIRST), (SECOND,)], ids=str)
def test_the_newer_copy_can_be_had_by_what_the_proof_says_whatever_was_pressed_meanwhile(
    folder: Folder, pressed: Sequence[date], capsys: pytest.CaptureFixture[str]
) -> None:
    expected = standing(folder)
    report = report_in(folder.reports(SECOND), SECOND).read_bytes()
    older_put_back(folder)
    if pressed == (SECOND,):  # a unit's late file is not in the inbox any more: the day is made with less
        for file in folder.inbox.rglob(HANDS[LATE].file):
            file.unlink()
    for day in pressed:
        consolidate(folder, day, now=NOW + timedelta(days=4), agrees=lambda _: True)
    assert 4 in [runs(path) for path in folder.place("bao-cao").rglob("nhat-ky*.sqlite")]
    if pressed == (SECOND,):
        return
    lines = wrong(folder, capsys)
    (told,) = (line for line in lines if "Bản sao mới hơn nhật ký" in line)
    assert "4 lần tổng hợp" in told and told.endswith("tổng hợp lại các ngày: 23/5/2023")
    assert not any("chưa theo kịp" in line or "đã mở ra và lưu lại" in line for line in lines)
    (command,) = re.findall(r"hotich (so .+?--khoi-phuc [0-9-]+)", told)
    assert main(shlex.split(command)) == 0
    assert standing(folder) == expected
    assert report_in(folder.reports(SECOND), SECOND).read_bytes() == report
    # What was merged meanwhile is named, and merging it again is enough.
    again = re.search("Phải tổng hợp lại các ngày: (.+)\\.", capsys.readouterr().err)
    assert (again and again[1]) == ("24/5/2023" if pressed else None)
    for day in pressed:
        consolidate(folder, day, now=NOW + timedelta(days=5), agrees=lambda _: True)
    assert wrong(folder, capsys) == []


def test_a_press_tells_what_it_set_aside(folder: Folder) -> None:
    older_put_back(folder)
    told = " ".join(consolidate(folder, THIRD, now=NOW + timedelta(days=4)).notes)
    assert "để riêng, không xoá: bao-cao/nhat-ky (de rieng 1).sqlite" in told
    assert "--khoi-phuc 2023-05-23" in told


def test_a_report_of_a_lost_run_is_not_laid_to_anybody_and_not_replaced(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    older_put_back(folder)
    (told,) = (line for line in wrong(folder, capsys) if "Ngày 23/5/2023" in line)
    assert "nhật ký đã lấy lại từ bản sao" in told and "bao-cao --ngay" not in told
    assert "--khoi-phuc 2023-05-23" in told and "--ngay 2023-05-23" in told


def test_without_any_newer_copy_the_day_is_to_be_merged_again_and_the_unknown_file_is_named(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    for copy in (folder.backup(SECOND), folder.rolling_copy, folder.journal):
        copy.unlink()
    assert put_back(folder, THIRD) == 0
    assert "Phải tổng hợp lại các ngày: 23/5/2023." in capsys.readouterr().err
    lines = wrong(folder, capsys)
    (report,) = (line for line in lines if "Ngày 23/5/2023" in line)
    assert "nhật ký đã lấy lại từ bản sao" in report and "tong-hop" in report and "đã mở ra" not in report
    assert any("1 tệp ở da-nhan chưa có trong nhật ký này: da-nhan/2023-05-23/" in line for line in lines)
    consolidate(folder, SECOND, now=NOW + timedelta(days=4), agrees=lambda _: True)
    assert wrong(folder, capsys) == []


def test_a_report_changed_after_its_day_was_merged_anew_is_told_as_that(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    report_in(folder.reports(THIRD), THIRD).write_bytes(b"khac")
    assert any("đã mở ra và lưu lại" in line for line in wrong(folder, capsys))


def test_the_end_of_putting_back_names_the_days_or_says_that_none_is_missing(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.journal.unlink()
    assert put_back(folder, SECOND) == 0
    told = capsys.readouterr().err
    assert "không thiếu ngày nào" in told and "Phải tổng hợp lại" not in told
    folder.journal.unlink()
    assert put_back(folder, FIRST) == 1
    assert "Phải tổng hợp lại các ngày: 23/5/2023, 24/5/2023." in capsys.readouterr().err


def test_what_was_put_back_is_counted_apart_from_what_was_sent(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.journal.unlink()
    assert put_back(folder, SECOND) == 0
    capsys.readouterr()
    assert so(folder, "--kiem-tra") == 0
    assert "4 lần tổng hợp, 0 dòng gửi thư, 1 lần khôi phục từ bản sao" in capsys.readouterr().out
    folder.journal.unlink()
    with pytest.raises(JournalLost, match=r"nhật ký có 0 lần tổng hợp, 0 dòng gửi thư, bản sao có 4 .*1 lần khôi phục"):
        press(folder, THIRD)


def test_the_days_that_have_a_copy_are_told_in_order(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    early = folder.backup(date(2022, 5, 22))
    early.parent.mkdir()
    shutil.copyfile(folder.backup(THIRD), early)
    assert put_back(folder, date(2023, 6, 1)) == 2
    assert "Các ngày có: 22/5/2022, 22/5/2023, 23/5/2023, 24/5/2023." in capsys.readouterr().err


def test_a_file_that_is_no_journal_is_told_in_the_offices_own_words(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.journal.write_bytes(b"khong phai nhat ky" * 500)
    assert so(folder, "--kiem-tra") == 2
    told = capsys.readouterr().err
    assert "nhat-ky.sqlite: không phải tệp nhật ký." in told and "database" not in told
