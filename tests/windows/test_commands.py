"""An office's day by commands, each a process of its own, in folders as offices name them; mail goes over loopback."""

import email
import email.policy
import json
import os
import shutil
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient

from tests.kit.mailservers import LOGIN, PASSWORD, Authority, Starting, authority, smtp_server
from tests.kit.windows import ARCHIVE, FIRST, REPORT, REPORTS, RESULT, hotich

pytestmark = pytest.mark.windows
__all__ = ["authority", "smtp_server"]

NAMES = ("viec", "Hộ tịch Bù Đăng", "a & b", "100% xong", "(1)")
DAY = ("--ngay", FIRST)
ALL_THE_SAME = ("--ngay-khac", "--con-thieu")
"""The demo's day is long ago, and three of its units have no figures."""
SECRET = {"HOTICH_MAT_KHAU_THU": PASSWORD}


@pytest.fixture
def office(made: Path, plan_data: dict[str, Any], tmp_path: Path) -> Callable[..., Path]:
    """Set up a folder of any name as an office does, with the day's files and its mail servers."""

    def set_up(name: str, **servers: str) -> Path:
        file = tmp_path / "ke-hoach.json"
        mail = {"sender": LOGIN, "to": ["totruong@example.vn"], **servers}
        file.write_text(json.dumps({**plan_data, "mail": mail}, ensure_ascii=False), encoding="utf-8")
        assert hotich("bat-dau", tmp_path / name, "--ke-hoach", file).code == 0
        shutil.copytree(made / "den", tmp_path / name / "den", dirs_exist_ok=True)
        return tmp_path / name

    return set_up


def message(path: Path) -> EmailMessage:
    found = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_day_from_the_inbox_to_the_sent_report(
    name: str, office: Callable[..., Path], smtp_server: Starting, authority: Authority, right: Path
) -> None:
    smtp = smtp_server()
    folder = office(name, smtp=f"tls://{smtp.server}")
    assert hotich("kiem-tra", "-C", folder, *DAY, folder / "den" / "bù đốp.xlsx").code == 0
    done = hotich("tong-hop", "-C", folder, *DAY, "--json")
    assert done.code == 1
    assert json.loads(done.out) == json.loads((folder / RESULT).read_text(encoding="utf-8"))
    assert json.loads(done.out)["reported"] == 8
    assert sorted(path.name for path in (folder / ARCHIVE).iterdir()) == sorted(
        path.name for path in (right / ARCHIVE).iterdir()
    )

    done = hotich("tra-loi", "-C", folder, *DAY)
    assert done.code in (0, 1), done.err
    answers = [message(path) for path in (folder / REPORTS).rglob("*.eml")]
    assert len(answers) == 11
    assert all("22/5/2023" in str(each["Subject"]) for each in answers)

    done = hotich("thu", "-C", folder, *DAY, "--so", "5")
    assert done.code == 0, done.err
    letter = message(folder / REPORTS / f"{REPORT.stem}.eml")
    attached = {part.get_filename() for part in letter.iter_attachments()}
    assert REPORT.name in attached and f"Bao_cao_{FIRST}.docx" in attached

    made, first = folder / "lai", (folder / REPORT).read_bytes()
    assert hotich("bao-cao", "-C", folder, *DAY, "--ra", made).code == 0
    assert (made / REPORT.name).read_bytes() == first

    done = hotich("thu", "-C", folder, *DAY, "--gui", *ALL_THE_SAME, SSL_CERT_FILE=str(authority.root), **SECRET)
    assert done.code == 0, done.err
    assert "Đã gửi báo cáo ngày 22/5/2023 tới totruong@example.vn." in done.out
    (delivered,) = smtp.delivered
    assert delivered.recipients == ("totruong@example.vn",)
    again = hotich("thu", "-C", folder, *DAY, "--gui", *ALL_THE_SAME, SSL_CERT_FILE=str(authority.root), **SECRET)
    assert (again.code, len(smtp.delivered)) == (0, 1)
    assert "không gửi lại" in again.out


@pytest.mark.mailbox
@pytest.mark.parametrize("name", NAMES)
def test_a_letter_in_the_mailbox_is_fetched_and_counted(name: str, office: Callable[..., Path]) -> None:
    root = os.environ["HOTICH_MAILBOX_ROOT"]
    host, _, port = os.environ["HOTICH_MAILBOX"].partition(":")
    folder = office(name, imap=f"tls://{host}:{port}")
    sent = folder / "den" / "TX Phuoc Long.xlsx"
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "Chị Lan <lan@phuoclong.example>", f"Biểu ngày 22/5 ({name})"
    letter.set_content("Gửi Sở.")
    letter.add_attachment(sent.read_bytes(), "application", "octet-stream", filename="Phước Long.xlsx")
    sent.unlink()
    with IMAPClient(host, int(port), ssl_context=ssl.create_default_context(cafile=root)) as client:
        client.login(LOGIN, PASSWORD)
        client.append("INBOX", letter.as_bytes(), (), datetime(2023, 5, 22, 6, 0, tzinfo=UTC))
    done = hotich("nhan", "-C", folder, "--tu", FIRST, SSL_CERT_FILE=root, **SECRET)
    assert done.code == 0, done.err
    assert f"lan@phuoclong.example, “Biểu ngày 22/5 ({name})”" in done.out
    assert len(list((folder / "den").rglob("*.eml"))) >= 1
    done = hotich("tong-hop", "-C", folder, *DAY, "--json")
    units = {unit["code"]: unit for unit in json.loads(done.out)["units"]}
    assert units["688"]["status"] == "received"
    assert units["688"]["source"]["file"].endswith(".eml/Phước Long.xlsx")


def test_a_wrong_password_is_told_without_being_shown(
    office: Callable[..., Path], smtp_server: Starting, authority: Authority
) -> None:
    folder = office("viec", smtp=f"tls://{smtp_server().server}")
    hotich("tong-hop", "-C", folder, *DAY)
    done = hotich(
        "thu", "-C", folder, *DAY, "--gui", *ALL_THE_SAME,
        SSL_CERT_FILE=str(authority.root), HOTICH_MAT_KHAU_THU="saimatkhau",
    )  # fmt: skip
    assert done.code == 2
    assert "không cho đăng nhập" in done.err and "saimatkhau" not in done.out + done.err


def test_the_watch_of_a_day_gone_by_merges_what_lies_there_and_ends(
    folder_named: Callable[[str], Path], right: Path
) -> None:
    folder = folder_named("Hộ tịch Bù Đăng")
    done = hotich("tong-hop", "-C", folder, *DAY, "--theo-doi")
    assert done.code == 1, done.err
    assert (folder / REPORT).read_bytes() == (right / REPORT).read_bytes()


def test_a_made_up_day_can_be_tried_in_the_current_folder(tmp_path: Path) -> None:
    done = hotich("dung-thu", "--ra", tmp_path / "thử & xem")
    assert done.code == 0
    assert "8/11 đơn vị" in done.out
    assert (tmp_path / "thử & xem" / REPORT).exists()
