"""What verbs share of the command line: its values and its options."""

import argparse
import re
from datetime import date
from typing import TYPE_CHECKING

from xlpy.shell.command_line import folder_of

if TYPE_CHECKING:
    from xlpy.app.folder import Folder

_AS_PEOPLE_WRITE = re.compile(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})")


def parse_day(text: str) -> date:
    """A day as the journal's folders write it, or as people do: 2023-05-22, 22/5/2023. Raises ValueError."""
    if match := _AS_PEOPLE_WRITE.fullmatch(text):
        return date(*(int(match[part]) for part in ("year", "month", "day")))
    return date.fromisoformat(text)


def date_of(text: str) -> date:
    """Such a day, as an option."""
    try:
        return parse_day(text)
    except ValueError:
        told = f"“{text}” không phải ngày dạng NĂM-THÁNG-NGÀY hay NGÀY/THÁNG/NĂM, ví dụ 2023-05-22 hay 22/5/2023"
        raise argparse.ArgumentTypeError(told) from None


def count(text: str) -> int:
    """A whole number above 0."""
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"“{text}” không phải số nguyên dương")
    return int(text)


def machines(text: str) -> tuple[str, int]:
    """A unit's machines, by its code or name: 689=51."""
    code, _, count = text.partition("=")
    if not code or not count.isdigit():
        raise argparse.ArgumentTypeError(f'“{text}” không có dạng ĐƠN_VỊ=SỐ, ví dụ 689=51 hay "Đồng Xoài=51"')
    return code, int(count)


def working_folder(options: argparse.Namespace) -> "Folder":
    """The folder that a verb works on, with the journal that was asked for."""
    from xlpy.app.folder import Folder

    return Folder(options.folder, options.journal)


def add_date(parser: "argparse._ActionsContainer", *, required: bool = False) -> None:
    """The day of the report."""
    parser.add_argument(
        "--ngay",
        dest="date",
        type=date_of,
        required=required,
        metavar="NGÀY",
        help="ngày báo cáo, dạng 22/5/2023 hay 2023-05-22" + ("" if required else " (mặc định: hôm nay)"),
    )


def add_output(parser: argparse.ArgumentParser) -> None:
    """Where reports go."""
    parser.add_argument(
        "--ra", dest="output", type=folder_of, metavar="THƯ_MỤC", help="nơi để báo cáo (mặc định: bao-cao/NGÀY)"
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """The result for programs."""
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON cho chương trình khác")
