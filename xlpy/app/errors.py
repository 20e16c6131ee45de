"""What a person is told when a verb could not be carried out: one line, what went wrong and what to do."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Error


def explain(error: Exception, folder: Path) -> str:
    """One line for an exception of any verb on a working folder."""
    from sqlite3 import Error

    from xlpy.app.folder import CannotDo, Folder
    from xlpy.doors.disk import trouble
    from xlpy.doors.disk.inbox import CopyHeld
    from xlpy.doors.disk.plan_file import PlanError
    from xlpy.doors.files.reader import ReaderUnavailable
    from xlpy.doors.live.book import LiveError
    from xlpy.doors.mail.servers import MailServerError
    from xlpy.drawing.faults import TemplateError
    from xlpy.journal import (
        JournalBusy,
        JournalDamaged,
        JournalLost,
        JournalTooNew,
        JournalUnreachable,
        JournalUnsure,
    )

    match error:
        case CannotDo() | LiveError() | MailServerError() | ReaderUnavailable():
            return str(error)
        case CopyHeld():
            return (
                f"{Folder(folder).shown(error.path)}: bản gốc của một tệp đã nhận chưa đọc được ({error.reason}). "
                "Chưa thay đổi gì, đơn vị không phải gửi lại. Đóng tệp ấy ở chương trình kia, hoặc chờ vài phút, "
                "rồi chạy lại."
            )
        case PlanError():
            return f"Kế hoạch không dùng được. {error}. {error.remedy}"
        case TemplateError():
            return f"Mẫu không dùng được. {error}"
        case JournalBusy():
            return f"Đang có một lần tổng hợp khác chạy: {error}. Chờ xong rồi chạy lại."
        case JournalLost():
            return f"Nhật ký bị mất, bị làm trống hoặc là bản cũ: {error}. Chưa thay đổi gì. {_way_back(folder)}"
        case JournalDamaged():
            return f"Nhật ký số liệu không còn khớp: {error}. Chưa thay đổi gì. {_way_back(folder)}"
        case JournalTooNew():
            return f"Nhật ký do bản chương trình mới hơn ghi: {error}. Cài bản mới rồi chạy lại."
        case JournalUnsure():
            return (
                f"{error}, chưa biết lần này đã được ghi hay chưa. Chạy lại khi nối được: đã ghi rồi thì không ghi "
                "lần nữa."
            )
        case JournalUnreachable():
            return (
                f"Chưa dùng được nhật ký trên máy chủ. {error}. Chưa thay đổi gì. Xem lại mạng rồi chạy lại; vẫn vậy "
                "thì gọi cán bộ phụ trách CNTT."
            )
        case Error():
            return _of_the_journal(error, folder)
        case OSError():
            return trouble.told(error)
        case _:
            told = " ".join(str(error).split())
            return (
                "Lỗi ngoài dự kiến. Chụp dòng này gửi cán bộ phụ trách CNTT, rồi chạy lại "
                f"(kỹ thuật: {type(error).__name__}: {told})."
            )


_READS_AS = {
    7: "máy hết bộ nhớ",  # SQLITE_NOMEM
    8: "tệp chỉ cho đọc",  # SQLITE_READONLY
    10: "ổ đĩa báo lỗi đọc ghi",  # SQLITE_IOERR
    14: "không mở được tệp",  # SQLITE_CANTOPEN
}
"""What SQLite says in English of the disk, by its result code."""


def _of_the_journal(error: "Error", folder: Path) -> str:
    """What the disk, or another program, did to the journal."""
    import sqlite3

    from xlpy.app.folder import Folder
    from xlpy.doors.disk import trouble

    journal = Folder(folder).journal
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"{journal.name}: đang mở ở chương trình khác. Đóng ở chương trình ấy rồi chạy lại. Chưa thay đổi gì."
    if code == sqlite3.SQLITE_FULL:
        return f"{journal.name}: ổ đĩa đầy, không ghi được. {trouble.FULL_ADVICE} rồi chạy lại. Chưa thay đổi gì."
    # SQLite says little of why; the system says more when it is asked again.
    refused = trouble.refused_to_write(journal)
    if refused is not None:
        return f"{trouble.told(refused, journal.name, journal)} Chưa thay đổi gì."
    return (
        f"Không ghi được nhật ký: {_READS_AS.get(code, 'cơ sở dữ liệu báo lỗi')}. Kiểm tra ổ đĩa và đường mạng rồi "
        "chạy lại. "
        f"Chưa thay đổi gì (kỹ thuật: {getattr(error, 'sqlite_errorname', error)})."
    )


def _way_back(path: Path) -> str:
    """What to do about a journal that is damaged, or is not what it was."""
    from xlpy.app.folder import Folder
    from xlpy.app.journal_of_folder import whole_copies

    folder = Folder(path)
    best = next(whole_copies(folder), None)
    if best is None:
        return "Không có bản sao nhật ký nào còn nguyên: giữ lại tệp nhat-ky.sqlite và gọi cán bộ phụ trách CNTT."
    day, copy, _ = best
    return (
        f"Bản sao nhật ký còn nguyên gần nhất: {folder.shown(copy)}. Lấy lại bằng lệnh: "
        f"{folder.command(f'so --khoi-phuc {day.isoformat()}')} (nhật ký đang có được để riêng, không xoá), "
        "rồi chạy lại."
    )
