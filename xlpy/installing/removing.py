"""Gỡ bỏ, first step: ask, take the shortcuts and the scheduled watch away. The record is only told where it lies."""

import os
import sys
from collections.abc import Callable

from xlpy.app.folder import ADDRESS_FILE, CannotDo, Folder
from xlpy.app.on_duty import stop
from xlpy.app.schedule import unschedule
from xlpy.installing.places import Places, places_last_used
from xlpy.installing.shortcuts import remove, shortcuts_of

AGREED = "go"
DONE, NOT_AGREED = 0, 2


def say_goodbye(places: Places, ask: Callable[[str], str]) -> int:
    """Ask, and undo what was done outside the program's folder; returns the exit code."""
    if hidden := _record_in(places):
        raise CannotDo(f"{hidden}: hồ sơ của cơ quan nằm trong thư mục chương trình. Chuyển ra ngoài rồi gỡ lại.")
    print(f"Sẽ gỡ: chương trình trong {places.program}, các lối tắt, lịch chạy hằng ngày nếu có.")
    print(f"Giữ nguyên: {places.work} (Hotich.xlsm, nhật ký, báo cáo, tệp đã nhận).")
    try:
        answer = ask(f"Gõ {AGREED} rồi bấm Enter để gỡ; bấm Enter để thôi: ")
    except EOFError:
        answer = ""
    if answer.strip().lower() != AGREED:
        print("Chưa gỡ gì.")
        return NOT_AGREED
    if places.work.is_dir() and stop(Folder(places.work)):
        print("Đã cho cửa sổ Trực nút nghỉ.")
    for shortcut in shortcuts_of(places):
        try:
            if remove(shortcut):
                print(f"Đã xoá lối tắt: {shortcut.name}")
        except Exception as error:
            print(f"Lối tắt “{shortcut.name}”: không xoá được ({error}); xoá tay.")
    try:
        if unschedule(Folder(places.work)):
            print("Đã bỏ lịch chạy hằng ngày.")
    except CannotDo as reason:
        print(f"Lịch chạy hằng ngày: {reason}")
    return DONE


def _record_in(places: Places) -> str:
    """A working folder somewhere below the program, where somebody put one."""
    for folder, _, names in os.walk(places.program):
        if not {"nhat-ky.sqlite", ADDRESS_FILE}.isdisjoint(names):
            return folder
    return ""


def _main() -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        return say_goodbye(places_last_used(sys.executable), input)
    except CannotDo as reason:
        print(f"Chưa gỡ gì. {reason}")
        return NOT_AGREED


if __name__ == "__main__":
    sys.exit(_main())
