"""What stands against an answer that a program would send: by whom it goes to, what it answers, and how far it came."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from xlpy.app.folder import Folder
from xlpy.app.mail.answer import Answer
from xlpy.core.plan.plan import Plan
from xlpy.core.text import clock
from xlpy.journal.dispatch import RESTORED, Dispatch, Sending

MOST_A_DAY = 12
"""Letters that one unit gets in a day: whoever can write in its name could fill its mailbox with our answers."""


class Asked(NamedTuple):
    """What a person who has the answers sent by hand asks for. `again`: also those that may have gone already."""

    units: tuple[str, ...] = ()
    again: bool = False


class Barring:
    """What stands against each answer of a day, by what the journal knows of letters.

    `asked`: a person has them sent, who may send a reminder at any hour and a letter more; None where nobody does.
    `reminders`: those may go; not while nobody knows what lies in the mailbox. `sent`: how many of the day went before.
    """

    def __init__(
        self,
        folder: Folder,
        plan: Plan,
        day: date,
        now: datetime,
        steps: Sequence[Dispatch],
        asked: Asked | None,
        *,
        reminders: bool,
    ) -> None:
        self._folder, self._plan, self._day, self._now = folder, plan, day, now
        self._asked, self._reminders = asked, reminders
        self._restored = max((step.at for step in steps if step.subject == RESTORED), default=None)
        self._went = dict.fromkeys((unit.code for unit in plan.senders), 0)
        self.sent = 0
        for step in steps:
            if step.date == day and step.subject in self._went:
                self._went[step.subject] += step.state in (Sending.SENT, Sending.UNKNOWN)
                self.sent += step.state is Sending.SENT

    def is_early(self, answer: Answer) -> bool:
        """Whether nothing but the hour stands against it: a reminder goes in the office's last hours, not after."""
        if not answer.reminds or self._asked is not None:
            return False
        due = self._plan.reminds_at(self._day) <= self._now < self._plan.reports_at(self._day)
        return not (self._reminders and due)

    def bar(self, answer: Answer) -> str:
        """Why an answer is not sent, and what a person can do; "" where it is."""
        mail, last = self._plan.mail, answer.last
        if not answer.registered:
            return "Thiết lập chưa ghi địa chỉ thư của đơn vị."
        own = {address.lower() for address in (mail.sender, mail.login)}
        if own & {address.lower() for address in answer.registered}:
            return "địa chỉ ghi cho đơn vị là của chính cơ quan. Sửa ở Thiết lập, cột Địa chỉ thư."
        if answer.held:
            return f"{answer.held}. Xem tệp, rồi tự gửi từ thư nháp."
        if unclear := self._unclear(answer):
            again = f"tra-loi --ngay {self._day} --don-vi {answer.unit} --gui --gui-lai"
            return (
                f"{unclear}. Xem thư mục Đã gửi của hộp thư hoặc hỏi đơn vị; chưa đi thì: {self._folder.command(again)}"
            )
        if self._asked is not None:
            return ""
        if last is not None and last.state is Sending.REFUSED and last.recipients == answer.registered:
            return f"máy chủ không nhận. {last.said}"
        if self._went[answer.unit] >= MOST_A_DAY:
            return f"hôm nay đơn vị đã được gửi {MOST_A_DAY} thư. Xem tệp, rồi tự gửi từ thư nháp."
        return ""

    def _unclear(self, answer: Answer) -> str:
        """Why nobody knows whether it went already; "" where it is known, or who asks takes that on."""
        last, back = answer.last, self._restored
        if self._asked is not None and self._asked.again:
            return ""
        if last is not None and last.state in (Sending.BEGUN, Sending.UNKNOWN):
            return f"lần gửi lúc {self._hour(last.at)} đứt giữa chừng, không biết thư đã đi chưa"
        if back is None or last is not None or self._plan.day_at(back) != self._day:
            return ""
        came: datetime | None = self._plan.reminds_at(self._day)
        if answer.receipt and not answer.reminds:
            came = answer.receipt.received_at
        if came is None or came <= back:
            return f"nhật ký đã được lấy lại lúc {self._hour(back)}, không rõ thư đã đi trước đó chưa"
        return ""

    def _hour(self, at: datetime) -> str:
        return clock(at.astimezone(self._plan.timezone))
