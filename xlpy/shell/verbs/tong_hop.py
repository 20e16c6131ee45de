"""Tổng hợp: from files, on the open workbook, or as files come."""

import argparse
from typing import TYPE_CHECKING

from xlpy.app.folder import Folder
from xlpy.shell.arguments import add_date, add_json, add_output, working_folder
from xlpy.shell.command_line import add_folder, folder_of
from xlpy.shell.screens import (
    CLEAN,
    NEEDS_A_PERSON,
    add_everything,
    now,
    print_json,
    show_command,
    show_standing,
    tell,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from xlpy.app.merge.crowd import Crowd
    from xlpy.app.merge.merge_day import Outcome


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    parser.add_argument(
        "--den", dest="inbox", type=folder_of, metavar="THƯ_MỤC", help="thư mục chứa tệp nhận được (mặc định: den)"
    )
    when = parser.add_mutually_exclusive_group()
    add_date(when)
    when.add_argument("--hoi-ngay", dest="ask_day", action="store_true", help="hỏi ngày báo cáo trên màn hình")
    add_output(parser)
    parser.add_argument(
        "--chap-nhan",
        dest="accept",
        nargs="+",
        action="extend",
        default=[],
        metavar="ĐƠN_VỊ",
        help="tiếp nhận tệp đã trả lại của đơn vị này (mã hoặc tên)",
    )
    parser.add_argument(
        "--bo-nhap-tay",
        dest="withdraw",
        nargs="+",
        action="extend",
        default=[],
        metavar="ĐƠN_VỊ",
        help="rút số báo qua điện thoại của đơn vị này (mã hoặc tên) ngày ấy; bản gốc vẫn còn",
    )
    parser.add_argument(
        "--van-ghi", dest="insist", action="store_true", help="ghi dù kết quả những ngày sau sẽ đổi theo"
    )
    parser.add_argument(
        "--ky",
        dest="thorough",
        action="store_true",
        help="xem lại từng tệp, từng dòng nhật ký, kể cả những gì không có dấu hiệu đã đổi từ lần tổng hợp trước",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--song", dest="live", action="store_true", help="làm trên Hotich.xlsm đang mở, ngày lấy ở trang Điều khiển"
    )
    how.add_argument(
        "--theo-doi",
        dest="watch",
        action="store_true",
        help="theo dõi thư mục nhận tệp đến giờ báo cáo, tệp tới đâu tổng hợp tới đó",
    )
    how.add_argument(
        "--qua",
        dest="through",
        metavar="dask://MÁY:CỔNG",
        help="đọc và kiểm tra tệp trên cụm máy này (từ 100 tệp trở lên); kết quả không khác",
    )
    add_everything(parser)
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Carry the verb out; returns the exit code."""
    from xlpy.app.merge.held import LaterDaysChange

    folder = working_folder(options)
    options.accept = _codes(folder, options.accept, "--chap-nhan")
    options.withdraw = _codes(folder, options.withdraw, "--bo-nhap-tay")
    if options.ask_day:
        from xlpy.shell.asking import ask_day

        options.date = ask_day(folder, now())
    try:
        outcome, said = _merged(folder, options)
    except LaterDaysChange as held:
        if options.json:
            from xlpy.drawing.screen.documents import held_document

            print_json(held_document(held.day, held.findings))
        raise
    if not options.live and not options.watch:
        from xlpy.app.redrawn import not_redrawn

        said = [*said, *filter(None, [not_redrawn(folder, outcome.plan)])]
    for note in (*outcome.notes, *said):
        tell(note)
    if options.json:
        from xlpy.drawing.screen.documents import standing_document

        report = folder.shown(outcome.report)
        print_json(standing_document(outcome.standing, report, outcome.plan, outcome.told, outcome.apart))
    else:
        show_standing(
            outcome.plan, outcome.standing, outcome.report, folder, outcome.told, everything=options.everything
        )
        if not outcome.changed:
            print("Không có gì mới so với lần tổng hợp trước.")
        on = f"--ngay {outcome.standing.date.isoformat()}"
        if not outcome.standing.needs_a_person:
            show_command("Gửi báo cáo (soạn bản in, văn bản, thư):", folder.command(f"thu {on}"))
        show_command("Soạn thư trả lời các đơn vị:", folder.command(f"tra-loi {on}"))
    return NEEDS_A_PERSON if outcome.needs_a_person else CLEAN


def _codes(folder: Folder, words: list[str], option: str) -> list[str]:
    if all(word.isdigit() for word in words):
        return words
    from xlpy.app.plan_of_folder import plan_of
    from xlpy.app.units_asked import codes_asked
    from xlpy.core.plan.dated import senders_ever

    folder.must_exist()
    return codes_asked(words, senders_ever(plan_of(folder).plan), option)


def _merged(folder: Folder, options: argparse.Namespace) -> "tuple[Outcome, list[str]]":
    """The merge by the way that was asked for, and what is to be said beside its outcome."""
    if options.live:
        return _consolidate_live(folder, options)
    if options.watch:
        from xlpy.shell.watching import watch

        return watch(folder, options), []
    from xlpy.app.merge.merge_day import consolidate

    outcome = consolidate(
        folder,
        options.date,
        inbox=options.inbox,
        output=options.output,
        accept=options.accept,
        withdraw=options.withdraw,
        agrees=lambda _: options.insist,
        thorough=options.thorough,
        through=_through(options.through),
        now=now(),
    )
    return outcome, []


def _through(address: str | None) -> "Callable[[], AbstractContextManager[Crowd]] | None":
    """How other machines are reached, where some were named: only when there is something to read."""
    if address is None:
        return None
    from xlpy.app.executors import crowd_at

    return lambda: crowd_at(address)


def _consolidate_live(folder: Folder, options: argparse.Namespace) -> "tuple[Outcome, list[str]]":
    """The merge on the workbook that is open now."""
    from xlpy.app.desk import Desk
    from xlpy.app.open_workbook import find_open

    desk = Desk(find_open(folder))
    try:
        return desk.merge(
            now(),
            day=options.date,
            inbox=options.inbox,
            output=options.output,
            accept=options.accept,
            withdraw=options.withdraw,
            agrees=lambda _: options.insist,
            thorough=options.thorough,
        )
    finally:
        desk.done()
