"""Sending through real servers: what was taken, what certainly was not, and the one case that nobody can know."""

import smtplib
import socket
import ssl
import time
import traceback
import warnings
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from threading import Thread
from typing import Any

import pytest

from tests.kit.mailservers import (
    HOST,
    LOGIN,
    PASSWORD,
    Authority,
    HangsUpAtData,
    SmtpServer,
    Starting,
    authority,
    free_port,
    smtp_server,
)
from xlpy.doors.mail import smtp as door
from xlpy.doors.mail.servers import MailServerError, Security, Server, said, server_of
from xlpy.doors.mail.smtp import NotSent, Sent, Unknown, send

__all__ = ["authority", "smtp_server"]

FROM, TO = "hotich@stp.example", ("mot@ubnd.example", "hai@ubnd.example")
MESSAGE = (
    "From: hotich@stp.example\r\nSubject: =?utf-8?b?QsOhbyBjw6Fv?=\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    "Báo cáo ngày 22/5/2023.\r\n.một dòng bắt đầu bằng dấu chấm\r\n.\r\nhết\r\n"
).encode()


def sent(server: SmtpServer, password: str = PASSWORD, message: bytes = MESSAGE, to: tuple[str, ...] = TO) -> Sent:
    return send(server.server, LOGIN, password, FROM, to, message)


def refusal(server: SmtpServer, password: str = PASSWORD, **options: Any) -> str:
    """What is told where a message was not sent."""
    with pytest.raises(NotSent) as caught:
        sent(server, password, **options)
    assert server.delivered == []
    return told(caught.value, password)


def told(error: MailServerError, password: str = PASSWORD) -> str:
    text = str(error)
    assert "\n" not in text
    assert password not in "".join(traceback.format_exception(error))
    return text


@pytest.mark.parametrize("security", list(Security))
def test_a_message_arrives_byte_for_byte(smtp_server: Starting, security: Security) -> None:
    server = smtp_server(security)
    assert sent(server) == Sent({})
    (one,) = server.delivered
    assert (one.sender, one.recipients) == (FROM, TO)
    assert one.message == MESSAGE
    assert server.signed_in == 1


def test_a_message_without_a_last_line_end_gets_one(smtp_server: Starting) -> None:
    server = smtp_server()
    sent(server, message=MESSAGE.removesuffix(b"\r\n"))
    assert server.delivered[0].message == MESSAGE


def test_of_two_recipients_the_refused_one_is_named_with_the_servers_words(smtp_server: Starting) -> None:
    server = smtp_server()
    server.unknown_recipients = frozenset({TO[0]})
    assert sent(server) == Sent({TO[0]: f"550 5.1.1 Hộp thư {TO[0]} không tồn tại"})
    assert server.delivered[0].recipients == (TO[1],)


def test_an_address_with_accents_goes_where_the_server_knows_such(smtp_server: Starting) -> None:
    server = smtp_server()
    sent(server, to=("tư-pháp@ubnd.example",))
    assert server.delivered[0].recipients == ("tư-pháp@ubnd.example",)
    assert "không nhận địa chỉ thư có dấu" in refusal(smtp_server(enable_SMTPUTF8=False), to=("tư-pháp@ubnd.example",))


# -- certainly not sent ----------------------------------------------------------------------------------------------


def test_when_all_recipients_are_refused_nothing_was_sent(smtp_server: Starting) -> None:
    server = smtp_server()
    server.unknown_recipients = frozenset(TO)
    text = refusal(server)
    assert all(address in text for address in TO)
    assert "địa chỉ người nhận ở Thiết lập" in text


def test_a_refused_sender(smtp_server: Starting) -> None:
    server = smtp_server()
    server.sender_answer = "553 5.7.1 Sender address rejected"
    assert f"người gửi {FROM} (553 5.7.1 Sender address rejected)" in refusal(server)


@pytest.mark.parametrize("answer", ["452 4.3.1 Insufficient system storage", "554 5.6.0 Thư bị chặn"])
def test_a_message_refused_after_it_was_handed_over_was_not_sent(smtp_server: Starting, answer: str) -> None:
    server = smtp_server()
    server.data_answer = answer
    text = refusal(server)
    assert f"({answer})" in text
    assert ("Chạy lại" in text) == answer.startswith("4")


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What was waited between tries, without waiting."""
    waited: list[float] = []
    monkeypatch.setattr(door, "sleep", waited.append)
    return waited


def test_a_server_that_puts_us_off_is_asked_again(smtp_server: Starting, waits: list[float]) -> None:
    server = smtp_server()
    server.data_answer = "451 4.7.1 Greylisted"

    def taken_the_third_time(_: Any) -> None:
        if len(waits) == 2:
            server.data_answer = ""

    server.on_data = taken_the_third_time
    assert sent(server).refused == {}
    assert len(waits) == 2 and len(server.delivered) == 1


def test_a_server_that_puts_us_off_for_good_is_not_asked_forever(smtp_server: Starting, waits: list[float]) -> None:
    server = smtp_server()
    server.sender_answer = "450 4.3.2 System not accepting messages"
    assert "tạm thời chưa nhận (450 4.3.2" in refusal(server)
    assert 0 < len(waits) < 5


@pytest.mark.parametrize("answer", ["550 5.7.1 Not you", "554 5.6.0 Spam"])
def test_what_is_refused_for_good_is_not_tried_again(smtp_server: Starting, waits: list[float], answer: str) -> None:
    server = smtp_server()
    server.data_answer = answer
    refusal(server)
    assert waits == []


def test_a_message_larger_than_the_server_takes(smtp_server: Starting) -> None:
    text = refusal(smtp_server(data_size_limit=100))
    assert f"thư nặng {len(MESSAGE)} byte" in text and "tối đa 100 byte" in text


def test_a_message_that_a_server_finds_too_large_in_the_end(smtp_server: Starting) -> None:
    server = smtp_server()
    server.data_answer = "552 5.3.4 Message too big"
    text = refusal(server)
    assert "quá lớn" in text and "bỏ bớt tệp kèm" in text


def test_a_connection_that_breaks_before_the_messages_end_sent_nothing(smtp_server: Starting) -> None:
    server = smtp_server(protocol=HangsUpAtData)
    refusal(server, message=MESSAGE + b"x" * 70 * 200_000)


@pytest.mark.parametrize("security", list(Security))
def test_a_wrong_password_is_told_without_the_password(smtp_server: Starting, security: Security) -> None:
    text = refusal(smtp_server(security), "sai-mat-khau")
    assert f"đăng nhập {LOGIN}: máy chủ không cho đăng nhập (535 5.7.8 Authentication credentials invalid)" in text
    assert "hotich thu --mat-khau" in text


def test_a_password_that_the_protocol_cannot_carry(smtp_server: Starting) -> None:
    assert "Đổi mật khẩu sang chữ không dấu" in refusal(smtp_server(), "khó-đoán")


def test_a_certificate_that_nobody_vouches_for(smtp_server: Starting, monkeypatch: pytest.MonkeyPatch) -> None:
    server = smtp_server()
    monkeypatch.delenv("SSL_CERT_FILE")
    text = refusal(server)
    assert "không tin được chứng thư" in text and "SSL_CERT_FILE" in text
    assert server.signed_in == 0


@pytest.mark.parametrize("security", list(Security))
def test_a_certificate_of_another_host(smtp_server: Starting, security: Security) -> None:
    server = smtp_server(security, host="mail.nguoi-khac.example")
    assert "không tin được chứng thư" in refusal(server)
    assert server.signed_in == 0


def test_a_server_without_starttls_never_sees_the_password(smtp_server: Starting) -> None:
    server = smtp_server(None)
    assert "không có STARTTLS" in refusal(server)
    assert server.signed_in == 0


def test_tls_to_a_port_that_speaks_otherwise_tells_the_other_way(smtp_server: Starting) -> None:
    server = smtp_server(Security.STARTTLS)
    server.server = server.server._replace(security=Security.TLS)
    assert f"starttls://{HOST}:{server.server.port}" in refusal(server)


def test_nobody_listens() -> None:
    server = SmtpServer()
    server.server = Server(HOST, free_port(), Security.TLS)
    assert f"{HOST}:{server.server.port}" in refusal(server)
    assert "không mở cổng" in refusal(server)


@pytest.mark.parametrize("host", ["khong-co.invalid", "hai..cham.example"])
def test_a_name_that_is_no_host(host: str) -> None:
    server = SmtpServer()
    server.server = Server(host, 465, Security.TLS)
    assert "Kiểm tra" in refusal(server) and host in refusal(server)


def test_a_server_that_says_nothing_is_not_waited_for_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PATIENCE", 0.3)
    with closing(socket.create_server((HOST, 0))) as silent:
        server = SmtpServer()
        server.server = Server(HOST, silent.getsockname()[1], Security.TLS)
        assert "không trả lời" in refusal(server)


def test_a_server_that_echoes_the_password_does_not_make_us_tell_it(authority: Authority) -> None:
    secret = "bi-mat-123"

    def chatter(line: bytes) -> bytes:
        return b"250-mail\r\n250 AUTH PLAIN" if line.startswith(b"ehlo") else b"535 what is " + line

    server = SmtpServer()
    with _conversing(authority, chatter) as server.server:
        text = refusal(server, secret)
    assert "535 what is AUTH PLAIN …" in text
    assert said(smtplib.SMTPException(f"LOGIN {secret}"), LOGIN, secret) == "LOGIN …"


@contextmanager
def _conversing(authority: Authority, answer: Callable[[bytes], bytes]) -> Iterator[Server]:
    with closing(socket.create_server((HOST, 0))) as listening:
        Thread(target=_converse, args=(listening, authority, answer), daemon=True).start()
        yield Server(HOST, listening.getsockname()[1], Security.TLS)


def test_a_login_is_answered_question_by_question_where_the_server_knows_no_other_way(authority: Authority) -> None:
    lines: list[bytes] = []

    def old_exchange(line: bytes) -> bytes:
        lines.append(line)
        word = line.split(b" ", 1)[0].upper()
        if word == b"AUTH":
            return b"334 VXNlcm5hbWU6" if line.upper() == b"AUTH LOGIN" else b"501 5.5.4 Invalid arguments"
        if line == b64encode(LOGIN.encode()):
            return b"334 UGFzc3dvcmQ6"
        if line == b64encode(PASSWORD.encode()):
            return b"235 ok"
        return {
            b"EHLO": b"250-mail\r\n250 AUTH LOGIN",
            b"DATA": b"354 go on",
            b".": b"250 taken",
            b"QUIT": b"221 bye",
        }.get(word, b"250 ok" if word in (b"MAIL", b"RCPT") else b"")

    with _conversing(authority, old_exchange) as server:
        assert send(server, LOGIN, PASSWORD, FROM, TO[:1], b"Subject: x\r\n\r\nx\r\n").refused == {}
    assert b"AUTH LOGIN" in lines


@pytest.mark.parametrize(
    ("offered", "answer", "expected", "unsaid"),
    [
        (b"XOAUTH2 NTLM", b"", "chỉ cho đăng nhập bằng cách khác (XOAUTH2 NTLM)", "--mat-khau"),
        (b"PLAIN", b"535 5.7.8 no", "hotich thu --mat-khau", "tạm thời"),
        (b"PLAIN", b"454 4.7.0 Temporary authentication failure", "tạm thời chưa nhận (454", "--mat-khau"),
        (b"PLAIN", b"504 5.5.4 what", "không hiểu cách đăng nhập", "--mat-khau"),
    ],
    ids=["nothing in common", "password", "later", "not understood"],
)
def test_what_is_told_of_a_login_follows_the_servers_answer(
    authority: Authority, waits: list[float], offered: bytes, answer: bytes, expected: str, unsaid: str
) -> None:
    def grumpy(line: bytes) -> bytes:
        return b"250-mail\r\n250 AUTH " + offered if line.lower().startswith(b"ehlo") else answer

    server = SmtpServer()
    with closing(socket.create_server((HOST, 0))) as listening:
        server.server = Server(HOST, listening.getsockname()[1], Security.TLS)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    _converse(listening, authority, grumpy)

        Thread(target=serve, daemon=True).start()
        text = refusal(server)
    assert expected in text and unsaid not in text


def test_a_server_of_old_tls_is_told_as_that(authority: Authority) -> None:
    context = authority.context()
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1

    def serve(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with suppress(OSError), context.wrap_socket(connection, server_side=True):
            pass

    server = SmtpServer()
    with closing(socket.create_server((HOST, 0))) as listening:
        server.server = Server(HOST, listening.getsockname()[1], Security.TLS)
        Thread(target=serve, args=(listening,), daemon=True).start()
        text = refusal(server)
    assert "TLS đời cũ" in text and "starttls://" not in text


def _converse(listening: socket.socket, authority: Authority, answer: Callable[[bytes], bytes]) -> None:
    connection, _ = listening.accept()
    with authority.context().wrap_socket(connection, server_side=True) as wire, wire.makefile("rb") as lines:
        wire.sendall(b"220 mail\r\n")
        for line in lines:
            if told := answer(line.strip()):
                wire.sendall(told + b"\r\n")


# -- nobody knows ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", list(Security))
def test_a_connection_that_breaks_before_the_answer_leaves_it_unknown(
    smtp_server: Starting, security: Security
) -> None:
    server = smtp_server(security)
    server.on_data = lambda transport: transport.abort()
    with pytest.raises(Unknown) as caught:
        sent(server)
    assert server.delivered  # this time it had gone
    assert "Không biết thư đã đi hay chưa" in told(caught.value)


def test_an_answer_that_does_not_come_in_time_leaves_it_unknown(
    smtp_server: Starting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "_ANSWER_PATIENCE", 0.2)
    server = smtp_server()
    server.on_data = lambda _: time.sleep(0.6)
    with pytest.raises(Unknown):
        sent(server)


def test_an_answer_that_is_none_leaves_it_unknown(smtp_server: Starting) -> None:
    server = smtp_server()
    server.data_answer = "999 ?"
    with pytest.raises(Unknown, match=r"\(999 \?\)"):
        sent(server)


# -- the line of the settings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "default", "server"),
    [
        ("mail.x.vn:465", 465, Server("mail.x.vn", 465, Security.TLS)),
        ("mail.x.vn", 465, Server("mail.x.vn", 465, Security.TLS)),
        (" mail.x.vn ", 993, Server("mail.x.vn", 993, Security.TLS)),
        ("mail.x.vn:993", 993, Server("mail.x.vn", 993, Security.TLS)),
        ("mail.x.vn:587", 465, Server("mail.x.vn", 587, Security.STARTTLS)),
        ("mail.x.vn:25", 465, Server("mail.x.vn", 25, Security.STARTTLS)),
        ("mail.x.vn:143", 993, Server("mail.x.vn", 143, Security.STARTTLS)),
        ("tls://mail.x.vn:2465", 465, Server("mail.x.vn", 2465, Security.TLS)),
        ("STARTTLS://mail.x.vn:465", 465, Server("mail.x.vn", 465, Security.STARTTLS)),
        ("starttls://mail.x.vn", 465, Server("mail.x.vn", 587, Security.STARTTLS)),
        ("starttls://mail.x.vn", 993, Server("mail.x.vn", 143, Security.STARTTLS)),
        ("[::1]:465", 465, Server("::1", 465, Security.TLS)),
    ],
)
def test_a_line_of_the_settings_names_a_server(text: str, default: int, server: Server) -> None:
    assert server_of(text, default) == server


@pytest.mark.parametrize(
    "text", ["", ":465", "mail.x.vn:cổng", "mail.x.vn:99999", "http://mail.x.vn", "a@mail.x.vn", "mail.x.vn 465", "a/b"]
)
def test_a_line_that_names_none_is_quoted(text: str) -> None:
    with pytest.raises(MailServerError, match=r"mail\.coquan\.gov\.vn:465") as caught:
        server_of(text, 465)
    assert f"“{text}”" in str(caught.value)
