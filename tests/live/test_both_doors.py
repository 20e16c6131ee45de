"""One suite over both doors: a file read, and the same file open in LibreOffice, are the same sheets and figures.

The tests of how clerks make the form run here a second time, on what the live door sees.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.core import test_reading_varieties as varieties
from tests.kit.folders import FIRST, HANDS, NOW, SECOND, THIRD, form, new_folder, press, put, put_all, wrong
from tests.kit.forms import Office
from tests.live.conftest import Seat
from xlpy.app.folder import Folder
from xlpy.core.consolidate import Judged
from xlpy.core.grid import Area, ErrorValue, Grid, Position, Snapshot, Uncached, Value
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.reading import Submission, read_submissions
from xlpy.core.records import Kind, Measure
from xlpy.core.source import Problem
from xlpy.demo.truth import Work
from xlpy.doors.files.workbook import read_workbook
from xlpy.doors.live.book import LiveBook
from xlpy.rules import examples
from xlpy.rules.rule import RULES, Example, Rule, Scope

TOO_MANY = "test_any_habits_together_tell_the_truth"
"""A hundred examples of it would be a hundred files to open; its habits have tests of their own."""

Opened = Callable[[Snapshot, bytes], Snapshot]


@pytest.fixture(scope="module")
def opened(program: Any, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """What the live door sees of a file that the file door read; each content is opened once.

    To ask for merged areas takes as long as all else: it is done for one file of each layout.
    """
    seen: dict[str, tuple[Grid, ...]] = {}
    layouts: set[tuple[tuple[Area, ...], ...]] = set()

    def look(read: Snapshot, data: bytes) -> Snapshot:
        digest = sha256(data).hexdigest()
        if digest not in seen:
            path = tmp_path_factory.mktemp("mo") / f"so{Path(read.file).suffix.lower()}"
            path.write_bytes(data)
            layout = tuple(grid.merged for grid in read.grids)
            book = program.books.open(str(path))
            live = LiveBook(book)
            grids = (live.grid(name, formulas=True, merged=layout not in layouts) for name in live.sheets)
            seen[digest] = tuple(
                grid._replace(merged=known.merged) if layout in layouts else grid
                for grid, known in zip(grids, read.grids, strict=True)
            )
            layouts.add(layout)
            book.close()
        return read._replace(grids=tuple(grid._replace(file=read.file) for grid in seen[digest]))

    return look


def content(grid: Grid) -> Mapping[str, object]:
    """A sheet, as two doors can be compared: merged areas have no order, and True is not 1."""
    return {
        "sheet": grid.sheet,
        "cells": {at: (type(value) is bool, value) for at, value in grid.cells.items()},
        # A truth value that was typed is the formula =TRUE() for LibreOffice.
        "formulas": {at for at in grid.formulas if not isinstance(grid.cells.get(at), bool)},
        "merged": sorted(grid.merged),
        "visible": grid.visible,
    }


def same(one: Snapshot, other: Snapshot) -> None:
    assert len(one.grids) == len(other.grids)
    for here, there in zip(map(content, one.grids), map(content, other.grids), strict=True):
        for part in there:
            assert here[part] == there[part]


def told(submissions: Sequence[Submission]) -> list[tuple[object, ...]]:
    """What was read: whose, of which day, each figure with its cell, and each problem."""
    return [
        (
            item.source,
            item.unit,
            item.date,
            item.date_source,
            {
                column: (count.value, count.source, count.typed and count.value is not None)
                for column, count in item.counts.items()
            },
            item.note,
            [_said(problem) for problem in item.problems],
            item.candidates,
            item.phoned,
        )
        for item in submissions
    ]


def _said(problem: Problem) -> tuple[object, ...]:
    return problem.fault, problem.source, dict(problem.values)


class BothDoors(Office):
    """The office, judging what the live door saw, once that is what the file door saw."""

    opened: Opened

    def judged(self, data: bytes, file: str = "bu dang 23-5.xlsx") -> Judged:
        read = read_workbook(data, file)
        live = type(self).opened(read, data)
        same(live, read)
        assert told(submissions(self.plan, live)) == told(submissions(self.plan, read))
        return self.judged_sheets(live)


def submissions(plan: Plan, snapshot: Snapshot) -> tuple[Submission, ...]:
    return read_submissions(snapshot, plan.senders, year=plan.start.year, start=plan.start)


@pytest.fixture(scope="module")
def office(plan: Plan, opened: Opened) -> Iterator[Office]:
    BothDoors.opened = staticmethod(opened)
    yield BothDoors(*_parts(Office.opened(plan)))


def _parts(office: Office) -> tuple[Any, ...]:
    return office.plan, office.first, office.second


# Every way of making the form: collected here as well.
globals().update(
    {name: test for name, test in vars(varieties).items() if name.startswith("test_") and name != TOO_MANY}
)


@pytest.mark.parametrize("unit", HANDS)
def test_each_units_own_hand(office: Office, plan: Plan, days: list[dict[str, Work]], unit: str) -> None:
    assert office.judged(form(plan, days[1][unit]), HANDS[unit].file).unit == unit


# The rules' examples, as files

_EXAMPLES = [
    (rule, example)
    for rule in RULES.values()
    if rule.scope is not Scope.PLAN
    for example in (*rule.good, *rule.bad)
    if example.problem is None and not example.absent and example.sheets
]


def _name(value: object) -> str:
    return value.code if isinstance(value, Rule) else value.caption if isinstance(value, Example) else ""


def saved(grids: Sequence[Grid]) -> bytes:
    """A workbook of these sheets, with formulas that have their results, errors, and formulas that have none."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime(2023, 5, 22)})  # the same sheets are the same bytes, and opened once
    first = True
    for grid in grids:
        sheet = book.add_worksheet(grid.sheet)
        if first and not grid.visible:  # a workbook has a sheet to see
            first = False
            shown = book.add_worksheet("Bìa")
            shown.activate()
            shown.set_first_sheet()
        for area in grid.merged:
            sheet.merge_range(*area, "")
        if not grid.visible:
            sheet.hide()
        for (row, column), value in grid.cells.items():
            _write(book, sheet, (row, column), value, formula=(row, column) in grid.formulas)
    book.close()
    return buffer.getvalue()


def _write(book: Any, sheet: Any, at: Position, value: Value, *, formula: bool = False) -> None:
    match value:
        case Uncached():
            sheet.write_formula(*at, f"={value.formula.lstrip('=')}", None, "")
        case ErrorValue():
            causes = {
                "#DIV/0!": "=1/0",
                "#N/A": "=NA()",
                "#NAME?": "=KHONGCO",
                "#VALUE!": '="a"+1',
                "#NUM!": "=10^400",
            }
            sheet.write_formula(*at, causes.get(value.code, f"={value.code}"), None, value.code)
        case str():
            sheet.write_string(*at, value)
        case bool():
            sheet.write_boolean(*at, value)
        case date():
            has_hour = isinstance(value, datetime)
            style = book.add_format({"num_format": "d/m/yyyy h:mm" if has_hour else "d/m/yyyy"})
            sheet.write_datetime(*at, value, style)
        case _ if formula:
            sheet.write_formula(*at, f"={value}", None, value)
        case _:
            sheet.write(*at, value)


@pytest.mark.slow  # each is a file for LibreOffice to open; how clerks write is read through both doors above
@pytest.mark.parametrize(("rule", "example"), _EXAMPLES, ids=_name)
def test_each_rules_example_as_a_file(
    opened: Opened, plan_data: dict[str, Any], plan: Plan, rule: Rule, example: Example
) -> None:
    changed = parse_plan(examples._changed(plan_data, example.plan))
    data = saved(list(examples.form_grids(example, changed)))
    read = read_workbook(data, example.file)
    assert not read.problems
    live = opened(read, data)
    if any(isinstance(value, Uncached) for grid in read.grids for value in grid.cells.values()):
        # The file has no result to show; a program that has it open calculates, and shows one.
        assert not any(isinstance(value, Uncached) for grid in live.grids for value in grid.cells.values())
        return
    same(live, read)
    assert told(submissions(changed, live)) == told(submissions(changed, read))


# Single cells

_CELLS: Mapping[str, Value] = {
    "a number": 68_082,
    "a fraction": 68.082,
    "a large number": 123_456_789_012,
    "a negative": -3,
    "a zero": 0,
    "a text with dots": "68.082",
    "a text with a comma": "68,082",
    "a text that begins with =": "=68",
    "a text that begins with an apostrophe": "'68",
    "a text of spaces": "  ",
    "a text with spaces around": " 68 ",
    "a text of two lines": "Huyện\nBù Đăng",
    "a text of a mac": "Huye\u0323\u0302n Bu\u0300 Đa\u0306ng",
    "a no-break space": "68\u00a0082",
    "a text like a truth value": "TRUE",
    "a text like a date": "22/5/2023",
    "a dash": "-",
    "true": True,
    "false": False,
    "a date": date(2023, 5, 22),
    "a date with an hour": datetime(2023, 5, 22, 13, 59, 58),
    "a reference lost": ErrorValue("#REF!"),
    "a division by zero": ErrorValue("#DIV/0!"),
    "a name unknown": ErrorValue("#NAME?"),
    "a value wrong": ErrorValue("#VALUE!"),
    "a number not possible": ErrorValue("#NUM!"),
    "not available": ErrorValue("#N/A"),
}


def test_each_kind_of_cell(opened: Opened) -> None:
    places = {name: (2 * number, 1 + number % 3) for number, name in enumerate(_CELLS)}
    merged = (Area(90, 0, 91, 3), Area(90, 5, 95, 5))
    cells: dict[Position, Value] = {places[name]: value for name, value in _CELLS.items()}
    cells |= {(90, 0): "gộp", (93, 2): 5, (94, 2): 6, (94, 3): 2.5, (90, 5): "dọc"}
    grid = Grid("a.xlsx", "Tờ 'một' 1", cells, frozenset({(93, 2), (94, 3)}), merged)
    other = Grid("a.xlsx", "Ẩn", {(0, 0): "x"}, visible=False)
    data = saved([grid, other, Grid("a.xlsx", "Trống", {})])
    read = read_workbook(data, "a.xlsx")
    live = opened(read, data)
    same(live, read)
    shown = {name: live.grids[0].cells.get(at) for name, at in places.items()}
    assert {name: (shown[name], type(shown[name]) is bool) for name in shown} == {
        name: (value, type(value) is bool) for name, value in _CELLS.items()
    }


def test_formulas_that_were_never_calculated_are_only_seen_by_the_program(opened: Opened) -> None:
    """A difference of the program's own: what has no result in the file has one on the screen."""
    data = saved([Grid("a.xlsx", "S", {(0, 0): 2, (1, 0): Uncached("A1*3"), (2, 0): Uncached('IF(A1=2,"","x")')})])
    snapshot = read_workbook(data, "a.xlsx")
    (live,), (read,) = opened(snapshot, data).grids, snapshot.grids
    assert [type(read.cells[row, 0]) for row in (1, 2)] == [Uncached, Uncached]
    assert live.cells == {(0, 0): 2, (1, 0): 6}
    assert live.formulas == read.formulas == {(1, 0), (2, 0)}


def test_a_text_that_reads_like_an_error_is_one_to_xlwings(opened: Opened) -> None:
    """A difference of xlwings' own, which hands out errors as texts. Neither is a figure."""
    data = saved([Grid("a.xlsx", "S", {(0, 0): "#REF!"})])
    read = read_workbook(data, "a.xlsx")
    assert read.grids[0].cells == {(0, 0): "#REF!"}
    assert opened(read, data).grids[0].cells == {(0, 0): ErrorValue("#REF!")}


def test_a_blank_result_is_a_formula_and_no_cell(opened: Opened) -> None:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("S")
    sheet.write_string(0, 0, "x")
    sheet.write_formula(1, 1, '=IF(A1="x","","y")', None, "")
    book.close()
    read = read_workbook(buffer.getvalue(), "a.xlsx")
    (live,) = opened(read, buffer.getvalue()).grids
    assert (live.cells, live.formulas) == ({(0, 0): "x"}, {(1, 1)})


# Days on end


def files_of(folder: Folder, plan: Plan, works: list[dict[str, Work]], day: int) -> None:
    """A day's files, some of them faulty."""
    put_all(folder, plan, works[day], list(HANDS)[: 11 - day])
    if day == 0:
        put(folder, "hong.xlsx", b"PK\x03\x04 nothing more", plan, FIRST)
        put(
            folder,
            "phu rieng lai.xlsx",
            form(plan, works[0]["698"], **wrong(Kind.DEATH, Measure.TODAY, 1.5)),
            plan,
            FIRST,
        )
    if day == 1:
        put(folder, "hon quan hom nay.xlsx", form(plan, works[0]["694"]), plan, SECOND)
        put(folder, "Thumbs.db", b"x", plan, SECOND)
        lost = form(plan, works[1]["698"], **wrong(Kind.BIRTH, Measure.ENTERED, 7))
        put(folder, "phu rieng 23-5.xlsx", lost, plan, SECOND)


@pytest.mark.slow
def test_three_days_pressed_in_a_shell_and_on_the_open_workbook_are_the_same(
    sit: Callable[[Folder], Seat], plan: Plan, days: list[dict[str, Work]], tmp_path: Path
) -> None:
    shell, live = new_folder(tmp_path / "a"), new_folder(tmp_path / "b")
    seat = sit(live)
    for number, day in enumerate((FIRST, SECOND, THIRD)):
        for folder in (shell, live):
            files_of(folder, plan, days, number)
        outcome = press(shell, day)
        seat.choose(day)
        said = seat.desk.consolidate(NOW + (day - FIRST))
        names = [f"Bao_cao_PL01_{day}.xlsx", f"Ket_qua_{day}.json"]
        assert sorted(p.name for p in live.reports(day).iterdir()) == sorted([*names, "nhat-ky.sqlite"])
        for name in names:
            assert (live.reports(day) / name).read_bytes() == (shell.reports(day) / name).read_bytes(), name
        assert f"{outcome.standing.reported}/11 đơn vị" in said
    assert outcome.standing.reported < 11
