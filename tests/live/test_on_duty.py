"""The workbook's own macros and `hotich truc`, from the press to the board: in a real LibreOffice, with a real process.

The macros are those that are shipped. What Windows lends to them is lent by `tests.kit.vba`.
"""

import gc
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest

from tests.kit import vba
from tests.kit.folders import FIRST, press
from xlpy import buttons, libreoffice
from xlpy.app.folder import DUTY_FOLDER, Folder
from xlpy.app.on_duty import post_of
from xlpy.app.press import BUTTONS
from xlpy.app.press import press as press_button
from xlpy.app.set_up import start
from xlpy.core.office_book import CONTROL_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.demo.day import make_day
from xlpy.doors.live.book import LiveBook
from xlpy.drawing.office_book.macros import MACROS

pytestmark = pytest.mark.slow

_PATIENCE = 60.0
_RESIDENT = """
import sys
import xlpy.app.open_workbook as open_workbook
from xlpy.app import on_duty
from xlpy.cli import run
pipe = sys.argv.pop(1)
open_workbook._pipe = lambda _: pipe  # that of the tests' LibreOffice
run()
"""


def until(there: Callable[[], Any]) -> Any:
    """What comes to be there, waited for."""
    deadline = time.monotonic() + _PATIENCE
    while not (found := there()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return found


class Office(NamedTuple):
    """A workbook whose macros run, and who is on duty for it."""

    app: Any
    book: Any
    folder: Folder

    def run(self, macro: str) -> None:
        """What the button's click runs."""
        self.book.macro(f"HoTich.{macro}")()

    def cells(self) -> dict[str, Any]:
        """What every sheet shows but that of xlwings, where the stub writes."""
        live = LiveBook(self.book)
        return {name: live.grid(name).cells for name in live.sheets if name != "xlwings.conf"}


class Resident:
    """`hotich truc`, and what it has said: lines on its screen, and boxes, which without windows are printed."""

    def __init__(self, office: Office, changed: str = "") -> None:
        self.folder = office.folder
        script = _RESIDENT.replace("run()", f"{changed}\nrun()")
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-c",
                script,
                libreoffice.pipe(office.app),
                "truc",
                "-C",
                str(office.folder.path),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        self.lines: list[str] = []
        self.boxes: list[str] = []
        for stream, said in ((self.process.stdout, self.lines), (self.process.stderr, self.boxes)):
            Thread(target=self._listen, args=(stream, said), daemon=True).start()
        until(lambda: [line for line in self.lines if "Đang trực nút" in line])

    @staticmethod
    def _listen(stream: Any, said: list[str]) -> None:
        said.extend(line.decode("utf-8").rstrip("\r\n") for line in stream)

    def done(self) -> None:
        """Wait for the press that was taken."""
        until(lambda: not post_of(self.folder).is_busy())

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def running(needs_office: None) -> Iterator[Any]:
    """A LibreOffice that runs macros, on a PC with a name."""
    with (
        patch.dict(os.environ, {"COMPUTERNAME": "MAY-CUA-LAN"}),
        libreoffice.start(locale="vi-VN", macros=True) as app,
    ):
        vba.lend(app)
        yield app


@pytest.fixture(scope="module")
def with_macros(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> Folder:
    """A folder with the demo's day, never pressed."""
    folder = start(tmp_path_factory.mktemp("goc") / "Hộ tịch", None)
    make_day(folder.inbox, plan)
    vba.with_stub(folder.workbook, plan)
    return folder


@pytest.fixture
def office(running: Any, with_macros: Folder, tmp_path: Path) -> Iterator[Office]:
    folder = Folder(Path(shutil.copytree(with_macros.path, tmp_path / "Hộ tịch 2023")))
    yield Office(running, running.books.open(str(folder.workbook)), folder)
    for book in list(running.books):
        book.close()


@pytest.fixture
def resident(office: Office) -> Iterator[Resident]:
    one = Resident(office)
    yield one
    one.end()


def test_a_press_is_carried_out_by_who_is_on_duty_and_no_python_is_started(
    office: Office, resident: Resident, tmp_path: Path
) -> None:
    twin = Folder(Path(shutil.copytree(office.folder.path, tmp_path / "bằng lệnh")))
    office.run("TongHop")
    resident.done()
    until(lambda: len(resident.lines) == 3)
    assert vba.python_started(office.book) == (0, "")
    assert resident.lines[-1].endswith(" giây · Ngày 22/5/2023: 8/11 đơn vị đã có số liệu.")
    report = office.folder.reports(FIRST) / "Bao_cao_PL01_2023-05-22.xlsx"
    assert report.read_bytes() == press(twin, FIRST).report.read_bytes()
    statuses = LiveBook(office.book).grid(CONTROL_SHEET).cells.values()
    assert "Đã tiếp nhận" in statuses and "Trả lại để sửa" in statuses
    assert office.app.screen_updating
    assert all(sheet.api.isProtected() for sheet in office.book.sheets)


def test_every_button_does_by_who_is_on_duty_what_it_does_in_a_python_of_its_own(
    office: Office, running: Any, with_macros: Folder, tmp_path: Path
) -> None:
    """The same boxes, the same cells, the same files, from the first button to the last."""
    import xlwings as xw

    order = ("lam_moi", "kiem_tra", "tong_hop", "tong_hop", "tinh_lai_so_ngay", "xuat_bao_cao", "tinh_phuong_an", "ap_dung_phuong_an", "soan_thu", "lam_moi")  # fmt: skip
    assert {*order, "phat_bieu_mau"} == set(BUTTONS)
    resident = Resident(office)
    macros = dict(zip(BUTTONS, MACROS, strict=True))
    try:
        for name in order:
            office.run(macros[name])
            resident.done()
        until(lambda: len([line for line in resident.lines if " giây · " in line]) == len(order))
        until(lambda: any(box.startswith("Làm mới: Ngày 22/5/2023: 8/11") for box in resident.boxes))
    finally:
        resident.end()
    assert vba.python_started(office.book) == (0, "")
    by_duty = office.cells()
    office.book.close()

    # The same place, since files and boxes name it.
    shutil.move(office.folder.path, tmp_path / "trực")
    shutil.copytree(with_macros.path, office.folder.path)
    other = office._replace(book=running.books.open(str(office.folder.workbook)))
    before = len(libreoffice.alerts(running))
    xw.Book.set_mock_caller(other.book)
    try:
        for name in order:
            getattr(buttons, name)()
    finally:
        del xw.Book._mock_caller
    told = [
        line for alert in libreoffice.alerts(running)[before:] for line in f"{alert.title}: {alert.prompt}".splitlines()
    ]
    assert resident.boxes == told
    assert other.cells() == by_duty
    assert files(office.folder.path) == files(tmp_path / "trực")


def files(folder: Path) -> dict[str, bytes]:
    """What the office sees of a folder, but for what says when or by whom it was made: journal, drafts and PDF."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and DUTY_FOLDER not in path.parts
        and path.suffix in (".xlsx", ".docx", ".json")
        and not path.name.startswith(".")
    }


def test_where_nobody_is_on_duty_python_is_started_at_once(office: Office) -> None:
    for number, macro in enumerate(MACROS, 1):
        name = list(BUTTONS)[number - 1]
        began = time.monotonic()
        office.run(macro)
        assert time.monotonic() - began < 1.9
        assert vba.python_started(office.book) == (number, f"import xlpy.buttons; xlpy.buttons.{name}()")
    assert not office.folder.duty.exists()


def test_where_who_was_on_duty_was_killed_python_is_started_after_a_moment_and_then_at_once(
    office: Office, resident: Resident
) -> None:
    resident.end()
    began = time.monotonic()
    office.run("LamMoi")
    assert 2 <= time.monotonic() - began < 15
    assert vba.python_started(office.book) == (1, "import xlpy.buttons; xlpy.buttons.lam_moi()")
    assert [path.suffix for path in office.folder.duty.iterdir()] == [".nhan"]
    began = time.monotonic()
    office.run("LamMoi")
    assert time.monotonic() - began < 1.9
    assert vba.python_started(office.book)[0] == 2


def test_a_disk_without_room_is_no_reason_not_to_press(office: Office, resident: Resident, running: Any) -> None:
    class Full(vba.FileSystemObject):
        def CreateTextFile(self, *_: Any) -> Any:
            raise OSError(28, "Disk full")

    with vba.lending(Full):
        office.run("TongHop")
    assert vba.python_started(office.book) == (1, "import xlpy.buttons; xlpy.buttons.tong_hop()")
    assert [path.name for path in office.folder.duty.iterdir()] == ["Hotich.xlsm.truc"]


def test_a_request_that_is_held_is_never_carried_out_twice(office: Office, running: Any) -> None:
    """Nobody takes it, and for a while nothing can be made in the folder; nor can who was on duty be told to be dead."""
    office.folder.duty.mkdir(parents=True)
    (office.folder.duty / "Hotich.xlsm.truc").write_bytes(b"")
    refused = []

    class Held(vba.FileSystemObject):
        def CreateTextFile(self, path: str, *how: Any) -> Any:
            if path.endswith(".nhan") and len(refused) < 3:
                refused.append(path)
                raise OSError(28, "Disk full")
            return super().CreateTextFile(path, *how)

    with vba.lending(Held):
        office.run("LamMoi")
    assert len(refused) == 3
    assert vba.python_started(office.book)[0] == 1
    assert [path.suffix for path in office.folder.duty.iterdir()] == [".nhan"]


def test_a_workbook_under_another_name_is_served_by_a_python_of_its_own(office: Office, resident: Resident) -> None:
    other = office.folder.path / "Hotich (2).xlsm"
    other.write_bytes(office.folder.workbook.read_bytes())
    book = office.app.books.open(str(other))
    book.macro("HoTich.LamMoi")()
    assert vba.python_started(book) == (1, "import xlpy.buttons; xlpy.buttons.lam_moi()")
    assert vba.python_started(office.book) == (0, "")
    office.run("LamMoi")
    resident.done()
    assert vba.python_started(office.book) == (0, "")


def test_what_was_typed_between_two_presses_counts(office: Office, resident: Resident) -> None:
    said = resident.boxes
    office.run("TinhLaiSoNgay")
    until(lambda: any("định mức 200" in line for line in said))
    norm = office.book.impl.model.NamedRanges.getByName("DinhMuc").getReferredCells()
    norm.setFormula("300")
    office.run("TinhLaiSoNgay")
    until(lambda: any("định mức 300" in line for line in said))
    office.run("TongHop")
    until(lambda: any("8/11 đơn vị" in line for line in said))
    for path in office.folder.inbox.iterdir():
        path.unlink()
    office.book.impl.model.Sheets.getByName(CONTROL_SHEET).getCellRangeByName("D2").setFormula("2023-05-23")
    office.run("TongHop")
    until(lambda: any("Ngày 23/5/2023: 0/11 đơn vị" in line for line in said))


def test_a_workbook_closed_and_opened_again_is_found_again(office: Office, resident: Resident) -> None:
    for _ in range(2):
        office.run("LamMoi")
        resident.done()
        office.book.close()
        office = office._replace(book=office.app.books.open(str(office.folder.workbook)))
    office.run("LamMoi")
    until(lambda: len([line for line in resident.lines if "Làm mới · " in line]) == 3)
    assert not [line for line in resident.lines if "chưa mở" in line]


@pytest.mark.parametrize("number", range(8))
def test_one_who_is_killed_in_the_middle_of_a_press_loses_nothing(
    number: int, office: Office, resident: Resident, tmp_path: Path
) -> None:
    """Like a button that is killed: the next press makes everything right, and its report is that of one press."""
    import xlwings as xw

    twin = Folder(Path(shutil.copytree(office.folder.path, tmp_path / "đúng")))
    right = press(twin, FIRST).report.read_bytes()
    office.run("TongHop")
    time.sleep(random.Random(number).uniform(0, 0.7))
    resident.end()
    for report in office.folder.path.glob("bao-cao/*/Bao_cao*.xlsx"):
        assert report.read_bytes() == right  # all of it or none
    before = len(libreoffice.alerts(office.app))
    office.app.impl._frozen = False
    xw.Book.set_mock_caller(office.book)
    try:
        buttons.tong_hop()  # RunPython: nobody is on duty any more
    finally:
        del xw.Book._mock_caller
    (alert,) = libreoffice.alerts(office.app)[before:]
    assert alert.prompt.startswith("Ngày 22/5/2023: 8/11 đơn vị đã có số liệu.")
    (report,) = office.folder.path.glob("bao-cao/*/Bao_cao*.xlsx")
    assert report.read_bytes() == right
    assert "Đã tiếp nhận" in LiveBook(office.book).grid(CONTROL_SHEET).cells.values()


def test_a_press_leaves_nothing_in_memory(office: Office) -> None:
    """But the texts of the boxes, which without windows are kept for tests."""
    press_button("tong_hop", office.book)
    counted = []
    for _ in range(8):
        press_button("tong_hop", office.book)
        gc.collect()
        counted.append(len(gc.get_objects()))
    assert counted[-1] - counted[2] <= 2 * 5, counted


def test_after_many_presses_the_process_begins_again(office: Office) -> None:
    """What LibreOffice's bridge keeps of each press is gone then."""
    resident = Resident(office, "on_duty._MOST_IN_LIBREOFFICE = 2")
    try:
        for number in range(1, 6):
            office.run("LamMoi")
            until(lambda: len([line for line in resident.lines if "Làm mới · " in line]) == number)  # noqa: B023
            until(lambda: post_of(office.folder).who())
        assert resident.process.poll() is None
        assert len([line for line in resident.lines if "Đang trực nút" in line]) == 3
        assert vba.python_started(office.book) == (0, "")
    finally:
        resident.end()
