"""What was received, when, from which file, and what was decided: SQLite, append-only."""

from xlpy.journal.rows import Taken
from xlpy.journal.store import Journal, JournalBusy, JournalDamaged, JournalTooNew

__all__ = ["Journal", "JournalBusy", "JournalDamaged", "JournalTooNew", "Taken"]
