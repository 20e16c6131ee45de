"""The plan's twins: a cell of the real workbook is coloured where, and only where, Python reports the rule."""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from tests.kit.calc import Calc, Document
from xlpy.core.forms import KIND_LABELS
from xlpy.core.office_book import SETTINGS_SHEET, VIEW_SHEETS
from xlpy.core.plan.aside import SIDE_SHEETS
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS
from xlpy.core.source import Finding
from xlpy.doors.disk.plan_file import read_plan_book
from xlpy.doors.files.workbook import read_workbook
from xlpy.rules.plan import check_plan
from xlpy.rules.rule import RULES
from xlpy.shipped import shipped

WITH_TWINS = ("KH02", "KH03", "KH06", "KH07", "KH08", "KH09", "KH11")
WORKBOOK = shipped("workbook/Hotich.xlsm")
APPENDICES = ("Phụ lục 02", "Phụ lục 03", "Phụ lục 04")
FREE = 52
"""Column AZ: nothing stands there or beyond."""


class Coloured(NamedTuple):
    """A cell that conditional formatting watches, with its formula there and the column where it may be tried."""

    sheet: str
    cell: str
    formula: str
    code: str
    trial: str


def pattern(broken: str) -> re.Pattern[str]:
    """How a twin's formula reads over any cells."""
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^(),<>=*]+", re.escape(broken)))


PATTERNS = {code: [pattern(twin.broken) for twin in RULES[code].twins] for code in WITH_TWINS if code != "KH07"}
"""KH07 looks like KH06, over the line of TỔNG; KH08 like KH11, but on Thiết lập."""
OF_SETTINGS = {"KH08", "KH09"}


def rows_of(sheet: Worksheet) -> Mapping[str, int]:
    """What the second column says, or the first where it is TỔNG's: words → row."""
    found = {}
    for row in sheet.iter_rows(min_row=8, max_col=2):
        for cell in row:
            if isinstance(cell.value, str):
                found.setdefault(cell.value, cell.row)
    return found


def watched() -> Iterator[Coloured]:
    """Every cell of the plan's sheets under conditional formatting, with the formula that stands in the file for it."""
    book = load_workbook(WORKBOOK)
    for sheet in book.worksheets:
        if sheet.title in VIEW_SHEETS | {side.sheet for side in SIDE_SHEETS.values()}:
            continue
        total = rows_of(sheet).get("TỔNG")
        count = 0
        for area in sheet.conditional_formatting:
            left, top, right, bottom = range_boundaries(str(area.sqref))
            origin = f"{get_column_letter(left)}{top}"
            for rule in area.rules:
                (formula,) = rule.formula
                codes = [code for code, known in PATTERNS.items() if any(one.fullmatch(formula) for one in known)]
                codes = [code for code in codes if (code in OF_SETTINGS) == (sheet.title == SETTINGS_SHEET)]
                assert len(codes) == 1, (sheet.title, origin, formula)
                for row in range(top, bottom + 1):
                    assert left == right
                    cell = f"{get_column_letter(left)}{row}"
                    moved = Translator(f"={formula}", origin=origin).translate_formula(cell)
                    code = "KH07" if codes == ["KH06"] and row == total else codes[0]
                    yield Coloured(
                        sheet.title, cell, moved, code, f"{get_column_letter(FREE + count // 50)}{1 + count % 50}"
                    )
                    count += 1


WATCHED = tuple(watched())
COLUMNS = {
    **{kind: get_column_letter(3 + 2 * place) for place, kind in enumerate(KINDS)},
    "sum.books": "K",
    "sum.cases": "L",
    "machines": "M",
}


def reported(place: Coloured, plan: Plan, findings: tuple[Finding, ...], labels: Mapping[tuple[str, int], str]) -> bool:
    """Whether Python says of this cell what its twin is there to show."""
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", place.cell).groups()  # type: ignore[union-attr]
    label = labels.get((place.sheet, int(digits)), "")
    level = next((level for level in plan.levels if place.sheet.endswith(level.appendix)), None)
    whose = f"{label} ({level.name})" if level else ""
    match place.code:
        case "KH02":
            kind = next(kind for kind in KINDS if COLUMNS[kind] == letters)
            start = f"{whose}, {KIND_LABELS[kind]}: "
        case "KH03" | "KH06":
            start = f"{whose}: "
        case "KH07":
            assert level
            start = f"{level.name.capitalize()}: "
        case "KH08":
            start = ""
        case "KH09":
            start = f"Phụ lục {label} ghi "
        case _:
            assert level
            part = "số Sổ" if letters == COLUMNS["sum.books"] else "số trường hợp"
            start = f"TỔNG {level.name}, {part}: " if label == "TỔNG" else f"{whose}, {part}: "
    return any(finding.code == place.code and finding.message.startswith(start) for finding in findings)


@pytest.fixture(scope="module", params=[pytest.param(locale, marks=pytest.mark.slow) for locale in ("en-US", "vi-VN")])
def trial(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, needs_office: None
) -> Iterator[Document]:
    """The workbook in LibreOffice, unlocked, each formula of its conditional formats tried in a free cell."""
    with Calc(tmp_path_factory.mktemp("hai-ban"), request.param) as calc, closing(calc.open(WORKBOOK)) as document:
        for sheet in dict.fromkeys(place.sheet for place in WATCHED):
            document.unprotect(sheet)
        document._model.enableAutomaticCalculation(False)  # once at the end is enough
        for place in WATCHED:
            document.set_formula(place.sheet, place.trial, place.formula)
        document._model.enableAutomaticCalculation(True)
        yield document


@pytest.fixture(scope="module")
def labels() -> Mapping[tuple[str, int], str]:
    """What stands before a line: its unit's name, TỔNG, or the number of an appendix."""
    book = load_workbook(WORKBOOK, data_only=True)
    appendices = {
        (sheet.title, row): words
        for sheet in book.worksheets
        if sheet.title in APPENDICES
        for words, row in rows_of(sheet).items()
    }
    cited = {
        (SETTINGS_SHEET, row[0].row): str(row[0].value)
        for row in book[SETTINGS_SHEET].iter_rows(max_col=1)
        if row[0].value in ("01", "02", "03", "04")
    }
    return appendices | cited


Change = tuple[str, str, str, "str | float | None"]
"""Sheet, words before the line, column, what is typed."""
FIRST, SECOND, THIRD = "Phụ lục 02", "Phụ lục 03", "Phụ lục 04"
BU_GIA_MAP, BU_DANG, DONG_XOAI, PHU_RIENG = (
    "Huyện Bù Gia Mập",
    "Huyện Bù Đăng",
    "Thành phố Đồng Xoài",
    "Huyện Phú Riềng",
)

SCENES: Mapping[str, list[Change]] = {
    "as issued": [],
    "mended": [
        (FIRST, BU_DANG, "I", 25),  # books of adoption, 29 of 25
        (FIRST, PHU_RIENG, "D", 846),
        (FIRST, DONG_XOAI, "M", 51),
        (SETTINGS_SHEET, "Định mức (trường hợp/máy/ngày)", "B", 300),
        (SETTINGS_SHEET, "01", "E", "188/KH-UBND"),
        (SETTINGS_SHEET, "01", "F", 45020),
        (SETTINGS_SHEET, "02", "E", "188/KH-UBND"),
        (SETTINGS_SHEET, "03", "F", 45020),
    ],
    "made worse": [
        (FIRST, BU_GIA_MAP, "C", 68_083),  # one book more than cases
        (FIRST, BU_DANG, "C", 115_614),  # as many
        (FIRST, BU_GIA_MAP, "E", 0),
        (FIRST, DONG_XOAI, "F", None),
        (FIRST, DONG_XOAI, "M", 0),
        (FIRST, BU_DANG, "M", 14),
        (FIRST, PHU_RIENG, "D", 0),
        (SECOND, BU_GIA_MAP, "D", 0),
        (SECOND, BU_GIA_MAP, "F", 0),
        (THIRD, "Sở Tư pháp", "M", 0),
        (SETTINGS_SHEET, "Định mức nêu trong lời (II.5)", "B", None),
        (SETTINGS_SHEET, "04", "E", None),
        (SETTINGS_SHEET, "04", "F", None),
    ],
    "to the very case": [
        (FIRST, BU_GIA_MAP, "M", 8),
        (FIRST, BU_GIA_MAP, "D", 8 * 200 * 54 - 13_219 - 4_633 - 7),
        (FIRST, BU_DANG, "M", 14),
        (FIRST, BU_DANG, "D", 14 * 200 * 54 - 27_011 - 8_614 - 25 + 1),
        (FIRST, DONG_XOAI, "M", 25),  # 128 machines in all, those of Phú Riềng too
        (SETTINGS_SHEET, "Định mức nêu trong lời (II.5)", "B", 200),
    ],
    "printed otherwise": [
        (FIRST, BU_GIA_MAP, "R", 695),
        (FIRST, BU_GIA_MAP, "S", None),
        (FIRST, BU_DANG, "S", 0),
        (FIRST, PHU_RIENG, "S", 1),
        (FIRST, "TỔNG", "R", None),
        (FIRST, "TỔNG", "S", 1_373_580),
        (SECOND, "TỔNG", "R", 69),
        (THIRD, "Sở Tư pháp", "R", 17),
        (FIRST, DONG_XOAI, "H", 36_635),
    ],
    "nothing to do": [
        *((FIRST, BU_GIA_MAP, column, None) for column in "CDEFGHIJ"),
        *((FIRST, BU_DANG, column, 0) for column in "CDEFGHIJ"),
        (FIRST, BU_DANG, "M", 0),
        (SETTINGS_SHEET, "Hoàn thành trước ngày", "B", 45069),  # one day
    ],
}


def address(document: Document, change: Change) -> str:
    sheet, words, column, _ = change
    block = document.block(sheet, "A1:B200")
    return f"{column}{next(row for row, cells in enumerate(block, 1) if words in map(str, cells))}"


def tried(document: Document) -> Mapping[Coloured, bool]:
    """What each formula says, an error counting as not broken."""
    free = f"{get_column_letter(FREE)}1:{get_column_letter(FREE + 9)}50"
    blocks = {sheet: document.block(sheet, free) for sheet in dict.fromkeys(place.sheet for place in WATCHED)}
    found = {}
    for place in WATCHED:
        left, top, *_ = range_boundaries(place.trial)
        found[place] = blocks[place.sheet][top - 1][left - FREE] == 1
    return found


def played(
    scene: str, document: Document, labels: Mapping[tuple[str, int], str], path: Path
) -> tuple[Mapping[Coloured, bool], Mapping[Coloured, bool]]:
    """A scene typed, judged and taken back: what the formulas say, and what Python reports."""
    undo = []
    for change in SCENES[scene]:
        cell = address(document, change)
        undo.append((change[0], cell, document.cell(change[0], cell)))
        document.type(change[0], cell, change[3], literal=True)
    document.save_as(path)
    told = tried(document)
    for sheet, cell, value in reversed(undo):
        document.type(sheet, cell, None if value == "" else value, literal=True)  # type: ignore[arg-type]
    plan = read_plan_book(read_workbook(path.read_bytes(), path.name, VIEW_SHEETS)).plan
    findings = check_plan(plan)
    return told, {place: reported(place, plan, findings, labels) for place in WATCHED}


@pytest.fixture(scope="module")
def outcomes(
    trial: Document, labels: Mapping[tuple[str, int], str], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, tuple[Mapping[Coloured, bool], Mapping[Coloured, bool]]]:
    folder = tmp_path_factory.mktemp("canh")
    return {scene: played(scene, trial, labels, folder / "Hotich.xlsx") for scene in SCENES}


@pytest.mark.parametrize("scene", SCENES)
def test_a_cell_is_coloured_where_and_only_where_python_reports_the_rule(
    scene: str, outcomes: Mapping[str, tuple[Mapping[Coloured, bool], Mapping[Coloured, bool]]]
) -> None:
    told, expected = outcomes[scene]
    assert {place: said for place, said in told.items() if said != expected[place]} == {}


def test_the_scenes_break_and_keep_every_twin(
    outcomes: Mapping[str, tuple[Mapping[Coloured, bool], Mapping[Coloured, bool]]],
) -> None:
    seen: dict[str, set[bool]] = {code: set() for code in WITH_TWINS}
    for told, _ in outcomes.values():
        for place, said in told.items():
            seen[place.code].add(said)
    assert seen == {code: {True, False} for code in WITH_TWINS}


def test_every_twin_of_the_plan_watches_its_cells() -> None:
    assert {code for code, rule in RULES.items() if code.startswith("KH") and rule.twins} == set(WITH_TWINS)
    counts = {code: sum(place.code == code for place in WATCHED) for code in WITH_TWINS}
    units = 11 + 11 + 1
    assert counts == {
        "KH02": 4 * units,
        "KH03": units,
        "KH06": units,
        "KH07": 3,
        "KH08": 1,
        "KH09": 4,
        "KH11": 2 * (units + 3),
    }
