"""Pressed again with nothing new: the same answer, without reading, judging or drawing. Any change is seen."""

import json
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from tests.kit.folders import FIRST, SECOND, form, new_folder, press, put, put_all, works
from tests.kit.steps import steps
from xlpy.app.folder import LAST_PRESS, TOO_SLOW_LIST, Folder, report_in, result_in
from xlpy.app.merge import last_press, merge_day, take_in
from xlpy.app.merge.merge_day import Outcome
from xlpy.app.plan_of_folder import restyled
from xlpy.core.campaign.mix import REPORTS
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, Measure
from xlpy.doors.disk.plan_file import default_plan, read_plan
from xlpy.journal import Journal, JournalDamaged, store
from xlpy.journal.histories import Histories
from xlpy.shipped import shipped

UNIT = "696"


def settle() -> None:
    """What changed a moment ago may change again without a trace, and is not remembered."""
    time.sleep(0.05)


class Office:
    """A folder whose first day was pressed, and what the presses since have started."""

    def __init__(self, folder: Folder, plan: Plan) -> None:
        self.folder, self.plan = folder, plan
        self.readers = 0
        self.taken: list[str] = []

    def press(self, **options: object) -> Outcome:
        return press(self.folder, FIRST, **options)

    def file(self, name: str = "bu dang.xlsx") -> Path:
        return self.folder.inbox / FIRST.isoformat() / name

    @property
    def report(self) -> Path:
        return report_in(self.folder.reports(FIRST), FIRST)

    @property
    def result(self) -> Path:
        return result_in(self.folder.reports(FIRST), FIRST)

    def copy_of(self, name: str) -> Path:
        (copy,) = self.folder.archive(FIRST).glob(f"*-{name}")
        return copy


@pytest.fixture
def office(tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> Office:
    folder = new_folder(tmp_path / "viec")
    put_all(folder, plan, works(plan, 1)[0])
    settle()
    made = Office(folder, plan)
    reader, taking = merge_day.Readers, take_in.take_in

    def counted(*given: object) -> object:
        made.readers += 1
        return reader(*given)  # type: ignore[arg-type]

    def noted(inbox: Path, path: Path, *given: object) -> object:
        made.taken.append(path.name)
        return taking(inbox, path, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(merge_day, "Readers", counted)
    monkeypatch.setattr(take_in, "take_in", noted)
    made.press()
    made.readers, made.taken = 0, []
    return made


def overwritten(path: Path, change: Callable[[bytes], bytes] = lambda data: data[:-1] + bytes([data[-1] ^ 1])) -> None:
    """Other bytes, of the same length and with the same time of change."""
    stat = path.stat()
    path.write_bytes(change(path.read_bytes()))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_a_press_with_nothing_new_reads_nothing_and_says_the_same(office: Office) -> None:
    first = office.press(thorough=True)
    assert office.readers == 1
    again = office.press()
    assert office.readers == 1
    assert again[1:] == first[1:]  # the plan is read again
    assert not again.changed


def test_whoever_asks_for_it_has_all_of_it_looked_at_again(office: Office) -> None:
    office.press(thorough=True)
    assert office.readers == 1
    assert len(office.taken) == 11


def test_the_report_is_put_back_where_it_is_missing(office: Office) -> None:
    data = office.report.read_bytes()
    office.report.unlink()
    office.press()
    assert office.report.read_bytes() == data


@pytest.mark.parametrize("which", ["report", "result"])
def test_what_was_edited_by_hand_is_made_anew(office: Office, which: str) -> None:
    path: Path = getattr(office, which)
    data = path.read_bytes()
    overwritten(path)
    office.press()
    assert path.read_bytes() == data


def no_longer_there(office: Office) -> None:
    office.file().unlink()


def of_another_hour(office: Office) -> None:
    os.utime(office.file(), (1_684_740_000, 1_684_740_000))


def copy_lost(office: Office) -> None:
    office.copy_of("bu dang.xlsx").unlink()


def copy_damaged(office: Office) -> None:
    overwritten(office.copy_of("bu dang.xlsx"))


def found_too_slow(office: Office) -> None:
    (office.folder.path / TOO_SLOW_LIST).write_text("{}", encoding="utf-8")


def memory_lost(office: Office) -> None:
    (office.folder.path / LAST_PRESS).unlink()


def memory_damaged(office: Office) -> None:
    overwritten(office.folder.path / LAST_PRESS)


def memory_of_another_make(office: Office) -> None:
    (office.folder.path / LAST_PRESS).write_bytes(b"[]")


@pytest.mark.parametrize(
    "change",
    [
        no_longer_there,
        of_another_hour,
        copy_lost,
        pytest.param(copy_damaged, marks=pytest.mark.change_time),
        found_too_slow,
        memory_lost,
        memory_damaged,
        memory_of_another_make,
    ],
)
def test_whatever_changed_is_looked_at(office: Office, change: Callable[[Office], None]) -> None:
    change(office)
    changed = office.press()
    assert office.readers == 1
    assert office.press(thorough=True).standing == changed.standing
    assert changed.standing.reported == 11


def test_a_copy_that_was_damaged_is_made_good_from_the_inbox(office: Office) -> None:
    copy_damaged(office)
    outcome = office.press()
    assert not any(finding.code == "TT09" for finding in outcome.standing.findings)
    assert outcome.standing.reported == 11


def test_other_bytes_of_the_same_length_and_time_are_seen(office: Office) -> None:
    work = works(office.plan, 1)[0][UNIT]
    wrong = form(office.plan, work, overrides={(Kind.BIRTH, Measure.ENTERED): 999_999})
    stat = office.file().stat()
    office.file().write_bytes(wrong)
    os.utime(office.file(), ns=(stat.st_atime_ns, stat.st_mtime_ns))
    office.press()
    assert office.taken == ["bu dang.xlsx"]


def test_a_new_file_is_read_and_the_others_are_not_taken_in_again(office: Office) -> None:
    put(office.folder, "khac.xlsx", form(office.plan, works(office.plan, 2)[1][UNIT]), office.plan, FIRST)
    outcome = office.press()
    assert outcome.changed
    assert office.taken == ["khac.xlsx"]


def test_a_restyled_report_is_drawn_anew(office: Office) -> None:
    book = load_workbook(shipped("templates/bao-cao.xlsx"))
    book.worksheets[0]["A1"].font = Font(name="Arial", size=20)
    office.folder.template.parent.mkdir(exist_ok=True)
    book.save(office.folder.template)
    office.press()
    assert office.readers == 1


def test_another_plan_is_another_day(office: Office) -> None:
    plan = default_plan()
    document = json.loads(plan.text)
    document["office"] = "Sở Tư pháp tỉnh"
    other = restyled(office.folder, read_plan(json.dumps(document), "kế hoạch"))
    assert office.press(plan_file=other).changed
    assert office.press(plan_file=other).plan is other.plan
    assert office.readers == 1
    assert office.press().changed


def test_another_place_for_the_report_is_served(office: Office, tmp_path: Path) -> None:
    outcome = office.press(output=tmp_path / "khac")
    assert outcome.report == report_in(tmp_path / "khac", FIRST)
    assert outcome.report.read_bytes() == office.report.read_bytes()


def test_another_inbox_is_looked_into(office: Office, tmp_path: Path) -> None:
    (tmp_path / "khac").mkdir()
    office.press(inbox=tmp_path / "khac")
    assert office.readers == 1


def test_a_run_for_another_day_is_taken_note_of(office: Office) -> None:
    office.press()
    put_all(office.folder, office.plan, works(office.plan, 2)[1])
    press(office.folder, SECOND)
    assert office.readers == 1
    assert office.press(thorough=True)[1:] == office.press()[1:]


def test_what_is_asked_by_name_is_seen_to(office: Office) -> None:
    assert office.press(accept=[UNIT]).notes
    assert office.press(withdraw=[UNIT]).notes
    assert office.readers == 2


def test_a_program_of_another_version_looks_at_everything(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_press, "__version__", "0.0.1")
    office.press()
    assert office.readers == 1


def test_a_journal_that_was_left_whole_is_not_proved_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    proofs: list[object] = []
    monkeypatch.setattr(store, "verify", proofs.append)
    office.press()
    put(office.folder, "khac.xlsx", form(office.plan, works(office.plan, 2)[1][UNIT]), office.plan, FIRST)
    office.press()
    assert not proofs
    office.press(thorough=True)
    assert len(proofs) == 1


@pytest.mark.change_time
def test_a_journal_edited_by_hand_is_found_out(office: Office) -> None:
    path = office.folder.journal
    stat = path.stat()
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TRIGGER figure_no_update")
        db.execute("UPDATE figure SET entered = entered + 1 WHERE rowid = 1")
        db.commit()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    with pytest.raises(JournalDamaged):
        office.press()


def test_a_journal_put_back_from_a_copy_knows_what_it_knows(office: Office, tmp_path: Path) -> None:
    """The files of the second day lie in the inbox still, and this journal never saw them."""
    before = office.folder.journal.read_bytes()
    put_all(office.folder, office.plan, works(office.plan, 2)[1])
    press(office.folder, SECOND)
    for copy in office.folder.copies():
        copy.unlink()
    office.folder.journal.write_bytes(before)
    assert press(office.folder, SECOND).standing.reported == 11


@pytest.mark.posix
def test_what_may_be_otherwise_a_moment_later_is_tried_again(office: Office) -> None:
    path = office.file("khoa.xlsx")
    path.symlink_to(office.file())  # no file of its own: said at each press
    office.press()
    again = office.press()
    assert office.readers == 2
    assert any("link" in finding.message for finding in again.standing.findings)


def test_a_file_of_the_system_is_told_of_each_time(office: Office) -> None:
    put(office.folder, "~$bu dang.xlsx", b"", office.plan, FIRST)
    settle()
    first = office.press()
    assert office.press()[1:] == first._replace(changed=False)[1:]
    assert office.readers == 1


def test_a_press_with_nothing_new_takes_a_part_of_the_steps(office: Office) -> None:
    assert steps(office.press) < 0.3 * steps(lambda: office.press(thorough=True))


def test_on_a_clean_day_no_days_but_the_last_ones_are_fetched(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[str] = []
    of = Histories.of

    def noted(self: Histories, unit: str) -> object:
        fetched.append(unit)
        return of(self, unit)

    monkeypatch.setattr(Histories, "of", noted)
    days = works(office.plan, 5)
    for number in range(1, 5):
        put_all(office.folder, office.plan, days[number])
        assert press(office.folder, FIRST + timedelta(days=number)).standing.reported == 11
    assert not fetched
    with Journal.reading(office.folder.journal) as journal:
        before = journal.histories().before(FIRST + timedelta(days=4))
        whole = journal.accepted_days()
        assert {unit: tuple(known) for unit, known in before.items()} == {u: d[:4] for u, d in whole.items()}
        assert fetched


@pytest.mark.slow
def test_files_of_earlier_days_cost_next_to_nothing(office: Office) -> None:
    """The files of all days in the inbox, and a press for the next day looks at the new ones alone."""
    days = works(office.plan, REPORTS + 8)
    told = []
    for number, work in enumerate(days[1:], 1):
        day = FIRST + timedelta(days=number)
        put_all(office.folder, office.plan, work)
        settle()
        office.taken = []
        told.append(steps(lambda day=day: press(office.folder, day)))  # type: ignore[misc]
        assert len(office.taken) == 11
    assert told[-1] < 1.1 * told[REPORTS]
