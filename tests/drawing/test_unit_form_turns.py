"""The form of a level that does not report daily says what is owed, of which day, and when the next report is."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.excel.check import excel_refuses
from tests.excel.engines import ENGINES, differences, unexplained
from tests.kit.calc import Calc, gnumeric_differences, recalculation_differences
from tests.kit.unit_forms import ADVICE, FIRST_ROW, STATE, enter, lines, set_today, state
from xlpy.core.forms import DAY_SHEET
from xlpy.core.plan.levels import level_named, tracking
from xlpy.core.plan.period import Every, Period
from xlpy.core.plan.plan import Plan
from xlpy.core.text import number
from xlpy.drawing.unit_form import draw_unit_form
from xlpy.drawing.unit_form.layout import Layout
from xlpy.drawing.unit_form.turns import turn

START = date(2023, 5, 22)
UNIT = "688"
CLEAN = (25, 0, 0, 0)


def day(place: int) -> date:
    return START + timedelta(days=place - 1)


def row(place: int) -> int:
    return FIRST_ROW + place - 1


def weekly(plan: Plan, period: Period) -> Plan:
    level = level_named(plan, "huyện")
    assert level is not None
    return replace(tracking(plan, level), period=period)


def form_of(plan: Plan, path: Path, *, every: Every = Every.FRIDAY, asked: tuple[date, ...] = ()) -> Path:
    of = weekly(plan, Period(START, every, asked))
    path.write_bytes(draw_unit_form(of, next(unit for unit in of.senders if unit.code == UNIT)))
    return path


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory, needs_office: None, needs_slow: None) -> Iterator[Calc]:
    with Calc(tmp_path_factory.mktemp("calc"), "en-US", untouched=True) as calc:
        yield calc


def test_its_page_of_how_to_speaks_of_periods_and_says_whose_form_it_is(plan: Plan, tmp_path: Path) -> None:
    texts = [str(cell.value) for row in load_workbook(form_of(plan, tmp_path / "e.xlsx"))["Hướng dẫn"] for cell in row]
    assert "CÁCH ĐIỀN BIỂU – THỊ XÃ PHƯỚC LONG (CẤP HUYỆN)" in texts
    whole = "\n".join(texts)
    assert "Kỳ sau gõ tiếp vào tệp này" in whole and "Hôm sau" not in whole
    assert "Quên một kỳ: gõ số của kỳ ấy ở dòng hôm nay" in whole and "Quên một ngày" not in whole


def said(form: Any) -> tuple[str, str]:
    return state(form), str(form.cell(DAY_SHEET, ADVICE))


def test_the_first_weeks_work_is_held_against_the_days_that_there_were(plan: Plan, calc: Calc, tmp_path: Path) -> None:
    """As the office holds it (LK15): what the form lets pass must not come back."""
    with closing(calc.open(form_of(plan, tmp_path / "e.xlsx"))) as form:
        set_today(form, day(5))
        enter(form, row(5), (3_500, 0, 0, 0))
        assert state(form) == "CHƯA GỬI ĐƯỢC"
        (line,) = lines(form)
        assert "cả ngày 3.500, quá hai lần mức tối đa 1.500/5 ngày." in line
        enter(form, row(5), CLEAN)
        set_today(form, day(12))
        enter(form, row(12), (3_500, 0, 0, 0))
        assert state(form) == "SẴN SÀNG GỬI"
        (line,) = lines(form)
        assert "cả ngày 3.500, vượt mức tối đa 2.100/7 ngày." in line


@pytest.mark.parametrize("every", [Every.FRIDAY, Every.SEVEN_DAYS, Every.ON_REQUEST])
def test_a_report_is_held_against_the_days_since_the_one_before_as_the_office_holds_it(
    every: Every, plan: Plan, calc: Calc, tmp_path: Path
) -> None:
    period = Period(START, every)
    with closing(calc.open(form_of(plan, tmp_path / "f.xlsx", every=every))) as form:
        before: date | None = None
        for place in (3, 12, 15, 27):  # early, after more than a week, within one, after turns without any
            set_today(form, day(place))
            most = 300 * period.days_of(day(place), before)
            for cases, told in ((2 * most, "CHƯA GỬI ĐƯỢC"), (2 * most - 1, "SẴN SÀNG GỬI")):
                enter(form, row(place), (cases, 0, 0, 0))
                assert state(form) == told, (place, cases)
                assert f"mức tối đa {number(most)}/{most // 300} ngày." in lines(form)[0]
            enter(form, row(place), (most, 0, 0, 0))
            assert (state(form), lines(form)) == ("SẴN SÀNG GỬI", [])
            enter(form, row(place), CLEAN)
            before = day(place)


def test_a_week_from_nothing_owed_over_its_day_to_what_is_still_owed(plan: Plan, calc: Calc, tmp_path: Path) -> None:
    with closing(calc.open(form_of(plan, tmp_path / "a.xlsx"))) as form:
        set_today(form, day(2))
        assert said(form) == ("CHƯA ĐẾN KỲ BÁO CÁO", "Kỳ sau: trước 14 giờ 00 ngày 26/5/2023.")
        set_today(form, day(5))
        assert said(form) == (
            "ĐẾN KỲ: CHƯA GÕ SỐ",
            "Gõ số của kỳ ở dòng 26/5/2023, gửi trước 14 giờ 00; không có thì gõ 0.",
        )
        set_today(form, day(7))
        assert said(form) == (
            "CHƯA GÕ SỐ KỲ 26/5",
            "Gõ số của kỳ 26/5/2023 ở dòng hôm nay, gửi ngay; không có thì gõ 0.",
        )
        enter(form, row(7), CLEAN)
        assert (said(form), lines(form)) == (("SẴN SÀNG GỬI", "Lưu tệp, gửi Sở Tư pháp trước 14 giờ 00."), [])
        set_today(form, day(9))
        assert said(form) == (
            "CHƯA ĐẾN KỲ BÁO CÁO",
            "Đã gõ đến 28/5/2023; chưa gửi thì gửi. Kỳ sau: 2/6/2023.",
        )
        enter(form, row(9), (25, "x", 0, 0))
        assert state(form) == "CHƯA GỬI ĐƯỢC"


def test_on_request_it_waits_for_one(plan: Plan, calc: Calc, tmp_path: Path) -> None:
    with closing(calc.open(form_of(plan, tmp_path / "b.xlsx", every=Every.ON_REQUEST, asked=(day(3),)))) as form:
        set_today(form, day(2))
        assert said(form) == ("CHƯA ĐẾN KỲ BÁO CÁO", "Kỳ sau: trước 14 giờ 00 ngày 24/5/2023.")
        enter(form, row(2), CLEAN)  # of the day before: it is not what was asked for
        set_today(form, day(4))
        assert state(form) == "CHƯA GÕ SỐ KỲ 24/5"
        enter(form, row(4), CLEAN)
        set_today(form, day(8))
        assert said(form) == (
            "CHƯA ĐẾN KỲ BÁO CÁO",
            "Đã gõ đến 25/5/2023; chưa gửi thì gửi. Có yêu cầu mới phải báo cáo.",
        )


@pytest.mark.parametrize(
    ("every", "asked"),
    [
        (Every.FRIDAY, ()),
        (Every.SEVEN_DAYS, ()),
        (Every.MONDAY, (day(3), day(12))),
        (Every.ON_REQUEST, (day(-3), day(6), day(20))),
    ],
)
def test_its_formulas_say_what_the_office_says(
    every: Every, asked: tuple[date, ...], plan: Plan, calc: Calc, tmp_path: Path
) -> None:
    period = Period(START, every, tuple(sorted(asked)))
    of = weekly(plan, period)
    layout = Layout(of, next(unit for unit in of.senders if unit.code == UNIT), None)
    owed, following = (turn(layout, name).replace("$", "") for name in ("owed", "next"))
    with closing(calc.open(form_of(plan, tmp_path / "c.xlsx", every=every, asked=asked))) as form:
        for reported in ((2,), (6, 13)):
            for place in reported:
                enter(form, row(place), CLEAN)
            for place in range(1, 18):
                if place in reported:
                    continue
                set_today(form, day(place))
                last = max((one for one in reported if one < place), default=None)
                owes = period.owes(day(place), day(last) if last else None)
                due = period.due(day(place))
                expected = max(1, (due - START).days + 1) if owes and due else 0
                assert form.cell(DAY_SHEET, owed) == expected, (place, reported)
                soon = (one for one in range(place + 1, place + 30) if period.due(day(one)) == day(one))
                assert form.cell(DAY_SHEET, following) == next(soon, 9_999), place
            for place in reported:
                enter(form, row(place), (None, None, None, None))


def test_it_says_how_often_where_nothing_is_calculated(plan: Plan, tmp_path: Path) -> None:
    sheet = load_workbook(form_of(plan, tmp_path / "d.xlsx"), data_only=True)[DAY_SHEET]
    assert sheet[STATE].value == "BÁO CÁO THỨ SÁU HẰNG TUẦN"


@pytest.mark.gnumeric
@pytest.mark.parametrize("today", [7, *(pytest.param(day, marks=pytest.mark.slow) for day in (2, 5, 9))])
def test_every_engine_computes_the_same(today: int, plan: Plan, calc: Calc, tmp_path: Path) -> None:
    path = form_of(plan, tmp_path / "e.xlsx", asked=(day(3), day(12)))
    assert excel_refuses(path.read_bytes()) == []
    with closing(calc.open(path)) as form:
        if today == 9:
            enter(form, row(8), CLEAN)
        set_today(form, day(today))
        shown = said(form)
        form.save_as(path := tmp_path / "seen.xlsx")
    expected = {2: "CHƯA ĐẾN KỲ BÁO CÁO", 5: "ĐẾN KỲ: CHƯA GÕ SỐ", 7: "CHƯA GÕ SỐ KỲ 26/5", 9: "CHƯA ĐẾN KỲ BÁO CÁO"}
    assert shown[0] == expected[today]

    of = weekly(plan, Period(START, Every.FRIDAY))
    layout = Layout(of, next(unit for unit in of.senders if unit.code == UNIT), None)
    hidden = (turn(layout, name).replace("$", "") for name in ("turn", "due", "since", "owed", "next"))
    of_turns = {(DAY_SHEET, cell) for cell in (STATE, ADVICE, *hidden)}
    for found in (recalculation_differences(path, calc), gnumeric_differences(path, tmp_path)):
        assert [text for text in found if tuple(text.partition(": ")[0].rsplit("!", 1)) in of_turns] == []
    for engine in ENGINES:
        _, many = differences(path, engine)
        assert [one for one in unexplained(engine, many) if (one.sheet, one.cell) in of_turns] == []


def test_a_form_of_a_level_that_reports_daily_is_what_it_was(plan: Plan) -> None:
    """Its hidden cells, its mark: nothing of the turns is in it."""
    unit = next(unit for unit in plan.senders if unit.code == UNIT)
    assert draw_unit_form(plan, unit) == draw_unit_form(replace(plan, period=Period(START)), unit)
