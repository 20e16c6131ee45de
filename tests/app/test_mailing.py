"""The e-mail draft: read back by another parser than the one that wrote it, and the same each time."""

import email
from email import policy
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from tests.app.making import FIRST, new_folder, press, put_all, works
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.mailing import draft_mail
from xlpy.core.plan import Plan
from xlpy.drawing.faults import TemplateError


@pytest.fixture
def folder(tmp_path: Path, plan: Plan) -> Folder:
    folder = new_folder(tmp_path)
    put_all(folder, plan, works(plan, 1)[0])
    press(folder, FIRST)
    return folder


def parsed(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_draft_has_the_letter_and_the_report(folder: Folder) -> None:
    draft, addressed = draft_mail(folder, FIRST)
    assert not addressed
    message = parsed(draft)
    assert message["Subject"] == "Báo cáo kết quả nhập dữ liệu Sổ hộ tịch đến ngày 22/5/2023 (11/11 đơn vị)"
    body = message.get_body()
    assert body is not None and "Số đơn vị đã báo cáo: 11/11." in body.get_content()
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "Bao_cao_PL01_2023-05-22.xlsx"
    assert attached.get_content() == (draft.parent / "Bao_cao_PL01_2023-05-22.xlsx").read_bytes()


def test_a_mail_program_opens_it_as_a_draft(folder: Folder) -> None:
    message = parsed(draft_mail(folder, FIRST)[0])
    assert message["X-Unsent"] == "1"
    assert message["Date"] is None and message["Message-ID"] is None


def test_the_same_day_gives_the_same_draft(folder: Folder) -> None:
    first = draft_mail(folder, FIRST)[0].read_bytes()
    assert draft_mail(folder, FIRST)[0].read_bytes() == first


def test_addresses_come_from_the_settings(folder: Folder, plan: Plan) -> None:
    book = openpyxl.load_workbook(folder.workbook, keep_vba=True)
    sheet = book["Thiết lập"]
    typed = {"Gửi tới": "totruong@example.vn; thuky@example.vn", "Địa chỉ gửi đi": "hotich@example.vn"}
    for row in sheet.iter_rows(max_col=2):
        if row[0].value in typed:
            row[1].value = typed[row[0].value]
    book.save(folder.workbook)
    press(folder, FIRST)
    message = parsed(draft_mail(folder, FIRST)[0])
    assert [address.addr_spec for address in message["To"].addresses] == ["totruong@example.vn", "thuky@example.vn"]
    assert message["From"] == "hotich@example.vn"


def test_a_letter_that_lost_a_mark_is_not_drafted(folder: Folder) -> None:
    template = folder.template.parent / "thu.txt"
    template.write_text(template.read_text(encoding="utf-8").replace("{chưa báo cáo}", "…"), encoding="utf-8")
    with pytest.raises(TemplateError, match="chưa báo cáo"):
        draft_mail(folder, FIRST)


def test_without_a_report_there_is_nothing_to_send(folder: Folder) -> None:
    (folder.reports(FIRST) / "Bao_cao_PL01_2023-05-22.xlsx").unlink()
    with pytest.raises(CannotDo, match="hotich bao-cao --ngay 2023-05-22"):
        draft_mail(folder, FIRST)
