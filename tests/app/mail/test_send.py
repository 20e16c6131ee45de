"""The e-mail draft: read back by another parser than the one that wrote it, and the same each time."""

import email
from datetime import time
from email import policy
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.kit.folders import FIRST, new_folder, press, put, put_all, works
from xlpy.app.folder import CannotDo, Folder
from xlpy.app.mail.send import Drafted, draft_mail
from xlpy.core.plan.plan import Plan
from xlpy.doors.live.pdf import NoPrinter
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


def no_printer(workbook: Path, target: Path) -> None:
    raise NoPrinter(f"{target.name}: máy này không có gì để in {workbook.name}.")


def print_something(workbook: Path, target: Path) -> None:
    """Stands for a printer where the test is not about printing."""
    target.write_bytes(b"%PDF-1.7 " + workbook.name.encode())


def draft(folder: Folder, **options: int) -> Drafted:
    return draft_mail(folder, FIRST, no_printer, **options)


def test_the_draft_has_the_letter_and_the_report(folder: Folder) -> None:
    drafted = draft(folder)
    assert not drafted.addressed
    message = parsed(drafted.path)
    assert message["Subject"] == "Báo cáo kết quả nhập dữ liệu Sổ hộ tịch đến 14 giờ 00 ngày 22/5/2023 (11/11 đơn vị)"
    body = message.get_body()
    assert body is not None and "Số đơn vị đã được tiếp nhận số liệu: 11/11." in body.get_content()
    workbook, letter = message.iter_attachments()
    assert workbook.get_filename() == "Bao_cao_PL01_2023-05-22.xlsx"
    assert workbook.get_content() == (drafted.path.parent / "Bao_cao_PL01_2023-05-22.xlsx").read_bytes()
    assert letter.get_filename() == "Bao_cao_2023-05-22.docx"
    assert letter.get_content_type().endswith("wordprocessingml.document")
    html = message.get_body(("html",))
    assert html is not None and "<table" in html.get_content()


def test_a_mail_program_opens_it_as_a_draft(folder: Folder) -> None:
    message = parsed(draft(folder).path)
    assert message["X-Unsent"] == "1"
    assert message["Date"] is None and message["Message-ID"] is None


def test_the_same_day_gives_the_same_draft(folder: Folder) -> None:
    first = draft(folder).path.read_bytes()
    assert draft(folder).path.read_bytes() == first


def test_addresses_come_from_the_settings(folder: Folder, plan: Plan) -> None:
    book = openpyxl.load_workbook(folder.workbook, keep_vba=True)
    sheet = book["Thiết lập"]
    typed = {"Gửi tới": "totruong@example.vn; thuky@example.vn", "Địa chỉ gửi đi": "hotich@example.vn"}
    for row in sheet.iter_rows(max_col=2):
        if row[0].value in typed:
            row[1].value = typed[row[0].value]
    book.save(folder.workbook)  # after the merge: who gets the letter is what the settings say now
    message = parsed(draft(folder).path)
    assert [address.addr_spec for address in message["To"].addresses] == ["totruong@example.vn", "thuky@example.vn"]
    assert message["From"] == "hotich@example.vn"


def test_a_letter_that_lost_a_mark_is_not_drafted(folder: Folder) -> None:
    template = folder.template.parent / "thu.txt"
    template.write_text(template.read_text(encoding="utf-8").replace("{chưa báo cáo}", "…"), encoding="utf-8")
    with pytest.raises(TemplateError, match="chưa báo cáo"):
        draft(folder)


def test_without_a_report_there_is_nothing_to_send(folder: Folder) -> None:
    (folder.reports(FIRST) / "Bao_cao_PL01_2023-05-22.xlsx").unlink()
    with pytest.raises(CannotDo, match=r"hotich bao-cao .*--ngay 2023-05-22"):
        draft(folder)


def test_without_a_printer_the_workbook_stands_and_it_is_said(folder: Folder) -> None:
    drafted = draft(folder)
    assert any("không có gì để in" in note for note in drafted.notes)
    assert not drafted.path.with_suffix(".pdf").exists()


def test_a_print_of_an_earlier_report_is_never_sent_with_a_later_one(folder: Folder, plan: Plan) -> None:
    first = draft_mail(folder, FIRST, print_something)
    assert len(list(parsed(first.path).iter_attachments())) == 3
    put(folder, "rong.xlsx", b"", plan, FIRST, time(13, 59))
    press(folder, FIRST)
    drafted = draft(folder)
    assert any("bản in của báo cáo trước, đã xoá" in note for note in drafted.notes)
    assert len(list(parsed(drafted.path).iter_attachments())) == 2


def test_a_print_of_this_report_is_not_made_twice(folder: Folder) -> None:
    draft_mail(folder, FIRST, print_something)
    drafted = draft(folder)
    assert not drafted.notes and drafted.path.with_suffix(".pdf").exists()


def test_the_letters_number_is_remembered(folder: Folder) -> None:
    assert not draft(folder).numbered
    draft(folder, number=5)
    drafted = draft(folder)
    assert drafted.numbered
    path = drafted.path.parent / "Bao_cao_2023-05-22.docx"
    assert "Số: 05/BC-STP" in words(path)


def test_a_letter_edited_in_word_is_kept_while_the_report_is_the_same(folder: Folder, plan: Plan) -> None:
    path = draft(folder).path.parent / "Bao_cao_2023-05-22.docx"
    document = docx.Document(str(path))
    document.add_paragraph("Thêm một câu.")
    document.save(str(path))
    assert any("đã sửa tay, giữ nguyên" in note for note in draft(folder).notes)
    assert any("Số 05 thì gõ vào văn bản bằng Word" in note for note in draft(folder, number=5).notes)
    assert "Thêm một câu." in words(path)
    put(folder, "rong.xlsx", b"", plan, FIRST, time(13, 59))
    press(folder, FIRST)
    assert any("bản sửa tay trước đó chuyển thành" in note for note in draft(folder).notes)
    assert "Thêm một câu." not in words(path) and "Số: 05/BC-STP" in words(path)
    assert "Thêm một câu." in words(path.with_stem(f"{path.stem} (sua tay 1)"))


def words(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])
