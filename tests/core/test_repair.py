"""The one cell that would mend a form: found where it is the only one, kept quiet about where it is not."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.forms import DAY, remade
from tests.kit.laws import law
from xlpy.core.balances import Before
from xlpy.core.forms import COLUMNS_01
from xlpy.core.grid import cell_name
from xlpy.core.reading import Submission
from xlpy.core.records import KINDS, Column, Count, Kind, Measure, Row
from xlpy.core.repair import Repair
from xlpy.core.repair import repair as _repair
from xlpy.core.source import Source

BIRTH, DEATH = Kind.BIRTH, Kind.DEATH
TOTAL, TODAY, ENTERED, REMAINING = Measure
COLUMNS = tuple(COLUMNS_01.values())
Figures = dict[Column, int]
"""A line's figures by column."""


def repair(submission: Submission, totals: Mapping[Kind, int], previous: Mapping[Kind, int] | None) -> Repair | None:
    """The mend of a form after a day whose running totals are known; None: nothing is known of the days before."""
    return _repair(submission, totals, {kind: Before(entered) for kind, entered in (previous or {}).items()})


def _figures(total: Sequence[int], previous: Sequence[int], today: Sequence[int]) -> Figures:
    figures: Figures = {}
    for kind, all_, before, done in zip(KINDS, total, previous, today, strict=True):
        entered = before + done
        figures |= {
            (kind, TOTAL): all_,
            (kind, TODAY): done,
            (kind, ENTERED): entered,
            (kind, REMAINING): all_ - entered,
        }
    return figures | {(Kind.SUM, measure): sum(figures[kind, measure] for kind in KINDS) for measure in Measure}


@st.composite
def _lawful(draw: st.DrawFn) -> tuple[Figures, dict[Kind, int], dict[Kind, int]]:
    """A line that keeps every law, the plan's totals, and the running totals of the day before."""
    previous = [draw(st.integers(0, 5_000)) for _ in KINDS]
    today = [draw(st.integers(0, 3_000)) for _ in KINDS]
    total = [before + done + draw(st.integers(0, 90_000)) for before, done in zip(previous, today, strict=True)]
    figures = _figures(total, previous, today)
    return figures, dict(zip(KINDS, total, strict=True)), dict(zip(KINDS, previous, strict=True))


def _cell(line: int, column: Column) -> Source:
    return Source("bu dang.xlsx", "Phụ lục 01", cell_name(line, COLUMNS.index(column)))


def _row(line: int, figures: Mapping[Column, int], formulas: frozenset[Column] = frozenset()) -> Row:
    counts = {
        column: Count(value, _cell(line, column), typed=column not in formulas) for column, value in figures.items()
    }
    return Row(str(line), Source(), counts)


def _submission(*rows: Row, total: Row | None = None, note: str = "") -> Submission:
    return Submission(Source(), None, DAY, Source(), rows, total, rows[0].counts, note, ())


def _keeps_the_laws(figures: Figures, totals: Mapping[Kind, int], previous: Mapping[Kind, int] | None) -> bool:
    return all(
        figures[kind, REMAINING] + figures[kind, ENTERED] == figures[kind, TOTAL]
        and 0 <= figures[kind, TODAY] <= figures[kind, ENTERED] <= totals[kind]
        and (previous is None or figures[kind, ENTERED] == previous[kind] + figures[kind, TODAY])
        for kind in KINDS
    ) and all(figures[Kind.SUM, measure] == sum(figures[kind, measure] for kind in KINDS) for measure in Measure)


@given(_lawful())
def test_what_keeps_every_law_needs_no_repair(form: tuple[Figures, dict[Kind, int], dict[Kind, int]]) -> None:
    figures, totals, previous = form
    assert _keeps_the_laws(figures, totals, previous)
    assert repair(_submission(_row(8, figures)), totals, previous) is None
    assert repair(_submission(_row(8, figures)), totals, None) is None


@given(_lawful(), st.sampled_from(COLUMNS), st.integers(0, 200_000))
def test_one_slip_is_mended_to_the_truth(
    form: tuple[Figures, dict[Kind, int], dict[Kind, int]], column: Column, slip: int
) -> None:
    figures, totals, previous = form
    found = repair(_submission(_row(8, {**figures, column: slip})), totals, previous)
    truth = None if slip == figures[column] else Repair(_cell(8, column), slip, figures[column])
    assert found == truth


@given(_lawful(), st.dictionaries(st.sampled_from(COLUMNS), st.integers(0, 100_000), max_size=3), st.booleans())
def test_a_repair_restores_every_law_whatever_was_wrong(
    form: tuple[Figures, dict[Kind, int], dict[Kind, int]], slips: Figures, known: bool
) -> None:
    figures, totals, history = form
    previous = history if known else None
    wrong = figures | slips
    found = repair(_submission(_row(8, wrong)), totals, previous)
    if found is not None:
        (column,) = (column for column in COLUMNS if _cell(8, column) == found.cell)
        assert wrong[column] == found.read != found.value
        assert _keeps_the_laws({**wrong, column: found.value}, totals, previous)


@law(light=True)
@given(_lawful(), _lawful(), st.integers(0, 2), st.data())
def test_one_slip_among_communes_or_in_their_total_is_mended_to_the_truth(
    one: tuple[Figures, dict[Kind, int], dict[Kind, int]],
    two: tuple[Figures, dict[Kind, int], dict[Kind, int]],
    line: int,
    data: st.DataObject,
) -> None:
    communes = [
        {column: value for column, value in form[0].items() if column[1] in (TODAY, ENTERED)} for form in (one, two)
    ]
    whole = {column: one[0][column] + two[0][column] for column in COLUMNS}
    totals, previous = ({kind: one[place][kind] + two[place][kind] for kind in KINDS} for place in (1, 2))
    lines = [*communes, whole]
    column = data.draw(st.sampled_from(list(lines[line])))
    truth, slip = lines[line][column], data.draw(st.integers(0, 200_000))
    lines[line] = {**lines[line], column: slip}
    first, second, total = (_row(8 + place, figures) for place, figures in enumerate(lines))
    found = repair(_submission(first, second, total=total), totals, previous)
    assert found == (None if slip == truth else Repair(_cell(8 + line, column), slip, truth))


FIGURES = _figures(total=(115_614, 27_011, 8_614, 25), previous=(1_245, 310, 95, 1), today=(250, 60, 20, 1))
TOTALS = {kind: FIGURES[kind, TOTAL] for kind in KINDS}
PREVIOUS = dict(zip(KINDS, (1_245, 310, 95, 1), strict=True))
FORMULAS = frozenset(column for column in COLUMNS if column[0] is Kind.SUM or column[1] is REMAINING)


def _computed(changes: Figures) -> Row:
    """The line of a form whose sums and remainders are formulas, so that a slip throws them off with it."""
    figures = FIGURES | changes
    for kind in KINDS:
        figures[kind, REMAINING] = figures[kind, TOTAL] - figures[kind, ENTERED]
    figures |= {(Kind.SUM, measure): sum(figures[kind, measure] for kind in KINDS) for measure in Measure}
    return _row(8, figures, FORMULAS)


def test_of_two_cells_the_one_that_takes_fewer_keystrokes_is_named() -> None:
    swapped = repair(_submission(_computed({(BIRTH, ENTERED): 1_459})), TOTALS, PREVIOUS)
    assert swapped == Repair(_cell(8, (BIRTH, ENTERED)), 1_459, 1_495)
    doubled = repair(_submission(_computed({(BIRTH, TODAY): 2_500})), TOTALS, PREVIOUS)
    assert doubled is not None
    assert doubled.cell == _cell(8, (BIRTH, TODAY))


def test_of_two_cells_that_take_as_many_keystrokes_none_is_named() -> None:
    row = _computed({(BIRTH, TODAY): 251})
    assert repair(_submission(row), TOTALS, PREVIOUS) is None  # 251 → 250, or 1.495 → 1.496


def test_a_formula_is_never_the_cell_to_mend() -> None:
    wrong = {**FIGURES, (DEATH, REMAINING): 1}
    assert repair(_submission(_row(8, wrong)), TOTALS, PREVIOUS) is not None
    assert repair(_submission(_row(8, wrong, frozenset(COLUMNS))), TOTALS, PREVIOUS) is None


def test_too_much_alone_does_not_say_how_much_it_should_be() -> None:
    figures = _figures(total=(1_000, 10, 10, 10), previous=(900, 0, 0, 0), today=(50, 0, 0, 0))
    assert repair(_submission(_row(8, figures)), {**TOTALS, BIRTH: 940}, {**PREVIOUS, BIRTH: 900}) is None


def test_two_slips_have_no_single_mend() -> None:
    wrong = {**FIGURES, (BIRTH, TODAY): 1, (DEATH, TODAY): 1}
    assert repair(_submission(_row(8, wrong)), TOTALS, PREVIOUS) is None


def test_nothing_below_zero_is_proposed() -> None:
    # Entered is less than the day before: only fewer than no cases today would explain it.
    low = {(BIRTH, TODAY): 0, (BIRTH, ENTERED): 1_240}
    found = repair(_submission(_computed(low)), TOTALS, PREVIOUS)
    assert found == Repair(_cell(8, (BIRTH, ENTERED)), 1_240, 1_245)


def test_nothing_below_zero_is_proposed_even_where_no_law_forbids_it() -> None:
    # Only "còn lại" and "tổng số" could explain 1.495 entered of 1.000; the remainder would be −495.
    figures = {**FIGURES, (BIRTH, TOTAL): 1_000, (BIRTH, REMAINING): 5}
    few = {column: value for column, value in figures.items() if column[0] is not Kind.SUM}
    found = repair(_submission(_row(8, few)), TOTALS, PREVIOUS)
    assert found == Repair(_cell(8, (BIRTH, TOTAL)), 1_000, 1_500)


def test_a_day_above_the_running_total_is_no_explanation() -> None:
    # Without a history any kind's day could be 9.000 higher, but for its running total.
    found = repair(_submission(_row(8, {**FIGURES, (Kind.SUM, TODAY): 9_331})), TOTALS, None)
    assert found == Repair(_cell(8, (Kind.SUM, TODAY)), 9_331, 331)


def test_an_unexplained_negative_figure_is_a_second_fault() -> None:
    figures = _figures(total=tuple(TOTALS.values()), previous=tuple(PREVIOUS.values()), today=(250, 60, 20, -1))
    assert repair(_submission(_row(8, {**figures, (BIRTH, ENTERED): 1_459})), TOTALS, PREVIOUS) is None


def test_a_minus_written_by_mistake_is_taken_off() -> None:
    found = repair(_submission(_row(8, {**FIGURES, (BIRTH, TODAY): -250})), TOTALS, PREVIOUS)
    assert found == Repair(_cell(8, (BIRTH, TODAY)), -250, 250)


def test_a_provinces_total_below_one_units_line_binds_nothing() -> None:
    province = {column: value + 1_000_000 for column, value in FIGURES.items()}
    assert repair(_submission(_row(8, FIGURES), total=_row(9, province)), TOTALS, PREVIOUS) is None
    wrong = {**FIGURES, (BIRTH, ENTERED): 1_459}
    found = repair(_submission(_row(8, wrong), total=_row(9, province)), TOTALS, PREVIOUS)
    assert found == Repair(_cell(8, (BIRTH, ENTERED)), 1_459, 1_495)


def test_a_communes_remainder_is_not_the_districts() -> None:
    without = {column: value for column, value in FIGURES.items() if column[1] is not TOTAL}
    twice = {kind: 2 * TOTALS[kind] for kind in KINDS}, {kind: 2 * PREVIOUS[kind] for kind in KINDS}
    assert repair(_submission(_row(8, without), _row(9, without)), *twice) is None
    slip = {**without, (BIRTH, ENTERED): 1_459}
    found = repair(_submission(_row(8, slip), _row(9, without)), *twice)
    assert found == Repair(_cell(8, (BIRTH, ENTERED)), 1_459, 1_495)


def test_a_column_that_the_form_lacks_or_left_blank_binds_nothing() -> None:
    few = {
        column: value
        for column, value in FIGURES.items()
        if column[1] in (TODAY, ENTERED) and column[0] is not Kind.SUM
    }
    assert repair(_submission(_row(8, few)), TOTALS, PREVIOUS) is None
    blank = _row(8, few)
    counts = {**blank.counts, (BIRTH, TODAY): Count(None, _cell(8, (BIRTH, TODAY)))}
    assert repair(_submission(remade(blank, counts=counts)), TOTALS, PREVIOUS) is None


def test_remaining_is_checked_against_the_plan_where_the_form_has_no_total() -> None:
    column = (BIRTH, REMAINING)
    without = {other: value for other, value in FIGURES.items() if other[1] is not TOTAL}
    found = repair(_submission(_row(8, {**without, column: 7})), TOTALS, PREVIOUS)
    assert found == Repair(_cell(8, column), 7, FIGURES[column])


@pytest.mark.parametrize("column", [(BIRTH, ENTERED), (Kind.ADOPTION, TODAY), (Kind.ADOPTION, REMAINING)])
def test_an_explained_correction_is_not_mended_away(column: Column) -> None:
    figures = _figures(total=tuple(TOTALS.values()), previous=tuple(PREVIOUS.values()), today=(250, 60, 20, -1))
    note = "Đính chính: ngày 22/5 nhập trùng 1"
    assert repair(_submission(_row(8, figures), note=note), TOTALS, PREVIOUS) is None
    slip = figures[column] - 10
    found = repair(_submission(_row(8, {**figures, column: slip}), note=note), TOTALS, PREVIOUS)
    assert found == Repair(_cell(8, column), slip, figures[column])
