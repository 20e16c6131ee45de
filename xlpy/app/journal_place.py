"""Where a working folder's journal lies: in its own file, or on a server that the office names."""

from xlpy.app.folder import ADDRESS_FILE, CannotDo, Folder
from xlpy.journal.place import Place, Server, what_is_wrong


def place_of(folder: Folder) -> Place:
    """Raises CannotDo where what the office named is no address."""
    if folder.asked_journal:
        return server_at(folder, folder.asked_journal, "--nhat-ky")
    try:
        text = (folder.path / ADDRESS_FILE).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return folder.journal
    except (OSError, ValueError) as error:
        raise CannotDo(f"{ADDRESS_FILE}: không đọc được địa chỉ nhật ký trong tệp này ({error}).") from error
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
