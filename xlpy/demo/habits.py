"""Whose hand a unit's reports are in: the makes that eleven offices send in a campaign, and their files' names."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from xlpy.core.plan.plan import Plan
from xlpy.core.text import bare
from xlpy.core.units import short_name
from xlpy.demo.clerks import Hand, decomposed, shortened, shouted, without_level, write_form
from xlpy.demo.programs import saved_by
from xlpy.demo.truth import Work


class Clerk(NamedTuple):
    """Who makes a unit's form: the hand, whose `file` is a pattern, and the program that it is saved in.

    `remark` is what a careful office may be told of every such file, though no figure is wrong in it.
    """

    hand: Hand
    program: str = "excel"
    remark: str = ""

    @property
    def dated_by_name(self) -> bool:
        """Whether only the file's name tells the day."""
        return self.hand.date_style == "open"


ISSUED = Clerk(
    Hand(
        "PL01 {code} {words}.xlsx", marked=True, formulas=True, total_line=True, sheets_before=("Nhập số liệu của máy",)
    )
)
"""The form as it was issued, with its mark and its formulas."""
RETYPED = Clerk(Hand("{bare} {day}-{month}.xlsx"))
"""Phụ lục 01 typed anew, every figure by hand."""
BY_COMMUNE = Clerk(Hand("bc {bare} {day}-{month}.xlsx", sheet="Sheet1", lines="parts", unit_in_title=True))
COMMUNES_IN_FULL = Clerk(
    Hand("{name} {day}.{month}.xlsx", lines="parts", others="zero", unit_in_title=True, date_style="words")
)

CLERKS: Sequence[Clerk] = (
    ISSUED,
    ISSUED,
    RETYPED,
    BY_COMMUNE,
    COMMUNES_IN_FULL,
    Clerk(
        Hand("PL01_{bare} {day}.{month}.{year}.xlsx", lines="all", others="zero", date_style="open", hidden_rows=True)
    ),
    Clerk(Hand("{name}.xlsx", numbers="dots", spell=shortened, date_style="dash"), remark="figures as texts"),
    Clerk(Hand("{bare}.xlsx", formulas=True, date_style="words", spell=decomposed)),
    Clerk(Hand("{name} ngày {day}-{month}-{year}.xlsx", sheets_before=("Theo dõi máy",), spell=shouted, follows=True)),
    Clerk(Hand("bao cao.xlsx", total_line=True, unit_in_title=True), program="library"),
    Clerk(Hand("{bare} {day}-{month}.xlsx", total_line=True), program="library"),
    Clerk(
        Hand(
            "{name} - PL01.xlsx",
            rows_above=3,
            columns_left=2,
            spell=without_level,
            notes_below=("NGƯỜI LẬP BIỂU", "TRƯỞNG PHÒNG"),
            dash=True,
        )
    ),
)


def clerks_of(plan: Plan, dice: random.Random) -> dict[str, Clerk]:
    """A clerk for each sender, by code."""
    dealt = list(CLERKS)
    dice.shuffle(dealt)
    chosen = {unit.code: dealt[place % len(dealt)] for place, unit in enumerate(plan.senders)}
    # Among lines of zeros nothing would tell the line of a unit that has no cases, or nobody to enter them; without its
    # level word nobody could tell a unit's name from another's.
    work = {code for code, target in plan.targets.items() if target.total_cases and target.machines}
    shared = {code for code, name in plan.senders.short_names.items() if name != short_name(name)}
    return {
        code: clerk if code in work and not (code in shared and clerk.hand.spell is without_level) else RETYPED
        for code, clerk in chosen.items()
    }


def file_name(plan: Plan, unit: str, pattern: str, day: date) -> str:
    """A file's name from its pattern."""
    name = without_level(plan.targets[unit].unit.name)
    return pattern.format(
        name=name,
        bare=bare(name),
        words=bare(plan.targets[unit].unit.name).title(),
        code=unit,
        day=day.day,
        month=day.month,
        year=day.year,
    )


def make(plan: Plan, work: Work, clerk: Clerk, *, note: str = "") -> bytes:
    """A unit's file as its clerk makes it; `note` explains a correction."""
    hand = replace(clerk.hand, note_beside=note) if note else clerk.hand
    return saved_by(clerk.program, write_form(plan, work, hand, seed=_seed(work)), clerk.hand.file)


def _seed(work: Work) -> int:
    """How a unit's work falls to its communes: the same whichever way its file is made on a day."""
    return int(work.unit) * 1000 + work.day.toordinal()
