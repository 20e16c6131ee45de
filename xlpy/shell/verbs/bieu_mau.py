"""Biểu mẫu: the units' forms."""

import argparse
from pathlib import Path

from xlpy.app.folder import Folder
from xlpy.shell.arguments import add_folder
from xlpy.shell.screens import CLEAN, NEEDS_A_PERSON, tell


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    parser.add_argument(
        "--don-vi",
        dest="units",
        nargs="+",
        action="extend",
        default=[],
        metavar="MÃ",
        help="chỉ các đơn vị này, cấp nào cũng được (mặc định: mọi đơn vị báo cáo hằng ngày)",
    )
    parser.add_argument(
        "--ra", dest="output", type=Path, metavar="THƯ_MỤC", help="nơi để biểu mẫu (mặc định: bieu-mau)"
    )


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.app.set_up import issue_forms

    issued = issue_forms(Folder(options.folder), options.units, options.output)
    for path in issued.written:
        print(path)
    for path in issued.there:
        print(f"{path} (đã có)")
    for note in (*issued.kept, *issued.hints):
        tell(note)
    return NEEDS_A_PERSON if issued.kept else CLEAN
