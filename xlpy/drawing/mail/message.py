"""An e-mail as a file: a draft that Outlook and Thunderbird open to be looked over and sent, or a message to send."""

from collections.abc import Sequence
from datetime import datetime
from email.header import Header
from email.headerregistry import Address, UniqueAddressHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from pathlib import PurePosixPath
from typing import NamedTuple


class _WholeWords(EmailPolicy):
    """The standard's own policy, but no header loses or gains a space where it is folded.

    Python 3.11 folds at a space and leaves it between two encoded words, where readers have to drop it (RFC 2047,
    6.2): “cần lưu ý” came out as “cầnlưu ý”. `Header` encodes a text whole, its spaces too.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        if value.isascii() and name.lower() != "subject":
            return super().fold_binary(name, value)
        if isinstance(value, UniqueAddressHeader):
            told = f",{self.linesep} ".join(self._address(name, one) for one in value.addresses)
        else:
            told = self._encoded(name, value)
        return f"{name}: {told}{self.linesep}".encode("ascii")

    def _address(self, header: str, one: Address) -> str:
        if one.display_name.isascii():
            return str(one)
        return f"{self._encoded(header, one.display_name)}{self.linesep} <{one.addr_spec}>"

    def _encoded(self, header: str, text: str) -> str:
        charset = "us-ascii" if text.isascii() else "utf-8"
        return Header(text, charset, header_name=header).encode(linesep=self.linesep)


_POLICY = _WholeWords().clone(linesep=SMTP.linesep, cte_type="7bit")
"""Lines end as mail's do, and no server on the way has to know eight bits."""

_OFFICE = "vnd.openxmlformats-officedocument"
_KINDS = {
    ".xlsx": f"application/{_OFFICE}.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".docx": f"application/{_OFFICE}.wordprocessingml.document",
    ".pdf": "application/pdf",
}


class Attachment(NamedTuple):
    """A file that goes with a letter. Its name may be Vietnamese: it is written as RFC 2231 has it."""

    name: str
    data: bytes


class Addressing(NamedTuple):
    """Who writes to whom about what. Blank fields are left out; `answers` is the Message-ID that is replied to."""

    sender: str
    to: Sequence[str]
    cc: Sequence[str]
    subject: str
    answers: str = ""

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everybody who gets it, each once."""
        return tuple(dict.fromkeys((*self.to, *self.cc)))


def draw_draft(addressing: Addressing, body: str, html: str = "", attachments: Sequence[Attachment] = ()) -> bytes:
    """A draft: without hour and number, so that the same letter is the same bytes."""
    message = _message(addressing, body, html, attachments)
    message["X-Unsent"] = "1"  # Outlook then opens it to be edited and sent, not as a mail received
    return _written(message, addressing.subject)


def draw_message(
    addressing: Addressing,
    message_id: str,
    at: datetime,
    body: str,
    html: str = "",
    attachments: Sequence[Attachment] = (),
    automatic: str = "",
) -> bytes:
    """The message that goes out, with its number and hour.

    `automatic` is what a program that sends it by itself says of that (RFC 3834): "auto-replied", "auto-generated".
    """
    message = _message(addressing, body, html, attachments)
    message["Message-ID"] = message_id
    message["Date"] = format_datetime(at)
    if automatic:
        message["Auto-Submitted"] = automatic
        message["X-Auto-Response-Suppress"] = "OOF, AutoReply"  # as Exchange has it; it may still say that it failed
    return _written(message, message_id)


def _message(addressing: Addressing, body: str, html: str, attachments: Sequence[Attachment]) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    for field, value in (
        ("From", addressing.sender),
        ("To", ", ".join(addressing.to)),
        ("Cc", ", ".join(addressing.cc)),
        ("Subject", addressing.subject),
        ("In-Reply-To", addressing.answers),
        ("References", addressing.answers),
    ):
        if value:
            message[field] = value
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    for attachment in attachments:
        suffix = PurePosixPath(attachment.name).suffix.lower()
        maintype, _, subtype = _KINDS.get(suffix, "application/octet-stream").partition("/")
        message.add_attachment(attachment.data, maintype=maintype, subtype=subtype, filename=attachment.name)
    return message


def _written(message: EmailMessage, seed: str) -> bytes:
    from hashlib import sha256

    # Random boundaries would make other bytes each time.
    name = sha256(seed.encode()).hexdigest()[:16]
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_hotich_{number}_{name}")
    return message.as_bytes()
