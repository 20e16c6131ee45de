"""Sổ: the journal proved line by line, put back from a copy, or moved to a server."""

import argparse

from xlpy.shell.arguments import date_of, working_folder
from xlpy.shell.command_line import add_folder
from xlpy.shell.screens import CLEAN, NEEDS_A_PERSON, now, tell


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--kiem-tra",
        dest="prove",
        action="store_true",
        help="soát nhật ký, tệp đã nhận, báo cáo từng ngày và các bản sao nhật ký",
    )
    what.add_argument(
        "--khoi-phuc",
        dest="restore",
        type=date_of,
        metavar="NGÀY",
        help="lấy lại nhật ký từ bản sao của ngày ấy; nhật ký đang có được để riêng",
    )
    what.add_argument(
        "--chuyen-sang",
        dest="move",
        metavar="ĐỊA_CHỈ",
        help="từ nay để nhật ký trên máy chủ PostgreSQL, cho nhiều nơi cùng làm (xem docs/quy-mo.md)",
    )


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    folder = working_folder(options)
    if options.prove:
        from xlpy.app.journal_check import prove

        good = True
        for line in prove(folder):
            print(line.told if line.good else f"KHÔNG ĐÚNG: {line.told}")
            good = good and line.good
        return CLEAN if good else NEEDS_A_PERSON
    if options.move is not None:
        from xlpy.app.journal_move import move

        moved = move(folder, options.move)
        print(f"Từ nay nhật ký ở {moved.server.name}.")
        for note in moved.told:
            tell(note)
        return CLEAN
    from xlpy.app.journal_restore import restore

    restored = restore(folder, options.restore, now())
    print(f"Đã khôi phục nhật ký từ {folder.shown(restored.copy)}.")
    for note in restored.notes:
        tell(note)
    return CLEAN if restored.latest else NEEDS_A_PERSON
