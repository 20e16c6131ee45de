"""Take in what lies in the inbox: copy each file into the archive by its hash, and leave the inbox as it is."""

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PurePath
from stat import S_ISDIR, S_ISLNK, S_ISREG
from threading import Thread
from typing import NamedTuple

from xlpy.core.receipt import Letter
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import one_line
from xlpy.doors.disk.reaching import is_gone, open_file, patiently
from xlpy.doors.disk.saving import TEMPORARY
from xlpy.doors.disk.trouble import NOT_A_FILE, in_words

UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters and marks that turn the direction of writing: a name with them is not what it seems."""

_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Halves of a letter that stand alone; no encoding takes them."""

_UNSTORABLE = re.compile(r'[<>:"|?*\\/\x00-\x1f\x7f]')
_LONGEST_NAME, _LONGEST_SUFFIX = 180, 12
"""Bytes of a name, letters of its extension: with hash and folders before it, below what any system allows."""

_BLOCK = 1 << 20
_STABLE_TRIES = 3
_STABLE_WAIT = 0.3
"""Seconds between tries while a file is still growing."""


class CopyHeld(Exception):
    """An archived copy is there and cannot be read now, so nobody can say whether it is whole. `reason` for people."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class _Unreadable(Exception):
    """A received file cannot be read."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


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
    """The files of the inbox and its subfolders, in the order of their names. Links are not followed.

    A subfolder that cannot be listed is not an empty one: it stands in the list itself, to be told of. Raises OSError
    where the inbox cannot be listed.
    """
    return (Path(path) for path, _ in entries(inbox))


def entries(inbox: Path) -> Iterator[tuple[str, "os.DirEntry[str] | None"]]:
    """The same as paths, each with what the folder tells of it; None for a subfolder that cannot be listed."""
    waiting = [str(inbox)]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as listed:
                found = sorted(listed, key=lambda entry: entry.name)
        except OSError:
            if folder == str(inbox):
                raise
            yield folder, None
            continue
        subfolders = []
        for entry in found:
            if _is_folder(entry):
                subfolders.append(entry.path)
            else:
                yield entry.path, entry
        waiting.extend(reversed(subfolders))


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def legible(name: str) -> str:
    """A file's name as text; what no encoding explains (from archives of old systems) or nobody sees becomes “?”."""
    name = spelled_out(name)
    return one_line(name, len(name))


def spelled_out(text: str) -> str:
    """A text without halves of letters: bytes that were passed through as such are read as UTF-8."""
    text = _HALVES.sub("?", text)
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\ufffd", "?")


def passed_over(name: str) -> str | None:
    """Why a file in the inbox is no report and nobody's fault, or None where it should be read.

    `name` has its subfolders before it, each with a slash.
    """
    lowered = name.rpartition("/")[2].lower()
    if lowered.startswith(("~$", ".~lock")):
        return "Tệp tạm của Excel hoặc LibreOffice, có khi tệp đang mở"
    if lowered in {"thumbs.db", "desktop.ini", ".ds_store"} or lowered.startswith("."):
        return "Tệp của hệ điều hành"
    if lowered.endswith((".tmp", ".part", ".crdownload", ".partial", ".download")):
        return "Tệp đang tải dở hoặc tệp tạm"
    return None


def take_in(inbox: Path, path: Path, archive: Path, kept: Mapping[str, Path], place: str) -> Arrival:
    """Copy one file into `archive` under `SHA8-NAME` and say what it is; a file that changes meanwhile is held.

    `kept` are the copies made before, by SHA-256: bytes that lie in the archive, whole, are not copied again.
    """
    name, place = one_line(legible(_within(inbox, path))), legible(place)
    # The hour at which it was seen, where the disk does not tell its own.
    seen = Arrival(name, place, time.time_ns())
    try:
        stat = _stat(path)
        seen = seen._replace(modified_ns=stat.st_mtime_ns)
        if reason := passed_over(name):
            return seen._replace(problem=_problem(Fault.NOT_A_REPORT_FILE, name, reason))
        if reason := _no_file(path, stat):
            return seen._replace(problem=_problem(Fault.CANNOT_OPEN, name, reason))
        for _ in range(_STABLE_TRIES):
            before = stat
            digest, archived = _copy(path, archive, kept)
            stat = _stat(path)
            if (stat.st_size, stat.st_mtime_ns) == (before.st_size, before.st_mtime_ns):
                return Arrival(name, place, stat.st_mtime_ns, stat.st_size, digest, archived)
            time.sleep(_STABLE_WAIT)
            stat = _stat(path)
        return seen._replace(problem=Problem(Fault.STILL_COPYING, Source(name)))
    except _Unreadable as error:
        return seen._replace(problem=cannot_open(name, error.error))


def _within(inbox: Path, path: Path) -> str:
    """A file's name in the inbox, with its subfolders."""
    text, before = str(path), f"{inbox}{os.sep}"
    # As texts: pathlib takes as long for it as reading the file.
    return text[len(before) :].replace(os.sep, "/") if text.startswith(before) else path.relative_to(inbox).as_posix()


def _stat(path: Path) -> os.stat_result:
    try:
        return path.lstat()
    except OSError as error:
        raise _Unreadable(error) from error


def no_file(path: Path) -> str:
    """Why what lies in the inbox is no file; "" where it is one. Raises OSError."""
    return _no_file(path, path.lstat())


def _no_file(path: Path, stat: os.stat_result) -> str:
    if S_ISLNK(stat.st_mode):
        return "là đường dẫn tắt (link), không phải tệp; hãy chép chính tệp ấy vào thư mục nhận tệp"
    if S_ISDIR(stat.st_mode):
        return f"là thư mục mà máy không xem được: {_unlisted(path)}; các báo cáo trong đó chưa lấy được"
    return "" if S_ISREG(stat.st_mode) else NOT_A_FILE


def _unlisted(folder: Path) -> str:
    try:
        with os.scandir(folder):
            return "vừa xem lại được, hãy chạy lại"
    except OSError as error:
        return in_words(error)


def take_in_enclosed(holder: Arrival, name: str, data: bytes, archive: Path, kept: Mapping[str, Path]) -> Arrival:
    """Copy a workbook out of a letter or an archive into the archive of originals. `name` begins with the holder's."""
    digest = sha256(data).hexdigest()
    inner = one_line(legible(name))
    place = holder.place + inner.removeprefix(holder.name)
    before = kept.get(digest)
    if before is None or not _holds(before, digest):
        before = _place(archive, digest, _storable(PurePath(inner).name), lambda: (data,))
    return Arrival(inner, place, holder.modified_ns, len(data), digest, before, letter=holder.letter)


def _storable(name: str) -> str:
    """A name as every disk takes it: a letter is saved under its subject, and one of 250 letters leaves no room."""
    path = PurePath(_UNSTORABLE.sub("_", name))
    stem = path.stem.encode()[:_LONGEST_NAME].decode("utf-8", "ignore")  # not in the middle of a letter
    return (stem + path.suffix[:_LONGEST_SUFFIX]).rstrip(" .")


def cannot_open(name: str, error: OSError) -> Problem:
    """Why a file was not taken in, in the office's words."""
    return _problem(Fault.CANNOT_OPEN, name, in_words(error))


def _problem(fault: Fault, name: str, reason: str) -> Problem:
    return Problem(fault, Source(name), {"reason": reason})


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = sha256()
    with open_file(path) as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _holds(copy: Path, digest: str) -> bool:
    """Whether an archived copy is there and is what it was. Raises CopyHeld where nobody can tell now."""
    try:
        return patiently(lambda: hash_file(copy)) == digest
    except OSError as error:
        if is_gone(error):
            return False
        raise CopyHeld(copy, in_words(error)) from error


def _blocks(path: Path) -> Iterator[bytes]:
    """A received file, piece by piece. Its own errors are told from those of the disk it is copied to."""
    try:
        with open_file(path) as stream:
            while block := stream.read(_BLOCK):
                yield block
    except OSError as error:
        raise _Unreadable(error) from error


def _copy(path: Path, archive: Path, kept: Mapping[str, Path]) -> tuple[str, Path]:
    whole, first, length = sha256(), b"", 0
    for block in _blocks(path):
        whole.update(block)
        first = first or block
        length += len(block)
    digest = whole.hexdigest()
    before = kept.get(digest)
    if before is not None and _holds(before, digest):
        return digest, before
    # A small file, as nearly all are, is written as it was read.
    again = (lambda: (first,)) if length == len(first) else (lambda: _blocks(path))
    return digest, _place(archive, digest, _storable(legible(path.name)), again)


def _place(archive: Path, digest: str, name: str, blocks: Callable[[], Iterable[bytes]]) -> Path:
    """Put a file into the archive. Where it changed under our hands there is no copy, and the caller looks again."""
    for length in (8, 64):  # eight digits name a file among a day's; all of them if two should ever collide
        target = archive / f"{digest[:length]}-{name}"
        if not target.exists():
            if not archive.is_dir():
                archive.mkdir(parents=True, exist_ok=True)
            temporary, placed = archive / f"{TEMPORARY}{digest[:16]}", False
            try:
                written = sha256()
                with temporary.open("wb") as stream:
                    for block in blocks():
                        stream.write(block)
                        written.update(block)
                if written.hexdigest() == digest:
                    patiently(lambda: temporary.replace(target))  # noqa: B023 - called at once
                    placed = True
            finally:  # also where the disk is full
                if not placed:
                    temporary.unlink(missing_ok=True)
                    with suppress(OSError):  # others lie there too
                        archive.rmdir()
            return target
        if _holds(target, digest):
            return target
    raise FileExistsError(target)


def _to_disk(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


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
                patiently(lambda: _to_disk(path))  # noqa: B023 - called at once
        except OSError as error:
            self._error = error

    def wait(self) -> None:
        """Return once all are on the disk. Raises OSError where one could not be brought there."""
        self.join()
        if self._error is not None:
            raise self._error
