"""Forms as clerks make and remake them, and what the office reads in them: for tests of reading."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from xlpy.core.consolidate import Judged, Verdict
from xlpy.core.grid import Area, Grid, Position, Snapshot, Value, cell_name
from xlpy.core.plan.plan import Plan
from xlpy.core.reading import Submission
from xlpy.core.receipt import Receipt
from xlpy.core.records import KINDS, AcceptedDay, Figures, Kind, Measure
from xlpy.core.source import NOWHERE, Severity
from xlpy.demo.clerks import Hand, write_form
from xlpy.demo.programs import as_xlsx as as_xlsx
from xlpy.demo.truth import Work, campaign
from xlpy.doors.files.workbook import read_workbook
from xlpy.rules.judge import Background, judge

FIRST, DAY = date(2023, 5, 22), date(2023, 5, 23)
BU_DANG, LOC_NINH, CHON_THANH, DONG_PHU = "696", "692", "697", "695"
DONG_XOAI, PHUOC_LONG, PHU_RIENG = "689", "688", "698"
FILE = "bu dang 23-5.xlsx"
NAMELESS = "bao cao.xlsx"
"""A file's name that tells neither unit nor day."""


@dataclass(frozen=True, slots=True, repr=False)
class Office:
    """The office on the campaign's second day, when the first is accepted: today differs from the running total."""

    plan: Plan
    first: Mapping[str, Work]
    second: Mapping[str, Work]

    @staticmethod
    def opened(plan: Plan) -> "Office":
        return Office(plan, *campaign(plan, days=2, seed=188))

    def form(self, unit: str = BU_DANG, work: Work | None = None, **habits: Any) -> bytes:
        """A unit's form of the day, in a hand with some habits."""
        return write_form(self.plan, work or self.second[unit], Hand("", **habits))

    def sheet(self, unit: str = BU_DANG, work: Work | None = None, **habits: Any) -> Grid:
        """The sheet of such a form, to be changed and saved again."""
        (grid,) = read_workbook(self.form(unit, work, **habits), FILE).grids
        return grid

    def judged(self, data: bytes, file: str = FILE) -> Judged:
        """What becomes of a file that comes in on the day."""
        return self.judged_sheets(read_workbook(data, file))

    def judged_sheets(self, sheets: Snapshot) -> Judged:
        """What becomes of a file of which these sheets were seen."""
        receipt = Receipt(sheets.file, sheets.sha256, datetime.combine(DAY, time(13), self.plan.timezone))
        history = {code: (self._accepted(work),) for code, work in self.first.items()}
        return judge(self.plan, DAY, receipt, sheets, Background(history=history))

    def accepts(
        self,
        data: bytes,
        file: str = FILE,
        *,
        unit: str = BU_DANG,
        work: Work | None = None,
        warned: Iterable[str] = (),
    ) -> Submission:
        """Assert that a file is taken for the unit's, the day's and the truth, under no other warning than `warned`."""
        judged = self.judged(data, file)
        assert warnings_of(judged) == set(warned), judged.findings
        assert judged.verdict is (Verdict.WARN if warned else Verdict.ACCEPT)
        assert judged.unit == unit
        submission = judged.submission
        assert submission is not None
        assert submission.date == DAY
        truth = work or self.second[unit]
        assert figures_of(submission) == {kind: (truth.today[kind], truth.entered[kind]) for kind in KINDS}
        return submission

    def refuses(self, data: bytes, file: str = FILE) -> dict[str, str]:
        """Assert that a file is refused; the errors' codes with the remedies that they tell."""
        judged = self.judged(data, file)
        assert judged.verdict is Verdict.REFUSE, judged.findings
        return {finding.code: finding.fix for finding in judged.findings if finding.severity is Severity.ERROR}

    def _accepted(self, work: Work) -> AcceptedDay:
        figures = {
            kind: Figures(self.plan.total(work.unit, kind), work.today[kind], work.entered[kind]) for kind in KINDS
        }
        return AcceptedDay(work.unit, work.day, figures, NOWHERE, "")


def remade(record: Any, **changes: Any) -> Any:
    """The same record with other parts, be it a data class or a named tuple."""
    return record._replace(**changes) if isinstance(record, tuple) else replace(record, **changes)


def warnings_of(judged: Judged) -> set[str]:
    """Codes of what the office is warned of or refuses for; mere information is left out."""
    return {finding.code for finding in judged.findings if finding.severity is not Severity.INFO}


def figures_of(submission: Submission) -> dict[Kind, tuple[int | None, int | None]]:
    """Kind → cases of the day and since the start, as read."""
    return {kind: (submission.value(kind, Measure.TODAY), submission.value(kind, Measure.ENTERED)) for kind in KINDS}


def with_cells(grid: Grid, changes: Mapping[str, Value | None]) -> Grid:
    """The sheet with other contents in some cells, by address; None leaves a cell empty."""
    by_name = {cell_name(row, column): (row, column) for row in range(60) for column in range(60)}
    cells = dict(grid.cells)
    for name, value in changes.items():
        cells.pop(by_name[name], None)
        if value is not None:
            cells[by_name[name]] = value
    return remade(grid, cells=cells)


def with_row(grid: Grid, row: int) -> Grid:
    """The sheet with an empty row put in before `row` (as Excel counts), merged areas stretched as Excel does."""
    return _moved(grid, lambda at: (at[0] + (at[0] >= row - 1), at[1]))


def with_column(grid: Grid, column: int) -> Grid:
    """The sheet with an empty column put in before `column`, the first being 1."""
    return _moved(grid, lambda at: (at[0], at[1] + (at[1] >= column - 1)))


def _moved(grid: Grid, place: Callable[[Position], Position]) -> Grid:
    merged = (Area(*place((area.top, area.left)), *place((area.bottom, area.right))) for area in grid.merged)
    return remade(grid, cells={place(at): value for at, value in grid.cells.items()}, merged=tuple(merged))


def rows_moved(grid: Grid, order: Mapping[int, int]) -> Grid:
    """The sheet with some rows (as Excel counts) in other places: from → to."""
    return remade(
        grid, cells={(order.get(row + 1, row + 1) - 1, column): value for (row, column), value in grid.cells.items()}
    )


def as_xls(*grids: Grid) -> bytes:
    """The sheets in the format of Excel 97–2003."""
    book = xlwt.Workbook(encoding="utf-8")
    for grid in grids:
        sheet = book.add_sheet(grid.sheet)
        tops = {(area.top, area.left): area for area in grid.merged}
        for at, value in grid.cells.items():
            if at in tops:
                area = tops[at]
                sheet.write_merge(area.top, area.bottom, area.left, area.right, value)
            else:
                sheet.write(*at, value)
    return _saved(book)


def as_xlsm(data: bytes) -> bytes:
    """The workbook saved as one that may hold macros, and holds some."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as plain, ZipFile(buffer, "w") as package:
        for part in plain.namelist():
            text = plain.read(part)
            if part == "[Content_Types].xml":
                text = text.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            package.writestr(part, text)
        package.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    return buffer.getvalue()


def as_ods(grid: Grid) -> bytes:
    """The sheet as LibreOffice keeps it."""
    book = OpenDocumentSpreadsheet()
    table = Table(name=grid.sheet)
    last_row, last_column = (max(at[part] for at in grid.cells) for part in (0, 1))
    for row in range(last_row + 1):
        line = TableRow()
        for column in range(last_column + 1):
            line.addElement(_ods_cell(grid.cells.get((row, column))))
        table.addElement(line)
    book.spreadsheet.addElement(table)
    return _saved(book)


def _ods_cell(value: Value | None) -> TableCell:
    if isinstance(value, float):
        return TableCell(valuetype="float", value=value)
    cell = TableCell(valuetype="string") if value else TableCell()
    if value:
        cell.addElement(P(text=str(value)))
    return cell


def _saved(book: Any) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
