"""Cells that stay: a workbook says of itself which they are, and that is understood as it was meant."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from xlpy.core.fixed_cells import FIXED_AREA, as_row, digest, fixed_cells, fixed_on, is_formula, plain, positions
from xlpy.core.grid import Position

PLACES = st.sets(st.tuples(st.integers(0, 40), st.integers(0, 80)), min_size=1, max_size=60)


def table(*rows: tuple[str, str, str, str]) -> Mapping[Position, object]:
    return {
        (FIXED_AREA.top + row, FIXED_AREA.left + column): text
        for row, line in enumerate(rows)
        for column, text in enumerate(line)
        if text
    }


@given(PLACES, PLACES)
def test_what_is_written_is_read(formulas: set[Position], others: set[Position]) -> None:
    texts = {at: f"ô {number}" for number, at in enumerate(sorted(others - formulas))}
    told = fixed_cells(formulas, texts)
    ((sheet, read),) = fixed_on(table(as_row("Tiến độ", told))).values()
    assert (sheet, read) == ("Tiến độ", told)
    assert sorted(positions(read.formulas)) == sorted(formulas)
    assert set(positions(read.texts)) == texts.keys()
    assert all(read.around.covers(at) for at in formulas | texts.keys())


def test_more_units_make_it_no_longer() -> None:
    few, many = (
        as_row("a", fixed_cells({(row, column) for row in range(units) for column in range(1, 150, 2)}, {}))
        for units in (11, 705)
    )
    assert len(many[1]) < 1.5 * len(few[1])


@given(PLACES, st.integers(0, 59), st.text(max_size=3))
def test_another_text_is_another_digest(places: set[Position], one: int, typed: str) -> None:
    texts = {at: f"ô {number}" for number, at in enumerate(sorted(places))}
    at = sorted(places)[one % len(places)]
    assert (digest(texts) == digest({**texts, at: typed})) is (plain(typed) == plain(texts[at]))


def test_programs_say_the_same_in_different_ways() -> None:
    assert len({plain(value) for value in (7, 7.0, "7", "'7", " 7")}) == 1
    assert plain("Trong\nngày") == plain("Trong ngày")
    assert [is_formula(value) for value in ("=A1", "{=A1}", "A1", 5.0, "")] == [True, True, False, False, False]


def test_a_workbook_of_before_says_nothing() -> None:
    assert fixed_on({}) == {}
