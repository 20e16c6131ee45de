"""Whether a letter was written by a program: by its head as RFC 3834 has it, and by what programs wrote before that."""

import re
from email.message import Message

from xlpy.core.receipt import Automatic

_MACHINES = frozenset({"mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply"})
_OWN_WORDS = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-AutoReply-From", "X-Failed-Recipients")
_SUPPRESSED = frozenset({"all", "oof", "autoreply"})
"""Exchange's word for "do not answer this by a program"."""

_PRECEDENCE = frozenset({"bulk", "junk", "auto_reply"})
_REPORT_CLASS, _MACHINE_CLASSES = "report.", ("ipm.note.rules.", "ipm.schedule.meeting.resp.")
"""How Outlook's classes of letters begin: reports on letters; what its rules (such as "out of office") write, and what
it sends where somebody accepted or declined a meeting."""


def automatic(message: Message, sender: str, outlook_class: str = "") -> Automatic | None:
    """Which kind of program wrote a letter; None where nothing says that one did.

    `sender` is its one address in lower case, `outlook_class` the kind that an .msg says it is.
    """
    kind = outlook_class.lower()
    if message.get_content_type() == "multipart/report" or kind.startswith(_REPORT_CLASS):
        return Automatic.REPORT
    submitted = _word(message, "Auto-Submitted")
    machine = (
        submitted not in ("", "no")
        or _word(message, "Return-Path") == "<>"
        or _word(message, "Precedence") in _PRECEDENCE
        or any(name in message for name in _OWN_WORDS)
        or _SUPPRESSED & {word.strip() for word in _field(message, "X-Auto-Response-Suppress").split(",")}
        or sender.partition("@")[0] in _MACHINES
    )
    if machine or kind.startswith(_MACHINE_CLASSES) or _answers_a_meeting(message):
        return Automatic.REPLY
    listed = any(name.lower().startswith("list-") for name in message) or _word(message, "Precedence") == "list"
    return Automatic.LIST if listed else None


def _answers_a_meeting(message: Message) -> bool:
    """Whether it is what a calendar sends when somebody presses "accept" or "decline"."""
    calendars = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    return any(str(part.get_param("method", "")).lower() == "reply" for part in calendars)


def _field(message: Message, name: str) -> str:
    return str(message.get(name, "")).strip().lower()


def _word(message: Message, name: str) -> str:
    """A field without its parameters and comments."""
    return re.split(r"[;(]", _field(message, name), maxsplit=1)[0].strip()
