"""The journal's tables. Rows are only ever added; triggers refuse anything else.

A *run* is one press of Tổng hợp that changed something. The last run of a date is that date's result. Each
run's hash covers its rows and the run before it, so that a row edited by hand is found.
"""

from collections.abc import Mapping

VERSION = 1
"""`PRAGMA user_version`. A journal with a higher one was written by a newer program and is only read."""

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

_RUN = """CREATE TABLE run (id INTEGER PRIMARY KEY, date TEXT NOT NULL, made_at TEXT NOT NULL, program TEXT NOT NULL,
plan TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT;"""

LATEST = """CREATE VIEW latest AS SELECT max(id) AS id, date FROM run GROUP BY date;"""


def script() -> str:
    """The statements that make an empty journal."""
    statements = [_RUN, LATEST]
    for table, columns in TABLES.items():
        statements.append(f"CREATE TABLE {table} ({', '.join(columns)}) STRICT;")
    statements.append("CREATE INDEX receipt_sha256 ON receipt (sha256);")
    for table in ("run", *TABLES):
        for verb in ("UPDATE", "DELETE"):
            statements.append(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;"
            )
    return "\n".join((*statements, f"PRAGMA user_version = {VERSION};"))


def column_names(table: str) -> tuple[str, ...]:
    """The columns of a table, in order."""
    return tuple(column.partition(" ")[0] for column in TABLES[table])
