"""A press of a button as a person does it: a click on the screen, VBA, the Python that it names, the board.

One link is another than in the office: LibreOffice cannot compile the VBA of xlwings, which would start that Python. In
its place stands a stub that writes down what it was given, and the test runs just that.
"""

import re
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest

from tests.kit.folders import FIRST, press
from tests.kit.screen import PATIENCE, Shown, shown
from tests.kit.vba import COUNT, NOTE, PROJECT, with_stub
from xlpy.app.folder import Folder
from xlpy.app.history import archived_copies
from xlpy.app.set_up import start
from xlpy.core.consolidate import Standing, Status
from xlpy.core.forms import COLUMNS_01, FORM_01, FORM_SHEET
from xlpy.core.grid import Grid, Value
from xlpy.core.office_book import BOARD_ROW, CONTROL_SHEET, FINDINGS_ROW, FINDINGS_SHEET, HISTORY_SHEET, PLACE_COLUMN
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, with_sum
from xlpy.core.source import Severity
from xlpy.core.text import clock
from xlpy.demo.day import make_day
from xlpy.doors.disk.plan_file import default_plan
from xlpy.doors.live.book import LiveBook
from xlpy.drawing.office_book import daily
from xlpy.drawing.office_book.buttons import GROUPS
from xlpy.drawing.office_book.findings import Checked, Link, findings_rows
from xlpy.drawing.office_book.macros import MACROS, vba_project
from xlpy.drawing.office_book.names import XLWINGS, sheets
from xlpy.drawing.office_book.signs import state
from xlpy.journal import Journal
from xlpy.rules.gathering import cause_lines

pytestmark = [pytest.mark.office, pytest.mark.screen, pytest.mark.slow]

SELECTED = "$E$16"
TOTAL_ROW = BOARD_ROW + 11


class Desk(NamedTuple):
    """The office's workbook on a screen, in a working folder with a day's files."""

    seen: Shown
    folder: Folder

    def click(self, caption: str) -> str:
        """Click a button of Điều khiển; returns what its sub told Python to run."""
        sheet = self.seen.book.sheets[XLWINGS].api
        note, count = map(sheet.getCellRangeByName, (NOTE, COUNT))
        before = count.Value
        self.seen.settle()
        self.seen.screen.click(*self.seen.buttons()[caption])
        deadline = time.monotonic() + PATIENCE
        while count.Value == before:
            assert time.monotonic() < deadline, f"{caption}: the click did nothing"
            time.sleep(0.02)
        assert count.Value == before + 1
        return str(note.String)

    def grid(self, sheet: str, *, formulas: bool = False) -> Grid:
        """What a sheet holds."""
        return LiveBook(self.seen.book).grid(sheet, formulas=formulas)

    def protected(self) -> dict[str, bool]:
        """Sheet → whether it is protected."""
        return {sheet.name: sheet.api.isProtected() for sheet in self.seen.book.sheets}

    def standing(self) -> Standing:
        """What the journal says of the day."""
        with Journal.reading(self.folder.journal) as journal:
            found = journal.standing(FIRST)
        assert found is not None
        return found


def parts(workbook: Path) -> dict[str, bytes]:
    """What a package is made of."""
    with zipfile.ZipFile(workbook) as package:
        return {name: package.read(name) for name in package.namelist()}


def alive(group: int) -> list[str]:
    """The processes of a group by number and name, without those that ended and were not yet asked how."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text(encoding="utf-8", errors="replace").rpartition(") ")
        except OSError:
            continue  # gone meanwhile
        state, _, of, *_ = rest.split()
        if int(of) == group and state != "Z":
            found.append(name)
    return found


def gone(groups: list[int]) -> bool:
    """Whether no process of these groups is left. One that was killed may take its time."""
    deadline = time.monotonic() + PATIENCE
    while any(map(alive, groups)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture(scope="module")
def desk(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The workbook open before somebody. Of what showed it, nothing is left afterwards."""
    place = tmp_path_factory.mktemp("click")
    folder = start(place / "hộ tịch", None)
    make_day(folder.inbox, plan)
    with_stub(folder.workbook, plan)
    temporary = place / "temporary"
    temporary.mkdir()
    with patch.object(tempfile, "tempdir", str(temporary)):
        with shown(folder.workbook) as seen:
            groups = [seen.screen.group, seen.app.pid]
            assert all(map(alive, groups))
            yield Desk(seen, folder)
        assert gone(groups)
        assert list(temporary.iterdir()) == []


def test_only_the_module_of_xlwings_is_another(desk: Desk, plan: Plan, tmp_path: Path) -> None:
    shipped = parts(start(tmp_path / "khác", None).workbook)
    ours = parts(desk.folder.workbook)
    assert [name for name in shipped if shipped[name] != ours.get(name)] == [PROJECT]
    assert list(ours) == list(shipped)
    assert shipped[PROJECT] == vba_project(sheets(plan))


def test_each_button_calls_the_python_function_of_its_caption(desk: Desk) -> None:
    here = {macro: MACROS[macro] for _, macros in GROUPS for macro in macros}  # those of Phương án: test_machines
    assert set(desk.seen.buttons()) == set(here.values())
    for macro, caption in here.items():
        function = re.sub(r"(?<!^)(?=[A-Z])", "_", macro).lower()
        assert desk.click(caption) == f"import xlpy.buttons; xlpy.buttons.{function}()"


def test_a_click_on_tong_hop_shows_the_day(desk: Desk, tmp_path: Path) -> None:
    twin = Folder(shutil.copytree(desk.folder.path, tmp_path / "bằng lệnh"))
    desk.seen.book.sheets[CONTROL_SHEET].range(SELECTED).select()
    locked = desk.protected()
    assert all(locked.values())

    command = desk.click("Tổng hợp")
    assert command == "import xlpy.buttons; xlpy.buttons.tong_hop()"
    told = desk.seen.run(command, "Tổng hợp")

    standing = desk.standing()
    assert {unit.status for unit in standing.units} == {Status.RECEIVED, Status.REFUSED, Status.MISSING}
    assert any(unit.late for unit in standing.units)
    report = desk.folder.reports(FIRST) / "Bao_cao_PL01_2023-05-22.xlsx"
    assert told.splitlines()[0] == "Ngày 22/5/2023: 8/11 đơn vị đã có số liệu."
    assert told.splitlines()[-1] == f"Báo cáo: {desk.folder.shown(report)}"
    assert report.read_bytes() == press(twin, FIRST).report.read_bytes()

    check_board(desk.grid(CONTROL_SHEET), standing)
    check_form(desk.grid(FORM_SHEET), standing)
    check_findings(desk, standing)
    assert len(list(desk.grid(HISTORY_SHEET).rows())) == 1 + 4 * len(standing.units)

    assert desk.seen.app.status_bar is False
    assert desk.protected() == locked
    assert desk.seen.book.sheets.active.name == CONTROL_SHEET
    assert desk.seen.app.selection.address == SELECTED


def check_board(grid: Grid, standing: Standing) -> None:
    """Điều khiển says of every unit what the journal says."""
    for row, unit in enumerate(standing.units, BOARD_ROW):
        whole = with_sum(unit.figures)[Kind.SUM]
        errors, warnings = (
            sum(found.unit == unit.unit and found.severity is severity for found in cause_lines(standing.findings))
            for severity in (Severity.ERROR, Severity.WARNING)
        )
        hour = clock(unit.receipt.received_at) if unit.receipt else "–"
        assert line(grid, row, range(2, 8)) == [
            unit.name,
            state(unit),
            hour.removesuffix(" ngày 22/5/2023"),
            errors or None,
            warnings or None,
            whole.today,
        ]
        assert line(grid, row, range(9, 12)) == [
            whole.entered,
            whole.remaining,
            pytest.approx(whole.entered / whole.total) if whole.total else None,
        ]
    whole = standing.total[Kind.SUM]
    assert line(grid, TOTAL_ROW, range(9, 11)) == [whole.entered, whole.remaining]
    assert grid.cells[1, 4] == "8/11 đơn vị   ·   ngày đã qua"
    assert grid.cells[7, 16] == "Gọi 3 đơn vị"


def check_form(grid: Grid, standing: Standing) -> None:
    """Phụ lục 01 has the figures of the journal, and their sums."""
    figures = [with_sum(unit.figures) for unit in standing.units] + [standing.total]
    columns = [COLUMNS_01.get(head.name) for head in FORM_01.columns]
    assert sum(column is not None for column in columns) == 20
    for row, of_unit in enumerate(figures, daily.FIRST_ROW):
        for column, meant in enumerate(columns):
            if meant is not None:
                assert grid.cells.get((row, column)) == of_unit[meant[0]].get(meant[1]), (row, meant)


def check_findings(desk: Desk, standing: Standing) -> None:
    """Kiểm tra has the findings of the journal, unit by unit; each place leads to the cell of a copy that is there."""
    with Journal.reading(desk.folder.journal) as journal:
        archived = archived_copies(journal, FIRST)
    grid = desk.grid(FINDINGS_SHEET, formulas=True)
    assert grid.cells[0, 1] == "KIỂM TRA 22/5/2023"
    assert grid.cells[0, 4] == "Gọi 3 đơn vị, nhắc 1 đơn vị, đọc lại 2 cảnh báo."
    plan = default_plan().plan
    rows = list(findings_rows(Checked(plan, FIRST, standing.findings, standing, archived)))
    links = 0
    for row, expected in enumerate(rows, FINDINGS_ROW):
        for column, value in enumerate(expected):
            if isinstance(value, Link):
                links += 1
                assert grid.cells[row, column] == value.words
                assert (row, column) in grid.formulas
                file, _, cell = leads_to(desk, row).partition("#")
                assert (desk.folder.path / file).is_file()
                assert file in archived.values()
                assert re.fullmatch(r"'.+'![A-Z]+\d+", cell)
            else:
                assert grid.cells.get((row, column)) == value
    codes = [row[2] for row in rows if row[2]]
    assert sorted(codes) == sorted(finding.code for finding in cause_lines(standing.findings))
    assert (FINDINGS_ROW + len(rows), 0) not in grid.cells
    assert links >= 2


def leads_to(desk: Desk, row: int) -> str:
    """Where the link in a row of Kiểm tra leads."""
    formula = desk.seen.book.sheets[FINDINGS_SHEET].range((row + 1, PLACE_COLUMN + 1)).formula
    found = re.match(r'=HYPERLINK\("([^"]+)",', formula)
    assert found, formula
    return found[1]


def line(grid: Grid, row: int, columns: range) -> list[Value | None]:
    """Cells side by side."""
    return [grid.cells.get((row, column)) for column in columns]
