"""An e-mail's bytes → who sent it, when it was received, and the files in it.

Messages as the internet has them are read by Python's own parser, Outlook's by python-oxmsg.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes, message_from_string, policy
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from xlpy.core.receipt import Letter
from xlpy.core.source import Source
from xlpy.core.text import tidy
from xlpy.doors.inbox import legible
from xlpy.doors.parts import damaged

_HEAD = ("From", "Date", "Received", "Subject", "Message-ID")
"""A letter has one of these, or it is no letter."""

_UNSEEN = re.compile(r"[\x00-\x1f\x7f]")
_DELIVERED, _SENDER_ADDRESS = 0x0E06, 0x5D01
"""Outlook's properties: the hour of delivery, and the sender's address where the other one is Exchange's own."""


class Piece(NamedTuple):
    """A file in a letter, by its own name. `data` is None where it is no file but another letter, or a link."""

    name: str
    data: bytes | None


def read_message(data: bytes, file: str) -> tuple[Letter, tuple[Piece, ...]]:
    """An .eml. Raises Rejected where it is no letter."""
    message = message_from_bytes(data, policy=policy.default)
    if not any(name in message for name in _HEAD):
        raise damaged(Source(file), "thư", "không có phần đầu của một bức thư (người gửi, ngày gửi)")
    return _head(message), tuple(_pieces(message))


def _head(message: Message) -> Letter:
    addresses = [address.lower() for _, address in getaddresses(_texts(message, "From")) if "@" in address]
    received = (_hour(text.rpartition(";")[2]) for text in _texts(message, "Received"))
    return Letter(
        sha256="",
        sender=addresses[0] if len(addresses) == 1 else "",
        subject=_clean(next(iter(_texts(message, "Subject")), "")),
        message_id=_clean(next(iter(_texts(message, "Message-ID")), "")),
        sent_at=next((hour for text in _texts(message, "Date") if (hour := _hour(text))), None),
        received_at=next(received, None),  # the topmost is our own server's; those below may be invented
    )


def _texts(message: Message, name: str) -> list[str]:
    """A field's values, decoded; a field that the parser stumbles over tells nothing."""
    try:
        return [str(value) for value in message.get_all(name, [])]
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        return []


def _hour(text: str) -> datetime | None:
    try:
        hour = parsedate_to_datetime(_clean(text))
        return (hour if hour.tzinfo else hour.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _clean(text: str) -> str:
    return tidy(_UNSEEN.sub(" ", legible(text)))


def _pieces(message: Message) -> Iterator[Piece]:
    """The files of a letter, in order, those of letters attached to it too; its own words are none."""
    for part in message.walk():
        if part.is_multipart():
            continue
        try:
            name = part.get_filename() or ""
        except (ValueError, LookupError, AttributeError, IndexError, TypeError):
            name = ""
        kind = part.get_content_type()
        if not name and kind in ("text/plain", "text/html"):
            continue
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        yield Piece(_file_name(name) or ("winmail.dat" if kind == "application/ms-tnef" else "không tên"), data)


def _file_name(name: str) -> str:
    return _clean(PurePosixPath(name.replace("\\", "/")).name)


def read_outlook(data: bytes, file: str) -> tuple[Letter, tuple[Piece, ...]]:
    """An .msg. Raises Rejected where it is damaged."""
    import struct

    from oxmsg import Message as OutlookMessage

    try:
        message = OutlookMessage.load(data)
        head = _outlook_head(message)
        pieces = tuple(_outlook_pieces(message.attachments))
    except (OSError, ValueError, KeyError, IndexError, AssertionError, TypeError, struct.error) as error:
        raise damaged(
            Source(file), "thư Outlook", "thiếu phần hoặc sai cấu trúc; hãy lưu lại thư từ Outlook"
        ) from error
    return head, pieces


def _outlook_head(message: Any) -> Letter:
    fields = message.properties.str_prop_value(0x007D) or ""  # the head as it came over the internet
    head = _head(message_from_string(fields, policy=policy.default))
    address = message.properties.str_prop_value(_SENDER_ADDRESS) or ""
    told = [a.lower() for _, a in getaddresses([message.sender or ""]) if "@" in a]
    return head._replace(
        sender=head.sender or address.lower() or (told[0] if len(told) == 1 else ""),
        subject=head.subject or _clean(message.subject),
        sent_at=head.sent_at or message.sent_date,
        received_at=head.received_at or message.properties.date_prop_value(_DELIVERED),
    )


def _outlook_pieces(attachments: Iterable[Any]) -> Iterator[Piece]:
    for attachment in attachments:
        short = attachment.properties.str_prop_value(0x3704)  # where there is no long name
        yield Piece(_file_name(attachment.file_name or short or "") or "không tên", attachment.file_bytes)
