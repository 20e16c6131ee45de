"""argparse in Vietnamese, whose own sentences are English, and the folder that every verb works on.

All that `hotich --help` needs: what is looked at in a shell again and again does not wait for modules that it has no
use for, so even `typing` and `pathlib` come later.
"""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


class Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """One level of the command line; its errors are a sentence that names the verb."""

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
    from pathlib import Path

    return Path(text)


WITH_A_VALUE = ("-C", "--nhat-ky")
"""Options that may stand before the verb, with a word of their own after them."""


def add_folder(parser: argparse.ArgumentParser, default: str = argparse.SUPPRESS) -> None:
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
