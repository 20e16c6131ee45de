"""Kiểm tra: what would become of files; records nothing."""

import argparse
from pathlib import Path

from xlpy.app.folder import Folder
from xlpy.shell.arguments import add_date, add_folder, add_json
from xlpy.shell.screens import CLEAN, NEEDS_A_PERSON, print_json, today


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    parser.add_argument("files", type=Path, nargs="+", metavar="TỆP")
    add_date(parser)
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.app.check import check
    from xlpy.core.consolidate import Verdict

    folder = Folder(options.folder)
    plan, checked = check(folder, options.files, options.date or today(folder))
    if options.json:
        from xlpy.drawing.screen.documents import checked_document

        print_json(checked_document((item.judged, item.figures) for item in checked))
    else:
        from xlpy.drawing.screen.board import findings_text

        labels = {
            Verdict.ACCEPT: "nhận",
            Verdict.WARN: "nhận, có lưu ý",
            Verdict.REFUSE: "KHÔNG NHẬN",
            Verdict.IGNORE: "bỏ qua",
        }
        for item in checked:
            holds_others = item.judged.verdict is Verdict.IGNORE and not item.judged.findings
            label = "xem từng tệp bên trong" if holds_others else labels[item.judged.verdict]
            print(f"{item.judged.receipt.name}: {label}")
            if item.judged.findings:
                print(findings_text(item.judged.findings, plan))
    return NEEDS_A_PERSON if any(item.judged.verdict is Verdict.REFUSE for item in checked) else CLEAN
