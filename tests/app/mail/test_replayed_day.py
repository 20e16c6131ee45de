"""A whole afternoon replayed by the real watch: eleven clerks, three of them wrong, mended by what the answer said.

The program is the one that people start; its clock alone is ours. Letters lie in a real mailbox, answers go through a
real server, and a clerk who is answered does what the answer says with the file that came with it.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from tests.app.mail.test_at_once import Office, at
from tests.app.test_afternoon import address, letter, parsed, text_of
from tests.kit.folders import FIRST, HANDS, wrong
from tests.kit.mailservers import PASSWORD, ImapServer, Starting, authority, imap_server, smtp_server
from xlpy.core.records import Kind, Measure
from xlpy.journal import Journal
from xlpy.journal.dispatch import Sending
from xlpy.shell.main import main
from xlpy.shell.verbs import VERBS

__all__ = ["authority", "imap_server", "smtp_server"]

LATECOMER = "698"
WRONG: dict[str, dict[str, object]] = {
    "696": {"lines": "own", **wrong(Kind.BIRTH, Measure.TODAY, "21lO")},
    "689": wrong(Kind.BIRTH, Measure.ENTERED, 99),
    "695": wrong(Kind.DEATH, Measure.TODAY, "như trên"),
}
HOURS = {code: f"13:{minute:02}" for minute, code in enumerate(HANDS, 2) if code != LATECOMER}


class Clerks:
    """Eleven clerks: each sends its form at its hour, and once more where it is told what to mend."""

    def __init__(self, office: Office, mailbox: ImapServer) -> None:
        self.office, self.mailbox = office, mailbox
        self.clock = at("13:00")
        self.mended: dict[str, str] = {}
        self._read = 0
        self._planned: list[tuple[datetime, Callable[[], object]]] = [
            (at(hour), lambda code=code, hour=hour: self._send(code, hour, office.form(code, **WRONG.get(code, {}))))
            for code, hour in HOURS.items()
        ]

    def _send(self, code: str, hour: str, data: bytes, name: str = "") -> None:
        self.mailbox.put(letter(code, hour, {name or f"{code}.xlsx": data}), at(hour))

    def sleep(self, seconds: float) -> None:
        """Time passes, and clerks do what they do."""
        self.clock += timedelta(seconds=seconds)
        due = [what for hour, what in self._planned if hour <= self.clock]
        self._planned = [one for one in self._planned if one[0] > self.clock]
        for what in due:
            what()
        for delivered in self.office.smtp.delivered[self._read :]:
            self._hears(delivered.recipients, parsed(delivered.message))
        self._read = len(self.office.smtp.delivered)

    def _hears(self, recipients: tuple[str, ...], message: Any) -> None:
        (recipient,) = recipients
        code = recipient.partition("@")[0].removeprefix("tuphap")
        if str(message["Subject"]).startswith("Đề nghị gửi"):
            hour = f"{self.clock + timedelta(minutes=5):%H:%M}"
            self._planned.append((at(hour), lambda: self._send(code, hour, self.office.form(code))))
        elif str(message["Subject"]).startswith("Đề nghị sửa"):
            (returned,) = message.iter_attachments()
            self._mend(code, text_of(message), returned.get_content(), str(returned.get_filename()))

    def _mend(self, code: str, text: str, data: bytes, name: str) -> None:
        """The cell that the answer names, with what it says; a figure that nobody else knows is the clerk's own."""
        book = openpyxl.load_workbook(BytesIO(data))
        told = re.search(r"Chỉ cần sửa ô ([A-Z]+[0-9]+): .* → ([0-9.]+)", text)
        place = told or re.search(r"[Ôô] ([A-Z]+[0-9]+), trang", text)
        assert place is not None, text
        page = re.search("trang (?:tính )?“([^”]+)”", text)
        sheet = book[page[1]] if page else book.worksheets[-1]
        own = {"696": Kind.BIRTH, "695": Kind.DEATH}.get(code)
        figure = int(told[2].replace(".", "")) if told else self.office.figure(code, own or Kind.BIRTH)
        sheet[place[1]].value = figure
        stream = BytesIO()
        book.save(stream)
        hour = f"{self.clock + timedelta(minutes=6):%H:%M}"
        self.mended[code] = place[1]
        self._planned.append((at(hour), lambda: self._send(code, hour, stream.getvalue(), f"sua {name}")))


@pytest.fixture
def clerks(
    tmp_path: Path,
    smtp_server: Starting,
    imap_server: ImapServer,
    plan_data: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> Clerks:
    monkeypatch.setenv("HOTICH_MAT_KHAU_THU", PASSWORD)
    office = Office(tmp_path, plan_data, smtp_server(), imap=f"tls://{imap_server.server}")
    made = Clerks(office, imap_server)
    for verb in VERBS:  # whichever were first loaded now would keep this clock for good
        import_module(f"xlpy.shell.verbs.{verb.replace('-', '_')}")
    for place in ("xlpy.shell.watching", "xlpy.shell.verbs.nhan", "xlpy.shell.verbs.tra_loi", "xlpy.shell.screens"):
        import_module(place)
        monkeypatch.setattr(f"{place}.now", lambda: made.clock)
    monkeypatch.setattr("xlpy.shell.watching.time", SimpleNamespace(sleep=made.sleep))
    return made


@pytest.mark.slow
def test_three_were_wrong_and_all_were_in_before_the_hour(clerks: Clerks, capsys: pytest.CaptureFixture[str]) -> None:
    office = clerks.office
    assert main(["tong-hop", "-C", str(office.folder.path), "--theo-doi"]) == 0
    said = capsys.readouterr().out
    assert "11/11 đơn vị có số liệu" in said
    assert set(clerks.mended) == set(WRONG)
    with Journal.reading(office.folder.journal) as journal:
        standing = journal.standing(FIRST)
        steps = journal.dispatches()
    assert standing is not None
    assert standing.reported == 11 and not any(unit.late for unit in standing.units)

    sent = [(one.subject, one.version.partition(" ")[0]) for one in steps if one.state is Sending.SENT]
    assert len(steps) == 2 * len(sent) and len(set(sent)) == len(sent)
    assert {code for code, kind in sent if kind == "tu-choi"} == set(WRONG)
    assert [code for code, kind in sent if kind == "nhac"] == [LATECOMER]
    assert sorted(code for code, kind in sent if kind in ("da-nhan", "luu-y")) == sorted(HANDS)
    assert len(sent) == len(office.smtp.delivered) == 11 + 3 + 1
    assert all(one.recipients == (address(step.subject),) for one, step in zip(
        office.smtp.delivered, [step for step in steps if step.state is Sending.SENT], strict=True
    ))  # fmt: skip
    # A minute after a letter came it was judged and answered.
    answered = {step.subject: step.at for step in steps if step.version.startswith("tu-choi")}
    assert all(answered[code] - at(HOURS[code]) < timedelta(minutes=2) for code in WRONG)
    assert f"Huyện Bù Đăng: đã gửi thư đề nghị sửa tới {address('696')}." in said

    # Pressed again, by whichever verb: nothing is sent twice.
    for _ in range(2):
        main(["nhan", "-C", str(office.folder.path)])
        main(["tong-hop", "-C", str(office.folder.path), "--theo-doi"])
        main(["tra-loi", "-C", str(office.folder.path), "--gui"])
    assert len(office.smtp.delivered) == 15
    told = capsys.readouterr().out
    assert "Tự trả lời: đã gửi 15 thư." in told
    assert "Đã gửi cho các đơn vị 15 thư:" in told and f" 696 thư đề nghị sửa → {address('696')}" in told
    assert main(["so", "-C", str(office.folder.path), "--kiem-tra"]) == 0
    assert "Thư trả lời đơn vị: đã gửi 15." in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize("keep", [False, True], ids=["answered", "kept back"])
def test_nhan_merges_and_answers_what_it_brings(clerks: Clerks, capsys: pytest.CaptureFixture[str], keep: bool) -> None:
    clerks.clock = at("13:20")
    for code in ("696", "691"):
        clerks._send(code, "13:15", clerks.office.form(code, **WRONG.get(code, {})))
    command = ["nhan", "-C", str(clerks.office.folder.path), *(["--khong-gui"] if keep else [])]
    assert main(command) == (0 if keep else 1)
    said = capsys.readouterr().out
    if keep:
        assert f"Tổng hợp:\n  {clerks.office.folder.command('tong-hop')}\n" in said
        assert not clerks.office.smtp.delivered and not clerks.office.folder.journal.exists()
        return
    assert "Đã tổng hợp: 1/11 đơn vị có số liệu" in said
    assert said.endswith("Tự trả lời: đã gửi 2 thư.\n")
    assert clerks.office.delivered == [(address("696"),), (address("691"),)]
