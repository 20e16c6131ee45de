"""How a day's cases fall to the kinds, against the days before: what stands out, and where nothing can be told."""

from hypothesis import given
from hypothesis import strategies as st

from xlpy.core.campaign.mix import LEAST_REPORTS, contrast

STEADY = [[600 + 10 * (day % 3), 250 - 5 * (day % 2), 120 + day % 4] for day in range(12)]


def test_two_kinds_that_changed_places_stand_out() -> None:
    found = contrast([250, 610, 121], STEADY)
    assert found is not None
    assert found.score > 5
    assert found.place in (0, 1)


def test_a_kind_left_out_stands_out_with_what_was_usual() -> None:
    found = contrast([610, 0, 121], STEADY)
    assert found is not None
    assert (found.place, found.score > 5) == (1, True)
    assert 100 < found.expected < 300


def test_a_day_as_the_others_does_not() -> None:
    found = contrast([605, 248, 121], STEADY)
    assert found is not None
    assert found.score < 2


def test_a_zero_where_zeros_were_seen_is_none() -> None:
    seldom = [[*day, 0 if number % 2 else 30] for number, day in enumerate(STEADY)]
    found = contrast([610, 250, 121, 0], seldom)
    assert found is None or found.place != 3


def test_of_an_erratic_unit_nothing_is_told() -> None:
    wild = [[900, 30, 10] if day % 2 else [30, 900, 10] for day in range(12)]
    assert contrast([10, 900, 900], wild) is None


def test_after_too_few_reports_nothing_is_told() -> None:
    assert contrast([250, 610, 121], STEADY[: LEAST_REPORTS - 1]) is None
    assert contrast([0, 0, 0], STEADY) is None
    assert contrast([500], [[500]] * 12) is None


@given(st.lists(st.lists(st.integers(-50, 5_000), min_size=3, max_size=3), max_size=20))
def test_whatever_was_reported_nothing_falls(days: list[list[int]]) -> None:
    for place, today in enumerate(days):
        found = contrast(today, days[:place])
        assert found is None or found.score >= 0
