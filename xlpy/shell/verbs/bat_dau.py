"""Bắt đầu: a working folder."""

import argparse
from pathlib import Path

from xlpy.app.folder import Folder
from xlpy.shell.screens import CLEAN, show_command, whole


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    parser.add_argument("path", type=Path, metavar="THƯ_MỤC")
    parser.add_argument(
        "--ke-hoach",
        dest="plan",
        type=Path,
        metavar="TỆP.json",
        help="kế hoạch (mặc định: Bình Phước 2023); cách viết: docs/ke-hoach-khac.md",
    )
    parser.add_argument(
        "--cap",
        dest="level",
        metavar="CẤP",
        help="thư mục theo dõi Sổ hộ tịch của cấp này: xa, huyen, tinh (mặc định: cấp mà Kế hoạch theo dõi hằng ngày)",
    )


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.app.set_up import start

    there = Folder(options.path).workbook.exists()
    folder = start(options.path, options.plan, options.level)
    print(f"Thư mục làm việc: {whole(folder.path)}" + (" (đã có sẵn, giữ nguyên)" if there else ""))
    print(f"Chép tệp các đơn vị gửi vào: {whole(folder.inbox)}")
    print(f"Tệp của cơ quan: {whole(folder.workbook)}")
    show_command("Tạo biểu mẫu cho các đơn vị (một lần):", folder.command("bieu-mau"))
    show_command("Mỗi ngày:", folder.command("tong-hop"))
    return CLEAN
