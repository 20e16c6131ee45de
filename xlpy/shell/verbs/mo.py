"""Mở: the office's workbook in the program that this PC has."""

import argparse

from xlpy.shell.arguments import working_folder
from xlpy.shell.command_line import add_folder
from xlpy.shell.screens import CLEAN, show_command


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.app.open_workbook import open_workbook

    folder = working_folder(options)
    program = open_workbook(folder)
    show_command(
        f"Đã mở Hotich.xlsm bằng {program}. Bấm nút trên trang Điều khiển, hoặc gõ:", folder.command("tong-hop --song")
    )
    return CLEAN
