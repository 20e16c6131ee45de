"""The journal: what is written is read back, nothing is rewritten, and a run is all or nothing."""

import multiprocessing
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.receipt import Receipt
from xlpy.core.records import KINDS, Figures
from xlpy.core.source import Finding, Severity, Source
from xlpy.doors.disk.inbox import legible
from xlpy.journal import Journal, JournalBusy, JournalDamaged, JournalTooNew, Taken

DAY = date(2023, 5, 22)
NOW = datetime.fromisoformat("2023-05-22T14:10:00+07:00")
PLAN = ("a" * 64, '{"schema": 1}')

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
names = texts.map(legible)
"""File names as the inbox hands them out."""


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    """Any result of a day."""
    units = []
    for number in range(draw(st.integers(1, 3))):
        receipt = Receipt(draw(names), draw(texts), NOW + timedelta(microseconds=draw(st.integers(0, 10**9))))
        source = Source(receipt.name, draw(texts), draw(texts))
        today = draw(st.none() | st.integers(-5, 10**9))
        figures = {kind: Figures(draw(st.integers(0, 10**9)), today, draw(st.integers(0, 10**9))) for kind in KINDS}
        cells = dict.fromkeys(KINDS, ("D8", "E8"))
        units.append(
            UnitDay(
                str(number),
                draw(texts),
                draw(st.sampled_from(Status)),
                draw(st.booleans()),
                figures,
                receipt,
                source,
                draw(st.none() | st.just(cells)),
                draw(st.booleans()),
                draw(st.none() | st.just(DAY)),
            )
        )
    findings = tuple(
        Finding(
            draw(texts),
            draw(st.sampled_from(Severity)),
            Source(draw(texts)),
            draw(texts),
            draw(texts),
            draw(texts),
            draw(st.none() | texts),
        )
        for _ in range(draw(st.integers(0, 2)))
    )
    return Standing(DAY, tuple(units), findings)


def one_standing(entered: int = 5, day: date = DAY) -> Standing:
    figures = {kind: Figures(100, entered, entered) for kind in KINDS}
    receipt = Receipt("a.xlsx", "b" * 64, NOW)
    return Standing(
        day, (UnitDay("691", "Huyện Bù Gia Mập", Status.RECEIVED, False, figures, receipt, Source("a.xlsx")),)
    )


def record(path: Path, standing: Standing, taken: tuple[Taken, ...] = ()) -> bool:
    with Journal.writing(path) as journal:
        changed = journal.record(standing, PLAN, taken, (), NOW)
        journal.commit()
    return changed


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "nhat-ky.sqlite"


@given(standings())
@settings(max_examples=60, deadline=None)
def test_a_result_read_back_is_the_result_written(standing: Standing) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as place:
        path = Path(place) / "nhat-ky.sqlite"
        record(path, standing)
        with Journal.reading(path) as journal:
            assert journal.standing(DAY) == standing


def test_the_same_result_again_adds_nothing(path: Path) -> None:
    assert record(path, one_standing())
    before = path.read_bytes()
    assert not record(path, one_standing())
    assert path.read_bytes() == before


def test_the_last_run_of_a_date_is_its_result_and_the_earlier_one_is_kept(path: Path) -> None:
    record(path, one_standing(5))
    record(path, one_standing(6))
    with Journal.reading(path) as journal:
        assert journal.standing(DAY) == one_standing(6)
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT count(*) FROM run").fetchone() == (2,)


def test_a_run_that_is_not_committed_leaves_nothing(path: Path) -> None:
    with Journal.writing(path) as journal:
        journal.record(one_standing(), PLAN, (), (), NOW)
    assert not path.exists()
    record(path, one_standing(5))
    before = path.read_bytes()
    with Journal.writing(path) as journal:
        journal.record(one_standing(6), PLAN, (), (), NOW)
    assert path.read_bytes() == before


def test_a_second_run_is_refused_and_told_who_is_at_work(path: Path) -> None:
    with Journal.writing(path), pytest.raises(JournalBusy, match=str(os.getpid())), Journal.writing(path):
        pass
    assert not path.with_suffix(".dang-chay").exists()


def _hold(path: Path) -> None:
    with Journal.writing(path) as journal:
        journal.record(one_standing(9), PLAN, (), (), NOW)
        path.with_suffix(".held").touch()
        time.sleep(60)


def test_a_run_that_was_killed_leaves_no_lock_and_no_rows(path: Path) -> None:
    record(path, one_standing(5))
    holder = multiprocessing.get_context("spawn").Process(target=_hold, args=(path,))
    holder.start()
    while not path.with_suffix(".held").exists():
        time.sleep(0.02)
    assert holder.pid is not None
    os.kill(holder.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    holder.join()
    with Journal.writing(path) as journal:
        assert journal.standing(DAY) == one_standing(5)


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE figure SET entered = entered + 1",
        "DELETE FROM finding",
        "UPDATE unit_day SET late = 1",
        "UPDATE run SET made_at = ''",
        "INSERT INTO acceptance VALUES (1, '2023-05-22', '691', 'x')",
    ],
)
def test_a_row_edited_by_hand_is_found_and_the_bad_run_named(path: Path, edit: str) -> None:
    standing = one_standing()
    finding = Finding("LK01", Severity.ERROR, Source("a.xlsx"), "t", "m")
    record(path, Standing(DAY, standing.units, (finding,)))
    with sqlite3.connect(path) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute(edit)
    with pytest.raises(JournalDamaged, match="lần chạy số 1"), Journal.reading(path):
        pass
    with pytest.raises(JournalDamaged), Journal.writing(path):
        pass


def test_a_file_that_is_no_journal_is_refused_and_left(path: Path) -> None:
    path.write_bytes(b"not a database, not at all" * 100)
    with pytest.raises(JournalDamaged, match=rf"^{path.name}: không phải tệp nhật ký$"), Journal.writing(path):
        pass
    assert path.read_bytes() == b"not a database, not at all" * 100


def test_a_journal_of_a_newer_program_is_refused(path: Path) -> None:
    record(path, one_standing())
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(JournalTooNew), Journal.writing(path):
        pass


def test_the_backup_is_a_whole_journal(path: Path, tmp_path: Path) -> None:
    with Journal.writing(path) as journal:
        journal.record(one_standing(), PLAN, (), (), NOW)
        journal.commit()
        journal.copy_to(tmp_path / "luu.sqlite")
    with Journal.reading(tmp_path / "luu.sqlite") as copy:
        assert copy.standing(DAY) == one_standing()


def test_files_taken_in_are_remembered_to_the_nanosecond(path: Path) -> None:
    taken = Taken(Receipt("a.xlsx", "b" * 64, NOW), DAY, None, "den/a.xlsx", 1684740067123456789, 7, "da-nhan/x")
    record(path, one_standing(), (taken,))
    with Journal.reading(path) as journal:
        assert journal.taken() == (taken,)


def test_only_accepted_days_are_history(path: Path) -> None:
    record(path, one_standing(5))
    second = one_standing(5, DAY + timedelta(days=1))
    record(path, second._replace(units=(second.units[0]._replace(status=Status.MISSING),)))
    with Journal.reading(path) as journal:
        (accepted,) = journal.accepted_days()["691"]
        assert accepted.date == DAY
        assert journal.days() == (DAY, DAY + timedelta(days=1))
