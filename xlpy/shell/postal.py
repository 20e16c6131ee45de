"""`hotich thu`, `tra-loi`, `nhan` and the watch: the verbs of a shell that have to do with letters and the clock."""

import argparse
import gc
import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.app.folder import CannotDo, Folder

if TYPE_CHECKING:
    from xlpy.app.merge.merge_day import Outcome
    from xlpy.core.consolidate import Standing

CLEAN, NEEDS_A_PERSON = 0, 1


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


def mail(options: argparse.Namespace, now: datetime) -> int:
    """The report's letter, as a draft or sent."""
    from xlpy.app.mail.send import draft_mail, send_report
    from xlpy.doors.live.pdf import print_pdf
    from xlpy.doors.mail.passwords import password_of

    folder = Folder(options.folder)
    day = options.date or now.date()
    if options.keep_password:
        return _keep_password(folder)
    if options.send:
        posted = send_report(
            folder,
            day,
            print_pdf,
            number=options.number,
            insist=options.insist,
            password=password_of,
            clock_now=lambda: datetime.now(now.tzinfo),
        )
        for line in posted.told:
            print(line)
        return CLEAN if posted.clean else NEEDS_A_PERSON
    drafted = draft_mail(folder, day, print_pdf, number=options.number)
    for note in drafted.notes:
        _tell(note)
    print(f"Thư nháp: {os.path.normpath(drafted.path)}")
    on = f"--ngay {day.isoformat()}"
    print(f"Gửi thẳng từ đây: hotich thu {on} --gui. Trả lời các đơn vị: hotich tra-loi {on}")
    if not drafted.numbered:
        _tell(f"Văn bản chưa có số: gõ vào bằng Word, hoặc hotich thu {on} --so SỐ")
    if not drafted.addressed:
        _tell("Chưa có địa chỉ người nhận: ghi ở trang Thiết lập của sổ, mục Gửi tới.")
    return CLEAN


def _keep_password(folder: Folder) -> int:
    from getpass import getpass

    from xlpy.app.plan_of_folder import plan_of
    from xlpy.doors.mail.passwords import keep_password

    account = plan_of(folder).plan.mail.login
    if not account:
        raise CannotDo(
            "Trang Thiết lập của sổ chưa ghi “Địa chỉ gửi đi” hay “Tên đăng nhập hộp thư”. Ghi, rồi chạy lại."
        )
    asked = f"Mật khẩu hộp thư {account} (gõ không hiện chữ): "
    password = getpass(asked) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise CannotDo("Chưa đọc được mật khẩu. Chạy lệnh này trong cửa sổ lệnh rồi gõ mật khẩu khi được hỏi.")
    keep_password(account, password)
    print(f"Đã cất mật khẩu của {account} vào kho mật khẩu của máy.")
    return CLEAN


def answer(options: argparse.Namespace, now: datetime) -> int:
    """The units' answers as drafts."""
    from xlpy.app.mail.answer import answer_units

    folder = Folder(options.folder)
    answers = answer_units(folder, options.date or now.date(), now, options.units)
    if not answers:
        print("Chưa có gì để trả lời.")
    for one in answers:
        to = ", ".join(one.to) or "CHƯA BIẾT ĐỊA CHỈ"
        print(f"{folder.shown(one.path)} → {to}" + (" (kèm tệp đã đánh dấu)" if one.returned else ""))
    if any(not one.to for one in answers):
        _tell("Địa chỉ của đơn vị: ghi ở trang Thiết lập của sổ, cột Địa chỉ thư.")
    return CLEAN


def fetch(options: argparse.Namespace, now: datetime) -> int:
    """Letters from the office's mailbox into the inbox."""
    from xlpy.app.mail.fetch import fetch_mail
    from xlpy.app.plan_of_folder import plan_of
    from xlpy.core.text import printable

    folder = Folder(options.folder)
    folder.must_exist()
    fetched = fetch_mail(folder, plan_of(folder).plan, now.date(), options.since)
    for brought in fetched.written:
        print(printable(f"{folder.shown(brought.path.parent)}/{brought}"))
    for note in fetched.notes:
        _tell(note)
    print(
        f"{len(fetched.written)} thư mới, {fetched.there} thư đã lấy trước đây, "
        f"{fetched.passed_over} thư khác không lấy. Tổng hợp: hotich tong-hop"
    )
    return CLEAN


def watch(options: argparse.Namespace, now: datetime) -> "Outcome":
    """Merge as files come, until the office's own hour."""
    from xlpy.app.errors import explain
    from xlpy.app.mail.answer import answer_units
    from xlpy.app.mail.fetch import fetch_mail
    from xlpy.app.merge.merge_day import consolidate
    from xlpy.app.plan_of_folder import plan_of
    from xlpy.app.watch import screen_on
    from xlpy.app.watch import watch as watch_folder
    from xlpy.drawing.mail.answers import AnswerKind

    gc.enable()  # a watch lives for hours; other verbs do not wait for it
    folder = Folder(options.folder)
    day = options.date or now.date()
    if day > now.date():
        raise CannotDo(f"--ngay {day}: ngày chưa tới, chưa có gì để theo dõi. Xem lại ngày rồi chạy lại.")

    def clock_now() -> datetime:
        return datetime.now(now.tzinfo)

    def press(waiting: frozenset[Path]) -> "Outcome":
        outcome = consolidate(
            folder,
            day,
            inbox=options.inbox,
            output=options.output,
            accept=options.accept,
            waiting=waiting,
            now=clock_now(),
        )
        try:
            answer_units(folder, day, clock_now())
        except Exception as error:  # the merge stands all the same
            told = f"Chưa soạn được thư trả lời. {explain(error, folder.path)}"
            return outcome._replace(notes=(*outcome.notes, told))
        return outcome

    def remind(_: "Standing") -> Sequence[str]:
        answers = answer_units(folder, day, clock_now())
        names = [one.name for one in answers if one.kind is AnswerKind.REMINDER]
        place = folder.shown(answers[0].path.parent) if answers else ""
        return [f"Đã soạn thư nhắc ở {place}: {', '.join(names)}."] if names else []

    def bring() -> Sequence[str]:
        fetched = fetch_mail(folder, plan_of(folder).plan, day)
        brought = [f"Lấy về {len(fetched.written)} thư."] if fetched.written else []
        return [*brought, *fetched.notes]

    has_mailbox = bool(plan_of(folder).plan.mail.imap)
    with screen_on(sys.stderr if options.json else sys.stdout) as screen:
        return watch_folder(
            folder,
            day,
            now=clock_now,
            sleep=time.sleep,
            press=press,
            remind=remind,
            fetch=bring if has_mailbox else None,
            inbox=options.inbox,
            screen=screen,
        )
