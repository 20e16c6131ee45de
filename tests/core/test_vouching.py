"""What the days before vouch for, day by day."""

from datetime import date

from xlpy.core.records import KINDS, AcceptedDay, Figures, Kind
from xlpy.core.source import Source
from xlpy.core.vouching import Doubt, checked, doubtful, exchanged, last_said, leap, vouches

BIRTH = Kind.BIRTH


def day(
    number: int, today: int | None, entered: int, *, derived: bool = False, by_name: bool = False, phoned: bool = False
) -> AcceptedDay:
    """A day of May: what was entered on it and in all, for every kind."""
    figures = {kind: Figures(100_000, today, entered) for kind in KINDS}
    cells = dict.fromkeys(KINDS, ("D8", "D8" if derived or phoned else "E8"))
    return AcceptedDay("696", date(2023, 5, number), figures, Source("a.xlsx"), "", cells, by_name, phoned)


def on(number: int) -> date:
    return date(2023, 5, number)


def test_the_day_before_vouches_where_the_unit_itself_wrote_both_figures() -> None:
    assert vouches([day(22, 10, 10)], on(23), BIRTH)
    assert not vouches([], on(22), BIRTH)


def test_nothing_vouches_after_a_gap_a_blank_a_derived_total_or_an_acceptance_by_name() -> None:
    assert not vouches([day(22, 10, 10)], on(24), BIRTH)
    assert not vouches([day(22, None, 10)], on(23), BIRTH)
    assert not vouches([day(22, 10, 10, derived=True)], on(23), BIRTH)
    assert not vouches([day(22, 10, 10, by_name=True)], on(23), BIRTH)


def test_the_telephone_vouches_as_far_as_the_days_before_it() -> None:
    told = day(23, 5, 15, phoned=True)
    assert vouches([day(22, 10, 10), told], on(24), BIRTH)
    assert not vouches([told], on(24), BIRTH)
    assert not vouches([day(21, 10, 10), told], on(24), BIRTH)
    assert not vouches([day(22, 10, 10), day(23, None, 10, phoned=True)], on(24), BIRTH)


def test_of_journals_that_name_no_cells_what_was_told_counts_as_written() -> None:
    old = day(22, 10, 10)._replace(cells={})
    assert vouches([old], on(23), BIRTH)
    assert old.place(BIRTH) == Source("a.xlsx")


def test_a_leap_is_what_a_total_rose_beyond_its_day() -> None:
    history = [day(22, 10, 30), day(23, 5, 35), day(26, 5, 60)]
    assert [leap(history, place, BIRTH) for place in range(3)] == [20, 0, 20]
    assert [checked(history[: place + 1], BIRTH) for place in range(3)] == [False, True, False]


def test_the_last_day_that_told_a_kind_is_found_behind_blanks() -> None:
    history = [day(22, 10, 10), day(23, None, 10), day(24, 3, 13, derived=True)]
    assert last_said(history, BIRTH) == history[0]
    assert last_said(history[1:2], BIRTH) is None


def test_a_shortage_is_laid_to_the_day_that_nothing_vouched_for() -> None:
    opening = [day(22, 466, 4666)]
    found = doubtful(opening, BIRTH, 4200)
    assert found is not None
    assert (found.day, found.why) == (opening[0], Doubt.OPENING)
    later = [*opening, day(23, 100, 4766)]
    assert doubtful(later, BIRTH, 4200) == found
    assert doubtful(later, BIRTH, 9) is None
    gap = [day(22, 10, 10), day(25, 10, 900)]
    assert (found := doubtful(gap, BIRTH, 5)) is not None
    assert found.why is Doubt.AFTER_GAP
    assert doubtful([day(22, 10, 10, by_name=True)], BIRTH, -5) is not None
    assert (phoned := doubtful([day(22, 10, 10), day(23, 5, 15, phoned=True)], BIRTH, 1)) is not None
    assert phoned.why is Doubt.PHONED
    assert doubtful([day(22, 10, 10), day(23, 5, 15)], BIRTH, 1) is None


def exchanged_day(number: int, marriages: int, deaths: int) -> AcceptedDay:
    told = day(number, 5, 50)
    of_day = {Kind.MARRIAGE: marriages, Kind.DEATH: deaths}
    return told._replace(
        figures={kind: f._replace(today=of_day.get(kind, f.today)) for kind, f in told.figures.items()}
    )


def test_two_kinds_that_lack_and_have_too_much_what_they_would_give_back_were_exchanged() -> None:
    history = [exchanged_day(21, 30, 9), exchanged_day(22, 8, 40), exchanged_day(23, 10, 31)]
    found = exchanged(history, Kind.MARRIAGE, Kind.DEATH, 10 - 31)
    assert found is not None
    assert (found.day.date, found.why, found.with_kind, found.since) == (
        on(23),
        Doubt.EXCHANGED,
        Kind.DEATH,
        on(23),
    )
    since = exchanged(history, Kind.DEATH, Kind.MARRIAGE, 31 - 10 + 40 - 8)
    assert since is not None and since.since == on(22)
    assert exchanged(history, Kind.MARRIAGE, Kind.DEATH, -20) is None


def test_days_are_not_taken_for_exchanged_across_one_without_a_report() -> None:
    history = [exchanged_day(21, 8, 40), exchanged_day(23, 10, 31)]
    assert exchanged(history, Kind.MARRIAGE, Kind.DEATH, 10 - 31 + 8 - 40) is None
    assert exchanged([history[0], day(22, None, 50)], Kind.MARRIAGE, Kind.DEATH, 8 - 40) is None
