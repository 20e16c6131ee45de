"""Thư: the day's report on its way out, as a draft, or sent once."""

import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from xlpy.app.folder import CannotDo, Folder
from xlpy.app.mail.compose import Composed, Printer, compose
from xlpy.core.consolidate import Standing, Status
from xlpy.core.plan.plan import Plan
from xlpy.core.text import clock
from xlpy.core.text import day as written
from xlpy.doors.disk.saving import write
from xlpy.drawing.mail.message import draw_draft, draw_message
from xlpy.journal import Journal, JournalBusy
from xlpy.journal.dispatch import Dispatch, Sending

_JOURNAL_TRIES = 60
"""Seconds that the end of a sending waits for the journal."""

REPORT = "report"
"""What the journal calls the report among the letters that went out."""


class Drafted(NamedTuple):
    """A day's draft: where it is, whether the settings name anybody to send it to, whether its letter has a number, and
    what people should know."""

    path: Path
    addressed: bool
    numbered: bool
    notes: tuple[str, ...]


def draft_mail(
    folder: Folder, day: date, printer: Printer, *, number: int | None = None, current: Plan | None = None
) -> Drafted:
    """Write the draft of a day beside its report; the same report gives the same draft. Raises what `compose` does."""
    return _draft(compose(folder, day, printer, number=number, current=current))


def _draft(composed: Composed) -> Drafted:
    path = composed.report.with_suffix(".eml")
    write(path, draw_draft(composed.addressing, composed.text.body, composed.html, composed.attachments))
    return Drafted(path, bool(composed.addressing.to), composed.numbered, composed.notes)


class Posted(NamedTuple):
    """What became of a sending: `clean` where nothing is left for a person to do."""

    path: Path
    told: tuple[str, ...]
    clean: bool = True


def send_report(
    folder: Folder,
    day: date,
    printer: Printer,
    *,
    number: int | None = None,
    insist: bool = False,
    password: Callable[[str], str],
    clock_now: Callable[[], datetime],
) -> Posted:
    """Send a day's report, at most once each version of it: the journal knows what went out.

    Refused where units have no figures for the day, or the day is not today, unless the office insists. Raises
    CannotDo, NotSent, Unknown, and what `compose` raises.
    """
    from xlpy.doors.mail.servers import server_of
    from xlpy.doors.mail.smtp import NotSent, Unknown, send

    composed = compose(folder, day, printer, number=number)
    draft = _draft(composed)
    mail = composed.plan.mail
    with Journal.reading(folder.journal) as journal:
        before = _sendings(journal, day)
    same = [one for one in before if one.version == composed.version]
    reached = [address for one in same if one.state is Sending.SENT for address in one.recipients]
    left = tuple(address for address in composed.addressing.recipients if address not in reached)
    if same and same[-1].state is Sending.SENT and not left:
        told = f"Báo cáo này đã gửi {', '.join(reached)} lúc {clock(same[-1].at)}; không gửi lại."
        return Posted(draft.path, (*draft.notes, told))
    _must_be_sendable(folder, composed, same, clock_now(), insist)
    earlier = [one for one in before if one.state is Sending.SENT and one.version != composed.version]
    addressing = composed.addressing
    if earlier:
        addressing = addressing._replace(subject=f"{addressing.subject} – thay bản gửi {clock(earlier[-1].at)}")
    server, word = server_of(mail.smtp, 465), password(mail.login)
    message_id = _message_id(composed.version, mail.sender)
    step = Dispatch(day, REPORT, composed.version, message_id, left, Sending.BEGUN, clock_now())
    _begin(folder, step, len(before))
    message = draw_message(addressing, message_id, clock_now(), composed.text.body, composed.html, composed.attachments)
    try:
        sent = send(server, mail.login, word, mail.sender, left, message)
    except (NotSent, Unknown) as error:
        state = Sending.NOT_SENT if isinstance(error, NotSent) else Sending.UNKNOWN
        _note(folder, step._replace(state=state, at=clock_now(), said=str(error)))
        if state is Sending.NOT_SENT:
            without = f", bỏ {', '.join(reached)} là nơi đã nhận" if reached else ""
            by_hand = f"Cần gửi ngay thì mở {folder.shown(draft.path)} bằng chương trình thư{without}."
            raise NotSent(f"{error} {by_hand}") from None
        raise
    refused = "; ".join(f"{address}: {said}" for address, said in sent.refused.items())
    took = tuple(address for address in left if address not in sent.refused)
    _note(folder, step._replace(state=Sending.SENT, at=clock_now(), recipients=took, said=refused))
    said = [*draft.notes, f"Đã gửi báo cáo ngày {written(day)} tới {', '.join(took)}."]
    if not composed.numbered:
        said.append("Văn bản gửi kèm chưa có số.")
    if refused:
        said.append(f"Máy chủ không nhận: {refused}. Sửa địa chỉ ở Thiết lập rồi gửi lại: chỉ gửi cho người chưa nhận.")
    return Posted(draft.path, tuple(said), clean=not refused)


def _sendings(journal: Journal, day: date) -> Sequence[Dispatch]:
    return [one for one in journal.dispatches() if (one.date, one.subject) == (day, REPORT)]


def _begin(folder: Folder, step: Dispatch, known: int) -> None:
    """Write down that a sending begins, unless another one began since the journal was read."""
    with Journal.writing(folder.journal) as journal:
        if len(_sendings(journal, step.date)) != known:
            raise CannotDo("Một lần gửi khác vừa bắt đầu, ở cửa sổ hay máy khác. Chờ xong rồi chạy lại.")
        journal.note(step)
        journal.commit(folder.backup(step.date))


def _note(folder: Folder, step: Dispatch) -> None:
    """Write down how a sending ended. A merge that holds the journal just then is waited for."""
    for left in reversed(range(_JOURNAL_TRIES)):
        try:
            with Journal.writing(folder.journal) as journal:
                journal.note(step)
                journal.commit(folder.backup(step.date))
            return
        except JournalBusy:
            if not left:
                raise
            time.sleep(1)


def _must_be_sendable(
    folder: Folder, composed: Composed, same: Sequence[Dispatch], now: datetime, insist: bool
) -> None:
    """Raises CannotDo with everything that stands against sending."""
    mail, day = composed.plan.mail, composed.standing.date
    if not composed.genuine:
        raise CannotDo(
            f"{folder.shown(composed.report)}: tệp đã được mở ra và lưu lại, không còn đúng bản lập từ nhật ký "
            f"nên không gửi. Cần giữ thì chép đi nơi khác, rồi chạy: hotich bao-cao --ngay {day.isoformat()}"
        )
    if composed.set_aside:
        raise CannotDo(
            "Chưa gửi: số liệu đã khác nên văn bản vừa được soạn lại; bản sửa tay trước đó chuyển thành "
            f"{composed.set_aside}. Xem văn bản mới, sửa lại nếu cần, rồi chạy lại."
        )
    against = []
    if day != now.astimezone(composed.plan.timezone).date():
        against.append(f"báo cáo của ngày {written(day)}, không phải hôm nay")
    if without := _without_figures(composed.standing):
        against.append(f"chưa có số liệu của {without}")
    if same and same[-1].state in (Sending.BEGUN, Sending.UNKNOWN):
        against.append(
            f"lần gửi lúc {clock(same[-1].at)} bị đứt giữa chừng, không biết thư đã đi chưa: "
            f"xem thư mục Đã gửi hoặc hỏi người nhận trước (mã thư {same[-1].message_id})"
        )
    if against and not insist:
        raise CannotDo(f"Chưa gửi: {'; '.join(against)}. Vẫn gửi thì thêm --van-gui.")
    needed = (
        (mail.smtp, "Máy chủ gửi thư (SMTP)"),
        (mail.sender, "Địa chỉ gửi đi"),
        (mail.to, "Gửi tới"),
    )
    if blank := ", ".join(f"“{label}”" for value, label in needed if not value):
        raise CannotDo(f"Chưa gửi được: trang Thiết lập của sổ chưa ghi {blank}. Ghi, lưu sổ rồi chạy lại.")


def _without_figures(standing: Standing) -> str:
    without = [unit.name for unit in standing.units if unit.status in (Status.MISSING, Status.REFUSED)]
    return ", ".join(without)


def _message_id(version: str, sender: str) -> str:
    """The same for the same version: a server or a mail program that gets it twice can tell."""
    return f"<hotich.{version[:32]}@{sender.rpartition('@')[2]}>"
