"""What the workbook's buttons call: the same verbs as the shell, on the workbook from which the button was pressed.

Each function is named in workbook/vba/HoTich.bas. It never raises: whatever happens, a person is told in a message
box, and where the work could not be done, every cell is as it was.
"""

import re
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlpy.app.desk import Desk


def tong_hop() -> None:
    """Merge the day's files and show the result."""
    _press("Tổng hợp", lambda desk: desk.consolidate(datetime.now(UTC)))


def kiem_tra() -> None:
    """Check the files in the inbox without recording anything, and show what was found."""
    _press("Kiểm tra trước", lambda desk: desk.check())


def lam_moi() -> None:
    """Show what the journal holds: after a run from the shell, or where a view was changed by hand."""
    _press("Làm mới", lambda desk: desk.refresh())


def tinh_lai_so_ngay() -> None:
    """Recompute days and machines, and show what the plan contradicts."""
    _press("Tính lại số ngày", lambda desk: desk.replan())


def xuat_bao_cao() -> None:
    """Make the report of the day on Điều khiển again."""
    _press("Xuất báo cáo", lambda desk: desk.report())


def soan_thu() -> None:
    """Write the letters of the day on Điều khiển as drafts."""
    _press("Soạn thư", lambda desk: desk.mail(datetime.now(UTC)))


def phat_bieu_mau() -> None:
    """Issue the units' forms."""
    _press("Tạo biểu mẫu", lambda desk: desk.issue())


def tinh_phuong_an() -> None:
    """Fill Phương án with the best allocations of machines."""
    _press("Tính phương án", lambda desk: desk.propose())


def ap_dung_phuong_an() -> None:
    """Write the machines of the chosen proposal into the plan's appendix."""
    _press("Áp dụng phương án", lambda desk: desk.apply_proposal())


def answer(folder: Path) -> None:
    """Do what the buttons of the workbook open in LibreOffice say, until it is closed: no VBA can call there."""
    from xlpy.app.folder import Folder
    from xlpy.app.open_workbook import buttons_pressed

    for macro in buttons_pressed(Folder(folder)):
        # HoTich.bas calls the function of the same name, written Python's way.
        if function := _CALLED.get(re.sub(r"(?<!^)(?=[A-Z])", "_", macro).lower()):
            function()


def _press(title: str, work: "Callable[[Desk], str]") -> None:
    import xlwings as xw

    from xlpy.app.desk import Desk
    from xlpy.app.errors import explain
    from xlpy.doors.live.book import LiveBook

    book = LiveBook(xw.Book.caller())
    try:
        desk = Desk(book)
        told = work(desk)
    except Exception as error:
        told = explain(error, book.folder_or_here)
    finally:
        book.status(None)
    book.tell(title, told)


_CALLED: Mapping[str, Callable[[], None]] = {
    function.__name__: function
    for function in (
        tong_hop,
        kiem_tra,
        lam_moi,
        tinh_lai_so_ngay,
        xuat_bao_cao,
        soan_thu,
        phat_bieu_mau,
        tinh_phuong_an,
        ap_dung_phuong_an,
    )
}

if __name__ == "__main__":
    answer(Path(sys.argv[1]))
