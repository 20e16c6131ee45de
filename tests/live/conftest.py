"""The office's workbook, open in a real LibreOffice as before a person: what a person types, and what they then see."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import pytest

from tests.kit.calc import Document
from tests.kit.folders import new_folder, put_all, works
from xlpy import buttons
from xlpy.app.desk import Desk
from xlpy.app.folder import Folder
from xlpy.app.on_duty import Duty, post_of
from xlpy.core.office_book import CONTROL_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.demo.truth import Work
from xlpy.doors.live.book import LiveBook

BOARD_ROW = 13
"""The first unit's row on Điều khiển."""

Sheets = Mapping[str, Mapping[str, tuple[object, object]]]
"""Sheet → address → (formula, value), of every cell that holds something."""


class Seat(NamedTuple):
    """A person's seat before the open workbook."""

    book: Any
    folder: Folder
    plan: Plan

    @property
    def doc(self) -> Document:
        """The workbook past the door under test: through UNO alone, and no more than a person may."""
        return Document(None, self.book.impl.model)  # type: ignore[arg-type]

    @property
    def live(self) -> LiveBook:
        return LiveBook(self.book)

    @property
    def desk(self) -> Desk:
        """As for each press: nothing is remembered from the one before."""
        return Desk(self.live)

    def choose(self, day: Any) -> None:
        """Type a day on Điều khiển."""
        self.doc.type(CONTROL_SHEET, "D2", day)

    def type_setting(self, name: str, value: Any) -> None:
        """Type a setting into its cell on Thiết lập."""
        cell = self.book.impl.model.NamedRanges.getByName(name).getReferredCells()
        self.doc.type(cell.Spreadsheet.Name, cell.AbsoluteName.rpartition(".")[2].replace("$", ""), value)

    def row(self, unit: str) -> int:
        """A unit's row on the board, as Excel counts."""
        return BOARD_ROW + [one.code for one in self.plan.senders].index(unit)

    def phone(self, unit: str, *figures: Any, note: str = "", reason: str = "") -> None:
        """Type what a unit told by telephone, births to adoptions."""
        for column, value in zip("QRST", figures, strict=False):
            self.doc.type(CONTROL_SHEET, f"{column}{self.row(unit)}", value)
        if note:
            self.doc.type(CONTROL_SHEET, f"U{self.row(unit)}", note, literal=True)
        if reason:
            self.doc.type(CONTROL_SHEET, f"V{self.row(unit)}", reason, literal=True)

    def phoned(self, unit: str) -> list[object]:
        """What stands in a unit's cells of Nhập tay, the note and the reason last."""
        return self.doc.block(CONTROL_SHEET, f"Q{self.row(unit)}:V{self.row(unit)}")[0]

    def board(self, unit: str) -> list[object]:
        """A unit's line on Điều khiển from its name to the share."""
        return self.doc.block(CONTROL_SHEET, f"C{self.row(unit)}:L{self.row(unit)}")[0]

    def everything(self) -> Sheets:
        """Formula and value of every cell of every sheet."""
        return {sheet.Name: dict(_cells(sheet)) for sheet in _sheets(self.book.impl.model)}


def _sheets(model: Any) -> Iterator[Any]:
    for number in range(model.Sheets.Count):
        yield model.Sheets.getByIndex(number)


def _cells(sheet: Any) -> Iterator[tuple[str, tuple[object, object]]]:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    area = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
    pairs = zip(area.getFormulaArray(), area.getDataArray(), strict=True)
    for row, (formulas, values) in enumerate(pairs, 1):
        for column, pair in enumerate(zip(formulas, values, strict=True), 1):
            if pair != ("", ""):
                yield f"R{row}C{column}", pair


@pytest.hookimpl(tryfirst=True)  # before -m is judged
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What runs here a second time, through the live door, has run once already: it is left to the slow tests."""
    for item in items:
        if isinstance(item, pytest.Function) and item.function.__module__ != item.module.__name__:
            item.add_marker("slow")


@pytest.fixture(scope="module")
def program(needs_office: None) -> Iterator[Any]:
    """LibreOffice as a Vietnamese office has it, one for a module."""
    from xlpy import libreoffice

    with libreoffice.start(locale="vi-VN") as started:
        yield started


@pytest.fixture(scope="session")
def days(plan: Plan) -> list[dict[str, Work]]:
    """What every unit did on the campaign's first three days."""
    return works(plan)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return new_folder(tmp_path / "viec")


@pytest.fixture
def sit(program: Any, plan: Plan) -> Iterator[Callable[[Folder], Seat]]:
    """Open a folder's workbook; every workbook is closed at the end, unsaved."""
    yield lambda folder: Seat(program.books.open(str(folder.workbook)), folder, plan)
    program.screen_updating = True
    for book in list(program.books):
        book.close()


@pytest.fixture
def seat(sit: Callable[[Folder], Seat], folder: Folder, plan: Plan, days: list[dict[str, Work]]) -> Seat:
    """An open workbook, and of the first day two units' files in the inbox."""
    put_all(folder, plan, days[0], ["691", "696"])
    return sit(folder)


@pytest.fixture(params=["RunPython", "truc"])
def push(
    request: pytest.FixtureRequest, seat: Seat, program: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], None]]:
    """Press a button of the open workbook by its Python name: in a Python that was started for it, and by who is on duty."""
    import xlwings as xw

    from xlpy import libreoffice

    def by_truc(name: str) -> None:
        duty = Duty(seat.folder, lambda _: duty.end(""))
        assert duty.begin() == 0
        taken: list[bool] = []
        asking = Thread(target=lambda: taken.append(post_of(seat.folder).ask(name)))
        asking.start()
        duty.serve()
        asking.join()
        assert taken == [True]

    if request.param == "truc":
        monkeypatch.setattr("xlpy.app.open_workbook._pipe", lambda _: libreoffice.pipe(program))
        yield by_truc
        return
    xw.Book.set_mock_caller(seat.book)
    yield lambda name: getattr(buttons, name)()
    del xw.Book._mock_caller
