"""Faults put into good forms at random: a repair that is named is the truth, always; and no right form is mended."""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

import pytest

from tests.kit.filled import FIRST, FOOT, LINE, Filled, Four, Lines, at, cell, days, lines
from xlpy.core.consolidate import Judged
from xlpy.core.grid import Position
from xlpy.core.plan.plan import Plan
from xlpy.core.records import KINDS, Kind, Measure
from xlpy.core.source import Severity
from xlpy.rules.rule import Named, named_cell

TODAY, ENTERED, REMAINING = Measure.TODAY, Measure.ENTERED, Measure.REMAINING


class Sent(NamedTuple):
    """A form with one fault: the cell that is wrong, what it should say, and all figures as sent."""

    wrong: Position
    truth: int
    figures: dict[Position, int | None]
    formulas: frozenset[Position]


def _work(dice: random.Random, count: int) -> list[tuple[Four, Four]]:
    """Days of work, each with the figures of the day and the running totals."""
    so_far, told = [0, 0, 0, 0], []
    for _ in range(count):
        today = [dice.randint(80, 1500), dice.randint(10, 300), dice.randint(3, 90), dice.randint(0, 1)]
        so_far = [before + done for before, done in zip(so_far, today, strict=True)]
        told.append((tuple(today), tuple(so_far)))
    return told  # type: ignore[return-value]


SLIPS: Mapping[str, Callable[[random.Random, str], str]] = {
    "swapped": lambda dice, text: _at(dice, text, lambda t, i: t[:i] + t[i : i + 2][::-1] + t[i + 2 :]),
    "doubled": lambda dice, text: _at(dice, text, lambda t, i: t[: i + 1] + t[i:]),
    "dropped": lambda dice, text: _at(dice, text, lambda t, i: t[:i] + t[i + 1 :]) or "0",
    "changed": lambda dice, text: _at(dice, text, lambda t, i: f"{t[:i]}{dice.randint(0, 9)}{t[i + 1 :]}"),
    "reckoned": lambda dice, text: str(abs(int(text) + dice.choice((-100, -10, -1, 1, 10, 100)))),
    "another": lambda dice, text: str(dice.randint(0, 2 * int(text) + 9)),
}


def _at(dice: random.Random, text: str, change: Callable[[str, int], str]) -> str:
    return change(text, dice.randrange(len(text)))


def _followers(wrong: Position, difference: int) -> dict[Position, int]:
    """What formulas would make of a fault in a figure that the clerk asserts, from the nearest to the last."""
    kind, measure = next((k, m) for k in KINDS for m in (TODAY, ENTERED) if at(k, m) == wrong)
    found = {}
    if measure is ENTERED:
        found[at(kind, REMAINING)] = -difference
    found[at(Kind.SUM, measure)] = difference
    found[at(kind, measure, FOOT)] = difference
    if measure is ENTERED:
        found |= {at(Kind.SUM, REMAINING): -difference, at(kind, REMAINING, FOOT): -difference}
    found[at(Kind.SUM, measure, FOOT)] = difference
    if measure is ENTERED:
        found[at(Kind.SUM, REMAINING, FOOT)] = -difference
    return found


def _faulty(dice: random.Random, good: Lines) -> Sent:
    """One fault, in any cell; what follows from it follows, or some of it, or none."""
    asserted = [at(kind, measure) for kind in KINDS for measure in (TODAY, ENTERED)]
    wrong = dice.choice(asserted if dice.random() < 0.75 else sorted(good))
    truth = good[wrong]
    sent: dict[Position, int | None] = dict(good)
    if dice.random() < 0.15:
        sent[wrong] = None
        return Sent(wrong, truth, sent, frozenset())
    slip = dice.choice(list(SLIPS.values()))
    read = int(slip(dice, str(truth)) or "0")
    sent[wrong] = read
    formulas: set[Position] = set()
    if wrong in asserted:
        following = _followers(wrong, read - truth)
        for place in list(following)[: dice.randint(0, len(following))]:
            sent[place] = good[place] + following[place]
            if dice.random() < 0.5:
                formulas.add(place)
    return Sent(wrong, truth, sent, frozenset(formulas))


def _named(judged: Judged) -> set[str]:
    """The repairs that findings name, without the words around them."""
    return {named.cell for named in _told(judged)}


def _told(judged: Judged) -> set[Named]:
    return {named for finding in judged.findings if (named := named_cell(finding.fix)) is not None}


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


HISTORIES: Mapping[str, Callable[[Filled, list[tuple[Four, Four]]], date]] = {
    "after days in a row": lambda unit, work: _after(unit, work, 3, 3),
    "on the second day": lambda unit, work: _after(unit, work, 1, 1),
    "after a gap": lambda unit, work: _after(unit, work, 2, 3),
    "first of all": lambda unit, work: _after(unit, work, 0, 0),
}


def _after(unit: Filled, work: list[tuple[Four, Four]], sent: int, place: int) -> date:
    """Send the first days, skip to another: the day to be judged."""
    told = days(FIRST, 5)
    for number in range(sent):
        assert unit.sent(told[number], lines(unit.plan, *work[number])).usable
    return told[place]


@pytest.mark.parametrize(
    "before",
    [
        *("first of all", "on the second day"),
        *(pytest.param(before, marks=pytest.mark.slow) for before in ("after days in a row", "after a gap")),
    ],
)
def test_of_hundreds_of_random_faults_every_named_repair_is_the_truth(plan: Plan, before: str) -> None:
    counts: Counter[str] = Counter()
    for seed in range(600):
        dice = random.Random(f"{before} {seed}")
        work = _work(dice, 5)
        unit = Filled(plan)
        day = HISTORIES[before](unit, work)
        sent = _faulty(dice, lines(plan, *work[(day - FIRST).days]))
        judged = unit.judged(day, sent.figures, sent.formulas)
        read = sent.figures[sent.wrong]
        if read == sent.truth:
            assert not _told(judged), (seed, judged.findings)
            continue
        counts["faults"] += 1
        truth = Named(cell(sent.wrong), "" if read is None else _number(read), _number(sent.truth))
        assert _told(judged) <= {truth}, (seed, cell(sent.wrong), judged.findings)
        counts["named"] += bool(_told(judged))
    assert counts["faults"] > 500
    assert counts["named"] > 100, counts


@pytest.mark.slow
def test_a_right_form_after_a_wrong_one_is_never_told_to_mend_a_cell(plan: Plan) -> None:
    refused = 0
    for seed in range(400):
        dice = random.Random(f"lie {seed}")
        work = _work(dice, 3)
        unit = Filled(plan)
        unit.sent(FIRST, lines(plan, *work[0]))
        today, entered = work[1]
        kind = dice.randrange(4)
        more = dice.choice((1, 9, 10, 90, 100, 270, 900))
        wrong = tuple(value + more * (place == kind) for place, value in enumerate(entered))
        said = (
            tuple(value + more * (place == kind) for place, value in enumerate(today)) if dice.random() < 0.5 else today
        )
        unit.sent(days(FIRST, 3)[1], lines(plan, said, wrong), named=True)
        right = lines(plan, *work[2])
        judged = unit.judged(days(FIRST, 3)[2], right)
        assert not _told(judged), (seed, judged.findings)
        errors = [finding for finding in judged.findings if finding.severity is Severity.ERROR]
        refused += bool(errors)
        for finding in errors:
            where = cell(at(KINDS[kind], ENTERED))
            assert "23/5/2023" in finding.message
            assert f"ô {where}, “bu dang 23-05.xlsx”" in finding.message, finding.message
    assert refused > 100


def test_the_line_of_the_unit_is_where_the_kit_says(plan: Plan) -> None:
    judged = Filled(plan).judged(FIRST, lines(plan, (10, 5, 2, 0), (10, 5, 2, 0)))
    assert judged.findings == ()
    assert judged.submission is not None
    assert judged.submission.place(Kind.BIRTH, ENTERED).cell == cell(at(Kind.BIRTH, ENTERED, LINE))
