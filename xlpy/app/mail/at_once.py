"""Tự trả lời: units' answers go out as soon as their files are judged, each at most once, and the journal knows.

Nothing is sent twice by itself: what was begun and has no end is told and left to a person. Only a unit's registered
addresses are written to, and never where a stranger, a macro or another program may be at the other end.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta, tzinfo
from hashlib import sha256
from typing import NamedTuple

from xlpy.app import journal_of_folder
from xlpy.app.folder import Folder
from xlpy.app.mail.alone import answering_alone
from xlpy.app.mail.answer import KIND_LABELS, Answer, answer_units
from xlpy.app.mail.barring import Asked, Barring
from xlpy.app.mail.noted import note
from xlpy.app.plan_of_folder import plan_of
from xlpy.core.plan.dated import of_day
from xlpy.core.plan.plan import Plan
from xlpy.core.text import day as written
from xlpy.doors.disk.saving import write
from xlpy.doors.mail.servers import MailServerError, server_of
from xlpy.doors.mail.smtp import NotSent, Refused, Unknown, send
from xlpy.drawing.mail.answers import AnswerKind
from xlpy.drawing.mail.message import draw_message
from xlpy.journal.dispatch import Dispatch, Sending

MOST_A_ROUND = 30
"""Letters sent before the inbox is looked at again; the next round goes on with the others."""

_SOON = timedelta(seconds=5)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
"""Until the server is called again after it failed, twice as long each time."""

_URGENT = (AnswerKind.REFUSED, AnswerKind.REMINDER, AnswerKind.WARNED, AnswerKind.ACCEPTED)
"""Who has something to mend hears first."""


class Round(NamedTuple):
    """What a round of answers did. `told` is for people, each thing once while it lasts; `answers` are all of the day.

    `summary` is one line for a board, "" where nothing goes out by itself. `again_at`: when something that is left may
    go; None where nothing is, or only a person can help. `left`: something needs a person, or is still to go.
    """

    told: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    summary: str = ""
    again_at: datetime | None = None
    left: bool = False


class Answering:
    """A day's answers, drafted and, where the office set it so, sent. One object lasts as long as a watch does."""

    def __init__(
        self, folder: Folder, day: date, *, password: Callable[[str], str], clock_now: Callable[[], datetime]
    ) -> None:
        self._folder, self._day = folder, day
        self._password, self._clock_now = password, clock_now
        self._wait = _FIRST_WAIT
        self._call_at: datetime | None = None
        self._told: set[str] = set()
        self._trouble = ""
        self._zone: tzinfo | None = None

    def round(self, *, reminders: bool = True) -> Round:
        """Draft every answer, and send what is due where Tự trả lời is on. `reminders`: those may go, too.

        Raises what `answer_units` raises; CannotDo where another program is sending answers just now.
        """
        plan = plan_of(self._folder).plan
        if not plan.mail.answers_at_once:
            return Round(answers=answer_units(self._folder, self._day, self._now(), current=plan))
        return self._round(plan, None, reminders=reminders)

    def by_hand(self, asked: Asked) -> Round:
        """Send what is due because a person says so now, whatever the setting and the day of the week."""
        return self._round(plan_of(self._folder).plan, asked, reminders=True)

    def _round(self, plan: Plan, asked: Asked | None, *, reminders: bool) -> Round:
        plan = of_day(plan, self._day)
        self._zone = plan.timezone
        with answering_alone(self._folder):
            now = self._now()
            answers = answer_units(self._folder, self._day, now, asked.units if asked else (), plan)
            if off := self._off(plan, now, by_hand=asked is not None):
                said = [f"Chưa gửi thư trả lời: {off}. Thư nháp vẫn soạn đủ."]
                return Round(self._new(said), answers, f"Tự trả lời: {off}", left=asked is not None)
            with journal_of_folder.reading(self._folder) as journal:
                barring = Barring(self._folder, plan, self._day, now, journal.dispatches(), asked, reminders=reminders)
            waiting = [one for one in answers if not one.sent and not barring.is_early(one)]
            bars = {one.unit: barring.bar(one) for one in waiting}
            due = sorted((one for one in waiting if not bars[one.unit]), key=lambda one: _URGENT.index(one.kind))
            told = [_not_sent(one, bar) for one in waiting if (bar := bars[one.unit])]
            ends: dict[str, Dispatch] = {}
            again_at = self._call_at if asked is None and self._call_at is not None and now < self._call_at else None
            if again_at is None:
                ends, said, trouble = self._send(plan, due[:MOST_A_ROUND])
                told += (*said, *self._troubled(trouble))
                again_at = self._next(failed=bool(trouble), more=len(due) > MOST_A_ROUND)
            answers = tuple(_ended(one, ends.get(one.unit)) for one in answers)
            left = sum(not one.sent for one in answers if one.unit in bars)
            sent = f"Tự trả lời: đã gửi {barring.sent + sum(end.state is Sending.SENT for end in ends.values())} thư"
            summary = f"{sent}, chưa gửi {left}" if left else sent
            return Round(self._new(told), answers, summary, again_at if due else None, bool(left))

    def _now(self) -> datetime:
        """The hour by the plan's clock and not that of the machine."""
        return self._clock_now().astimezone(self._zone)

    def _next(self, *, failed: bool, more: bool) -> datetime | None:
        """When the server is to be called again; None where there is nothing to call it for."""
        if failed:
            self._call_at = self._now() + self._wait
            self._wait = min(2 * self._wait, _LONGEST_WAIT)
            return self._call_at
        self._wait, self._call_at = _FIRST_WAIT, None
        return self._now() + _SOON if more else None

    def _troubled(self, trouble: str) -> Iterator[str]:
        """What is wrong with the server, once while it lasts."""
        if trouble and trouble != self._trouble:
            self._told.discard(trouble)
            yield trouble
        self._trouble = trouble

    def _off(self, plan: Plan, now: datetime, *, by_hand: bool) -> str:
        """Why nothing is sent; "" where it is."""
        mail = plan.mail
        needed = ((mail.smtp, "Máy chủ gửi thư (SMTP)"), (mail.sender, "Địa chỉ gửi đi"))
        if blank := ", ".join(f"“{label}”" for value, label in needed if not value):
            return f"trang Thiết lập của Hotich.xlsm chưa ghi {blank}"
        if plan.day_at(now) != self._day:
            return f"ngày {written(self._day)} không phải hôm nay"
        if plan.mail.rests_on(self._day) and not by_hand:
            return "hôm nay là Chủ nhật hoặc ngày nghỉ đã ghi ở Thiết lập"
        return ""

    def _new(self, told: Iterable[str]) -> tuple[str, ...]:
        """What was not told before: a board that says a thing each minute hides the others."""
        new = tuple(text for text in dict.fromkeys(told) if text not in self._told)
        self._told.update(new)
        return new

    def _send(self, plan: Plan, due: Sequence[Answer]) -> tuple[dict[str, Dispatch], list[str], str]:
        """Send letters one after the other, until the server fails. Returns how each ended, what to tell, and what is
        wrong with the server.

        How one ended is written down together with the beginning of the next.
        """
        ends, told, before, trouble = dict[str, Dispatch](), list[str](), list[Dispatch](), ""
        if not due:
            return ends, told, trouble
        mail = plan.mail
        try:
            server, word = server_of(mail.smtp, 465), self._password(mail.login)
        except MailServerError as error:
            return ends, told, str(error)
        for answer in due:
            begun = self._begun(mail.sender, answer)
            if not (noted := note(self._folder, *before, begun, copied=False)).stands:
                return ends, told, " ".join(noted.told)
            message = _drawn(answer, begun)
            try:
                sent = send(server, mail.login, word, mail.sender, begun.recipients, message, waits=())
            except (NotSent, Unknown) as error:
                end = begun._replace(state=_STATES.get(type(error), Sending.NOT_SENT), at=self._now(), said=str(error))
                if end.state is Sending.REFUSED:
                    told.append(_not_sent(answer, f"máy chủ không nhận. {error}"))
                else:
                    trouble = f"{answer.name}: {error}" if end.state is Sending.UNKNOWN else str(error)
            else:
                told += self._gone(answer, begun, message, sent.refused)
                took = tuple(address for address in begun.recipients if address not in sent.refused)
                refused = "; ".join(f"{address}: {said}" for address, said in sent.refused.items())
                end = begun._replace(state=Sending.SENT, at=self._now(), recipients=took, said=refused)
            ends[answer.unit] = end
            before = [end]
            if trouble:
                break
        if before and not (noted := note(self._folder, *before)).stands:
            trouble = " ".join((trouble, *noted.told)).strip()
        return ends, told, trouble

    def _begun(self, sender: str, answer: Answer) -> Dispatch:
        seed = f"{self._day} {answer.unit} {answer.version}"
        message_id = f"<hotich.{sha256(seed.encode()).hexdigest()[:32]}@{sender.rpartition('@')[2]}>"
        recipients = answer.registered
        return Dispatch(self._day, answer.unit, answer.version, message_id, recipients, Sending.BEGUN, self._now())

    def _gone(self, answer: Answer, begun: Dispatch, message: bytes, refused: Mapping[str, str]) -> Iterator[str]:
        """What went out is kept, and its draft goes: somebody would send it once more."""
        try:
            write(answer.sent_copy, message)
        except OSError as error:  # it went all the same
            yield f"{self._folder.shown(answer.sent_copy)}: chưa lưu được bản đã gửi ({error.strerror})."
        for path in (answer.path, answer.returned):
            with suppress(OSError):  # open in a mail program: it goes when the answers are made again
                if path is not None:
                    path.unlink(missing_ok=True)
        took = ", ".join(address for address in begun.recipients if address not in refused)
        yield f"{answer.name}: đã gửi {KIND_LABELS[answer.kind]} tới {took}."
        for address, said in refused.items():
            yield f"{answer.name}: máy chủ không nhận địa chỉ {address} ({said}). Sửa ở Thiết lập, cột Địa chỉ thư."


def _not_sent(answer: Answer, why: str) -> str:
    return f"{answer.name}: chưa gửi {KIND_LABELS[answer.kind]}: {why}"


def _ended(answer: Answer, end: Dispatch | None) -> Answer:
    """The answer once its sending ended."""
    if end is None:
        return answer
    return answer._replace(last=end, path=answer.sent_copy if end.state is Sending.SENT else answer.path)


def _drawn(answer: Answer, begun: Dispatch) -> bytes:
    assert answer.message is not None
    addressing = answer.message.addressing._replace(to=begun.recipients)
    by_itself = "auto-generated" if answer.reminds else "auto-replied"
    return draw_message(
        addressing,
        begun.message_id,
        begun.at,
        answer.message.body,
        attachments=answer.message.attached,
        automatic=by_itself,
    )


_STATES: Mapping[type[Exception], Sending] = {Unknown: Sending.UNKNOWN, Refused: Sending.REFUSED}
