"""Number formats: which of them let people see another number than the one that is stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlpy.core.formats import shown_as, tells_otherwise


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ('0"000"', "2110000"),
        (r"0\0\0\0", "2110000"),
        ('"1"0', "12110"),
        (";;;", ""),
        ('""', ""),
        ("#,##0,", "2"),
        ("0.0,,", "0"),
        ("0%", "211000%"),
        ('"xong"', "xong"),
        ("[>1000]0,;0", "2"),
        ("dd/mm/yyyy", "ngày, giờ"),
    ],
)
def test_a_format_that_shows_something_else_is_seen_through(code: str, seen: str) -> None:
    assert tells_otherwise(code)
    assert shown_as(code, 2110) == seen


@pytest.mark.parametrize(
    "code",
    [
        *("General", "0", "#,##0", "#.##0", "0.00", "@", "0.0E+00", "# ?/?", '0"."000', r"#,##0\ ₫", '0" hồ sơ"'),
        *("0;-0;;@", "#,##0_);(#,##0)", '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', "[Red]0", "[$-42A]#,##0"),
    ],
)
def test_a_format_that_shows_the_number_is_none_of_them(code: str) -> None:
    assert not tells_otherwise(code)


def test_a_zero_left_blank_is_no_other_number() -> None:
    assert shown_as(";;;", 0) is None


def test_each_sign_has_its_part_of_the_code() -> None:
    assert shown_as('0;-0"00"', 7) is None
    assert shown_as('0;-0"00"', -7) == "-700"


@given(st.text(max_size=300), st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9))
def test_whatever_stands_in_a_code_it_is_looked_at_without_trouble(code: str, value: float) -> None:
    assert shown_as(code, value) is None or isinstance(shown_as(code, value), str)
