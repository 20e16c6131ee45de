"""What is printed for people: one screen, commands that can be pasted, every file that was made, units by their names."""

import json
import os
import re
import shlex
import time
from datetime import date
from pathlib import Path

import pytest

from tests.kit.folders import FIRST, HANDS, SECOND, form, new_folder, press, put, put_all, works, wrong
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.units_asked import codes_asked
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, Measure
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.office_book.whole import draw_office_book
from xlpy.rules.rule import OFFICE_PART
from xlpy.shell.hints import with_place
from xlpy.shell.main import main
from xlpy.shell.one_screen import wrapped

_MOST_LINES = 30


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return new_folder(tmp_path / "việc tháng 5")


@pytest.fixture
def bad_day(folder: Folder, plan: Plan) -> Folder:
    """Eleven files, each wrong in its own cells."""
    day = works(plan)[0]
    for place, code in enumerate(HANDS):
        kind = (Kind.BIRTH, Kind.MARRIAGE, Kind.DEATH)[place % 3]
        data = form(plan, day[code], **wrong(kind, Measure.TODAY, "như trên"))
        put(folder, f"{code}.xlsx", data, plan, FIRST)
    return folder


def commands(text: str) -> list[str]:
    """The lines that are a command and nothing else."""
    return [line.strip().removeprefix("→ ") for line in text.splitlines() if re.match(r"\s+(?:→ )?hotich ", line)]


def shown(folder: Folder, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["tong-hop", "-C", str(folder.path), "--ngay", "22/5/2023"]) == 1
    return capsys.readouterr().out


def faults_shown(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("Lỗi:")]


def test_a_day_of_eleven_wrong_files_names_each_refused_unit_and_says_where_the_rest_is(
    bad_day: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    said = shown(bad_day, capsys)
    board, _, below = said.partition("\n\n")
    refused = [line.split("  ")[0] for line in board.splitlines() if "Trả lại để sửa" in line]
    assert len(refused) > 8
    assert [line.split(" · ")[0] for line in faults_shown(below)] == [f"Lỗi: {unit}" for unit in refused]
    assert all(re.search(r" · Phụ lục 01![A-Z]+\d+ · SL01 ", line) for line in faults_shown(below))
    assert "trang Kiểm tra của Hotich.xlsm (bấm Làm mới)" in " ".join(said.split())
    assert len(below.splitlines()) <= len(refused) + 8  # a line for each, and nothing else in full
    (rest,) = [command for command in commands(said) if "--day-du" in command]
    assert main(shlex.split(rest)[1:]) == 0
    everything = capsys.readouterr().out
    assert len(everything.splitlines()) > len(said.splitlines())
    assert all("…" not in line for line in faults_shown(everything))


@pytest.fixture
def faulty_units(folder: Folder, plan: Plan) -> Folder:
    """Four units whose files are refused; in one of them, three cells; the others' have not come."""
    day = works(plan)[0]
    for code, kinds in {
        "691": (Kind.BIRTH,),
        "694": tuple(Kind)[:3],
        "688": (Kind.DEATH,),
        "690": (Kind.BIRTH,),
    }.items():
        overrides = {(kind, Measure.TODAY): "như trên" for kind in kinds}
        put(folder, f"{code}.xlsx", form(plan, day[code], overrides=overrides), plan, FIRST)
    return folder


@pytest.mark.parametrize("lines", ["24", "30"])
def test_a_usual_day_is_one_screen_and_names_each_refused_unit(
    lines: str, faulty_units: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LINES", lines)
    monkeypatch.setenv("COLUMNS", "100")
    said = shown(faulty_units, capsys)
    assert len(said.splitlines()) <= _MOST_LINES
    for unit in ("Huyện Bù Gia Mập", "Huyện Hớn Quản", "Thị xã Phước Long", "Thị xã Bình Long"):
        assert [line for line in faults_shown(said) if unit in line], said


@pytest.mark.parametrize("columns", ["80", "100", "132"])
def test_words_break_at_spaces(
    columns: str, bad_day: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    main(["tong-hop", "-C", str(bad_day.path), "--ngay", "22/5/2023", "--day-du"])
    said = capsys.readouterr().out
    words = {word for line in said.splitlines() if line.startswith(("Lỗi", "  ")) for word in line.split()}
    assert {"“như", "trên”.", "không", "có", "thì"} <= words
    told = said.partition("\n\n")[2]  # below the board
    assert all(len(line) <= int(columns) for line in told.splitlines() if not re.match(r"\s+hotich|Bảng tổng", line))


def test_a_path_is_never_broken() -> None:
    path = "/" + "x" * 200
    assert path in map(str.strip, wrapped(f"Bảng tổng hợp: {path} và nhiều chữ nữa"))


def test_every_command_that_a_finding_tells_can_be_pasted(
    folder: Folder, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of another day, and of a total that a person may confirm: each command does what it says, and exits as told."""
    first, second, _ = works(plan)
    put_all(folder, plan, first, [code for code in first if code != "698"])
    press(folder, FIRST)
    put(folder, "cu.xlsx", form(plan, first["698"]), plan, SECOND)
    put(folder, "dp.xlsx", form(plan, second["695"], **wrong(Kind.BIRTH, Measure.TODAY, 20_000)), plan, SECOND)
    main(["tong-hop", "-C", str(folder.path), "--ngay", "23/5/2023", "--day-du"])
    told = commands(capsys.readouterr().out)
    assert any("--chap-nhan 695" in command for command in told)
    assert any("--ngay 2023-05-22" in command for command in told)
    for command in told:
        assert f'-C "{folder.path}"' in command
        assert main(shlex.split(command)[1:]) in (0, 1)


def test_a_command_in_a_sentence_names_the_folder_where_one_stands_elsewhere(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = with_place("Soát bằng hotich so --kiem-tra, tạo bằng hotich bat-dau viec.", folder)
    assert told == f'Soát bằng hotich so -C "{folder.path}" --kiem-tra, tạo bằng hotich bat-dau viec.'
    assert with_place(told, folder) == told
    monkeypatch.chdir(folder.path)
    assert with_place("hotich tong-hop --ngay 2023-05-22", folder) == "hotich tong-hop --ngay 2023-05-22"


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (["696"], ["696"]),
        (["Bù Đăng"], ["696"]),
        (["Huyện Bù Đăng"], ["696"]),
        (["bu-dang"], ["696"]),
        (["Bù", "Đăng", "695"], ["696", "695"]),
        (["đồng", "phú", "Bình", "Long"], ["695", "690"]),
        (["TX. Phước Long", "thanh-pho-dong-xoai"], ["688", "689"]),
        (["999"], ["999"]),
    ],
)
def test_a_unit_is_asked_for_by_its_code_or_its_name(words: list[str], codes: list[str], plan: Plan) -> None:
    assert codes_asked(words, plan.senders, "--chap-nhan") == codes


@pytest.mark.parametrize("words", [["Bù"], ["Bù Đang"], ["Bù Đăng", "xyz"]])
def test_a_name_that_is_no_units_is_refused_with_the_names_that_are(words: list[str], plan: Plan) -> None:
    with pytest.raises(CannotDo, match=r"--don-vi .*696 Huyện Bù Đăng"):
        codes_asked(words, plan.senders, "--don-vi")


def test_figures_are_accepted_by_a_units_name(bad_day: Folder, plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    work = works(plan)[0]["695"]
    put(bad_day, "695.xlsx", form(plan, work, **wrong(Kind.BIRTH, Measure.TODAY, 7)), plan, FIRST)
    main(["tong-hop", "-C", str(bad_day.path), "--ngay", "22/5/2023", "--chap-nhan", "Đồng", "Phú"])
    assert re.search(r"Huyện Đồng Phú +Đã tiếp nhận \(có xác nhận\)", capsys.readouterr().out)


def test_checking_shows_what_was_read(folder: Folder, plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    work = works(plan)[0]["695"]
    path = put(folder, "dp.xlsx", form(plan, work, **wrong(Kind.MARRIAGE, Measure.TODAY, None)), plan, FIRST)
    main(["kiem-tra", str(path), "-C", str(folder.path), "--ngay", "22/5/2023"])
    said = capsys.readouterr().out
    births, deaths = (f"{work.today[kind]:,}".replace(",", ".") for kind in (Kind.BIRTH, Kind.DEATH))
    assert f"Trong ngày: Đăng ký sinh {births}, Đăng ký kết hôn trống, Đăng ký khai tử {deaths}," in said
    assert "  Tổng đã nhập: Đăng ký sinh " in said
    assert "; tổng " in said.partition("Tổng đã nhập")[2]


def test_the_history_is_a_line_a_day_and_of_a_unit_all_its_kinds(
    folder: Folder, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    for day, of_day in zip((FIRST, SECOND), works(plan), strict=False):
        put_all(folder, plan, of_day, ["695", "696"])
        press(folder, day)
    assert main(["lich-su", "-C", str(folder.path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[2:]] == ["22/5/2023", "23/5/2023"]
    assert "Báo cáo muộn" in lines[0] and "2/11" in lines[2]
    assert main(["lich-su", "-C", str(folder.path), "--don-vi", "Đồng Phú"]) == 0
    of_unit = capsys.readouterr().out
    assert "Huyện Đồng Phú" in of_unit and "Bù Đăng" not in of_unit
    assert len(of_unit.splitlines()) == 2 + 2 * 4


def test_every_answer_and_every_marked_file_is_named_whole(bad_day: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    press(bad_day, FIRST)
    assert main(["tra-loi", "-C", str(bad_day.path), "--ngay", "22/5/2023"]) == 0
    said = capsys.readouterr().out
    made = sorted((bad_day.reports(FIRST) / "tra-loi").iterdir())
    assert {path.suffix for path in made} == {".eml", ".xlsx"}
    assert sorted(Path(line.partition(": ")[2]) for line in said.splitlines() if line.startswith("  ")) == made


@pytest.mark.skipif(os.name == "nt", reason="Windows has a scheduler")
@pytest.mark.parametrize("words", [["--thu"], ["--dat", "13:00", "--thu"]])
def test_where_there_is_no_scheduler_the_line_for_cron_is_shown(
    words: list[str], folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lich", "-C", str(folder.path), *words]) == 0
    assert re.search(r"^  0 13 \* \* \* \S+ .*tong-hop --theo-doi -C ", capsys.readouterr().out, re.MULTILINE)


def test_a_file_from_the_future_is_told_and_is_late_by_nothing(
    folder: Folder, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(folder, "dp.xlsx", form(plan, works(plan)[0]["695"]), plan, FIRST)
    ahead = time.time() + 3 * 86_400
    os.utime(path, (ahead, ahead))
    main(["tong-hop", "-C", str(folder.path), "--ngay", "22/5/2023", "--day-du"])
    said = " ".join(capsys.readouterr().out.split())
    assert "TG05 Không rõ giờ nhận" in said
    assert re.search(r"Huyện Đồng Phú Đã tiếp nhận không rõ giờ", said)


def test_example_files_can_be_put_into_a_folder_in_use(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dung-thu", "--tep", str(folder.inbox)]) == 0
    assert len(list(folder.inbox.glob("*.xlsx"))) == 10
    assert main(["tong-hop", "-C", str(folder.path), "--ngay", date(2023, 5, 22).isoformat()]) == 1
    assert "8/11 đơn vị" in capsys.readouterr().out


def test_what_is_for_the_office_alone_ends_a_remedy() -> None:
    assert OFFICE_PART.endswith(": ") and OFFICE_PART.startswith(" (")


def test_what_is_wrong_on_a_sheet_of_the_office_is_told_with_its_workbook(
    folder: Folder, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    data = {**json.loads(default_text()), "moves": [{"day": FIRST.isoformat(), "code": "696", "what": "broken"}]}
    folder.workbook.write_bytes(draw_office_book(data))
    put_all(folder, plan, works(plan)[0])
    press(folder, FIRST)
    main(["bao-cao", "-C", str(folder.path), "--ngay", FIRST.isoformat(), "--day-du"])
    told = " ".join(capsys.readouterr().out.split())
    assert "Cảnh báo: Hotich.xlsm · Máy!E6 · MA02" in told
