"""Theo dõi riêng on its way: typed into the units' forms, merged day by day, kept, counted, and never twice."""

import json
import random
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.kit.folders import new_folder, press, put
from tests.kit.steps import steps
from tests.kit.typed import typed_form
from tests.kit.unit_forms import FIRST_ROW, INPUTS
from xlpy.app.folder import Folder
from xlpy.app.history import history, report_again
from xlpy.app.merge.merge_day import Outcome
from xlpy.core.consolidate import Status
from xlpy.core.forms import DAY_SHEET, MISMATCH_SHEET
from xlpy.core.grid import Grid
from xlpy.core.mismatch_sheet import DIFFERS_WORDS, KIND_WORDS, MISMATCH_SIDE, find_mismatches
from xlpy.core.mismatches import Differs, Mismatch, MismatchState, count, merged
from xlpy.core.plan.plan import Plan
from xlpy.core.reading import Submission
from xlpy.core.receipt import Receipt
from xlpy.core.records import KINDS, Kind
from xlpy.core.source import Severity
from xlpy.doors.files.workbook import read_workbook
from xlpy.drawing.unit_form import draw_unit_form
from xlpy.journal import Journal, JournalDamaged
from xlpy.rules.rule import RULES, Case
from xlpy.shell.main import main

pytestmark = pytest.mark.slow

UNIT = "696"
FIRST = date(2023, 5, 22)
FIGURES = (10, 4, 2, 0)
COLUMNS = {column.name: place for place, column in enumerate(MISMATCH_SIDE.columns)}
KIND_WORD = {value: word for word, value in KIND_WORDS.items()}
DIFFERS_WORD = {value: word for word, value in DIFFERS_WORDS.items()}
CASE = Mismatch(Kind.BIRTH, "01/2005", "12", "45", Differs.BIRTH_DATE, FIRST)


def cells(*cases: Mismatch, **odd: Any) -> dict[str, Any]:
    """A line a case; `odd` are cells by address."""
    found: dict[str, Any] = {}
    for row, case in enumerate(cases, MISMATCH_SIDE.first_row + 1):
        words = (KIND_WORD[case.kind], case.book, case.page, case.record, case.differs and DIFFERS_WORD[case.differs])
        for column, value in zip("ABCDEFGHIJ", (*words, *case[5:]), strict=True):
            found[f"{column}{row}"] = value
    return found | odd


def sent(folder: Folder, plan: Plan, day: date, lines: Mapping[str, Any], name: str = "", unit: str = UNIT) -> Outcome:
    days = {FIRST + timedelta(days=place): FIGURES for place in range((day - FIRST).days + 1)}
    data = typed_form(plan, unit, days, None, {MISMATCH_SHEET: lines})
    put(folder, name or f"{unit} {day}.xlsx", data, plan, day)
    return press(folder, day)


def findings(outcome: Outcome) -> dict[str, str]:
    return {f.code: f.source.cell for f in outcome.standing.findings if f.code.startswith("TR")}


def status(outcome: Outcome, unit: str = UNIT) -> Status:
    return next(one.status for one in outcome.standing.units if one.unit == unit)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return new_folder(tmp_path / "viec")


# -- a replayed fortnight --------------------------------------------------------------------------------------------


class Clerk:
    """A unit's form in which a clerk goes on typing, day after day."""

    def __init__(self, plan: Plan, unit: str) -> None:
        self.unit, self.plan = unit, plan
        self._book = load_workbook(BytesIO(draw_unit_form(plan, plan.senders.by_code[unit])))
        self.cases: list[Mismatch] = []

    def form(self, day: date, figures: Sequence[int] = FIGURES) -> bytes:
        row = FIRST_ROW + (day - self.plan.start).days
        for column, figure in zip(INPUTS, figures, strict=True):
            self._book[DAY_SHEET][f"{column}{row}"] = figure
        for address, value in cells(*self.cases).items():
            self._book[MISMATCH_SHEET][address] = value
        kept = BytesIO()
        self._book.save(kept)
        return kept.getvalue()


@pytest.mark.slow
def test_a_fortnight_with_thirty_cases_opened_and_twelve_closed_comes_out_as_the_truth_twice(
    folder: Folder, plan: Plan
) -> None:
    dice = random.Random(188)
    clerks = [Clerk(plan, unit) for unit in ("691", "696", "692")]
    days = [FIRST + timedelta(days=place) for place in range(14)]
    opened = closed = 0
    truth: dict[date, dict[str, tuple[Mismatch, ...]]] = {}
    reports: dict[date, bytes] = {}
    for place, day in enumerate(days):
        for clerk in clerks:
            while opened < min(30, 3 * (place + 1)) and clerk is clerks[opened % 3]:
                opened += 1
                number = f"{opened}/{2000 + opened % 9}"
                clerk.cases.append(
                    Mismatch(
                        dice.choice(KINDS), number, str(opened), str(100 + opened), dice.choice(list(Differs)), day
                    )
                )
            for at, case in enumerate(clerk.cases):
                steps = [state for state in MismatchState if case.on(state) is None]
                if steps[:1] == [MismatchState.DONE] and (closed == 12 or dice.random() < 0.4):
                    continue
                if steps and case.found != day and dice.random() < 0.7:
                    closed += steps[0] is MismatchState.DONE
                    clerk.cases[at] = case._replace(**{steps[0].value: day})
            put(folder, f"{day}/{clerk.unit}.xlsx", clerk.form(day), plan, day)
        truth[day] = {clerk.unit: tuple(clerk.cases) for clerk in clerks}
        reports[day] = press(folder, day).report.read_bytes()
    assert (opened, closed) == (30, 12)
    for _ in range(2):
        for day in days:
            standing = press(folder, day).standing
            with Journal.reading(folder.journal) as journal:
                apart = journal.followed_apart(standing)
            for clerk in clerks:
                assert set(apart[clerk.unit]) == set(truth[day][clerk.unit])
            everything = [case for cases in truth[day].values() for case in cases]
            whole = count(everything, day)
            result = json.loads((folder.reports(day) / f"Ket_qua_{day}.json").read_text(encoding="utf-8"))
            told = result["mismatches"]["total"]
            assert (told["open"], told["done"]) == (whole.open, whole.done)
            assert (told["over_7"], told["over_15"]) == (whole.waits_long, whole.waits_too_long)
            assert sum(unit["kinds"]["birth"]["open"] for unit in result["mismatches"]["units"]) == sum(
                case.kind is Kind.BIRTH and case.state(day) is not MismatchState.DONE for case in everything
            )
            assert report_again(folder, day, None)[2].read_bytes() == reports[day]
    rows = [row for row in history(folder) if row["date"] == days[-1].isoformat()]
    assert sum(row["mismatches_open"] or 0 for row in rows) == 18
    assert sum(row["mismatches_done"] or 0 for row in rows) == 12
    assert {row["mismatches_open"] for row in rows if row["unit"] == "695"} == {None}
    with closing(sqlite3.connect(folder.journal)) as db:
        (lines,) = db.execute("SELECT count(*) FROM mismatch").fetchone()
        said = db.execute("SELECT count(*) FROM mismatch_said").fetchone()[0]
    assert lines < 30 * 6 and said == 14 * 3, "a line as it was said stands once"


# -- merging -----------------------------------------------------------------------------------------------------------


def test_a_case_that_is_not_said_again_stays_as_it_was_said_last(folder: Folder, plan: Plan) -> None:
    other = CASE._replace(record="46", sent=FIRST)
    sent(folder, plan, FIRST, cells(CASE, other))
    outcome = sent(folder, plan, FIRST + timedelta(days=1), cells(CASE._replace(done=FIRST)))
    assert set(outcome.apart[UNIT]) == {CASE._replace(done=FIRST), other}
    outcome = sent(folder, plan, FIRST + timedelta(days=2), {})
    assert set(outcome.apart[UNIT]) == {CASE._replace(done=FIRST), other}


def test_two_files_of_a_day_are_both_heard_and_the_later_word_counts(folder: Folder, plan: Plan) -> None:
    first, second = CASE._replace(sent=FIRST), CASE._replace(record="46")
    for hour, (name, lines) in enumerate((("a.xlsx", cells(CASE, second)), ("b.xlsx", cells(first)))):
        data = typed_form(plan, UNIT, {FIRST: FIGURES}, None, {MISMATCH_SHEET: lines})
        put(folder, name, data, plan, FIRST, time(9 + hour))
    outcome = press(folder, FIRST)
    assert set(outcome.apart[UNIT]) == {first, second}
    assert not press(folder, FIRST).changed


@pytest.mark.slow
def test_a_later_days_word_stands_where_an_earlier_day_is_merged_again(folder: Folder, plan: Plan) -> None:
    day = FIRST + timedelta(days=1)
    sent(folder, plan, day, cells(CASE._replace(sent=day)), name="sau.xlsx")
    sent(folder, plan, FIRST, cells(CASE, CASE._replace(record="46")), name="truoc.xlsx")
    outcome = press(folder, day)
    assert set(outcome.apart[UNIT]) == {CASE._replace(sent=day), CASE._replace(record="46")}


# -- what does not belong there ----------------------------------------------------------------------------------------

PERSONAL = {
    "a name": ("Nguyễn Văn An", "TR02"),
    "a name in capitals": ("LÊ THỊ BÌNH", "TR02"),
    "a name in small letters": ("trần văn cường", "TR02"),
    "a name with a year": ("Phạm Thị Dung 1990", "TR02"),
    "an identity number": ("079123456789", "TR01"),
    "an identity number with dots": ("079.123.456.789", "TR01"),
    "an old identity number": ("285123456", "TR01"),
    "an identity number that lost its zero": (79123456789, "TR01"),
    "an old identity number as a number": (285123456, "TR01"),
}


WHEREVER = [name for name in PERSONAL if name not in ("a name in small letters", "a name with a year")]
"""What is known for a citizen's also where words may stand."""


@pytest.mark.parametrize(
    ("column", "typed", "code"),
    [
        pytest.param(column, *PERSONAL[name], id=f"{name} in {column}")
        for column, names in {**dict.fromkeys("BCD", PERSONAL), **dict.fromkeys("EM", WHEREVER)}.items()
        for name in names
    ],
)
@pytest.mark.slow
def test_a_line_with_a_citizens_data_is_not_taken_nor_copied_anywhere(
    folder: Folder, plan: Plan, column: str, typed: Any, code: str
) -> None:
    clean = CASE._replace(record="46")
    outcome = sent(folder, plan, FIRST, cells(CASE, clean, **{f"{column}6": typed}))
    (found,) = [f for f in outcome.standing.findings if f.code in ("TR01", "TR02")]
    assert (found.code, found.source.sheet, found.source.cell, found.severity) == (
        code,
        MISMATCH_SHEET,
        f"{column}6",
        Severity.WARNING,
    )
    assert status(outcome) is Status.RECEIVED
    assert outcome.apart[UNIT] == (clean,)
    words = str(typed)
    with closing(sqlite3.connect(folder.journal)) as db:
        assert words not in "\n".join(db.iterdump())
    assert words not in (folder.reports(FIRST) / f"Ket_qua_{FIRST}.json").read_text(encoding="utf-8")


ODD = {
    "a broken date": ({"F6": "32/5/2023"}, {"TR06": "F6"}, 1),
    "a day of another century": ({"G6": date(1923, 5, 22)}, {"TR06": "G6"}, 1),
    "a date in words": ({"F6": "22/5/2023"}, {}, 1),
    "a date that is to come": ({"G6": date(2023, 7, 22)}, {"TR07": "G6"}, 1),
    "days out of order": ({"G6": date(2023, 5, 20)}, {"TR05": "G6"}, 1),
    "no day": ({"F6": None}, {"TR08": "F6"}, 1),
    "an unknown kind": ({"A6": "sổ lạ"}, {"TR06": "A6"}, 0),
    "an unknown difference": ({"E6": "chữ viết"}, {"TR06": "E6"}, 1),
    "no book": ({"B6": None}, {"TR03": "B6"}, 0),
    "no page": ({"C6": " "}, {"TR03": "C6"}, 0),
    "a book that became a date": ({"B6": date(2005, 1, 1)}, {"TR06": "B6"}, 0),
    "a figure for a book": ({"B6": 5}, {}, 1),
    "an error": ({"D6": "#REF!"}, {"TR06": "D6"}, 0),
    "a formula": ({"D6": "=1/0"}, {"TR06": "D6"}, 0),
    "no head of a column": ({"H5": None}, {"TR09": ""}, 1),
    "no head of a needed column": ({"A5": None}, {"TR09": ""}, 0),
    "no heads": (dict.fromkeys((f"{letter}5" for letter in "ABCDEFGHIJ"), None), {"TR09": ""}, 0),
}


@pytest.mark.parametrize(("odd", "told", "taken"), ODD.values(), ids=ODD)
@pytest.mark.slow
def test_what_is_wrong_is_told_with_its_cell_and_the_rest_is_taken(
    folder: Folder, plan: Plan, odd: dict[str, Any], told: dict[str, str], taken: int
) -> None:
    outcome = sent(folder, plan, FIRST, cells(CASE, **odd))
    assert findings(outcome) == told
    assert status(outcome) is Status.RECEIVED
    assert len(outcome.apart.get(UNIT, ())) == taken


def test_checking_files_says_how_many_lines_would_be_taken(
    folder: Folder, plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.xlsx"
    lines = cells(CASE, CASE._replace(record="46"), B6="Nguyễn Văn An")
    path.write_bytes(typed_form(plan, UNIT, {FIRST: FIGURES}, None, {MISMATCH_SHEET: lines}))
    main(["kiem-tra", str(path), "-C", str(folder.path), "--ngay", str(FIRST), "--json"])
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert (file["verdict"], file["mismatches"]) == ("warn", {"taken": 1, "refused": 1})


def test_a_case_on_two_lines_counts_once(folder: Folder, plan: Plan) -> None:
    lower = CASE._replace(book="1/2005", sent=FIRST)
    outcome = sent(folder, plan, FIRST, cells(CASE, lower))
    assert findings(outcome) == {"TR04": "D7"}
    assert outcome.apart[UNIT] == (lower,)


def test_a_form_without_the_sheet_is_taken_and_said(folder: Folder, plan: Plan) -> None:
    sent(folder, plan, FIRST, cells(CASE))
    day = FIRST + timedelta(days=1)
    book = load_workbook(BytesIO(typed_form(plan, UNIT, {FIRST: FIGURES, day: FIGURES})))
    del book[MISMATCH_SHEET]
    kept = BytesIO()
    book.save(kept)
    put(folder, "khong co trang.xlsx", kept.getvalue(), plan, day)
    outcome = press(folder, day)
    assert status(outcome) is Status.RECEIVED
    (found,) = [f for f in outcome.standing.findings if f.code == "TR09"]
    assert found.severity is Severity.INFO and "không còn trang" in found.message
    assert outcome.apart[UNIT] == (CASE,)


def test_a_day_without_cases_draws_and_says_what_it_always_did(folder: Folder, plan: Plan) -> None:
    outcome = sent(folder, plan, FIRST, {})
    assert not findings(outcome)
    assert MISMATCH_SHEET not in load_workbook(outcome.report).sheetnames
    result = json.loads((folder.reports(FIRST) / f"Ket_qua_{FIRST}.json").read_text(encoding="utf-8"))
    assert result["mismatches"]["units"] == [] and result["mismatches"]["total"]["open"] == 0


def test_the_report_counts_by_unit_kind_and_state(
    folder: Folder, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    day = FIRST + timedelta(days=16)
    waiting = CASE._replace(
        record="46", kind=Kind.DEATH, sent=FIRST + timedelta(days=3), found=FIRST + timedelta(days=5)
    )
    done = CASE._replace(record="47", done=day)
    outcome = sent(folder, plan, day, cells(CASE, waiting, done))
    book = load_workbook(outcome.report)
    rows = [[cell.value for cell in row] for row in book[MISMATCH_SHEET].iter_rows(min_row=3)]
    assert rows[0][1:] == ["Đơn vị", "Tổng số", "Chưa xong", "Mới phát hiện", "Công an xác minh", "Công an đã trả lời",
                           "Đang cải chính", "Quá 7 ngày", "Quá 15 ngày", "Đã xong"]  # fmt: skip
    assert rows[1] == [1, "Huyện Bù Đăng", 3, 2, 1, 1, 0, 0, 2, 1, 1]
    assert rows[2][2:] == rows[1][2:]
    of_kinds = {row[1]: row[2:] for row in rows[4:] if row[1]}
    assert of_kinds["Đăng ký sinh"] == [2, 1, 1, 0, 0, 0, 1, 1, 1]
    assert of_kinds["Đăng ký khai tử"] == [1, 1, 0, 1, 0, 0, 1, 0, 0]
    told = "\n".join(str(cell.value) for row in book["Tóm tắt"] for cell in row if cell.value)
    assert "Theo dõi riêng: 2 trường hợp chưa xong (quá 7 ngày 2, trong đó quá 15 ngày 1), 1 đã xong." in told
    capsys.readouterr()
    main(["tong-hop", "-C", str(folder.path), "--ngay", str(day), "--json"])
    shown = json.loads(capsys.readouterr().out)
    result = json.loads((folder.reports(day) / f"Ket_qua_{day}.json").read_text(encoding="utf-8"))
    assert shown["mismatches"] == result["mismatches"]
    (unit,) = shown["mismatches"]["units"]
    assert (unit["code"], unit["level"], unit["kinds"]["death"]["states"]["sent"]) == (UNIT, "commune", 1)


# -- how much it costs ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_two_thousand_cases_are_read_judged_and_kept_without_a_step_a_pair(folder: Folder, plan: Plan) -> None:
    many = [CASE._replace(record=str(number), page=str(number % 90)) for number in range(1, 2001)]
    outcome = sent(folder, plan, FIRST, cells(*many))
    assert len(outcome.apart[UNIT]) == 2000
    assert not findings(outcome)
    day = FIRST + timedelta(days=1)
    sent(folder, plan, day, cells(*many[:-1], many[-1]._replace(sent=day)))
    with closing(sqlite3.connect(folder.journal)) as db:
        assert db.execute("SELECT count(*) FROM mismatch").fetchone() == (2001,)
        assert max(len(numbers) for (numbers,) in db.execute("SELECT numbers FROM mismatch_said")) < 40


def test_two_thousand_bad_lines_are_a_few_findings(folder: Folder, plan: Plan) -> None:
    many = [CASE._replace(record="Nguyễn Văn An", page=str(number)) for number in range(2000)]
    outcome = sent(folder, plan, FIRST, cells(*many))
    (found,) = [f for f in outcome.standing.findings if f.code.startswith("TR")]
    assert found.stands_for == 2000 and status(outcome) is Status.RECEIVED


def lines(count: int, plan: Plan) -> Grid:
    """A sheet with so many lines, each with something wrong."""
    found: dict[tuple[int, int], Any] = {
        (MISMATCH_SIDE.head_row, place): column.label for place, column in enumerate(MISMATCH_SIDE.columns)
    }
    for row in range(MISMATCH_SIDE.first_row, MISMATCH_SIDE.first_row + count):
        words = ("khai sinh", "1", str(row), ("7", "Nguyễn Văn An")[row % 2], "khác", FIRST, FIRST - timedelta(days=1))
        found |= {(row, column): value for column, value in enumerate(words)}
    return Grid("a.xlsx", MISMATCH_SHEET, found)


def test_work_grows_with_the_lines_and_not_with_their_pairs(plan: Plan) -> None:
    def work(grid: Grid) -> None:
        sheet = find_mismatches([grid])
        assert sheet is not None
        form = Submission(sheet.source, None, FIRST, sheet.source, (), None, {}, "", (), mismatches=sheet)
        case = Case(plan, FIRST, form, Receipt("a.xlsx", "", None))
        for rule in RULES.values():
            if rule.code.startswith("TR") and rule.check:
                assert list(rule.check(case)) or rule.code not in ("TR02", "TR05")
        count(merged({"696": sheet.cases}, {"696": sheet.cases})["696"], FIRST)

    few, many = (lines(number, plan) for number in (300, 600))
    work(few)  # what is remembered is remembered now
    work(many)
    assert steps(lambda: work(many)) < 2.2 * steps(lambda: work(few))


@pytest.mark.parametrize("table", ["mismatch", "mismatch_said"])
def test_a_line_edited_by_hand_is_found(folder: Folder, plan: Plan, table: str) -> None:
    sent(folder, plan, FIRST, cells(CASE))
    with closing(sqlite3.connect(folder.journal)) as db, db:
        db.execute(f"DROP TRIGGER {table}_no_update")
        db.execute(f"UPDATE {table} SET unit = '691'")
    with pytest.raises(JournalDamaged, match="lần chạy số 1"), Journal.reading(folder.journal):
        pass


def test_a_form_of_before_says_nothing_of_it(plan: Plan) -> None:
    issued = Path(__file__).parents[1] / "core" / "issued" / "mau-1.xlsx"
    assert MISMATCH_SHEET not in {grid.sheet for grid in read_workbook(issued.read_bytes(), "x.xlsx").grids}
