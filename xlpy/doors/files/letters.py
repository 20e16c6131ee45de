"""An e-mail's bytes → who sent it, when it was received, and the files in it.

Messages as the internet has them are read by Python's own parser, Outlook's by python-oxmsg. Who sent a letter is read
strictly: of a From that two readers could take for two addresses, nobody is the sender.
"""

import re
import struct
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes, message_from_string
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import collapse_rfc2231_value, parsedate_to_datetime
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from xlpy.core.receipt import Letter
from xlpy.core.source import Source
from xlpy.core.text import tidy
from xlpy.doors.disk.inbox import UNSEEN, legible, spelled_out
from xlpy.doors.files.parts import damaged

_HEAD = ("From", "Date", "Received", "Subject", "Message-ID")
"""A letter has one of these, or it is no letter."""

_STUMBLES = (MessageError, ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError)
"""What Python's parser raises over bytes that no mail program wrote."""

_BEFORE_HEAD = b"\xef\xbb\xbf \t\r\n"
"""What an editor leaves before a letter's first line."""

_LONGEST = 2_000
"""Letters of a field that are read; the parser takes minutes over one of a million."""

_LONGEST_FIELD = 8_000
"""Letters of a field that are looked at: a name of 250 Vietnamese letters takes 2,300. Python's parser takes the
square of a field's length over its semicolons."""

_NO_ADDRESS = re.compile(r'"(?:\\.|[^"\\])*"|\([^()]*\)')
"""Names in quotation marks and comments: what stands there is no address, even where it looks like one."""

_LONGEST_NAME = 255

_FOLD = re.compile(r"\r?\n|\r")
_PARTED = re.compile(r'[\s<>()\[\],;:"]+')
_YEARS = range(1990, 2100)
"""Outlook writes a day in 4501 where there is none, and anybody can write 9999."""

_NO_NAME = "không tên"
_OUTLOOK_FIRST_LINE = "Microsoft Mail Internet Headers Version 2.0"
_NET_HEAD, _SUBJECT, _SENDER, _SENDER_ADDRESS = 0x007D, 0x0037, 0x0C1F, 0x5D01
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME = 0x3707, 0x3704, 0x3001
"""Outlook's properties. `_SENDER` holds Exchange's own address where the letter never left the house."""


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
    """An .eml. Raises Rejected where it is no letter."""
    try:
        message = message_from_bytes(data.lstrip(_BEFORE_HEAD), policy=_AS_SENT)
        pieces = tuple(_pieces(message))
    except _STUMBLES as error:
        raise damaged(Source(file), "thư", "cấu trúc không như chương trình thư ghi ra; hãy lưu lại thư") from error
    if not any(name in message for name in _HEAD):
        raise damaged(Source(file), "thư", "không có phần đầu của một bức thư (người gửi, ngày gửi)")
    return _head(message), pieces


def _head(message: Message) -> Letter:
    # The topmost Received is our own server's; those below may be invented.
    received = next(iter(_fields(message, "Received")), "")
    return Letter(
        sha256="",
        sender=_sender(_fields(message, "From")),
        subject=_decoded(next(iter(message.get_all("Subject", [])), "")),
        message_id=_decoded(next(iter(message.get_all("Message-ID", [])), "")),
        sent_at=_hour(next(iter(_fields(message, "Date")), "")),
        received_at=_hour(received.rpartition(";")[2]),
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
    """The one address in the values of From, in lower case; "" where there is none or more than one."""
    fields = list(fields)
    if any(len(field) > _LONGEST for field in fields):
        return ""
    words = [word for field in fields for word in _PARTED.split(_NO_ADDRESS.sub(" ", field)) if "@" in word]
    found = {word.lower() for word in words}
    address = found.pop() if len(found) == 1 else ""
    return address if re.fullmatch("[^@]{1,256}@[^@]{1,256}", address) else ""


def _hour(text: str) -> datetime | None:
    try:
        hour = parsedate_to_datetime(text[:_LONGEST])
        hour = (hour if hour.tzinfo else hour.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return hour if hour.year in _YEARS else None


def _clean(text: str) -> str:
    return tidy(legible(UNSEEN.sub(" ", spelled_out(text))))


def _pieces(message: Message) -> Iterator[Piece]:
    """The files of a letter, in order, those of letters attached to it too; its own words are none."""
    for part in message.walk():
        if part.is_multipart():
            continue
        name = _told_name(part)
        kind = part.get_content_type()
        if not name and kind in ("text/plain", "text/html"):
            continue
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        yield Piece(name or ("winmail.dat" if kind == "application/ms-tnef" else _NO_NAME), data)


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
    from oxmsg import Message as OutlookMessage

    try:
        message = OutlookMessage.load(data)
        head = _outlook_head(message.properties)
        pieces = tuple(_outlook_piece(attachment) for attachment in message.attachments)
    except (*_STUMBLES, OSError, OverflowError, struct.error) as error:
        raise damaged(
            Source(file), "thư Outlook", "thiếu phần hoặc sai cấu trúc; hãy lưu lại thư từ Outlook"
        ) from error
    return head, pieces


def _outlook_head(properties: Any) -> Letter:
    fields = _outlook_text(properties, _NET_HEAD).removeprefix(_OUTLOOK_FIRST_LINE).lstrip()
    message = message_from_string(fields, policy=_AS_SENT)
    head = _head(message)
    addresses = (_outlook_text(properties, _SENDER_ADDRESS), _outlook_text(properties, _SENDER))
    told = next((address for address in addresses if "@" in address), "")
    return head._replace(
        sender=head.sender if "From" in message else _sender([_clean(told)]),
        subject=head.subject or _clean(_outlook_text(properties, _SUBJECT)),
        sent_at=head.sent_at or _outlook_hour(properties, _SUBMITTED),
        received_at=head.received_at or _outlook_hour(properties, _DELIVERED),
    )


def _outlook_piece(attachment: Any) -> Piece:
    names = (_outlook_text(attachment.properties, number) for number in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME))
    return Piece(
        next((name for told in names if (name := _file_name(_clean(told)))), "không tên"), attachment.file_bytes
    )


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
