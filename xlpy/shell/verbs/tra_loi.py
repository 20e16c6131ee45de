"""Trả lời: the units' answers as drafts, what became of each, and sent where a person says so."""

import argparse
from typing import TYPE_CHECKING

from xlpy.app.folder import CannotDo, Folder
from xlpy.shell.arguments import add_date, working_folder
from xlpy.shell.command_line import add_folder
from xlpy.shell.screens import CLEAN, NEEDS_A_PERSON, now, tell, today, whole

if TYPE_CHECKING:
    from datetime import date

    from xlpy.app.mail.answer import Answer


def add_options(parser: argparse.ArgumentParser) -> None:
    """The verb's own options."""
    add_folder(parser)
    add_date(parser)
    parser.add_argument(
        "--don-vi",
        dest="units",
        nargs="+",
        action="extend",
        default=[],
        metavar="ĐƠN_VỊ",
        help="chỉ các đơn vị này (mã hoặc tên)",
    )
    parser.add_argument(
        "--gui", dest="send", action="store_true", help="gửi qua máy chủ thư những thư chưa gửi của hôm nay"
    )
    parser.add_argument(
        "--gui-lai",
        dest="again",
        action="store_true",
        help="cùng với --gui: gửi cả thư không rõ đã đi chưa, có thể đi hai lần",
    )


def run(options: argparse.Namespace) -> int:
    """The units' answers as drafts, or sent."""
    from xlpy.app.plan_of_folder import plan_of
    from xlpy.app.units_asked import codes_asked
    from xlpy.core.plan.dated import senders_ever
    from xlpy.core.text import printable

    if options.again and not options.send:
        raise CannotDo("--gui-lai chỉ đi cùng --gui. Muốn gửi thì thêm --gui.")
    folder = working_folder(options)
    folder.must_exist()
    day = options.date or today(folder)
    units = codes_asked(options.units, senders_ever(plan_of(folder).plan), "--don-vi") if options.units else []
    code = CLEAN
    if options.send:
        from xlpy.app.mail.at_once import Answering
        from xlpy.app.mail.barring import Asked
        from xlpy.doors.mail.passwords import password_of

        answering = Answering(folder, day, password=password_of, clock_now=now)
        done = answering.by_hand(Asked(tuple(units), options.again))
        for line in done.told:
            print(printable(line))
        answers, code = done.answers, NEEDS_A_PERSON if done.left else CLEAN
    else:
        from xlpy.app.mail.answer import answer_units

        answers = answer_units(folder, day, now(), units)
    if not answers:
        print("Chưa có gì để trả lời.")
    for one in answers:
        print(printable(_line(one)))
        print("  " + printable(f"Thư nháp: {whole(one.path)}"))
        if one.returned:
            print("  " + printable(f"Tệp của đơn vị, đã đánh dấu: {whole(one.returned)}"))
    _tell_sent(folder, day)
    if any(not one.to for one in answers):
        tell("Địa chỉ của đơn vị: ghi ở trang Thiết lập của Hotich.xlsm, cột Địa chỉ thư.")
    return code


def _tell_sent(folder: Folder, day: "date") -> None:
    """What went out on the day, also of files that were replaced since."""
    from xlpy.app.mail.answer import KIND_LABELS, sent_on

    if letters := sent_on(folder, day):
        print(f"Đã gửi cho các đơn vị {len(letters)} thư:")
    for letter in letters:
        print(f"  {letter.at:%H:%M} {letter.unit} {KIND_LABELS[letter.kind]} → {', '.join(letter.to)}")


def _line(answer: "Answer") -> str:
    """Whose an answer is, to whom it goes, and what became of it."""
    from xlpy.journal.dispatch import Sending

    last = answer.last
    at = f"{last.at:%H:%M}" if last is not None else ""
    to = ", ".join(last.recipients if last is not None and answer.sent else answer.to) or "chưa có địa chỉ"
    line = f"{answer.name} → {to}"
    if last is not None and answer.sent:
        return f"{line} (ĐÃ GỬI lúc {at})"
    if answer.why_not and not answer.returned:
        line += f" (không gửi lại tệp của đơn vị: {answer.why_not})"
    if answer.held:
        line += f" (không tự gửi: {answer.held})"
    if last is None:
        return line
    if last.state in (Sending.BEGUN, Sending.UNKNOWN):
        return f"{line} (KHÔNG RÕ ĐÃ ĐI CHƯA, gửi lúc {at})"
    return f"{line} (gửi lúc {at} không được: {last.said})"
