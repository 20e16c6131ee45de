"""Tự kiểm: whether this PC can do what Hotich needs of it."""

import argparse
import os
import sys
from typing import TYPE_CHECKING

from xlpy.app.folder import ADDRESS_FILE, CannotDo, Folder
from xlpy.shell.arguments import add_json, working_folder
from xlpy.shell.command_line import add_folder
from xlpy.shell.screens import CLEAN, NEEDS_A_PERSON, print_json, tell

if TYPE_CHECKING:
    from xlpy.selfcheck.facts import JournalServer


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    parser.add_argument(
        "--ghi",
        dest="record",
        action="store_true",
        help="ghi xlwings.conf cạnh Hotich.xlsm, để nút gọi Python đang chạy lệnh này",
    )
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.selfcheck.checks import Grade, check, verdict
    from xlpy.selfcheck.conf import NotWritten, name_python
    from xlpy.selfcheck.gathering import gather
    from xlpy.selfcheck.telling import checks_document, checks_text

    folder = working_folder(options)
    folder.must_exist()
    if options.record:
        try:
            tell(f"Đã ghi {name_python(folder.path, sys.executable, sys.platform)}: nút gọi {sys.executable}")
        except NotWritten as reason:
            tell(str(reason))
    facts = gather(folder.path, folder.workbook.name, folder.inbox.name, _journal(folder), folder.duty)
    checks = check(facts)
    if options.json:
        print_json(checks_document(facts, checks))
    else:
        print(checks_text(checks))
    return NEEDS_A_PERSON if verdict(checks) is Grade.FAULT else CLEAN


def _journal(folder: Folder) -> "JournalServer | None":
    if not folder.asked_journal and not os.path.lexists(folder.path / ADDRESS_FILE):
        return None
    from xlpy.app.journal_place import place_of
    from xlpy.journal.place import Server
    from xlpy.selfcheck.facts import JournalServer
    from xlpy.selfcheck.gathering import journal_server

    try:
        place = place_of(folder)
    except CannotDo as error:
        return JournalServer(ADDRESS_FILE, str(error), misnamed=True)
    return journal_server(place) if isinstance(place, Server) else None
