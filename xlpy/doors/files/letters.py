"""An e-mail's bytes → who sent it, when it was received, and the files in it.

Messages as the internet has them are read by Python's own parser, Outlook's by python-oxmsg. Who sent a letter is read
strictly: of a From that two readers could take for two addresses, nobody is the sender.
"""

import re
import struct
from binascii import Error as BinasciiError
from binascii import a2b_base64, a2b_uu
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from email import message_from_bytes, message_from_string
from email.errors import InvalidBase64LengthDefect, MessageError, MissingHeaderBodySeparatorDefect
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import collapse_rfc2231_value, getaddresses
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from xlpy.core.receipt import Letter
from xlpy.core.source import Source
from xlpy.core.text import tidy
from xlpy.doors.disk.inbox import UNSEEN, legible, spelled_out
from xlpy.doors.files.automatic import automatic
from xlpy.doors.files.content import OUTLOOK_PROPERTIES
from xlpy.doors.files.hours import read_hour
from xlpy.doors.files.parts import damaged

if TYPE_CHECKING:
    from oxmsg.storage import Storage

_HEAD = ("From", "Date", "Received", "Subject", "Message-ID")
"""A letter has one of these, or it is no letter."""

_STUMBLES = (MessageError, ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError)
"""What Python's parser raises over bytes that no mail program wrote."""

_BEFORE_HEAD = b"\xef\xbb\xbf \t\r\n"
"""What an editor leaves before a letter's first line."""

_TWICE_ENDED = b"\r\r\n"
"""How lines end once a program took a letter for a text of Unix and made it one of Windows, which it was."""

_SEPARATOR = b"From "
_NEXT_LETTER = re.compile(rb"\n\r?\nFrom [^\r\n]+ \d\d:\d\d[^\r\n]*\r?\n[A-Za-z-]+:")
"""A whole mailbox in one file (mbox): a line of this begins each letter."""

_LONGEST = 2_000
"""Letters of a field that are read; the parser takes minutes over one of a million."""

_LONGEST_FIELD = 8_000
"""Letters of a field that are looked at: a name of 250 Vietnamese letters takes 2,300. Python's parser takes the
square of a field's length over its semicolons."""

_LONGEST_NAME = 255

_NAMED = re.compile(
    r'(?:"(?:[^"\\]|\\.)*"|\([^()<>"\\]*\)|[^"\\()<>@,;:])*<(?P<address>[^\s"()<>,;:]+)>\s*(?:\([^()<>]*\))?\s*',
    re.DOTALL,
)
_BARE = re.compile(r'\s*(?P<address>[^\s"()<>,;:]+)\s*(?:\([^()<>]*\))?\s*')
"""From as mail programs write it: a name and an address in brackets, or an address alone, or with a name behind it.

What stands in quotation marks is no address, even where it looks like one. Of anything else (a comment or a space in
the address, a second one) two readers make two senders."""

_ADDRESS = re.compile(r"[^@]{1,256}@[^@]{1,256}")
_FOLD = re.compile(r"\r?\n|\r")
_YEARS = range(1990, 2100)
"""Outlook writes a day in 4501 where there is none."""

_MOST_SEMICOLONS = 4
"""Of a Received: those that stand in comments behind the one before its hour."""

NO_NAME = "không tên"
"""A file that has no name in its letter."""

_LETTER = "thư"
_WRAPPINGS = frozenset({"base64", "quoted-printable", "x-uuencode", "uuencode", "uue", "x-uue"})
_NO_LETTER_OF_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_CUT = (InvalidBase64LengthDefect,)
_PACKAGES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How workbooks begin; nobody's words do."""
_PACKAGES_WRAPPED = (b"UEsDB", b"0M8R4")
"""The same in base64."""
_HEADS_LENGTH = 64

_LINK = re.compile(
    rb"https?://((?:docs|drive)\.google\.com|1drv\.ms|onedrive\.live\.com|[a-z0-9-]{1,63}\.sharepoint\.com"
    rb"|(?:www\.)?dropbox\.com|mega\.nz|(?:www\.)?fshare\.vn|we\.tl)/",
    re.IGNORECASE,
)
"""Where people put files instead of attaching them: nobody who is not signed in there gets them."""

_BEGUN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,255}?)[ \t]*\r?$", re.MULTILINE)
_OUTLOOK_FIRST_LINE = "Microsoft Mail Internet Headers Version 2.0"
_NET_HEAD, _SUBJECT, _SENDER, _SENDER_ADDRESS = 0x007D, 0x0037, 0x0C1F, 0x5D01
_SUBMITTED, _DELIVERED, _CLASS = 0x0039, 0x0E06, 0x001A
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME = 0x3707, 0x3704, 0x3001
"""Outlook's properties. `_SENDER` holds Exchange's own address where the letter never left the house."""

_EMBEDDED = "__substg1.0_3701000D"
"""The storage of a letter that is attached to another."""


class _AsSent(Compat32):
    """Fields as they were sent, unfolded. What the parser makes of them loses names that no standard allows."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # the parser's own signature
        # Not From: of a sender that is cut, a second address would go unseen.
        if len(value) > _LONGEST_FIELD and name.lower().startswith("content-"):
            value = value[: _LONGEST_FIELD // 2] + value[-_LONGEST_FIELD // 2 :]
        return _FOLD.sub("", value)


_AS_SENT = _AsSent()


class Piece(NamedTuple):
    """A file in a letter, by its own name. `data` is None where it is no file but another letter, or a link."""

    name: str
    data: bytes | None


def read_message(data: bytes, file: str) -> tuple[Letter, tuple[Piece, ...]]:
    """An .eml. Raises Rejected where it is no letter, or several."""
    data = data.lstrip(_BEFORE_HEAD)
    if _TWICE_ENDED in data[:_LONGEST]:
        data = data.replace(_TWICE_ENDED, b"\r\n")
    if data.startswith(_SEPARATOR) and _NEXT_LETTER.search(data):
        raise damaged(Source(file), "thư", "nhiều thư gộp trong một tệp; hãy lưu mỗi thư thành một tệp")
    try:
        message = message_from_bytes(data, policy=_AS_SENT)
        pieces = tuple(_pieces(message))
    except _STUMBLES as error:
        raise damaged(Source(file), "thư", "cấu trúc không như chương trình thư ghi ra; hãy lưu lại thư") from error
    if not any(name in message for name in _HEAD):
        raise damaged(Source(file), "thư", "không có phần đầu của một bức thư (người gửi, ngày gửi)")
    if message.get_content_maintype() == "multipart" and not message.is_multipart() and message.get_payload():
        raise damaged(Source(file), "thư", "mất dấu ngăn cách giữa lời thư và tệp đính kèm; hãy lưu lại thư")
    return _head(message), pieces


def _head(message: Message) -> Letter:
    # The topmost Received is our own server's; those below may be invented.
    received = next(iter(_fields(message, "Received")), "")
    sender = _sender(message.get_all("From", []))
    return Letter(
        sha256="",
        sender=sender,
        subject=_decoded(next(iter(message.get_all("Subject", [])), "")),
        message_id=_decoded(next(iter(message.get_all("Message-ID", [])), "")),
        sent_at=read_hour(next(iter(_fields(message, "Date")), "")),
        received_at=_hour_of_arrival(received),
        automatic=automatic(message, sender),
    )


def _fields(message: Message, name: str) -> list[str]:
    """A field's values, not decoded."""
    return [_clean(value) for value in message.get_all(name, [])]


def _decoded(text: str) -> str:
    """A field or a name with its encoded words in letters; as it was sent where they make no sense."""
    text = _clean(text)[:_LONGEST]
    try:
        found = decode_header(text)
    except _STUMBLES:
        return text
    return _clean("".join(part if isinstance(part, str) else _letters(part, charset) for part, charset in found))


def _letters(part: bytes, charset: str | None) -> str:
    try:
        return part.decode(charset or "raw-unicode-escape", "replace")
    except (LookupError, UnicodeError):
        return part.decode("utf-8", "replace")


def _sender(fields: Iterable[str]) -> str:
    """The one address in the values of From as they were sent, in lower case; "" where nobody can be sure of one."""
    fields = list(fields)
    if len(fields) != 1 or len(fields[0]) > _LONGEST:
        return ""
    match = _NAMED.fullmatch(fields[0]) or _BARE.fullmatch(fields[0])
    address = match.group("address") if match else ""
    if not (_ADDRESS.fullmatch(address) and address.isprintable()):
        return ""  # nor where a letter of it is none that can be seen
    return address.lower() if [found for _, found in getaddresses(fields)] == [address] else ""


def _hour_of_arrival(received: str) -> datetime | None:
    """The hour in a Received: it stands behind a semicolon, and so may words in brackets behind it."""
    parts = received.split(";")
    for at in range(len(parts) - 1, max(0, len(parts) - 1 - _MOST_SEMICOLONS), -1):
        if hour := read_hour(";".join(parts[at:])):
            return hour
    return None


def _clean(text: str) -> str:
    return tidy(legible(UNSEEN.sub(" ", spelled_out(text))))


def _pieces(message: Message) -> Iterator[Piece]:
    """The files of a letter, in order, those of letters attached to it as they are too; its own words are none."""
    for part in _leaves(message):
        name = _told_name(part)
        kind = part.get_content_type()
        if part.get_content_maintype() == "message":
            yield Piece(f"{name.removesuffix('.eml') or _LETTER}.eml", _unwrapped(part))
            continue
        data = _content(part)
        attached = name or part.get_content_disposition() == "attachment" or data.startswith(_PACKAGES)
        if attached or kind not in ("text/plain", "text/html"):
            yield Piece(name or ("winmail.dat" if kind == "application/ms-tnef" else NO_NAME), data)
        else:
            yield from _in_the_words(data)
            yield from (Piece(f"liên kết tới {host}", None) for host in sorted(set(_shared_places(data))))


def _content(part: Message) -> bytes:
    """A part's bytes; of base64 cut off in a group of four, those before: the parser would leave it undecoded."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if _wrapping(part) != "base64" and data[:_HEADS_LENGTH].lstrip().startswith(_PACKAGES_WRAPPED):
        # A server lost the word that says so, or wrote it in a way that is not understood.
        with suppress(BinasciiError):
            return a2b_base64(data)
    if _wrapping(part) != "base64" or not data or not any(isinstance(one, _CUT) for one in part.defects):
        return data
    letters = _NO_LETTER_OF_BASE64.sub(b"", data)
    return a2b_base64(letters[: len(letters) // 4 * 4])


def _shared_places(data: bytes) -> Iterator[str]:
    for match in _LINK.finditer(data):
        yield match.group(1).decode().lower()


def _leaves(message: Message) -> Iterator[Message]:
    """The parts of a letter that hold no others; a letter in it that was wrapped up is one of them."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if not part.is_multipart() or (part.get_content_maintype() == "message" and _wrapping(part) in _WRAPPINGS):
            yield part
        else:
            inner = part.get_payload()
            waiting.extend(
                one for one in reversed(inner if isinstance(inner, list) else ()) if isinstance(one, Message)
            )


def _wrapping(part: Message) -> str:
    return str(part.get("Content-Transfer-Encoding", "")).strip().lower()


def _unwrapped(part: Message) -> bytes:
    """A letter that was attached in an encoding that no standard allows for it: the parser took it as it came."""
    inner = part.get_payload()
    text = _as_it_came(inner[0]) if isinstance(inner, list) and inner and isinstance(inner[0], Message) else b""
    carrier = Message(policy=_AS_SENT)
    carrier["Content-Transfer-Encoding"] = _wrapping(part)
    carrier.set_payload(text.decode("ascii", "surrogateescape"))
    data = carrier.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _as_it_came(inner: Message) -> bytes:
    """The text of a letter that was parsed while it was wrapped up: a line of its head that the wrapping broke ends
    the head too early, and an empty line that nobody wrote would then be put after it."""
    text = inner.as_bytes()
    if any(isinstance(defect, MissingHeaderBodySeparatorDefect) for defect in inner.defects):
        end = b"\r\n" if b"\r\n\r\n" in text else b"\n"
        text = text.replace(end * 2, end, 1)
    return text


def _in_the_words(data: bytes) -> Iterator[Piece]:
    """Files written into a letter's words, as programs did before there were attachments (uuencode)."""
    if not _BEGUN.search(data):
        return
    name, lines = None, list[bytes]()
    for line in data.splitlines():
        if name is None:
            if match := _BEGUN.match(line):
                name, lines = match.group(1), []
        elif line.rstrip() == b"end":
            yield Piece(_file_name(_decoded(name.decode("utf-8", "replace"))) or NO_NAME, b"".join(lines))
            name = None
        else:
            with suppress(BinasciiError):  # a line that a mail program broke
                lines.append(a2b_uu(line))


def _told_name(part: Message) -> str:
    """A file's name; where it is told twice, the way that has all letters (RFC 2231) before the other."""
    for field, asked in (("Content-Disposition", "filename"), ("Content-Type", "name")):
        told = [value for name, value in part.get_params([], field) if name.lower() == asked]
        for value in sorted(told, key=lambda value: isinstance(value, str)):
            name = value if isinstance(value, str) else collapse_rfc2231_value(value)
            if name := _file_name(_decoded(name[-_LONGEST:])):
                return name
    return ""


def _file_name(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name[-_LONGEST_NAME:]


def read_outlook(data: bytes, file: str) -> tuple[Letter, tuple[Piece, ...]]:
    """An .msg. Raises Rejected where it is damaged."""
    from olefile import OleFileIO
    from oxmsg import Message as OutlookMessage
    from oxmsg.storage import Storage

    try:
        with OleFileIO(BytesIO(data)) as ole:
            storage = Storage.from_ole(ole)
        head = _outlook_head(OutlookMessage(storage).properties)
        pieces = tuple(_outlook_pieces(storage))
    except (*_STUMBLES, OSError, OverflowError, struct.error) as error:
        raise damaged(
            Source(file), "thư Outlook", "thiếu phần hoặc sai cấu trúc; hãy lưu lại thư từ Outlook"
        ) from error
    return head, pieces


def _outlook_pieces(letter: "Storage") -> Iterator[Piece]:
    """The files of a letter, those of letters attached to it too: Outlook keeps such a letter as a storage."""
    from oxmsg.attachment import Attachment

    for storage in letter.iter_attachment_storages():
        inner = next((one for one in storage.storages if one.name == _EMBEDDED), None)
        if inner is not None and any(stream.name == OUTLOOK_PROPERTIES for stream in inner.streams):
            yield from _outlook_pieces(inner)
        else:
            yield _outlook_piece(Attachment(storage))


def _outlook_head(properties: Any) -> Letter:
    fields = _outlook_text(properties, _NET_HEAD).removeprefix(_OUTLOOK_FIRST_LINE).lstrip()
    message = message_from_string(fields, policy=_AS_SENT)
    head = _head(message)
    addresses = (_outlook_text(properties, _SENDER_ADDRESS), _outlook_text(properties, _SENDER))
    told = next((address for address in addresses if "@" in address), "")
    sender = head.sender if "From" in message else _sender([_clean(told)])
    return head._replace(
        sender=sender,
        subject=head.subject or _clean(_outlook_text(properties, _SUBJECT)),
        sent_at=head.sent_at or _outlook_hour(properties, _SUBMITTED),
        received_at=head.received_at or _outlook_hour(properties, _DELIVERED),
        automatic=automatic(message, sender, _outlook_text(properties, _CLASS)),
    )


def _outlook_piece(attachment: Any) -> Piece:
    names = (_outlook_text(attachment.properties, number) for number in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME))
    return Piece(next((name for told in names if (name := _file_name(_clean(told)))), NO_NAME), attachment.file_bytes)


def _outlook_text(properties: Any, number: int) -> str:
    try:
        return properties.str_prop_value(number) or ""
    except UnicodeError:  # half a letter, where somebody cut a text at its longest
        return ""


def _outlook_hour(properties: Any, number: int) -> datetime | None:
    try:
        hour = properties.date_prop_value(number)
    except OverflowError:
        return None
    return hour if isinstance(hour, datetime) and hour.year in _YEARS else None
