"""The working folder: where things lie."""

import os
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from xlpy.programs import own_command
from xlpy.shipped import once_shipped, shipped

WORKBOOK = "Hotich.xlsm"
NEW_WORKBOOK, OLD_WORKBOOK = "Hotich-moi.xlsm", "Hotich-cu.xlsm"
"""One that is drawn anew beside it, and what it is called once that one has taken its place."""
ADDRESS_FILE = "nhat-ky.txt"
"""One line: the address of the server that has the journal. Without it the journal is a file."""
PHONED_FOLDER = "nhap-tay"
"""Below the inbox: what was told by telephone. What was fetched lies in `core.receipt.MAIL_FOLDER`."""
ANSWERS_FOLDER = "tra-loi"
"""Beside a day's report: the units' answers."""
SENT_FOLDER = "da-gui"
"""Below it: those that the program sent, byte for byte."""
MAIL_STATE = ".thu.json"
"""Beside a day's report: for which report its PDF and letter were made. Safe to delete; they are then made again."""
REMEMBERED_PLAN = ".ke-hoach-da-doc"
"""Which plan the workbook held when it was last read: a shortcut and nothing else, safe to delete."""
LAST_PRESS = ".lan-truoc"
"""What the last press saw, so that what has not changed is not looked at again. Safe to delete."""
DUTY_FOLDER = ".truc"
"""Who is on duty for the buttons, and the presses that wait for him; a folder a PC. Safe to delete."""
SENDING_LOCK = ".dang-gui"
ANSWERING_LOCK = ".dang-tra-loi"
TOO_SLOW_LIST = ".khong-doc-lai"
"""What used up the reader's time, so that no press waits for it again. Safe to delete."""
_ARCHIVE, _REPORTS = "da-nhan", "bao-cao"


class CannotDo(Exception):
    """The verb could not be carried out and changed nothing. The message says why and what to do, in one line."""


def _quoted(path: Path) -> str:
    """A path as a shell takes it. Windows' knows double quotes only; of others, some letters mean more within them."""
    text = str(path)
    return shlex.quote(text) if os.name != "nt" and set(text) & set('"$`\\!') else f'"{text}"'


def report_in(reports: Path, day: date) -> Path:
    """A day's report in the place for that day's reports."""
    return reports / f"Bao_cao_PL01_{day.isoformat()}.xlsx"


def result_in(reports: Path, day: date) -> Path:
    """A day's result for other programs, in the same place."""
    return reports / f"Ket_qua_{day.isoformat()}.json"


def letter_in(reports: Path, day: date) -> Path:
    """The letter to the one who gets a day's report, in the same place."""
    return reports / f"Bao_cao_{day.isoformat()}.docx"


class Folder(NamedTuple):
    """A working folder by its path. `asked_journal` is the address of its journal where somebody gave one."""

    path: Path
    asked_journal: str = ""

    @property
    def workbook(self) -> Path:
        """The office's workbook: its plan, its settings, its views."""
        return self.path / WORKBOOK

    @property
    def template(self) -> Path:
        """How the office restyled the report, where it did."""
        return self.restyled("templates/bao-cao.xlsx")

    def restyled(self, template: str) -> Path:
        """Where the office may keep its own version of a shipped template ("templates/thu.txt")."""
        return self.path / "mau" / PurePosixPath(template).relative_to("templates")

    def wording(self, template: str) -> Path:
        """The template in force: the office's own, or the one that is shipped where it never changed that."""
        own = self.restyled(template)
        return own if own.exists() and not once_shipped(own.read_bytes()) else shipped(template)

    @property
    def journal(self) -> Path:
        """The journal's file, where `journal_place` finds no server that has it instead."""
        return self.path / "nhat-ky.sqlite"

    @property
    def forms(self) -> Path:
        """Where the units' forms are issued to."""
        return self.path / "bieu-mau"

    @property
    def inbox(self) -> Path:
        """Where received files lie, unless the settings name another place."""
        return self.place("den")

    def reports(self, day: date, setting: str = _REPORTS) -> Path:
        """Where a day's report lies; `setting` is the place that the settings name."""
        return self.place(setting) / day.isoformat()

    def place(self, setting: str) -> Path:
        """A folder named in the settings: in this one, or anywhere by its whole path."""
        return self.path / setting

    @property
    def archives(self) -> Path:
        """Where received files are kept, a folder a day."""
        return self.path / _ARCHIVE

    def archive(self, day: date) -> Path:
        return self.archives / day.isoformat()

    def all_reports(self) -> Iterator[Path]:
        """The folders of days below the standard place of reports."""
        yield from self.place(_REPORTS).glob("*/")

    @property
    def duty(self) -> Path:
        """Where on this PC presses are handed to who is on duty: another PC's macros look in a folder of their own."""
        import platform  # slow to load, and nearly nobody asks

        return self.path / DUTY_FOLDER / (os.environ.get("COMPUTERNAME") or platform.node() or "PC")

    @property
    def rolling_copy(self) -> Path:
        """Where a copy of the journal as it stands is kept."""
        return self.place(_REPORTS) / self.journal.name

    def backup(self, day: date) -> Path:
        """Where a copy of the journal is kept after a run for a day."""
        return self.reports(day) / self.journal.name

    def copies(self) -> Iterator[Path]:
        """The copies of the journal that there are: the rolling one, then those of days, the newest first."""
        if self.rolling_copy.exists():
            yield self.rolling_copy
        yield from sorted(self.place(_REPORTS).glob(f"*/{self.journal.name}"), reverse=True)

    def command(self, words: str) -> str:
        """What to type to have a verb carried out on this folder, from where the person stands."""
        verb, _, rest = words.partition(" ")
        here = Path.cwd()
        place = "" if self.path.is_dir() and here.samefile(self.path) else f" -C {_quoted(self.path.absolute())}"
        journal = f" --nhat-ky {shlex.quote(self.asked_journal)}" if self.asked_journal else ""
        return f"{own_command()} {verb}{place}{journal} {rest}".rstrip()

    def shown(self, path: Path) -> str:
        """A path as people and programs read it: relative to the folder where it lies in it."""
        # Not resolve(): it would follow a link, and name a place that the person does not know.
        place, home = os.path.abspath(path), os.path.abspath(self.path)  # noqa: PTH100
        within = os.path.join(home, "")  # noqa: PTH118 - as texts: asked of each of ten thousand files
        if place.startswith(within) or os.path.normcase(place).startswith(os.path.normcase(within)):
            return place[len(within) :].replace(os.sep, "/")
        return "." if os.path.normcase(place) == os.path.normcase(home) else place

    def must_exist(self) -> None:
        """Raises CannotDo where there is no such folder."""
        if not self.path.is_dir():
            raise CannotDo(
                f'{self.path}: không có thư mục này; tạo bằng lệnh: {own_command()} bat-dau "{self.path.absolute()}"'
            )
