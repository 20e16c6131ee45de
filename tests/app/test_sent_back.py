"""A level that does not report daily: what is still owed after its day is told as what it is, missing or sent back."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from tests.app.test_periods import FRIDAY, district, run, send
from tests.kit.folders import HANDS, press, put
from xlpy.app.folder import Folder
from xlpy.app.mail.answer import answer_units
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Kind
from xlpy.demo.clerks import Hand, write_form
from xlpy.demo.truth import Work
from xlpy.drawing.mail.answers import AnswerKind
from xlpy.drawing.office_book.findings import Checked, findings_rows, to_do
from xlpy.drawing.screen.board import board

SATURDAY, SUNDAY = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)
AFTERNOON = datetime.fromisoformat("2023-05-27T13:45:00+07:00")


def send_wrong(folder: Folder, plan: Plan, code: str, on: date, hour: time = time(13)) -> None:
    """A form that must be sent back: more was entered on the day than in all."""
    zero = dict.fromkeys(KINDS, 0)
    work = Work(code, on, zero | {Kind.BIRTH: 50}, zero | {Kind.BIRTH: 10})
    data = write_form(plan, work, Hand(HANDS[code].file), seed=3)
    put(folder, f"{on}/{HANDS[code].file}", data, plan, on, hour)


def unit(standing: Standing, code: str) -> UnitDay:
    return next(one for one in standing.units if one.unit == code)


def codes(standing: Standing, code: str) -> list[str]:
    return [finding.code for finding in standing.findings if finding.unit == code]


@pytest.fixture
def sent_back(tmp_path: Path) -> tuple[Folder, Plan]:
    """On Friday, when reports were due, Đồng Phú's was refused; Phước Long's came, the others sent none."""
    folder, plan = district(tmp_path / "huyen")
    send(folder, plan, "688", FRIDAY, 40, 40)
    send_wrong(folder, plan, "695", FRIDAY)
    assert unit(press(folder, FRIDAY).standing, "695").status is Status.REFUSED
    return folder, plan


def test_a_reminder_names_the_day_on_which_the_report_was_due(sent_back: tuple[Folder, Plan]) -> None:
    folder, _ = sent_back
    press(folder, SATURDAY)
    (answer,) = answer_units(folder, SATURDAY, AFTERNOON, ["690"])
    assert answer.kind is AnswerKind.REMINDER and answer.message is not None
    assert answer.message.addressing.subject == "Đề nghị gửi báo cáo ngày 26/5/2023 (cấp huyện) của thị xã Bình Long"
    body = answer.message.body
    assert "Đến 13 giờ 30 ngày 27/5/2023, Sở Tư pháp chưa nhận được" in body
    assert "Sổ hộ tịch ngày 26/5/2023 (cấp huyện) của đơn vị" in body
    assert "Phụ lục 01 ngay, trước 15 giờ 00;" in body


def test_a_reminder_on_the_due_day_itself_is_as_ever(sent_back: tuple[Folder, Plan]) -> None:
    folder, _ = sent_back
    (answer,) = answer_units(folder, FRIDAY, AFTERNOON - timedelta(days=1), ["690"])
    assert answer.message is not None
    assert "Đến 13 giờ 30, Sở Tư pháp chưa nhận được" in answer.message.body
    assert "Phụ lục 01 trước 14 giờ 00;" in answer.message.body


def test_what_was_sent_back_and_not_mended_is_told_as_that_on_the_days_after(sent_back: tuple[Folder, Plan]) -> None:
    folder, plan = sent_back
    for day in (SATURDAY, SUNDAY):
        outcome = press(folder, day)
        told = unit(outcome.standing, "695")
        assert (told.status, told.late) == (Status.REFUSED, False)
        assert told.receipt is not None and told.receipt.name == f"2023-05-26/{HANDS['695'].file}"
        assert codes(outcome.standing, "695") == ["TG06"]
        assert outcome.needs_a_person
        assert unit(outcome.standing, "690").status is Status.MISSING
        line = next(line for line in board(outcome.standing).splitlines() if line.startswith("Huyện Đồng Phú"))
        assert "Trả lại để sửa" in line
    (finding,) = [finding for finding in outcome.standing.findings if finding.code == "TG06"]
    assert finding.message == "Báo cáo ngày 26/5/2023 đã trả lại để sửa, chưa nhận bản sửa."
    assert "hotich bao-cao --ngay 2023-05-26 --day-du" in finding.fix
    rows = list(findings_rows(Checked(plan, SUNDAY, outcome.standing.findings, outcome.standing)))
    at = next(number for number, row in enumerate(rows) if row[0] == "Huyện Đồng Phú")
    assert str(rows[at][4]).startswith("× Trả lại để sửa")
    assert "đã trả lại tệp “Đồng Phú.xlsx” của huyện Đồng Phú để sửa" in str(rows[at + 1][0])
    assert any(row[1] == "× Trả lại để sửa" and row[2] == "TG06" for row in rows)
    assert not any("chưa nhận được báo cáo" in str(row[0]) and "Đồng Phú" in str(row[0]) for row in rows)
    assert not press(folder, SUNDAY).changed


def test_the_shell_says_so_in_a_process_of_its_own(sent_back: tuple[Folder, Plan]) -> None:
    folder, _ = sent_back
    done = run(folder, "tong-hop", "--ngay", SATURDAY.isoformat())
    assert done.returncode == 1
    line = next(line for line in done.stdout.splitlines() if line.startswith("Huyện Đồng Phú"))
    assert "Trả lại để sửa" in line and "13:00 26/5" in line
    assert "TG06 Chưa có bản sửa" in run(folder, "bao-cao", "--ngay", SATURDAY.isoformat(), "--day-du").stdout


def test_its_letter_asks_once_more_for_what_is_to_be_mended(sent_back: tuple[Folder, Plan]) -> None:
    folder, _ = sent_back
    press(folder, SATURDAY)
    assert answer_units(folder, SATURDAY, AFTERNOON - timedelta(hours=2), ["695"]) == ()
    (answer,) = answer_units(folder, SATURDAY, AFTERNOON, ["695"])
    assert (answer.kind, answer.reminds, answer.held) == (AnswerKind.REFUSED, True, "")
    assert answer.message is not None and answer.returned is not None
    assert answer.path.parent.parent.name == SATURDAY.isoformat()
    assert answer.message.addressing.subject == "Đề nghị sửa báo cáo ngày 26/5/2023 (cấp huyện) của huyện Đồng Phú"
    assert "Đề nghị đơn vị gửi lại ngay." in answer.message.body
    assert "Việc cần làm: " in answer.message.body


def test_once_it_came_mended_nothing_is_owed_whichever_day_it_is_for(sent_back: tuple[Folder, Plan]) -> None:
    folder, plan = sent_back
    press(folder, SATURDAY)
    send(folder, plan, "695", SUNDAY, 50, 50, time(9))
    assert unit(press(folder, SUNDAY).standing, "695").status is Status.RECEIVED
    assert unit(press(folder, SUNDAY + timedelta(days=1)).standing, "695").status is Status.NOT_DUE


def test_a_mended_report_of_the_due_day_clears_the_days_after(sent_back: tuple[Folder, Plan]) -> None:
    folder, plan = sent_back
    press(folder, SATURDAY)
    zero = dict.fromkeys(KINDS, 0)
    form = write_form(plan, Work("695", FRIDAY, zero, zero | {Kind.BIRTH: 50}), Hand(HANDS["695"].file), seed=3)
    put(folder, "sửa.xlsx", form, plan, SATURDAY, time(10))
    assert unit(press(folder, FRIDAY, agrees=lambda _: True).standing, "695").status is Status.RECEIVED
    # A week later, when nothing came, what Saturday once said is no report that was sent back.
    assert unit(press(folder, FRIDAY + timedelta(days=7)).standing, "695").status is Status.MISSING
    assert unit(press(folder, SATURDAY, agrees=lambda _: True).standing, "695").status is Status.NOT_DUE


def test_the_next_turn_is_owed_anew(sent_back: tuple[Folder, Plan]) -> None:
    """Nothing came at all since: what is missing then is the new week's report."""
    folder, _ = sent_back
    press(folder, SATURDAY)
    outcome = press(folder, FRIDAY + timedelta(days=7))
    assert unit(outcome.standing, "695").status is Status.MISSING
    assert "TG02" in codes(outcome.standing, "695")


def test_what_was_sent_back_before_its_day_waits_on_the_day(tmp_path: Path) -> None:
    folder, plan = district(tmp_path / "huyen")
    wednesday = FRIDAY - timedelta(days=2)
    send_wrong(folder, plan, "695", wednesday)
    press(folder, wednesday)
    assert unit(press(folder, FRIDAY - timedelta(days=1)).standing, "695").status is Status.NOT_DUE
    assert unit(press(folder, FRIDAY).standing, "695").status is Status.REFUSED


def test_where_every_day_has_its_report_a_refused_one_is_yesterdays(tmp_path: Path) -> None:
    folder, plan = district(tmp_path / "huyen", period="daily")
    send_wrong(folder, plan, "695", FRIDAY)
    press(folder, FRIDAY)
    assert unit(press(folder, SATURDAY).standing, "695").status is Status.MISSING


def test_who_has_sent_it_for_its_day_is_neither_told_to_be_silent_nor_reminded(sent_back: tuple[Folder, Plan]) -> None:
    """Until the office merges that day, the file waits (BM27): nothing is asked of the unit."""
    folder, plan = sent_back
    zero = dict.fromkeys(KINDS, 0)
    for code in ("695", "690"):  # one that was sent back, one that had sent none
        work = Work(code, FRIDAY, zero, zero | {Kind.BIRTH: 50})
        put(folder, f"{code} sửa.xlsx", write_form(plan, work, Hand("a.xlsx"), seed=3), plan, SATURDAY, time(10))
    standing = press(folder, SATURDAY).standing
    assert (codes(standing, "695"), codes(standing, "690")) == (["BM27"], ["BM27"])
    assert unit(standing, "691").status is Status.MISSING
    assert {answer.unit for answer in answer_units(folder, SATURDAY, AFTERNOON)} == set(HANDS) - {"688", "690", "695"}
    rows = list(findings_rows(Checked(plan, SATURDAY, standing.findings, standing)))
    assert not any("Đồng Phú" in str(row[0]) and str(row[0]).startswith("►") for row in rows)
    told, _ = to_do(Checked(plan, SATURDAY, standing.findings, standing))
    assert told == "Gọi 8 đơn vị, đọc lại 2 cảnh báo."
