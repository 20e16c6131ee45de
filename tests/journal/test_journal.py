"""The journal, wherever it lies: what is written is read back, nothing is rewritten, and a run is all or nothing."""

import multiprocessing
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journal.places import forced, rows
from tests.kit.laws import law
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.receipt import Receipt
from xlpy.core.records import KINDS, Figures
from xlpy.core.source import Finding, Severity, Source
from xlpy.doors.disk.inbox import legible
from xlpy.doors.disk.plan_file import default_text
from xlpy.journal import Journal, JournalBusy, JournalDamaged, JournalTooNew, Taken
from xlpy.journal.place import Place

DAY = date(2023, 5, 22)
NOW = datetime.fromisoformat("2023-05-22T14:10:00+07:00")
PLAN = ("a" * 64, '{"schema": 1}')

texts = st.text(st.characters(codec="utf-8") | st.sampled_from("\0\ue000?%"), max_size=12)
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


def record(place: Place, standing: Standing, taken: tuple[Taken, ...] = ()) -> bool:
    with Journal.writing(place) as journal:
        changed = journal.record(standing, PLAN, taken, (), NOW)
        journal.commit()
    return changed


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "nhat-ky.sqlite"


@law(60, light=True)
@given(standings())
def test_a_result_read_back_is_the_result_written(place: Place, standing: Standing) -> None:
    record(place, standing)
    with Journal.reading(place) as journal:
        assert journal.standing(DAY) == standing


def test_the_same_result_again_adds_nothing(path: Path) -> None:
    assert record(path, one_standing())
    before = path.read_bytes()
    assert not record(path, one_standing())
    assert path.read_bytes() == before


def test_the_last_run_of_a_date_is_its_result_and_the_earlier_one_is_kept(
    place: Place, request: pytest.FixtureRequest
) -> None:
    record(place, one_standing(5))
    record(place, one_standing(6))
    with Journal.reading(place) as journal:
        assert journal.standing(DAY) == one_standing(6)
        assert list(journal.past_standings(DAY)) == [one_standing(5), one_standing(6)]
    assert rows(place, "SELECT count(*) FROM run", request) == [("2",)]


def test_before_the_first_run_there_is_nothing(place: Place) -> None:
    with Journal.writing(place) as journal:
        journal.record(one_standing(), PLAN, (), (), NOW)
    with Journal.reading(place) as journal:
        assert journal.days() == () and journal.taken() == () and journal.head.runs == 0


def test_a_run_that_is_not_committed_leaves_nothing(path: Path) -> None:
    with Journal.writing(path) as journal:
        journal.record(one_standing(), PLAN, (), (), NOW)
    assert not path.exists()
    record(path, one_standing(5))
    before = path.read_bytes()
    with Journal.writing(path) as journal:
        journal.record(one_standing(6), PLAN, (), (), NOW)
    assert path.read_bytes() == before


def test_a_second_run_is_refused_and_told_who_is_at_work(place: Place) -> None:
    record(place, one_standing(5))
    with Journal.writing(place), pytest.raises(JournalBusy, match=str(os.getpid())), Journal.writing(place):
        pass
    with Journal.writing(place):
        pass


def test_beside_a_run_the_state_before_it_is_read(place: Place) -> None:
    record(place, one_standing(5))
    with Journal.writing(place) as journal:
        journal.record(one_standing(6), PLAN, (), (), NOW)
        with Journal.reading(place) as beside:
            assert beside.standing(DAY) == one_standing(5)
        journal.commit()
        with Journal.reading(place) as beside:
            assert beside.standing(DAY) == one_standing(6)


def test_the_file_that_says_who_is_at_work_goes_with_the_run(path: Path) -> None:
    with Journal.writing(path):
        assert path.with_suffix(".dang-chay").exists()
    assert not path.with_suffix(".dang-chay").exists()


def _hold(place: Place, held: Path) -> None:
    with Journal.writing(place) as journal:
        journal.record(one_standing(9), PLAN, (), (), NOW)
        held.touch()
        time.sleep(60)


def test_a_run_that_was_killed_leaves_no_lock_and_no_rows(place: Place, tmp_path: Path) -> None:
    record(place, one_standing(5))
    held = tmp_path / "held"
    holder = multiprocessing.get_context("spawn").Process(target=_hold, args=(place, held))
    holder.start()
    while not held.exists():
        time.sleep(0.02)
    assert holder.pid is not None
    os.kill(holder.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    holder.join()
    with Journal.writing(place) as journal:
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
def test_a_row_edited_by_hand_is_found_and_the_bad_run_named(
    place: Place, edit: str, request: pytest.FixtureRequest
) -> None:
    standing = one_standing()
    finding = Finding("LK01", Severity.ERROR, Source("a.xlsx"), "t", "m")
    record(place, Standing(DAY, standing.units, (finding,)))
    forced(place, edit, request)
    with pytest.raises(JournalDamaged, match="lần chạy số 1"), Journal.reading(place):
        pass
    with pytest.raises(JournalDamaged), Journal.writing(place):
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


def test_the_backup_is_a_whole_journal_of_the_same_hashes(place: Place, tmp_path: Path) -> None:
    with Journal.writing(place) as journal:
        journal.record(one_standing(), PLAN, (), (), NOW)
        journal.commit()
        journal.copy_to(tmp_path / "luu.sqlite")
        head, hashes = journal.head, journal.run_hashes()
    with Journal.reading(tmp_path / "luu.sqlite") as copy:
        assert copy.standing(DAY) == one_standing()
        assert (copy.head, copy.run_hashes()) == (head, hashes)


def test_files_taken_in_are_remembered_to_the_nanosecond(place: Place) -> None:
    taken = Taken(Receipt("a.xlsx", "b" * 64, NOW), DAY, None, "den/a.xlsx", 1684740067123456789, 7, "da-nhan/x")
    record(place, one_standing(), (taken,))
    with Journal.reading(place) as journal:
        assert journal.taken() == (taken,)
        assert journal.taken_for(DAY) == journal.taken_as(["b" * 64]) == (taken,)
        assert journal.archived("b" * 64) == "da-nhan/x"


def test_only_accepted_days_are_history(place: Place) -> None:
    record(place, one_standing(5))
    second = one_standing(5, DAY + timedelta(days=1))
    record(place, second._replace(units=(second.units[0]._replace(status=Status.MISSING),)))
    with Journal.reading(place) as journal:
        (accepted,) = journal.accepted_days()["691"]
        assert accepted.date == DAY
        assert journal.days() == (DAY, DAY + timedelta(days=1))


def test_every_question_has_the_same_answer_wherever_the_journal_lies(
    place: Place, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Days merged in any order, under two plans, one of them again: asked of the journal and of a copy in a file."""
    days = [DAY + timedelta(days=number) for number in (0, 2, 1, 3, 1)]
    with Journal.writing(place) as journal:
        for number, day in enumerate(days):
            standing = one_standing(5 + number, day)
            receipt = Receipt("a.xlsx", f"{number}" * 64, NOW)
            taken = Taken(receipt, day, days[0], "den/a.xlsx", number, 7, f"da-nhan/{number}")
            plan = (f"{number // 2}" * 64, default_text())
            journal.record(standing, plan, (taken,), (("691", "b" * 64),), NOW, (("691", "c" * 64),))
        journal.commit()
        journal.copy_to(tmp_path / "luu.sqlite")
    with Journal.reading(place) as journal, Journal.reading(tmp_path / "luu.sqlite") as copy:
        for asked in ("taken", "dispatches", "accepted_days", "last_plan", "days", "run_hashes"):
            assert getattr(journal, asked)() == getattr(copy, asked)(), asked
        of_a_day = (
            "taken_for acceptances withdrawals weighed_since recorded_after merged_since standing anchor before "
            "plan_text plan_in_force last_of"
        )
        for asked in of_a_day.split():
            for day in days:
                assert getattr(journal, asked)(day) == getattr(copy, asked)(day), asked
        for day in days:
            assert list(journal.past_standings(day)) == list(copy.past_standings(day))
            assert journal.seen_by(day, days[0]) == copy.seen_by(day, days[0])
            assert journal.sent_back(days[0], day) == copy.sent_back(days[0], day)
            one, other = (those.histories() for those in (journal, copy))
            assert {unit: list(found) for unit, found in one.before(day).items()} == {
                unit: list(found) for unit, found in other.before(day).items()
            }
            assert one.after(day) == other.after(day)
        assert journal.days_of_last_runs(2) == copy.days_of_last_runs(2)
        assert (journal.extent, journal.head) == (copy.extent, copy.head)
        assert journal.has_run(copy.head.last_run) and journal.holds(copy.head)
