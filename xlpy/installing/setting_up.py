"""Cài đặt: the working folder, xlwings.conf, shortcuts, the self-check; the first time, at an update, after a move."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from xlpy.app.errors import explain
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.on_duty import stop
from xlpy.app.set_up import start
from xlpy.cli import main as hotich
from xlpy.installing.places import Places, find_places, remember
from xlpy.installing.shortcuts import Shortcut, make, shortcuts_of
from xlpy.installing.sweeping import tidy
from xlpy.selfcheck.conf import NotWritten, name_python

DONE, COULD_NOT = 0, 2


def set_up(asked: Path | None = None) -> int:
    """Do it for the Python that runs this, and say what was done; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        places = find_places(sys.executable, asked, os.environ)
        _end_duty(places)
        _clear(places)
        return _install(places)
    except Exception as error:
        if os.environ.get("HOTICH_DEBUG"):
            raise
        print(f"Chưa cài được. {explain(error, Path())}")
        return COULD_NOT


def _end_duty(places: Places) -> None:
    """Whoever is on duty runs the program that is to be replaced. Raises CannotDo where he does not end."""
    if places.work.is_dir() and stop(Folder(places.work)):
        print("Đã cho cửa sổ Trực nút nghỉ. Cần thì mở lại khi cài xong.")


def _clear(places: Places) -> None:
    try:
        gone = tidy(str(places.program))
    except OSError as error:
        raise CannotDo(
            f"{error.filename}: chưa xoá được tệp của bản cũ, có chương trình đang giữ. "
            "Đóng Excel và các cửa sổ Hotich rồi bấm đúp Cai dat.cmd lần nữa."
        ) from error
    if gone:
        print(f"Đã xoá {len(gone)} tệp của bản trước mà bản này không dùng.")


def _install(places: Places) -> int:
    there = Folder(places.work).workbook.exists()
    start(places.work, None)
    remember(places)
    print(f"Thư mục làm việc: {places.work}" + (" (đã có sẵn, giữ nguyên số liệu)" if there else " (mới tạo)"))
    if places.work.is_relative_to(places.home):
        print(f"  Hồ sơ của cơ quan nằm trong {places.home}: đừng xoá cả thư mục ấy. Muốn gỡ thì dùng Go bo.cmd.")
    try:
        name_python(places.work, sys.executable, sys.platform)
        print("Nút trong Hotich.xlsm: đã nối với Python của Hotich.")
    except NotWritten as reason:
        print(f"Nút trong Hotich.xlsm: {reason}")
    for shortcut in shortcuts_of(places):
        print(_shortcut(shortcut, make))
    print("\nTự kiểm:", flush=True)
    code = hotich(["tu-kiem", "-C", str(places.work)])
    said = "Đã cài xong." if code == DONE else "Đã cài, còn chỗ phải sửa (✗ ở trên); Tong hop.cmd vẫn chạy."
    print(f"\n{said} Chép tệp các đơn vị gửi vào {Folder(places.work).inbox}, rồi bấm đúp Tổng hợp trên màn hình nền.")
    return DONE


def _shortcut(shortcut: Shortcut, put: Callable[[Shortcut], Path]) -> str:
    """One line about a shortcut: without it the office opens the file itself."""
    try:
        put(shortcut)
    except Exception as error:
        return f"Lối tắt “{shortcut.name}”: không tạo được ({error}); mở thẳng {shortcut.target}"
    return f"Lối tắt trên màn hình nền: {shortcut.name}"
