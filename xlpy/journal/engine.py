"""What the journal asks of a database: SQLite's connection meets it nearly as it is, PostgreSQL's by `postgres`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from xlpy.journal.file import FileEngine

Shape = Mapping[tuple[str, str], object]
"""(kind, name) of a table, view, index, trigger → all that tells it from another of that name."""


class Rows(Protocol):
    """The answer to a question."""

    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Engine(Protocol):
    """A connection to one journal. Statements are those that both databases understand, with `?` for a value.

    BEGIN and ROLLBACK are statements; within them a reader sees one and the same state. Each engine raises its own
    errors: sqlite3.Error, or JournalUnreachable.
    """

    @property
    def in_transaction(self) -> bool: ...
    def execute(self, statement: str, values: Sequence[Any] = (), /) -> Rows: ...
    def executemany(self, statement: str, rows: Iterable[Sequence[Any]], /) -> object: ...
    def close(self) -> None: ...

    def version(self) -> int:
        """The version of the journal's tables; 0 where there are none."""

    def is_empty(self) -> bool:
        """Whether there is no table in it: a first run that is under way, or was called off."""

    def bring_to(self, version: int) -> None:
        """Make the tables that are missing of a version's. What was there stays as it was."""

    def fault(self) -> str:
        """What the database itself says is broken; "" for nothing."""

    def shape(self) -> Shape:
        """Everything in it that changes what is read or written."""

    def shape_of(self, version: int) -> Shape:
        """The same as the program makes it."""

    def size(self) -> int:
        """Bytes below which no copy can hold as much; 0 where that cannot be told."""

    def content(self, digest: str) -> bytes | None:
        """A received file that is kept beside the journal, by its SHA-256."""

    def contents_lacking(self) -> Sequence[tuple[str, str]]:
        """(SHA-256, archived copy) of received files that should be kept beside the journal and are not."""

    def copy_into(self, copy: "FileEngine", older: Path) -> None:
        """The whole journal into an empty file. What lies at `older` may be an earlier copy of it, to go on from."""

    def commit_run(self) -> None:
        """Make the transaction stand. Raises JournalBusy; JournalUnsure where nobody can tell whether it does."""
