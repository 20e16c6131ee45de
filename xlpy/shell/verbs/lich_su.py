"""Lịch sử: the journal's figures."""

import argparse
from pathlib import Path

from xlpy.app.folder import Folder
from xlpy.shell.arguments import add_json, working_folder
from xlpy.shell.command_line import add_folder
from xlpy.shell.screens import CLEAN, print_json, tell, whole


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
        help="số liệu từng ngày của các đơn vị này (mã hoặc tên)",
    )
    parser.add_argument("--csv", type=Path, metavar="TỆP", help="ghi ra tệp CSV")
    parser.add_argument("--xlsx", type=Path, metavar="TỆP", help="ghi ra tệp Excel: bảng số liệu, theo ngày, biểu đồ")
    parser.add_argument("--parquet", type=Path, metavar="TỆP", help="ghi ra tệp Parquet (cần pandas, pyarrow)")
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.app.history import history, history_days, write_csv

    folder = working_folder(options)
    if options.xlsx or options.parquet:
        return _write_files(folder, options)
    if not (options.csv or options.json or options.units):
        from xlpy.drawing.screen.board import days_text

        print(days_text(history_days(folder)))
        return CLEAN
    rows = history(folder)
    if options.units:
        from xlpy.app.plan_of_folder import plan_of
        from xlpy.app.units_asked import codes_asked
        from xlpy.core.plan.dated import senders_ever

        asked = codes_asked(options.units, senders_ever(plan_of(folder).plan), "--don-vi")
        rows = [row for row in rows if row["unit"] in asked]
    if options.csv:
        written = write_csv(rows, options.csv)
        _tell_where(options.csv, written)
        tell(f"Đã ghi {len(rows)} dòng vào {whole(written)}.")
    elif options.json:
        print_json({"schema": 1, "rows": rows})
    else:
        from xlpy.drawing.screen.board import history_text

        print(history_text(rows))
    return CLEAN


def _write_files(folder: Folder, options: argparse.Namespace) -> int:
    from xlpy.app.frame import write_parquet
    from xlpy.app.history import write_xlsx

    for path, write in ((options.xlsx, write_xlsx), (options.parquet, write_parquet)):
        if path:
            written = write(folder, path)
            _tell_where(path, written)
            tell(f"Đã ghi {whole(written)}.")
    return CLEAN


def _tell_where(asked: Path, written: Path) -> None:
    if written != asked:
        tell(f"{asked}: đang mở ở chương trình khác, đã lưu thành {written.name}.")
