"""Sổ: the journal proved line by line, or put back from a copy."""

import argparse

from xlpy.app.folder import Folder
from xlpy.shell.arguments import add_folder, date_of
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


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    folder = Folder(options.folder)
    if options.prove:
        from xlpy.app.journal_check import prove

        good = True
        for line in prove(folder):
            print(line.told if line.good else f"KHÔNG ĐÚNG: {line.told}")
            good = good and line.good
        return CLEAN if good else NEEDS_A_PERSON
    from xlpy.app.journal_restore import restore

    restored = restore(folder, options.restore, now())
    print(f"Đã khôi phục nhật ký từ {folder.shown(restored.copy)}.")
    for note in restored.notes:
        tell(note)
    return CLEAN if restored.latest else NEEDS_A_PERSON
