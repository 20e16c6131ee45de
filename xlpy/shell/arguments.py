"""What verbs share of the command line: its values, its options, and argparse in Vietnamese."""

import argparse
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

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


class Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """argparse in Vietnamese: its own sentences are English."""

    def __init__(self, *, add_help: bool = True, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=Formatter, **options)
        self._positionals.title = "Lệnh và tệp"
        self._optionals.title = "Tuỳ chọn"
        if add_help:
            self.add_argument("-h", "--help", action="help", help="in hướng dẫn này")

    def error(self, message: str) -> Any:
        words = {
            "not allowed with argument": "không dùng cùng",
            "one of the arguments": "cần một trong",
            " is required": "",
            "ignored explicit argument": "không nhận giá trị",
            "the following arguments are required:": "thiếu",
            "unrecognized arguments:": "không hiểu",
            "invalid choice:": "không có lựa chọn",
            "expected one argument": "cần một giá trị",
            "expected at least one argument": "cần ít nhất một giá trị",
            "choose from": "chọn một trong",
            "argument": "tham số",
        }
        for english, vietnamese in words.items():
            message = message.replace(english, vietnamese)
        print(f"{self.prog}: {message}. Xem cách dùng: {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


def folder_of(text: str) -> Path:
    """A folder's path. An empty one is a variable of a script that was not set, and no folder."""
    if not text:
        raise argparse.ArgumentTypeError("đường dẫn trống")
    return Path(text)


def add_folder(parser: argparse.ArgumentParser, default: Path | str = argparse.SUPPRESS) -> None:
    """The working folder. It may stand before or after the verb: there it has no default, so that what was said before
    stays."""
    parser.add_argument(
        "-C",
        dest="folder",
        type=folder_of,
        default=default,
        metavar="THƯ_MỤC",
        help="thư mục làm việc (mặc định: thư mục hiện tại)",
    )

    parser.add_argument(
        "--nhat-ky",
        dest="journal",
        default="" if default != argparse.SUPPRESS else default,
        metavar="ĐỊA_CHỈ",
        help="nhật ký trên máy chủ PostgreSQL, thay cho chỗ mà tệp nhat-ky.txt ghi (xem docs/quy-mo.md)",
    )


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
