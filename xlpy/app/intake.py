"""Take in the inbox. Needs neither plan nor rules, so that files are being read while those are still loading."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from xlpy.app.folder import Folder
from xlpy.doors.inbox import Arrival, look, take_in
from xlpy.doors.saving import sweep
from xlpy.journal import Taken


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
        for path in self.made:
            path.unlink(missing_ok=True)
            with suppress(OSError):  # others lie there too
                path.parent.rmdir()


def take_in_day(folder: Folder, inbox: Path, day: date, known: Sequence[Taken]) -> Intake:
    """Archive what is new in the inbox. `known` is every file that the journal knows of."""
    archive = folder.archive(day)
    sweep(archive)
    arrived: list[Arrival] = []
    failed: list[Arrival] = []
    made: list[Path] = []
    kept = {item.receipt.sha256: folder.path / item.archived for item in known}
    for path in look(inbox):
        arrival = take_in(inbox, path, archive, kept, folder.shown(path))
        if arrival.archived is None:
            failed.append(arrival)
            continue
        if kept.get(arrival.sha256) != arrival.archived:
            made.append(arrival.archived)
        kept[arrival.sha256] = arrival.archived
        if not _lies_there_still(folder, known, arrival):
            arrived.append(arrival)
    return Intake(
        tuple(item for item in known if item.belongs_to(day)),
        tuple(arrived),
        tuple(failed),
        {digest: folder.shown(path) for digest, path in kept.items()},
        tuple(made),
    )


def _lies_there_still(folder: Folder, known: Iterable[Taken], arrival: Arrival) -> bool:
    """Whether a file was taken in before and merely lies there, or was tidied away; not one sent again."""
    for item in known:
        if (item.receipt.sha256, item.modified_ns) == (arrival.sha256, arrival.modified_ns):
            moved = not (folder.path / item.path).exists()
            if item.path == arrival.place or moved:
                return True
    return False
