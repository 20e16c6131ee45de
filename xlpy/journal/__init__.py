"""What was received, when, from which file, and what was decided: SQLite, append-only."""

from xlpy.journal.errors import JournalBusy, JournalDamaged, JournalLost, JournalTooNew
from xlpy.journal.store import Journal
from xlpy.journal.taken import Taken

__all__ = ["Journal", "JournalBusy", "JournalDamaged", "JournalLost", "JournalTooNew", "Taken"]
