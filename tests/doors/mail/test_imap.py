"""Fetching from a real mailbox: what is found of each letter, what is handed over, and that nothing in it changes."""

import traceback
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP
from types import MappingProxyType
from typing import Any

import pytest
from imapclient import IMAPClient
from imapclient.response_parser import parse_fetch_response

from tests.kit.mailservers import (
    HOST,
    LOGIN,
    PASSWORD,
    Authority,
    ImapServer,
    authority,
    dovecot,
    free_port,
    imap_server,
)
from xlpy.doors.mail import imap as door
from xlpy.doors.mail.imap import Attachment, Envelope, Fetched, fetch
from xlpy.doors.mail.servers import MailServerError, Security, Server

__all__ = ["authority", "imap_server"]

VIETNAM = timezone(timedelta(hours=7))
DAY = date(2023, 5, 22)
NOON = datetime(2023, 5, 22, 12, 5, 7, tzinfo=VIETNAM)
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def letter(
    subject: str = "Báo cáo ngày 22/5",
    sender: str = "Tư pháp Bù Đăng <TuPhap@BuDang.example>",
    files: Mapping[str, bytes] = MappingProxyType({}),
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, LOGIN, subject
    message.set_content("Kính gửi Sở Tư pháp.\n")
    for name, data in files.items():
        maintype, _, subtype = EXCEL.partition("/")
        message.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    return message


def raw(*lines: str) -> bytes:
    return "\r\n".join(("From: a@b.example", "Subject: x", "MIME-Version: 1.0", *lines, "")).encode()


def everything(_: Envelope) -> bool:
    return True


def fetched(
    server: ImapServer,
    wanted: Callable[[Envelope], bool] = everything,
    mailbox: str = "INBOX",
    since: date = DAY,
    at: Server | None = None,
) -> list[Fetched]:
    return list(fetch(at or server.server, LOGIN, PASSWORD, mailbox, since, wanted))


def attachments(server: ImapServer, message: bytes) -> tuple[Attachment, ...]:
    server.put(message, NOON)
    return fetched(server)[-1].envelope.attachments


def refusal(server: Server, password: str = PASSWORD, mailbox: str = "INBOX") -> str:
    with pytest.raises(MailServerError) as caught:
        list(fetch(server, LOGIN, password, mailbox, DAY, everything))
    text = str(caught.value)
    assert "\n" not in text and f"{server}, đăng nhập {LOGIN}" in text
    assert password not in "".join(traceback.format_exception(caught.value))
    return text


@pytest.mark.parametrize("security", list(Security))
def test_a_letter_comes_byte_for_byte_with_its_hour(imap_server: ImapServer, security: Security) -> None:
    message = letter(files={"Biểu 01 – huyện Bù Đăng.xlsx": b"PK" + bytes(range(256)) * 40}).as_bytes()
    uid = imap_server.put(message, NOON)
    at = imap_server.server if security is Security.TLS else imap_server.starttls
    (one,) = fetched(imap_server, at=at)
    assert one.message == message
    envelope = one.envelope
    assert (envelope.uid, envelope.size, envelope.received) == (uid, len(message), NOON)
    assert envelope.received.tzinfo is not None and envelope.uidvalidity > 0
    assert (envelope.sender, envelope.subject) == ("tuphap@budang.example", "Báo cáo ngày 22/5")
    assert envelope.attachments == (Attachment("Biểu 01 – huyện Bù Đăng.xlsx", EXCEL),)


def test_the_mailbox_stays_as_it_was(imap_server: ImapServer) -> None:
    imap_server.put(letter().as_bytes(), NOON)
    before = imap_server.state()
    assert fetched(imap_server)
    assert imap_server.state() == before == {1: ()}


def test_only_what_is_wanted_is_handed_over(imap_server: ImapServer) -> None:
    for subject in ("một", "hai", "ba"):
        imap_server.put(letter(subject).as_bytes(), NOON)
    shown: list[str] = []

    def second(envelope: Envelope) -> bool:
        shown.append(envelope.subject)
        return envelope.subject == "hai"

    assert [one.envelope.uid for one in fetched(imap_server, second)] == [2]
    assert shown == ["một", "hai", "ba"]


def test_letters_of_years_ago_are_not_looked_at(imap_server: ImapServer) -> None:
    for days in (0, 1, 2, 400):
        imap_server.put(letter(str(days)).as_bytes(), NOON - timedelta(days=days))
    # The day before as well: the server's calendar may be another one.
    assert [one.envelope.subject for one in fetched(imap_server)] == ["0", "1"]


def test_more_letters_than_one_command_asks_about(imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "_AT_ONCE", 2)
    for number in range(5):
        imap_server.put(letter(str(number)).as_bytes(), NOON)
    assert [one.envelope.subject for one in fetched(imap_server)] == list("01234")


def test_a_letter_that_is_too_large_is_told_and_left(imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "LARGEST", 5000)
    imap_server.put(letter("to", files={"to.xlsx": bytes(6000)}).as_bytes(), NOON)
    imap_server.put(letter("nhỏ").as_bytes(), NOON)
    large, small = fetched(imap_server)
    assert (large.envelope.subject, large.message) == ("to", None)
    assert large.envelope.size > 5000 and small.message is not None


def test_an_empty_mailbox_has_nothing(imap_server: ImapServer) -> None:
    assert fetched(imap_server) == []


# -- what is told of a letter ----------------------------------------------------------------------------------------


def test_two_senders_are_none(imap_server: ImapServer) -> None:
    imap_server.put(letter(sender="a@b.example, c@d.example").as_bytes(), NOON)
    assert fetched(imap_server)[0].envelope.sender == ""


@pytest.mark.parametrize(
    "field",
    [
        'Content-Disposition: attachment; filename="=?UTF-8?B?Qmnhu4N1IDAxLnhsc3g=?="',
        "Content-Disposition: attachment; filename*=UTF-8''Bi%E1%BB%83u%2001.xlsx",
        "Content-Disposition: attachment;\r\n filename*0*=UTF-8''Bi%E1%BB%83u;\r\n filename*1*=%2001.xlsx",
        'Content-Disposition: attachment; filename="Biểu 01.xlsx"',
        'Content-Type: application/octet-stream; name="=?utf-8?Q?Bi=E1=BB=83u_01=2Exlsx?="',
    ],
    ids=["RFC 2047", "RFC 2231", "RFC 2231 in pieces", "raw UTF-8", "name alone"],
)
def test_names_of_attachments_are_read_in_every_spelling(imap_server: ImapServer, field: str) -> None:
    kind = [] if field.startswith("Content-Type") else ["Content-Type: application/octet-stream"]
    message = raw(*kind, field, "Content-Transfer-Encoding: base64", "", "UEsDBA==")
    assert attachments(imap_server, message) == (Attachment("Biểu 01.xlsx", "application/octet-stream"),)


def test_attachments_are_found_however_deep_they_lie(imap_server: ImapServer) -> None:
    inner = letter("thư trong thư", files={"trong.xlsx": b"1"})
    message = letter("chuyển tiếp", files={"ngoài.xlsx": b"2"})
    message.add_attachment(inner, filename="thư.eml")
    message.add_attachment("ghi chú\n", filename="ghi chú.txt")
    message.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    message.add_attachment(b"x", maintype="image", subtype="png")
    assert attachments(imap_server, message.as_bytes()) == (
        Attachment("ngoài.xlsx", EXCEL),
        Attachment("thư.eml", "message/rfc822"),
        Attachment("ghi chú.txt", "text/plain"),
        Attachment("winmail.dat", "application/ms-tnef"),
        Attachment("", "image/png"),
    )


def test_the_words_of_a_letter_are_no_attachment(imap_server: ImapServer) -> None:
    message = letter()
    message.add_alternative("<p>Kính gửi</p>", subtype="html")
    assert attachments(imap_server, message.as_bytes()) == ()


@pytest.mark.parametrize(
    "lines",
    [
        ("Content-Type: multipart/mixed; boundary=x", "", "no part at all"),
        ("Content-Type: multipart/mixed", "", "no boundary"),
        ("Content-Type: ;;;=", "Content-Disposition: ;", "", "x"),
        ('Content-Type: application/x; name="=?no-such-charset?B?w7Y=?="', "", "x"),
        ("Content-Type: application/x; name*=no-such-charset''%C3", "", "x"),
        ("Content-Type: message/rfc822", "", "no letter"),
    ],
)
def test_a_letter_that_is_badly_made_is_fetched_all_the_same(imap_server: ImapServer, lines: tuple[str, ...]) -> None:
    message = raw(*lines)
    imap_server.put(message, NOON)
    assert [one.message for one in fetched(imap_server)] == [message]


def test_a_letter_without_a_head_is_fetched_all_the_same(imap_server: ImapServer) -> None:
    imap_server.put(b"\r\nxin chao\r\n", NOON)
    (one,) = fetched(imap_server)
    assert (one.envelope.sender, one.envelope.subject, one.message) == ("", "", b"\r\nxin chao\r\n")


# -- mailboxes -------------------------------------------------------------------------------------------------------


def test_a_mailbox_with_a_vietnamese_name(imap_server: ImapServer) -> None:
    imap_server.put(letter("trong thư mục con").as_bytes(), NOON, "Hộ tịch/Đơn vị & xã")
    (one,) = fetched(imap_server, mailbox="Hộ tịch/Đơn vị & xã")
    assert one.envelope.subject == "trong thư mục con"


def test_a_mailbox_that_is_not_there_is_told_with_those_that_are(imap_server: ImapServer) -> None:
    imap_server.put(letter().as_bytes(), NOON, "Báo cáo hộ tịch")
    text = refusal(imap_server.server, mailbox="Bao cao")
    assert "“Bao cao”" in text and "“Thư mục trong hộp thư”" in text
    assert "Báo cáo hộ tịch" in text and "INBOX" in text


# -- servers ---------------------------------------------------------------------------------------------------------


def test_a_wrong_password(imap_server: ImapServer) -> None:
    text = refusal(imap_server.server, "sai-mat-khau")
    assert "([AUTHENTICATIONFAILED] Authentication failed.)" in text and "hotich thu --mat-khau" in text


def test_a_password_that_the_protocol_cannot_carry(imap_server: ImapServer) -> None:
    assert "Đổi mật khẩu sang chữ không dấu" in refusal(imap_server.server, "khó-đoán")


def test_a_certificate_that_nobody_vouches_for(imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    for server in (imap_server.server, imap_server.starttls):
        assert "không tin được chứng thư" in refusal(server)
    assert "Login" not in imap_server.log()


@pytest.mark.dovecot
def test_a_certificate_of_another_host(authority: Authority) -> None:
    with dovecot(authority, host="mail.nguoi-khac.example") as server:
        for at in (server.server, server.starttls):
            assert "không tin được chứng thư" in refusal(at)


@pytest.mark.dovecot
def test_a_server_without_starttls_never_sees_the_password(authority: Authority) -> None:
    with dovecot(authority, tls=False) as server:
        assert "không có STARTTLS" in refusal(server.starttls)
        assert "Login" not in server.log()


def test_tls_to_a_port_that_speaks_otherwise_tells_the_other_way(imap_server: ImapServer) -> None:
    wrong = imap_server.starttls._replace(security=Security.TLS)
    assert f"starttls://{wrong}" in refusal(wrong)


def test_nobody_listens() -> None:
    assert "không mở cổng" in refusal(Server(HOST, free_port(), Security.TLS))


def test_a_server_that_goes_away_between_two_letters(imap_server: ImapServer) -> None:
    for _ in range(2):
        imap_server.put(letter().as_bytes(), NOON)
    with closing(fetch(imap_server.server, LOGIN, PASSWORD, "INBOX", DAY, everything)) as letters:  # type: ignore[type-var]
        assert next(letters).message is not None
        imap_server.stop()
        with pytest.raises(MailServerError, match="hạy lại"):
            next(letters)


def test_a_letter_of_which_the_server_makes_no_sense_keeps_no_other_out(
    imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server's account of one letter is 600 parts deep, as some servers give it; the wire itself is the real one."""
    for subject in ("một", "hai", "ba"):
        imap_server.put(letter(subject=subject).as_bytes(), NOON)
    deep = b'2 (UID 2 BODYSTRUCTURE %b("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1)%b)' % (b"(" * 600, b")" * 600)
    real = IMAPClient.fetch

    def fetch_deep(self: IMAPClient, messages: Any, data: Any, modifiers: Any = None) -> Any:
        if "BODYSTRUCTURE" in data and 2 in messages:
            parse_fetch_response([deep])
        return real(self, messages, data, modifiers)

    monkeypatch.setattr(IMAPClient, "fetch", fetch_deep)
    came = list(fetch(imap_server.server, LOGIN, PASSWORD, "INBOX", DAY, everything))
    assert [one.envelope.subject for one in came] == ["một", "hai", "ba"]
    assert all(one.message for one in came)


def test_a_letter_that_cannot_be_had_is_named_and_left(
    imap_server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for subject in ("một", "hai", "ba"):
        imap_server.put(letter(subject=subject).as_bytes(), NOON)
    real = IMAPClient.fetch

    def fetch_no(self: IMAPClient, messages: Any, data: Any, modifiers: Any = None) -> Any:
        if "BODY.PEEK[]" in data and 2 in messages:
            raise IMAPClient.Error("fetch failed: [SERVERBUG] Internal error occurred")
        return real(self, messages, data, modifiers)

    monkeypatch.setattr(IMAPClient, "fetch", fetch_no)
    came = list(fetch(imap_server.server, LOGIN, PASSWORD, "INBOX", DAY, everything))
    assert [(one.envelope.subject, one.odd, bool(one.message)) for one in came] == [
        ("một", False, True),
        ("hai", True, False),
        ("ba", False, True),
    ]


@pytest.mark.parametrize(
    "structure",
    [
        b'("TEXT")',
        b'(("TEXT" "PLAIN" NIL))',
        b'("APPLICATION" "X" NIL NIL NIL "7BIT" 1 NIL ("attachment" "x"))',
    ],
)
def test_a_letter_that_a_server_describes_strangely_may_hold_anything(structure: bytes) -> None:
    line = b'1 (UID 1 INTERNALDATE "22-May-2023 12:05:07 +0700" RFC822.SIZE 1 ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) BODYSTRUCTURE %b)'
    fields = parse_fetch_response([line % structure], normalise_times=False)[1]
    assert {one.type for one in door._envelope(1, 1, fields).attachments} <= {
        "application/octet-stream",
        "application/x",
    }
