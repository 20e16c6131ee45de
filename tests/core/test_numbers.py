"""Numbers in a cell: read as Vietnamese clerks write them, or not at all."""

import math
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlpy.core.grid import ErrorValue, Uncached, Value
from xlpy.core.numbers import LARGEST, Reading, read_number
from xlpy.core.source import Fault
from xlpy.core.text import number

COUNTS = st.integers(-LARGEST, LARGEST)


@given(COUNTS)
def test_a_whole_number_is_read_as_it_is(value: int) -> None:
    assert read_number(value) == Reading(value)
    assert read_number(float(value)) == Reading(value)


@given(COUNTS)
def test_what_is_written_the_vietnamese_way_is_read_back(value: int) -> None:
    for written in (str(value), number(value), f" {number(value)} ", f"{value},0", f"{value:,}".replace(",", " ")):
        assert read_number(written) == Reading(value, Fault.TEXT_NUMBER)


@given(st.text(max_size=12))
def test_a_text_is_a_number_a_blank_or_a_fault_and_never_both(text: str) -> None:
    reading = read_number(text)
    understood = reading.fault in (Fault.TEXT_NUMBER, Fault.DASH)
    assert (reading.value is not None) == understood
    assert not (reading.blank and any(letter.isalnum() for letter in text))


@given(st.integers(1, 999), st.integers(1, 999))
def test_a_numeric_fraction_is_refused_with_the_thousands_it_may_mean(whole: int, rest: int) -> None:
    typed = float(f"{whole}.{rest:03d}")
    assert read_number(typed) == Reading(None, Fault.FRACTION, hint=whole * 1000 + rest)


def test_a_longer_numeric_fraction_has_no_thousands_to_hint_at() -> None:
    assert read_number(3.14159) == Reading(None, Fault.FRACTION, hint=None)


def test_a_dot_parts_thousands_not_decimals() -> None:
    assert read_number("68.082").value == 68082
    assert read_number("1.234.567").value == 1234567


def test_a_space_parts_thousands_whatever_space_it_is() -> None:
    for space in (" ", "\u00a0", "\u202f", "\u2009"):
        assert read_number(f"1{space}234{space}567").value == 1234567


def test_an_apostrophe_parts_thousands_and_nothing_else() -> None:
    for apostrophe in ("'", "’"):
        assert read_number(f"1{apostrophe}234{apostrophe}567") == Reading(1234567, Fault.TEXT_NUMBER)
        assert read_number(f"12{apostrophe}34") == Reading(None, Fault.NOT_A_NUMBER)


def test_a_comma_before_three_digits_could_mean_two_things_and_means_neither() -> None:
    assert read_number("1,495") == Reading(None, Fault.AMBIGUOUS_SEPARATOR, hint=1495)
    assert read_number("-1,495") == Reading(None, Fault.AMBIGUOUS_SEPARATOR, hint=-1495)


@pytest.mark.parametrize("written", ["12,0", "12,00", "12.0", "12.00"])
def test_decimals_of_zero_are_no_fraction(written: str) -> None:
    assert read_number(written) == Reading(12, Fault.TEXT_NUMBER)


@pytest.mark.parametrize("written", ["3,5", "3.5", "1.234,5", "12,34", "0.123", "0,123", "00.123"])
def test_a_fraction_as_text_is_refused(written: str) -> None:
    assert read_number(written) == Reading(None, Fault.FRACTION)


@pytest.mark.parametrize("written", ["0,000", "0.000", "0", "00", "-0"])
def test_zero_is_zero_however_long(written: str) -> None:
    assert read_number(written) == Reading(0, Fault.TEXT_NUMBER)


@pytest.mark.parametrize("dash", ["-", "–", "—", "−", " - "])
def test_a_dash_is_zero_and_is_told_of(dash: str) -> None:
    assert read_number(dash) == Reading(0, Fault.DASH)


@pytest.mark.parametrize("value", [None, "", " ", "\u00a0", "\u200b", "'"])
def test_a_blank_is_not_zero(value: str | None) -> None:
    reading = read_number(value)
    assert reading == Reading(None)
    assert reading.blank


def test_zero_and_a_fault_are_not_blank() -> None:
    assert not read_number(0).blank
    assert not read_number("như trên").blank


@pytest.mark.parametrize(("written", "value"), [("-5", -5), ("- 5", -5), ("−1.234", -1234), ("+7", 7), ("'12", 12)])
def test_a_sign_or_a_leading_apostrophe_is_understood(written: str, value: int) -> None:
    assert read_number(written) == Reading(value, Fault.TEXT_NUMBER)


def test_full_width_digits_are_digits() -> None:
    assert read_number("１２").value == 12
    assert read_number("６８．０８２").value == 68082
    assert read_number("－３").value == -3


@pytest.mark.parametrize(
    "written",
    [
        "120²",
        "½",
        "①",
        "1e3",
        "12 34",
        "1.23.456",
        "(5)",
        "--",
        "++5",
        "12a",
        "nil",
        "1_000",
        "٣",
        "٣" * 5000,
        "9" * 5000 + "x",
    ],
)
def test_what_only_looks_like_a_number_is_refused(written: str) -> None:
    assert read_number(written) == Reading(None, Fault.NOT_A_NUMBER)


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        *((value, Fault.NOT_A_NUMBER) for value in (True, False, float("nan"), float("inf"))),
        *((value, Fault.DATE_FORMAT) for value in (date(2023, 5, 22), datetime(2023, 5, 22), time(8), timedelta(1))),
    ],
)
def test_truth_dates_and_infinity_are_no_numbers(value: Value, fault: Fault) -> None:
    assert read_number(value) == Reading(None, fault)


@pytest.mark.parametrize("drift", [1e-9, -1e-9, 4.5e-13, -2e-10])
def test_what_a_computed_sum_drifts_by_is_no_fraction(drift: float) -> None:
    for whole in (0, 3, 2110, 1_013_355):
        assert read_number(whole + drift) == Reading(whole)
    assert read_number(2110 + 1e-6).fault is Fault.FRACTION
    assert read_number(math.nextafter(1e8, 2e8)) == Reading(10**8)


def test_an_error_and_a_formula_never_calculated_have_their_own_faults() -> None:
    assert read_number(ErrorValue("#REF!")) == Reading(None, Fault.ERROR_CELL)
    assert read_number(Uncached("D7+1")) == Reading(None, Fault.UNCACHED)


@pytest.mark.parametrize("value", [LARGEST + 1, -LARGEST - 1, 1e300, "70.123.456.789", "9" * 40, "9" * 32_767])
def test_a_number_that_no_province_has_is_refused(value: object) -> None:
    assert read_number(value) == Reading(None, Fault.TOO_LARGE)  # type: ignore[arg-type]
