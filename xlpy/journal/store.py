"""Open and extend the journal, one transaction a run; the database's own lock keeps a second run out. Asked by
`queries`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlpy import __version__
from xlpy.journal import dispatch
from xlpy.journal.copies import Head, ahead, extent, extent_of_copy, head_of, holds, write_copy
from xlpy.journal.dispatch import Dispatch
from xlpy.journal.engine import Engine
from xlpy.journal.errors import JournalLost, JournalUnsure
from xlpy.journal.file import in_memory
from xlpy.journal.opening import opened_to_read, opened_to_write
from xlpy.journal.place import Place
from xlpy.journal.queries import Queries
from xlpy.journal.schema import LATER_TABLES, TABLES, VERSION, column_names
from xlpy.journal.taken import Taken, as_letter_row, as_row
from xlpy.journal.verify import FIRST_HASH, speaking_of, verify
from xlpy.journal.verify import digest as digest_of

if TYPE_CHECKING:  # `rows` brings half the core with it: not before there is a result to write
    from xlpy.core.consolidate import Standing


class Journal(Queries):
    """A working folder's journal. Use `Journal.reading` to look, `Journal.writing` for a run."""

    def __init__(self, connection: Engine) -> None:
        super().__init__(connection)
        self.committed = False
        """Whether what this run added stands, or may stand."""
        self._left = Head()

    # -- opening -------------------------------------------------------------------------------------------------

    @classmethod
    @contextmanager
    def reading(cls, place: Place, copies: Iterable[Path] = ()) -> Iterator["Journal"]:
        """The journal as its last whole run left it, or an empty one where there is none.

        `copies` are its copies; where one has what the journal lacks, JournalLost is raised. Raises JournalDamaged,
        JournalTooNew, sqlite3.OperationalError, JournalUnreachable.
        """
        with ExitStack() as closing_all:
            with speaking_of(place.name):
                connection = closing_all.enter_context(opened_to_read(place))
                if connection is None or connection.is_empty():
                    connection = closing_all.enter_context(closing(in_memory(VERSION)))
                journal = cls(connection)
                with journal._at_once():
                    verify(connection)
                    _must_be_ahead(connection, copies)
            yield journal

    @classmethod
    @contextmanager
    def writing(
        cls, place: Place, copies: Iterable[Path] = (), *, proved: Callable[[], bool] = lambda: False
    ) -> Iterator["Journal"]:
        """The journal held for one run: a second one is refused until this one ends.

        `proved` is asked once nobody else can write: whether it is the one that was found whole before.

        What `record` adds stands when `commit` returns; leaving without it changes nothing. Raises JournalBusy,
        JournalDamaged, JournalLost where one of `copies` has what the journal lacks, JournalTooNew,
        sqlite3.OperationalError (no room, no right to write), JournalUnreachable.
        """
        with ExitStack() as closing_all:
            with speaking_of(place.name):
                connection = closing_all.enter_context(opened_to_write(place))
                if connection.is_empty():
                    connection.bring_to(VERSION)
                if not proved():
                    verify(connection)
                _must_be_ahead(connection, copies)
                if connection.version() < VERSION:
                    connection.bring_to(VERSION)
            yield cls(connection)

    @staticmethod
    def sendings_in(place: Place) -> tuple[Dispatch, ...]:
        """What a journal says of sendings, though it is not proved to be whole. Raises sqlite3.Error, ValueError."""
        with opened_to_read(place) as connection:
            return () if connection is None else dispatch.read(connection)

    # -- adding --------------------------------------------------------------------------------------------------

    def record(
        self,
        standing: "Standing",
        plan: tuple[str, str],
        taken: Iterable[Taken],
        accepted: Iterable[tuple[str, str]],
        made_at: datetime,
        withdrawn: Iterable[tuple[str, str]] = (),
    ) -> bool:
        """Add a run: the result, its plan (SHA-256, text), files first seen, units accepted by name.

        `withdrawn` are (unit, SHA-256) of telephoned figures that count no more.

        Returns False, and adds nothing, where all of this stands in the journal already.
        """
        from xlpy.journal import rows

        taken, accepted, withdrawn = tuple(taken), tuple(accepted), tuple(withdrawn)
        digest, text = plan
        last = self._db.execute("SELECT plan FROM run WHERE id = ?", (self._last_run(standing.date),)).fetchone()
        asked = bool(taken or accepted or withdrawn)
        if not asked and last == (digest,) and self.standing(standing.date) == standing and self._same_before(standing):
            return False
        number, previous = self._db.execute(
            "SELECT coalesce(max(id), 0) + 1, max(hash) FROM run WHERE id = (SELECT max(id) FROM run)"
        ).fetchone()
        previous = previous or FIRST_HASH
        day = standing.date.isoformat()
        content: dict[str, list[Sequence[Any]]] = {
            "plan": [] if self.known_plan(digest) is not None else [[digest, number, text]],
            "receipt": [],
            "acceptance": [[number, day, unit, sha] for unit, sha in accepted],
            **rows.of_standing(number, standing),
            **self._mismatches.rows(number, standing.mismatches),
            "letter": [],
            "withdrawn": [[number, day, unit, sha] for unit, sha in withdrawn],
            "automatic": [],
        }
        next_id = self._db.execute("SELECT coalesce(max(id), 0) FROM receipt").fetchone()[0] + 1
        for place, item in enumerate(taken, next_id):
            content["receipt"].append(as_row(place, number, item))
            if item.letter is not None:
                content["letter"].append(as_letter_row(place, number, item.letter))
                if item.letter.automatic is not None:
                    content["automatic"].append([number, place, item.letter.automatic.value])
        run = (number, day, made_at.isoformat(timespec="seconds"), __version__, digest)
        self._db.execute(
            "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?)", (*run, previous, digest_of(run, content, previous))
        )
        for table in (*TABLES, *LATER_TABLES):
            marks = ", ".join("?" * len(column_names(table)))
            self._db.executemany(f"INSERT INTO {table} VALUES ({marks})", content[table])
        return True

    def note(self, sending: Dispatch) -> None:
        """Add a step of a sending. It stands when `commit` returns."""
        dispatch.add(self._db, sending)

    def commit(self) -> None:
        """Make the run stand. Raises JournalBusy, sqlite3.OperationalError, JournalUnreachable; then nothing was added.

        JournalUnsure: nobody knows whether it stands, and what it speaks of must stay.
        """
        self._left = self.head
        try:
            self._db.commit_run()
        except JournalUnsure:
            self.committed = True
            raise
        self.committed = True

    def end(self) -> None:
        """Let others write from here on; what was added and not committed is forgotten."""
        if self._db.in_transaction:
            self._left = self.head
            self._db.execute("ROLLBACK")

    def stamp_if_unchanged(self, stamp: Callable[[], str]) -> str:
        """What `stamp` says of the file while nobody can write to it; "" where somebody has, since this run ended."""
        with self._at_once():
            return stamp() if self.head == self._left else ""

    # -- received files ------------------------------------------------------------------------------------------

    def content(self, digest: str) -> bytes | None:
        """A received file, by its SHA-256, where they are kept beside the journal; None otherwise."""
        return self._db.content(digest)

    def contents_lacking(self) -> tuple[str, ...]:
        """The copies of received files that should be kept beside the journal and are not, in order."""
        return tuple(archived for _, archived in self._db.contents_lacking())

    # -- copies --------------------------------------------------------------------------------------------------

    @property
    def head(self) -> Head:
        """How far the journal has come."""
        return head_of(self._db)

    def has_run(self, word: str) -> bool:
        """Whether the run stands in it of which `Head.last_run` is that word."""
        number, _, digest = word.partition(":")
        found = self._db.execute("SELECT hash FROM run WHERE id = ?", (number,)).fetchone()
        return found is not None and found[0] == digest

    def holds(self, head: Head) -> bool:
        """Whether the journal has all that a copy with that head has."""
        return holds(self._db, head)

    @property
    def extent(self) -> str:
        """How far it has come, in words."""
        return extent(self._db)

    def copy_to(self, target: Path, older: Path | None = None) -> None:
        """The whole journal in a new file, on the disk when this returns; `older` may be an earlier copy, from which a
        server's journal is copied faster. Raises OSError, sqlite3.Error, JournalUnreachable.
        """
        write_copy(self._db, target, older or target)


def _must_be_ahead(db: Engine, copies: Iterable[Path]) -> None:
    found = ahead(db, copies)
    if found is not None:
        copy, _ = found
        raise JournalLost(f"nhật ký có {extent(db)}, bản sao có {extent_of_copy(copy)}", copy)
