"""Laws of the merge: the standing depends on the set of files alone."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.laws import law
from xlpy.core.consolidate import Choice, Judged, Standing, Status, UnitDay, Verdict, choose, consolidate
from xlpy.core.plan.plan import Plan
from xlpy.core.reading import Submission
from xlpy.core.receipt import Receipt
from xlpy.core.records import KINDS, AcceptedDay, Count, Figures, Kind, Measure
from xlpy.core.source import NOWHERE, Source
from xlpy.doors.disk.plan_file import default_plan
from xlpy.rules.day import stand
from xlpy.rules.judge import Background

PLAN: Plan = default_plan().plan
DAY = date(2023, 5, 23)
MORNING = datetime(2023, 5, 23, 8, tzinfo=PLAN.timezone)
CODES = [unit.code for unit in PLAN.senders]


def submission(figures: list[int]) -> Submission:
    counts = {
        (kind, measure): Count(figures[place], Source("f", "s", f"{kind}{measure}"))
        for place, kind in enumerate(KINDS)
        for measure in (Measure.TODAY, Measure.ENTERED)
    }
    return Submission(NOWHERE, None, DAY, NOWHERE, (), None, counts, "", ())


@st.composite
def files(draw: st.DrawFn) -> list[Judged]:
    """Any files of any units: accepted, warned and refused, some at the same hour, some with the same figures."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        name = draw(st.sampled_from(["a", "a (2)", "a-DESKTOP-1X2Y", "b"]))
        hour = MORNING + timedelta(minutes=draw(st.integers(0, 4)))
        receipt = Receipt(f"{number}/{name}.xlsx", sha256(f"{number}".encode()).hexdigest(), hour)
        verdict = draw(st.sampled_from([Verdict.ACCEPT, Verdict.WARN, Verdict.REFUSE]))
        form = submission([draw(st.integers(0, 3)) for _ in KINDS])
        by_name = verdict is Verdict.WARN and draw(st.booleans())
        found.append(Judged(receipt, draw(st.sampled_from(CODES[:4])), verdict, (), form, by_name))
    return found


def history(figures: Mapping[str, int]) -> dict[str, AcceptedDay]:
    return {
        code: AcceptedDay(
            code,
            DAY - timedelta(days=1),
            {kind: Figures(PLAN.total(code, kind), entered, entered) for kind in KINDS},
            NOWHERE,
            "",
        )
        for code, entered in figures.items()
    }


histories = st.dictionaries(st.sampled_from(CODES), st.integers(0, 50)).map(history)


def merged(judged: list[Judged], before: Mapping[str, AcceptedDay]) -> Standing:
    return stand(PLAN, DAY, judged, Background(history={code: (day,) for code, day in before.items()}))


def one(**changes: object) -> Judged:
    judged = Judged(Receipt("a.xlsx", "0", MORNING), "691", Verdict.ACCEPT, (), submission([1, 1, 1, 1]))
    return judged._replace(**changes)


@law(150, light=True)
@given(files(), histories, st.integers())
def test_merging_in_any_order_gives_the_same_standing(
    judged: list[Judged], before: dict[str, AcceptedDay], seed: int
) -> None:
    shuffled = Random(seed).sample(judged, len(judged))
    assert merged(shuffled, before) == merged(judged, before)


@law(150, light=True)
@given(files(), histories)
def test_the_sums_are_the_sums_of_the_units(judged: list[Judged], before: dict[str, AcceptedDay]) -> None:
    standing = merged(judged, before)
    assert [unit.unit for unit in standing.units] == CODES
    for kind in KINDS:
        assert standing.total[kind].entered == sum(unit.figures[kind].entered for unit in standing.units)
        reported = [today for unit in standing.units if (today := unit.figures[kind].today) is not None]
        assert standing.total[kind].today == (sum(reported) if reported else None)
    assert standing.total[Kind.SUM] == Figures.add(standing.total[kind] for kind in KINDS)
    assert standing.total[Kind.SUM].total == 1_373_508


@law(150, light=True)
@given(files(), histories)
def test_what_was_entered_before_is_never_lost(judged: list[Judged], before: dict[str, AcceptedDay]) -> None:
    for unit in merged(judged, before).units:
        if unit.status in (Status.MISSING, Status.REFUSED):
            kept = before[unit.unit].figures[Kind.BIRTH].entered if unit.unit in before else 0
            assert unit.figures[Kind.BIRTH] == Figures(PLAN.total(unit.unit, Kind.BIRTH), None, kept)


@given(files())
@settings(max_examples=150, deadline=None)
def test_the_file_that_counts_says_what_the_latest_one_says(judged: list[Judged]) -> None:
    for choice in choose(PLAN, judged):
        usable = [item for item in judged if item.unit == choice.unit and item.usable]
        if choice.current is None:
            assert not usable or choice.conflict
        else:
            latest = max(usable, key=lambda item: item.receipt.order)
            assert told(choice.current) == told(latest)
            # Of files that say the same, the first to come: nobody gets late by sending again.
            between = [item for item in usable if choice.current.receipt.order <= item.receipt.order]
            assert all(told(item) == told(latest) for item in between)


def told(item: Judged) -> list[int | None]:
    """The figures that a file asserts."""
    assert item.submission is not None
    return [item.submission.value(kind, measure) for kind in KINDS for measure in (Measure.TODAY, Measure.ENTERED)]


def test_a_blank_today_is_not_zero_and_leaves_the_running_total() -> None:
    form = submission([1, 1, 1, 1])
    blank = {(Kind.ADOPTION, measure): Count(None, NOWHERE) for measure in (Measure.TODAY, Measure.ENTERED)}
    judged = one(submission=form._replace(counts={**form.counts, **blank}))
    assert merged([judged], history({"691": 7})).units[0].figures[Kind.ADOPTION] == Figures(7, None, 7)


def test_a_blank_running_total_follows_from_the_day_and_the_day_before() -> None:
    form = submission([1, 1, 1, 1])
    counts = {**form.counts, (Kind.BIRTH, Measure.ENTERED): Count(None, NOWHERE)}
    judged = one(submission=form._replace(counts=counts))
    assert merged([judged], history({"691": 7})).units[0].figures[Kind.BIRTH].entered == 8


def test_a_file_at_the_closing_hour_is_late() -> None:
    def day_of(hour: int, minute: int) -> UnitDay:
        receipt = Receipt("a.xlsx", "0", MORNING.replace(hour=hour, minute=minute))
        return merged([one(receipt=receipt)], {}).units[0]

    assert not day_of(13, 59).late
    assert day_of(14, 0).late


def test_a_unit_without_any_file_is_missing() -> None:
    (unit,) = consolidate(PLAN, DAY, [Choice("691", None)], {})
    assert unit.status is Status.MISSING
    assert unit.figures[Kind.BIRTH] == Figures(PLAN.total("691", Kind.BIRTH), None, 0)
