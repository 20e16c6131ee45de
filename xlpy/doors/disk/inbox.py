"""Take in what lies in the inbox: copy each file into the archive by its hash, and leave the inbox as it is."""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PurePath
from threading import Thread
from typing import NamedTuple

from xlpy.core.receipt import Letter
from xlpy.core.source import Fault, Problem, Source
from xlpy.doors.disk.saving import TEMPORARY

UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters and marks that turn the direction of writing: a name with them is not what it seems."""

_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Halves of a letter that stand alone; no encoding takes them."""

_UNSTORABLE = re.compile(r'[<>:"|?*\\/\x00-\x1f\x7f]')
_LONGEST_NAME, _LONGEST_SUFFIX = 180, 12
"""Bytes of a name, letters of its extension: with hash and folders before it, below what any system allows."""

_STABLE_TRIES = 3
_STABLE_WAIT = 0.3
"""Seconds between tries while a file is still growing."""


class Arrival(NamedTuple):
    """A file seen in the inbox: its name there (with subfolder), place, identity, and copy in the archive.

    `place` is how the journal names where it lay. `problem` tells why it was not taken in; then there is no copy.
    `letter` is the e-mail that it came in, or is.
    """

    name: str
    place: str
    modified_ns: int
    size: int = 0
    sha256: str = ""
    archived: Path | None = None
    problem: Problem | None = None
    letter: Letter | None = None


def look(inbox: Path) -> Iterator[Path]:
    """The files of the inbox and its subfolders, in the order of their names. Links are not followed."""
    for folder, subfolders, names in os.walk(inbox):
        subfolders.sort()
        for name in sorted(names):
            yield Path(folder, name)


def legible(name: str) -> str:
    """A file's name as text; what no encoding explains (from archives of old systems) or nobody sees becomes “?”."""
    name = _HALVES.sub("?", UNSEEN.sub("?", name))
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\ufffd", "?")


def passed_over(name: str) -> str | None:
    """Why a file in the inbox is no report and nobody's fault, or None where it should be read."""
    path = PurePath(name)
    lowered = path.name.lower()
    if lowered.startswith(("~$", ".~lock")):
        return "Tệp tạm của Excel hoặc LibreOffice, có khi sổ tính đang mở"
    if lowered in {"thumbs.db", "desktop.ini", ".ds_store"} or lowered.startswith("."):
        return "Tệp của hệ điều hành"
    if path.suffix.lower() in {".tmp", ".part", ".crdownload", ".partial", ".download"}:
        return "Tệp đang tải dở hoặc tệp tạm"
    return None


def take_in(inbox: Path, path: Path, archive: Path, kept: Mapping[str, Path], place: str) -> Arrival:
    """Copy one file into `archive` under `SHA8-NAME` and say what it is; a file that changes meanwhile is held.

    `kept` are the copies made before, by SHA-256: bytes that lie in the archive, whole, are not copied again.
    """
    name, place = legible(path.relative_to(inbox).as_posix()), legible(place)
    try:
        stat = path.stat()
        if reason := passed_over(name):
            return Arrival(name, place, stat.st_mtime_ns, problem=_problem(Fault.NOT_A_REPORT_FILE, name, reason))
        for _ in range(_STABLE_TRIES):
            stat = path.stat()
            digest, archived = _copy(path, archive, kept)
            after = path.stat()
            if (after.st_size, after.st_mtime_ns) == (stat.st_size, stat.st_mtime_ns):
                return Arrival(name, place, stat.st_mtime_ns, stat.st_size, digest, archived)
            time.sleep(_STABLE_WAIT)
        return Arrival(name, place, stat.st_mtime_ns, problem=Problem(Fault.STILL_COPYING, Source(name)))
    except (FileNotFoundError, PermissionError) as error:
        return Arrival(name, place, 0, problem=cannot_open(name, error))


def take_in_enclosed(holder: Arrival, name: str, data: bytes, archive: Path, kept: Mapping[str, Path]) -> Arrival:
    """Copy a workbook out of a letter or an archive into the archive of originals. `name` begins with the holder's."""
    digest = sha256(data).hexdigest()
    inner = legible(name)
    place = holder.place + inner.removeprefix(holder.name)
    before = kept.get(digest)
    if before is None or not before.exists() or hash_file(before) != digest:
        before = _place(archive, digest, _storable(PurePath(inner).name), lambda path: path.write_bytes(data))
    return Arrival(inner, place, holder.modified_ns, len(data), digest, before, letter=holder.letter)


def _storable(name: str) -> str:
    """A name as every disk takes it: a letter is saved under its subject, and one of 250 letters leaves no room."""
    path = PurePath(_UNSTORABLE.sub("_", name))
    stem = path.stem.encode()[:_LONGEST_NAME].decode("utf-8", "ignore")  # not in the middle of a letter
    return (stem + path.suffix[:_LONGEST_SUFFIX]).rstrip(" .")


def cannot_open(name: str, error: OSError) -> Problem:
    """Why a file was not taken in, in the office's words."""
    if isinstance(error, FileNotFoundError):
        return _problem(Fault.CANNOT_OPEN, name, "tệp vừa bị chuyển đi")
    if isinstance(error, PermissionError):
        return _problem(Fault.CANNOT_OPEN, name, "không có quyền đọc hoặc tệp bị khoá")
    return _problem(Fault.CANNOT_OPEN, name, error.strerror or "lỗi của ổ đĩa")


def _problem(fault: Fault, name: str, reason: str) -> Problem:
    return Problem(fault, Source(name), {"reason": reason})


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _copy(path: Path, archive: Path, kept: Mapping[str, Path]) -> tuple[str, Path]:
    digest = hash_file(path)
    before = kept.get(digest)
    if before is not None and before.exists() and hash_file(before) == digest:
        return digest, before
    return digest, _place(archive, digest, _storable(legible(path.name)), lambda target: shutil.copyfile(path, target))


def _place(archive: Path, digest: str, name: str, fill: Callable[[Path], object]) -> Path:
    """Put a file into the archive. Where it changed under our hands there is no copy, and the caller looks again."""
    for length in (8, 64):  # eight digits name a file among a day's; all of them if two should ever collide
        target = archive / f"{digest[:length]}-{name}"
        if not target.exists():
            archive.mkdir(parents=True, exist_ok=True)
            temporary = archive / f"{TEMPORARY}{digest[:16]}"
            try:
                fill(temporary)
                if hash_file(temporary) == digest:
                    temporary.replace(target)
            finally:  # also where the disk is full
                temporary.unlink(missing_ok=True)
                with suppress(OSError):  # others lie there too
                    archive.rmdir()
            return target
        if hash_file(target) == digest:
            return target
    raise FileExistsError(target)


class Settling(Thread):
    """Brings copies from memory to the disk, beside whatever else is done. Wait for it before relying on them."""

    def __init__(self, paths: Iterable[Path]) -> None:
        super().__init__()
        self._paths = tuple(paths)
        self._error: OSError | None = None
        self.start()

    def run(self) -> None:
        """Force each copy to the disk."""
        try:
            for path in self._paths:
                with path.open("rb+") as stream:
                    os.fsync(stream.fileno())
        except OSError as error:
            self._error = error

    def wait(self) -> None:
        """Return once all are on the disk. Raises OSError where one could not be brought there."""
        self.join()
        if self._error is not None:
            raise self._error
