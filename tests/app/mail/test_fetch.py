"""Letters from a real mailbox into the inbox: which ones, as which files, once; and from there into the report."""

import shutil
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from tests.kit.folders import FIRST, HANDS, form, new_folder, press, works
from tests.kit.mailservers import LOGIN, PASSWORD, ImapServer, authority, imap_server
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.mail.fetch import FetchedMail, fetch_mail
from xlpy.core.consolidate import Status
from xlpy.core.plan.plan import Plan
from xlpy.doors.disk.saving import write
from xlpy.doors.mail import imap
from xlpy.doors.mail.passwords import VARIABLE
from xlpy.doors.mail.servers import MailServerError

__all__ = ["authority", "imap_server"]

BU_DANG = "tuphap@budang.example"


class Office:
    """A working folder and the mailbox it fetches from."""

    def __init__(self, folder: Folder, plan: Plan, server: ImapServer) -> None:
        self.folder, self.server = folder, server
        mail = plan.mail._replace(imap=f"tls://{server.server}", account=LOGIN, units={"696": (BU_DANG.upper(),)})
        self.plan = replace(plan, mail=mail)

    def receive(self, message: EmailMessage, hour: time = time(13), day: date = FIRST) -> int:
        return self.server.put(message.as_bytes(), datetime.combine(day, hour, self.plan.timezone))

    def fetch(self, since: date | None = None) -> FetchedMail:
        return fetch_mail(self.folder, self.plan, FIRST, since)

    @property
    def files(self) -> list[str]:
        return sorted(path.name for path in (self.folder.inbox / "thu").glob("*"))


@pytest.fixture
def office(tmp_path: Path, plan: Plan, imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    return Office(new_folder(tmp_path / "viec"), plan, imap_server)


def letter(sender: str = "ai-do@example.vn", name: str = "", data: bytes = b"x", kind: str = "") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, LOGIN, "Báo cáo"
    message.set_content("Kính gửi Sở.\n")
    if name or kind:
        maintype, _, subtype = (kind or "application/x-unknown").partition("/")
        message.add_attachment(data, maintype=maintype, subtype=subtype, filename=name or None)
    return message


def test_a_letter_becomes_a_file_with_its_bytes_and_its_hour(office: Office) -> None:
    message = letter(BU_DANG, "biểu.xlsx")
    uid = office.receive(message, time(13, 41, 7))
    ((path, sender, subject),) = office.fetch().written
    assert (sender, subject) == ("tuphap@budang.example", str(message["Subject"]))
    assert path.parent == office.folder.inbox / "thu"
    assert path.name.endswith(f"-{uid}.eml")
    assert path.read_bytes() == message.as_bytes()
    assert path.stat().st_mtime == datetime.combine(FIRST, time(13, 41, 7), office.plan.timezone).timestamp()


def test_what_was_fetched_is_merged(office: Office, plan: Plan) -> None:
    day = works(plan, 1)[0]
    for code in ("696", "691"):
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        office.receive(letter(BU_DANG, HANDS[code].file, form(plan, day[code]), kind))
    assert len(office.fetch().written) == 2
    outcome = press(office.folder, FIRST)
    received = {unit.unit for unit in outcome.standing.units if unit.status is Status.RECEIVED}
    assert received == {"696", "691"}


def test_fetched_again_nothing_comes_twice(office: Office) -> None:
    office.receive(letter(BU_DANG, "a.xlsx"))
    first = office.fetch()
    written = first.written[0].path.stat()
    assert office.fetch() == FetchedMail((), there=1, passed_over=0, notes=())
    assert first.written[0].path.stat().st_mtime_ns == written.st_mtime_ns


def test_a_letter_that_was_moved_within_the_inbox_is_not_fetched_again(office: Office) -> None:
    office.receive(letter(BU_DANG, "a.xlsx"))
    path = office.fetch().written[0].path
    (office.folder.inbox / "xong").mkdir()
    path.rename(office.folder.inbox / "xong" / path.name)
    assert office.fetch().there == 1


@pytest.mark.parametrize("elsewhere", [False, True], ids=["inbox in the folder", "inbox elsewhere"])
def test_a_letter_that_was_merged_and_tidied_away_does_not_come_back(
    office: Office, plan: Plan, tmp_path: Path, elsewhere: bool
) -> None:
    inbox = tmp_path / "chung" if elsewhere else office.folder.inbox
    inbox.mkdir(exist_ok=True)
    office.plan = replace(office.plan, inbox=str(inbox))
    office.receive(letter(BU_DANG, HANDS["696"].file, form(plan, works(plan, 1)[0]["696"])))
    assert len(office.fetch().written) == 1
    press(office.folder, FIRST, inbox=inbox)
    shutil.rmtree(inbox / "thu")
    assert office.fetch() == FetchedMail((), there=1, passed_over=0, notes=())


def test_a_letter_that_was_thrown_away_unmerged_comes_back(office: Office) -> None:
    office.receive(letter(BU_DANG, "a.xlsx"))
    office.fetch().written[0].path.unlink()
    assert len(office.fetch().written) == 1


def test_all_letters_of_a_units_address_come_even_without_attachment(office: Office) -> None:
    office.receive(letter("Tư pháp <TuPhap@BuDang.example>"))
    assert len(office.fetch().written) == 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("BÁO CÁO.XLSX", ""),
        ("bao cao.xls", ""),
        ("bao cao.ods", ""),
        ("bao cao.zip", ""),
        ("bao cao.rar", ""),
        ("bao cao.7z", ""),
        ("WINMAIL.DAT", ""),
        ("", "application/ms-tnef"),
        ("", "application/vnd.ms-excel"),
        ("không đuôi", "application/octet-stream"),
        ("chuyển tiếp.eml", "application/x-unknown"),
    ],
)
def test_of_strangers_come_letters_that_may_hold_a_report(office: Office, name: str, kind: str) -> None:
    office.receive(letter(name=name, kind=kind))
    assert len(office.fetch().written) == 1


def test_a_forwarded_letter_comes(office: Office) -> None:
    message = letter()
    message.add_attachment(letter(BU_DANG, "a.xlsx"))
    office.receive(message)
    assert len(office.fetch().written) == 1


def test_other_letters_are_passed_over_and_counted(office: Office) -> None:
    office.receive(letter())
    office.receive(letter(name="công văn.pdf", kind="application/pdf"))
    office.receive(letter(name="ảnh.png", kind="image/png"))
    assert office.fetch() == FetchedMail((), there=0, passed_over=3, notes=())
    assert not (office.folder.inbox / "thu").exists()


def test_the_last_week_is_looked_at_unless_told_otherwise(office: Office) -> None:
    for days in (7, 8):
        office.receive(letter(BU_DANG), day=FIRST - timedelta(days=days))
    assert len(office.fetch().written) == 1
    assert len(office.fetch(since=FIRST - timedelta(days=8)).written) == 1
    assert len(office.files) == 2


def test_the_first_day_begins_at_the_offices_midnight(office: Office) -> None:
    office.receive(letter(BU_DANG), time(23, 59, 59), FIRST - timedelta(days=1))
    office.receive(letter(BU_DANG), time(0), FIRST)  # still the day before in Greenwich
    assert [brought.path.name.rpartition("-")[2] for brought in office.fetch(since=FIRST).written] == ["2.eml"]


def test_a_letter_that_is_too_large_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "LARGEST", 2000)
    office.receive(letter(BU_DANG, "to.xlsx", bytes(3000)))
    office.receive(letter(BU_DANG, "nhỏ.xlsx"))
    fetched = office.fetch()
    assert len(fetched.written) == 1
    (note,) = fetched.notes
    assert "“Báo cáo”" in note and BU_DANG in note and "không tải" in note


def test_another_folder_of_the_mailbox(office: Office) -> None:
    hour = datetime.combine(FIRST, time(13), office.plan.timezone)
    office.server.put(letter(BU_DANG).as_bytes(), hour, "Số hoá hộ tịch")
    assert office.fetch().written == ()
    office.plan = replace(office.plan, mail=office.plan.mail._replace(mailbox="Số hoá hộ tịch"))
    assert len(office.fetch().written) == 1


@pytest.mark.parametrize(
    ("blank", "label"),
    [({"imap": ""}, "Máy chủ nhận thư (IMAP)"), ({"account": "", "sender": ""}, "Tên đăng nhập hộp thư")],
)
def test_a_blank_setting_is_told_by_its_line(office: Office, blank: dict[str, str], label: str) -> None:
    office.plan = replace(office.plan, mail=office.plan.mail._replace(**blank))
    with pytest.raises(CannotDo) as caught:
        office.fetch()
    assert f"“{label}”" in str(caught.value)


def test_an_inbox_that_is_not_there_is_not_made_anew(office: Office) -> None:
    office.receive(letter(BU_DANG))
    shutil.rmtree(office.folder.inbox)
    with pytest.raises(CannotDo, match="không có thư mục nhận tệp"):
        office.fetch()
    assert not office.folder.inbox.exists()


def test_what_was_written_before_the_server_went_away_stands(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        office.receive(letter(BU_DANG))

    def write_and_lose_the_server(target: Path, data: bytes) -> Path:
        office.server.stop()
        return write(target, data)

    monkeypatch.setattr("xlpy.app.mail.fetch.write", write_and_lose_the_server)
    with pytest.raises(MailServerError):
        office.fetch()
    assert len(office.files) == 1
