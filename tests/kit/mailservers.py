"""Real mail servers on this machine's loopback, with certificates of an authority of our own.

Fixtures, to be imported where they are used: `authority`, `smtp_server`, `imap_server`.
"""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from imapclient import IMAPClient

from tests.kit.needs import DOVECOT
from xlpy.doors.mail.servers import Security, Server

HOST = "127.0.0.1"
LOGIN, PASSWORD = "hotich@stp.example", 'mat khau 7\\"x'


# -- certificates ----------------------------------------------------------------------------------------------------


class Authority:
    """A certificate authority: `root` is its own certificate, `pair` a certificate and key for a host."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Hotich test authority")])
        certificate = (
            self._begun(self._name, self._key)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.root = place / "root.pem"
        self.root.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def pair(self, host: str = HOST) -> tuple[Path, Path]:
        key = ec.generate_private_key(ec.SECP256R1())
        with suppress(ValueError):
            return self._signed(host, key, x509.IPAddress(ip_address(host)))
        return self._signed(host, key, x509.DNSName(host))

    def context(self, host: str = HOST) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*self.pair(host))
        return context

    def _begun(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
        )

    def _signed(self, host: str, key: ec.EllipticCurvePrivateKey, name: x509.GeneralName) -> tuple[Path, Path]:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        alternative = x509.SubjectAlternativeName([name])
        certificate = self._begun(subject, key).add_extension(alternative, critical=False)
        files = self._place / f"{host}.pem", self._place / f"{host}.key"
        files[0].write_bytes(certificate.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        files[1].write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return files


@pytest.fixture
def authority(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that this test trusts, as an office trusts its own by SSL_CERT_FILE."""
    made = Authority(tmp_path_factory.mktemp("authority"))
    monkeypatch.setenv("SSL_CERT_FILE", str(made.root))
    return made


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


def _usual_port() -> int:
    """The same one each time, while it is free: so a plan that names it is the same plan in each test."""
    with closing(socket.socket()) as one:
        if os.name == "posix":  # elsewhere it would let two servers have one port
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((HOST, _first_port()))
        except OSError:
            return free_port()
    return _first_port()


@cache
def _first_port() -> int:
    return free_port()


# -- SMTP ------------------------------------------------------------------------------------------------------------


class Delivered(NamedTuple):
    """A message that a server took."""

    sender: str
    recipients: tuple[str, ...]
    message: bytes


class SmtpServer:
    """A server that takes messages, and how it behaves where a test wants it otherwise."""

    def __init__(self) -> None:
        self.server = Server(HOST, 0, Security.TLS)
        self.delivered: list[Delivered] = []
        self.unknown_recipients: frozenset[str] = frozenset()
        self.sender_answer = self.data_answer = ""
        self.on_data: Callable[[Any], None] = lambda _: None
        self.signed_in = 0

    def sign_in(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (LOGIN.encode(), PASSWORD.encode())
        self.signed_in += good
        return AuthResult(success=good, handled=False)

    async def handle_MAIL(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Sequence[str]
    ) -> str:
        envelope.mail_from = address
        return self.sender_answer or "250 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Sequence[str]
    ) -> str:
        if address in self.unknown_recipients:
            return f"550 5.1.1 Hộp thư {address} không tồn tại"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        self.on_data(server.transport)
        if self.data_answer:
            return self.data_answer
        content = envelope.original_content or b""
        self.delivered.append(Delivered(envelope.mail_from or "", tuple(envelope.rcpt_tos), content))
        return "250 2.0.0 OK"


class HangsUpAtData(SMTP):
    """Asks for the message and is gone before it comes."""

    async def smtp_DATA(self, _arg: str) -> None:
        await self.push("354 Go on")
        assert self.transport is not None
        self.transport.abort()  # type: ignore[attr-defined]


Starting = Callable[..., SmtpServer]


@pytest.fixture
def smtp_server(authority: Authority) -> Iterator[Starting]:
    """Start servers: `smtp_server()` with TLS, `(Security.STARTTLS)`, `(None)` without any; `host` is in its certificate."""
    running: list[Controller] = []

    def start(
        security: Security | None = Security.TLS, host: str = HOST, protocol: type[SMTP] = SMTP, **options: Any
    ) -> SmtpServer:
        behaviour = SmtpServer()
        context = authority.context(host)

        class Serving(Controller):
            def factory(self) -> SMTP:
                return protocol(self.handler, **self.SMTP_kwargs)

        controller = Serving(
            behaviour,
            hostname=HOST,
            port=_usual_port(),
            server_hostname="mail.example",
            ssl_context=context if security is Security.TLS else None,
            tls_context=context if security is Security.STARTTLS else None,
            require_starttls=security is Security.STARTTLS,
            auth_require_tls=security is Security.STARTTLS,
            auth_required=security is Security.STARTTLS,  # without, aiosmtpd cries out about a server without TLS
            authenticator=behaviour.sign_in,
            enable_SMTPUTF8=options.pop("enable_SMTPUTF8", True),
            **options,
        )
        controller.start()
        running.append(controller)
        behaviour.server = Server(HOST, controller.port, security or Security.STARTTLS)
        return behaviour

    yield start
    for controller in running:
        controller.stop()


# -- IMAP ------------------------------------------------------------------------------------------------------------


_CONF = """
protocols = imap
base_dir = {place}/run
state_dir = {place}/state
log_path = {place}/log
auth_failure_delay = 0
ssl = {ssl}
ssl_cert = <{place}/cert.pem
ssl_key = <{place}/key.pem
mail_location = maildir:{place}/mail
namespace inbox {{
  inbox = yes
  separator = /
}}
passdb {{
  driver = passwd-file
  args = scheme=plain {place}/users
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={place}/home
}}
service imap-login {{
  inet_listener imap {{
    address = {host}
    port = {plain}
  }}
  inet_listener imaps {{
    address = {host}
    port = {tls}
    ssl = yes
  }}
}}
"""


class ImapServer(NamedTuple):
    """A mailbox on a server of its own. `server` speaks TLS at once, `starttls` is its other port."""

    server: Server
    starttls: Server
    place: Path
    process: "subprocess.Popen[bytes]"

    def stop(self) -> None:
        """Go away, with every connection."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)  # asked politely it takes a second
            self.process.wait()

    def put(self, message: bytes, received: datetime, mailbox: str = "INBOX") -> int:
        """Deliver a letter at an hour; returns its UID."""
        with self._client() as client:
            if not client.folder_exists(mailbox):
                client.create_folder(mailbox)
            uid = client.folder_status(mailbox, ["UIDNEXT"])[b"UIDNEXT"]
            client.append(mailbox, message, (), received)
            return int(uid)

    def state(self, mailbox: str = "INBOX") -> dict[int, tuple[bytes, ...]]:
        """UID → flags of every letter; \\Seen is that of a letter that was read."""
        with self._client() as client:
            client.select_folder(mailbox, readonly=True)
            told = client.fetch(client.search(), ["FLAGS"])
            return {uid: tuple(flag for flag in data[b"FLAGS"] if flag != b"\\Recent") for uid, data in told.items()}

    def remove_all(self) -> None:
        """Empty the inbox."""
        with self._client() as client:
            client.select_folder("INBOX")
            client.delete_messages(client.search())
            client.expunge()

    def log(self) -> str:
        return (self.place / "log").read_text(encoding="utf-8", errors="replace")

    @contextmanager
    def _client(self) -> Iterator[IMAPClient]:
        # Around the door that is tested, whose certificate may be one that nobody trusts.
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with IMAPClient(HOST, self.server.port, ssl_context=context) as client:
            client.login(LOGIN, PASSWORD)
            yield client


@contextmanager
def dovecot(authority: Authority, *, tls: bool = True, host: str = HOST) -> Iterator[ImapServer]:
    """A dovecot of its own. Without `tls` it speaks in the clear alone; `host` is in its certificate."""
    assert DOVECOT, "a test that starts a mailbox is marked with `dovecot`"
    # Not pytest's place, which only root may enter: dovecot reads mail as nobody.
    place = Path(tempfile.mkdtemp(prefix="hotich-imap-"))
    place.chmod(0o755)
    for name, owner in (("mail", "nobody"), ("home", "nobody"), ("run", "root"), ("state", "root")):
        (place / name).mkdir()
        shutil.chown(place / name, owner)
    for pem, name in zip(authority.pair(host), ("cert.pem", "key.pem"), strict=True):
        shutil.copy(pem, place / name)
    (place / "users").write_text(f"{LOGIN}:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
    running = _started(place, tls=tls)
    try:
        yield running
    finally:
        running.stop()
        shutil.rmtree(place, ignore_errors=True)


def _started(place: Path, *, tls: bool) -> ImapServer:
    """Once more with other ports where it ended at once: between free and taken, another test may take one."""
    for _ in range(3):
        server = Server(HOST, free_port(), Security.TLS)
        starttls = Server(HOST, free_port(), Security.STARTTLS)
        conf = _CONF.format(
            place=place, host=HOST, plain=starttls.port, tls=server.port if tls else 0, ssl="required" if tls else "no"
        )
        (place / "dovecot.conf").write_text(conf, encoding="utf-8")
        process = subprocess.Popen([DOVECOT, "-F", "-c", str(place / "dovecot.conf")], start_new_session=True)
        with suppress(AssertionError):
            _wait_for(starttls.port, process)
            return ImapServer(server, starttls, place, process)
        process.kill()
        process.wait()
    raise AssertionError("dovecot did not start")


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        with suppress(OSError), closing(socket.create_connection((HOST, port), timeout=1)):
            return
        assert process.poll() is None, "dovecot did not start"
        time.sleep(0.05)
    raise AssertionError("dovecot does not listen")


@pytest.fixture
def imap_server(authority: Authority, needs_dovecot: None) -> Iterator[ImapServer]:
    """An empty mailbox on a server that this test trusts."""
    with dovecot(authority) as server:
        yield server
