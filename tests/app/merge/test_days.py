"""The main job over several days, through real files: figures equal the truth, and each day follows the one before."""

import json
import os
import shutil
import sqlite3
from datetime import date, time
from pathlib import Path

import pytest

from tests.kit.folders import FIRST, HANDS, SECOND, THIRD, form, new_folder, press, put, put_all, works, wrong
from xlpy.app.folder import LAST_PRESS, Folder
from xlpy.app.merge.merge_day import Outcome
from xlpy.core.consolidate import Status
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.source import Severity
from xlpy.demo.truth import Work
from xlpy.journal import Taken

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return new_folder(tmp_path / "viec")


def assert_true(outcome: Outcome, day_works: dict[str, Work], but: tuple[str, ...] = ()) -> None:
    for unit in outcome.standing.units:
        if unit.unit in but:
            continue
        assert unit.status is Status.RECEIVED, unit.name
        for kind in KINDS:
            assert unit.figures[kind].today == day_works[unit.unit].today[kind], (unit.name, kind)
            assert unit.figures[kind].entered == day_works[unit.unit].entered[kind], (unit.name, kind)


def codes(outcome: Outcome, unit: str) -> set[str]:
    return {finding.code for finding in outcome.standing.findings if finding.unit == unit}


def test_two_days_of_eleven_mixed_files_equal_the_truth(folder: Folder, plan: Plan) -> None:
    first, second, _ = works(plan)
    put_all(folder, plan, first)
    outcome = press(folder, FIRST)
    assert_true(outcome, first)
    put_all(folder, plan, second)
    outcome = press(folder, SECOND)
    assert_true(outcome, second)
    assert not any(finding.severity is Severity.ERROR for finding in outcome.standing.findings)
    assert outcome.standing.total[Kind.SUM].today == sum(sum(work.today.values()) for work in second.values())


def test_yesterdays_file_sent_again_is_refused_with_its_rule_and_cell(folder: Folder, plan: Plan) -> None:
    first, second, _ = works(plan)
    put_all(folder, plan, first)
    press(folder, FIRST)
    put_all(folder, plan, second, [code for code in HANDS if code != "694"])
    put(folder, "hon quan hom nay.xlsx", form(plan, first["694"]), plan, SECOND)
    outcome = press(folder, SECOND)
    assert_true(outcome, second, but=("694",))
    unit = next(unit for unit in outcome.standing.units if unit.unit == "694")
    assert unit.status is Status.REFUSED
    assert unit.figures[Kind.BIRTH].today is None
    assert unit.figures[Kind.BIRTH].entered == first["694"].entered[Kind.BIRTH]
    (finding,) = [f for f in outcome.standing.findings if f.unit == "694" and f.severity is Severity.ERROR]
    assert (finding.code, finding.source.sheet, finding.source.cell) == ("LK04", "Phụ lục 01", "C5")


def test_yesterdays_files_that_merely_lie_in_the_inbox_accuse_nobody(folder: Folder, plan: Plan) -> None:
    first, second, _ = works(plan)
    put_all(folder, plan, first)
    press(folder, FIRST)
    put_all(folder, plan, second, ["691"])
    outcome = press(folder, SECOND)
    assert [unit.status for unit in outcome.standing.units[:2]] == [Status.RECEIVED, Status.MISSING]
    assert not any(finding.severity is Severity.ERROR for finding in outcome.standing.findings)


def test_files_tidied_into_a_subfolder_are_not_taken_for_new_ones(folder: Folder, plan: Plan) -> None:
    first, _, _ = works(plan)
    put(folder, "a.xlsx", form(plan, first["691"]), plan, FIRST)
    press(folder, FIRST)
    (folder.inbox / "cu").mkdir()
    (folder.inbox / "a.xlsx").rename(folder.inbox / "cu" / "a.xlsx")
    outcome = press(folder, SECOND)
    assert not any(finding.severity is Severity.ERROR for finding in outcome.standing.findings)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("hong.xlsx", b""),
        ("hong.xlsx", b"PK\x03\x04 nothing more"),
        ("bao cao.xlsx", b"%PDF-1.7 not a workbook"),
        ("trang web.xls", b"<html><table><tr><td>68.082</td></tr></table></html>"),
    ],
)
def test_a_damaged_file_beside_them_changes_nothing_of_the_others(
    folder: Folder, plan: Plan, name: str, data: bytes
) -> None:
    first, _, _ = works(plan)
    put_all(folder, plan, first)
    put(folder, name, data, plan, FIRST)
    outcome = press(folder, FIRST)
    assert_true(outcome, first)
    errors = [finding for finding in outcome.standing.findings if finding.severity is Severity.ERROR]
    assert [finding.source.file for finding in errors] == [name]
    assert outcome.standing.needs_a_person


def test_pressing_twice_changes_nothing(folder: Folder, plan: Plan) -> None:
    put_all(folder, plan, works(plan)[0])
    assert press(folder, FIRST).changed
    before = files_of(folder)
    assert not press(folder, FIRST).changed
    assert files_of(folder) == before


def files_of(folder: Folder) -> dict[Path, tuple[bytes, int]]:
    """Every file with the hour of its last change, but for what only saves time: it may have been too early to tell."""
    files = (path for path in folder.path.rglob("*") if path.is_file() and path.name != LAST_PRESS)
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_the_inbox_is_left_as_it_is_and_every_original_is_archived_by_its_hash(folder: Folder, plan: Plan) -> None:
    from hashlib import sha256

    put_all(folder, plan, works(plan)[0])
    before = {path: path.read_bytes() for path in folder.inbox.rglob("*.xlsx")}
    press(folder, FIRST)
    assert {path: path.read_bytes() for path in folder.inbox.rglob("*.xlsx")} == before
    kept = {path.name: path.read_bytes() for path in folder.archive(FIRST).iterdir()}
    assert kept == {f"{sha256(data).hexdigest()[:8]}-{path.name}": data for path, data in before.items()}


def test_a_later_file_of_the_same_unit_and_day_replaces_the_earlier_and_both_are_kept(
    folder: Folder, plan: Plan
) -> None:
    first, _, _ = works(plan)
    more = {**first["691"].today, Kind.DEATH: first["691"].today[Kind.DEATH] + 1}
    mended = Work("691", FIRST, more, more)
    put(folder, "sua.xlsx", form(plan, mended), plan, FIRST, time(13, 30))
    put(folder, "dau.xlsx", form(plan, first["691"]), plan, FIRST, time(13, 0))
    outcome = press(folder, FIRST)
    unit = outcome.standing.units[0]
    assert unit.figures[Kind.DEATH].entered == more[Kind.DEATH]
    assert unit.source.file == "sua.xlsx"
    (finding,) = [finding for finding in outcome.standing.findings if finding.code == "LK10"]
    assert "dau.xlsx" in finding.message
    assert len(list(folder.archive(FIRST).iterdir())) == 2


def test_an_older_file_found_later_does_not_replace_the_newer(folder: Folder, plan: Plan) -> None:
    first, _, _ = works(plan)
    more = {**first["691"].today, Kind.DEATH: first["691"].today[Kind.DEATH] + 1}
    put(folder, "sua.xlsx", form(plan, Work("691", FIRST, more, more)), plan, FIRST, time(13, 30))
    press(folder, FIRST)
    put(folder, "dau.xlsx", form(plan, first["691"]), plan, FIRST, time(13, 0))
    assert press(folder, FIRST).standing.units[0].source.file == "sua.xlsx"


def test_a_refused_unit_accepted_by_name_counts_and_the_report_says_so(folder: Folder, plan: Plan) -> None:
    first, second, _ = works(plan)
    put_all(folder, plan, first)
    press(folder, FIRST)
    entered = second["694"].entered[Kind.DEATH] + 500
    data = form(plan, second["694"], **wrong(Kind.DEATH, Measure.ENTERED, entered))
    put(folder, "hon quan 23-5.xlsx", data, plan, SECOND)
    assert press(folder, SECOND).standing.units[2].status is Status.REFUSED
    outcome = press(folder, SECOND, accept=["694"])
    unit = outcome.standing.units[2]
    assert (unit.status, unit.by_name) == (Status.RECEIVED, True)
    assert unit.figures[Kind.DEATH].entered == entered
    assert codes(outcome, "694") >= {"LK01"}
    assert not any(f.severity is Severity.ERROR for f in outcome.standing.findings if f.unit == "694")
    again = press(folder, SECOND)
    assert not again.changed
    assert again.standing == outcome.standing


def test_what_cannot_be_read_is_not_accepted_by_name(folder: Folder, plan: Plan) -> None:
    first, _, _ = works(plan)
    put(folder, "a.xlsx", form(plan, first["694"], **wrong(Kind.BIRTH, Measure.TODAY, 68.082)), plan, FIRST)
    outcome = press(folder, FIRST, accept=["694"])
    assert outcome.standing.units[2].status is Status.REFUSED
    assert outcome.notes


def test_after_skipped_days_a_surplus_is_theirs_and_a_shortfall_is_refused(folder: Folder, plan: Plan) -> None:
    first, _, third = works(plan)
    put_all(folder, plan, first, ["691", "694"])
    press(folder, FIRST)
    put_all(folder, plan, third, ["691"])
    short = third["694"].entered[Kind.BIRTH] - 1_000_000 // 1000
    less = min(short, first["694"].entered[Kind.BIRTH] + third["694"].today[Kind.BIRTH] - 1)
    put(folder, "hq.xlsx", form(plan, third["694"], **wrong(Kind.BIRTH, Measure.ENTERED, less)), plan, THIRD)
    outcome = press(folder, THIRD)
    assert outcome.standing.units[0].status is Status.RECEIVED
    assert codes(outcome, "691") >= {"LK03", "LK12"}
    assert outcome.standing.units[2].status is Status.REFUSED
    assert codes(outcome, "694") & {"LK01", "LK02"}


def test_a_missing_unit_keeps_its_last_figures_and_has_no_today(folder: Folder, plan: Plan) -> None:
    first, second, _ = works(plan)
    put_all(folder, plan, first)
    press(folder, FIRST)
    put_all(folder, plan, second, ["691"])
    unit = press(folder, SECOND).standing.units[1]
    assert unit.status is Status.MISSING
    assert unit.carried_from == FIRST
    assert unit.figures[Kind.BIRTH].entered == first["696"].entered[Kind.BIRTH]
    assert unit.figures[Kind.BIRTH].today is None


def test_a_correction_of_a_published_day_is_held_until_accepted(folder: Folder, plan: Plan) -> None:
    first, second, _ = works(plan)
    put_all(folder, plan, first, ["691"])
    published = press(folder, FIRST)
    report = published.report.read_bytes()
    put_all(folder, plan, second, ["691"])
    press(folder, SECOND)
    fewer = {**first["691"].today, Kind.DEATH: first["691"].today[Kind.DEATH] - 1}
    put(folder, "sua ngay 22.xlsx", form(plan, Work("691", FIRST, fewer, fewer)), plan, SECOND)
    outcome = press(folder, FIRST)
    assert codes(outcome, "691") >= {"LK08"}
    assert outcome.standing.units[0].figures[Kind.DEATH].entered == first["691"].entered[Kind.DEATH]
    accepted = press(folder, FIRST, accept=["691"], agrees=lambda _: True)
    assert accepted.standing.units[0].figures[Kind.DEATH].entered == fewer[Kind.DEATH]
    assert accepted.report.read_bytes() != report


def test_the_same_file_under_two_names_is_taken_once(folder: Folder, plan: Plan) -> None:
    first, _, _ = works(plan)
    data = form(plan, first["691"])
    put(folder, "a.xlsx", data, plan, FIRST, time(9))
    put(folder, "a (2).xlsx", data, plan, FIRST, time(10))
    outcome = press(folder, FIRST)
    assert outcome.standing.units[0].source.file == "a.xlsx"
    (finding,) = [finding for finding in outcome.standing.findings if finding.code == "TT16"]
    assert finding.source.file == "a (2).xlsx"
    assert "a.xlsx" in finding.message


def test_copies_that_a_sync_program_made_are_held_where_their_figures_differ(folder: Folder, plan: Plan) -> None:
    first, second, _ = works(plan)
    other = Work("691", FIRST, second["691"].today, second["691"].today)
    put(folder, "bgm.xlsx", form(plan, first["691"]), plan, FIRST, time(9))
    put(folder, "bgm-DESKTOP-12AB.xlsx", form(plan, other), plan, FIRST, time(10))
    outcome = press(folder, FIRST)
    assert outcome.standing.units[0].status is Status.REFUSED
    (finding,) = [finding for finding in outcome.standing.findings if finding.code == "LK11"]
    assert "bgm.xlsx" in finding.message
    assert "bgm-DESKTOP-12AB.xlsx" in finding.message
    assert press(folder, FIRST, accept=["691"]).standing.units[0].source.file == "bgm-DESKTOP-12AB.xlsx"


def test_temporary_files_are_listed_and_not_read(folder: Folder, plan: Plan) -> None:
    put(folder, "~$bgm.xlsx", b"owner", plan, FIRST)
    put(folder, "Thumbs.db", b"x", plan, FIRST)
    outcome = press(folder, FIRST)
    (finding,) = [finding for finding in outcome.standing.findings if finding.code == "TT10"]
    assert finding.stands_for == 2
    assert "“Thumbs.db”" in finding.message and "“~$bgm.xlsx”" in finding.message
    assert not folder.archive(FIRST).exists()


def test_a_file_that_an_earlier_days_run_saw_counts_on_its_own_day(folder: Folder, plan: Plan) -> None:
    first, second, _ = works(plan)
    put_all(folder, plan, first, ["691"])
    put_all(folder, plan, second, ["691"])
    assert codes(press(folder, FIRST), "691") >= {"BM16"}
    assert press(folder, SECOND).standing.units[0].figures[Kind.BIRTH].today == second["691"].today[Kind.BIRTH]


def test_an_archived_original_that_was_tampered_with_is_copied_anew_from_the_inbox(folder: Folder, plan: Plan) -> None:
    put_all(folder, plan, works(plan)[0], ["691"])
    standing = press(folder, FIRST).standing
    (kept,) = folder.archive(FIRST).iterdir()
    kept.write_bytes(b"edited")
    assert press(folder, FIRST).standing == standing


def test_a_lost_original_is_said_and_the_unit_is_not_invented(folder: Folder, plan: Plan) -> None:
    put_all(folder, plan, works(plan)[0], ["691"])
    press(folder, FIRST)
    shutil.rmtree(folder.archive(FIRST))
    shutil.rmtree(folder.inbox / FIRST.isoformat())
    outcome = press(folder, FIRST)
    assert any(finding.code == "TT15" for finding in outcome.standing.findings)


def test_the_result_document_is_that_of_the_contract(folder: Folder, plan: Plan) -> None:
    first, _, _ = works(plan)
    put_all(folder, plan, first, ["691", "696"])
    outcome = press(folder, FIRST)
    document = json.loads((folder.reports(FIRST) / "Ket_qua_2023-05-22.json").read_text(encoding="utf-8"))
    assert document["schema"] == 1
    assert (document["date"], document["expected"], document["reported"]) == ("2023-05-22", 11, 2)
    assert document["report"] == "bao-cao/2023-05-22/Bao_cao_PL01_2023-05-22.xlsx"
    unit = document["units"][0]
    assert unit["received_at"] == "2023-05-22T13:00:00+07:00"
    assert unit["source"]["file"] == "2023-05-22/bu gia map.xlsx"
    assert len(unit["source"]["sha256"]) == 64
    assert unit["figures"]["sum"]["today"] == sum(first["691"].today.values())
    assert document["units"][2]["figures"]["birth"]["today"] is None
    assert document["total"]["sum"]["total"] == 1_373_508
    assert outcome.standing.needs_a_person


def test_the_journal_refuses_to_be_rewritten(folder: Folder, plan: Plan) -> None:
    put_all(folder, plan, works(plan)[0], ["691"])
    press(folder, FIRST)
    with sqlite3.connect(folder.journal) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute("UPDATE figure SET entered = 0")


@pytest.mark.parametrize("day", [FIRST, SECOND])
def test_a_past_days_report_is_made_again_byte_for_byte(folder: Folder, plan: Plan, tmp_path: Path, day: date) -> None:
    from xlpy.app.history import report_again

    reports = {}
    for number, day_works in enumerate(works(plan)[:2]):
        put_all(folder, plan, day_works, list(HANDS)[number:])
        outcome = press(folder, [FIRST, SECOND][number])
        reports[[FIRST, SECOND][number]] = outcome.report.read_bytes()
    _, _, path, _ = report_again(folder, day, tmp_path / "lai")
    assert path.read_bytes() == reports[day]


def test_pressed_for_a_wrong_later_day_first_no_file_is_lost_for_the_right_one(folder: Folder, plan: Plan) -> None:
    first, _, _ = works(plan)
    put(folder, "bu gia map 22-5.xlsx", form(plan, first["691"], date_style="open"), plan, FIRST)
    put(folder, "bu dang.xlsx", form(plan, first["696"], date_style="open"), plan, FIRST)
    put(folder, "loc ninh.xlsx", b"", plan, FIRST)
    press(folder, date(2026, 11, 22))
    outcome = press(folder, FIRST)
    statuses = {unit.unit: unit.status for unit in outcome.standing.units}
    assert statuses["691"] is Status.RECEIVED
    assert statuses["696"] is statuses["692"] is Status.REFUSED
    assert codes(outcome, "696") >= {"BM10"}
    assert codes(outcome, "692") >= {"TT01"}


def test_a_file_without_a_day_is_the_fault_of_its_own_day_and_of_no_past_one(folder: Folder, plan: Plan) -> None:
    first, second, third = works(plan)
    for day, day_works in ((FIRST, first), (SECOND, second)):
        put_all(folder, plan, day_works, [code for code in HANDS if code not in ("696", "692")])
        press(folder, day)
    put(folder, "bu dang.xlsx", form(plan, third["696"], date_style="open"), plan, THIRD)
    put(folder, "loc ninh.xlsx", b"", plan, THIRD)
    told = [f for f in press(folder, THIRD).standing.findings if f.code == "BM10"]
    assert [("24/5/2023" in f.fix, f.source.file) for f in told] == [(True, "bu dang.xlsx")]
    for day in (FIRST, SECOND):
        outcome = press(folder, day)
        assert not outcome.changed
        statuses = {unit.unit: unit.status for unit in outcome.standing.units}
        assert statuses["696"] is statuses["692"] is Status.MISSING
        assert not {finding.code for finding in outcome.standing.findings} & {"BM10", "TT01"}


def test_renamed_so_that_its_name_says_a_past_day_a_file_counts_on_that_day(folder: Folder, plan: Plan) -> None:
    first, _, _ = works(plan)
    path = put(folder, "bu dang.xlsx", form(plan, first["696"], date_style="open"), plan, THIRD)
    press(folder, THIRD)
    assert {unit.unit: unit.status for unit in press(folder, FIRST).standing.units}["696"] is Status.MISSING
    path.rename(path.with_name("bu dang 22-5.xlsx"))
    assert {unit.unit: unit.status for unit in press(folder, FIRST).standing.units}["696"] is Status.RECEIVED


def test_what_an_earlier_version_let_a_past_day_accept_by_name_stays_that_days(
    folder: Folder, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _, _ = works(plan)
    put(folder, "bu dang.xlsx", form(plan, first["696"], date_style="open"), plan, SECOND)
    press(folder, SECOND)
    with monkeypatch.context() as before:
        before.setattr(Taken, "belongs_to", lambda item, day: day <= item.taken_on)
        assert {unit.unit: unit.by_name for unit in press(folder, FIRST, accept=["696"]).standing.units}["696"]
    outcome = press(folder, FIRST)
    assert not outcome.changed
    assert {unit.unit: unit.by_name for unit in outcome.standing.units}["696"]


@pytest.mark.byte_names
def test_a_name_that_no_encoding_explains_costs_nobody_the_day(folder: Folder, plan: Plan) -> None:
    first, _, _ = works(plan)
    put_all(folder, plan, first)
    strange = os.fsencode(folder.inbox) + b"/b\xf9 \xf0\xe8p.xlsx"
    with open(strange, "wb") as stream:  # noqa: PTH123 - a name in bytes
        stream.write(b"not a workbook")
    outcome = press(folder, FIRST)
    assert_true(outcome, first)
    assert [f.source.file for f in outcome.standing.findings if f.code == "TT03"] == ["b? ??p.xlsx"]
    assert not press(folder, FIRST).changed


def test_of_a_refused_form_warnings_say_mend_it_too(folder: Folder, plan: Plan) -> None:
    first, _, _ = works(plan)
    data = form(plan, first["688"], **wrong(Kind.DEATH, Measure.TODAY, "như trên"))
    put(folder, "phuoc long.xlsx", data, plan, FIRST)
    findings = [f for f in press(folder, FIRST).standing.findings if f.unit == "688"]
    assert [(f.code, f.fix) for f in findings if f.code == "SL08"] == [
        ("SL08", "Khi gửi lại, đề nghị đơn vị chỉ gõ chữ số, không gõ dấu chấm, dấu phẩy, dấu cách.")
    ]
