"""The letter in Word: the format of Nghị định 30/2020/NĐ-CP as a reader parses it and as a page shows it, the day's
words, and a template that the office restyled."""

import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from openxml_audit import OpenXmlValidator

from tests.core.campaign.test_outlook import after
from tests.drawing.report.test_summary import PACES
from tests.kit.folders import FIRST, SECOND, form, new_folder, press, put, put_all, works, wrong
from tests.kit.office import convert
from tests.kit.provinces import plan_of
from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.plan.letterhead import Letterhead
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Figures, Kind, Measure
from xlpy.drawing.faults import TemplateError
from xlpy.drawing.letter import draw_letter
from xlpy.drawing.letter import template as letter_template
from xlpy.drawing.letter.template import TEMPLATE, draw_template
from xlpy.drawing.letter.values import FORMERLY, NEEDED, OPTIONAL, letter_values
from xlpy.drawing.letters import last_line, line_width
from xlpy.drawing.shipping import is_fresh
from xlpy.shipped import shipped

CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
NAME = "bao-cao.docx"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def drawn(plan: Plan, standing: Standing, number: int | None = None, template: bytes | None = None) -> bytes:
    return draw_letter(template or shipped(TEMPLATE).read_bytes(), NAME, plan, standing, number)


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> Mapping[str, Standing]:
    """A first day with all reports; a second with one late, one by name, one told by telephone, one refused, one
    missing; and a first day on which nobody has reported."""
    folder = new_folder(tmp_path_factory.mktemp("van-ban") / "viec")
    first, second, _ = works(plan)
    put_all(folder, plan, first)
    full = press(folder, FIRST).standing
    put_all(folder, plan, second, [code for code in second if code not in ("690", "691", "692", "698")])
    put(folder, "binh long.xlsx", form(plan, second["690"], **wrong(Kind.BIRTH, Measure.ENTERED, 1)), plan, SECOND)
    put(folder, "bu gia map.xlsx", form(plan, second["691"], **wrong(Kind.BIRTH, Measure.ENTERED, 1)), plan, SECOND)
    put(folder, "loc ninh.xlsx", form(plan, second["692"]), plan, SECOND, time(14, 25))
    mixed = press(folder, SECOND, accept=["691"]).standing
    units = [unit._replace(status=Status.MANUAL) if unit.unit == "697" else unit for unit in mixed.units]
    return {"full": full, "mixed": mixed._replace(units=tuple(units)), "nothing": made(plan, {})}


def made(plan: Plan, figures: Mapping[str, tuple[int | None, int]], day: date = FIRST) -> Standing:
    """A day on which the units named have entered (today, so far), all births; the others have not reported."""

    def unit(code: str, name: str) -> UnitDay:
        today, entered = figures.get(code, (None, 0))
        total = {kind: plan.total(code, kind) for kind in KINDS}
        births = Figures(total[Kind.BIRTH], today, entered)
        others = {kind: Figures(total[kind], None, 0) for kind in KINDS[1:]}
        status = Status.MISSING if today is None else Status.RECEIVED
        return UnitDay(code, name, status, late=False, figures={Kind.BIRTH: births, **others})

    return Standing(day, tuple(unit(sender.code, sender.name) for sender in plan.senders))


def opened(letter: bytes) -> Any:
    """A letter as python-docx reads it."""
    return Document(BytesIO(letter))


def paragraphs(letter: bytes) -> list[Paragraph]:
    """Every paragraph from top to bottom, those of tables too."""
    document: Any = opened(letter)
    return [Paragraph(element, document._body) for element in document.element.body.iter(qn("w:p"))]


def texts(letter: bytes) -> list[str]:
    return [text for paragraph in paragraphs(letter) if (text := paragraph.text)]


def clause(letter: bytes, start: str) -> str:
    """The paragraph that begins so; "" where there is none."""
    return next((text.replace("\u00a0", " ") for text in texts(letter) if text.startswith(start)), "")


class Letters(NamedTuple):
    """How a paragraph looks."""

    size: float
    bold: bool
    italic: bool
    align: Any


def letters(letter: bytes, start: str) -> Letters:
    """The looks of the paragraph that begins so."""
    paragraph = next(paragraph for paragraph in paragraphs(letter) if paragraph.text.startswith(start))
    style: Any = paragraph.style
    assert all(run.font.size is None and run.font.bold is None for run in paragraph.runs)
    size = style.font.size.pt if style.font.size else 14.0
    return Letters(size, bool(style.font.bold), bool(style.font.italic), style.paragraph_format.alignment)


# The template


def test_the_shipped_template_is_the_one_that_is_drawn() -> None:
    assert is_fresh(shipped(TEMPLATE).read_bytes(), draw_template()), (
        f"python -m xlpy.drawing.letter.template {TEMPLATE}"
    )
    assert draw_template() == draw_template()


def test_the_command_writes_the_template_and_tells_a_stale_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mau" / NAME
    assert letter_template.main([str(path)]) == 0
    assert letter_template.main(["--check", str(path)]) == 0
    path.write_bytes(b"older")
    assert letter_template.main(["--check", str(path)]) == 1
    assert "stale" in capsys.readouterr().out


def test_the_template_is_black_but_for_what_is_not_printed(plan: Plan, days: Mapping[str, Standing]) -> None:
    styles = {style.name: style for style in opened(draw_template()).styles}
    grey = {name for name, style in styles.items() if getattr(style, "font", None) and style.font.color.rgb}
    assert grey == {"Dấu điều kiện", "Bảng: điều khiển"}
    used = {paragraph.style.name for paragraph in paragraphs(drawn(plan, days["mixed"])) if paragraph.style}
    assert not used & grey


@pytest.mark.parametrize("name", ["template", "full", "mixed", "nothing"])
def test_the_auditor_of_packages_finds_nothing(
    name: str, days: Mapping[str, Standing], plan: Plan, tmp_path: Path
) -> None:
    path = tmp_path / NAME
    path.write_bytes(draw_template() if name == "template" else drawn(plan, days[name], 5))
    assert OpenXmlValidator(max_errors=0).validate(path).errors == []


def test_the_same_day_gives_the_same_bytes(plan: Plan, days: Mapping[str, Standing]) -> None:
    assert drawn(plan, days["mixed"], 5) == drawn(plan, days["mixed"], 5)
    assert drawn(plan, days["mixed"], 5) != drawn(plan, days["mixed"], 6)


# The format, as a reader parses it


@pytest.fixture(scope="module")
def signed(plan: Plan) -> Plan:
    return replace(plan, letterhead=plan.letterhead._replace(signer="Nguyễn Văn An"))


@pytest.fixture(scope="module")
def letter(signed: Plan, days: Mapping[str, Standing]) -> bytes:
    return drawn(signed, days["full"], 5)


def test_the_page_is_a4_with_the_margins_of_a_letter(letter: bytes) -> None:
    (section,) = opened(letter).sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm, 1) <= 25
    assert 20 <= round(section.bottom_margin.mm, 1) <= 25
    assert 30 <= round(section.left_margin.mm, 1) <= 35
    assert 15 <= round(section.right_margin.mm, 1) <= 20


def test_all_letters_are_times_new_roman(letter: bytes) -> None:
    document = opened(letter)
    assert not list(document.element.iter(qn("w:rFonts")))
    (fonts,) = document.styles.element.iter(qn("w:rFonts"))
    assert set(fonts.attrib.values()) == {"Times New Roman"}


@pytest.mark.parametrize(
    ("start", "sizes", "bold", "italic", "align"),
    [
        ("UBND TỈNH BÌNH PHƯỚC", (12, 13), False, False, CENTRE),
        ("SỞ TƯ PHÁP", (12, 13), True, False, CENTRE),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), True, False, CENTRE),
        (MOTTO, (13, 14), True, False, CENTRE),
        ("Số: 05/BC-STP", (13, 13), False, False, CENTRE),
        ("Bình Phước, ngày 22 tháng 5 năm 2023", (13, 14), False, True, CENTRE),
        ("BÁO CÁO", (13, 14), True, False, CENTRE),
        ("Kết quả nhập dữ liệu", (13, 14), True, False, CENTRE),
        (
            "Kính gửi: Đồng chí Tổ trưởng Tổ kiểm tra, hướng dẫn việc nhập dữ liệu hộ tịch",
            (13, 14),
            False,
            False,
            CENTRE,
        ),
        ("Thực hiện Kế hoạch", (13, 14), False, False, JUSTIFY),
        ("GIÁM ĐỐC", (13, 14), True, False, CENTRE),
        ("Nguyễn Văn An", (13, 14), True, False, CENTRE),
        ("Nơi nhận:", (12, 12), True, True, None),
        ("- Như trên;", (11, 11), False, False, None),
        ("- Công an tỉnh;", (11, 11), False, False, None),
        ("- Lưu: VT, HCTP.", (11, 11), False, False, None),
    ],
)
def test_each_part_has_the_letters_that_the_decree_gives_it(
    letter: bytes, start: str, sizes: tuple[int, int], bold: bool, italic: bool, align: Any
) -> None:
    found = letters(letter, start)
    assert sizes[0] <= found.size <= sizes[1]
    assert found[1:] == (bold, italic, align)


def test_head_and_foot_stand_side_by_side_without_lines(letter: bytes) -> None:
    head, figures, foot = opened(letter).tables
    assert [cell.text.split("\n")[0] for cell in head.rows[0].cells] == [
        "UBND TỈNH BÌNH PHƯỚC",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ]
    assert [cell.text[:4] for cell in head.rows[1].cells] == ["Số: ", "Bình"]
    assert [cell.text.split("\n")[0] for cell in foot.rows[0].cells] == ["Nơi nhận:", "GIÁM ĐỐC"]
    for table, lined in ((head, False), (figures, True), (foot, False)):
        assert bool(list(table.style.element.iter(qn("w:tblBorders")))) is lined
        assert not list(table._tbl.iter(qn("w:tblBorders"), qn("w:tcBorders")))


def test_the_body_is_indented_and_spaced_as_the_decree_says(letter: bytes) -> None:
    body = [paragraph for paragraph in paragraphs(letter) if paragraph.style and paragraph.style.name == "Thân văn bản"]
    assert len(body) >= 5
    style: Any = body[0].style
    assert 10 <= style.paragraph_format.first_line_indent.mm <= 12.71
    assert style.paragraph_format.space_before.pt + style.paragraph_format.space_after.pt <= 6


def test_the_body_ends_with_the_mark_of_the_end(letter: bytes) -> None:
    told = texts(letter)
    assert [text for text in told if text.endswith("./.")] == [told[told.index("Nơi nhận:") - 1]]


# What the head says


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2023, 5, 22), "ngày 22 tháng 5 năm 2023"),
        (date(2023, 6, 2), "ngày 02 tháng 6 năm 2023"),
        (date(2024, 1, 9), "ngày 09 tháng 01 năm 2024"),
        (date(2024, 2, 10), "ngày 10 tháng 02 năm 2024"),
        (date(2023, 12, 31), "ngày 31 tháng 12 năm 2023"),
    ],
)
def test_days_under_ten_and_the_first_two_months_have_a_zero_before_them(plan: Plan, day: date, said: str) -> None:
    assert letter_values(plan, made(plan, {}, day), None).texts["ngày_tháng_năm"] == said


def test_the_number_has_two_digits_or_room_to_write_it_in(plan: Plan, days: Mapping[str, Standing]) -> None:
    def told(number: int | None) -> str:
        return clause(drawn(plan, days["full"], number), "Số:")

    assert told(5) == "Số: 05/BC-STP"
    assert told(10) == "Số: 10/BC-STP"
    assert told(105) == "Số: 105/BC-STP"
    assert re.fullmatch(r"Số: {6,}/BC-STP", told(None))


def test_what_the_settings_do_not_say_is_left_to_be_filled_in(plan: Plan, days: Mapping[str, Standing]) -> None:
    told = texts(drawn(replace(plan, letterhead=Letterhead()), days["full"], 7))
    assert told[0] == plan.document.issuer.upper() == "UBND TỈNH"
    assert "Số: 07/BC-" in [text.replace("\u00a0", "") for text in told]
    assert "…………………, ngày 22 tháng 5 năm 2023" in told
    assert told[-1] == "…………………"


def test_the_foot_names_who_else_gets_it_where_the_settings_do(plan: Plan, days: Mapping[str, Standing]) -> None:
    def foot(plan: Plan) -> str:
        cell: str = opened(drawn(plan, days["full"])).tables[2].rows[0].cells[0].text
        return cell

    assert foot(plan) == (
        "Nơi nhận:\n- Như trên;\n- Công an tỉnh;\n- UBND các huyện, thị xã, thành phố;\n- Lưu: VT, HCTP."
    )
    assert foot(replace(plan, letterhead=Letterhead())) == "Nơi nhận:\n- Như trên;\n- Lưu: VT."


def test_marks_as_they_were_called_before_still_work(plan: Plan, days: Mapping[str, Standing]) -> None:
    document = opened(shipped(TEMPLATE).read_bytes())
    for paragraph in (Paragraph(one, document._body) for one in document.element.body.iter(qn("w:p"))):
        for run in paragraph.runs:
            for old, new in FORMERLY.items():
                run.text = run.text.replace(new, old)
    saved = BytesIO()
    document.save(saved)
    assert texts(drawn(plan, days["mixed"], 5, saved.getvalue())) == texts(drawn(plan, days["mixed"], 5))


# What the letter says of a day


def test_a_full_day(plan: Plan, days: Mapping[str, Standing]) -> None:
    drawing = drawn(plan, days["full"], 5)
    assert not any("giờ 00" in text for text in texts(drawing)), "an hour may be parted at a line's end"
    assert clause(drawing, "Thực hiện") == (
        "Thực hiện Kế hoạch số 188/KH-UBND ngày 04/4/2023 của Ủy ban nhân dân tỉnh về cao điểm nhập dữ liệu Sổ hộ tịch "
        "vào hệ thống điện tử trên nền Cơ sở dữ liệu quốc gia về dân cư, Sở Tư pháp báo cáo kết quả đến 14 giờ 00 ngày "
        "22/5/2023 đối với Sổ hộ tịch lưu tại cấp xã (Phụ lục 01 kèm theo) như sau:"
    )
    assert clause(drawing, "Trong ngày") == (
        "Trong ngày, các đơn vị nhập 15.193 trường hợp. Tính đến 14 giờ 00 ngày 22/5/2023, đã nhập 15.193 trên tổng số "
        "1.373.508 trường hợp, đạt 1,1%; còn lại 1.358.315 trường hợp. Cụ thể theo loại đăng ký:"
    )
    assert clause(drawing, "Đã tiếp nhận") == "Đã tiếp nhận số liệu trong ngày của 11/11 đơn vị."
    for nothing in (
        "- Báo cáo muộn",
        "- Chưa báo",
        "- Đang",
        "- Còn chênh",
        "- Báo qua",
        "Số liệu",
        "Đã hết",
        "Qua số liệu",
    ):
        assert clause(drawing, nothing) == ""
    assert clause(drawing, "Còn 53 ngày").endswith("bình quân mỗi ngày các đơn vị phải nhập 25.629 trường hợp.")
    assert clause(drawing, "- Nhập nhanh nhất").startswith(
        "- Nhập nhanh nhất so với yêu cầu: thị xã Phước Long (bình quân 926 trường hợp/ngày, cần 637 trường hợp/ngày, "
        "bằng 145,4% mức cần); "
    )
    assert clause(drawing, "- Nhập chậm nhất").startswith(
        "- Nhập chậm nhất so với yêu cầu: thành phố Đồng Xoài (bình quân 1.387 trường hợp/ngày, cần 10.164 trường "
        "hợp/ngày, bằng 13,6% mức cần); "
    )
    # After one day nobody is foretold.
    assert clause(drawing, "- Có khả năng không kịp") == clause(drawing, "- Với tốc độ") == ""
    assert clause(drawing, "- Chưa đủ") == "- Chưa đủ số liệu để dự kiến ngày hoàn thành: tất cả các đơn vị."
    assert clause(drawing, "- Số máy") == (
        "- Số máy hiện có chưa đủ để kịp thời hạn: thành phố Đồng Xoài (có 8 máy, cần 51 máy); huyện Bù Gia Mập (có 8 "
        "máy, cần 9 máy); kiến nghị xem xét bố trí thêm máy, nhân lực."
    )
    assert clause(drawing, "- Kế hoạch").startswith("- Kế hoạch chưa giao chỉ tiêu cho huyện Phú Riềng; kiến nghị")
    assert clause(drawing, "Trên đây").endswith(
        "Sở Tư pháp báo cáo đồng chí Tổ trưởng Tổ kiểm tra, hướng dẫn việc nhập dữ liệu hộ tịch xem xét, chỉ đạo./."
    )


def test_the_table_has_each_kind_and_their_sum(plan: Plan, days: Mapping[str, Standing]) -> None:
    table = opened(drawn(plan, days["full"], 5)).tables[1]
    rows = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]
    assert rows == [
        ["Loại đăng ký", "Tổng số phải nhập", "Nhập trong ngày", "Tổng đã nhập", "Tỷ lệ", "Còn lại"],
        ["Đăng ký sinh", "1.013.355", "10.476", "10.476", "1,0%", "1.002.879"],
        ["Đăng ký kết hôn", "264.949", "4.171", "4.171", "1,6%", "260.778"],
        ["Đăng ký khai tử", "94.972", "534", "534", "0,6%", "94.438"],
        ["Đăng ký con nuôi", "232", "12", "12", "5,2%", "220"],
        ["Tổng cộng", "1.373.508", "15.193", "15.193", "1,1%", "1.358.315"],
    ]


def test_a_day_with_everything_that_can_be_amiss(plan: Plan, days: Mapping[str, Standing]) -> None:
    drawing = drawn(plan, days["mixed"])
    assert clause(drawing, "Đã tiếp nhận") == "Đã tiếp nhận số liệu trong ngày của 9/11 đơn vị."
    assert clause(drawing, "- Báo cáo muộn") == (
        "- Báo cáo muộn (từ 14 giờ 00 trở đi): huyện Lộc Ninh (nhận lúc 14 giờ 25 ngày 23/5/2023)."
    )
    assert clause(drawing, "- Chưa báo cáo") == "- Chưa báo cáo: huyện Phú Riềng."
    assert clause(drawing, "- Đang đề nghị") == "- Đang đề nghị chỉnh sửa: thị xã Bình Long."
    assert clause(drawing, "- Còn chênh lệch") == (
        "- Còn chênh lệch, Sở Tư pháp đã xác nhận với đơn vị: huyện Bù Gia Mập."
    )
    assert clause(drawing, "- Báo qua điện thoại") == ("- Báo qua điện thoại, Sở Tư pháp cập nhật: thị xã Chơn Thành.")
    assert clause(drawing, "Số liệu của các đơn vị chưa báo cáo").endswith("giữ theo lần báo cáo gần nhất (nếu có).")


def test_a_first_day_with_nothing(plan: Plan, days: Mapping[str, Standing]) -> None:
    drawing = drawn(plan, days["nothing"])
    assert clause(drawing, "Trong ngày").startswith("Trong ngày chưa có số liệu của đơn vị nào. Tính đến 14 giờ 00")
    table = opened(drawing).tables[1]
    assert [row.cells[2].text for row in table.rows[1:]] == [""] * 5  # blank is not zero
    assert [row.cells[3].text for row in table.rows[1:]] == ["0"] * 5
    for nothing in ("- Nhập", "- Có khả năng", "- Giữ"):
        assert clause(drawing, nothing) == ""


def foretold(plan: Plan, paces: Mapping[str, int]) -> bytes:
    standing, before = after(plan, paces)
    return draw_letter(shipped(TEMPLATE).read_bytes(), NAME, plan, standing, before=before)


def test_it_tells_when_all_is_done_and_who_will_be_late_as_the_report_does(plan: Plan) -> None:
    drawing = foretold(plan, PACES)
    assert clause(drawing, "- Với tốc độ") == (
        "- Với tốc độ nhập những ngày qua, dự kiến hoàn thành ngày 20/01/2024 (từ ngày 03/01/2024 đến ngày 26/02/2024), quá "
        "thời hạn."
    )
    assert clause(drawing, "- Có khả năng không kịp") == (
        "- Có khả năng không kịp thời hạn nếu giữ tốc độ nhập này: thành phố Đồng Xoài (dự kiến hoàn thành ngày 20/01/2024); huyện Bù "
        "Gia Mập (dự kiến hoàn thành ngày 19/7/2023)."
    )
    assert clause(drawing, "- Chưa đủ") == ""


def test_where_nobody_will_be_late_it_says_so(plan: Plan) -> None:
    targets = tuple(one for one in plan.tracked.targets if one.unit.code != "689")
    small = replace(
        plan,
        levels=tuple(
            level._replace(targets=targets) if level.level == plan.tracked_level else level for level in plan.levels
        ),
    )
    drawing = foretold(small, {code: 2 * pace for code, pace in PACES.items() if code != "689"})
    assert clause(drawing, "- Giữ tốc độ") == "- Giữ tốc độ nhập này, không đơn vị nào có khả năng không kịp thời hạn."
    assert clause(drawing, "- Có khả năng không kịp") == ""


def test_after_the_deadline(plan: Plan) -> None:
    drawing = drawn(plan, made(plan, {"688": (5_000, 5_000)}, plan.deadline))
    assert clause(drawing, "Đã hết thời hạn") == (
        "Đã hết thời hạn (hoàn thành trước ngày 15/7/2023), còn 1.368.508 trường hợp chưa nhập."
    )
    assert not re.search("Còn [0-9]+ ngày", "\n".join(texts(drawing)))
    assert "thị xã Phước Long (bình quân 90 trường hợp/ngày, còn 29.677 trường hợp)" in clause(
        drawing, "- Nhập nhanh nhất"
    )
    assert "thị xã Phước Long (còn 29.677 trường hợp)" in clause(drawing, "- Chưa nhập xong")
    assert clause(drawing, "- Có khả năng") == clause(drawing, "- Với tốc độ") == ""


def test_letters_that_xml_or_the_template_would_take_for_their_own_come_out_as_text(plan: Plan) -> None:
    nasty = "A & B <C> {{ x }} {% y %} {# z #} {_{ w }_} \x07"
    standing = made(plan, {})
    units = (standing.units[0]._replace(name=nasty), *standing.units[1:])
    head = Letterhead(nasty, "BC-<&>", nasty, nasty, nasty)
    strange = replace(plan, office=nasty, recipient=nasty, letterhead=head)
    told = texts(drawn(strange, standing._replace(units=units), 1))
    plain = nasty.removesuffix(" \x07")
    assert f"Kính gửi: {plain}" in told[told.index("BÁO CÁO") + 2 :][0]
    assert "Số: 01/BC-<&>" in told
    assert f"{plain}, ngày 22 tháng 5 năm 2023" in [text.replace(" , ", ", ") for text in told]
    assert any(text.startswith(f"- Chưa báo cáo: {plain}") for text in told)


# The page, as LibreOffice shows it


class Word(NamedTuple):
    """A word on a page: its box in points from the upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


class Page(NamedTuple):
    """A letter printed: its words, its lines of letters, the level strokes of its first page, its fonts, its pages."""

    words: list[Word]
    strokes: list[tuple[float, float, float]]
    fonts: set[str]
    pages: int
    size: str

    def line(self, start: str, page: int = 1) -> Word:
        """The line of letters that begins so, whole. Spaces do not count: a borrowed letter stands apart."""
        for lines in self._lines(page):
            text = "".join(word.text for word in lines)
            if text.startswith(start.replace(" ", "")):
                left, top = min(word.left for word in lines), min(word.top for word in lines)
                right, bottom = max(word.right for word in lines), max(word.bottom for word in lines)
                return Word(page, left, top, right, bottom, text)
        raise AssertionError(f"no line {start}")

    def _lines(self, page: int) -> Iterator[list[Word]]:
        """Words one behind the other; a gap of more than two letters begins another line, as between columns."""
        line: list[Word] = []
        for word in (word for word in self.words if word.page == page):
            middle = (word.top + word.bottom) / 2
            if line and (not line[-1].top < middle < line[-1].bottom or not -9 < word.left - line[-1].right < 14):
                yield line
                line = []
            line.append(word)
        yield line


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


def printed(letter: bytes, place: Path) -> Page:
    path = place / "van-ban.docx"
    path.write_bytes(letter)
    (pdf,) = convert(path, "pdf", place)
    words, page = [], 0
    for line in run("pdftotext", "-bbox", str(pdf), "-").splitlines():
        page += "<page " in line
        if box := re.search(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', line):
            left, top, right, bottom = map(float, box.groups()[:4])
            words.append(Word(page, left, top, right, bottom, box[5]))
    told = run("pdfinfo", str(pdf))
    fonts = {line.split()[0].rpartition("+")[2] for line in run("pdffonts", str(pdf)).splitlines()[2:]}
    strokes = sorted(set(_strokes(run("pdftocairo", "-svg", "-f", "1", "-l", "1", str(pdf), "-"))))
    size = re.search(r"Page size: +(.*)", told)
    pages = re.search(r"Pages: +(\d+)", told)
    assert size and pages
    return Page(words, strokes, fonts, int(pages[1]), size[1])


_STROKE = re.compile(
    r'<path style="fill:none;[^"]*" d="M ([\d.]+) ([\d.]+) L ([\d.]+) ([\d.]+) " '
    r'transform="matrix\(([-\d.]+),0,0,([-\d.]+),([-\d.]+),([-\d.]+)\)"'
)


def _strokes(svg: str) -> Iterator[tuple[float, float, float]]:
    """Left end, right end and height of each level stroke, from the top. LibreOffice draws some twice."""
    for found in _STROKE.finditer(svg):
        left, start, right, end, wide, high, x, y = map(float, found.groups())
        if abs(start - end) < 0.1:
            yield left * wide + x, right * wide + x, start * high + y


@pytest.fixture(scope="module")
def page(letter: bytes, tmp_path_factory: pytest.TempPathFactory, needs_office: None) -> Page:
    return printed(letter, tmp_path_factory.mktemp("in"))


@pytest.fixture(scope="module")
def long_page(signed: Plan, tmp_path_factory: pytest.TempPathFactory, needs_office: None) -> Page:
    """A letter of three pages, since its units have endless names."""
    standing = made(signed, {unit.code: (10, 10) for unit in signed.senders})
    units = tuple(
        unit._replace(name=f"{unit.name} {'rất dài ' * 80}", late=True, by_name=True) for unit in standing.units
    )
    return printed(drawn(signed, standing._replace(units=units)), tmp_path_factory.mktemp("in-dai"))


def mm(points: float) -> float:
    return points / 72 * 25.4


@pytest.mark.office
def test_the_letter_fits_on_two_pages_of_a4(
    page: Page, signed: Plan, days: Mapping[str, Standing], tmp_path: Path
) -> None:
    assert "A4" in page.size
    assert page.pages <= 2
    assert printed(drawn(signed, days["mixed"]), tmp_path).pages <= 2


def test_no_letter_stands_in_the_margins(page: Page) -> None:
    first = [word for word in page.words if word.page == 1]
    assert 29.9 <= mm(min(word.left for word in first)) <= 30.5
    assert 210 - mm(max(word.right for word in first)) >= 14.5
    assert mm(max(word.right for word in first)) > 190  # the lines are full
    assert mm(min(word.top for word in first)) >= 18.5
    assert mm(max(word.bottom for word in first)) <= 277.5


def test_only_times_and_what_lends_it_vietnamese_letters_is_printed(page: Page) -> None:
    """Liberation Serif stands for Times New Roman, and has not all Vietnamese letters everywhere."""
    kin = re.compile(r"(LiberationSerif|TimesNewRoman|Tinos|DejaVuSerif)\b")
    assert page.fonts and all(kin.match(font) for font in page.fonts), page.fonts


def test_the_head_stands_in_two_columns(page: Page) -> None:
    for left, right in (
        ("UBND TỈNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("SỞ TƯ PHÁP", MOTTO),
        ("Số: 05/BC-STP", "Bình Phước, ngày 22 tháng 5 năm 2023"),
    ):
        one, other = page.line(left), page.line(right)
        assert one.right < other.left
        assert one.top == pytest.approx(other.top, abs=3)
        assert other.text == right.replace(" ", "")


@pytest.mark.parametrize(
    ("line", "shortest", "longest"),
    [("SỞ TƯ PHÁP", 1 / 3, 1 / 2), (MOTTO, 0.93, 1.07), ("quốc gia về dân cư", 1 / 3, 1 / 2)],
)
def test_the_rules_are_as_long_as_the_decree_says(page: Page, line: str, shortest: float, longest: float) -> None:
    words = page.line(line)
    under = [stroke for stroke in page.strokes if 0 <= stroke[2] - words.bottom + 4 < 10]
    near = [stroke for stroke in under if stroke[0] >= words.left - 8 and stroke[1] <= words.right + 8]
    ((left, right, _),) = near
    assert shortest <= (right - left) / (words.right - words.left) <= longest
    assert (left + right) / 2 == pytest.approx((words.left + words.right) / 2, abs=2)


def test_there_is_room_to_sign(page: Page) -> None:
    position, name = page.line("GIÁM ĐỐC", page.pages), page.line("Nguyễn Văn An", page.pages)
    assert name.top - position.bottom > 45
    assert mm(name.left) > 105
    assert (name.left + name.right) / 2 == pytest.approx((position.left + position.right) / 2, abs=2)


def test_pages_are_numbered_from_the_second_on_in_the_middle_of_the_upper_margin(long_page: Page) -> None:
    assert long_page.pages >= 3
    above = [word for word in long_page.words if mm(word.top) < 18]
    assert [(word.page, word.text) for word in above] == [
        (number, str(number)) for number in range(2, long_page.pages + 1)
    ]
    for word in above:
        assert mm((word.left + word.right) / 2) == pytest.approx((30 + 195) / 2, abs=1)
        assert mm(word.bottom) < 20


def test_the_signature_does_not_stand_alone_on_a_page(long_page: Page) -> None:
    last = "".join(word.text for word in long_page.words if word.page == long_page.pages)
    assert "chỉđạo./." in last
    assert "GIÁMĐỐC" in last


@pytest.mark.office
def test_the_widths_are_those_of_the_letters_as_printed(tmp_path: Path) -> None:
    # Only letters that every kin of Times has itself.
    told = "Hamburgefonstiv,QUOC-GIA/ABCDJKMPQRSTVWXYZ:0123456789Dd(jklpqwxyz);ĐđÀÊÔãéùý"
    document = Document()
    for bold in (False, True):
        words = document.add_paragraph().add_run(told)
        words.font.name, words.font.size, words.bold = "Times New Roman", Pt(10), bold
    saved = BytesIO()
    document.save(saved)
    page = printed(saved.getvalue(), tmp_path)
    widths = [word.right - word.left for word in page.words]
    assert widths == [pytest.approx(line_width(told, 10, bold), rel=0.01) for bold in (False, True)]


def test_horned_letters_are_wider_and_other_marks_are_not() -> None:
    for bold in (False, True):
        assert line_width("ấẠốệĐ", 13, bold) == line_width("aAoeĐ", 13, bold)
        assert line_width("ưởỡợự", 13, bold) > line_width("uooou", 13, bold)
    assert line_width("Tư pháp", 14) == line_width(unicodedata.normalize("NFD", "Tư pháp"), 14)


def test_a_line_is_broken_between_words() -> None:
    text = "một hai ba bốn"
    assert last_line(text, 1000, 14) == text
    assert last_line(text, line_width("một hai ba", 14), 14) == "bốn"
    assert last_line("một hai\nba bốn", 1000, 14) == "ba bốn"
    assert last_line(text, 1, 14) == "bốn"


# A restyled template


def restyled(change: Callable[[Any], object]) -> bytes:
    """The template as an office saved it after a change."""
    document = opened(draw_template())
    change(document)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def holding(document: Any, text: str) -> Paragraph:
    found = [Paragraph(p, document._body) for p in document.element.body.iter(qn("w:p"))]
    return next(paragraph for paragraph in found if text in paragraph.text)


def reworded(old: str, new: str) -> bytes:
    """The template with other words in one paragraph."""

    def change(document: Any) -> None:
        paragraph = holding(document, old)
        paragraph.text = paragraph.text.replace(old, new)

    return restyled(change)


def complaint(template: bytes, plan: Plan, standing: Standing) -> str:
    with pytest.raises(TemplateError) as raised:
        drawn(plan, standing, template=template)
    return str(raised.value)


def test_other_words_and_other_letters_are_in_the_next_letter(plan: Plan, days: Mapping[str, Standing]) -> None:
    def change(document: Any) -> None:
        paragraph = holding(document, "Kính gửi")
        paragraph.text = "Kính gửi: Đồng chí {{ nơi_nhận }};"
        document.styles["Cơ quan ban hành"].font.size = Pt(26)
        document.sections[0].left_margin = Mm(35)

    found = drawn(plan, days["full"], template=restyled(change))
    assert "Kính gửi: Đồng chí Đồng chí Tổ trưởng Tổ kiểm tra, hướng dẫn việc nhập dữ liệu hộ tịch;" in texts(found)
    assert opened(found).sections[0].left_margin == pytest.approx(Mm(35), abs=700)
    assert rule_length(found) == pytest.approx(2 * rule_length(drawn(plan, days["full"])), rel=0.02)


def rule_length(letter: bytes) -> float:
    """Points under the issuer's name."""
    document = opened(letter)
    cell = document.tables[0].rows[0].cells[0]
    indents = cell.paragraphs[-1].paragraph_format
    return float(cell.width.pt - indents.left_indent.pt - indents.right_indent.pt)


def test_a_long_office_has_a_rule_under_its_last_line_only(plan: Plan, days: Mapping[str, Standing]) -> None:
    found = drawn(replace(plan, office="Ban Chỉ đạo số hoá dữ liệu hộ tịch tỉnh Bình Phước"), days["full"])
    room = opened(found).tables[0].rows[0].cells[0].width.pt
    last = last_line("BAN CHỈ ĐẠO SỐ HOÁ DỮ LIỆU HỘ TỊCH TỈNH BÌNH PHƯỚC", room, 13, bold=True)
    assert last == "PHƯỚC"
    assert rule_length(found) == pytest.approx(0.4 * line_width(last, 13, bold=True), abs=1)


def test_marks_that_word_has_cut_into_pieces_are_read(plan: Plan, days: Mapping[str, Standing]) -> None:
    def change(document: Any) -> None:
        paragraph = holding(document, "Kính gửi")
        paragraph.text = "Kính gửi: {"
        for piece in ("{ nơi", "_nh", "ận }", "}"):
            paragraph.add_run(piece)

    assert drawn(plan, days["full"], template=restyled(change)) != b""
    assert "Kính gửi: Đồng chí Tổ trưởng Tổ kiểm tra, hướng dẫn việc nhập dữ liệu hộ tịch" in texts(
        drawn(plan, days["full"], template=restyled(change))
    )


@pytest.mark.parametrize("spelt", [unicodedata.normalize("NFD", "{{ nơi_nhận }}"), "{{ Nơi_nhận }}", "{{nơi_nhận}}"])
def test_a_mark_is_the_same_however_its_letters_are_composed(
    spelt: str, plan: Plan, days: Mapping[str, Standing]
) -> None:
    found = drawn(plan, days["full"], template=reworded("{{ nơi_nhận }}", spelt))
    assert "Kính gửi: Đồng chí Tổ trưởng Tổ kiểm tra, hướng dẫn việc nhập dữ liệu hộ tịch" in texts(found)


def test_what_an_office_types_in_for_good_needs_no_mark(plan: Plan, days: Mapping[str, Standing]) -> None:
    found = drawn(plan, days["full"], template=reworded("{{ cơ_quan_in_hoa }}", "SỞ TƯ PHÁP TỈNH"))
    assert "SỞ TƯ PHÁP TỈNH" in texts(found)


@pytest.mark.parametrize("mark", NEEDED)
def test_every_mark_that_is_lost_is_named(mark: str, plan: Plan, days: Mapping[str, Standing]) -> None:
    def change(document: Any) -> None:
        for text in document.element.body.iter(qn("w:t")):
            text.text = text.text.replace(f"{{{{ {mark} }}}}", "mất")

    said = complaint(restyled(change), plan, days["full"])
    assert said.startswith(f"{NAME}: thiếu {{{{ {mark} }}}} ({NEEDED[mark]}). Gõ lại")
    assert said.endswith("hoặc xoá tệp rồi chạy hotich bat-dau . để có bản gốc.")


def test_the_template_uses_every_mark_there_is() -> None:
    said = "\n".join(paragraph.text for paragraph in paragraphs(draw_template()))
    assert [mark for mark in (*NEEDED, *OPTIONAL) if not re.search(rf"\b{mark}\b", said)] == []


def test_the_journals_anchor_stands_where_an_office_asks_for_it(plan: Plan, days: Mapping[str, Standing]) -> None:
    def change(document: Any) -> None:
        document.add_paragraph("Mã nhật ký: {{ mã_nhật_ký }}")

    data = draw_letter(restyled(change), NAME, plan, days["full"], None, "0123456789abcdef")
    assert "Mã nhật ký: 0123456789abcdef" in [paragraph.text for paragraph in paragraphs(data)]
    shipped_letter = shipped(TEMPLATE).read_bytes()
    assert draw_letter(shipped_letter, NAME, plan, days["full"], None, "0123456789abcdef") == draw_letter(
        shipped_letter, NAME, plan, days["full"]
    )


def test_a_mark_that_only_decides_does_not_count_as_printed(plan: Plan, days: Mapping[str, Standing]) -> None:
    said = complaint(reworded("{{ đơn_vị_báo_cáo_muộn }}", "có"), plan, days["full"])
    assert "thiếu {{ đơn_vị_báo_cáo_muộn }}" in said


def test_a_misspelt_mark_is_told_with_the_one_that_is_missed(plan: Plan, days: Mapping[str, Standing]) -> None:
    said = complaint(reworded("{{ số_ký_hiệu }}", "{{ so_ky_hieu }}"), plan, days["full"])
    assert "thiếu {{ số_ký_hiệu }} (số và ký hiệu của văn bản)" in said
    assert "có dấu {{ so_ky_hieu }} mà văn bản không biết" in said


@pytest.mark.parametrize(
    ("old", "new", "quoted"),
    [
        ("{{ nơi_nhận }}", "{{ nơi nhận }}", "{{ nơi nhận }}"),
        ("{{ nơi_nhận }}", "{{ nơi_nhận }", "{{ nơi_nhận }"),
        ("{{ nơi_nhận }}", "nơi_nhận }}", "nơi_nhận }}"),
        ("{{ nơi_nhận }}", "{{ }}", "{{ }}"),
        ("{%p if hết_thời_hạn %}", "{%p nếu hết_thời_hạn %}", "{%p nếu hết_thời_hạn %}"),
        ("{%p if hết_thời_hạn %}", "{%p if hết thời hạn %}", "{%p if hết thời hạn %}"),
    ],
)
def test_a_broken_mark_is_quoted(old: str, new: str, quoted: str, plan: Plan, days: Mapping[str, Standing]) -> None:
    said = complaint(reworded(old, new), plan, days["full"])
    assert "viết hỏng" in said
    assert quoted in said
    assert "gạch dưới" in said


def test_conditions_that_are_not_closed_are_told(plan: Plan, days: Mapping[str, Standing]) -> None:
    said = complaint(reworded("{%p endif %}", "hết"), plan, days["full"])
    assert "không đi thành cặp" in said


def test_a_condition_that_tears_the_document_is_told(plan: Plan, days: Mapping[str, Standing]) -> None:
    def change(document: Any) -> None:
        holding(document, "{%p if hết_thời_hạn").text = "{% if hết_thời_hạn %}"

    said = complaint(restyled(change), plan, days["full"])
    assert "mở ở đoạn này mà đóng ở đoạn khác" in said


def test_a_column_that_nobody_knows_is_told(plan: Plan, days: Mapping[str, Standing]) -> None:
    said = complaint(reworded("{{ dòng.tỷ_lệ }}", "{{ dòng.ty_le }}"), plan, days["full"])
    assert "có cột “ty_le” mà văn bản không biết" in said
    assert "tỷ_lệ" in said


def test_a_lost_table_is_told(plan: Plan, days: Mapping[str, Standing]) -> None:
    def change(document: Any) -> None:
        table = document.tables[1]
        for row in list(table.rows)[1:4]:
            table._tbl.remove(row._tr)

    assert "bảng số liệu theo loại đăng ký" in complaint(restyled(change), plan, days["full"])


@pytest.mark.parametrize("mark", ["{{ trong_ngày + 1 }}", "{{ ''.__class__.__mro__ }}", "{{ cycler.__init__ }}"])
def test_a_mark_calculates_nothing_and_runs_no_code(mark: str, plan: Plan, days: Mapping[str, Standing]) -> None:
    said = complaint(reworded("Kính gửi:", f"Kính gửi: {mark}"), plan, days["full"])
    assert said.startswith(f"{NAME}: ")
    assert "bản gốc" in said


@pytest.mark.parametrize("data", [b"", b"no document", b"PK\x03\x04 cut off"])
def test_what_is_no_document_is_told(data: bytes, plan: Plan, days: Mapping[str, Standing]) -> None:
    with pytest.raises(TemplateError, match="không đọc được tệp mẫu"):
        draw_letter(data, NAME, plan, days["full"])


def test_the_deadline_of_tomorrow_leaves_no_day(plan: Plan) -> None:
    last = letter_values(plan, made(plan, {}, plan.deadline - timedelta(days=1)), None).texts
    assert (last["số_ngày_còn_lại"], last["cần_mỗi_ngày"], last["hết_thời_hạn"]) == ("0", "", "1.373.508")


def test_of_a_great_many_units_a_letter_names_some_and_counts_the_others() -> None:
    plan = plan_of(40)
    day = made(plan, {unit.code: (100, 100) for unit in plan.senders})
    done, nearly, *others = day.units
    left = {kind: Figures(figures.total, 0, figures.total) for kind, figures in done.figures.items()}
    births = Figures(left[Kind.BIRTH].total, 1000, left[Kind.BIRTH].total - 50)
    units = (done._replace(figures=left), nearly._replace(figures={**left, Kind.BIRTH: births}), *others)
    drawing = drawn(plan, day._replace(units=units), 5)
    told = clause(drawing, "- Chưa đủ số liệu")
    assert told.endswith(" và 27 đơn vị khác.") and told.count(",") == 11
    assert "gấp 11.655 lần mức cần" in clause(drawing, "- Nhập nhanh nhất")
