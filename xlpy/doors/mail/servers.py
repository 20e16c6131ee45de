"""The office's mail servers: where they are, how a connection is made private, and what is told when one fails."""

import re
import ssl
from base64 import b64encode
from enum import StrEnum
from socket import gaierror
from typing import NamedTuple
from urllib.parse import urlsplit

from xlpy.core.text import clipped, tidy

PATIENCE = 20.0
"""Seconds to connect, and for each answer that needs no work of the server's."""

_TLS_PORTS = frozenset({465, 993})
_STARTTLS_PORT = {465: 587, 993: 143}
"""The port of the same service for connections that begin in the clear."""

_OLD_TLS = (
    "UNSUPPORTED_PROTOCOL",
    "PROTOCOL_VERSION",
    "VERSION_TOO_LOW",
    "HANDSHAKE_FAILURE",
    "LEGACY_RENEGOTIATION",
    "DH_KEY_TOO_SMALL",
    "LEGACY_SIGALG",
)
"""What OpenSSL says of a server with which no safe connection can be agreed on."""

_LONGEST_QUOTE = 200
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
"""How imaplib's exceptions show what the server said."""


class MailServerError(Exception):
    """A mail server could not do what it was asked. One line: which server, as whom, what it said, what to do."""


class Security(StrEnum):
    """How a connection becomes private. There is no third way: a password never goes over the wire in the clear."""

    TLS = "tls"
    STARTTLS = "starttls"


class Server(NamedTuple):
    """A mail server as the settings name it."""

    host: str
    port: int
    security: Security

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def server_of(text: str, default_port: int) -> Server:
    """The server that a line of the settings names: "mail.x.vn:465", "mail.x.vn", "starttls://mail.x.vn:2525".

    Ports 465 and 993 speak TLS from the first byte, others STARTTLS, unless the text says which. `default_port` is
    465 (SMTP) or 993 (IMAP). Raises MailServerError.
    """
    written = tidy(text)
    scheme, mark, rest = written.partition("://")
    try:
        parts = urlsplit(f"//{rest if mark else written}")
        host, port = parts.hostname, parts.port
        security = Security(scheme.lower()) if mark else None
    except ValueError:
        host, port, security, parts = None, None, None, None
    if not host or parts is None or re.search(r"[\s@/?#]", parts.netloc + parts.path + parts.query + parts.fragment):
        raise MailServerError(
            f"Thiết lập, mục Thư điện tử: đọc được “{clipped(written)}”, không phải tên máy chủ và cổng. "
            f"Ghi như mail.coquan.gov.vn:{default_port}."
        )
    if port is None:
        port = _STARTTLS_PORT[default_port] if security is Security.STARTTLS else default_port
    return Server(host, port, security or (Security.TLS if port in _TLS_PORTS else Security.STARTTLS))


def trusted() -> ssl.SSLContext:
    """What makes a connection private: certificates are checked by the system's list, or by SSL_CERT_FILE."""
    return ssl.create_default_context()


def said(answer: object, login: str, password: str) -> str:
    """What a server said (bytes, text or an exception) as a message quotes it: one line, clipped, without the password.

    Servers do echo what they did not understand, in the clear or as the protocol wraps it.
    """
    if isinstance(answer, bytes):
        text = answer.decode("utf-8", "replace")
    else:
        text = str(answer)
        if text[:2] in ("b'", 'b"') and text[-1:] == text[1:2] and len(text) > 2:
            text = text[2:-1]
    secrets = (f"\0{login}\0{password}", password)
    for secret in (*secrets, *(b64encode(secret.encode()).decode() for secret in secrets)):
        if secret:
            text = text.replace(secret, "…")
    return clipped(tidy(_UNSEEN.sub(" ", text)), _LONGEST_QUOTE)


def why_not_connected(error: OSError, server: Server) -> str:
    """What is wrong and what to do where a connection could not be made, or made private, or broke."""
    match error:
        case ssl.SSLCertVerificationError():
            return (
                f"không tin được chứng thư của máy chủ ({tidy(error.verify_message)}). Kiểm tra tên máy chủ ở "
                "Thiết lập và ngày giờ của máy này; chứng thư nội bộ thì nhờ cán bộ phụ trách CNTT cài vào máy, hoặc "
                "đặt biến "
                "môi trường SSL_CERT_FILE là tệp chứng thư gốc."
            )
        case ssl.SSLError() if any(told in str(error.reason or error) for told in _OLD_TLS):
            return (
                f"máy chủ chỉ có TLS đời cũ ({tidy(str(error.reason or error))}), máy này không dùng vì không còn an "
                "toàn. Đề nghị bộ phận quản lý máy chủ thư bật TLS 1.2 trở lên."
            )
        case ssl.SSLError():
            other = Security.STARTTLS if server.security is Security.TLS else Security.TLS
            return (
                f"cổng {server.port} không nói chuyện được bằng TLS ({tidy(str(error.reason or error))}). "
                f"Kiểm tra cổng ở Thiết lập; hoặc ghi {other}://{server}."
            )
        case gaierror():
            return "không tìm thấy máy chủ tên này. Kiểm tra tên ở Thiết lập và mạng của máy này."
        case TimeoutError():
            return "không trả lời kịp. Kiểm tra mạng, cổng ở Thiết lập, tường lửa; rồi chạy lại."
        case ConnectionRefusedError():
            return f"không mở cổng {server.port}: máy chủ đang tắt, hoặc sai cổng. Kiểm tra ở Thiết lập rồi chạy lại."
        case _:
            told = tidy(error.strerror or str(error))
            return f"đường truyền bị đứt ({told}). Kiểm tra mạng rồi chạy lại."


NO_STARTTLS = (
    "máy chủ không có STARTTLS, nên mật khẩu sẽ đi không mã hoá; đã dừng trước khi gửi mật khẩu. "
    "Dùng cổng có TLS (465 để gửi, 993 để nhận), hoặc hỏi bộ phận quản lý máy chủ thư."
)
UNSPEAKABLE_PASSWORD = (
    "tên đăng nhập hoặc mật khẩu có chữ có dấu, giao thức thư không chuyển được. Đổi mật khẩu sang chữ không dấu."
)
