"""The harness itself: it sees what is wrong, it types no more than a person could, and it leaves nothing behind."""

import builtins
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook

from tests.kit.calc import (
    SYSTEM_PACKAGES,
    Calc,
    Document,
    Error,
    Locked,
    gnumeric_differences,
    gnumeric_values,
    recalculation_differences,
)

pytestmark = pytest.mark.slow

SHEET = "Phụ lục 01"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def vietnamese(tmp_path_factory: pytest.TempPathFactory, needs_office: None) -> Iterator[Calc]:
    with Calc(tmp_path_factory.mktemp("việt"), "vi-VN") as calc:
        yield calc


@pytest.fixture(scope="module")
def american(tmp_path_factory: pytest.TempPathFactory, needs_office: None) -> Iterator[Calc]:
    with Calc(tmp_path_factory.mktemp("mỹ"), "en-US") as calc:
        yield calc


def make(path: Path, protected: bool = False, wrong: bool = False) -> Path:
    """Open cells in row 1, formulas in row 2 and 3, a rule on E9:E12, a number too long in H1."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet(SHEET)
    other = book.add_worksheet("Sổ 'A' 1")
    number, day, text, general = (
        book.add_format({"num_format": code, "locked": False}) for code in ("#,##0", "dd/mm/yyyy", "@", "General")
    )
    sheet.write("A1", 1, number)
    sheet.write_blank("B1", None, general)
    sheet.write("C1", date(2023, 3, 15), day)
    sheet.write("D1", "x", text)
    sheet.set_column("A:C", 15)
    sheet.set_column("H:I", 3)
    sheet.write("H1", 1_013_355, number)
    sheet.merge_range("H2:L2", 1_013_355, number)
    sheet.write("H3", 1, number)
    sheet.write("N1", 5, number)
    sheet.set_column("N:N", None, None, {"hidden": True})
    sheet.write("I1", "dài hơn cột", general)
    sheet.write_formula("A2", "=A1+1", None, 5 if wrong else 2)
    sheet.write_formula("B2", "=A1=1", None, True)
    sheet.write_formula("C2", "=C1+0.123", day, 45000.123)
    sheet.write_formula("D2", '=IF(A1=1,"","x")', None, "")
    sheet.write_formula("E2", "=A1/3", None, 1 / 3)
    sheet.write_formula("F2", "=UPPER(D1)", None, "X")
    sheet.write_array_formula("A3:B3", "{=A1:B1*2}", None, 2)
    sheet.write("B3", 7 if wrong else 0)
    if wrong:
        sheet.write_formula("G2", "=NOSUCH(1)", None, 0)
        sheet.write_formula("G3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("G4", "=A1*3", None, "")
    sheet.data_validation(
        "E9:E12",
        {
            "validate": "custom",
            "value": "=AND(ISNUMBER(E9),E9>=$A$1)",
            "error_title": "Sai",
            "error_message": "Số thôi",
        },
    )
    sheet.freeze_panes("C2")
    if protected:
        sheet.protect()
    other.write("A1", 1.5)
    other.write_formula("A2", f"='{SHEET}'!A1+A1", None, 2.5)
    book.close()
    return path


@pytest.fixture
def shown(vietnamese: Calc, tmp_path: Path) -> Iterator[Document]:
    with closing(vietnamese.open(make(tmp_path / "a.xlsx"))) as document:
        yield document


@pytest.fixture
def guarded(vietnamese: Calc, tmp_path: Path) -> Iterator[Document]:
    with closing(vietnamese.open(make(tmp_path / "a.xlsx", protected=True))) as document:
        yield document


@pytest.mark.gnumeric
def test_a_workbook_whose_values_are_right_has_no_differences(vietnamese: Calc, american: Calc, tmp_path: Path) -> None:
    path = make(tmp_path / "đúng.xlsx", protected=True)
    assert recalculation_differences(path, vietnamese) == []
    assert recalculation_differences(path, american) == []
    assert gnumeric_differences(path, tmp_path) == []


def test_a_wrong_value_and_an_error_are_found(vietnamese: Calc, tmp_path: Path) -> None:
    path = make(tmp_path / "sai.xlsx", wrong=True)
    assert recalculation_differences(path, vietnamese) == [
        "Phụ lục 01!A2: cached 5, recalculated 2",
        "Phụ lục 01!G2: cached 0, recalculated #NAME?",
        "Phụ lục 01!B3: cached 7, recalculated 0",
        "Phụ lục 01!G3: cached #DIV/0!, recalculated #DIV/0!",
        "Phụ lục 01!G4: cached blank, recalculated 3",
    ]


@pytest.mark.gnumeric
def test_gnumeric_finds_wrong_numbers_too(tmp_path: Path) -> None:
    path = make(tmp_path / "sai.xlsx", wrong=True)
    values = gnumeric_values(path, tmp_path)
    assert list(values) == [SHEET, "Sổ 'A' 1"]
    assert (values[SHEET]["A2"], values[SHEET]["G3"]) == (2, Error("#DIV/0!"))
    assert gnumeric_differences(path, tmp_path) == [
        "Phụ lục 01!A2: cached 5, Gnumeric 2",
        "Phụ lục 01!G2: cached 0, Gnumeric #NAME?",
        "Phụ lục 01!B3: cached 7, Gnumeric 0",
        "Phụ lục 01!G4: cached blank, Gnumeric 3",
    ]


def test_what_cells_hold_and_show(shown: Document) -> None:
    assert shown.sheets == [SHEET, "Sổ 'A' 1"]
    assert shown.block(SHEET, "A1:D2") == [[1, "", 45000, "x"], [2, 1, 45000.123, ""]]
    assert [type(shown.cell(SHEET, address)) for address in ("A1", "C2", "D1")] == [int, float, str]
    assert shown.text(SHEET, "C2") == "15/03/2023"
    assert shown.formula("Sổ 'A' 1", "A2") == "=$'Phụ lục 01'.A1+A1"
    assert dict(shown.cells("Sổ 'A' 1")) == {"A1": 1.5, "A2": 2.5}
    with pytest.raises(KeyError, match="no sheet"):
        shown.cell("Phụ lục 02", "A1")


def test_a_number_too_long_for_its_column_is_seen(shown: Document) -> None:
    assert shown.text(SHEET, "H1") == "###"
    assert shown.text(SHEET, "H2") == "1.013.355"  # merged
    assert shown.text(SHEET, "H3") == "1"
    assert shown.text(SHEET, "I1") == "dài hơn cột"
    assert shown.text(SHEET, "N1") == "5"  # hidden
    shown.type(SHEET, "A1", 1_013_355)
    assert shown.text(SHEET, "A1") == "1.013.355"


def test_what_is_typed_is_read_under_the_locale(vietnamese: Calc, american: Calc, tmp_path: Path) -> None:
    path = make(tmp_path / "a.xlsx", protected=True)
    for calc, dotted, comma in ((vietnamese, 1234, 1.5), (american, 1.234, "1,5")):
        with closing(calc.open(path)) as document:
            for address in ("A1", "B1"):
                document.type(SHEET, address, "1.234")
                assert document.cell(SHEET, address) == dotted
                document.type(SHEET, address, "1,5")
                assert document.cell(SHEET, address) == comma


def test_a_day_is_typed_as_the_locale_writes_it_or_set_as_one(shown: Document) -> None:
    shown.type(SHEET, "B1", "16/3/2023")
    assert shown.cell(SHEET, "B1") == 45001
    shown.type(SHEET, "C1", date(2023, 3, 17))
    assert (shown.cell(SHEET, "C1"), shown.text(SHEET, "C1")) == (45002, "17/03/2023")
    shown.type(SHEET, "C1", datetime(2023, 3, 17, 12))
    assert shown.cell(SHEET, "C1") == 45002.5


def test_texts_truth_values_and_nothing_can_be_typed(shown: Document) -> None:
    shown.type(SHEET, "D1", "0123")
    assert shown.cell(SHEET, "D1") == "0123"  # the cell is formatted as text
    shown.type(SHEET, "A1", "1.234", literal=True)
    assert shown.cell(SHEET, "A1") == "1.234"
    shown.type(SHEET, "A1", "=1+1", literal=True)
    assert shown.cell(SHEET, "A1") == "=1+1"
    shown.type(SHEET, "A1", None)
    assert shown.cell(SHEET, "A1") == ""
    shown.type(SHEET, "A1", True)
    assert shown.cell(SHEET, "A1") == 1
    shown.type(SHEET, "B1", "=A1+1")
    assert shown.cell(SHEET, "B1") == 2
    shown.type(SHEET, "B1", "=1/0")
    assert shown.cell(SHEET, "B1") == Error("#DIV/0!")


def test_what_is_typed_is_computed_with(shown: Document) -> None:
    shown.type(SHEET, "A1", 9)
    assert shown.cell(SHEET, "A2") == 10
    shown.recalculate()
    assert shown.cell("Sổ 'A' 1", "A2") == 10.5


def test_a_locked_cell_cannot_be_typed_into(guarded: Document) -> None:
    guarded.type(SHEET, "A1", 4)
    for value in ("1", 1, date(2023, 3, 15), None):
        with pytest.raises(Locked, match="Phụ lục 01!A2"):
            guarded.type(SHEET, "A2", value)
    with pytest.raises(Locked):
        guarded.set_formula(SHEET, "AA1", "=1")
    assert guarded.cell(SHEET, "A2") == 5
    guarded.unprotect(SHEET)
    guarded.type(SHEET, "A2", 6)
    assert guarded.cell(SHEET, "A2") == 6


@pytest.mark.office  # a fixture that is asked for by its name does not say so by itself
@pytest.mark.parametrize("locale", ["vietnamese", "american"])
def test_a_formula_is_put_in_as_excel_keeps_it(locale: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    calc: Calc = request.getfixturevalue(locale)
    with closing(calc.open(make(tmp_path / "a.xlsx"))) as document:
        document.set_formula(SHEET, "AA1", f"=ROUND(SUM('{SHEET}'!A1:A2,1.25),1)")
        assert document.cell(SHEET, "AA1") == 4.3
        document.set_formula(SHEET, "AA1", "=NOSUCH(1)")
        assert document.cell(SHEET, "AA1") == Error("#NAME?")


def test_the_rule_of_a_cell_can_be_read(shown: Document) -> None:
    rule = shown.validation(SHEET, "E10")
    assert (rule.type, rule.formula1, rule.formula2) == ("CUSTOM", "AND(ISNUMBER(E9);E9>=$A$1)", "0")
    assert (rule.title, rule.message, rule.alert) == ("Sai", "Số thôi", "STOP")
    assert shown.validation(SHEET, "A1").type == "ANY"


def test_a_copy_is_saved_in_the_format_of_its_extension(shown: Document, vietnamese: Calc, tmp_path: Path) -> None:
    shown.type(SHEET, "A1", 41)
    for name in ("bản sao.xlsx", "bản sao.xlsm", "bản sao.ods", "bản sao.pdf"):
        shown.save_as(tmp_path / name)
    assert (tmp_path / "bản sao.pdf").read_bytes().startswith(b"%PDF")
    copy = load_workbook(tmp_path / "bản sao.xlsx", data_only=True)[SHEET]
    assert (copy["A2"].value, copy.freeze_panes) == (42, "C2")
    for name in ("bản sao.xlsm", "bản sao.ods"):
        with closing(vietnamese.open(tmp_path / name)) as document:
            assert document.cell(SHEET, "A2") == 42


def running(profile: Path | str) -> list[str]:
    """Processes that were started with a profile; what has ended and waits to be counted has no arguments left."""
    told = subprocess.run(["ps", "-A", "-ww", "-o", "args="], check=True, capture_output=True, encoding="utf-8").stdout
    return [line for line in told.splitlines() if Path(profile).name in line and not line.startswith("ps ")]


def soon(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


@pytest.mark.office
def test_two_sessions_side_by_side_leave_nothing_behind_even_when_a_test_fails(tmp_path: Path) -> None:
    path = make(tmp_path / "a.xlsx")
    with pytest.raises(ZeroDivisionError), Calc(tmp_path, "en-US") as one:
        with Calc(tmp_path, "vi-VN") as other:
            assert running(one.profile) and running(other.profile)
            documents = [one.open(path), other.open(path)]
            for document in documents:
                document.type(SHEET, "B1", "1.234")
            assert [document.cell(SHEET, "B1") for document in documents] == [1.234, 1234]
        assert soon(lambda: not running(other.profile))
        assert documents[0].cell(SHEET, "B1") == 1.234
        _ = 1 / 0
    assert soon(lambda: not running(one.profile))
    assert not one.profile.exists()
    assert not other.profile.exists()


def test_an_office_does_not_outlive_a_killed_python(vietnamese: Calc, tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from tests.kit.calc import Calc\n"
        "with Calc(Path(sys.argv[1])) as calc: print(calc.profile, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as python:
        assert python.stdout
        profile = python.stdout.readline().strip()
        assert running(profile)
        os.kill(python.pid, signal.SIGKILL)
    assert soon(lambda: not running(profile))


def test_the_bridge_leaves_python_as_it_was(vietnamese: Calc) -> None:
    assert SYSTEM_PACKAGES not in sys.path
    assert builtins.__import__.__module__ == "builtins"


def test_an_office_that_does_not_start_says_so(
    vietnamese: Calc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.kit.calc.SOFFICE", "/nowhere/soffice")
    with pytest.raises(RuntimeError, match="nowhere"), Calc(tmp_path):
        pass
    assert not list(tmp_path.iterdir())
