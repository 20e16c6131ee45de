"""Units that change mid-campaign, through presses: a district splits, two become one, and every total is the truth."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.kit.folders import FIRST, HANDS, new_folder, press, put
from tests.kit.unit_forms import FIRST_ROW, INPUTS
from xlpy.app.folder import Folder
from xlpy.app.history import recorded_day, report_again
from xlpy.app.journal_check import prove
from xlpy.app.merge.merge_day import Outcome
from xlpy.app.projection import projection_of
from xlpy.app.set_up import issue_forms, workbook_of
from xlpy.core.consolidate import Status
from xlpy.core.forms import DAY_SHEET
from xlpy.core.office_book import CONTROL_SHEET
from xlpy.core.plan.changes import SHARES
from xlpy.core.plan.dated import of_day
from xlpy.core.plan.plan import parse_plan
from xlpy.core.records import KINDS, Kind
from xlpy.demo.clerks import Hand, write_form
from xlpy.demo.truth import Work, campaign
from xlpy.doors.disk.plan_file import default_text
from xlpy.drawing.changed_units import changed_units
from xlpy.drawing.office_book.whole import draw_office_book
from xlpy.drawing.screen.board import plan_text
from xlpy.drawing.screen.documents import plan_document
from xlpy.rules.plan import check_plan

CHANGE = FIRST + timedelta(days=7)
"""The eighth day: Bù Đăng becomes two, Phú Riềng joins Đồng Phú, Bình Long gets another name."""
SPLIT, JOINED, BY, RENAMED = "696", "698", "695", "690"
EAST, WEST = "6961", "6962"
LAST = 14


class Truth:
    """What happened: every unit's work day by day, and after the change that of the units that there are then."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.issued = parse_plan(dict(data))
        before = list(campaign(self.issued, 7, seed=5))
        self.entered = {code: dict(work.entered) for code, work in before[-1].items()}
        self.lines = list(self._lines())
        self.data = {**data, "changes": self.lines}
        self.plan = parse_plan(self.data)
        self.days = [dict(day) for day in before]
        self.days += list(self._after())

    def _lines(self) -> Iterator[dict[str, Any]]:
        day = CHANGE.isoformat()
        target = self.issued.targets[SPLIT]
        east: dict[str, int] = {}
        for column in SHARES[:8]:
            part, _, kind = column.partition("_")
            whole = (target.cases[Kind(kind)] or 0) if part == "cases" else self.entered[SPLIT][Kind(kind)]
            east[column] = whole * 3 // 5
        west = {
            column: (
                (target.cases[Kind(column[6:])] or 0)
                if column[:5] == "cases"
                else self.entered[SPLIT][Kind(column[8:])]
            )
            - count
            for column, count in east.items()
        }
        yield {"day": day, "old": SPLIT, "new": EAST, "name": "Huyện Bù Đăng Đông", **east, "machines": 9}
        yield {"day": day, "old": SPLIT, "new": WEST, "name": "Huyện Bù Đăng Tây", **west, "machines": 7}
        yield {"day": day, "old": JOINED, "new": BY}
        yield {"day": day, "old": RENAMED, "new": RENAMED, "name": "Thị xã An Lộc"}

    def _after(self) -> Iterator[dict[str, Work]]:
        entered = dict(self.entered)
        east, west = ({k: line[f"entered_{k}"] for k in KINDS} for line in self.lines[:2])
        entered[EAST], entered[WEST] = east, west
        joined, taken = entered.pop(JOINED), entered.pop(SPLIT)
        entered[BY] = {kind: entered[BY][kind] + joined[kind] for kind in KINDS}
        assert taken == {kind: east[kind] + west[kind] for kind in KINDS}
        plan = of_day(self.plan, CHANGE)
        for after in range(LAST - 7):
            day, worked = CHANGE + timedelta(days=after), {}
            for target in plan.tracked.targets:
                code = target.unit.code
                today = {kind: min(40 + after, plan.total(code, kind) - entered[code][kind]) for kind in KINDS}
                entered[code] = {kind: entered[code][kind] + today[kind] for kind in KINDS}
                worked[code] = Work(code, day, today, entered[code])
            yield worked

    def total(self, day: int, kind: Kind) -> int:
        return sum(work.entered[kind] for work in self.days[day].values())


def deliver(folder: Folder, truth: Truth, day: int, but: tuple[str, ...] = ()) -> None:
    on = FIRST + timedelta(days=day)
    plan = of_day(truth.plan, on)
    for code, work in truth.days[day].items():
        if code not in but:
            hand = HANDS.get(code, Hand(f"{code}.xlsx", unit_in_title=True))
            put(folder, f"{on}/{hand.file}", write_form(plan, work, hand, seed=3), plan, on)


@pytest.fixture(scope="module")
def truth() -> Truth:
    data = json.loads(default_text())
    data["moves"] = [
        {"day": "2023-05-27", "code": "689", "what": "received", "count": 16},
        {"day": "2023-05-30", "code": "694", "what": "lent", "count": 2, "other": EAST},
    ]
    data["tasks"][2]["state"] = "under-way"
    data["teams"] = [{"code": "691", "level": "commune", "teams": 8, "justice_1": 8, "police_1": 8, "others_1": 12}]
    return Truth(data)


@pytest.fixture(scope="module")
def pressed(truth: Truth, tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, list[Outcome], list[bytes]]:
    """A fortnight, of which the office learns of the change on the sixth."""
    folder = new_folder(tmp_path_factory.mktemp("doi") / "viec")
    outcomes, reports = [], []
    for day in range(LAST):
        if day == 5:
            folder.workbook.write_bytes(draw_office_book(truth.data))
        deliver(folder, truth, day)
        outcome = press(folder, FIRST + timedelta(days=day))
        outcomes.append(outcome)
        reports.append(outcome.report.read_bytes())
    return folder, outcomes, reports


def test_every_total_is_the_truth(truth: Truth, pressed: tuple[Folder, list[Outcome], list[bytes]]) -> None:
    for day, outcome in enumerate(pressed[1]):
        standing = outcome.standing
        assert [f for f in standing.findings if f.severity == "error"] == [], day
        assert standing.reported == len(standing.units) == 11
        for kind in KINDS:
            assert standing.total[kind].entered == truth.total(day, kind)
            assert standing.total[kind].total == sum(truth.issued.total(code, kind) for code in truth.issued.targets)
    names = {unit.unit: unit.name for unit in pressed[1][-1].standing.units}
    assert {EAST, WEST, BY} <= names.keys()
    assert {SPLIT, JOINED}.isdisjoint(names)
    assert names[RENAMED] == "Thị xã An Lộc"


def test_programs_are_told_of_the_changes(truth: Truth) -> None:
    told = plan_document(of_day(truth.plan, CHANGE), ())["changes"]
    assert told[0] == {"date": "2023-05-29", "old": SPLIT, "new": EAST, "name": "Huyện Bù Đăng Đông", "in_force": True}
    assert len(told) == 4


def test_machines_tasks_and_teams_go_along(pressed: tuple[Folder, list[Outcome], list[bytes]]) -> None:
    machines = [{code: target.machines for code, target in outcome.plan.targets.items()} for outcome in pressed[1]]
    assert [one["689"] for one in machines] == [8] * 5 + [24] * 9
    assert [one["694"] for one in machines] == [13] * 8 + [11] * 6
    assert [one.get(EAST) for one in machines] == [None] * 7 + [9] + [11] * 6
    assert [sum(one.values()) for one in machines] == [111] * 5 + [127] * 9
    told = [{f.code for f in outcome.standing.findings} & {"NV01", "MA05"} for outcome in pressed[1]]
    assert told == [set()] * 5 + [{"NV01", "MA05"}] * 9
    assert [f.unit for f in check_plan(pressed[1][-1].plan) if f.code == "TO01"] == ["691"]


def test_history_vouches_across_a_merge_and_asks_after_a_split(
    truth: Truth, tmp_path: Path, pressed: tuple[Folder, list[Outcome], list[bytes]]
) -> None:
    """A total that went down is refused on the first day of the new units, whoever entered it before."""
    folder = new_folder(tmp_path / "viec")
    folder.workbook.write_bytes(draw_office_book(truth.data))
    for day in range(7):
        deliver(folder, truth, day)
        press(folder, FIRST + timedelta(days=day))
    plan = of_day(truth.plan, CHANGE)
    deliver(folder, truth, 7, but=(BY, EAST))
    for code in (BY, EAST):
        work = truth.days[7][code]
        less = {**work.entered, Kind.BIRTH: work.entered[Kind.BIRTH] - work.today[Kind.BIRTH] - 1}
        hand = HANDS.get(code, Hand(f"{code}.xlsx", unit_in_title=True))
        changed = Work(code, CHANGE, work.today, less)
        put(folder, f"{CHANGE}/{hand.file}", write_form(plan, changed, hand, seed=3), plan, CHANGE)
    outcome = press(folder, CHANGE)
    units = {unit.unit: unit for unit in outcome.standing.units}
    codes = {unit: {f.code for f in outcome.standing.findings if f.unit == unit} for unit in (BY, EAST)}
    assert units[BY].status is units[EAST].status is Status.REFUSED
    assert all({"LK01", "LK02", "LK16", "LK19"} & found for found in codes.values()), codes
    # What was carried over stands until they mend it: nothing is lost meanwhile.
    for kind in KINDS:
        carried = {code: truth.days[7][code].entered[kind] - truth.days[7][code].today[kind] for code in (BY, EAST)}
        assert {code: units[code].figures[kind].entered for code in (BY, EAST)} == carried
        expected = truth.total(7, kind) - sum(truth.days[7][code].today[kind] for code in (BY, EAST))
        assert outcome.standing.total[kind].entered == expected


def test_a_day_on_which_nobody_reports_carries_all_over(truth: Truth, tmp_path: Path) -> None:
    folder = new_folder(tmp_path / "viec")
    folder.workbook.write_bytes(draw_office_book(truth.data))
    for day in (0, 6):
        deliver(folder, truth, day)
        press(folder, FIRST + timedelta(days=day))
    standing = press(folder, CHANGE).standing
    assert standing.reported == 0
    for kind in KINDS:
        assert standing.total[kind].entered == truth.total(6, kind)


def test_past_reports_come_out_byte_for_byte(pressed: tuple[Folder, list[Outcome], list[bytes]]) -> None:
    folder, _, reports = pressed
    for day in (0, 4, 5, 6, 7, 13):
        assert report_again(folder, FIRST + timedelta(days=day), None)[2].read_bytes() == reports[day]
    assert not press(folder, FIRST + timedelta(days=LAST - 1)).changed


def test_the_forecast_knows_the_units_of_its_day(
    truth: Truth, pressed: tuple[Folder, list[Outcome], list[bytes]]
) -> None:
    folder = pressed[0]
    for day in (6, 13):
        _, foretold = projection_of(folder, FIRST + timedelta(days=day))
        assert {unit.unit for unit in foretold.units} == set(truth.days[day])
        assert foretold.total.remaining == sum(
            truth.issued.total(code, kind) for code in truth.issued.targets for kind in KINDS
        ) - sum(truth.total(day, kind) for kind in KINDS)


def test_shares_that_are_not_what_was_entered_are_told(truth: Truth, tmp_path: Path) -> None:
    folder = new_folder(tmp_path / "viec")
    lines = [dict(line) for line in truth.lines]
    lines[1]["entered_birth"] -= 5
    folder.workbook.write_bytes(draw_office_book({**truth.data, "changes": lines}))
    deliver(folder, truth, 6)
    press(folder, FIRST + timedelta(days=6))
    findings = [f for f in press(folder, CHANGE).standing.findings if f.code.startswith("DV")]
    assert [(f.code, f.source.sheet, f.source.cell) for f in findings] == [("DV03", "Thay đổi đơn vị", "I7")]
    assert "lệch 5" in findings[0].fix


def test_a_change_that_is_not_told_whole_leaves_the_units_as_they_were(truth: Truth, tmp_path: Path) -> None:
    folder = new_folder(tmp_path / "viec")
    lines = [{k: v for k, v in line.items() if k != "machines"} for line in truth.lines]
    folder.workbook.write_bytes(draw_office_book({**truth.data, "changes": lines}))
    deliver(folder, truth, 6)
    assert {f.code for f in press(folder, FIRST + timedelta(days=6)).standing.findings if f.code[:2] == "DV"} == {
        "DV01"
    }
    outcome = press(folder, CHANGE)
    assert {f.code for f in outcome.standing.findings if f.code[:2] == "DV"} == {"DV01", "DV04"}
    assert {unit.unit for unit in outcome.standing.units} == set(truth.issued.targets)


def test_the_form_of_a_new_unit_counts_from_its_first_day(truth: Truth, tmp_path: Path) -> None:
    folder = new_folder(tmp_path / "viec")
    folder.workbook.write_bytes(draw_office_book(truth.data))
    for day in (0, 6):
        deliver(folder, truth, day)
        press(folder, FIRST + timedelta(days=day))
    (path,) = issue_forms(folder, [EAST], tmp_path / "ra", day=CHANGE).written
    book = load_workbook(path)
    sheet = book[DAY_SHEET]
    cells = [cell.value for cell in sheet[FIRST_ROW]]
    assert CHANGE in {value.date() for value in cells if isinstance(value, datetime)}
    opening, today = truth.lines[0], (30, 20, 10, 0)
    for column, kind, figure in zip(INPUTS, KINDS, today, strict=True):
        sheet[f"{column}{FIRST_ROW - 1}"] = opening[f"entered_{kind}"]
        sheet[f"{column}{FIRST_ROW}"] = figure
    data = BytesIO()
    book.save(data)
    put(folder, "dong.xlsx", data.getvalue(), truth.plan, CHANGE)
    outcome = press(folder, CHANGE)
    (east,) = [unit for unit in outcome.standing.units if unit.unit == EAST]
    assert east.status is Status.RECEIVED, [f for f in outcome.standing.findings if f.unit == EAST]
    for kind, figure in zip(KINDS, today, strict=True):
        assert east.figures[kind].entered == opening[f"entered_{kind}"] + figure


def test_a_past_day_that_is_mended_after_the_change_says_which_days_follow(truth: Truth, tmp_path: Path) -> None:
    folder = new_folder(tmp_path / "viec")
    folder.workbook.write_bytes(draw_office_book(truth.data))
    for day in (5, 6, 7):
        deliver(folder, truth, day, but=(JOINED,) if day == 6 else ())
        press(folder, FIRST + timedelta(days=day))
    deliver(folder, truth, 6)
    outcome = press(folder, FIRST + timedelta(days=6), agrees=lambda _: True)
    assert any("29/5/2023" in note and "tổng hợp lại" in note for note in outcome.notes)
    assert {unit.unit for unit in recorded_day(folder, CHANGE).standing.units} == set(truth.days[7])


def test_the_journal_holds(pressed: tuple[Folder, list[Outcome], list[bytes]]) -> None:
    assert all(line.good for line in prove(pressed[0]))


def test_a_workbook_made_anew_shows_the_units_of_its_last_day(
    truth: Truth, pressed: tuple[Folder, list[Outcome], list[bytes]], tmp_path: Path
) -> None:
    folder = pressed[0]
    book = load_workbook(BytesIO(workbook_of(folder)), data_only=True)
    names = {str(row[2].value) for row in book[CONTROL_SHEET].iter_rows(max_col=3)}
    assert {"Huyện Bù Đăng Đông", "Huyện Bù Đăng Tây", "Thị xã An Lộc"} <= names
    assert "Huyện Bù Đăng" not in names
    assert "Huyện Bù Đăng" in {str(row[1].value) for row in book["Phụ lục 02"].iter_rows(max_col=2)}


def test_people_are_told_of_what_has_changed_by_a_day(truth: Truth) -> None:
    before, after = (plan_text(of_day(truth.plan, CHANGE + timedelta(days=days))) for days in (-1, 1))
    assert "Máy đến ngày 28/5/2023 (trang Máy): Thành phố Đồng Xoài 8 → 24." in before
    line = "Thay đổi đơn vị từ ngày 29/5/2023: 696 → 6961, 696 → 6962, 698 → 695, 690 → 690"
    assert f"{line} (sẽ theo)." in before
    assert f"{line} (đã theo)." in after


def test_the_report_says_which_unit_became_which_for_a_week(
    truth: Truth, pressed: tuple[Folder, list[Outcome], list[bytes]]
) -> None:
    told = (
        "Từ ngày 29/5/2023: huyện Bù Đăng thành huyện Bù Đăng Đông và huyện Bù Đăng Tây; huyện Phú Riềng nhập vào huyện "
        "Đồng Phú; thị xã Bình Long thành thị xã An Lộc."
    )
    for day in range(LAST):
        sheet = load_workbook(BytesIO(pressed[2][day]))["Tóm tắt"]
        said = [str(row[0].value) for row in sheet.iter_rows(max_col=1) if "Từ ngày 29/5/2023" in str(row[0].value)]
        assert [text[3:] for text in said] == ([told] if day >= 7 else []), day
    assert changed_units(truth.plan, CHANGE + timedelta(days=6))
    assert not changed_units(truth.plan, CHANGE + timedelta(days=7))
