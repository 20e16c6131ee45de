"""Watch the inbox: which files are there whole, and which are still on their way.

The folder is asked again and again rather than the system asked to tell: an inbox lies on a network share or in a
folder that OneDrive keeps, where the writer is another machine and no event ever comes.
"""

import struct
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeAlias

from xlpy.doors.disk.inbox import look, passed_over
from xlpy.doors.disk.reaching import is_plain_file

SETTLED = 2.0
"""Seconds that size and time of change must have stood still."""
PATIENCE = 30.0
"""Seconds after which a file that stands still and never got its end is handed on as it is: the merge says why."""

_ZIP = b"PK\x03\x04"
_ZIP_END = b"PK\x05\x06"
_ZIP_ENTRY = b"PK\x01\x02"
_ZIP64_LOCATOR = b"PK\x06\x07"
_ZIP_END_LENGTH = 22
_ZIP_TAIL = 1 << 17
"""Where the end of a package is looked for: the longest comment, and as much again of bytes that trail it."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_HEAD = 512
_OLE_FREE = 0xFFFFFFFF
_OLE_LAST_SECTOR = 0xFFFFFFF9

_Stamp: TypeAlias = tuple[int, int] | None
"""Size and time of change; None where even these cannot be had."""
Ready: TypeAlias = tuple[Path, _Stamp, bool]
"""A file to merge as it stood, and whether it is whole."""


class Seen(NamedTuple):
    """What lay in the inbox at one look.

    `changed`: a file is ready that was not when the caller last acted. `waiting` are files that are not complete yet;
    a merge must pass them over. `ready` is for `Watch.acted_on`.
    """

    changed: bool
    waiting: frozenset[Path]
    ready: frozenset[Ready] = frozenset()


class _Sighting(NamedTuple):
    stamp: _Stamp
    since: float


class Watch:
    """Looks into an inbox. The clock is the caller's: seconds, of any beginning."""

    def __init__(self, inbox: Path) -> None:
        self.inbox = inbox
        self._sightings: dict[Path, _Sighting] = {}
        self._ready: frozenset[Ready] = frozenset()
        self._acted: frozenset[Ready] = frozenset()

    def look(self, now: float) -> Seen:
        """What is there. A file that vanishes is forgotten; one that comes back has to settle again."""
        sightings: dict[Path, _Sighting] = {}
        ready: set[Ready] = set()
        waiting: set[Path] = set()
        try:
            paths = list(look(self.inbox))
        except OSError:
            return Seen(False, frozenset(), self._ready)  # a share that is gone for a moment; a merge says so
        for path in paths:
            if passed_over(path.name):
                continue
            try:
                stat = path.lstat()
                stamp: _Stamp = (stat.st_size, stat.st_mtime_ns)
            except FileNotFoundError:
                continue
            except OSError:
                stamp = None
            before = self._sightings.get(path)
            # A clock that was put back must not keep a file waiting until it has caught up.
            stands = before is not None and before.stamp == stamp and before.since <= now
            since = before.since if before is not None and stands else now
            sightings[path] = _Sighting(stamp, since)
            # One handed on without its end is looked at again: a copy may go on where size and time are set beforehand.
            whole = now - since >= SETTLED and (
                (path, stamp, True) in self._ready or not _is_file(path) or _is_whole(path)
            )
            if whole or now - since >= PATIENCE:
                ready.add((path, stamp, whole))
            else:
                waiting.add(path)
        self._sightings, self._ready = sightings, frozenset(ready)
        return Seen(not self._ready <= self._acted, frozenset(waiting), self._ready)

    def acted_on(self, seen: Seen) -> None:
        """The caller has merged what it saw: the next look says `changed` only where there is more."""
        self._acted = seen.ready


def _is_file(path: Path) -> bool:
    """What is none (a link, a pipe, a folder that cannot be listed) never gets whole: the merge says what it is."""
    try:
        return is_plain_file(path)
    except OSError:
        return True


def _is_whole(path: Path) -> bool:
    """Whether a file can be read and ends as its kind must. Kinds without a mark at their end need only stand still."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_OLE_HEAD)
            size = stream.seek(0, 2)
            if head.startswith((_ZIP, _ZIP_END)):
                return _zip_ends(stream, size)
            if head.startswith(_OLE):
                return _ole_ends(stream, head, size)
            return any(head)  # nothing, or zeros: room was made for a copy that has yet to come
    except OSError:
        return False


def _zip_ends(stream: BinaryIO, size: int) -> bool:
    """Whether the end record is there and the list of contents stands where it says.

    That place tells a package's own end from that of a package inside it. What trails the record does not matter.
    """
    start = max(0, size - _ZIP_TAIL)
    stream.seek(start)
    tail = stream.read()
    at = tail.rfind(_ZIP_END)
    while at >= 0:
        if at + _ZIP_END_LENGTH <= len(tail):
            entries, length, offset, comment = struct.unpack_from("<HIIH", tail, at + 10)
            fits = start + at + _ZIP_END_LENGTH + comment <= size
            if fits and 0xFFFFFFFF in (length, offset):
                return tail[max(0, at - 20) : at].startswith(_ZIP64_LOCATOR)
            if fits and offset + length <= start + at:
                stream.seek(offset)
                if not entries or stream.read(len(_ZIP_ENTRY)) == _ZIP_ENTRY:
                    return True
        at = tail.rfind(_ZIP_END, 0, at)
    return False


def _ole_ends(stream: BinaryIO, head: bytes, size: int) -> bool:
    """Whether the file is as long as its sectors in use, by the last table of sectors that the header lists."""
    if len(head) < _OLE_HEAD:
        return False
    shift: int = struct.unpack_from("<H", head, 30)[0]
    tables = [table for table in struct.unpack_from("<109I", head, 76) if table <= _OLE_LAST_SECTOR]
    if shift not in (9, 12) or not tables:
        return False
    sector = 1 << shift
    stream.seek((tables[-1] + 1) * sector)
    table = stream.read(sector)
    if len(table) < sector:
        return False
    listed = struct.unpack(f"<{sector // 4}I", table)
    used = max((place for place, follower in enumerate(listed, 1) if follower != _OLE_FREE), default=0)
    return (1 + (len(tables) - 1) * len(listed) + used) * sector <= size
