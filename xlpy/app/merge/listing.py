"""One look over the inbox: what lies there, and how it looks from outside."""

import os
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from xlpy.app.folder import Folder
from xlpy.doors.disk.inbox import Arrival, entries
from xlpy.doors.disk.stamps import left_to_settle, stamp_of


class Lies(NamedTuple):
    """A file by its path, its place as the journal names it, and its stamp ("" where the disk does not tell).

    `settled`: a change would show in the stamp.
    """

    path: str
    place: str
    stamp: str
    settled: bool

    def is_seen_as(self, arrival: Arrival) -> bool:
        """Whether the file that was taken in is the one that was seen, in a place that is written as it is."""
        return arrival.place == self.place and self.stamp.startswith(f"{arrival.size} {arrival.modified_ns} ")


class Listing:
    """What lay in an inbox at one moment. Raises OSError where it cannot be listed."""

    def __init__(self, folder: Folder, inbox: Path) -> None:
        self.inbox = inbox
        self.seen_ns = time.time_ns()
        self.files = tuple(self._look(folder, inbox))

    def _look(self, folder: Folder, inbox: Path) -> Iterator[Lies]:
        root = str(inbox)
        # The place of "den/x" without the x: asking for each of ten thousand files takes longer than reading them.
        before = folder.shown(inbox / "x")[:-1]
        inside = not Path(before).is_absolute()
        for path, entry in entries(inbox):
            name = path[len(root) :].lstrip(os.sep)
            place = before + (name.replace(os.sep, "/") if inside else name)
            stamp, settled = "", False
            try:
                if entry is not None:
                    stat = entry.stat(follow_symlinks=False)
                    stamp, settled = stamp_of(stat), not left_to_settle(stat, self.seen_ns)
            except OSError:
                pass
            yield Lies(path, place, stamp, settled)

    @property
    def key(self) -> str:
        """One word for all of it; "" where something may change and leave the word as it is."""
        if not all(file.settled for file in self.files):
            return ""
        told = "\n".join(f"{file.place}\0{file.stamp}" for file in self.files)
        return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
