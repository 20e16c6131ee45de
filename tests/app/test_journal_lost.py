"""A journal that is gone, emptied, old or damaged: the press stops, and what it advises puts everything right."""

import random
import re
import shlex
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.app.merge.test_killed import UNITS, rows
from tests.kit.folders import FIRST, NOW, SECOND, copied, new_folder, press, put_all, works
from xlpy.app.errors import explain
from xlpy.app.folder import Folder, report_in
from xlpy.app.merge.merge_day import consolidate
from xlpy.core.plan.plan import Plan
from xlpy.journal import Journal, JournalDamaged, JournalLost, JournalTooNew
from xlpy.journal.dispatch import RESTORED, Dispatch, Sending
from xlpy.shell.main import main

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> Folder:
    """Two days merged."""
    folder = new_folder(tmp_path_factory.mktemp("hai-ngay") / "viec")
    for day, work in zip((FIRST, SECOND), works(plan), strict=False):
        put_all(folder, plan, work, UNITS)
        press(folder, day)
    return folder


@pytest.fixture
def folder(merged: Folder, tmp_path: Path) -> Folder:
    """The same, a test's own."""
    return copied(merged, tmp_path / "Hộ tịch (1)")


def files(folder: Folder) -> Mapping[str, bytes]:
    return {folder.shown(path): path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}


def advised(error: Exception, folder: Folder) -> list[str]:
    """The command that a message names, as somebody types it who stands elsewhere."""
    (command,) = re.findall(r"hotich (so .+?--khoi-phuc [0-9-]+)", explain(error, folder.path))
    return shlex.split(command)


def outcomes(folder: Folder) -> list[object]:
    """Reports, result documents and figures of both days."""
    found: list[object] = []
    for day in (FIRST, SECOND):
        found.append(report_in(folder.reports(day), day).read_bytes())
        found.append((folder.reports(day) / f"Ket_qua_{day}.json").read_bytes())
        with Journal.reading(folder.journal) as journal:
            found.append(journal.standing(day))
    return found


def gone(folder: Folder) -> None:
    folder.journal.unlink()


def emptied(folder: Folder) -> None:
    folder.journal.write_bytes(b"")


def without_tables(folder: Folder) -> None:
    folder.journal.unlink()
    with closing(sqlite3.connect(folder.journal)) as db:
        db.execute("VACUUM")


def an_older_one(folder: Folder) -> None:
    shutil.copyfile(folder.backup(FIRST), folder.journal)


def of_another_folder(folder: Folder) -> None:
    with closing(sqlite3.connect(folder.journal)) as db, db:
        db.execute("DROP TRIGGER run_no_delete")
        db.execute("DROP TRIGGER run_no_update")
    folder.journal.unlink()
    with Journal.writing(folder.journal) as journal, Journal.reading(folder.backup(SECOND)) as copy:
        standing = copy.standing(SECOND)
        assert standing is not None
        for number in range(3):
            journal.record(standing, (str(number), "{}"), (), (), NOW)
        journal.commit()


LOSSES = [gone, emptied, without_tables, an_older_one, of_another_folder]


@pytest.mark.parametrize("lose", LOSSES)
def test_the_press_stops_and_changes_nothing_and_its_advice_puts_it_right(
    folder: Folder, lose: Callable[[Folder], None], capsys: pytest.CaptureFixture[str]
) -> None:
    expected = outcomes(folder)
    lose(folder)
    before = files(folder)
    for verb in (["tong-hop", "--ngay", "2023-05-23"], ["lich-su"], ["bao-cao", "--ngay", "2023-05-22"]):
        assert main([verb[0], "-C", str(folder.path), *verb[1:]]) == 2
        assert "Nhật ký bị mất, bị làm trống hoặc là bản cũ" in capsys.readouterr().err
    assert files(folder) == before
    with pytest.raises(JournalLost) as stopped:
        press(folder, SECOND)
    assert main(advised(stopped.value, folder)) == 0
    for day in (FIRST, SECOND):
        press(folder, day)
    assert outcomes(folder) == expected
    aside = list(folder.path.glob("nhat-ky (de rieng 1).sqlite"))
    assert [path.read_bytes() for path in aside] == [before[name] for name in ("nhat-ky.sqlite",) if name in before]
    capsys.readouterr()
    assert main(["so", "-C", str(folder.path), "--kiem-tra"]) == 0, capsys.readouterr().out


def test_an_older_copy_is_put_back_where_it_is_asked_for_and_the_newer_one_can_still_be_had(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = rows(folder.journal)
    gone(folder)
    assert main(["so", "-C", str(folder.path), "--khoi-phuc", "2023-05-22"]) == 1
    assert "--khoi-phuc 2023-05-23" in capsys.readouterr().err
    with Journal.reading(folder.journal, folder.copies()) as journal:
        assert journal.days() == (FIRST,)
    assert main(["so", "-C", str(folder.path), "--khoi-phuc", "2023-05-23"]) == 0
    with Journal.reading(folder.journal, folder.copies()) as journal:
        assert journal.days() == (FIRST, SECOND)
    assert [row for row in rows(folder.journal) if "dispatch" not in row] == [
        row for row in whole if "dispatch" not in row
    ]


def test_after_an_older_copy_a_press_makes_the_day_again_and_keeps_the_newer_copy(folder: Folder) -> None:
    expected, newer = outcomes(folder), rows(folder.backup(SECOND))
    gone(folder)
    assert main(["so", "-C", str(folder.path), "--khoi-phuc", "2023-05-22"]) == 1
    consolidate(folder, SECOND, now=NOW + timedelta(days=1, hours=1))
    assert outcomes(folder) == expected
    assert rows(folder.reports(SECOND) / "nhat-ky (de rieng 1).sqlite") == newer


def test_a_whole_journal_is_not_replaced(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(folder)
    assert main(["so", "-C", str(folder.path), "--khoi-phuc", "2023-05-22"]) == 2
    assert "không cần khôi phục" in capsys.readouterr().err
    assert main(["so", "-C", str(folder.path), "--khoi-phuc", "2023-06-01"]) == 2
    assert "Các ngày có: 22/5/2023, 23/5/2023" in capsys.readouterr().err
    assert files(folder) == before


def sent(folder: Folder, day: date, version: str = "v") -> None:
    """A sending as the journal keeps it, without the copies that should follow."""
    with Journal.writing(folder.journal) as journal:
        for state in (Sending.BEGUN, Sending.SENT):
            journal.note(Dispatch(day, "report", version, "<1@x>", ("a@x",), state, NOW))
        journal.commit()


def test_what_a_damaged_journal_still_says_of_sendings_is_taken_over(folder: Folder) -> None:
    sent(folder, FIRST)
    data = folder.journal.read_bytes()
    with closing(sqlite3.connect(folder.journal)) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute("UPDATE figure SET entered = entered + 1")
        db.commit()
    assert data != folder.journal.read_bytes()
    with pytest.raises(JournalDamaged) as stopped:
        press(folder, SECOND)
    assert main(advised(stopped.value, folder)) == 0
    with Journal.reading(folder.journal, folder.copies()) as journal:
        states = [(step.subject, step.state) for step in journal.dispatches()]
    assert states == [("report", Sending.BEGUN), ("report", Sending.SENT), (RESTORED, Sending.UNKNOWN)]


def test_a_view_put_in_the_place_of_ours_is_damage(folder: Folder) -> None:
    with closing(sqlite3.connect(folder.journal)) as db:
        db.execute("DROP VIEW latest")
        db.execute("CREATE VIEW latest AS SELECT min(id) AS id, date FROM run GROUP BY date")
    with pytest.raises(JournalDamaged, match="view latest"):
        press(folder, SECOND)


def test_a_trigger_that_was_added_is_damage(folder: Folder) -> None:
    with closing(sqlite3.connect(folder.journal)) as db:
        db.execute("CREATE TRIGGER t AFTER INSERT ON figure BEGIN INSERT INTO acceptance VALUES (1, '', '', ''); END")
    with pytest.raises(JournalDamaged, match="trigger t"):
        press(folder, SECOND)


def test_the_note_of_who_is_at_work_follows_no_link(folder: Folder, tmp_path: Path) -> None:
    other = tmp_path / "khac.txt"
    other.write_text("của người khác", encoding="utf-8")
    folder.journal.with_suffix(".dang-chay").symlink_to(other)
    press(folder, SECOND)
    assert other.read_text(encoding="utf-8") == "của người khác"


def test_proving_names_each_thing_that_is_not_as_it_was(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, *_ = sorted(folder.archive(FIRST).iterdir())
    first.unlink()
    second.write_bytes(b"khac")
    report_in(folder.reports(SECOND), SECOND).write_bytes(b"khac")
    folder.backup(FIRST).write_bytes(b"khac")
    assert main(["so", "-C", str(folder.path), "--kiem-tra"]) == 1
    wrong = [line for line in capsys.readouterr().out.splitlines() if line.startswith("KHÔNG ĐÚNG")]
    assert len(wrong) == 4
    for name in (first.name, second.name, report_in(folder.reports(SECOND), SECOND).name, "2023-05-22/nhat-ky.sqlite"):
        assert any(name in line for line in wrong)
    (again,) = re.findall(r"hotich (bao-cao .+)", "\n".join(wrong))
    assert main(shlex.split(again)) in (0, 1)
    capsys.readouterr()
    main(["so", "-C", str(folder.path), "--kiem-tra"])
    assert len([line for line in capsys.readouterr().out.splitlines() if line.startswith("KHÔNG ĐÚNG")]) == 3


@pytest.mark.slow
def test_no_byte_of_the_journal_can_change_and_go_unnoticed(folder: Folder, tmp_path: Path) -> None:
    expected, whole = outcomes(folder), rows(folder.journal)
    copied = {path: rows(path) for path in folder.copies()}
    data = folder.journal.read_bytes()
    chosen = random.Random(188)
    places = [*range(16, 100, 4), *(chosen.randrange(100, len(data)) for _ in range(90))]
    found = 0
    for place in places:
        tried = Folder(tmp_path / "thu" / str(place))
        shutil.copytree(folder.path, tried.path)
        flipped = bytearray(data)
        flipped[place] ^= 1 << chosen.randrange(8)
        tried.journal.write_bytes(bytes(flipped))
        try:
            press(tried, SECOND)
        except (JournalDamaged, JournalTooNew) as error:
            found += 1
            assert tried.journal.read_bytes() == bytes(flipped)
            assert main(["so", "-C", str(tried.path), "--khoi-phuc", "2023-05-23"]) == 0, (place, error)
            press(tried, SECOND)
        assert outcomes(tried) == expected, place
        kept = [row for row in rows(tried.journal) if "restored" not in row]
        assert kept == whole, place
        for path, before in copied.items():
            there = tried.path / path.relative_to(folder.path)
            assert [row for row in rows(there) if "restored" not in row] == before, (place, path)
        shutil.rmtree(tried.path)
    assert len(places) >= 100 and found >= 40
