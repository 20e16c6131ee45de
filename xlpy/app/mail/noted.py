"""Write down how a sending went, whoever else is at work on the journal just then."""

import sqlite3
import time
from typing import NamedTuple

from xlpy.app import journal_of_folder
from xlpy.app.folder import Folder
from xlpy.app.journal_of_folder import copy_journal
from xlpy.journal import JournalBusy, JournalDamaged, JournalTooNew, JournalUnreachable
from xlpy.journal.dispatch import Dispatch

_JOURNAL_TRIES = 60
"""Seconds that the end of a sending waits for the journal."""


class Noted(NamedTuple):
    """Whether the journal knows how a sending ended, and what people should know of that."""

    stands: bool
    told: tuple[str, ...]


def note(folder: Folder, *steps: Dispatch, copied: bool = True) -> Noted:
    """Write down how sendings went, all or none. A merge that holds the journal just then is waited for.

    What went out went out: where it cannot be written down, that is told, and the next press asks before it sends
    again. `copied`: the journal's copies are brought up to date, too.
    """
    for left in reversed(range(_JOURNAL_TRIES)):
        try:
            with journal_of_folder.writing(folder) as journal:
                for step in steps:
                    journal.note(step)
                journal.commit()
                return Noted(True, copy_journal(folder, journal, steps[-1].date) if copied else ())
        except JournalBusy as error:
            refused: Exception = error
            if left:
                time.sleep(1)
        except (JournalDamaged, JournalTooNew, JournalUnreachable, sqlite3.Error, OSError) as error:
            refused = error
            break
    from xlpy.app.errors import explain

    told = f"Kết quả lần gửi này chưa ghi được vào nhật ký, lần sau sẽ hỏi lại. {explain(refused, folder.path)}"
    return Noted(False, (told,))
