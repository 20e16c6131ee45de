"""A press of a button of the workbook: what each does, and what a person is told, whichever way the press came."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import xlwings as xw

    from xlpy.app.desk import Desk


class Button(NamedTuple):
    """A button as people know it, and its work on the open workbook, which returns what to tell them."""

    title: str
    work: "Callable[[Desk], str]"


BUTTONS: Mapping[str, Button] = {
    "tong_hop": Button("Tổng hợp", lambda desk: desk.consolidate(datetime.now(UTC))),
    "kiem_tra": Button("Kiểm tra trước", lambda desk: desk.check()),
    "lam_moi": Button("Làm mới", lambda desk: desk.refresh()),
    "tinh_lai_so_ngay": Button("Tính lại số ngày", lambda desk: desk.replan()),
    "xuat_bao_cao": Button("Xuất báo cáo", lambda desk: desk.report()),
    "soan_thu": Button("Soạn thư", lambda desk: desk.mail(datetime.now(UTC))),
    "phat_bieu_mau": Button("Tạo biểu mẫu", lambda desk: desk.issue()),
    "tinh_phuong_an": Button("Tính phương án", lambda desk: desk.propose()),
    "ap_dung_phuong_an": Button("Áp dụng phương án", lambda desk: desk.apply_proposal()),
}
"""By the name that the workbook's macros say. Nothing else can be asked for."""


def press(name: str, book: "xw.Book", done: Callable[[str], None] = lambda _: None) -> None:
    """Do what a button says, on the workbook that it belongs to. Whatever happens, a person is told in a message box.

    `done` hears it first: the box stands until somebody closes it.
    """
    from xlpy.app.desk import Desk
    from xlpy.app.errors import explain
    from xlpy.doors.live.book import LiveBook

    button, live = BUTTONS[name], LiveBook(book)
    try:
        told = button.work(Desk(live))
    except Exception as error:
        told = explain(error, live.folder_or_here)
    finally:
        live.status(None)
    done(told)
    live.tell(button.title, told)
