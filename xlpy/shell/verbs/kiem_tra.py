"""Kiểm tra: what would become of files; records nothing."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.app.folder import Folder
from xlpy.shell.arguments import add_date, add_json, working_folder
from xlpy.shell.command_line import add_folder
from xlpy.shell.screens import CLEAN, NEEDS_A_PERSON, print_json, today

if TYPE_CHECKING:
    from xlpy.app.check import Checked, Checkup


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    parser.add_argument(
        "files",
        type=Path,
        nargs="*",
        metavar="TỆP",
        help="tệp hay thư mục (mặc định: thư mục nhận tệp)",
    )
    add_date(parser)
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.app.check import asked_for, check
    from xlpy.core.consolidate import Verdict

    folder = working_folder(options)
    found = check(folder, asked_for(folder, options.files), options.date or today(folder))
    if options.json:
        from xlpy.drawing.screen.documents import checked_document

        print_json(checked_document([item[:3] for item in found.files], found.shared))
    else:
        _print(found, folder)
    return NEEDS_A_PERSON if any(item.judged.verdict is Verdict.REFUSE for item in found.files) else CLEAN


def _print(found: "Checkup", folder: Folder) -> None:
    from xlpy.drawing.screen.board import figures_text
    from xlpy.shell.one_screen import finding_lines, names_of

    names = names_of(found.plan)
    for item in found.files:
        print(f"{item.asked}: {_label(item)}")
        submission = item.judged.submission
        if submission is not None and submission.has_figures and item.received_for is None:
            print(figures_text(submission, names.get(item.judged.unit or "", "chưa rõ đơn vị")))
        for lines in finding_lines(item.judged.findings, names, folder, None):
            print("\n".join(lines))
    for lines in finding_lines(found.shared, names, folder, None):
        print("\n".join(lines))


def _label(item: "Checked") -> str:
    from xlpy.core.consolidate import Verdict
    from xlpy.core.text import day

    if item.received_for is not None:
        return f"đã tiếp nhận cho ngày {day(item.received_for)}, không xem lại"
    if item.judged.moot:
        return "không tính, đã có tệp khác của đơn vị"
    if item.judged.holds_others:
        return "xem từng tệp bên trong"
    return {
        Verdict.ACCEPT: "TIẾP NHẬN",
        Verdict.WARN: "TIẾP NHẬN, có lưu ý",
        Verdict.REFUSE: "TRẢ LẠI ĐỂ SỬA",
        Verdict.IGNORE: "bỏ qua",
    }[item.judged.verdict]
