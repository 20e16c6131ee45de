"""The issued form on its way: filled in by a clerk in a spreadsheet, saved there, sent, and merged day by day."""

import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import load_workbook

from tests.kit.calc import Calc
from tests.kit.folders import FIRST, SECOND, THIRD, new_folder, press, put
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.merge.merge_day import Outcome
from xlpy.app.set_up import form_name, issue_forms
from xlpy.core.consolidate import Status, UnitDay
from xlpy.core.forms import DAY_SHEET, FORM_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS
from xlpy.core.source import Finding, Severity
from xlpy.drawing.unit_form import draw_unit_form
from xlpy.shell.main import main

pytestmark = pytest.mark.slow

UNIT = "696"
FIRST_ROW = 14
INPUTS = "DEFG"
DAYS = (FIRST, SECOND, THIRD)
TYPED = ((1245, 310, 95, 1), (300, 70, 30, 0), (280, -5, 25, 1))
NOTE = "Ngày 23/5 nhập trùng 5 trường hợp"


class Sent(NamedTuple):
    """The form as saved after each day, and once more in LibreOffice's own format."""

    days: Mapping[date, bytes]
    ods: bytes
    other_plan: bytes


@pytest.fixture(scope="module")
def sent(plan: Plan, tmp_path_factory: pytest.TempPathFactory, needs_office: None) -> Sent:
    """Filled in for three days by typing, as a person would."""
    folder = tmp_path_factory.mktemp("clerk")
    unit = next(unit for unit in plan.senders if unit.code == UNIT)
    issued, other = folder / "issued.xlsx", folder / "other.xlsx"
    issued.write_bytes(draw_unit_form(plan, unit))
    changed = replace(plan, document=plan.document._replace(number="999/KH-UBND"))
    other.write_bytes(draw_unit_form(changed, unit))
    days = {}
    with Calc(folder, "vi-VN", untouched=True) as calc:
        with closing(calc.open(issued)) as form:
            for row, (day, figures) in enumerate(zip(DAYS, TYPED, strict=True), FIRST_ROW):
                if min(figures) < 0:
                    form.type(DAY_SHEET, f"M{row}", NOTE)
                for column, figure in zip(INPUTS, figures, strict=True):
                    form.type(DAY_SHEET, f"{column}{row}", str(figure))
                form.save_as(folder / "saved.xlsx")
                days[day] = (folder / "saved.xlsx").read_bytes()
                if day == FIRST:
                    form.save_as(folder / "saved.ods")
        with closing(calc.open(other)) as form:
            for column, figure in zip(INPUTS, TYPED[0], strict=True):
                form.type(DAY_SHEET, f"{column}{FIRST_ROW}", figure)
            form.save_as(folder / "other-saved.xlsx")
    return Sent(days, (folder / "saved.ods").read_bytes(), (folder / "other-saved.xlsx").read_bytes())


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return new_folder(tmp_path / "viec")


def of_unit(outcome: Outcome) -> UnitDay:
    return next(unit for unit in outcome.standing.units if unit.unit == UNIT)


def findings(outcome: Outcome) -> list[Finding]:
    return [finding for finding in outcome.standing.findings if finding.unit in (UNIT, None)]


def today(outcome: Outcome) -> tuple[int | None, ...]:
    return tuple(of_unit(outcome).figures[kind].today for kind in KINDS)


def entered(outcome: Outcome) -> tuple[int, ...]:
    return tuple(of_unit(outcome).figures[kind].entered for kind in KINDS)


def tree(path: Path) -> dict[Path, tuple[bytes, int]]:
    return {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in path.rglob("*") if file.is_file()}


# -- filled, sent, merged ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_three_days_of_one_form_are_exactly_what_was_typed(folder: Folder, plan: Plan, sent: Sent) -> None:
    sums = [0] * len(KINDS)
    for day, figures in zip(DAYS, TYPED, strict=True):
        put(folder, "PL01 696 Huyen Bu Dang.xlsx", sent.days[day], plan, day)
        outcome = press(folder, day)
        sums = [before + now for before, now in zip(sums, figures, strict=True)]
        assert of_unit(outcome).status is Status.RECEIVED
        assert today(outcome) == figures
        assert entered(outcome) == tuple(sums)
        told = findings(outcome)
        if day != THIRD:
            assert told == []
            continue
        (correction,) = told
        assert (correction.code, correction.severity) == ("SL04", Severity.WARNING)
        assert (correction.source.sheet, correction.source.cell) == (FORM_SHEET, "H10")
        assert "-5" in correction.message
        assert "có lý do ở GHI CHÚ" in correction.message


def test_the_command_takes_it_too(folder: Folder, plan: Plan, sent: Sent, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder, "PL01 696 Huyen Bu Dang.xlsx", sent.days[FIRST], plan, FIRST)
    assert main(["tong-hop", "-C", str(folder.path), "--ngay", FIRST.isoformat()]) == 1
    said = capsys.readouterr().out
    assert "1/11 đơn vị" in said


def test_a_day_that_was_skipped_is_made_up_for_by_the_next_form(folder: Folder, plan: Plan, sent: Sent) -> None:
    put(folder, "696.xlsx", sent.days[FIRST], plan, FIRST)
    press(folder, FIRST)
    put(folder, "696.xlsx", sent.days[THIRD], plan, THIRD)
    outcome = press(folder, THIRD)
    assert entered(outcome) == (1825, 375, 150, 2)
    assert {finding.code for finding in findings(outcome)} == {"SL04", "LK03", "LK12"}


def test_yesterdays_form_sent_again_is_not_todays(folder: Folder, plan: Plan, sent: Sent) -> None:
    put(folder, "696.xlsx", sent.days[FIRST], plan, FIRST)
    press(folder, FIRST)
    put(folder, "696 hom nay.xlsx", sent.days[FIRST], plan, SECOND)
    outcome = press(folder, SECOND)
    assert of_unit(outcome).status is Status.REFUSED
    assert {finding.code for finding in findings(outcome) if finding.severity is Severity.ERROR} == {"LK04"}


def test_a_form_saved_as_ods_is_taken_with_a_word_about_its_format(folder: Folder, plan: Plan, sent: Sent) -> None:
    put(folder, "PL01 696 Huyen Bu Dang.ods", sent.ods, plan, FIRST)
    outcome = press(folder, FIRST)
    assert today(outcome) == TYPED[0]
    assert [(finding.code, finding.severity) for finding in findings(outcome)] == [("TT07", Severity.WARNING)]


def test_a_form_of_any_name_is_known_by_its_hidden_mark(folder: Folder, plan: Plan, sent: Sent, tmp_path: Path) -> None:
    nameless = tmp_path / "nameless.xlsx"
    nameless.write_bytes(sent.days[FIRST])
    book = load_workbook(nameless, data_only=True)
    book[FORM_SHEET]["B10"].value = None
    book[DAY_SHEET]["A2"].value = None
    book.save(nameless)
    put(folder, "x.xlsx", nameless.read_bytes(), plan, FIRST)
    outcome = press(folder, FIRST)
    assert of_unit(outcome).status is Status.RECEIVED
    assert today(outcome) == TYPED[0]


def test_the_name_of_another_unit_on_a_marked_form_is_a_question(folder: Folder, plan: Plan, sent: Sent) -> None:
    put(folder, "PL01 Dong Phu.xlsx", sent.days[FIRST], plan, FIRST)
    outcome = press(folder, FIRST)
    assert of_unit(outcome).status is not Status.RECEIVED
    assert "BM06" in {finding.code for finding in outcome.standing.findings}


def test_a_form_of_another_plan_is_taken_and_said(folder: Folder, plan: Plan, sent: Sent) -> None:
    put(folder, "696.xlsx", sent.other_plan, plan, FIRST)
    outcome = press(folder, FIRST)
    assert today(outcome) == TYPED[0]
    assert [finding.code for finding in findings(outcome)] == ["BM19"]


def test_an_unfilled_form_is_refused_and_names_its_unit(folder: Folder, plan: Plan) -> None:
    unit = next(unit for unit in plan.senders if unit.code == UNIT)
    put(folder, form_name(unit), draw_unit_form(plan, unit), plan, FIRST)
    outcome = press(folder, FIRST)
    assert of_unit(outcome).status is Status.REFUSED
    assert [finding.code for finding in findings(outcome) if finding.severity is Severity.ERROR] == ["BM09"]


# -- issued --------------------------------------------------------------------------------------------------------


def issue(folder: Folder, *more: str) -> int:
    return main(["bieu-mau", "-C", str(folder.path), *more])


@pytest.fixture
def quiet(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    capsys.readouterr()
    yield capsys


def test_eleven_forms_are_issued_with_names_that_mail_carries(
    folder: Folder, plan: Plan, quiet: pytest.CaptureFixture[str]
) -> None:
    assert issue(folder) == 0
    files = sorted(path.name for path in folder.forms.iterdir())
    assert files == sorted(form_name(unit) for unit in plan.senders)
    assert len(files) == 11
    assert "PL01 696 Huyen Bu Dang.xlsx" in files
    assert all(name.isascii() for name in files)
    said = quiet.readouterr()
    assert len(said.out.splitlines()) == 11
    # The one unit to which the plan gives no cases: its form can take nothing but zeros.
    assert said.err.startswith("Huyện Phú Riềng: Kế hoạch chưa có số trường hợp") and said.err.count("\n") == 1


def test_issuing_again_writes_the_same_bytes_and_says_nothing(
    folder: Folder, quiet: pytest.CaptureFixture[str]
) -> None:
    some = ("--don-vi", "696", "--don-vi", "25222")
    assert issue(folder, *some) == 0
    before = {path: data for path, (data, _) in tree(folder.path).items()}
    quiet.readouterr()
    assert issue(folder, *some) == 0
    assert {path: data for path, (data, _) in tree(folder.path).items()} == before
    said = quiet.readouterr()
    assert said.err == ""
    assert [line.endswith(" (đã có)") for line in said.out.splitlines()] == [True, True]


def test_a_form_that_somebody_filled_in_is_left_alone_and_told(
    folder: Folder, sent: Sent, quiet: pytest.CaptureFixture[str]
) -> None:
    issue_forms(folder, [UNIT, "689"], None)
    (filled,) = folder.forms.glob("PL01 696 *.xlsx")
    filled.write_bytes(sent.days[FIRST])
    os.utime(filled, (1_684_740_000, 1_684_740_000))
    before = tree(filled.parent)[filled]
    assert issue(folder, "--don-vi", UNIT, "--don-vi", "689") == 1
    assert tree(filled.parent)[filled] == before
    said = quiet.readouterr()
    assert said.err.count("\n") == 1
    assert f"bieu-mau/{filled.name}" in said.err
    assert "PL01 689 Thanh Pho Dong Xoai.xlsx" in said.out
    assert filled.name not in said.out


def test_an_unknown_code_is_told_beside_the_known_ones_and_nothing_is_written(
    folder: Folder, plan: Plan, quiet: pytest.CaptureFixture[str]
) -> None:
    assert issue(folder, "--don-vi", "696", "--don-vi", "999") == 2
    said = quiet.readouterr()
    assert said.err.count("\n") == 1
    assert "999" in said.err
    assert all(f"{unit.code} {unit.name}" in said.err for unit in plan.senders)
    assert not folder.forms.exists()


def test_a_communes_form_can_be_issued_elsewhere(folder: Folder, tmp_path: Path) -> None:
    assert issue(folder, "--don-vi", "25222", "--ra", str(tmp_path / "xa")) == 0
    (path,) = (tmp_path / "xa").iterdir()
    assert path.name.startswith("PL01 25222 Xa ")
    assert not folder.forms.exists()
    assert load_workbook(path)[DAY_SHEET]["D10"].value is None


def test_forms_cannot_be_issued_into_a_file(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "tep").touch()
    with pytest.raises(CannotDo, match="đây là một tệp"):
        issue_forms(folder, [], tmp_path / "tep")
