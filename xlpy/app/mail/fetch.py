"""Nhận: letters from the office's mailbox into the inbox, where they are files like any other."""

import os
from datetime import date, timedelta
from pathlib import Path, PurePath, PurePosixPath
from typing import NamedTuple
from zlib import crc32

from xlpy.app import journal_of_folder
from xlpy.app.folder import CannotDo, Folder
from xlpy.core.plan.plan import Plan
from xlpy.core.plan.settings import SETTINGS
from xlpy.core.receipt import BROUGHT, MAIL_FOLDER
from xlpy.core.text import clipped, key, number
from xlpy.doors.disk.inbox import look
from xlpy.doors.disk.saving import write
from xlpy.doors.files.content import SPREADSHEET_EXTENSIONS
from xlpy.doors.mail.imap import LARGEST, Attachment, Envelope, Fetched, fetch
from xlpy.doors.mail.passwords import password_of
from xlpy.doors.mail.servers import server_of

_DAYS_BACK = 7
_IMAP_PORT = 993
_EXTENSIONS = SPREADSHEET_EXTENSIONS | {".zip", ".rar", ".7z", ".eml", ".msg"}
_TYPES = frozenset(
    {
        "application/octet-stream",
        "application/ms-tnef",
        "application/vnd.ms-excel",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/x-7z-compressed",
        "application/x-rar-compressed",
        "application/zip",
        "message/rfc822",
    }
)
"""Types under which reports come, whatever their names: some programs give none."""


class Brought(NamedTuple):
    """A letter in the inbox: its file, and what a person knows it by. `sender` is "" where it names none."""

    path: Path
    sender: str
    subject: str

    def __str__(self) -> str:
        return f"{self.path.name}: {self.sender or 'người gửi không rõ'}, “{clipped(self.subject)}”"


class FetchedMail(NamedTuple):
    """What was brought: letters `written`, letters that were `there` before, and others that are no reports.

    `notes` tell a person of letters that could not be brought.
    """

    written: tuple[Brought, ...]
    there: int
    passed_over: int
    notes: tuple[str, ...]


def fetch_mail(folder: Folder, plan: Plan, today: date, since: date | None = None) -> FetchedMail:
    """Bring what a unit sent, or what may hold a report, into the inbox as `thu/BOX-UIDVALIDITY-UID.eml`, as it is.

    Looks at letters received since a day (a week ago unless told). Not brought again: what lies in the inbox, and what
    the journal has taken before, wherever it was tidied away to. Files written before a failure stand.
    Raises CannotDo, MailServerError, OSError, the journal's exceptions.
    """
    mail = plan.mail
    for path, value in ((("mail", "imap"), mail.imap), (("mail", "account"), mail.login)):
        if not value:
            raise CannotDo(
                f"Chưa lấy được thư: trang Thiết lập của Hotich.xlsm chưa ghi “{_label(path)}”. Ghi, lưu tệp rồi "
                "chạy lại."
            )
    inbox = folder.place(plan.inbox)
    if not inbox.is_dir():  # a share that is not there must not be made anew beside itself
        raise CannotDo(f"{inbox}: không có thư mục nhận tệp này; kiểm tra ổ đĩa mạng và “Thư mục nhận tệp” ở Thiết lập")
    first = since or today - timedelta(days=_DAYS_BACK)
    # Two accounts may number their letters alike, and the office may change its account in the middle of a campaign.
    box = f"{crc32(f'{mail.login} {mail.mailbox}'.encode()):08x}"
    sieve = _Sieve(plan, box, first, _known(folder, inbox))
    server = server_of(mail.imap, _IMAP_PORT)
    written, notes = [], []
    for letter in fetch(server, mail.login, password_of(mail.login), mail.mailbox, first, sieve.wants):
        if letter.odd:
            notes.append(_not_understood(letter.envelope))
        elif letter.message is None:
            notes.append(_too_large(letter.envelope))
        else:
            written.append(_put(inbox, _file_name(box, letter.envelope), letter, letter.message))
    return FetchedMail(tuple(written), sieve.there, sieve.passed_over, tuple(notes))


class _Sieve:
    """Which letters to bring, and a count of the others."""

    def __init__(self, plan: Plan, box: str, first: date, known: frozenset[str]) -> None:
        self._plan, self._box, self._first, self._known = plan, box, first, known
        self._addresses = {key(address) for addresses in plan.mail.units.values() for address in addresses}
        self.there = self.passed_over = 0

    def wants(self, letter: Envelope) -> bool:
        """Whether to bring a letter."""
        if letter.received.astimezone(self._plan.timezone).date() < self._first:
            return False
        if _file_name(self._box, letter) in self._known:
            self.there += 1
            return False
        if key(letter.sender) in self._addresses or any(map(_may_be_report, letter.attachments)):
            return True
        self.passed_over += 1
        return False


def _may_be_report(attachment: Attachment) -> bool:
    name = attachment.name.lower()
    return attachment.type in _TYPES or PurePath(name).suffix in _EXTENSIONS or name == "winmail.dat"


def _known(folder: Folder, inbox: Path) -> frozenset[str]:
    """The names of letters that lie in the inbox, or that the journal has taken."""
    names = {path.name for path in look(inbox) if BROUGHT.fullmatch(path.name)}
    with journal_of_folder.reading(folder) as journal:
        for item in journal.taken():
            path = PurePosixPath(item.path.replace("\\", "/"))
            if path.parent.name == MAIL_FOLDER and BROUGHT.fullmatch(path.name):
                names.add(path.name)
    return frozenset(names)


def _put(inbox: Path, name: str, letter: Fetched, message: bytes) -> Brought:
    path = write(inbox / MAIL_FOLDER / name, message)
    received = letter.envelope.received.timestamp()
    os.utime(path, (received, received))
    return Brought(path, letter.envelope.sender, letter.envelope.subject)


def _file_name(box: str, letter: Envelope) -> str:
    return f"{box}-{letter.uidvalidity}-{letter.uid}.eml"


def _too_large(letter: Envelope) -> str:
    return (
        f"Thư “{clipped(letter.subject)}” của {letter.sender or 'người gửi không rõ'} nặng {number(letter.size)} byte, "
        f"quá {number(LARGEST)} byte nên không tải. Mở trong chương trình thư, lưu tệp báo cáo vào thư mục nhận tệp."
    )


def _not_understood(letter: Envelope) -> str:
    name = f"“{clipped(letter.subject)}”" if letter.subject else f"số {letter.uid}"
    return (
        f"Thư {name} của {letter.sender or 'người gửi không rõ'}: máy chủ thư không đưa ra được, nên bỏ qua; các thư "
        "khác vẫn lấy về. Mở thư ấy trong chương trình thư; nếu có báo cáo thì lưu tệp vào thư mục nhận tệp."
    )


def _label(path: tuple[str, ...]) -> str:
    return next(setting.label for setting in SETTINGS if setting.path == path)
