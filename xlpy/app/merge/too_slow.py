"""Files that used up the reader's time once are not given it again at every press.

Kept beside the journal, in a file that only saves time: without it they are read again, and refused again.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from xlpy import __version__
from xlpy.app.folder import TOO_SLOW_LIST, Folder
from xlpy.core.grid import Snapshot
from xlpy.core.receipt import holder_of
from xlpy.core.source import Fault, Problem, Source
from xlpy.core.text import clipped

_LONGEST = 200


class TooSlow:
    """What is known of a folder's slow files. Another version of the program reads them anew."""

    def __init__(self, folder: Folder) -> None:
        self._path = folder.path / TOO_SLOW_LIST
        self._known = _load(self._path)
        self._learned: dict[str, str] = {}

    def problem(self, digest: str, name: str) -> Problem | None:
        """Why a file is not read again; None where it should be read.

        A file in a letter or archive spends the time of all that is in there: in another one it is read.
        """
        reason = self._known.get(_key(digest, name))
        return Problem(Fault.READER_FAILED, Source(name), {"reason": reason}) if reason is not None else None

    def split(self, files: Mapping[str, tuple[Path, str]]) -> tuple[dict[str, tuple[Path, str]], dict[str, Snapshot]]:
        """Of files by SHA-256 those to be read, and snapshots of the others."""
        known = {digest: problem for digest, (_, name) in files.items() if (problem := self.problem(digest, name))}
        rest = {digest: file for digest, file in files.items() if digest not in known}
        return rest, {
            digest: Snapshot(files[digest][1], digest, problems=(problem,)) for digest, problem in known.items()
        }

    def learn(self, digest: str, name: str, problems: tuple[Problem, ...]) -> None:
        """Take note where a file used up its time."""
        for problem in problems:
            if problem.fault is Fault.READER_FAILED and problem.values.get("late"):
                self._learned[_key(digest, name)] = clipped(str(problem.values["reason"]), _LONGEST)

    def remember(self) -> None:
        """Write down what was learned."""
        from xlpy.doors.disk.saving import write

        if not self._learned:
            return
        document = {"program": __version__, "late": {**self._known, **self._learned}}
        with suppress(OSError):
            write(self._path, json.dumps(document, ensure_ascii=False).encode())


def _key(digest: str, name: str) -> str:
    return f"{digest} {holder_of(name)}".strip()


def _load(path: Path) -> dict[str, str]:
    with suppress(OSError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["program"] == __version__:
            return {str(key): clipped(str(reason), _LONGEST) for key, reason in document["late"].items()}
    return {}
