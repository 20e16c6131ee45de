"""Biểu mẫu: the units' forms."""

import argparse
from pathlib import Path

from xlpy.shell.arguments import date_of, working_folder
from xlpy.shell.command_line import add_folder
from xlpy.shell.screens import CLEAN, NEEDS_A_PERSON, now, tell, whole


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    parser.add_argument(
        "--don-vi",
        dest="units",
        nargs="+",
        action="extend",
        default=[],
        metavar="ĐƠN_VỊ",
        help="chỉ các đơn vị này (mã hoặc tên), cấp nào cũng được (mặc định: mọi đơn vị của cấp đang theo dõi)",
    )
    parser.add_argument(
        "--cap",
        dest="level",
        metavar="CẤP",
        help="biểu theo dõi Sổ hộ tịch của cấp này: xa, huyen, tinh (mặc định: cấp của thư mục)",
    )
    parser.add_argument(
        "--ngay",
        dest="date",
        type=date_of,
        metavar="NGÀY",
        help="biểu cho các đơn vị, số máy của ngày này; mặc định hôm nay",
    )
    parser.add_argument(
        "--ra", dest="output", type=Path, metavar="THƯ_MỤC", help="nơi để biểu mẫu (mặc định: bieu-mau)"
    )


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.app.plan_of_folder import plan_of
    from xlpy.app.set_up import issue_forms
    from xlpy.app.units_asked import codes_asked
    from xlpy.core.plan.dated import senders_ever

    folder, codes = working_folder(options), options.units
    if not all(word.isdigit() for word in codes):
        folder.must_exist()
        plan = plan_of(folder).plan
        codes = codes_asked(codes, {u.code: u for u in (*plan.root.walk(), *senders_ever(plan))}.values(), "--don-vi")

    issued = issue_forms(folder, codes, options.output, level=options.level, day=options.date or now().date())
    for path in issued.written:
        print(whole(path))
    for path in issued.there:
        print(f"{whole(path)} (đã có)")
    for note in (*issued.kept, *issued.hints):
        tell(note)
    return NEEDS_A_PERSON if issued.kept else CLEAN
