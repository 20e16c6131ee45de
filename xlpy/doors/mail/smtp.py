"""Send one message, and know for certain whether it was not sent.

Between the last byte of a message and the server's answer lies the one moment at which nobody knows. Everything that
fails before it, and every refusal after it, is NotSent; only a connection that breaks in it is Unknown.
"""

import re
import smtplib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple, NoReturn

from xlpy.doors.mail.passwords import WRONG_PASSWORD
from xlpy.doors.mail.servers import (
    NO_STARTTLS,
    PATIENCE,
    UNSPEAKABLE_PASSWORD,
    MailServerError,
    Security,
    Server,
    said,
    trusted,
    why_not_connected,
)

_ANSWER_PATIENCE = 120.0
"""Seconds for the answer to a whole message: servers look for viruses first, and giving up here leaves it unknown."""

_OWN_NAME = "[127.0.0.1]"
"""As mail programs call themselves: a PC's name may have letters that the protocol does not, and finding it may take
seconds."""

_END = b".\r\n"
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class NotSent(MailServerError):
    """Certainly nobody got the message."""


class Unknown(MailServerError):
    """The message was handed over whole and its receipt never came: it may have gone or not."""


class Sent(NamedTuple):
    """The server took the message. `refused` are recipients for whom it did not: address → what it said."""

    refused: Mapping[str, str]


def send(server: Server, login: str, password: str, sender: str, recipients: Sequence[str], message: bytes) -> Sent:
    """Send a message, its lines ending in CRLF, to one or more recipients. Raises NotSent, Unknown."""
    sending = _Sending(server, login, password)
    with sending.telling_not_sent():
        smtp = sending.connect()
    try:
        with sending.telling_not_sent():
            smtp.ehlo_or_helo_if_needed()
            sending.sign_in(smtp)
            sending.begin(smtp, sender, recipients, message)
            refused = sending.address(smtp, recipients)
            sending.hand_over(smtp, message)
        sending.finish(smtp)
        with suppress(OSError):
            smtp.quit()  # it has been taken: how the server says goodbye changes nothing
        return Sent(refused)
    finally:
        smtp.close()


class _Sending:
    """One message under way."""

    def __init__(self, server: Server, login: str, password: str) -> None:
        self._server, self._login, self._password = server, login, password

    def connect(self) -> smtplib.SMTP:
        """A connection that is private."""
        host, port, security = self._server
        if security is Security.TLS:
            return smtplib.SMTP_SSL(host, port, _OWN_NAME, timeout=PATIENCE, context=trusted())
        smtp = smtplib.SMTP(host, port, _OWN_NAME, timeout=PATIENCE)
        try:
            smtp.ehlo_or_helo_if_needed()
            if not smtp.has_extn("starttls"):
                self._fail(NO_STARTTLS)
            smtp.starttls(context=trusted())
        except BaseException:
            smtp.close()
            raise
        return smtp

    def sign_in(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.login(self._login, self._password)
        except smtplib.SMTPAuthenticationError as error:
            told = self._quoted(error.smtp_code, error.smtp_error)
            self._fail(f"máy chủ không cho đăng nhập ({told}). {WRONG_PASSWORD}")
        except smtplib.SMTPNotSupportedError:
            self._fail("máy chủ không cho đăng nhập ở cổng này. Kiểm tra cổng ở Thiết lập (gửi thư: 465 hoặc 587).")
        except UnicodeEncodeError:
            self._fail(UNSPEAKABLE_PASSWORD)

    def begin(self, smtp: smtplib.SMTP, sender: str, recipients: Sequence[str], message: bytes) -> None:
        options = []
        if smtp.has_extn("size"):
            options.append(f"size={len(message)}")
        if not message.isascii():
            if not smtp.has_extn("8bitmime"):
                self._fail("máy chủ không nhận thư có chữ 8 bit (8BITMIME). Gửi bằng thư nháp trong chương trình thư.")
            options.append("body=8bitmime")
        head = message.partition(b"\r\n\r\n")[0]
        if not (head.isascii() and "".join((sender, *recipients)).isascii()):
            if not smtp.has_extn("smtputf8"):
                self._fail("máy chủ không nhận địa chỉ thư có dấu (SMTPUTF8). Dùng địa chỉ không dấu ở Thiết lập.")
            options.append("smtputf8")
        code, answer = smtp.mail(sender, options)
        if code != 250:
            self._fail(
                f"máy chủ không nhận thư của người gửi {sender} ({self._quoted(code, answer)}). "
                "Kiểm tra “Địa chỉ gửi đi” ở Thiết lập."
            )

    def address(self, smtp: smtplib.SMTP, recipients: Sequence[str]) -> dict[str, str]:
        """Name the recipients; returns those that the server refused."""
        refused = {}
        for recipient in recipients:
            code, answer = smtp.rcpt(recipient)
            if code not in (250, 251):
                refused[recipient] = self._quoted(code, answer)
        if len(refused) == len(set(recipients)):
            told = "; ".join(f"{recipient}: {answer}" for recipient, answer in refused.items())
            self._fail(f"máy chủ không nhận người nhận nào ({told}). Kiểm tra “Gửi tới” ở Thiết lập.")
        return refused

    def hand_over(self, smtp: smtplib.SMTP, message: bytes) -> None:
        """The message without its end: what has no end is not delivered, however the connection breaks."""
        code, answer = smtp.docmd("data")
        if code != 354:
            self._refused(code, answer)
        smtp.send(_LEADING_DOT.sub(b"..", message))  # a line with one dot alone would be the end
        if not message.endswith(b"\r\n"):
            smtp.send(b"\r\n")

    def finish(self, smtp: smtplib.SMTP) -> None:
        """The message's end, and the server's answer to it."""
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(_ANSWER_PATIENCE)
            smtp.send(_END)
            code, answer = smtp.getreply()
        except smtplib.SMTPServerDisconnected:
            self._unknown("hết giờ chờ hoặc bị ngắt")
        except OSError as error:
            self._unknown(said(error, self._login, self._password))
        if 400 <= code < 600:
            with self.telling_not_sent():
                self._refused(code, answer)
        if not 200 <= code < 300:
            self._unknown(self._quoted(code, answer))

    @contextmanager
    def telling_not_sent(self) -> Iterator[None]:
        """Whatever goes wrong inside is NotSent."""
        try:
            yield
        except MailServerError:
            raise
        except smtplib.SMTPResponseException as error:
            self._fail(f"máy chủ từ chối ({self._quoted(error.smtp_code, error.smtp_error)}). Chạy lại sau ít phút.")
        except smtplib.SMTPServerDisconnected:
            self._fail("máy chủ không trả lời kịp hoặc ngắt đường truyền giữa chừng. Chạy lại sau ít phút.")
        except smtplib.SMTPException as error:
            told = said(error, self._login, self._password)
            self._fail(f"không trao đổi được với máy chủ ({told}). Kiểm tra máy chủ và cổng ở Thiết lập.")
        except OSError as error:
            self._fail(why_not_connected(error, self._server))
        except ValueError:
            self._fail("tên máy chủ hoặc địa chỉ thư có ký tự không dùng được. Kiểm tra ở Thiết lập.")

    def _quoted(self, code: int, answer: bytes | str) -> str:
        return f"{code} {said(answer, self._login, self._password)}".strip()

    def _refused(self, code: int, answer: bytes) -> NoReturn:
        again = "Chạy lại sau ít phút." if code < 500 else "Sửa theo lời máy chủ, hoặc gửi bằng thư nháp."
        self._fail(f"máy chủ không nhận nội dung thư ({self._quoted(code, answer)}). {again}")

    def _fail(self, why: str) -> NoReturn:
        # Without the cause: what the server said may quote the password.
        raise NotSent(f"Chưa gửi thư qua {self._server}, đăng nhập {self._login}: {why}") from None

    def _unknown(self, told: str) -> NoReturn:
        raise Unknown(
            f"Không biết thư đã đi hay chưa: {self._server}, đăng nhập {self._login}, đã nhận đủ nội dung nhưng "
            f"chưa trả lời ({told}). Xem thư mục Đã gửi hoặc hỏi người nhận trước khi gửi lại."
        ) from None
