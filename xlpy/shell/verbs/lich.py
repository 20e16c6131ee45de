"""Lịch: the daily watch, in the scheduler of Windows."""

import argparse
import re
from datetime import time

from xlpy.shell.arguments import working_folder
from xlpy.shell.command_line import add_folder
from xlpy.shell.screens import CLEAN, today

_HOUR = re.compile(r"(?P<hour>[0-9]{1,2})(?::|h|g)(?P<minute>[0-9]{2})?")


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--dat", dest="at", type=hour_of, metavar="GIỜ:PHÚT", help="đặt lịch, ví dụ 13:00")
    what.add_argument("--xoa", dest="remove", action="store_true", help="bỏ lịch")
    parser.add_argument(
        "--thu", dest="pretend", action="store_true", help="chỉ cho xem sẽ đặt gì (không ghi giờ thì lấy 13:00)"
    )


def hour_of(text: str) -> time:
    """An hour as people write it: 13:00, 13h00, 13h."""
    match = _HOUR.fullmatch(text)
    if not match or int(match["hour"]) > 23 or int(match["minute"] or 0) > 59:
        raise argparse.ArgumentTypeError(f"“{text}” không phải giờ dạng GIỜ:PHÚT, ví dụ 13:00")
    return time(int(match["hour"]), int(match["minute"] or 0))


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.app import schedule as scheduling

    folder = working_folder(options)
    if options.at or (options.pretend and not options.remove):
        folder.must_exist()
        at = options.at or scheduling.EXAMPLE
        for line in scheduling.schedule(folder, at, today(folder), pretend=options.pretend):
            print(line)
    elif options.remove:
        print("Đã bỏ lịch chạy hằng ngày." if scheduling.unschedule(folder) else "Không có lịch nào để bỏ.")
    else:
        at = scheduling.scheduled(folder)
        print(f"Mỗi ngày lúc {at:%H:%M} tự theo dõi." if at else "Chưa đặt lịch. Đặt: hotich lich --dat 13:00")
    return CLEAN
