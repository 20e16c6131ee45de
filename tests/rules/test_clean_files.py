"""Clean campaigns in mixed hands: no false error, and next to no warning."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time

import pytest

from tests.kit.folders import HANDS
from xlpy.core.consolidate import Judged, asserted_figures
from xlpy.core.plan.plan import Plan
from xlpy.core.receipt import Receipt
from xlpy.core.records import KINDS, AcceptedDay, Measure
from xlpy.core.source import Severity
from xlpy.demo.clerks import write_form
from xlpy.demo.truth import campaign
from xlpy.doors.files.workbook import read_workbook
from xlpy.rules.judge import Background, judge

UNDERSTOOD = {"SL08", "SL11"}
"""What is said of a hand's habits, not of its figures: numbers as texts, dashes for zeros."""


def judged_day_by_day(plan: Plan, days: int, seed: int, norm: int) -> Iterator[Judged]:
    """The verdicts on every unit's file of a campaign that goes well, each day after the days before it.

    Units work at 55–105 % of their machines × `norm`; the hands go from unit to unit with the seed.
    """
    hands = list(HANDS.values())
    history: dict[str, tuple[AcceptedDay, ...]] = {}
    for number, works in enumerate(campaign(plan.changed(norm=norm), days, seed)):
        for place, (code, work) in enumerate(works.items()):
            hand = replace(hands[(place + seed + number // 9) % len(hands)], file=f"{place}.xlsx", marked=False)
            data = write_form(plan, work, hand, seed=seed + number)
            snapshot = read_workbook(data, f"{plan.targets[code].unit.name}.xlsx")
            receipt = Receipt(snapshot.file, snapshot.sha256, datetime.combine(work.day, time(13), plan.timezone))
            judged = judge(plan, work.day, receipt, snapshot, Background(history=history))
            yield judged
            if judged.usable and judged.submission is not None:
                form, before = judged.submission, history.get(code, ())
                cells = {
                    kind: (form.place(kind, Measure.TODAY).cell, form.place(kind, Measure.ENTERED).cell)
                    for kind in KINDS
                }
                figures = asserted_figures(plan, code, form, before[-1] if before else None)
                history[code] = (*before, AcceptedDay(code, work.day, figures, form.source, "", cells))


def told(plan: Plan, days: int, seed: int, norm: int) -> tuple[int, Counter[str]]:
    """How many files, and the errors and warnings about their figures by code."""
    files, found = 0, Counter[str]()
    for judged in judged_day_by_day(plan, days, seed, norm):
        files += 1
        found.update(f.code for f in judged.findings if f.severity is not Severity.INFO and f.code not in UNDERSTOOD)
    return files, found


@pytest.mark.parametrize(("seed", "norm"), [(1, 200), (2, 300)])
def test_clean_files_are_taken_without_a_warning(plan: Plan, seed: int, norm: int) -> None:
    files, found = told(plan, 12, seed, norm)
    assert files == 132
    assert not found
