"""Thư: the day's report on its way out, as a draft, or sent once."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from xlpy.app import journal_of_folder
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.journal_of_folder import copy_journal
from xlpy.app.mail.alone import alone
from xlpy.app.mail.compose import Composed, Printer, compose
from xlpy.app.mail.noted import note
from xlpy.core.consolidate import Standing, Status
from xlpy.core.plan.plan import Mail, Plan
from xlpy.core.text import clock
from xlpy.core.text import day as written
from xlpy.doors.disk.saving import write
from xlpy.drawing.mail.message import draw_draft, draw_message
from xlpy.journal import Journal
from xlpy.journal.dispatch import REPORT, RESTORED, Dispatch, Sending


class Consent(NamedTuple):
    """What the office knows and wants all the same, each by itself: who agrees to one has not agreed to the others."""

    missing: bool = False
    """Units have no figures for the day."""
    other_day: bool = False
    """The report is not today's."""
    again: bool = False
    """A sending was begun and has no end, or may have been forgotten: it may go out twice."""


NO_CONSENT = Consent()


class Drafted(NamedTuple):
    """A day's draft: where it is, and what goes with it (report, PDF, letter).

    Whether the settings name anybody to send it to, whether its letter has a number, what people should know, and
    which settings are blank without which nothing is sent from here.
    """

    path: Path
    made: tuple[Path, ...]
    addressed: bool
    numbered: bool
    notes: tuple[str, ...]
    lacking: tuple[str, ...]


def draft_mail(
    folder: Folder, day: date, printer: Printer, *, number: int | None = None, current: Plan | None = None
) -> Drafted:
    """Write the draft of a day beside its report; the same report gives the same draft. Raises what `compose` does."""
    with alone(folder):
        return _draft(folder, compose(folder, day, printer, number=number, current=current))


def _draft(folder: Folder, composed: Composed) -> Drafted:
    target, notes = composed.report.with_suffix(".eml"), composed.notes
    path = write(target, draw_draft(composed.addressing, composed.text.body, composed.html, composed.attachments))
    if path != target:
        notes = (*notes, f"{folder.shown(target)}: đang mở ở chương trình khác, thư nháp mới ở {path.name}.")
    beside = (composed.report.parent / attached.name for attached in composed.attachments)
    made = tuple(place for place in beside if place.exists())
    to = bool(composed.addressing.to)
    return Drafted(path, made, to, composed.numbered, notes, _lacking(composed.plan.mail))


def _lacking(mail: Mail) -> tuple[str, ...]:
    """The settings' names that sending needs and that are blank."""
    needed = (
        (mail.smtp, "Máy chủ gửi thư (SMTP)"),
        (mail.sender, "Địa chỉ gửi đi"),
        (mail.to, "Gửi tới"),
    )
    return tuple(label for value, label in needed if not value)


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
    consent: Consent = NO_CONSENT,
    password: Callable[[str], str],
    clock_now: Callable[[], datetime],
) -> Posted:
    """Send a day's report, at most once each version of it: the journal knows what went out.

    Refused where units have no figures for the day, the day is not today, or an earlier sending has no end, unless the
    office consents to just that; and while another sending is under way. Raises CannotDo, NotSent, Unknown, and what
    `compose` raises.
    """
    with alone(folder):
        return _send(folder, day, printer, number, consent, password, clock_now)


def _send(
    folder: Folder,
    day: date,
    printer: Printer,
    number: int | None,
    consent: Consent,
    password: Callable[[str], str],
    clock_now: Callable[[], datetime],
) -> Posted:
    from xlpy.doors.mail.servers import server_of
    from xlpy.doors.mail.smtp import NotSent, Unknown, send

    composed = compose(folder, day, printer, number=number)
    draft = _draft(folder, composed)
    mail = composed.plan.mail
    with journal_of_folder.reading(folder) as journal:
        before = _sendings(journal, day)
        restored = [step for step in journal.dispatches() if step.subject == RESTORED]
    same = [one for one in before if one.version == composed.version]
    reached = [address for one in same if one.state is Sending.SENT for address in one.recipients]
    left = tuple(address for address in composed.addressing.recipients if address not in reached)
    if same and same[-1].state is Sending.SENT and not left:
        told = f"Báo cáo này đã gửi {', '.join(reached)} lúc {_hour(composed, same[-1])}; không gửi lại."
        return Posted(draft.path, (*draft.notes, told))
    _must_be_sendable(folder, composed, before, restored, clock_now(), consent)
    earlier = [one for one in before if one.state is Sending.SENT and one.version != composed.version]
    addressing = composed.addressing
    if earlier:
        addressing = addressing._replace(subject=f"{addressing.subject} – thay bản gửi {_hour(composed, earlier[-1])}")
    server, word = server_of(mail.smtp, 465), password(mail.login)
    message_id = _message_id(composed.version, mail.sender)
    step = Dispatch(day, REPORT, composed.version, message_id, left, Sending.BEGUN, clock_now())
    _begin(folder, step, len(before))
    message = draw_message(addressing, message_id, clock_now(), composed.text.body, composed.html, composed.attachments)
    try:
        sent = send(server, mail.login, word, mail.sender, left, message)
    except (NotSent, Unknown) as error:
        state = Sending.NOT_SENT if isinstance(error, NotSent) else Sending.UNKNOWN
        noted = note(folder, step._replace(state=state, at=clock_now(), said=str(error)))
        if state is Sending.NOT_SENT:
            without = f", bỏ {', '.join(reached)} là nơi đã nhận" if reached else ""
            by_hand = f"Cần gửi ngay thì mở {folder.shown(draft.path)} bằng chương trình thư{without}."
            raise NotSent(" ".join((str(error), by_hand, *noted.told))) from None
        raise Unknown(" ".join((str(error), *noted.told))) from None
    refused = "; ".join(f"{address}: {said}" for address, said in sent.refused.items())
    took = tuple(address for address in left if address not in sent.refused)
    noted = note(folder, step._replace(state=Sending.SENT, at=clock_now(), recipients=took, said=refused))
    said = [*draft.notes, f"Đã gửi báo cáo ngày {written(day)} tới {', '.join(took)}.", *noted.told]
    if not composed.numbered:
        said.append("Văn bản gửi kèm chưa có số.")
    if refused:
        said.append(f"Máy chủ không nhận: {refused}. Sửa địa chỉ ở Thiết lập rồi gửi lại: chỉ gửi cho người chưa nhận.")
    return Posted(draft.path, tuple(said), clean=not refused and noted.stands)


def _sendings(journal: Journal, day: date) -> Sequence[Dispatch]:
    return [one for one in journal.dispatches() if (one.date, one.subject) == (day, REPORT)]


def _begin(folder: Folder, step: Dispatch, known: int) -> None:
    """Write down that a sending begins, unless another one began since the journal was read."""
    with journal_of_folder.writing(folder) as journal:
        if len(_sendings(journal, step.date)) != known:
            raise CannotDo("Một lần gửi khác vừa bắt đầu, ở cửa sổ hay máy khác. Chờ xong rồi chạy lại.")
        journal.note(step)
        journal.commit()
        copy_journal(folder, journal, step.date)  # what could not be copied now is, when the sending has ended


def _must_be_sendable(
    folder: Folder,
    composed: Composed,
    before: Sequence[Dispatch],
    restored: Sequence[Dispatch],
    now: datetime,
    consent: Consent,
) -> None:
    """Raises CannotDo with everything that stands against sending."""
    mail, day = composed.plan.mail, composed.standing.date
    if not composed.genuine:
        again = folder.command(f"bao-cao --ngay {day.isoformat()}")
        raise CannotDo(
            f"{folder.shown(composed.report)}: tệp đã được mở ra và lưu lại, không còn đúng bản lập từ nhật ký "
            f"nên không gửi. Cần giữ thì chép đi nơi khác, rồi chạy: {again}"
        )
    if composed.set_aside:
        raise CannotDo(
            "Chưa gửi: số liệu đã khác nên văn bản vừa được soạn lại; bản sửa tay trước đó chuyển thành "
            f"{composed.set_aside}. Xem văn bản mới, sửa lại nếu cần, rồi chạy lại."
        )
    today = now.astimezone(composed.plan.timezone).date()
    against = []
    if day != today and not consent.other_day:
        against.append((f"báo cáo của ngày {written(day)}, không phải hôm nay", "--ngay-khac"))
    if (without := _without_figures(composed.standing)) and not consent.missing:
        against.append((f"chưa có số liệu của {without}", "--con-thieu"))
    if (unclear := _may_have_gone(composed, before, restored)) and not consent.again:
        against.append((unclear, "--gui-lai"))
    if against:
        why, options = zip(*against, strict=True)
        raise CannotDo(f"Chưa gửi: {'; '.join(why)}. Vẫn gửi thì thêm {' '.join(options)}.")
    if blank := ", ".join(f"“{label}”" for label in _lacking(mail)):
        raise CannotDo(f"Chưa gửi được: trang Thiết lập của Hotich.xlsm chưa ghi {blank}. Ghi, lưu tệp rồi chạy lại.")


def _may_have_gone(composed: Composed, before: Sequence[Dispatch], restored: Sequence[Dispatch]) -> str:
    """Why nobody knows whether this report is with its recipients already; "" where it is known."""
    same = [one for one in before if one.version == composed.version]
    if same and same[-1].state in (Sending.BEGUN, Sending.UNKNOWN):
        return (
            f"lần gửi lúc {_hour(composed, same[-1])} bị đứt giữa chừng, không biết thư đã đi chưa: "
            f"xem thư mục Đã gửi hoặc hỏi người nhận trước (mã thư {same[-1].message_id})"
        )
    for step in reversed(restored):
        day = step.at.astimezone(composed.plan.timezone).date()
        if composed.standing.date <= day and not any(one.at > step.at for one in before):
            return (
                f"nhật ký đã được thay bằng bản sao lúc {_hour(composed, step)}, không rõ báo cáo này đã gửi trước đó "
                "chưa, xem thư mục Đã gửi trước"
            )
    return ""


def _hour(composed: Composed, step: Dispatch) -> str:
    """When a step was, by the plan's clock and not that of the machine."""
    return clock(step.at.astimezone(composed.plan.timezone))


def _without_figures(standing: Standing) -> str:
    without = [unit.name for unit in standing.units if unit.status in (Status.MISSING, Status.REFUSED)]
    return ", ".join(without)


def _message_id(version: str, sender: str) -> str:
    """The same for the same version: a server or a mail program that gets it twice can tell."""
    return f"<hotich.{version[:32]}@{sender.rpartition('@')[2]}>"
