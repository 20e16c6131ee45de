"""The day that `hotich dung-thu` shows: the campaign's first, eleven units, ten files, two of them faulty."""

import os
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, Measure
from xlpy.demo.clerks import Hand, decomposed, shortened, shouted, without_level, write_form
from xlpy.demo.truth import Work, campaign
from xlpy.doors.disk.saving import write

SEED = 188
MISSING = "698"
"""Phú Riềng: the plan gives it books but no cases, so its clerk does not know what to write."""

_HANDS: dict[str, tuple[Hand, time]] = {
    "691": (Hand("bu gia map 22-5.xlsx", lines="all", date_style="open"), time(13, 41, 7)),
    "696": (Hand("bu dang 22-5.xlsx", sheet="Sheet1", lines="parts", unit_in_title=True, others="blank"), time(10, 12)),
    "694": (
        Hand(
            "Hớn Quản - PL01.xlsx",
            rows_above=3,
            columns_left=2,
            spell=without_level,
            notes_below=("NGƯỜI LẬP BIỂU", "Hớn Quản, ngày 22 tháng 5 năm 2023"),
        ),
        time(11, 5),
    ),
    "688": (Hand("TX Phuoc Long.xlsx", numbers="dots", spell=shortened, date_style="dash"), time(13, 2)),
    "697": (
        Hand("PL01_ChonThanh_22.5.2023.xlsx", lines="all", others="zero", date_style="open", hidden_rows=True),
        time(9, 48),
    ),
    "693": (Hand("bù đốp.xlsx", formulas=True, date_style="words", spell=decomposed), time(13, 58, 30)),
    "689": (
        Hand("Dong Xoai 22-05-2023.xlsx", sheets_before=("Theo dõi máy",), spell=shouted, date_in_cell=True),
        time(14, 6),
    ),
    "690": (Hand("binh long 22-5.xlsx"), time(13, 20)),
    "695": (Hand("Đồng Phú 22.5.xlsx", lines="all"), time(13, 33)),
    "692": (Hand("bc loc ninh 22-5.xlsx", numbers="spaces", dash=True, marked=True, spell=shouted), time(12, 50)),
}


def make_day(inbox: Path, plan: Plan) -> int:
    """Put the day's files into an inbox, with the hours at which they would have come; returns how many."""
    works = next(campaign(plan, 1, SEED))
    for code, (hand, hour) in _HANDS.items():
        work = works[code]
        path = inbox / hand.file
        write(path, write_form(plan, work, _with_fault(code, work, hand), seed=SEED))
        received = datetime.combine(plan.start, hour, plan.timezone).timestamp()
        os.utime(path, (received, received))
    return len(_HANDS)


def _with_fault(code: str, work: Work, hand: Hand) -> Hand:
    births = work.today[Kind.BIRTH]
    match code:
        case "690":  # typed with a dot under an English locale: Excel keeps a fraction
            return replace(hand, overrides={(Kind.BIRTH, Measure.TODAY): births / 1000})
        case "695":  # a digit left out: less in all than on the one day
            return replace(hand, overrides={(Kind.BIRTH, Measure.ENTERED): births // 10})
        case _:
            return hand
