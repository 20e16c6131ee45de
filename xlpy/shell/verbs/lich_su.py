"""Lịch sử: the journal's figures."""

import argparse
from pathlib import Path

from xlpy.app.folder import Folder
from xlpy.shell.arguments import add_folder, add_json
from xlpy.shell.screens import CLEAN, print_json, tell


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    parser.add_argument("--csv", type=Path, metavar="TỆP", help="ghi ra tệp CSV")
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.app.history import history, write_csv

    rows = history(Folder(options.folder))
    if options.csv:
        written = write_csv(rows, options.csv)
        if written != options.csv:
            tell(f"{options.csv}: đang mở ở chương trình khác, đã lưu thành {written.name}.")
        tell(f"Đã ghi {len(rows)} dòng vào {written}.")
    elif options.json:
        print_json({"schema": 1, "rows": rows})
    else:
        from xlpy.drawing.screen.board import history_text

        print(history_text(rows))
    return CLEAN
