"""A whole afternoon on this machine's loopback: eleven letters in a mailbox, the merge, the answers, one sent report."""

import email
import json
from datetime import date, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.kit.folders import FIRST, form, works, wrong
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
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.mail.answer import Answer, answer_units
from xlpy.app.mail.fetch import fetch_mail
from xlpy.app.mail.send import Consent, Posted, send_report
from xlpy.app.merge.merge_day import Outcome, consolidate
from xlpy.app.plan_of_folder import plan_of
from xlpy.app.set_up import start
from xlpy.core.consolidate import Status
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, Measure
from xlpy.doors.live.pdf import print_pdf
from xlpy.doors.mail import smtp as door
from xlpy.doors.mail.passwords import password_of
from xlpy.drawing.mail.answers import AnswerKind
from xlpy.journal import Journal
from xlpy.journal.dispatch import Sending

pytestmark = pytest.mark.slow

__all__ = ["authority", "imap_server", "smtp_server"]

STRANGER = "an.nguyen@example.com"
TO, CC = "totruong@binhphuoc.example", "thuky@binhphuoc.example"
WRONG = wrong(Kind.BIRTH, Measure.ENTERED, 99)


def address(code: str) -> str:
    return f"tuphap{code}@binhphuoc.example"


def at(hour: str, day: date = FIRST) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}:00+07:00")


def letter(code: str, hour: str, files: dict[str, bytes], sender: str = "") -> bytes:
    message = EmailMessage()
    message["Received"] = f"from mx.example by mail.stp.example with ESMTPS; {format_datetime(at(hour))}"
    message["From"] = f"Phòng Tư pháp <{sender or address(code)}>"
    message["To"] = LOGIN
    message["Date"] = format_datetime(at(hour) - timedelta(hours=3))  # a clock that runs wrong, as many do
    message["Subject"] = f"Báo cáo ngày 22/5 ({code})"
    message["Message-ID"] = f"<{code}.{hour.replace(':', '')}@binhphuoc.example>"
    message.set_content("Kính gửi Sở Tư pháp, đơn vị gửi báo cáo.\n")
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes(policy=policy.SMTP)


class Afternoon:
    """An office on 22 May: its folder, its mailbox with eleven letters, its mail server."""

    def __init__(self, folder: Folder, mailbox: ImapServer, smtp: SmtpServer) -> None:
        self.folder, self.mailbox, self.smtp = folder, mailbox, smtp
        self.plan = plan_of(folder).plan
        self.work = works(self.plan, 1)[0]

    def form(self, code: str, **changes: object) -> bytes:
        return form(self.plan, self.work[code], **changes)

    def post_all(self) -> None:
        wrong_form, second = (
            self.form("696", lines="own", **WRONG),
            self.form("697", **wrong(Kind.BIRTH, Measure.TODAY, 7)),
        )
        self._post("691", "13:05", {"Phụ lục 01 - Bù Gia Mập.xlsx": self.form("691")})
        self._post("696", "13:10", {"bu dang.xlsx": wrong_form})
        self._post("694", "14:05", {"Hớn Quản.xlsx": self.form("694")})
        self._post("688", "13:15", {"phuoc long.xlsx": self.form("688")}, STRANGER)
        self._post("697", "13:20", {"a.xlsx": self.form("697"), "b.xlsx": second})
        self._post("693", "13:21", {"bù đốp.xlsx": self.form("693")})
        self._post("689", "13:22", {"dong xoai.xlsx": self.form("689", **WRONG)})
        self._post("689", "13:50", {"dong xoai (2).xlsx": self.form("689")})
        self._post("690", "13:24", {"binh long.xlsx": self.form("690")})
        self._post("695", "13:25", {"dong phu.xlsx": self.form("695")})
        self._post("692", "13:26", {"loc ninh.xlsx": self.form("692")})

    def _post(self, code: str, hour: str, files: dict[str, bytes], sender: str = "") -> None:
        self.mailbox.put(letter(code, hour, files, sender), at(hour))

    def fetch(self) -> int:
        return len(fetch_mail(self.folder, self.plan, FIRST).written)

    def press(self) -> Outcome:
        return consolidate(self.folder, FIRST, now=at("14:10"))

    def answer(self) -> dict[str, Answer]:
        return {one.unit: one for one in answer_units(self.folder, FIRST, at("14:10"))}

    def send(self, now: str = "14:20", **options: Any) -> Posted:
        return send_report(self.folder, FIRST, print_pdf, password=password_of, clock_now=lambda: at(now), **options)


MISSING = Consent(missing=True)


@pytest.fixture
def afternoon(
    tmp_path: Path,
    imap_server: ImapServer,
    smtp_server: Starting,
    plan_data: dict[str, Any],
    plan: Plan,
    monkeypatch: pytest.MonkeyPatch,
) -> Afternoon:
    smtp = smtp_server()
    monkeypatch.setenv("HOTICH_MAT_KHAU_THU", PASSWORD)
    addresses = {unit.code: [address(unit.code)] for unit in plan.senders}
    mail = {
        "sender": LOGIN,
        "to": [TO],
        "cc": [CC],
        "units": addresses,
        "smtp": f"tls://{smtp.server}",
        "imap": f"tls://{imap_server.server}",
    }
    path = tmp_path / "ke-hoach.json"
    path.write_text(json.dumps({**plan_data, "mail": mail}, ensure_ascii=False), encoding="utf-8")
    made = Afternoon(start(tmp_path / "viec", path), imap_server, smtp)
    made.post_all()
    return made


def parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_the_afternoon(afternoon: Afternoon) -> None:
    assert afternoon.fetch() == 11
    outcome = afternoon.press()
    units = {unit.unit: unit for unit in outcome.standing.units}
    status = {code: unit.status for code, unit in units.items()}
    good = ("691", "694", "693", "689", "690", "695", "692")
    assert {code for code, found in status.items() if found is Status.RECEIVED} == set(good)
    assert {code for code, found in status.items() if found is Status.REFUSED} == {"696", "688", "697"}
    assert status["698"] is Status.MISSING
    assert [code for code, unit in units.items() if unit.late] == ["694"]
    found = {(finding.code, finding.unit) for finding in outcome.standing.findings}
    assert {("LK11", "697"), ("TM06", "688"), ("TG01", "694"), ("TG02", "698")} <= found
    assert units["689"].receipt is not None and units["689"].receipt.received_at == at("13:50")

    with Journal.reading(afternoon.folder.journal) as journal:
        hours = {
            item.letter.sender: item.receipt.received_at
            for item in journal.taken()
            if item.letter and item.receipt.name.endswith(".xlsx")
        }
    assert hours[address("694")] == at("14:05")
    assert hours[STRANGER] == at("13:15")

    answers = afternoon.answer()
    assert len(answers) == 11
    kinds = {code: one.kind for code, one in answers.items()}
    assert [code for code, kind in kinds.items() if kind is AnswerKind.REFUSED] == ["696", "688", "697"]
    assert kinds["698"] is AnswerKind.REMINDER and kinds["691"] is AnswerKind.ACCEPTED
    assert all(one.to == (address(code),) for code, one in answers.items())
    refused = parsed(answers["696"].path.read_bytes())
    assert refused["In-Reply-To"] == "<696.1310@binhphuoc.example>"
    assert "chưa tổng hợp được số liệu" in text_of(refused) and "--chap-nhan" not in text_of(refused)
    (returned,) = refused.iter_attachments()
    assert returned.get_filename() == "bu dang.xlsx"
    assert openpyxl.load_workbook(BytesIO(returned.get_content())).sheetnames[0] == "Cần sửa"
    assert parsed(answers["688"].path.read_bytes())["In-Reply-To"] is None  # the stranger wrote, not the unit
    receipt = text_of(parsed(answers["691"].path.read_bytes()))
    assert units["691"].receipt is not None
    assert units["691"].receipt.sha256 in receipt and "13 giờ 05 ngày 22/5/2023" in receipt

    with pytest.raises(CannotDo, match=r"chưa có số liệu của .*Phú Riềng.*--con-thieu"):
        afternoon.send()
    assert not afternoon.smtp.delivered
    posted = afternoon.send(consent=MISSING)
    assert posted.clean and f"Đã gửi báo cáo ngày 22/5/2023 tới {TO}, {CC}." in posted.told
    (sent,) = afternoon.smtp.delivered
    assert sent.recipients == (TO, CC)
    message = parsed(sent.message)
    assert "Chưa báo cáo: huyện Phú Riềng." in text_of(message)
    names = [part.get_filename() for part in message.iter_attachments()]
    assert names == ["Bao_cao_PL01_2023-05-22.xlsx", "Bao_cao_PL01_2023-05-22.pdf", "Bao_cao_2023-05-22.docx"]
    html = message.get_body(("html",))
    assert html is not None and "Huyện Phú Riềng" in html.get_content()


@pytest.mark.slow
def test_pressing_everything_twice_sends_nothing_twice(afternoon: Afternoon) -> None:
    afternoon.fetch()
    afternoon.press()
    first = {path.name: path.read_bytes() for one in afternoon.answer().values() for path in (one.path,)}
    afternoon.send(consent=MISSING)
    assert afternoon.fetch() == 0
    assert not afternoon.press().changed
    assert {one.path.name: one.path.read_bytes() for one in afternoon.answer().values()} == first
    again = afternoon.send("14:30", consent=MISSING)
    assert "không gửi lại" in again.told[-1]
    assert len(afternoon.smtp.delivered) == 1
    assert not any(b"\\Seen" in flags for flags in afternoon.mailbox.state().values())
    assert len(afternoon.mailbox.state()) == 11


@pytest.mark.slow
def test_a_mended_file_gives_a_new_report_that_says_which_it_replaces(afternoon: Afternoon) -> None:
    afternoon.fetch()
    afternoon.press()
    before = afternoon.answer()["696"].path
    afternoon.send(consent=MISSING)
    afternoon.mailbox.put(letter("696", "14:25", {"bu dang sua.xlsx": afternoon.form("696")}), at("14:25"))
    assert afternoon.fetch() == 1
    outcome = afternoon.press()
    assert {unit.unit: unit.status for unit in outcome.standing.units}["696"] is Status.RECEIVED
    assert afternoon.answer()["696"].kind is AnswerKind.WARNED  # late
    assert not before.exists()
    afternoon.send("14:40", consent=MISSING)
    _, second = afternoon.smtp.delivered
    assert "thay bản gửi 14:20 ngày 22/5/2023" in parsed(second.message)["Subject"]


@pytest.mark.slow
def test_a_sending_that_broke_is_not_repeated_unless_the_office_insists(afternoon: Afternoon) -> None:
    afternoon.fetch()
    afternoon.press()
    afternoon.smtp.on_data = lambda transport: transport.abort()
    with pytest.raises(Exception, match="Không biết thư đã đi hay chưa"):
        afternoon.send(consent=MISSING)
    afternoon.smtp.on_data = lambda _: None
    with pytest.raises(CannotDo, match="bị đứt giữa chừng"):
        afternoon.send("14:25")
    with pytest.raises(CannotDo, match="Vẫn gửi thì thêm --gui-lai"):
        afternoon.send("14:26", consent=MISSING)  # who agreed to missing units has not agreed to a second letter
    afternoon.send("14:30", consent=MISSING._replace(again=True))
    with Journal.reading(afternoon.folder.journal) as journal:
        states = [(one.state, one.message_id) for one in journal.dispatches()]
    assert [state for state, _ in states] == [Sending.BEGUN, Sending.UNKNOWN, Sending.BEGUN, Sending.SENT]
    assert len({number for _, number in states}) == 1


@pytest.mark.slow
def test_a_refused_sending_may_be_tried_again(afternoon: Afternoon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "sleep", lambda _: None)  # it is asked again for a minute and a half
    afternoon.fetch()
    afternoon.press()
    afternoon.smtp.data_answer = "452 4.3.1 Insufficient system storage"
    with pytest.raises(Exception, match="Chưa gửi thư"):
        afternoon.send(consent=MISSING)
    afternoon.smtp.data_answer = ""
    assert afternoon.send("14:30", consent=MISSING).clean
    assert len(afternoon.smtp.delivered) == 1


@pytest.mark.slow
def test_a_report_of_another_day_is_sent_only_on_purpose(afternoon: Afternoon) -> None:
    afternoon.fetch()
    afternoon.press()
    with pytest.raises(CannotDo, match="không phải hôm nay"):
        send_report(
            afternoon.folder,
            FIRST,
            print_pdf,
            password=password_of,
            clock_now=lambda: at("08:00", FIRST + timedelta(days=1)),
        )


@pytest.mark.slow
def test_a_report_that_was_saved_by_hand_is_not_sent(afternoon: Afternoon) -> None:
    report = afternoon.press().report
    book = openpyxl.load_workbook(report)
    book.active["A1"] = "sửa tay"  # type: ignore[index]
    book.save(report)
    with pytest.raises(CannotDo, match="không còn đúng bản lập từ nhật ký"):
        afternoon.send(consent=MISSING)
