"""A file as it came in. Apart from the figures, so that taking in files needs little else."""

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple

CONTAINERS = frozenset({".eml", ".msg", ".zip"})
"""Extensions of files that may hold workbooks; whether they do is then decided by their content."""

_ARCHIVES = frozenset({".zip"})

MAIL_FOLDER = "thu"
"""The folder of the inbox into which letters are brought from the mailbox."""

BROUGHT = re.compile(r"[0-9a-f]{8}-\d+-\d+\.eml")
"""The name of a letter brought from the mailbox. Its file has the hour at which the mail server took it."""

_FAST_CLOCK = timedelta(minutes=15)
"""By how much a sender's clock may run before ours: what it says is later than that is a mistake or a lie."""

_AFTER_ALL = datetime.max.replace(tzinfo=UTC)


def holder_of(name: str) -> str:
    """Of a file's name, the letter or archive that it is or lies in, the outermost one; "" where there is none.

    "ngày 22/thư.eml/bu dang.xlsx" lies in "ngày 22/thư.eml".
    """
    steps = name.split("/")
    ends = (end for end, step in enumerate(steps, 1) if step.lower().endswith(tuple(CONTAINERS)))
    return "/".join(steps[: next(ends, 0)])


def is_holder(name: str) -> bool:
    """Whether a file is a letter or an archive by its name."""
    return PurePosixPath(name).suffix.lower() in CONTAINERS


class Automatic(StrEnum):
    """What kind of program wrote a letter by itself: whoever answers one may be answered by it, without end."""

    REPORT = "report"
    """A mail server's or mail program's report on a letter: not delivered, delivered, read. It may quote all of it."""
    REPLY = "reply"
    """A vacation note or any other letter that says no person wrote it."""
    LIST = "list"
    """A mailing list passed it on, and an answer may go to everybody on it."""


class Letter(NamedTuple):
    """The e-mail that brought a file.

    `sha256` is that of the whole message, `sender` the one address of its From in lower case ("" where there is none
    or more than one), `sent_at` its Date by the sender's clock, `received_at` the hour at which the office's own
    server took it (the topmost Received). None where the letter does not tell, or tells in no way that is understood.
    """

    sha256: str
    sender: str = ""
    subject: str = ""
    message_id: str = ""
    sent_at: datetime | None = None
    received_at: datetime | None = None
    automatic: Automatic | None = None
    """None where a person wrote it, as far as it tells."""

    @property
    def hour(self) -> datetime | None:
        """When it was received. The server's clock before the sender's, which anybody can set."""
        return self.received_at or self.sent_at

    def as_of(self, now: datetime) -> "Letter":
        """The letter without the hours that lie after `now`: what is yet to come is no hour of receipt."""
        sent, received = (
            hour if hour is not None and hour <= now + _FAST_CLOCK else None
            for hour in (self.sent_at, self.received_at)
        )
        return self._replace(sent_at=sent, received_at=received)


class Receipt(NamedTuple):
    """A file as it came in: its bytes (by hash), its name in the inbox, and the hour it was there.

    `received_at` is None where nobody knows the hour, as of a letter whose hours cannot be read. Nothing is late by
    an hour that nobody knows, and it puts no two files in order.
    """

    name: str
    sha256: str
    received_at: datetime | None

    @property
    def order(self) -> tuple[datetime, str, str]:
        """Later files replace earlier ones; hash and name settle what the clock does not.

        One of no known hour stands last, to be held against each of the others that says something else.
        """
        return (self.received_at or _AFTER_ALL, self.sha256, self.name)

    def is_before(self, other: "Receipt") -> bool:
        """Whether it surely came before another."""
        return bool(self.received_at and other.received_at and self.received_at < other.received_at)

    def is_from(self, hour: datetime) -> bool:
        """Whether it surely came at an hour or after it."""
        return self.received_at is not None and self.received_at >= hour


def lies_in_archive(name: str, letter: Letter | None) -> bool:
    """Whether a file was taken out of an archive. `name` is that in the inbox, `letter` the e-mail it came in or is.

    Who made an archive wrote the letters in it, and their hours. Told by the names of what holds the file: a .zip; a
    letter of whose head nothing is known, since it was an archive under a letter's name; or a letter in a letter, which
    has no name of its own unless it lay in an archive.
    """
    holders = [step for step in PurePosixPath(name).parts[:-1] if PurePosixPath(step).suffix.lower() in CONTAINERS]
    if not holders:
        return False
    return letter is None or len(holders) > 1 or PurePosixPath(holders[0]).suffix.lower() in _ARCHIVES


def hour_of(name: str, letter: Letter | None, changed: datetime) -> datetime | None:
    """When a file was received; None where nobody knows. `changed` is when the file in the inbox was last changed."""
    if letter is None:
        return changed
    if letter.hour is None:
        return changed if _was_brought(name) else None
    return max(letter.hour, changed) if lies_in_archive(name, letter) else letter.hour


def _was_brought(name: str) -> bool:
    steps = PurePosixPath(name).parts
    return len(steps) > 1 and steps[0] == MAIL_FOLDER and BROUGHT.fullmatch(steps[1]) is not None
