"""Why a journal cannot be used. Each message names what is wrong; what to do about it is told by `app/errors.py`."""

from pathlib import Path


class JournalDamaged(Exception):
    """The journal is broken or was edited by hand. The message names the first bad record."""


class JournalLost(JournalDamaged):
    """The journal is gone, was emptied, or is an older one: `copy` holds what it no longer does."""

    def __init__(self, told: str, copy: Path) -> None:
        super().__init__(told)
        self.copy = copy


class JournalTooNew(Exception):
    """A newer version of the program wrote this journal."""


class JournalBusy(Exception):
    """Another run is at work. The message says whose and since when."""


class JournalUnreachable(Exception):
    """The server that has the journal cannot be used just now. The message says which, and why; nothing was added."""


class JournalUnsure(JournalUnreachable):
    """The server was lost while a run was being made to stand: nobody can tell whether it does."""
