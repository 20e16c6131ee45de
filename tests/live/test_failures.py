"""A press that fails in the middle leaves every cell of the open workbook as it was, and says what to do."""

import errno
import sqlite3
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.kit.folders import FIRST, NOW, press, put_all
from tests.live.conftest import Seat
from xlpy.app.folder import DUTY_FOLDER, Folder
from xlpy.core.grid import Edit
from xlpy.core.office_book import CONTROL_SHEET, FINDINGS_SHEET, HISTORY_SHEET
from xlpy.core.plan.plan import Plan
from xlpy.demo.truth import Work
from xlpy.doors.disk.saving import Pending
from xlpy.doors.live.book import LiveBook, LiveError
from xlpy.doors.live.native import protect, unprotect
from xlpy.journal import Journal

pytestmark = pytest.mark.slow

LATER = NOW + timedelta(minutes=20)


@pytest.fixture
def fails(
    seat: Seat, program: Any, plan: Plan, days: list[dict[str, Work]], push: Callable[[str], None]
) -> Callable[[], str]:
    """Press Tổng hợp with new files, a unit that telephoned, and something wrong; what the one message box says.

    Every cell of every sheet must be as it was, and every file.
    """
    from xlpy import libreoffice

    press(seat.folder, FIRST)
    put_all(seat.folder, plan, days[0], ["695"])
    seat.phone("698", 1, 2, 3, 4, note="Anh Nam, 13h")

    def press_button() -> str:
        cells, files = seat.everything(), contents(seat.folder)
        before = len(libreoffice.alerts(program))
        push("tong_hop")
        (alert,) = libreoffice.alerts(program)[before:]
        assert seat.everything() == cells
        assert contents(seat.folder) == files
        assert program.status_bar is False
        assert program.screen_updating
        for name in (HISTORY_SHEET, FINDINGS_SHEET):
            assert name not in seat.book.impl.model.Sheets.ElementNames or seat.book.sheets[name].api.isProtected()
        assert len(alert.prompt.splitlines()) == 1
        return alert.prompt

    return press_button


def contents(folder: Folder) -> Mapping[Path, bytes]:
    """Every file, but for the marks of presses that were handed over, which stay for a minute."""
    files = (path for path in sorted(folder.path.rglob("*")) if path.is_file() and DUTY_FOLDER not in path.parts)
    return {path: path.read_bytes() for path in files}


def then_it_works(seat: Seat) -> None:
    text = seat.desk.consolidate(LATER)
    assert "Ngày 22/5/2023: 4/11 đơn vị đã có số liệu." in text
    assert "sửa tay" not in text
    assert seat.board("698")[1] == "♦ Báo qua điện thoại"
    assert seat.phoned("698") == [""] * 6


def test_an_inbox_that_is_gone(seat: Seat, fails: Callable[[], str]) -> None:
    seat.folder.inbox.rename(seat.folder.path / "den-cu")
    told = fails()
    assert told.startswith(f"{seat.folder.inbox}: không có thư mục nhận tệp này; tạo bằng lệnh: hotich bat-dau")
    (seat.folder.path / "den-cu").rename(seat.folder.inbox)
    then_it_works(seat)


def test_an_inbox_that_cannot_be_written_to(
    seat: Seat, fails: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr("xlpy.app.merge.phoned.write", refuse)  # a test may run as root, whom no right stops
        assert "nhap-tay/698 22-5-2023.xlsx: không có quyền đọc hoặc ghi ở đây." in fails()


def test_no_room_for_the_report(seat: Seat, fails: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    own = Pending.add

    def full(pending: Pending, target: Path, data: bytes) -> None:
        if target.suffix == ".xlsx" and target.name.startswith("Bao_cao"):
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        own(pending, target, data)

    with monkeypatch.context() as patch:
        patch.setattr(Pending, "add", full)
        told = fails()
    assert told.startswith("bao-cao/2023-05-22/Bao_cao_PL01_2023-05-22.xlsx: ổ đĩa đầy, không ghi được. ")
    assert told.endswith("Chưa thay đổi gì.")
    then_it_works(seat)


def test_a_damaged_journal(seat: Seat, fails: Callable[[], str]) -> None:
    whole = seat.folder.journal.read_bytes()
    seat.folder.journal.write_bytes(whole[:3000] + b"\0" * 500)
    told = fails()
    assert told.startswith("Nhật ký số liệu không còn khớp: ")
    assert "Bản sao nhật ký còn nguyên gần nhất: bao-cao/2023-05-22/nhat-ky.sqlite." in told
    seat.folder.journal.write_bytes(whole)
    then_it_works(seat)


def test_a_run_of_another_that_is_not_done(seat: Seat, fails: Callable[[], str]) -> None:
    other = sqlite3.connect(seat.folder.journal, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert "Đang có một lần tổng hợp khác chạy: " in fails()
    other.close()


def test_an_error_that_nobody_expected(seat: Seat, fails: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(*_: object) -> None:
        raise RuntimeError("hỏng\ngiữa chừng")

    with monkeypatch.context() as patch:
        patch.setattr("xlpy.app.merge.publish.draw_report", burst)
        told = fails()
    assert told.startswith("Lỗi ngoài dự kiến. Chụp dòng này")


def test_a_sheet_that_was_renamed(seat: Seat, fails: Callable[[], str]) -> None:
    seat.book.sheets["Phụ lục 02"].name = "PL2"
    assert "Phụ lục 02" in fails()
    seat.book.sheets["PL2"].name = "Phụ lục 02"
    then_it_works(seat)


def test_a_name_that_was_deleted(seat: Seat, fails: Callable[[], str]) -> None:
    seat.book.names["NgayBaoCao"].delete()
    told = fails()
    assert told == "Hotich.xlsm: không còn ô mang tên NgayBaoCao; chép lại tệp gốc hoặc hoàn tác (Ctrl+Z)."


# -- what fails once the journal stands ------------------------------------------------------------------------------


@pytest.fixture
def views_fail(
    seat: Seat, program: Any, plan: Plan, days: list[dict[str, Work]], push: Callable[[str], None]
) -> Callable[[], str]:
    """As `fails`, where the merge itself is done: every cell is as it was, the journal has the day."""
    from xlpy import libreoffice

    seat.desk.consolidate(NOW)
    put_all(seat.folder, plan, days[0], ["695"])
    seat.phone("698", 1, 2, 3, 4, note="Anh Nam, 13h")

    def press_button() -> str:
        cells = seat.everything()
        before = len(libreoffice.alerts(program))
        push("tong_hop")
        (alert,) = libreoffice.alerts(program)[before:]
        assert seat.everything() == cells
        with Journal.reading(seat.folder.journal) as journal:
            standing = journal.standing(FIRST)
        assert standing is not None
        assert standing.reported == 4
        assert alert.prompt.startswith("Đã tổng hợp, nhật ký đã ghi, nhưng Hotich.xlsm")
        assert (seat.folder.inbox / "nhap-tay" / "698 22-5-2023.xlsx").exists()
        return alert.prompt

    return press_button


@pytest.mark.parametrize("broken", [FINDINGS_SHEET, CONTROL_SHEET])
def test_an_error_in_the_middle_of_writing(
    seat: Seat, views_fail: Callable[[], str], monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    import xlwings as xw

    own = xw.Range.value.fset
    written: list[str] = []

    def burst(self: Any, value: Any) -> None:
        written.append(self.sheet.name)
        if written.count(broken) == 1 and written[-1] == broken:
            own(self[:1, :], [[1] * self.shape[1]])  # some of it is written already
            raise RuntimeError("mất liên lạc")
        own(self, value)

    seat.doc.unprotect(HISTORY_SHEET)  # values of every sort, of which none may change
    seat.doc.type(HISTORY_SHEET, "C90", "00691", literal=True)
    seat.doc.type(HISTORY_SHEET, "D90", "=1", literal=True)
    seat.doc.type(HISTORY_SHEET, "E90", "=1+1")
    seat.doc.type(HISTORY_SHEET, "F90", True)
    seat.doc.type(HISTORY_SHEET, "G90", 2.5)
    seat.doc.type(HISTORY_SHEET, "H90", "'x", literal=True)
    with monkeypatch.context() as patch:
        patch.setattr(xw.Range, "value", property(xw.Range.value.fget, burst))
        told = views_fail()
    assert f"{broken}: không ghi được (mất liên lạc). Các ô đã được trả lại như trước." in told
    assert written[0] == HISTORY_SHEET  # what had been written before was taken back
    seat.doc.type(HISTORY_SHEET, "C90", None)
    seat.desk.consolidate(LATER)
    assert seat.board("698")[1] == "♦ Báo qua điện thoại"
    assert seat.phoned("698") == [""] * 6


def test_a_view_locked_with_a_password(seat: Seat, views_fail: Callable[[], str]) -> None:
    sheet = seat.book.sheets[FINDINGS_SHEET].api
    sheet.unprotect("")
    sheet.protect("bí mật")
    assert f"{FINDINGS_SHEET}: trang khoá bằng mật khẩu, chưa ghi gì lên tệp." in views_fail()
    assert seat.book.sheets[HISTORY_SHEET].api.isProtected()
    sheet.unprotect("bí mật")
    then_it_works(seat)


def test_a_view_that_was_renamed(seat: Seat, views_fail: Callable[[], str]) -> None:
    seat.book.sheets[FINDINGS_SHEET].name = "KT"
    told = views_fail()
    assert f"không thấy trang “{FINDINGS_SHEET}”; các trang có: “Điều khiển”, " in told
    seat.book.sheets["KT"].name = FINDINGS_SHEET
    then_it_works(seat)


def test_a_sheet_that_was_deleted_is_not_to_be_renamed_nor_typed_into(seat: Seat) -> None:
    seat.book.impl.model.Sheets.removeByName(CONTROL_SHEET)
    with pytest.raises(LiveError) as error:
        seat.desk.consolidate(LATER)
    told = str(error.value)
    assert told.startswith(f"Hotich.xlsm: không thấy trang “{CONTROL_SHEET}”; các trang có: ")
    assert "bị xoá thì đóng tệp, đừng lưu, rồi mở lại" in told and "Gõ một ngày" not in told


def test_the_history_sheet_renamed(seat: Seat, views_fail: Callable[[], str]) -> None:
    seat.book.sheets[HISTORY_SHEET].name = "NK"
    assert f"không thấy trang “{HISTORY_SHEET}”" in views_fail()
    seat.book.sheets["NK"].name = HISTORY_SHEET
    then_it_works(seat)


# -- Excel's own words -----------------------------------------------------------------------------------------------


class ExcelSheet:
    """What Excel's sheet answers, and what it was asked."""

    def __init__(self, *, protected: bool, password: bool = False) -> None:
        self.ProtectContents = protected
        self._password = password
        self.asked: list[tuple[str, dict[str, object]]] = []

    def Unprotect(self, *words: object) -> None:
        self.asked.append(("Unprotect", {}))
        assert not words  # with a word, Excel would not ask for one
        if self._password:
            raise OSError("The password you supplied is not correct.")
        self.ProtectContents = False

    def Protect(self, **options: object) -> None:
        self.asked.append(("Protect", options))
        self.ProtectContents = True


def test_protection_in_excels_words() -> None:
    api = ExcelSheet(protected=True)
    sheet = SimpleNamespace(api=api, name="Nhật ký")
    assert unprotect(sheet)
    assert not api.ProtectContents
    assert not unprotect(sheet)
    protect(sheet)
    (_, (word, options)) = api.asked
    assert word == "Protect"
    assert options["Contents"] is True
    assert "Password" not in options
    # As drawing/inputs.py has it in the file.
    for free in ("AllowFormattingColumns", "AllowFormattingRows", "AllowSorting", "AllowFiltering"):
        assert options[free] is True
    locked = SimpleNamespace(api=ExcelSheet(protected=True, password=True), name="Nhật ký")
    with pytest.raises(OSError, match="password"):
        unprotect(locked)


class ExcelRange:
    """A block of cells, and what was written into it: Excel reads every text as if it were keyed in."""

    def __init__(self, written: list[object]) -> None:
        self.written = written
        self.formula = [[""] * 6]

    def options(self, how: object = None, **_: object) -> Any:
        return self if how else SimpleNamespace(value=[[None] * 6])

    value = property(None, lambda self, rows: self.written.append(rows))


def test_a_text_that_excel_would_take_for_a_number_stays_a_text() -> None:
    written: list[object] = []
    api = ExcelSheet(protected=True)
    area = ExcelRange(written)
    sheet = SimpleNamespace(name="S", api=api, range=lambda *_: area)

    class Sheets(list[Any]):
        def __getitem__(self, at: Any) -> Any:
            return sheet

    app = SimpleNamespace(screen_updating=True, calculate=lambda: None)
    book = SimpleNamespace(name="a.xlsm", sheets=Sheets([sheet]), app=app)
    LiveBook(book).write([Edit("S", 0, 0, (("691", "22/5/2023", "12e4", "=A1", 5, None),))])  # type: ignore[arg-type]
    assert written == [[["'691", "'22/5/2023", "'12e4", "'=A1", 5, None]]]
    assert [word for word, _ in api.asked] == ["Unprotect", "Protect"]
    assert book.app.screen_updating
