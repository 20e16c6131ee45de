"""Take in the inbox. Needs neither plan nor rules, so that files are being read while those are still loading."""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from xlpy.app.folder import Folder
from xlpy.app.merge.too_slow import TooSlow
from xlpy.core.receipt import CONTAINERS
from xlpy.core.source import Fault, Problem, Source
from xlpy.doors.disk.inbox import Arrival, legible, look, take_in, take_in_enclosed
from xlpy.doors.disk.saving import sweep
from xlpy.doors.files.reader import Reader
from xlpy.journal import Taken

if TYPE_CHECKING:
    from xlpy.doors.files.containers import Opened


class Intake(NamedTuple):
    """The files that count on a day.

    `known` were taken in by earlier runs, `arrived` first seen in this one, `failed` could not be taken in.
    `copies`: SHA-256 → the archived copy, as the journal names it. `made` are copies that this run made.
    """

    known: tuple[Taken, ...]
    arrived: tuple[Arrival, ...]
    failed: tuple[Arrival, ...]
    copies: Mapping[str, str]
    made: tuple[Path, ...]

    def to_read(self, folder: Folder) -> dict[str, tuple[Path, str]]:
        """SHA-256 → (copy, name for messages), each content once."""
        files: dict[str, tuple[Path, str]] = {}
        names = [(item.modified_ns, item.receipt.name, item.receipt.sha256) for item in self.known]
        names.extend((item.modified_ns, item.name, item.sha256) for item in self.arrived)
        for _, name, digest in sorted(names):  # of one content under several names, the first to come speaks
            files.setdefault(digest, (folder.path / self.copies[digest], name))
        return files

    def undo(self) -> None:
        """Remove the copies made: the run was called off, and the inbox still has the files."""
        _remove(self.made)


def take_in_day(
    folder: Folder,
    inbox: Path,
    day: date,
    known: Sequence[Taken],
    reader: Reader,
    waiting: Collection[Path] = (),
    *,
    slow: TooSlow,
    now: datetime,
) -> Intake:
    """Archive what is new in the inbox, and what is in its letters and archives.

    `known` is every file that the journal knows of. `waiting` are files that are still being copied, as somebody who
    has watched them knows: they are passed over for now, and said. An hour after `now` is none. Raises OSError,
    CopyHeld, ReaderUnavailable; then nothing was kept.
    """
    made: list[Path] = []
    try:
        return _take_in_day(folder, inbox, day, known, reader, waiting, made, slow, now)
    except BaseException:  # the disk is full, say: the inbox has everything still
        _remove(made)
        raise


def _take_in_day(
    folder: Folder,
    inbox: Path,
    day: date,
    known: Sequence[Taken],
    reader: Reader,
    waiting: Collection[Path],
    made: list[Path],
    slow: TooSlow,
    now: datetime,
) -> Intake:
    archive = folder.archive(day)
    sweep(archive)
    arrived: list[Arrival] = []
    failed: list[Arrival] = []
    kept = {item.receipt.sha256: folder.path / item.archived for item in known}
    before = Known(folder, known)

    def keep(arrival: Arrival) -> None:
        assert arrival.archived is not None
        if kept.get(arrival.sha256) != arrival.archived:
            made.append(arrival.archived)
        kept[arrival.sha256] = arrival.archived

    for path in look(inbox):
        if path in waiting:
            failed.append(_still_copying(inbox, path, folder.shown(path)))
            continue
        arrival = take_in(inbox, path, archive, kept, folder.shown(path))
        if arrival.archived is None:
            failed.append(arrival)
            continue
        keep(arrival)
        if before.find(arrival.sha256, arrival.modified_ns, arrival.place, day) is None:
            arrived.append(arrival)
    inside: list[Arrival] = []
    left: set[int] = set()
    for place, opened in _opened(tuple(arrived), reader, slow):
        if problem := unopened(opened):
            # Not taken in: the next run opens it again, and what it brings is not lost to a moment's trouble.
            failed.append(arrived[place]._replace(problem=problem, archived=None))
            left.add(place)
            continue
        arrived[place] = letter = arrived[place]._replace(letter=opened.letter and opened.letter.as_of(now))
        for name, data, inner in opened.enclosed:
            item = take_in_enclosed(letter._replace(letter=inner and inner.as_of(now)), name, data, archive, kept)
            keep(item)
            inside.append(item)
    arrived = [*(item for place, item in enumerate(arrived) if place not in left), *inside]
    return Intake(
        tuple(item for item in known if item.belongs_to(day)),
        tuple(arrived),
        tuple(failed),
        {digest: folder.shown(path) for digest, path in kept.items()},
        tuple(made),
    )


def _remove(copies: Iterable[Path]) -> None:
    for path in copies:
        with suppress(OSError):  # a copy too many harms nobody, and the next run finds it
            path.unlink(missing_ok=True)
            path.parent.rmdir()  # not where others lie


def _opened(arrived: Sequence[Arrival], reader: Reader, slow: TooSlow) -> "Iterator[tuple[int, Opened]]":
    """Places of the letters and archives among what arrived, and what they hold."""
    holders = [
        (place, item.archived, item.name)
        for place, item in enumerate(arrived)
        if item.archived is not None and item.archived.suffix.lower() in CONTAINERS
    ]
    if not holders:
        return
    from xlpy.doors.files.containers import Opened

    known = {place: problem for place, _, name in holders if (problem := slow.problem(arrived[place].sha256, name))}
    asked = [(place, archived, name) for place, archived, name in holders if place not in known]
    answers = reader.open([(archived, name) for _, archived, name in asked])
    for (place, _, name), opened in zip(asked, answers, strict=True):
        slow.learn(arrived[place].sha256, name, opened.problems)
        if opened.container:
            yield place, opened
    for place, problem in known.items():
        yield place, Opened(True, problems=(problem,))


def unopened(opened: "Opened") -> Problem | None:
    """Why nobody knows yet what a file holds: the reader did not live to tell, or could not get at the copy."""
    unknown = (Fault.READER_FAILED, Fault.CANNOT_OPEN)
    return next((problem for problem in opened.problems if problem.fault in unknown), None)


def _still_copying(inbox: Path, path: Path, place: str) -> Arrival:
    name = legible(path.relative_to(inbox).as_posix())
    try:
        modified_ns = path.lstat().st_mtime_ns
    except OSError:
        modified_ns = time.time_ns()  # the hour at which it was seen
    return Arrival(name, legible(place), modified_ns, problem=Problem(Fault.STILL_COPYING, Source(name)))


class Known:
    """The files that the journal knows, by what tells whether one seen again was received before."""

    def __init__(self, folder: Folder, taken: Iterable[Taken]) -> None:
        self._folder = folder
        self._seen: dict[tuple[str, int], list[Taken]] = {}
        for item in taken:
            self._seen.setdefault((item.receipt.sha256, item.modified_ns), []).append(item)
        self._gone: dict[str, bool] = {}

    def find(self, sha256: str, modified_ns: int, place: str, day: date) -> Taken | None:
        """The file taken in before that merely lies there, or was tidied away; None for one that is new on `day`.

        The day's own under another name is new: its name may be why it was refused.
        """
        seen = self._seen.get((sha256, modified_ns), ())
        name = PurePosixPath(place).name
        lying = next((item for item in seen if item.path == place), None)
        return lying or next(
            (
                item
                for item in seen
                if (PurePosixPath(item.path).name == name or not item.belongs_to(day)) and self._is_gone(item.path)
            ),
            None,
        )

    def _is_gone(self, path: str) -> bool:
        if path not in self._gone:
            self._gone[path] = not (self._folder.path / path).exists()
        return self._gone[path]
