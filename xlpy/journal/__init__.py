"""What was received, when, from which file, and what was decided: append-only, in SQLite or on PostgreSQL."""

from xlpy.journal.errors import (
    JournalBusy,
    JournalDamaged,
    JournalLost,
    JournalTooNew,
    JournalUnreachable,
    JournalUnsure,
)
from xlpy.journal.store import Journal
from xlpy.journal.taken import Taken

__all__ = [
    "Journal",
    "JournalBusy",
    "JournalDamaged",
    "JournalLost",
    "JournalTooNew",
    "JournalUnreachable",
    "JournalUnsure",
    "Taken",
]
