"""Tạo sổ: the office's workbook."""

import argparse
from pathlib import Path

from xlpy.app.folder import Folder
from xlpy.shell.screens import CLEAN


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    sources = parser.add_mutually_exclusive_group()
    sources.add_argument(
        "--ke-hoach",
        dest="plan",
        type=Path,
        metavar="TỆP.json",
        help="kế hoạch (mặc định: Bình Phước 2023); cách viết: docs/ke-hoach-khac.md",
    )
    sources.add_argument(
        "--tu",
        dest="source",
        type=Path,
        metavar="THƯ_MỤC",
        help="lấy kế hoạch, thiết lập và nhật ký của thư mục làm việc này",
    )
    parser.add_argument("--ra", dest="output", type=Path, required=True, metavar="TỆP.xlsm", help="tệp cần tạo")
    parser.add_argument("--ghi-de", dest="replace", action="store_true", help="thay tệp khác đang có ở đó")


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.app.set_up import build_workbook

    source = Folder(options.source) if options.source else None
    build_workbook(options.output, options.plan, source, replace=options.replace)
    print(f"Đã tạo tệp: {options.output}")
    return CLEAN
