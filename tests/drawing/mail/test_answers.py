"""The words of answers: each kind, from the shipped templates and from restyled ones."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.plan.letterhead import Contact
from xlpy.core.plan.levels import level_named, tracking
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import Receipt
from xlpy.core.records import KINDS, Figures
from xlpy.core.source import Finding, Severity, Source
from xlpy.drawing.faults import TemplateError
from xlpy.drawing.mail.answers import MARKS, AnswerKind, Asked, asked, fill_answer
from xlpy.drawing.mail.text import MessageText
from xlpy.shipped import shipped

DAY = date(2023, 5, 22)
RECEIPT = Receipt("thu/1-2.eml/bù đăng.xlsx", "ab" * 32, datetime.fromisoformat("2023-05-22T13:41:07+07:00"))
BEFORE = datetime.fromisoformat("2023-05-22T13:45:00+07:00")
FILE = Source(RECEIPT.name, "Phụ lục 01")
ERROR = Finding(
    "LK01", Severity.ERROR, FILE.at("E9"), "Tổng đã nhập không nối tiếp", "Hôm trước 1.245.", "Sửa ô E9.", "696"
)
WARNING = Finding("SL08", Severity.WARNING, FILE.at("D9"), "Số ghi dưới dạng chữ", "“1.234”.", "Lần sau gõ số.", "696")
LATE = Finding("TG01", Severity.WARNING, FILE, "Báo cáo muộn", "Nhận lúc 14:06.", "Lần sau gửi đúng giờ.", "696")
WHOLE_FILE = Finding("TT01", Severity.ERROR, Source(RECEIPT.name), "Tệp rỗng", "Tệp có 0 byte.", "Gửi lại tệp.", "696")


def unit(status: Status, receipt: Receipt | None = RECEIPT) -> UnitDay:
    figures = {kind: Figures(100_000, 12 if status is Status.RECEIVED else None, 1_245) for kind in KINDS}
    return UnitDay("696", "Huyện Bù Đăng", status, False, figures, receipt)


def text(case: Asked, plan: Plan, template: str = "", *, returned: bool = False, now: datetime = BEFORE) -> MessageText:
    template = template or shipped(case.kind.template).read_text(encoding="utf-8")
    return fill_answer(template, "mau.txt", case, plan, Standing(DAY, (case.unit,)), now, returned=returned)


def test_a_refused_unit_reads_what_where_and_how_to_mend(plan: Plan) -> None:
    case = asked(unit(Status.REFUSED), [ERROR, WARNING])
    assert case.kind is AnswerKind.REFUSED
    subject, body = text(case, plan, returned=True)
    assert subject == "Đề nghị sửa báo cáo ngày 22/5/2023 của huyện Bù Đăng"
    assert "Kính gửi: Ủy ban nhân dân huyện Bù Đăng\n" in body
    assert "tệp “bù đăng.xlsx” lúc 13 giờ 41 ngày 22/5/2023, nhưng chưa tổng hợp được số liệu" in body
    reason, _, rest = body.partition("Lưu ý thêm (không phải lý do trả lại):")
    assert (
        "Đề nghị đơn vị sửa:\n\nÔ E9, trang tính “Phụ lục 01”: Tổng đã nhập không nối tiếp. Hôm trước 1.245.\n"
        "   Việc cần làm: Sửa ô E9. (LK01)\n"
    ) in reason
    assert "Ô D9, trang tính “Phụ lục 01”: Số ghi dưới dạng chữ. “1.234”.\n   Lần sau gõ số. (SL08)\n" in rest
    assert "ô cần xem đã tô màu" in rest and "Đề nghị đơn vị gửi lại trước 14 giờ 00." in rest


def test_lateness_is_never_a_reason_to_return_a_report(plan: Plan) -> None:
    body = text(asked(unit(Status.REFUSED), [ERROR, LATE]), plan).body
    assert body.index("(LK01)") < body.index("Lưu ý thêm (không phải lý do trả lại):") < body.index("(TG01)")


def test_a_template_of_before_tells_reasons_and_notes_apart_too(plan: Plan) -> None:
    template = shipped(AnswerKind.REFUSED.template).read_text(encoding="utf-8").replace("{lưu ý thêm}", "")
    body = text(asked(unit(Status.REFUSED), [ERROR, LATE]), plan, template).body
    assert body.index("(LK01)") < body.index("Lưu ý thêm (không phải lý do trả lại):") < body.index("(TG01)")


def test_several_reasons_are_numbered(plan: Plan) -> None:
    body = text(asked(unit(Status.REFUSED), [ERROR, WHOLE_FILE]), plan).body
    assert "\n1. Ô E9" in body and "\n2. Tệp rỗng." in body


def test_the_unit_reads_whom_to_call_where_the_settings_say_it(plan: Plan) -> None:
    case = asked(unit(Status.REFUSED), [ERROR])
    assert "Đầu mối" not in text(case, plan).body
    known = replace(plan, contact=Contact("Nguyễn Thị Hoa", "0271.3880000"))
    assert "\n\nĐầu mối: Nguyễn Thị Hoa, điện thoại 0271.3880000.\n\n" in text(case, known).body
    assert "Đầu mối: điện thoại 0271." in text(case, replace(plan, contact=Contact("", "0271.3880000"))).body


def test_without_a_marked_file_nothing_is_said_of_one(plan: Plan) -> None:
    body = text(asked(unit(Status.REFUSED), [WHOLE_FILE]), plan).body
    assert "Tệp rỗng. Tệp có 0 byte.\n   Việc cần làm: Gửi lại tệp. (TT01)" in body
    assert "tô màu" not in body and "\n\n\n" not in body


def test_an_accepted_unit_gets_its_figures_hash_and_hour(plan: Plan) -> None:
    case = asked(unit(Status.RECEIVED), [])
    assert case.kind is AnswerKind.ACCEPTED
    body = text(case, plan).body
    assert "- Đăng ký sinh: trong ngày 12; Tổng đã nhập 1.245; còn lại 98.755." in body
    assert "- Tổng: trong ngày 48; Tổng đã nhập 4.980; còn lại 395.020." in body
    assert "ab" * 32 in body and "13 giờ 41 ngày 22/5/2023" in body


def test_a_warned_unit_gets_both(plan: Plan) -> None:
    case = asked(unit(Status.RECEIVED), [WARNING])
    assert case.kind is AnswerKind.WARNED
    body = text(case, plan).body
    assert "Việc cần làm" not in body
    assert "đã tổng hợp số liệu" in body and "Số ghi dưới dạng chữ" in body and "Tổng đã nhập 1.245" in body


def test_a_missing_unit_is_reminded_of_the_hours(plan: Plan) -> None:
    case = asked(unit(Status.MISSING, None), [])
    assert case.kind is AnswerKind.REMINDER
    body = text(case, plan).body
    assert "Đến 13 giờ 30, Sở Tư pháp chưa nhận được báo cáo" in body
    assert "gửi biểu Phụ lục 01 trước 14 giờ 00; không nhập được trường hợp nào thì ghi 0 và vẫn gửi." in body
    after = text(case, plan, now=BEFORE.replace(hour=14, minute=20)).body
    assert "Đến 14 giờ 00, Sở Tư pháp" in after and "Phụ lục 01 ngay, trước 15 giờ 00;" in after
    assert "Trước 15 giờ 00, Sở Tư pháp báo cáo toàn bộ số liệu" in body and "Trước 15 giờ 00" in after


def test_once_the_office_has_reported_a_reminder_says_so(plan: Plan) -> None:
    late = text(asked(unit(Status.MISSING, None), []), plan, now=BEFORE.replace(hour=15, minute=5)).body
    assert "Đến 15 giờ 00, Sở Tư pháp chưa nhận được báo cáo" in late and "Trước 15 giờ 00" not in late
    assert "Báo cáo ngày 22/5/2023 của Sở Tư pháp ghi đơn vị chưa báo cáo;" in late


def test_figures_told_by_telephone_are_confirmed_as_such(plan: Plan) -> None:
    body = text(asked(unit(Status.MANUAL), []), plan).body
    assert "đã nhận số liệu đơn vị báo qua điện thoại lúc 13 giờ 41" in body


@pytest.mark.parametrize(
    ("kind", "mark"), [(kind, mark) for kind, marks in MARKS.items() for mark in marks.needed], ids=str
)
def test_a_template_that_lost_a_mark_is_told(kind: AnswerKind, mark: str, plan: Plan) -> None:
    template = shipped(kind.template).read_text(encoding="utf-8").replace(f"{{{mark}}}", "")
    with pytest.raises(TemplateError, match=f"thiếu {{{mark}}}"):
        text(Asked(unit(Status.RECEIVED), kind), plan, template)


@pytest.mark.parametrize("kind", AnswerKind)
def test_a_letter_of_another_level_says_so_where_it_names_the_day(kind: AnswerKind, plan: Plan) -> None:
    """A district gets letters of both levels, with the same words and other figures."""
    level = level_named(plan, "huyện")
    assert level is not None
    told = text(Asked(unit(Status.RECEIVED), kind), tracking(plan, level))
    assert "ngày 22/5/2023 (cấp huyện)" in told.subject and "ngày 22/5/2023 (cấp huyện)" in told.body
    own = text(Asked(unit(Status.RECEIVED), kind), plan)
    assert "cấp" not in own.subject + own.body


def test_braces_in_a_message_are_not_marks(plan: Plan) -> None:
    strange = ERROR._replace(message="Ô ghi “{mã tệp}”.")
    assert "Ô ghi “{mã tệp}”." in text(asked(unit(Status.REFUSED), [strange]), plan).body


def test_after_the_hour_nobody_is_asked_to_send_before_it(plan: Plan) -> None:
    case = asked(unit(Status.REFUSED), [ERROR])
    late = text(case, plan, now=BEFORE.replace(hour=14, minute=10)).body
    assert "gửi lại ngay, trước 15 giờ 00." in late
    assert "gửi lại ngay." in text(case, plan, now=BEFORE.replace(hour=16)).body


def test_a_file_is_called_by_the_name_that_the_unit_gave_it(plan: Plan) -> None:
    contending = ERROR._replace(
        source=Source("thu/1-2.eml/b.xlsx"), message="“thu/1-2.eml/b.xlsx” và “thu/1-2.eml/a.xlsx”."
    )
    assert "“b.xlsx” và “a.xlsx”." in text(asked(unit(Status.REFUSED), [contending]), plan).body


@pytest.mark.parametrize("folder", ["24", "5", "24/5", "(tính đến 24", "a.b"])
def test_a_folder_of_the_inbox_is_cut_from_names_of_files_alone(folder: str, plan: Plan) -> None:
    receipt = RECEIPT._replace(name=f"{folder}/bu dang.xlsx")
    message = (
        f"Có hai ngày: 24/5/2023 và 25/5/2023; ô ghi “{folder}/5” và “{folder}/5.2023”; “{folder}/bu dang.xlsx”, "
        f"“{folder}/trưa/bu dang (2).ods”."
    )
    one = ERROR._replace(source=Source(receipt.name, "Phụ lục 01", "B2"), message=message)
    body = text(asked(unit(Status.REFUSED, receipt), [one]), plan).body
    assert (
        f"Có hai ngày: 24/5/2023 và 25/5/2023; ô ghi “{folder}/5” và “{folder}/5.2023”; “bu dang.xlsx”, “trưa/bu dang (2).ods”."
        in body
    )
