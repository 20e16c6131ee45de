"""Trực on disk: who is on duty for a workbook's buttons on this PC, and the presses handed to him, a small file each.

A request lies there under its last name whole or not at all. Whoever is on duty takes it, and whoever asked takes it
back, by making the file of its name that ends in .nhan: of two who would make a file the system lets one. (Of two who
would rename or delete one, Windows lets both.) It stays for longer than anybody heeds the request. That somebody takes
it is the sign that he is awake, and no clock is asked. `workbook/vba/HoTich.bas` does in VBA what `ask` does here.
"""

import json
import os
import re
import secrets
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from xlpy.core.text import formal_clock
from xlpy.doors.disk.locking import lock
from xlpy.doors.disk.reaching import is_plain_file
from xlpy.doors.disk.saving import remove

PATIENCE, GIVEN_UP = 2.0, 15.0
"""Seconds that who asks waits for somebody to take it; and those after which it is left where it lies."""
OLDEST = 10
"""Seconds after which nobody waits for a request any more. Less than GIVEN_UP: what is left is never carried out."""
_LEFT_BEHIND = 60.0
_LOOKS, _PROBES = 0.01, 4
_MOST_BYTES = 2048
_EPOCH = datetime(2000, 1, 1)
_ASKED, _TAKEN, _ON_DUTY = ".bam", ".nhan", ".truc"
_STOP = "thoi"
_NAME = re.compile(r"(?:rad[0-9A-F]{1,8}\.tmp|[0-9a-f]{16})(?:\.bam|\.nhan)?", re.ASCII | re.IGNORECASE)
"""What FileSystemObject makes up and what `ask` does. No other file is touched, wherever this folder may lead."""
_WHOLE = re.compile(r"([a-z_]{1,40})\r?\n([^\r\n]{1,255})\r?\n([0-9]{1,10})\r?\n(?:([0-9]{1,10})\r?\n)?")


class Request(NamedTuple):
    """One press."""

    button: str
    workbook: str
    """Its file's name."""
    at: int
    """Seconds since the year 2000 by the clock of this PC, as `clock_now` tells them."""
    window: int = 0
    """The number of Excel's window; 0 where it has none."""

    @property
    def text(self) -> str:
        """A line a field, as the macro writes them."""
        return f"{self.button}\r\n{self.workbook}\r\n{self.at}\r\n{self.window}\r\n"


class OnDuty(NamedTuple):
    """Who is on duty."""

    pid: int
    version: str
    since: str
    """Day and hour by ISO 8601."""

    @property
    def began(self) -> str:
        """The same as people read it."""
        try:
            return formal_clock(datetime.fromisoformat(self.since))
        except ValueError:
            return self.since


class AlreadyOnDuty(Exception):
    """Somebody else is."""


def clock_now() -> int:
    """Seconds since the year 2000 as the clock on the wall tells them, which VBA knows."""
    return int((datetime.now() - _EPOCH).total_seconds())


class Post:
    """The place where presses on a workbook are handed over on this PC."""

    def __init__(self, place: Path, workbook: str) -> None:
        self.place = place
        self.workbook = workbook
        self._mark = place / f"{workbook}{_ON_DUTY}"
        self._held: BinaryIO | None = None

    # -- on duty ---------------------------------------------------------------------------------------------------

    def take_up(self, version: str) -> None:
        """Be on duty from now on. Raises AlreadyOnDuty, and OSError where this folder cannot be written to."""
        self.place.mkdir(parents=True, exist_ok=True)
        until = time.monotonic() + 1.0
        while True:
            stream = os.fdopen(os.open(self._mark, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666), "r+b")
            try:
                lock(stream)
                if self._mark.stat().st_ino == os.fstat(stream.fileno()).st_ino:  # else its last holder deleted it
                    break
                stream.close()
            except OSError as error:
                stream.close()
                if time.monotonic() > until:  # whoever only asks who is on duty has it for a moment
                    raise AlreadyOnDuty from error
                time.sleep(_LOOKS)
        told = OnDuty(os.getpid(), version, datetime.now().isoformat(" ", "seconds"))
        stream.truncate(0)
        stream.write(json.dumps(told._asdict()).encode("ascii"))
        stream.flush()
        self._held = stream

    @property
    def is_mine(self) -> bool:
        """Whether others still see that we are on duty: somebody may have tidied up."""
        if self._held is None:
            return False
        with suppress(OSError):
            return self._mark.stat().st_ino == os.fstat(self._held.fileno()).st_ino
        return False

    def lay_down(self) -> None:
        """Be on duty no longer; nothing where we are not. Who asks from now on is told so."""
        if self._held is None:
            return
        if os.name != "nt":  # there it could not be deleted while it is open, and here another's would be
            with suppress(OSError):
                self._mark.unlink()
        self._held.close()
        self._held = None
        if os.name == "nt":
            with suppress(OSError):
                remove(self._mark)  # whoever only asks has it open for a moment

    def who(self) -> OnDuty | None:
        """Who is on duty, where somebody is: a file that a killed one left behind is nobody."""
        try:
            stream = self._mark.open("r+b")
        except OSError:  # nobody, or somebody of another person's, who serves no Excel of ours
            return None
        with stream:
            for _ in range(_PROBES):  # another one who only asks has the lock for a moment
                try:
                    lock(stream)
                    return None
                except OSError:
                    time.sleep(_LOOKS / 2)
            with suppress(OSError, ValueError, TypeError):
                return OnDuty(**json.loads(stream.read(_MOST_BYTES)))
        return OnDuty(0, "", "")  # who has not written yet

    # -- presses ---------------------------------------------------------------------------------------------------

    def requests(self) -> list[tuple[Path, Request | None]]:
        """What waits there, the oldest first; None for what is no request that may be carried out. Raises OSError."""
        there = frozenset(os.listdir(self.place))  # noqa: PTH208 - thirty times a second
        names = [
            name
            for name in there
            if name.endswith(_ASKED) and name.removesuffix(_ASKED) + _TAKEN not in there and _NAME.fullmatch(name)
        ]
        if not names:
            return []
        found = []
        for name in names:
            path = self.place / name
            with suppress(OSError):
                found.append((path.lstat().st_mtime_ns, path))
        return [(path, self._read(path)) for _, path in sorted(found)]

    def _read(self, path: Path) -> Request | None:
        try:
            if not is_plain_file(path):
                return None
            with path.open("rb") as stream:
                data = stream.read(_MOST_BYTES + 1)
            written = _WHOLE.fullmatch(data.decode("utf-16")) if len(data) <= _MOST_BYTES else None
        except (OSError, UnicodeDecodeError):
            return None
        if written is None or written[2].casefold() != self.workbook.casefold():
            return None
        request = Request(written[1], self.workbook, int(written[3]), int(written[4] or 0))
        return request if abs(clock_now() - request.at) <= OLDEST else None

    def take(self, path: Path) -> bool:
        """Make a request ours, to be carried out and then finished; False where another one has it."""
        try:
            os.close(os.open(path.with_suffix(_TAKEN), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except OSError:
            return False
        return True

    def finish(self, path: Path) -> None:
        """A request that was taken is carried out."""
        with suppress(OSError):
            remove(path)

    def tidy(self) -> int:
        """Put away what lies there from before: returns how many presses broke off, whose taker ended in the middle."""
        left = sorted(self._left())  # a request goes before what says that it was taken
        broken = sum(path.suffix == _ASKED and path.with_suffix(_TAKEN) in left for path in left)
        for path in left:
            with suppress(OSError):
                path.unlink()
        return broken

    def sweep(self) -> None:
        """Delete what has lain there for a minute: half written, not understood, over. Not what is carried out now."""
        left = frozenset(self._left())
        for path in left:
            if {path.with_suffix(_ASKED), path.with_suffix(_TAKEN)} <= left:
                continue
            with suppress(OSError):
                if abs(time.time() - path.lstat().st_mtime) > _LEFT_BEHIND:
                    path.unlink()

    def _left(self) -> list[Path]:
        with suppress(OSError):
            return [path for path in self.place.iterdir() if path.name == _STOP or _NAME.fullmatch(path.name)]
        return []

    def ask(self, button: str, window: int = 0) -> bool:
        """Hand a press over; whether somebody has taken it. Where nobody has, nobody will: it was taken back."""
        if self.who() is None:
            return False
        name = self.place / secrets.token_hex(8)
        asked = name.with_suffix(_ASKED)
        try:
            name.write_bytes(Request(button, self.workbook, clock_now(), window).text.encode("utf-16"))
            name.rename(asked)
        except OSError:
            with suppress(OSError):
                name.unlink(missing_ok=True)
            return False
        began = time.monotonic()
        taken = asked.with_suffix(_TAKEN)
        while not taken.exists():
            waited = time.monotonic() - began
            if waited > PATIENCE and (self.take(asked) or waited > GIVEN_UP):
                self.finish(asked)
                return False
            time.sleep(_LOOKS)
        return True

    def is_busy(self) -> bool:
        """Whether a press is being carried out, or waits its turn."""
        return any(path.suffix == _ASKED for path in self._left())

    # -- ending ----------------------------------------------------------------------------------------------------

    def ask_to_stop(self) -> None:
        """Whoever is on duty is to end. Raises OSError."""
        (self.place / _STOP).touch()

    def is_to_stop(self) -> bool:
        """Whether somebody has asked for that; asked once."""
        try:
            (self.place / _STOP).unlink()
        except OSError:
            return False
        return True
