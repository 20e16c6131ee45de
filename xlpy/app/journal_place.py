"""Where a working folder's journal lies: in its own file, or on a server that the office names."""

import os

from xlpy.app.folder import ADDRESS_FILE, CannotDo, Folder
from xlpy.doors.disk.trouble import in_words
from xlpy.journal.place import Place, Server, what_is_wrong


def place_of(folder: Folder) -> Place:
    """Raises CannotDo where what the office named is no address."""
    if folder.asked_journal:
        return server_at(folder, folder.asked_journal, "--nhat-ky")
    try:
        text = (folder.path / ADDRESS_FILE).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        if os.path.lexists(folder.path / ADDRESS_FILE):
            raise CannotDo(f"{ADDRESS_FILE}: lối tắt dẫn tới tệp không còn. Sửa hoặc xoá nó rồi chạy lại.") from None
        return folder.journal
    except ValueError as error:
        raise CannotDo(f"{ADDRESS_FILE}: không phải văn bản UTF-8. Mở bằng Notepad, lưu lại dạng UTF-8.") from error
    except OSError as error:
        raise CannotDo(f"{ADDRESS_FILE}: không đọc được địa chỉ nhật ký trong tệp này ({in_words(error)}).") from error
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) != 1:
        raise CannotDo(
            f"{ADDRESS_FILE}: phải có đúng một dòng là địa chỉ nhật ký, đang có {len(lines)}. Sửa tệp ấy rồi chạy lại."
        )
    return server_at(folder, lines[0], ADDRESS_FILE)


def server_at(folder: Folder, address: str, named_in: str) -> Server:
    """The server of an address. Raises CannotDo, with the place where it stands."""
    if wrong := what_is_wrong(address):
        raise CannotDo(f"{named_in}: {wrong}.")
    return Server(address, folder.path)


def has_journal(folder: Folder) -> bool:
    """Whether there is one, as far as can be told without asking a server."""
    return isinstance(place_of(folder), Server) or folder.journal.exists()
