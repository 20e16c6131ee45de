"""Trả lời: the units' answers as drafts."""

import argparse
import os

from xlpy.app.folder import Folder
from xlpy.shell.arguments import add_date, add_folder
from xlpy.shell.screens import CLEAN, now, tell, today


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    add_date(parser)
    parser.add_argument(
        "--don-vi", dest="units", nargs="+", action="extend", default=[], metavar="MÃ", help="chỉ các đơn vị này"
    )


def run(options: argparse.Namespace) -> int:
    """The units' answers as drafts."""
    from xlpy.app.mail.answer import answer_units

    folder = Folder(options.folder)
    answers = answer_units(folder, options.date or today(folder), now(), options.units)
    if not answers:
        print("Chưa có gì để trả lời.")
    for one in answers:
        to = ", ".join(one.to) or "CHƯA BIẾT ĐỊA CHỈ"
        without = f" (không gửi lại tệp của đơn vị: {one.why_not})" if one.why_not else ""
        print(f"{os.path.normpath(one.path)} → {to}" + (" (kèm tệp đã đánh dấu)" if one.returned else without))
    if any(not one.to for one in answers):
        tell("Địa chỉ của đơn vị: ghi ở trang Thiết lập của sổ, cột Địa chỉ thư.")
    return CLEAN
