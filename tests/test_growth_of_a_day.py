"""A file costs what it costs, however many units the plan has and however many files came: steps are counted, no time."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache

import pytest

from tests.kit import provinces
from tests.kit.steps import steps
from xlpy.core.grid import Snapshot
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import Letter, Receipt
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.demo.clerks import Hand, write_form
from xlpy.demo.truth import campaign
from xlpy.doors.files.workbook import read_workbook
from xlpy.rules.day import Came, weigh
from xlpy.rules.judge import Background

pytestmark = pytest.mark.slow

FEW, MANY = 50, 800
FILES = 10
"""Of which the steps are counted, beside that many others, or a few hundred."""

HANDS: Mapping[str, Hand] = {
    "right": Hand(""),
    "figures as texts": Hand("", numbers="dots", sheet="Sheet1"),
    "no balance": Hand("", overrides={(Kind.BIRTH, Measure.ENTERED): 77}),
    "totals of nobody": Hand("", overrides={(kind, Measure.TOTAL): 31 + at for at, kind in enumerate(KINDS)}),
}


plan_of = cache(provinces.plan_of)


@cache
def snapshot(hand: str) -> Snapshot:
    """The form of the first unit."""
    plan = plan_of(FEW)
    (work,) = campaign(plan, 1, 3)
    return read_workbook(write_form(plan, work[plan.senders[0].code], HANDS[hand], seed=3), "x.xlsx")


def files(plan: Plan, hand: str, count: int) -> Iterator[Came]:
    """The forms of as many units, each sent by mail."""
    first, hour = plan.senders[0].name, datetime(2023, 5, 22, 4, tzinfo=UTC)
    for place in range(count):
        unit = plan.senders[place]
        letter = Letter(f"{place:064}", f"{unit.code}@b.vn", sent_at=hour, received_at=hour)
        grids = tuple(
            grid._replace(
                cells={
                    at: value.replace(first, unit.name) if isinstance(value, str) else value
                    for at, value in grid.cells.items()
                }
            )
            for grid in snapshot(hand).grids
        )
        digest = f"{place + 1:064x}"
        receipt = Receipt(f"{unit.name} 22-5.xlsx", digest, hour)
        yield Came(receipt, snapshot(hand)._replace(file=receipt.name, sha256=digest, grids=grids), letter)


def of_ten_more(units: int, hand: str, others: int) -> int:
    """The steps that ten more files take, among as many units and beside as many others."""
    plan = plan_of(units)

    def weighed(count: int) -> int:
        came = list(files(plan, hand, count))
        return steps(lambda: weigh(plan, plan.start, came, Background()))

    weighed(others + FILES)  # what is made once for a plan, or for a text
    return weighed(others + FILES) - weighed(others)


@pytest.mark.parametrize("hand", HANDS)
def test_a_file_takes_no_more_steps_among_many_units_than_among_few(hand: str) -> None:
    assert of_ten_more(MANY, hand, FILES) < 1.05 * of_ten_more(FEW, hand, FILES)


@pytest.mark.parametrize(
    "hand", [pytest.param(hand, marks=() if hand == "right" else pytest.mark.slow) for hand in HANDS]
)
def test_a_file_takes_no_more_steps_beside_many_files_than_beside_few(hand: str) -> None:
    assert of_ten_more(MANY, hand, 16 * FILES) < 1.05 * of_ten_more(MANY, hand, FILES)


def test_a_look_at_each_unit_for_each_file_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from xlpy.rules import day as weighing

    judge = weighing.judge

    def looking(plan: Plan, *given: object) -> object:
        assert any(unit.name == plan.senders[-1].name for unit in plan.senders)
        return judge(plan, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(weighing, "judge", looking)
    assert of_ten_more(MANY, "right", FILES) > 1.05 * of_ten_more(FEW, "right", FILES)
