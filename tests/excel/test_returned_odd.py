"""Return workbooks of what comes from everywhere: nothing is said of them that was not said of what came."""

import io
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tests.excel.check import excel_refuses, new_complaints
from tests.excel.odd import MAIN, ODD, OFFICE, written
from tests.excel.package import STRICT, STRICT_LINKS
from tests.excel.right import packed, rich, unpacked
from tests.kit.calc import SSCONVERT, Calc
from tests.kit.folders import HANDS, form, works
from tests.kit.returned import error, info, returned, warning
from xlpy.core.plan.plan import Plan
from xlpy.core.source import Finding
from xlpy.drawing.returned import CannotReturn
from xlpy.drawing.unit_form import draw_unit_form

pytestmark = pytest.mark.slow

CONVERTED = (
    "by LibreOffice",
    "a rich one by LibreOffice",
    "an .xls by LibreOffice",
    "an .ods by LibreOffice",
    "by Gnumeric",
)
INPUTS = (*ODD, *CONVERTED, "a unit form", *HANDS)
ELSEWHERE = {"font-order"}
"""What other programs write and Excel is documented not to take, but takes: what a font has, in another order."""
SPOILT = {
    "by Gnumeric": {"children-order", "link-bad", "formula-local-name"},
    "boxes, a tick box, a button, a note": {"vba-macro-missing"},
    "as WPS writes": {"vba-macro-missing"},
}
"""What came with faults of its own: they are told, and no more may be told of what is returned."""


def old() -> bytes:
    book, stream = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Phụ lục 01")
    for row in range(12):
        sheet.write(row, 0, f"Dòng {row}")
        sheet.write(row, 1, row, xlwt.easyxf("font: bold on; pattern: pattern solid, fore_colour yellow"))
    sheet.write_merge(12, 13, 0, 3, "Gộp")
    book.save(stream)
    return stream.getvalue()


def open_document() -> bytes:
    book, stream = OpenDocumentSpreadsheet(), io.BytesIO()
    table = Table(name="Phụ lục 01")
    for number in range(12):
        row = TableRow()
        for value in (f"Dòng {number}", str(number)):
            cell = TableCell(valuetype="string", stringvalue=value)
            cell.addElement(P(text=value))
            row.addElement(cell)
        table.addElement(row)
    book.spreadsheet.addElement(table)
    book.write(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory, needs_office: None) -> Iterator[Calc]:
    with Calc(tmp_path_factory.mktemp("calc"), "vi-VN") as calc:
        yield calc


def resaved(calc: Calc, folder: Path, file: str, data: bytes) -> bytes:
    (folder / file).write_bytes(data)
    target = folder / f"{file}.xlsx"
    with closing(calc.open(folder / file)) as document:
        document.save_as(target)
    return target.read_bytes()


def by_gnumeric(folder: Path, data: bytes) -> bytes:
    assert SSCONVERT, "a fixture that asks for it needs Gnumeric"
    (folder / "g.xlsx").write_bytes(data)
    subprocess.run([SSCONVERT, folder / "g.xlsx", folder / "out.xlsx"], check=True, capture_output=True, timeout=120)
    return (folder / "out.xlsx").read_bytes()


@pytest.fixture(scope="module")
def inputs(
    plan: Plan, calc: Calc, tmp_path_factory: pytest.TempPathFactory, needs_gnumeric: None
) -> Mapping[str, Callable[[], bytes]]:
    folder = tmp_path_factory.mktemp("odd")
    first = works(plan, 1)[0]
    return {
        **ODD,
        "by LibreOffice": lambda: resaved(calc, folder, "a.xlsx", ODD["a crowded one by openpyxl"]()),
        "a rich one by LibreOffice": lambda: resaved(calc, folder, "b.xlsx", rich()),
        "an .xls by LibreOffice": lambda: resaved(calc, folder, "c.xls", old()),
        "an .ods by LibreOffice": lambda: resaved(calc, folder, "d.ods", open_document()),
        "by Gnumeric": lambda: by_gnumeric(folder, rich()),
        "a unit form": lambda: draw_unit_form(plan, plan.senders[0]),
        **{code: (lambda code=code: form(plan, first[code])) for code in HANDS},  # type: ignore[misc]
    }


def findings(data: bytes) -> tuple[Finding, ...]:
    """On the first and on the last sheet of cells, on cells with notes, in merged areas, tables and nowhere."""
    worksheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    names = dict.fromkeys((worksheets[0].title, worksheets[-1].title))
    cells = ("A2", "B9", "D9", "A8", "C3", "AB40", "XFD1", "B2:E4", "A3")
    return (
        *(make(name, cell) for name in names for cell in cells for make in (error, warning, info)),
        error(worksheets[0].title, ""),
        error("Trang không có", "A1", message="x" * 40_000, fix="=1+1\x07"),
        warning("", ""),
    )


@pytest.mark.parametrize("name", INPUTS)
def test_a_returned_workbook_has_nothing_that_excel_refuses(
    name: str, inputs: Mapping[str, Callable[[], bytes]]
) -> None:
    data = inputs[name]()
    assert {complaint.code for complaint in excel_refuses(data)} - ELSEWHERE == SPOILT.get(name, set())
    made = returned(data, *findings(data))
    assert new_complaints(made, data) == []
    # It comes back and must be returned again: with other marks, and with none.
    assert new_complaints(returned(made, *findings(data)[:4]), data) == []
    assert new_complaints(returned(made), data) == []


def test_as_many_as_were_asked_for() -> None:
    assert len(INPUTS) == len(set(INPUTS)) >= 25 + len(HANDS)


def strict() -> bytes:
    """A workbook in the strict writing of the standard, as Excel can save it."""
    parts = unpacked(written(lambda *_: None))
    for part, data in parts.items():
        if part.endswith((".xml", ".rels")):
            text = data.replace(MAIN.encode(), STRICT.encode())
            parts[part] = text.replace(OFFICE.encode(), STRICT_LINKS.encode())
    return packed(parts)


def test_a_strict_workbook_is_right_and_cannot_be_returned() -> None:
    """Its other namespaces would need another writer; what is said instead is `CannotReturn`'s."""
    assert excel_refuses(strict()) == []
    with pytest.raises(CannotReturn):
        returned(strict(), error("Phụ lục 01", "A1"))
