"""Whether a file is the one that was looked at before: told by stamps, of a database by its own count."""

import os
import sqlite3
from pathlib import Path

from tests.kit.folders import FIRST, new_folder, press, put_all, works
from xlpy.core.plan.plan import Plan
from xlpy.doors.disk.stamps import database_stamp, settled_stamp


def test_a_database_tells_of_every_commit_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    seen = set()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE t (a)")
        database.execute("INSERT INTO t VALUES (0)")
        database.commit()
        for number in range(200):
            database.execute("UPDATE t SET a = ?", (number,))
            database.commit()
            # Whatever the disk's clock says: it may tick every other second.
            os.utime(path, (0, 0))
            size, changed, inode, _, counted = database_stamp(path).split()
            seen.add((size, changed, inode, counted))
    assert len(seen) == 200


def test_what_is_none_has_no_stamp(tmp_path: Path) -> None:
    (tmp_path / "trong").touch()
    assert database_stamp(tmp_path / "trong") == database_stamp(tmp_path / "khong-co") == ""
    assert settled_stamp(tmp_path / "khong-co") == ""


def test_the_journal_counts_its_commits(tmp_path: Path, plan: Plan) -> None:
    folder = new_folder(tmp_path / "viec")
    put_all(folder, plan, works(plan)[0], ["691"])
    press(folder, FIRST)
    first = database_stamp(folder.journal)
    put_all(folder, plan, works(plan)[0], ["696"])
    press(folder, FIRST)
    with sqlite3.connect(folder.journal) as journal:
        assert journal.execute("PRAGMA journal_mode").fetchone() != ("wal",)
    assert first.split()[-1] != database_stamp(folder.journal).split()[-1]
