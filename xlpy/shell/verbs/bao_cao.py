"""Báo cáo: a past day's report again."""

import argparse

from xlpy.shell.arguments import add_date, add_output, working_folder
from xlpy.shell.command_line import add_folder
from xlpy.shell.screens import CLEAN, NEEDS_A_PERSON, add_everything, show_standing, tell


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    add_date(parser, required=True)
    add_output(parser)
    add_everything(parser)


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.app.history import report_again

    folder = working_folder(options)
    plan, standing, path, notes = report_again(folder, options.date, options.output)
    for note in notes:
        tell(note)
    show_standing(plan, standing, path, folder, everything=options.everything)
    return NEEDS_A_PERSON if notes else CLEAN
