"""Dùng thử: a demo folder with one day of eleven districts, merged and shown."""

import argparse
from pathlib import Path

from xlpy.app.folder import CannotDo, Folder
from xlpy.shell.screens import CLEAN, now, show_command, show_standing, whole

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
    parser.add_argument(
        "--tep",
        dest="files",
        type=Path,
        metavar="THƯ_MỤC",
        help="chỉ ghi các tệp ví dụ của ngày 22/5/2023 vào thư mục này, ví dụ thư mục den",
    )


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.app.merge.merge_day import consolidate
    from xlpy.app.plan_of_folder import plan_of
    from xlpy.app.set_up import start
    from xlpy.demo.day import make_day

    if options.files:
        return _write_files(options.files)
    _check_demo_place(options.output)
    folder = start(options.output, None)
    mark = "Thư mục chạy thử của Hotich: số liệu giả định, xoá lúc nào cũng được.\n"
    (folder.path / _DEMO_MARK).write_text(mark, encoding="utf-8")
    plan = plan_of(folder).plan
    made = make_day(folder.inbox, plan)
    outcome = consolidate(folder, plan.start, now=now())
    print(f"Thư mục chạy thử: {whole(folder.path)} ({made} tệp trong den)\n")
    show_standing(plan, outcome.standing, outcome.report, folder)
    show_command(
        "Làm tiếp ở đó, ví dụ soạn thư trả lời các đơn vị:", folder.command(f"tra-loi --ngay {plan.start.isoformat()}")
    )
    return CLEAN


def _write_files(place: Path) -> int:
    """The demo day's files alone, into a folder in use: none of another name is touched."""
    from xlpy.app.plan_of_folder import plan_of
    from xlpy.core.text import day
    from xlpy.demo.day import make_day

    if not place.is_dir():
        raise CannotDo(f"{place}: không có thư mục này; tạo trước, ví dụ bằng hotich bat-dau")
    plan = plan_of(Folder(place.parent)).plan
    made = make_day(place, plan)
    print(f"Đã ghi {made} tệp ví dụ của ngày {day(plan.start)} vào {whole(place)}.")
    return CLEAN


def _check_demo_place(path: Path) -> None:
    if path.exists() and not (path / _DEMO_MARK).exists() and (not path.is_dir() or any(path.iterdir())):
        raise CannotDo(f"{path}: đã có dữ liệu khác; chọn thư mục mới cho bản chạy thử, ví dụ --ra chay-thu")
