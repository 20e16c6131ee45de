"""Nhận: letters from the mailbox into the inbox."""

import argparse

from xlpy.app.folder import Folder
from xlpy.shell.arguments import add_folder, date_of
from xlpy.shell.screens import CLEAN, now, tell


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    parser.add_argument(
        "--tu", dest="since", type=date_of, metavar="NGÀY", help="lấy thư từ ngày này (mặc định: 7 ngày trước)"
    )


def run(options: argparse.Namespace) -> int:
    """Letters from the office's mailbox into the inbox."""
    from xlpy.app.mail.fetch import fetch_mail
    from xlpy.app.plan_of_folder import plan_of
    from xlpy.core.text import printable

    folder = Folder(options.folder)
    folder.must_exist()
    plan = plan_of(folder).plan
    fetched = fetch_mail(folder, plan, plan.day_at(now()), options.since)
    for brought in fetched.written:
        print(printable(f"{folder.shown(brought.path.parent)}/{brought}"))
    for note in fetched.notes:
        tell(note)
    print(
        f"{len(fetched.written)} thư mới, {fetched.there} thư đã lấy trước đây, "
        f"{fetched.passed_over} thư khác không lấy. Tổng hợp: {folder.command('tong-hop')}"
    )
    return CLEAN
