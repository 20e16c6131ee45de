"""Dự báo: pace, end and chance of each unit, and how earlier forecasts fared."""

import argparse

from xlpy.shell.arguments import add_json, date_of, working_folder
from xlpy.shell.command_line import add_folder
from xlpy.shell.screens import CLEAN, print_json


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    parser.add_argument(
        "--ngay",
        dest="date",
        type=date_of,
        metavar="NGÀY",
        help="dự báo theo số liệu đến hết ngày này; mặc định ngày cuối đã tổng hợp",
    )
    parser.add_argument("--kiem-chung", dest="trials", action="store_true", help="các dự báo trước đã đúng đến đâu")
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.app.projection import projection_of, trials_of
    from xlpy.core.campaign.foreseen import terms_of

    folder = working_folder(options)
    if options.trials:
        from xlpy.drawing.screen.trials import trials_document, trials_text

        last, trials = trials_of(folder)
        if options.json:
            print_json(trials_document(last, trials))
        else:
            print(trials_text(last, trials))
        return CLEAN
    from xlpy.drawing.screen.projection import projection_document, projection_text

    plan, foretold = projection_of(folder, options.date)
    if options.json:
        print_json(projection_document(foretold, plan.tracked_level))
    else:
        print(projection_text(foretold, terms_of(plan)))
    return CLEAN
