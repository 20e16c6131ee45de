"""The VBA of the workbook: the text that was written, only that, in a file that Office is expected to open cleanly."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import distribution
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import xlsxwriter
from olefile import OleFileIO
from oletools.olevba import VBA_Parser
from openxml_audit import OpenXmlValidator
from pyvbaanalysis import cli as pyvbaanalysis
from vbalidator import precheck

import xlpy
from xlpy import buttons
from xlpy.app.press import BUTTONS
from xlpy.core.plan.plan import Plan
from xlpy.drawing.office_book import macros
from xlpy.drawing.office_book.macros import MACROS, WORKBOOK, vba_project
from xlpy.drawing.office_book.names import sheets
from xlpy.shipped import shipped

SHEETS = {"TongQuan": "Tổng quan", "PhuLuc01": "Phụ lục 01", "NhatKy": "Nhật ký"}
OURS = shipped("workbook/vba/HoTich.bas")
SUB = re.compile(r"^Public Sub (\w+)\(\)\n    (.+)\nEnd Sub$", re.MULTILINE)


def theirs() -> Path:
    """The module of the installed xlwings."""
    return Path(str(distribution("xlwings").locate_file("xlwings/xlwings.bas")))


def draw(path: Path, project: bytes, sheets: Mapping[str, str] = SHEETS) -> Path:
    """A small workbook with these sheets and all buttons on the first."""
    workbook = xlsxwriter.Workbook(path)
    workbook.set_properties({"created": datetime(2023, 5, 22)})
    workbook.add_vba_project(BytesIO(project), is_stream=True)
    workbook.set_vba_name(WORKBOOK)
    drawn = [workbook.add_worksheet(tab) for tab in sheets.values()]
    for sheet, code in zip(drawn, sheets, strict=True):
        sheet.set_vba_name(code)
    for row, (macro, caption) in enumerate(MACROS.items()):
        drawn[0].insert_button(2 * row, 1, {"macro": macro, "caption": caption, "width": 160, "height": 30})
    workbook.close()
    return path


def streams(project: bytes) -> dict[str, bytes]:
    """What the project's file holds, by its path."""
    with OleFileIO(BytesIO(project)) as file:
        return {"/".join(path): file.openstream(path).read() for path in file.listdir()}


def content_type(types: ElementTree.Element, part: str) -> str | None:
    """The content type of a part: its own, or that of its extension."""
    own = {found.get("PartName"): found.get("ContentType") for found in types if found.tag.endswith("Override")}
    default = {found.get("Extension"): found.get("ContentType") for found in types if found.tag.endswith("Default")}
    return own.get(part, default.get(part.rpartition(".")[2]))


def issues(folder: Path, ours: str) -> list[dict[str, Any]]:
    """What vbalidator says of our module beside that of xlwings. On xlwings itself it is wrong, so that is left out."""
    project = folder / "project"
    project.mkdir(exist_ok=True)
    (project / "HoTich.bas").write_text(ours, encoding="ascii")
    shutil.copy(theirs(), project)
    result = precheck(project, host="excel")
    assert result.files_scanned == 2
    return [issue for issue in result.issues if issue["file"] == "HoTich.bas"]


@pytest.fixture(scope="module")
def project() -> bytes:
    return vba_project(SHEETS)


@pytest.fixture(scope="module")
def workbook(project: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw(tmp_path_factory.mktemp("macros") / "Hộ tịch.xlsm", project)


@pytest.fixture(scope="module")
def modules(workbook: Path) -> dict[str, str]:
    """Module -> source, as another program reads them."""
    parser = VBA_Parser(str(workbook))
    try:
        return {stream.removeprefix("VBA/"): source for _, stream, _, source in parser.extract_macros()}
    finally:
        parser.close()


def test_every_button_has_its_sub_and_every_sub_its_button() -> None:
    assert [name for name, _ in SUB.findall(OURS.read_text(encoding="ascii"))] == list(MACROS)


def test_a_sub_only_says_the_name_of_its_python_function() -> None:
    text = OURS.read_text(encoding="ascii")
    said = dict(SUB.findall(text))
    functions = {name: re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in MACROS}
    assert said == {name: f'Press "{function}"' for name, function in functions.items()}
    assert set(functions.values()) == set(BUTTONS)
    assert all(callable(getattr(buttons, function)) for function in BUTTONS)


def test_python_is_started_in_one_place_and_no_other_program_in_any() -> None:
    text = OURS.read_text(encoding="ascii")
    code = [line for line in SUB.sub("", text).splitlines() if not line.lstrip().startswith("'")]
    assert [line.strip() for line in code if "RunPython" in line] == [
        'If Not IsTaken(Verb) Then RunPython "import xlpy.buttons; xlpy.buttons." & Verb & "()"'
    ]
    assert re.findall(r"CreateObject\((.*?)\)|\b(Shell|Declare)\b", "\n".join(code)) == [
        ('"Scripting.FileSystemObject"', "")
    ]


def test_the_project_has_our_module_that_of_xlwings_and_the_documents(modules: dict[str, str]) -> None:
    assert sorted(modules) == sorted(["HoTich", "xlwings", WORKBOOK, *SHEETS])


def test_the_source_text_is_what_was_written(modules: dict[str, str]) -> None:
    for name, path in (("HoTich", OURS), ("xlwings", theirs())):
        assert modules[name].splitlines() == path.read_text(encoding="ascii").splitlines()
        assert modules[name].count("\r\n") == modules[name].count("\n")


def test_the_licence_of_xlwings_goes_with_it(modules: dict[str, str]) -> None:
    assert "BSD 3-clause license" in modules["xlwings"]
    assert "Zoomer Analytics" in modules["xlwings"]


def test_the_documents_have_no_code(modules: dict[str, str]) -> None:
    for name in (WORKBOOK, *SHEETS):
        lines = modules[name].splitlines()
        assert lines[0] == f'Attribute VB_Name = "{name}"'
        assert all(line.startswith("Attribute ") for line in lines)


def test_the_sheets_stand_in_the_order_of_the_workbook(project: bytes) -> None:
    stream = streams(project)["PROJECT"].decode("ascii")
    declared = re.findall(r"^(?:Document|Module|Class|BaseClass)=(\w+)", stream, re.MULTILINE)
    assert declared == [WORKBOOK, *SHEETS, "HoTich", "xlwings"]


def test_nothing_is_compiled_so_that_office_compiles_the_source(project: bytes) -> None:
    assert streams(project)["VBA/_VBA_PROJECT"] == b"\xcc\x61\xff\xff\x00\x01\x00"
    assert not [path for path in streams(project) if path.startswith("VBA/__SRP_")]


def test_the_same_sheets_give_the_same_bytes(project: bytes, workbook: Path, tmp_path: Path) -> None:
    assert vba_project(SHEETS) == project
    assert draw(tmp_path / "again.xlsm", project).read_bytes() == workbook.read_bytes()


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_elsewhere_makes_the_same_bytes(seed: str, project: bytes, tmp_path: Path) -> None:
    script = f"import sys, xlpy.drawing.office_book.macros as m; sys.stdout.buffer.write(m.vba_project({SHEETS!a}))"
    temporary = tmp_path / seed
    temporary.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(xlpy.__file__).parent.parent),
            "PYTHONHASHSEED": seed,
            **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary)),
        },
    )
    assert done.stdout == project
    assert list(temporary.iterdir()) == []


def test_the_package_says_of_each_part_what_it_is(workbook: Path) -> None:
    # The auditor of packages does not look at the type of vbaProject.bin.
    with zipfile.ZipFile(workbook) as package:
        types = ElementTree.fromstring(package.read("[Content_Types].xml"))
        relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
        book = package.read("xl/workbook.xml").decode("utf-8")
        sheets = [package.read(f"xl/worksheets/sheet{number}.xml").decode("utf-8") for number in (1, 2, 3)]
    assert content_type(types, "/xl/vbaProject.bin") == "application/vnd.ms-office.vbaProject"
    assert content_type(types, "/xl/workbook.xml") == "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    kinds = {relation.get("Target"): relation.get("Type") for relation in relations}
    assert kinds["vbaProject.bin"] == "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    assert re.findall(r'<workbookPr[^>]* codeName="(\w+)"', book) == [WORKBOOK]
    assert [re.findall(r'<sheetPr[^>]* codeName="(\w+)"', sheet) for sheet in sheets] == [[code] for code in SHEETS]


def test_the_auditor_of_packages_finds_nothing(workbook: Path) -> None:
    found = OpenXmlValidator(max_errors=0).validate(workbook)
    assert found.errors == []
    assert found.is_valid


def test_the_analyser_finds_nothing_in_our_module(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert pyvbaanalysis.main([str(workbook), "--only", "HoTich", "--fail-level", "warning"]) == 0, capsys.readouterr()
    assert "no diagnostics" in capsys.readouterr().out


@pytest.mark.slow
def test_the_validator_finds_nothing_in_our_module(tmp_path: Path) -> None:
    assert issues(tmp_path, OURS.read_text(encoding="ascii")) == []


def test_the_checkers_would_see_a_misspelt_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    misspelt = OURS.read_text(encoding="ascii").replace("RunPython", "RunPyhton", 1)
    assert [issue["line"] for issue in issues(tmp_path, misspelt)] == [
        misspelt[: misspelt.index("Pyhton")].count("\n") + 1
    ]
    (tmp_path / "HoTich.bas").write_text(misspelt, encoding="ascii")
    monkeypatch.setattr(macros, "shipped", lambda _: tmp_path / "HoTich.bas")
    wrong = draw(tmp_path / "wrong.xlsm", vba_project(SHEETS))
    assert pyvbaanalysis.main([str(wrong), "--only", "HoTich", "--fail-level", "warning"]) == 1


def test_letters_that_vba_cannot_store_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vietnamese = tmp_path / "HoTich.bas"
    vietnamese.write_text('Attribute VB_Name = "HoTich"\nOption Explicit\n\' Tổng hợp\n', encoding="utf-8")
    monkeypatch.setattr(macros, "shipped", lambda _: vietnamese)
    with pytest.raises(ValueError, match=r"HoTich\.bas, line 3: not ASCII"):
        vba_project(SHEETS)


@pytest.mark.parametrize("code", ["Tổng hợp", "Tong hop", "1Sheet", "", "S" * 32])
def test_a_name_that_vba_cannot_read_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="not a code name"):
        vba_project({code: "Tổng hợp"})


@pytest.mark.parametrize("sheets", [{"hotich": "A"}, {"XLWINGS": "A"}, {"ThisWorkbook": "A"}, {"Mot": "A", "MOT": "B"}])
def test_two_modules_of_one_name_are_refused(sheets: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="two modules"):
        vba_project(sheets)


@pytest.mark.parametrize("code", ["TongHop", "KIEMTRA", "runpython", "XLPy"])
def test_a_sheet_that_is_named_like_a_macro_is_refused(code: str) -> None:
    """Excel would say "Cannot run the macro"."""
    with pytest.raises(ValueError, match=f"named like the module {code}"):
        vba_project({**SHEETS, code: "Kiểm tra"})


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Public Sub HoTich()", "HoTich is named like the module HoTich"),
        ("sub XLWINGS ()", "XLWINGS is named like the module xlwings"),
        ("Private Static Function thisworkbook(x)", "named like the module ThisWorkbook"),
        ("Property Get VBAProject()", "named like the module VBAProject"),
        ("Public Sub In01()", "In01 is named like a cell"),
        ("Public Sub R1C1()", "R1C1 is named like a cell"),
    ],
)
def test_a_macro_that_excel_takes_for_something_else_is_refused(
    written: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = "End " + re.findall("Sub|Function|Property", written, re.IGNORECASE)[0]
    (tmp_path / "HoTich.bas").write_text(f"{OURS.read_text(encoding='ascii')}\n{written}\n{end}\n", encoding="ascii")
    monkeypatch.setattr(macros, "shipped", lambda _: tmp_path / "HoTich.bas")
    with pytest.raises(ValueError, match=said):
        vba_project(SHEETS)


def test_every_macro_is_a_procedure_and_none_is_named_like_a_module(modules: dict[str, str], plan: Plan) -> None:
    named = {name for source in modules.values() for name in macros.procedures(source)}
    assert set(MACROS) <= named
    assert "RunPython" in named
    taken = {name.casefold() for name in (macros.PROJECT, *modules, *sheets(plan))}
    assert {name for name in named if name.casefold() in taken} == set()


def test_a_file_that_is_not_shipped_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"workbook/nothing\.bas"):
        shipped("workbook/nothing.bas")


def test_in_a_wheel_the_shipped_files_are_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "xlpy" / "_shipped" / "workbook" / "vba"
    inside.mkdir(parents=True)
    (inside / "HoTich.bas").touch()
    monkeypatch.setattr("xlpy.shipped._PLACES", (tmp_path / "xlpy" / "_shipped", Path(xlpy.__file__).parent.parent))
    assert shipped("workbook/vba/HoTich.bas") == inside / "HoTich.bas"
