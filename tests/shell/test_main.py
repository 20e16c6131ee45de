"""The shell door: exit codes, one JSON document and nothing else, words for people on standard error."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from tests.kit.folders import FIRST, HANDS, SECOND, form, new_folder, press, put, put_all, works
from xlpy.app.folder import Folder
from xlpy.core.plan.plan import Plan
from xlpy.shell.command_line import WITH_A_VALUE
from xlpy.shell.main import main, parser
from xlpy.shell.verbs import VERBS

RUN = [sys.executable, "-P", "-m", "xlpy.cli"]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return new_folder(tmp_path / "viec")


def merge(folder: Folder, *more: str) -> int:
    return main(["tong-hop", "-C", str(folder.path), "--ngay", "2023-05-22", *more])


def test_all_in_and_clean_exits_0(folder: Folder, plan: Plan) -> None:
    put_all(folder, plan, works(plan)[0])
    assert merge(folder) == 0


def test_a_missing_unit_exits_1(folder: Folder, plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    put_all(folder, plan, works(plan)[0], ["691"])
    assert merge(folder) == 1
    assert "1/11 đơn vị" in capsys.readouterr().out


def test_json_is_one_document_on_standard_output(
    folder: Folder, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    put_all(folder, plan, works(plan)[0], ["691", "696"])
    assert merge(folder, "--json", "--chap-nhan", "694") == 1
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert document["reported"] == 2
    assert (folder.path / document["report"]).is_file()
    assert "--chap-nhan 694" in said.err


@pytest.mark.parametrize("journal", [[], ["--nhat-ky", ""], ["--nhat-ky="]])
@pytest.mark.parametrize("place", [["-C", "{}"], ["-C{}"]])
@pytest.mark.parametrize("order", [1, -1])
def test_what_every_verb_takes_may_stand_before_it(
    folder: Folder, plan: Plan, journal: list[str], place: list[str], order: int
) -> None:
    put_all(folder, plan, works(plan)[0])
    before = [journal, [word.format(folder.path) for word in place]][::order]
    assert main([*before[0], *before[1], "tong-hop", "--ngay", "22/5/2023"]) == 0


def test_it_is_known_which_options_before_a_verb_have_a_word_of_their_own() -> None:
    own = [action.option_strings for action in parser([])._actions if action.option_strings and action.nargs is None]
    assert sorted(name for names in own for name in names) == sorted(WITH_A_VALUE)


def test_who_only_asks_for_the_verbs_waits_for_no_module_that_he_has_no_use_for() -> None:
    program = (
        "import sys; from xlpy.shell.main import main\ntry: main(['--help'])\nexcept SystemExit: print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, encoding="utf-8", check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert not loaded & {"typing", "pathlib", "json", "datetime", "sqlite3", "xlpy.app", "xlpy.core"}
    assert all(verb in done.stdout for verb in VERBS)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["tong-hop", "-C", "khong-co"], "khong-co"),
        (["tong-hop", "--ngay", "22.5.2023"], "22.5.2023"),
        (["tong-hop", "--chap-nhan", "999"], "999"),
        (["kiem-tra", "khong-co.xlsx"], "khong-co.xlsx"),
        (["ke-hoach", "--may", "999=5"], "999"),
        (["ke-hoach", "--may", "689"], "689"),
        (["ke-hoach", "--dinh-muc", "0"], "0"),
        (["bao-cao", "--ngay", "2023-05-22"], "22/5/2023"),
        (["bao-cao"], "--ngay"),
        (["khong-co-lenh"], "khong-co-lenh"),
    ],
)
def test_what_cannot_be_done_exits_2_with_one_line_that_names_it(
    folder: Folder,
    arguments: list[str],
    named: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder.path)
    before = sorted(folder.path.rglob("*"))
    try:
        code = main(arguments)
    except SystemExit as stop:
        code = stop.code  # type: ignore[assignment]
    said = capsys.readouterr()
    assert code == 2
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert named in said.err
    assert sorted(folder.path.rglob("*")) == before


def test_a_broken_plan_exits_2_and_names_the_cell(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.load_workbook(folder.workbook, keep_vba=True)
    book["Phụ lục 02"]["M11"] = "bảy máy"
    book.save(folder.workbook)
    assert merge(folder) == 2
    said = capsys.readouterr().err
    assert "Hotich.xlsm · Phụ lục 02!M11: phải là số nguyên không âm, đang ghi “bảy máy”" in said
    assert not folder.journal.exists()


def test_a_damaged_journal_stops_the_run_before_anything_is_written(
    folder: Folder, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    put_all(folder, plan, works(plan)[0], ["691"])
    press(folder, FIRST)
    folder.journal.write_bytes(folder.journal.read_bytes()[:3000] + b"\0" * 500)
    put_all(folder, plan, works(plan)[0], ["696"])
    before = sorted(path for path in folder.path.rglob("*") if path.is_file())
    assert merge(folder) == 2
    assert "bao-cao/2023-05-22/nhat-ky.sqlite" in capsys.readouterr().err
    assert sorted(path for path in folder.path.rglob("*") if path.is_file()) == before


def test_checking_files_records_nothing(folder: Folder, plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, _ = works(plan)
    put_all(folder, plan, first, ["691"])
    press(folder, FIRST)
    good = put(folder, "x/a.xlsx", form(plan, second["691"]), plan, SECOND)
    bad = put(folder, "x/b.xlsx", form(plan, first["691"]), plan, SECOND)
    before = folder.journal.read_bytes()
    code = main(["kiem-tra", "-C", str(folder.path), str(good), str(bad), "--ngay", "2023-05-23", "--json"])
    files = json.loads(capsys.readouterr().out)["files"]
    assert code == 1
    assert [(file["file"], file["unit"], file["verdict"]) for file in files] == [
        ("a.xlsx", "691", "accept"),
        ("b.xlsx", "691", "refuse"),
    ]
    assert files[0]["figures"]["birth"]["today"] == next(iter(second["691"].today.values()))
    assert folder.journal.read_bytes() == before


def test_the_plan_as_json_has_the_figures_of_the_appendices(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ke-hoach", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    days = [[unit["days"] for unit in level["units"]] for level in document["levels"]]
    assert days == [
        [54, 47, 48, 25, 39, 51, 338, 43, 45, 45, 0],
        [0, 0, 11, 85, 0, 0, 2, 99, 217, 0, 0],
        [7],
    ]
    assert [level["total"]["cases"] for level in document["levels"]] == [1_373_508, 82_959, 1_417]
    assert sum(level["total"]["books"] for level in document["levels"]) == 27_548
    assert sum(level["total"]["cases"] for level in document["levels"]) == 1_457_884
    assert document["levels"][0]["units"][6]["machines_needed"] == 51


def test_the_plan_recomputed_under_another_norm(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ke-hoach", "--json", "--dinh-muc", "300", "--may", "689=34", "691=9"]) == 0
    document = json.loads(capsys.readouterr().out)
    unit = document["levels"][0]["units"][6]
    assert (unit["machines"], unit["machines_needed"], unit["days"]) == (34, 34, 53)
    assert not [f for f in document["findings"] if f["code"] == "KH06" and f["unit"] == "689"]


def test_the_plans_contradictions_are_found_and_no_unit_without_one_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["ke-hoach", "--json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    found = {(f["code"], f["unit"], f["sheet"]) for f in findings}
    assert found == {
        ("KH02", "696", "Phụ lục 02"),
        ("KH02", "697", "Phụ lục 02"),
        ("KH02", "688", "Phụ lục 03"),
        ("KH02", "690", "Phụ lục 03"),
        ("KH03", "698", "Phụ lục 02"),
        ("KH06", "689", "Phụ lục 02"),
        ("KH06", "688", "Phụ lục 03"),
        ("KH06", "690", "Phụ lục 03"),
        ("KH06", "695", "Phụ lục 03"),
        ("KH07", None, "Phụ lục 02"),
        ("KH08", None, ""),
        ("KH10", None, "Phụ lục 01"),
        ("KH09", None, "Phụ lục 01"),
        ("KH09", None, "Phụ lục 02"),
        ("KH09", None, "Phụ lục 03"),
        ("KH09", None, "Phụ lục 04"),
        ("KH12", "689", "Phụ lục 02"),
    }


def test_rounding_up_adds_a_day_where_a_fraction_was_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    main(["ke-hoach", "--json", "--lam-tron", "len"])
    units = json.loads(capsys.readouterr().out)["levels"][0]["units"]
    assert units[1]["days"] == 48  # 47,27


def test_the_demo_makes_a_day_and_can_be_run_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dung-thu", "--ra", str(tmp_path / "thu")]) == 0
    first = capsys.readouterr().out
    assert "8/11 đơn vị" in first
    assert main(["dung-thu", "--ra", str(tmp_path / "thu")]) == 0
    assert capsys.readouterr().out == first


def test_history_as_csv_opens_in_excel_and_is_harmless(folder: Folder, plan: Plan, tmp_path: Path) -> None:
    put(folder, "=cmd.xlsx", form(plan, works(plan)[0]["691"]), plan, FIRST)
    press(folder, FIRST)
    target = tmp_path / "lich-su.csv"
    assert main(["lich-su", "-C", str(folder.path), "--csv", str(target)]) == 0
    text = target.read_bytes().decode("utf-8-sig")
    assert text.count("\r\n") == 1 + 11 * 4
    assert ",'=cmd.xlsx," in text


def test_history_as_json_has_a_row_a_unit_day_and_kind(
    folder: Folder, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    put_all(folder, plan, works(plan)[0], ["691"])
    press(folder, FIRST)
    assert main(["lich-su", "-C", str(folder.path), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert len(rows) == 44
    assert rows[0] == {**rows[0], "date": "2023-05-22", "unit": "691", "kind": "birth", "status": "received"}
    assert rows[4]["today"] is None


def test_a_second_run_at_the_same_time_exits_2_and_says_whose_the_first_is(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    from xlpy.journal import Journal

    with Journal.writing(folder.journal):
        assert merge(folder) == 2
    assert str(os.getpid()) in capsys.readouterr().err


@pytest.mark.signals
def test_a_run_cut_off_at_any_moment_leaves_all_or_nothing_and_can_be_pressed_again(
    folder: Folder, plan: Plan, tmp_path: Path
) -> None:
    put_all(folder, plan, works(plan)[0])
    whole = new_folder(tmp_path / "khac")
    put_all(whole, plan, works(plan)[0])
    expected = press(whole, FIRST)
    command = [*RUN, "tong-hop", "-C", str(folder.path), "--ngay", "2023-05-22"]
    for moment in range(12):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.05 + 0.02 * moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for report in folder.reports(FIRST).glob("Bao_cao*.xlsx"):
            assert report.read_bytes() == expected.report.read_bytes()
    outcome = press(folder, FIRST)
    assert outcome.standing == expected.standing
    assert outcome.report.read_bytes() == expected.report.read_bytes()
    assert _processes_of(folder) == []
    assert not [path for path in folder.path.rglob(".hotich-*") if path.parent != folder.inbox]


def _processes_of(folder: Folder) -> list[str]:
    """Command lines of running processes that name a folder (Linux; elsewhere none are seen)."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            lines.append(path.read_bytes().decode("utf-8", "replace"))
    return [line for line in lines if str(folder.path) in line]


def test_another_plan_needs_only_another_file(tmp_path: Path, plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    """A tree of two levels: a province whose communes report, none of them a district."""
    from xlpy.demo.clerks import Hand, write_form
    from xlpy.doors.disk.plan_file import load_plan

    by_kind = {"birth": 500, "marriage": 90, "death": 40, "adoption": 3}
    communes = [("30001", "Xã Lộc Thành"), ("30002", "Xã Lộc Thạnh"), ("30003", "Phường Bình Long")]
    data = {
        "schema": 1,
        "plan": {"number": "12/KH-UBND", "date": "2025-08-01", "issuer": "UBND tỉnh"},
        "office": "Sở Tư pháp",
        "recipient": "Giám đốc Sở",
        "campaign": {"start": "2025-09-01", "before": "2025-10-01"},
        "reporting": {"units_before": "16:00", "office_before": "17:00", "utc_offset_hours": 7},
        "norm": {"per_machine_per_day": 100, "rounding": "up"},
        "form": {"level": "commune"},
        "priority": ["birth", "marriage", "death", "adoption"],
        "levels": [
            {
                "level": "commune",
                "name": "cấp xã",
                "appendix": "02",
                "targets": [{"code": code, "books": by_kind, "cases": by_kind, "machines": 1} for code, _ in communes],
            }
        ],
        "units": {"code": "75", "name": "Tỉnh Đồng Nai", "children": [{"code": c, "name": n} for c, n in communes]},
    }
    file = tmp_path / "dong-nai.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    home = tmp_path / "viec"
    assert main(["bat-dau", str(home), "--ke-hoach", str(file)]) == 0
    other = load_plan(file).plan
    work = works(other, 1)[0]
    for code, name in communes:
        (home / "den" / f"{code}.xlsx").write_bytes(
            write_form(other, work[code], Hand(f"{code}.xlsx", spell=str.upper if name.startswith("Xã") else str))
        )
    capsys.readouterr()
    assert main(["tong-hop", "-C", str(home), "--ngay", "2025-09-01", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [unit["code"] for unit in document["units"]] == [code for code, _ in communes]
    assert document["total"]["sum"]["today"] == sum(sum(item.today.values()) for item in work.values())


def test_every_unit_reports_in_a_hand_of_its_own() -> None:
    assert len({hand.file for hand in HANDS.values()}) == 11


@pytest.mark.limits
@pytest.mark.parametrize("room", [4_000, 9_000, 20_000, 40_000])
def test_where_there_is_no_room_nothing_is_changed_and_it_can_be_pressed_again(
    folder: Folder, plan: Plan, tmp_path: Path, room: int
) -> None:
    put_all(folder, plan, works(plan)[0], ["691", "696"])
    whole = new_folder(tmp_path / "khac")
    put_all(whole, plan, works(plan)[0], ["691", "696"])
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room})); from xlpy.cli import run; run()"
    )
    command = [sys.executable, "-P", "-c", limited, "tong-hop", "-C", str(folder.path), "--ngay", "2023-05-22"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not list(folder.reports(FIRST).glob("Bao_cao*"))
    assert press(folder, FIRST).standing == press(whole, FIRST).standing


def test_the_demo_never_mixes_with_a_folder_in_use(
    folder: Folder, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    put_all(folder, plan, works(plan)[0], ["691"])
    before = sorted(folder.path.rglob("*"))
    assert main(["dung-thu", "--ra", str(folder.path)]) == 2
    assert "chọn thư mục mới" in capsys.readouterr().err
    assert sorted(folder.path.rglob("*")) == before


@pytest.mark.parametrize(
    "words",
    [
        ["so"],
        ["so", "--kiem-tra", "--khoi-phuc", "22/5/2023"],
        ["tong-hop", "--song", "--theo-doi"],
        ["lich", "--dat", "13:00", "--xoa"],
        ["tong-hop", "--ngay"],
        ["tong-hop", "--den="],
        ["tong-hop", "--song=x"],
        ["ke-hoach", "--lam-tron", "xuong"],
        ["nothing"],
        ["bat-dau"],
        [],
    ],
    ids=" ".join,
)
def test_what_is_wrong_with_a_command_is_told_without_an_english_word(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    english = {
        "argument",
        "arguments",
        "required",
        "allowed",
        "with",
        "one",
        "of",
        "the",
        "invalid",
        "choice",
        "expected",
    }
    assert not english & set(re.findall(r"[a-z]+", said.lower().split("xem cách dùng")[0])), said


def test_a_day_that_is_yet_to_come_is_not_merged(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tong-hop", "-C", str(folder.path), "--ngay", "22/5/2093"]) == 2
    assert "Ngày 22/5/2093 chưa tới" in capsys.readouterr().err
    assert not folder.journal.exists()


def test_a_day_outside_the_campaign_is_said_to_be(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    main(["tong-hop", "-C", str(folder.path), "--ngay", "22/5/2022"])
    assert "nằm ngoài đợt của kế hoạch (từ 22/5/2023, trước 15/7/2023)" in capsys.readouterr().err


def test_a_command_that_is_told_works_from_where_one_stands(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    main(["tong-hop", "-C", str(folder.path), "--ngay", "2023-05-22"])
    told = capsys.readouterr().out.splitlines()[-1]
    assert f'-C "{folder.path}"' in told
    assert main(shlex.split(told.partition("hotich ")[2])) == 0


def test_checking_without_names_checks_the_inbox_and_a_folder_what_is_in_it(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        (folder.inbox / name).write_bytes(b"")
    seen = []
    for names in ([], [str(folder.inbox)], [str(folder.inbox / "*.xlsx")]):
        main(["kiem-tra", "-C", str(folder.path), "--ngay", "2023-05-22", *names])
        seen.append(capsys.readouterr().out)
    assert "a.xlsx: TRẢ LẠI ĐỂ SỬA" in seen[0] and "b.xlsx: TRẢ LẠI ĐỂ SỬA" in seen[0]
    assert seen[1:] == seen[:1] * 2
