"""What a unit told by telephone: a file of its own, read by the file door, judged like any other."""

import json
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.kit.folders import FIRST, NOW, SECOND, form, new_folder, press, put, put_all, works
from xlpy import cli
from xlpy.app.check import check
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.history import day_from_journal, history
from xlpy.app.merge.merge_day import Outcome, consolidate
from xlpy.app.merge.phoned import Phoned, put_phoned
from xlpy.core.consolidate import Judged, Status, UnitDay, Verdict, choose
from xlpy.core.forms import REASON_LABEL
from xlpy.core.grid import ErrorValue, Grid, Uncached, Value
from xlpy.core.office_book import CONTROL_SHEET, OLDER_TYPING, TYPING, Typing, typing_on
from xlpy.core.plan.plan import Plan
from xlpy.core.reading import Submission, read_submissions
from xlpy.core.receipt import Receipt
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.source import Fault, Severity, Source
from xlpy.core.zero_reasons import ZERO_REASONS, ZeroReason
from xlpy.demo.truth import Work
from xlpy.doors.files.workbook import read_workbook
from xlpy.drawing.office_book.phoned import draw_phoned, phoned_name, typing_cell
from xlpy.journal import Journal
from xlpy.rules.judge import Background, judge

pytestmark = pytest.mark.slow

LATER = NOW + timedelta(minutes=10)
UNIT = "695"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return new_folder(tmp_path / "viec")


def figures(*values: Value | None) -> dict[Kind, Value]:
    return {kind: value for kind, value in zip(KINDS, values, strict=False) if value is not None}


def row_of(plan: Plan, unit: str) -> int:
    """A unit's row on the board of Điều khiển, as Excel counts."""
    return 13 + [one.code for one in plan.senders].index(unit)


def drawn(plan: Plan, unit: str, told: Mapping[Kind, Value], note: str = "") -> bytes:
    place = [one.code for one in plan.senders].index(unit)
    return draw_phoned(plan.senders[place], typing_cell(place), FIRST, told, note)


def read(plan: Plan, data: bytes, file: str = "nhap-tay/695 22-5-2023.xlsx") -> Submission:
    snapshot = read_workbook(data, file)
    assert not snapshot.problems
    (submission,) = read_submissions(snapshot, plan.senders, year=2023, start=plan.start)
    return submission


def told_by(folder: Folder, *phoned: Phoned, now: datetime = NOW) -> Outcome:
    return consolidate(folder, FIRST, phoned=phoned, now=now)


def unit_day(outcome: Outcome, unit: str = UNIT) -> UnitDay:
    return next(one for one in outcome.standing.units if one.unit == unit)


def lying(folder: Folder) -> list[str]:
    place = folder.inbox / "nhap-tay"
    return sorted(path.name for path in place.iterdir()) if place.exists() else []


# The file


def test_every_units_figures_stand_in_the_cells_where_they_were_typed(plan: Plan) -> None:
    for unit in plan.senders:
        submission = read(plan, drawn(plan, unit.code, figures(12, 3, 0, 1)), "x.xlsx")
        assert (submission.unit, submission.date, submission.phoned) == (unit, FIRST, True)
        assert [submission.value(kind, Measure.TODAY) for kind in KINDS] == [12, 3, 0, 1]
        row = row_of(plan, unit.code)
        assert [submission.place(kind, Measure.TODAY) for kind in KINDS] == [
            Source("x.xlsx", CONTROL_SHEET, f"{column}{row}") for column in "QRST"
        ]
        assert all(submission.value(kind, Measure.ENTERED) is None for kind in KINDS)
        assert submission.problems == ()


def test_the_same_figures_are_the_same_bytes_and_their_name_tells_unit_and_day(plan: Plan) -> None:
    one, other = (drawn(plan, UNIT, figures(1, 2, 3, 4), "Chị Hoa") for _ in range(2))
    assert one == other
    assert one != drawn(plan, UNIT, figures(1, 2, 3, 5), "Chị Hoa")
    assert phoned_name(plan.targets[UNIT].unit, FIRST) == "695 22-5-2023.xlsx"


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("mười hai", Fault.NOT_A_NUMBER),
        (3.5, Fault.FRACTION),
        (-1, Fault.NEGATIVE),
        (True, Fault.NOT_A_NUMBER),
        ("1.234", Fault.TEXT_NUMBER),
        ("1,234", Fault.AMBIGUOUS_SEPARATOR),
        ("-", Fault.DASH),
        ("=1+1", Fault.NOT_A_NUMBER),
        (ErrorValue("#REF!"), Fault.ERROR_CELL),
        (Uncached("A1"), Fault.NOT_A_NUMBER),
        (None, Fault.BLANK),
    ],
)
def test_what_was_typed_wrong_is_written_down_as_it_was_typed(plan: Plan, value: Value | None, fault: Fault) -> None:
    submission = read(plan, drawn(plan, UNIT, figures(12, value, 0, 1)))
    (problem,) = submission.problems
    assert problem.fault is fault
    assert problem.source.cell == f"R{row_of(plan, UNIT)}"


# The press


def test_a_unit_that_telephoned_counts_as_typed_in(folder: Folder, plan: Plan) -> None:
    outcome = told_by(folder, Phoned(UNIT, figures(12, 3, 0, 1), "Chị Hoa, 13h40"))
    unit = unit_day(outcome)
    assert unit.status is Status.MANUAL
    assert outcome.standing.reported == 1
    assert [(unit.figures[kind].today, unit.figures[kind].entered) for kind in KINDS] == [
        (12, 12),
        (3, 3),
        (0, 0),
        (1, 1),
    ]
    assert unit.source == Source("nhap-tay/695 22-5-2023.xlsx", CONTROL_SHEET)
    assert unit.cells is not None
    row = row_of(plan, UNIT)
    assert list(unit.cells.values()) == [(f"{column}{row}", f"{column}{row}") for column in "QRST"]
    assert not [finding for finding in outcome.standing.findings if finding.unit == UNIT and finding.code != "TG01"]
    again = press(folder, FIRST)
    assert (again.changed, again.standing) == (False, outcome.standing)


@pytest.mark.parametrize(("minutes", "late"), [(-11, False), (-10, True), (0, True)])
def test_the_hour_of_the_press_is_the_hour_of_the_call(folder: Folder, minutes: int, late: bool) -> None:
    outcome = told_by(folder, Phoned(UNIT, figures(1, 0, 0, 0)), now=NOW + timedelta(minutes=minutes))
    unit = unit_day(outcome)
    assert unit.receipt is not None
    assert unit.receipt.received_at == NOW + timedelta(minutes=minutes)
    assert unit.late is late


def test_running_totals_follow_from_the_day_before(folder: Folder, plan: Plan) -> None:
    first, second, _ = works(plan)
    put_all(folder, plan, first, [UNIT])
    press(folder, FIRST)
    outcome = consolidate(folder, SECOND, phoned=[Phoned(UNIT, dict(second[UNIT].today))], now=NOW + timedelta(days=1))
    unit = unit_day(outcome)
    assert unit.status is Status.MANUAL
    assert {kind: unit.figures[kind].entered for kind in KINDS} == dict(second[UNIT].entered)


def test_a_kind_that_nobody_told_stays_blank(folder: Folder) -> None:
    unit = unit_day(told_by(folder, Phoned(UNIT, figures(5))))
    assert unit.status is Status.MANUAL
    assert [unit.figures[kind].today for kind in KINDS] == [5, None, None, None]


def test_the_same_figures_told_twice_are_one_file(folder: Folder) -> None:
    told = Phoned(UNIT, figures(12, 3, 0, 1))
    first = told_by(folder, told)
    again = told_by(folder, told, now=LATER)
    assert lying(folder) == ["695 22-5-2023.xlsx"]
    assert (again.changed, again.standing) == (False, first.standing)


def test_other_figures_replace_the_first_ones(folder: Folder) -> None:
    told_by(folder, Phoned(UNIT, figures(12, 3, 0, 1)))
    outcome = told_by(folder, Phoned(UNIT, figures(13, 3, 0, 1)), now=LATER)
    assert lying(folder) == ["695 22-5-2023 (2).xlsx", "695 22-5-2023.xlsx"]
    unit = unit_day(outcome)
    assert (unit.status, unit.figures[Kind.BIRTH].today) == (Status.MANUAL, 13)
    (finding,) = [finding for finding in outcome.standing.findings if finding.code == "LK10"]
    assert finding.severity is Severity.WARNING


def test_figures_taken_back_are_the_first_ones_again(folder: Folder) -> None:
    """What was told last counts, though the first file has just these figures."""
    for minutes, births in enumerate((12, 13, 12)):
        outcome = told_by(folder, Phoned(UNIT, figures(births, 3, 0, 1)), now=NOW + timedelta(minutes=minutes))
        assert unit_day(outcome).figures[Kind.BIRTH].today == births
    assert len(lying(folder)) == 3
    again = told_by(folder, Phoned(UNIT, figures(12, 3, 0, 1)), now=LATER)
    assert not again.changed
    assert len(lying(folder)) == 3


@pytest.mark.parametrize(("note", "status"), [("", Status.REFUSED), ("Đính chính trùng ngày 21", Status.MANUAL)])
def test_a_negative_figure_needs_a_note(folder: Folder, plan: Plan, note: str, status: Status) -> None:
    first, _, _ = works(plan)
    put_all(folder, plan, first, [UNIT])
    press(folder, FIRST)
    told = Phoned(UNIT, figures(-1, 0, 0, 0), note)
    outcome = consolidate(folder, SECOND, phoned=[told], now=NOW + timedelta(days=1))
    assert unit_day(outcome).status is status
    codes = {finding.code for finding in outcome.standing.findings if finding.unit == UNIT}
    assert ("SL03" in codes, "SL04" in codes) == (not note, bool(note))


def test_refused_figures_are_told_with_their_cell_on_the_board_and_mended_ones_stand(
    folder: Folder, plan: Plan
) -> None:
    outcome = told_by(folder, Phoned(UNIT, figures(12, 3.5, 0, 1)))
    assert unit_day(outcome).status is Status.REFUSED
    (error,) = [f for f in outcome.standing.findings if f.severity is Severity.ERROR]
    assert (error.code, error.source.sheet, error.source.cell) == ("SL02", CONTROL_SHEET, f"R{row_of(plan, UNIT)}")
    mended = told_by(folder, Phoned(UNIT, figures(12, 3, 0, 1)), now=LATER)
    assert unit_day(mended).status is Status.MANUAL
    assert not [f for f in mended.standing.findings if f.severity is Severity.ERROR]


@pytest.mark.parametrize("hour", [time(9), time(16)])
def test_a_file_of_the_unit_stands_whenever_it_came(folder: Folder, plan: Plan, hour: time) -> None:
    work: Work = works(plan)[0][UNIT]
    put(folder, "dong phu.xlsx", form(plan, work), plan, FIRST, hour)
    other = {**work.today, Kind.BIRTH: work.today[Kind.BIRTH] + 1}
    outcome = told_by(folder, Phoned(UNIT, other))
    unit = unit_day(outcome)
    assert (unit.status, unit.source.file) == (Status.RECEIVED, "dong phu.xlsx")
    assert unit.figures[Kind.BIRTH].today == work.today[Kind.BIRTH]
    (finding,) = [f for f in outcome.standing.findings if f.code == "LK13"]
    assert f"ô Q{row_of(plan, UNIT)}" in finding.message
    assert finding.source.file == "nhap-tay/695 22-5-2023.xlsx"


def test_a_file_with_the_same_figures_needs_no_word(folder: Folder, plan: Plan) -> None:
    work = works(plan)[0][UNIT]
    put(folder, "dong phu.xlsx", form(plan, work), plan, FIRST)
    outcome = told_by(folder, Phoned(UNIT, dict(work.today)))
    assert unit_day(outcome).status is Status.RECEIVED
    assert "LK13" not in {finding.code for finding in outcome.standing.findings}


def test_a_refused_file_beside_good_figures_is_told_and_the_figures_stand(folder: Folder, plan: Plan) -> None:
    work = works(plan)[0][UNIT]
    overrides = {(Kind.BIRTH, Measure.TODAY): 68.082}
    put(folder, "dong phu.xlsx", form(plan, work, overrides=overrides), plan, FIRST, time(9))
    outcome = told_by(folder, Phoned(UNIT, dict(work.today)))
    assert unit_day(outcome).status is Status.MANUAL


def test_the_choice_names_what_the_office_typed(plan: Plan) -> None:
    work = works(plan)[0][UNIT]

    def judged(data: bytes, file: str, now: datetime) -> Judged:
        snapshot = read_workbook(data, file)
        return judge(plan, FIRST, Receipt(file, snapshot.sha256, now), snapshot, Background())

    phoned = judged(drawn(plan, UNIT, figures(12, 3, 0, 1)), "nhap-tay/695 22-5-2023.xlsx", LATER)
    sent = judged(form(plan, work), "dong phu.xlsx", NOW)
    assert (phoned.phoned, phoned.verdict, sent.phoned) == (True, Verdict.ACCEPT, False)
    choices = {choice.unit: choice for choice in choose(plan, [phoned, sent])}
    assert (choices[UNIT].current, choices[UNIT].phoned) == (sent, phoned)
    alone = {choice.unit: choice for choice in choose(plan, [phoned])}
    assert (alone[UNIT].current, alone[UNIT].phoned) == (phoned, None)


def test_a_run_that_is_called_off_takes_its_files_back_and_no_others(folder: Folder, plan: Plan) -> None:
    told_by(folder, Phoned(UNIT, figures(12, 3, 0, 1)))
    phoned = [Phoned(UNIT, figures(1, 1, 1, 1)), Phoned("698", figures(2, 2, 2, 2))]
    with pytest.raises(RuntimeError), put_phoned(folder.inbox, plan, FIRST, phoned, LATER):
        assert lying(folder) == ["695 22-5-2023 (2).xlsx", "695 22-5-2023.xlsx", "698 22-5-2023.xlsx"]
        raise RuntimeError
    assert lying(folder) == ["695 22-5-2023.xlsx"]


def test_a_unit_that_does_not_report_takes_nothing_in(folder: Folder, plan: Plan) -> None:
    phoned = [Phoned(UNIT, figures(1, 1, 1, 1)), Phoned("999", figures(1))]
    with pytest.raises(KeyError), put_phoned(folder.inbox, plan, FIRST, phoned, NOW):
        pass
    assert lying(folder) == []


# Withdrawn


def withdrawals(folder: Folder) -> Mapping[str, str]:
    with Journal.reading(folder.journal) as journal:
        return journal.withdrawals(FIRST)


def test_what_was_told_can_be_withdrawn_and_only_counts_no_more(folder: Folder) -> None:
    told_by(folder, Phoned(UNIT, figures(12, 3, 0, 1)), Phoned("698", figures(5, 0, 0, 0)))
    archived = {path: path.read_bytes() for path in folder.archive(FIRST).iterdir()}
    outcome = consolidate(folder, FIRST, withdraw=[UNIT], now=LATER)
    unit = unit_day(outcome)
    assert (unit.status, unit.figures[Kind.BIRTH].today, unit.figures[Kind.BIRTH].entered) == (Status.MISSING, None, 0)
    assert unit_day(outcome, "698").status is Status.MANUAL
    (finding,) = [one for one in outcome.standing.findings if one.code == "LK20"]
    assert (finding.unit, finding.source.file, finding.severity) == (
        UNIT,
        "nhap-tay/695 22-5-2023.xlsx",
        Severity.INFO,
    )
    assert {path: path.read_bytes() for path in folder.archive(FIRST).iterdir()} == archived
    assert lying(folder) == ["695 22-5-2023.xlsx", "698 22-5-2023.xlsx"]
    assert list(withdrawals(folder).values()) == [UNIT]
    again = consolidate(folder, FIRST, now=LATER)
    assert (again.changed, again.standing) == (False, outcome.standing)


def test_withdrawn_the_unit_goes_back_to_what_its_files_say(folder: Folder, plan: Plan) -> None:
    first = works(plan)[0]
    put(folder, "dong phu.xlsx", form(plan, first[UNIT], overrides={(Kind.BIRTH, Measure.TODAY): 68.082}), plan, FIRST)
    assert unit_day(told_by(folder)).status is Status.REFUSED
    assert unit_day(told_by(folder, Phoned(UNIT, figures(12, 3, 0, 1)))).status is Status.MANUAL
    outcome = consolidate(folder, FIRST, withdraw=[UNIT], now=LATER)
    assert (unit_day(outcome).status, unit_day(outcome).source.file) == (Status.REFUSED, "dong phu.xlsx")


def test_all_that_a_unit_told_that_day_is_withdrawn_and_the_same_told_anew_counts(folder: Folder) -> None:
    told_by(folder, Phoned(UNIT, figures(12, 3, 0, 1)))
    told_by(folder, Phoned(UNIT, figures(13, 3, 0, 1)))
    outcome = consolidate(folder, FIRST, withdraw=[UNIT], now=LATER)
    assert unit_day(outcome).status is Status.MISSING
    assert len(withdrawals(folder)) == 2
    outcome = told_by(folder, Phoned(UNIT, figures(13, 3, 0, 1)), now=LATER)
    assert unit_day(outcome).status is Status.MANUAL
    assert lying(folder) == ["695 22-5-2023 (2).xlsx", "695 22-5-2023 (3).xlsx", "695 22-5-2023.xlsx"]


def test_the_same_told_anew_counts_also_where_the_inbox_was_tidied_meanwhile(folder: Folder) -> None:
    told_by(folder, Phoned(UNIT, figures(12, 3, 0, 1)))
    consolidate(folder, FIRST, withdraw=[UNIT], now=LATER)
    (folder.inbox / "nhap-tay" / "695 22-5-2023.xlsx").unlink()
    assert unit_day(told_by(folder, Phoned(UNIT, figures(12, 3, 0, 1)), now=LATER)).status is Status.MANUAL


def test_where_there_is_nothing_to_withdraw_it_is_said(folder: Folder, plan: Plan) -> None:
    put_all(folder, plan, works(plan)[0], [UNIT])
    outcome = consolidate(folder, FIRST, withdraw=[UNIT], now=NOW)
    assert outcome.notes == (
        "--bo-nhap-tay 695: Huyện Đồng Phú: ngày 22/5/2023 không có số báo qua điện thoại nào đang tính.",
    )
    assert unit_day(outcome).status is Status.RECEIVED
    with pytest.raises(CannotDo, match="--bo-nhap-tay 999: không có đơn vị mang mã này"):
        consolidate(folder, FIRST, withdraw=["999"], now=NOW)


def test_a_check_says_the_same_of_a_withdrawn_file(folder: Folder) -> None:
    told_by(folder, Phoned(UNIT, figures(12, 3, 0, 1)))
    consolidate(folder, FIRST, withdraw=[UNIT], now=LATER)
    (checked,) = check(folder, [folder.inbox / "nhap-tay" / "695 22-5-2023.xlsx"], FIRST).files
    assert checked.judged.verdict is Verdict.IGNORE
    assert [finding.code for finding in checked.judged.findings] == ["LK20"]


def test_withdrawing_from_a_past_day_says_which_later_days_no_more_follow(folder: Folder, plan: Plan) -> None:
    first, second, _ = works(plan)
    told_by(folder, Phoned(UNIT, {kind: first[UNIT].today[kind] for kind in KINDS}))
    told = Phoned(UNIT, {kind: second[UNIT].today[kind] for kind in KINDS})
    consolidate(folder, SECOND, phoned=[told], now=NOW + timedelta(days=1))
    outcome = consolidate(folder, FIRST, withdraw=[UNIT], now=NOW + timedelta(days=1))
    assert outcome.told == ()  # the second day stays, and its running totals follow from the first
    assert folder.command("tong-hop --ngay 2023-05-23") in outcome.notes[0]


def test_the_shell_withdraws(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    told_by(folder, Phoned(UNIT, figures(12, 3, 0, 1)), Phoned("698", figures(5, 0, 0, 0)))
    words = ["tong-hop", "-C", str(folder.path), "--ngay", "2023-05-22", "--json", "--bo-nhap-tay", UNIT, "698"]
    assert cli.main(words) == 1
    document = json.loads(capsys.readouterr().out)
    assert {unit["status"] for unit in document["units"]} == {"missing"}
    assert [finding["unit"] for finding in document["findings"] if finding["code"] == "LK20"] == [UNIT, "698"]


# The reason for a day of zeros


def reason_cell(plan: Plan, unit: str = UNIT) -> str:
    return f"V{row_of(plan, unit)}"


def findings(outcome: Outcome, unit: str = UNIT) -> list[tuple[str, str]]:
    return [(f.code, f.source.cell) for f in outcome.standing.findings if f.unit == unit and f.code in ("SL18", "SL19")]


@pytest.mark.parametrize(("words", "reason"), ZERO_REASONS.items())
def test_a_reason_told_by_telephone_is_kept_and_counted_like_a_files(
    folder: Folder, plan: Plan, words: str, reason: ZeroReason
) -> None:
    outcome = told_by(folder, Phoned(UNIT, figures(0, 0, 0, 0), "Chị Hoa, 13h40", reason=words.upper()))
    assert (unit_day(outcome).status, unit_day(outcome).reason) == (Status.MANUAL, reason)
    assert day_from_journal(folder, FIRST)[1] == outcome.standing
    assert {row["zero_reason"] for row in history(folder) if row["unit"] == UNIT} == {reason.value}
    told = [cell.value for row in load_workbook(outcome.report)["Tình hình báo cáo"] for cell in row]
    assert f"Lý do số 0 trong ngày: {words} 1 đơn vị. Từ đầu đợt: {words} 1 lượt." in told
    assert findings(outcome) == []


def test_a_phoned_reason_that_is_none_or_beside_figures_is_told_with_its_cell(folder: Folder, plan: Plan) -> None:
    outcome = told_by(folder, Phoned(UNIT, figures(0, 0, 0, 0), "Hoa", reason="máy hỏng"))
    assert findings(outcome) == [("SL18", reason_cell(plan))]
    assert (unit_day(outcome).status, unit_day(outcome).reason) == (Status.MANUAL, None)
    outcome = told_by(folder, Phoned(UNIT, figures(12, 3, 0, 1), "Hoa", reason="mất điện"), now=LATER)
    assert findings(outcome) == [("SL19", reason_cell(plan))]
    assert unit_day(outcome).reason is None


def test_a_reason_without_figures_is_no_zero(folder: Folder, plan: Plan) -> None:
    outcome = told_by(folder, Phoned(UNIT, {}, "Hoa", reason="mất điện"))
    assert not unit_day(outcome).accepted
    told = [f for f in outcome.standing.findings if f.unit == UNIT and f.severity is Severity.ERROR]
    assert [finding.code for finding in told] == ["BM09"]


def test_without_a_reason_the_file_is_the_one_of_before(plan: Plan) -> None:
    bytes_of_before = drawn(plan, UNIT, figures(1, 2, 3, 4), "Chị Hoa")
    place = [one.code for one in plan.senders].index(UNIT)
    assert (
        draw_phoned(plan.senders[place], typing_cell(place), FIRST, figures(1, 2, 3, 4), "Chị Hoa", None)
        == bytes_of_before
    )
    assert REASON_LABEL not in [
        value for grid in read_workbook(bytes_of_before, "a.xlsx").grids for value in grid.cells.values()
    ]


def test_zeros_with_a_reason_by_telephone_are_not_asked_about(folder: Folder, plan: Plan) -> None:
    asked = []
    for place in range(6):
        day = FIRST + timedelta(days=place)
        told = Phoned(UNIT, figures(0, 0, 0, 0), "Hoa", reason="mất điện" if place == 2 else None)
        outcome = consolidate(folder, day, phoned=[told], now=NOW + timedelta(days=place))
        asked.append("LK05" in {f.code for f in outcome.standing.findings if f.unit == UNIT})
    assert asked == [False, False, False, False, False, True]


@pytest.mark.parametrize(
    ("heads", "place"),
    [
        ({(11, 20): "Người báo, giờ", (11, 21): "Lý do số 0"}, TYPING),
        ({(11, 20): "Người báo, giờ"}, OLDER_TYPING[0]),
        ({(9, 15): "Người báo, lúc mấy giờ"}, OLDER_TYPING[1]),
    ],
)
def test_a_board_that_an_older_version_drew_is_typed_on_as_it_is(
    heads: dict[tuple[int, int], str], place: Typing
) -> None:
    assert typing_on(Grid("Hotich.xlsm", CONTROL_SHEET, cells=heads)) == place
    assert place.width == (6 if place.reason_head else 5)


def test_a_board_without_the_column_has_no_reasons_and_keeps_its_codes() -> None:
    before = OLDER_TYPING[0]
    assert (before.code_column, before.reason_head) == (22, "")
    assert TYPING.code_column == 23
