"""The folder's workbook and templates: made once, kept, changed by the office, and asked for its plan."""

import json
import os
import sys
from collections.abc import Callable
from datetime import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from tests.core.plan.test_sheets import SMALL
from tests.kit.folders import FIRST, SECOND, new_folder, press, put_all, works
from xlpy.app.folder import REMEMBERED_PLAN, Folder
from xlpy.app.plan_of_folder import plan_of
from xlpy.core.office_book import HISTORY_SHEET, SETTINGS_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.doors.disk.plan_file import default_text
from xlpy.selfcheck.launcher import LAUNCHERS, launcher
from xlpy.shell.main import main
from xlpy.shipped import shipped

pytestmark = pytest.mark.slow

SHIPPED = shipped("workbook/Hotich.xlsm").read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return new_folder(tmp_path / "viec")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Another province's plan file."""
    path = tmp_path / "ha nam.json"
    path.write_text(json.dumps(SMALL, ensure_ascii=False), encoding="utf-8")
    return path


def contents(path: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {found.relative_to(path).as_posix(): found.read_bytes() for found in path.rglob("*") if found.is_file()}


def change(path: Path, how: Callable[[Workbook], object]) -> None:
    """A workbook changed and saved by another program."""
    book = load_workbook(path, keep_vba=path.suffix == ".xlsm")
    how(book)
    buffer = BytesIO()
    book.save(buffer)
    path.write_bytes(buffer.getvalue())


def setting(label: str, value: object) -> Callable[[Workbook], None]:
    """A change to one setting."""

    def changed(book: Workbook) -> None:
        row = next(row for row in book[SETTINGS_SHEET].iter_rows(max_col=2) if row[0].value == label)
        row[1].value = value

    return changed


def machines(book: Workbook) -> None:
    book["Phụ lục 02"]["M14"] = 51


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """The JSON document that a command prints."""
    capsys.readouterr()
    assert main([*arguments, "--json"]) in (0, 1)
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line with which a command says why it cannot."""
    capsys.readouterr()
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err.strip()


# -- bat-dau -------------------------------------------------------------------------------------------------------


def test_a_new_folder_has_the_shipped_workbook_and_templates_byte_for_byte(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bat-dau", str(tmp_path / "viec")]) == 0
    assert contents(tmp_path / "viec") == {
        "Hotich.xlsm": SHIPPED,
        **{each.name: launcher(each, sys.platform, sys.executable, os.environ) for each in LAUNCHERS},
        **{
            f"mau/{name}": shipped(f"templates/{name}").read_bytes()
            for name in (
                "bao-cao.docx",
                "bao-cao.xlsx",
                "thu.txt",
                "tra-loi/da-nhan.txt",
                "tra-loi/luu-y.txt",
                "tra-loi/nhac.txt",
                "tra-loi/tu-choi.txt",
            )
        },
    }
    assert (tmp_path / "viec" / "den").is_dir()
    said = capsys.readouterr().out
    assert "Hotich.xlsm" in said
    assert "giữ nguyên" not in said


def test_with_another_plan_the_workbook_is_built_for_it(tmp_path: Path, small: Path) -> None:
    assert main(["bat-dau", str(tmp_path / "viec"), "--ke-hoach", str(small)]) == 0
    plan = plan_of(Folder(tmp_path / "viec")).plan
    assert plan.document.issuer == "UBND tỉnh Hà Nam"
    assert [unit.name for unit in plan.senders] == ["Phường Quang Trung", "Phường Lê Hồng Phong", "Xã Liêm Chính"]


def test_a_second_time_everything_is_kept(folder: Folder, plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    put_all(folder, plan, works(plan)[0], ["691"])
    press(folder, FIRST)
    change(folder.workbook, machines)
    (folder.template.parent / "thu.txt").write_text("{đơn vị}", encoding="utf-8")
    before = contents(folder.path)
    assert main(["bat-dau", str(folder.path)]) == 0
    assert "đã có sẵn, giữ nguyên" in capsys.readouterr().out
    assert contents(folder.path) == before


def test_a_second_time_what_is_missing_is_completed(folder: Folder) -> None:
    before = contents(folder.path)
    folder.template.unlink()
    folder.inbox.rmdir()
    assert main(["bat-dau", str(folder.path)]) == 0
    assert contents(folder.path) == before
    assert folder.inbox.is_dir()


def test_the_same_plan_again_is_no_other_plan(tmp_path: Path, small: Path) -> None:
    assert main(["bat-dau", str(tmp_path / "viec"), "--ke-hoach", str(small)]) == 0
    before = contents(tmp_path / "viec")
    assert main(["bat-dau", str(tmp_path / "viec"), "--ke-hoach", str(small)]) == 0
    assert contents(tmp_path / "viec") == before


def test_another_plan_in_a_used_folder_is_refused_and_changes_nothing(
    folder: Folder, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(folder.path)
    assert "thư mục đã có Kế hoạch khác" in refused(capsys, "bat-dau", str(folder.path), "--ke-hoach", str(small))
    assert contents(folder.path) == before


def test_a_folder_of_the_older_version_is_told_the_command_that_moves_its_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "viec cũ"
    (old / "den").mkdir(parents=True)
    data = json.loads(default_text())
    data["norm"]["per_machine_per_day"] = 250
    (old / "ke-hoach.json").write_text(json.dumps(data), encoding="utf-8")
    command = f'hotich tao-so --ke-hoach "{old / "ke-hoach.json"}" --ra "{old / "Hotich.xlsm"}"'
    for verb in (["tong-hop", "-C"], ["ke-hoach", "-C"], ["bat-dau"]):
        assert refused(capsys, *verb, str(old)).endswith(command)
    assert not (old / "Hotich.xlsm").exists()
    assert main(["tao-so", "--ke-hoach", str(old / "ke-hoach.json"), "--ra", str(old / "Hotich.xlsm")]) == 0
    assert asked(capsys, "ke-hoach", "-C", str(old))["norm"] == 250


# -- The workbook is the plan --------------------------------------------------------------------------------------


def test_the_plan_of_a_folder_is_the_plan_without_one(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "khác").mkdir()
    monkeypatch.chdir(tmp_path / "khác")
    without = asked(capsys, "ke-hoach")
    assert asked(capsys, "ke-hoach", "-C", str(folder.path)) == without
    change(folder.workbook, lambda _: None)  # read from its cells, not known by its bytes
    assert asked(capsys, "ke-hoach", "-C", str(folder.path)) == without


def test_machines_changed_in_the_workbook_change_the_plan(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder.workbook, machines)
    (unit,) = [
        unit
        for unit in asked(capsys, "ke-hoach", "-C", str(folder.path))["levels"][0]["units"]
        if unit["code"] == "689"
    ]
    assert (unit["machines"], unit["days"], unit["machines_needed"]) == (51, 53, 51)


def test_a_change_is_seen_after_a_press_too(folder: Folder, plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder.workbook, machines)
    put_all(folder, plan, works(plan)[0], ["691"])
    press(folder, FIRST)
    press(folder, FIRST)
    change(folder.workbook, setting("Định mức (trường hợp/máy/ngày)", 300))
    outcome = press(folder, FIRST)
    assert (outcome.plan.norm, outcome.plan.targets["689"].machines) == (300, 51)
    assert asked(capsys, "ke-hoach", "-C", str(folder.path))["norm"] == 300


def test_what_was_remembered_of_the_plan_counts_only_where_the_journal_knows_it(folder: Folder, plan: Plan) -> None:
    change(folder.workbook, machines)
    put_all(folder, plan, works(plan)[0], ["691"])
    press(folder, FIRST)
    remembered = folder.path / REMEMBERED_PLAN
    seen, known = remembered.read_text(encoding="ascii").split()
    for forged in (f"{seen} {'0' * 64}", f"{'0' * 64} {known}", f"{seen}", "\0" * 99, f"{seen} {known} {known}"):
        remembered.write_text(forged, encoding="ascii")
        assert plan_of(folder).plan.targets["689"].machines == 51


def test_a_wrong_cell_stops_the_press_with_one_line(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder.workbook, setting("Định mức (trường hợp/máy/ngày)", "hai trăm"))
    before = contents(folder.path)
    line = refused(capsys, "tong-hop", "-C", str(folder.path), "--ngay", "2023-05-22")
    assert line.startswith("Kế hoạch không dùng được. Hotich.xlsm · Thiết lập!B12: phải là số nguyên")
    assert contents(folder.path) == before


def test_the_folders_named_in_the_settings_are_used(folder: Folder, plan: Plan, tmp_path: Path) -> None:
    whole = tmp_path / "nơi khác" / "báo cáo"
    change(folder.workbook, setting("Thư mục nhận tệp", "thư đến"))
    change(folder.workbook, setting("Thư mục báo cáo", str(whole)))
    folder.inbox.rename(folder.path / "thư đến")
    moved = folder.path / "thư đến" / "691.xlsx"
    put_all(folder, plan, works(plan)[0], ["691"])
    (lying,) = folder.inbox.rglob("*.xlsx")
    lying.rename(moved)
    outcome = press(folder, FIRST)
    assert outcome.standing.reported == 1
    assert outcome.report == whole / "2023-05-22" / outcome.report.name
    assert outcome.report.is_file()


# -- The template of the report ------------------------------------------------------------------------------------


def bold_units(book: Workbook) -> None:
    """The cell of {đơn vị} in red bold letters of another font."""
    cell = next(cell for row in book["Phụ lục 01"].iter_rows() for cell in row if cell.value == "{đơn vị}")
    cell.font = Font(name="Arial", size=15, bold=True, color="FFC00000")


def test_a_restyled_report_looks_so_and_a_past_one_is_made_again_as_it_was(
    folder: Folder, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, _ = works(plan)
    put_all(folder, plan, first)
    plain = press(folder, FIRST).report
    before = plain.read_bytes()
    change(folder.template, bold_units)
    put_all(folder, plan, second)
    report = press(folder, SECOND).report
    fonts = [load_workbook(path)["Phụ lục 01"]["B8"].font for path in (plain, report)]
    assert [(font.name, font.sz, font.b) for font in fonts] == [
        ("Times New Roman", fonts[0].sz, False),
        ("Arial", 15, True),
    ]
    plain.unlink()
    assert main(["bao-cao", "-C", str(folder.path), "--ngay", "2023-05-22"]) == 0
    assert plain.read_bytes() == before
    restyled = report.read_bytes()
    folder.template.write_bytes(shipped("templates/bao-cao.xlsx").read_bytes())
    assert main(["bao-cao", "-C", str(folder.path), "--ngay", "2023-05-23"]) == 0
    assert report.read_bytes() == restyled


def test_a_template_that_lost_a_mark_stops_the_press_with_one_line(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    def without_unit(book: Workbook) -> None:
        cell = next(cell for row in book["Phụ lục 01"].iter_rows() for cell in row if cell.value == "{đơn vị}")
        cell.value = None

    change(folder.template, without_unit)
    line = refused(capsys, "tong-hop", "-C", str(folder.path), "--ngay", "2023-05-22")
    assert line.startswith("Mẫu không dùng được. bao-cao.xlsx · Phụ lục 01: ")
    assert "{đơn vị}" in line
    assert not folder.journal.exists() or main(["lich-su", "-C", str(folder.path)]) == 0


# -- tao-so --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_workbook_for_the_folder_keeps_its_settings_and_shows_its_journal(folder: Folder, plan: Plan) -> None:
    change(folder.workbook, machines)
    change(folder.workbook, setting("Gửi tới", "to.truong@binhphuoc.gov.vn"))
    change(folder.template, bold_units)
    put_all(folder, plan, works(plan)[0], [code for code in plan.targets if code != "698"])
    outcome = press(folder, FIRST)
    new = folder.path / "Hotich-moi.xlsm"
    assert main(["tao-so", "--tu", str(folder.path), "--ra", str(new)]) == 0
    rows = list(load_workbook(new)[HISTORY_SHEET].iter_rows(min_row=2, values_only=True))
    assert len(rows) == 11 * 4
    assert rows[0][0] == "45068|691|birth"
    assert [row[9] for row in rows[:4]] == [figures.today for figures in outcome.standing.units[0].figures.values()]
    before = plan_of(folder).text
    new.replace(folder.workbook)
    assert plan_of(folder).text == before
    found = plan_of(folder).plan
    assert (found.targets["689"].machines, found.mail.to) == (51, ("to.truong@binhphuoc.gov.vn",))


def test_a_workbook_for_a_folder_without_a_journal_is_that_of_its_plan(folder: Folder, tmp_path: Path) -> None:
    assert main(["tao-so", "--ra", str(tmp_path / "b.xlsm")]) == 0
    built = (tmp_path / "b.xlsm").read_bytes()
    assert main(["tao-so", "--tu", str(folder.path), "--ra", str(tmp_path / "a.xlsm")]) == 0
    assert (tmp_path / "a.xlsm").read_bytes() == built
    folder.workbook.unlink()
    assert main(["tao-so", "--tu", str(folder.path), "--ra", str(tmp_path / "a.xlsm")]) == 0
    assert (tmp_path / "a.xlsm").read_bytes() == built


@pytest.mark.parametrize("name", ["Hotich.xlsm", pytest.param("HOTICH.XLSM", marks=pytest.mark.one_case)])
def test_the_folders_own_workbook_is_not_written_over(
    name: str, folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    line = refused(capsys, "tao-so", "--tu", str(folder.path), "--ra", str(folder.path / "den" / ".." / name))
    assert "đang dùng ở thư mục này" in line
    assert folder.workbook.read_bytes() == SHIPPED


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("Hotich.xlsx", "tệp có macro phải mang đuôi .xlsm"),
        ("Hotich", "tệp có macro phải mang đuôi .xlsm"),
        ("khong-co/Hotich.xlsm", "không có thư mục này"),
    ],
)
def test_a_wrong_place_for_a_workbook_is_refused(
    output: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, "tao-so", "--ra", str(tmp_path / output))
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_of_a_folder_that_is_not_there_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = refused(capsys, "tao-so", "--tu", str(tmp_path / "khong-co"), "--ra", str(tmp_path / "a.xlsm"))
    assert "không có thư mục này; tạo bằng lệnh: hotich bat-dau" in line


def test_a_late_hour_of_the_settings_decides_what_is_late(folder: Folder, plan: Plan) -> None:
    change(folder.workbook, setting("Đơn vị báo cáo trước giờ", "12 giờ"))
    put_all(folder, plan, works(plan)[0], ["691"])  # received at 13:00
    assert press(folder, FIRST).standing.units[0].late
    assert plan.units_report_before == time(14)
