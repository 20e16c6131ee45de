"""What was sent out, step by step: so that a letter goes once, whatever breaks in the middle."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

from xlpy.journal.engine import Engine

_FIRST_HASH = "0" * 64
_COLUMNS = "date, subject, version, message_id, recipients, state, at, said"


REPORT = "report"
"""The subject of a day's report among what was sent."""

RESTORED = "restored"
"""The subject of a step that says: here a copy of the journal was put back, and what went out since it is unknown.

Its `version` is the copy's head, its `recipients` are the heads of copies that had come farther and were left behind.
"""


class Sending(StrEnum):
    """How far a letter came. One that was begun and has no other state after it may have gone or not."""

    BEGUN = "begun"
    SENT = "sent"
    NOT_SENT = "not-sent"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    """Not sent, and offered again to the same recipients it would not be either."""


class Dispatch(NamedTuple):
    """A step of a sending.

    `version` says what went out: of a report its SHA-256, of an answer its kind and the SHA-256 of the file that is
    answered ("tu-choi 3f…", "nhac" alone for a reminder). `said` is what the server said, where it did.
    """

    date: date
    subject: str
    """What was sent: "report", or the code of the unit that was answered."""
    version: str
    message_id: str
    recipients: tuple[str, ...]
    state: Sending
    at: datetime
    said: str = ""


def read(db: Engine) -> tuple[Dispatch, ...]:
    """Every step, oldest first."""
    return tuple(_from_row(row) for row in db.execute(f"SELECT {_COLUMNS} FROM dispatch ORDER BY id"))


def last_answers(steps: Iterable[Dispatch], day: date) -> Mapping[tuple[str, str], Dispatch]:
    """How far each answer of a day came: (unit, version) → its last step."""
    return {
        (step.subject, step.version): step
        for step in steps
        if step.date == day and step.subject not in (REPORT, RESTORED)
    }


def restores(db: Engine) -> int:
    """How many of the steps are no sending, but tell that a copy was put back."""
    found: int = db.execute("SELECT count(*) FROM dispatch WHERE subject = ?", (RESTORED,)).fetchone()[0]
    return found


def add(db: Engine, sending: Dispatch) -> None:
    """Add a step, chained to the one before."""
    last = db.execute("SELECT id, hash FROM dispatch ORDER BY id DESC LIMIT 1").fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, _FIRST_HASH)
    row = _as_row(sending)
    marks = ", ".join("?" * (len(row) + 3))
    db.execute(f"INSERT INTO dispatch VALUES ({marks})", (number, *row, previous, _digest(number, row, previous)))


def first_wrong(db: Engine) -> int | None:
    """The number of the first step that was edited by hand; None where all are as they were written."""
    previous = _FIRST_HASH
    for number, *row, before, digest in db.execute(
        f"SELECT id, {_COLUMNS}, previous_hash, hash FROM dispatch ORDER BY id"
    ):
        if before != previous or _digest(number, row, before) != digest:
            return int(number)
        previous = digest
    return None


def _as_row(sending: Dispatch) -> list[Any]:
    return [
        sending.date.isoformat(),
        sending.subject,
        sending.version,
        sending.message_id,
        json.dumps(sending.recipients, ensure_ascii=False),
        sending.state.value,
        sending.at.isoformat(timespec="seconds"),
        sending.said,
    ]


def _from_row(row: Sequence[Any]) -> Dispatch:
    day, subject, version, message_id, recipients, state, at, said = row
    return Dispatch(
        date.fromisoformat(day),
        subject,
        version,
        message_id,
        tuple(json.loads(recipients)),
        Sending(state),
        datetime.fromisoformat(at),
        said,
    )


def _digest(number: int, row: Sequence[Any], previous: str) -> str:
    return sha256(json.dumps([previous, number, *row], ensure_ascii=False).encode()).hexdigest()
