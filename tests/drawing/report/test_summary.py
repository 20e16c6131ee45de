"""Tóm tắt: what its sentences say on an ordinary day, on the first, on one without reports, after the deadline."""

from dataclasses import replace
from datetime import date, timedelta

from tests.core.campaign.test_outlook import DAY, standing
from xlpy.core.before import NOTHING, Before
from xlpy.core.consolidate import Standing
from xlpy.core.plan.plan import Plan
from xlpy.core.source import Finding, Severity, Source
from xlpy.drawing.report.remarks import remarks
from xlpy.drawing.report.summary import MOST_UNITS, Summary, summary_of

FIGURES = {"688": (900, 31_043), "689": (1_000, 43_060), "696": (4_000, 83_365)}


def said(plan: Plan, day: Standing, before: Before = NOTHING) -> Summary:
    return summary_of(plan, day, before)


def test_three_sentences_say_the_day(plan: Plan) -> None:
    before = Before((), DAY - timedelta(days=1), {"688": 1_000, "696": 3_800})
    assert said(plan, standing(plan, FIGURES), before).points == [
        "1. Trong ngày nhập 5.900 trường hợp, tăng 100 so với hôm qua (cùng 2 đơn vị); 3/11 đơn vị có báo cáo.",
        "2. Đạt 11,5%, theo tiến độ phải đạt 48,1%: chậm 503.850 trường hợp.",
        "3. Nếu giữ tốc độ như trong ngày: 2 đơn vị kịp hạn; 1 có khả năng chậm (Đồng Xoài); 7 chưa rõ.",
    ]


def test_the_day_before_is_named_where_it_was_not_yesterday(plan: Plan) -> None:
    before = Before((), date(2023, 6, 12), {"688": 900})
    assert "bằng ngày 12/6 (cùng 1 đơn vị)" in said(plan, standing(plan, FIGURES), before).points[0]


def test_a_day_without_figures_promises_nothing(plan: Plan) -> None:
    points = said(plan, standing(plan, {})).points
    assert points[0] == "1. Chưa có số liệu trong ngày; 0/11 đơn vị có báo cáo."
    assert points[2] == "3. Chưa đủ số liệu để dự kiến ngày xong."


def test_after_the_deadline_it_says_what_is_left(plan: Plan) -> None:
    points = said(plan, standing(plan, FIGURES, plan.deadline)).points
    assert points[2] == "3. Đã hết thời hạn (trước ngày 15/7/2023), còn 1.216.040 trường hợp."


def test_what_needs_somebody_above_is_asked_for(plan: Plan) -> None:
    asks = said(plan, standing(plan, FIGURES)).asks
    assert asks[0] == "1. Thành phố Đồng Xoài: có 8 máy, để kịp hạn cần 89 máy (200 trường hợp/máy/ngày)."
    assert any("Huyện Phú Riềng: kế hoạch chưa giao số trường hợp, đang có 10 máy." in ask for ask in asks)


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
        ("Thị xã Bình Long", "Ô có số lẻ: Đăng ký sinh, trong ngày ghi 0,628."),
        ("Huyện Đồng Phú", "Số trong ngày lớn hơn tổng."),
        ("Thị xã Phước Long, Huyện Lộc Ninh", "Số ghi dưới dạng chữ."),
    ]


def test_a_plan_without_cases_is_told_as_one(plan: Plan) -> None:
    day = standing(plan, {})
    empty = day._replace(
        units=tuple(
            unit._replace(figures={kind: one._replace(total=0) for kind, one in unit.figures.items()})
            for unit in day.units
        )
    )
    assert said(replace(plan), empty).points[1] == "2. Kế hoạch chưa giao số trường hợp."
