"""What the workbook's buttons call: the same verbs as the shell, on the workbook from which the button was pressed.

Each function is named in workbook/vba/HoTich.bas. It never raises: whatever happens, a person is told in a message
box, and where the work could not be done, every cell is as it was.
"""

import re
import sys
from pathlib import Path

from xlpy.app.press import BUTTONS, press


def tong_hop() -> None:
    """Merge the day's files and show the result."""
    _pressed("tong_hop")


def kiem_tra() -> None:
    """Check the files in the inbox without recording anything, and show what was found."""
    _pressed("kiem_tra")


def lam_moi() -> None:
    """Show what the journal holds: after a run from the shell, or where a view was changed by hand."""
    _pressed("lam_moi")


def tinh_lai_so_ngay() -> None:
    """Recompute days and machines, and show what the plan contradicts."""
    _pressed("tinh_lai_so_ngay")


def xuat_bao_cao() -> None:
    """Make the report of the day on Điều khiển again."""
    _pressed("xuat_bao_cao")


def soan_thu() -> None:
    """Write the letters of the day on Điều khiển as drafts."""
    _pressed("soan_thu")


def phat_bieu_mau() -> None:
    """Issue the units' forms."""
    _pressed("phat_bieu_mau")


def tinh_phuong_an() -> None:
    """Fill Phương án with the best allocations of machines."""
    _pressed("tinh_phuong_an")


def ap_dung_phuong_an() -> None:
    """Write the machines of the chosen proposal into the plan's appendix."""
    _pressed("ap_dung_phuong_an")


def answer(folder: Path) -> None:
    """Do what the buttons of the workbook open in LibreOffice say, until it is closed: no VBA can call there.

    Where somebody is on duty for the folder (`hotich truc`), it is his to do, as in Excel.
    """
    from xlpy.app.folder import Folder
    from xlpy.app.on_duty import handed_over
    from xlpy.app.open_workbook import buttons_pressed

    place = Folder(folder)
    for book, macro in buttons_pressed(place):
        # HoTich.bas calls the function of the same name, written Python's way.
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", macro).lower()
        if name in BUTTONS and not handed_over(place, name):
            press(name, book)


def _pressed(name: str) -> None:
    import xlwings as xw

    press(name, xw.Book.caller())


if __name__ == "__main__":
    answer(Path(sys.argv[1]))
