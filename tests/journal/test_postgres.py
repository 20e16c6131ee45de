"""What only a journal on a server can suffer: its schema, its accounts, an older version's journal moved there."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from tests.journal.test_journal import DAY, NOW, PLAN, one_standing, record
from tests.journal.test_upgrade import OLD
from tests.kit.postgres import PASSWORD_USER, Cluster, of
from xlpy.core.receipt import Receipt
from xlpy.journal import Journal, JournalBusy, JournalDamaged, JournalTooNew, JournalUnreachable, JournalUnsure, Taken
from xlpy.journal.place import Server
from xlpy.journal.schema import LATER_TABLES, TABLES, VERSION, script

pytestmark = pytest.mark.postgres


@pytest.fixture
def server(database: str, tmp_path: Path) -> Server:
    """A journal with one run."""
    server = Server(database, tmp_path)
    record(server, one_standing(5))
    return server


@pytest.fixture
def sql(server: Server, cluster: Cluster) -> Callable[..., str]:
    """Statements past the program."""
    return lambda *statements: cluster.sql(of(server.address), "SET search_path = hotich", *statements)


@pytest.mark.parametrize("table", ["run", *TABLES, *LATER_TABLES, "dispatch"])
def test_no_table_takes_a_change_back(table: str, server: Server, sql: Callable[..., str]) -> None:
    for change in (f"UPDATE {table} SET rowid = DEFAULT", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        if change.startswith("TRUNCATE") or sql(f"SELECT count(*) FROM {table}") != "0\n":
            with pytest.raises(AssertionError, match="the journal is append-only"):
                sql(change)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("DROP TRIGGER figure_no_update ON figure", "trigger figure_no_update"),
        ("ALTER TABLE figure DISABLE TRIGGER figure_no_delete", "trigger figure_no_delete"),
        ("CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'", "function refuse_change"),
        ("CREATE OR REPLACE VIEW latest AS SELECT min(id) AS id, date FROM run GROUP BY date", "view latest"),
        ("CREATE RULE quiet AS ON INSERT TO finding DO INSTEAD NOTHING", "rule quiet"),
        ("ALTER TABLE figure ENABLE ROW LEVEL SECURITY", "table figure"),
        ("ALTER TABLE unit_day ADD more TEXT", "table unit_day"),
        ("CREATE TABLE mine (x TEXT)", "table mine"),
        ("DROP INDEX receipt_sha256", "index receipt_sha256"),
    ],
)  # fmt: skip
def test_a_schema_that_is_not_as_the_program_made_it_is_damage(
    change: str, what: str, server: Server, sql: Callable[..., str]
) -> None:
    sql(change)
    for opened in (Journal.reading, Journal.writing):
        with pytest.raises(JournalDamaged, match=rf"\({what}\)"), opened(server):
            pass


def test_a_table_that_is_gone_is_damage_and_no_word_of_english_alone(server: Server, sql: Callable[..., str]) -> None:
    sql("DROP TABLE figure CASCADE")
    with pytest.raises(JournalDamaged, match="không đọc được như một nhật ký"), Journal.reading(server):
        pass


def test_a_journal_of_a_newer_program_is_refused(server: Server, sql: Callable[..., str]) -> None:
    sql("COMMENT ON SCHEMA hotich IS '99'")
    with pytest.raises(JournalTooNew), Journal.writing(server):
        pass


@pytest.mark.parametrize("number", range(1, VERSION + 1))
def test_an_older_version_s_journal_is_moved_as_it_is_and_the_first_run_makes_it_ours(
    number: int, database: str, tmp_path: Path
) -> None:
    from xlpy.journal.postgres import connected, put_in_place

    path, server = tmp_path / "cu.sqlite", Server(database, tmp_path)
    with closing(sqlite3.connect(path)) as db:
        db.executescript(OLD if number == 1 else ";".join(script(number)))
    with Journal.reading(path) as journal:
        hashes, taken = journal.run_hashes(), journal.taken()
    put_in_place(server, path)
    with connected(server) as engine:
        assert engine.version() == number
    with Journal.reading(server) as journal:
        assert (journal.run_hashes(), journal.taken()) == (hashes, taken)
    record(server, one_standing(9))
    with connected(server) as engine:
        assert engine.version() == VERSION
    with Journal.reading(server) as journal:
        assert journal.run_hashes()[: len(hashes)] == hashes and journal.standing(DAY) == one_standing(9)


def test_what_was_received_is_on_the_server_once_the_run_stands(server: Server, sql: Callable[..., str]) -> None:
    content = b"\0PK" * 1000
    (server.folder / "da-nhan").mkdir()
    (server.folder / "da-nhan/x").write_bytes(content)
    digest = sha256(content).hexdigest()
    here = Taken(Receipt("a.xlsx", digest, NOW), DAY, None, "den/a.xlsx", 7, 7, "da-nhan/x")
    gone = here._replace(receipt=Receipt("b.xlsx", "b" * 64, NOW), path="den/b.xlsx", archived="da-nhan/y")
    other = here._replace(receipt=Receipt("c.xlsx", "c" * 64, NOW), path="den/c.xlsx")  # that copy is another file
    with Journal.writing(server) as journal:
        journal.record(one_standing(6), PLAN, (here, gone, other), (), NOW)
    assert sql("SELECT count(*) FROM hotich_tep.content") == "0\n"
    record(server, one_standing(6), (here, gone, other))
    with Journal.reading(server) as journal:
        assert journal.content(digest) == content
        assert journal.content("b" * 64) is None
        assert journal.contents_lacking() == ("da-nhan/x", "da-nhan/y")


def test_an_account_without_its_password_is_told_and_libpq_finds_it_in_its_own_places(
    server: Server, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = server._replace(address=cluster.address(of(server.address), user=PASSWORD_USER))
    for password in ("", "sai"):
        monkeypatch.setenv("PGPASSWORD", password)
        with pytest.raises(JournalUnreachable, match="không nhận") as refused, Journal.reading(theirs):
            pass
        assert "sai" not in str(refused.value).replace("failed", "")
    monkeypatch.setenv("PGPASSWORD", "đúng rồi")
    with pytest.raises(JournalUnreachable, match="không có quyền xem nhật ký"), Journal.reading(theirs):
        pass
    cluster.sql(
        of(server.address),
        f"GRANT USAGE ON SCHEMA hotich, hotich_tep TO {PASSWORD_USER}",
        f"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA hotich, hotich_tep TO {PASSWORD_USER}",
    )
    record(theirs, one_standing(6))
    with Journal.reading(server) as journal:
        assert journal.standing(DAY) == one_standing(6)


def test_a_database_of_another_encoding_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    cluster.sql("postgres", "CREATE DATABASE cu ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(JournalUnreachable, match="UTF8"), Journal.writing(Server(cluster.address("cu"), tmp_path)):
        pass
    cluster.sql("postgres", "DROP DATABASE cu")


def test_one_thing_at_a_time_and_another_beside_it(server: Server) -> None:
    from xlpy.journal.postgres import ANSWERING, SENDING, alone

    others = alone(server, SENDING, 0.1), alone(server, ANSWERING, 0.1), Journal.writing(server)
    with others[0], others[1], others[2], pytest.raises(JournalBusy), alone(server, SENDING, 0.1):
        pass
    with alone(server, SENDING, 0.1):
        pass


def test_a_run_is_measured_against_what_stands_once_the_lock_is_had(server: Server) -> None:
    """Whoever waited for the lock sees the run that had it: on the state before it would have been written twice."""
    import threading

    from xlpy.journal.postgres import held_to_write

    seen: list[int] = []
    with held_to_write(server, 1) as first:
        first.execute("SELECT count(*) FROM plan")

        def waits() -> None:
            with held_to_write(server, 10) as second:
                seen.append(second.execute("SELECT count(*) FROM plan").fetchone()[0])

        waiting = threading.Thread(target=waits)
        waiting.start()
        waiting.join(0.5)
        assert waiting.is_alive()
        first.execute("INSERT INTO plan VALUES (?, ?, ?)", ["z" * 64, 1, "{}"])
        first.commit_run()
        waiting.join(20)
    assert seen == [2]


def test_a_copy_goes_on_from_an_earlier_one_and_not_from_one_that_went_another_way(
    server: Server, tmp_path: Path
) -> None:
    earlier, other = tmp_path / "truoc.sqlite", tmp_path / "khac.sqlite"
    with Journal.reading(server) as journal:
        journal.copy_to(earlier)
    record(other, one_standing(8))
    record(server, one_standing(6))
    for number, older in enumerate((earlier, other, tmp_path / "khong-co.sqlite", Path(__file__))):
        copy = tmp_path / f"{number}.sqlite"
        with Journal.reading(server) as journal:
            journal.copy_to(copy, older)
            with Journal.reading(copy) as found:
                assert found.run_hashes() == journal.run_hashes()
                assert list(found.past_standings(DAY)) == [one_standing(5), one_standing(6)]


def test_a_server_started_anew_between_two_looks_is_asked_again(server: Server, cluster: Cluster) -> None:
    with Journal.reading(server) as journal:
        end_others(cluster, server)
        assert journal.standing(DAY) == one_standing(5)


def test_once_a_run_stands_nobody_says_that_nothing_was_changed(server: Server, cluster: Cluster) -> None:
    with Journal.writing(server) as journal:
        journal.record(one_standing(6), PLAN, (), (), NOW)
        journal.commit()
        cluster.sql("postgres", f"ALTER DATABASE {of(server.address)} ALLOW_CONNECTIONS false")
        end_others(cluster, server)
        with pytest.raises(JournalUnsure):
            journal.standing(DAY)
    cluster.sql("postgres", f"ALTER DATABASE {of(server.address)} ALLOW_CONNECTIONS true")
    with Journal.reading(server) as journal:
        assert journal.standing(DAY) == one_standing(6)


def end_others(cluster: Cluster, server: Server) -> None:
    """What a server does to all connections when it is stopped."""
    cluster.sql(
        "postgres",
        f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{of(server.address)}'",
    )
