"""Tự trả lời, on this machine's loopback: what goes out by itself, to whom, how often, and what is never sent."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.app.test_afternoon import LOGIN, STRANGER, address, letter, parsed
from tests.kit.folders import FIRST, form, started, works, wrong
from tests.kit.hostile import with_formula
from tests.kit.mailservers import PASSWORD, SmtpServer, Starting, authority, free_port, smtp_server
from xlpy.app.folder import CannotDo
from xlpy.app.mail import barring
from xlpy.app.mail.alone import answering_alone
from xlpy.app.mail.at_once import Answering, Round
from xlpy.app.mail.barring import Asked
from xlpy.app.merge.merge_day import consolidate
from xlpy.app.plan_of_folder import plan_of
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, Measure
from xlpy.doors.mail.passwords import password_of
from xlpy.journal import Journal
from xlpy.journal.dispatch import RESTORED, Dispatch, Sending
from xlpy.shell.main import main

pytestmark = pytest.mark.slow

__all__ = ["authority", "smtp_server"]

SUNDAY = date(2023, 5, 28)
UNIT, OTHER = "696", "695"
WRONG: dict[str, object] = {"lines": "own", **wrong(Kind.BIRTH, Measure.TODAY, "21lO")}


def at(hour: str, day: date = FIRST) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}:00+07:00")


class Office:
    """A working folder with Tự trả lời on, a mail server, and a clock."""

    def __init__(self, place: Path, plan_data: dict[str, Any], server: SmtpServer, **mail: object) -> None:
        codes = [target["code"] for target in plan_data["levels"][0]["targets"]]
        usual: dict[str, object] = {
            "sender": LOGIN,
            "units": {code: [address(code)] for code in codes},
            "smtp": f"tls://{server.server}",
            "answers": "at-once",
        }
        path = place / "ke-hoach.json"
        path.write_text(json.dumps({**plan_data, "mail": usual | mail}, ensure_ascii=False), encoding="utf-8")
        self.folder, self.smtp, self.day, self.clock = started(place / "viec", path), server, FIRST, at("08:00")
        self.plan: Plan = plan_of(self.folder).plan
        self.answering = self.anew()

    def anew(self) -> Answering:
        """As another press, that remembers nothing."""
        return Answering(self.folder, self.day, password=password_of, clock_now=lambda: self.clock)

    def form(self, code: str, **changes: object) -> bytes:
        days = works(self.plan, (self.day - FIRST).days + 1)
        return form(self.plan, days[-1][code], **changes)

    def figure(self, code: str, kind: Kind) -> int:
        """What a unit entered on the day."""
        return works(self.plan, (self.day - FIRST).days + 1)[-1][code].today[kind]

    def mails(self, code: str, hour: str, data: bytes, *, sender: str = "", head: str = "", name: str = "") -> None:
        """A unit's letter into the inbox."""
        message = letter(code, hour, {name or f"{code} {hour.replace(':', '')}.xlsx": data}, sender)
        (self.folder.inbox / f"{code} {hour.replace(':', '')}.eml").write_bytes(head.encode() + message)
        self.clock = max(self.clock, at(hour, self.day))

    def judged(self, **options: Any) -> Round:
        """One merge, and what the watch does after it."""
        consolidate(self.folder, self.day, now=self.clock, **options)
        return self.answering.round()

    @property
    def steps(self) -> list[tuple[str, str, Sending]]:
        with Journal.reading(self.folder.journal) as journal:
            return [(one.subject, one.version.partition(" ")[0], one.state) for one in journal.dispatches()]

    @property
    def delivered(self) -> list[tuple[str, ...]]:
        return [one.recipients for one in self.smtp.delivered]


Opening = Callable[..., Office]


@pytest.fixture
def opening(
    tmp_path: Path, smtp_server: Starting, plan_data: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Opening:
    monkeypatch.setenv("HOTICH_MAT_KHAU_THU", PASSWORD)
    return lambda **mail: Office(tmp_path, plan_data, smtp_server(), **mail)


@pytest.fixture
def office(opening: Opening) -> Office:
    return opening()


# what goes out


def test_a_receipt_and_a_correction_go_out_once_each_and_the_journal_knows(office: Office) -> None:
    office.mails(OTHER, "13:05", office.form(OTHER))
    office.mails(UNIT, "13:10", office.form(UNIT, **WRONG))
    done = office.judged()
    # Who has something to mend hears first.
    assert office.delivered == [(address(UNIT),), (address(OTHER),)]
    assert done.told == (
        f"Huyện Bù Đăng: đã gửi thư đề nghị sửa tới {address(UNIT)}.",
        f"Huyện Đồng Phú: đã gửi thư báo đã nhận tới {address(OTHER)}.",
    )
    assert (done.summary, done.left, done.again_at) == ("Tự trả lời: đã gửi 2 thư", False, None)
    correction, receipt = (parsed(one.message) for one in office.smtp.delivered)
    assert correction["Auto-Submitted"] == receipt["Auto-Submitted"] == "auto-replied"
    assert correction["In-Reply-To"] == "<696.1310@binhphuoc.example>"
    assert [part.get_filename() for part in correction.iter_attachments()] == ["696 1310.xlsx"]
    assert not list(receipt.iter_attachments())
    assert office.steps == [
        (UNIT, "tu-choi", Sending.BEGUN),
        (UNIT, "tu-choi", Sending.SENT),
        (OTHER, "da-nhan", Sending.BEGUN),
        (OTHER, "da-nhan", Sending.SENT),
    ]
    # Judged again, by this watch or by another press: nothing goes twice.
    again = office.judged()
    assert (again.told, again.summary, again.again_at, again.left) == ((), done.summary, None, False)
    office.answering = office.anew()
    assert office.judged().told == ()
    assert len(office.smtp.delivered) == 2


def test_what_went_out_is_kept_and_no_draft_of_it_is_left_to_be_sent_again(office: Office) -> None:
    office.mails(UNIT, "13:10", office.form(UNIT, **WRONG))
    (answer,) = office.judged().answers
    place = office.folder.reports(FIRST) / "tra-loi"
    assert answer.path.read_bytes().replace(b"\r\n", b"\n") == office.smtp.delivered[0].message.replace(b"\r\n", b"\n")
    assert [path.name for path in place.iterdir()] == ["da-gui"]
    office.judged()
    assert [path.name for path in place.iterdir()] == ["da-gui"]
    # A new file of the unit is another matter, and the sent letter stays what it was.
    office.mails(UNIT, "13:20", office.form(UNIT))
    office.judged()
    assert len(list((place / "da-gui").iterdir())) == 2


def test_another_verdict_on_the_same_file_is_told(office: Office) -> None:
    doubtful = wrong(Kind.BIRTH, Measure.ENTERED, 99)
    office.mails(UNIT, "13:10", office.form(UNIT, lines="own", **doubtful))
    office.judged()
    office.judged(accept=[UNIT])
    assert [kind for _, kind, state in office.steps if state is Sending.SENT] == ["tu-choi", "luu-y"]


def test_the_same_file_sent_again_is_not_answered_again(office: Office) -> None:
    for hour in ("13:10", "13:20"):
        office.mails(UNIT, hour, office.form(UNIT), name="bu dang.xlsx")
        office.judged()
    assert len(office.smtp.delivered) == 1


def test_reminders_go_once_in_the_last_hours_and_say_that_a_program_sends_them(office: Office) -> None:
    office.mails(UNIT, "13:10", office.form(UNIT))
    office.judged()
    office.clock = at("13:29")
    assert not office.answering.round().told
    office.clock = at("13:30")
    assert not office.answering.round(reminders=False).told  # the mailbox cannot be read just now
    done = office.answering.round()
    reminded = {recipients[0] for recipients in office.delivered[1:]}
    assert reminded == {address(unit.code) for unit in office.plan.senders if unit.code != UNIT}
    assert len(office.delivered) == 11 and not done.left
    assert parsed(office.smtp.delivered[-1].message)["Auto-Submitted"] == "auto-generated"
    for hour in ("13:45", "14:30"):
        office.clock = at(hour)
        office.answering = office.anew()
        office.judged()
    assert len(office.delivered) == 11


def test_nobody_is_reminded_once_the_office_has_reported(office: Office) -> None:
    office.clock = at("15:00")
    office.judged()
    assert not office.delivered and not office.steps


def test_a_round_has_a_limit_and_the_next_goes_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlpy.app.mail.at_once.MOST_A_ROUND", 4)
    office.clock = at("13:40")
    done = office.judged()
    assert len(office.delivered) == 4
    assert done.again_at is not None and done.again_at - office.clock < timedelta(minutes=1)
    for _ in range(2):
        done = office.answering.round()
    assert len(office.delivered) == 11 and done.again_at is None


@pytest.mark.slow
def test_a_unit_gets_only_so_many_letters_a_day(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(barring, "MOST_A_DAY", 2)
    for minute in range(4):
        office.mails(
            UNIT, f"13:1{minute}", office.form(UNIT, lines="own", **wrong(Kind.BIRTH, Measure.TODAY, f"x{minute}"))
        )
        done = office.judged()
    assert len(office.delivered) == 2
    assert done.told == () and done.left  # said once, when the third came
    assert done.summary == "Tự trả lời: đã gửi 2 thư, chưa gửi 1"


# what is never sent by itself


def test_off_unless_the_office_says_so(opening: Opening) -> None:
    office = opening()
    book = openpyxl.load_workbook(office.folder.workbook, keep_vba=True)
    cell = next(row[1] for row in book["Thiết lập"].iter_rows(max_col=2) if row[0].value == "Tự trả lời")
    assert cell.value == "có"
    for word in ("không", None):
        cell.value = word
        book.save(office.folder.workbook)
        office.mails(UNIT, "13:10", office.form(UNIT))
        done = office.judged()
        assert (done.told, done.summary) == ((), "")
        assert [one.path.exists() for one in done.answers] == [True]
    assert not office.delivered and not office.steps


def test_a_strangers_file_is_answered_to_nobody(office: Office) -> None:
    office.mails(UNIT, "13:10", office.form(UNIT), sender=STRANGER)
    done = office.judged()
    assert not office.delivered
    assert done.told[0].startswith("Huyện Bù Đăng: chưa gửi thư đề nghị sửa: TM06 ")
    # What the unit sends itself is, and a stranger's later file does not get another one.
    office.mails(UNIT, "13:20", office.form(UNIT, lines="own", **wrong(Kind.BIRTH, Measure.TODAY, 7)))
    office.judged()
    assert office.delivered == [(address(UNIT),)]
    office.mails(UNIT, "13:30", office.form(UNIT, **WRONG), sender=STRANGER)
    office.judged()
    assert [one for one in office.delivered if one == (address(UNIT),)] == [(address(UNIT),)]


def test_a_file_with_links_is_looked_at_by_a_person_first(office: Office) -> None:
    office.mails(UNIT, "13:10", with_formula(office.form(UNIT), "Z9", "&apos;[So.xlsx]Sheet1&apos;!A1", "1"))
    done = office.judged()
    assert not office.delivered and "TT11" in done.told[0]


@pytest.mark.parametrize(
    "head", ["Auto-Submitted: auto-replied\r\n", "List-Id: <x>\r\n", "Return-Path: <>\r\n", "Precedence: bulk\r\n"]
)
def test_what_a_program_sent_is_not_answered(office: Office, head: str) -> None:
    office.mails(UNIT, "13:10", office.form(UNIT), head=head)
    done = office.judged()
    assert not office.delivered
    assert done.told == (
        "Huyện Bù Đăng: chưa gửi thư báo đã nhận: thư của đơn vị do chương trình tự gửi. Xem tệp, rồi tự gửi từ thư nháp.",
    )


def test_two_programs_do_not_answer_each_other(office: Office) -> None:
    office.mails(UNIT, "13:10", office.form(UNIT, **WRONG))
    office.judged()
    vacation = letter(UNIT, "13:11", {})
    (office.folder.inbox / "vang.eml").write_bytes(b"Auto-Submitted: auto-replied (vacation)\r\n" + vacation)
    # And the office's own letter, where a unit's address forwards everything back.
    (office.folder.inbox / "ve.eml").write_bytes(office.smtp.delivered[0].message)
    office.clock = at("13:12")
    office.judged()
    assert len(office.delivered) == 1


def test_only_registered_addresses_are_written_to(opening: Opening) -> None:
    office = opening(units={OTHER: [address(OTHER), "thuky@binhphuoc.example"], "694": [LOGIN.upper()]})
    office.mails(OTHER, "13:10", office.form(OTHER))
    (office.folder.inbox / "b.xlsx").write_bytes(office.form(UNIT))
    (office.folder.inbox / "c.xlsx").write_bytes(office.form("694"))
    for name in ("b.xlsx", "c.xlsx"):
        os.utime(office.folder.inbox / name, (office.clock.timestamp(),) * 2)
    done = office.judged()
    assert office.delivered == [(address(OTHER), "thuky@binhphuoc.example")]
    assert any("Bù Đăng: chưa gửi thư báo đã nhận: Thiết lập chưa ghi địa chỉ thư" in text for text in done.told)
    assert any(
        "Hớn Quản: chưa gửi thư báo đã nhận: địa chỉ ghi cho đơn vị là của chính cơ quan" in t for t in done.told
    )


@pytest.mark.parametrize(
    ("day", "clock", "mail", "told"),
    [
        (FIRST, at("09:00", FIRST + timedelta(days=1)), {}, "ngày 22/5/2023 không phải hôm nay"),
        (SUNDAY, at("13:40", SUNDAY), {}, "hôm nay là Chủ nhật hoặc ngày nghỉ"),
        (FIRST, at("13:40"), {"rest_days": ["2023-05-22"]}, "hôm nay là Chủ nhật hoặc ngày nghỉ"),
        (FIRST, at("13:40"), {"smtp": "", "sender": ""}, "chưa ghi “Máy chủ gửi thư (SMTP)”, “Địa chỉ gửi đi”"),
    ],
    ids=["a past day", "Sunday", "a rest day", "nothing to send by"],
)
def test_not_on_such_a_day(opening: Opening, day: date, clock: datetime, mail: dict[str, object], told: str) -> None:
    blank = [name for name, value in mail.items() if value == ""]
    office = opening(**{name: value for name, value in mail.items() if value != ""})
    if blank:
        book = openpyxl.load_workbook(office.folder.workbook, keep_vba=True)
        for row in book["Thiết lập"].iter_rows(max_col=2):
            if row[0].value in ("Máy chủ gửi thư (SMTP)", "Địa chỉ gửi đi"):
                row[1].value = None
        book.save(office.folder.workbook)
    office.day, office.clock = day, clock
    office.answering = office.anew()
    done = office.judged()
    assert not office.delivered
    assert told in done.told[0] and told in done.summary
    assert office.answering.round().told == ()
    assert done.answers and all(one.path.exists() for one in done.answers)


# when the way is not clear


def test_one_address_that_the_server_refuses_holds_nobody_else_up(office: Office) -> None:
    office.smtp.unknown_recipients = frozenset({address(OTHER)})
    for code in (OTHER, UNIT, "691"):
        office.mails(code, "13:10", office.form(code))
    done = office.judged()
    assert sorted(office.delivered) == [(address("691"),), (address(UNIT),)]
    (text,) = (text for text in done.told if text.startswith("Huyện Đồng Phú: chưa gửi thư báo đã nhận: máy chủ không"))
    assert f"550 5.1.1 Hộp thư {address(OTHER)} không tồn tại" in text
    assert done.again_at is None and done.left
    before = office.steps
    assert office.judged().told == ()  # asked again, it would say the same
    assert office.steps == before
    assert (OTHER, "da-nhan", Sending.REFUSED) in before


@pytest.mark.slow
def test_an_address_that_was_mended_gets_what_was_refused(office: Office) -> None:
    office.smtp.unknown_recipients = frozenset({address(OTHER)})
    office.mails(OTHER, "13:10", office.form(OTHER))
    office.judged()
    book = openpyxl.load_workbook(office.folder.workbook, keep_vba=True)
    for row in book["Thiết lập"].iter_rows():
        if row[0].value == OTHER and row[1].value == "Huyện Đồng Phú":
            row[4].value = "moi@dongphu.example"
    book.save(office.folder.workbook)
    office.answering.round()
    assert office.delivered == [("moi@dongphu.example",)]


def test_of_two_addresses_one_may_be_refused(opening: Opening) -> None:
    office = opening(units={OTHER: [address(OTHER), "cu@binhphuoc.example"]})
    office.smtp.unknown_recipients = frozenset({"cu@binhphuoc.example"})
    office.mails(OTHER, "13:10", office.form(OTHER))
    done = office.judged()
    assert office.delivered == [(address(OTHER),)]
    assert "máy chủ không nhận địa chỉ cu@binhphuoc.example" in done.told[1]
    office.judged()
    assert len(office.delivered) == 1


@pytest.mark.slow
def test_a_server_that_is_busy_is_called_again_later_and_later(office: Office) -> None:
    office.smtp.sender_answer = "451 4.3.0 Try again"
    for code in (OTHER, UNIT):
        office.mails(code, "09:10", office.form(code))
    done = office.judged()
    assert len(office.steps) == 2  # one letter was offered, and the others wait with it
    waits = []
    for _ in range(6):
        assert done.again_at is not None
        waits.append(done.again_at - office.clock)
        before = office.steps
        office.clock = done.again_at - timedelta(seconds=1)
        assert office.judged().again_at == done.again_at
        assert office.steps == before
        office.clock = done.again_at
        done = office.judged()
    assert [wait.seconds // 60 for wait in waits] == [1, 2, 4, 8, 15, 15]
    assert done.told == ()  # said once
    office.smtp.sender_answer = ""
    assert done.again_at is not None
    office.clock = done.again_at
    done = office.judged()
    assert sorted(office.delivered) == [(address(OTHER),), (address(UNIT),)]
    assert (done.again_at, done.left) == (None, False)


@pytest.mark.slow
def test_a_server_that_is_down_is_told_and_nothing_is_lost(opening: Opening) -> None:
    office = opening(smtp=f"tls://127.0.0.1:{free_port()}")
    office.mails(UNIT, "13:10", office.form(UNIT))
    done = office.judged()
    assert "máy chủ đang tắt" in done.told[0]
    assert office.steps == [(UNIT, "da-nhan", Sending.BEGUN), (UNIT, "da-nhan", Sending.NOT_SENT)]
    assert done.answers[0].path.exists()
    book = openpyxl.load_workbook(office.folder.workbook, keep_vba=True)
    for row in book["Thiết lập"].iter_rows(max_col=2):
        if row[0].value == "Máy chủ gửi thư (SMTP)":
            row[1].value = f"tls://{office.smtp.server}"
    book.save(office.folder.workbook)
    office.clock += timedelta(minutes=1)
    office.answering.round()
    assert office.delivered == [(address(UNIT),)]


def test_a_connection_that_breaks_at_the_end_is_left_to_a_person(office: Office) -> None:
    office.mails(UNIT, "13:10", office.form(UNIT))
    office.smtp.on_data = lambda transport: transport.abort()
    assert "Không biết thư đã đi hay chưa" in office.judged().told[0]
    office.smtp.on_data = lambda _: None
    office.clock += timedelta(hours=1)
    done = office.judged()
    (told,) = [text for text in done.told if "Bù Đăng" in text]
    assert "lần gửi lúc 13:10 ngày 22/5/2023 đứt giữa chừng" in told
    assert f"--ngay 2023-05-22 --don-vi {UNIT} --gui --gui-lai" in told
    assert office.delivered.count((address(UNIT),)) == 1  # it had gone, as it happens
    office.answering.by_hand(Asked((UNIT,)))
    assert office.delivered.count((address(UNIT),)) == 1
    office.answering.by_hand(Asked((UNIT,), again=True))
    assert office.delivered.count((address(UNIT),)) == 2
    with Journal.reading(office.folder.journal) as journal:
        assert len({one.message_id for one in journal.dispatches() if one.subject == UNIT}) == 1


ROUND = """
import sys
from datetime import date, datetime
from pathlib import Path
from xlpy.app.folder import Folder
from xlpy.app.mail.at_once import Answering
from xlpy.doors.mail.passwords import password_of

hour = datetime.fromisoformat(sys.argv[2])
Answering(Folder(Path(sys.argv[1])), hour.date(), password=password_of, clock_now=lambda: hour).round()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such end on this system")
def test_killed_in_the_middle_nothing_is_repeated_without_word(office: Office) -> None:
    codes = [unit.code for unit in office.plan.senders]
    for code in codes:
        office.mails(code, "13:10", office.form(code))
    consolidate(office.folder, FIRST, now=office.clock)
    seen: list[object] = []

    def kill_at_the_third(_: object) -> None:
        seen.append(_)
        if len(seen) == 3:
            process.send_signal(signal.SIGKILL)

    office.smtp.on_data = kill_at_the_third
    command = [sys.executable, "-c", ROUND, str(office.folder.path), office.clock.isoformat()]
    with subprocess.Popen(command) as process:
        assert process.wait(120) == -signal.SIGKILL
    # The server has all of the third, and whoever sent it did not live to hear so.
    assert [state for *_, state in office.steps] == [
        Sending.BEGUN, Sending.SENT, Sending.BEGUN, Sending.SENT, Sending.BEGUN,
    ]  # fmt: skip
    done = office.judged()
    assert sorted(office.delivered) == sorted((address(code),) for code in codes)
    (told,) = [text for text in done.told if "đứt giữa chừng" in text]
    assert done.left and done.summary == "Tự trả lời: đã gửi 10 thư, chưa gửi 1"
    assert office.judged().told == ()
    assert told


def test_a_journal_that_was_put_back_does_not_know_and_asks(office: Office) -> None:
    office.mails(UNIT, "13:10", office.form(UNIT))
    consolidate(office.folder, FIRST, now=office.clock)
    office.clock = at("13:15")
    with Journal.writing(office.folder.journal) as journal:
        journal.note(Dispatch(FIRST, RESTORED, "", "", (), Sending.UNKNOWN, office.clock, ""))
        journal.commit()
    done = office.judged()
    assert not office.delivered
    assert "nhật ký đã được lấy lại lúc 13:15 ngày 22/5/2023" in done.told[0]
    office.mails(OTHER, "13:20", office.form(OTHER))  # what came since is known
    office.judged()
    assert office.delivered == [(address(OTHER),)]


def test_two_at_once_send_once(office: Office) -> None:
    office.mails(UNIT, "13:10", office.form(UNIT))
    consolidate(office.folder, FIRST, now=office.clock)
    with answering_alone(office.folder), pytest.raises(CannotDo, match="Thư trả lời đơn vị đang được gửi"):
        office.answering.round()
    assert not office.delivered
    command = [sys.executable, "-c", ROUND, str(office.folder.path), office.clock.isoformat()]
    running = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _ in range(3)]
    codes: Sequence[int] = [one.wait(120) for one in running]
    assert 0 in codes
    assert office.delivered == [(address(UNIT),)]


def test_by_hand_on_a_sunday_and_with_the_setting_off(opening: Opening) -> None:
    office = opening(answers="drafts")
    office.day, office.clock = SUNDAY, at("13:40", SUNDAY)
    office.answering = office.anew()
    consolidate(office.folder, SUNDAY, now=office.clock)
    done = office.answering.by_hand(Asked((UNIT, OTHER)))
    assert sorted(office.delivered) == [(address(OTHER),), (address(UNIT),)]
    assert not done.left


def test_who_wants_to_send_again_must_say_that_they_want_to_send(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tra-loi", "-C", str(office.folder.path), "--gui-lai"]) == 2
    assert "--gui-lai chỉ đi cùng --gui" in capsys.readouterr().err
