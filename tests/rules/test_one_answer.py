"""Of one slip the office and the unit read one thing: no figure that the report does not use, no two instructions."""

from datetime import date

import pytest

from tests.rules.test_day import FORM, PLAN, came
from xlpy.core.consolidate import Verdict
from xlpy.core.records import KINDS, AcceptedDay, Figures, Kind
from xlpy.core.source import Finding, Severity, Source
from xlpy.core.text import number
from xlpy.rules.day import Weighed, weigh
from xlpy.rules.examples import DAY, ENTERED, TODAY, UNIT
from xlpy.rules.gathering import cause_lines
from xlpy.rules.judge import Background
from xlpy.rules.replies import for_unit

TOTAL = PLAN.total(UNIT, Kind.BIRTH)
LEFT = TOTAL - ENTERED[0]
SUM_TOTAL = sum(PLAN.total(UNIT, kind) for kind in KINDS)
SUM_LEFT = SUM_TOTAL - sum(ENTERED)
MISTYPED = TOTAL // 10


def accepted(day: date, entered: tuple[int, ...], today: tuple[int, ...]) -> AcceptedDay:
    figures = {
        kind: Figures(PLAN.total(UNIT, kind), of_day, so_far)
        for kind, of_day, so_far in zip(KINDS, today, entered, strict=True)
    }
    return AcceptedDay(UNIT, day, figures, Source(f"bu dang {day:%d-%m}.xlsx"), "0" * 64)


BEFORE = Background(
    history={
        UNIT: (
            accepted(date(2023, 5, 21), (1000, 300, 90, 1), (1000, 300, 90, 1)),
            accepted(date(2023, 5, 22), (1245, 310, 95, 1), (245, 10, 5, 0)),
        )
    }
)


def day_of(background: Background = BEFORE, *, accept: bool = False, hour: int = 8, **cells: object) -> Weighed:
    file = came(FORM._replace(cells=cells), "bu dang 23-5.xlsx", (hour - 8) * 60)
    return weigh(PLAN, DAY, [file], background, accept=[UNIT] if accept else [])


def found(result: Weighed) -> list[Finding]:
    return [f for f in result.standing.findings if f.unit == UNIT and f.severity is not Severity.INFO]


def told(result: Weighed) -> dict[str, Finding]:
    """Code → what stands by itself on the day's lines for the unit."""
    return {finding.code: finding for finding in cause_lines(found(result))}


# -- a total that is not the plan's --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sums",
    [
        {},
        {"birth.remaining": MISTYPED - ENTERED[0]},
        {"sum.total": SUM_TOTAL - TOTAL + MISTYPED, "sum.remaining": SUM_LEFT - TOTAL + MISTYPED},
        {
            "birth.remaining": MISTYPED - ENTERED[0],
            "sum.total": SUM_TOTAL - TOTAL + MISTYPED,
            "sum.remaining": SUM_LEFT - TOTAL + MISTYPED,
        },
    ],
    ids=["the rest by the plan", "remainder by the slip", "sums by the slip", "all by the slip"],
)
def test_of_a_mistyped_total_one_thing_is_said(sums: dict[str, int]) -> None:
    assert set(told(day_of(**{"birth.total": MISTYPED, **sums}))) == {"KH01"}


def test_a_remainder_is_told_by_the_total_that_the_report_uses() -> None:
    result = day_of(**{"birth.total": MISTYPED, "birth.remaining": 5})
    (finding,) = (one for one in found(result) if one.code == "CD03")
    assert (
        f"Tổng số {number(TOTAL)} trừ Tổng đã nhập {number(ENTERED[0])} còn {number(LEFT)}, biểu ghi 5"
        in finding.message
    )
    assert f"số tính lại {number(LEFT)}" in finding.fix
    (unit,) = (one for one in result.standing.units if one.unit == UNIT)
    assert unit.figures[Kind.BIRTH].remaining == LEFT


def test_a_sums_remainder_is_told_by_what_the_report_adds_up() -> None:
    result = day_of(**{"sum.total": SUM_TOTAL + 90_000, "sum.remaining": 7})
    (finding,) = (one for one in found(result) if one.code == "CD03")
    assert f"còn {number(SUM_LEFT)}, biểu ghi 7" in finding.message
    assert f"số tính lại {number(SUM_LEFT)}" in finding.fix


# -- taken by the unit's name --------------------------------------------------------------------------------------

SLIP = {"birth.entered": 1459}


def test_an_accepted_unit_is_asked_for_nothing() -> None:
    assert told(day_of(**SLIP))["LK01"].fix.startswith("Ô E7 ghi 1.459, có thể là 1.495")
    (line,) = told(day_of(accept=True, **SLIP)).values()
    assert line.severity is Severity.WARNING
    assert line.fix == (
        "Đã tiếp nhận có xác nhận; ngày sau nối tiếp số này. "
        "Muốn sửa thì gửi lại tệp ngày 23/5/2023: ô E7 ghi 1.459, có thể là 1.495."
    )
    (of_unit,) = for_unit([line], UNIT, "Sở Tư pháp")
    assert of_unit.advice.startswith("Lưu ý: ")


def test_what_follows_from_an_accepted_slip_still_stands_under_it() -> None:
    slip = {"birth.entered": 149}  # below what was entered today, and below yesterday
    refused, taken = day_of(**slip), day_of(accept=True, **slip)
    assert len(found(refused)) > 1
    assert [line.code for line in cause_lines(found(taken))] == [line.code for line in cause_lines(found(refused))]


# -- beside a later day --------------------------------------------------------------------------------------------


def with_later(*entered: int) -> Background:
    return BEFORE._replace(later={UNIT: accepted(date(2023, 5, 24), entered, (0, 0, 0, 0))})


def test_one_slip_between_two_days_has_one_instruction() -> None:
    result = day_of(with_later(*ENTERED), **{"birth.entered": 1945})
    assert {one.code for one in found(result)} == {"LK01", "LK09"}
    (line,) = told(result).values()
    assert line.code == "LK01" and "LK09" in line.message


def test_a_repair_that_is_still_above_the_later_day_does_not_hide_it() -> None:
    lines = told(day_of(with_later(1490, 370, 115, 2), **{"birth.entered": 1945}))
    assert set(lines) == {"LK01", "LK09"}
    assert "không vượt 1.490" in lines["LK09"].fix


def test_a_report_in_time_is_not_called_sent_afterwards() -> None:
    finding = told(day_of(with_later(1490, 370, 115, 2)))["LK09"]
    assert "bù" not in f"{finding.title} {finding.message} {finding.fix}"
    assert "Tổng đã nhập 1.495, đầu ngày 24/5/2023 mới có 1.490" in finding.message


# -- numbers kept as text ------------------------------------------------------------------------------------------


def test_a_form_of_texts_is_one_sentence_with_a_few_quoted() -> None:
    kinds = ("birth", "marriage", "death", "adoption")
    texts: dict[str, object] = {f"{kind}.today": f"{value} " for kind, value in zip(kinds, TODAY, strict=True)}
    texts |= {f"{kind}.entered": number(value) for kind, value in zip(kinds, ENTERED, strict=True)}
    texts["birth.entered"] = "1 495"
    (finding,) = (one for one in found(day_of(**texts)) if one.code == "SL08")
    assert finding.stands_for == len(texts)
    assert finding.message == "8 ô ghi như vậy (D7, E7, H7…); đã đọc, ví dụ “1 495” là 1.495."


def test_one_text_says_what_it_was_read_as() -> None:
    (finding,) = (one for one in found(day_of(**{"birth.entered": "1.495"})) if one.code == "SL08")
    assert finding.message == "“1.495”, đã đọc là 1.495."


# -- late ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hour", "verdict"), [(8, Verdict.ACCEPT), (15, Verdict.WARN)])
def test_a_late_file_is_taken_with_a_warning(hour: int, verdict: Verdict) -> None:
    (judged,) = day_of(hour=hour).files
    assert judged.verdict is verdict
    assert ("TG01" in {finding.code for finding in judged.findings}) is (verdict is Verdict.WARN)
