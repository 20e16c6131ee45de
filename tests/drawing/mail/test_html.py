"""The mail as HTML: the letter's words, every unit in a table, readable in Outlook, on a phone and on a dark screen."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from xlpy.core.consolidate import Standing, Status, UnitDay
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Figures
from xlpy.core.source import Severity
from xlpy.core.units import as_entry
from xlpy.drawing.mail.html import draw_html
from xlpy.drawing.mail.text import LETTER, fill_message
from xlpy.drawing.report.look import SHADES
from xlpy.shipped import shipped

DAY = date(2023, 5, 22)
_VOID = {"br", "meta"}


class Page(HTMLParser):
    """What a mail program sees: elements with what they hold, their styles, and all tags and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, str, str]] = []
        self.attributes: set[str] = set()
        self._pending: list[tuple[str, str, list[str]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes |= {name for name, _ in attrs}
        if tag == "br":
            self.handle_data("\n")
        if tag not in _VOID:
            self.open.append(tag)
            self._pending.append((tag, dict(attrs).get("style") or "", []))

    def handle_data(self, data: str) -> None:
        for _, _, texts in self._pending:
            texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        name, style, texts = self._pending.pop()
        self.found.append((name, style, "".join(texts)))

    def texts(self, tag: str) -> list[str]:
        return [text.replace("\u00a0", " ") for name, _, text in self.found if name == tag]

    def style(self, text: str) -> str:
        """The style of the innermost element that holds just this."""
        return next(style for _, style, there in self.found if there == text)


def standing(plan: Plan) -> Standing:
    """All reported 10 of each kind, but for one each: refused, missing, late, by name and by telephone."""
    special = {"690": Status.REFUSED, "698": Status.MISSING, "697": Status.MANUAL}

    def unit(code: str, name: str) -> UnitDay:
        status = special.get(code, Status.RECEIVED)
        today = None if status in (Status.REFUSED, Status.MISSING) else 10
        figures = {kind: Figures(plan.total(code, kind), today, today or 0) for kind in KINDS}
        return UnitDay(code, name, status, late=code == "692", figures=figures, by_name=code == "691")

    return Standing(DAY, tuple(unit(sender.code, sender.name) for sender in plan.senders))


@pytest.fixture
def page(plan: Plan) -> Page:
    return Page(drawn(plan))


def drawn(plan: Plan) -> str:
    day = standing(plan)
    template = shipped(LETTER).read_text(encoding="utf-8")
    return draw_html(fill_message(template, "thu.txt", plan, day, "Bao_cao.xlsx").body, plan, day)


def test_the_words_are_those_of_the_plain_letter(page: Page, plan: Plan) -> None:
    assert page.texts("p")[:2] == [
        "Kính gửi: Đồng chí Tổ trưởng Tổ kiểm tra, hướng dẫn việc nhập dữ liệu hộ tịch",
        "Sở Tư pháp báo cáo kết quả nhập dữ liệu Sổ hộ tịch lưu tại cấp xã, tính đến 14 giờ 00 ngày 22/5/2023:",
    ]
    assert page.texts("li")[:3] == [
        "Số đơn vị đã được tiếp nhận số liệu: 9/11.",
        "Chưa báo cáo: huyện Phú Riềng.",
        "Đang đề nghị chỉnh sửa: thị xã Bình Long.",
    ]
    assert len(page.texts("ul")) == 1
    assert "Trân trọng." in page.texts("p")


def test_lines_that_follow_each_other_stay_together(plan: Plan) -> None:
    page = Page(draw_html("Một\nhai\n\n- a\n- b\nsau\n\n\nba\n", plan, standing(plan)))
    assert page.texts("p")[:3] == ["Một\nhai", "sau", "ba"]
    assert page.texts("li") == ["a", "b"]


def test_the_table_has_every_unit_in_the_order_of_the_form_and_the_sum(page: Page, plan: Plan) -> None:
    cells = page.texts("td")
    rows = [cells[at : at + 5] for at in range(0, len(cells), 5)]
    assert page.texts("th") == ["Đơn vị", "Tình trạng", "Trong ngày", "Tổng đã nhập", "Tỷ lệ"]
    assert [row[0] for row in rows] == [*(as_entry(unit.name) for unit in plan.senders), "TỔNG"]
    told = {row[0]: row[1:] for row in rows}
    assert told["Huyện Bù Gia Mập"] == ["● Tiếp nhận có xác nhận", "40", "40", "0,1%"]
    assert told["Huyện Lộc Ninh"][0] == "▲ Báo cáo muộn"
    assert told["Thị xã Chơn Thành"][0] == "♦ Báo qua điện thoại"
    assert told["Thị xã Bình Long"] == ["× Trả lại để sửa", "", "0", "0,0%"]
    assert told["Huyện Phú Riềng"] == ["○ Chưa báo cáo", "", "0", "–"]
    assert told["TỔNG"] == ["9/11 đơn vị", "360", "360", "0,1%"]


def test_units_without_figures_are_shaded_as_in_the_report(page: Page) -> None:
    for text, shade in (
        ("× Trả lại để sửa", SHADES[Severity.ERROR]),
        ("○ Chưa báo cáo", SHADES[Severity.ERROR]),
        ("▲ Báo cáo muộn", SHADES[Severity.WARNING]),
    ):
        assert f"background-color:{shade}" in page.style(text)
    assert "background" not in page.style("♦ Báo qua điện thoại")


def test_on_a_dark_screen_no_letter_has_the_colour_of_its_ground(page: Page) -> None:
    for _, style, _ in page.found:
        assert ("background" in style) == bool(re.search(r"(^|;)color:", style))


def test_outlook_finds_every_format_in_its_element_and_nothing_is_loaded(plan: Plan, page: Page) -> None:
    assert not page.texts("style") and not page.texts("script")
    assert page.attributes <= {"style", "lang", "charset", "name", "content"}
    assert "http" not in drawn(plan) and "url(" not in drawn(plan)
    assert all(style for tag, style, _ in page.found if tag in ("body", "p", "ul", "table", "td", "th"))


def test_on_a_phone_the_table_is_as_wide_as_the_screen(page: Page, plan: Plan) -> None:
    assert "width=device-width" in drawn(plan)
    (table,) = (style for tag, style, _ in page.found if tag == "table")
    assert "width:100%" in table
    assert not any(re.search(r"(?<!-)\bwidth:\d+px", style) for _, style, _ in page.found)


def test_letters_that_html_would_take_for_its_own_come_out_as_text(plan: Plan) -> None:
    nasty = '<img src="http://x/"> & </td> "\''
    day = standing(plan)
    units = (day.units[0]._replace(name=nasty), *day.units[1:])
    page = Page(draw_html(f"{nasty}\n\n- {nasty}", plan, day._replace(units=units)))
    assert page.texts("p")[0] == page.texts("li")[0] == page.texts("td")[0] == nasty
    assert "src" not in page.attributes


def test_the_same_day_gives_the_same_mail(plan: Plan) -> None:
    assert drawn(plan) == drawn(plan)


def test_the_sum_of_a_day_with_nothing_is_blank(plan: Plan) -> None:
    day = standing(plan)
    silent = [
        unit._replace(
            status=Status.MISSING, figures={kind: Figures(plan.total(unit.unit, kind), None, 0) for kind in KINDS}
        )
        for unit in day.units
    ]
    assert Page(draw_html("", plan, day._replace(units=tuple(silent)))).texts("td")[-4:] == [
        "0/11 đơn vị",
        "",
        "0",
        "0,0%",
    ]
