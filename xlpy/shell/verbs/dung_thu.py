"""Dùng thử: a demo folder with one day of eleven districts, merged and shown."""

import argparse
from pathlib import Path

from xlpy.app.folder import CannotDo
from xlpy.shell.screens import CLEAN, now, show_standing

_DEMO_MARK = "CHAY-THU.txt"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    parser.add_argument(
        "--ra",
        dest="output",
        type=Path,
        default=Path("hotich-dung-thu"),
        metavar="THƯ_MỤC",
        help="nơi tạo (mặc định: hotich-dung-thu)",
    )


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.app.merge.merge_day import consolidate
    from xlpy.app.plan_of_folder import plan_of
    from xlpy.app.set_up import start
    from xlpy.demo.day import make_day

    _check_demo_place(options.output)
    folder = start(options.output, None)
    mark = "Thư mục chạy thử của Hotich: số liệu bịa, xoá lúc nào cũng được.\n"
    (folder.path / _DEMO_MARK).write_text(mark, encoding="utf-8")
    plan = plan_of(folder).plan
    made = make_day(folder.inbox, plan)
    outcome = consolidate(folder, plan.start, now=now())
    print(f"Thư mục chạy thử: {folder.path} ({made} tệp trong {folder.inbox})\n")
    show_standing(plan, outcome.standing, outcome.report)
    return CLEAN


def _check_demo_place(path: Path) -> None:
    if path.exists() and not (path / _DEMO_MARK).exists() and (not path.is_dir() or any(path.iterdir())):
        raise CannotDo(f"{path}: đã có dữ liệu khác; chọn thư mục mới cho bản chạy thử, ví dụ --ra chay-thu")
