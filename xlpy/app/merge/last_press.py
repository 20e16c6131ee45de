"""What the last press saw, so that the next one need not look again at what has not changed.

One file in the working folder, which only saves time: without it, with a damaged one or one of another version,
everything is looked at anew. It tells by stamps (size, times, inode) that a file is the one that was looked at.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from xlpy import __version__
from xlpy.app.folder import LAST_PRESS, Folder
from xlpy.app.merge.listing import Lies
from xlpy.doors.disk.stamps import database_stamp, settled_stamp, stamp_at
from xlpy.journal import Journal


class Recorded(NamedTuple):
    """A press after which another one has nothing to do, as long as all of this is what it was.

    `asked` is what the press was asked for, `book` the workbook with the plan, `seen` what lay in inbox and archive,
    `head` how far the journal had come: each as one word. `inbox` is where it looked, `zone` the plan's offset from UTC
    in seconds. `plan`, `report` and `result` are SHA-256 of the plan and of what was put in place.
    """

    asked: str
    book: str
    seen: str
    head: str
    inbox: str
    zone: int
    plan: str
    report: str
    result: str


class LastPress:
    """What is remembered of a folder. `thorough`: nothing is; what this press sees is for the next one."""

    def __init__(self, folder: Folder, *, thorough: bool = False) -> None:
        self._folder = folder
        self._path = folder.path / LAST_PRESS
        try:
            self._known(_load(self._path) if not thorough else {})
        except (TypeError, ValueError, LookupError, AttributeError):  # nothing that this version wrote
            self._known({})
        self._lie: dict[str, dict[str, str]] = {}

    def _known(self, known: Mapping[str, Any]) -> None:
        self.journal = str(known.get("journal", ""))
        """The stamp of the journal's file when it was last proved whole."""
        self.recorded = Recorded(*known["press"]) if known.get("press") else None
        self._head = str(known.get("head", ""))
        self.copies: dict[str, str] = dict(known.get("copies", {}))
        """The day's archived copies, as the journal names them, with their stamps."""
        self._lying: dict[str, str] = {}
        self._held_in: dict[str, str] = {}
        for held_in, (stamp, files) in known.get("lying", {}).items():
            if stamp and stamp_at(self._folder.path / held_in) == stamp:
                self._lying.update(files)
                self._held_in.update(dict.fromkeys(files, held_in))

    def believe(self, journal: Journal) -> None:
        """Forget which files were received where the journal is none that knew of them."""
        if not self._head or not journal.has_run(self._head):
            self._lying.clear()

    def lies_there(self, file: Lies, archived: str | None) -> bool:
        """Whether a file of the inbox is the one that was received when it lay there at an earlier press, with its copy
        still in the archive. `archived` is that copy where this press is going to read it.
        """
        if not file.stamp or self._lying.get(file.place) != file.stamp:
            return False
        if archived is not None and not self._is_as_it_was(archived):
            return False
        self._lie.setdefault(self._held_in[file.place], {})[file.place] = file.stamp
        return True

    def _is_as_it_was(self, archived: str) -> bool:
        stamp = self.copies.get(archived)
        return bool(stamp) and stamp_at(self._folder.path / archived) == stamp

    def received(self, file: Lies, archived: str) -> None:
        """Take note of a file that the journal knows where it lies, or will know once this press is recorded."""
        if file.settled:
            self._lie.setdefault(str(PurePosixPath(archived).parent), {})[file.place] = file.stamp

    @property
    def copies_seen(self) -> str:
        """One word for the day's archived copies as they are now; "" where one is not as it was."""
        if not all(map(self._is_as_it_was, self.copies)):
            return ""
        return _word(f"{path}\0{stamp}" for path, stamp in sorted(self.copies.items()))

    def look_at(self, copies: Iterable[str]) -> None:
        """Take note of the archived copies of the day."""
        self.copies = {archived: settled_stamp(self._folder.path / archived) for archived in sorted(set(copies))}

    def remember(self, journal: Journal, recorded: Recorded | None) -> None:
        """Write down what was seen. The journal must have been closed for writing by now."""
        from xlpy.doors.disk.saving import write

        lying = {
            held_in: (stamp, files)
            for held_in, files in self._lie.items()
            if (stamp := settled_stamp(self._folder.path / held_in))
        }
        body = json.dumps(
            {
                "program": __version__,
                "journal": journal.stamp_if_unchanged(lambda: database_stamp(self._folder.journal)),
                "head": journal.head.last_run,
                "press": recorded,
                "copies": self.copies,
                "lying": lying,
            }
        ).encode()
        with suppress(OSError):
            write(self._path, sha256(body).hexdigest().encode() + b"\n" + body)


def word_of(*told: str) -> str:
    """One word for several texts."""
    return _word(told)


def _word(told: Iterable[str]) -> str:
    return sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()


def _load(path: Path) -> Mapping[str, Any]:
    with suppress(OSError, ValueError, RecursionError):
        digest, _, body = path.read_bytes().partition(b"\n")
        if sha256(body).hexdigest().encode() == digest:
            document = json.loads(body)
            if document["program"] == __version__:
                return document  # type: ignore[no-any-return]
    return {}
