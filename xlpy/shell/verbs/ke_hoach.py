"""Kế hoạch: days, machines, contradictions."""

import argparse

from xlpy.app.folder import Folder
from xlpy.shell.arguments import add_folder, add_json, count, machines
from xlpy.shell.screens import CLEAN, print_json


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    parser.add_argument("--dinh-muc", dest="norm", type=count, metavar="N", help="định mức trường hợp/máy/ngày")
    parser.add_argument(
        "--may",
        dest="machines",
        type=machines,
        nargs="+",
        action="extend",
        default=[],
        metavar="MÃ=N",
        help="số máy của đơn vị",
    )
    parser.add_argument(
        "--lam-tron", dest="rounding", choices=("gan-nhat", "len"), help="làm tròn số ngày: gần nhất hay lên"
    )
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.app.replan import replan
    from xlpy.core.plan.plan import Rounding

    rounding = {"gan-nhat": Rounding.NEAREST, "len": Rounding.UP}.get(options.rounding)
    plan, findings = replan(
        Folder(options.folder), norm=options.norm, machines=dict(options.machines), rounding=rounding
    )
    if options.json:
        from xlpy.drawing.screen.documents import plan_document

        print_json(plan_document(plan, findings))
    else:
        from xlpy.drawing.screen.board import findings_text, plan_text

        print(plan_text(plan))
        if findings:
            print(f"\nKế hoạch có {len(findings)} chỗ cần lưu ý:\n{findings_text(findings, plan)}")
    return CLEAN
