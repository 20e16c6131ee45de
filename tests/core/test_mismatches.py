"""Cases followed apart: what makes a case, how far it has come, and the law of merging what units say of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlpy.core.forms import MISMATCH_SHEET
from xlpy.core.grid import Grid, Value
from xlpy.core.mismatch_sheet import find_mismatches
from xlpy.core.mismatches import Differs, Mismatch, Mismatches, MismatchState, count, in_order, merged
from xlpy.core.records import KINDS, Kind

FIRST = date(2023, 5, 22)
CASE = Mismatch(Kind.BIRTH, "01/2005", "12", "45", Differs.NAME, FIRST)


def after(days: int) -> date:
    return FIRST + timedelta(days=days)


dates = st.none() | st.integers(0, 40).map(after)
cases = st.builds(
    Mismatch,
    st.sampled_from(KINDS),
    st.sampled_from(["1", "01", "01/2005", "1/2005", "Quyển 2"]),
    st.sampled_from(["1", "2"]),
    st.sampled_from(["7", "07", "8"]),
    st.none() | st.sampled_from(Differs),
    dates,
    dates,
    dates,
    dates,
    dates,
)
files = st.lists(cases, max_size=6)


@pytest.mark.parametrize(
    ("book", "same"),
    [("1/2005", True), (" 01 / 2005", True), ("001/2005", True), ("01/2006", False), ("10/2005", False)],
)
def test_zeros_at_the_beginning_and_spaces_make_no_other_case(book: str, same: bool) -> None:
    assert (CASE._replace(book=book).key == CASE.key) is same


def test_other_kinds_pages_and_numbers_are_other_cases() -> None:
    others = [CASE._replace(kind=Kind.DEATH), CASE._replace(page="13"), CASE._replace(record="46")]
    assert len({case.key for case in (CASE, *others)}) == 4
    assert CASE._replace(record="100").key != CASE._replace(record="10").key


def test_the_state_follows_the_dates_up_to_the_day() -> None:
    case = CASE._replace(sent=after(2), answered=after(5), corrected=after(6), done=after(9))
    states = [case.state(after(days)).value for days in (0, 1, 2, 4, 5, 6, 8, 9, 30)]
    assert states == ["found", "found", "sent", "sent", "answered", "corrected", "corrected", "done", "done"]


def test_age_counts_from_the_day_it_was_found_until_it_is_done() -> None:
    case = CASE._replace(done=after(9))
    assert [case.age(after(days)) for days in (0, 8, 9)] == [0, 8, None]
    assert CASE._replace(found=None).age(after(9)) is None


@pytest.mark.parametrize(("days", "long", "too_long"), [(7, 0, 0), (8, 1, 0), (15, 1, 0), (16, 1, 1)])
def test_more_than_seven_and_more_than_fifteen_days_are_told(days: int, long: int, too_long: int) -> None:
    found = count([CASE], after(days))
    assert (found.open, found.waits_long, found.waits_too_long) == (1, long, too_long)


@given(cases, st.integers(0, 60).map(after))
def test_counts_add_up(case: Mismatch, day: date) -> None:
    found = count([case, CASE], day)
    assert found.open + found.done == 2 == sum(found.states.values())
    assert found.waits_too_long <= found.waits_long <= found.open
    assert found.done == found.states[MismatchState.DONE]


@given(st.lists(files, max_size=5), st.data())
def test_what_a_day_said_in_any_order_and_however_often_is_the_same_cases(
    said: list[list[Mismatch]], data: st.DataObject
) -> None:
    """Files of a day are put in the order of their hours first; said again, or said in part before, nothing changes."""
    once = in_order(case for file in said for case in file)
    assert len({case.key for case in once}) == len(once)
    assert {case.key for case in once} == {case.key for file in said for case in file}
    again = in_order(case for file in (*said, *said) for case in file)
    assert again == once == in_order(once)
    split = data.draw(st.integers(0, len(said)))
    first = {"691": in_order(case for file in said[:split] for case in file)}
    rest = {"691": in_order(case for file in said[split:] for case in file)}
    assert merged(merged({}, first), rest)["691"] == once
    assert merged(merged(first, rest), rest)["691"] == once


@given(files, files)
def test_nothing_that_was_said_is_lost_and_nothing_is_doubled(earlier: list[Mismatch], later: list[Mismatch]) -> None:
    before: Mismatches = {"691": in_order(earlier), "696": (CASE,)}
    after_all = merged(before, {"691": in_order(later)})
    assert after_all["696"] == (CASE,)
    keys = {case.key for case in (*earlier, *later)}
    assert [case.key for case in after_all["691"]] == sorted(keys)
    said = {case.key: case for case in later}
    kept = {case.key: case for case in before["691"]}
    assert all(case == said.get(case.key, kept.get(case.key)) for case in after_all["691"])


@pytest.mark.parametrize("words", ["khai sinh", "Đăng ký sinh", "KHAI SINH", "Đăng ký khai sinh"])
def test_a_book_is_known_by_any_name_of_its_register(words: str) -> None:
    heads = ("Loại sổ", "Sổ số", "Trang", "Số", "Khác ở", "Phát hiện")
    cells: dict[tuple[int, int], Value] = {(4, at): head for at, head in enumerate(heads)}
    cells |= {(5, at): value for at, value in enumerate((words, "01/2005", "12", "45"))}
    found = find_mismatches([Grid("a.xlsx", MISMATCH_SHEET, cells=cells)])
    assert found is not None
    assert [case.kind for case in found.cases] == [Kind.BIRTH]
