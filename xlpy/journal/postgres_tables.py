"""The journal's tables on PostgreSQL: made from those that `schema` makes in SQLite, so that they have one home."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import lru_cache
from sqlite3 import Connection
from typing import NamedTuple

from sqlalchemy import BigInteger, Column, Identity, MetaData, Table, Text
from sqlalchemy.schema import CreateTable

from xlpy.journal.engine import Shape
from xlpy.journal.file import in_memory

SCHEMA = "hotich"
"""Where the tables lie in the database. Its comment is the version."""

CONTENTS = "hotich_tep"
"""Where the received files themselves lie: they stay when an older copy of the journal is put back."""

ORDER = "rowid"
"""The column that SQLite has without being told: the order in which rows were added."""

_REFUSE = "refuse_change"
_BODY = "BEGIN RAISE EXCEPTION 'the journal is append-only'; END"
FIRST = (
    f"CREATE SCHEMA {SCHEMA}",
    f"""CREATE FUNCTION {SCHEMA}.{_REFUSE}() RETURNS trigger LANGUAGE plpgsql AS
        $$ {_BODY} $$""",
)
"""What comes before the tables."""

FOR_CONTENTS = (
    f"CREATE SCHEMA IF NOT EXISTS {CONTENTS}",
    f"CREATE TABLE IF NOT EXISTS {CONTENTS}.content (sha256 TEXT PRIMARY KEY, bytes BYTEA NOT NULL)",
)

_TYPES = {"INTEGER": (BigInteger, "bigint"), "TEXT": (Text, "text")}
_AFTER = {"DELETE": ("DELETE", "TRUNCATE"), "UPDATE": ("UPDATE",)}


class _Column(NamedTuple):
    name: str
    kind: str
    needed: bool
    key: bool


class Tables(NamedTuple):
    """A version's tables in the words of SQLite's schema: name → columns; views and indexes as statements that both
    databases understand; (table, verb) that a trigger refuses.
    """

    columns: dict[str, tuple[_Column, ...]]
    views: dict[str, str]
    indexes: dict[str, tuple[str, str]]
    refused: tuple[tuple[str, str], ...]


def names_of(file: Connection) -> dict[str, tuple[str, ...]]:
    """Every table of a journal's file, with its columns in order."""
    return {table: tuple(column.name for column in columns) for table, columns in _columns(file).items()}


@lru_cache
def tables(version: int) -> Tables:
    """Those of a version."""
    with closing(in_memory(version)) as made:
        stored = made.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        return Tables(
            _columns(made),
            {name: sql for kind, name, _, sql in stored if kind == "view"},
            {name: (table, sql) for kind, name, table, sql in stored if kind == "index"},
            tuple(
                (table, verb)
                for kind, name, table, _ in stored
                for verb in _AFTER
                if kind == "trigger" and name == f"{table}_no_{verb.lower()}"
            ),
        )


def statements(version: int, there: Iterable[str]) -> Iterator[str | CreateTable]:
    """What makes the tables of a version, where those of an earlier one may be there already."""
    wanted, have = tables(version), set(there)
    metadata = MetaData()
    for table, columns in wanted.columns.items():
        if table not in have:
            yield CreateTable(Table(table, metadata, *map(_as_column, columns), Column(ORDER, BigInteger, Identity())))
    yield from (sql for name, sql in wanted.views.items() if name not in have)
    yield from (sql for table, sql in wanted.indexes.values() if table not in have)
    for table, verb in wanted.refused:
        if table not in have:
            yield from (_trigger(table, one) for one in _AFTER[verb])
    yield f"COMMENT ON SCHEMA {SCHEMA} IS '{version}'"


def shape_of(version: int) -> Shape:
    """What `SHAPE` answers of a schema that the program made."""
    wanted = tables(version)
    found: dict[tuple[str, str], object] = {("function", _REFUSE): ""}
    for table, columns in wanted.columns.items():
        told = [f"{one.name} {_TYPES[one.kind][1]}{' needed' if one.needed or one.key else ''}" for one in columns]
        found["table", table] = ", ".join([*told, f"{ORDER} bigint needed"])
        if any(one.key for one in columns):
            found["index", f"{table}_pkey"] = table
    found |= {("view", name): _bare(sql.partition(" AS ")[2]) for name, sql in wanted.views.items()}
    found |= {("index", name): table for name, (table, _) in wanted.indexes.items()}
    for table, verb in wanted.refused:
        found |= {("trigger", _named(table, one)): f"{table} {one.lower()}" for one in _AFTER[verb]}
    return found


SHAPE = f"""
SELECT CASE c.relkind WHEN 'r' THEN 'table' ELSE c.relkind::text END, c.relname::text,
       string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                  || CASE WHEN a.attnotnull THEN ' needed' ELSE '' END, ', ' ORDER BY a.attnum)
       || CASE WHEN c.relrowsecurity THEN ' hidden' ELSE '' END
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = '{SCHEMA}'::regnamespace AND c.relkind NOT IN ('v', 'i', 'S')
GROUP BY c.relkind, c.relname, c.relrowsecurity
UNION ALL SELECT 'view', c.relname::text, pg_get_viewdef(c.oid) FROM pg_class c
WHERE c.relnamespace = '{SCHEMA}'::regnamespace AND c.relkind = 'v'
UNION ALL SELECT 'index', c.relname::text, t.relname::text
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
WHERE c.relnamespace = '{SCHEMA}'::regnamespace
UNION ALL SELECT 'trigger', t.tgname::text, c.relname::text
       || CASE WHEN t.tgtype & 2 = 0 OR t.tgenabled = 'D' OR p.proname <> '{_REFUSE}' OR t.tgqual IS NOT NULL
               OR p.pronamespace <> '{SCHEMA}'::regnamespace THEN ' changed'
               WHEN t.tgtype & 63 = 19 THEN ' update' WHEN t.tgtype & 63 = 11 THEN ' delete'
               WHEN t.tgtype & 63 = 34 THEN ' truncate' ELSE ' other' END
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE c.relnamespace = '{SCHEMA}'::regnamespace AND NOT t.tgisinternal
UNION ALL SELECT 'function', p.proname::text,
       CASE WHEN btrim(p.prosrc) = '{_BODY.replace("'", "''")}' THEN '' ELSE 'changed' END
FROM pg_proc p WHERE p.pronamespace = '{SCHEMA}'::regnamespace
UNION ALL SELECT 'rule', r.rulename::text, c.relname::text FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
WHERE c.relnamespace = '{SCHEMA}'::regnamespace AND NOT (r.rulename = '_RETURN' AND c.relkind = 'v')
"""
"""Everything in the schema that changes what is read or written: kind, name, how it is made."""


def as_shape(rows: Iterable[tuple[str, str, str]]) -> Shape:
    """The rows that `SHAPE` answers."""
    return {(kind, name): _bare(told) if kind == "view" else told for kind, name, told in rows}


def _bare(select: str) -> str:
    """A view's question without what each version of PostgreSQL spells in its own way."""
    words = select.replace("run.", "").replace(";", " ").replace("(", " ( ").replace(")", " ) ")
    return " ".join(words.split()).lower()


def _as_column(column: _Column) -> "Column[object]":
    made, _ = _TYPES[column.kind]
    # As SQLite compares: byte by byte, whatever language the server was set up in.
    kind = made(collation="C") if made is Text else made()
    return Column(
        column.name, kind, primary_key=column.key, nullable=not (column.needed or column.key), autoincrement=False
    )


def _trigger(table: str, verb: str) -> str:
    each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
    return (
        f"CREATE TRIGGER {_named(table, verb)} BEFORE {verb} ON {table} FOR EACH {each} "
        f"EXECUTE FUNCTION {SCHEMA}.{_REFUSE}()"
    )


def _named(table: str, verb: str) -> str:
    return f"{table}_no_{verb.lower()}"


def _columns(file: Connection) -> dict[str, tuple[_Column, ...]]:
    found = file.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    )
    return {
        table: tuple(
            _Column(name, kind, bool(needed), bool(key))
            for _, name, kind, needed, _, key in file.execute(f"PRAGMA table_info({table})").fetchall()
        )
        for (table,) in found.fetchall()
    }
