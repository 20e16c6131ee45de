"""Kế hoạch: days, machines, contradictions."""

import argparse
from typing import TYPE_CHECKING

from xlpy.shell.arguments import add_json, count, date_of, machines, working_folder
from xlpy.shell.command_line import add_folder
from xlpy.shell.screens import CLEAN, now, print_json

if TYPE_CHECKING:
    from xlpy.core.plan.plan import Plan


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    parser.add_argument(
        "--ngay",
        dest="date",
        type=date_of,
        metavar="NGÀY",
        help="theo đơn vị và máy của ngày này, nêu cả việc tới hạn ngày ấy; mặc định đơn vị và máy hôm nay",
    )
    parser.add_argument("--dinh-muc", dest="norm", type=count, metavar="N", help="định mức trường hợp/máy/ngày")
    parser.add_argument(
        "--may",
        dest="machines",
        type=machines,
        nargs="+",
        action="extend",
        default=[],
        metavar="ĐƠN_VỊ=N",
        help="số máy của đơn vị",
    )
    parser.add_argument(
        "--lam-tron", dest="rounding", choices=("gan-nhat", "len"), help="làm tròn số ngày: gần nhất hay lên"
    )
    parser.add_argument(
        "--toi-uu",
        dest="goal",
        choices=("som-nhat", "nhieu-nhat", "it-chuyen"),
        help="xếp lại máy: xong sớm nhất, nhiều đơn vị kịp hạn nhất, hay tất cả kịp hạn mà ít chuyển máy nhất",
    )
    parser.add_argument("--may-ngoai", dest="outside", type=count, default=0, metavar="N", help="máy thêm từ ngoài")
    parser.add_argument(
        "--giu-moi-xa", dest="one_a_part", action="store_true", help="mỗi xã, phường giữ ít nhất một máy (II.4)"
    )
    parser.add_argument(
        "--khong-cho",
        dest="keep",
        nargs="+",
        action="extend",
        default=[],
        metavar="ĐƠN_VỊ",
        help="đơn vị không cho mượn máy (mã hoặc tên)",
    )
    parser.add_argument(
        "--con-lai",
        dest="from_journal",
        action="store_true",
        help="tính cho số còn lại theo nhật ký, không phải cả đợt",
    )
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.app.replan import replan
    from xlpy.core.plan.plan import Rounding

    rounding = {"gan-nhat": Rounding.NEAREST, "len": Rounding.UP}.get(options.rounding)
    folder = working_folder(options)
    day = options.date or now().date()
    plan, findings = replan(
        folder,
        norm=options.norm,
        machines=dict(options.machines),
        rounding=rounding,
        day=day,
        due=options.date is not None,  # today, in a run long after the campaign, everything would be
    )
    if options.goal:
        return _propose(options, plan)
    if options.json:
        from xlpy.drawing.screen.documents import plan_document

        print_json(plan_document(plan, findings))
    else:
        from xlpy.drawing.screen.board import plan_text
        from xlpy.shell.one_screen import finding_lines, names_of

        print(plan_text(plan))
        if findings:
            print(f"\nKế hoạch có {len(findings)} chỗ cần lưu ý:")
        for lines in finding_lines(findings, names_of(plan), folder, None):
            print("\n".join(lines))
    return CLEAN


def _propose(options: argparse.Namespace, plan: "Plan") -> int:
    from xlpy.app.allocating import Question, propose
    from xlpy.app.units_asked import codes_asked
    from xlpy.core.campaign.allocation import Goal
    from xlpy.drawing.screen.proposal import proposal_document, proposal_text

    keep = frozenset(codes_asked(options.keep, plan.senders, "--khong-cho"))
    question = Question(Goal(options.goal), options.outside, options.one_a_part, keep, options.from_journal)
    found = propose(working_folder(options), plan, question)
    names = {code: target.unit.name for code, target in plan.targets.items()}
    if options.json:
        print_json(proposal_document(names, found.sites, found.terms, found.answer, found.since))
    else:
        print(proposal_text(names, found.sites, found.terms, found.answer, found.since))
    return CLEAN
