"""Move a working folder's journal to a server, or join the one that is there: once for each office."""

from typing import NamedTuple

from xlpy.app.folder import ADDRESS_FILE, CannotDo, Folder
from xlpy.app.journal_place import place_of, server_at
from xlpy.core.text import number
from xlpy.doors.disk.saving import write
from xlpy.journal import Journal
from xlpy.journal.opening import set_aside
from xlpy.journal.place import Server


class Moved(NamedTuple):
    """Where the journal lies now, and what people should know."""

    server: Server
    told: tuple[str, ...]


def move(folder: Folder, address: str) -> Moved:
    """The folder's journal, its received files with it, on the server of an address; the file is set aside.

    A server that has a journal is joined where the folder's own is none, or the beginning of that one. Raises CannotDo,
    the journal's exceptions, OSError; then the folder works on as before.
    """
    folder.must_exist()
    if isinstance(there := place_of(folder), Server):
        raise CannotDo(f"Nhật ký của thư mục này đã ở {there.name} (tệp {ADDRESS_FILE}). Chưa thay đổi gì.")
    server = server_at(folder, address, "--chuyen-sang")
    with Journal.writing(folder.journal, folder.copies()) as own:
        with Journal.reading(server) as common:
            joined = common.head.runs or common.head.sendings
            if joined and not common.holds(own.head):
                raise CannotDo(
                    f"{server.name} đã có nhật ký khác ({common.extent}) mà không có những gì nhật ký của thư mục này "
                    f"có ({own.extent}). Mỗi nhật ký một cơ sở dữ liệu: dùng cơ sở dữ liệu khác, hoặc một thư mục làm "
                    "việc mới. Chưa thay đổi gì."
                )
        if not joined and (own.head.runs or own.head.sendings):
            from xlpy.journal.postgres import put_in_place

            put_in_place(server, folder.journal)  # nobody else can write to that file meanwhile
        with Journal.reading(server, folder.copies()) as common:
            told = [f"{server.name} có {common.extent}, {number(len(common.taken()))} tệp đã nhận."]
        write(folder.path / ADDRESS_FILE, f"{address}\n".encode())
    if folder.journal.exists():
        aside = set_aside(folder.journal)
        told.append(f"Tệp nhật ký cũ để riêng ở {folder.shown(aside)}, từ nay không dùng.")
    return Moved(server, tuple(told))
