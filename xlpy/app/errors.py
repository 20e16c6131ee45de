"""What a person is told when a verb could not be carried out: one line, what went wrong and what to do."""

import os
from pathlib import Path


def explain(error: Exception, folder: Path) -> str:
    """One line for an exception of any verb on a working folder."""
    from sqlite3 import OperationalError

    from xlpy.app.folder import CannotDo, Folder
    from xlpy.doors.disk.inbox import CopyHeld
    from xlpy.doors.disk.plan_file import PlanError
    from xlpy.doors.disk.trouble import why
    from xlpy.doors.files.reader import ReaderUnavailable
    from xlpy.doors.live.book import LiveError
    from xlpy.doors.mail.servers import MailServerError
    from xlpy.drawing.faults import TemplateError
    from xlpy.journal import JournalBusy, JournalDamaged, JournalTooNew

    match error:
        case CannotDo() | LiveError() | MailServerError() | ReaderUnavailable():
            return str(error)
        case CopyHeld():
            return (
                f"{Folder(folder).shown(error.path)}: bản lưu của một tệp đã nhận chưa đọc được ({error.reason}). "
                "Chưa thay đổi gì, đơn vị không phải gửi lại. Đóng tệp ấy ở chương trình kia, hoặc chờ vài phút, "
                "rồi chạy lại."
            )
        case PlanError():
            return f"Kế hoạch không dùng được. {error}. Sửa chỗ ấy, lưu lại rồi chạy lại."
        case TemplateError():
            return f"Mẫu không dùng được. {error}"
        case JournalBusy():
            return f"Đang có một lần tổng hợp khác chạy: {error}. Chờ xong rồi chạy lại."
        case JournalDamaged():
            return f"Nhật ký bị hỏng hoặc bị sửa tay: {error}. Chưa thay đổi gì. {_way_back(folder)}"
        case JournalTooNew():
            return f"Nhật ký do bản chương trình mới hơn ghi: {error}. Cài bản mới rồi chạy lại."
        case OperationalError():
            return f"Không ghi được nhật ký ({error}): kiểm tra dung lượng và quyền ghi của thư mục rồi chạy lại."
        case OSError():
            return f"{_file_of(error, folder)}: {why(error)}. {_remedy(error)} rồi chạy lại."
        case _:
            told = " ".join(str(error).split())
            return f"Lỗi ngoài dự kiến ({type(error).__name__}: {told}). Chụp dòng này gửi người cài đặt, rồi chạy lại."


def _file_of(error: OSError, folder: Path) -> str:
    """Which file it was: where two are named (one moved onto the other), the one that people know."""
    from xlpy.app.folder import Folder

    named = error.filename2 or error.filename
    return Folder(folder).shown(Path(os.fsdecode(named))) if isinstance(named, str | bytes) else "Thư mục làm việc"


def _remedy(error: OSError) -> str:
    from xlpy.doors.disk.trouble import HELD, why

    told = why(error)
    if HELD in told:
        return "Đóng tệp ấy ở chương trình kia"
    return "Giải phóng dung lượng" if "chỗ trống" in told else "Kiểm tra"


def _way_back(path: Path) -> str:
    """What to do about a damaged journal."""
    from xlpy.app.folder import Folder
    from xlpy.app.history import last_whole_copy

    folder = Folder(path)
    copy = last_whole_copy(folder)
    if copy is None:
        return "Không có bản lưu nào còn nguyên: giữ lại tệp nhat-ky.sqlite và liên hệ người cài đặt."
    return (
        f"Bản lưu còn nguyên gần nhất: {folder.shown(copy)}. Đổi tên nhat-ky.sqlite, chép bản lưu vào thay, "
        "rồi chạy lại; tệp nhận sau bản lưu còn ở den và da-nhan."
    )
