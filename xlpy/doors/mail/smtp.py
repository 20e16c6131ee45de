"""Send one message, and know for certain whether it was not sent.

Between the last byte of a message and the server's answer lies the one moment at which nobody knows. Everything that
fails before it, and every refusal after it, is NotSent; only a connection that breaks in it is Unknown.
"""

import re
import smtplib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from time import sleep
from typing import NamedTuple, NoReturn

from xlpy.core.text import clipped, number
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

_AGAIN = (5.0, 20.0, 60.0)
"""Seconds to wait before the message is offered again to a server that puts us off."""

_MECHANISMS = ("CRAM-MD5", "PLAIN", "LOGIN")
"""Ways to sign in with a password, the best first."""

_NOT_UNDERSTOOD = range(500, 505)
_WRONG = frozenset({535, 534, 538})
_TOO_LARGE = 552

_END = b".\r\n"
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)

_SMALLER = "Mở thư nháp trong chương trình thư, bỏ bớt tệp kèm rồi gửi; hoặc hỏi bộ phận quản lý máy chủ thư giới hạn."


class NotSent(MailServerError):
    """Certainly nobody got the message."""


class NotNow(NotSent):
    """Certainly nobody got the message, and the server says that it may take it later."""


class Refused(NotSent):
    """Certainly nobody got the message, and offered again it would be refused again: no recipient is known, say."""


class Unknown(MailServerError):
    """The message was handed over whole and its receipt never came: it may have gone or not."""


class Sent(NamedTuple):
    """The server took the message. `refused` are recipients for whom it did not: address → what it said."""

    refused: Mapping[str, str]


def send(
    server: Server,
    login: str,
    password: str,
    sender: str,
    recipients: Sequence[str],
    message: bytes,
    waits: Sequence[float] = _AGAIN,
) -> Sent:
    """Send a message, its lines ending in CRLF, to one or more recipients. Raises NotSent, Unknown.

    A server that puts us off (4xx) is asked again after each of these waits (seconds); then NotNow is raised.
    """
    for wait in waits:
        try:
            return _send(server, login, password, sender, recipients, message)
        except NotNow:
            sleep(wait)
    return _send(server, login, password, sender, recipients, message)


def _send(server: Server, login: str, password: str, sender: str, recipients: Sequence[str], message: bytes) -> Sent:
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
        if not smtp.has_extn("auth"):
            self._fail("máy chủ không cho đăng nhập ở cổng này. Kiểm tra cổng ở Thiết lập (gửi thư: 465 hoặc 587).")
        offered = smtp.esmtp_features["auth"].upper().split()
        ways = [mechanism for mechanism in _MECHANISMS if mechanism in offered]
        if not ways:
            self._fail(
                f"máy chủ chỉ cho đăng nhập bằng cách khác ({clipped(' '.join(offered)) or 'không nêu'}), không bằng "
                f"mật khẩu ({', '.join(_MECHANISMS)}). Hỏi nơi quản trị máy chủ "
                "thư cách đăng nhập bằng mật khẩu ứng dụng."
            )
        smtp.user, smtp.password = self._login, self._password
        refusals = [refusal for way in ways if (refusal := self._refusal(smtp, way))]
        if len(refusals) < len(ways):
            return
        code, answer = next((one for one in refusals if one[0] in _WRONG), refusals[-1])
        told = self._quoted(code, answer)
        if code in _NOT_UNDERSTOOD:
            self._fail(
                f"máy chủ không hiểu cách đăng nhập mà chính nó nêu ra ({told}). Hỏi bộ phận quản lý máy chủ thư."
            )
        self._fail(f"máy chủ không cho đăng nhập ({told}). {WRONG_PASSWORD}")

    def _refusal(self, smtp: smtplib.SMTP, mechanism: str) -> tuple[int, bytes | str] | None:
        """What the server says against one way to sign in; None where it agrees.

        Old servers know no answer beside the question: then they are asked first.
        """
        way = getattr(smtp, f"auth_{mechanism.lower().replace('-', '_')}")
        code: int = 0
        answer: bytes | str = b""
        for at_once in (True, False):
            try:
                code, answer = smtp.auth(mechanism, way, initial_response_ok=at_once)
            except smtplib.SMTPAuthenticationError as error:
                code, answer = error.smtp_code, error.smtp_error
            except UnicodeEncodeError:
                self._fail(UNSPEAKABLE_PASSWORD)
            if code in (235, 503):  # 503: signed in already
                return None
            if 400 <= code < 500:
                self._put_off(code, answer)
            if code not in _NOT_UNDERSTOOD:
                break
        return code, answer

    def begin(self, smtp: smtplib.SMTP, sender: str, recipients: Sequence[str], message: bytes) -> None:
        options = []
        if smtp.has_extn("size"):
            most = smtp.esmtp_features["size"]
            if most.isdecimal() and 0 < int(most) < len(message):
                self._too_large(len(message), f"tối đa {number(int(most))} byte")
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
        if 400 <= code < 500:
            self._put_off(code, answer)
        if code == _TOO_LARGE:
            self._too_large(len(message), self._quoted(code, answer))
        if code != 250:
            self._fail(
                f"máy chủ không nhận thư của người gửi {sender} ({self._quoted(code, answer)}). "
                "Kiểm tra “Địa chỉ gửi đi” ở Thiết lập."
            )

    def address(self, smtp: smtplib.SMTP, recipients: Sequence[str]) -> dict[str, str]:
        """Name the recipients; returns those that the server refused."""
        refused, later = dict[str, str](), list[tuple[int, bytes]]()
        for recipient in recipients:
            code, answer = smtp.rcpt(recipient)
            if code not in (250, 251, 252):
                refused[recipient] = self._quoted(code, answer)
                later += [(code, answer)] * (400 <= code < 500)
        if len(refused) == len(set(recipients)):
            if len(later) >= len(refused):
                self._put_off(*later[0])
            told = "; ".join(f"{recipient}: {answer}" for recipient, answer in refused.items())
            self._refuse(f"máy chủ không nhận người nhận nào ({told}). Kiểm tra địa chỉ người nhận ở Thiết lập.")
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
            if 400 <= error.smtp_code < 500:
                self._put_off(error.smtp_code, error.smtp_error)
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
        if code < 500:
            self._put_off(code, answer)
        told = self._quoted(code, answer)
        if code == _TOO_LARGE:
            self._refuse(f"máy chủ không nhận vì thư quá lớn hoặc hộp thư nhận đã đầy ({told}). {_SMALLER}")
        self._refuse(f"máy chủ không nhận nội dung thư ({told}). Sửa theo lời máy chủ, hoặc gửi bằng thư nháp.")

    def _too_large(self, size: int, told: str) -> NoReturn:
        self._refuse(f"thư nặng {number(size)} byte, máy chủ không nhận thư lớn như vậy ({told}). {_SMALLER}")

    def _put_off(self, code: int, answer: bytes | str) -> NoReturn:
        raise NotNow(
            f"Chưa gửi thư qua {self._server}, đăng nhập {self._login}: máy chủ tạm thời chưa nhận "
            f"({self._quoted(code, answer)}). Chạy lại sau ít phút."
        ) from None

    def _fail(self, why: str) -> NoReturn:
        # Without the cause: what the server said may quote the password.
        raise NotSent(f"Chưa gửi thư qua {self._server}, đăng nhập {self._login}: {why}") from None

    def _refuse(self, why: str) -> NoReturn:
        raise Refused(f"Chưa gửi thư qua {self._server}, đăng nhập {self._login}: {why}") from None

    def _unknown(self, told: str) -> NoReturn:
        raise Unknown(
            f"Không biết thư đã đi hay chưa: {self._server}, đăng nhập {self._login}, đã nhận đủ nội dung nhưng "
            f"chưa trả lời ({told}). Xem thư mục Đã gửi hoặc hỏi người nhận trước khi gửi lại."
        ) from None
