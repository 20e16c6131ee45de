"""The verbs of letters and of the clock, as they are typed: what they print, and their exit codes."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.kit.folders import FIRST, HANDS, form, new_folder, put_all, works, wrong
from tests.kit.mailservers import (
    LOGIN,
    PASSWORD,
    ImapServer,
    SmtpServer,
    Starting,
    authority,
    imap_server,
    smtp_server,
)
from xlpy.app.folder import Folder
from xlpy.app.set_up import start
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, Measure
from xlpy.core.text import clock
from xlpy.journal import Journal
from xlpy.journal.dispatch import Sending
from xlpy.shell.main import main

__all__ = ["authority", "imap_server", "smtp_server"]

DAY = ["--ngay", FIRST.isoformat()]
Run = tuple[int, str, str]


@pytest.fixture
def folder(tmp_path: Path, plan: Plan) -> Folder:
    """A day with one unit missing."""
    folder = new_folder(tmp_path / "viec")
    put_all(folder, plan, works(plan, 1)[0], [code for code in HANDS if code != "698"])
    return folder


def run(capsys: pytest.CaptureFixture[str], folder: Folder, verb: str, *options: str) -> Run:
    code = main([verb, "-C", str(folder.path), *options])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_watch_of_a_past_day_merges_once_answers_and_ends(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, folder, "tong-hop", "--theo-doi", *DAY)
    assert code == 1  # a unit is missing
    assert "tổng hợp một lần rồi dừng" in out and "10/11 đơn vị" in out
    assert len(list((folder.reports(FIRST) / "tra-loi").glob("*.eml"))) == 11


def test_a_watch_prints_json_alone_on_standard_output(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, folder, "tong-hop", "--theo-doi", "--json", *DAY)
    assert code == 1
    assert json.loads(out)["reported"] == 10
    assert "tổng hợp một lần rồi dừng" in err


def test_a_broken_template_of_answers_does_not_undo_the_merge(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder.path / "mau" / "tra-loi" / "da-nhan.txt").write_text("Tiêu đề: {lạ}\n", encoding="utf-8")
    code, out, _ = run(capsys, folder, "tong-hop", "--theo-doi", *DAY)
    assert code == 1 and "10/11 đơn vị" in out
    assert "Chưa trả lời được đơn vị: Mẫu không dùng được. da-nhan.txt: thiếu" in out


def test_a_watch_of_a_day_to_come_is_refused(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, folder, "tong-hop", "--theo-doi", "--ngay", "2099-12-01")
    assert (code, out) == (2, "") and "ngày chưa tới" in err


def test_answers_are_listed_with_whom_they_go_to(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    _, merged, _ = run(capsys, folder, "tong-hop", *DAY)
    assert f'Soạn thư trả lời các đơn vị:\n  hotich tra-loi -C "{folder.path}" --ngay 2023-05-22\n' in merged
    code, out, err = run(capsys, folder, "tra-loi", *DAY)
    assert code == 0
    assert out.count("→ chưa có địa chỉ") == 11
    assert "cột Địa chỉ thư" in err
    code, out, _ = run(capsys, folder, "tra-loi", *DAY, "--don-vi", "698")
    draft = folder.reports(FIRST) / "tra-loi" / "698 Huyen Phu Rieng nhac gui.eml"
    assert out.splitlines() == ["Huyện Phú Riềng → chưa có địa chỉ", f"  Thư nháp: {draft}"]
    assert run(capsys, folder, "tra-loi", *DAY, "--don-vi", "999")[0] == 2


def test_before_a_merge_there_is_nothing_to_answer_or_send(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("tra-loi", "thu"):
        code, out, err = run(capsys, folder, verb, *DAY)
        assert (code, out) == (2, "")
        assert err.startswith("Chưa tổng hợp ngày 22/5/2023.")


def test_without_settings_each_verb_says_which_line_to_fill(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, folder, "tong-hop", *DAY)
    code, _, err = run(capsys, folder, "thu", *DAY, "--gui", "--ngay-khac", "--con-thieu")
    assert code == 2
    assert "“Máy chủ gửi thư (SMTP)”, “Địa chỉ gửi đi”, “Gửi tới”" in err
    code, _, err = run(capsys, folder, "nhan")
    assert code == 2 and "Máy chủ nhận thư (IMAP)" in err
    code, _, err = run(capsys, folder, "thu", "--mat-khau")
    assert code == 2 and "Tên đăng nhập hộp thư" in err


def test_a_day_without_a_fault_ends_with_what_is_to_be_done_next(
    folder: Folder, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    put_all(folder, plan, works(plan, 1)[0], ["698"])
    code, merged, _ = run(capsys, folder, "tong-hop", *DAY)
    assert code == 0 and "11/11 đơn vị" in merged
    place = f'-C "{folder.path}" --ngay 2023-05-22\n'
    assert f"Gửi báo cáo (soạn bản in, văn bản, thư):\n  hotich thu {place}" in merged
    assert merged.endswith(f"Soạn thư trả lời các đơn vị:\n  hotich tra-loi {place}")
    assert len(merged.splitlines()) <= 30


def test_sending_is_offered_only_where_it_can_be_done(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, folder, "tong-hop", *DAY)
    code, out, err = run(capsys, folder, "thu", *DAY)
    assert code == 0 and "--gui" not in out + err
    assert "Mở thư nháp bằng Outlook hay Thunderbird" in out
    assert "chưa ghi “Máy chủ gửi thư (SMTP)”, “Địa chỉ gửi đi”, “Gửi tới”. Ghi, lưu tệp, chạy lại." in err


def test_where_the_settings_name_a_server_sending_is_offered(
    office: "Office", capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, office.folder, "tong-hop", *DAY)
    _, out, err = run(capsys, office.folder, "thu", *DAY)
    assert f'Gửi thẳng từ đây:\n  hotich thu -C "{office.folder.path}" --ngay 2023-05-22 --gui\n' in out
    assert "chưa ghi" not in err


class Office:
    """A folder whose settings name a mailbox and a server that are there."""

    def __init__(self, folder: Folder, smtp: SmtpServer, mailbox: ImapServer) -> None:
        self.folder, self.smtp, self.mailbox = folder, smtp, mailbox


@pytest.fixture
def office(
    tmp_path: Path,
    plan_data: dict[str, Any],
    imap_server: ImapServer,
    smtp_server: Starting,
    monkeypatch: pytest.MonkeyPatch,
) -> Office:
    smtp = smtp_server()
    mail = {
        "sender": LOGIN,
        "to": ["totruong@example.vn", "gone@example.vn"],
        "smtp": f"tls://{smtp.server}",
        "imap": f"tls://{imap_server.server}",
    }
    path = tmp_path / "ke-hoach.json"
    path.write_text(json.dumps({**plan_data, "mail": mail}, ensure_ascii=False), encoding="utf-8")
    monkeypatch.setenv("HOTICH_MAT_KHAU_THU", PASSWORD)
    return Office(start(tmp_path / "viec", path), smtp, imap_server)


def test_a_report_is_sent_and_who_was_refused_is_told(
    office: Office, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    put_all(office.folder, plan, works(plan, 1)[0])
    assert run(capsys, office.folder, "tong-hop", *DAY)[0] == 0
    code, _, err = run(capsys, office.folder, "thu", *DAY, "--gui")
    assert code == 2 and "không phải hôm nay" in err
    office.smtp.unknown_recipients = frozenset({"gone@example.vn"})
    code, out, _ = run(capsys, office.folder, "thu", *DAY, "--gui", "--ngay-khac")
    assert code == 1
    assert "Đã gửi báo cáo ngày 22/5/2023 tới totruong@example.vn." in out and "gone@example.vn: 550" in out
    code, _, err = run(capsys, office.folder, "thu", *DAY, "--gui", "--ngay-khac")
    assert code == 2 and "gone@example.vn: 550" in err
    office.smtp.unknown_recipients = frozenset()
    code, out, _ = run(capsys, office.folder, "thu", *DAY, "--gui", "--ngay-khac")
    assert code == 0 and "tới gone@example.vn." in out
    code, out, _ = run(capsys, office.folder, "thu", *DAY, "--gui", "--ngay-khac")
    assert code == 0 and "không gửi lại" in out
    assert [one.recipients for one in office.smtp.delivered] == [("totruong@example.vn",), ("gone@example.vn",)]


@pytest.mark.slow
def test_three_presses_at_once_send_once(office: Office, plan: Plan, tmp_path: Path) -> None:
    put_all(office.folder, plan, works(plan, 1)[0])
    assert main(["tong-hop", "-C", str(office.folder.path), *DAY]) == 0
    command = [
        sys.executable,
        "-c",
        "from xlpy.cli import run; run()",
        "thu",
        "-C",
        str(office.folder.path),
        *DAY,
        "--gui",
        "--ngay-khac",
    ]
    at_once = [
        subprocess.Popen([*command, "--gui-lai"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in "123"
    ]
    told = [one.communicate(timeout=120)[0].decode() for one in at_once]
    assert len(office.smtp.delivered) == 1, told
    assert sorted(one.returncode for one in at_once)[0] == 0
    assert all("Đã gửi báo cáo" in text or "không gửi lại" in text or "đang chạy" in text for text in told), told
    with Journal.reading(office.folder.journal, office.folder.copies()) as journal:
        assert [step.state for step in journal.dispatches()] == [Sending.BEGUN, Sending.SENT]
    assert not list(office.folder.reports(FIRST).glob("*sua tay*"))


@pytest.mark.slow
def test_a_journal_put_back_from_a_copy_sends_nothing_again_unasked(
    office: Office, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    put_all(office.folder, plan, works(plan, 1)[0])
    run(capsys, office.folder, "tong-hop", *DAY)
    before = office.folder.rolling_copy.read_bytes()
    assert run(capsys, office.folder, "thu", *DAY, "--gui", "--ngay-khac")[0] == 0
    for copy in office.folder.copies():  # older than the sending, as copies that were held by another program are
        copy.write_bytes(before)
    office.folder.journal.unlink()
    assert run(capsys, office.folder, "so", "--khoi-phuc", "2023-05-22")[0] == 0
    code, _, err = run(capsys, office.folder, "thu", *DAY, "--gui", "--ngay-khac", "--con-thieu")
    assert code == 2 and "Vẫn gửi thì thêm --gui-lai" in err
    with Journal.reading(office.folder.journal) as journal:
        at = journal.dispatches()[-1].at.astimezone(plan.timezone)
    assert f"bằng bản sao lúc {clock(at)}, không rõ" in err  # by the plan's clock, whatever the machine's is
    assert len(office.smtp.delivered) == 1


@pytest.mark.slow
def test_with_copies_that_know_the_sending_it_is_known_after_it_was_put_back(
    office: Office, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    put_all(office.folder, plan, works(plan, 1)[0])
    run(capsys, office.folder, "tong-hop", *DAY)
    assert run(capsys, office.folder, "thu", *DAY, "--gui", "--ngay-khac")[0] == 0
    office.folder.journal.unlink()
    assert run(capsys, office.folder, "so", "--khoi-phuc", "2023-05-22")[0] == 0
    code, out, _ = run(capsys, office.folder, "thu", *DAY, "--gui", "--ngay-khac")
    assert code == 0 and "không gửi lại" in out
    assert len(office.smtp.delivered) == 1


@pytest.mark.slow
def test_each_consent_is_for_itself(office: Office, plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    put_all(office.folder, plan, works(plan, 1)[0], [code for code in HANDS if code != "698"])
    run(capsys, office.folder, "tong-hop", *DAY)
    for given, asked in (
        ([], "--ngay-khac --con-thieu"),
        (["--van-gui"], "--ngay-khac"),  # the old name stands for missing units alone
        (["--con-thieu"], "--ngay-khac"),
        (["--ngay-khac", "--gui-lai"], "--con-thieu"),
    ):
        code, _, err = run(capsys, office.folder, "thu", *DAY, "--gui", *given)
        assert code == 2 and err.strip().endswith(f"Vẫn gửi thì thêm {asked}.")
    assert not office.smtp.delivered
    assert run(capsys, office.folder, "thu", *DAY, "--gui", "--ngay-khac", "--con-thieu")[0] == 0


@pytest.mark.slow
def test_a_letter_that_had_to_be_written_anew_is_looked_at_before_it_goes(
    office: Office, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    day = works(plan, 1)[0]
    put_all(office.folder, plan, day, [code for code in HANDS if code != "698"])
    run(capsys, office.folder, "tong-hop", *DAY)
    run(capsys, office.folder, "thu", *DAY)
    path = office.folder.reports(FIRST) / "Bao_cao_2023-05-22.docx"
    letter = docx.Document(str(path))
    letter.add_paragraph("Thêm một câu.")
    letter.save(str(path))
    put_all(office.folder, plan, day)
    run(capsys, office.folder, "tong-hop", *DAY)
    code, _, err = run(capsys, office.folder, "thu", *DAY, "--gui", "--ngay-khac")
    assert code == 2 and "chuyển thành Bao_cao_2023-05-22 (sua tay 1).docx. Xem văn bản mới" in err
    assert not office.smtp.delivered
    assert run(capsys, office.folder, "thu", *DAY, "--gui", "--ngay-khac")[0] == 0
    assert len(office.smtp.delivered) == 1


@pytest.mark.slow
def test_a_wrong_password_is_told_without_being_shown(
    office: Office, plan: Plan, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put_all(office.folder, plan, works(plan, 1)[0])
    run(capsys, office.folder, "tong-hop", *DAY)
    monkeypatch.setenv("HOTICH_MAT_KHAU_THU", "saimatkhau")
    for verb, *options in (("nhan",), ("thu", *DAY, "--gui", "--ngay-khac")):
        code, out, err = run(capsys, office.folder, verb, *options)
        assert code == 2
        assert "không cho đăng nhập" in err and "saimatkhau" not in out + err
        assert len(err.strip().splitlines()) == 1
    draft = "bao-cao/2023-05-22/Bao_cao_PL01_2023-05-22.eml"
    assert f"Cần gửi ngay thì mở {draft} bằng chương trình thư." in err


def test_letters_are_fetched_and_counted(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, office.folder, "nhan")
    assert code == 0
    assert out.startswith("0 thư mới, 0 thư đã lấy trước đây, 0 thư khác không lấy.")


def test_each_letter_that_was_fetched_is_told_by_its_sender_and_subject(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "Chị Lan <lan@budang.example>", "Biểu ngày 22/5"
    message.set_content("Gửi Sở.")
    message.add_attachment(b"x", "application", "octet-stream", filename="bu dang.xlsx")
    uid = office.mailbox.put(message.as_bytes(), datetime.now(UTC))
    code, out, _ = run(capsys, office.folder, "nhan")
    first, last, *_ = out.splitlines()
    assert code == 0 and last.startswith("1 thư mới")
    assert first.startswith("den/thu/") and first.endswith(f"-{uid}.eml: lan@budang.example, “Biểu ngày 22/5”")


@pytest.mark.parametrize("written", ["2023-05-22", "22/5/2023", "22/05/2023"])
def test_a_day_may_be_written_as_people_do(folder: Folder, capsys: pytest.CaptureFixture[str], written: str) -> None:
    _, out, _ = run(capsys, folder, "tong-hop", "--ngay", written)
    assert "ngày 22/5/2023" in out


@pytest.mark.parametrize("written", ["22-5-2023", "31/2/2023", "22/5/23", "hôm nay"])
def test_what_is_no_day_is_refused_with_both_ways_to_write_one(
    folder: Folder, capsys: pytest.CaptureFixture[str], written: str
) -> None:
    with pytest.raises(SystemExit) as refused:
        run(capsys, folder, "tong-hop", "--ngay", written)
    assert refused.value.code == 2 and "2023-05-22 hay 22/5/2023" in capsys.readouterr().err


def test_checking_a_letter_tells_of_what_is_in_it(
    folder: Folder, plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:

    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.vn", "Báo cáo"
    message.set_content("Kính gửi.\n")
    data = form(plan, works(plan, 1)[0]["695"], **wrong(Kind.BIRTH, Measure.ENTERED, 95))
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename="Đồng Phú.xlsx")
    path = tmp_path / "thu.eml"
    path.write_bytes(message.as_bytes())
    code, out, _ = run(capsys, folder, "kiem-tra", str(path), *DAY)
    assert code == 1
    assert "thu.eml: xem từng tệp bên trong" in out
    assert "thu.eml/Đồng Phú.xlsx: TRẢ LẠI ĐỂ SỬA" in out and "CD01" in out
