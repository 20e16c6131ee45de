"""What a day's report tells of earlier days: how each unit reported, and what it entered on the day before."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from xlpy.core.consolidate import Status
from xlpy.core.mismatches import Mismatch
from xlpy.core.records import Kind
from xlpy.core.zero_reasons import ZeroReason

DAYS = 10
"""How many days are looked back at, the day itself among them."""


class Glance(NamedTuple):
    """How a unit stood on one day."""

    status: Status
    late: bool = False


class Before(NamedTuple):
    """Earlier days as they stood when the day was last merged.

    `days` are up to DAYS - 1 merged days before it, oldest first, each with the units' state by code. `previous` is the
    last of them on which anybody reported, None where there is none; `entered` is what each unit then entered on the
    day, all kinds together: units without a report are not in it. `accepted` is all that was accepted before the day:
    unit → day → kind → cases entered by its end. `machines`: of days merged under another plan, what it gave each unit.
    `reasons`: how often units said why a day was zero, by reason. `mismatches`: the cases followed apart, as said last.
    """

    days: tuple[tuple[date, Mapping[str, Glance]], ...] = ()
    previous: date | None = None
    entered: Mapping[str, int] = {}
    accepted: Mapping[str, Mapping[date, Mapping[Kind, int]]] = {}
    machines: Mapping[date, Mapping[str, int]] = {}
    reasons: Mapping[ZeroReason, int] = {}
    mismatches: Mapping[str, tuple[Mismatch, ...]] = {}


NOTHING = Before()
"""A first day."""
