"""Many files, read by as many processes as there are processors; the snapshots come in the order of the files."""

import os
from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from pathlib import Path

from xlpy.core.grid import Snapshot
from xlpy.core.receipt import holder_of
from xlpy.doors.files.process import IS_FORKED
from xlpy.doors.files.reader import PATIENCE, Reader, ReaderUnavailable

_WORTH_ONE = 64 if IS_FORKED else 400
"""Files for which a process more is started: it takes as long as reading them where it begins with nothing."""


def processors() -> int:
    """How many of them this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Readers(Reader):
    """A reader that takes others to help when it is given many files.

    What a letter or an archive holds is read by one of them: its time is counted together. Whichever ends first, the
    answers come in the order in which was asked; each goes only a few files ahead, so nothing piles up.
    """

    def __init__(self, patience: float = PATIENCE, most: int | None = None) -> None:
        super().__init__(patience)
        self._most = processors() if most is None else most
        self._others: list[Reader] = []

    def __exit__(self, *of_an_error: object) -> None:
        for other in self._others:
            other.__exit__(*of_an_error)
        super().__exit__(*of_an_error)

    def read(self, files: Sequence[tuple[Path, str]], skip: Iterable[str] = ()) -> Iterator[Snapshot]:
        """As one reader does. All of them begin at once."""
        readers = self._for(len(files))
        if len(readers) == 1:
            return super().read(files, skip)
        skip = tuple(skip)
        turns = _dealt(files, len(readers))
        shares = [
            [file for file, mine in zip(files, turns, strict=True) if mine == turn] for turn in range(len(readers))
        ]
        answers = [Reader.read(reader, share, skip) for reader, share in zip(readers, shares, strict=True)]
        return (next(answers[turn]) for turn in turns)

    def _for(self, files: int) -> list[Reader]:
        wanted = min(self._most, ceil(files / _WORTH_ONE))
        while 1 + len(self._others) < wanted:
            try:
                self._others.append(Reader(self._patience, self._spent))
            except ReaderUnavailable:
                break  # fewer will do
        return [self, *self._others[: max(0, wanted - 1)]]


def _dealt(files: Sequence[tuple[Path, str]], readers: int) -> list[int]:
    """Whose turn each file is, all of one letter or archive the same one's."""
    of_holders: dict[str, int] = {}
    turns: list[int] = []
    for place, (_, name) in enumerate(files):
        holder = holder_of(name)
        turns.append(of_holders.setdefault(holder, place % readers) if holder else place % readers)
    return turns
