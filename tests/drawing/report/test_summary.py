"""Tóm tắt: what its sentences say on an ordinary day, on the first, on one without reports, after the deadline."""

import re
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from tests.core.campaign.test_outlook import DAY, after, standing
from xlpy.core.before import NOTHING, Before, Glance
from xlpy.core.campaign.outlook import course
from xlpy.core.consolidate import Standing, Status
from xlpy.core.plan.plan import Plan, parse_plan
from xlpy.core.records import KINDS, Kind
from xlpy.core.source import Finding, Severity, Source
from xlpy.core.units import short_names
from xlpy.drawing.report.look import LAYOUT, LAYOUT_NOW
from xlpy.drawing.report.remarks import remarks
from xlpy.drawing.report.sentences import WORDS, repeatedly, told
from xlpy.drawing.report.summary import MOST_UNITS, Summary, summary_of
from xlpy.drawing.report.workbook import draw_report

FIGURES = {"688": (900, 31_043), "689": (1_000, 43_060), "696": (4_000, 83_365)}
PACES = {"688": 900, "689": 2_300, "690": 1_200, "691": 1_500, "692": 3_300, "693": 1_400, "694": 2_500, "695": 2_000}
PACES |= {"696": 3_200, "697": 1_500}


def said(plan: Plan, day: Standing, before: Before = NOTHING) -> Summary:
    whole = course(plan, day, before)
    return summary_of(
        plan,
        day,
        whole,
        told(plan, day, before, whole, short_names({unit.unit: unit.name for unit in whole.units})),
        WORDS,
    )


def test_three_sentences_say_the_day_and_one_who_was_not_heard(plan: Plan) -> None:
    first, second, third, fourth = said(plan, *after(plan, PACES)).points
    assert first == (
        "1. Trong ngày nhập 19.800 trường hợp, bằng hôm qua (cùng 10 đơn vị); 7 ngày qua 138.600, bằng 7 ngày trước đó; "
        "10/11 đơn vị có số liệu."
    )
    assert second == (
        "2. Đến ngày 16/6 đã nhập 37,5% (phải đạt 48,1%), chậm 146.518 trường hợp; riêng Đồng Xoài chậm 200.236, "
        "nơi khác nhanh 53.718."
    )
    assert third == (
        "3. Với tốc độ nhập những ngày qua, dự kiến hoàn thành ngày 20/01/2024 (từ 03/01/2024 đến 26/02/2024), quá thời "
        "hạn; còn chậm ở Đồng Xoài, Bù Gia Mập. Thêm 55 máy cho Đồng Xoài, 2 máy cho Bù Gia Mập thì kịp."
    )
    assert fourth == "4. Chưa có số liệu trong ngày: huyện Phú Riềng (chưa báo cáo)."


def test_days_under_ten_are_written_in_one_way(plan: Plan) -> None:
    at = plan.start + timedelta(days=11)
    day, before = after(plan, PACES, at)
    page = said(plan, day, before._replace(previous=at - timedelta(days=3)))
    assert page.points[0].startswith("1. Trong ngày nhập 19.800 trường hợp, bằng ngày 30/5 (")
    assert page.points[1].startswith("2. Đến ngày 02/6 đã nhập ")
    written = [str(value) for row in (*page.rows, *page.cards) for value in getattr(row, "values", row)]
    dates = re.findall(r"\d+/\d+(?:/\d{4})?", " ".join((*page.points, *page.asks, page.footnote, *written)))
    assert [one for one in dates if re.match(r"\d/", one) and int(one.split("/")[1]) <= 12] == []


def test_the_day_before_is_named_where_it_was_not_yesterday(plan: Plan) -> None:
    before = Before((), date(2023, 6, 12), {"688": 900})
    assert "bằng ngày 12/6 (cùng 1 đơn vị)" in said(plan, standing(plan, FIGURES), before).points[0]


def test_a_day_without_figures_promises_nothing(plan: Plan) -> None:
    points = said(plan, standing(plan, {})).points
    assert points[0] == "1. Chưa có số liệu trong ngày; 0/11 đơn vị có số liệu."
    assert points[2].startswith(
        "3. Chưa đủ số liệu để dự kiến ngày hoàn thành (cần ít nhất 07 báo cáo, trải ít nhất 10 ngày)"
    )


def test_a_few_units_that_nobody_can_foretell_are_named(plan: Plan) -> None:
    third = said(plan, *after(plan, {code: pace for code, pace in PACES.items() if code != "690"})).points[2]
    assert third.startswith("3. Chưa dự kiến được ngày hoàn thành: Bình Long chưa đủ số liệu (")
    assert "Có khả năng chậm: Đồng Xoài" in third


def test_after_the_deadline_it_says_what_is_left(plan: Plan) -> None:
    points = said(plan, standing(plan, FIGURES, plan.deadline)).points
    assert points[2] == "3. Đã hết thời hạn (trước ngày 15/7/2023), còn 1.216.040 trường hợp."


def test_what_needs_somebody_above_is_asked_for(plan: Plan) -> None:
    asks = said(plan, standing(plan, FIGURES)).asks
    assert asks[0].startswith("1. Bổ sung máy: thành phố Đồng Xoài (có 8 máy, cần 89 máy), ")
    assert asks[0].endswith(" đơn vị khác; tính theo định mức 200 trường hợp/máy/ngày.")
    assert asks[1:] == ["2. Giao chỉ tiêu cho huyện Phú Riềng (đang có 10 máy)."]


def test_the_table_says_how_many_are_late_and_of_none_late_how_many_have_nothing_to_spare(plan: Plan) -> None:
    def judged(day: Standing, before: Before) -> object:
        return said(plan, day, before).total["promise"]

    assert judged(*after(plan, PACES)) == "2/10 chậm"
    assert judged(*after(plan, dict.fromkeys(PACES, 30000))) == "10/10 kịp hạn"
    assert judged(*after(plan, {**dict.fromkeys(PACES, 30000), "688": 642})) == "1/10 sát hạn"
    assert judged(standing(plan, {}), NOTHING) == "chưa rõ"


def test_units_that_are_late_again_and_again_are_named(plan: Plan) -> None:
    late, missing = Glance(Status.RECEIVED, late=True), Glance(Status.MISSING)
    days = tuple(
        (DAY - timedelta(days=number), {"688": late, "690": missing, "691": Glance(Status.RECEIVED)})
        for number in (3, 2, 1)
    )
    day, before = standing(plan, FIGURES), Before(days, DAY - timedelta(days=1))
    assert [(unit.unit, times) for unit, times in repeatedly(day, before)] == [("690", 4), ("688", 3)]
    assert (
        said(plan, day, before)
        .asks[-1]
        .endswith(
            "Chấn chỉnh việc báo cáo muộn hoặc không báo cáo trong 04 ngày qua: thị xã Bình Long (04 ngày), "
            "thị xã Phước Long (03 ngày)."
        )
    )


def test_of_many_units_those_that_can_wait_are_one_line(plan: Plan) -> None:
    day = standing(plan, FIGURES)
    many = day._replace(units=tuple(unit for _ in range(4) for unit in day.units))
    rows = said(plan, many).rows
    assert len(rows) == MOST_UNITS
    assert rows[-1].values["unit"] == f"{44 - MOST_UNITS + 1} đơn vị khác"


def test_remarks_name_no_cell_no_file_and_no_code_and_stand_once_for_all_their_units(plan: Plan) -> None:
    def found(code: str, unit: str, title: str, message: str, severity: Severity = Severity.ERROR) -> Finding:
        return Finding(code, severity, Source("a.xlsx", "Phụ lục 01", "D8"), title, message, "Sửa ô D8.", unit)

    findings = (
        found("SL02", "690", "Ô có số lẻ", "Ô D8 (Đăng ký sinh, trong ngày) ghi 0,628. Có phải 628?"),
        found("CD01", "695", "Số trong ngày lớn hơn tổng", "Xem ô D16, E16."),
        found("SL08", "688", "Số ghi dưới dạng chữ", "20 ô (C8, D8…).", Severity.WARNING),
        found("SL08", "692", "Số ghi dưới dạng chữ", "15 ô (C8, D8…).", Severity.WARNING),
        found("TG01", "689", "Báo cáo muộn", "Nhận lúc 14:06.", Severity.WARNING),  # the table says so
        found("SL11", "692", "Dấu gạch hiểu là 0", "Ô P8.", Severity.INFO),
    )
    assert remarks(plan, findings) == [
        ("Thị xã Bình Long", "Ô có số lẻ. Đăng ký sinh, trong ngày ghi 0,628."),
        ("Huyện Đồng Phú", "Số trong ngày lớn hơn tổng."),
        ("Thị xã Phước Long, huyện Lộc Ninh", "Số ghi dưới dạng chữ."),
    ]


def test_a_plan_without_cases_is_told_as_one(plan: Plan) -> None:
    empty = plan.changed()
    bare = tuple(
        level._replace(targets=tuple(target._replace(cases=dict.fromkeys(target.cases, 0)) for target in level.targets))
        for level in empty.levels
    )
    empty = replace(empty, levels=bare)
    assert said(empty, standing(empty, {})).points[1] == "2. Kế hoạch chưa giao chỉ tiêu."


ODD = {
    "one day": {0: 500},
    "a gap of weeks": {0: 500, 1: 1_000, 29: 20_000},
    "silent for weeks": {day: 500 * (day + 1) for day in range(12)},
    "taken back": {day: 500 * (day + 1) - (day == 20) * 3_000 for day in range(30)},
    "never anything": dict.fromkeys(range(30), 0),
    "more than the plan has": {day: 5_000 * (day + 1) for day in range(30)},
    "finished": dict.fromkeys(range(30), 34_677),
    "before the campaign": {-5: 100, 0: 500},
    "nothing at all": {},
}


@pytest.mark.parametrize("course_of", ODD, ids=str)
@pytest.mark.parametrize("on", [0, 29, 53, 60])
def test_whatever_a_unit_reported_there_are_words_and_a_report(plan: Plan, course_of: str, on: int) -> None:
    day = plan.start + timedelta(days=on)
    known = {plan.start + timedelta(days=number): cases for number, cases in ODD[course_of].items() if number <= on}
    entered = {at: {**dict.fromkeys(KINDS, 0), Kind.BIRTH: cases} for at, cases in known.items()}
    earlier = {at: kinds for at, kinds in entered.items() if at < day}
    now = standing(plan, {"688": (1, known[day])} if day in known else {}, day)
    before = Before(accepted={"688": earlier} if earlier else {})
    points = said(plan, now, before).points
    assert len(points) == 4
    for text in points:
        assert "None" not in text and "nan" not in text and "{" not in text
    look = replace(plan, look={LAYOUT: LAYOUT_NOW})
    assert draw_report(look, now, before) == draw_report(look, now, before)


def test_machines_that_came_in_between_are_known_to_a_days_report(plan: Plan) -> None:
    day, before = after(plan, PACES)
    more = plan.changed(machines={"688": 14})
    fewer_then = before._replace(machines={on: {"688": 7} for on in before.accepted["688"]})
    slow, quick = (
        next(unit for unit in course(more, day, one).units if unit.unit == "688") for one in (before, fewer_then)
    )
    assert slow.finish is not None and quick.finish is not None
    assert quick.finish < slow.finish


@pytest.mark.parametrize(
    ("layout", "named"),
    [(4, "còn chậm ở Đồng Xoài, Đồng Xoài"), (5, "còn chậm ở thành phố Đồng Xoài, huyện Đồng Xoài")],
)
def test_two_of_one_short_name_are_told_apart_since_the_fifth_layout(
    layout: int, named: str, plan_data: dict[str, Any]
) -> None:
    data = deepcopy(plan_data)
    (other,) = (unit for unit in data["units"]["children"] if unit["code"] == "691")
    other["name"] = "Huyện Đồng Xoài"
    plan = replace(parse_plan(data), look={LAYOUT: layout})
    with ZipFile(BytesIO(draw_report(plan, *after(plan, PACES)))) as package:
        assert named in package.read("xl/sharedStrings.xml").decode()
