"""A file as it came in. Apart from the figures, so that taking in files needs little else."""

from datetime import datetime
from typing import NamedTuple

CONTAINERS = frozenset({".eml", ".msg", ".zip"})
"""Extensions of files that may hold workbooks; whether they do is then decided by their content."""


def holder_of(name: str) -> str:
    """Of a file's name, the letter or archive that it is or lies in, the outermost one; "" where there is none.

    "ngày 22/thư.eml/bu dang.xlsx" lies in "ngày 22/thư.eml".
    """
    steps = name.split("/")
    ends = (end for end, step in enumerate(steps, 1) if step.lower().endswith(tuple(CONTAINERS)))
    return "/".join(steps[: next(ends, 0)])


class Letter(NamedTuple):
    """The e-mail that brought a file.

    `sha256` is that of the whole message, `sender` the one address of its From in lower case ("" where there is none
    or more than one), `sent_at` its Date by the sender's clock, `received_at` the hour at which the office's own
    server took it (the topmost Received). None where the letter does not tell.
    """

    sha256: str
    sender: str = ""
    subject: str = ""
    message_id: str = ""
    sent_at: datetime | None = None
    received_at: datetime | None = None

    @property
    def hour(self) -> datetime | None:
        """When it was received. The server's clock before the sender's, which anybody can set."""
        return self.received_at or self.sent_at


class Receipt(NamedTuple):
    """A file as it came in: its bytes (by hash), its name in the inbox, and the hour it was there."""

    name: str
    sha256: str
    received_at: datetime

    @property
    def order(self) -> tuple[datetime, str, str]:
        """Later files replace earlier ones; hash and name settle what the clock does not."""
        return (self.received_at, self.sha256, self.name)
