"""`tong-hop --theo-doi`: the watch, with what it calls on whenever something comes."""

import argparse
import gc
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.app.folder import CannotDo, Folder
from xlpy.shell.screens import now

if TYPE_CHECKING:
    from xlpy.app.merge.merge_day import Outcome
    from xlpy.core.consolidate import Standing


def watch(folder: Folder, options: argparse.Namespace) -> "Outcome":
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
    plan = plan_of(folder).plan
    day = options.date or plan.day_at(now())
    if day > plan.day_at(now()):
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
            now=now(),
        )
        withdraw.clear()  # what is told by telephone from now on is to count
        try:
            answer_units(folder, day, now())
        except Exception as error:  # the merge stands all the same
            told = f"Chưa soạn được thư trả lời. {explain(error, folder.path)}"
            return outcome._replace(notes=(*outcome.notes, told))
        return outcome

    def remind(_: "Standing") -> Sequence[str]:
        answers = answer_units(folder, day, now())
        names = [one.name for one in answers if one.kind is AnswerKind.REMINDER]
        place = folder.shown(answers[0].path.parent) if answers else ""
        return [f"Đã soạn thư nhắc ở {place}: {', '.join(names)}."] if names else []

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
            inbox=options.inbox,
            screen=screen,
        )
