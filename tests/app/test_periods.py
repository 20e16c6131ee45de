"""A level that does not report daily: nobody is missing who owes nothing, and a week's work is no slip."""

import json
import os
import subprocess
import sys
from contextlib import closing
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.app.test_levels import folder_of
from tests.kit.calc import Calc, recalculation_differences
from tests.kit.folders import FIRST, HANDS, press, put
from xlpy.app.folder import Folder
from xlpy.app.history import history, report_again
from xlpy.app.mail.answer import answer_units
from xlpy.app.merge.merge_day import consolidate
from xlpy.app.plan_of_folder import plan_of
from xlpy.app.set_up import build_workbook, issue_forms
from xlpy.core.consolidate import Status
from xlpy.core.forms import DAY_SHEET
from xlpy.core.office_book import CONTROL_SHEET, SETTINGS_SHEET
from xlpy.core.plan.levels import tracking_data
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Kind
from xlpy.core.source import Severity
from xlpy.demo.clerks import Hand, write_form
from xlpy.demo.truth import Work
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.mail.answers import AnswerKind
from xlpy.drawing.office_book.whole import draw_office_book

FRIDAY = FIRST + timedelta(days=4)
HOUR = datetime.fromisoformat("2023-05-26T13:45:00+07:00")


def district(path: Path, **reporting: object) -> tuple[Folder, Plan]:
    """A folder of the districts; `reporting` is what its Thiết lập says besides."""
    folder, _ = folder_of(path, "huyen")
    data = tracking_data(json.loads(default_text()), "district")
    data["reporting"] |= reporting
    folder.workbook.write_bytes(draw_office_book(data))
    return folder, plan_of(folder).plan


def send(folder: Folder, plan: Plan, code: str, on: date, entered: int, today: int, hour: time = time(13)) -> None:
    """A unit's form: births alone."""
    zero = dict.fromkeys(KINDS, 0)
    work = Work(code, on, zero | {Kind.BIRTH: today}, zero | {Kind.BIRTH: entered})
    plain = Hand(HANDS[code].file)
    put(folder, f"{on}/{plain.file}", write_form(plan, work, plain, seed=3), plan, on, hour)


def codes(findings: Any) -> set[str]:
    return {finding.code for finding in findings}


def run(folder: Folder, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-P", "-m", "xlpy.cli", words[0], "-C", str(folder.path), *words[1:]]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_between_due_days_nobody_is_missing(tmp_path: Path) -> None:
    folder, plan = district(tmp_path / "huyen")
    send(folder, plan, "688", FIRST, 40, 40)
    outcome = press(folder, FIRST)
    assert [unit.status for unit in outcome.standing.units].count(Status.NOT_DUE) == 10
    assert not outcome.needs_a_person
    assert "TG02" not in codes(outcome.standing.findings)
    book = load_workbook(outcome.report)
    texts = [str(cell.value) for row in book["Tình hình báo cáo"].iter_rows() for cell in row if cell.value]
    assert texts.count("– Chưa đến kỳ") == 10
    assert "1/11 đơn vị có số liệu: 1 đúng hạn. 10 chưa đến kỳ." in texts
    assert any("– chưa đến kỳ" in text for text in texts if text.startswith("●"))
    told = [str(c.value) for r in book["Tóm tắt"].iter_rows() for c in r if "chưa báo cáo" in str(c.value)]
    assert [text.partition("\n")[2][:14] for text in told] == ["● đã tiếp nhận"], told
    assert told[0].endswith("   – chưa đến kỳ")
    assert report_again(folder, FIRST, None)[2].read_bytes() == outcome.report.read_bytes()
    assert not press(folder, FIRST).changed


def test_on_the_due_day_who_sent_nothing_that_week_is_missing_until_it_comes(tmp_path: Path) -> None:
    folder, plan = district(tmp_path / "huyen")
    send(folder, plan, "688", FIRST + timedelta(days=2), 40, 40)
    press(folder, FIRST + timedelta(days=2))
    send(folder, plan, "690", FRIDAY, 50, 10, time(14, 30))
    outcome = press(folder, FRIDAY)
    status = {unit.unit: unit.status for unit in outcome.standing.units}
    assert (status["688"], status["690"], status["695"]) == (Status.NOT_DUE, Status.RECEIVED, Status.MISSING)
    assert outcome.needs_a_person
    assert {f.unit for f in outcome.standing.findings if f.code == "TG02"} == set(HANDS) - {"688", "690"}
    assert next(unit for unit in outcome.standing.units if unit.unit == "690").late
    # On Saturday it is late by a day, of the report that was due on Friday; the others are still missing.
    saturday = FRIDAY + timedelta(days=1)
    send(folder, plan, "695", saturday, 30, 30, time(9))
    outcome = press(folder, saturday)
    unit = next(unit for unit in outcome.standing.units if unit.unit == "695")
    assert (unit.status, unit.late) == (Status.RECEIVED, True)
    (told,) = [finding.message for finding in outcome.standing.findings if finding.code == "TG01"]
    assert told == "Nhận lúc 09 giờ 00, hạn trước 14 giờ 00 ngày 26/5/2023. Báo muộn không phải lý do trả lại."
    assert all("ngày 26/5/2023" in f.message for f in outcome.standing.findings if f.code == "TG02")
    texts = [str(c.value) for r in load_workbook(outcome.report)["Tình hình báo cáo"].iter_rows() for c in r]
    assert "Muộn 19 giờ 00" in texts
    assert [unit.unit for unit in outcome.standing.units if unit.status is Status.NOT_DUE] == ["688", "690"]


def test_a_report_that_comes_on_another_day_is_told_the_day_of_its_hour(tmp_path: Path) -> None:
    folder, plan = district(tmp_path / "huyen")
    send(folder, plan, "695", FRIDAY, 30, 30, time(9))
    (file,) = (path for path in folder.inbox.rglob("*.xlsx"))
    mended = datetime.combine(FRIDAY + timedelta(days=1), time(9), plan.timezone).timestamp()
    os.utime(file, (mended, mended))
    outcome = consolidate(folder, FRIDAY, now=datetime.fromtimestamp(mended + 60, plan.timezone))
    (told,) = [finding.message for finding in outcome.standing.findings if finding.code == "TG01"]
    assert told.startswith("Nhận lúc 09 giờ 00 ngày 27/5/2023, hạn trước 14 giờ 00 ngày 26/5/2023.")


def test_a_report_that_is_not_owed_is_never_late(tmp_path: Path) -> None:
    folder, plan = district(tmp_path / "huyen")
    send(folder, plan, "688", FIRST, 40, 40, time(17))
    outcome = press(folder, FIRST)
    assert not outcome.standing.units[3].late
    assert "TG01" not in codes(outcome.standing.findings)


def test_only_who_owes_is_reminded(tmp_path: Path) -> None:
    folder, plan = district(tmp_path / "huyen")
    send(folder, plan, "688", FIRST, 40, 40)
    press(folder, FIRST)
    answers = answer_units(folder, FIRST, HOUR)
    assert [answer.unit for answer in answers] == ["688"]
    send(folder, plan, "690", FRIDAY, 50, 10)
    press(folder, FRIDAY)
    kinds = {answer.unit: answer.kind for answer in answer_units(folder, FRIDAY, HOUR)}
    assert kinds.keys() == set(HANDS) - {"688"}
    assert [code for code, kind in kinds.items() if kind is not AnswerKind.REMINDER] == ["690"]


@pytest.mark.parametrize("all_at_once", [True, False])
def test_a_weeks_work_is_no_slip(tmp_path: Path, all_at_once: bool) -> None:
    """Phước Long has one machine: 300 a day at most. A week's work may stand under "trong ngày", or behind the total."""
    folder, plan = district(tmp_path / "huyen")
    send(folder, plan, "688", FRIDAY, 1_000, 1_000 if all_at_once else 200)
    first = press(folder, FRIDAY)
    assert {f.code for f in first.standing.findings if f.unit == "688"} <= {"LK07"}
    weeks = 2_000, FRIDAY + timedelta(days=7)
    send(folder, plan, "688", weeks[1], weeks[0], 1_000 if all_at_once else 200)
    outcome = press(folder, weeks[1])
    assert not [f for f in outcome.standing.findings if f.unit == "688"]
    assert next(u for u in outcome.standing.units if u.unit == "688").figures[Kind.BIRTH].entered == 2_000
    # More than the machine can have done in those days is told as ever.
    late = FRIDAY + timedelta(days=14)
    send(folder, plan, "688", late, 7_000, 5_000)
    assert "LK15" in {f.code for f in press(folder, late).standing.findings if f.unit == "688"}


def test_a_week_without_work_is_asked_about_once_a_week(tmp_path: Path) -> None:
    folder, plan = district(tmp_path / "huyen")
    told = []
    for days, (entered, today) in {0: (100, 100), 7: (100, 0), 8: (100, 0), 14: (100, 0), 21: (200, 0)}.items():
        on = FRIDAY + timedelta(days=days)
        send(folder, plan, "688", on, entered, today)
        found = [f for f in press(folder, on).standing.findings if f.unit == "688" and f.code == "LK05"]
        told.append([f.message.partition(",")[0] for f in found])
    assert told == [[], [], [], ["7 ngày liền báo 0"], []]


def test_a_week_left_out_is_told(tmp_path: Path) -> None:
    folder, plan = district(tmp_path / "huyen")
    send(folder, plan, "688", FRIDAY, 100, 100)
    press(folder, FRIDAY)
    third = FRIDAY + timedelta(days=14)
    send(folder, plan, "688", third, 400, 100)
    told = {f.code: f.message for f in press(folder, third).standing.findings if f.unit == "688"}
    assert told["LK03"].startswith("Sau ngày 26/5/2023 có 01 kỳ chưa có báo cáo;")
    assert told["LK12"] == "01 kỳ liền trước chưa có báo cáo được tiếp nhận (kỳ 02/6/2023; báo cáo cuối: 26/5/2023)."
    fifth = third + timedelta(days=21)
    send(folder, plan, "688", fifth, 700, 100)
    (message,) = [f.message for f in press(folder, fifth).standing.findings if f.unit == "688" and f.code == "LK12"]
    assert message.startswith("02 kỳ liền trước")
    assert "(kỳ 16/6/2023 đến 23/6/2023; báo cáo cuối: 09/6/2023)" in message


def test_a_weeks_report_that_comes_a_day_late_left_no_week_out(tmp_path: Path) -> None:
    folder, plan = district(tmp_path / "huyen")
    send(folder, plan, "688", FRIDAY, 100, 100)
    press(folder, FRIDAY)
    saturday = FRIDAY + timedelta(days=8)
    send(folder, plan, "688", saturday, 400, 100)
    told = {f.code for f in press(folder, saturday).standing.findings if f.unit == "688"}
    assert "TG01" in told
    assert not told & {"LK03", "LK12"}


def test_a_day_that_was_asked_for_is_owed(tmp_path: Path) -> None:
    on = FIRST + timedelta(days=1)
    folder, plan = district(tmp_path / "huyen", period="on-request", asked=[on.isoformat()])
    send(folder, plan, "688", FIRST, 40, 40)
    assert not press(folder, FIRST).needs_a_person
    assert {unit.status for unit in press(folder, on).standing.units} == {Status.MISSING}


def test_every_verb_says_who_owes_nothing(tmp_path: Path) -> None:
    """In processes of their own: the result, its exit code, the history, the forecast."""
    folder, plan = district(tmp_path / "huyen")
    send(folder, plan, "688", FIRST, 40, 40)
    done = run(folder, "tong-hop", "--ngay", FIRST.isoformat(), "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert (document["expected"], document["reported"]) == (1, 1)
    units = {unit["code"]: unit for unit in document["units"]}
    assert "owed" not in units["688"]
    assert {(unit["status"], unit["owed"]) for code, unit in units.items() if code != "688"} == {("missing", False)}
    kept = json.loads((folder.reports(FIRST) / "Ket_qua_2023-05-22.json").read_text(encoding="utf-8"))
    assert kept == document
    assert "Chưa đến kỳ" in run(folder, "tong-hop", "--ngay", FIRST.isoformat()).stdout
    rows = json.loads(run(folder, "lich-su", "--json").stdout)["rows"]
    assert {(row["status"], row["owed"]) for row in rows} == {("received", True), ("missing", False)}
    assert rows == history(folder)
    told = json.loads(run(folder, "du-bao", "--ngay", FIRST.isoformat(), "--json").stdout)
    assert {unit["silent_days"] for unit in told["units"]} == {0}
    assert run(folder, "tong-hop", "--ngay", FRIDAY.isoformat()).returncode == 1
    told = json.loads(run(folder, "du-bao", "--ngay", FRIDAY.isoformat(), "--json").stdout)
    assert {unit["code"]: unit["silent_days"] for unit in told["units"]}["695"] == 5
    assert "cấp huyện báo cáo thứ Sáu hằng tuần" in run(folder, "ke-hoach").stdout


@pytest.mark.office
def test_the_workbook_says_the_same_in_its_own_formulas(tmp_path: Path) -> None:
    """On a day on which nothing is owed nobody is to be called; and what the formulas say is what is stored."""
    folder, plan = district(tmp_path / "huyen")
    send(folder, plan, "688", FIRST, 280, 280)
    press(folder, FIRST)
    book = tmp_path / "So.xlsm"
    build_workbook(book, None, folder)
    with Calc(tmp_path, "vi-VN") as calc:
        assert recalculation_differences(book, calc) == []
        with closing(calc.open(book)) as document:
            cells = [
                str(document.cell(CONTROL_SHEET, f"{column}{row}"))
                for row in range(1, 40)
                for column in "ABCDEFGHIJKLMNOPQRSTUVW"
            ]
    assert sum(text == "– Chưa đến kỳ" for text in cells) == 10
    assert "Soạn thư" in cells
    assert not any("Gọi" in text or "Chưa báo cáo" in text for text in cells)


# -- the setting ---------------------------------------------------------------------------------------------------


def typed(folder: Folder, label: str, value: object) -> str:
    """A value into a line of Thiết lập, by a program that is not ours; returns its cell."""
    book = load_workbook(folder.workbook, keep_vba=True)
    sheet = book[SETTINGS_SHEET]
    (cell,) = [row[1] for row in sheet.iter_rows() if row[0].value == label]
    cell.value = value
    data = BytesIO()
    book.save(data)
    folder.workbook.write_bytes(data.getvalue())
    return str(cell.coordinate)


@pytest.mark.parametrize(
    ("label", "value", "read"),
    [
        ("Kỳ báo cáo", "hằng tháng", "hằng tháng"),
        ("Kỳ báo cáo", "#N/A", "#N/A"),
        ("Kỳ báo cáo", 7, "7"),
        ("Ngày yêu cầu báo cáo thêm", "31/2/2023", "31/2/2023"),
        ("Ngày yêu cầu báo cáo thêm", "#N/A", "#N/A"),
    ],
)
def test_what_makes_no_sense_there_is_told_with_its_cell_and_stops_nothing(
    tmp_path: Path, label: str, value: object, read: str
) -> None:
    folder, plan = district(tmp_path / "huyen")
    cell = typed(folder, label, value)
    send(folder, plan, "688", FIRST, 40, 40)
    outcome = press(folder, FIRST)
    (told,) = [finding for finding in outcome.standing.findings if finding.code == "KH14"]
    assert (told.source.sheet, told.source.cell) == (SETTINGS_SHEET, cell)
    assert f"“{label}” ghi “{read}”, chưa dùng" in told.message
    assert outcome.standing.reported == 1
    assert outcome.plan.period == plan.period


@pytest.mark.parametrize("value", ["Thứ hai  hằng tuần", "thứ Hai hằng tuần"])
def test_it_is_read_as_people_write_it(tmp_path: Path, value: str) -> None:
    folder, _ = district(tmp_path / "huyen")
    typed(folder, "Kỳ báo cáo", value)
    typed(folder, "Ngày yêu cầu báo cáo thêm", datetime(2023, 5, 31))
    period = plan_of(folder).plan.period
    assert (period.words, period.asked) == ("thứ Hai hằng tuần", (date(2023, 5, 31),))


def test_a_workbook_of_before_has_the_usual_period_and_gets_the_line_when_it_is_made_anew(tmp_path: Path) -> None:
    folder, plan = district(tmp_path / "huyen", period="monday")
    assert plan.period.words == "thứ Hai hằng tuần"
    for label in ("Kỳ báo cáo", "Ngày yêu cầu báo cáo thêm"):
        book = load_workbook(folder.workbook, keep_vba=True)
        (row,) = [row[0].row for row in book[SETTINGS_SHEET].iter_rows() if row[0].value == label]
        book[SETTINGS_SHEET].delete_rows(row)
        data = BytesIO()
        book.save(data)
        folder.workbook.write_bytes(data.getvalue())
    assert plan_of(folder).plan.period.words == "thứ Sáu hằng tuần"
    build_workbook(tmp_path / "moi.xlsm", None, folder)
    sheet = load_workbook(tmp_path / "moi.xlsm")[SETTINGS_SHEET]
    assert {row[0].value: row[1].value for row in sheet.iter_rows()}["Kỳ báo cáo"] == "thứ Sáu hằng tuần"


def test_the_list_of_the_cell_is_what_is_read(tmp_path: Path) -> None:
    folder, _ = district(tmp_path / "huyen")
    sheet = load_workbook(folder.workbook)[SETTINGS_SHEET]
    (cell,) = [row[1] for row in sheet.iter_rows() if row[0].value == "Kỳ báo cáo"]
    (rule,) = [rule for rule in sheet.data_validations.dataValidation if cell.coordinate in rule.sqref]
    for words in rule.formula1.strip('"').split(","):
        typed(folder, "Kỳ báo cáo", words)
        assert plan_of(folder).plan.period.words == words


def test_the_form_of_such_a_level_says_so_and_asks_for_no_day_that_is_not_owed(tmp_path: Path) -> None:
    folder, _ = district(tmp_path / "huyen")
    (path,) = issue_forms(folder, ["688"], tmp_path / "bieu").written
    book = load_workbook(path)
    guide = " ".join(str(c.value) for r in book["Hướng dẫn"].iter_rows() for c in r if c.value)
    assert "Kỳ báo cáo: thứ Sáu hằng tuần. Ngày chưa đến kỳ không phải gửi" in guide
    causes = [str(c.value) for r in book[DAY_SHEET].iter_rows() for c in r if str(c.value).startswith("=IF(")]
    assert causes
    (daily,) = issue_forms(folder, ["688"], tmp_path / "xa", level="xã").written
    guide = " ".join(str(c.value) for r in load_workbook(daily)["Hướng dẫn"].iter_rows() for c in r if c.value)
    assert "vẫn gõ bốn số 0 và gửi" in guide


def test_a_report_of_the_turn_that_comes_days_late_is_not_sent_back_but_told_with_the_command(tmp_path: Path) -> None:
    folder, plan = district(tmp_path / "huyen")
    press(folder, FRIDAY)
    saturday = FRIDAY + timedelta(days=1)
    zero = dict.fromkeys(KINDS, 0)
    form = write_form(plan, Work("695", FRIDAY, zero, zero | {Kind.BIRTH: 50}), Hand(HANDS["695"].file), seed=3)
    put(folder, "muộn.xlsx", form, plan, saturday, time(9))
    outcome = press(folder, saturday)
    (told,) = [finding for finding in outcome.standing.findings if finding.unit == "695" and finding.code != "TG02"]
    assert (told.code, told.severity) == ("BM27", Severity.WARNING)
    assert "Không phải gửi lại" in told.fix and "tong-hop --ngay 2023-05-26" in told.fix
    assert next(unit for unit in outcome.standing.units if unit.unit == "695").status is Status.MISSING
    settled = press(folder, FRIDAY)
    assert next(unit for unit in settled.standing.units if unit.unit == "695").status is Status.RECEIVED
    after = press(folder, saturday)
    assert next(unit for unit in after.standing.units if unit.unit == "695").status is Status.NOT_DUE
    assert "BM27" not in codes(after.standing.findings)


def test_the_communes_press_tells_of_what_came_late_elsewhere_and_of_a_folder_that_it_cannot_have(
    tmp_path: Path,
) -> None:
    there, plan = district(tmp_path / "huyen")
    here, _ = folder_of(tmp_path / "xa", "xa")
    data = json.loads(default_text())
    data["folders"]["levels"] = ["../huyen"]
    here.workbook.write_bytes(draw_office_book(data))
    communes = plan_of(here).plan
    assert communes.aside.folders == ("../huyen",)
    first = press(here, FRIDAY)
    assert not any("đến sau kỳ" in note for note in first.notes)
    zero = dict.fromkeys(KINDS, 0)
    form = write_form(plan, Work("695", FRIDAY, zero, zero | {Kind.BIRTH: 50}), Hand(HANDS["695"].file), seed=3)
    put(there, "muộn.xlsx", form, plan, FRIDAY, time(16))
    monday = press(here, FRIDAY + timedelta(days=3))
    (note,) = [note for note in monday.notes if "đến sau kỳ" in note]
    assert note.endswith("--ngay 2023-05-26")
    assert not monday.lacking
    there.journal.write_bytes(b"no journal")
    broken = press(here, FRIDAY + timedelta(days=4))
    assert broken.lacking and broken.needs_a_person
    assert len([note for note in broken.notes if "Thư mục của cấp khác" in note]) == 1
