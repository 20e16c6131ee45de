"""The copies of received files, where several offices share a journal: what another office received is fetched."""

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath

from xlpy.app.folder import Folder
from xlpy.doors.disk.saving import TEMPORARY, replace
from xlpy.journal import Journal


def fetch_copies(folder: Folder, journal: Journal) -> None:
    """Put into the archive what the journal speaks of and is not there. Raises OSError, JournalUnreachable.

    What the server does not have either is told by whoever needs it.
    """
    for archived, digest in _lacking(folder, journal):
        content = journal.content(digest)
        if content is not None and sha256(content).hexdigest() == digest:
            _put(folder.path / archived, digest, content)


def _lacking(folder: Folder, journal: Journal) -> Iterator[tuple[PurePosixPath, str]]:
    there: dict[PurePosixPath, frozenset[str]] = {}
    for item in journal.taken():
        archived = PurePosixPath(item.archived)
        if archived.parent not in there:
            there[archived.parent] = _names_in(folder.path / archived.parent)
        if archived.name not in there[archived.parent] and _is_in_archive(folder, archived):
            yield archived, item.receipt.sha256


def _put(path: Path, digest: str, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{TEMPORARY}{os.getpid()}-{digest[:16]}")
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _names_in(place: Path) -> frozenset[str]:
    with suppress(OSError):
        return frozenset(entry.name for entry in place.iterdir())
    return frozenset()


def _is_in_archive(folder: Folder, archived: PurePosixPath) -> bool:
    """Nothing is written where no program of ours would have put it, whatever a row says."""
    name = folder.shown(folder.archives)
    return len(archived.parts) == 3 and archived.parts[0] == name and ".." not in archived.parts
