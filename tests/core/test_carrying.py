"""What the days before a change of units vouch for: sums that all told, never more."""

from datetime import date, timedelta

import pytest

from xlpy.core.carrying import Point, Uneven, affected, carry
from xlpy.core.plan.tree import Handover, Part
from xlpy.core.records import KINDS, Kind

DAY = date(2023, 5, 29)
MERGE = Handover(DAY, {"C": (Part("A"), Part("B"))}, frozenset("AB"))
JOIN = Handover(DAY, {"B": (Part("B"), Part("A"))}, frozenset("A"))


def point(entered: int, today: int | None = 5, **more: bool) -> Point:
    return Point(dict.fromkeys(KINDS, entered), dict.fromkeys(KINDS, today), **more)


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def births(one: Point) -> tuple[int, int | None]:
    return one.entered[Kind.BIRTH], one.today[Kind.BIRTH]


def test_units_that_both_reported_vouch_together() -> None:
    days = {"A": {ago(2): point(10), ago(1): point(15)}, "B": {ago(2): point(100), ago(1): point(105)}}
    series = carry(days, [MERGE]).days["C"]
    assert {day: births(one) for day, one in series.items()} == {ago(2): (110, 10), ago(1): (120, 10)}


def test_where_one_was_silent_the_sum_is_as_old_as_its_last_report_and_vouches_for_nothing_above() -> None:
    days = {"A": {ago(3): point(10)}, "B": {ago(3): point(95), ago(1): point(105)}}
    series = carry(days, [MERGE]).days["C"]
    assert {day: births(one) for day, one in series.items()} == {ago(3): (115, None)}


def test_one_that_never_reported_may_have_an_opening_balance() -> None:
    series = carry({"A": {ago(1): point(10)}}, [MERGE]).days["C"]
    assert {day: births(one) for day, one in series.items()} == {ago(2): (10, None)}  # a day is missing: a gap


def test_nobody_who_reported_leaves_nothing() -> None:
    assert carry({}, [MERGE]).days == {}


@pytest.mark.parametrize("how", ["by_name", "phoned"])
def test_what_was_taken_by_name_or_by_telephone_stays_so(how: str) -> None:
    days = {"A": {ago(1): point(10, **{how: True})}, "B": {ago(1): point(100)}}
    (one,) = carry(days, [MERGE]).days["C"].values()
    assert getattr(one, how)


def test_a_unit_that_takes_another_in_goes_on_with_its_own_days() -> None:
    days = {"A": {ago(1): point(10)}, "B": {ago(1): point(100), DAY: point(118), DAY + timedelta(days=1): point(120)}}
    series = carry(days, [JOIN]).days["B"]
    assert [births(one)[0] for one in series.values()] == [110, 118, 120]


def test_a_split_has_its_share_as_of_the_last_report() -> None:
    shares = {"C": dict.fromkeys(KINDS, 4), "D": dict.fromkeys(KINDS, 6)}
    split = Handover(DAY, {new: (Part("A", share),) for new, share in shares.items()}, frozenset("A"))
    carried = carry({"A": {ago(3): point(5), ago(2): point(10)}}, [split])
    assert {code: {day: births(one) for day, one in series.items()} for code, series in carried.days.items()} == {
        "C": {ago(2): (4, None)},
        "D": {ago(2): (6, None)},
    }
    assert carried.uneven == ()


def test_shares_that_are_not_what_was_entered_are_named() -> None:
    share = dict.fromkeys(KINDS, 4) | {Kind.DEATH: 5}
    split = Handover(DAY, {"C": (Part("A", share),), "D": (Part("A", dict.fromkeys(KINDS, 6)),)}, frozenset("A"))
    assert carry({"A": {ago(1): point(10)}}, [split]).uneven == (Uneven(DAY, "A", Kind.DEATH, 11, 10),)


def test_days_after_the_end_of_a_unit_are_no_more_its_own() -> None:
    """A day pressed under the old units, before anybody told of the change: the new units' figures stand on the shares."""
    days = {"A": {ago(1): point(10), DAY: point(15)}, "B": {ago(1): point(100)}}
    carried = carry(days, [MERGE]).days
    assert births(carried["C"][ago(1)]) == (110, 10)
    assert max(carried["C"]) == ago(1)


def test_units_that_nothing_happened_to_are_not_touched() -> None:
    assert affected([MERGE]) == frozenset("ABC")
    assert "X" not in carry({"X": {ago(1): point(1)}}, [MERGE]).days
