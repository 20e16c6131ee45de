"""A file of the inbox as the journal keeps it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from xlpy.core.receipt import Automatic, Letter, Receipt

_NO_HOUR = ""
"""An hour of receipt that nobody knows: the column takes no NULL."""


class Taken(NamedTuple):
    """A file of the inbox as the journal keeps it.

    `taken_on` is the day of the run that first took it in, `form_date` the day its form names. `path` and
    `modified_ns` tell whether a file seen again is the same one lying there, or was sent again. `letter` is the
    e-mail that it came in, or is.
    """

    receipt: Receipt
    taken_on: date
    form_date: date | None
    path: str
    modified_ns: int
    size: int
    archived: str
    letter: Letter | None = None

    def belongs_to(self, day: date) -> bool:
        """Whether the file counts on `day`: its form says so, or it came for that day's run.

        One that does not say its day counts on the day on which it was received, too: pressed for the wrong, later day
        first, it must not be lost for the right one.
        """
        if self.form_date is not None or day >= self.taken_on:
            return day in (self.taken_on, self.form_date)
        hour = self.receipt.received_at
        return hour is not None and day == hour.date()

    def may_belong_to(self, day: date) -> bool:
        """Whether the file may count on `day` once its name says so: it does not say its day, and is of that day's run
        or of a later one.
        """
        return self.belongs_to(day) or (self.form_date is None and day < self.taken_on)


def as_row(number: int, run: int, item: Taken) -> Sequence[Any]:
    """A row of `receipt`."""
    return [
        number,
        run,
        item.taken_on.isoformat(),
        item.form_date.isoformat() if item.form_date else None,
        item.receipt.name,
        item.path,
        item.modified_ns,
        item.size,
        item.receipt.sha256,
        item.receipt.received_at.isoformat() if item.receipt.received_at else _NO_HOUR,
        item.archived,
    ]


def as_letter_row(number: int, run: int, letter: Letter) -> Sequence[Any]:
    """A row of `letter`, for the receipt of that number."""
    hours = (hour.isoformat() if hour else None for hour in (letter.sent_at, letter.received_at))
    return [run, number, letter.sha256, letter.sender, letter.subject, letter.message_id, *hours]


def read_hour(written: str | None) -> datetime | None:
    """An hour as the journal's tables write it; None where it was not known."""
    return datetime.fromisoformat(written) if written else None


def letter_from_row(row: Sequence[Any], automatic: str | None) -> Letter:
    """A letter, from its row without the numbers of run and receipt, and what `automatic` has for that receipt."""
    *texts, sent_at, received_at = row
    hours = map(read_hour, (sent_at, received_at))
    return Letter(*texts, *hours)._replace(automatic=Automatic(automatic) if automatic else None)


def from_row(row: Sequence[Any], letter: Letter | None) -> Taken:
    """A file taken in, from its row."""
    name, digest, received_at, day, form_date, path, modified_ns, size, archived = row
    return Taken(
        Receipt(name, digest, datetime.fromisoformat(received_at) if received_at != _NO_HOUR else None),
        date.fromisoformat(day),
        date.fromisoformat(form_date) if form_date else None,
        path,
        modified_ns,
        size,
        archived,
        letter,
    )
