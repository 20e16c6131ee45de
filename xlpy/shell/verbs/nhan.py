"""Nhận: letters from the mailbox into the inbox; where Tự trả lời is on, they are merged and answered at once."""

import argparse
from typing import TYPE_CHECKING

from xlpy.app.folder import Folder
from xlpy.shell.arguments import date_of, working_folder
from xlpy.shell.command_line import add_folder
from xlpy.shell.screens import CLEAN, NEEDS_A_PERSON, now, show_command, tell

if TYPE_CHECKING:
    pass


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    parser.add_argument(
        "--tu", dest="since", type=date_of, metavar="NGÀY", help="lấy thư từ ngày này (mặc định: 7 ngày trước)"
    )
    parser.add_argument(
        "--khong-gui",
        dest="keep",
        action="store_true",
        help="chỉ lấy thư, không tổng hợp và không trả lời dù Thiết lập ghi Tự trả lời",
    )


def run(options: argparse.Namespace) -> int:
    """Letters from the office's mailbox into the inbox."""
    from xlpy.app.mail.fetch import fetch_mail
    from xlpy.app.plan_of_folder import plan_of
    from xlpy.core.text import printable

    folder = working_folder(options)
    folder.must_exist()
    plan = plan_of(folder).plan
    fetched = fetch_mail(folder, plan, plan.day_at(now()), options.since)
    for brought in fetched.written:
        print(printable(f"{folder.shown(brought.path.parent)}/{brought}"))
    for note in fetched.notes:
        tell(note)
    counts = (
        f"{len(fetched.written)} thư mới, {fetched.there} thư đã lấy trước đây, "
        f"{fetched.passed_over} thư khác không lấy."
    )
    print(counts)
    if plan.mail.answers_at_once and not options.keep:
        return _answered(folder)
    show_command("Tổng hợp:", folder.command("tong-hop"))
    return CLEAN


def _answered(folder: Folder) -> int:
    """Merge today's files and answer their units: only what was judged can be answered."""
    from xlpy.app.mail.at_once import Answering
    from xlpy.app.merge.merge_day import consolidate
    from xlpy.core.text import printable
    from xlpy.doors.mail.passwords import password_of
    from xlpy.drawing.screen.watch_board import reported_text

    outcome = consolidate(folder, None, now=now())
    day = outcome.standing.date
    for note in outcome.notes:
        tell(note)
    print(f"Đã tổng hợp: {reported_text(outcome.standing)}. Báo cáo: {folder.shown(outcome.report)}")
    done = Answering(folder, day, password=password_of, clock_now=now).round()
    for line in done.told:
        print(printable(line))
    print(f"{done.summary}.")
    return NEEDS_A_PERSON if done.left or outcome.needs_a_person else CLEAN
