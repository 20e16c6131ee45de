"""Take in the inbox. Needs neither plan nor rules, so that files are being read while those are still loading."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from xlpy.app.folder import Folder
from xlpy.app.merge.last_press import LastPress
from xlpy.app.merge.listing import Lies, Listing
from xlpy.app.merge.too_slow import TooSlow
from xlpy.core.receipt import CONTAINERS
from xlpy.core.source import Fault, Problem, Source
from xlpy.doors.disk.inbox import Arrival, legible, take_in, take_in_enclosed
from xlpy.doors.disk.saving import sweep
from xlpy.doors.files.reader import Reader
from xlpy.journal import Journal, Taken

if TYPE_CHECKING:
    from xlpy.doors.files.containers import Opened


class Intake(NamedTuple):
    """The files that count on a day.

    `known` were taken in by earlier runs, `arrived` first seen in this one, `failed` could not be taken in.
    `copies`: SHA-256 of these → the archived copy, as the journal names it. `made` are copies that this run made.
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
    listing: Listing,
    day: date,
    journal: Journal,
    reader: Reader,
    waiting: Collection[Path] = (),
    *,
    slow: TooSlow,
    last: LastPress,
    now: datetime,
) -> Intake:
    """Archive what is new in the inbox, and what is in its letters and archives.

    `waiting` are files that are still being copied, as somebody who has watched them knows: they are passed over for
    now, and said. What the `last` press saw is not read again. An hour after `now` is none. Raises OSError, CopyHeld,
    ReaderUnavailable; then nothing was kept.
    """
    made: list[Path] = []
    try:
        return _take_in_day(folder, listing, day, journal, reader, waiting, made, slow, last, now)
    except BaseException:  # the disk is full, say: the inbox has everything still
        _remove(made)
        raise


def _take_in_day(
    folder: Folder,
    listing: Listing,
    day: date,
    journal: Journal,
    reader: Reader,
    waiting: Collection[Path],
    made: list[Path],
    slow: TooSlow,
    last: LastPress,
    now: datetime,
) -> Intake:
    inbox, archive = listing.inbox, folder.archive(day)
    sweep(archive)
    arrived: list[Arrival] = []
    failed: list[Arrival] = []
    known = journal.taken_for(day)
    kept = Kept(folder, journal)
    before = Known(folder, lambda digest: journal.taken_as([digest]))
    # As the journal's rows stand: where two have one content, the last one's copy is read.
    read_from = {item.path: kept.named(item.receipt.sha256) for item in known}

    seen: dict[str, tuple[Lies, str]] = {}

    def keep(arrival: Arrival) -> None:
        assert arrival.archived is not None
        if kept.get(arrival.sha256) != arrival.archived:
            made.append(arrival.archived)
        kept.put(arrival.sha256, arrival.archived)

    for file in listing.files:
        if not waiting and last.lies_there(file, read_from.get(file.place)):
            continue
        path = Path(file.path)
        if path in waiting:
            failed.append(_still_copying(inbox, path, folder.shown(path)))
            continue
        arrival = take_in(inbox, path, archive, kept, file.place)
        if arrival.archived is None:
            failed.append(arrival)
            continue
        keep(arrival)
        was = before.find(arrival.sha256, arrival.modified_ns, arrival.place, day)
        if was is None:
            arrived.append(arrival)
        if file.is_seen_as(arrival) and (was is None or was.path == arrival.place):
            seen[arrival.place] = file, folder.shown(arrival.archived)
    inside: list[Arrival] = []
    left: set[int] = set()
    for place, opened in _opened(tuple(arrived), reader, slow):
        if problem := unopened(opened):
            # Not taken in: the next run opens it again, and what it brings is not lost to a moment's trouble.
            failed.append(arrived[place]._replace(problem=problem, archived=None))
            seen.pop(arrived[place].place, None)
            left.add(place)
            continue
        arrived[place] = letter = arrived[place]._replace(letter=opened.letter and opened.letter.as_of(now))
        for name, data, inner in opened.enclosed:
            item = take_in_enclosed(letter._replace(letter=inner and inner.as_of(now)), name, data, archive, kept)
            keep(item)
            inside.append(item)
    arrived = [*(item for place, item in enumerate(arrived) if place not in left), *inside]
    for file, archived in seen.values():
        last.received(file, archived)
    return Intake(
        known,
        tuple(arrived),
        tuple(failed),
        {
            digest: folder.shown(kept[digest])
            for digest in (*(item.receipt.sha256 for item in known), *(item.sha256 for item in arrived))
        },
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


class Kept(Mapping[str, Path]):
    """SHA-256 → the copy in the archive. What an earlier run archived is looked up when somebody asks for it."""

    def __init__(self, folder: Folder, journal: Journal) -> None:
        self._folder, self._journal = folder, journal
        self._made: dict[str, Path] = {}

    def put(self, digest: str, copy: Path) -> None:
        """A copy that this run made or found."""
        self._made[digest] = copy

    def named(self, digest: str) -> str:
        """The copy that an earlier run made, as the journal names it; "" for none."""
        return self._journal.archived(digest)

    def __getitem__(self, digest: str) -> Path:
        if digest not in self._made:
            archived = self.named(digest)
            if not archived:
                raise KeyError(digest)
            self._made[digest] = self._folder.path / archived
        return self._made[digest]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


class Known:
    """The files that the journal knows, by what tells whether one seen again was received before.

    `taken` tells of a SHA-256 the files of that content, oldest first.
    """

    def __init__(self, folder: Folder, taken: Callable[[str], Iterable[Taken]]) -> None:
        self._folder = folder
        self._taken = taken
        self._gone: dict[str, bool] = {}

    @classmethod
    def of(cls, folder: Folder, taken: Iterable[Taken]) -> "Known":
        """The same of files that are there already."""
        seen: dict[str, list[Taken]] = {}
        for item in taken:
            seen.setdefault(item.receipt.sha256, []).append(item)
        return cls(folder, lambda digest: seen.get(digest, ()))

    def find(self, sha256: str, modified_ns: int, place: str, day: date) -> Taken | None:
        """The file taken in before that merely lies there, or was tidied away; None for one that is new on `day`.

        The day's own under another name is new: its name may be why it was refused. So is one that says no day, taken
        in for a later one: its name may say now that it is of this day.
        """
        seen = [item for item in self._taken(sha256) if item.modified_ns == modified_ns]
        name = PurePosixPath(place).name
        lying = next((item for item in seen if item.path == place), None)
        return lying or next(
            (
                item
                for item in seen
                if (PurePosixPath(item.path).name == name or not item.may_belong_to(day)) and self._is_gone(item.path)
            ),
            None,
        )

    def _is_gone(self, path: str) -> bool:
        if path not in self._gone:
            self._gone[path] = not (self._folder.path / path).exists()
        return self._gone[path]
