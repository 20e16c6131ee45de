"""What was received, when, from which file, and what was decided: SQLite, append-only."""

from xlpy.journal.store import Journal, JournalBusy, JournalDamaged, JournalTooNew
from xlpy.journal.taken import Taken

__all__ = ["Journal", "JournalBusy", "JournalDamaged", "JournalTooNew", "Taken"]
