"""`tong-hop --theo-doi`: the watch, with what it calls on whenever something comes."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.app.folder import CannotDo, Folder
from xlpy.shell.screens import now

if TYPE_CHECKING:
    from xlpy.app.mail.at_once import Round
    from xlpy.app.merge.merge_day import Outcome
    from xlpy.core.consolidate import Standing


def watch(folder: Folder, options: argparse.Namespace) -> "Outcome":
    """Merge as files come, until the office's own hour."""
    from xlpy.app.journal_of_folder import reading
    from xlpy.app.mail.answer import answer_units
    from xlpy.app.mail.at_once import Answering
    from xlpy.app.mail.fetch import fetch_mail
    from xlpy.app.merge.day_asked import by_the_clock
    from xlpy.app.merge.merge_day import consolidate
    from xlpy.app.plan_of_folder import plan_of
    from xlpy.app.watch import screen_on
    from xlpy.app.watch import watch as watch_folder
    from xlpy.doors.mail.passwords import password_of

    plan = plan_of(folder).plan
    today = plan.day_at(now())
    if options.date is None:
        with reading(folder) as journal:
            by_the_clock(plan, today, journal.days())
    day = options.date or today
    if day > today:
        raise CannotDo(f"--ngay {day}: ngày chưa tới, chưa có gì để theo dõi. Xem lại ngày rồi chạy lại.")

    withdraw = list(options.withdraw)

    def press(waiting: frozenset[Path]) -> "Outcome":
        outcome = consolidate(
            folder,
            day,
            inbox=options.inbox,
            output=options.output,
            accept=options.accept,
            withdraw=tuple(withdraw),
            agrees=lambda _: options.insist,
            waiting=waiting,
            thorough=options.thorough,
            now=now(),
        )
        withdraw.clear()  # what is told by telephone from now on is to count
        return outcome

    answering = Answering(folder, day, password=password_of, clock_now=now)

    def answer(reminders: bool) -> "Round":
        return answering.round(reminders=reminders)

    def remind(_: "Standing") -> Sequence[str]:
        if plan_of(folder).plan.mail.answers_at_once:
            return ()  # the round of answers sends them, and says so
        drafts = [one for one in answer_units(folder, day, now()) if one.reminds and not one.sent]
        if not drafts:
            return ()
        names = ", ".join(one.name for one in drafts)
        return [f"Đã soạn thư nhắc ở {folder.shown(drafts[0].path.parent)}: {names}."]

    def bring() -> Sequence[str]:
        fetched = fetch_mail(folder, plan_of(folder).plan, day)
        brought = [f"Lấy về {len(fetched.written)} thư."] if fetched.written else []
        return [*brought, *fetched.notes]

    with screen_on(sys.stderr if options.json else sys.stdout) as screen:
        return watch_folder(
            folder,
            day,
            now=now,
            sleep=time.sleep,
            press=press,
            remind=remind,
            fetch=bring if plan.mail.imap else None,
            answer=answer,
            inbox=options.inbox,
            screen=screen,
        )
