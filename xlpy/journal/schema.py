"""The journal's tables. Rows are only ever added; triggers refuse anything else.

A *run* is one press of Tổng hợp that changed something. The last run of a date is that date's result. Each
run's hash covers its rows and the run before it, so that a row edited by hand is found. What was sent out
(`dispatch`) is no part of a run and has a chain of hashes of its own.
"""

from collections.abc import Iterator, Mapping

VERSION = 7
"""`PRAGMA user_version`. A journal with a higher one was written by a newer program and is only read.

Version 7 has no new table: a unit's status may be that it owes no report.
"""

TABLES: Mapping[str, tuple[str, ...]] = {
    "plan": ("sha256 TEXT PRIMARY KEY", "run INTEGER NOT NULL", "text TEXT NOT NULL"),
    "receipt": (
        "id INTEGER PRIMARY KEY",
        "run INTEGER NOT NULL",
        "date TEXT NOT NULL",
        "form_date TEXT",
        "name TEXT NOT NULL",
        "path TEXT NOT NULL",
        "modified_ns INTEGER NOT NULL",
        "size INTEGER NOT NULL",
        "sha256 TEXT NOT NULL",
        "received_at TEXT NOT NULL",
        "archived TEXT NOT NULL",
    ),
    "acceptance": ("run INTEGER NOT NULL", "date TEXT NOT NULL", "unit TEXT NOT NULL", "sha256 TEXT NOT NULL"),
    "unit_day": (
        "run INTEGER NOT NULL",
        "place INTEGER NOT NULL",
        "unit TEXT NOT NULL",
        "name TEXT NOT NULL",
        "status TEXT NOT NULL",
        "late INTEGER NOT NULL",
        "file TEXT NOT NULL",
        "sheet TEXT NOT NULL",
        "cell TEXT NOT NULL",
        "sha256 TEXT",
        "received_at TEXT",
        "by_name INTEGER NOT NULL",
        "carried_from TEXT",
    ),
    "figure": (
        "run INTEGER NOT NULL",
        "unit TEXT NOT NULL",
        "kind TEXT NOT NULL",
        "total INTEGER NOT NULL",
        "today INTEGER",
        "entered INTEGER NOT NULL",
        "today_cell TEXT NOT NULL",
        "entered_cell TEXT NOT NULL",
    ),
    "finding": (
        "run INTEGER NOT NULL",
        "place INTEGER NOT NULL",
        "code TEXT NOT NULL",
        "severity TEXT NOT NULL",
        "file TEXT NOT NULL",
        "sheet TEXT NOT NULL",
        "cell TEXT NOT NULL",
        "title TEXT NOT NULL",
        "message TEXT NOT NULL",
        "fix TEXT NOT NULL",
        "unit TEXT",
    ),
}
"""Table → columns. All but `plan` and `receipt` are written for the run alone."""

LATER_TABLES: Mapping[str, tuple[str, ...]] = {
    "letter": (
        "run INTEGER NOT NULL",
        "receipt INTEGER NOT NULL",
        "sha256 TEXT NOT NULL",
        "sender TEXT NOT NULL",
        "subject TEXT NOT NULL",
        "message_id TEXT NOT NULL",
        "sent_at TEXT",
        "received_at TEXT",
    ),
    "gathered": (
        "run INTEGER NOT NULL",
        "place INTEGER NOT NULL",
        "stands_for INTEGER NOT NULL",
        "because TEXT NOT NULL",
    ),
    "withdrawn": ("run INTEGER NOT NULL", "date TEXT NOT NULL", "unit TEXT NOT NULL", "sha256 TEXT NOT NULL"),
    "automatic": ("run INTEGER NOT NULL", "receipt INTEGER NOT NULL", "kind TEXT NOT NULL"),
    "zero_reason": ("run INTEGER NOT NULL", "unit TEXT NOT NULL", "reason TEXT NOT NULL"),
    "mismatch": (
        *("run INTEGER NOT NULL", "number INTEGER NOT NULL", "unit TEXT NOT NULL", "kind TEXT NOT NULL"),
        *("book TEXT NOT NULL", "page TEXT NOT NULL", "record TEXT NOT NULL", "differs TEXT"),
        *("found TEXT", "sent TEXT", "answered TEXT", "corrected TEXT", "done TEXT"),
    ),
    "mismatch_said": ("run INTEGER NOT NULL", "unit TEXT NOT NULL", "numbers TEXT NOT NULL"),
}
"""Tables of a run that version 1 did not have: in a run's hash they stand only where they have rows.

`gathered` has a row for a finding (by its `place` in the run) that is one line for many, or follows from another.
`withdrawn` are files of figures told by telephone that count no more for their day. `automatic` has a row for a receipt
that came in a letter which no person wrote. `zero_reason` has a row for a unit that said why its day is zero.
`mismatch` has each line of Theo dõi riêng as a unit said it, once; `mismatch_said` which of them a unit's files said.
"""

_SINCE: Mapping[str, int] = {
    "letter": 2,
    "gathered": 3,
    "withdrawn": 4,
    "automatic": 5,
    "zero_reason": 6,
    "mismatch": 6,
    "mismatch_said": 6,
}
"""The version that brought each later table."""

_DISPATCH = """CREATE TABLE dispatch (id INTEGER PRIMARY KEY, date TEXT NOT NULL, subject TEXT NOT NULL,
version TEXT NOT NULL, message_id TEXT NOT NULL, recipients TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL,
said TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT;"""

_RUN = """CREATE TABLE run (id INTEGER PRIMARY KEY, date TEXT NOT NULL, made_at TEXT NOT NULL, program TEXT NOT NULL,
plan TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT;"""

LATEST = """CREATE VIEW latest AS SELECT max(id) AS id, date FROM run GROUP BY date;"""


def script(version: int = VERSION) -> tuple[str, ...]:
    """The statements that make an empty journal, as that version made it."""
    statements = [_RUN, LATEST, *_tables(TABLES), "CREATE INDEX receipt_sha256 ON receipt (sha256)"]
    return (*statements, *_append_only("run", *TABLES), *upgrade(1, version))


def upgrade(version: int, to: int = VERSION) -> tuple[str, ...]:
    """The statements that make a journal of an earlier version one of a later."""
    new = {table: columns for table, columns in LATER_TABLES.items() if version < _SINCE[table] <= to}
    sent = (_DISPATCH, *_append_only("dispatch")) if version < 2 <= to else ()
    return (*_tables(new), *sent, *_append_only(*new), f"PRAGMA user_version = {to}")


def tables_of(version: int) -> Mapping[str, tuple[str, ...]]:
    """The tables of a run that a journal of a version has."""
    return {**TABLES, **{table: columns for table, columns in LATER_TABLES.items() if _SINCE[table] <= version}}


def _tables(tables: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for table, columns in tables.items():
        yield f"CREATE TABLE {table} ({', '.join(columns)}) STRICT"


def _append_only(*tables: str) -> Iterator[str]:
    for table in tables:
        for verb in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
            )


def column_names(table: str) -> tuple[str, ...]:
    """The columns of a table, in order."""
    return tuple(column.partition(" ")[0] for column in {**TABLES, **LATER_TABLES}[table])
