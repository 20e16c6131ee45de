"""Copies of the journal: how far each has come, and whether one has what the journal lacks.

Rows are only ever added and chained by hashes, so how far a journal has come is told by its last run and its last
sending, and one journal holds another where it has the other's last ones at their numbers.
"""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from xlpy.core.text import number
from xlpy.journal import dispatch
from xlpy.journal.engine import Engine
from xlpy.journal.file import FileEngine, connect

_SMALLER = 1 << 16
"""Bytes by which a copy may be smaller than the journal and still have more: of a version with fewer tables."""


class Head(NamedTuple):
    """How far a journal has come: the numbers and hashes of its last run and its last sending; 0 and "" for none.

    `day` is the day of the last run, "" where there is none.
    """

    runs: int = 0
    run_hash: str = ""
    sendings: int = 0
    sending_hash: str = ""
    day: str = ""

    @property
    def reach(self) -> tuple[int, int]:
        """To compare how far two have come."""
        return self.runs, self.sendings

    @property
    def last_run(self) -> str:
        """One word for the last run: a journal in which it stands has all that came before it."""
        return f"{self.runs}:{self.run_hash}"

    @property
    def key(self) -> str:
        """One word for it."""
        return f"{self.runs}:{self.run_hash}:{self.sendings}:{self.sending_hash}"


def runs_in(key: str) -> int:
    """The number of runs that a head's key tells."""
    return int(key.partition(":")[0] or 0)


def head_of(db: Engine) -> Head:
    """How far an open journal has come. Raises sqlite3.Error."""
    tables = db.version()
    if not tables:
        return Head()
    run = db.execute("SELECT id, hash, date FROM run ORDER BY id DESC LIMIT 1").fetchone() or (0, "", "")
    step = (0, "")
    if tables > 1:
        step = db.execute("SELECT id, hash FROM dispatch ORDER BY id DESC LIMIT 1").fetchone() or step
    return Head(run[0], run[1], step[0], step[1], run[2])


def head_of_copy(path: Path) -> Head | None:
    """How far a copy has come; None where it cannot be told. A copy is never written to, so nobody is waited for."""
    with suppress(sqlite3.Error, TypeError), closing(_looking_at(path)) as db:
        return head_of(db)
    return None


def extent(db: Engine) -> str:
    """How far an open journal has come, in words: sendings, and apart from them how often a copy was put back."""
    head = head_of(db)
    restores = dispatch.restores(db) if head.sendings else 0
    back = f", {number(restores)} lần khôi phục từ bản sao" if restores else ""
    return f"{number(head.runs)} lần tổng hợp, {number(head.sendings - restores)} dòng gửi thư{back}"


def extent_of_copy(path: Path) -> str:
    """The same of a copy. Raises sqlite3.Error."""
    with closing(_looking_at(path)) as db:
        return extent(db)


def holds(db: Engine, head: Head) -> bool:
    """Whether a journal has all that another one has whose head that is."""
    if head.runs and db.execute("SELECT hash FROM run WHERE id = ?", (head.runs,)).fetchone() != (head.run_hash,):
        return False
    if not head.sendings:
        return True
    there = db.version() > 1
    return there and db.execute("SELECT hash FROM dispatch WHERE id = ?", (head.sendings,)).fetchone() == (
        head.sending_hash,
    )


def ahead(db: Engine, copies: Iterable[Path]) -> tuple[Path, Head] | None:
    """The copy that has come farthest of those with something that the journal lacks; None where it lacks nothing.

    Copies that the office left behind when it put an older one back count no more.
    """
    own = head_of(db)
    least = db.size() - _SMALLER if own.runs else 0
    left = _left_behind(db)
    best: tuple[Path, Head] | None = None
    for path in copies:
        with suppress(OSError):
            # Rows are never taken away: what is smaller than the journal has not come as far.
            if path.stat().st_size < least:
                continue
            head = head_of_copy(path)
            if head is None or head.key in left or holds(db, head):
                continue
            if best is None or head.reach > best[1].reach:
                best = path, head
    return best


def _left_behind(db: Engine) -> frozenset[str]:
    steps = dispatch.read(db) if db.version() > 1 else ()
    return frozenset(key for step in steps if step.subject == dispatch.RESTORED for key in step.recipients)


def write_copy(db: Engine, target: Path, older: Path) -> None:
    """The journal in a new file, and on the disk; `older` may be an earlier copy. Raises OSError, sqlite3.Error."""
    target.unlink(missing_ok=True)
    with closing(connect(target, "mode=rwc")) as copy:
        copy.execute("PRAGMA synchronous = OFF")
        copy.execute("PRAGMA journal_mode = OFF")
        db.copy_into(copy, older)
    with target.open("rb+") as stream:
        os.fsync(stream.fileno())


def _looking_at(path: Path) -> FileEngine:
    return connect(path, "mode=ro&immutable=1")
