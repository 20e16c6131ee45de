"""A journal of version 1: it is read as it is, the first run that writes makes it ours, and its hashes stay true."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.journal.test_journal import DAY, NOW, PLAN, one_standing, record
from xlpy.core.consolidate import Status
from xlpy.core.receipt import Automatic, Letter, Receipt
from xlpy.core.source import Finding, Severity, Source
from xlpy.journal import Journal, JournalDamaged, JournalTooNew, Taken
from xlpy.journal.schema import script

OLD = (Path(__file__).parent / "version_1.sql").read_text(encoding="utf-8")
LETTER = Letter(
    "c" * 64, "tuphap@example.gov.vn", "Báo cáo & <script>", "<1@x>", NOW, datetime(2023, 5, 22, 6, 30, 0, 123, UTC)
)


def book(letter: Letter | None = LETTER) -> Taken:
    name = "thu.eml/b.xlsx"
    return Taken(Receipt(name, "d" * 64, NOW), DAY, DAY, f"den/{name}", 7, 7, "da-nhan/d-b.xlsx", letter)


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "nhat-ky.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(OLD)
    yield path


def ask(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db, db:
        return db.execute(statement).fetchall()


def forced(path: Path, statement: str) -> None:
    """Change what the triggers keep, as somebody with a tool for it would."""
    for (name,) in ask(path, "SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        ask(path, f"DROP TRIGGER {name}")
    ask(path, statement)


def test_it_is_read_as_it_is(path: Path) -> None:
    before = path.read_bytes()
    with Journal.reading(path) as journal:
        standing = journal.standing(DAY)
        assert standing is not None and standing.units[0].status is Status.RECEIVED
        (taken,) = journal.taken()
        assert taken.receipt.name == "a.xlsx" and taken.letter is None
        assert journal.acceptances(DAY) == {("691", "b" * 64)}
        assert journal.dispatches() == ()
        assert len(list(journal.past_standings(DAY))) == 2
    assert path.read_bytes() == before


def test_a_run_that_is_called_off_leaves_it_as_it_was(path: Path) -> None:
    before = path.read_bytes()
    with Journal.writing(path) as journal:
        journal.record(one_standing(9), PLAN, (book(),), (), NOW)
    assert path.read_bytes() == before


def test_the_first_run_makes_it_ours_and_every_hash_stays_true(path: Path) -> None:
    hashes = ask(path, "SELECT id, hash FROM run ORDER BY id")
    assert record(path, one_standing(9), (book(), book(None)._replace(path="den/c.xlsx")))
    assert ask(path, "SELECT id, hash FROM run ORDER BY id")[:2] == hashes
    assert ask(path, "PRAGMA user_version") == [(7,)]
    with Journal.reading(path) as journal:
        assert [item.letter for item in journal.taken()] == [None, LETTER, None]
        assert journal.standing(DAY) == one_standing(9)
    with Journal.writing(path):
        pass


def test_a_journal_of_version_2_gets_only_what_it_lacks(path: Path) -> None:
    record(path, one_standing(9), (book(),))
    forced(path, "DROP TABLE gathered")
    ask(path, "DROP TABLE withdrawn")
    ask(path, "DROP TABLE automatic")
    for table in ("zero_reason", "mismatch", "mismatch_said"):
        ask(path, f"DROP TABLE {table}")
    triggers = [statement for statement in script() if statement.startswith("CREATE TRIGGER")]
    for statement in triggers:
        if not any(table in statement for table in ("gathered", "withdrawn", "automatic", "zero_reason", "mismatch")):
            ask(path, statement)
    ask(path, "PRAGMA user_version = 2")
    hashes = ask(path, "SELECT id, hash FROM run ORDER BY id")
    with Journal.reading(path) as journal:
        assert journal.standing(DAY) == one_standing(9)
    standing = one_standing(10)
    line = Finding("KH01", Severity.WARNING, Source("a.xlsx", "S", "C7, G7"), "T", "M.", "F.", "691", 2, "BM07")
    standing = standing._replace(findings=(line,))
    assert record(path, standing)
    assert ask(path, "SELECT id, hash FROM run ORDER BY id")[: len(hashes)] == hashes
    assert ask(path, "PRAGMA user_version") == [(7,)]
    with Journal.reading(path) as journal:
        assert journal.standing(DAY) == standing


def test_a_program_from_before_would_not_touch_it(path: Path) -> None:
    record(path, one_standing(9))
    (found,) = ask(path, "PRAGMA user_version")
    assert found > (1,)  # what the program of version 1 knows
    ask(path, "PRAGMA user_version = 8")
    for opened in (Journal.reading, Journal.writing):
        with pytest.raises(JournalTooNew), opened(path):
            pass


def test_it_is_the_same_as_a_journal_made_anew(path: Path, tmp_path: Path) -> None:
    record(path, one_standing(9))
    new = tmp_path / "moi.sqlite"
    record(new, one_standing(9))
    schema = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    assert ask(path, schema) == ask(new, schema)


@pytest.mark.parametrize("kind", Automatic)
def test_a_journal_of_version_4_learns_which_letters_no_person_wrote(path: Path, kind: Automatic) -> None:
    record(path, one_standing(9), (book(),))
    forced(path, "DROP TABLE automatic")
    for table in ("zero_reason", "mismatch", "mismatch_said"):
        ask(path, f"DROP TABLE {table}")
    for statement in script(4):
        if statement.startswith("CREATE TRIGGER"):
            ask(path, statement)
    ask(path, "PRAGMA user_version = 4")
    hashes = ask(path, "SELECT id, hash FROM run ORDER BY id")
    with Journal.reading(path) as journal:
        assert [item.letter for item in journal.taken()] == [None, LETTER]
    noticed = LETTER._replace(automatic=kind)
    assert record(path, one_standing(10), (book(noticed)._replace(path="den/c.xlsx"),))
    assert ask(path, "SELECT id, hash FROM run ORDER BY id")[: len(hashes)] == hashes
    assert ask(path, "PRAGMA user_version") == [(7,)]
    with Journal.reading(path) as journal:
        assert [item.letter for item in journal.taken()] == [None, LETTER, noticed]


@pytest.mark.parametrize("table", ["run", "receipt", "letter", "dispatch", "automatic"])
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET rowid = 9"])
def test_rows_are_only_ever_added(path: Path, table: str, verb: str) -> None:
    record(path, one_standing(9), (book(LETTER._replace(automatic=Automatic.REPLY)),))
    ask(path, "INSERT INTO dispatch VALUES (1, '', '', '', '', '', '', '', '', '', '')")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        ask(path, verb.format(table))


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        ("UPDATE letter SET sender = 'la@example.com'", "lần chạy số 3"),
        ("UPDATE letter SET received_at = NULL", "lần chạy số 3"),
        ("UPDATE letter SET receipt = 1", "lần chạy số 3"),
        ("UPDATE letter SET run = 2", "lần chạy số 2"),
        ("DELETE FROM letter", "lần chạy số 3"),
        ("INSERT INTO letter SELECT * FROM letter", "lần chạy số 3"),
        ("INSERT INTO letter VALUES (1, 1, 'x', 'x', 'x', 'x', NULL, NULL)", "lần chạy số 1"),
        ("INSERT INTO letter VALUES (99, 1, 'x', 'x', 'x', 'x', NULL, NULL)", "99"),
        ("INSERT INTO automatic VALUES (3, 2, 'reply')", "lần chạy số 3"),
        ("INSERT INTO acceptance VALUES (99, '2023-05-22', '691', 'x')", "99"),
        ("UPDATE figure SET entered = 6 WHERE run = 1", "lần chạy số 1"),
    ],
)
def test_a_letter_edited_by_hand_is_found(path: Path, edit: str, told: str) -> None:
    record(path, one_standing(9), (book(),))
    forced(path, edit)
    for opened in (Journal.reading, Journal.writing):
        with pytest.raises(JournalDamaged, match=told), opened(path):
            pass


@pytest.mark.parametrize(
    "edit", ["UPDATE receipt SET name = 'x'", "DELETE FROM finding", "UPDATE run SET program = ''"]
)
def test_version_1_edited_by_hand_is_found_before_it_is_made_ours(path: Path, edit: str) -> None:
    forced(path, edit)
    with pytest.raises(JournalDamaged, match="lần chạy số 1"), Journal.writing(path):
        pass
    assert ask(path, "PRAGMA user_version") == [(1,)]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: ask(path, "PRAGMA user_version = 2"), id="version without tables"),
        pytest.param(lambda path: forced(path, "DROP TABLE finding"), id="table gone"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:9000]), id="cut"),
    ],
)
def test_half_an_upgrade_is_no_journal(path: Path, damage: Callable[[Path], object]) -> None:
    damage(path)
    with pytest.raises(JournalDamaged), Journal.writing(path):
        pass


def test_a_unit_that_owes_nothing_is_kept_as_that(path: Path) -> None:
    """Version 7 has no new table: what a program of before could not read is the state itself."""
    first = one_standing(9)
    silent = first._replace(units=(first.units[0]._replace(status=Status.NOT_DUE),))
    record(path, silent)
    with Journal.reading(path) as journal:
        assert journal.standing(DAY) == silent
    assert ask(path, "SELECT status FROM unit_day WHERE run = (SELECT max(run) FROM unit_day)") == [("not-due",)]
