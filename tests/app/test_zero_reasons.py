"""Why a day is zero: chosen in the unit's form, kept with the day, counted in the report, and no more asked about."""

import json
import sqlite3
from contextlib import closing
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.kit.folders import new_folder, press, put
from tests.kit.typed import typed_form
from xlpy.app.folder import Folder
from xlpy.app.history import day_from_journal, history, report_again
from xlpy.app.merge.merge_day import Outcome
from xlpy.core.consolidate import Status, UnitDay
from xlpy.core.plan.plan import Plan
from xlpy.core.source import Severity
from xlpy.core.zero_reasons import ZERO_REASONS, ZeroReason
from xlpy.journal import Journal
from xlpy.shell.main import main

pytestmark = pytest.mark.slow

UNIT = "696"
SOME, ZERO = (1245, 310, 95, 1), (0, 0, 0, 0)


def days(plan: Plan, *figures: tuple[int | None, ...]) -> dict[date, tuple[int | None, ...]]:
    return {plan.start + timedelta(days=place): each for place, each in enumerate(figures)}


def sent(
    folder: Folder, plan: Plan, figures: dict[date, tuple[int | None, ...]], reasons: dict[date, object]
) -> Outcome:
    day = max(figures)
    put(folder, f"bu dang {day}.xlsx", typed_form(plan, UNIT, figures, reasons), plan, day)
    return press(folder, day)


def of(outcome: Outcome) -> UnitDay:
    return next(unit for unit in outcome.standing.units if unit.unit == UNIT)


def codes(outcome: Outcome) -> set[str]:
    return {finding.code for finding in outcome.standing.findings if finding.unit == UNIT}


def texts(path: Path, sheet: str) -> str:
    return "\n".join(str(cell.value) for row in load_workbook(path)[sheet] for cell in row if cell.value is not None)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return new_folder(tmp_path / "viec")


@pytest.mark.parametrize(("words", "reason"), ZERO_REASONS.items())
def test_a_reason_is_kept_with_the_day_and_told_everywhere(
    folder: Folder, plan: Plan, words: str, reason: ZeroReason, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = days(plan, SOME, ZERO)
    day = max(figures)
    outcome = sent(folder, plan, figures, {day: words.upper()})
    assert (of(outcome).status, of(outcome).reason) == (Status.RECEIVED, reason)
    assert day_from_journal(folder, day)[1] == outcome.standing
    rows = [row for row in history(folder) if row["unit"] == UNIT]
    assert {row["zero_reason"] for row in rows} == {reason.value}
    result = json.loads((folder.reports(day) / f"Ket_qua_{day}.json").read_text(encoding="utf-8"))
    assert [unit["zero_reason"] for unit in result["units"] if unit["zero_reason"]] == [reason.value]
    assert f"Lý do số 0 trong ngày: {words} 1 đơn vị. Từ đầu đợt: {words} 1 lượt." in texts(
        outcome.report, "Tình hình báo cáo"
    )
    assert f"Số 0: {words}" in texts(outcome.report, "Tình hình báo cáo")
    assert f"Báo số 0 có lý do: {words} 1 đơn vị." in texts(outcome.report, "Tóm tắt")
    capsys.readouterr()
    main(["kiem-tra", str(next(folder.inbox.iterdir())), "-C", str(folder.path), "--ngay", str(day), "--json"])
    assert [file["zero_reason"] for file in json.loads(capsys.readouterr().out)["files"]] == [reason.value]


@pytest.mark.slow
def test_a_zero_with_a_reason_is_not_asked_about_and_ends_the_row_of_zeros(folder: Folder, plan: Plan) -> None:
    figures = days(plan, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO)
    reasons: dict[date, object] = {plan.start + timedelta(days=2): "mất điện"}
    asked = []
    for day in figures:
        until = {one: four for one, four in figures.items() if one <= day}
        asked.append(
            "LK05" in codes(sent(folder, plan, until, {one: why for one, why in reasons.items() if one <= day}))
        )
    assert asked == [False, False, False, False, False, True]


@pytest.mark.slow
def test_reasons_are_counted_over_the_days(folder: Folder, plan: Plan) -> None:
    first, second, third = days(plan, ZERO, ZERO, ZERO)
    reasons: dict[date, object] = {first: "mất điện", second: "không có người", third: "mất điện"}
    for day in (first, second, third):
        outcome = sent(folder, plan, days(plan, *[ZERO] * ((day - first).days + 1)), reasons)
    told = texts(outcome.report, "Tình hình báo cáo")
    assert "Lý do số 0 trong ngày: mất điện 1 đơn vị. Từ đầu đợt: mất điện 2 lượt, không có người 1 lượt." in told
    made = outcome.report.read_bytes()
    assert report_again(folder, third, None)[2].read_bytes() == made
    assert not press(folder, third).changed


def test_a_reason_beside_figures_and_a_word_that_is_none_are_told_with_their_cell_and_keep_nothing_out(
    folder: Folder, plan: Plan
) -> None:
    first, second = days(plan, SOME, ZERO)
    outcome = sent(folder, plan, {first: SOME}, {first: "mất điện"})
    (found,) = [finding for finding in outcome.standing.findings if finding.code == "SL19"]
    assert (found.source.sheet, found.source.cell, found.severity) == ("Nhập hằng ngày", "N14", Severity.WARNING)
    assert (of(outcome).status, of(outcome).reason) == (Status.RECEIVED, None)
    outcome = sent(folder, plan, {first: SOME, second: ZERO}, {second: "máy hỏng"})
    (found,) = [finding for finding in outcome.standing.findings if finding.code == "SL18"]
    assert (found.source.cell, found.severity) == ("N15", Severity.WARNING)
    assert "máy hỏng" in found.message and "mất điện" in found.fix
    assert (of(outcome).status, of(outcome).reason) == (Status.RECEIVED, None)


def test_a_blank_is_no_zero_with_a_reason(folder: Folder, plan: Plan) -> None:
    outcome = sent(folder, plan, days(plan, (0, 0, 0, None)), {plan.start: "mất điện"})
    assert of(outcome).reason is None


def test_a_reason_edited_by_hand_is_found(folder: Folder, plan: Plan) -> None:
    sent(folder, plan, days(plan, ZERO), {plan.start: "mất điện"})
    from xlpy.journal import JournalDamaged

    with closing(sqlite3.connect(folder.journal)) as db, db:
        db.execute("DROP TRIGGER zero_reason_no_update")
        db.execute("UPDATE zero_reason SET reason = 'nobody'")
    with pytest.raises(JournalDamaged, match="lần chạy số 1"), Journal.reading(folder.journal):
        pass


def test_a_reason_that_comes_with_the_same_zeros_counts_and_makes_nobody_late(folder: Folder, plan: Plan) -> None:
    day = plan.start
    sent(folder, plan, {day: ZERO}, {})
    assert of(press(folder, day)).reason is None
    put(folder, "bu dang lần hai.xlsx", typed_form(plan, UNIT, {day: ZERO}, {day: "mất điện"}), plan, day, time(14, 30))
    outcome = press(folder, day)
    assert (of(outcome).reason, of(outcome).late) == (ZeroReason.POWER, False)
    assert not press(folder, day).changed
