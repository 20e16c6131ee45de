"""xlwings.conf: where the buttons' VBA reads which Python to start.

VBA reads it by `Input #`: item after item, two making a setting, in the code page of the PC. So nothing but ASCII may
stand in what we write, and a blank line would shift all that follows.
"""

import csv
import ntpath
from itertools import chain
from pathlib import Path

from xlpy.doors.disk.saving import write
from xlpy.selfcheck.facts import WINDOWS, is_plain

CONF = "xlwings.conf"
KEY = "INTERPRETER_WIN"
_BOM = b"\xef\xbb\xbf"


class NotWritten(Exception):
    """The file stays as it is; the message says why and what to do."""


def console_python(executable: str) -> str:
    """The python.exe of an installation, where its sister without a window runs."""
    folder, name = ntpath.split(executable)
    return ntpath.join(folder, "python.exe") if name.lower() == "pythonw.exe" else executable


def named_python(path: Path) -> str | None:
    """The Python that such a file names, as VBA finds it."""
    try:
        text = path.read_bytes().decode("latin-1")
    except OSError:
        return None
    items = list(chain.from_iterable(row or [""] for row in csv.reader(text.splitlines(), skipinitialspace=True)))
    settings = zip(items[::2], items[1::2], strict=False)
    return next((value for key, value in settings if key.upper() == KEY), None)


def name_python(folder: Path, executable: str, platform: str) -> Path:
    """Write the Python to start into the file beside the workbook; other settings there stay. Raises NotWritten."""
    if platform != WINDOWS:
        raise NotWritten(
            f"Không ghi {CONF}: nút trong Hotich.xlsm chỉ chạy với Excel trên Windows. "
            "Trên máy này tổng hợp bằng lệnh hotich tong-hop, xem Hotich.xlsm bằng lệnh hotich mo."
        )
    path = folder / CONF
    executable = console_python(executable)
    if not is_plain(executable) or "%" in executable:
        raise NotWritten(
            f"Không ghi {path}: đường dẫn Python “{executable}” có dấu tiếng Việt hoặc ký tự %, macro của Excel không "
            r"đọc được. Chuyển Hotich tới C:\Hotich hay cài Python vào C:\Hotich\Python, rồi chạy lại (docs/cai-dat.md); trong lúc chờ, bấm đúp Tong hop.cmd."
        )
    kept = _others(path)
    line = f'"{KEY}","{executable}"'.encode("ascii")
    placed = write(path, b"".join(each + b"\r\n" for each in (line, *kept)))
    if placed != path:
        placed.unlink()
        raise NotWritten(
            f"Không ghi {path}: một chương trình khác đang giữ tệp này. Đóng chương trình ấy rồi chạy lại."
        )
    return path


def _others(path: Path) -> list[bytes]:
    """The other settings' lines, byte for byte."""
    try:
        data = path.read_bytes().removeprefix(_BOM)
    except FileNotFoundError:
        return []
    if b"\0" in data:
        raise NotWritten(f"Không ghi {path}: tệp này không phải văn bản thường. Đổi tên nó rồi chạy lại.")
    lines = [line.rstrip(b"\r") for line in data.split(b"\n")]
    ours = KEY.encode("ascii")
    return [
        line for line in lines if line.strip() and line.lstrip(b' "').partition(b",")[0].rstrip(b' "').upper() != ours
    ]
