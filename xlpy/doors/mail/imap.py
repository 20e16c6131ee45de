"""Fetch letters from the office's mailbox, and leave the mailbox as it is: nothing is marked read, moved or deleted."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.utils import collapse_rfc2231_value, decode_params, getaddresses
from typing import Any, NamedTuple, NoReturn

from xlpy.core.text import clipped, tidy
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

LARGEST = 64 * 1024 * 1024
"""Bytes. A day's form is a thousandth of it; a larger letter would fill the memory of an office's PC for nothing."""

_READ_PATIENCE = 60.0
"""Seconds for a server to search a mailbox of many years."""

_AT_ONCE = 200
"""Letters asked about in one command: its line must stay below what servers accept."""

_MOST_NAMED = 20
_NAMES = "BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)]"
_HEAD = ("INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODYSTRUCTURE")


class Attachment(NamedTuple):
    """A part of a letter that is not its own words: its name ("" where it has none) and type ("application/pdf")."""

    name: str
    type: str


_ANYTHING = (Attachment("", "application/octet-stream"),)


class Envelope(NamedTuple):
    """What a mailbox tells of a letter without handing it over.

    `uid` is the letter's number in its mailbox for as long as `uidvalidity` is the same. `sender` is the one address
    of its From in lower case ("" where there is none or more than one), `size` in bytes (-1 where the server tells
    none), `received` the hour at which the server took it, with its zone.
    """

    uid: int
    uidvalidity: int
    sender: str
    subject: str
    size: int
    received: datetime
    attachments: tuple[Attachment, ...]


class Fetched(NamedTuple):
    """A letter: its exact bytes, or None where it was left in the mailbox: it has more than LARGEST of them, or is
    `odd`."""

    envelope: Envelope
    message: bytes | None
    odd: bool = False
    """The server could not hand it over in a way that is understood."""


def fetch(
    server: Server, login: str, password: str, mailbox: str, since: date, wanted: Callable[[Envelope], bool]
) -> Iterator[Fetched]:
    """The letters of a mailbox that are `wanted`, one at a time, oldest first. Raises MailServerError.

    `since` is a day by the server's calendar: `wanted` is also shown the letters of the day before, since the server
    may live in another time zone.
    """
    from imapclient import IMAPClient, SocketTimeout

    session = _Session(server, login, password)
    host, port, security = server
    context = trusted()
    tls = security is Security.TLS
    patience = SocketTimeout(PATIENCE, _READ_PATIENCE)
    with session.telling():
        client = IMAPClient(host, port, ssl=tls, ssl_context=context, timeout=patience)
    with client:
        client.normalise_times = False  # INTERNALDATE keeps its zone
        with session.telling():
            if not tls:
                session.make_private(client, context)
            session.sign_in(client)
            uidvalidity = session.open(client, mailbox)
            uids = sorted(client.search(["SINCE", since - timedelta(days=1)]))
        for start in range(0, len(uids), _AT_ONCE):
            with session.telling():
                envelopes = list(_described(client, uids[start : start + _AT_ONCE], uidvalidity))
            for envelope in envelopes:
                uid = envelope.uid
                if not wanted(envelope):
                    continue
                if envelope.size > LARGEST:
                    yield Fetched(envelope, None)
                    continue
                with session.telling():
                    told = _asked(client, [uid], ["BODY.PEEK[]"]) if envelope.size >= 0 else None
                if told is None:
                    yield Fetched(envelope, None, odd=True)
                elif (message := told.get(uid, {}).get(b"BODY[]")) is not None:
                    yield Fetched(envelope, message)


class _Session:
    """A mailbox being looked at."""

    def __init__(self, server: Server, login: str, password: str) -> None:
        self._server, self._login, self._password = server, login, password

    def make_private(self, client: Any, context: Any) -> None:
        if not client.has_capability("STARTTLS"):
            self._fail(NO_STARTTLS)
        client.starttls(context)

    def sign_in(self, client: Any) -> None:
        from imapclient.exceptions import IMAPClientAbortError, LoginError

        try:
            client.login(self._login, self._password)
        except LoginError as error:
            if isinstance(error.__context__, IMAPClientAbortError):
                raise error.__context__ from None  # the line broke: the password may be right
            told = said(error, self._login, self._password)
            self._fail(f"máy chủ không cho đăng nhập ({told}). {WRONG_PASSWORD}")
        except UnicodeEncodeError:
            self._fail(UNSPEAKABLE_PASSWORD)

    def open(self, client: Any, mailbox: str) -> int:
        """Open a mailbox for reading only; returns its UIDVALIDITY."""
        from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

        try:
            return int(client.select_folder(mailbox, readonly=True)[b"UIDVALIDITY"])
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            told = said(error, self._login, self._password)
            names = [name for flags, _, name in client.list_folders() if b"\\Noselect" not in flags]
            listed = "; ".join(clipped(str(name)) for name in names[:_MOST_NAMED]) + (
                "; …" if len(names) > _MOST_NAMED else ""
            )
            self._fail(
                f"không mở được thư mục “{clipped(mailbox)}” của hộp thư ({told}). Sửa “Thư mục trong hộp thư” ở "
                f"Thiết lập thành một trong các thư mục đang có: {listed}."
            )

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Whatever goes wrong inside is a MailServerError."""
        from imapclient.exceptions import IMAPClientError

        try:
            yield
        except MailServerError:
            raise
        except IMAPClientError as error:
            told = said(error, self._login, self._password)
            self._fail(f"máy chủ bỏ dở giữa chừng ({told}). Chạy lại sau ít phút.")
        except OSError as error:
            self._fail(why_not_connected(error, self._server))
        except (ValueError, TypeError, LookupError):
            self._fail("không hiểu được máy chủ. Kiểm tra tên máy chủ và cổng ở Thiết lập.")

    def _fail(self, why: str) -> NoReturn:
        # Without the cause: what the server said may quote the password.
        raise MailServerError(f"Chưa lấy được thư từ {self._server}, đăng nhập {self._login}: {why}") from None


# -- what a mailbox tells of a letter --------------------------------------------------------------------------------


def _asked(client: Any, uids: Sequence[int], what: Sequence[str]) -> Any:
    """What the server tells of letters, by number; None where no sense can be made of it, and the line still stands.

    One letter may bring that about by how it is made, and must not keep the others out.
    """
    from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

    try:
        return client.fetch(uids, what)
    except IMAPClientAbortError:
        raise
    except (IMAPClientError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def _described(client: Any, uids: Sequence[int], uidvalidity: int) -> Iterator[Envelope]:
    """What the server tells of some letters; each by itself where it makes no sense of all."""
    told = _asked(client, uids, _HEAD)
    for uid in uids:
        one = told if told is not None else _asked(client, [uid], _HEAD)
        if one is None:
            yield _hardly_described(client, uid, uidvalidity)
        elif b"ENVELOPE" in (fields := one.get(uid, {})):  # else gone meanwhile, or a flag that changed
            yield _envelope(uid, uidvalidity, fields)


def _hardly_described(client: Any, uid: int, uidvalidity: int) -> Envelope:
    """A letter of whose build the server's account makes no sense: it may hold anything."""
    fields = (_asked(client, [uid], ("INTERNALDATE", "RFC822.SIZE", _NAMES)) or {}).get(uid, {})
    head = message_from_bytes(next((value for name, value in fields.items() if name.startswith(b"BODY[")), b""))
    senders = getaddresses([str(value) for value in head.get_all("From", [])])
    return Envelope(
        uid,
        uidvalidity,
        sender=tidy(senders[0][1]).lower() if len(senders) == 1 else "",
        subject=_decoded(str(head.get("Subject", ""))),
        size=fields.get(b"RFC822.SIZE", -1),
        received=fields.get(b"INTERNALDATE") or datetime.now(UTC),
        attachments=_ANYTHING,
    )


def _envelope(uid: int, uidvalidity: int, fields: Any) -> Envelope:
    head = fields[b"ENVELOPE"]
    senders = [
        f"{_text(one.mailbox)}@{_text(one.host)}".lower() for one in head.from_ or () if one.mailbox and one.host
    ]
    return Envelope(
        uid,
        uidvalidity,
        sender=senders[0] if len(senders) == 1 else "",
        subject=_decoded(_text(head.subject)),
        size=fields[b"RFC822.SIZE"],
        received=fields[b"INTERNALDATE"],
        attachments=_all_attachments(fields.get(b"BODYSTRUCTURE")),
    )


def _all_attachments(structure: Any) -> tuple[Attachment, ...]:
    """The attachments of a letter; something unknown where the server describes it in no way that is known."""
    try:
        return tuple(_attachments(structure))
    except (AttributeError, IndexError, TypeError, ValueError, RecursionError):
        return _ANYTHING


def _attachments(part: Any) -> Iterator[Attachment]:
    """The attachments of a part. Its fields stand as RFC 3501 orders them; a server may leave out the last ones."""
    if part.is_multipart:
        for inner in part[0]:
            yield from _attachments(inner)
        return
    kind = f"{_text(part[0])}/{_text(part[1])}".lower()
    own = {"message/rfc822": 3}.get(kind, 1 if kind.startswith("text/") else 0)
    disposition = part[8 + own] if len(part) > 8 + own else None
    name = _parameter(disposition[1], "filename") if isinstance(disposition, tuple) and len(disposition) > 1 else ""
    name = name or _parameter(part[2], "name")
    if name or kind not in ("text/plain", "text/html"):
        yield Attachment(name, kind)


def _parameter(pairs: Any, wanted: str) -> str:
    """A parameter's value, decoded: RFC 2231 in pieces or whole, RFC 2047 where the sender did not know better."""
    if not isinstance(pairs, tuple):
        return ""
    texts = [_text(one) for one in pairs]
    given: list[tuple[str, str]] = [("", ""), *zip(texts[::2], texts[1::2], strict=False)]
    for name, value in decode_params(given)[1:]:
        if name.lower() == wanted:
            return _decoded(collapse_rfc2231_value(value).strip('"'))
    return ""


def _decoded(text: str) -> str:
    """A field of a head, its encoded words decoded; as it stands where the parser stumbles over it."""
    line = tidy(text)
    try:
        return tidy(str(policy.default.header_factory("Subject", line)))
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        return line


def _text(value: Sequence[int] | Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
